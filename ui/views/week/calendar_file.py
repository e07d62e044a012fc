"""The week as a file for the calendar on a telephone, with what goes in it said beforehand."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from meitinker import paths
from meitinker.errors import MeitinkerError
from meitinker.i18n import _
from meitinker.services import week
from ui.paper.file_places import ask_where
from ui.viewmodels.dates import dates_text
from ui.views.week.day_field import PlanningDay
from ui.widgets.buttons import Button, PrimaryButton
from ui.widgets.choices import CheckField
from ui.widgets.column import Column
from ui.widgets.flow import Flow
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading
from ui.widgets.scrolling import scroll_within

if TYPE_CHECKING:
    from ui.workplace import Workplace

_WIDTH = 720


class CalendarFilePage(QWidget):
    """Asks for which days, and whether initials go with them.

    Signals:
        closed: Back to the week.
        told: Kind and sentence for the bar of the window.
        failed: It could not be read or written; the error.
    """

    closed = Signal()
    told = Signal(str, str)
    failed = Signal(object)

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Build the page."""
        super().__init__(parent)
        self._workplace = workplace
        self.first = PlanningDay(_("Van"))
        self.last = PlanningDay(_("Tot en met"))
        self.initials = CheckField(
            _("Zet de voorletters van de inwoner erbij"),
            hint=_("Alleen als niemand anders uw agenda kan zien."),
        )
        self.save = PrimaryButton(_("Bewaar bestand"), icon_name="download")
        self.back = Button(_("Terug naar de week"))
        column = Column(self, widest=_WIDTH)
        lines = column.lines
        lines.addWidget(Heading(_("Bewaar als agenda"), level=1))
        words = _(
            "U krijgt een bestand voor de agenda op uw telefoon of computer."
            " Er staat in: de tijd, Huisbezoek en het dorp. Namen, adressen en notities gaan"
            " niet mee. Een agenda op internet is niet beveiligd zoals dit programma."
        )
        lines.addWidget(WrappedLabel(words))
        lines.addWidget(Flow(self.first, self.last, gap=24))
        lines.addWidget(self.initials)
        lines.addWidget(Flow(self.save, self.back, gap=16))
        lines.addStretch(1)
        scroll_within(self, column)
        self.save.clicked.connect(self._make)
        self.back.clicked.connect(self.closed)

    def start(self, monday: date) -> None:
        """Begin with the week from ``monday``, without initials."""
        self.first.set_value(monday)
        self.last.set_value(monday + timedelta(days=6))
        self.initials.set_value(False)
        self.save.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make(self) -> None:
        days = [self._day(one) for one in (self.first, self.last)]
        first, last = days
        if first is None or last is None:
            return
        if last < first:
            self.last.field.set_error(_("Deze dag ligt voor de eerste dag. Kijk de datum na."))
            return
        work, initials = self._workplace, self.initials.value()
        work.tasks.write(
            self,
            lambda: week.calendar_file(work.database, work.session, first, last, initials=initials),
            done=lambda raw: self._keep(raw, first, last),
            failed=self.failed.emit,
        )

    def _day(self, planned: PlanningDay) -> date | None:
        field = planned.field
        reading = field.reading()
        field.set_error(reading.problem or (None if reading.value else _("Vul een datum in.")))
        return reading.value

    def _keep(self, raw: bytes, first: date, last: date) -> None:
        name, kind = f"agenda-{first:%Y-%m-%d}.ics", _("Agendabestand (*.ics)")
        path = ask_where(self, _("Bewaar als agenda"), name=name, kind=kind)
        if path is None:
            return
        try:
            paths.write_durably(path, raw)
        except MeitinkerError as error:
            self.failed.emit(error)
            return
        words = _("Agenda van {days} bewaard. Let op: dit bestand is niet versleuteld.")
        self.told.emit("gelukt", words.format(days=dates_text(first, last)))
        self.closed.emit()
