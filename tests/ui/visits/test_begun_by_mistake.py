"""A conversation that was begun by mistake: gone on with, or taken away with a way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from meitinker.services import people, undo, visits

if TYPE_CHECKING:
    from tests.ui.visits.conftest import Room


def someone(room: Room) -> str:
    """Add a resident with whom there is no conversation."""
    work = room.work
    new = people.NewPerson(given_names="Durk", surname="Postma")
    return people.add(work.database, work.session, new).created("person")


def test_a_second_beginning_goes_on_with_the_first(room: Room) -> None:
    person, told = someone(room), []
    room.place.told.connect(lambda kind, words: told.append(words))
    room.place.begin(person)
    room.answered()
    first = room.conversation.desk.visit_id
    room.conversation.later.click()
    room.answered()
    assert told == []
    room.place.begin(person)
    room.answered()
    assert room.conversation.desk.visit_id == first
    assert told == ["Er loopt al een gesprek. U gaat daarmee verder."]


def test_an_empty_conversation_goes_by_the_keyboard_and_comes_back(room: Room) -> None:
    room.place.begin(someone(room))
    room.answered()
    visit = room.conversation.desk.visit_id
    room.conversation.later.click()
    room.answered()
    card = room.place.browse.card
    room.place.browse.select(visit)
    assert card.remove.isVisible()
    card.remove.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(card.remove, Qt.Key.Key_Return)
    room.answered()
    work = room.work

    def there() -> bool:
        return visit in [one.visit_id for one in visits.listed(work.database, work.session)]

    assert not there()
    undo.undo(work.database, work.session)
    assert there()
