"""Afspraken: who does what by when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from meitinker.domain.agreements import Agreement
from meitinker.i18n import _
from meitinker.services import around, visits
from ui.viewmodels.conversation import AGREEMENTS, field_key
from ui.viewmodels.dates import Near
from ui.views.visits.section import CardsSection, RecordCard
from ui.widgets.buttons import Button, FlatButton
from ui.widgets.dates import DateField
from ui.widgets.fields import TextArea, TextField
from ui.widgets.flow import Flow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from meitinker.domain.records import Record
    from meitinker.services.around import Known
    from ui.views.visits.desk import Desk
    from ui.widgets.autosave import Value


_OFFERED = 5
"""Who may do it, at most: the worker, the resident and who stand nearest; others are typed."""


class AgreementsSection(CardsSection):
    """A card for each agreement."""

    key = AGREEMENTS
    kind = "agreement"

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        """Build the section and the button below the cards."""
        self.offers: dict[str, tuple[TextField, Flow]] = {}
        self._doers: tuple[str, ...] = ()
        super().__init__(desk, parent)
        self.add = Button(_("Voeg een afspraak toe"), icon_name="plus")
        self.add.clicked.connect(self._add)
        self.column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self.add.setVisible(not desk.read_only)
        self.show_file()
        work, client = desk.workplace, desk.file.client.id
        if not desk.read_only:
            work.tasks.read(
                self,
                lambda: around.doers(work.database, work.session, client),
                done=self._know,
                failed=desk.failed.emit,
            )

    def intro_words(self) -> str:
        """Return what an agreement holds."""
        return _("Spreek af wie wat doet en wanneer. Ook wat u zelf gaat doen.")

    def records(self) -> Sequence[Record]:
        """Return the agreements in order."""
        return self.desk.file.agreements

    def adder(self) -> QWidget:
        """Return the button that adds an agreement."""
        return self.add

    def first_field(self, record_id: str) -> str:
        """Return who does it."""
        return field_key(self.kind, record_id, "who")

    def make_card(self, record: Record) -> RecordCard:
        """Build who, what and when, a date or words such as "voor de kerst"."""
        card = RecordCard(record.id)
        who = TextField(_("Wie doet het?"))
        what = TextArea(_("Wat gaat die doen?"), lines=2, most_lines=8)
        day = DateField(_("Wanneer is het klaar?"), near=Near.COMING)
        words = TextField(_("Of wanneer in gewone woorden"), hint=_("Bijvoorbeeld: voor de kerst."))
        for field in (who, what, day, words):
            card.column.addWidget(field)
        if not self.desk.read_only:
            offers = Flow()
            self.offers[record.id] = who, offers
            card.column.insertWidget(1, offers)
            who.edited.connect(lambda: self._offer(record.id))
        self.keep(self.kind, record.id, "who", field=who)
        self.keep(self.kind, record.id, "what", field=what)
        self.keep(self.kind, record.id, "due_on", field=day, read=lambda: _day(day))
        self.keep(self.kind, record.id, "due_text", field=words)
        if not self.desk.read_only:
            away = FlatButton(_("Haal weg"), icon_name="trash")
            away.setAccessibleName(_("Haal deze afspraak weg"))
            away.clicked.connect(lambda: self._remove(record))
            card.column.addWidget(away, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def fill_card(self, record: Record) -> None:
        """Show the agreement; half a date that is being typed stays."""
        if not isinstance(record, Agreement):
            return
        for name in ("who", "what", "due_text"):
            self.fill(self.kind, record.id, name, str(getattr(record, name)))
        field = self.fields[field_key(self.kind, record.id, "due_on")]
        held = self.desk.keeping.holds((self.kind, record.id), "due_on")
        if isinstance(field, DateField) and not held and field.value() != record.due_on:
            field.set_value(record.due_on)
        self._offer(record.id)

    def _know(self, doers: Sequence[Known]) -> None:
        self._doers = tuple(one.name for one in doers[:_OFFERED])
        for record_id in self.offers:
            self._offer(record_id)

    def _offer(self, record_id: str) -> None:
        """Offer who may do it, a button each, as long as nobody is named."""
        if record_id not in self.offers:
            return
        field, offers = self.offers[record_id]
        if not offers.parts and self._doers:
            offers.replace(*(self._button(record_id, name) for name in self._doers))
        offers.setVisible(bool(offers.parts) and not field.value().strip())

    def _button(self, record_id: str, name: str) -> Button:
        button = Button(name, icon_name="plus")
        button.setAccessibleName(_("{name} doet het").format(name=name))
        button.clicked.connect(lambda: self._choose(record_id, name))
        return button

    def _choose(self, record_id: str, name: str) -> None:
        field, _offers = self.offers[record_id]
        field.set_value(name)
        field.edited.emit()
        self.focus_field(field_key(self.kind, record_id, "what"))

    def _drop(self, record_id: str) -> None:
        self.offers.pop(record_id, None)
        super()._drop(record_id)

    def _add(self) -> None:
        work, visit_id = self.desk.workplace, self.desk.visit_id
        self.desk.act(
            lambda: visits.add_agreement(work.database, work.session, visit_id),
            done=lambda changes: self.focus_new(changes.created(self.kind)),
        )

    def _remove(self, record: Record) -> None:
        work = self.desk.workplace
        self.desk.act(lambda: visits.remove(work.database, work.session, Agreement, record.id))


def _day(field: DateField) -> Value:
    value = field.value()
    return value.isoformat() if value else None
