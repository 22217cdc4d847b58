"""Colours: text has contrast in both themes, the picture's surround is dark in both, and the user's wish is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kneeview.gui.picture import SURROUND
from kneeview.gui.preferences import Preferences
from kneeview.gui.theme import DARK, LIGHT, TEXT_PAIRS, Appearance, Tokens, style_sheet, tokens
from tests.e2e.window import Driver


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2."""
    channels = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_computed_as_the_guideline_says() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_has_a_contrast_of_seven(theme: Tokens, text: str, ground: str) -> None:
    assert contrast(getattr(theme, text), getattr(theme, ground)) >= 7


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_the_style_sheet_uses_the_colours(theme: Tokens) -> None:
    assert theme.text in style_sheet(theme)


def test_the_surround_of_the_picture_is_dark() -> None:
    assert luminance(SURROUND.name()) < 0.01


def test_the_users_colours_outrank_the_systems(qapp: QApplication) -> None:
    assert tokens(qapp, Appearance.LIGHT) is LIGHT
    assert tokens(qapp, Appearance.DARK) is DARK
    assert tokens(qapp, Appearance.SYSTEM) in (LIGHT, DARK)


def test_a_change_of_colours_is_kept_and_reaches_every_room_but_the_picture(qtbot: QtBot, tmp_path: Path) -> None:
    driver = Driver(qtbot, tmp_path)
    picture = tmp_path / "film.png"
    Image.linear_gradient("L").resize((600, 900)).save(picture)
    driver.open(picture)
    window, main = driver.window, driver.main
    window.choices.use_appearance(Appearance.LIGHT)
    assert main.grab().toImage().pixelColor(main.width() - 8, main.height() // 2).lightness() > 200
    assert window.canvas.grab().toImage().pixelColor(3, 3) == SURROUND
    assert driver.preferences.appearance is Appearance.LIGHT
    assert window.actions_by_id["appearance_light"].isChecked()
    window.choices.use_appearance(Appearance.DARK)
    assert main.grab().toImage().pixelColor(main.width() - 8, main.height() // 2).lightness() < 60
    window.choices.use_appearance(Appearance.SYSTEM)
    assert isinstance(driver.preferences, Preferences)
