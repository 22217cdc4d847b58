"""A field for what is typed: text that is not understood stays as it was typed, with a sentence that says what is."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QLineEdit


class TypedField(QLineEdit):
    """`complaint` is the sentence, to be put below the field; it is there only while something is refused."""

    def __init__(self) -> None:
        super().__init__()
        self.complaint = QLabel()
        self.complaint.setObjectName("Strong")
        self.complaint.setWordWrap(True)
        self.complaint.hide()
        self._kept: tuple[object, str] = (None, "")
        self._is_refused = False
        self.textEdited.connect(self._forgive)

    def refuse(self, sentence: str) -> None:
        """Say what is wrong with the text; it stays, and so does what was kept before."""
        self._is_refused = True
        self.complaint.setText(sentence)
        self.complaint.show()
        self.setAccessibleDescription(sentence)

    def take(self) -> None:
        """Say that the text was understood."""
        self._is_refused = False
        self.complaint.hide()
        self.setAccessibleDescription("")

    def show_kept(self, text: str, of: object) -> None:
        """Show what is kept `of` a picture, unless one types, or was refused and nothing changed since."""
        has_changed, self._kept = self._kept != (of, text), (of, text)
        if self.hasFocus() or (self._is_refused and not has_changed):
            return
        self.take()
        if self.text() != text:
            self.setText(text)

    def _forgive(self) -> None:
        if self._is_refused:
            self.take()
