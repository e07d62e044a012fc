"""Looking for help for a resident: their village, their conversation, and words that failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from meitinker.domain.people import full_name
from meitinker.domain.visits import VisitState
from meitinker.ids import RecordId
from meitinker.services import map_forms, people, visit_files, visits
from meitinker.store.settings import ScreenSpot
from ui.viewmodels.conversation import LADDER
from ui.views.social_map import FOR_NEED

if TYPE_CHECKING:
    from meitinker.services.visit_files import VisitFile
    from tests.ui.social_map.conftest import Stage

NOWHERE = "ruimtevaartmuseum"


@pytest.fixture
def file(stage: Stage) -> VisitFile:
    """The newest open conversation."""

    work = stage.work
    entry = visits.listed(work.database, work.session, state=VisitState.OPEN)[0]
    return visit_files.file_of(work.database, work.session, RecordId(entry.visit_id))


def come(stage: Stage, file: VisitFile | None, screen: str = "visits") -> None:
    """Arrive from a place where a resident was at hand, or nobody."""
    record_id = file.visit.id if file is not None and screen == "visits" else ""
    resident = file.client.id if file is not None else ""
    stage.place.come_about(resident, ScreenSpot(screen=screen, record_id=record_id))
    stage.open()


def said(stage: Stage) -> str:
    return stage.place.finding.narrow.accessibleName()


def test_the_village_of_the_open_file_is_chosen_and_told_as_such(
    stage: Stage, file: VisitFile
) -> None:
    come(stage, file, "people")
    village = stage.place.finding.village
    known = people.villages(stage.work.database, stage.work.session)
    assert village == next(one.name for one in known if one.id == file.client.village_id)
    assert said(stage) == f"{village}, waar {full_name(file.client)} woont"


def test_it_goes_when_nobody_is_at_hand_any_more(stage: Stage, file: VisitFile) -> None:
    come(stage, file)
    come(stage, None, "today")
    assert said(stage) == "Alle dorpen, alle hulp"


def test_a_village_that_the_user_chose_stays(stage: Stage, file: VisitFile) -> None:
    come(stage, file)
    other = next(
        one.id
        for one in people.villages(stage.work.database, stage.work.session)
        if one.id != file.client.village_id
    )
    fields = stage.place.finding.fields
    fields.village.set_value(other)
    fields.village.edited.emit()
    stage.settle()
    chosen = said(stage)
    assert "woont" not in chosen
    come(stage, None, "today")
    assert said(stage) == chosen


def test_from_a_conversation_help_goes_back_into_it(stage: Stage, file: VisitFile) -> None:
    asked: list[ScreenSpot] = []
    stage.place.go.connect(asked.append)
    come(stage, file)
    stage.look_for("eten aan huis")
    stage.enter()
    assert stage.place.service.choose.isVisible()
    stage.place.confirm()
    (spot,) = asked
    assert (spot.screen, spot.record_id, spot.section) == ("visits", file.visit.id, LADDER)
    assert spot.field == f"offer::{stage.place.service.service_id}"


def test_control_from_elsewhere_there_is_nothing_to_put_it_in(
    stage: Stage, file: VisitFile
) -> None:
    come(stage, file, "people")
    stage.look_for("eten aan huis")
    stage.enter()
    assert not stage.place.service.choose.isVisible()


def test_a_need_is_looked_for_with_its_words(stage: Stage) -> None:
    stage.open(ScreenSpot(screen="social_map", section=FOR_NEED, field="eten aan huis"))
    assert stage.place.finding.typed == "eten aan huis"
    assert stage.titles


def test_words_that_led_nowhere_are_offered_at_what_is_found_after_them(stage: Stage) -> None:
    stage.open()
    stage.look_for(NOWHERE)
    line = stage.place.finding.search.line
    for _letter in NOWHERE:
        QTest.keyClick(line, Qt.Key.Key_Backspace)
    stage.look_for("eten aan huis")
    stage.enter()
    service = stage.place.service
    assert service.word.text() == f"Hier zocht ik op: {NOWHERE}"
    service.word.click()
    stage.settle()
    form = map_forms.desk(stage.work.database, stage.work.session, service.service_id)
    assert [one.said for one in form.words if one.said == NOWHERE]
    assert not service.word.isVisible()
