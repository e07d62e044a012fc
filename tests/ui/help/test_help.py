"""The help: the guide at the right chapter, every key, whom to call, and that all can use it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from meitinker import i18n
from meitinker.services import organisation
from meitinker.store.settings import ScreenSpot
from tests.ui import checklist
from ui.theme import THEME_NAMES, Theme, ThemeName, apply
from ui.viewmodels import guide
from ui.viewmodels import help as shown
from ui.views.contacts.panel import NotePanel
from ui.views.help.place import HelpPlace
from ui.views.settings.place import SettingsPlace
from ui.widgets.form_field import WrappedLabel
from ui.window import keymap
from ui.window.main_window import Entry, MainWindow

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from ui.workplace import Workplace


@pytest.fixture
def place(
    example_workplace: Workplace, answered: Callable[[], None], qtbot: QtBot, qapp: QApplication
) -> HelpPlace:
    """The help over the example village."""
    apply(qapp, Theme())
    view = HelpPlace(example_workplace)
    qtbot.addWidget(view)
    example_workplace.tasks.changed.connect(view.refresh)
    view.resize(1150, 768)
    view.show()
    view.activateWindow()
    view.arrive(None)
    answered()
    return view


def read_at(place: HelpPlace, section: str, answered: Callable[[], None]) -> None:
    place.arrive(ScreenSpot(screen="help", section=section))
    answered()


def words(place: HelpPlace) -> set[str]:
    return {label.text() for label in place.guide.page.findChildren(WrappedLabel)}


@pytest.mark.parametrize(
    ("sequence", "said"),
    [
        ("Ctrl+K", "Ctrl + K"),
        ("Ctrl++", "Ctrl + +"),
        ("Ctrl+Return", "Ctrl + Enter"),
        ("Ctrl+PgDown", "Ctrl + Page Down"),
        ("F1", "F1"),
    ],
)
def test_keys_are_told_as_they_stand_on_the_keyboard(sequence: str, said: str) -> None:
    assert shown.key_words(sequence) == said


def test_every_key_of_the_program_stands_on_the_card(
    place: HelpPlace, answered: Callable[[], None]
) -> None:
    read_at(place, "help", answered)
    said = words(place)
    for key in keymap.every_key():
        assert key.words in said
        assert shown.key_words(key.sequence) in said


def test_a_step_that_goes_on_below_stays_one_step() -> None:
    (chapter,) = guide.parse(
        "## Hoe?\n<!-- F1: x -->\n\n1. Eerst dit.\n   En dan dat.\n2. Klaar.\n"
    )
    (steps,) = chapter.blocks
    assert (steps.kind, steps.lines) == (
        guide.BlockKind.STEPS,
        ("Eerst dit. En dan dat.", "Klaar."),
    )


def test_the_guide_has_steps_and_no_marks_that_only_paper_shows() -> None:
    blocks = [block for chapter in guide.chapters() for block in chapter.blocks]
    assert any(block.kind is guide.BlockKind.STEPS for block in blocks)
    for block in blocks:
        text = " ".join(block.lines)
        assert "*" not in text
        assert block.kind is not guide.BlockKind.TEXT or " 2. " not in text


def test_every_chapter_can_be_read_whole(place: HelpPlace, answered: Callable[[], None]) -> None:
    assert [row.title for row in place.guide.list.rows.rows] == [c.title for c in guide.chapters()]
    for chapter in guide.chapters():
        read_at(place, chapter.key, answered)
        assert place.guide.page.title.text() == chapter.title
        assert {line for block in chapter.blocks for line in block.lines} <= words(place)


def test_it_tells_whom_to_call_and_follows_a_new_number(
    place: HelpPlace, example_workplace: Workplace, answered: Callable[[], None]
) -> None:
    work = example_workplace
    own = organisation.own(work.database, work.session)
    assert own.organisation.phone in place.guide.page.call.text()
    number = {"phone": "0566 629 123"}
    work.tasks.write(
        place, lambda: organisation.set_organisation(work.database, work.session, number)
    )
    answered()
    assert "0566 629 123" in place.guide.page.call.text()
    place.turn_section(1)
    assert "0566 629 123" in place.guide.page.call.text()


def test_without_a_number_it_says_where_to_put_one() -> None:
    assert "Instellingen" in shown.call_words("Mienskip", "")


def test_searching_shows_the_sentence_and_enter_opens_the_chapter(place: HelpPlace) -> None:
    place.search()
    QTest.keyClicks(place.guide.look_for.line, "stick")
    (row, *_others) = place.guide.list.rows.rows
    assert "stick" in row.status
    QTest.keyClick(place.guide.look_for.line, Qt.Key.Key_Return)
    assert place.guide.page.title.text() == row.title
    assert QApplication.focusWidget() is place.guide.page.title


def test_searching_in_vain_says_so_and_keeps_the_chapter(place: HelpPlace) -> None:
    before = place.guide.here
    place.search()
    QTest.keyClicks(place.guide.look_for.line, "xyzzy")
    assert place.guide.nothing.isVisible()
    assert place.guide.list.rows.rows == ()
    assert place.guide.here == before


def test_f1_finds_its_chapter_also_while_a_search_hides_it(
    place: HelpPlace, answered: Callable[[], None]
) -> None:
    place.search()
    QTest.keyClicks(place.guide.look_for.line, "stick")
    read_at(place, "visits/ladder", answered)
    assert place.guide.page.title.text() == "Wat is de ladder?"
    assert place.guide.list.current_key == "visits/ladder"
    assert place.guide.look_for.value() == ""


def test_the_chapter_scrolls_and_comes_back_where_it_was(
    place: HelpPlace, answered: Callable[[], None]
) -> None:
    read_at(place, "help", answered)
    place.resize(1150, 500)
    checklist.settle()
    place.next_pane(1)
    assert QApplication.focusWidget() is place.guide.page.title
    bar = place.guide._panes_of["help"].verticalScrollBar()
    assert bar.maximum() > 0
    QTest.keyClick(place.guide.page.title, Qt.Key.Key_PageDown)
    assert bar.value() > 0
    spot = place.spot()
    read_at(place, "today", answered)
    place.arrive(spot)
    answered()
    assert place.guide.here == "help"
    assert bar.value() > 0


def test_who_reads_another_language_is_told_that_the_guide_is_dutch(
    example_workplace: Workplace, answered: Callable[[], None], qtbot: QtBot
) -> None:
    with i18n.speaking("en"):
        view = HelpPlace(example_workplace)
        qtbot.addWidget(view)
        view.arrive(None)
        answered()
        assert shown.language_words() in words(view)
        assert shown.language_words() != ""
    assert shown.language_words() == ""


def test_f1_opens_the_chapter_about_the_place_at_hand(
    example_workplace: Workplace, answered: Callable[[], None], qtbot: QtBot, qapp: QApplication
) -> None:
    apply(qapp, Theme())
    entries = [
        Entry("settings", "Instellingen", "settings", view=SettingsPlace),
        Entry("help", "Hulp", "help", view=HelpPlace),
    ]
    window = MainWindow(example_workplace, entries, [])
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    window.go(ScreenSpot(screen="settings", section="backup"))
    answered()
    checklist.settle()
    for _time in range(2):  # the second time the help is there already, and nothing moves
        QTest.keyClick(window, Qt.Key.Key_F1)
        answered()
        assert isinstance(window.here, HelpPlace)
        assert window.here.guide.page.title.text() == "Hoe maak ik een reservekopie?"


def test_f1_in_a_note_keeps_its_words_and_tells_of_notes(
    example_workplace: Workplace, answered: Callable[[], None], qtbot: QtBot, qapp: QApplication
) -> None:
    apply(qapp, Theme())
    entries = [
        Entry("settings", "Instellingen", "settings", view=SettingsPlace),
        Entry("help", "Hulp", "help", view=HelpPlace),
    ]
    window = MainWindow(example_workplace, entries, [])
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    window.go_home()
    answered()
    panel = NotePanel(example_workplace, window)
    panel.begin()
    answered()
    panel.form.fields.text.area.setFocus()
    QTest.keyClicks(panel.form.fields.text.area, "Dochter belde.")
    QTest.keyClick(panel.form.fields.text.area, Qt.Key.Key_F1)
    answered()
    qtbot.waitUntil(lambda: not shiboken6.isValid(panel))
    qtbot.waitUntil(lambda: isinstance(window.here, HelpPlace))
    assert isinstance(window.here, HelpPlace)
    assert window.here.guide.page.title.text() == "Er belt iemand. Wat nu?"
    panel = NotePanel(example_workplace, window)
    panel.begin()
    answered()
    panel.form.bar.button.click()
    answered()
    assert panel.form.fields.text.value() == "Dochter belde."


@pytest.mark.promise("L29")
@pytest.mark.parametrize("section", ["today", "help"])
@pytest.mark.parametrize("theme", THEME_NAMES)
def test_l29_the_help_has_no_faults(
    place: HelpPlace,
    theme: ThemeName,
    section: str,
    qapp: QApplication,
    answered: Callable[[], None],
) -> None:
    read_at(place, section, answered)
    apply(qapp, Theme(name=theme))
    assert checklist.faults(place) == []


@pytest.mark.promise("L29")
@pytest.mark.parametrize("section", ["today", "help"])
@pytest.mark.parametrize(("text_size", "width", "height"), [(200, 1238, 768), (100, 619, 384)])
def test_l29_the_help_is_not_cut_off(
    place: HelpPlace,
    text_size: int,
    width: int,
    height: int,
    section: str,
    qapp: QApplication,
    answered: Callable[[], None],
) -> None:
    read_at(place, section, answered)
    apply(qapp, Theme(text_size=text_size))
    assert checklist.faults_when_large(place, width=width, height=height) == []
