"""De aanvraag: what was signed and when, and when the decision is due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout

from meitinker.errors import ChangedMeanwhile, InvalidField
from meitinker.i18n import _
from meitinker.services import application_files, applications
from ui.forms.form_keeping import FormKeeping
from ui.theme import mark, px
from ui.viewmodels import applications as told
from ui.views.visits.application_form import ApplicationFields
from ui.widgets.buttons import Button, FlatButton
from ui.widgets.flow import Flow
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading
from ui.widgets.icon_label import IconLabel
from ui.widgets.rows import TightRow

if TYPE_CHECKING:
    from meitinker.domain.applications import Application
    from meitinker.errors import MeitinkerError
    from meitinker.services.application_files import ApplicationFile
    from meitinker.services.applications import Signed, TypedApplication
    from ui.views.visits.desk import Desk


class ApplicationPart(QFrame):
    """One application a conversation: told where it is known, else a button to write it down.

    It often comes in by post after the conversation was concluded, so it can be written then too.
    """

    def __init__(self, desk: Desk) -> None:
        """Build the words and the buttons; the form is built when it is asked for."""
        super().__init__()
        mark(self, rol="kaart")
        self._desk = desk
        self.form: ApplicationFields | None = None
        self._turn = 0
        self.words = WrappedLabel("")
        self.early = WrappedLabel("")
        self._early = TightRow(self.early, IconLabel("alert-triangle", tone="warning"))
        self.due = WrappedLabel("", tone="label")
        self._icon = IconLabel("clock", tone="info")
        self._clock = TightRow(self.due, self._icon)
        self.open = Button("", icon_name="edit")
        self.open.clicked.connect(self._open)
        self.away = FlatButton(_("Haal weg"), icon_name="trash")
        self.away.setAccessibleName(_("Haal de aanvraag weg"))
        self.away.clicked.connect(self._remove)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(px(16), px(12), px(16), px(12))
        self._column.setSpacing(px(12))
        self._column.addWidget(Heading(_("Aanvraag"), level=3))
        self.kept = FormKeeping(
            desk.keeping,
            applications.FORM,
            typed=lambda: self._form().typed(),
            show=self._show_typed,
        )
        shown = (self.words, self._early, self._clock)
        for widget in (*shown, Flow(self.open, self.away), self.kept.bar):
            self._column.addWidget(widget)
        self.show_file()
        self.kept.begin(desk.visit_id)

    @property
    def application(self) -> Application | None:
        """What is known."""
        known = self._desk.file.applications
        return known[-1] if known else None

    def show_file(self) -> None:
        """Show the application, or that there is none."""
        known = self.application
        none = _("Vraagt de inwoner een voorziening aan? Een getekend verslag is genoeg.")
        if known is None:
            self._show(told.ShownApplication(none, "", late=False))
        else:
            self._load()
        self.open.setText(_("Pas aan") if known else _("Schrijf de aanvraag op"))
        self.open.setAccessibleName(
            _("Pas de aanvraag aan") if known else _("Schrijf de aanvraag op")
        )
        self.away.setVisible(known is not None)

    def _load(self) -> None:
        """Ask for the two weeks: whether they stand still, and whether it came too early."""
        work, visit_id, turn = self._desk.workplace, self._desk.visit_id, self._turn + 1
        self._turn = turn

        def show(file: ApplicationFile | None) -> None:
            if file is not None and turn == self._turn:
                self._show(told.shown(file))

        work.tasks.read(
            self,
            lambda: application_files.of_visit(work.database, work.session, visit_id),
            done=show,
            failed=self._desk.failed.emit,
        )

    def _show(self, shown: told.ShownApplication) -> None:
        self._turn += 1  # what was asked before is not waited for any more
        self.words.setText(shown.words)
        self.early.setText(shown.early)
        self._early.setVisible(bool(shown.early))
        self.due.setText(shown.due)
        self._clock.setVisible(bool(shown.due))
        icon, tone = ("alert-triangle", "warning") if shown.late else ("clock", "info")
        self._icon.set_icon(icon, tone=tone)

    def _form(self) -> ApplicationFields:
        if self.form is None:
            self.form = ApplicationFields(self)
            self.form.hide()
            self.form.kept.connect(self._record)
            self.form.closed.connect(self._leave)
            self.kept.watch(*self.form.all())
            self._column.addWidget(self.form)
        return self.form

    def _open(self) -> None:
        form = self._form()
        if form.isHidden():  # else something may be typed in it already
            form.show_application(self.application, self._desk.file.visit.visited_on)
            form.show()
        form.what.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_typed(self, typed: TypedApplication) -> None:
        form = self._form()
        form.show_application(self.application, self._desk.file.visit.visited_on)
        if not typed.empty:
            form.show_typed(typed)
        form.show()

    def _leave(self) -> None:
        self.kept.leave()
        self._close()

    def _close(self) -> None:
        self.open.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.form is not None:
            self.form.hide()

    def _recorded(self) -> None:
        self.kept.saved()
        self._close()

    def _record(self, typed: Signed) -> None:
        work, visit_id, begun = self._desk.workplace, self._desk.visit_id, self._form().begun
        self._desk.act(
            lambda: applications.record(
                work.database,
                work.session,
                visit_id,
                typed,
                shown=begun,
            ),
            done=lambda _changes: self._recorded(),
            failed=self._refused,
        )

    def _remove(self) -> None:
        known, work = self.application, self._desk.workplace
        if known is not None:
            self._desk.act(lambda: applications.remove(work.database, work.session, known.id))
            self.open.setFocus(Qt.FocusReason.OtherFocusReason)

    def _look_again(self) -> None:
        """Say what somebody else wrote meanwhile."""
        work, visit_id, form = self._desk.workplace, self._desk.visit_id, self._form()
        work.tasks.read(
            self,
            lambda: application_files.of_visit(work.database, work.session, visit_id),
            done=lambda file: form.warn(file.application if file else None),
            failed=self._desk.failed.emit,
        )

    def _refused(self, error: MeitinkerError) -> None:
        if isinstance(error, InvalidField) and self.form is not None:
            self.form.refuse(error)
        elif isinstance(error, ChangedMeanwhile):
            self._look_again()
        else:
            self._desk.failed.emit(error)
