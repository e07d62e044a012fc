"""Undo and redo at the boundary of typing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from meitinker.changes import NOTHING
from meitinker.domain.people import Person
from meitinker.services import editing, undo

if TYPE_CHECKING:
    from meitinker.ids import PersonId
    from tests.stores import TestStore


def _type(store: TestStore, person: PersonId, called: str) -> None:
    fields = {"called": called}
    editing.save(store.database, store.session, kind="person", record_id=person, fields=fields)


@pytest.fixture
def undone(store: TestStore) -> PersonId:
    """Return a person whose name was typed, and that typing undone."""
    person = store.person()
    _type(store, person, "Jan")
    undo.undo(store.database, store.session)
    assert store.get(Person, person).called == ""
    return person


def test_redo_brings_back_what_was_undone(store: TestStore, undone: PersonId) -> None:
    assert undo.redo(store.database, store.session).items
    assert store.get(Person, undone).called == "Jan"


def test_what_was_typed_since_stays_and_there_is_nothing_to_redo(
    store: TestStore, undone: PersonId
) -> None:
    _type(store, undone, "Piet")
    assert undo.redo(store.database, store.session) == NOTHING
    assert store.get(Person, undone).called == "Piet"
    assert undo.waiting(store.database, store.session) == ("person.write", None)
