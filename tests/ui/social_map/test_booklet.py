"""Op papier: the booklet of a village, or of it what the list is narrowed to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec
import pytest

from meitinker.domain.map_services import Cost
from meitinker.domain.session import Role
from tests.ui import checklist
from tests.ui.pages import words_on
from ui.theme import Theme, apply
from ui.viewmodels.palette import results
from ui.viewmodels.social_map import Filters
from ui.views.social_map.place import SocialMapPlace

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from tests.ui.social_map.conftest import Stage
    from ui.views.social_map.booklet import BookletPage


def page(stage: Stage) -> BookletPage:
    stage.place.finding.paper.click()
    stage.settle()
    found = stage.place.on_paper.page
    assert found is not None
    assert stage.place._detail.currentWidget() is found
    return found


def told(shown: BookletPage) -> str:
    return words_on(shown.paper._pdf)


def test_the_booklet_is_of_the_village_of_the_list(stage: Stage) -> None:
    stage.open()
    villages = {name: key for key, name in stage.place.finding.villages.items()}
    stage.choose(Filters(village_id=villages["Akkrum"], open_now=True))
    shown = page(stage)
    assert shown.village.value() == villages["Akkrum"]
    assert shown.paper.language.value() == "nl"
    words = told(shown)
    assert "Hulp, zorg en ontmoeting" in words
    assert "Akkrum" in words


def test_the_palette_leads_straight_to_it(stage: Stage) -> None:
    (found,) = results(Role.COORDINATOR, "boekje")
    assert results(Role.COORDINATOR, "lijst afdrukken") == (found,)
    stage.open(found.place)
    shown = stage.place.on_paper.page
    assert shown is not None
    assert stage.place._detail.currentWidget() is shown
    shown.close_button.click()
    stage.open(found.place)
    assert stage.place._detail.currentWidget() is shown, "the villages were known by then"


def test_who_is_faster_than_the_villages_gets_a_booklet_all_the_same(stage: Stage) -> None:
    stage.place.arrive(None)
    assert not stage.place.finding.villages
    shown = page(stage)
    assert shown.village.value()
    assert told(shown)


def test_what_the_list_is_narrowed_to_is_all_that_it_holds(stage: Stage) -> None:
    stage.open()
    whole = told(page(stage))
    stage.choose(Filters(cost=Cost.FREE))
    shown = page(stage)
    part = told(shown)
    assert "Gratis" in shown.about.text()
    assert "Alleen: Gratis" in " ".join(part.split())
    assert len(part) < len(whole)


def test_back_leads_to_what_was_shown(stage: Stage) -> None:
    stage.open()
    before = stage.place._detail.currentWidget()
    page(stage).close_button.click()
    assert stage.place._detail.currentWidget() is before
    assert stage.place.finding.paper.hasFocus()


def test_a_coordinator_has_it(stage: Stage) -> None:
    coordinator = msgspec.structs.replace(stage.work.session, role=Role.COORDINATOR)
    place = SocialMapPlace(replace(stage.work, session=coordinator))
    assert not place.finding.paper.isHidden()
    place.deleteLater()


@pytest.mark.parametrize("size", [100, 200])
def test_the_page_holds_to_the_checklist(stage: Stage, qapp: QApplication, size: int) -> None:
    stage.open()
    apply(qapp, Theme(text_size=size))
    page(stage)
    if size > 100:
        assert checklist.faults_when_large(stage.place, width=1238, height=768) == []
    else:
        stage.place.resize(1150, 3000)
        checklist.settle()
        assert checklist.faults(stage.place) == []
