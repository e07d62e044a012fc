"""Headings, and the line at the top of a pane with what belongs beside its title."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ui.theme import mark, px
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


LOW = 600
"""Below this height of the window what never scrolls takes little, px at 100 %."""


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
        self._level = level
        self.heading = Heading(title, self, level=level)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.heading if beside is None else TightRow(self.heading, beside, self))

    def set_title(self, title: str) -> None:
        """Show another title."""
        self.heading.setText(title)

    def set_low(self, *, low: bool) -> None:
        """Set the title in smaller letters where there is little height, or in its own."""
        mark(self.heading, tekst="kop3" if low else f"kop{self._level}")


class PaneTop(QWidget):
    """The part of a pane that never scrolls: its title, and what stands below that.

    In a low window, as at 200 % on a laptop, a long name would else take half of it.
    """

    def __init__(self, title: PaneHeader, *below: QWidget) -> None:
        """Take the parts over."""
        super().__init__()
        self._title = title
        self._low: bool | None = None
        self._column = QVBoxLayout(self)
        for part in (title, *below):
            self._column.addWidget(part)
        self._fit(low=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take less room where there is little."""
        super().resizeEvent(event)
        self._fit(low=self.window().height() < px(LOW))

    def changeEvent(self, event: QEvent) -> None:
        """Measure again for another text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and getattr(self, "_low", None) is not None:
            low, self._low = bool(self._low), None
            self._fit(low=low)

    def _fit(self, *, low: bool) -> None:
        if low == self._low:
            return
        self._low = low
        self._title.set_low(low=low)
        above, below = (4, 4) if low else (16, 8)
        self._column.setContentsMargins(px(24), px(above), px(24), px(below))
        self._column.setSpacing(px(8))
