"""From a path to a case with its picture: images get an empty case, case files find the picture they were made on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from kneeview.case.case import Case, new_case
from kneeview.case.image_reference import ImageReference, OtherPicture, reference_to
from kneeview.case.patient import facts_of
from kneeview.case.persistence import SUFFIX, CaseError, read_case
from kneeview.domain.calibration import CalibrationError
from kneeview.imaging.phantom import DEMO, film_image
from kneeview.imaging.radiograph import ImageError, Radiograph
from kneeview.imaging.readers import read_image
from kneeview.imaging.zipped import file_of, parts_of, path_of, stands

Progress = Callable[[float], None]


class OpeningError(Exception):
    """What was chosen cannot be opened; the message is one sentence for the user, without the file's name."""


class OtherPixelsError(OpeningError):
    """The picture found is not the one that the case was made on."""


class PictureGoneError(OpeningError):
    """The picture of a case is not where it was last found, nor beside the case; the user may know where it is."""


@dataclass(frozen=True, slots=True, eq=False)
class Opened:
    """A case together with its picture; `path` is the case file, None for a new case.

    `is_saved` is False where the case is not on disk as it stands here.
    """

    case: Case
    image: Radiograph
    path: Path | None = None
    is_saved: bool = True


def open_path(
    path: Path,
    *,
    accept_other_pixels: bool = False,
    progress: Progress | None = None,
    frame: int = 0,
    picture: Path | None = None,
) -> Opened:
    """Open an image or a case file.

    Raises `OpeningError` with one sentence. `accept_other_pixels` is the user's word that the picture is right all
    the same, `picture` is where the user found a case's picture. `frame` is which picture of an image file is meant,
    from 0; a case file knows its own.
    """
    if path.suffix.lower() == SUFFIX:
        try:
            case = read_case(path)
        except CaseError as error:
            raise OpeningError(str(error)) from error
        opened = open_case(case, path, accept_other_pixels=accept_other_pixels, progress=progress, picture=picture)
        return opened if picture is None else replace(opened, is_saved=False)
    try:
        image = read_image(path, frame, progress)
    except ImageError as error:
        raise OpeningError(str(error)) from error
    image.digests.begin()
    return Opened(new_case(image), image)


def open_demo() -> Opened:
    """Open the built-in film: synthetic, with known geometry, of no patient."""
    image = film_image(DEMO)
    image.digests.begin()
    return Opened(new_case(image), image)


def _candidates(case_path: Path | None, reference: ImageReference) -> list[Path]:
    """Return where the picture may be: where it was last found, and beside the case, in its archive or without."""
    last = Path(reference.path)
    places = [last] if reference.path else []
    if case_path is not None:
        zipped = parts_of(last)
        moved = [] if zipped is None else [path_of(case_path.parent / zipped[0].name, zipped[1])]
        places += [*moved, case_path.parent / Path(reference.name).name]
    return list(dict.fromkeys(places))


def open_case(
    case: Case,
    path: Path | None,
    *,
    accept_other_pixels: bool = False,
    progress: Progress | None = None,
    picture: Path | None = None,
) -> Opened:
    """Join a case, whose file is `path` if it has one, to its picture; `picture` is where the user found that.

    Raises `OpeningError` with one sentence.
    """
    if case.image.name == DEMO.name and not case.image.path:
        # The film is made anew, and another processor may round a few of its pixels otherwise.
        return _joined(case, film_image(DEMO), path, is_same=True, accept_other_pixels=True)
    refusal: OpeningError | None = None
    for place in _candidates(path, case.image) if picture is None else [picture]:
        if not stands(file_of(place)):
            continue
        try:
            image = read_image(place, case.image.frame, progress)
            is_same = case.image.is_of(image)
            return _joined(case, image, path, is_same=is_same, accept_other_pixels=accept_other_pixels)
        except ImageError as error:
            refusal = refusal or OpeningError(f"its picture {case.image.name} cannot be read: {error}")
        except OtherPixelsError as error:
            refusal = error
    raise refusal or PictureGoneError(
        f"its picture {case.image.name} is gone: it is neither where it was last found nor beside the case"
    )


def _joined(case: Case, image: Radiograph, path: Path | None, *, is_same: bool, accept_other_pixels: bool) -> Opened:
    if not accept_other_pixels and not is_same:
        chosen = image.name if image.name == case.image.name else f"{image.name} (for {case.image.name})"
        raise OtherPixelsError(
            f"the picture {chosen} does not have the pixels that this case was made on, so it was not opened"
        )
    made_on = case.made_on if is_same else case.made_on or OtherPicture.of(case.image)
    found = replace(
        case,
        image=reference_to(image),
        made_on=None if made_on is None or made_on.is_shown_by(image) else made_on,
        header_scale=image.scale,
        header_side=image.header_side,
        header_patient=facts_of(image.identity),
    )
    try:
        found.with_usable_scale()
    except CalibrationError as error:
        raise OpeningError(f"calibration: {error}") from error
    image.digests.begin()
    return Opened(found, image, path)
