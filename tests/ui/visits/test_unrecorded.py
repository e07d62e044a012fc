"""A consent that is chosen is written down by the main key, and not called saved before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from meitinker.domain.consents import ConsentAnswer
from meitinker.store.settings import ScreenSpot
from tests.ui import checklist
from ui.theme import Theme, apply
from ui.viewmodels.conversation import CLOSING, CONSENTS
from ui.views.visits.consents import ConsentsSection
from ui.views.visits.place import VisitsPlace
from ui.window.main_window import Entry, MainWindow

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from tests.ui.visits.conftest import Room
    from ui.workplace import Workplace


def consents_of(room: Room) -> ConsentsSection:
    """Open the section of the newest conversation."""
    room.open(room.first()).go(CONSENTS)
    room.answered()
    section = room.conversation.pages.section(CONSENTS)
    assert isinstance(section, ConsentsSection)
    return section


def choose(section: ConsentsSection) -> None:
    """Choose a purpose and an answer with the keyboard alone."""
    section.purpose.combo.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(section.purpose.combo, Qt.Key.Key_Down)
    given = section.answer.button(ConsentAnswer.GIVEN.value)
    given.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(given, Qt.Key.Key_Space)


def test_the_main_key_writes_a_chosen_consent_down_and_then_goes_on(
    example_workplace: Workplace,
    answered: Callable[[], None],
    room: Room,
    qtbot: QtBot,
    qapp: QApplication,
) -> None:
    apply(qapp, Theme())
    entries = [Entry("visits", "Gesprekken", "notes", view=VisitsPlace)]
    window = MainWindow(example_workplace, entries, [])
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    window.go(ScreenSpot(screen="visits", record_id=room.first(), section=CONSENTS))
    answered()
    checklist.settle()
    place = window.here
    assert isinstance(place, VisitsPlace)
    shown = place.conversation
    assert shown is not None
    section = shown.pages.section(CONSENTS)
    assert isinstance(section, ConsentsSection)
    before = len(shown.desk.file.consents)
    choose(section)
    shown.desk.keeping.flush()
    answered()
    assert shown.indicator.text == "Nog niet opgeschreven"
    assert shown.main.text() == "Bewaar het antwoord"
    QTest.keyClick(
        section.answer.button("given"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
    )
    answered()
    checklist.settle()
    assert len(shown.desk.file.consents) == before + 1
    assert shown.section_key == CONSENTS
    assert shown.indicator.text != "Nog niet opgeschreven"
    shown.main.click()
    assert shown.section_key == CLOSING


def test_half_a_consent_says_what_it_needs_instead_of_being_passed_by(room: Room) -> None:
    section = consents_of(room)
    section.answer.button("given").click()
    room.conversation.main.click()
    room.answered()
    assert room.conversation.section_key == CONSENTS
    assert section.purpose.error == "Kies waarvoor de toestemming is."


def test_an_empty_consent_holds_nobody_up(room: Room) -> None:
    consents_of(room)
    room.conversation.main.click()
    assert room.conversation.section_key == CLOSING
