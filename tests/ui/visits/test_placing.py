"""Zet bij…: by key and by menu, undoable, and the notes stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPlainTextEdit

from meitinker.services import undo
from ui.views.visits import placing
from ui.widgets.fields import TextArea

if TYPE_CHECKING:
    from tests.ui.visits.conftest import Room

WORDS = "De trap is te steil & glad."


def notes(room: Room) -> QPlainTextEdit:
    """Open the notes of a conversation and select what is typed there."""
    room.open(room.first())
    room.conversation.go("question")
    field = room.conversation.pages.section("question").fields["notes"]
    assert isinstance(field, TextArea)
    field.area.setFocus()
    field.area.selectAll()
    QTest.keyClicks(field.area, WORDS)
    field.area.selectAll()
    return field.area


def chosen(menu: QMenu, *way: str) -> None:
    """Choose an action of a menu, through its submenus."""
    for word in way[:-1]:
        menu = next(one for one in menu.findChildren(QMenu) if one.title() == word)
    next(action for action in menu.actions() if action.text() == way[-1]).trigger()


def test_the_key_offers_every_place_with_the_first_one_ready(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    area = notes(room)
    before = room.stored().visit.question
    shown: list[QMenu] = []
    # The platform of the tests has no popups that take the keyboard.
    monkeypatch.setattr(QMenu, "popup", lambda menu, _at: shown.append(menu))
    room.place.place_text()
    (menu,) = shown
    assert {one.title() for one in menu.findChildren(QMenu)} == {
        "Leefgebied",
        "Behoefte",
        "Afgesproken",
    }
    first = menu.activeAction()
    assert first.text() == "De vraag"
    first.trigger()
    room.answered()
    assert room.stored().visit.question == f"{before}\n{WORDS}"
    assert room.stored().visit.notes == WORDS
    assert area.toPlainText() == WORDS


def test_a_new_need_and_back(room: Room) -> None:
    area = notes(room)
    before = len(room.stored().needs)
    chosen(placing.menu(room.conversation.desk, area, area), "Behoefte", "Nieuwe behoefte")
    room.answered()
    assert room.stored().needs[-1].what == WORDS
    room.work.tasks.write(room.place, lambda: undo.undo(room.work.database, room.work.session))
    room.answered()
    assert len(room.stored().needs) == before
    assert area.toPlainText() == WORDS, "the notes stay"


def test_a_life_domain_by_the_name_of_the_list(room: Room) -> None:
    area = notes(room)
    chosen(placing.menu(room.conversation.desk, area, area), "Leefgebied", "Financiën")
    room.answered()
    assert WORDS in [note.note for note in room.stored().domain_notes]


def test_without_a_selection_it_says_what_to_do(room: Room) -> None:
    area = notes(room)
    cursor = area.textCursor()
    cursor.clearSelection()
    area.setTextCursor(cursor)
    room.place.place_text()
    assert QApplication.activePopupWidget() is None
    assert room.conversation.bar.isVisible()
