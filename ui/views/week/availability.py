"""Office hours in the villages and days away: what there is, and a form for one more."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from meitinker.errors import ChangedMeanwhile, InvalidField
from meitinker.i18n import _
from meitinker.ids import RecordId
from meitinker.services import availability
from ui.forms.keeping import Keeping
from ui.messages import sentence_for
from ui.views.week.availability_cards import AwayCard, HoursCard
from ui.widgets.bites import Bites
from ui.widgets.buttons import FlatButton
from ui.widgets.column import Column
from ui.widgets.headings import Heading
from ui.widgets.scrolling import scroll_within

if TYPE_CHECKING:
    from collections.abc import Callable

    from meitinker.changes import Changes
    from meitinker.errors import MeitinkerError
    from meitinker.services.availability import Availability, Away, Weekly
    from ui.views.week.entry_card import EntryCard
    from ui.widgets.autosave import SaveState
    from ui.widgets.form_field import FormField
    from ui.workplace import Workplace

_WIDTH = 720


class AvailabilityPage(QWidget):
    """The page; half an hour or absence stays as it was typed until it is kept or left.

    Signals:
        closed: Back to the week.
        failed: A service said no; the error.
    """

    closed = Signal()
    failed = Signal(object)

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Build the page; it is filled by :meth:`load`."""
        super().__init__(parent)
        self._workplace = workplace
        self.back = FlatButton(_("Terug naar de week"), icon_name="arrow-left")
        self.keeping = Keeping(workplace, self)
        self.hours = HoursCard(self.keeping)
        self._told: Availability | None = None
        column = Column(self, widest=_WIDTH)
        self._lines = column.lines
        column.lines.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        column.lines.addWidget(Heading(_("Spreekuur en afwezigheid"), level=1))
        column.lines.addWidget(self.hours)
        column.lines.addStretch(1)
        scroll_within(self, column)
        self.back.clicked.connect(self._close)
        self.keeping.stateChanged.connect(self._tell_failing)
        self.hours.kept.connect(self._keep_hour)
        self.hours.removed.connect(self._remove_hour)
        Bites(self).add(lambda: self.away)

    @cached_property
    def away(self) -> AwayCard:
        """The absence, below the hours."""
        card = AwayCard(self.keeping)
        self._lines.insertWidget(self._lines.indexOf(self.hours) + 1, card)
        card.kept.connect(self._keep_absence)
        card.removed.connect(self._remove_absence)
        if self._told is not None:
            card.show_told(self._told)
        return card

    def load(self, *, then: Callable[[], None] | None = None) -> None:
        """Show what there is now; what is being typed stays. ``then`` is called after that."""
        work = self._workplace

        def show(told: Availability) -> None:
            self._show(told)
            if then is not None:
                then()

        work.tasks.read(
            self,
            lambda: availability.availability(work.database, work.session),
            done=show,
            failed=self.failed.emit,
        )

    def flush(self, done: Callable[[bool], None]) -> None:
        """Keep what is typed, then call ``done``: True when it is safe."""
        self.keeping.flush(done)

    def focus_away(self) -> None:
        """Put the keyboard in the absence: the hours above it fill the screen."""
        self.away.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def confirm(self) -> None:
        """Press the button of the card that is typed in."""
        in_away = "away" in vars(self) and self.away.isAncestorOf(self.focusWidget())
        (self.away if in_away else self.hours).keep.click()

    def _close(self) -> None:
        self.flush(lambda safe: self.closed.emit() if safe else None)

    def _tell_failing(self, state: SaveState) -> None:
        if state.error is not None:
            self.failed.emit(state.error)

    def _show(self, told: Availability) -> None:
        self._told = told
        self.hours.show_told(told)
        if "away" in vars(self):
            self.away.show_told(told)

    def _keep_hour(self, key: str, typed: Weekly) -> None:
        work, card, begun = self._workplace, self.hours, self.hours.begun

        def write() -> Changes:
            if key:
                use = work.database, work.session, RecordId(key)
                return availability.change_hour(*use, typed, shown=begun)
            return availability.add_hour(work.database, work.session, typed)

        self._write(card, write, {"begins": card.begins}, card.ends)

    def _keep_absence(self, key: str, typed: Away) -> None:
        work, card, begun = self._workplace, self.away, self.away.begun

        def write() -> Changes:
            if key:
                use = work.database, work.session, RecordId(key)
                return availability.change_absence(*use, typed, shown=begun)
            return availability.add_absence(work.database, work.session, typed)

        self._write(card, write, {}, card.last_day.field)

    def _write(
        self,
        card: EntryCard,
        write: Callable[[], Changes],
        fields: dict[str, FormField],
        usual: FormField,
    ) -> None:
        self.keeping.act(
            self,
            write,
            done=lambda _changes: card.saved(),
            failed=partial(self._refused, card, fields, usual),
        )

    def _remove_hour(self, key: str) -> None:
        self._remove(partial(availability.remove_hour, hour_id=RecordId(key)))

    def _remove_absence(self, key: str) -> None:
        self._remove(partial(availability.remove_absence, absence_id=RecordId(key)))

    def _remove(self, act: partial[Changes]) -> None:
        work = self._workplace
        work.tasks.write(self, lambda: act(work.database, work.session), failed=self.failed.emit)

    def _refused(
        self,
        card: EntryCard,
        fields: dict[str, FormField],
        usual: FormField,
        error: MeitinkerError,
    ) -> None:
        if isinstance(error, InvalidField):
            wrong = fields.get(error.field, usual)
            wrong.set_error(sentence_for(error).text)
            wrong.setFocus(Qt.FocusReason.OtherFocusReason)
        elif isinstance(error, ChangedMeanwhile):
            self.load(then=lambda: card.warn(usual))
        else:
            self.failed.emit(error)
