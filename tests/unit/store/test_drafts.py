from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from meitinker import ids
from meitinker.domain.people import Person
from meitinker.domain.visits import VISIT, Visit
from meitinker.errors import BugError, NotVisible, RecordGone
from meitinker.ids import VillageId, VisitId
from meitinker.store import drafts, journal, rows
from meitinker.store.acts import act
from tests.stores import Clock, TestStore


@pytest.fixture
def visit(store: TestStore) -> VisitId:
    return store.visit(store.person(), "vraag")


def _save(store: TestStore, visit: str, **fields: object) -> str:
    return drafts.save(store.database, store.session, Visit, ids.RecordId(visit), fields)


def _edits(store: TestStore, visit: str) -> list[journal.Payload | None]:
    with store.database.reading() as connection:
        return [
            journal.payload(connection, header.change_id)
            for header, _ in journal.headers(connection)
            if header.record_id == visit and header.operation == "edit"
        ]


def _row(store: TestStore, visit: str) -> rows.StoredRow:
    with store.database.reading() as connection:
        row = rows.read(connection, VISIT, visit)
    assert row is not None
    return row


def test_typing_is_safe_at_once_and_chains_nothing(
    store: TestStore, visit: VisitId, hands: Clock
) -> None:
    for text in ("H", "Ho", "Hoe"):
        hands.at += timedelta(seconds=1)
        assert _save(store, visit, notes=text).startswith("2026-11-12T14:05:0")
    assert _edits(store, visit) == []
    store.reopen()
    assert store.get(Visit, visit).notes == "Hoe"
    with store.database.reading() as connection:
        (draft,) = drafts.open_drafts(connection)
    assert draft.before == {"notes": ""}
    assert (draft.started_at, draft.saved_at) == (
        "2026-11-12T14:05:01.000Z",
        "2026-11-12T14:05:03.000Z",
    )


def test_sealing_makes_one_change_of_a_sitting(store: TestStore, visit: VisitId) -> None:
    versions = _row(store, visit).versions
    for text in ("a", "ab"):
        _save(store, visit, notes=text)
    _save(store, visit, conclusion="klaar")
    assert len(drafts.seal_all(store.database, store.session)) == 1
    (told,) = _edits(store, visit)
    assert told is not None
    assert told.fields == {"notes": "ab", "conclusion": "klaar"}
    assert told.base == {name: versions[name] for name in ("notes", "conclusion")}
    assert len(drafts.seal_all(store.database, store.session)) == 0


def test_a_draft_that_ends_as_it_began_leaves_no_trace(store: TestStore, visit: VisitId) -> None:
    before = _row(store, visit)
    _save(store, visit, notes="a")
    _save(store, visit, notes="")
    drafts.seal_all(store.database, store.session)
    assert _edits(store, visit) == []
    assert _row(store, visit) == before


def test_of_a_draft_only_what_differs_is_told(store: TestStore, visit: VisitId) -> None:
    before = _row(store, visit).versions
    _save(store, visit, notes="a", question="b")
    _save(store, visit, question="vraag")
    drafts.seal_all(store.database, store.session)
    (told,) = _edits(store, visit)
    assert told is not None
    assert told.fields == {"notes": "a"}
    after = _row(store, visit).versions
    assert {name for name in after if after[name] != before[name]} == {"notes"}


def test_a_draft_survives_a_kill_and_seals_later(store: TestStore, visit: VisitId) -> None:
    _save(store, visit, notes="a")
    store.reopen()
    _save(store, visit, notes="b")
    store.reopen()
    assert len(drafts.seal_all(store.database, store.session)) == 1
    with store.database.reading() as connection:
        head = store.database.saved.head.hex()
        assert list(journal.problems(connection, head)) == []
    (told,) = _edits(store, visit)
    assert told is not None
    assert told.fields == {"notes": "b"}


def test_a_removed_or_foreign_record_takes_no_typing(store: TestStore, visit: VisitId) -> None:
    elsewhere = msgspec.structs.replace(
        store.session, villages=frozenset({VillageId(ids.record_id())})
    )
    person = store.person(village=VillageId(ids.record_id()))
    with pytest.raises(NotVisible):
        drafts.save(store.database, elsewhere, Person, person, {"called": "x"})
    with pytest.raises(BugError):
        _save(store, visit, nonsense="x")
    with act(store.database, store.session, "visit.remove") as work:
        work.delete(Visit, visit)
    with pytest.raises(RecordGone):
        _save(store, visit, notes="x")
    with store.database.reading() as connection:
        assert drafts.open_drafts(connection) == []
