"""Notes are found at once, as they stand now, and only where the role may read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from meitinker.domain.session import Role
from meitinker.domain.visits import VISIT, Visit
from meitinker.store import drafts, indexing, search, visibility
from meitinker.store.acts import act

if TYPE_CHECKING:
    from meitinker.domain.records import Kind
    from meitinker.domain.session import Session
    from tests.stores import TestStore


def index(store: TestStore) -> None:
    while indexing.index_some(store.database, most=100):
        pass


def found(store: TestStore, text: str) -> list[str]:
    with store.database.reading() as connection:
        return [hit.record_id for hit in search.notes(connection, store.session, text)]


def test_a_note_is_found_before_it_is_indexed_and_once_after(store: TestStore) -> None:
    visit = store.visit(store.person(), "Ik slaap slecht.")
    assert found(store, "slaap slecht") == [visit]
    index(store)
    assert found(store, "slaa") == [visit]
    drafts.save(store.database, store.session, Visit, visit, {"notes": "Trap is steil."})
    assert found(store, "slaap") == found(store, "steil") == [visit]


def test_words_that_were_taken_out_are_not_found_while_the_index_lags(store: TestStore) -> None:
    visit = store.visit(store.person(), "Ik slaap slecht.")
    index(store)
    drafts.save(store.database, store.session, Visit, visit, {"question": "Ik val."})
    assert found(store, "slaap") == []
    other = store.visit(store.person(), "Ik slaap zelden.")
    index(store)
    with act(store.database, store.session, "visit.remove") as work:
        work.delete(Visit, other)
    assert found(store, "zelden") == []


@pytest.mark.promise("L24")
@pytest.mark.parametrize("indexed", [False, True], ids=["waiting", "indexed"])
def test_l24_words_in_a_field_that_the_role_may_not_read_find_nothing(
    store: TestStore, monkeypatch: pytest.MonkeyPatch, *, indexed: bool
) -> None:
    visit = store.visit(store.person(), "Ik slaap slecht.")
    drafts.save(store.database, store.session, Visit, visit, {"notes": "Drinkt."})
    if indexed:
        index(store)
    assert found(store, "drinkt") == [visit]  # who may read it finds it
    plain = visibility.hidden_fields

    def hidden(session: Session, kind: Kind) -> frozenset[str]:
        return plain(session, kind) | (frozenset({"notes"}) if kind is VISIT else frozenset())

    monkeypatch.setattr(visibility, "hidden_fields", hidden)
    assert found(store, "drinkt") == []
    assert found(store, "slaap") == [visit]


@pytest.mark.promise("L24")
@pytest.mark.parametrize("indexed", [False, True], ids=["waiting", "indexed"])
def test_l24_a_role_without_visits_finds_no_words_of_one(
    store: TestStore, *, indexed: bool
) -> None:
    store.visit(store.person(), "Ik slaap slecht.")
    if indexed:
        index(store)
    store.session = msgspec.structs.replace(store.session, role=Role.COORDINATOR)
    assert found(store, "slaap") == []
