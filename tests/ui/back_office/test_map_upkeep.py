"""Upkeep of the social map by a clerk: corrections, missing help, what is due."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from meitinker.domain.map_corrections import AnswerState, GapAnswer
from meitinker.ids import RecordId
from meitinker.services import (
    half_typed,
    map_checks,
    map_corrections,
    map_memory,
    map_search,
    missing_services,
    people,
    social_map,
)
from meitinker.services.map_corrections import Proposed
from meitinker.services.missing_services import Missed
from meitinker.store import indexing
from meitinker.store.settings import ScreenSpot
from tests.ui import checklist
from ui.theme import THEME_NAMES, Theme, ThemeName, apply
from ui.viewmodels import half_typed as waits
from ui.viewmodels.map_upkeep import MOST
from ui.views.back_office import KEY, MAP
from ui.views.back_office.map_panels import GapPanel, TurnDownPanel
from ui.views.back_office.map_upkeep import MapUpkeepPage
from ui.views.social_map import ANSWER, FORM
from ui.views.social_map import KEY as SOCIAL_MAP

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.ui.back_office.conftest import Office
    from ui.workplace import Workplace

P = TypeVar("P", bound=QWidget)


class Upkeep:
    """The tab, with one correction and one note of missing help besides those of the example."""

    def __init__(self, office: Office) -> None:
        """Propose and note, then arrive."""
        self.office, work = office, office.work
        self.service = social_map.listed(work.database, work.session).lines[0]
        told = Proposed(field="wait_time", value="zes weken", told_by="de balie")
        self.correction = map_corrections.propose(
            work.database, work.session, RecordId(self.service.service_id), told
        ).created("map_correction")
        self.gap = missing_services.note(
            work.database, work.session, Missed(sought="Oppas voor een avond")
        ).created("missing_service")
        office.place.turn_to(MAP).arrive(None)
        office.rest()

    @property
    def page(self) -> MapUpkeepPage:
        return self.office.at(MAP, MapUpkeepPage)

    @property
    def work(self) -> Workplace:
        return self.office.work

    def press(self, key: str, deed: str) -> None:
        cards = self.page.corrections if key == self.correction else self.page.missing
        cards.buttons[key, deed].click()
        self.office.rest()

    def panel(self, kind: type[P]) -> P:
        (found,) = [one for one in self.page.findChildren(kind) if one.isVisible()]
        return found

    def state(self) -> AnswerState:
        found = map_corrections.listed(self.work.database, self.work.session, only=None)
        return next(one.state for one in found if one.correction.id == self.correction)

    def wait_time(self) -> str:
        file = social_map.opened(self.work.database, self.work.session, self.service.service_id)
        return file.service.wait_time


@pytest.fixture
def upkeep(office: Office) -> Iterator[Upkeep]:
    yield Upkeep(office)
    map_memory.forget(office.work.database)


def test_a_card_names_who_offers_the_service_as_well(upkeep: Upkeep) -> None:
    button = upkeep.page.corrections.buttons[upkeep.correction, "accept"]
    service = upkeep.service
    assert service.provider
    assert button.accessibleName().endswith(f": {service.name}, {service.provider}")


def test_a_correction_is_taken_over_with_a_press(upkeep: Upkeep) -> None:
    upkeep.press(upkeep.correction, "accept")
    assert (upkeep.state(), upkeep.wait_time()) == (AnswerState.ACCEPTED, "zes weken")
    assert (upkeep.correction, "accept") not in upkeep.page.corrections.buttons


def test_a_correction_is_turned_down_with_a_reason(upkeep: Upkeep) -> None:
    before = upkeep.wait_time()
    upkeep.press(upkeep.correction, "turn_down")
    panel = upkeep.panel(TurnDownPanel)
    panel.confirm()
    upkeep.office.rest()
    assert panel.why.error == "Schrijf op waarom niet."
    assert upkeep.state() is AnswerState.OPEN
    panel.why.set_value("Gebeld: drie weken klopt.")
    panel.confirm()
    upkeep.office.rest()
    assert (upkeep.state(), upkeep.wait_time()) == (AnswerState.TURNED_DOWN, before)


def test_missing_help_is_answered(upkeep: Upkeep) -> None:
    upkeep.press(upkeep.gap, "answer")
    panel = upkeep.panel(GapPanel)
    panel.answer.set_value(GapAnswer.EXISTS.value)
    panel.confirm()
    upkeep.office.rest()
    assert panel.service.error == "Kies welke hulp het is."
    panel.answer.set_value(GapAnswer.NOTED.value)
    panel.confirm()
    upkeep.office.rest()
    open_still = missing_services.listed(upkeep.work.database, upkeep.work.session)
    assert upkeep.gap not in {one.missing.id for one in open_still}
    assert (upkeep.gap, "answer") not in upkeep.page.missing.buttons


def test_the_help_that_is_there_is_found_by_any_words_and_comes_back(upkeep: Upkeep) -> None:
    work = upkeep.work
    while indexing.index_some(work.database):
        pass
    upkeep.press(upkeep.gap, "answer")
    panel = upkeep.panel(GapPanel)
    panel.answer.set_value(GapAnswer.EXISTS.value)
    panel.answer.edited.emit()
    panel.sought.set_value("bibliotheek")
    panel.sought.edited.emit()
    upkeep.office.rest()
    best = map_search.found(work.database, work.session, "bibliotheek", most=1).found[0].line
    assert panel.service.value() == best.service_id
    panel.sought.set_value("xqzw")
    panel.sought.edited.emit()
    upkeep.office.rest()
    assert panel.service._hint.text() == "Niets gevonden. Zoek met andere woorden."
    panel.sought.set_value("bibliotheek")
    panel.sought.edited.emit()
    upkeep.office.rest()
    panel.dismiss()
    upkeep.office.rest()
    upkeep.press(upkeep.gap, "answer")
    again = upkeep.panel(GapPanel)
    assert (again.sought.value(), again.service.value()) == ("bibliotheek", best.service_id)
    again.confirm()
    upkeep.office.rest()
    found = missing_services.listed(work.database, work.session, only=AnswerState.EXISTS)
    (done,) = [one for one in found if one.missing.id == upkeep.gap]
    assert done.answers[0].service_id == best.service_id


@pytest.mark.promise("F1")
@pytest.mark.parametrize("form", ["map_turn_down", "missing_answer"])
def test_f1_a_half_typed_answer_comes_back_from_vandaag(upkeep: Upkeep, form: str) -> None:
    down = form == "map_turn_down"
    key = upkeep.correction if down else upkeep.gap
    kind: type[TurnDownPanel | GapPanel] = TurnDownPanel if down else GapPanel
    upkeep.press(key, "turn_down" if down else "answer")
    area = upkeep.panel(kind).why.area
    area.setFocus(Qt.FocusReason.OtherFocusReason)
    QTest.keyClicks(area, "Nog niet zeker")
    upkeep.panel(kind).dismiss()
    upkeep.office.rest()
    found = half_typed.waiting(upkeep.work.database, upkeep.work.session)
    (waiting,) = [one for one in found if one.form == form]
    told = waits.told(waiting)
    assert told is not None
    spot = waits.spot(waiting, told)
    assert (spot.screen, spot.section, spot.record_id) == (KEY, MAP, key)
    upkeep.office.begin_anew()
    upkeep.office.place.arrive(spot)
    upkeep.office.rest()
    assert upkeep.panel(kind).why.value() == "Nog niet zeker"


def test_what_is_due_leads_to_the_map(upkeep: Upkeep) -> None:
    due = map_checks.due(upkeep.work.database, upkeep.work.session)
    assert due
    assert len(upkeep.page.due) == min(len(due), MOST)
    asked: list[ScreenSpot] = []
    upkeep.page.go.connect(asked.append)
    upkeep.page.due[0].click()
    assert asked == [ScreenSpot(screen=SOCIAL_MAP, record_id=due[0].service_id)]


def test_what_is_due_is_listed_for_one_village(upkeep: Upkeep) -> None:
    field = upkeep.page.village
    village = people.villages(upkeep.work.database, upkeep.work.session)[0].id
    field.set_value(village)
    field.edited.emit()
    upkeep.office.rest()
    due = map_checks.due(upkeep.work.database, upkeep.work.session, village)
    assert len(upkeep.page.due) == min(len(due), MOST)
    assert upkeep.page.due_count.text().startswith(f"{len(due)} ")


@pytest.mark.parametrize("name", THEME_NAMES)
@pytest.mark.parametrize("size", [100, 200])
def test_every_one_can_use_it(
    upkeep: Upkeep, qapp: QApplication, name: ThemeName, size: int
) -> None:
    assert upkeep.office.faults(qapp, name, size) == []
    apply(qapp, Theme())


@pytest.mark.parametrize("deed", ["turn_down", "answer"])
def test_every_one_can_use_the_forms(upkeep: Upkeep, deed: str) -> None:
    key = upkeep.correction if deed == "turn_down" else upkeep.gap
    upkeep.press(key, deed)
    kind = TurnDownPanel if deed == "turn_down" else GapPanel
    assert checklist.faults(upkeep.panel(kind)) == []


def test_a_line_that_is_due_leads_to_the_form_and_a_button_to_its_answer(upkeep: Upkeep) -> None:
    page, asked = upkeep.page, list[ScreenSpot]()
    page.go.connect(asked.append)
    due = map_checks.due(upkeep.work.database, upkeep.work.session)
    assert len(page.forms) == len(page.due) == min(len(due), MOST)
    assert page.forms[0].accessibleName() == f"Controleformulier voor {due[0].provider}"
    QTest.keyClick(page.forms[0], Qt.Key.Key_Return)
    QTest.mouseClick(page.answer, Qt.MouseButton.LeftButton)
    assert asked == [
        ScreenSpot(screen=SOCIAL_MAP, record_id=due[0].service_id, section=FORM),
        ScreenSpot(screen=SOCIAL_MAP, section=ANSWER),
    ]
