"""Calling a decoder in a process of its own, which may end as it likes and is kept for the next film."""

from __future__ import annotations

import atexit
import json
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import Future, wait
from contextlib import suppress
from functools import partial
from io import BufferedReader
from pathlib import Path
from threading import Lock, Thread
from time import monotonic
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kneeview.imaging.dicom import apart

_PROGRAM: Final = Path(apart.__file__)
_PATIENCE_S: Final = 300
_LOOK_UP_S: Final = 0.1
_LAST_WORDS_S: Final = 1
_MOST_IDLE: Final = 2
_TYPES: Final = frozenset({"|u1", "|i1", "<u2", "<i2", ">u2", ">i2", "<u4", "<i4"})


class DecoderError(Exception):
    """The decoder gave no picture: it raised, ended its process, or took too long."""


class _RefusalError(DecoderError):
    """The decoder raised; its process is as good as before."""


def can_isolate() -> bool:
    """Whether this Python can start another; in a frozen program the executable is the program itself."""
    return bool(sys.executable) and not getattr(sys, "frozen", False)


class _Worker:
    """A process that decodes. It ends by itself when this program ends, however that comes about: its input closes."""

    def __init__(self) -> None:
        # Fixed program, fixed arguments: nothing of the file reaches the command line.
        self._process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-P", str(_PROGRAM)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def answer(self, request: dict[str, Any], source: bytes | memoryview, most_bytes: int) -> NDArray[Any]:
        """Return the array for the request. Raises `DecoderError`."""
        incoming, outgoing = self._process.stdout, self._process.stdin
        if not isinstance(incoming, BufferedReader) or outgoing is None:
            raise DecoderError("the process has no pipes")
        try:
            outgoing.write(json.dumps({**request, "bytes": len(source)}).encode() + b"\n")
            outgoing.write(source)
            outgoing.flush()
            return _array_from(incoming, most_bytes)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise DecoderError(f"the process ended or answered nonsense: {error}") from error

    def kill(self) -> None:
        """End the process whatever it does; who waits for its answer learns that there is none."""
        self._process.kill()
        self._process.wait()

    def end(self) -> None:
        """End the process that nobody waits for; by force where it does not end by itself in time."""
        if self._process.stdin is not None:
            with suppress(OSError):  # what a dead process was still to be sent cannot be
                self._process.stdin.close()
        try:
            self._process.wait(_LAST_WORDS_S)
        except subprocess.TimeoutExpired:
            self.kill()
        if self._process.stdout is not None:
            self._process.stdout.close()


def _array_from(incoming: BufferedReader, most_bytes: int) -> NDArray[Any]:
    told = json.loads(incoming.readline())
    if "error" in told:
        raise _RefusalError(told["error"])
    if told["type"] not in _TYPES:
        raise DecoderError(f"values of type {told['type']}")
    kind, shape = np.dtype(told["type"]), tuple(map(int, told["shape"]))
    if not 0 < int(np.prod(shape, dtype=object)) * kind.itemsize <= most_bytes:
        raise DecoderError(f"a picture of {shape}")
    array = np.empty(shape, kind)
    # Straight into the array: a film is held once.
    if incoming.readinto(array.data.cast("B")) != array.nbytes:
        raise DecoderError("the picture is cut short")
    return array


class _Workers:
    """The processes that wait for work. One is started when none does."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._idle: list[_Worker] = []

    def taken(self) -> _Worker:
        with self._lock:
            waiting, self._idle = self._idle, []
            alive = [worker for worker in waiting if worker.is_alive]
            self._idle = alive[1:]
        for worker in waiting:
            if worker not in alive:
                worker.end()
        return alive[0] if alive else _Worker()

    def put_back(self, worker: _Worker) -> None:
        with self._lock:
            is_kept = len(self._idle) < _MOST_IDLE
            if is_kept:
                self._idle.append(worker)
        if not is_kept:
            worker.end()

    def end(self) -> None:
        with self._lock:
            waiting, self._idle = self._idle, []
        for worker in waiting:
            worker.end()


_workers: Final = _Workers()
atexit.register(_workers.end)


def end_workers() -> None:
    """End the processes that wait for work; the next film starts another."""
    _workers.end()


def decoded_apart(
    request: dict[str, Any], source: bytes | memoryview, most_bytes: int, look_up: Callable[[], None] = lambda: None
) -> NDArray[Any]:
    """Return the array that `apart` answers for the request. Raises `DecoderError` where there is none.

    An answer of more than `most_bytes` is refused. `look_up` is called now and then while the decoder works, and
    stops it by raising.
    """
    try:
        worker = _workers.taken()
    except OSError as error:
        raise DecoderError(str(error)) from error
    answer = _beside(partial(worker.answer, request, source, most_bytes))
    try:
        array = _awaited(answer, look_up)
    except _RefusalError:
        _workers.put_back(worker)
        raise
    except BaseException:
        worker.kill()
        wait((answer,))  # its pipe has ended
        worker.end()
        raise
    _workers.put_back(worker)
    return array


def _beside(call: Callable[[], NDArray[Any]]) -> Future[NDArray[Any]]:
    """Begin a call in a thread that does not keep the program from ending, as those of an executor do."""
    answer = Future[NDArray[Any]]()

    def run() -> None:
        try:
            answer.set_result(call())
        except BaseException as error:  # noqa: BLE001, told to who waits
            answer.set_exception(error)

    Thread(target=run, name="decoder", daemon=True).start()
    return answer


def _awaited(answer: Future[NDArray[Any]], look_up: Callable[[], None]) -> NDArray[Any]:
    last = monotonic() + _PATIENCE_S
    while True:
        try:
            return answer.result(_LOOK_UP_S)
        except TimeoutError:
            if monotonic() > last:
                raise DecoderError("it takes too long") from None
        look_up()
