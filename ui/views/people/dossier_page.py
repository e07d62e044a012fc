"""The file as a file: its documents, who is involved, handing it over, and who changed what."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker.i18n import _
from meitinker.ids import RecordId
from meitinker.services import history, involved
from ui.theme import px
from ui.viewmodels.dossier import change_line, involved_line
from ui.views.people.documents_part import DocumentsPart
from ui.views.people.layout import IconLine, Part
from ui.views.people.transfer_part import TransferPart
from ui.widgets.buttons import FlatButton
from ui.widgets.column import Pile
from ui.widgets.form_field import WrappedLabel

if TYPE_CHECKING:
    from collections.abc import Callable

    from meitinker.services.history import FieldChange
    from meitinker.services.involved import Involved
    from meitinker.services.people import PersonFile
    from ui.keeping import Keeping

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
        self._workplace = keeping.workplace
        self._person_id = RecordId("")
        self._changes: tuple[FieldChange, ...] = ()
        self.documents = DocumentsPart(keeping)
        self.people = Pile(gap=8)
        self.transfer = TransferPart(keeping)
        self.changes = Pile(gap=12)
        self.all_changes = FlatButton(_("Toon alle wijzigingen"), icon_name="chevron-down")
        self.all_changes.hide()
        around = Part(_("Wie is erbij betrokken"))
        around.add(self.people)
        before = Part(_("Geschiedenis"), hint=_("Wie veranderde de gegevens, en wat stond er?"))
        before.add(self.changes)
        before.add_buttons(self.all_changes)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(24))
        for part in (self.documents, around, self.transfer, before):
            column.addWidget(part)
        column.addStretch(1)
        self.documents.failed.connect(self.failed)
        self.transfer.failed.connect(self.failed)
        self.transfer.told.connect(self.told)
        self.all_changes.clicked.connect(self._show_all)

    def show_file(self, file: PersonFile) -> None:
        """Show a file, or the same one as it is now."""
        work, one = self._workplace, RecordId(file.person.id)
        self._person_id = one
        self.documents.show_person(one)
        self.transfer.show_person(one)
        work.tasks.read(
            self,
            lambda: involved.of_client(work.database, work.session, one),
            done=partial(self._show_people, one),
            failed=self.failed.emit,
        )
        work.tasks.read(
            self,
            lambda: history.of_details(work.database, work.session, one),
            done=partial(self._show_changes, one),
            failed=self.failed.emit,
        )

    def flush(self, done: Callable[[bool], None]) -> None:
        """Finish adding files, then call ``done``."""
        self.documents.flush(lambda _safe: done(True))

    def _show_people(self, person_id: RecordId, found: tuple[Involved, ...]) -> None:
        if person_id == self._person_id:
            lines: list[QWidget] = [IconLine("user", involved_line(one)) for one in found]
            self.people.replace(lines or [_muted(_("Nog niemand."))])

    def _show_changes(self, person_id: RecordId, found: tuple[FieldChange, ...]) -> None:
        if person_id == self._person_id:
            self._changes = found
            self._show(found[:_MOST])

    def _show_all(self) -> None:
        self._show(self._changes)

    def _show(self, shown: tuple[FieldChange, ...]) -> None:
        none = _muted(_("In de gegevens is nog niets veranderd."))
        self.changes.replace([_change(one) for one in shown] or [none])
        self.all_changes.setVisible(len(shown) < len(self._changes))


def _muted(words: str) -> WrappedLabel:
    return WrappedLabel(words, tone="muted")


def _change(change: FieldChange) -> QWidget:
    line = change_line(change)
    block = QWidget()
    column = QVBoxLayout(block)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(px(4))
    column.addWidget(WrappedLabel(line.what))
    column.addWidget(_muted(line.when))
    return block
