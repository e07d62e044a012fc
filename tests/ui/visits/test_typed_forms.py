"""Forms in a conversation that are no record yet: they come back after a kill, or go for good."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import pytest

from meitinker import clock
from meitinker.domain.applications import ApplicationForm
from meitinker.domain.plans import HandoverWay, Stance
from meitinker.ids import RecordId, VisitId
from meitinker.services import (
    applications,
    consents,
    form_drafts,
    plan_remarks,
    plans,
    visit_files,
    visits,
)
from ui.views.visits.closing import ClosingSection
from ui.views.visits.consents import ConsentsSection
from ui.views.visits.conversation import Conversation
from ui.views.visits.plan_page import PlanSection

if TYPE_CHECKING:
    from meitinker.services.form_drafts import Form, T
    from tests.ui.visits.conftest import Room
    from ui.views.visits.desk import Desk
    from ui.views.visits.section import VisitSection

    S = TypeVar("S", bound=VisitSection)

KEPT = "Dit had u al ingevuld. Het is bewaard."


@pytest.fixture
def visit(room: Room) -> VisitId:
    return VisitId(RecordId(room.first()))


@pytest.fixture
def planned(room: Room, visit: VisitId) -> VisitId:
    """Lend a conversation with a plan that was given at the table."""
    visits.conclude(room.work.database, room.work.session, visit)
    plans.make(room.work.database, room.work.session, visit, way=HandoverWay.AT_THE_TABLE)
    return visit


def shown(room: Room, visit: VisitId, kind: type[S]) -> S:
    """Show a section in a conversation that knows nothing of one before: as after a kill."""
    file = visit_files.file_of(room.work.database, room.work.session, visit)
    conversation = Conversation(room.work, file, room.place)
    conversation.resize(1150, 768)
    conversation.show()
    conversation.go(kind.key)
    room.answered()
    found = conversation.pages.section(kind.key)
    assert isinstance(found, kind)
    return found


def kept(room: Room, form: Form[T], about: str) -> T | None:
    return form_drafts.read(room.work.database, room.work.session, form, about=about)


def settle(room: Room, desk: Desk) -> None:
    """Wait until what was typed is safe."""
    safe: list[bool] = []
    desk.keeping.flush(safe.append)
    room.qtbot.waitUntil(lambda: safe == [True])
    room.answered()


@pytest.mark.promise("F1")
def test_f1_a_remark_comes_back_with_its_version(room: Room, planned: VisitId) -> None:
    part = shown(room, planned, PlanSection).remarks
    part.stance.button(Stance.DISAGREES.value).click()
    part.text.area.insertPlainText("Mijn zus helpt ook.")
    settle(room, part.desk)
    again = shown(room, planned, PlanSection).remarks
    assert (again.stance.value(), again.text.value()) == ("disagrees", "Mijn zus helpt ook.")
    assert again.kept.bar.text == KEPT
    again.add.click()
    room.answered()
    room.qtbot.waitUntil(lambda: again.text.value() == "")
    assert again.kept.bar.isHidden()
    last = shown(room, planned, PlanSection).remarks
    assert (last.stance.value(), last.text.value(), last.kept.bar.isHidden()) == (None, "", True)


def test_what_stands_at_one_version_does_not_go_to_another(room: Room, planned: VisitId) -> None:
    section = shown(room, planned, PlanSection)
    section.remarks.text.area.insertPlainText("Over de eerste.")
    plans.make(
        room.work.database, room.work.session, planned, way=HandoverWay.SEND_LATER, news="Nieuw."
    )
    section.desk.reload()
    room.answered()
    assert section.remarks.text.value() == ""
    first, second = (plan.id for plan in section.desk.file.plans)
    section.remarks.text.area.insertPlainText("Over de tweede.")
    for plan, words in ((first, "Over de eerste."), (second, "Over de tweede.")):
        section.versions.set_value(plan)
        section.versions.edited.emit()
        room.answered()
        assert section.remarks.text.value() == words
        found = kept(room, plan_remarks.FORM, plan)
        assert found is not None
        assert found.text == words


@pytest.mark.promise("F1")
def test_f1_what_is_new_comes_back_until_it_is_left(room: Room, planned: VisitId) -> None:
    section = shown(room, planned, PlanSection)
    section.handover.again.click()
    section.handover.news.area.insertPlainText("U krijgt een traplift.")
    settle(room, section.desk)
    again = shown(room, planned, PlanSection).handover
    assert again.news.value() == "U krijgt een traplift."
    assert not again.news.isHidden()
    again.stop.click()
    room.answered()
    assert kept(room, plans.NEWS, planned) is None
    last = shown(room, planned, PlanSection).handover
    assert (last.news.value(), last.news.isHidden()) == ("", True)


@pytest.mark.promise("F1")
def test_f1_half_a_consent_comes_back_and_can_be_emptied(room: Room, visit: VisitId) -> None:
    section = shown(room, visit, ConsentsSection)
    client = section.desk.file.client.id
    section.answer.button("given").click()
    section.about.line.insert("huisarts")
    section.on.set_parts("3", "no", "")
    section.on.edited.emit()
    settle(room, section.desk)
    again = shown(room, visit, ConsentsSection)
    assert (again.purpose.value(), again.answer.value()) == (None, "given")
    assert (again.about.value(), again.on.parts()) == ("huisarts", ("3", "no", ""))
    again.kept.bar.button.click()
    room.answered()
    assert (again.answer.value(), again.about.value()) == (None, "")
    assert again.on.value() is not None
    assert kept(room, consents.FORM, client) is None


def test_a_day_alone_is_not_kept(room: Room, visit: VisitId) -> None:
    section = shown(room, visit, ConsentsSection)
    section.on.set_parts("3", "11", "2026")
    section.on.edited.emit()
    settle(room, section.desk)
    assert kept(room, consents.FORM, section.desk.file.client.id) is None


@pytest.mark.promise("F1")
@pytest.mark.parametrize("ending", ["close", "save"])
def test_f1_half_an_application_comes_back_open_until_it_ends(
    room: Room, visit: VisitId, ending: str
) -> None:
    part = shown(room, visit, ClosingSection).application
    part.open.click()
    assert part.form is not None
    part.form.asks.line.insert("traplift")
    settle(room, part._desk)
    again = shown(room, visit, ClosingSection).application
    assert again.form is not None
    assert not again.form.isHidden()
    assert again.form.asks.value() == "traplift"
    again.open.click()  # it is open: nothing of it may go
    assert again.form.asks.value() == "traplift"
    (again.form.cancel if ending == "close" else again.form.save).click()
    room.answered()
    assert kept(room, applications.FORM, visit) is None
    assert shown(room, visit, ClosingSection).application.form is None
    told = [
        one.asks_for
        for one in visit_files.file_of(room.work.database, room.work.session, visit).applications
    ]
    assert ("traplift" in told) == (ending == "save")


@pytest.mark.promise("F8")
def test_f8_an_application_that_a_colleague_wrote_meanwhile_is_told_first(
    room: Room, visit: VisitId
) -> None:
    def asked_for() -> list[str]:
        file = visit_files.file_of(room.work.database, room.work.session, visit)
        return [one.asks_for for one in file.applications]

    part, today = shown(room, visit, ClosingSection).application, clock.today()
    part.open.click()
    form = part.form
    assert form is not None
    form.asks.line.insert("traplift")
    theirs = applications.Signed(
        form=ApplicationForm.FORM, signed_on=today, received_on=today, asks_for="Scootmobiel"
    )
    applications.record(room.work.database, room.work.session, visit, theirs)
    form.save.click()
    room.answered()
    assert "Scootmobiel" in (form.signed.error or "")
    assert asked_for() == ["Scootmobiel"]
    form.save.click()
    room.answered()
    assert asked_for() == ["traplift"]


def test_leaving_the_conversation_waits_for_the_form(room: Room, visit: VisitId) -> None:
    conversation = room.open(visit)
    conversation.go(ConsentsSection.key)
    section = conversation.pages.section(ConsentsSection.key)
    assert isinstance(section, ConsentsSection)
    section.about.line.insert("huisarts")
    section.about.edited.emit()
    assert room.leave() == [True]
    found = kept(room, consents.FORM, section.desk.file.client.id)
    assert found is not None
    assert found.about == "huisarts"
