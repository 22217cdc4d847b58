"""The bar of tools: the commands used most, the protocol, and the report."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolBar, QToolButton, QWidget

from kneeview.domain.protocols import PROTOCOLS
from kneeview.gui.actions import ACTIONS
from kneeview.gui.choice_box import ChoiceBox
from kneeview.gui.theme import BAR_HEIGHT

_WORDED: Final = ("Tools", "File", "Draw")
"""The menus whose buttons have words, those first that keep theirs the longest where the room is short."""

_TIGHT: Final = 960
"""Below this width, in logical pixels, the buttons stand closer together."""


class Bar(QToolBar):
    """`choose_protocol` is asked for a protocol by its id."""

    def __init__(self, entries: Mapping[str, QAction], choose_protocol: Callable[[str], None]) -> None:
        super().__init__("Tools")
        self.setObjectName("Bar")
        self.setMovable(False)
        self.setFixedHeight(BAR_HEIGHT)
        self.setIconSize(QSize(20, 20))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.toggleViewAction().setEnabled(False)
        self._worded: dict[str, list[QToolButton]] = {menu: [] for menu in _WORDED}
        self._protocol = _protocol_box()
        self._protocol.activated.connect(lambda index: choose_protocol(str(self._protocol.itemData(index))))
        last = ""
        for action in ACTIONS:
            if not action.on_toolbar:
                continue
            if last and last != action.menu:
                self.addSeparator()
            if action.menu == "Tools" and last != "Tools":
                self.addWidget(self._protocol)
                self.addSeparator()
            last = action.menu
            self._add_button(entries[action.id], action.menu, action.text)
        gap = QWidget()
        gap.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(gap)
        self._report = QToolButton()
        self._report.setObjectName("Primary")
        self._report.setText("Report")
        self._report.setToolTip(entries["report"].toolTip())
        self._report.clicked.connect(entries["report"].trigger)
        self.addWidget(self._report)
        rest = self.findChild(QToolButton, "qt_toolbar_ext_button")
        if rest is not None:
            rest.setAccessibleName("More")
            rest.setToolTip("What the bar has no room for")

    def _add_button(self, entry: QAction, menu: str, name: str) -> None:
        self.addAction(entry)
        button = self.widgetForAction(entry)
        if not isinstance(button, QToolButton):
            return
        button.setAccessibleName(name)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        if menu in self._worded:
            self._worded[menu].append(button)

    def show_protocol(self, protocol_id: str, *, can_work: bool) -> None:
        """Show which protocol is followed, and whether there is a picture to work on."""
        self._protocol.setEnabled(can_work)
        self._protocol.setCurrentIndex(self._protocol.findData(protocol_id))
        self._report.setEnabled(can_work)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give words to as many groups as have room; the icons and tips stay."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            for menu in _WORDED:
                self._word(menu, Qt.ToolButtonStyle.ToolButtonIconOnly)
            self._tighten(self.width() < _TIGHT)
            for menu in _WORDED:
                self._word(menu, Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
                if self.sizeHint().width() > self.width():
                    self._word(menu, Qt.ToolButtonStyle.ToolButtonIconOnly)
                    break

    def _tighten(self, tight: bool) -> None:
        """Put the buttons closer together on a small screen, so that the report is not pushed out."""
        if tight is not self.property("tight"):
            self.setProperty("tight", tight)
            for button in self.findChildren(QToolButton):
                button.style().polish(button)

    def _word(self, menu: str, style: Qt.ToolButtonStyle) -> None:
        for button in self._worded[menu]:
            button.setToolButtonStyle(style)


def _protocol_box() -> ChoiceBox:
    box = ChoiceBox()
    box.setAccessibleName("Protocol")
    box.setToolTip("Which landmarks are placed, and in which order")
    box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    for protocol in PROTOCOLS:
        box.addItem(protocol.name, protocol.id)
        box.setItemData(box.count() - 1, protocol.question, Qt.ItemDataRole.ToolTipRole)
    return box
