"""Keeping the map: a service is added, changed and taken away, by who may."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from meitinker.domain.map_services import MAP_SERVICE, MapService
from meitinker.ids import RecordId
from meitinker.services import map_editing, map_forms, map_terms, social_map
from meitinker.store.settings import ScreenSpot
from ui.messages import sentence_for
from ui.views.social_map import EDIT, KEY, NEW
from ui.views.social_map import edit_groups as groups
from ui.views.social_map import edit_parts as parts
from ui.views.social_map.edit_finding import AreaPanel, FindPanel, LadderPanel
from ui.views.social_map.edit_hours import HoursPanel
from ui.views.social_map.edit_page import EditPage
from ui.views.social_map.edit_panel import At, EditPanel
from ui.views.social_map.new_service import NewServicePanel

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QStackedWidget

    from meitinker.changes import Changes
    from meitinker.domain.map_places import MapLocation
    from meitinker.domain.providers import Provider
    from meitinker.domain.session import Session
    from meitinker.errors import MeitinkerError
    from meitinker.services.map_forms import ServiceForm
    from meitinker.services.map_terms import Terms
    from meitinker.store.database import Database
    from ui.views.social_map.finding import FindingPane
    from ui.views.social_map.service_view import ServiceView
    from ui.window.place_view import PlaceView

_GROUPS: dict[str, Callable[[At], EditPanel]] = {
    map_forms.WHAT: groups.WhatPanel,
    map_forms.PROVIDER: groups.ProviderPanel,
    map_forms.WHO: groups.WhoPanel,
    map_forms.WAY: groups.WayPanel,
    map_forms.FIND: FindPanel,
    map_forms.LADDER: LadderPanel,
    map_forms.AREA: AreaPanel,
    map_forms.ROOM: groups.RoomPanel,
    map_forms.REACH: groups.ReachPanel,
}
_PARTS: dict[str, Callable[..., EditPanel]] = {
    map_forms.PHONE: parts.PhonePanel,
    map_forms.CONTACT: parts.ContactPanel,
    map_forms.PRICE: parts.PricePanel,
    map_forms.HOURS: HoursPanel,
    map_forms.PLACE: parts.PlacePanel,
}


class Editing(QObject):
    """The page on which a service is changed, and the forms over it.

    Attributes:
        page: The page; None until it is first wanted.
        may: Whether the user may change anything.

    Signals:
        told: A message for the bar of the window: kind and sentence.
        wanted: A service is to be shown: its id.
        leaving: A service is being taken away: its id.
    """

    told = Signal(str, str)
    wanted = Signal(str)
    leaving = Signal(str)

    def __init__(
        self, place: PlaceView, finding: FindingPane, service: ServiceView, stack: QStackedWidget
    ) -> None:
        """Begin with what everybody may: nothing of it."""
        super().__init__(place)
        self._workplace, self._place = place.workplace, place
        self._finding, self._service, self._stack = finding, service, stack
        self.page: EditPage | None = None
        self.may = False
        self._then: tuple[str, str] | None = None
        finding.add.clicked.connect(self.add)
        service.edit.clicked.connect(lambda: self.open(service.service_id))

    def arrive(self, spot: ScreenSpot | None) -> None:
        """Ask what the user may; with a spot of a form go on with that."""
        work = self._workplace
        work.tasks.read(
            self, partial(map_forms.may_keep, work.database, work.session), done=self._know
        )
        if spot is None or spot.section not in {NEW, EDIT}:
            return
        if spot.section == NEW:
            self.add()
            return
        about = spot.record_id
        work.tasks.read(
            self,
            partial(map_forms.service_of, work.database, work.session, spot.field, about),
            done=partial(self._go_on, spot.field, about),
            failed=self._fail,
        )

    def spot(self) -> ScreenSpot | None:
        """Return the service that is changed, or None where none is."""
        if not self.holds(self._service.service_id) or self.page is None:
            return None
        return ScreenSpot(screen=KEY, record_id=self.page.service_id, section=EDIT)

    def holds(self, service_id: str) -> bool:
        """Tell whether the page of a service lies in sight."""
        page = self.page
        return (
            page is not None
            and self._stack.currentWidget() is page
            and page.service_id == service_id
        )

    def refresh(self) -> None:
        """Show what stands there now."""
        if self.page is not None and self.holds(self.page.service_id):
            self.open(self.page.service_id)

    def add(self) -> None:
        """Open the form of a service that is not there yet."""
        work = self._workplace
        work.tasks.read(
            self,
            partial(_lists, work.database, work.session),
            done=self._begin_new,
            failed=self._fail,
        )

    def open(self, service_id: str) -> None:
        """Show the page on which a service is changed."""
        work = self._workplace
        work.tasks.read(
            self,
            partial(map_forms.desk, work.database, work.session, service_id),
            done=self._show,
            failed=self._fail,
        )

    def _know(self, may: bool) -> None:
        self.may = may
        self._finding.may_keep(may)
        self._service.edit.setVisible(may)
        self._service.form.setVisible(may)

    def _go_on(self, form: str, about: str, service_id: str) -> None:
        """Open the page of a service with the form that was being typed."""
        if form in map_forms.PARTS or form == map_forms.PROVIDER_CARD.name:
            self._then = form, about
        elif form:
            self._then = form.removesuffix("_new"), ""
        self.wanted.emit(service_id)
        self.open(service_id)

    def _begin_new(self, lists: tuple[Terms, tuple[Provider, ...]]) -> None:
        terms, providers = lists
        panel = NewServicePanel(self._workplace, self._place, terms=terms, providers=providers)
        panel.opened.connect(self.wanted)
        panel.done.connect(self._added)
        panel.begin()

    def _added(self, changes: Changes) -> None:
        service_id = changes.created(MAP_SERVICE.name)
        self.wanted.emit(service_id)
        self.open(service_id)

    def _show(self, desk: ServiceForm) -> None:
        if self.page is None:
            self.page = EditPage()
            self._stack.addWidget(self.page)
            self.page.asked.connect(self._ask)
            self.page.closed.connect(self._close)
            self.page.removed.connect(self._remove)
        there = self.holds(desk.file.service.id)
        self.page.show_desk(desk)
        if not there:
            self._stack.setCurrentWidget(self.page)
            self.page.close_button.setFocus(Qt.FocusReason.OtherFocusReason)
            self._place.moved.emit()
        then, self._then = self._then, None
        if then is not None:
            self._ask(*then)

    def _close(self) -> None:
        self._stack.setCurrentWidget(self._service)
        self._service.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self._place.moved.emit()

    def _remove(self) -> None:
        if self.page is None or self.page.desk is None:
            return
        work, key = self._workplace, self.page.service_id
        self.leaving.emit(key)
        work.tasks.write(
            self,
            partial(map_editing.take_away, work.database, work.session, MapService, RecordId(key)),
            failed=partial(self._stay, key),
        )

    def _stay(self, service_id: str, error: MeitinkerError) -> None:
        self.wanted.emit(service_id)
        self._fail(error)

    def _ask(self, form: str, key: str) -> None:
        """Open a form over the page."""
        if self.page is None or self.page.desk is None:
            return
        at, work = At(self._workplace, self._place, self.page.desk), self._workplace
        if form == map_forms.PLACE and not key:
            work.tasks.read(
                self,
                partial(map_forms.locations, work.database, work.session),
                done=partial(self._ask_place, at),
                failed=self._fail,
            )
        elif (panel := _panel(at, form, key)) is not None:
            panel.begin()

    def _ask_place(self, at: At, known: tuple[MapLocation, ...]) -> None:
        parts.PlacePanel(at, known=known).begin()

    def _fail(self, error: MeitinkerError) -> None:
        self._then = None
        self.told.emit("fout", sentence_for(error).text)


def _lists(database: Database, session: Session) -> tuple[Terms, tuple[Provider, ...]]:
    """Return what a new service is chosen among; this runs on a lane of the database."""
    return map_terms.terms(database, session), social_map.providers(database, session)


def _panel(at: At, form: str, key: str) -> EditPanel | None:
    """Return a form; ``key`` is the entry of a list, or the provider."""
    if form in _PARTS:
        return _PARTS[form](at, key=key)
    provider = at.desk.file.provider
    if key:
        return parts.ProviderCardPanel(at, provider=provider) if provider else None
    return _GROUPS[form](at) if form in _GROUPS else None
