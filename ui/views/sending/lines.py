"""Lists of changes on the page Bijwerken: what wants attention, what waits, what was sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import px
from ui.widgets.buttons import FlatButton
from ui.widgets.column import Pile
from ui.widgets.flow import Flow
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading
from ui.widgets.icon_label import IconLabel
from ui.widgets.layout import Card

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.viewmodels.listed_changes import ListedChange

_FIRST = 5
"""Lines that are shown before the rest is asked for."""


class Lines(Card):
    """A heading and lines; hidden while there are none."""

    def __init__(
        self, title: str, *below: QWidget, text: str = "", parent: QWidget | None = None
    ) -> None:
        """Build it empty; ``below`` stands under the lines, ``text`` under the heading."""
        super().__init__(parent)
        self.lines: tuple[ListedChange, ...] = ()
        self._whole = False
        self._pile = Pile(self, gap=12)
        self.more = FlatButton("", self, icon_name="chevron-down")
        column = self.column
        column.addWidget(Heading(title, self, level=2))
        if text:
            column.addWidget(WrappedLabel(text, self))
        column.addWidget(self._pile)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        for widget in below:
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft)
        self.more.clicked.connect(self._show_all)
        self.hide()

    def show_lines(self, lines: Sequence[ListedChange], *, more: str = "") -> None:
        """Show these; ``more`` names the button that shows the rest."""
        if tuple(lines) != self.lines or self.isHidden():
            self.lines = tuple(lines)
            self._fill()
        self.more.setText(more)
        self.more.setVisible(len(lines) > _FIRST and not self._whole)
        self.setVisible(bool(lines))

    def _fill(self) -> None:
        shown = self.lines if self._whole else self.lines[:_FIRST]
        self._pile.replace([self.line_of(one) for one in shown])

    def line_of(self, one: ListedChange) -> QWidget:
        """Build a line; what a person can do about it may stand below its words."""
        return self.line_with(one)

    def line_with(self, one: ListedChange, *below: QWidget) -> QWidget:
        """Return a line with its icon and words, and ``below`` them what can be done."""
        line = QWidget(self._pile)  # where it stays: what moves takes on its look anew
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(8))
        row.addWidget(IconLabel(one.icon_name, line, tone=one.tint), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(px(2))
        row.addLayout(words, 1)
        words.addWidget(WrappedLabel(one.title, line, tone="label"))
        words.addWidget(WrappedLabel(one.status, line, tone="muted"))
        if one.text:
            words.addWidget(WrappedLabel(one.text, line))
        if below:
            words.addWidget(Flow(*below, gap=12, parent=line))
        return line

    def _show_all(self) -> None:
        self._whole = True
        self._fill()
        self.more.hide()
