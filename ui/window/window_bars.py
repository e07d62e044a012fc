"""The bars of the window: one above the place that tells, one below it that offers to undo."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ui.widgets.bars import MessageBar, UndoBar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QVBoxLayout, QWidget

    from ui.widgets.bars import Kind


class WindowBars(QObject):
    """Knows how long what was told is still of use; each bar is made when it is first needed.

    Signals:
        undone: What is offered is to be taken back.
    """

    undone = Signal()

    def __init__(
        self, window: QWidget, column: QVBoxLayout, place: QWidget, about: Callable[[], str]
    ) -> None:
        """Take where they stand.

        Args:
            window: Whose bars they are.
            column: What they stand in.
            place: What stands between them.
            about: Returns the record that is at hand, or "".
        """
        super().__init__(window)
        self._window, self._column, self._place, self._about = window, column, place, about
        self._stays = False
        self._told_of, self._told_kind = "", ""

    @cached_property
    def messages(self) -> MessageBar:
        """The bar above the place."""
        bar = MessageBar(self._window)
        self._column.insertWidget(self._column.indexOf(self._place), bar)
        bar.ensurePolished()  # as a bar that waits hidden: its edge then takes no room
        return bar

    @cached_property
    def undo_bar(self) -> UndoBar:
        """The bar below the place."""
        bar = UndoBar(self._window)
        bar.undone.connect(self.undone)
        self._column.addWidget(bar)
        bar.ensurePolished()
        return bar

    def tell(self, kind: Kind, sentence: str, *, action: str = "") -> None:
        """Show a sentence above the place."""
        self._stays = kind == "waarschuwing"
        self._told_of, self._told_kind = self._about(), kind
        self.messages.tell(kind, sentence, action=action)

    def tell_of_panel(self, kind: Kind, sentence: str) -> None:
        """Show what a panel says as it goes; that is still read at the place that comes next."""
        # One deed, one message: what was done is told where it can be undone.
        if kind == "gelukt" and "undo_bar" in vars(self) and self.undo_bar.offers:
            self.undo_bar.offer(sentence)
            return
        self.tell(kind, sentence)
        self._stays = True

    def acted(self) -> None:
        """An act is offered to be undone: what was told before it is old, unless it warns."""
        if self._told_kind != "waarschuwing":
            self.clear()

    def clear(self) -> None:
        """Take the bar above the place away, if it says something."""
        if "messages" in vars(self):
            self.messages.clear()

    def drop_offer(self) -> None:
        """Take the bar away that offers to undo, if it is there."""
        if "undo_bar" in vars(self):
            self.undo_bar.clear()

    def leave_place(self) -> None:
        """Take the message along to one place if it warns, and no further: then it is old."""
        if not self._stays:
            self.clear()
        self._stays = False

    def moved(self) -> None:
        """Another record may be at hand: what was told about another one goes."""
        told = "messages" in vars(self) and self.messages.isVisible()
        if told and self._told_of not in {"", self._about()}:
            self.leave_place()
            self._told_of = self._about()

    @property
    def above(self) -> Sequence[QWidget]:
        """What is read before the place, and before the bar that stands below it."""
        made = vars(self)
        above = (self.messages,) if "messages" in made else ()
        return (*above, self.undo_bar) if "undo_bar" in made else above
