"""Tab alone through the whole window: every stop of every screen, in the order of reading.

At sizes at which most screens scroll: what lies below the edge is passed like the rest, and not
after the buttons that always stand in sight.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from meitinker.domain.needs import Step
from meitinker.domain.visits import VisitState
from meitinker.exchange.example_stories import LONG_NAME, SIETSKE
from meitinker.services import visits
from meitinker.store.settings import ScreenSpot
from tests.ui import checklist
from tests.ui.appointing import make_with
from ui.theme import Theme, apply
from ui.viewmodels.conversation import LADDER, SECTIONS
from ui.views.contacts.panel import NotePanel
from ui.views.people.file_pages import SECTIONS as FILE_SECTIONS
from ui.views.requests.panel import RequestPanel
from ui.views.today.tabs import TodayTabs
from ui.views.visits.ladder import LadderSection
from ui.views.visits.place import VisitsPlace
from ui.views.week.page import WeekPage
from ui.widgets.bites import Bites
from ui.widgets.buttons import Button
from ui.widgets.scrolling import ScrollPane
from ui.widgets.tab_order import Read
from ui.window.entries import foot, places
from ui.window.main_window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from ui.workplace import Workplace

SIZES = ((100, 1366, 768), (200, 1366, 768), (100, 683, 384))
SETTINGS = ("look", "own", "safety", "backup", "organisation", "about")


class Walk:
    """The window with all its places, and the screens that are walked through."""

    def __init__(self, window: MainWindow, work: Workplace, answered: Callable[[], None]) -> None:
        self.window, self.work = window, work
        self._answered = answered

    def settle(self) -> None:
        for bites in self.window.findChildren(Bites):
            bites.complete()
        self._answered()
        checklist.settle()

    def go(self, screen: str, record_id: str = "", section: str = "") -> None:
        self.window.go(ScreenSpot(screen=screen, record_id=record_id, section=section))
        for _turn in range(2):
            self.settle()

    def today(self) -> Iterator[str]:
        for section in ("", "requests", "week", "papers"):
            self.go("today", section=section)
            yield section or "day"

    def week(self) -> Iterator[str]:
        self.go("today", section="week")
        tabs = self.window.here
        assert isinstance(tabs, TodayTabs)
        page = tabs.page
        assert isinstance(page, WeekPage)
        page.new()
        self.settle()
        yield "picker"
        make_with(page, SIETSKE)
        self.settle()
        yield "appointment"
        page.go_home()
        page._show_hours()
        self.settle()
        yield "hours"

    def people(self) -> Iterator[str]:
        self.go("people")
        yield "nobody"
        for section in FILE_SECTIONS:
            self.go("people", record_id=LONG_NAME, section=section)
            yield section

    def forms(self) -> Iterator[str]:
        self.go("people", section="new")
        yield "new"
        for section, words in (("tasks", "Voeg"), ("network", "Voeg"), ("details", "Voeg")):
            self.go("people", record_id=SIETSKE, section=section)
            for button in self.window.findChildren(Button):
                if button.isVisible() and words in button.text():
                    button.click()
                    self.settle()
                    yield f"{section}: {button.text()}"
                    break

    def visits(self) -> Iterator[str]:
        self.go("visits")
        place = self.window.here
        assert isinstance(place, VisitsPlace)
        yield "list"
        place.new()
        self.settle()
        yield "picker"
        listed = visits.listed(self.work.database, self.work.session, state=VisitState.OPEN)
        self.go("visits", record_id=listed[0].visit_id, section="question")
        shown = place.conversation
        assert shown is not None
        for section in SECTIONS:
            shown.go(section)
            self.settle()
            self.settle()
            yield section
            if section == LADDER:
                ladder = shown.pages.section(LADDER)
                assert isinstance(ladder, LadderSection)
                ladder.open_step(Step.OWN_STRENGTH)
                self.settle()
                yield "ladder: step"

    def panels(self) -> Iterator[str]:
        self.go("today")
        for kind in (RequestPanel, NotePanel):
            panel = kind(self.work, parent=self.window)
            panel.begin()
            self.settle()
            if isinstance(panel, RequestPanel):
                panel.form.fields.who.button("other").click()
                checklist.settle()
            yield kind.__name__
            panel.dismiss()
            self.settle()

    def settings(self) -> Iterator[str]:
        for section in SETTINGS:
            self.go("settings", section=section)
            yield section
        self.go("help")
        yield "help"


AREAS = ("today", "week", "people", "forms", "visits", "panels", "settings")


@pytest.fixture
def walk(
    example_workplace: Workplace, answered: Callable[[], None], qtbot: QtBot, qapp: QApplication
) -> Iterator[Walk]:
    """Lend the window with every place."""
    apply(qapp, Theme())
    window = MainWindow(example_workplace, places(example_workplace), foot())
    qtbot.addWidget(window)
    yield Walk(window, example_workplace, answered)
    window.remembering.stop()
    apply(qapp, Theme())


def root_of(window: MainWindow) -> QWidget:
    """Return the panel that lies over the window, or the window: Tab stays in a panel."""
    over = window._over
    return over if over is not None else window


@pytest.mark.promise("L29")
@pytest.mark.parametrize(("text_size", "width", "height"), SIZES)
@pytest.mark.parametrize("area", AREAS)
def test_l29_tab_comes_everywhere_in_the_order_of_reading(
    area: str, text_size: int, width: int, height: int, walk: Walk, qapp: QApplication
) -> None:
    apply(qapp, Theme(text_size=text_size))
    walk.window.resize(width, height)
    walk.window.show()
    walk.window.activateWindow()
    found = {}
    for screen in getattr(walk, area)():
        faults = checklist.tab_faults(root_of(walk.window))
        if faults:
            found[screen] = faults
    assert found == {}


def test_l29_the_walk_notices_fields_below_the_edge_that_come_after_the_buttons(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Negative control: by coordinates alone the low fields come after the foot."""

    page, long = Read(), QWidget()
    lane, column, foot = QVBoxLayout(long), QVBoxLayout(page), QHBoxLayout()
    fields = [Button(f"Veld {number}") for number in range(12)]
    for field in fields:
        lane.addWidget(field)
    column.addWidget(ScrollPane(long), 1)
    main = Button("Verder")
    foot.addWidget(main)
    column.addLayout(foot)
    page.resize(300, 300)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    checklist.settle()
    assert checklist.tab_faults(page) == []
    assert checklist.tab_walk(page) == [*fields, main]
    monkeypatch.setattr("ui.widgets.tab_order.QScrollArea", type("Never", (QScrollArea,), {}))
    assert checklist.tab_faults(page) != []
