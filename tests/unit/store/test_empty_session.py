"""A session to which nothing was given sees nothing: each kind by each read, list and search."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from meitinker import ids
from meitinker.domain import doubles
from meitinker.domain.addresses import Address
from meitinker.domain.kinds import KINDS, kind_of
from meitinker.domain.people import Person, Phone
from meitinker.domain.records import Kind, Value, to_values
from meitinker.domain.session import EVERYWHERE, Session
from meitinker.errors import NotVisible
from meitinker.ids import PersonId, RecordId, UserId, VillageId
from meitinker.services import broken_off
from meitinker.services import people as people_service
from meitinker.services import plans as plans_service
from meitinker.services import visits as visits_service
from meitinker.store import (
    blocks,
    indexing,
    people,
    records,
    rows,
    search,
    visibility,
    visits,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sized
    from pathlib import Path

    from meitinker.store.driver import Connection
    from tests.stores import TestStore as Store

from tests import stores

TODAY = "2026-11-12"
VILLAGE = VillageId(RecordId("village-here"))


class Village:
    """A store with a record of every kind in one dossier, and two sessions that look at it."""

    def __init__(self, store: Store, village: VillageId | None) -> None:
        self.store = store
        self.everything = store.session
        # Who was given nothing: neither the dossiers of a village nor those of nobody's.
        self.nothing = msgspec.structs.replace(store.session, villages=frozenset())
        person = Person(
            id=ids.record_id(), surname="Hoekstra", given_names="Akke", village_id=village
        )
        self.person = PersonId(person.id)
        self.planted = {"person": self._plant(KINDS["person"], to_values(person), person.id)}
        home = Address(
            id=ids.record_id(), person_id=self.person, postcode="9011 AA", number="1", place="Grou"
        )
        phone = Phone(id=ids.record_id(), person_id=self.person, number="0612", digits="0612")
        for one in (home, phone):
            kind = kind_of(type(one))
            self.planted[kind.name] = self._plant(kind, to_values(one), one.id)
        for name, kind in KINDS.items():
            if name not in self.planted:
                self.planted[name] = self._plant(kind, self._values(kind), ids.record_id())
        with store.database.reading() as connection:
            assert indexing.waiting(connection)

    def _values(self, kind: Kind) -> dict[str, Value]:
        """Return the words of every searched field, and the dossier wherever there is one."""
        values: dict[str, Value] = {
            name: field.default if field.default is not None else _blank(field.column.value)
            for name, field in kind.fields.items()
        }
        for name, field in kind.fields.items():
            if field.held.search is not None and field.column.value == "TEXT":
                values[name] = "Hoekstra"
            if field.held.ref in self.planted:
                values[name] = self.planted[field.held.ref]
        return values

    def _plant(self, kind: Kind, values: dict[str, Value], record_id: str) -> str:
        from meitinker.store import index

        with self.store.database.transaction() as work:
            rows.insert(work.connection, kind, RecordId(record_id), values, versions={})
            if kind.name != "person_merge":  # a file merged into itself is a circle
                index.touched(work.connection, kind, record_id)
        return record_id

    def looked(self, look: Callable[[Connection, Session], Sized], session: Session) -> int:
        """Return how many things a look found."""
        with self.store.database.reading() as connection:
            return len(look(connection, session))


def _blank(column: str) -> Value:
    return 0 if column == "INTEGER" else None


@pytest.fixture(scope="module", params=[VILLAGE, None], ids=["of a village", "of none"])
def village(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Village]:
    """Lend the store, with a dossier of a village or of none; it is only indexed."""
    folder: Path = tmp_path_factory.mktemp("nothing") / "store"
    with stores.opened(folder) as store:
        yield Village(store, request.param)


@pytest.mark.promise("L24")
@pytest.mark.parametrize("name", KINDS)
def test_l24_no_kind_is_read_by_who_was_given_nothing(village: Village, name: str) -> None:
    kind, planted = KINDS[name], village.planted[name]
    with village.store.database.reading() as connection:
        assert not rows.visible(connection, village.nothing, kind, planted)
        with pytest.raises(NotVisible):
            records.get(connection, village.nothing, kind.record, planted)
        assert visibility.condition(village.nothing, kind) == visibility.NOTHING
        # What is looked for is there: who may look everywhere sees it.
        assert rows.visible(connection, village.everything, kind, planted) is visibility.readable(
            village.everything, kind
        )


def _draft() -> doubles.PersonDraft:
    return doubles.PersonDraft(
        given_names="Akke",
        called="",
        prefix="",
        surname="Hoekstra",
        partner_name="",
        born_on=None,
        born_text="",
        homes=(("9011 AA", "1"),),
        phones=("0612",),
    )


LISTS: dict[str, Callable[[Connection, Session], Sized]] = {
    "people": lambda c, s: people.page(c, s, TODAY),
    "the count of people": lambda c, s: range(people.count(c, s)),
    "visits": lambda c, s: visits.entries(c, s),
    "the count of visits": lambda c, s: range(visits.count(c, s)),
    "the count of plans not given": lambda c, s: range(visits.count_unsent(c, s)),
    "plans not given": lambda c, s: visits.unsent(c, s),
    "people by name": lambda c, s: search.people(c, s, "hoekstra"),
    "people by a typing error": lambda c, s: search.people(c, s, "hokestra"),
    "people by place": lambda c, s: search.people(c, s, "grou"),
    "notes": lambda c, s: search.notes(c, s, "hoekstra"),
    "doubles": lambda c, s: blocks.candidates(c, s, _draft()),
}


@pytest.mark.promise("L24")
@pytest.mark.parametrize("indexed", [False, True], ids=["waiting", "indexed"])
@pytest.mark.parametrize("name", LISTS)
def test_l24_no_list_and_no_search_tells_who_was_given_nothing(
    village: Village, name: str, *, indexed: bool
) -> None:
    while indexed and indexing.index_some(village.store.database, most=100):
        pass
    assert village.looked(LISTS[name], village.nothing) == 0
    if indexed:
        assert village.looked(LISTS[name], village.everything) > 0


@pytest.mark.promise("L24")
def test_l24_no_task_tells_who_was_given_nothing(village: Village) -> None:
    database, nothing = village.store.database, village.nothing
    assert visits_service.listed(database, nothing) == []
    assert plans_service.unsent(database, nothing) == []
    assert people_service.hits(database, nothing, "hoekstra") == []
    assert broken_off.found(database, nothing) == ()
    with pytest.raises(NotVisible):
        people_service.opened(database, nothing, village.person)


def test_l24_control_where_nothing_meant_everything_it_was_all_read(village: Village) -> None:
    everything = msgspec.structs.replace(village.nothing, villages=EVERYWHERE)
    assert village.looked(LISTS["people"], everything) == 1


def test_a_grant_alone_opens_its_dossier(village: Village) -> None:
    granted = msgspec.structs.replace(
        village.nothing, user=UserId(ids.record_id()), grants=frozenset({RecordId(village.person)})
    )
    with village.store.database.reading() as connection:
        assert records.get(connection, granted, Person, village.person).surname == "Hoekstra"
