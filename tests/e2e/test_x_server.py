"""The main job once by real X events at two device scales, where an X server and a hand for it are installed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.test_quick_walk import INPUTS

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(
    not all(map(shutil.which, ("Xvfb", "xdotool"))), reason="needs Xvfb and xdotool (packages xvfb and xdotool)"
)


@pytest.fixture
def display() -> Iterator[str]:
    """Start an X server of its own on a free display."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "2600x1500x24"],
        pass_fds=(write,),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as told:
        number = told.readline().strip()
    yield f":{number}"
    server.terminate()
    server.wait()


@pytest.mark.parametrize("scale", ["1", "2"])
def test_the_main_job_is_done_by_real_events(display: str, scale: str, tmp_path: Path) -> None:
    walk, home = tmp_path / "walk", tmp_path / "home"
    for folder in (walk, home):
        folder.mkdir()
    environment = {
        **os.environ,
        "DISPLAY": display,
        "QT_QPA_PLATFORM": "xcb",
        "QT_SCALE_FACTOR": scale,
        "PYTHONPATH": str(ROOT),
        "HOME": str(home),
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.e2e.x_walk", str(walk)],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr
    outcome = json.loads(done.stdout.splitlines()[-1])
    assert outcome["ratio"] == float(scale)
    assert outcome["inputs"] == INPUTS
    (report,) = outcome["reports"]
    assert report.startswith("quick-axis-measured-")
    assert outcome["zoomed"] > 1.2
    assert outcome["protocol"] == "full_alignment"
    assert outcome["undone"]
    assert outcome["dragged"] == pytest.approx(100, abs=1.5 * outcome["screen_pixel"])
    assert abs(outcome["off"]["hka right"]) < 0.5
    assert abs(outcome["off"]["hka left"]) < 0.5
    assert abs(outcome["off"]["lld both"]) < 2
