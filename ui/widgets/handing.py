"""How a paper reaches its reader: three ways, and the day on which it got there."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker import clock
from meitinker.domain.plans import HandoverWay
from meitinker.domain.words import name_of
from meitinker.i18n import _
from ui.theme import px
from ui.viewmodels.dates import Near
from ui.widgets.buttons import Button
from ui.widgets.dates import DateField
from ui.widgets.flow import Flow

_ICONS = {
    HandoverWay.AT_THE_TABLE: "check",
    HandoverWay.BRING_LATER: "home",
    HandoverWay.SEND_LATER: "mail",
}


class Handing(QWidget):
    """First the ways to choose from; once one was chosen and it waits, the day.

    Signals:
        chosen: A ``HandoverWay``: make the paper for it.
        went: The day on which it got there.
    """

    chosen = Signal(object)
    went = Signal(object)

    def __init__(self, question: str, *beside: QWidget, parent: QWidget | None = None) -> None:
        """Build both; what stands beside the button that keeps the day comes and goes with it.

        Args:
            question: For the day.
            beside: Other things to do while it waits.
            parent: As in Qt.
        """
        super().__init__(parent)
        self.ways: dict[HandoverWay, Button] = {}
        for way in HandoverWay:
            self.ways[way] = Button(name_of(way), icon_name=_ICONS[way])
            self.ways[way].clicked.connect(partial(self.chosen.emit, way))
        self.ways_row = Flow(*self.ways.values(), gap=12, parent=self)
        self.day = DateField(question, hint=_("Leeg is vandaag."), near=Near.PAST)
        self.keep = Button(_("Bewaar datum"), icon_name="check")
        self.keep.clicked.connect(self._keep)
        self._waiting = QWidget(self)
        waiting = QVBoxLayout(self._waiting)
        waiting.setContentsMargins(0, 0, 0, 0)
        waiting.setSpacing(px(12))
        waiting.addWidget(self.day)
        waiting.addWidget(Flow(self.keep, *beside, gap=12))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        column.addWidget(self.ways_row)
        column.addWidget(self._waiting)

    def show_state(self, *, makes: bool, waits: bool) -> None:
        """Show the ways while it is to be made, the day while it waits."""
        self.ways_row.setVisible(makes)
        self._waiting.setVisible(waits)
        self.setVisible(makes or waits)

    def confirm(self) -> None:
        """Keep the day while it is asked for; else press the way that has the keyboard."""
        here = (way for way in self.ways.values() if way.hasFocus())
        button = self.keep if self.ways_row.isHidden() else next(here, None)
        if button is not None:
            button.click()

    def refuse(self, words: str) -> None:
        """Say why the day cannot be."""
        self.day.set_error(words)
        self.day.focus_problem()

    def _keep(self) -> None:
        wrong = self.day.problem()
        if wrong:
            self.refuse(wrong)
            return
        self.day.set_error(None)
        self.went.emit(self.day.value() or clock.today())
