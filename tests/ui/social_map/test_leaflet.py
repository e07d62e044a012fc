"""Geef mee: choosing what a resident takes home, and the leaflet on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtTest import QTest

from meitinker.domain.people import Language, Person
from meitinker.domain.visits import VisitState
from meitinker.ids import RecordId
from meitinker.services import visits
from meitinker.store.acts import act
from meitinker.store.settings import ScreenSpot
from tests.ui import checklist
from ui.theme import Theme, apply

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from tests.ui.social_map.conftest import Stage
    from ui.views.social_map.leaflet import LeafletPage


def choose(stage: Stage, words: str = "eten aan huis") -> str:
    """Open the first that is found and give it along; return its name."""
    stage.look_for(words)
    stage.enter()
    stage.place.service.give.click()
    stage.settle()
    assert stage.place.service.page is not None
    return stage.place.service.page.name


def page(stage: Stage) -> LeafletPage:
    stage.place.service.leaflet.click()
    stage.settle()
    found = stage.place.giving.page
    assert found is not None
    return found


def test_what_is_chosen_is_counted_and_can_be_left_out_again(stage: Stage) -> None:
    stage.open()
    service = stage.place.service
    choose(stage)
    assert service.give.text() == "Toch niet meegeven"
    assert service.leaflet.text() == "Folder met 1 adres"
    choose(stage, "iemand die even oppast")
    assert service.leaflet.text() == "Folder met 2 adressen"
    service.give.click()
    assert service.give.text() == "Geef mee"
    assert service.leaflet.text() == "Folder met 1 adres"


def test_the_leaflet_shows_what_was_chosen(stage: Stage) -> None:
    stage.open()
    names = [choose(stage), choose(stage, "iemand die even oppast")]
    shown = page(stage)
    assert shown.isVisible()
    assert [one.text() for one in shown.drop_buttons] == names
    beside = {one.geometry().center().y() for one in (shown.on_it_words, shown.drop_buttons[0])}
    assert len(beside) == 1
    assert shown.paper.preview.page_count() >= 1
    shown.drop_buttons[0].click()
    stage.settle()
    assert [one.text() for one in shown.drop_buttons] == names[1:]
    shown.drop_buttons[0].click()
    stage.settle()
    assert stage.place.service.isVisible()
    assert not stage.place.service.leaflet.isVisible()


def test_the_first_line_is_on_the_paper_and_is_kept_nowhere(stage: Stage) -> None:
    stage.open()
    choose(stage)
    shown = page(stage)
    before = shown.paper._pdf
    shown.first_line.line.setFocus()
    QTest.keyClicks(shown.first_line.line, "Voor u uitgezocht")
    shown.close_button.setFocus()
    stage.settle()
    assert shown.paper._pdf != before
    shown.close_button.click()
    assert page(stage).first_line.value() == ""


def test_it_begins_as_the_resident_reads_and_goes_with_them(stage: Stage) -> None:
    work = stage.work
    entry = visits.listed(work.database, work.session, state=VisitState.OPEN)[0]
    client_id = RecordId(entry.person_id)
    with act(work.database, work.session, "test.make") as made:
        made.edit(Person, client_id, {"language": Language.FRISIAN, "large_print": True})
    stage.place.come_about(client_id, ScreenSpot(screen="people", record_id=client_id))
    stage.open()
    choose(stage)
    paper = page(stage).paper
    assert (paper.spoken, paper.large.value()) == (Language.FRISIAN, True)
    stage.place.come_about("", ScreenSpot(screen="today"))
    stage.settle()
    assert stage.place.giving.chosen == {}
    assert not stage.place.service.leaflet.isVisible()


@pytest.mark.parametrize("size", [100, 200])
def test_every_one_can_use_it(stage: Stage, qapp: QApplication, size: int) -> None:
    apply(qapp, Theme(text_size=size))
    stage.open()
    choose(stage)
    page(stage)
    window = stage.place.window()
    if size == 100:
        window.resize(1366, 768)
        stage.settle()
        assert checklist.faults(window) == []
    else:
        assert checklist.faults_when_large(window, width=1366, height=768) == []
