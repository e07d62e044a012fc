"""The contact note over a window: few keys, nothing lost, and that all can use it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from meitinker import clock
from meitinker.domain.contacts import Channel, ContactNote
from meitinker.domain.session import Role
from meitinker.domain.tasks import Task
from meitinker.errors import DiskFull
from meitinker.exchange.example_stories import SIETSKE
from meitinker.services import contacts, form_drafts
from meitinker.store import records
from meitinker.store.acts import act
from meitinker.store.settings import ScreenSpot
from tests.ui import checklist
from ui.theme import THEME_NAMES, Theme, ThemeName, apply
from ui.viewmodels.half_typed import NOTE_TYPED
from ui.views.contacts.panel import NotePanel
from ui.views.people.place import PeoplePlace
from ui.views.today.place import TodayPlace
from ui.widgets.overlay import LaidOver
from ui.window.main_window import Entry, MainWindow
from ui.window.panels import Panels
from ui.window.place_view import MEND, NEW_FOR_NOTE

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from ui.workplace import Workplace

CONTROL = Qt.KeyboardModifier.ControlModifier
SECONDS_A_KEY, SECONDS_A_THOUGHT = 0.2, 1.35
"""Keystroke-level model (Card, Moran and Newell, 1980): an average skilled typist, and M."""


@pytest.fixture
def window(
    example_workplace: Workplace, answered: Callable[[], None], qtbot: QtBot, qapp: QApplication
) -> MainWindow:
    """The window at Vandaag; it opens the note as the program does."""
    apply(qapp, Theme())
    entries = [
        Entry("today", "Vandaag", "home", view=TodayPlace),
        Entry("people", "Inwoners", "users", view=PeoplePlace),
    ]
    made = MainWindow(example_workplace, entries, [])

    Panels(example_workplace, made, acted=lambda _name: None)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    made.activateWindow()
    made.go_home()
    answered()
    checklist.settle()
    return made


class Typist:
    """Presses keys where the keyboard is, and counts them."""

    def __init__(self, answered: Callable[[], None]) -> None:
        self.presses = 0
        self._answered = answered

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
        self.presses += 1 + (modifier is not None)
        QTest.keyClick(here(), key, modifier or Qt.KeyboardModifier.NoModifier)
        self._answered()
        checklist.settle()

    def words(self, text: str) -> None:
        self.presses += len(text)
        QTest.keyClicks(here(), text)
        self._answered()
        checklist.settle()


@pytest.fixture
def typist(window: MainWindow, answered: Callable[[], None]) -> Typist:
    return Typist(answered)


def here() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def panel(window: MainWindow) -> NotePanel:
    (found,) = [one for one in window.findChildren(NotePanel) if one.isVisible()]
    return found


def closed(window: MainWindow) -> bool:
    checklist.settle()
    return not any(one.isVisible() for one in window.findChildren(NotePanel))


def notes(work: Workplace) -> list[ContactNote]:
    with work.database.reading() as connection:
        return records.find(connection, work.session, ContactNote)


def new_note(work: Workplace, before: list[ContactNote]) -> ContactNote:
    known = {note.id for note in before}
    (made,) = [note for note in notes(work) if note.id not in known]
    return made


def open_with(typist: Typist, name: str) -> None:
    typist.key(Qt.Key.Key_T, CONTROL)
    typist.words(name)
    typist.key(Qt.Key.Key_Return)


def test_a_call_is_noted_in_twenty_seconds(
    window: MainWindow, typist: Typist, example_workplace: Workplace
) -> None:
    before = notes(example_workplace)
    said = "Moeder viel gisteren weer. Wil een rollator."
    open_with(typist, "sjou")  # thinks: who was it about?
    typist.words(said)  # thinks: what was said?
    typist.key(Qt.Key.Key_Tab)
    typist.words("dochter")
    typist.key(Qt.Key.Key_Return, CONTROL)  # thinks: that is all
    made = new_note(example_workplace, before)
    assert made.who.startswith("dochter")
    assert (made.text, made.channel) == (said, Channel.PHONE)
    assert closed(window)
    besides = typist.presses - len(said)
    assert besides == 17  # Ctrl T, sjou, Enter, Tab, dochter, Ctrl Enter
    assert typist.presses * SECONDS_A_KEY + 3 * SECONDS_A_THOUGHT <= 20


def test_what_is_typed_before_the_resident_is_there_is_the_note(
    window: MainWindow, typist: Typist, answered: Callable[[], None]
) -> None:
    """That somebody was chosen is logged first, and a laptop that is busy takes its time."""
    typist.key(Qt.Key.Key_T, CONTROL)
    typist.words("sjou")
    QTest.keyClick(here(), Qt.Key.Key_Return)
    QTest.keyClicks(here(), "Ze belde")
    QTest.keyClick(here(), Qt.Key.Key_Tab)
    QTest.keyClicks(here(), "dochter Anna")
    answered()
    form = panel(window).form
    assert form.about.text().startswith("Over Sjoukje")
    assert (form.typed().text, form.typed().who) == ("Ze belde", "dochter Anna")
    assert form.fields.who.isAncestorOf(here()), "the keyboard stays where one types"


def test_the_last_resident_is_two_keys_away(
    window: MainWindow, typist: Typist, example_workplace: Workplace
) -> None:
    first = contacts.recent(example_workplace.database, example_workplace.session)[0]
    typist.key(Qt.Key.Key_T, CONTROL)
    typist.key(Qt.Key.Key_Return)
    assert panel(window).form.typed().client_id == first.person_id


def test_a_task_follows_on_the_day_that_was_said(
    window: MainWindow, typist: Typist, example_workplace: Workplace
) -> None:
    before = notes(example_workplace)
    open_with(typist, "sjou")
    typist.words("Huisarts gebeld")
    typist.key(Qt.Key.Key_Tab)
    typist.key(Qt.Key.Key_Return)  # nobody else was spoken to
    typist.words("Bel terug")
    typist.key(Qt.Key.Key_Tab)
    typist.key(Qt.Key.Key_Down)
    typist.key(Qt.Key.Key_Return, CONTROL)
    made = new_note(example_workplace, before)
    with example_workplace.database.reading() as connection:
        (task,) = records.find(connection, example_workplace.session, Task, contact_note_id=made.id)
    assert task.what == "Bel terug"
    assert task.due_on is not None
    assert (task.due_on - clock.today()).days == 1


def test_a_sentence_never_ends_up_where_who_was_spoken_to_is_asked(
    window: MainWindow, typist: Typist
) -> None:
    open_with(typist, "sjou")
    assert here() is panel(window).form.fields.text.area


def test_from_a_file_the_text_has_the_keyboard_at_once(
    window: MainWindow, typist: Typist, answered: Callable[[], None], example_workplace: Workplace
) -> None:
    first = contacts.recent(example_workplace.database, example_workplace.session)[0]
    window.go(ScreenSpot(screen="people", record_id=first.person_id))
    answered()
    checklist.settle()
    typist.key(Qt.Key.Key_T, CONTROL)
    assert here() is panel(window).form.fields.text.area
    assert panel(window).form.typed().client_id == first.person_id


def test_escape_keeps_the_text_and_the_next_time_offers_it(
    window: MainWindow, typist: Typist, example_workplace: Workplace
) -> None:
    before = notes(example_workplace)
    open_with(typist, "sjou")
    typist.words("dochter")
    typist.key(Qt.Key.Key_Escape)
    assert closed(window)
    assert notes(example_workplace) == before
    assert "bewaard" in window.bars.messages.text
    typist.key(Qt.Key.Key_T, CONTROL)
    form = panel(window).form
    assert form.bar.button.text() == "Verder met deze notitie"
    form.bar.button.click()
    typist.key(Qt.Key.Key_Tab)
    assert form.typed().text.startswith("dochter")
    assert form.about.text().startswith("Over Sjoukje")


def test_a_key_of_the_window_keeps_the_text_too(
    window: MainWindow, typist: Typist, example_workplace: Workplace
) -> None:
    open_with(typist, "sjou")
    typist.words("buurman")
    window.go(ScreenSpot(screen="people"))
    typist.words("")  # until all is answered
    assert isinstance(window.here, PeoplePlace)
    assert closed(window)
    (draft,) = contacts.drafts(example_workplace.database)
    assert draft.text.startswith("buurman")


def test_a_lock_waits_for_the_words_of_the_panel(
    window: MainWindow,
    typist: Typist,
    answered: Callable[[], None],
    example_workplace: Workplace,
) -> None:
    open_with(typist, "sjou")
    QTest.keyClicks(here(), "wijkzuster")  # nothing waits for the autosave here
    told: list[bool] = []
    window.leave(told.append)
    answered()
    answered()
    assert told == [True]
    assert [draft.text for draft in contacts.drafts(example_workplace.database)] == ["wijkzuster"]


def test_a_full_disk_keeps_the_panel_with_its_words(
    window: MainWindow, typist: Typist, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_with(typist, "sjou")

    def full(*_values: object, **_named: object) -> None:
        raise DiskFull

    monkeypatch.setattr(form_drafts, "keep", full)
    typist.words("dochter")
    typist.key(Qt.Key.Key_Escape)
    assert panel(window).form.typed().text.startswith("dochter")
    assert "schijf" in panel(window).form.bar.text


def test_what_is_missing_is_said_at_its_field(window: MainWindow, typist: Typist) -> None:
    typist.key(Qt.Key.Key_T, CONTROL)
    typist.key(Qt.Key.Key_Return, CONTROL)
    form = panel(window).form
    assert form.person.field.error
    assert here() is form.person.field.line
    typist.words("sjou")
    typist.key(Qt.Key.Key_Return)
    typist.key(Qt.Key.Key_Return, CONTROL)
    assert form.fields.text.error
    assert here() is form.fields.text.area


def test_a_note_is_mended_and_removed_with_a_way_back(
    window: MainWindow,
    typist: Typist,
    answered: Callable[[], None],
    example_workplace: Workplace,
) -> None:
    before = notes(example_workplace)
    open_with(typist, "sjou")
    typist.key(Qt.Key.Key_Return)
    typist.words("Dochter belde")
    typist.key(Qt.Key.Key_Return, CONTROL)
    made = new_note(example_workplace, before)
    for words in ("Zoon belde", ""):
        window.go(ScreenSpot(screen="note", section=MEND, record_id=made.id))
        answered()
        checklist.settle()
        over = panel(window)
        assert over.form.fields.task.isHidden()
        over.keep()
        answered()
        assert contacts.drafts(example_workplace.database) == (), "looking is no typing"
        if words:
            over.form.fields.text.area.selectAll()
            typist.words(words)
            typist.key(Qt.Key.Key_Return, CONTROL)
            assert new_note(example_workplace, before).text == words
        else:
            over.remove_button.click()
            answered()
            assert notes(example_workplace) == before
            assert not window.bars.undo_bar.isHidden()


@pytest.mark.promise("F8")
def test_f8_a_note_that_a_colleague_mends_meanwhile_is_told_first(
    window: MainWindow,
    typist: Typist,
    answered: Callable[[], None],
    example_workplace: Workplace,
) -> None:
    work, before = example_workplace, notes(example_workplace)
    open_with(typist, "sjou")
    typist.key(Qt.Key.Key_Return)
    typist.words("Dochter belde")
    typist.key(Qt.Key.Key_Return, CONTROL)
    made = new_note(work, before)
    window.go(ScreenSpot(screen="note", section=MEND, record_id=made.id))
    answered()
    checklist.settle()
    over = panel(window)
    over.form.fields.text.area.selectAll()
    typist.words("Zoon belde")
    with act(work.database, work.session, "test.make") as writing:
        writing.edit(ContactNote, made.id, {"text": "Nicht belde", "who": "nicht"})
    typist.key(Qt.Key.Key_Return, CONTROL)
    answered()
    assert "“Nicht belde”" in (over.form.fields.text.error or "")
    assert new_note(work, before).text == "Nicht belde"
    typist.key(Qt.Key.Key_Return, CONTROL)
    answered()
    assert new_note(work, before).text == "Zoon belde"


@pytest.mark.parametrize("name", THEME_NAMES)
def test_the_checklist_holds(
    window: MainWindow, typist: Typist, qapp: QApplication, name: ThemeName
) -> None:
    apply(qapp, Theme(name=name))
    open_with(typist, "sjou")
    panel(window).form.fields.task.set_value("Bel terug")
    panel(window).form.fields.all()[4].edited.emit()
    checklist.settle()
    over = panel(window)
    assert checklist.unnamed(over) == []
    assert checklist.small_targets(over) == []
    assert checklist.tab_faults(over) == []
    assert checklist.hidden_focus(over) == []
    assert checklist.faint_rings(over) == []


@pytest.mark.parametrize(("size", "width", "height"), [(200, 1366, 768), (100, 683, 384)])
def test_nothing_is_cut_off_in_large_letters_or_little_room(
    window: MainWindow,
    typist: Typist,
    qapp: QApplication,
    size: int,
    width: int,
    height: int,
) -> None:
    apply(qapp, Theme(text_size=size))
    window.resize(width, height)
    open_with(typist, "sjou")
    assert checklist.cut_off(panel(window).card) == []


def test_a_newcomer_is_added_first_and_the_note_waits(
    window: MainWindow, typist: Typist, answered: Callable[[], None], example_workplace: Workplace
) -> None:
    typist.key(Qt.Key.Key_T, CONTROL)
    over = panel(window)
    over.form.fields.text.area.setFocus()
    typist.words("Buurvrouw belt over een nieuwe inwoner")
    over.form.person.field.set_value("Nynke Proefstra")
    asked: list[ScreenSpot] = []
    over.asked.connect(asked.append)
    over.form.new_button.click()
    over.dismiss()
    answered()
    (kept,) = contacts.drafts(example_workplace.database)
    wanted = ScreenSpot(
        screen="people", section=NEW_FOR_NOTE, record_id=kept.key, field="Nynke Proefstra"
    )
    assert asked == [wanted]
    window.go(ScreenSpot(screen="note", section=NOTE_TYPED, record_id=kept.key, field=SIETSKE))
    answered()
    checklist.settle()
    note = panel(window).form.typed()
    assert note.text.startswith("Buurvrouw belt")
    assert note.client_id == SIETSKE
    assert note.key == kept.key, "it is that note, and no second one"


def test_once_the_newcomer_is_added_the_note_goes_on_about_them(
    window: MainWindow, typist: Typist, answered: Callable[[], None]
) -> None:
    typist.key(Qt.Key.Key_T, CONTROL)
    first = panel(window)
    first.form.person.field.set_value("Nynke Proefstra")
    first.form.fields.text.area.setFocus()
    typist.words("Belt over een nieuwe inwoner")
    first.form.new_button.click()
    answered()
    place = window.here
    assert isinstance(place, PeoplePlace)
    assert place.form.typed().surname == "Proefstra"
    place.confirm()
    answered()
    checklist.settle()
    answered()
    note = panel(window).form
    assert note.typed().text == "Belt over een nieuwe inwoner"
    assert note.typed().client_id == place.file_view.person_id
    assert "Nynke Proefstra" in note.about.text()


@pytest.mark.parametrize("screen", ["note", "request"])
def test_who_may_write_none_is_told_so_before_typing(
    example_workplace: Workplace, qtbot: QtBot, qapp: QApplication, screen: str
) -> None:
    apply(qapp, Theme())
    session = msgspec.structs.replace(example_workplace.session, role=Role.COORDINATOR)
    work = replace(example_workplace, session=session)
    made = MainWindow(work, [Entry("people", "Inwoners", "users", view=PeoplePlace)], [])
    Panels(work, made, acted=lambda _name: None)
    qtbot.addWidget(made)
    made.show()
    made.go_home()
    made.go(ScreenSpot(screen=screen))
    checklist.settle()
    assert not any(one.isVisible() for one in made.findChildren(LaidOver))
    assert "horen niet bij uw rol" in made.bars.messages.text
