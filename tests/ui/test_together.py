"""Answers that are shown together: all at once, in the order asked, refusals as well."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, cast

import pytest
from PySide6.QtWidgets import QWidget

from meitinker.errors import DiskFailed, MeitinkerError
from ui.work.together import Together

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from ui.work.tasks import Ahead


class Reading:
    """A reading that is answered when the test says so."""

    def hand_over(
        self,
        _screen: QWidget,
        *,
        done: Callable[[object], None],
        failed: Callable[[MeitinkerError], None],
    ) -> None:
        self.done, self.failed = done, failed


@pytest.fixture
def screen(qtbot: QtBot) -> QWidget:
    found = QWidget()
    qtbot.addWidget(found)
    return found


def test_all_is_shown_at_once_in_the_order_asked(screen: QWidget, qtbot: QtBot) -> None:
    told: list[tuple[str, object]] = []

    def show(name: str, answer: object) -> None:
        assert not screen.updatesEnabled()
        told.append((name, answer))

    first, second = Reading(), Reading()
    with Together(screen, then=lambda: told.append(("then", screen.updatesEnabled()))) as all_:
        along = all_.along(partial(show, "along"))
        for name, one in (("first", first), ("second", second)):
            all_.show(cast("Ahead[Any]", one), partial(show, name), partial(show, name))
    second.done(2)
    along(3)
    assert told == []
    first.done(1)
    assert told == [("first", 1)], "no key waits for all of them"
    qtbot.waitUntil(lambda: len(told) == 4)
    assert told == [("first", 1), ("second", 2), ("along", 3), ("then", True)]


def test_a_refusal_is_an_answer_and_what_comes_along_late_is_shown_by_itself(
    screen: QWidget,
) -> None:
    told: list[object] = []
    one = Reading()
    with Together(screen, then=lambda: told.append("then")) as all_:
        along = all_.along(told.append)
        all_.show(cast("Ahead[Any]", one), told.append, lambda error: told.append(type(error)))
    one.failed(DiskFailed())
    assert told == [DiskFailed, "then"]
    along("late")
    assert told[-1] == "late"


def test_what_is_there_before_the_next_is_asked_still_waits_for_it(
    screen: QWidget, qtbot: QtBot
) -> None:
    class Ready(Reading):
        def hand_over(self, _screen: QWidget, *, done: Callable[[object], None], **_: Any) -> None:
            done("ready")

    told: list[object] = []
    slow = Reading()
    with Together(screen, then=lambda: told.append("then")) as all_:
        all_.show(cast("Ahead[Any]", Ready()), told.append, told.append)
        all_.show(cast("Ahead[Any]", slow), told.append, told.append)
        assert told == []
    slow.done("slow")
    qtbot.waitUntil(lambda: told == ["ready", "slow", "then"])


def test_a_fault_while_filling_leaves_a_screen_that_is_painted(screen: QWidget) -> None:
    def faulty(_answer: object) -> None:
        raise ZeroDivisionError

    one = Reading()
    with Together(screen, then=lambda: None) as all_:
        all_.show(cast("Ahead[Any]", one), faulty, faulty)
    with pytest.raises(ZeroDivisionError):
        one.done("answer")
    assert screen.updatesEnabled()
