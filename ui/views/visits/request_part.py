"""What a conversation followed from: its request, and what became of the resident's own plan."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from meitinker import clock
from meitinker.domain.requests import OPEN, PlanOffer
from meitinker.i18n import _
from meitinker.services import requests, visit_request
from ui.viewmodels import conversation as told
from ui.views.visits.section import RecordCard
from ui.widgets.buttons import Button
from ui.widgets.choices import RadioGroup
from ui.widgets.form_field import WrappedLabel

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from meitinker.changes import Changes
    from meitinker.domain.requests import Request
    from ui.views.visits.desk import Desk


class RequestPart(RecordCard):
    """A card: from which request this followed, or the way to one."""

    def __init__(self, desk: Desk) -> None:
        """Build it; :meth:`show_file` fills it."""
        super().__init__(told.ABOUT_REQUEST)
        self._desk = desk
        self.words = WrappedLabel("", self)
        self.offer = RadioGroup(
            _("Weet de inwoner dat een eigen plan mag?"),
            told.plan_choices(),
            hint=_("Wie een plan wil maken, heeft daar zeven dagen voor."),
        )
        self.take = Button(_("Maak er een vraag van"), icon_name="plus")
        self.ways: dict[str, Button] = {}
        self.offer.edited.connect(self._set_plan)
        self.take.clicked.connect(self._take)
        for part in (self.words, self.offer):
            self.column.addWidget(part)
        self.column.addWidget(self.take, 0, Qt.AlignmentFlag.AlignLeft)

    def first(self) -> QWidget:
        """Return what there is to answer first."""
        if self._desk.file.request is not None:
            return self.offer
        return next(iter(self.ways.values()), self.take)

    def show_file(self) -> None:
        """Show what is known now."""
        file = self._desk.file
        request = file.request
        self.words.setText(told.request_words(file))
        self.offer.setVisible(request is not None)
        if request is not None:
            self.offer.set_value(request.plan_offer.value)
            self.offer.set_read_only(self._desk.read_only or request.state not in OPEN)
        self._show_ways(() if self._desk.read_only else file.waiting)
        own = _("Maak er een nieuwe vraag van") if file.waiting else _("Maak er een vraag van")
        self.take.setText(own)
        self.take.setVisible(request is None and not self._desk.read_only)

    def _show_ways(self, waiting: tuple[Request, ...]) -> None:
        """Offer the questions of this resident that wait; they come before a new one."""
        if set(self.ways) == {one.id for one in waiting}:
            return
        for gone in self.ways.values():
            gone.hide()
            gone.deleteLater()
        self.ways = {}
        for one in waiting:
            way = Button(told.follow_words(one), self, icon_name="link")
            way.clicked.connect(partial(self._follow, one))
            place = self.column.indexOf(self.take)
            self.column.insertWidget(place, way, 0, Qt.AlignmentFlag.AlignLeft)
            self.ways[one.id] = way

    def _take(self) -> None:
        work, visit_id = self._desk.workplace, self._desk.visit_id
        self._join(lambda: visit_request.take(work.database, work.session, visit_id))

    def _follow(self, request: Request) -> None:
        work, visit_id = self._desk.workplace, self._desk.visit_id
        self._join(
            lambda: visit_request.follow(
                work.database, work.session, visit_id, request_id=request.id
            )
        )

    def _set_plan(self) -> None:
        request, value = self._desk.file.request, self.offer.value()
        if request is None or value is None:
            return
        work, day = self._desk.workplace, self._day(request)
        self._act(
            lambda: requests.set_plan(
                work.database, work.session, request.id, offer=PlanOffer(value), on=day
            )
        )

    def _day(self, request: Request) -> date:
        """Return the day of the conversation, where it is one on which this can have been told."""
        came = clock.local(request.received_at).date()
        return min(max(self._desk.file.visit.visited_on or clock.today(), came), clock.today())

    def _join(self, work: Callable[[], Changes]) -> None:
        """Give the conversation its request; the button that did it goes, its answer comes."""

        def shown() -> None:
            if self.offer.isVisible():
                self.offer.setFocus(Qt.FocusReason.OtherFocusReason)

        self._desk.act(work, done=lambda _changes: self._desk.reload(shown))

    def _act(self, work: Callable[[], Changes]) -> None:
        self._desk.act(work, done=lambda _changes: self._desk.reload())
