"""How a paper reaches its reader: a way is chosen, later a day, which is today when left empty."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from meitinker import clock
from meitinker.domain.plans import HandoverWay
from ui.widgets.buttons import FlatButton
from ui.widgets.handing import Handing

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.fixture
def handing(qtbot: QtBot) -> Handing:
    """Lend one with another thing to do while the paper waits."""
    made = Handing("Op welke dag?", FlatButton("Gooi weg"))
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_way_is_told(handing: Handing) -> None:
    chosen: list[HandoverWay] = []
    handing.chosen.connect(chosen.append)
    handing.show_state(makes=True, waits=False)
    assert not handing.keep.isVisible()
    for way, button in handing.ways.items():
        button.click()
        assert chosen[-1] is way


def test_an_empty_day_is_today_and_a_wrong_one_is_told(handing: Handing) -> None:
    went: list[date] = []
    handing.went.connect(went.append)
    handing.show_state(makes=False, waits=True)
    assert not handing.ways_row.isVisible()
    handing.keep.click()
    assert went == [clock.today()]
    yesterday = clock.today() - timedelta(days=1)
    handing.day.set_value(yesterday)
    handing.keep.click()
    assert went[-1] == yesterday
    handing.day.set_parts("31", "2", "2026")
    handing.keep.click()
    assert handing.day.error
    assert len(went) == 2
