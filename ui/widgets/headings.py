"""Headings, and the line at the top of a pane with what belongs beside its title."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from ui.theme import px


class Heading(QLabel):
    """A heading of level 1 (screen), 2 (part) or 3 (card); it wraps and is never cut off."""

    def __init__(self, text: str, parent: QWidget | None = None, *, level: int = 1) -> None:
        """Make a heading that shows ``text`` as it is, never as markup."""
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setProperty("tekst", f"kop{level}")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)


class PaneHeader(QWidget):
    """The title of a pane with widgets at its right: a button, or how saving stands."""

    def __init__(
        self, title: str, parent: QWidget | None = None, *, level: int = 1, beside: QWidget | None
    ) -> None:
        """Make a header; ``beside`` stands at the right, in line with the title."""
        super().__init__(parent)
        self.heading = Heading(title, self, level=level)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(12))
        row.addWidget(self.heading, 1, Qt.AlignmentFlag.AlignVCenter)
        if beside is not None:
            row.addWidget(beside, 0, Qt.AlignmentFlag.AlignVCenter)

    def set_title(self, title: str) -> None:
        """Show another title."""
        self.heading.setText(title)
