"""Keys while a panel lies over a place: nothing changes below it unseen, and no word is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from meitinker.errors import DiskFull
from meitinker.services import undo
from meitinker.store.database import Database
from meitinker.store.settings import ScreenSpot
from tests.ui import checklist
from ui.theme import Theme, apply
from ui.views.contacts.panel import NotePanel
from ui.views.palette.palette import Palette
from ui.views.people.place import PeoplePlace
from ui.views.requests.panel import RequestPanel
from ui.widgets.overlay import LaidOver
from ui.window import keymap
from ui.window.main_window import Entry, MainWindow
from ui.window.place_view import NOTE, REQUEST, PlaceView

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from ui.workplace import Workplace

WORDS = "Dochter belde over de rollator."


class Silent(PlaceView):
    """A place that takes no keyboard on arriving, and counts what it is asked."""

    key = "today"

    def __init__(self, workplace: Workplace, parent: object = None) -> None:
        super().__init__(workplace)
        self.asked: list[str] = []

    def new(self) -> None:
        self.asked.append("new")

    def search(self) -> None:
        self.asked.append("find")

    def confirm(self) -> None:
        self.asked.append("confirm")

    def print_paper(self) -> None:
        self.asked.append("print")

    def share(self) -> None:
        self.asked.append("share")

    def place_text(self) -> None:
        self.asked.append("place_text")

    def save_now(self) -> None:
        self.asked.append("save")

    def turn_section(self, step: int) -> None:
        self.asked.append("previous_section" if step < 0 else "next_section")

    def next_pane(self, step: int) -> None:
        self.asked.append("previous_pane" if step < 0 else "next_pane")


class Table:
    """A window with two places and what is laid over them."""

    def __init__(self, window: MainWindow, work: Workplace, answered: Callable[[], None]) -> None:
        self.window = window
        self.work = work
        self._answered = answered
        window.noteAsked.connect(self._lay(NotePanel))
        window.requestAsked.connect(self._lay(RequestPanel))

    def _lay(self, kind: type[NotePanel] | type[RequestPanel]) -> Callable[[ScreenSpot], None]:
        def show(_spot: ScreenSpot) -> None:
            panel = kind(self.work, parent=self.window)
            panel.told.connect(self.window.bars.tell_of_panel)
            panel.begin()

        return show

    def settle(self) -> None:
        for _turn in range(3):
            self._answered()
            checklist.settle()

    def open(self, screen: str) -> LaidOver:
        """Open a panel and type in it where something is to be lost."""
        if screen == "palette":
            palette = Palette(self.work, parent=self.window)
            palette.show()
        else:
            self.window.go(ScreenSpot(screen=screen))
        self.settle()
        over = self.over
        assert over is not None
        if isinstance(over, NotePanel):
            QTest.keyClicks(over.form.fields.text.area, WORDS)
        elif isinstance(over, RequestPanel):
            QTest.keyClicks(over.form.fields.words.area, WORDS)
        return over

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, key, modifier)
        self.settle()

    @property
    def over(self) -> LaidOver | None:
        seen = [one for one in self.window.findChildren(LaidOver) if one.isVisible()]
        return seen[-1] if seen else None

    @property
    def here(self) -> str:
        assert self.window.here is not None
        return self.window.here.key

    def comes_back(self, screen: str) -> bool:
        """Tell whether the words stand there again when the panel is opened anew."""
        self.window.go(ScreenSpot(screen=screen))
        self.settle()
        over = self.over
        if isinstance(over, NotePanel):
            over.form.bar.button.click()  # "Verder met deze notitie"
            self.settle()
        assert over is not None
        return WORDS in [area.toPlainText() for area in over.findChildren(QPlainTextEdit)]


@pytest.fixture
def table(
    example_workplace: Workplace, answered: Callable[[], None], qtbot: QtBot, qapp: QApplication
) -> Table:
    apply(qapp, Theme())
    entries = [
        Entry("today", "Vandaag", "home", view=Silent),
        Entry("people", "Inwoners", "users", view=PeoplePlace),
    ]
    window = MainWindow(example_workplace, entries, [])
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    window.go(ScreenSpot(screen="people"))
    made = Table(window, example_workplace, answered)
    made.settle()
    return made


CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.mark.parametrize("screen", [NOTE, REQUEST, "palette"])
def test_a_key_of_a_place_closes_what_lies_over_it_and_keeps_the_words(
    table: Table, screen: str
) -> None:
    table.open(screen)
    table.press(Qt.Key.Key_1, CONTROL)
    assert table.over is None
    assert table.here == "today"
    if screen != "palette":
        assert "bewaard" in table.window.bars.messages.text
        assert table.window.bars.messages.isVisible(), "it is still told at the place one comes to"
        assert table.comes_back(screen)


@pytest.mark.parametrize("screen", [NOTE, REQUEST, "palette"])
def test_the_key_of_the_place_at_hand_closes_it_too(table: Table, screen: str) -> None:
    table.open(screen)
    table.press(Qt.Key.Key_2, CONTROL)
    assert table.over is None
    assert table.here == "people"


@pytest.mark.parametrize("screen", [NOTE, REQUEST, "palette"])
def test_a_place_that_has_its_answer_late_does_not_take_the_keyboard(
    table: Table, screen: str
) -> None:
    over = table.open(screen)
    typing = QApplication.focusWidget()
    assert isinstance(table.window.here, PeoplePlace)
    table.window.here.search()
    table.settle()
    assert table.over is over
    assert QApplication.focusWidget() is typing


@pytest.mark.parametrize("screen", [NOTE, REQUEST])
def test_words_that_cannot_be_kept_hold_panel_and_place(
    table: Table, screen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    over = table.open(screen)

    def full(_database: Database) -> None:
        raise DiskFull

    monkeypatch.setattr(Database, "transaction", full)
    table.press(Qt.Key.Key_1, CONTROL)
    assert table.over is over
    assert table.here == "people"


LEAD_ELSEWHERE = frozenset({"help", "note", "lock", "palette", "larger", "smaller", "usual_size"})
"""Keys that are about the window: they keep the words and close what lies over the place."""


@pytest.mark.parametrize("screen", [NOTE, REQUEST, "palette"])
def test_no_key_reaches_the_place_below(
    table: Table, screen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    table.window.go(ScreenSpot(screen="today"))
    table.settle()
    below = table.window.here
    assert isinstance(below, Silent)
    over = table.open(screen)
    taken: list[str] = []
    monkeypatch.setattr(undo, "undo", lambda *_all: taken.append("undo"))
    monkeypatch.setattr(undo, "redo", lambda *_all: taken.append("redo"))
    for key in keymap.every_key():
        if key.name not in LEAD_ELSEWHERE:
            table.window.keys.act(key.name)
    table.settle()
    assert (below.asked, taken) == ([], [])
    assert table.over is over


def test_control_the_same_keys_reach_a_place_with_nothing_over_it(table: Table) -> None:
    table.window.go(ScreenSpot(screen="today"))
    table.settle()
    below = table.window.here
    assert isinstance(below, Silent)
    for key in keymap.every_key():
        if key.name not in LEAD_ELSEWHERE | {"undo", "redo"}:
            table.window.keys.act(key.name)
    assert len(below.asked) == 11
    assert len(set(below.asked)) == 11


def test_one_panel_makes_way_for_another(table: Table) -> None:
    table.open(REQUEST)
    table.window.go(ScreenSpot(screen=NOTE))
    table.settle()
    assert isinstance(table.over, NotePanel)
    table.window.go(ScreenSpot(screen=NOTE))
    table.settle()
    assert len([one for one in table.window.findChildren(LaidOver) if one.isVisible()]) == 1
    assert table.comes_back(REQUEST)


def test_what_a_panel_said_is_gone_at_the_place_after_the_next(table: Table) -> None:
    table.open(NOTE)
    table.press(Qt.Key.Key_1, CONTROL)
    table.window.go(ScreenSpot(screen="people"))
    table.settle()
    assert not table.window.bars.messages.isVisible()
