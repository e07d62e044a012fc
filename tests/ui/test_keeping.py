"""Keeping what is typed in a screen: who waits hears the truth, once, and never too early."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QObject

from meitinker.errors import DiskFull
from ui.forms.keeping import Keeping
from ui.widgets.autosave import SaveKind, SaveState
from ui.widgets.fields import TextField
from ui.widgets.saving import SaveIndicator

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from ui.widgets.autosave import Done, Failed, Fields
    from ui.workplace import Workplace

TWO = ("question", "notes")


class Table:
    """A conversation with two records, on a store that answers when the test says so."""

    def __init__(self, qtbot: QtBot) -> None:
        self.owner = QObject()
        self.keeping = Keeping(cast("Workplace", None), self.owner)
        self.keeping.stateChanged.connect(self._hear)
        self.fields = {name: TextField(name) for name in TWO}
        self.asked: list[tuple[Done, Failed]] = []
        self.told: list[bool] = []
        for name, field in self.fields.items():
            qtbot.addWidget(field)
            self.keeping.watch(("visit", name), name, field, read=field.value, save=self._save)

    def type(self, name: str) -> None:
        field = self.fields[name]
        field.set_value(f"{field.value()}a")
        field.edited.emit()

    def leave(self) -> None:
        self.keeping.flush(self._answer)

    def say(self, *, yes: bool, last: bool = False) -> None:
        if not self.asked:
            return
        done, failed = self.asked.pop(-1 if last else 0)
        done() if yes else failed(DiskFull("ENOSPC"))

    def unsafe(self) -> bool:
        return any(self.keeping.holds(("visit", name), name) for name in TWO)

    def _save(self, _fields: Fields, done: Done, failed: Failed) -> None:
        self.asked.append((done, failed))

    def _answer(self, safe: bool) -> None:
        assert safe is not self.unsafe(), "who leaves must hear how it is"
        assert not self.asked, "who leaves must hear it after the last answer"
        self.told.append(safe)

    def _hear(self, state: SaveState) -> None:
        if state.kind is SaveKind.SAVED:
            assert not self.unsafe(), "'Bewaard om' is said of everything"


_MOVES = st.sampled_from(
    ["type question", "type notes", "leave", "yes", "no", "yes last", "no last"]
)


@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(moves=st.lists(_MOVES, max_size=25))
def test_whatever_the_store_says_each_who_leaves_is_told_once(
    qtbot: QtBot, moves: list[str]
) -> None:
    table = Table(qtbot)
    left = 0
    for move in moves:
        verb, _space, rest = move.partition(" ")
        if verb == "type":
            table.type(rest)
        elif verb == "leave":
            left += 1
            table.leave()
        else:
            table.say(yes=verb == "yes", last=bool(rest))
    table.keeping.flush()
    while table.asked:
        table.say(yes=True)
    table.keeping.flush()
    while table.asked:
        table.say(yes=True)
    assert len(table.told) == left


def test_a_failure_does_not_answer_for_what_is_still_to_be_sent(qtbot: QtBot) -> None:
    table = Table(qtbot)
    table.type("notes")
    table.keeping.flush()
    table.type("notes")
    table.type("question")
    table.leave()
    table.say(yes=False, last=True)  # the question
    table.say(yes=True)  # the notes; what was typed after them goes now
    assert table.told == []
    table.say(yes=True)
    assert table.told == [False]


@pytest.mark.parametrize("taken", [True, False])
def test_a_record_that_goes_away_leaves_nobody_waiting(qtbot: QtBot, taken: bool) -> None:
    table = Table(qtbot)
    table.type("notes")
    table.leave()
    table.keeping.release(("visit", "notes"))
    table.say(yes=taken)
    assert table.told == [True], "it is gone: nothing of it waits"


def test_a_record_that_is_gone_takes_no_time_with_it_and_a_new_file_begins_clean(
    qtbot: QtBot,
) -> None:
    table = Table(qtbot)
    table.type("notes")
    table.leave()
    table.say(yes=True)
    saved = table.keeping.state
    assert saved.kind is SaveKind.SAVED
    table.keeping.release(("visit", "notes"))
    assert table.keeping.state == saved
    table.keeping.clear()
    assert table.keeping.state == SaveState(SaveKind.CLEAN)


def test_what_could_not_be_kept_is_no_fault_once_it_is_removed(qtbot: QtBot) -> None:
    table = Table(qtbot)
    table.type("notes")
    table.leave()
    table.say(yes=False)
    failed = table.keeping.state
    table.keeping.release(("visit", "notes"))
    assert (failed.kind, table.keeping.state.kind) == (SaveKind.FAILED, SaveKind.CLEAN)


def test_the_indicator_says_how_all_of_it_stands(qtbot: QtBot) -> None:
    table, indicator = Table(qtbot), SaveIndicator()
    qtbot.addWidget(indicator)
    table.keeping.stateChanged.connect(indicator.show_state)
    told: list[str] = []
    table.keeping.stateChanged.connect(lambda _state: told.append(indicator.state))
    table.type("notes")
    table.leave()
    table.say(yes=False)
    table.leave()
    table.say(yes=True)
    table.keeping.clear()
    assert told == ["saving", "saving", "failed", "saving", "saved", "empty"]
