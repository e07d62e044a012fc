"""Sociale kaart: what is looked for at the left, the service at the right."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout

from meitinker import clock
from meitinker.i18n import _
from meitinker.ids import RecordId
from meitinker.services import map_checks, map_search, thesaurus
from meitinker.store.settings import Place
from ui.messages import sentence_for
from ui.place_view import PlaceView
from ui.viewmodels.service_page import page_of
from ui.views.social_map import CORRECTION, FOR_NEED, KEY, MISSING
from ui.views.social_map.finding import FindingPane
from ui.views.social_map.leaflet import Giving
from ui.views.social_map.opening import OpenedService, open_service
from ui.views.social_map.panels import CorrectionPanel, MissingPanel
from ui.views.social_map.service_view import ServiceView
from ui.views.social_map.somebody import Somebody
from ui.widgets.empty import EmptyState
from ui.widgets.panes import AdaptivePanes, Room

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from meitinker.changes import Changes
    from meitinker.domain.map_checks import CheckWay
    from meitinker.errors import MeitinkerError
    from meitinker.services.map_choices import Home
    from ui.workplace import Workplace

_SHOWN_HERE = frozenset(
    {"provider", "map_service", "service_attribute", "service_area", "cost_option",
     "service_capacity", "map_location", "service_at_location", "map_contact", "map_phone",
     "schedule", "map_check", "map_correction", "map_correction_answer", "search_word"}
)  # fmt: skip
_OPEN_AFTER = 120
"""Milliseconds: who runs through the list with the arrows reads only where they stop."""


class SocialMapPlace(PlaceView):
    """The place of the social map."""

    key = KEY

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Build the panes; nothing is read before :meth:`arrive`."""
        super().__init__(workplace, parent)
        self._wanted = ""
        self._then_correct = self._then_miss = False
        self._been = False
        self._opened: OpenedService | None = None
        self.somebody = Somebody(workplace, self)
        self.finding = FindingPane(workplace, self)
        self.service = ServiceView()
        self.nothing = EmptyState(
            _("Typ wat iemand nodig heeft, of kies iets uit de lijst."), icon_name="map-pin"
        )
        self._detail = QStackedWidget()
        self._detail.addWidget(self.nothing)
        self._detail.addWidget(self.service)
        self.giving = Giving(workplace, self.service, self._detail, self)
        self.panes = AdaptivePanes(self.finding, self._detail, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.panes)
        self._opening = QTimer(self)
        self._opening.setSingleShot(True)
        self._opening.setInterval(_OPEN_AFTER)
        self._connect()

    # --- what the window asks ------------------------------------------------------------

    def arrive(self, spot: Place | None) -> None:
        """Show the list; with a spot also its service, or the form that was being typed."""
        if not self._been:
            work = self.workplace
            work.tasks.read(
                self,
                partial(map_search.warm, work.database, work.session),
                done=lambda _none: None,
                failed=lambda _error: None,  # the list tells what is wrong
            )
        self.finding.arrive()
        self._been = True
        if spot is not None and spot.section == MISSING:
            self._then_miss = not self.finding.villages
            if not self._then_miss:
                self._miss("")
        elif spot is not None and spot.record_id:
            self._then_correct = spot.section == CORRECTION
            self._open(spot.record_id)
            self.panes.show_detail()
        elif not self.service.service_id:
            self.search()
        if spot is not None and spot.section == FOR_NEED:
            self.finding.look_for(spot.field)
            self.search()

    def come_about(self, resident: str, spot: Place) -> None:
        """Look in the village of the resident whose file or conversation was at hand."""
        self.finding.missed = ""
        self.somebody.come(resident, spot)

    def _at_home(self, home: Home | None) -> None:
        self.service.choose.setVisible(bool(self.somebody.visit_id))
        self.giving.live(home)
        self.finding.live(home)

    def spot(self) -> Place:
        """Return the service that is open."""
        return Place(screen=self.key, record_id=self._wanted)

    def refresh(self, changes: Changes) -> None:
        """Look again when something of the map was touched."""
        if self._been and any(item.kind in _SHOWN_HERE for item in changes.items):
            self.finding.ask()
            if self._wanted:
                self._read()

    def new(self) -> None:
        """Tell what is missing (Ctrl+N)."""
        self._miss(self.finding.typed)

    def search(self) -> None:
        """Go to the search field and select what was typed there (Ctrl+F)."""
        self.panes.show_list()
        line = self.finding.search.line
        line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        line.selectAll()

    def confirm(self) -> None:
        """Say that the service is right (Ctrl+Enter)."""
        if self.service.service_id:
            self.service.right.click()

    def next_pane(self, step: int) -> None:
        """Move the focus between search, list and service."""
        stops: list[QWidget] = [self.finding.search.line, self.finding.list]
        if self.service.service_id:
            stops.append(self.service.first_stop())
        now = QApplication.focusWidget()
        here = 2 if now is not None and self._detail.isAncestorOf(now) else int(now is stops[1])
        target = (here + step) % len(stops)
        if self.panes.room == Room.ONE:
            (self.panes.show_detail if target == 2 else self.panes.show_list)()
        stops[target].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def reading(self) -> Sequence[QWidget]:
        """Return the list, the way back to it, and the service."""
        return (self.panes.list_frame, self.panes.back, self._detail)

    # --- opening -------------------------------------------------------------------------

    def _connect(self) -> None:
        self.finding.chosen.connect(self._choose)
        self.finding.entered.connect(self._enter)
        self.finding.missing_asked.connect(self._miss)
        self.finding.known.connect(self._know)
        self.finding.failed.connect(lambda words: self.told.emit("fout", words))
        self._opening.timeout.connect(self._stopped)
        self.service.right_said.connect(self._say_right)
        self.service.wrong_asked.connect(self._correct)
        self.service.word_said.connect(self._add_word)
        self.somebody.known.connect(self._at_home)
        self.giving.told.connect(self.told)
        self.service.choose.clicked.connect(
            lambda: self.go.emit(self.somebody.choosing(self.service.service_id))
        )

    def _choose(self, service_id: str) -> None:
        """Open at once, unless the last one was chosen just before."""
        running = self._opening.isActive()
        self._wanted = service_id
        if not running:
            self._open(service_id)
        self._opening.start()

    def _stopped(self) -> None:
        """Open where the arrows stopped, unless that shows already."""
        if self._wanted != self.service.service_id:
            self._open(self._wanted)

    def _enter(self) -> None:
        """Turn to the service where there is one pane only, with the keyboard on the way back."""
        self.panes.show_detail()
        if self.panes.room == Room.ONE:
            self.panes.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self, service_id: str) -> None:
        self._opening.stop()
        self._wanted = service_id
        if service_id:
            self._read()

    def _read(self) -> None:
        work, service_id = self.workplace, self._wanted
        work.tasks.read(
            self,
            partial(open_service, work.database, work.session, service_id),
            done=self._show,
            failed=partial(self._gone, service_id),
        )

    def _show(self, opened: OpenedService) -> None:
        file = opened.file
        if file.service.id != self._wanted:
            return
        self._opened = opened
        found = self.finding.found(file.service.id)
        page = page_of(
            file,
            opened.terms,
            moment=clock.local(clock.now()),
            due_on=opened.due_on,
            doubted=opened.doubted,
            found=found,
            village=self.finding.village,
        )
        self.service.show_page(page, sought=self.finding.missed)
        self._detail.setCurrentWidget(self.service)
        self.finding.list.select(file.service.id)
        self.moved.emit()
        if self._then_correct:
            self._then_correct = False
            self._correct()

    def _gone(self, service_id: str, error: MeitinkerError) -> None:
        self._then_correct = False
        if service_id != self._wanted:
            return
        self._wanted = ""
        self._opened = None
        self.service.page = None
        self._detail.setCurrentWidget(self.nothing)
        self.told.emit("fout", sentence_for(error).text)

    # --- what is said of it --------------------------------------------------------------

    def _say_right(self, way: CheckWay) -> None:
        work = self.workplace
        work.tasks.write(
            self,
            partial(
                map_checks.note,
                work.database,
                work.session,
                RecordId(self.service.service_id),
                way=way,
            ),
            failed=self._fail,
        )

    def _correct(self) -> None:
        if self._opened is None:
            return
        panel = CorrectionPanel(self.workplace, self, file=self._opened.file)
        panel.begin()

    def _miss(self, sought: str) -> None:
        panel = MissingPanel(self.workplace, self, villages=self.finding.villages)
        panel.begin(sought, self.finding.filters.village_id)

    def _know(self) -> None:
        """Open the form that waited for the villages among which it chooses."""
        if self._then_miss:
            self._then_miss = False
            self._miss("")

    def _add_word(self) -> None:
        work = self.workplace
        work.tasks.write(
            self,
            partial(
                thesaurus.add_word,
                work.database,
                work.session,
                self.finding.missed,
                service_id=RecordId(self.service.service_id),
            ),
            done=lambda _changes: self._word_added(),
            failed=self._fail,
        )

    def _word_added(self) -> None:
        self.finding.missed = ""
        self.service.word.hide()

    def _fail(self, error: MeitinkerError) -> None:
        self.told.emit("fout", sentence_for(error).text)
