"""Werkverdeling: who has how much in hand, and giving work to a colleague."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker.errors import InvalidField
from meitinker.ids import PersonId, RecordId
from meitinker.services import handing_work, open_work, workload
from meitinker.store.settings import Place
from ui.keeping import Keeping
from ui.messages import sentence_for
from ui.place_view import PlaceView
from ui.viewmodels import workload as said
from ui.views.back_office import KEY, WORKLOAD
from ui.views.back_office.giving_page import GivingPage
from ui.views.back_office.workload_browse import WorkloadBrowse
from ui.widgets.stack import Stack

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from meitinker.changes import Changes
    from meitinker.domain.organisation import User
    from meitinker.errors import MeitinkerError
    from meitinker.services.open_work import OpenWork
    from meitinker.services.workload import Load
    from ui.workplace import Workplace

_KINDS = ("visit", "request", "task", "transfer", "handover", "letter", "support_plan", "user",
          "person", "person_merge", "review_step", "review_reply", "imported_visit")  # fmt: skip


class WorkloadPage(PlaceView):
    """The list with bars, and the page of one resident. A spot with a record opens that one."""

    key = KEY

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Build it empty."""
        super().__init__(workplace, parent)
        self.keeping = Keeping(workplace, self)
        self.browse = WorkloadBrowse()
        self.giving = GivingPage(self.keeping)
        self._stack = Stack(self)
        self._stack.addWidget(self.browse)
        self._stack.addWidget(self.giving)
        self._going = ""
        self._loaded_for = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.browse.asked.connect(self._load)
        self.browse.chosen.connect(self._load_work)
        self.browse.given.connect(self.open_resident)
        self.browse.looked.connect(self._to_file)
        self.giving.closed.connect(self.close_resident)
        self.giving.file_asked.connect(lambda: self._to_file(self._going))
        self.giving.acts.act_asked.connect(self._act)

    def arrive(self, spot: Place | None) -> None:
        """Show the list, or the resident at the spot."""
        if spot is not None and spot.record_id:
            self.open_resident(spot.record_id)
        self._load(first=True)

    def spot(self) -> Place:
        """Return this tab, and whose work is being handed on."""
        return Place(screen=self.key, section=WORKLOAD, record_id=self._going)

    def resident(self) -> str:
        """Return whose work is being handed on."""
        return self._going

    def leave(self, done: Callable[[bool], None]) -> None:
        """Keep what is typed in an act."""
        self.keeping.flush(done)

    def refresh(self, changes: Changes) -> None:
        """Read anew what was touched."""
        if any(changes.touches(kind) for kind in _KINDS):
            self._load()
            if self._going:
                self._read_resident()

    def confirm(self) -> None:
        """Press the main button of what is open."""
        if self._going and self.giving.acts.panel is not None:
            self.giving.acts.panel.keep.click()

    def save_now(self) -> None:
        """Keep what is typed now."""
        self.keeping.flush()

    def next_pane(self, step: int) -> None:
        """Move the focus between the list and what stands beside it."""
        del step
        if not self._going:
            self.browse.next_pane()

    def reading(self) -> Sequence[QWidget]:
        """Return the parts of what is shown."""
        return (self.giving if self._going else self.browse).reading()

    def open_resident(self, person_id: str) -> None:
        """Show the open work of a resident."""
        self._going = person_id
        self._read_resident(first=True)

    def close_resident(self) -> None:
        """Go back to the list, once what is typed is kept."""

        def kept(safe: bool) -> None:
            if safe:
                self._to_list()

        self.keeping.flush(kept)

    def _to_list(self) -> None:
        went, self._going = self._going, ""
        self._stack.setCurrentWidget(self.browse)
        self.browse.focus_row(went)
        self.moved.emit()

    def _to_file(self, person_id: str) -> None:
        self.go.emit(Place(screen="people", record_id=person_id))

    def _load(self, *, first: bool = False) -> None:
        work = self.workplace
        read = workload.per_meitinker if self.browse.by == said.BY_USER else workload.per_village
        work.tasks.read(
            self,
            lambda: read(work.database, work.session),
            done=partial(self._show, first=first),
            failed=self._fail,
        )

    def _show(self, loads: tuple[Load, ...], *, first: bool) -> None:
        self.browse.show_loads(loads)
        self._load_work()
        if first and not self._going:
            self.browse.focus_list()

    def _load_work(self) -> None:
        work, key = self.workplace, self.browse.key
        by = self.browse.by
        read = open_work.of_user if by == said.BY_USER else open_work.of_village

        def show(found: OpenWork) -> None:
            if (key, by) == (self.browse.key, self.browse.by):
                self.browse.show_work(found)

        work.tasks.read(
            self,
            lambda: read(work.database, work.session, key),
            done=show,
            failed=self._fail,
        )

    def _read_resident(self, *, first: bool = False) -> None:
        work, person_id = self.workplace, PersonId(RecordId(self._going))
        work.tasks.read(
            self,
            lambda: (
                open_work.of_client(work.database, work.session, person_id),
                handing_work.meitinkers(work.database, work.session),
            ),
            done=partial(self._show_resident, person_id, first=first),
            failed=self._cannot_open,
        )

    def _show_resident(
        self, person_id: str, found: tuple[OpenWork, tuple[User, ...]], *, first: bool
    ) -> None:
        if person_id != self._going:
            return
        self.giving.show_work(person_id, *found)
        if first:
            self._stack.setCurrentWidget(self.giving)
            self.giving.acts.come_back()
            self.giving.focus_first()
            self.moved.emit()

    def _cannot_open(self, error: MeitinkerError) -> None:
        self._fail(error)
        if self._going:
            self._to_list()

    def _act(self, person_id: str, do: Callable[[Workplace, RecordId], Changes]) -> None:
        self.giving.bar.clear()
        self.keeping.act(
            self,
            lambda: do(self.workplace, RecordId(person_id)),
            done=lambda _changes: self.giving.acts.acted(),
            failed=self._refuse,
        )

    def _refuse(self, error: MeitinkerError) -> None:
        if isinstance(error, InvalidField) and self.giving.acts.panel is not None:
            self.giving.acts.refuse(error)
        else:
            self.giving.bar.tell("fout", sentence_for(error).text)

    def _fail(self, error: MeitinkerError) -> None:
        self.told.emit("fout", sentence_for(error).text)
