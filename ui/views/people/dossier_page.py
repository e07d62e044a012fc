"""The file as a file: its documents, who is involved, handing it over, and who changed what."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker.i18n import _
from meitinker.ids import RecordId
from meitinker.services import history, involved
from ui.theme import px
from ui.viewmodels import places
from ui.viewmodels.dossier import change_line, involved_line
from ui.views.people.documents_part import DocumentsPart
from ui.views.people.transfer_part import TransferPart
from ui.widgets.bites import Bites
from ui.widgets.buttons import FlatButton
from ui.widgets.column import Pile, stacked
from ui.widgets.form_field import WrappedLabel
from ui.widgets.layout import IconLine, Part

if TYPE_CHECKING:
    from collections.abc import Callable

    from meitinker.services.history import FieldChange
    from meitinker.services.involved import Involved
    from meitinker.services.people import PersonFile
    from ui.forms.keeping import Keeping
    from ui.views.people.access_part import AccessPart

_MOST = 20
"""Changes shown at first; the rest is one button further."""


class DossierPage(QWidget):
    """The section "Dossier" of a file.

    Signals:
        failed: A service said no: the error, for the bar.
        told: Kind and sentence for the bar of the window.
    """

    failed = Signal(object)
    told = Signal(str, str)

    def __init__(self, keeping: Keeping, parent: QWidget | None = None) -> None:
        """Build it empty; what is typed in its forms is kept by ``keeping``."""
        super().__init__(parent)
        self._keeping, self._workplace = keeping, keeping.workplace
        self._person_id = RecordId("")
        self.documents = DocumentsPart(keeping)
        self.people = Pile(gap=8)
        around = Part(_("Wie is erbij betrokken"))
        around.add(self.people)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(24))
        for part in (self.documents, around):
            self._column.addWidget(part)
        self._column.addStretch(1)
        self.documents.failed.connect(self.failed)
        self._bites = Bites(self)
        self._bites.add(lambda: self.transfer, lambda: self.history)
        if places.makes(self._workplace.session.role, "dossier_grant"):
            self._bites.add(lambda: self.access)

    @cached_property
    def transfer(self) -> TransferPart:
        """Handing the file over; it stands below the fold."""
        part = TransferPart(self._keeping)
        self._column.insertWidget(self._column.count() - 1, part)
        part.failed.connect(self.failed)
        part.told.connect(self.told)
        if self._person_id:
            part.show_person(self._person_id)
        part.show()  # adding to a layout would do it later, and what is above would be squeezed
        return part

    @cached_property
    def history(self) -> HistoryPart:
        """Who changed what, below all else."""
        part = HistoryPart()
        self._column.insertWidget(self._column.indexOf(self.transfer) + 1, part)
        self._read_history(part)
        part.show()
        return part

    @cached_property
    def access(self) -> AccessPart:
        """To whom it is open for a while; the back office's alone."""
        from ui.views.people.access_part import AccessPart

        part = AccessPart(self._keeping)
        self._column.insertWidget(self._column.indexOf(self.transfer) + 1, part)
        part.failed.connect(self.failed)
        if self._person_id:
            part.show_person(self._person_id)
        part.show()
        return part

    def show_file(self, file: PersonFile) -> None:
        """Show a file, or the same one as it is now."""
        work, one = self._workplace, RecordId(file.person.id)
        self._person_id = one
        self.documents.show_person(one)
        if "transfer" in vars(self):
            self.transfer.show_person(one)
        if "access" in vars(self):
            self.access.show_person(one)
        work.tasks.read(
            self,
            lambda: involved.of_client(work.database, work.session, one),
            done=partial(self._show_people, one),
            failed=self.failed.emit,
        )
        if "history" in vars(self):
            self._read_history(self.history)

    def complete(self) -> None:
        """Make every part now."""
        self._bites.complete()

    def when_complete(self, then: Callable[[], None]) -> None:
        """Call ``then`` in the turn after the last part: a place far down is asked for."""
        self._bites.add(then)

    def flush(self, done: Callable[[bool], None]) -> None:
        """Finish adding files, then call ``done``."""
        self.documents.flush(lambda _safe: done(True))

    def _show_people(self, person_id: RecordId, found: tuple[Involved, ...]) -> None:
        if person_id == self._person_id:
            lines: list[QWidget] = [IconLine("user", involved_line(one)) for one in found]
            self.people.replace(lines or [_muted(_("Nog niemand."))])

    def _read_history(self, part: HistoryPart) -> None:
        work, one = self._workplace, self._person_id
        if not one:
            return
        work.tasks.read(
            self,
            lambda: history.of_details(work.database, work.session, one),
            done=partial(self._show_changes, part, one),
            failed=self.failed.emit,
        )

    def _show_changes(
        self, part: HistoryPart, person_id: RecordId, found: tuple[FieldChange, ...]
    ) -> None:
        if person_id == self._person_id:
            part.show_changes(found)


class HistoryPart(Part):
    """The part "Geschiedenis" of a file: the last changes, and all of them when asked for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build it empty."""
        hint = _("Wie veranderde de gegevens, en wat stond er?")
        super().__init__(_("Geschiedenis"), parent, hint=hint)
        self._found: tuple[FieldChange, ...] = ()
        self.changes = Pile(gap=12)
        self.all_changes = FlatButton(_("Toon alle wijzigingen"), icon_name="chevron-down")
        self.all_changes.hide()
        self.add(self.changes)
        self.add_buttons(self.all_changes)
        self.all_changes.clicked.connect(lambda: self._show(self._found))

    def show_changes(self, found: tuple[FieldChange, ...]) -> None:
        """Show the last of these changes."""
        self._found = found
        self._show(found[:_MOST])

    def _show(self, shown: tuple[FieldChange, ...]) -> None:
        none = _muted(_("In de gegevens is nog niets veranderd."))
        self.changes.replace([_change(one) for one in shown] or [none])
        self.all_changes.setVisible(len(shown) < len(self._found))


def _muted(words: str) -> WrappedLabel:
    return WrappedLabel(words, tone="muted")


def _change(change: FieldChange) -> QWidget:
    line = change_line(change)
    return stacked(WrappedLabel(line.what), _muted(line.when))
