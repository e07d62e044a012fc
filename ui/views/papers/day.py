"""The part of Vandaag with plans and letters that still have to reach their resident."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from meitinker.errors import InvalidField
from meitinker.i18n import _
from meitinker.ids import RecordId
from meitinker.services import letters, paper_queue, plans
from meitinker.store.settings import ScreenSpot
from ui.forms.form_keeping import FieldsKeeping
from ui.forms.keeping import Keeping
from ui.messages import sentence_for
from ui.viewmodels import today as said
from ui.views.papers import SECTION
from ui.views.today.part import DayPart
from ui.views.today.rows import DayCard, PaperRow

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from meitinker.errors import MeitinkerError
    from meitinker.services.paper_queue import Oldest
    from ui.viewmodels.today import Item
    from ui.widgets.dates import DateField
    from ui.workplace import Workplace


class DayPapers(DayPart):
    """Fills a card, hidden while every paper was given or sent."""

    kinds = ("handover", "letter", "support_plan", "visit", "request", "person", "person_merge")

    def __init__(self, workplace: Workplace, parent: QWidget) -> None:
        """Build the card, empty, within ``parent``."""
        super().__init__(workplace, parent)
        self.keeping = Keeping(workplace, self)
        self._halves: dict[str, FieldsKeeping] = {}
        self.card = DayCard(_("Plannen en brieven die nog weg moeten"), parent, kind=PaperRow)
        self.card.looked.connect(self._look)
        self.card.given.connect(self._give)
        self.card.dated.connect(self._keep_half)
        self.card.more.connect(lambda: self.go.emit(ScreenSpot(screen="today", section=SECTION)))

    @property
    def nothing(self) -> bool:
        """Whether no paper waits."""
        return not self.card.rows

    @staticmethod
    def read(workplace: Workplace) -> Oldest:
        """Return the papers that wait longest; runs on a lane."""
        return paper_queue.oldest(workplace.database, workplace.session, most=said.MOST)

    def show(self, found: Oldest) -> None:
        """Fill the card with the papers."""
        self.card.show_items(said.papers(found), more=said.more_papers(found.further))
        self.shown.emit()

    def _look(self, item: Item) -> None:
        spot = ScreenSpot(screen=item.screen, record_id=item.record_id, section=item.section)
        self.go.emit(spot)

    def _keep_half(self, item: Item, day: DateField) -> None:
        """Keep the date of a paper as it is typed."""
        form = letters.GOING if item.section == said.REQUESTS else plans.GOING
        half = FieldsKeeping(self.keeping, form, {"day": day}, quiet_for=day)
        half.begin(item.key)
        self._halves[item.key] = half

    def _given(self, item: Item) -> None:
        half = self._halves.pop(item.key, None)
        if half is not None:
            half.saved()

    def _give(self, item: Item, on: date) -> None:
        work, key = self._workplace, RecordId(item.key)
        went = letters.send if item.section == said.REQUESTS else plans.hand_over
        work.tasks.write(
            self,
            lambda: went(work.database, work.session, key, on=on),
            done=lambda _changes: self._given(item),
            failed=partial(self._not_given, item),
        )

    def _not_given(self, item: Item, error: MeitinkerError) -> None:
        row = self.card.row(item.key)
        if isinstance(error, InvalidField) and isinstance(row, PaperRow):
            row.refuse(sentence_for(error).text)
        else:
            self.failed.emit(error)
