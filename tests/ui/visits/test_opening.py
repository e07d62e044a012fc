"""Building a conversation and its plan over several turns: nothing half-built is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from meitinker.errors import DiskFull
from meitinker.ids import RecordId, VisitId
from meitinker.services import visit_files, visits
from meitinker.store.settings import ScreenSpot
from tests.ui import checklist
from ui.viewmodels.conversation import PLAN, field_key
from ui.views.visits import opening
from ui.views.visits.conversation import Conversation
from ui.views.visits.plan_page import PlanSection
from ui.widgets.growing_text import GrowingText

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from tests.ui.visits.conftest import Room


def test_a_place_that_comes_into_sight_shows_no_conversation_that_is_being_built(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    later: list[Callable[[], object]] = []
    monkeypatch.setattr(opening, "in_a_later_turn", lambda _owner, work: later.append(work))
    room.place.hide()
    room.place.open_visit(room.first())
    room.answered()
    room.place.show()
    (built,) = room.place.findChildren(Conversation)
    while later:
        assert not built.isVisible()
        later.pop(0)()
    assert built.isVisible()


def test_asked_for_twice_it_is_opened_once_and_what_is_typed_stays_in_order(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second press meets the first on its way: it would put the cursor back under the typing."""
    later: list[Callable[[], object]] = []
    monkeypatch.setattr(opening, "in_a_later_turn", lambda _owner, work: later.append(work))
    visit = room.first()
    field = field_key("visit", visit, "question")
    there = ScreenSpot(screen="visits", record_id=visit, section="question", field=field, cursor=0)
    for _press in range(2):
        room.place.open_visit(visit, there)
    room.answered()
    while room.place.conversation is None:
        later.pop(0)()
    area = QApplication.focusWidget()
    assert isinstance(area, GrowingText)
    QTest.keyClicks(area, "Eerst dit. ")
    while later:
        later.pop(0)()
    QTest.keyClicks(area, "Dan dat. ")
    assert area.toPlainText().startswith("Eerst dit. Dan dat. ")


def _full(*_what: object) -> None:
    raise DiskFull


def test_one_that_could_not_be_opened_can_be_asked_for_again(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit = room.first()
    with monkeypatch.context() as broken:
        broken.setattr(visit_files, "opened", _full)
        room.place.open_visit(visit)
        room.answered()
    assert room.place.conversation is None
    assert room.open(visit).desk.visit_id == visit


def test_texts_are_as_high_as_their_lines_though_they_were_built_turns_before(room: Room) -> None:
    shown = room.open(room.first())
    checklist.settle()
    texts = [one for one in shown.findChildren(GrowingText) if one.isVisible()]
    assert texts
    assert [one.height() for one in texts] == [one.sizeHint().height() for one in texts]


def test_the_plan_is_built_in_one_turn_and_shown_in_another(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Together they would hold up a key longer than is felt."""
    shown = room.open(room.first())
    turns: list[str] = []

    def noted(name: str) -> None:
        real = getattr(shown, name)

        def done(where: object) -> None:
            turns.append(name)
            real(where)

        monkeypatch.setattr(shown, name, done)

    noted("prepare")
    noted("go")
    beat = QTimer()
    beat.timeout.connect(lambda: turns.append("beat"))
    beat.start(0)
    shown.concluding.concluded.emit()
    room.answered()
    beat.stop()
    steps = [one for one, before in zip(turns, ["", *turns], strict=False) if one != before]
    assert steps[steps.index("prepare") :][:3] == ["prepare", "beat", "go"]
    assert shown.section_key == PLAN


def test_a_plan_that_was_looked_at_before_is_no_draft_once_it_is_concluded(room: Room) -> None:
    shown = room.open(room.first())
    here = shown.section_key
    shown.go(PLAN)
    shown.go(here)
    plan = shown.pages.section(PLAN)
    assert isinstance(plan, PlanSection)
    draft = plan.version.text()
    work, visit = room.work, VisitId(RecordId(room.first()))
    shown.desk.act(lambda: visits.conclude(work.database, work.session, visit))
    room.answered()
    shown.concluding.concluded.emit()
    room.answered()
    assert shown.section_key == PLAN
    assert plan.version.text() != draft
    assert plan.handover.isVisible()
