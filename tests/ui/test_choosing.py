"""Choosing from a list: rows are made a few a turn, and nothing notices but the clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker.services import paper_queue
from ui.forms.choosing import _A_TURN, Choosing
from ui.forms.keeping import Keeping
from ui.viewmodels.parts import Line
from ui.widgets.choices import CheckField
from ui.widgets.fields import TextField

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from ui.workplace import Workplace

# The offscreen platform says so of every window, whatever the window does.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

MANY = 3 * _A_TURN + 2


class Table:
    """A list to choose from, with one other field, in a window."""

    def __init__(self, workplace: Workplace, qtbot: QtBot) -> None:
        """Show it, with no rows."""
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.day = TextField("Dag")
        self.keeping = Keeping(workplace, self.window)
        self.choosing = Choosing(self.keeping, paper_queue.FORM, {"day": self.day})
        column = QVBoxLayout(self.window)
        for part in (self.choosing.kept.bar, self.choosing, self.day):
            column.addWidget(part)
        self.window.resize(600, 600)
        self.window.show()
        self.window.activateWindow()


@pytest.fixture
def table(example_workplace: Workplace, qtbot: QtBot) -> Table:
    return Table(example_workplace, qtbot)


def lines(count: int = MANY) -> list[Line]:
    return [Line(f"letter:{number}", f"Brief {number}") for number in range(count)]


def test_rows_are_made_a_few_a_turn_and_shown_together(
    table: Table, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = [0]
    seen: list[int] = []
    real = CheckField.__init__

    def making(box: CheckField, text: str, parent: QWidget) -> None:
        made[-1] += 1
        real(box, text, parent)

    monkeypatch.setattr(CheckField, "__init__", making)

    def beat() -> None:
        made.append(0)
        seen.append(sum(box.isVisible() for box in table.choosing._boxes.values()))

    timer = QTimer()
    timer.timeout.connect(beat)
    timer.start(0)
    table.choosing.fill(lines())
    qtbot.waitUntil(lambda: bool(seen) and seen[-1] == MANY)
    timer.stop()
    assert sum(made) == MANY
    assert max(made) == _A_TURN
    assert set(seen) == {0, MANY}


def test_who_asks_for_the_boxes_has_all_of_them(table: Table) -> None:
    table.choosing.fill(lines())
    assert len(table.choosing.boxes) == MANY
    assert all(box.isVisible() for box in table.choosing.boxes.values())


def test_all_are_chosen_also_those_that_were_still_to_come(table: Table) -> None:
    table.choosing.fill(lines())
    table.choosing.all.click()
    assert len(table.choosing.chosen()) == MANY


def test_the_keyboard_comes_to_the_first_row_once_it_is_there(table: Table, qtbot: QtBot) -> None:
    table.choosing.fill(lines())
    table.choosing.begin()
    table.choosing.focus_first()
    qtbot.waitUntil(lambda: table.window.focusWidget() is table.choosing.boxes["letter:0"].box)


def test_what_was_chosen_before_comes_back_in_rows_that_come_later(
    table: Table, example_workplace: Workplace, answered: Callable[[], None], qtbot: QtBot
) -> None:
    table.choosing.fill(lines())
    table.choosing.begin()
    answered()
    last = table.choosing.boxes[f"letter:{MANY - 1}"]
    last.box.click()
    told: list[bool] = []
    table.keeping.flush(told.append)
    answered()
    assert told == [True]
    again = Table(example_workplace, qtbot)
    again.choosing.fill(lines())
    again.choosing.begin()
    qtbot.waitUntil(lambda: again.choosing.chosen() == [f"letter:{MANY - 1}"])


def test_what_is_typed_beside_the_list_waits_for_no_row(
    table: Table, example_workplace: Workplace, answered: Callable[[], None], qtbot: QtBot
) -> None:
    """Kept with half of the rows, the form would forget what was chosen in the others."""
    table.choosing.fill(lines())
    table.choosing.begin()
    answered()
    table.choosing.boxes[f"letter:{MANY - 1}"].box.click()
    table.keeping.flush(lambda _safe: None)
    answered()
    again = Table(example_workplace, qtbot)
    again.choosing.fill(lines())
    again.choosing.begin()
    assert len(again.choosing._boxes) < MANY
    again.day.line.insert("12")
    again.day.edited.emit()
    assert len(again.choosing._boxes) == MANY


def test_the_same_rows_are_not_made_anew(table: Table) -> None:
    table.choosing.fill(lines(3))
    before = dict(table.choosing.boxes)
    table.choosing.fill(lines(3))
    assert dict(table.choosing.boxes) == before
    before["letter:1"].set_value(True)
    table.choosing.fill(lines(4))
    assert table.choosing.chosen() == ["letter:1"]
    table.choosing.fill(())
    assert table.choosing.boxes == {}
