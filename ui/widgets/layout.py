"""How parts stand beside each other, and below each other where it is narrow."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from ui.theme import mark, px
from ui.widgets.flow import Flow
from ui.widgets.form_field import FormField, WrappedLabel
from ui.widgets.headings import Heading
from ui.widgets.icon_label import IconLabel

FORM_WIDTH = 720
"""Widest form, px at 100 %: two fields beside each other, or a text that reads well."""

_LEAST_FIELD, _GAP = 200, 16


def headed(pane: QWidget, *head: QWidget) -> QVBoxLayout:
    """Lay ``head`` at the top of ``pane``, with room around it; return where the list goes on."""
    column, top = QVBoxLayout(pane), QVBoxLayout()
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(px(12))
    top.setContentsMargins(px(16), px(16), px(16), 0)
    top.setSpacing(px(12))
    for part in head:
        top.addWidget(part)
    column.addLayout(top)
    return column


class Turning(QWidget):
    """Parts in a line that stand below each other when the line is too short for them."""

    def __init__(
        self, *parts: QWidget, least: int, gap: int = _GAP, parent: QWidget | None = None
    ) -> None:
        """Take the parts over.

        Args:
            parts: In reading order.
            least: Width in px at 100 % under which they go below each other.
            gap: Room between them, px at 100 %.
            parent: As in Qt.
        """
        super().__init__(parent)
        self._least = least
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(px(gap))
        for part in parts:
            self._line.addWidget(part, 1)

    @property
    def stacked(self) -> bool:
        """Whether the parts stand below each other."""
        return self._line.direction() == QBoxLayout.Direction.TopToBottom

    def set_stretch(self, *shares: int) -> None:
        """Share the line unevenly."""
        for index, share in enumerate(shares):
            self._line.setStretch(index, share)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Turn the line at another width."""
        super().resizeEvent(event)
        tight = event.size().width() < px(self._least)
        if tight != self.stacked:
            way = QBoxLayout.Direction
            self._line.setDirection(way.TopToBottom if tight else way.LeftToRight)
            self.updateGeometry()


def abreast(*parts: QWidget, least: int, parent: QWidget | None = None) -> Turning:
    """Return parts of one width; ``least`` is the room that each needs, px at 100 %."""
    gaps = _GAP * (len(parts) - 1)
    return Turning(*parts, least=least * len(parts) + gaps, gap=_GAP, parent=parent)


def field_row(*fields: QWidget, parent: QWidget | None = None) -> Turning:
    """Return fields side by side where each gets a decent width, their lines at one height."""
    forms = [one for one in fields if isinstance(one, FormField)]
    if len(forms) == len(fields) and all(one.one_line for one in forms):
        for one in forms:
            one.stand_low()
    return abreast(*fields, least=_LEAST_FIELD, parent=parent)


def button_line(*buttons: QWidget) -> Flow:
    """Return buttons in a line that wraps."""
    return Flow(*buttons, gap=12)


class Part(QWidget):
    """A heading with what belongs to it below."""

    def __init__(self, title: str, parent: QWidget | None = None, *, hint: str = "") -> None:
        """Begin with the heading and, where one is given, a sentence."""
        super().__init__(parent)
        body = QWidget(self)
        body.setMaximumWidth(px(FORM_WIDTH))
        # In a line, because a column asks for the height at its own width, not at the widest.
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(body, 1000)
        line.addStretch(1)
        self.column = QVBoxLayout(body)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(px(16))
        self.column.addWidget(Heading(title, self, level=2))
        if hint:
            self.column.addWidget(WrappedLabel(hint, self, tone="muted"))

    def add(self, *widgets: QWidget) -> None:
        """Add widgets below what is there; several stand side by side."""
        self.column.addWidget(widgets[0] if len(widgets) == 1 else field_row(*widgets))

    def add_buttons(self, *buttons: QWidget) -> None:
        """Add buttons in a line that wraps."""
        self.column.addWidget(button_line(*buttons))


class Card(QFrame):
    """A card with a column."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        mark(self, rol="kaart")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(px(16), px(16), px(16), px(16))
        self.column.setSpacing(px(12))

    def add(self, *widgets: QWidget) -> None:
        """Add widgets below what is there; several stand side by side."""
        self.column.addWidget(widgets[0] if len(widgets) == 1 else field_row(*widgets))


class IconLine(QWidget):
    """An icon with words that wrap beside it."""

    def __init__(
        self,
        icon_name: str,
        text: str,
        parent: QWidget | None = None,
        *,
        tint: str = "muted",
        wraps: bool = True,
    ) -> None:
        """Show ``text``; without wrapping the line is as wide as its words."""
        super().__init__(parent)
        self.icon = IconLabel(icon_name, self, tone=tint)
        self.words = WrappedLabel(text, self)
        self.words.setWordWrap(wraps)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(6))
        row.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)
