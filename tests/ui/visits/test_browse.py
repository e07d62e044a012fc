"""The list of conversations: parts that are built late stand where they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from meitinker.services import visits
from tests.ui import checklist
from ui.theme import Theme, apply
from ui.viewmodels.visits import lines
from ui.views.visits.browse import Browse
from ui.views.visits.picker import ResidentPicker
from ui.widgets.bars import MessageBar

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from ui.workplace import Workplace


@pytest.fixture
def browse(
    example_workplace: Workplace, answered: Callable[[], None], qtbot: QtBot, qapp: QApplication
) -> Browse:
    """The list in a window of its own, with all of its parts."""
    apply(qapp, Theme())
    made = Browse(example_workplace)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    qtbot.waitUntil(lambda: "picker" in vars(made))
    return made


def test_the_bar_is_read_and_reached_before_the_list_though_it_is_made_later(
    browse: Browse,
) -> None:
    browse.bar.tell("waarschuwing", "Een zin.", action="Doe dat")
    parts = browse.findChildren(QWidget)
    assert parts.index(browse.bar) < parts.index(browse.new)
    order: list[QWidget | None] = [browse.bar.button]
    while order[-1] is not browse.new:
        assert order[-1] is not None
        order.append(order[-1].nextInFocusChain())
        assert order[-1] is not browse.bar.button, "the list is not reached"
    assert not {browse.filter.line, browse.rows, browse.card.main} & set(order)


def test_the_list_is_there_before_what_is_seen_only_after_a_choice(
    example_workplace: Workplace, qtbot: QtBot
) -> None:
    made = Browse(example_workplace)
    qtbot.addWidget(made)
    assert not {"card", "picker", "bar", "empty"} & set(vars(made))
    assert made.findChildren(MessageBar) == []


def test_nothing_is_said_of_conversations_before_they_are_known(browse: Browse) -> None:
    assert not browse.card.isVisible()
    browse.show_lines([])
    assert browse.empty.isVisible()


def test_who_searches_is_offered_the_older_ones_to_search_in(
    browse: Browse, example_workplace: Workplace
) -> None:
    listed = visits.listed(example_workplace.database, example_workplace.session)
    browse.show_lines(lines(listed[:3]), more=13)
    assert browse.more.text() == "Toon nog 13 gesprekken"
    browse.filter.set_value("Proefstra")
    browse.filter.edited.emit()
    assert browse.more.text() == "Zoek ook in 13 oudere gesprekken"


def test_the_buttons_of_an_empty_search_stand_right_below_it(
    example_workplace: Workplace, qtbot: QtBot, qapp: QApplication
) -> None:
    apply(qapp, Theme())
    picker = ResidentPicker(example_workplace)
    qtbot.addWidget(picker)
    picker.resize(800, 700)
    picker.show()
    picker.start()
    checklist.settle()
    below = picker.search.mapTo(picker, QPoint(0, picker.search.height())).y()
    assert picker.begin.mapTo(picker, QPoint(0, 0)).y() - below < 40
    assert picker.search.height() < 120


def test_the_main_key_begins_with_whom_was_chosen(browse: Browse) -> None:
    browse.begin()
    browse.confirm()
    assert (browse.picker.search.error or "").startswith("Kies eerst met wie u praat")
