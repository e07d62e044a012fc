"""Leefgebieden: any of the thirteen by one click, in any order."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from meitinker.domain.visits import DomainNote, LifeDomain
from meitinker.domain.words import name_of
from meitinker.i18n import _
from meitinker.services import visits
from ui.viewmodels import conversation as told
from ui.viewmodels.conversation import DOMAINS, field_key
from ui.views.visits.section import Card, CardsSection
from ui.widgets.buttons import Button, FlatButton
from ui.widgets.fields import TextArea
from ui.widgets.flow import Flow
from ui.widgets.headings import Heading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from meitinker.domain.records import Record
    from ui.views.visits.desk import Desk

_ORDER = list(LifeDomain)


class DomainsSection(CardsSection):
    """A note for each chosen domain, and below them a button for each other one."""

    key = DOMAINS
    kind = "domain_note"

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        """Build the section with thirteen buttons, shown while they have no note."""
        super().__init__(desk, parent)
        self.choices: dict[LifeDomain, Button] = {}
        for domain in LifeDomain:
            button = Button(name_of(domain), icon_name="plus")
            button.clicked.connect(partial(self._choose, domain))
            self.choices[domain] = button
        self._offer = Flow(*self.choices.values())
        self._title = Heading(_("Kies een leefgebied"), level=3)
        self.column.addWidget(self._title)
        self.column.addWidget(self._offer)
        self.show_file()

    def intro_words(self) -> str:
        """Return how to work here."""
        return _("Kies waar het gesprek over gaat. De volgorde maakt niet uit.")

    def records(self) -> Sequence[Record]:
        """Return the notes in the usual order of the domains."""
        return sorted(self.desk.file.domain_notes, key=lambda note: _ORDER.index(note.domain))

    def adder(self) -> QWidget:
        """Return the first domain that can be chosen."""
        shown = (button for button in self.choices.values() if not button.isHidden())
        return next(shown, self)

    def show_file(self) -> None:
        """Offer the domains that have no note yet."""
        super().show_file()
        if not hasattr(self, "choices"):
            return
        free = told.domain_choices(self.desk.file)
        offered = not self.desk.read_only and bool(free)
        for domain, button in self.choices.items():
            button.setVisible(domain in free)
        self._offer.setVisible(offered)
        self._title.setVisible(offered)
        self._offer.updateGeometry()

    def first_field(self, record_id: str) -> str:
        """Return the note."""
        return field_key(self.kind, record_id, "note")

    def make_card(self, record: Record) -> Card:
        """Build the area of a domain, and the button that takes it away."""
        card = Card(record.id)
        name = name_of(record.domain) if isinstance(record, DomainNote) else ""
        note = TextArea(name, lines=3, most_lines=12)
        card.column.addWidget(note)
        self.keep(self.kind, record.id, "note", field=note)
        if not self.desk.read_only:
            away = FlatButton(_("Haal weg"), icon_name="trash")
            away.setAccessibleName(_("Haal {name} weg").format(name=name))
            away.clicked.connect(lambda: self._remove(record))
            row = QHBoxLayout()
            row.addWidget(away, 0, Qt.AlignmentFlag.AlignLeft)
            card.column.addLayout(row)
        return card

    def fill_card(self, record: Record) -> None:
        """Show the note."""
        if isinstance(record, DomainNote):
            self.fill(self.kind, record.id, "note", record.note)

    def _choose(self, domain: LifeDomain) -> None:
        work, visit_id = self.desk.workplace, self.desk.visit_id
        self.desk.act(
            lambda: visits.note_domain(work.database, work.session, visit_id, domain=domain),
            done=lambda changes: self.focus_new(changes.created(self.kind)),
        )

    def _remove(self, record: Record) -> None:
        work = self.desk.workplace
        self.desk.act(lambda: visits.remove(work.database, work.session, DomainNote, record.id))
