"""One tie beside the drawing: what is known of it, and all there is to do with it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker.domain.network import kind_called
from meitinker.errors import InvalidField
from meitinker.ids import PersonId, RecordId
from meitinker.services import network
from meitinker.services.network import NewTie
from ui.theme import px
from ui.views.network.linking import LinkPart
from ui.views.network.tie_form import TieForm

if TYPE_CHECKING:
    from datetime import date

    from meitinker.changes import Changes
    from meitinker.domain.network import Tie
    from meitinker.errors import MeitinkerError
    from meitinker.services.around import Known
    from meitinker.services.network import Network
    from ui.forms.keeping import Keeping
    from ui.views.people.record_fields import RecordFields
    from ui.workplace import Workplace


class TiePart(QWidget):
    """The form of the tie that is open, with the search for its file below it.

    Signals:
        failed: A service said no: the error, for the bar.
        begun: Someone was added: the network is to be read anew.
        selected: Id of the tie that is open now, or "".
        closed: Done with the tie of this id, or "" where it is gone.
        file_asked: Someone's file is wanted.
    """

    failed = Signal(object)
    begun = Signal()
    selected = Signal(str)
    closed = Signal(str)
    file_asked = Signal(str)

    def __init__(
        self, workplace: Workplace, keeping: Keeping, parent: QWidget | None = None
    ) -> None:
        """Build the parts, without a tie."""
        super().__init__(parent)
        self._workplace = workplace
        self._keeping = keeping
        self._act = keeping.acting(self, failed=self.failed.emit)
        self._network: Network | None = None
        self._chosen = ""
        self._begun = ""
        self.form = TieForm(keeping, self)
        self.form.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(16))
        column.addWidget(self.form)
        column.addStretch(1)
        self._column = column
        self._connect()

    @cached_property
    def linking(self) -> LinkPart:
        """The search for a file; most ties never ask for it, so it is made when asked."""
        part = LinkPart(self._workplace)
        part.chosen.connect(self._link)
        part.closed.connect(part.hide)
        self._column.insertWidget(1, part)
        return part

    def show_network(self, whole: Network) -> None:
        """Show the open tie as it is now; who was just added is opened."""
        self._network = whole
        # an answer that was asked for before does not know them yet: the next one does
        begun = self._begun if any(tie.id == self._begun for tie in whole.ties) else ""
        if begun:
            self._chosen, self._begun = begun, ""
        self._show(focus=bool(begun))

    def forget(self) -> None:
        """Begin anew, for the file of someone else."""
        self._network = None
        self._begun = ""
        self._shut()

    def open(self, key: str) -> None:
        """Show a tie and go to its name, at once or when the network is there."""
        if self._network is None:
            self._begun = key
            return
        self._keeping.flush()
        self._close_linking()
        self._chosen = key
        self._show(focus=True)

    def add(self, client: PersonId) -> None:
        """Add someone, to be typed in."""
        self._act(network.add, client, done=self._begin)

    def add_known(self, client: PersonId, one: Known) -> None:
        """Add someone who was named before, with what was told of them."""
        kind = kind_called(one.tie) or NewTie().kind
        tie = NewTie(name=one.name, relation=one.tie, phone=one.phone, kind=kind)
        self._act(network.add, client, tie, done=self._begin)

    def add_housemate(self, client: PersonId, other: PersonId) -> None:
        """Add a member of the household."""
        self._act(network.add_housemate, client, other, done=self._begin)

    def fields(self) -> Iterable[RecordFields]:
        """Return what is typed in."""
        return self.form.fields()

    def _connect(self) -> None:
        form = self.form
        form.end_asked.connect(self._end)
        form.remove_asked.connect(self._remove)
        form.link_asked.connect(self._begin_link)
        form.unlink_asked.connect(self._unlink)
        form.file_asked.connect(self.file_asked)
        form.closed.connect(self._close)

    # --- which tie -------------------------------------------------------------------------

    def _tie(self) -> Tie | None:
        ties = self._network.ties if self._network else ()
        return next((tie for tie in ties if tie.id == self._chosen), None)

    def _show(self, *, focus: bool) -> None:
        tie = self._tie()
        if tie is None or self._network is None:
            self._shut()
            return
        self.form.show_tie(tie, opens=tie.id in self._network.files)
        self.form.show()
        self.selected.emit(tie.id)
        if focus:
            self.form.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close(self) -> None:
        self._keeping.flush()
        key = self._chosen
        self._shut()
        self.closed.emit(key)

    def _shut(self) -> None:
        self._chosen = ""
        self.form.hide()
        self._close_linking()
        self.selected.emit("")

    def _close_linking(self) -> None:
        if "linking" in vars(self):
            self.linking.hide()

    # --- acts ------------------------------------------------------------------------------

    def _begin(self, changes: Changes) -> None:
        self._begun = changes.created("tie")
        self.begun.emit()

    def _end(self, day: date) -> None:
        def refused(error: MeitinkerError) -> None:
            if isinstance(error, InvalidField):
                self.form.refuse_end(error)
            else:
                self.failed.emit(error)

        self._act(
            network.end,
            RecordId(self._chosen),
            on=day,
            done=lambda _changes: self.form.kept.saved(),
            failed=refused,
        )

    def _remove(self) -> None:
        key = self._chosen

        def gone(_changes: Changes) -> None:
            self._keeping.release(("tie", key))
            self.closed.emit("")

        self._act(network.remove, RecordId(key), done=gone)

    def _begin_link(self) -> None:
        tie = self._tie()
        self.linking.start(tie.name if tie else "")

    def _link(self, person_id: str) -> None:
        self._close_linking()
        self._act(network.link, RecordId(self._chosen), PersonId(RecordId(person_id)))

    def _unlink(self) -> None:
        self._act(network.unlink, RecordId(self._chosen))
