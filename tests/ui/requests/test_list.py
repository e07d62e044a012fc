"""The open requests of Vandaag: who, since when, how long still, and nothing of what was said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from meitinker.exchange.example_stories import SJOUKJE
from meitinker.services import requests
from meitinker.store.settings import ScreenSpot
from tests.ui.requests.conftest import WORDS
from ui.views.people.place import PeoplePlace

if TYPE_CHECKING:
    from tests.ui.requests.conftest import Stage


def test_the_most_pressing_stands_above_and_nothing_of_the_words(stage: Stage) -> None:
    stage.take()
    stage.signal()
    stage.go(ScreenSpot(screen="today"))
    rows = stage.waiting.requests.shown
    assert "Kan niet wachten" in rows[0].status
    urgent = [row.key for row in rows if "Kan niet wachten" in row.status]
    assert [row.key for row in rows[: len(urgent)]] == urgent
    hers = [row for row in rows if row.person_id == SJOUKJE]
    assert "signaal" in hers[0].status
    assert "nog 23 uur" in hers[1].status
    told = " ".join(f"{row.title} {row.status}" for row in rows)
    assert WORDS[:12] not in told
    assert "Jan Bakker" not in told


def test_enter_opens_the_questions_of_the_resident(stage: Stage) -> None:
    stage.take()
    stage.go(ScreenSpot(screen="today"))
    rows = stage.waiting.requests.list
    rows.setFocus()
    hers = next(r for r in stage.waiting.requests.shown if r.person_id == SJOUKJE)
    rows.select(hers.key)
    QTest.keyClick(rows, Qt.Key.Key_Return)
    stage.settle()
    place = stage.window.here
    assert isinstance(place, PeoplePlace)
    assert place.file_view.section == "requests"


def test_with_nothing_open_it_says_what_to_do(stage: Stage) -> None:
    stage.waiting.requests.show_waiting(())
    assert stage.waiting.requests.empty.isVisible()
    assert "Klik op Nieuwe vraag" in stage.waiting.requests.empty.sentence


def test_what_was_handed_over_is_found_by_itself(stage: Stage) -> None:
    mine, handed = stage.take(), stage.take(words="Wie helpt met de tuin?")
    stage.go(ScreenSpot(screen="today"))
    listed = stage.waiting.requests
    assert listed.which.isHidden(), "with nothing handed over there is nothing to choose"
    work = stage.workplace
    work.tasks.write(
        listed,
        lambda: requests.hand_over(
            work.database, work.session, handed, to="Het sociaal team", appointed=True
        ),
    )
    stage.settle()
    assert listed.which.isVisible()
    assert {mine, handed} <= {row.key for row in listed.shown}
    listed.which.button("handed_over").click()
    assert [row.key for row in listed.shown] == [handed]
    assert "overgedragen" in listed.shown[0].status
    work.tasks.write(listed, lambda: requests.withdraw(work.database, work.session, handed))
    stage.settle()
    assert listed.none_handed_over.isVisible()
    listed.which.button("all").click()
    assert mine in {row.key for row in listed.shown}


def test_a_short_list_is_no_higher_than_its_rows(stage: Stage) -> None:
    stage.take()
    stage.go(ScreenSpot(screen="today"))
    listed = stage.waiting.requests
    stage.window.grab()
    stage.settle()
    stage.window.grab()
    rows = listed.list.contentsSize().height()
    assert 0 < rows <= listed.list.height() <= rows + 8, "no empty box below the last row"
