"""Every kind, every role, in and out of the villages (L24, A17): from the registry."""

from __future__ import annotations

import msgspec
import pytest

from meitinker import ids
from meitinker.domain.kinds import KINDS
from meitinker.domain.people import PERSON, Person, PersonMerge
from meitinker.domain.records import Kind, Value
from meitinker.domain.session import EVERYWHERE, Role, Session
from meitinker.errors import BugError, NotVisible
from meitinker.ids import PersonId, RecordId, VillageId
from meitinker.store import drafts, people, records, rows, sql, timeline, visibility
from meitinker.store.acts import act
from tests.stores import TestStore

HERE, THERE = (VillageId(RecordId(name)) for name in ("village-here", "village-there"))


def _values(kind: Kind, owner: str) -> dict[str, Value]:
    """Return any values that fit the columns, with ``owner`` where the scope looks."""
    blank: dict[str, Value] = {
        f.name: f.default if f.default is not None else (0 if f.column == "INTEGER" else None)
        for f in kind.fields.values()
    }
    return {**blank, kind.scope.field: owner} if kind.scope.field else blank


def _plant(store: TestStore, kind: Kind, owner: str) -> str:
    record_id = ids.record_id()
    with store.database.transaction() as transaction:
        rows.insert(transaction.connection, kind, record_id, _values(kind, owner), versions={})
    return record_id


def _sees(store: TestStore, session: Session, kind: Kind, record_id: str) -> bool:
    with store.database.reading() as connection:
        return rows.visible(connection, session, kind, record_id)


def _limited(store: TestStore, role: Role = Role.MEITINKER) -> Session:
    return msgspec.structs.replace(store.session, role=role, villages=frozenset({HERE}))


@pytest.mark.promise("L24", "A17")
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("name", KINDS)
def test_l24_a_record_is_seen_in_its_village_and_nowhere_else(
    store: TestStore, name: str, role: Role
) -> None:
    kind = KINDS[name]
    owners: tuple[str, ...] = (HERE, THERE)
    if kind.scope.rule == "person":
        owners = (store.person(village=HERE), store.person(village=THERE))
    inside, outside = (_plant(store, kind, owner) for owner in owners)
    session = _limited(store, role)
    may = visibility.readable(session, kind)
    assert _sees(store, session, kind, inside) is may
    everywhere = kind.scope.rule == "organisation"
    assert _sees(store, session, kind, outside) is (may and everywhere)
    unlimited = msgspec.structs.replace(session, villages=EVERYWHERE)
    assert _sees(store, unlimited, kind, outside) is may


@pytest.mark.parametrize("name", KINDS)
def test_every_scope_is_one_the_store_knows(name: str) -> None:
    assert KINDS[name].scope.rule in {"organisation", "village", "person"}


def test_a_dossier_without_a_village_is_everyones(store: TestStore) -> None:
    person = store.person()
    assert _sees(store, _limited(store), PERSON, person)


def test_a_grant_opens_one_dossier_and_what_is_in_it(store: TestStore) -> None:
    person, other = store.person(village=THERE), store.person(village=THERE)
    visit = store.visit(person)
    granted = msgspec.structs.replace(_limited(store), grants=frozenset({RecordId(person)}))
    assert _sees(store, granted, PERSON, person)
    assert _sees(store, granted, KINDS["visit"], visit)
    assert not _sees(store, granted, PERSON, other)


def test_what_was_written_under_a_merged_file_follows_the_file_that_stayed(
    store: TestStore,
) -> None:
    from meitinker import clock

    double, kept = store.person(village=THERE), store.person(village=HERE)
    visit = store.visit(double)
    assert not _sees(store, _limited(store), KINDS["visit"], visit)
    merge = PersonMerge(id=ids.record_id(), from_id=double, into_id=kept, merged_at=clock.now())
    with act(store.database, store.session, "person.merge") as work:
        work.create(merge)
    assert _sees(store, _limited(store), KINDS["visit"], visit)
    with store.database.reading() as connection:
        assert records.resolve(connection, double) == kept
    with act(store.database, store.session, "person.unmerge") as work:
        work.edit(PersonMerge, merge.id, {"undone_at": clock.now()})
    assert not _sees(store, _limited(store), KINDS["visit"], visit)
    with store.database.reading() as connection:
        assert records.resolve(connection, double) == double


def test_who_sees_one_of_merged_files_sees_the_one_that_stands_for_all(store: TestStore) -> None:
    from meitinker import clock

    ours, granted, kept = (store.person(village=village) for village in (HERE, THERE, THERE))
    visit = store.visit(kept)
    by_grant = msgspec.structs.replace(
        _limited(store), villages=frozenset(), grants=frozenset({RecordId(granted)})
    )
    for double, session in ((ours, _limited(store)), (granted, by_grant)):
        seen = [(PERSON, kept), (KINDS["visit"], visit)]
        assert not any(_sees(store, session, *one) for one in seen)
        merge = PersonMerge(id=ids.record_id(), from_id=double, into_id=kept, merged_at=clock.now())
        with act(store.database, store.session, "person.merge") as work:
            work.create(merge)
        assert all(_sees(store, session, *one) for one in seen)
        with act(store.database, store.session, "person.unmerge") as work:
            work.edit(PersonMerge, merge.id, {"undone_at": clock.now()})
        assert not any(_sees(store, session, *one) for one in seen)


def test_merges_in_a_chain_or_a_circle_end_somewhere(store: TestStore) -> None:
    from meitinker import clock

    a, b, c = (store.person(name) for name in "abc")
    for source, target in ((a, b), (b, c), (c, a)):
        with act(store.database, store.session, "person.merge") as work:
            work.create(
                PersonMerge(
                    id=ids.record_id(), from_id=source, into_id=target, merged_at=clock.now()
                )
            )
    with store.database.reading() as connection:
        assert [records.resolve(connection, one) for one in (a, b, c)] == [c, c, c]


def test_fields_that_a_role_may_not_see_come_back_empty(store: TestStore) -> None:
    person = PersonId(ids.record_id())
    with act(store.database, store.session, "person.add") as work:
        work.create(Person(id=person, surname="Jong", bsn="999999990"))
    hidden = {
        role: visibility.hidden_fields(msgspec.structs.replace(store.session, role=role), PERSON)
        for role in Role
    }
    assert any("bsn" in names for names in hidden.values())
    for role, names in hidden.items():
        session = msgspec.structs.replace(store.session, role=role)
        if not visibility.readable(session, PERSON):
            continue
        with store.database.reading() as connection:
            found = records.get(connection, session, Person, person)
        assert bool(found.bsn) is ("bsn" not in names)


def test_missing_removed_and_foreign_are_not_told_apart(store: TestStore) -> None:
    removed, foreign = store.person(), store.person(village=THERE)
    with act(store.database, store.session, "person.remove") as work:
        work.delete(Person, removed)
    told = set()
    with store.database.reading() as connection:
        for one in (removed, foreign, "nothing"):
            with pytest.raises(NotVisible) as caught:
                records.get(connection, _limited(store), Person, one)
            told.add(str(caught.value))
    assert len(told) == 1


@pytest.mark.promise("A2")
def test_a2_names_become_sql_only_when_declared() -> None:
    for kind in KINDS.values():
        assert sql.table(kind.name) == f'"{kind.name}"'
    for hostile in ("sqlite_master", "person; --"):
        with pytest.raises(BugError):
            sql.count(hostile)
    with pytest.raises(BugError):
        sql.column("person", "x; --")


@pytest.mark.promise("L24")
@pytest.mark.parametrize(("role", "knows"), [(Role.MEITINKER, True), (Role.COORDINATOR, False)])
def test_l24_list_and_timeline_tell_of_no_visit_to_who_may_not_read_one(
    store: TestStore, role: Role, knows: bool
) -> None:
    from datetime import date

    from meitinker.domain.addresses import Address

    person = store.person()
    store.visit(person, "Ik slaap slecht")
    with act(store.database, store.session, "address.add") as work:
        home = Address(id=ids.record_id(), person_id=person, valid_from=date(2020, 1, 1))
        work.create(home)
    session = msgspec.structs.replace(store.session, role=role)
    assert visibility.readable(session, KINDS["visit"]) is knows
    with store.database.reading() as connection:
        told = [row.what for row in timeline.page(connection, session, person)]
        (listed,) = people.page(connection, session, "2026-01-01")
        assert people.entries(connection, session, "2026-01-01", people=[person]) == [listed]
    assert sorted(told) == (["address", "visit"] if knows else ["address"])
    assert (listed.visit_id is not None) is knows


@pytest.mark.promise("L24")
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("name", KINDS)
def test_l24_what_a_role_may_not_read_it_may_not_write(
    store: TestStore, name: str, role: Role
) -> None:
    kind = KINDS[name]
    session = msgspec.structs.replace(store.session, role=role)
    planted = RecordId(_plant(store, kind, store.person()))
    for hidden in visibility.hidden_fields(session, kind):
        value = kind.fields[hidden].default
        with pytest.raises(NotVisible), act(store.database, session, "x") as work:
            work.edit(kind.record, planted, {hidden: value})
        with pytest.raises(NotVisible):
            drafts.save(store.database, session, kind.record, planted, {hidden: value})


@pytest.mark.promise("L24")
@pytest.mark.parametrize("role", Role)
def test_l24_who_may_read_an_address_is_told_that_it_is_secret(
    store: TestStore, role: Role
) -> None:
    session = msgspec.structs.replace(store.session, role=role)
    if visibility.readable(session, KINDS["address"]):
        assert "secret_address" not in visibility.hidden_fields(session, PERSON)
