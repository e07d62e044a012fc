from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from meitinker.errors import BugError
from ui.theme import Theme, apply
from ui.widgets.timeline import (
    ENTRY_ROLE,
    Timeline,
    TimelineEntry,
    TimelineModel,
    _TimelineDelegate,
)

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

LONG = "Zij slaapt nu beneden op de bank en de dochter komt elke zaterdag langs. " * 3
ENTRIES = (
    TimelineEntry("visit:2", date(2026, 11, 12), "Gesprek aan huis", "De trap.", kind="Gesprek"),
    TimelineEntry("note:1", date(2026, 11, 2), "Telefoon", LONG, "message-circle"),
    TimelineEntry("visit:1", date(2026, 10, 30), "Eerste gesprek"),
    TimelineEntry("visit:0", date(2025, 10, 30), "Een jaar eerder"),
)


def many(count: int) -> list[TimelineEntry]:
    last = date(2026, 11, 20)
    return [
        TimelineEntry(f"k{n}", last - timedelta(days=n), f"Gesprek {n}", LONG * (n % 2))
        for n in range(count)
    ]


@pytest.fixture
def timeline(qtbot: QtBot, qapp: QApplication) -> Timeline:
    apply(qapp, Theme())
    timeline = Timeline()
    qtbot.addWidget(timeline)
    timeline.resize(420, 600)
    timeline.set_entries(ENTRIES)
    timeline.show()
    return timeline


def test_the_model_keeps_qts_rules(qtmodeltester: Any) -> None:
    model = TimelineModel()
    model.set_entries(ENTRIES)
    qtmodeltester.check(model)
    model.set_entries(many(200))
    qtmodeltester.check(model)
    model.set_entries(())
    qtmodeltester.check(model)


def test_entries_stand_under_their_month(timeline: Timeline) -> None:
    model = timeline.model()

    shown = [model.index(row, 0).data() for row in range(model.rowCount())]

    assert shown == [
        "November 2026",
        "Gesprek aan huis",
        "Telefoon",
        "Oktober 2026",
        "Eerste gesprek",
        "Oktober 2025",
        "Een jaar eerder",
    ]


def test_a_row_is_heard_with_day_kind_title_and_text(timeline: Timeline) -> None:
    role = Qt.ItemDataRole.AccessibleTextRole
    model = timeline.model()

    assert model.index(1, 0).data(role) == "12 november 2026. Gesprek. Gesprek aan huis. De trap"
    assert model.index(0, 0).data(role) == "November 2026"


def test_months_cannot_be_chosen_and_are_passed_by_the_arrow_keys(
    qtbot: QtBot, timeline: Timeline
) -> None:
    picked: list[str] = []
    timeline.picked.connect(picked.append)
    timeline.select("note:1")

    QTest.keyClick(timeline, Qt.Key.Key_Down)

    assert picked == ["note:1", "visit:1"]
    assert not timeline.model().index(0, 0).flags() & Qt.ItemFlag.ItemIsSelectable


def test_enter_and_double_click_open_an_entry(qtbot: QtBot, timeline: Timeline) -> None:
    opened: list[str] = []
    timeline.opened.connect(opened.append)
    timeline.select("visit:2")
    place = timeline.visualRect(timeline.model().index(2, 0)).center()

    QTest.keyClick(timeline, Qt.Key.Key_Return)
    QTest.mouseClick(timeline.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(timeline.viewport(), Qt.MouseButton.LeftButton, pos=place)

    assert opened == ["visit:2", "note:1"]


def test_other_entries_keep_the_selected_one(timeline: Timeline) -> None:
    timeline.select("visit:1")

    timeline.set_entries((TimelineEntry("new", date(2026, 11, 20), "Nieuw"), *ENTRIES))
    assert timeline.current_key() == "visit:1"

    timeline.set_entries(ENTRIES[:1])
    assert timeline.current_key() is None


def test_a_long_text_takes_two_lines_and_none_takes_none(timeline: Timeline) -> None:
    model = timeline.model()
    heights = {
        model.index(row, 0).data(ENTRY_ROLE).key: timeline.visualRect(model.index(row, 0)).height()
        for row in (1, 2, 4)
    }

    line = timeline.fontMetrics().lineSpacing()
    assert heights["visit:2"] - heights["visit:1"] == line
    assert heights["note:1"] - heights["visit:1"] == 2 * line


def test_only_rows_in_sight_are_painted(
    qtbot: QtBot, timeline: Timeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: list[str] = []
    paint = _TimelineDelegate._paint_entry

    def count(self: Any, painter: Any, rect: Any, entry: TimelineEntry, state: Any) -> None:
        painted.append(entry.key)
        paint(self, painter, rect, entry, state)

    monkeypatch.setattr(_TimelineDelegate, "_paint_entry", count)
    timeline.set_entries(many(10_000))
    qtbot.waitUntil(lambda: "k0" in painted)
    timeline.grab()

    assert len(set(painted)) < 40


def test_the_last_of_ten_thousand_can_be_reached(qtbot: QtBot, timeline: Timeline) -> None:
    timeline.set_entries(many(10_000))

    timeline.select("k9999")

    assert timeline.current_key() == "k9999"
    index = timeline.currentIndex()
    qtbot.waitUntil(
        lambda: timeline.viewport().rect().intersects(timeline.visualRect(index)), timeout=20_000
    )


def test_rows_grow_with_the_text_size(qapp: QApplication, timeline: Timeline) -> None:
    index = timeline.model().index(1, 0)
    before = timeline.visualRect(index).height()

    apply(qapp, Theme(text_size=200))
    qapp.processEvents()
    after = timeline.visualRect(index).height()
    apply(qapp, Theme())

    assert after >= 1.8 * before


def test_an_icon_that_is_not_shipped_fails_before_painting(timeline: Timeline) -> None:
    with pytest.raises(BugError):
        timeline.set_entries([TimelineEntry("k", date(2026, 1, 1), "Iets", icon="no-such")])


def test_a_long_title_takes_a_second_line_beside_its_day(timeline: Timeline) -> None:
    short = TimelineEntry("short", date(2026, 11, 20), "Telefoon")
    long = TimelineEntry("long", date(2026, 11, 20), "Telefoon: dochter Akke Wâldsang " * 2)
    timeline.set_entries((short, long))
    timeline.grab()

    model = timeline.model()
    heights = [timeline.visualRect(model.index(row, 0)).height() for row in (1, 2)]

    assert heights[1] > heights[0]
