"""The open requests on the first screen: who, since when, and the clock that presses most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from meitinker.i18n import _
from meitinker.services import request_files
from ui.theme import px
from ui.viewmodels.request_rows import (
    ALL,
    HANDED_OVER,
    RequestRow,
    any_handed_over,
    chosen_of,
    nothing_words,
    rows,
    which_choices,
)
from ui.widgets.buttons import Button
from ui.widgets.choices import RadioGroup
from ui.widgets.empty import EmptyState
from ui.widgets.lists import Row, RowList

if TYPE_CHECKING:
    from meitinker.changes import Changes
    from meitinker.errors import MeitinkerError
    from meitinker.services.request_files import OpenRequest
    from ui.workplace import Workplace

_KINDS = ("request", "appointment", "visit", "handover", "letter", "person", "person_merge")


class RequestList(QWidget):
    """A list to be put into a tab; :meth:`load` reads it.

    Signals:
        opened: A line was chosen with Enter or the mouse: the id of the resident.
        new_asked: "Nieuwe vraag" was pressed.
        failed: A service said no: the error, for the bar.
    """

    opened = Signal(str)
    new_asked = Signal()
    failed = Signal(object)

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Build it empty."""
        super().__init__(parent)
        self._workplace = workplace
        self._waiting: tuple[OpenRequest, ...] = ()
        self._shown: dict[str, RequestRow] = {}
        self.which = RadioGroup(_("Welke vragen wilt u zien?"), which_choices(), across=True)
        self.which.set_value(ALL)
        self.new_button = Button(_("Nieuwe vraag"), icon_name="plus")
        self.list = RowList(_("Open vragen, de dringendste boven"), hugs=True)
        self.empty = EmptyState(nothing_words(ALL), icon_name="circle-check")
        self.none_handed_over = EmptyState(nothing_words(HANDED_OVER), icon_name="circle-check")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.none_handed_over)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(16))
        column.addWidget(self.new_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.which)
        column.addWidget(self._stack, 1)
        self.new_button.clicked.connect(self.new_asked)
        self.which.edited.connect(self._fill)
        self.list.activated.connect(self._open)
        self.list.clicked.connect(self._open)

    @property
    def shown(self) -> tuple[RequestRow, ...]:
        """The lines in the order shown."""
        return tuple(self._shown.values())

    def load(self) -> None:
        """Read the open requests and show them."""
        work = self._workplace
        work.tasks.read(
            self,
            lambda: request_files.waiting(work.database, work.session),
            done=self.show_waiting,
            failed=self._fail,
        )

    def show_waiting(self, waiting: tuple[OpenRequest, ...]) -> None:
        """Show requests that were read already."""
        self._waiting = waiting
        self.which.setVisible(any_handed_over(waiting) or self.which.value() != ALL)
        self._fill()

    def _fill(self) -> None:
        chosen = chosen_of(self._waiting, self.which.value() or ALL)
        self._shown = {row.key: row for row in rows(chosen)}
        self.list.set_rows(
            [
                Row(one.key, one.title, one.status, one.icon_name, one.tint)
                for one in self._shown.values()
            ]
        )
        nothing = self.none_handed_over if self.which.value() == HANDED_OVER else self.empty
        self._stack.setCurrentWidget(self.list if self._shown else nothing)

    def refresh(self, changes: Changes) -> None:
        """Read again when something that is shown here was touched."""
        if any(changes.touches(kind) for kind in _KINDS):
            self.load()

    def _open(self, _index: QModelIndex) -> None:
        chosen = self._shown.get(self.list.current_key)
        if chosen is not None:
            self.opened.emit(chosen.person_id)

    def _fail(self, error: MeitinkerError) -> None:
        self.failed.emit(error)
