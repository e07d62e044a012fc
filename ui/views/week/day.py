"""The part of Vandaag with today's appointments, and with those of the week ahead."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from meitinker import clock
from meitinker.i18n import _
from meitinker.services import week as weeks
from meitinker.store.settings import ScreenSpot
from ui.theme import mark, px
from ui.viewmodels import appointments as shown
from ui.views.today.part import DayPart
from ui.views.today.rows import DayCard
from ui.views.week import AWAY, SECTION
from ui.views.week.beginning import begin_visit
from ui.widgets.buttons import FlatButton
from ui.widgets.column import Pile, stacked
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading

if TYPE_CHECKING:
    from meitinker.services.week import Week
    from ui.viewmodels.today import Item
    from ui.workplace import Workplace

_AHEAD = 6


class AheadCard(QFrame):
    """The days after today in a line each, and the button to the week.

    Signals:
        wanted: The week is to be shown.
    """

    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build it empty and out of sight."""
        super().__init__(parent)
        mark(self, rol="kaart")
        self.lines = Pile(gap=12)
        self.button = FlatButton(_("Toon de week"), icon_name="chevron-right")
        self.button.clicked.connect(self.wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(16), px(16), px(8))
        column.setSpacing(px(12))
        column.addWidget(Heading(_("De komende week"), level=2))
        column.addWidget(self.lines)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def show_days(self, days: tuple[shown.DayAhead, ...]) -> None:
        """Show these days; none hides the card."""
        self.lines.replace([_day(one) for one in days])
        self.setVisible(bool(days))


def _day(one: shown.DayAhead) -> QWidget:
    # One label for all: a layout asks each for its height some forty times.
    lines = WrappedLabel("\n".join(one.lines), tone="muted")
    return stacked(WrappedLabel(one.name, tone="label"), lines)


class DayAppointments(DayPart):
    """Fills two cards, each hidden while it is empty."""

    kinds = ("appointment", "office_hour", "absence", "visit", "person", "person_merge")

    def __init__(self, workplace: Workplace, parent: QWidget) -> None:
        """Build the cards, empty, within ``parent``."""
        super().__init__(workplace, parent)
        self.today = DayCard(_("Uw afspraken van vandaag"), parent)
        self.ahead = AheadCard(parent)
        self.today.acted.connect(self._act)
        self.today.looked.connect(
            lambda item: self.go.emit(
                ScreenSpot(screen="today", section=SECTION, record_id=item.key)
            )
        )
        self.ahead.wanted.connect(lambda: self.go.emit(ScreenSpot(screen="today", section=SECTION)))

    @property
    def nothing(self) -> bool:
        """Whether there is no appointment today."""
        return not self.today.rows

    @staticmethod
    def read(workplace: Workplace) -> Week:
        """Return today and the week after it; runs on a lane."""
        today = clock.today()
        until = today + timedelta(days=_AHEAD)
        return weeks.between(workplace.database, workplace.session, today, until)

    def show(self, found: Week) -> None:
        """Fill the cards with the appointments."""
        self.today.show_items(shown.of_today(found))
        self.ahead.show_days(shown.ahead(found))
        self.shown.emit()

    def _act(self, item: Item) -> None:
        if item.screen == "visits":
            self.go.emit(ScreenSpot(screen="visits", record_id=item.record_id))
            return
        if item.field == AWAY:
            self.go.emit(ScreenSpot(screen=item.screen, section=item.section, field=item.field))
            return
        go, failed = self.go.emit, self.failed.emit
        begin_visit(self._workplace, self, item.key, go=go, failed=failed)
