"""Tasks and silence on the first screen: shown, ticked off, and taken back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec
import pytest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from meitinker import clock
from meitinker.domain.tasks import Task
from meitinker.errors import DiskFull
from meitinker.ids import PersonId, RecordId
from meitinker.services import contacts, reading, tasks, undo
from meitinker.store import records
from meitinker.store.settings import ScreenSpot
from tests.ui import checklist
from ui.theme import Theme, apply
from ui.viewmodels.tasks import MOST
from ui.views.tasks.day import DayTasks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot

    from ui.workplace import Workplace


@pytest.fixture
def day(
    example_workplace: Workplace, answered: Callable[[], None], qtbot: QtBot, qapp: QApplication
) -> Iterator[DayTasks]:
    """The two cards, filled, with one task that is late and more than one page of others."""
    apply(qapp, Theme())
    work = example_workplace
    with work.database.reading() as connection:
        known = records.find(connection, work.session, Task)
    for task in known:
        tasks.remove(work.database, work.session, RecordId(task.id))
    client = contacts.recent(work.database, work.session)[0].person_id
    for number in range(MOST + 2):
        due = clock.today() + timedelta(days=number - 1)
        tasks.add(
            work.database,
            work.session,
            PersonId(RecordId(client)),
            what=f"Taak {number}",
            due_on=due,
        )
    window = QWidget()
    found = DayTasks(work, window)
    column = QVBoxLayout(window)
    for card in found.cards:
        column.addWidget(card)
    qtbot.addWidget(window)
    work.tasks.changed.connect(found.refresh)
    window.resize(1000, 900)
    window.show()
    found.load()
    answered()
    checklist.settle()
    yield found
    window.hide()  # it lives as long as this frame


def titles(day: DayTasks) -> list[str]:
    return [row.item.title for row in day.tasks.rows]


def test_the_longest_due_comes_first_and_the_rest_is_one_button_away(
    day: DayTasks, answered: Callable[[], None]
) -> None:
    assert titles(day) == [f"Taak {number}" for number in range(MOST)]
    assert day.tasks.rows[0].item.status.startswith("Had klaar moeten zijn op")
    assert day.tasks.rows[1].item.status.startswith("Vandaag · ")
    day.tasks.more.emit()
    answered()
    assert len(titles(day)) == MOST + 2
    assert day.tasks.rows[MOST].button.hasFocus()


def test_a_task_is_ticked_off_from_its_row_and_undo_brings_it_back(
    day: DayTasks, answered: Callable[[], None], example_workplace: Workplace
) -> None:
    day.tasks.rows[0].button.click()
    answered()
    assert titles(day)[0] == "Taak 1"
    work = example_workplace
    work.tasks.write(day, lambda: undo.undo(work.database, work.session))
    answered()
    assert titles(day)[0] == "Taak 0"


def test_rows_lead_to_the_file_and_to_a_note(day: DayTasks) -> None:
    asked: list[ScreenSpot] = []
    day.go.connect(asked.append)
    row = day.tasks.rows[0]
    assert row.look is not None
    row.look.click()
    person = row.item.record_id
    assert asked == [ScreenSpot(screen="people", record_id=person)]
    if day.silent.rows:
        quiet = day.silent.rows[0]
        quiet.button.click()
        assert asked[-1] == ScreenSpot(screen="note", record_id=quiet.item.record_id)


def test_what_the_back_office_asks_is_answered_and_not_ticked_off(
    day: DayTasks, answered: Callable[[], None], example_workplace: Workplace
) -> None:
    asked: list[ScreenSpot] = []
    day.go.connect(asked.append)
    with example_workplace.database.reading() as connection:
        known = records.find(connection, example_workplace.session, Task)
    found = tasks.waiting(example_workplace.database, example_workplace.session)
    of_the_office = msgspec.structs.replace(found[0], asked_visit="a visit")
    day.show(([of_the_office, *found[1:]], len(found)))
    row = day.tasks.rows[0]
    assert row.item.status.startswith("Van de backoffice")
    assert row.look is None
    row.button.click()
    answered()
    assert asked == [ScreenSpot(screen="visits", record_id="a visit", section="plan")]
    with example_workplace.database.reading() as connection:
        assert records.find(connection, example_workplace.session, Task) == known


def test_a_full_disk_shows_no_task_that_was_not_logged(
    day: DayTasks, answered: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[object] = []
    day.failed.connect(told.append)

    def full(*_values: object) -> None:
        raise DiskFull

    monkeypatch.setattr(reading, "listed", full)
    day.load()
    answered()
    assert [type(error) for error in told] == [DiskFull]


def test_it_is_for_everyone(day: DayTasks) -> None:
    window = day.tasks.window()
    window.activateWindow()
    assert checklist.unnamed(window) == []
    assert checklist.small_targets(window) == []
    assert checklist.cut_off(window) == []
