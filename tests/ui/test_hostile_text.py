"""Screens of an example village full of hostile text: they stand it, and show plain words."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit

from meitinker.domain.kinds import KINDS
from meitinker.domain.requests import OPEN, Request
from meitinker.domain.room import LINE, TEXT
from meitinker.domain.visits import Visit, VisitState
from meitinker.store import records
from meitinker.store.acts import act
from meitinker.store.settings import ScreenSpot
from tests import hostile
from tests.ui import checklist, lanes
from ui.theme import Theme, apply
from ui.views.help.place import HelpPlace
from ui.views.people.details import DetailsPage
from ui.views.people.place import PeoplePlace
from ui.views.settings.place import SettingsPlace
from ui.views.today.tabs import TodayTabs
from ui.views.visits.place import VisitsPlace
from ui.widgets.fields import TextArea, TextField
from ui.widgets.growing_text import GrowingText
from ui.window.main_window import Entry, MainWindow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from ui.workplace import Workplace

SAMPLES = {
    "words": " ".join(hostile.SAMPLES[n] for n in ("markup", "rtl", "override", "quotes")),
    "signs": " ".join(
        hostile.SAMPLES[n] for n in ("nul", "control", "emoji", "zero_width", "pile")
    ),
    "full": "vol " * (TEXT // 4),
}
"""Together, because every one of them goes through every screen."""

_OTHER_NAMES = frozenset({"given_names", "called", "prefix", "partner_name"})


class Village:
    """The example village as it looks when everybody pastes the same thing everywhere."""

    def __init__(self, work: Workplace, window: MainWindow) -> None:
        self.work = work
        self.window = window
        with work.database.reading() as connection:
            find = partial(records.find, connection, work.session)
            self.visit = next(v for v in find(Visit) if v.state is VisitState.OPEN)
            self.request = next(r for r in find(Request) if r.state in OPEN)

    def fill(self, text: str, *, but: frozenset[str] = frozenset()) -> None:
        """Put ``text``, or as much as fits, in every field of what the screens show."""
        people = {self.visit.client_id, self.request.client_id}
        with act(self.work.database, self.work.session, "hostile.write") as writing:
            for kind, field in hostile.typed_fields():
                if field in but:
                    continue
                declared = KINDS[kind]
                if self.work.session.role not in declared.writers.change:
                    continue  # a clerk types it: no paper or screen of a meitinker's shows it
                fitting = text[: declared.fields[field].most]
                connection = writing.transaction.connection
                for record in records.find(connection, self.work.session, declared.record):
                    about = declared.scope.field and str(getattr(record, declared.scope.field))
                    if not about or not {about, record.id}.isdisjoint(people):
                        writing.edit(declared.record, record.id, {field: fitting})

    def spots(self) -> Iterator[ScreenSpot]:
        """Yield the places that show it."""
        yield from (
            ScreenSpot(screen="today", section=s) for s in ("", "requests", "week", "papers")
        )
        for person in dict.fromkeys((self.visit.client_id, self.request.client_id)):
            for part in ("overview", "details", "network", "requests", "tasks", "dossier"):
                yield ScreenSpot(screen="people", record_id=person, section=part)
        for part in ("question", "domains", "needs", "agreements", "closing", "plan"):
            yield ScreenSpot(screen="visits", record_id=self.visit.id, section=part)
        yield from (ScreenSpot(screen="settings", section=s) for s in ("own", "look"))

    def go(self, spot: ScreenSpot) -> None:
        self.window.go(spot)
        for _turn in range(3):  # an answer may ask again
            lanes.rest(self.work.tasks)
            checklist.settle()
        self.window.grab()


@pytest.fixture
def village(example_workplace: Workplace, qtbot: QtBot, qapp: QApplication) -> Village:
    apply(qapp, Theme())
    entries = [
        Entry("today", "Vandaag", "home", view=TodayTabs),
        Entry("people", "Inwoners", "users", view=PeoplePlace),
        Entry("visits", "Gesprekken", "notes", view=VisitsPlace),
    ]
    foot = [
        Entry("settings", "Instellingen", "settings", view=SettingsPlace),
        Entry("help", "Hulp", "help", view=HelpPlace),
    ]
    window = MainWindow(example_workplace, entries, foot)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    return Village(example_workplace, window)


@pytest.mark.parametrize("nasty", SAMPLES)
def test_every_screen_stands_hostile_text_and_shows_it_as_words(
    village: Village, nasty: str
) -> None:
    village.fill(SAMPLES[nasty])
    for spot in village.spots():
        village.go(spot)
        assert village.window.here is not None
        assert village.window.here.key == spot.screen
        rich = [
            label.text()[:40]
            for label in village.window.findChildren(QLabel)
            if label.textFormat() != Qt.TextFormat.PlainText and "<b>" in label.text()
        ]
        assert rich == [], spot


def test_names_of_sixty_letters_are_not_cut_off(village: Village) -> None:
    village.window.resize(683, 384)
    # One word of sixty letters is a name; four in a row are not.
    village.fill(hostile.SAMPLES["long_name"], but=_OTHER_NAMES)
    faults = {}
    for spot in village.spots():
        village.go(spot)
        faults[f"{spot.screen}/{spot.section}"] = checklist.cut_off(village.window)
    assert {name: found for name, found in faults.items() if found} == {}


def said(field: TextArea | TextField) -> str | None:
    """Return the error; a call, so that the type checker does not remember the answer."""
    return field.error


def paste(text: str) -> None:
    data = QMimeData()
    data.setText(text)
    QApplication.clipboard().setMimeData(data)


@pytest.fixture
def area(qtbot: QtBot) -> TextArea:
    field = TextArea("Wat is er gezegd?")
    qtbot.addWidget(field)
    field.show()
    return field


@pytest.fixture
def line(qtbot: QtBot) -> TextField:
    field = TextField("Naam")
    qtbot.addWidget(field)
    field.show()
    return field


def test_a_million_letters_are_not_pasted_and_that_is_said(area: TextArea) -> None:
    area.set_value("Dit staat er al.")
    paste("x" * 1_000_000)
    area.area.paste()
    assert area.value() == "Dit staat er al."
    assert area.error is not None
    assert "20.000" in area.error
    QTest.keyClicks(area.area, "y")
    assert said(area) is None


def test_a_text_that_just_fits_is_pasted_whole_and_can_be_undone(area: TextArea) -> None:
    paste("x" * TEXT)
    area.area.paste()
    assert len(area.value()) == TEXT
    assert area.error is None
    area.area.undo()
    assert area.value() == ""


def test_what_is_selected_makes_room_for_what_is_pasted(area: TextArea) -> None:
    paste("x" * TEXT)
    area.area.paste()
    area.area.selectAll()
    area.area.paste()
    assert len(area.value()) == TEXT
    assert area.error is None


def test_a_line_that_is_too_long_says_so_and_loses_nothing_that_fits(line: TextField) -> None:
    paste("x" * 1_000_000)
    line.line.paste()
    assert line.error is not None
    assert "200" in line.error
    line.line.selectAll()
    paste("x" * LINE)
    line.line.paste()
    assert said(line) is None
    assert len(line.value()) == LINE


@pytest.mark.parametrize("nasty", ["nul", "control", "override"])
def test_what_nobody_sees_is_left_out_when_it_is_pasted(
    area: TextArea, line: TextField, nasty: str
) -> None:
    text = hostile.SAMPLES[nasty]
    plain = "".join(c for c in text if c.isprintable())
    paste(text)
    area.area.paste()
    QTest.keyClicks(line.line, "ab")
    line.line.setCursorPosition(1)
    line.line.paste()
    QTest.keyClicks(line.line, "!")
    assert area.value().rstrip() == plain
    assert line.value().replace(" !", "!") == f"a{plain}!b", "and the cursor stands where it was"


@pytest.mark.parametrize("nasty", ["rtl", "emoji", "pile", "markup", "decomposed"])
def test_letters_of_every_kind_stay_as_they_are(
    area: TextArea, line: TextField, nasty: str
) -> None:
    paste(hostile.SAMPLES[nasty])
    area.area.paste()
    line.line.paste()
    assert area.value() == line.value() == hostile.SAMPLES[nasty]


def test_every_area_of_the_program_refuses_too_much(village: Village, qtbot: QtBot) -> None:
    village.go(ScreenSpot(screen="people", record_id=village.visit.client_id, section="details"))
    qtbot.waitUntil(lambda: village.window.findChild(DetailsPage) is not None)
    whole: list[bool] = []
    (page,) = village.window.findChildren(DetailsPage)
    page.when_complete(lambda: whole.append(True))
    qtbot.waitUntil(lambda: bool(whole))  # its parts are built a turn each
    areas = [a for a in village.window.findChildren(QPlainTextEdit) if a.isVisible()]
    assert areas
    assert [(a, a.accessibleName()) for a in areas if not isinstance(a, GrowingText)] == []
    lines = village.window.findChildren(QLineEdit)
    assert [one.accessibleName() for one in lines if one.maxLength() > 10 * LINE] == []
