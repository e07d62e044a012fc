"""A new version of a plan, and what the resident says of it, on the page of the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from meitinker.domain.plans import HandoverWay, Stance
from meitinker.domain.visits import VisitState
from meitinker.ids import PersonId, RecordId, VisitId
from meitinker.services import network, plan_drawing, plan_remarks, plans, visit_files, visits
from meitinker.services.network import NewTie
from ui.views.visits.plan_page import PlanSection

if TYPE_CHECKING:
    from tests.ui.visits.conftest import Room


@pytest.fixture
def section(room: Room) -> PlanSection:
    """Lend the page of a plan that was given at the table."""
    visit = VisitId(RecordId(room.first()))
    visits.conclude(room.work.database, room.work.session, visit)
    plans.make(room.work.database, room.work.session, visit, way=HandoverWay.AT_THE_TABLE)
    room.open(visit)
    room.conversation.go(PlanSection.key)
    room.answered()
    found = room.conversation.pages.section(PlanSection.key)
    assert isinstance(found, PlanSection)
    return found


def test_a_new_version_asks_what_is_new(room: Room, section: PlanSection) -> None:
    part = section.handover
    assert part.handing.ways_row.isHidden()
    assert section.versions.isHidden()
    part.again.click()
    assert not part.handing.ways_row.isHidden()
    part.handing.ways[HandoverWay.SEND_LATER].click()
    room.answered()
    assert len(room.stored().plans) == 1
    assert part.news.error is not None
    assert part.news.error.startswith("Er staat nog niet wat er nieuw is.")
    part.news.area.insertPlainText("U krijgt een traplift.")
    part.handing.ways[HandoverWay.SEND_LATER].click()
    room.answered()
    room.qtbot.waitUntil(lambda: not section.versions.isHidden())
    assert [plan.version for plan in room.stored().plans] == [1, 2]
    assert part.news.isHidden()
    assert part.handing.day.isVisibleTo(section)  # the new one still has to go


def test_an_older_version_can_be_looked_at(room: Room, section: PlanSection) -> None:
    visit = section.desk.visit_id
    plans.make(
        room.work.database, room.work.session, visit, way=HandoverWay.SEND_LATER, news="Nieuw."
    )
    section.desk.reload()
    room.answered()
    first, second = room.stored().plans
    assert section.versions.value() == second.id
    section.versions.set_value(first.id)
    section.versions.edited.emit()
    room.answered()
    assert section.version.text().startswith("Versie 1 van")
    assert section.handover.again.isHidden()  # a version follows the newest


def test_what_the_resident_says_is_kept_and_shown(room: Room, section: PlanSection) -> None:
    part = section.remarks
    assert section.with_remarks.isHidden()
    part.add.click()
    assert part.stance.error == "Kies wat de inwoner van het plan vindt."
    part.stance.set_value(Stance.DISAGREES.value)
    part.text.area.insertPlainText("Mijn zus helpt ook.")
    part.add.click()
    room.answered()
    room.qtbot.waitUntil(lambda: bool(part.lines))
    assert part.lines[0].text().endswith("over versie 1: niet mee eens")
    assert part.lines[1].text() == "Mijn zus helpt ook."
    assert part.text.value() == ""
    assert not section.with_remarks.isHidden()
    ((version, kept),) = plan_remarks.of_visit(
        room.work.database, room.work.session, section.desk.visit_id
    )
    assert (version, kept.stance, kept.text) == (1, Stance.DISAGREES, "Mijn zus helpt ook.")


def test_before_there_is_a_plan_nobody_is_asked(room: Room) -> None:
    room.open(room.first(VisitState.OPEN))
    room.conversation.go(PlanSection.key)
    room.answered()
    found = room.conversation.pages.section(PlanSection.key)
    assert isinstance(found, PlanSection)
    assert found.remarks.isHidden()
    assert found.handover.again.isHidden()


def test_the_drawing_is_chosen_before_the_plan_is_made_and_stays_with_the_version(
    room: Room,
) -> None:
    work, visit = room.work, VisitId(RecordId(room.first()))
    client = visit_files.file_of(work.database, work.session, visit).client.id
    if not network.network(work.database, work.session, PersonId(client)).ties:
        network.add(work.database, work.session, PersonId(client), NewTie(name="Anneke"))
    visits.conclude(work.database, work.session, visit)
    room.open(visit)
    room.conversation.go(PlanSection.key)
    room.answered()
    section = room.conversation.pages.section(PlanSection.key)
    assert isinstance(section, PlanSection)
    assert section.drawing.isVisibleTo(section)
    assert not section.drawing.value(), "it is the resident's choice"
    pages = section.paper.preview.page_count()
    section.drawing.box.click()
    room.answered()
    assert section.paper.preview.page_count() > pages
    section.handover.handing.ways[HandoverWay.AT_THE_TABLE].click()
    room.answered()
    assert [plan_drawing.has_drawing(plan) for plan in room.stored().plans] == [True]
    assert section.drawing.value()
    assert not section.drawing.box.isEnabled()
    part = section.handover
    part.again.click()
    assert section.drawing.box.isEnabled()
    section.drawing.box.click()
    part.stop.click()
    assert section.drawing.value(), "what was made keeps its own"
    part.again.click()
    section.drawing.box.click()
    part.news.area.insertPlainText("Zonder tekening.")
    part.handing.ways[HandoverWay.AT_THE_TABLE].click()
    room.answered()
    room.qtbot.waitUntil(lambda: not section.versions.isHidden())
    assert [plan_drawing.has_drawing(plan) for plan in room.stored().plans] == [True, False]
    assert not section.drawing.value()


def test_without_a_network_there_is_no_drawing_to_choose(room: Room) -> None:
    work, visit = room.work, VisitId(RecordId(room.first()))
    client = visit_files.file_of(work.database, work.session, visit).client.id
    for tie in network.network(work.database, work.session, PersonId(client)).ties:
        network.remove(work.database, work.session, tie.id)
    room.open(visit)
    room.conversation.go(PlanSection.key)
    room.answered()
    section = room.conversation.pages.section(PlanSection.key)
    assert isinstance(section, PlanSection)
    assert section.drawing.isHidden()
