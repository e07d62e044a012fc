"""De vraag: in the resident's own words first, and whatever came first to paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.i18n import _
from ui.viewmodels.conversation import QUESTION
from ui.viewmodels.requests import told_by_another
from ui.views.visits import placing
from ui.views.visits.section import VisitSection
from ui.widgets.fields import TextArea
from ui.widgets.form_field import WrappedLabel

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.views.visits.desk import Desk


class QuestionSection(VisitSection):
    """Two large areas; the first one has the focus when a conversation begins."""

    key = QUESTION

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        """Build both areas."""
        super().__init__(desk, parent)
        self.told = WrappedLabel("")
        self.column.addWidget(self.told)
        question = TextArea(
            _("Wat vertelt de inwoner?"),
            hint=_("Schrijf op in de woorden van de inwoner zelf."),
            lines=8,
            most_lines=16,
        )
        notes = TextArea(
            _("Uw eigen aantekeningen"),
            hint=_("Deze komen niet in het plan. Kies tekst en zet die later bij een veld."),
            lines=5,
            most_lines=14,
        )
        for name, field in (("question", question), ("notes", notes)):
            self.keep("visit", desk.visit_id, name, field=field)
            self.column.addWidget(field)
            placing.watch(desk, field)
        self.show_file()

    def show_file(self) -> None:
        """Show both texts, and above them what someone asked for the resident."""
        visit = self.desk.file.visit
        self.told.setText(told_by_another(self.desk.file.request))
        self.told.setVisible(bool(self.told.text()))
        self.fill("visit", visit.id, "question", visit.question)
        self.fill("visit", visit.id, "notes", visit.notes)
