"""The help: plain words, every key, whom to call, and that all can use it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from meitinker.domain import readability
from meitinker.services import organisation
from tests.ui import checklist
from ui import keymap
from ui.theme import THEME_NAMES, Theme, ThemeName, apply
from ui.viewmodels import help as shown
from ui.views.help.place import HelpPlace
from ui.widgets.form_field import WrappedLabel

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QApplication
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


def words(place: HelpPlace) -> set[str]:
    return {label.text() for label in place.findChildren(WrappedLabel)}


def test_the_help_is_plain_dutch() -> None:
    reading = readability.read(shown.whole_text())
    assert reading.score is not None
    assert reading.score >= readability.LOWEST_SCORE
    assert reading.plain


def test_control_officialese_would_not_pass() -> None:
    heavy = "De verstrekking geschiedt conform de gemeentelijke verordening maatschappelijke zorg. "
    assert not readability.read(shown.whole_text() + heavy * 12).plain


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


def test_every_key_of_the_program_stands_on_the_card(place: HelpPlace) -> None:
    said = words(place)
    for key in keymap.every_key():
        assert key.words in said
        assert shown.key_words(key.sequence) in said


def test_it_tells_whom_to_call_and_follows_a_new_number(
    place: HelpPlace, example_workplace: Workplace, answered: Callable[[], None]
) -> None:
    work = example_workplace
    own = organisation.own(work.database, work.session)
    assert own.organisation.phone in place.call.text()
    number = {"phone": "0566 629 123"}
    work.tasks.write(
        place, lambda: organisation.set_organisation(work.database, work.session, number)
    )
    answered()
    assert "0566 629 123" in place.call.text()


def test_without_a_number_it_says_where_to_put_one() -> None:
    assert "Instellingen" in shown.call_words("Mienskip", "")


def test_the_page_scrolls_with_the_keys(place: HelpPlace) -> None:
    bar = place._pane.verticalScrollBar()
    assert bar.maximum() > 0
    QTest.keyClick(place, Qt.Key.Key_PageDown)
    there = bar.value()
    assert there > 0
    QTest.keyClick(place, Qt.Key.Key_Up)
    assert bar.value() < there


@pytest.mark.promise("L29")
@pytest.mark.parametrize("theme", THEME_NAMES)
def test_l29_the_help_has_no_faults(place: HelpPlace, theme: ThemeName, qapp: QApplication) -> None:
    apply(qapp, Theme(name=theme))
    assert checklist.faults(place) == []


@pytest.mark.promise("L29")
@pytest.mark.parametrize(("text_size", "width", "height"), [(200, 1238, 768), (100, 619, 384)])
def test_l29_the_help_is_not_cut_off(
    place: HelpPlace, text_size: int, width: int, height: int, qapp: QApplication
) -> None:
    apply(qapp, Theme(text_size=text_size))
    assert checklist.faults_when_large(place, width=width, height=height) == []
