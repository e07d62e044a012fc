"""What the back office asks about a conversation, above its plan, and the meitinker's answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from meitinker.domain.session import Role
from meitinker.domain.visits import VisitState
from meitinker.ids import RecordId, UserId, VisitId, new_id
from meitinker.services import reviewing, reviews, visits
from meitinker.store.settings import ScreenSpot
from ui.viewmodels.conversation import PLAN
from ui.views.back_office import acts
from ui.views.visits.plan_page import PlanSection
from ui.widgets.form_field import WrappedLabel

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from tests.ui.visits.conftest import Room
    from ui.views.visits.office_part import OfficePart

_LEFT = Qt.MouseButton.LeftButton
ASKED = "Wie is de mantelzorger?"


def unseen(room: Room) -> VisitId:
    """Return a concluded conversation that the back office has not looked at."""
    work = room.work
    listed = visits.listed(work.database, work.session, state=VisitState.CONCLUDED)
    for one in listed:
        review = reviews.file_of(work.database, work.session, one.visit_id).review
        if review.last is None:
            return VisitId(RecordId(one.visit_id))
    raise AssertionError("the example village has none")


def part(room: Room) -> OfficePart:
    """Go to the plan of the conversation at hand; return what the back office says there."""
    room.conversation.arrive(ScreenSpot(screen="visits", section=PLAN))
    room.answered()
    page = room.conversation.findChild(PlanSection)
    assert page is not None
    return page.office


def ask(room: Room, visit: VisitId, text: str = ASKED) -> None:
    """Let a clerk ask something."""
    work = room.work
    clerk = msgspec.structs.replace(work.session, role=Role.BACK_OFFICE)
    reviewing.ask(work.database, clerk, visit, text=text)


def said(office: OfficePart) -> str:
    """Return all that the card says."""
    return " ".join(one.text() for one in office.acts.state.findChildren(WrappedLabel))


def press(room: Room, button: QWidget) -> None:
    """Click, and let what follows end."""
    QTest.mouseClick(button, _LEFT)
    room.answered()


def test_nothing_is_said_while_the_back_office_says_nothing(room: Room) -> None:
    room.open(unseen(room))
    assert not part(room).isVisible()


def test_a_question_stands_above_the_plan_and_is_answered_there(room: Room) -> None:
    visit = unseen(room)
    ask(room, visit)
    room.open(visit)
    office = part(room)
    assert office.isVisible()
    assert ASKED in said(office)
    press(room, office.acts.buttons[acts.REPLY])
    panel = office.acts.panel
    assert panel is not None
    press(room, panel.keep)
    assert panel.fields["text"].error, "an empty answer is refused at its field"
    QTest.keyClicks(panel.fields["text"].focusWidget(), "Dat is haar dochter.")
    press(room, panel.keep)
    review = reviews.file_of(room.work.database, room.work.session, visit).review
    assert review.replied
    assert "U hebt de backoffice geantwoord." in said(office)
    assert "“Dat is haar dochter.”" in said(office)
    assert office.acts.buttons == {}


def test_who_reads_along_is_told_who_answered(room: Room) -> None:
    visit = unseen(room)
    ask(room, visit)
    work = room.work
    asked = reviews.file_of(work.database, work.session, visit).question
    assert asked is not None
    colleague = msgspec.structs.replace(work.session, user=UserId(RecordId(new_id())))
    reviewing.reply(work.database, colleague, visit, text="Haar dochter.", to=asked.id)
    room.open(visit)
    assert "heeft de backoffice geantwoord." in said(part(room))
    assert "U hebt" not in said(part(room))


def test_the_main_key_sends_the_answer(room: Room) -> None:
    visit = unseen(room)
    ask(room, visit)
    room.open(visit)
    office = part(room)
    press(room, office.acts.buttons[acts.REPLY])
    QTest.keyClicks(room.conversation.focusWidget(), "Dat is haar dochter.")
    room.place.confirm()
    room.answered()
    assert "U hebt de backoffice geantwoord." in said(office)


def test_an_answer_goes_to_the_question_that_was_read(room: Room) -> None:
    visit = unseen(room)
    ask(room, visit)
    room.open(visit)
    office = part(room)
    press(room, office.acts.buttons[acts.REPLY])
    QTest.keyClicks(room.conversation.focusWidget(), "Dat is haar dochter.")
    clerk = msgspec.structs.replace(room.work.session, role=Role.BACK_OFFICE)
    reviewing.take_up(room.work.database, clerk, visit)
    ask(room, visit, "Hoe laat was het?")
    panel = office.acts.panel
    assert panel is not None
    press(room, panel.keep)
    assert "vraagt intussen iets anders" in (panel.fields["text"].error or "")
    review = reviews.file_of(room.work.database, room.work.session, visit).review
    assert not review.replied


@pytest.mark.promise("F1")
def test_f1_an_answer_that_is_half_typed_comes_back(room: Room) -> None:
    visit = unseen(room)
    ask(room, visit)
    room.open(visit)
    office = part(room)
    press(room, office.acts.buttons[acts.REPLY])
    panel = office.acts.panel
    assert panel is not None
    QTest.keyClicks(panel.fields["text"].focusWidget(), "Dat is haar")
    room.leave()
    room.place.close_visit()
    room.open(visit)
    again = part(room).acts.panel
    assert again is not None
    assert again.fields["text"].value() == "Dat is haar"  # type: ignore[attr-defined]  # a TextArea
