"""A window with requests in it: the file of a resident, the list of Vandaag, and the panel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from meitinker import clock
from meitinker.domain.applications import ApplicationForm
from meitinker.domain.contacts import Channel
from meitinker.domain.requests import RequestKind, SignalConsent, Urgency
from meitinker.exchange.example_stories import SJOUKJE
from meitinker.ids import VisitId
from meitinker.services import applications, requests, visits
from meitinker.services.requests import NewRequest
from meitinker.store.settings import ScreenSpot
from tests.ui import checklist
from ui.theme import Theme, apply
from ui.views.people.place import PeoplePlace
from ui.views.requests.page import RequestsPage
from ui.views.requests.panel import RequestPanel
from ui.views.requests.waiting import WaitingRequests
from ui.window.main_window import Entry, MainWindow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from meitinker.ids import PersonId, RecordId
    from ui.workplace import Workplace

WORDS = "Ik kom de trap niet meer op. Mijn dochter zegt dat ik moet bellen."


class Stage:
    """The window, and what was asked of it.

    Attributes:
        window: The window with Vragen and Inwoners.
        went: Where the places asked to go.
        settle: Lets lanes and layout finish.
    """

    def __init__(self, workplace: Workplace, wait: Callable[[], None]) -> None:
        """Build the window over ``workplace``."""
        self.workplace, self._wait = workplace, wait
        entries = [
            Entry("today", "Vandaag", "home", view=WaitingRequests),
            Entry("people", "Inwoners", "users", view=PeoplePlace),
        ]
        self.window = MainWindow(workplace, entries, [])
        self.panel: RequestPanel | None = None
        self.window.requestAsked.connect(self._show_panel)

    def _show_panel(self, spot: ScreenSpot) -> None:
        self.panel = RequestPanel(self.workplace, parent=self.window)
        self.panel.told.connect(self.window.tell)
        self.panel.taken.connect(self.window.go)
        self.panel.begin(spot.record_id)

    def settle(self) -> None:
        """Let the lanes and the layout finish."""
        self._wait()
        checklist.settle()
        self._wait()

    def take(self, person: PersonId = SJOUKJE, **fields: object) -> RecordId:
        """Take a request without the screen."""
        new = NewRequest(**{"words": WORDS, **fields})  # type: ignore[arg-type] # struct's names
        work = self.workplace
        return requests.take(work.database, work.session, person, new).created("request")

    def apply(self, person: PersonId = SJOUKJE) -> RecordId:
        """Write down an application of today from a conversation that is under way."""
        work, today = self.workplace, clock.today()
        begun = visits.begin(work.database, work.session, person).created("visit")
        made = applications.record(
            work.database,
            work.session,
            VisitId(begun),
            applications.Signed(
                form=ApplicationForm.FORM,
                signed_on=today,
                received_on=today,
                asks_for="Traplift",
            ),
        )
        return made.created("application")

    def go(self, spot: ScreenSpot) -> None:
        """Go there and wait until all is shown."""
        self.window.go(spot)
        self.settle()

    def file(self, person: PersonId = SJOUKJE) -> RequestsPage:
        """Open the section Vragen of a resident and return it."""
        self.go(ScreenSpot(screen="people", record_id=person, section="requests"))
        return self.page

    @property
    def page(self) -> RequestsPage:
        """The section Vragen that is open."""
        place = self.window.here
        assert isinstance(place, PeoplePlace)
        page = place.file_view.pages.made(RequestsPage)
        assert page is not None
        return page

    @property
    def waiting(self) -> WaitingRequests:
        """The list of open requests."""
        place = self.window.here
        assert isinstance(place, WaitingRequests)
        return place

    def ask(self, person: str = "") -> RequestPanel:
        """Open the panel of a new request and return it."""
        self.go(ScreenSpot(screen="request", record_id=person))
        assert self.panel is not None
        return self.panel

    def signal(self) -> RecordId:
        """Take a signal that cannot wait."""
        return self.take(
            kind=RequestKind.SIGNAL,
            channel=Channel.STREET,
            reporter="Jan Bakker",
            reporter_tie="buurman",
            urgency=Urgency.URGENT,
            consent=SignalConsent.NOT_ASKED,
            words="De gordijnen zijn al drie dagen dicht.",
        )


@pytest.fixture
def stage(
    example_workplace: Workplace, answered: Callable[[], None], qtbot: QtBot, qapp: QApplication
) -> Iterator[Stage]:
    """Lend the window of an ordinary laptop, at the list."""
    apply(qapp, Theme())
    made = Stage(example_workplace, answered)
    qtbot.addWidget(made.window)
    made.window.resize(1366, 768)
    made.window.show()
    made.window.activateWindow()
    made.window.go_home()
    made.settle()
    yield made
    apply(qapp, Theme())
