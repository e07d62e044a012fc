"""Work in bites: told how far it is, stopped between two, and done where the last one was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QObject

from meitinker.errors import DiskFull
from ui.work.bite_work import BiteWork

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from pytestqt.qtbot import QtBot

    Job = Generator[tuple[int, int], None, str]


class Lane:
    """Does what is handed over when it is told to, as a lane that others use as well."""

    def __init__(self) -> None:
        self._waiting: list[Callable[[], None]] = []

    def __call__(
        self,
        _owner: QObject,
        work: Callable[[], Any],
        *,
        done: Callable[[Any], None],
        failed: Callable[[Any], None],
    ) -> None:
        def go() -> None:
            try:
                result = work()
            except DiskFull as error:
                failed(error)
            else:
                done(result)

        self._waiting.append(go)

    def step(self) -> bool:
        """Do what waits first; tell whether there was anything."""
        if not self._waiting:
            return False
        self._waiting.pop(0)()
        return True


class World:
    def __init__(self) -> None:
        self.lane, self.parent = Lane(), QObject()
        self.work = BiteWork(self.lane, self.parent)
        self.told: list[object] = []
        self.work.progressed.connect(lambda done, of: self.told.append((done, of)))
        self.work.ended.connect(lambda result: self.told.append(result))
        self.work.stopped.connect(lambda: self.told.append("stopped"))
        self.work.failed.connect(lambda error: self.told.append(type(error)))
        self.closed = False

    def job(self, bites: int, *, fails_at: int = 0) -> Job:
        try:
            for number in range(1, bites + 1):
                if number == fails_at:
                    raise DiskFull("test")
                yield number, bites
        finally:
            self.closed = True
        return "whole"

    def end(self) -> None:
        while self.lane.step():
            pass


@pytest.fixture
def world(qtbot: QtBot) -> World:
    del qtbot
    return World()


def test_it_goes_bite_by_bite_and_hands_over_what_came_of_it(world: World) -> None:
    world.work.start(world.job(2))
    assert world.work.running
    world.lane.step()
    assert world.told == [(1, 2)]
    world.end()
    assert world.told == [(1, 2), (2, 2), "whole"]
    assert not world.work.running


def test_who_stops_gets_no_further_bite_and_the_job_cleans_up(world: World) -> None:
    world.work.start(world.job(5))
    world.lane.step()
    world.work.stop()
    world.end()
    assert world.told == [(1, 5), "stopped"]
    assert world.closed
    assert not world.work.running


def test_stopped_too_late_it_is_done(world: World) -> None:
    world.work.start(world.job(1))
    world.lane.step()
    world.lane.step()
    world.work.stop()
    assert world.told == [(1, 1), "whole"]


def test_an_error_ends_it_and_it_can_begin_anew(world: World) -> None:
    world.work.start(world.job(3, fails_at=2))
    world.end()
    assert world.told == [(1, 3), DiskFull]
    assert not world.work.running
    world.work.start(world.job(1))
    world.end()
    assert world.told[-1] == "whole"


def test_one_job_at_a_time(world: World) -> None:
    world.work.start(world.job(1))
    second = world.job(9)
    world.work.start(second)
    world.end()
    assert world.told == [(1, 1), "whole"]
    second.close()
