"""A choice in Weergave builds the window anew: the keyboard stays where it was."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from meitinker.store.settings import ScreenSpot
from ui.views.settings.look import LookSection
from ui.views.settings.place import SettingsPlace
from ui.widgets.choices import RadioGroup

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from tests.ui.entry.conftest import Laptop, Shown
    from ui.window.main_window import MainWindow

    Start = Callable[..., Shown]


def _section(shown: Shown) -> LookSection:
    room = shown.desktop._workroom
    assert room is not None
    here = room.window.here
    assert isinstance(here, SettingsPlace)
    found = here.section("look")
    assert isinstance(found, LookSection)
    return found


@pytest.mark.parametrize("name", ["theme", "text_size", "language"])
def test_a_second_arrow_goes_on_where_the_first_one_was(
    start: Start, laptop: Laptop, name: str
) -> None:
    """After one arrow the keyboard was in the rail, and the next did nothing."""
    assert laptop.visit
    shown = start()
    shown.at_work()
    room = shown.desktop._workroom
    assert room is not None
    room.window.go(ScreenSpot(screen="settings", section="look", field=name))
    shown.until(lambda: isinstance(room.window.here, SettingsPlace))
    shown.until(lambda: _in(_group(shown, name)))
    for _press in range(2):
        before, window, here = _value(shown, name), room.window, QApplication.focusWidget()
        assert here is not None
        QTest.keyClick(here, Qt.Key.Key_Down)
        shown.until(partial(_built_anew, shown, window))
        assert _value(shown, name) != before
        shown.until(lambda: _in(_group(shown, name)))


def _built_anew(shown: Shown, before: MainWindow) -> bool:
    room = shown.desktop._workroom
    return room is not None and room.window is not before and room.window.isVisible()


def _group(shown: Shown, name: str) -> QWidget:
    return _section(shown).fields[name]


def _value(shown: Shown, name: str) -> str | None:
    group = _group(shown, name)
    assert isinstance(group, RadioGroup)
    return group.value()


def _in(group: QWidget) -> bool:
    here = QApplication.focusWidget()
    return here is not None and group.isAncestorOf(here)
