"""Sociale kaart: what is looked for at the left, the service at the right."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout

from meitinker import clock
from meitinker.i18n import _
from meitinker.store.settings import ScreenSpot
from ui.messages import sentence_for
from ui.viewmodels.service_page import page_of
from ui.views.social_map import ANSWER, CORRECTION, EDIT, FOR_NEED, FORM, KEY, MISSING, NEW
from ui.views.social_map.booklet import OnPaper
from ui.views.social_map.check_answer import AnswerPage
from ui.views.social_map.check_form import CheckForms
from ui.views.social_map.editing import Editing
from ui.views.social_map.finding import FindingPane
from ui.views.social_map.leaflet import Giving
from ui.views.social_map.opening import OpenedService, get_ready, open_service
from ui.views.social_map.service_view import ServiceView
from ui.views.social_map.somebody import Somebody
from ui.views.social_map.telling import Telling
from ui.widgets.empty import EmptyState
from ui.widgets.panes import AdaptivePanes, Room
from ui.widgets.scrolling import ScrollPane
from ui.window.listed_place import ListedPlace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QLineEdit, QWidget

    from meitinker.changes import Changes
    from meitinker.errors import MeitinkerError
    from meitinker.services.map_choices import LookedFor
    from ui.workplace import Workplace

_SHOWN_HERE = frozenset(
    {"provider", "map_service", "service_attribute", "service_area", "cost_option",
     "service_capacity", "map_location", "service_at_location", "map_contact", "map_phone",
     "schedule", "map_check", "map_correction", "map_correction_answer", "search_word"}
)  # fmt: skip


class SocialMapPlace(ListedPlace):
    """The place of the social map."""

    key = KEY
    opens_after = 120

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Build the panes; nothing is read before :meth:`arrive`."""
        super().__init__(workplace, parent)
        self._then_correct = False
        self._been = False
        self._opened_with = ""
        self.somebody = Somebody(workplace, self)
        self.finding = FindingPane(workplace, self)
        self._detail = QStackedWidget()
        # From the outside in: what is put elsewhere takes on its look again.
        self.panes = AdaptivePanes(self.finding, self._detail, self)
        self.nothing = EmptyState(
            _("Typ wat iemand nodig heeft, of kies iets uit de lijst."), icon_name="map-pin"
        )
        self.service = ServiceView(self._detail)
        self._narrowing = ScrollPane(self.finding.questions)
        for page in (self.nothing, self.service, self._narrowing):
            self._detail.addWidget(page)
        self.giving = Giving(workplace, self.service, self._detail, self)
        self.telling = Telling(self, self.finding, self.service)
        self.editing = Editing(self, self.finding, self.service, self._detail)
        self.forms = CheckForms(self, self.service, self._detail)
        self.on_paper = OnPaper(self.finding, self._detail, self.panes, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.panes)
        self._connect()

    # --- its panes -----------------------------------------------------------------------

    @property
    def search_line(self) -> QLineEdit:
        """Where is typed what someone needs."""
        return self.finding.search.line

    @property
    def list_of(self) -> QWidget:
        """The list of services."""
        return self.finding.list

    @property
    def shown_key(self) -> str:
        """The service that is shown."""
        return self.service.service_id

    def first_stop(self) -> QWidget | None:
        """Return where the keyboard arrives beside the list."""
        if self._narrows:
            return self.finding.fields.village.combo
        return self.service.first_stop() if self.service.service_id else None

    def open_key(self, key: str) -> None:
        """Show a service."""
        self._open(key)

    # --- what the window asks ------------------------------------------------------------

    def arrive(self, spot: ScreenSpot | None) -> None:
        """Show the list; with a spot also its service, or the form that was being typed."""
        if not self._been:
            get_ready(self)
        self.finding.arrive()
        self._been = True
        self.editing.arrive(spot)
        self.forms.arrive(spot)
        self.on_paper.arrive(spot)
        if spot is not None and spot.section == MISSING:
            self.telling.miss_once_known()
        elif spot is not None and spot.section in {NEW, EDIT, FORM, ANSWER}:
            if spot.section != NEW:  # what is wanted comes by itself, over its service
                self.panes.show_detail()
        elif spot is not None and spot.record_id:
            self._then_correct = spot.section == CORRECTION
            self._open(spot.record_id)
            self.panes.show_detail()
        elif not self.service.service_id:
            self.search()
        if spot is not None and spot.section == FOR_NEED:
            self.finding.look_for(spot.field)
            self.search()

    def come_about(self, resident: str, spot: ScreenSpot) -> None:
        """Look in the village of the resident whose file or conversation was at hand."""
        self.finding.missed = ""
        self.somebody.come(resident, spot)

    def _at_home(self, home: LookedFor | None) -> None:
        self.service.choose.setVisible(bool(self.somebody.visit_id))
        self.giving.live(home)
        self.finding.live(home)

    def spot(self) -> ScreenSpot:
        """Return the service that is open, or is being changed."""
        return self.editing.spot() or ScreenSpot(screen=self.key, record_id=self._wanted)

    def refresh(self, changes: Changes) -> None:
        """Look again when something of the map was touched."""
        if self._been and any(item.kind in _SHOWN_HERE for item in changes.items):
            self.finding.ask()
            if self._wanted:
                self._read()
            self.editing.refresh()

    def new(self) -> None:
        """Add a service, or tell what is missing where one may not (Ctrl+N)."""
        if self.editing.may:
            self.editing.add()
        else:
            self.telling.miss(self.finding.typed)

    def confirm(self) -> None:
        """Press the main button of what is in sight: never of a service behind it (Ctrl+Enter)."""
        if isinstance(shown := self._detail.currentWidget(), ServiceView | AnswerPage):
            shown.confirm()

    def print_paper(self) -> None:
        """Print the leaflet or the booklet in sight (Ctrl+P)."""
        if not self.on_paper.print_paper():
            super().print_paper()

    def reading(self) -> Sequence[QWidget]:
        """Return the list, the way back to it, and the service."""
        return (self.panes.list_frame, self.panes.back, self._detail)

    # --- narrowing -----------------------------------------------------------------------

    @property
    def _narrows(self) -> bool:
        """Whether the questions stand beside the list."""
        return self._detail.currentWidget() is self._narrowing

    def _narrow(self) -> None:
        """Put the questions beside the list, or take them away again."""
        if self._narrows:
            self._be_done()
            return
        fields = self.finding.fields  # before it is shown: all of it is painted at once
        self._detail.setCurrentWidget(self._narrowing)
        fields.village.combo.setFocus(Qt.FocusReason.OtherFocusReason)

    def _be_done(self) -> None:
        self._detail.setCurrentWidget(self.service if self._wanted else self.nothing)
        self._keep_what_fits()
        self.finding.narrow.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- opening -------------------------------------------------------------------------

    def _connect(self) -> None:
        self.finding.narrow.clicked.connect(self._narrow)
        self.finding.questions.closed.connect(self._be_done)
        self._detail.currentChanged.connect(lambda _page: self.panes.show_both(self._narrows))
        self.finding.chosen.connect(self.choose)
        self.finding.entered.connect(self._enter)
        self.finding.answered.connect(self._keep_what_fits)
        self.finding.failed.connect(lambda words: self.told.emit("fout", words))
        self.somebody.known.connect(self._at_home)
        for part in (self.giving, self.telling, self.editing, self.forms, self.on_paper):
            part.told.connect(self.told)
        self.editing.wanted.connect(self._want)
        self.editing.leaving.connect(self._let_go)
        self.service.choose.clicked.connect(
            lambda: self.go.emit(self.somebody.choosing(self.service.service_id))
        )

    def _want(self, service_id: str) -> None:
        """Show a service that is asked for by another part of the place."""
        self._open(service_id)
        self.panes.show_detail()

    def _let_go(self, _service_id: str) -> None:
        """Show nothing: the service at hand is being taken away."""
        self._wanted = ""
        self._show_nothing()
        self.search()

    def _enter(self) -> None:
        """Turn to the service where there is one pane only, with the keyboard on the way back."""
        self.panes.show_detail()
        if self.panes.room == Room.ONE:
            self.panes.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self, service_id: str) -> None:
        self._opening.stop()
        self._wanted = service_id
        self._opened_with = self.finding.typed
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
        self.telling.file = file
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
        if not self.editing.holds(file.service.id):
            self._detail.setCurrentWidget(self.service)
        self.finding.list.select(file.service.id)
        self.moved.emit()
        if self._then_correct:
            self._then_correct = False
            self.telling.correct()

    def _keep_what_fits(self) -> None:
        """Let go of a service that other words than it was opened with do not find.

        Beside words that it does not answer its number would be taken for theirs.
        """
        if self._detail.currentWidget() is not self.service:
            return
        others = self.finding.typed != self._opened_with
        if others and self.finding.found(self._wanted) is None:
            self._wanted = ""
            self._show_nothing()

    def _gone(self, service_id: str, error: MeitinkerError) -> None:
        self._then_correct = False
        if service_id != self._wanted:
            return
        self._wanted = ""
        self._show_nothing()
        self.told.emit("fout", sentence_for(error).text)

    def _show_nothing(self) -> None:
        self.telling.file = self.service.page = None
        self._detail.setCurrentWidget(self.nothing)
