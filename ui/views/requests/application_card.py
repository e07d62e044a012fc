"""One application in the file: what was signed, its two weeks, and when they stood still."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from meitinker.i18n import _
from meitinker.ids import RecordId
from ui.views.requests import application_acts
from ui.views.requests.act_card import ActCard
from ui.widgets.buttons import Button, FlatButton
from ui.widgets.column import Pile
from ui.widgets.flow import Flow
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading
from ui.widgets.layout import IconLine
from ui.widgets.rows import TightRow

if TYPE_CHECKING:
    from ui.forms.keeping import Keeping
    from ui.viewmodels.applications import ApplicationCard as Shown
    from ui.viewmodels.applications import StopLine
    from ui.views.requests.acts import CardAct


class ApplicationCard(ActCard):
    """A card that shows one application.

    Signals:
        visit_opened: The conversation that led to it (its id).
        stop_removed: A suspension is to go (the id of its letter).
    """

    visit_opened = Signal(str)
    stop_removed = Signal(str)

    def __init__(self, shown: Shown, keeping: Keeping, parent: QWidget | None = None) -> None:
        """Build it for ``shown``; ``keeping`` keeps what is typed in it."""
        super().__init__(keeping, parent)
        self.shown = shown
        self.title = Heading("", level=3)
        self.words = WrappedLabel("")
        self.lines = Pile(gap=8)
        self.stops = Pile(gap=8)
        self.stop_buttons: dict[str, tuple[Button, ...]] = {}
        suspend, decide = application_acts.suspend(), application_acts.decide()
        self.suspend = Button(suspend.name, icon_name=suspend.icon_name)
        self.decide = Button(decide.name, icon_name=decide.icon_name)
        self.visit = FlatButton(_("Bekijk gesprek"), icon_name="messages")
        for widget in (
            self.title, self.words, self.lines, self.stops,
            Flow(self.decide, self.suspend, self.visit, gap=12),
        ):  # fmt: skip
            self.add(widget)
        self.suspend.clicked.connect(partial(self.open_act, suspend))
        self.decide.clicked.connect(partial(self.open_act, decide))
        self.visit.clicked.connect(lambda: self.visit_opened.emit(self.shown.visit_id))
        self.show_application(shown)

    def show_application(self, shown: Shown) -> None:
        """Show how it stands now; fields that are being typed in stay."""
        self.shown = shown
        self.title.setText(shown.title)
        self.words.setText(shown.words)
        lines = [IconLine("alert-triangle", shown.early, tint="warning")] if shown.early else []
        if shown.clock is not None:
            line = shown.clock
            lines.append(IconLine(line.icon_name, line.text, tint=line.tint))
        self.lines.replace(lines)
        self.lines.setVisible(bool(lines))
        self.stop_buttons = {}
        self.stops.replace([self._stop(one) for one in shown.stops])
        self.stops.setVisible(bool(shown.stops))
        open_now = any(one.open for one in shown.stops)
        self.suspend.setVisible(shown.undecided and not open_now)
        self.decide.setVisible(shown.undecided)
        self.visit.setVisible(bool(shown.visit_id))
        for button in (self.suspend, self.decide, self.visit):
            button.setAccessibleName(f"{button.text()}: {shown.title}")

    @property
    def record_id(self) -> str:
        """The application."""
        return self.shown.application_id

    def possible(self) -> tuple[CardAct, ...]:
        """Return what can be done with the application as it stands."""
        if not self.shown.undecided:
            return ()
        stands = [RecordId(one.letter_id) for one in self.shown.stops if one.open]
        going_on = [application_acts.go_on(one) for one in stands]
        suspend = () if stands else (application_acts.suspend(),)
        return *going_on, *suspend, application_acts.decide()

    def buttons_after(self, act: CardAct) -> tuple[QWidget, ...]:
        """Return the button of the act, or one that is there in its place."""
        own = self.suspend if act.key == application_acts.SUSPEND else self.decide
        return own, self.decide, self.suspend, self.visit

    def _stop(self, one: StopLine) -> QWidget:
        away = FlatButton(_("Haal weg"), icon_name="trash")
        away.setAccessibleName(f"{away.text()}: {one.text}")
        away.clicked.connect(lambda: self.stop_removed.emit(one.letter_id))
        buttons: tuple[Button, ...] = (away,)
        if one.open:
            act = application_acts.go_on(RecordId(one.letter_id))
            on = Button(act.name, icon_name=act.icon_name)
            on.setAccessibleName(f"{on.text()}: {self.shown.title}")
            on.clicked.connect(partial(self.open_act, act))
            buttons = (on, away)
        self.stop_buttons[one.letter_id] = buttons
        icon_name, tint = ("player-stop", "warning") if one.open else ("player-stop", "muted")
        return TightRow(IconLine(icon_name, one.text, tint=tint), Flow(*buttons, gap=8))
