"""The icons: all there, all drawn, all in the colour asked for."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QImage
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from kneeview.gui.icons import ICON_NAMES, application_icon, icon
from kneeview.resources import resource

INK = "#3CA0E6"
SVG = "{http://www.w3.org/2000/svg}"


def _picture(drawn: QIcon, size: int = 20, ratio: float = 1.0, mode: QIcon.Mode = QIcon.Mode.Normal) -> QImage:
    pixmap = drawn.pixmap(QSize(size, size), ratio, mode)
    assert pixmap.devicePixelRatio() == ratio
    return pixmap.toImage().convertToFormat(QImage.Format.Format_ARGB32)


def _inked(image: QImage) -> list[QColor]:
    pixels = (image.pixelColor(x, y) for y in range(image.height()) for x in range(image.width()))
    return [colour for colour in pixels if colour.alpha() > 0]


def test_every_file_is_named_and_every_name_has_its_file() -> None:
    files = {each.stem for each in resource("icons").iterdir() if each.suffix == ".svg"}
    assert files == {*ICON_NAMES, "app"}
    assert len(set(ICON_NAMES)) == len(ICON_NAMES)


@pytest.mark.parametrize("name", ICON_NAMES)
def test_files_keep_to_the_family(name: str) -> None:
    source = resource("icons", f"{name}.svg")
    root = ET.fromstring(source.read_text(encoding="utf-8"))  # noqa: S314 - our own file
    assert root.get("viewBox") == "0 0 20 20"
    assert root.get("stroke") == "currentColor"
    assert root.get("stroke-width") == "1.5"
    assert root.get("stroke-linecap") == root.get("stroke-linejoin") == "round"
    for element in root:
        if element.get("fill") is None:
            continue
        assert element.tag == f"{SVG}circle", "only dots are filled"
        assert float(element.attrib["r"]) <= 1.25
        assert element.get("fill") == "currentColor"
    assert QSvgRenderer(source.read_bytes()).isValid()


@pytest.mark.parametrize("name", ICON_NAMES)
def test_icons_take_the_colour(qapp: QApplication, name: str) -> None:
    image = _picture(icon(name, INK), 20, 2.0)
    inked = _inked(image)
    assert len(inked) > 40
    solid = [colour for colour in inked if colour.alpha() == 255]
    assert solid
    wanted = QColor(INK)
    assert all(
        abs(colour.red() - wanted.red()) + abs(colour.green() - wanted.green()) + abs(colour.blue() - wanted.blue())
        <= 3
        for colour in solid
    )


@pytest.mark.parametrize("name", ICON_NAMES)
def test_icons_stay_clear_of_their_border(qapp: QApplication, name: str) -> None:
    image = _picture(icon(name, INK), 20, 1.0)
    border = [image.pixelColor(x, y) for i in range(20) for x, y in ((i, 0), (i, 19), (0, i), (19, i))]
    assert all(colour.alpha() == 0 for colour in border)


def test_icons_are_all_different(qapp: QApplication) -> None:
    pictures = [_picture(icon(name, INK)) for name in ICON_NAMES]
    assert not any(a == b for i, a in enumerate(pictures) for b in pictures[:i])


@pytest.mark.parametrize("ratio", [1.0, 2.0, 3.0])
@pytest.mark.parametrize("size", [16, 20, 24, 32])
def test_icons_are_drawn_for_every_screen(qapp: QApplication, size: int, ratio: float) -> None:
    image = _picture(icon("open", INK), size, ratio)
    assert image.width() == image.height() == size * ratio


def test_disabled_icons_are_paler(qapp: QApplication) -> None:
    drawn = icon("save", QColor(INK))
    normal, disabled = _picture(drawn), _picture(drawn, mode=QIcon.Mode.Disabled)
    strongest = max(colour.alpha() for colour in _inked(disabled))
    assert 0.3 * 255 < strongest < 0.5 * 255
    assert max(colour.alpha() for colour in _inked(normal)) > 200


def test_translucent_colours_stay_translucent(qapp: QApplication) -> None:
    half = QColor(INK)
    half.setAlphaF(0.5)
    assert max(colour.alpha() for colour in _inked(_picture(icon("minus", half), 20, 2.0))) == pytest.approx(128, abs=2)


def test_unknown_names_and_colours_are_refused(qapp: QApplication) -> None:
    with pytest.raises(ValueError, match="no icon is named 'nothing'"):
        icon("nothing", INK)
    with pytest.raises(ValueError, match="no icon is named 'app'"):
        icon("app", INK)
    with pytest.raises(ValueError, match="no colour is named 'mauvish'"):
        icon("open", "mauvish")


@pytest.mark.parametrize("size", [16, 32, 64, 256])
def test_the_application_icon_shows_an_orange_leg_and_a_blue_one(qapp: QApplication, size: int) -> None:
    image = _picture(application_icon(), size)
    orange = [x for x in range(size) for y in range(size) if _near(image.pixelColor(x, y), "#E69F00")]
    blue = [x for x in range(size) for y in range(size) if _near(image.pixelColor(x, y), "#56B4E9")]
    assert orange
    assert blue
    assert max(orange) < min(blue), "the patient's right leg is on the left, as on a film"
    assert len(set(orange)) > 1.2 * len(set(blue)), "one leg is bent"


def _near(colour: QColor, name: str) -> bool:
    wanted = QColor(name)
    return colour.alpha() > 250 and all(
        abs(is_ - ought) < 40
        for is_, ought in (
            (colour.red(), wanted.red()),
            (colour.green(), wanted.green()),
            (colour.blue(), wanted.blue()),
        )
    )
