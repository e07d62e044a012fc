"""Toestemming: what the resident allows, for which purpose; the newest answer counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker import clock
from meitinker.domain.consents import ConsentAnswer, ConsentPurpose
from meitinker.errors import InvalidField
from meitinker.i18n import _
from meitinker.ids import PersonId
from meitinker.services import consents
from meitinker.services.consents import Said, TypedConsent
from ui.forms.form_keeping import FormKeeping
from ui.messages import sentence_for
from ui.theme import px
from ui.viewmodels import consents as told
from ui.viewmodels.conversation import CONSENTS
from ui.viewmodels.dates import Near
from ui.views.visits.section import RecordCard, VisitSection
from ui.widgets.buttons import Button
from ui.widgets.choices import ComboField, RadioGroup
from ui.widgets.dates import DateField
from ui.widgets.fields import TextField
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading
from ui.widgets.icon_label import IconLabel
from ui.widgets.rows import TightRow

if TYPE_CHECKING:
    from meitinker.errors import MeitinkerError
    from ui.viewmodels.consents import PurposeLine
    from ui.views.visits.desk import Desk


class ConsentsSection(VisitSection):
    """What counts for each purpose that was asked about, and a card to write an answer down.

    It is about the resident and not about one conversation: an answer can be added, and
    withdrawn, also when the conversation is concluded.
    """

    key = CONSENTS

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        """Build the answers there are, and the card for a new one."""
        super().__init__(desk, parent)
        self._shown: tuple[PurposeLine, ...] | None = None
        self._lines: list[QWidget] = []
        self._lane = QVBoxLayout()
        self._lane.setSpacing(px(12))
        self.none = WrappedLabel(_("Er is nog niets gevraagd."), tone="muted")
        self._lane.addWidget(self.none)
        self.column.addLayout(self._lane)
        self.column.addWidget(self._form())
        self.show_file()

    def intro_words(self) -> str:
        """Return when consent is asked."""
        return _("Vraag toestemming voordat u gegevens opvraagt of deelt. Het laatste telt.")

    def show_file(self) -> None:
        """Show what counts, and what was said before."""
        lines = told.lines(self.desk.file.consents)
        if lines == self._shown:
            return
        self._shown = lines
        for line in self._lines:
            line.hide()
            line.deleteLater()
        self._lines = [self._line(one) for one in lines]
        self.none.setVisible(not lines)

    def focus_first(self) -> None:
        """Go to what it is for."""
        self.purpose.setFocus(Qt.FocusReason.OtherFocusReason)

    def _form(self) -> RecordCard:
        card = RecordCard("new")
        self.kept = FormKeeping(
            self.desk.keeping, consents.FORM, typed=self._typed, show=self._show_typed
        )
        card.column.addWidget(Heading(_("Antwoord opschrijven"), level=3))
        card.column.addWidget(self.kept.bar)
        self.purpose = ComboField(_("Waarvoor?"), told.purposes())
        self.answer = RadioGroup(_("Wat zegt de inwoner?"), told.answers())
        self.about = TextField(_("Met wie of waarover?"), hint=_("Bijvoorbeeld huisarts De Vries."))
        self.way = ComboField(_("Hoe zei de inwoner het?"), told.ways())
        self.way.set_value(told.WAYS[0])
        self.on = DateField(_("Wanneer?"), latest=clock.today(), near=Near.PAST)
        self.on.set_value(clock.today())
        self.save = Button(_("Bewaar het antwoord"), icon_name="check")
        self.save.clicked.connect(self.record)
        for name, field in (
            ("purpose", self.purpose),
            ("answer", self.answer),
            ("about", self.about),
            ("way", self.way),
            ("on", self.on),
        ):
            card.column.addWidget(field)
            self.fields[f"consent:new:{name}"] = field
            self.kept.watch(field)
            field.edited.connect(self.turned)
        self.kept.begin(self.desk.file.client.id)
        card.column.addWidget(self.save, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _line(self, one: PurposeLine) -> QWidget:
        card = RecordCard(one.title)
        words = WrappedLabel(one.words)
        card.column.setSpacing(px(4))
        card.column.addWidget(WrappedLabel(one.title, tone="label"))
        card.column.addWidget(TightRow(words, IconLabel(one.icon_name, tone=one.tone)))
        for earlier in one.before:
            card.column.addWidget(WrappedLabel(earlier, tone="muted"))
        self._lane.addWidget(card)
        return card

    def unrecorded(self) -> str:
        """Return the button's words once something is chosen: alone that counts for nothing."""
        return "" if self._typed().empty else _("Bewaar het antwoord")

    def record(self) -> None:
        """Write the answer down, or say what it still needs."""
        purpose, answer, day = self.purpose.value(), self.answer.value(), self.on.value()
        problems = (
            (self.purpose, None if purpose else _("Kies waarvoor de toestemming is.")),
            (self.answer, None if answer else _("Kies wat de inwoner zegt.")),
            (self.on, None if day else self.on.problem() or _("Vul in op welke dag.")),
        )
        for field, problem in problems:
            field.set_error(problem)
        wrong = next((field for field, problem in problems if problem), None)
        if wrong is not None or purpose is None or answer is None:
            if wrong is not None:
                wrong.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        work, client = self.desk.workplace, PersonId(self.desk.file.client.id)
        said = Said(about=self.about.value(), way=self.way.value() or "")
        self.desk.act(
            lambda: consents.note(
                work.database,
                work.session,
                client,
                purpose=ConsentPurpose(purpose),
                answer=ConsentAnswer(answer),
                on=day,
                said=said,
            ),
            done=lambda _changes: self._begin_anew(),
            failed=self._refused,
        )

    def _begin_anew(self) -> None:
        self._show_typed(TypedConsent())
        self.kept.saved()
        self.focus_first()

    def _typed(self) -> TypedConsent:
        day, month, year = self.on.parts()
        return TypedConsent(
            purpose=self.purpose.value() or "",
            answer=self.answer.value() or "",
            about=self.about.value(),
            way=self.way.value() or "",
            day=day,
            month=month,
            year=year,
        )

    def _show_typed(self, typed: TypedConsent) -> None:
        self.purpose.set_value(typed.purpose or None)
        self.answer.set_value(typed.answer or None)
        self.about.set_value(typed.about)
        self.way.set_value(typed.way or told.WAYS[0])
        if typed.empty:
            self.on.set_value(clock.today())
        else:
            self.on.set_parts(typed.day, typed.month, typed.year)
        self.turned.emit()

    def _refused(self, error: MeitinkerError) -> None:
        fields = {"answered_on": self.on, "answer": self.answer}
        field = fields.get(error.field) if isinstance(error, InvalidField) else None
        if field is None:
            self.desk.failed.emit(error)
            return
        field.set_error(sentence_for(error).text)
        field.setFocus(Qt.FocusReason.OtherFocusReason)
