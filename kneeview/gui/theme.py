"""Colours and type of the window, dark and light, as one style sheet made from a few tokens."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from kneeview.domain.limb import Side
from kneeview.resources import resource
from kneeview.scene.palette import SIDE_COLOURS

_ARROW: Final = resource("arrow.svg").as_posix()
_CHECK: Final = resource("check.svg").as_posix()

CAPTION_PX: Final = 11
BODY_PX: Final = 13
TITLE_PX: Final = 16

BAR_HEIGHT: Final = 50
"""Of the bar of tools, so that nothing moves when the tools come into it."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours that everything else is made of. `accent` is a ground for text, `focus` a line around what has it."""

    ground: str
    panel: str
    raised: str
    line: str
    text: str
    quiet: str
    accent: str
    focus: str
    accent_text: str
    right: str
    left: str
    attention: str

    def side(self, side: Side) -> str:
        """Return the colour of a leg as text."""
        return self.right if side is Side.RIGHT else self.left


DARK: Final = Tokens(
    ground="#111418",
    panel="#1B1F24",
    raised="#22282E",
    line="#2E353D",
    text="#E9EDF1",
    quiet="#A9B3BE",
    accent="#114FC9",
    focus="#6EA2FF",
    accent_text="#FFFFFF",
    right=SIDE_COLOURS[Side.RIGHT],
    left=SIDE_COLOURS[Side.LEFT],
    attention="#E6B450",
)

LIGHT: Final = Tokens(
    ground="#E7EAEE",
    panel="#F7F8FA",
    raised="#FFFFFF",
    line="#D3D8DE",
    text="#14181D",
    quiet="#444D58",
    accent="#1D52BC",
    focus="#1D52BC",
    accent_text="#FFFFFF",
    right="#704100",
    left="#08517C",
    attention="#6A4500",
)


TEXT_PAIRS: Final = (
    *((text, ground) for text in ("text", "quiet") for ground in ("ground", "panel", "raised")),
    *((text, ground) for text in ("right", "left", "attention") for ground in ("ground", "panel")),
    ("accent_text", "accent"),
)
"""Which colours are written on which: each must be read by tired eyes, with a contrast of at least 7."""


class Appearance(Enum):
    """Which colours the user wants. The ground around the picture is dark in all of them."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"

    @property
    def words(self) -> str:
        """What the menu calls it."""
        return "Colours as the system" if self is Appearance.SYSTEM else f"{self.value.capitalize()} colours"


def tokens(application: QApplication, appearance: Appearance) -> Tokens:
    """Return the colours that the user asks for, or the system; where that has none, the dark ones."""
    if appearance is not Appearance.SYSTEM:
        return LIGHT if appearance is Appearance.LIGHT else DARK
    return LIGHT if application.styleHints().colorScheme() is Qt.ColorScheme.Light else DARK


def apply_theme(application: QApplication, appearance: Appearance = Appearance.SYSTEM) -> Tokens:
    """Give the application these colours and return them."""
    chosen = tokens(application, appearance)
    palette = QPalette()
    for role, colour in (
        (QPalette.ColorRole.Window, chosen.panel),
        (QPalette.ColorRole.Base, chosen.raised),
        (QPalette.ColorRole.AlternateBase, chosen.panel),
        (QPalette.ColorRole.Button, chosen.raised),
        (QPalette.ColorRole.Text, chosen.text),
        (QPalette.ColorRole.WindowText, chosen.text),
        (QPalette.ColorRole.ButtonText, chosen.text),
        (QPalette.ColorRole.ToolTipBase, chosen.raised),
        (QPalette.ColorRole.ToolTipText, chosen.text),
        (QPalette.ColorRole.PlaceholderText, chosen.quiet),
        (QPalette.ColorRole.Highlight, chosen.accent),
        (QPalette.ColorRole.HighlightedText, chosen.accent_text),
        (QPalette.ColorRole.Mid, chosen.line),
    ):
        palette.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(chosen.quiet))
    application.setPalette(palette)
    application.setStyleSheet(style_sheet(chosen))
    return chosen


def style_sheet(t: Tokens) -> str:
    """Return the style sheet of a set of colours."""
    return f"""
    * {{ font-size: {BODY_PX}px; }}
    QMainWindow, #Ground {{ background: {t.ground}; }}
    QMenuBar, QMenu, QToolBar, #Panel, #Panel QWidget, QDialog {{ background: {t.panel}; color: {t.text}; }}
    QMenuBar::item:selected, QMenu::item:selected {{ background: {t.raised}; }}
    QMenu {{ border: 1px solid {t.line}; padding: 4px; }}
    QMenu::item {{ padding: 5px 24px 5px 12px; border-radius: 4px; }}
    QMenu::item:disabled {{ color: {t.quiet}; }}
    QMenu::separator {{ height: 1px; background: {t.line}; margin: 4px 8px; }}
    QToolBar {{ border: none; border-bottom: 1px solid {t.line}; padding: 4px 8px; spacing: 4px; }}
    QToolBar::separator {{ width: 1px; background: {t.line}; margin: 6px 6px; }}
    QToolButton {{ color: {t.text}; border: none; border-radius: 6px; padding: 5px 8px; }}
    QToolBar[tight="true"] QToolButton {{ padding: 5px 4px; }}
    QToolBar QToolButton#qt_toolbar_ext_button {{ padding: 0; border: 1px solid {t.line}; background: {t.raised};
        qproperty-icon: url("{_ARROW}"); }}
    QToolBar[tight="true"]::separator {{ margin: 6px 2px; }}
    QToolButton:hover {{ background: {t.raised}; }}
    QToolButton:checked {{ background: {t.raised}; border: 1px solid {t.line}; }}
    QToolButton#Segment {{ border: 1px solid {t.line}; padding: 2px 6px; color: {t.quiet}; }}
    QToolButton#Segment:hover {{ border-color: {t.quiet}; color: {t.text}; }}
    QToolButton#Segment:checked {{ background: {t.accent}; border-color: {t.accent}; color: {t.accent_text}; }}
    QToolButton#Segment:focus {{ border: 1px solid {t.text}; }}
    QToolButton:disabled {{ color: {t.quiet}; }}
    QToolButton:focus {{ border: 1px solid {t.focus}; }}
    QComboBox, QLineEdit, QPlainTextEdit {{ background: {t.raised}; color: {t.text}; border: 1px solid {t.line};
        border-radius: 6px; padding: 4px 8px; selection-background-color: {t.accent}; }}
    QComboBox:focus, QLineEdit:focus, QPlainTextEdit:focus {{ border: 1px solid {t.focus}; }}
    QComboBox::drop-down {{ border: none; width: 20px; }}
    QComboBox::down-arrow {{ image: url("{_ARROW}"); width: 12px; height: 12px; }}
    QComboBox QAbstractItemView {{ background: {t.raised}; color: {t.text}; border: 1px solid {t.line}; }}
    QPushButton {{ background: {t.raised}; color: {t.text}; border: 1px solid {t.line}; border-radius: 6px;
        padding: 6px 12px; }}
    QPushButton:disabled {{ background: transparent; color: {t.quiet}; }}
    QPushButton:hover {{ border-color: {t.quiet}; }}
    QPushButton:focus {{ border: 1px solid {t.focus}; }}
    QPushButton#Primary, QToolButton#Primary {{ background: {t.accent}; color: {t.accent_text}; border: none;
        font-weight: 600; padding: 6px 14px; }}
    QPushButton#Primary:disabled, QToolButton#Primary:disabled {{ background: {t.raised}; color: {t.quiet}; }}
    #Panel QPushButton#Step {{ border: none; text-align: left; padding: 3px 4px; background: transparent;
        border-radius: 4px; }}
    #Panel QPushButton#Step:hover, #Panel QPushButton#Step[lit="true"] {{ text-decoration: underline; }}
    #Panel QPushButton#Step[state="not visible"] {{ text-decoration: line-through; color: {t.quiet}; }}
    #Panel QPushButton#Step:checked {{ background: {t.raised}; }}
    #Panel QPushButton#Link {{ border: none; background: transparent; color: {t.left}; padding: 0; }}
    #Panel QPushButton#Fold {{ border: none; background: transparent; text-align: left; padding: 2px 0;
        color: {t.quiet}; font-size: {CAPTION_PX}px; font-weight: 600; }}
    #Panel QPushButton#Fold:hover, #Panel QPushButton#Fold:focus {{ color: {t.text}; text-decoration: underline; }}
    QLabel#Caption {{ color: {t.quiet}; font-size: {CAPTION_PX}px; }}
    QLabel#Detail {{ color: {t.quiet}; font-size: {CAPTION_PX}px; padding-bottom: 4px; }}
    QLabel#Heading {{ color: {t.quiet}; font-size: {CAPTION_PX}px; font-weight: 600; }}
    QLabel#Title {{ font-size: {TITLE_PX}px; font-weight: 600; }}
    QLabel#Quiet {{ color: {t.quiet}; }}
    QLabel#Attention {{ color: {t.attention}; font-weight: 700; }}
    QLabel#Right {{ color: {t.right}; font-weight: 600; }}
    QLabel#Left {{ color: {t.left}; font-weight: 600; }}
    #Foot {{ background: {t.panel}; border: none; border-top: 1px solid {t.line}; }}
    #Foot QPushButton {{ padding: 2px 10px; }}
    #Strip, #Scale {{ background: {t.panel}; color: {t.text}; border: 1px solid {t.line};
        border-radius: 8px; }}
    QPushButton#Key:focus {{ border: 1px solid {t.focus}; }}
    #Overlay {{ background: {t.panel}; border: 1px solid {t.quiet}; border-radius: 10px; }}
    #Overlay QListWidget {{ background: {t.panel}; border: none; outline: none; }}
    #Overlay QListWidget::item:selected {{ background: {t.raised}; border: 1px solid {t.focus}; border-radius: 6px; }}
    #Overlay QLabel {{ background: transparent; }}
    #Overlay QScrollArea, #Overlay QScrollArea > QWidget > QWidget {{ background: {t.panel}; }}
    #Pane[place="active"], #Pane[place="beside"] {{ border: 2px solid {t.line}; border-radius: 6px; }}
    #Pane[place="active"] {{ border-color: {t.focus}; }}
    #Pane QLabel#Strong {{ font-weight: 700; }}
    #Strip QLabel, #Foot QLabel {{ background: transparent; }}
    #Foot QLabel {{ color: {t.text}; }}
    #Foot QLabel#Caption {{ color: {t.quiet}; }}
    #Foot QLabel#Attention {{ color: {t.attention}; }}
    #Strip QLabel#Strong {{ font-weight: 700; font-size: 14px; }}
    #Strip QLabel#Key, #Overlay QLabel#Key, QPushButton#Key {{ background: {t.raised};
        border: 1px solid {t.line}; border-radius: 4px; padding: 1px 6px;
        font-size: {CAPTION_PX}px; }}
    QFrame#Rule {{ background: {t.line}; max-height: 1px; border: none; }}
    QScrollArea {{ border: none; background: {t.panel}; }}
    QTableWidget {{ background: {t.raised}; color: {t.text}; border: 1px solid {t.line}; gridline-color: {t.line}; }}
    QHeaderView::section {{ background: {t.panel}; color: {t.quiet}; border: none; padding: 4px 8px; }}
    QScrollBar:vertical {{ background: transparent; width: 10px; }}
    QScrollBar::handle:vertical {{ background: {t.line}; border-radius: 5px; min-height: 24px; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; }}
    QToolTip {{ background: {t.raised}; color: {t.text}; border: 1px solid {t.line}; padding: 4px; }}
    QCheckBox {{ spacing: 8px; background: transparent; }}
    QCheckBox::indicator {{ width: 14px; height: 14px; border: 1px solid {t.quiet}; border-radius: 3px; }}
    QCheckBox::indicator:checked {{ background: {t.accent}; border-color: {t.accent}; image: url("{_CHECK}"); }}
    QCheckBox::indicator:focus {{ border-color: {t.focus}; }}
    #Choice {{ text-align: left; padding: 16px; border-radius: 10px; background: {t.panel}; }}
    #Choice:hover {{ border-color: {t.focus}; }}
    """
