"""The grid of a week: keyboard, names for who hears the screen, and what stands where."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING

import msgspec
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from meitinker import clock
from meitinker.domain.appointments import AppointmentState, MeetingPlace, OfficeHourKind
from meitinker.domain.week import instant_at, span_of
from meitinker.services.week import VillageHour, Week
from meitinker.store.appointments import AppointmentEntry
from tests.stores import Clock
from tests.ui import checklist
from ui.theme import THEME_NAMES, Theme, ThemeName, apply, px
from ui.viewmodels.week import ShownWeek, shown
from ui.widgets.week_block import AppointmentBlock, draw_lines, small_font
from ui.widgets.week_grid import WeekGrid

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

MONDAY = date(2026, 11, 23)
KEY = Qt.Key


def entry(key: str, day: date, wall: time, minutes: int = 60) -> AppointmentEntry:
    return AppointmentEntry(
        appointment_id=key, person_id="p", given_names="", called="Sjoukje", prefix="de",
        surname="Jong", partner_name="", starts_at=instant_at(day, wall), minutes=minutes,
        place=MeetingPlace.HOME, where="", state=AppointmentState.PLANNED, visit_id=None,
        request_id=None, village="Grou", street="", secret_address=False,
    )  # fmt: skip


def a_week(*entries: AppointmentEntry, monday: date = MONDAY, today: date = MONDAY) -> ShownWeek:
    hour = VillageHour(
        hour_id="h", kind=OfficeHourKind.WALK_IN, village="Grou", where="",
        span=span_of(instant_at(monday, time(9)), 60),
    )  # fmt: skip
    last = monday + timedelta(days=6)
    with clock.running(Clock(f"{today}T09:00:00.000Z")):
        return shown(
            Week(first=monday, last=last, appointments=entries, hours=(hour,), absences=())
        )


TUESDAY = MONDAY + timedelta(days=1)
ENTRIES = (entry("one", TUESDAY, time(10)), entry("two", TUESDAY, time(10, 30), 30))


@pytest.fixture
def grid(qtbot: QtBot, qapp: QApplication) -> WeekGrid:
    """A grid with two appointments on Tuesday, with the keyboard in it."""
    apply(qapp, Theme())
    made = WeekGrid()
    qtbot.addWidget(made)
    made.resize(1000, 600)
    made.show_week(a_week(*ENTRIES), 600)
    made.show()
    made.activateWindow()
    made.canvas.setFocus()
    checklist.settle()
    return made


def press(*keys: Qt.Key) -> QWidget:
    for key in keys:
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, key)
    now = QApplication.focusWidget()
    assert now is not None
    return now


def at(grid: WeekGrid) -> tuple[date, int] | None:
    return grid.slot


def test_the_arrows_move_over_slots_and_tell_where_they_are(grid: WeekGrid) -> None:
    assert at(grid) == (MONDAY, 540)
    assert grid.canvas.accessibleDescription() == "maandag 23 november 09:00, vrij, Spreekuur Grou"
    press(KEY.Key_Down, KEY.Key_Down)
    assert grid.canvas.accessibleDescription() == "maandag 23 november 10:00, vrij"
    press(KEY.Key_Up)
    assert at(grid) == (MONDAY, 570)


def test_the_keyboard_begins_at_the_day_that_the_week_calls_today(
    qtbot: QtBot, qapp: QApplication
) -> None:
    apply(qapp, Theme())
    made = WeekGrid()
    qtbot.addWidget(made)
    made.show_week(a_week(today=TUESDAY), 600)
    assert made.slot == (TUESDAY, 540)


def test_the_arrows_reach_every_appointment_by_its_name(grid: WeekGrid) -> None:
    block = press(KEY.Key_Right, KEY.Key_Down, KEY.Key_Down)
    assert isinstance(block, AppointmentBlock)
    assert block.accessibleName().startswith("dinsdag 24 november, 10:00 tot 11:00, Sjoukje")
    second = press(KEY.Key_Down)
    assert isinstance(second, AppointmentBlock)
    assert second.block.key == "two"
    assert press(KEY.Key_Down) is grid.canvas
    assert at(grid) == (TUESDAY, 660)  # the half hours within them are not free


def test_enter_opens_an_appointment_and_asks_for_a_new_one_on_a_slot(
    grid: WeekGrid, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(grid.asked) as asked:
        press(KEY.Key_Return)
    assert asked.args == [MONDAY, 540]
    press(KEY.Key_Right, KEY.Key_Down, KEY.Key_Down)
    with qtbot.waitSignal(grid.opened) as opened:
        press(KEY.Key_Return)
    assert opened.args == ["one"]


def test_pages_and_home_turn_the_week_also_from_an_appointment(
    grid: WeekGrid, qtbot: QtBot
) -> None:
    press(KEY.Key_Right, KEY.Key_Down, KEY.Key_Down)
    for key, wanted in ((KEY.Key_PageUp, -1), (KEY.Key_PageDown, 1)):
        with qtbot.waitSignal(grid.turned) as turned:
            press(key)
        assert turned.args == [wanted]
    with qtbot.waitSignal(grid.homed):
        press(KEY.Key_Home)


def test_left_of_monday_is_the_sunday_before(grid: WeekGrid, qtbot: QtBot) -> None:
    with qtbot.waitSignal(grid.turned) as turned:
        press(KEY.Key_Left)
    assert turned.args == [-1]
    grid.show_week(a_week(monday=MONDAY - timedelta(days=7)))
    grid.stay()
    assert at(grid) == (MONDAY - timedelta(days=1), 540)


def test_a_click_on_a_slot_puts_the_keyboard_there_and_two_ask(
    grid: WeekGrid, qtbot: QtBot
) -> None:
    canvas = grid.canvas
    column = canvas.column(2)
    point = QPoint(column.center().x(), canvas.height_at(14 * 60) + 5)
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=point)
    assert at(grid) == (MONDAY + timedelta(days=2), 14 * 60)
    with qtbot.waitSignal(grid.asked):
        QTest.mouseDClick(canvas, Qt.MouseButton.LeftButton, pos=point)


def test_an_appointment_that_goes_leaves_the_keyboard_on_the_grid(grid: WeekGrid) -> None:
    press(KEY.Key_Right, KEY.Key_Down, KEY.Key_Down)
    grid.show_week(a_week())
    assert QApplication.focusWidget() is grid.canvas
    assert at(grid) == (TUESDAY, 600)
    assert grid.canvas.blocks == {}


def test_what_overlaps_stands_side_by_side_within_its_day(grid: WeekGrid) -> None:
    one, two = (grid.canvas.blocks[1, key] for key in ("one", "two"))
    assert not one.geometry().intersects(two.geometry())
    column = grid.canvas.column(1)
    for block in (one, two):
        assert column.contains(block.geometry())


def test_a_weekend_is_narrow_until_there_is_something_in_it(grid: WeekGrid) -> None:
    narrow = grid.canvas.column(5).width()
    assert narrow < grid.canvas.column(0).width() / 2
    grid.show_week(a_week(entry("three", MONDAY + timedelta(days=5), time(10))))
    assert abs(grid.canvas.column(5).width() - grid.canvas.column(0).width()) < 8
    assert grid.canvas.column(6).right() == grid.canvas.rect().right()


def test_it_is_scrolled_to_the_first_appointment(grid: WeekGrid, qtbot: QtBot) -> None:
    late = a_week(entry("late", MONDAY + timedelta(days=7), time(18)), monday=date(2026, 11, 30))
    late = msgspec.structs.replace(
        late, days=tuple(msgspec.structs.replace(day, bands=()) for day in late.days)
    )
    grid.show_week(late)
    block = grid.canvas.blocks[0, "late"]
    qtbot.waitUntil(lambda: not block.visibleRegion().isEmpty())


@pytest.mark.promise("L29")
@pytest.mark.parametrize("theme", THEME_NAMES)
def test_l29_the_grid_has_no_faults(grid: WeekGrid, theme: ThemeName, qapp: QApplication) -> None:
    apply(qapp, Theme(name=theme))
    checklist.settle()
    assert checklist.faults(grid) == []


def test_what_became_of_it_shows_without_colour(qtbot: QtBot, grid: WeekGrid) -> None:
    block = grid.canvas.blocks[1, "one"]
    before = block.grab()
    (told,) = (
        a_week(msgspec.structs.replace(ENTRIES[0], state=AppointmentState.CANCELLED)).days[1].blocks
    )
    block.show_block(msgspec.structs.replace(told, lanes=2))
    assert not checklist.same_in_grey(before, block.grab())


@pytest.mark.parametrize("text_size", [100, 125, 150, 200])
def test_of_the_words_in_a_block_only_whole_lines_are_drawn(
    qapp: QApplication, text_size: int
) -> None:
    apply(qapp, Theme(text_size=text_size))
    line = QFontMetrics(small_font()).height()

    def inked(high: int) -> list[bool]:
        """Draw words on a ground of so many pixels high, and tell which lines of it got ink."""
        image = QImage(20 * line, 4 * line, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        draw_lines(painter, QRect(0, 0, 6 * line, high), "Sjoukje van der Meer-Hoekstra en Jan")
        painter.end()
        white = QColor(Qt.GlobalColor.white)
        rows = [
            any(image.pixelColor(x, y) != white for x in range(image.width()))
            for y in range(image.height())
        ]
        return [any(rows[n * line : (n + 1) * line]) for n in range(4)]

    assert inked(line) == [True, False, False, False]
    assert inked(2 * line - 1) == [True, False, False, False]
    assert inked(2 * line) == [True, True, False, False]


@pytest.mark.parametrize("text_size", [100, 125, 150, 200])
@pytest.mark.parametrize("minutes", [15, 30, 35, 40, 45, 50, 60])
def test_no_letter_reaches_the_edge_of_its_block(
    qtbot: QtBot, qapp: QApplication, minutes: int, text_size: int
) -> None:
    apply(qapp, Theme(text_size=text_size))
    grid = WeekGrid()
    qtbot.addWidget(grid)
    grid.resize(1300, 600)
    low = msgspec.structs.replace(entry("low", TUESDAY, time(10), minutes), called="Gjpqy")
    grid.show_week(a_week(low), 600)
    grid.show()
    checklist.settle()
    block = grid.canvas.blocks[1, "low"]
    image = block.grab().toImage()
    words, edge = range(px(12), image.width() - px(8)), image.height() - 2
    assert len({image.pixelColor(x, edge).name() for x in words}) == 1
