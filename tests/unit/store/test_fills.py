"""A dossier that comes in whole: rows, what lies on top of them, and what the check says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from meitinker import ids
from meitinker.domain.merging import Ruling, Verdict
from meitinker.domain.people import PERSON, Person
from meitinker.store import (
    checking,
    drafts,
    fills,
    journal,
    leaving,
    received,
    rows,
    sent,
    starting_over,
)
from meitinker.store.acts import act
from meitinker.store.fills import Filled, FillPart
from meitinker.store.sent import HubAnswer
from sync import following

if TYPE_CHECKING:
    from meitinker.domain.records import Value
    from meitinker.ids import PersonId, RecordId
    from meitinker.store.rows import StoredRow
    from tests.stores import TestStore


def came(record_id: str, *, kind: str = "person", **fields: Value) -> FillPart:
    """Return a fill of one record, all set by one change."""
    groups = {PERSON.fields[name].group if name in PERSON.fields else name for name in fields}
    versions = dict.fromkeys([*PERSON.groups, *groups], ids.new_id())
    record = Filled(kind=kind, record_id=record_id, fields=fields, versions=versions)
    return FillPart(dossier=record_id, position=9, records=(record,))


def take(store: TestStore, part: FillPart) -> None:
    fills.fill(store.database, store.session, [part], following.decide)


def person(store: TestStore, record_id: str) -> StoredRow:
    with store.database.reading() as connection:
        row = rows.read(connection, PERSON, record_id)
    assert row is not None
    return row


def pending(store: TestStore, record_id: str) -> int:
    with store.database.reading() as connection:
        return len(journal.pending(connection, "person", record_id))


def test_a_record_comes_in_with_its_versions_and_twice_is_once(store: TestStore) -> None:
    part = came(ids.record_id(), surname="Vulling", x_future="koffie")
    take(store, part)
    first = person(store, part.dossier)
    take(store, part)
    assert person(store, part.dossier) == first
    assert (first.fields["surname"], first.extra) == ("Vulling", {"x_future": "koffie"})
    assert first.versions == part.records[0].versions
    assert checking.check(store.database).problems == ()


def test_the_check_sees_a_row_that_is_not_what_the_fill_brought(store: TestStore) -> None:
    part = came(ids.record_id(), surname="Vulling")
    take(store, part)
    with store.database.transaction() as work:
        work.connection.execute("UPDATE person SET surname = 'Anders'")
    assert checking.check(store.database).problems


def test_what_is_being_typed_stays_where_the_hub_lost_the_record(store: TestStore) -> None:
    lost = _lost_at_the_hub(store)
    drafts.save(store.database, store.session, Person, lost, {"called": "Wim"})
    with store.database.reading() as connection:
        assert leaving.unlisted(connection) == []
    assert leaving.drop_unlisted(store.database, lost) is None
    drafts.seal_all(store.database, store.session)
    assert store.get(Person, lost).called == "Wim"
    assert checking.check(store.database).problems == ()


def test_control_what_nobody_types_in_goes_with_the_hub_that_lost_it(store: TestStore) -> None:
    lost = _lost_at_the_hub(store)
    with store.database.reading() as connection:
        assert leaving.unlisted(connection) == [lost]
    assert leaving.drop_unlisted(store.database, lost) is not None


def _lost_at_the_hub(store: TestStore) -> RecordId:
    """Take in a person whom the hub, put back to an earlier day, has no more."""
    record_id = ids.record_id()
    take(store, came(record_id, surname="Vulling"))
    starting_over.begin_anew(store.database, epoch="put back", incarnation=1)
    while starting_over.put_some_away(store.database):
        pass
    return record_id


def test_what_was_typed_and_has_no_place_yet_lies_on_top(store: TestStore) -> None:
    mine = store.person("Jong")
    with act(store.database, store.session, "person.edit") as work:
        work.edit(Person, mine, {"called": "Wim"})
    take(store, came(mine, surname="Vulling", called=""))
    assert person(store, mine).fields["surname"] == "Vulling"
    assert pending(store, mine) == 2
    with store.database.reading() as connection:
        assert len(journal.unsent(connection)) == 2


@pytest.mark.parametrize(("position", "left"), [(9, 0), (10, 1)])
def test_what_its_place_covers_is_settled(store: TestStore, position: int, left: int) -> None:
    mine = store.person("Jong")
    _answered(store, mine, position=position)
    take(store, came(mine, surname="Jong"))
    assert pending(store, mine) == left


def test_a_place_that_the_fill_had_moves_nothing(store: TestStore) -> None:
    mine = store.person("Jong")
    _answered(store, mine, position=5)
    take(store, came(mine, surname="Vulling"))
    with store.database.reading() as connection:
        (change_id,) = connection.execute("SELECT change_id FROM change_header").fetchone()
    place = received.ListEntry(
        position=5,
        change_id=change_id,
        told=Ruling(verdict=Verdict.APPLIED, took=("name",)),
    )
    received.receive(store.database, store.session, [place], following.decide)
    assert person(store, mine).fields["surname"] == "Vulling"


def test_a_kind_of_a_newer_program_is_kept_without_a_row(store: TestStore) -> None:
    part = came("x1", kind="x_volunteer", wish="koffie")
    take(store, part)
    with store.database.reading() as connection:
        (ground,) = fills.grounds(connection)
    assert (ground.kind, ground.fields) == ("x_volunteer", {"wish": "koffie"})
    assert checking.check(store.database).problems == ()


def test_a_value_that_no_field_here_takes_keeps_its_record_out(store: TestStore) -> None:
    take(store, came("p1", born_on="gisteren"))
    with store.database.reading() as connection:
        assert connection.execute("SELECT count(*) FROM person").fetchone() == (0,)


def _answered(store: TestStore, person: PersonId, *, position: int) -> None:
    with store.database.transaction() as work:
        answers = [
            HubAnswer(change_id=one.header.change_id, verdict=Verdict.APPLIED, position=position)
            for one in journal.pending(work.connection, "person", person)
        ]
        sent.keep(work, answers, at="2026-11-22T10:00:00.000Z")
