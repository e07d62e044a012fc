"""The page of the plan: as much of the paper in sight as there is room for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from meitinker.domain.visits import VisitState
from meitinker.services import people
from tests.ui import checklist
from ui.paper import papers
from ui.paper.paper_panel import PaperPanel
from ui.theme import THEME_NAMES, Theme, ThemeName, apply
from ui.viewmodels.conversation import PLAN
from ui.views.visits.plan_page import PlanSection

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from tests.ui.visits.conftest import Room
    from ui.paper.paper_view import PaperView


def paper_of(room: Room, width: int, height: int = 768) -> PaperView:
    room.place.resize(width, height)
    room.open(room.first(VisitState.CONCLUDED))
    room.conversation.go(PLAN)
    room.answered()
    shown = room.conversation.pages.section(PLAN)
    assert isinstance(shown, PlanSection)
    room.qtbot.waitUntil(lambda: shown.paper.preview.page_count() > 0)
    checklist.settle()
    return shown.paper


def corner(widget: QWidget, room: Room) -> QPoint:
    return widget.mapTo(room.place, QPoint(0, 0))


def drawn(room: Room, paper: PaperView | PaperPanel) -> None:
    paper.preview.grab()
    room.qtbot.waitUntil(lambda: not paper.preview.drawing())


def test_on_a_laptop_the_whole_page_stands_beside_what_can_be_done(room: Room) -> None:
    paper = paper_of(room, 1150)
    assert corner(paper.preview, room).x() > corner(paper.save, room).x() + paper.save.width()
    assert corner(paper.preview, room).y() < corner(paper.print, room).y()
    box = paper.preview._box(0)
    assert box.height() <= paper.preview.height(), "all of the page"
    bottom = corner(paper.preview, room).y() + paper.preview.height()
    assert bottom <= room.place.height(), "and all of it in sight"


def test_in_a_narrow_window_it_stands_below(room: Room) -> None:
    paper = paper_of(room, 640)
    assert corner(paper.preview, room).y() > corner(paper.save, room).y()
    assert paper.preview.width() > 500


def test_it_can_be_read_along_with_as_large_as_the_window(room: Room) -> None:
    paper = paper_of(room, 1150)
    drawn(room, paper)
    paper.preview.go_to(2)
    paper.larger.setFocus()
    paper.larger.click()
    (panel,) = room.place.findChildren(PaperPanel)
    checklist.settle()
    assert panel.preview.page() == 2
    assert panel.preview._box(0).width() > 1.5 * paper.preview._box(0).width()
    drawn(room, panel)
    QTest.keyClick(panel.preview, Qt.Key.Key_Escape)
    checklist.settle()
    assert paper.larger.hasFocus()


@pytest.mark.promise("L29")
@pytest.mark.parametrize("theme", THEME_NAMES)
def test_l29_the_large_paper_has_no_faults(
    theme: ThemeName, room: Room, qapp: QApplication
) -> None:
    apply(qapp, Theme(name=theme))
    paper = paper_of(room, 1150)
    paper.larger.click()
    (panel,) = room.place.findChildren(PaperPanel)
    drawn(room, panel)
    checklist.settle()
    assert checklist.faults(panel) == []


@pytest.mark.promise("L29")
@pytest.mark.parametrize(("size", "width", "height"), [(200, 1230, 720), (100, 640, 360)])
def test_l29_plan_and_large_paper_fit(
    size: int, width: int, height: int, room: Room, qapp: QApplication
) -> None:
    apply(qapp, Theme(text_size=size))
    paper = paper_of(room, width, height)
    assert checklist.faults_when_large(room.place, width=width, height=height) == []
    paper.larger.click()
    (panel,) = room.place.findChildren(PaperPanel)
    checklist.settle()
    assert checklist.cut_off(panel) == []


def test_what_came_of_saving_is_in_sight(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(papers, "save_pdf", lambda *_args, **_named: "Bewaard.")
    paper = paper_of(room, 1150, 500)
    paper.save.setFocus()
    paper.save.click()
    room.qtbot.waitUntil(paper.bar.isVisible)
    checklist.settle()
    whole = paper.bar.visibleRegion().boundingRect()
    assert whole == paper.bar.rect(), "no part of it is scrolled away"
    assert corner(paper.bar, room).y() > corner(paper.save, room).y()


def test_large_letters_are_remembered_for_the_resident(room: Room) -> None:
    paper = paper_of(room, 1150)
    visit = room.first(VisitState.CONCLUDED)
    assert not paper.large.value()
    paper.large.box.click()
    room.conversation.desk.keeping.flush()
    room.answered()
    work = room.place.workplace
    client = room.conversation.desk.file.client
    assert client.large_print
    assert people.file_of(work.database, work.session, client.id).person.large_print
    room.open(visit)
    room.conversation.go(PLAN)
    room.answered()
    shown = room.conversation.pages.section(PLAN)
    assert isinstance(shown, PlanSection)
    assert shown.paper.large.value(), "the next time it stands there"
