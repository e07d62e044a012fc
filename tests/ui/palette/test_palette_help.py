"""Help of the social map in the palette: after people, places and actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from meitinker.domain.session import Role
from meitinker.services import map_memory, map_search
from meitinker.services.map_search import FoundService
from meitinker.store import indexing
from meitinker.store.settings import ScreenSpot
from tests.ui import checklist
from tests.ui.viewmodels.test_social_map import LINE
from ui.theme import Theme, apply
from ui.viewmodels import palette as said
from ui.viewmodels.palette_commands import commands
from ui.views.palette.palette import Palette

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from ui.workplace import Workplace

HELP = FoundService(line=LINE)


@pytest.fixture
def palette(example_workplace: Workplace, qtbot: QtBot, qapp: QApplication) -> Iterator[Palette]:
    """The palette, open over a window, with the map ready to be searched."""
    while indexing.index_some(example_workplace.database):
        pass
    apply(qapp, Theme())
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    view = Palette(example_workplace, parent=window)
    view.show()
    checklist.settle()
    yield view
    map_memory.forget(example_workplace.database)


def test_a_line_says_that_it_is_of_the_map_and_leads_there() -> None:
    (one,) = [
        o
        for o in said.results(Role.MEITINKER, "warme maaltijd", services=[HELP])
        if o.key == "service:s1"
    ]
    assert (one.title, one.status) == ("Warme maaltijd", "Sociale kaart · Buorsoarch")
    assert one.place == ScreenSpot(screen="social_map", record_id="s1")


def test_actions_come_before_help() -> None:
    keys = [one.key for one in said.results(Role.MEITINKER, "maak", services=[HELP])]
    assert keys[-1] == "service:s1"
    assert len(keys) > 1


def test_help_never_takes_more_lines_than_there_are() -> None:
    assert len(said.results(Role.MEITINKER, "s", services=[HELP] * 20)) == said.MOST


@pytest.mark.parametrize(
    ("typed", "asks"),
    [("eten", True), ("et", False), ("gesprek sjoukje", False), ("notitie sjoukje", False)],
)
def test_only_words_are_looked_for_in_the_map(typed: str, asks: bool) -> None:
    assert said.asks_help(typed) is asks


def test_the_map_is_a_place_to_go_to() -> None:
    (one,) = [one for one in commands(Role.MEITINKER) if one.title == "Sociale kaart"]
    assert one.place == ScreenSpot(screen="social_map")


def test_help_is_found_while_typing_and_enter_opens_it(
    palette: Palette, qtbot: QtBot, example_workplace: Workplace
) -> None:
    chosen: list[ScreenSpot] = []
    palette.chosen.connect(chosen.append)
    with qtbot.waitSignal(palette._search.helped):
        QTest.keyClicks(palette.line, "eten aan huis")
    work = example_workplace
    first = map_search.found(work.database, work.session, "eten aan huis").found[0].line
    assert f"service:{first.service_id}" in {one.key for one in palette.found()}
    while palette.list.current_key != f"service:{first.service_id}":
        QTest.keyClick(palette.line, Qt.Key.Key_Down)
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    assert chosen == [ScreenSpot(screen="social_map", record_id=first.service_id)]


def test_help_that_comes_later_leaves_what_was_chosen(
    palette: Palette, answered: Callable[[], None]
) -> None:
    QTest.keyClicks(palette.line, "sjouk")
    answered()
    QTest.keyClick(palette.line, Qt.Key.Key_Down)
    before = palette.list.current_key
    assert before == palette.found()[1].key
    palette._search.services = (HELP,)
    palette._search.helped.emit()
    assert palette.list.current_key == before
    assert "service:s1" in {one.key for one in palette.found()}


def test_who_went_to_a_resident_sets_off_no_search_for_help(
    palette: Palette, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    """The words of the map take half a second to read, beside the screen that is built."""
    sought: list[str] = []
    monkeypatch.setattr(map_search, "found", lambda *_words, **_more: sought.append("map"))
    search = palette._search
    with qtbot.waitSignal(search.answered):
        QTest.keyClicks(palette.line, "hoekstra")
    palette.hide()
    assert not search._pause.isActive()
    search._take("hoekstra", [])  # an answer that was under way
    assert not search._pause.isActive()
    assert sought == []
