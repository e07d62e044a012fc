"""One application in the file: what was signed, its two weeks, and when they stood still."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from meitinker.i18n import _
from meitinker.ids import RecordId
from ui.views.people.layout import Card, IconLine
from ui.views.requests import application_acts
from ui.views.requests.act_panel import ActPanel
from ui.widgets.buttons import Button, FlatButton
from ui.widgets.column import Pile
from ui.widgets.flow import Flow
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading
from ui.widgets.panes import lay_out_now
from ui.widgets.rows import TightRow

if TYPE_CHECKING:
    from meitinker.errors import InvalidField
    from ui.viewmodels.applications import ApplicationCard as Shown
    from ui.viewmodels.applications import StopLine
    from ui.views.requests.acts import CardAct


class ApplicationCard(Card):
    """A card that shows one application.

    Signals:
        visit_opened: The conversation that led to it (its id).
        act_asked: Something is to be done: application id, what the service does.
        stop_removed: A suspension is to go (the id of its letter).
    """

    visit_opened = Signal(str)
    act_asked = Signal(str, object)
    stop_removed = Signal(str)

    def __init__(self, shown: Shown, parent: QWidget | None = None) -> None:
        """Build it for ``shown``."""
        super().__init__(parent)
        self.shown = shown
        self.panel: ActPanel | None = None
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
        self.suspend.clicked.connect(partial(self._open, suspend, self.suspend))
        self.decide.clicked.connect(partial(self._open, decide, self.decide))
        self.visit.clicked.connect(lambda: self.visit_opened.emit(self.shown.visit_id))
        self._pressed: Button = self.suspend
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

    def refuse(self, error: InvalidField) -> None:
        """Say at the field of the open panel why it cannot be."""
        if self.panel is not None:
            self.panel.refuse(error)

    def close_panel(self) -> None:
        """Put the fields of an act away and give the keyboard to a button that is there."""
        panel, self.panel = self.panel, None
        if panel is None:
            return
        inside = panel.isAncestorOf(self.focusWidget() or self)
        self.column.removeWidget(panel)
        panel.hide()
        panel.deleteLater()
        if inside:
            stops = (self._pressed, self.decide, self.suspend, self.visit)
            wanted = next((one for one in stops if one.isVisibleTo(self)), self.visit)
            wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    def _stop(self, one: StopLine) -> QWidget:
        away = FlatButton(_("Haal weg"), icon_name="trash")
        away.setAccessibleName(f"{away.text()}: {one.text}")
        away.clicked.connect(lambda: self.stop_removed.emit(one.letter_id))
        buttons: tuple[Button, ...] = (away,)
        if one.open:
            act = application_acts.go_on(RecordId(one.letter_id))
            on = Button(act.name, icon_name=act.icon_name)
            on.setAccessibleName(f"{on.text()}: {self.shown.title}")
            on.clicked.connect(partial(self._open, act, self.decide))
            buttons = (on, away)
        self.stop_buttons[one.letter_id] = buttons
        icon_name, tint = ("player-stop", "warning") if one.open else ("player-stop", "muted")
        return TightRow(IconLine(icon_name, one.text, tint=tint), Flow(*buttons, gap=8))

    def _open(self, act: CardAct, button: Button) -> None:
        same = self.panel is not None and self.panel.act.key == act.key
        self.close_panel()
        if same:
            return
        self._pressed = button
        self.panel = ActPanel(act)
        self.panel.done.connect(lambda do: self.act_asked.emit(self.shown.application_id, do))
        self.panel.closed.connect(self.close_panel)
        self.add(self.panel)
        self.panel.show()
        lay_out_now()  # what gets the keyboard is scrolled into sight, so it must have its place
        self.panel.focus_first()
