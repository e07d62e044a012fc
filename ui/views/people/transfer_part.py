"""Handing a file over: to whom, what they must know first, and the page that goes along."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from meitinker.errors import InvalidField, MeitinkerError
from meitinker.i18n import _
from meitinker.ids import RecordId
from meitinker.services import tasks, transfers
from meitinker.services.transfers import TypedTransfer
from ui.forms.form_keeping import FormKeeping
from ui.messages import sentence_for
from ui.paper import papers
from ui.theme import px
from ui.viewmodels.dossier import transfer_line
from ui.views.people.task_ticks import TaskTicks
from ui.views.people.which_colleague import WhichColleague
from ui.widgets.buttons import Button, PrimaryButton
from ui.widgets.fields import PhoneField, TextArea, TextField
from ui.widgets.form_field import FormField, WrappedLabel
from ui.widgets.layout import Part
from ui.widgets.pdf_preview import PdfPreview

if TYPE_CHECKING:
    from collections.abc import Callable

    from meitinker.changes import Changes
    from meitinker.domain.tasks import Task
    from meitinker.domain.transfers import Transfer
    from meitinker.reports.page import Press, Rendered
    from ui.forms.keeping import Keeping

_PAPER_HEIGHT = 560


class TransferPart(Part):
    """The part "Overdragen" of a file.

    Signals:
        failed: A service said no: the error, for the bar.
        told: Kind and sentence for the bar of the window.
    """

    failed = Signal(object)
    told = Signal(str, str)

    def __init__(self, keeping: Keeping, parent: QWidget | None = None) -> None:
        """Build it empty; what is typed is kept by ``keeping``."""
        hint = _("Uw collega krijgt een blad met wat er open staat. Er staat geen BSN op.")
        super().__init__(_("Overdragen aan een collega"), parent, hint=hint)
        self._keeping, self._workplace = keeping, keeping.workplace
        self._person_id = RecordId("")
        self.state = WrappedLabel("", tone="label")
        self.state.hide()
        self.to_name = TextField(_("Wie neemt het over?"))
        self.which = WhichColleague(self._workplace)
        self.to_phone = PhoneField(_("Telefoonnummer van uw collega"))
        self.note = TextArea(_("Wat moet uw collega eerst weten?"), lines=3)
        self.ticks = TaskTicks()
        self.look = Button(_("Bekijk het blad"), icon_name="eye")
        self.print_button = Button(_("Afdrukken"), icon_name="printer")
        self.file_button = Button(_("Bewaar als PDF…"), icon_name="download")
        self.hand_over = PrimaryButton(_("Draag over"), icon_name="arrow-right")
        self.paper = PdfPreview()
        self.paper.setMinimumHeight(px(_PAPER_HEIGHT))
        self.paper.hide()
        self.kept = FormKeeping(keeping, transfers.FORM, typed=self.typed, show=self._fill)
        self.add(self.state)
        self.add(self.kept.bar)
        self.add(self.to_name, self.to_phone)
        self.add(self.which)
        self.add(self.note)
        self.add(self.ticks)
        self.add_buttons(self.hand_over, self.look, self.print_button, self.file_button)
        self.add(self.paper)
        self._connect()

    def show_person(self, person_id: RecordId) -> None:
        """Show how the transfer of a file stands; what is being typed of the same one stays."""
        work, other = self._workplace, person_id != self._person_id
        self._person_id = person_id
        if other:
            self.paper.hide()
            self.kept.begin(person_id)
        work.tasks.read(
            self,
            lambda: (
                transfers.newest(work.database, work.session, person_id),
                tasks.own_open(work.database, work.session, person_id),
            ),
            done=partial(self._show_newest, person_id),
            failed=self.failed.emit,
        )

    def typed(self) -> TypedTransfer:
        """Return the transfer as it is typed."""
        return TypedTransfer(
            to_name=self.to_name.value(),
            to_user=self.which.chosen(),
            to_phone=self.to_phone.value(),
            note=self.note.value(),
            keeps=self.ticks.keeps(),
        )

    def confirm(self) -> None:
        """Hand over."""
        self.hand_over.click()

    def _connect(self) -> None:
        self.kept.watch(*self._fields().values())
        self.to_name.edited.connect(self._look_for_names)
        self.ticks.edited.connect(self.kept.keep)
        self.look.clicked.connect(lambda: self._ask(transfers.preview, self._show_paper))
        self.print_button.clicked.connect(lambda: self._ask(transfers.printed, self._print))
        self.file_button.clicked.connect(lambda: self._ask(transfers.exported, self._save))
        self.hand_over.clicked.connect(self._make)

    def _fields(self) -> dict[str, FormField]:
        return {
            "to_name": self.to_name,
            "to_user": self.which,
            "to_phone": self.to_phone,
            "note": self.note,
        }

    def _look_for_names(self) -> None:
        self.which.look(self.to_name.value(), self.which.chosen(), failed=self.failed.emit)

    def _ask(self, service: Callable[..., Press], then: Callable[[Rendered], None]) -> None:
        for field in self._fields().values():
            field.set_error(None)
        work, one, typed = self._workplace, self._person_id, self.typed()
        work.tasks.write(
            self,
            lambda: service(work.database, work.session, one, typed),
            # The pages are laid out where that holds up no typing.
            done=lambda press: work.tasks.file(
                self, partial(papers.pressed, press), done=then, failed=self._refused
            ),
            failed=self._refused,
        )

    def _make(self) -> None:
        work, one, typed = self._workplace, self._person_id, self.typed()
        self._keeping.act(
            self,
            lambda: transfers.make(work.database, work.session, one, typed),
            done=self._made,
            failed=self._refused,
        )

    def _made(self, _changes: Changes) -> None:
        self.kept.saved()
        self._fill(TypedTransfer())
        self.show_person(self._person_id)

    def _show_paper(self, made: Rendered) -> None:
        self.paper.set_pdf(made.data)
        self.paper.show()
        self.paper.setFocus(Qt.FocusReason.OtherFocusReason)

    def _print(self, made: Rendered) -> None:
        self._papers(lambda: papers.print_pdf(made.data, self))

    def _save(self, made: Rendered) -> None:
        self._papers(lambda: papers.save_pdf(made.data, self, name=_("overdracht")))

    def _papers(self, deed: Callable[[], str]) -> None:
        try:
            said = deed()
        except MeitinkerError as error:
            self.failed.emit(error)
            return
        if said:
            self.told.emit("gelukt", said)

    def _show_newest(
        self, person_id: RecordId, found: tuple[Transfer | None, tuple[Task, ...]]
    ) -> None:
        transfer, own = found
        if person_id == self._person_id:
            self.ticks.show_tasks(own)
            self.state.setText(transfer_line(transfer) if transfer else "")
            self.state.setVisible(transfer is not None)

    def _fill(self, typed: TypedTransfer) -> None:
        self.to_name.set_value(typed.to_name)
        self.which.look(typed.to_name, typed.to_user, failed=self.failed.emit)
        self.to_phone.set_value(typed.to_phone)
        self.note.set_value(typed.note)
        self.ticks.set_keeps(typed.keeps)
        for field in self._fields().values():
            field.set_error(None)

    def _refused(self, error: MeitinkerError) -> None:
        if isinstance(error, InvalidField) and error.field in self._fields():
            field = self._fields()[error.field]
            field.set_error(sentence_for(error).text)
            field.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.failed.emit(error)
