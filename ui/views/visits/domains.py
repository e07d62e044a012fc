"""Leefgebieden: any of the list by one click, in any order, each with what to ask."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from meitinker.domain.visits import DomainNote, LifeDomain
from meitinker.i18n import _
from meitinker.services import life_domains, visits
from ui.viewmodels import life_domains as told
from ui.viewmodels.conversation import DOMAINS, field_key
from ui.views.visits import placing
from ui.views.visits.section import CardsSection, RecordCard
from ui.widgets.buttons import Button, FlatButton
from ui.widgets.choices import ComboField
from ui.widgets.fields import TextArea
from ui.widgets.flow import Flow
from ui.widgets.headings import Heading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from meitinker.domain.life_domains import DomainList
    from meitinker.domain.records import Record
    from meitinker.services.life_domains import ListChoice
    from ui.views.visits.desk import Desk


class DomainsSection(CardsSection):
    """A note for each chosen domain, and below them a button for each other one."""

    key = DOMAINS
    kind = "domain_note"

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        """Build the section; the buttons follow the list that is in force."""
        super().__init__(desk, parent)
        self.choices: dict[LifeDomain, Button] = {}
        self._list: DomainList | None = None
        self._title = Heading(_("Kies een leefgebied"), level=3)
        self._offer = Flow()
        self.which = ComboField(_("Welke lijst gebruikt u?"), ())
        self.which.edited.connect(self._choose_list)
        for widget in (self._title, self._offer, self.which):
            self.column.addWidget(widget)
        self.which.hide()
        self.show_file()
        self._load_lists()

    def intro_words(self) -> str:
        """Return how to work here."""
        how = _("Kies waar het gesprek over gaat. De volgorde maakt niet uit.")
        return f"{how} {_('De inwoner leest dit in het plan. Schrijf het aan “u”.')}"

    def records(self) -> Sequence[Record]:
        """Return the notes in the order of the list."""
        used = self.desk.file.life_domains
        notes = self.desk.file.domain_notes
        return sorted(notes, key=lambda note: told.place_of(note.domain, used))

    def adder(self) -> QWidget:
        """Return the first domain that can be chosen."""
        shown = (button for button in self.choices.values() if not button.isHidden())
        return next(shown, self)

    def show_file(self) -> None:
        """Offer the domains that have no note yet."""
        used = self.desk.file.life_domains
        if used != self._list:
            self._take_list(used)
        super().show_file()
        free = {guide.home for guide in told.free(used, self.desk.file.domain_notes)}
        offered = not self.desk.read_only and bool(free)
        for domain, button in self.choices.items():
            button.setVisible(domain in free)
        self._offer.setVisible(offered)
        self._title.setVisible(offered)
        self._offer.updateGeometry()

    def first_field(self, record_id: str) -> str:
        """Return the note."""
        return field_key(self.kind, record_id, "note")

    def make_card(self, record: Record) -> RecordCard:
        """Build the area of a domain with its question, and the button that takes it away."""
        card = RecordCard(record.id)
        used = self.desk.file.life_domains
        domain = record.domain if isinstance(record, DomainNote) else LifeDomain.HOUSING
        name = told.title_of(domain, used)
        asked = "" if self.desk.read_only else told.question_for(domain, used)
        note = TextArea(name, hint=asked, lines=3, most_lines=12)
        card.column.addWidget(note)
        self.keep(self.kind, record.id, "note", field=note)
        placing.watch(self.desk, note)
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

    def _take_list(self, used: DomainList) -> None:
        """Lay another list on the table: other buttons, and other words above the notes."""
        self._list = used
        self.choices = {}
        for guide in used.guides:
            button = Button(told.label_of(guide), icon_name="plus")
            button.setToolTip(told.prompt_of(guide))
            button.clicked.connect(partial(self._choose, guide.home))
            self.choices[guide.home] = button
        self._offer.replace(*self.choices.values())
        for record_id in list(self.cards):
            self._drop(record_id)

    def _load_lists(self) -> None:
        work = self.desk.workplace
        if self.desk.read_only:
            return
        work.tasks.read(
            self,
            lambda: (
                life_domains.choices(work.database, work.session),
                life_domains.chosen(work.database),
            ),
            done=self._show_lists,
            failed=self.desk.failed.emit,
        )

    def _show_lists(self, known: tuple[tuple[ListChoice, ...], str]) -> None:
        lists, chosen = known
        self.which.set_choices(told.list_choices(lists))
        held = any(one.key == chosen for one in lists)
        self.which.set_value(chosen if held else told.FOLLOW)
        self.which.setVisible(len(lists) > 1)

    def _choose_list(self) -> None:
        value = self.which.value()
        key = "" if value in {None, told.FOLLOW} else str(value)
        # Cards are built anew: what was typed in them goes to the store first.
        self.desk.keeping.flush(lambda safe: self._keep_choice(key) if safe else None)

    def _keep_choice(self, key: str) -> None:
        work = self.desk.workplace
        work.tasks.write(
            self,
            lambda: life_domains.choose(work.database, key),
            done=lambda _nothing: self.desk.reload(),
            failed=self.desk.failed.emit,
        )

    def _choose(self, domain: LifeDomain) -> None:
        work, visit_id = self.desk.workplace, self.desk.visit_id
        self.desk.act(
            lambda: visits.note_domain(work.database, work.session, visit_id, domain=domain),
            done=lambda changes: self.focus_new(changes.created(self.kind)),
        )

    def _remove(self, record: Record) -> None:
        work = self.desk.workplace
        self.desk.act(lambda: visits.remove(work.database, work.session, DomainNote, record.id))
