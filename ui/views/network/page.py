"""The section "Netwerk" of a file: drawing, list and form; then and now; on paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker.errors import InvalidField
from meitinker.ids import PersonId, RecordId
from meitinker.services import network
from ui.theme import px
from ui.viewmodels import network as told
from ui.views.network.around import AroundPart
from ui.views.network.comparing import Comparing
from ui.views.network.family import FamilyPart
from ui.views.network.linking import LinkPart
from ui.views.network.paper import PaperPart
from ui.views.network.tie_form import TieForm
from ui.views.people.layout import Turning
from ui.widgets.column import Pile
from ui.widgets.panes import lay_out_now

if TYPE_CHECKING:
    from meitinker.changes import Changes
    from meitinker.domain.network import Tie
    from meitinker.errors import MeitinkerError
    from meitinker.services.network import FamilyMember, Network
    from meitinker.services.people import PersonFile
    from meitinker.store.timeline import TimelineRow
    from ui.keeping import Keeping
    from ui.views.people.record_fields import RecordFields
    from ui.widgets.form_field import FormField
    from ui.workplace import Workplace

_SIDE_BY_SIDE = 1180


class NetworkPage(QWidget):
    """Everyone around a resident.

    Signals:
        failed: A service said no: the error, for the bar.
        told: Kind and sentence for the bar.
        person_opened: Someone's file is wanted.
        visit_opened: Someone's conversation is wanted.
    """

    failed = Signal(object)
    told = Signal(str, str)
    person_opened = Signal(str)
    visit_opened = Signal(str)

    def __init__(
        self, workplace: Workplace, keeping: Keeping, parent: QWidget | None = None
    ) -> None:
        """Build the parts, without a network."""
        super().__init__(parent)
        self._workplace = workplace
        self._keeping = keeping
        self._client = ""
        self._network: Network | None = None
        self._chosen = ""
        self._begun = ""
        self._seen: tuple[TimelineRow, ...] | None = None
        self.around = AroundPart()
        self.form = TieForm(keeping)
        self.linking = LinkPart(workplace)
        self.family = FamilyPart()
        self.comparing: Comparing | None = None
        self.paper: PaperPart | None = None
        self.form.hide()
        side = QWidget()
        side_column = QVBoxLayout(side)
        side_column.setContentsMargins(0, 0, 0, 0)
        side_column.setSpacing(px(16))
        for widget in (self.form, self.linking):
            side_column.addWidget(widget)
        side_column.addStretch(1)
        self._now = QWidget()
        now_column = QVBoxLayout(self._now)
        now_column.setContentsMargins(0, 0, 0, 0)
        now_column.setSpacing(px(24))
        now_column.addWidget(Turning(self.around, side, least=_SIDE_BY_SIDE))
        now_column.addWidget(self.family)
        self._other = Pile()
        self._other.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._now)
        column.addWidget(self._other)
        column.addStretch(1)
        self._connect()

    def show_file(self, file: PersonFile) -> None:
        """Show the network of a file, or the same one as it is now."""
        if file.person.id != self._client:
            self._client, self._network = file.person.id, None
            self._begun = ""
            self._show_now()
            self._close_form()
            self._seen = None
        if file.timeline != self._seen:
            self._seen = file.timeline
            self._load_family()
        self._load()

    def fields(self) -> Iterator[tuple[str, FormField]]:
        """Yield every field with its name within the file."""
        for tied in self._tied():
            yield from tied.fields()

    def unkept(self) -> list[FormField]:
        """Return the fields that hold what cannot be kept."""
        return [field for tied in self._tied() for field in tied.unkept()]

    def refuse(self, kind: str, record_id: str, error: InvalidField) -> None:
        """Show at its field why the store refused what was typed."""
        for tied in self._tied():
            if (tied.kind, tied.record_id) == (kind, record_id):
                tied.refuse(error)

    def _tied(self) -> Iterator[RecordFields]:
        yield from self.form.fields()

    def _connect(self) -> None:
        around, form = self.around, self.form
        around.chosen.connect(self._open)
        around.add_asked.connect(self._add)
        around.housemate_asked.connect(self._add_housemate)
        around.compare_asked.connect(self._compare)
        around.paper_asked.connect(self._to_paper)
        form.end_asked.connect(self._end)
        form.remove_asked.connect(self._remove)
        form.link_asked.connect(self._begin_link)
        form.unlink_asked.connect(self._unlink)
        form.file_asked.connect(self.person_opened)
        form.closed.connect(self._close)
        self.linking.chosen.connect(self._link)
        self.linking.closed.connect(self.linking.hide)
        self.family.person_opened.connect(self.person_opened)
        self.family.visit_opened.connect(self.visit_opened)

    # --- reading ---------------------------------------------------------------------------

    def _load(self) -> None:
        work, client = self._workplace, self._client
        work.tasks.read(
            self,
            partial(network.network, work.database, work.session, PersonId(RecordId(client))),
            done=partial(self._show, client),
            failed=self.failed.emit,
        )

    def _show(self, client: str, whole: Network) -> None:
        if client != self._client:
            return  # another file was opened meanwhile
        self._network = whole
        self.around.show_network(whole)
        if self._begun:
            self._chosen, self._begun = self._begun, ""
            self._show_form(focus=True)
        else:
            self._show_form(focus=False)
        if self.comparing is not None and self.comparing.isVisible():
            self.comparing.show_network(whole, told.resident(whole))
        lay_out_now()

    def _load_family(self) -> None:
        # It looks into the files of others, and that is logged: a write.
        work, client = self._workplace, self._client
        work.tasks.write(
            self,
            partial(network.family, work.database, work.session, PersonId(RecordId(client))),
            done=partial(self._show_family, client),
            failed=self.failed.emit,
        )

    def _show_family(self, client: str, family: tuple[FamilyMember, ...]) -> None:
        if client == self._client:
            self.family.show_family(told.members(family), own=client)

    # --- one tie ---------------------------------------------------------------------------

    def _tie(self) -> Tie | None:
        ties = self._network.ties if self._network else ()
        return next((tie for tie in ties if tie.id == self._chosen), None)

    def _open(self, key: str) -> None:
        self._keeping.flush()
        self.linking.hide()
        self._chosen = key
        self._show_form(focus=True)

    def _show_form(self, *, focus: bool) -> None:
        tie = self._tie()
        self.form.setVisible(tie is not None)
        self.around.select(self._chosen if tie else "")
        if tie is None or self._network is None:
            self._chosen = ""
            self.linking.hide()
            return
        self.form.show_tie(tie, opens=tie.id in self._network.files)
        if focus:
            self.form.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close(self) -> None:
        self._keeping.flush()
        key = self._chosen
        self._close_form()
        lay_out_now()  # what has the focus is shown where it will stand
        self.around.focus(key)

    def _close_form(self) -> None:
        self._chosen = ""
        self.form.hide()
        self.linking.hide()
        self.around.select("")

    # --- acts ------------------------------------------------------------------------------

    def _act(
        self,
        service: Callable[..., Changes],
        *values: Any,
        done: Callable[[Changes], None] | None = None,
        failed: Callable[[MeitinkerError], None] | None = None,
        **named: Any,
    ) -> None:
        """Do one act on the writing lane, after everything that was typed is safe."""
        work = self._workplace

        def go(safe: bool) -> None:
            if safe:
                work.tasks.write(
                    self,
                    partial(service, work.database, work.session, *values, **named),
                    done=done,
                    failed=failed or self.failed.emit,
                )

        self._keeping.flush(go)

    def _begin(self, changes: Changes) -> None:
        self._begun = changes.created("tie")
        self._load()

    def _add(self) -> None:
        self._act(network.add, PersonId(RecordId(self._client)), done=self._begin)

    def _add_housemate(self, person_id: str) -> None:
        client, other = PersonId(RecordId(self._client)), PersonId(RecordId(person_id))
        self._act(network.add_housemate, client, other, done=self._begin)

    def _end(self, day: date) -> None:
        def refused(error: MeitinkerError) -> None:
            if isinstance(error, InvalidField):
                self.form.refuse_end(error)
            else:
                self.failed.emit(error)

        self._act(network.end, RecordId(self._chosen), on=day, failed=refused)

    def _remove(self) -> None:
        key = self._chosen

        def gone(_changes: Changes) -> None:
            self._keeping.release(("tie", key))
            self.around.focus("")

        self._act(network.remove, RecordId(key), done=gone)

    def _begin_link(self) -> None:
        tie = self._tie()
        self.linking.start(tie.name if tie else "")

    def _link(self, person_id: str) -> None:
        self.linking.hide()
        self._act(network.link, RecordId(self._chosen), PersonId(RecordId(person_id)))

    def _unlink(self) -> None:
        self._act(network.unlink, RecordId(self._chosen))

    # --- other looks -----------------------------------------------------------------------

    def _compare(self) -> None:
        if self._network is None:
            return
        self.comparing = Comparing(self._workplace)
        self.comparing.failed.connect(self.failed)
        self.comparing.closed.connect(self._back)
        self._show_other(self.comparing)
        self.comparing.show_network(self._network, told.resident(self._network))
        self.comparing.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _to_paper(self) -> None:
        if self._network is None:
            return
        self.paper = PaperPart(self._workplace, self._network.client)
        self.paper.failed.connect(self.failed)
        self.paper.closed.connect(self._back)
        self._show_other(self.paper)
        self.paper.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_other(self, widget: QWidget) -> None:
        self._keeping.flush()
        self._other.replace([widget])
        widget.show()
        self._now.hide()
        self._other.show()

    def _back(self) -> None:
        self._show_now()
        self.around.focus("")

    def _show_now(self) -> None:
        self.comparing = self.paper = None
        self._other.replace([])
        self._other.hide()
        self._now.show()
