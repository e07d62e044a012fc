"""The section "Netwerk" of a file: drawing, list and form; then and now; on paper."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker.ids import PersonId, RecordId
from meitinker.services import around as named_before
from meitinker.services import network
from ui.theme import px
from ui.viewmodels import network as told
from ui.views.network.around import AroundPart
from ui.views.network.comparing import Comparing
from ui.views.network.family import FamilyPart
from ui.views.network.paper import PaperPart
from ui.views.network.tie_part import TiePart
from ui.widgets.column import Pile
from ui.widgets.layout import Turning
from ui.widgets.scrolling import lay_out_now
from ui.work.turns import in_a_later_turn

if TYPE_CHECKING:
    from meitinker.errors import InvalidField
    from meitinker.services.network import FamilyMember, Network
    from meitinker.services.people import PersonFile
    from meitinker.store.timeline import TimelineRow
    from ui.forms.keeping import Keeping
    from ui.widgets.form_field import FormField
    from ui.workplace import Workplace

_SIDE_BY_SIDE = 1180


class NetworkPage(QWidget):
    """Everyone around a resident.

    Signals:
        failed: A service said no: the error, for the bar.
        person_opened: Someone's file is wanted.
        visit_opened: Someone's conversation is wanted.
    """

    failed = Signal(object)
    person_opened = Signal(str)
    visit_opened = Signal(str)

    def __init__(
        self, workplace: Workplace, keeping: Keeping, parent: QWidget | None = None
    ) -> None:
        """Build the parts, without a network."""
        super().__init__(parent)
        self._workplace = workplace
        self._keeping = keeping
        self._client = PersonId(RecordId(""))
        self._network: Network | None = None
        self._seen: tuple[TimelineRow, ...] | None = None
        self._now = QWidget(self)
        # From the outside in: what is moved takes on its look anew, with all it holds.
        self.around = AroundPart(self._now)
        self.tie = TiePart(workplace, keeping, self._now)
        self.family = FamilyPart(self._now)
        self.comparing: Comparing | None = None
        self.paper: PaperPart | None = None
        now_column = QVBoxLayout(self._now)
        now_column.setContentsMargins(0, 0, 0, 0)
        now_column.setSpacing(px(24))
        now_column.addWidget(Turning(self.around, self.tie, least=_SIDE_BY_SIDE, parent=self._now))
        now_column.addWidget(self.family)
        self._other = Pile(self)
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
            self._client, self._network = PersonId(file.person.id), None
            self._show_now()
            self.tie.forget()
            self._seen = None
        if file.timeline != self._seen:
            self._seen = file.timeline
            self._load_family()
        self._load()

    def fields(self) -> Iterator[tuple[str, FormField]]:
        """Yield every field with its name within the file."""
        for tied in self.tie.fields():
            yield from tied.fields()

    def open_tie(self, tie_id: str) -> None:
        """Show someone of the network, to go on with what was typed there."""
        self.tie.open(tie_id)

    def unkept(self) -> list[FormField]:
        """Return the fields that hold what cannot be kept."""
        return [field for tied in self.tie.fields() for field in tied.unkept()]

    def refuse(self, kind: str, record_id: str, error: InvalidField) -> None:
        """Show at its field why the store refused what was typed."""
        for tied in self.tie.fields():
            if (tied.kind, tied.record_id) == (kind, record_id):
                tied.refuse(error)

    def _connect(self) -> None:
        around, tie = self.around, self.tie
        around.chosen.connect(tie.open)
        around.add_asked.connect(lambda: tie.add(self._client))
        around.housemate_asked.connect(self._add_housemate)
        around.named_asked.connect(lambda one: tie.add_known(self._client, one))
        around.compare_asked.connect(self._compare)
        around.paper_asked.connect(self._to_paper)
        tie.begun.connect(self._load)
        tie.selected.connect(around.select)
        tie.closed.connect(self._tie_closed)
        tie.file_asked.connect(self.person_opened)
        tie.failed.connect(self.failed)
        self.family.person_opened.connect(self.person_opened)
        self.family.visit_opened.connect(self.visit_opened)

    def _add_housemate(self, person_id: str) -> None:
        self.tie.add_housemate(self._client, PersonId(RecordId(person_id)))

    def _tie_closed(self, key: str) -> None:
        lay_out_now()  # what has the focus is shown where it will stand
        self.around.focus(key)

    # --- reading ---------------------------------------------------------------------------

    def _load(self) -> None:
        work, client = self._workplace, self._client

        def read() -> tuple[Network, told.NetworkView]:
            whole = network.network(work.database, work.session, client)
            named = named_before.known(work.database, work.session, client)
            return whole, told.around(whole, named)

        work.tasks.read(self, read, done=partial(self._show, client), failed=self.failed.emit)

    def _show(self, client: PersonId, read: tuple[Network, told.NetworkView]) -> None:
        if client != self._client:
            return  # another file was opened meanwhile
        whole, everyone = read
        self._network = whole
        self.around.show_around(everyone)
        # The drawing and the form are a turn each: together they would hold up a key.
        in_a_later_turn(self, partial(self._show_rest, client, whole))

    def _show_rest(self, client: PersonId, whole: Network) -> None:
        if client != self._client:
            return
        self.tie.show_network(whole)
        if self.comparing is not None and self.comparing.isVisible():
            self.comparing.show_network(whole, told.resident(whole))
        lay_out_now()

    def _load_family(self) -> None:
        # It looks into the files of others, and that is logged: a write.
        work, client = self._workplace, self._client
        work.tasks.write(
            self,
            partial(network.family, work.database, work.session, client),
            done=partial(self._show_family, client),
            failed=self.failed.emit,
        )

    def _show_family(self, client: PersonId, family: tuple[FamilyMember, ...]) -> None:
        if client == self._client:
            self.family.show_family(told.members(family), own=client)

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
