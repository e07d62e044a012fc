"""Then and now: the network on an earlier day beside that of today, and what changed."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker import clock
from meitinker.i18n import _
from meitinker.ids import PersonId, RecordId
from meitinker.services import network
from ui.theme import px
from ui.viewmodels import network as told
from ui.viewmodels.dates import day_text
from ui.views.network.drawing import Legend
from ui.widgets.bullets import bullets
from ui.widgets.buttons import Button
from ui.widgets.choices import ComboField
from ui.widgets.column import Pile, stacked
from ui.widgets.ecogram import Ecogram
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading
from ui.widgets.layout import Card, Turning
from ui.work.turns import in_a_later_turn

if TYPE_CHECKING:
    from meitinker.services.network import ComparedNetworks, Network
    from ui.workplace import Workplace

_SIDE_BY_SIDE = 1000
_USUAL = (182, 365)
"""Days ago that are always offered: half a year and a year."""


class Comparing(QWidget):
    """Two drawings in which everyone keeps their place.

    Signals:
        failed: It could not be read: the error.
        closed: Back to the network of today.
    """

    failed = Signal(object)
    closed = Signal()

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Build both drawings and the list of changes."""
        super().__init__(parent)
        self._workplace = workplace
        self._client = ""
        self._resident = ""
        self.day = ComboField(_("Met welke dag wilt u vergelijken?"), [])
        self.close_button = Button(_("Terug naar het netwerk"), icon_name="arrow-left")
        self.changes = Pile()
        self.then, self.now = Ecogram(), Ecogram()
        self._titles = Heading("", level=3), Heading(_("Nu"), level=3)
        card = Card()
        card.add(Heading(_("Wat is er veranderd?"), level=3))
        card.add(self.changes)
        self.unsure = WrappedLabel("", tone="muted")
        card.add(self.unsure)
        beside = Turning(
            stacked(self._titles[0], self.then, air=True),
            stacked(self._titles[1], self.now, air=True),
            least=_SIDE_BY_SIDE,
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(16))
        column.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignLeft)
        for widget in (self.day, card, beside, Legend()):
            column.addWidget(widget)
        self.day.edited.connect(self._load)
        self.close_button.clicked.connect(self.closed)

    def show_network(self, whole: Network, resident: str) -> None:
        """Offer the days of a network, and compare with the last one first."""
        self._client, self._resident = whole.client.id, resident
        today = clock.today()
        days = {*network.days(whole), *(today - timedelta(days=ago) for ago in _USUAL)}
        self.day.set_choices(told.then_choices(sorted(days, reverse=True)))
        if self.day.value() is None:
            self.day.set_value((today - timedelta(days=_USUAL[0])).isoformat())
        self._load()

    def _load(self) -> None:
        chosen = self.day.value()
        if chosen is None:
            return
        work, client, then = self._workplace, self._client, date.fromisoformat(chosen)
        read = partial(
            network.compared,
            work.database,
            work.session,
            PersonId(RecordId(client)),
            then=then,
            now=clock.today(),
        )
        work.tasks.read(self, read, done=partial(self._show, then), failed=self.failed.emit)

    def _show(self, then: date, compared: ComparedNetworks) -> None:
        self._titles[0].setText(_("Op {day}").format(day=day_text(then)))
        before, after = told.shown(compared.then), told.shown(compared.now)
        around = tuple({person.key: person for person in (*before, *after)}.values())
        self.then.show_people(self._resident, before, around=around)
        self.then.setAccessibleDescription(told.summary(compared.then))
        # The second of two large drawings in a turn of its own: a key would wait for both.
        now = partial(self.now.show_people, self._resident, after, around=around)
        in_a_later_turn(self, now)
        self.now.setAccessibleDescription(told.summary(compared.now))
        self.changes.replace([bullets(told.changes(compared))])
        self.unsure.setText(told.unsure(compared))
        self.unsure.setVisible(bool(self.unsure.text()))
