"""The keyboard in a conversation: a stray key gives nothing away, and what is typed is in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from meitinker.domain.plans import HandoverWay
from meitinker.domain.visits import VisitState
from meitinker.services import undo, visits
from tests.ui import checklist
from ui.theme import Theme, apply
from ui.viewmodels import conversation as told
from ui.views.visits.domains import DomainsSection
from ui.views.visits.plan_page import PlanSection
from ui.widgets.scrolling import ScrollPane

if TYPE_CHECKING:
    from tests.ui.visits.conftest import Room
    from ui.views.visits.section import VisitSection


def _in(room: Room, key: str) -> VisitSection:
    room.conversation.go(key)
    room.answered()
    checklist.settle()
    return room.conversation.pages.section(key)


def _focus() -> QWidget:
    here = QApplication.focusWidget()
    assert here is not None, "the keyboard is nowhere"
    return here


@pytest.fixture
def plan(room: Room) -> PlanSection:
    """Lend the page of a concluded conversation of which no plan was made."""
    room.open(room.first())
    desk = room.conversation.desk
    visits.conclude(room.work.database, room.work.session, desk.visit_id)
    desk.reload()
    room.answered()
    found = _in(room, PlanSection.key)
    assert isinstance(found, PlanSection)
    return found


def test_a_stray_enter_after_concluding_gives_no_plan(room: Room, plan: PlanSection) -> None:
    """The first thing with the keyboard was "Nu meegeven": one Enter gave the plan for good."""
    assert _focus() is plan.version
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
        QTest.keyClick(_focus(), key)
    room.answered()
    assert room.stored().plans == ()
    assert "Kies hieronder" in plan.version.text(), "it says what to do"


def test_tab_leads_from_the_words_to_the_ways(room: Room, plan: PlanSection) -> None:
    room.place.window().resize(1366, 768)
    checklist.settle()
    ways = set(plan.handover.handing.ways.values())
    seen = []
    for _press in range(3):
        QTest.keyClick(_focus(), Qt.Key.Key_Tab)
        seen.append(_focus())
    assert ways & set(seen)


def test_a_giving_that_was_taken_back_can_be_chosen_again(room: Room, plan: PlanSection) -> None:
    ways = plan.handover.handing.ways
    ways[HandoverWay.AT_THE_TABLE].click()
    room.answered()
    assert not ways[HandoverWay.AT_THE_TABLE].isVisible()
    undo.undo(room.work.database, room.work.session)
    plan.desk.reload()
    room.answered()
    assert ways[HandoverWay.SEND_LATER].isVisible()
    assert "moet nog naar de inwoner" in plan.handover.state.text()
    ways[HandoverWay.BRING_LATER].click()
    room.answered()
    (kept,) = room.stored().handovers
    assert (kept.way, kept.handed_over_on) == (HandoverWay.BRING_LATER, None)
    assert len(room.stored().plans) == 1, "the plan is the one that was made"


def test_the_page_keeps_no_ring_when_the_keyboard_leaves(room: Room, plan: PlanSection) -> None:
    view = plan.paper.preview
    room.qtbot.waitUntil(lambda: view.page_count() > 0 and not view.drawing())
    without = view.viewport().grab().toImage()
    view.setFocus(Qt.FocusReason.TabFocusReason)
    assert view.viewport().grab().toImage() != without
    painted: list[object] = []
    view.paintEvent = painted.append  # type: ignore[method-assign,assignment]  # tests may
    plan.version.setFocus(Qt.FocusReason.TabFocusReason)
    checklist.settle()
    assert painted, "what is drawn with the pages is drawn anew"


def _cursor_in_sight(area: QPlainTextEdit) -> bool:
    """Tell whether the place where is typed can be seen in every pane around it."""
    pane = area.parentWidget()
    while pane is not None:
        if isinstance(pane, ScrollPane):
            corner = area.viewport().mapTo(pane.viewport(), QPoint(0, 0))
            cursor = QRect(area.cursorRect()).translated(corner)
            if not pane.viewport().rect().contains(cursor):
                return False
        pane = pane.parentWidget()
    return True


@pytest.mark.parametrize("height", [768, 560])
def test_each_new_life_domain_is_typed_in_in_sight(room: Room, height: int) -> None:
    """The third domain was typed below the edge of the window, with no frame in sight."""
    room.place.window().resize(1150, height)
    room.open(room.first(VisitState.OPEN))
    section = _in(room, DomainsSection.key)
    assert isinstance(section, DomainsSection)
    for _number in range(4):
        button = section.adder()
        button.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(button, Qt.Key.Key_Space)
        room.answered()
        checklist.settle()
        area = _focus()
        assert isinstance(area, QPlainTextEdit)
        assert _cursor_in_sight(area)
        QTest.keyClicks(area, "Wat er is gezegd.")
        room.answered()
        checklist.settle()
        assert _cursor_in_sight(area)


def test_what_scrolled_away_comes_back_with_the_first_key(room: Room) -> None:
    room.place.window().resize(1150, 560)
    room.open(room.first(VisitState.OPEN))
    section = _in(room, DomainsSection.key)
    first = next(iter(section.fields.values()))
    first.setFocus(Qt.FocusReason.TabFocusReason)
    pane = room.conversation.pages.page(DomainsSection.key)
    bar = pane.verticalScrollBar()
    checklist.settle()
    bar.setValue(bar.maximum())
    area = _focus()
    assert isinstance(area, QPlainTextEdit)
    assert not _cursor_in_sight(area)
    QTest.keyClicks(area, "Ja")
    checklist.settle()
    assert _cursor_in_sight(area)


def test_at_200_percent_a_conversation_names_its_step_and_shows_the_way_on(
    room: Room, qapp: QApplication
) -> None:
    """There no name of a step was in sight, nor the button to the next one."""
    apply(qapp, Theme(text_size=200))
    window = room.place.window()
    window.resize(1366, 768)
    room.open(room.first())
    room.conversation.go(DomainsSection.key)
    room.answered()
    checklist.settle()
    shown = room.conversation
    assert shown.header.heading.text().endswith(" · Leefgebieden")
    assert not shown.header.heading.visibleRegion().isEmpty()
    edge = shown.main.visibleRegion().boundingRect()
    assert edge == shown.main.rect(), "whole"
    shown.main.click()
    room.answered()
    checklist.settle()
    assert shown.header.heading.text().endswith(" · Zelfredzaamheid")
    apply(qapp, Theme())
    checklist.settle()
    assert shown.header.heading.text() == told.resident(shown.desk.file)
    assert shown._foot.isAncestorOf(shown.main)
