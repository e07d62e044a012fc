"""Many new records at once are the same as one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from meitinker.domain.kinds import KINDS, kind_of
from meitinker.domain.map_places import MapPhone, ServiceAtLocation
from meitinker.domain.map_services import (
    MapService,
    Reach,
    ServiceArea,
    ServiceAttribute,
    Vocabulary,
)
from meitinker.domain.people import Person, Phone
from meitinker.domain.providers import Provider
from meitinker.errors import InvalidField, RecordGone
from meitinker.ids import PersonId, named_id, record_id
from meitinker.services import checking
from meitinker.store import history, indexing, journal, rows
from meitinker.store.acts import act

if TYPE_CHECKING:
    from meitinker.domain.records import Record
    from tests.stores import TestStore


PLACE = named_id("place:test")


def _some() -> list[Record]:
    provider = Provider(id=record_id(), name="Buorsoarch")
    service = MapService(id=record_id(), provider_id=provider.id, name="Iten oan hûs")
    return [
        provider,
        service,
        ServiceAttribute(
            id=record_id(), service_id=service.id, vocabulary=Vocabulary.CATEGORY, code="meals"
        ),
        ServiceArea(id=record_id(), service_id=service.id, reach=Reach.COUNTRY),
        ServiceAtLocation(id=record_id(), service_id=service.id, location_id=PLACE),
        MapPhone(id=record_id(), service_id=service.id, number="0566 62 12 34"),
    ]


def _state(store: TestStore, records: list[Record]) -> dict[str, Any]:
    """Return what stands of records, without what differs each time: ids, moments, hashes."""
    name = {str(one.id): place for place, one in enumerate(records)}
    with store.database.reading() as connection:
        waiting = connection.execute("SELECT kind, record_id FROM search_pending").fetchall()
        listed = connection.execute("SELECT service_id, sort_name FROM map_entry").fetchall()
        told = []
        for one in records:
            row = rows.read(connection, kind_of(type(one)), one.id)
            (change,) = history.of_record(connection, one.id)
            payload = journal.payload(connection, change.change_id)
            assert row is not None
            assert payload is not None
            assert set(row.versions.values()) == {change.change_id}
            assert payload.fields == row.fields
            fields = [name.get(str(value), value) for value in row.fields.values()]
            told.append((change.operation, change.kind, fields, payload.base, row.deleted))
    return {
        "rows": told,
        "listed": [(name[one], folded) for one, folded in listed if one in name],
        "services": {name[one] for kind, one in waiting if kind == "map_service" and one in name},
    }


def test_all_at_once_is_as_one_by_one(store: TestStore) -> None:
    at_once, singly = _some(), _some()
    with act(store.database, store.session, "map.import") as work:
        work.create_all(at_once)
    with act(store.database, store.session, "map.import") as other:
        for record in singly:
            other.create(record)
    assert _state(store, at_once) == _state(store, singly)
    assert [(one.kind, one.operation, one.fields) for one in work.changes.items] == [
        (one.kind, one.operation, one.fields) for one in other.changes.items
    ]
    assert checking.check(store.database).ok


def test_what_came_at_once_is_found(store: TestStore) -> None:
    records = _some()
    with act(store.database, store.session, "map.import") as work:
        work.create_all(records)
    while indexing.index_some(store.database):
        pass
    with store.database.reading() as connection:
        (found,) = connection.execute("SELECT name, provider FROM map_words").fetchall()
    assert found == ("iten oan hus", "buorsoarch")


def test_records_of_a_dossier_go_the_same_way(store: TestStore) -> None:
    person = Person(id=record_id(), surname="de Jong")
    phone = Phone(id=record_id(), person_id=PersonId(person.id), number="06 12345678")
    with act(store.database, store.session, "test") as work:
        work.create_all([person, phone])
    with store.database.reading() as connection:
        assert connection.execute("SELECT person_id FROM person_entry").fetchall() == [(person.id,)]
        waiting = connection.execute("SELECT person_id FROM search_pending").fetchall()
    assert set(waiting) == {(person.id,)}


def test_one_that_cannot_be_keeps_all_of_them_out(store: TestStore) -> None:
    records = [*_some(), Provider(id=record_id(), name="x" * 201)]
    with (
        pytest.raises(InvalidField),
        act(store.database, store.session, "map.import") as work,
    ):
        work.create_all(records)
    with store.database.reading() as connection:
        assert rows.read(connection, KINDS["provider"], records[0].id) is None


def _removed_state(store: TestStore, records: list[Record]) -> dict[str, Any]:
    """Return what stands of removed records, without what differs each time."""
    name = {str(one.id): place for place, one in enumerate(records)}
    with store.database.reading() as connection:
        waiting = connection.execute("SELECT kind, record_id FROM search_pending").fetchall()
        told = []
        for one in records:
            row = rows.read(connection, kind_of(type(one)), one.id)
            first, last = history.of_record(connection, one.id)
            payload = journal.payload(connection, last.change_id)
            assert row is not None
            assert payload is not None
            assert row.versions.pop(rows.DELETED) == last.change_id
            assert set(row.versions.values()) == {first.change_id} == set(payload.base.values())
            told.append((last.operation, last.kind, payload.fields, set(payload.base), row.deleted))
        (words,) = connection.execute("SELECT count(*) FROM map_words").fetchone()
        (listed,) = connection.execute("SELECT count(*) FROM map_entry").fetchone()
    services = {name[one] for kind, one in waiting if kind == "map_service" and one in name}
    return {"rows": told, "services": services, "words": words, "listed": listed}


def test_removing_at_once_is_as_one_by_one(store: TestStore) -> None:
    found = []
    for at_once in (True, False):
        made = _some()
        with act(store.database, store.session, "map.import") as work:
            work.create_all(made)
        while indexing.index_some(store.database):
            pass
        with act(store.database, store.session, "map.remove") as gone:
            for one in reversed(made):
                if at_once:
                    gone.delete_all(type(one), [one.id])
                else:
                    gone.delete(type(one), one.id)
        found.append((_removed_state(store, made), [each.operation for each in gone.changes.items]))
    assert found[0] == found[1]
    assert found[0][0]["words"] == found[0][0]["listed"] == 0
    assert checking.check(store.database).ok


def test_one_that_is_gone_already_keeps_all_of_them(store: TestStore) -> None:
    codes = [one for one in _some() if isinstance(one, ServiceAttribute)]
    codes.append(msgspec.structs.replace(codes[0], id=record_id()))
    with act(store.database, store.session, "map.import") as work:
        work.create_all(codes)
    with act(store.database, store.session, "map.remove") as work:
        work.delete(ServiceAttribute, codes[1].id)
    with pytest.raises(RecordGone), act(store.database, store.session, "map.remove") as work:
        work.delete_all(ServiceAttribute, [one.id for one in codes])
    with store.database.reading() as connection:
        row = rows.read(connection, kind_of(ServiceAttribute), codes[0].id)
    assert row is not None
    assert not row.deleted
