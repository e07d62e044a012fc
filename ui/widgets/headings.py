"""Headings, and the line at the top of a pane with what belongs beside its title."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from ui.viewmodels.typing import breakable
from ui.widgets.rows import TightRow


class Heading(QLabel):
    """A heading of level 1 (screen), 2 (part) or 3 (card); it wraps and is never cut off."""

    def __init__(self, text: str, parent: QWidget | None = None, *, level: int = 1) -> None:
        """Make a heading that shows ``text`` as it is, never as markup."""
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        self.setWordWrap(True)
        self.setProperty("tekst", f"kop{level}")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def setText(self, text: str) -> None:
        """Show ``text``; a word that is longer than a column is broken."""
        self._said = text
        super().setText(breakable(text))

    def text(self) -> str:
        """Return what was said, without the places to break."""
        return self._said


class PaneHeader(QWidget):
    """The title of a pane with widgets at its right: a button, or how saving stands."""

    def __init__(
        self,
        title: str,
        parent: QWidget | None = None,
        *,
        level: int = 1,
        beside: QWidget | None = None,
    ) -> None:
        """Make a header; ``beside`` stands at the right, or below where that is tight."""
        super().__init__(parent)
        self.heading = Heading(title, self, level=level)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.heading if beside is None else TightRow(self.heading, beside, self))

    def set_title(self, title: str) -> None:
        """Show another title."""
        self.heading.setText(title)
