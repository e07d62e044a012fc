from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtTest import QTest

from meitinker import clock
from meitinker.errors import DiskFull, MeitinkerError
from ui.widgets.autosave import THROTTLE, Autosave, Done, Failed, Fields, SaveKind, SaveState
from ui.widgets.fields import TextField

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

NOON = datetime(2026, 11, 12, 13, 7, tzinfo=UTC)


@dataclass
class Bell:
    """An alarm that the test rings by hand."""

    set_to: list[int] = field(default_factory=list)
    waiting: Callable[[], None] | None = None

    def start(self, milliseconds: int, ring: Callable[[], None]) -> None:
        self.set_to.append(milliseconds)
        self.waiting = ring

    def cancel(self) -> None:
        self.waiting = None

    def ring(self) -> None:
        ring, self.waiting = self.waiting, None
        if ring is not None:
            ring()


@dataclass
class Disk:
    """A store that answers when the test says so, and keeps what it committed."""

    committed: Fields = field(default_factory=dict)
    asked: list[Fields] = field(default_factory=list)
    open: list[tuple[Fields, Done, Failed]] = field(default_factory=list)

    def save(self, fields: Fields, done: Done, failed: Failed) -> None:
        self.asked.append(fields)
        self.open.append((fields, done, failed))

    def commit(self) -> None:
        fields, done, _failed = self.open.pop(0)
        self.committed.update(fields)
        done()

    def fail(self, error: MeitinkerError) -> None:
        _fields, _done, failed = self.open.pop(0)
        failed(error)


@dataclass
class Desk:
    bell: Bell
    disk: Disk
    autosave: Autosave
    told: list[SaveState]

    def kind(self) -> SaveKind:
        return self.autosave.state.kind


def a_desk() -> Desk:
    bell, disk = Bell(), Disk()
    autosave = Autosave(disk.save, alarm=bell)
    told: list[SaveState] = []
    autosave.stateChanged.connect(told.append)
    return Desk(bell, disk, autosave, told)


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    return a_desk()


def test_the_first_key_sets_the_alarm_and_later_keys_do_not_move_it(desk: Desk) -> None:
    for text in ("M", "Me", "Mev"):
        desk.autosave.put("story", text)

    assert desk.bell.set_to == [THROTTLE]
    assert THROTTLE <= 1000
    assert desk.kind() is SaveKind.DIRTY
    assert desk.disk.asked == []

    desk.bell.ring()
    assert desk.disk.asked == [{"story": "Mev"}]
    assert desk.kind() is SaveKind.SAVING


def test_saved_is_told_after_the_commit_with_its_time(desk: Desk) -> None:
    with clock.running(lambda: NOON):
        desk.autosave.put("story", "Mevrouw")
        desk.bell.ring()
        assert SaveKind.SAVED not in {state.kind for state in desk.told}
        desk.disk.commit()

    assert desk.autosave.state == SaveState(SaveKind.SAVED, at=NOON)
    assert desk.autosave.unsaved() == {}


def test_text_newer_than_the_commit_is_never_called_saved(desk: Desk) -> None:
    desk.autosave.put("story", "een")
    desk.bell.ring()
    desk.autosave.put("story", "een twee")
    desk.disk.commit()

    assert desk.kind() is SaveKind.DIRTY
    assert desk.autosave.unsaved() == {"story": "een twee"}

    desk.bell.ring()
    desk.disk.commit()
    assert desk.kind() is SaveKind.SAVED
    assert desk.disk.committed == {"story": "een twee"}


def test_edits_during_a_save_go_together_into_the_next(desk: Desk) -> None:
    desk.autosave.put("story", "een")
    desk.bell.ring()
    desk.autosave.put("story", "twee")
    desk.autosave.put("score", 3)
    desk.bell.ring()
    assert len(desk.disk.asked) == 1, "one save at a time"

    desk.disk.commit()

    assert desk.disk.asked == [{"story": "een"}, {"story": "twee", "score": 3}]


def test_leaving_saves_at_once(desk: Desk) -> None:
    desk.autosave.put("story", "een")
    desk.autosave.flush()

    assert desk.disk.asked == [{"story": "een"}]
    assert desk.bell.waiting is None


def test_leaving_during_a_save_saves_the_rest_right_after(desk: Desk) -> None:
    settled: list[bool] = []
    desk.autosave.settled.connect(settled.append)
    desk.autosave.put("story", "een")
    desk.autosave.flush()
    desk.autosave.put("story", "twee")
    desk.autosave.flush()

    desk.disk.commit()
    assert settled == []
    desk.disk.commit()

    assert settled == [True]
    assert desk.disk.committed == {"story": "twee"}


def test_leaving_with_nothing_to_save_is_settled_at_once(desk: Desk) -> None:
    settled: list[bool] = []
    desk.autosave.settled.connect(settled.append)

    desk.autosave.flush()

    assert settled == [True]
    assert desk.disk.asked == []


def test_after_a_failure_the_text_stays_and_is_saved_on_retry(desk: Desk) -> None:
    desk.autosave.put("story", "een")
    desk.autosave.put("score", 3)
    desk.bell.ring()
    desk.autosave.put("story", "een twee")
    error = DiskFull()
    desk.disk.fail(error)

    assert desk.autosave.state == SaveState(SaveKind.FAILED, error=error)
    assert desk.autosave.unsaved() == {"story": "een twee", "score": 3}

    desk.autosave.put("score", 4)
    assert desk.kind() is SaveKind.FAILED
    assert desk.bell.waiting is None, "a full disk is not tried again on every key"

    desk.autosave.flush()
    desk.disk.commit()
    assert desk.disk.committed == {"story": "een twee", "score": 4}
    assert desk.kind() is SaveKind.SAVED


def test_a_failure_keeps_the_time_of_the_last_commit(desk: Desk) -> None:
    with clock.running(lambda: NOON):
        desk.autosave.put("story", "een")
        desk.bell.ring()
        desk.disk.commit()
    desk.autosave.put("story", "twee")
    desk.bell.ring()
    desk.disk.fail(DiskFull())

    assert desk.autosave.state.at == NOON


def test_an_error_raised_by_save_itself_counts_as_a_failure(qtbot: QtBot) -> None:
    def refuse(fields: Fields, done: Done, failed: Failed) -> None:
        raise DiskFull

    autosave = Autosave(refuse, alarm=Bell())
    autosave.put("story", "een")
    autosave.flush()

    assert autosave.state.kind is SaveKind.FAILED
    assert autosave.unsaved() == {"story": "een"}


def test_a_bug_in_save_keeps_the_text_and_is_not_hidden(qtbot: QtBot) -> None:
    def break_down(fields: Fields, done: Done, failed: Failed) -> None:
        raise ZeroDivisionError

    autosave = Autosave(break_down, alarm=Bell())
    autosave.put("story", "een")

    with pytest.raises(ZeroDivisionError):
        autosave.flush()
    assert autosave.unsaved() == {"story": "een"}
    assert autosave.state.kind is not SaveKind.SAVED


def test_an_answer_that_comes_twice_is_ignored(desk: Desk) -> None:
    desk.autosave.put("story", "een")
    desk.bell.ring()
    _fields, done, failed = desk.disk.open[0]
    desk.disk.commit()
    desk.autosave.put("story", "twee")
    desk.bell.ring()

    done()
    failed(DiskFull())

    assert desk.kind() is SaveKind.SAVING
    assert desk.autosave.unsaved() == {"story": "twee"}


def test_a_save_that_answers_before_it_returns_is_saved(qtbot: QtBot) -> None:
    autosave = Autosave(lambda _fields, done, _failed: done(), alarm=Bell())
    autosave.put("story", "een")
    autosave.flush()

    assert autosave.state.kind is SaveKind.SAVED


def test_a_watched_field_is_put_on_a_key_and_saved_when_left(qtbot: QtBot, desk: Desk) -> None:
    line = TextField("Straat")
    qtbot.addWidget(line)
    desk.autosave.watch("street", line, line.value)

    QTest.keyClicks(line.line, "Singel")
    assert desk.autosave.unsaved() == {"street": "Singel"}

    line.left.emit()
    assert desk.disk.asked == [{"street": "Singel"}]


def test_qts_own_clock_rings(qtbot: QtBot) -> None:
    disk = Disk()
    autosave = Autosave(disk.save)
    autosave.put("story", "een")
    assert disk.asked == []

    qtbot.waitUntil(lambda: disk.asked == [{"story": "een"}])


_STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("put"), st.sampled_from("ab"), st.integers(0, 9)),
        st.sampled_from([("ring",), ("flush",), ("commit",), ("fail",)]),
    ),
    max_size=40,
)


@given(steps=_STEPS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_happens_saved_means_that_all_typed_text_is_committed(
    qtbot: QtBot, steps: list[tuple[str, ...]]
) -> None:
    desk = a_desk()
    typed: dict[str, object] = {}
    tick = iter(NOON + timedelta(seconds=n) for n in range(1000))

    def check(state: SaveState) -> None:
        if state.kind is SaveKind.SAVED:
            assert desk.disk.committed == typed

    desk.autosave.stateChanged.connect(check)
    with clock.running(lambda: next(tick)):
        for step in steps:
            if step[0] == "put":
                typed[step[1]] = step[2]
                desk.autosave.put(step[1], step[2])
            elif step[0] in ("commit", "fail") and not desk.disk.open:
                continue
            elif step[0] == "fail":
                desk.disk.fail(DiskFull())
            else:
                act = {
                    "ring": desk.bell.ring,
                    "flush": desk.autosave.flush,
                    "commit": desk.disk.commit,
                }
                act[step[0]]()
            assert {**desk.disk.committed, **desk.autosave.unsaved()} == typed
            check(desk.autosave.state)
