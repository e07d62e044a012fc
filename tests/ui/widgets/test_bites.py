"""Building in bites: a part a turn of the event loop, in order, or all at once when asked."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QCoreApplication, QObject

from ui.widgets.bites import Bites

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def test_nothing_is_built_before_the_loop_turns(qtbot: QtBot) -> None:
    built: list[int] = []
    owner = QObject()
    bites = Bites(owner)
    bites.add(*(partial(built.append, number) for number in range(3)))
    assert bites.waiting
    assert built == []
    qtbot.waitUntil(lambda: not bites.waiting)
    assert built == [0, 1, 2]


def test_one_turn_builds_one_part(qtbot: QtBot) -> None:
    built: list[int] = []
    owner = QObject()
    bites = Bites(owner)
    bites.add(*(partial(built.append, number) for number in range(50)))
    lengths = []
    while bites.waiting:
        QCoreApplication.processEvents()
        lengths.append(len(built))
    assert lengths[0] <= 1  # a key that came in now would not have waited for the other 49
    assert built == list(range(50))


def test_between_two_parts_is_a_turn_for_painting_alone(qtbot: QtBot) -> None:
    built: list[int] = []
    owner = QObject()
    bites = Bites(owner)
    bites.add(*(partial(built.append, number) for number in range(3)))
    after = []
    for _turn in range(5):
        bites._take_turn()
        after.append(len(built))
    assert after == [1, 1, 2, 2, 3]


def test_who_needs_a_part_gets_all_that_is_to_come_in_order(qtbot: QtBot) -> None:
    built: list[int] = []
    owner = QObject()
    bites = Bites(owner)
    bites.add(*(partial(built.append, number) for number in range(3)))
    bites.complete()
    assert built == [0, 1, 2]
    assert not bites.waiting


def test_a_part_that_needs_the_rest_does_not_build_itself_twice(qtbot: QtBot) -> None:
    built: list[str] = []
    owner = QObject()
    bites = Bites(owner)

    def first() -> None:
        built.append("first")
        bites.complete()

    bites.add(first, partial(built.append, "second"))
    bites.complete()
    assert built == ["first", "second"]


def test_what_waits_goes_with_its_owner(qtbot: QtBot) -> None:
    built: list[int] = []
    owner = QObject()
    Bites(owner).add(partial(built.append, 1))
    shiboken6.delete(owner)
    QCoreApplication.processEvents()
    assert built == []
