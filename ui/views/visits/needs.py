"""Wat is er nodig: what to solve, and the result that the resident wants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from meitinker.domain.needs import Need
from meitinker.i18n import _
from meitinker.services import visits
from ui.viewmodels.conversation import LADDER, NEEDS, field_key
from ui.views.visits.section import CardsSection, RecordCard
from ui.widgets.buttons import Button, FlatButton
from ui.widgets.fields import TextArea
from ui.widgets.flow import Flow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from meitinker.domain.records import Record
    from ui.views.visits.desk import Desk


class NeedsSection(CardsSection):
    """A card for each need, with the way to its ladder."""

    key = NEEDS
    kind = "need"

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        """Build the section and the button below the cards."""
        super().__init__(desk, parent)
        self.add = Button(_("Voeg een behoefte toe"), icon_name="plus")
        self.add.clicked.connect(self._add)
        self.column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self.add.setVisible(not desk.read_only)
        self.show_file()

    def intro_words(self) -> str:
        """Return what a need is."""
        return _("Schrijf per behoefte op wat er nodig is en wat de inwoner wil bereiken.")

    def records(self) -> Sequence[Record]:
        """Return the needs in order."""
        return self.desk.file.needs

    def adder(self) -> QWidget:
        """Return the button that adds a need."""
        return self.add

    def first_field(self, record_id: str) -> str:
        """Return what is needed."""
        return field_key(self.kind, record_id, "what")

    def make_card(self, record: Record) -> RecordCard:
        """Build need and wished result, the way to the ladder, and the way out."""
        card = RecordCard(record.id)
        what = TextArea(_("Wat is er nodig?"), lines=2, most_lines=8)
        wished = TextArea(
            _("Welk resultaat wil de inwoner?"),
            hint=_("Bijvoorbeeld: ik kan weer zelf naar de winkel."),
            lines=2,
            most_lines=8,
        )
        for name, field in (("what", what), ("wished_result", wished)):
            card.column.addWidget(field)
            self.keep(self.kind, record.id, name, field=field)
            field.entered.connect(lambda: self.desk.choose_need(record.id))
        buttons: list[QWidget] = []
        ladder = Button(_("Zoek hulp op de ladder"), icon_name="stairs")
        ladder.clicked.connect(lambda: self._to_ladder(record.id))
        buttons.append(ladder)
        if not self.desk.read_only:
            away = FlatButton(_("Haal weg"), icon_name="trash")
            away.setAccessibleName(_("Haal deze behoefte weg"))
            away.clicked.connect(lambda: self._remove(record))
            buttons.append(away)
        card.column.addWidget(Flow(*buttons))
        return card

    def fill_card(self, record: Record) -> None:
        """Show need and wished result."""
        if isinstance(record, Need):
            self.fill(self.kind, record.id, "what", record.what)
            self.fill(self.kind, record.id, "wished_result", record.wished_result)

    def _to_ladder(self, need_id: str) -> None:
        self.desk.choose_need(need_id)
        self.desk.goto.emit(LADDER, field_key("need", need_id, "ladder"))

    def _add(self) -> None:
        work, visit_id = self.desk.workplace, self.desk.visit_id
        self.desk.act(
            lambda: visits.add_need(work.database, work.session, visit_id),
            done=lambda changes: self.focus_new(changes.created(self.kind)),
        )

    def _remove(self, record: Record) -> None:
        work = self.desk.workplace
        self.desk.act(lambda: visits.remove(work.database, work.session, Need, record.id))
