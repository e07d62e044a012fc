"""That a choice waits is told on Vandaag and in the resident's file, and both lead to the card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from meitinker.services.conflicts import ConflictChoice
from meitinker.store.settings import ScreenSpot
from tests.ui.sending.conftest import clash, resident
from ui.views.sending.day import DayConflicts
from ui.views.sending.notice import FileNotice

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.ui.sending.conftest import Stage


def test_the_day_lists_the_resident_until_the_choice_is_made(stage: Stage, qtbot: QtBot) -> None:
    one = clash(stage.world)
    place = stage.open()
    page = QWidget()
    qtbot.addWidget(page)
    day = DayConflicts(stage.work, page)
    stage.tasks.changed.connect(day.refresh)
    went: list[ScreenSpot] = []
    day.go.connect(went.append)
    assert day.nothing
    day.load()
    stage.settle()
    (row,) = day.card.rows
    assert row.item.title == "Sjoukje Hoekstra"
    assert row.item.status == "Twee mensen hebben hetzelfde veranderd. Kies wat klopt."
    row.button.click()
    assert went == [ScreenSpot(screen="sending", record_id=one)]
    place.cards.cards[0].buttons[ConflictChoice.STANDING.value].click()
    stage.settle()
    assert day.nothing


def test_what_comes_in_by_an_exchange_is_listed(stage: Stage, qtbot: QtBot) -> None:
    stage.open()
    page = QWidget()
    qtbot.addWidget(page)
    day = DayConflicts(stage.work, page)
    clash(stage.world)
    stage.meet()
    assert not day.nothing


def test_the_file_of_the_resident_says_so_and_that_of_another_does_not(
    stage: Stage, qtbot: QtBot
) -> None:
    one = clash(stage.world)
    other = resident(stage.world)
    page = QWidget()
    qtbot.addWidget(page)
    page.show()
    notice = FileNotice(stage.work, page)
    went: list[ScreenSpot] = []
    notice.go.connect(went.append)
    notice.look(other)
    stage.settle()
    assert notice.isHidden()
    notice.look(one)
    stage.settle()
    assert not notice.isHidden()
    assert notice.bar is not None
    notice.bar.button.click()
    assert went == [ScreenSpot(screen="sending", record_id=one)]
    notice.look(other)
    assert notice.isHidden()
