"""The palette over a window: keys, people as you type, stale answers, and that all can use it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from meitinker.exchange.example_stories import SJOUKJE
from meitinker.services import people
from meitinker.store import readlog
from meitinker.store.settings import ScreenSpot
from tests.ui import checklist
from ui.theme import THEME_NAMES, Theme, ThemeName, apply, px
from ui.views.palette.palette import Palette

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from meitinker.services.people import FoundPerson
    from ui.workplace import Workplace


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication) -> QWidget:
    """A window with a field that has the keyboard."""
    apply(qapp, Theme())
    below = QWidget()
    column = QVBoxLayout(below)
    field = QLineEdit()
    field.setAccessibleName("Below")
    column.addWidget(field)
    qtbot.addWidget(below)
    below.resize(1366, 768)
    below.show()
    below.activateWindow()
    field.setFocus()
    checklist.settle()
    return below


@pytest.fixture
def palette(window: QWidget, example_workplace: Workplace) -> Palette:
    """The palette, open over the window."""
    view = Palette(example_workplace, parent=window)
    view.show()
    checklist.settle()
    return view


def gone(window: QWidget) -> bool:
    checklist.settle()
    return not any(view.isVisible() for view in window.findChildren(Palette))


def titles(palette: Palette) -> list[str]:
    return [one.title for one in palette.found()]


def test_it_takes_the_keyboard_and_offers_what_there_is(palette: Palette) -> None:
    assert QApplication.focusWidget() is palette.line
    assert titles(palette)[0] == "Nieuwe inwoner"
    assert palette.list.current_key == palette.found()[0].key


def test_people_are_found_while_typing_and_enter_opens_the_first(
    palette: Palette, window: QWidget, answered: Callable[[], None]
) -> None:
    chosen: list[ScreenSpot] = []
    palette.chosen.connect(chosen.append)
    QTest.keyClicks(palette.line, "sjouk")
    answered()
    assert titles(palette)[0].startswith("Sjoukje")
    QTest.keyClick(palette.line, Qt.Key.Key_Down)
    second = palette.found()[1]
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    assert chosen == [second.place]
    assert gone(window)


def test_an_action_is_called_by_its_name(palette: Palette, answered: Callable[[], None]) -> None:
    acted: list[str] = []
    palette.acted.connect(acted.append)
    QTest.keyClicks(palette.line, "grotere")
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    answered()
    assert acted == ["larger"]


def test_enter_waits_for_the_answer_to_the_words_that_are_there(
    palette: Palette,
    answered: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    gate, hits = threading.Event(), people.hits

    def slow(*values: Any, **named: Any) -> list[FoundPerson]:
        asked.append(str(values[2]))
        gate.wait(60)
        return hits(*values, **named)

    monkeypatch.setattr(people, "hits", slow)
    chosen: list[ScreenSpot] = []
    palette.chosen.connect(chosen.append)
    QTest.keyClicks(palette.line, "sjoukje algra")
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    assert titles(palette) == [], "no command fits, and who fits is not known yet"
    assert not palette.nothing.isVisible()
    assert chosen == []
    gate.set()
    answered()
    answered()
    assert asked == ["s", "sjoukje algra"]  # what was typed in between was never asked
    assert len(chosen) == 1
    assert chosen[0].screen == "people"
    assert chosen[0].record_id


def test_only_what_fits_stays_until_the_answer(
    palette: Palette, answered: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    QTest.keyClicks(palette.line, "sjoukje")
    answered()
    people_found = [title for title in titles(palette) if title.startswith("Sjoukje")]
    assert len(people_found) > 1
    gate, hits = threading.Event(), people.hits

    def slow(*values: Any, **named: Any) -> list[FoundPerson]:
        gate.wait(60)
        return hits(*values, **named)

    monkeypatch.setattr(people, "hits", slow)
    QTest.keyClicks(palette.line, " jong")
    assert titles(palette)
    assert all("Jong" in title for title in titles(palette))
    assert len(titles(palette)) < len(people_found)
    palette.line.setText("gesprekken")
    assert titles(palette)[0] == "Gesprekken", "a place is known without asking"
    gate.set()
    answered()


def test_a_late_answer_does_not_bring_people_back(
    palette: Palette, answered: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, hits = threading.Event(), people.hits

    def slow(*values: Any, **named: Any) -> list[FoundPerson]:
        gate.wait(60)
        return hits(*values, **named)

    monkeypatch.setattr(people, "hits", slow)
    QTest.keyClicks(palette.line, "sjoukje")
    palette.line.clear()
    gate.set()
    answered()
    assert titles(palette)[0] == "Nieuwe inwoner"
    assert not any("Sjoukje" in title for title in titles(palette))


def test_escape_closes_and_gives_the_keyboard_back(palette: Palette, window: QWidget) -> None:
    QTest.keyClick(palette.line, Qt.Key.Key_Escape)
    assert gone(window)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.accessibleName() == "Below"


def test_a_click_beside_it_closes_and_one_on_it_does_not(palette: Palette, window: QWidget) -> None:
    QTest.mouseClick(palette, Qt.MouseButton.LeftButton, pos=palette.card.geometry().center())
    assert palette.isVisible()
    QTest.mouseClick(palette, Qt.MouseButton.LeftButton, pos=QPoint(5, 700))
    assert gone(window)


def test_it_keeps_the_keyboard_from_a_place_below_that_has_its_answer_late(
    palette: Palette, window: QWidget
) -> None:
    field = next(f for f in window.findChildren(QLineEdit) if f.accessibleName() == "Below")
    field.setFocus()
    assert QApplication.focusWidget() is palette.line
    assert palette.isVisible()


def test_a_second_one_takes_the_place_of_the_first(
    palette: Palette, window: QWidget, example_workplace: Workplace
) -> None:
    other = Palette(example_workplace, parent=window)
    other.show()
    checklist.settle()
    shown = [view for view in window.findChildren(Palette) if view.isVisible()]
    assert shown == [other]
    assert QApplication.focusWidget() is other.line


def test_a_click_on_a_row_chooses_it(palette: Palette) -> None:
    chosen: list[ScreenSpot] = []
    palette.chosen.connect(chosen.append)
    row = palette.list.visualRect(palette.list.rows.index(5)).center()
    QTest.mouseClick(palette.list.viewport(), Qt.MouseButton.LeftButton, pos=row)
    assert chosen == [ScreenSpot(screen="today")]


def test_what_is_begun_is_begun_with_the_resident_at_hand(
    window: QWidget, example_workplace: Workplace, answered: Callable[[], None]
) -> None:
    palette = Palette(example_workplace, parent=window, client_id=str(SJOUKJE))
    palette.show()
    answered()
    chosen: list[ScreenSpot] = []
    palette.chosen.connect(chosen.append)
    told = {one.title: one for one in palette.found()}
    assert told["Nieuwe vraag"].status == "Over Sjoukje de Jong-Wâldsang"
    assert told["Nieuwe vraag"].place == ScreenSpot(screen="request", record_id=str(SJOUKJE))
    going_on = told["Verder met gesprek"].place  # hers is under way: no second one
    assert going_on is not None
    assert (going_on.screen, going_on.section) == ("visits", "")
    assert going_on.record_id not in {"", str(SJOUKJE)}

    palette.line.setText("nieuwe afspraak")
    answered()
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    assert chosen == [
        ScreenSpot(screen="today", section="week", record_id=str(SJOUKJE), field="with")
    ]


def test_with_nobody_at_hand_it_is_asked_with_whom(palette: Palette) -> None:
    told = {one.title: one for one in palette.found()}
    assert told["Nieuw gesprek"].status == "Kies eerst de inwoner"
    assert told["Nieuwe vraag"].place == ScreenSpot(screen="request")


def test_nothing_found_says_what_to_do(palette: Palette, answered: Callable[[], None]) -> None:
    QTest.keyClicks(palette.line, "xqzzw")
    answered()
    assert palette.nothing.isVisible()
    assert not palette.list.isVisible()
    shown = palette.nothing.grab().toImage()
    edge = {shown.pixel(x, y) for x in range(px(12)) for y in range(shown.height())}
    assert len(edge) == 1, "the words stand below the field, not at the edge of the card"


@pytest.mark.promise("L19")
def test_l19_a_search_that_led_somewhere_is_written_down_without_its_words(
    palette: Palette, example_workplace: Workplace, answered: Callable[[], None]
) -> None:
    def searches() -> list[str]:
        with example_workplace.database.reading() as connection:
            return [str(entry) for entry, _p, _o in readlog.entries(connection)]

    before = len(searches())
    QTest.keyClicks(palette.line, "sjouk")
    answered()
    assert len(searches()) == before  # still typing
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    answered()
    after = searches()
    assert len(after) == before + 1
    assert "sjouk" not in after[-1]


@pytest.mark.promise("L29")
@pytest.mark.parametrize("theme", THEME_NAMES)
def test_l29_the_palette_has_no_faults(
    palette: Palette, theme: ThemeName, qapp: QApplication
) -> None:
    apply(qapp, Theme(name=theme))
    checklist.settle()
    checks = [check for check in checklist.CHECKS if check is not checklist.faint_rings]
    assert [fault for check in checks for fault in check(palette)] == []


@pytest.mark.promise("L29")
@pytest.mark.parametrize(("text_size", "width", "height"), [(200, 1366, 768), (100, 683, 384)])
def test_l29_the_palette_fits_in_the_window(
    palette: Palette, window: QWidget, text_size: int, width: int, height: int, qapp: QApplication
) -> None:
    apply(qapp, Theme(text_size=text_size))
    window.resize(width, height)
    checklist.settle()
    assert palette.rect().contains(palette.card.geometry())
    assert checklist.cut_off(palette) == []
