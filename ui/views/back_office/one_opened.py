"""A page of Backoffice with a list, and the page of the one that was opened from it."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker.errors import InvalidField
from meitinker.i18n import _
from meitinker.ids import RecordId
from ui.forms.keeping import Keeping
from ui.messages import sentence_for
from ui.widgets.bars import MessageBar
from ui.widgets.buttons import FlatButton
from ui.widgets.headings import PaneHeader, PaneTop
from ui.widgets.scrolling import ScrollPane, lay_out_now
from ui.widgets.stack import Stack
from ui.window.place_view import PlaceView

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from meitinker.changes import Changes
    from meitinker.errors import MeitinkerError
    from ui.views.requests.act_card import ActCard
    from ui.workplace import Workplace


class Listed(QWidget):
    """The list, and what stands beside it."""

    def reading(self) -> Sequence[QWidget]:
        """Return the panes in the order in which they are read."""
        raise NotImplementedError

    def next_pane(self, step: int) -> None:
        """Move the focus between the list and what stands beside it."""
        raise NotImplementedError


class Opened(QWidget):
    """The page of one: whose it is and the way back stay in sight, the rest scrolls below that.

    Signals:
        closed: The list is wanted again.

    Attributes:
        acts: What can be done with it.
        back: The way back.
        bar: Says what cannot be.
        title: Whose it is.
    """

    closed = Signal()
    acts: ActCard

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin without content; :meth:`_fill` takes it."""
        super().__init__(parent)
        self.back = FlatButton(_("Terug naar de lijst"), icon_name="arrow-left")
        self.title = PaneHeader("", beside=self.back)
        self.bar = MessageBar()
        self.back.clicked.connect(self.closed)

    def focus_first(self) -> None:
        """Put the keyboard on the first thing to do."""
        raise NotImplementedError

    def reading(self) -> Sequence[QWidget]:
        """Return the parts in the order in which they are read."""
        return self._parts

    def _fill(self, content: QWidget) -> None:
        """Take what scrolls."""
        self._parts = PaneTop(self.title), ScrollPane(content, self)
        frame = QVBoxLayout(self)
        frame.setContentsMargins(0, 0, 0, 0)
        frame.setSpacing(0)
        frame.addWidget(self._parts[0])
        frame.addWidget(self._parts[1], 1)


class OneOpened(PlaceView):
    """Goes from the list to one and back; what is typed in an act of it is kept first.

    Attributes:
        keeping: Is flushed when the page is left.
        going: Id of the one that is open, or "".
    """

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Begin without pages; :meth:`_take` brings them."""
        super().__init__(workplace, parent)
        self.keeping = Keeping(workplace, self)
        self.going = ""
        self._stack = Stack(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)

    def leave(self, done: Callable[[bool], None]) -> None:
        """Keep what is typed in an act."""
        self.keeping.flush(done)

    def save_now(self) -> None:
        """Keep what is typed now."""
        self.keeping.flush()

    def next_pane(self, step: int) -> None:
        """Move the focus between the list and what stands beside it."""
        if not self.going:
            self._list.next_pane(step)

    def reading(self) -> Sequence[QWidget]:
        """Return the parts of what is shown."""
        return (self._one if self.going else self._list).reading()

    def confirm(self) -> None:
        """Do the act in which is typed; a subclass knows what else there is to press."""
        if self.going and self._one.acts.panel is not None:
            self._one.acts.panel.keep.click()

    def close_one(self) -> None:
        """Go back to the list, once what is typed is kept."""
        self.keeping.flush(lambda safe: self._to_list() if safe else None)

    @abstractmethod
    def back_at(self, went: str) -> None:
        """Put the keyboard in the list, on the one that was open."""

    def fail(self, error: MeitinkerError) -> None:
        """Say in the bar of the window what went wrong."""
        self.told.emit("fout", sentence_for(error).text)

    def _take(self, listed: Listed, one: Opened) -> None:
        """Take the list and the page of one."""
        self._list, self._one = listed, one
        for part in (listed, one):
            self._stack.addWidget(part)
        one.acts.act_asked.connect(self._act)
        one.closed.connect(self.close_one)

    def _show_one(self) -> None:
        """Turn to the page of one, which was just filled."""
        self._stack.setCurrentWidget(self._one)
        self._one.acts.come_back()
        lay_out_now()  # what gets the keyboard is scrolled into sight, so it must have its place
        self._one.focus_first()
        self.moved.emit()

    def _to_list(self) -> None:
        went, self.going = self.going, ""
        self._stack.setCurrentWidget(self._list)
        self.back_at(went)
        self.moved.emit()

    def _cannot_open(self, error: MeitinkerError) -> None:
        self.fail(error)
        if self.going:
            self._to_list()

    def _act(self, record_id: str, do: Callable[[Workplace, RecordId], Changes]) -> None:
        self._one.bar.clear()
        self.keeping.act(
            self,
            lambda: do(self.workplace, RecordId(record_id)),
            done=lambda _changes: self._one.acts.acted(),
            failed=self._refuse,
        )

    def _refuse(self, error: MeitinkerError) -> None:
        if isinstance(error, InvalidField) and self._one.acts.panel is not None:
            self._one.acts.refuse(error)
        else:
            self._one.bar.tell("fout", sentence_for(error).text)
