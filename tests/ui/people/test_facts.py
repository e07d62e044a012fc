"""From file to file the blocks beside the timeline stay, and tell of the other resident."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel, QWidget

from meitinker.exchange.example_stories import FENNE, LONG_NAME, LUKASZ, PYTRIK, SJOUKJE, YMKJE
from meitinker.store.settings import ScreenSpot
from ui.viewmodels.person_file import facts, header, housemates
from ui.views.people.facts import Facts
from ui.views.people.overview import OverviewPage
from ui.views.people.place import PeoplePlace
from ui.widgets import timeline
from ui.widgets.buttons import LineButton
from ui.widgets.timeline import _TimelineDelegate

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QModelIndex, QPersistentModelIndex
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QStyleOptionViewItem
    from pytestqt.qtbot import QtBot

    from meitinker.services.people import PersonFile
    from tests.ui.people.conftest import Stage
    from ui.workplace import Workplace

EVERYONE = (SJOUKJE, PYTRIK, FENNE, LUKASZ, YMKJE, LONG_NAME, SJOUKJE)


def opened(stage: Stage, person: str) -> tuple[OverviewPage, PersonFile]:
    stage.open(ScreenSpot(screen="people", record_id=person))
    page = stage.place.file_view.pages.made(OverviewPage)
    file = stage.place.file_view._file
    assert page is not None
    assert file is not None
    return page, file


def shown_words(root: QWidget) -> list[str]:
    return [str(w.text()) for w in root.findChildren(QLabel) if w.isVisible() and w.text()]


def test_each_file_shows_its_own_facts_marks_and_household_and_nothing_of_another(
    stage: Stage,
) -> None:
    told = set()
    for person in EVERYONE:
        page, file = opened(stage, person)
        block = page.findChild(Facts)
        assert block is not None
        wanted = [w for fact in facts(file) for w in (fact.name, *fact.lines)]
        wanted += ["Samen in huis" for _one in housemates(file)[:1]]
        wanted += [one.text for one in housemates(file)]
        assert sorted(shown_words(block)) == sorted(wanted)
        marks = stage.place.file_view.header._marks
        assert shown_words(marks) == [mark.text for mark in header(file).marks]
        told.add((len(facts(file)), len(housemates(file)), len(header(file).marks)))
    assert len(told) > 2, "the files differ in how much there is to tell"


def test_the_blocks_are_the_same_ones(stage: Stage) -> None:
    page, _file = opened(stage, SJOUKJE)
    block = page.findChild(Facts)
    assert block is not None
    before = dict(block._blocks)
    opened(stage, LUKASZ)
    assert before["Contact"] is block._blocks["Contact"]
    assert before["Adres"] is block._blocks["Adres"]


def test_a_housemate_leads_to_their_own_file_after_another_was_open(stage: Stage) -> None:
    asked: list[str] = []
    stage.place.file_view.person_opened.connect(asked.append)
    seen = 0
    for person in EVERYONE:
        page, file = opened(stage, person)
        lines = [one for one in page.findChildren(LineButton) if one.isVisible()]
        assert [one.accessibleName() for one in lines] == [o.text for o in housemates(file)]
        for line, other in zip(lines, housemates(file), strict=True):
            asked.clear()
            line.clicked.emit()
            assert asked == [other.person_id]
            seen += 1
            stage.settle()
            page, file = opened(stage, person)
    assert seen > 0


def places(root: QWidget) -> dict[int, tuple[str, object]]:
    return {
        id(one): (type(one).__name__, one.geometry())
        for one in root.findChildren(QWidget)
        if one.isVisible()
    }


def test_what_a_file_shows_has_its_place_before_it_is_first_painted(stage: Stage) -> None:
    """Else the screen is painted, laid out and painted again, a layout a turn."""
    opened(stage, SJOUKJE)
    view = stage.place.file_view
    shown: list[dict[int, tuple[str, object]]] = []
    real = view.show_file

    def seen(*given: object, **named: object) -> None:
        real(*given, **named)  # type: ignore[arg-type]  # passed on as it came
        shown.append(places(view))

    view.show_file = seen  # type: ignore[method-assign]  # to look at that moment
    for person in (LUKASZ, LONG_NAME, SJOUKJE):
        shown.clear()
        opened(stage, person)
        after = places(view)
        assert shown
        moved = [(shown[0].get(key), now) for key, now in after.items() if shown[0].get(key) != now]
        assert moved == []


@pytest.fixture
def painted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return the rows of timelines in the order in which they are painted."""
    rows: list[int] = []

    class Noting(_TimelineDelegate):
        def paint(
            self,
            painter: QPainter,
            option: QStyleOptionViewItem,
            index: QModelIndex | QPersistentModelIndex,
        ) -> None:
            rows.append(index.row())
            super().paint(painter, option, index)

    monkeypatch.setattr(timeline, "_TimelineDelegate", Noting)
    return rows


def paints_of_a_timeline(stage: Stage, painted: list[int]) -> int:
    """Return how often the timeline is painted when two other files are opened."""
    opened(stage, SJOUKJE)
    painted.clear()
    opened(stage, LUKASZ)
    opened(stage, SJOUKJE)
    return painted.count(0)


def test_the_timeline_of_another_file_is_painted_once(painted: list[int], stage: Stage) -> None:
    assert paints_of_a_timeline(stage, painted) == 2


def test_measured_while_it_is_painted_it_would_be_painted_twice(
    painted: list[int], stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(OverviewPage, "measure_rows", lambda _page: None)
    assert paints_of_a_timeline(stage, painted) > 2


def test_what_comes_with_the_first_choice_is_built_before_it_a_part_a_turn(
    example_workplace: Workplace, answered: Callable[[], None], qtbot: QtBot
) -> None:
    """Built with the file that is chosen it would hold up the key that chose it."""
    turns: list[int] = []
    place = PeoplePlace(example_workplace)
    qtbot.addWidget(place)
    detail = place.detail

    def built() -> int:
        file = detail._file_view
        made = file.pages.made(OverviewPage) if file is not None else None
        return (file is not None) + (made is not None)

    def has_look() -> bool:
        return all(
            part.testAttribute(Qt.WidgetAttribute.WA_WState_Polished)
            for part in detail.findChildren(QWidget)
        )

    def beat() -> None:
        turns.append(built())

    timer = QTimer()
    timer.timeout.connect(beat)
    timer.start(0)
    place.show()
    place.arrive(None)
    qtbot.waitUntil(lambda: built() == 2 and has_look())
    timer.stop()
    assert detail.shows_nobody
    assert 1 in turns, "each in a turn of its own"
    page = detail.file_view.pages.made(OverviewPage)
    assert page is not None
    assert not page.isVisible()
    place.arrive(ScreenSpot(screen="people", record_id=SJOUKJE))
    answered()
    qtbot.waitUntil(page.isVisible)
