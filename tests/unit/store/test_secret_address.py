"""A secret address is found by nobody: not by street, place, postcode or area code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from meitinker.domain import doubles
from meitinker.domain.addresses import Address
from meitinker.domain.people import Person, Phone
from meitinker.domain.villages import Village
from meitinker.ids import PersonId, VillageId, record_id
from meitinker.services import merging, people
from meitinker.services.people import NewPerson
from meitinker.store import indexing, search
from meitinker.store.acts import act

if TYPE_CHECKING:
    from tests.stores import TestStore

TELLS = ("buorren", "buoren", "buorren 14", "9001", "9001 AB", "9001ab", "grou", "grouw", "0566")


def index(store: TestStore) -> None:
    while indexing.index_some(store.database, most=100):
        pass


def living(store: TestStore, surname: str, *, secret: bool, street: str = "Buorren") -> PersonId:
    village = Village(id=record_id(), frisian_name="Grou", dutch_name="Grouw")
    person = Person(
        id=record_id(),
        village_id=VillageId(village.id),
        surname=surname,
        secret_address=secret,
    )
    known = PersonId(person.id)
    with act(store.database, store.session, "person.add") as work:
        for one in (
            village,
            person,
            Address(
                id=record_id(),
                person_id=known,
                street=street,
                number="14",
                postcode="9001 AB",
                place="Grou",
            ),
            Phone(id=record_id(), person_id=known, number="0566-000111", digits="+31566000111"),
            Phone(id=record_id(), person_id=known, number="06-12345678", digits="+31612345678"),
        ):
            work.create(one)
    return known


def found(store: TestStore, text: str) -> set[str]:
    with store.database.reading() as connection:
        return {hit.person_id for hit in search.people(connection, store.session, text)}


@pytest.mark.parametrize("indexed", [False, True], ids=["waiting", "indexed"])
@pytest.mark.parametrize("text", TELLS)
def test_nothing_of_the_place_finds_a_secret_address(
    store: TestStore, text: str, *, indexed: bool
) -> None:
    hidden = living(store, "Hoekstra", secret=True)
    shown = living(store, "Visser", secret=False)
    if indexed:
        index(store)
    assert hidden not in found(store, text)
    if text != "buoren":  # streets are not searched with typing errors
        assert shown in found(store, text)  # what is looked for is there


@pytest.mark.parametrize(
    ("text", "indexed"),
    [
        ("hoekstra", False),
        ("hoekstra", True),
        ("hokestra", True),  # typing errors are met once it is indexed
        ("06 12345678", False),
        ("06 12345678", True),
    ],
)
def test_the_name_and_the_mobile_number_still_find_them(
    store: TestStore, text: str, *, indexed: bool
) -> None:
    hidden = living(store, "Hoekstra", secret=True)
    if indexed:
        index(store)
    assert hidden in found(store, text)


def test_an_address_that_becomes_secret_is_hidden_before_it_is_indexed_anew(
    store: TestStore,
) -> None:
    person = living(store, "Hoekstra", secret=False)
    index(store)
    assert found(store, "buorren") == {person}
    people.set_secret_address(store.database, store.session, person, secret=True)
    assert found(store, "buorren") == set()
    assert found(store, "hoekstra buorren") == set()
    index(store)
    assert found(store, "buorren") == set()
    for _twice in range(2):  # the second one changes nothing
        people.set_secret_address(store.database, store.session, person, secret=False)
    index(store)
    assert found(store, "buorren") == {person}


@pytest.mark.parametrize("indexed", [False, True], ids=["waiting", "indexed"])
@pytest.mark.parametrize("secret_one", ["from", "into"])
def test_one_secret_file_hides_the_addresses_of_both(
    store: TestStore, secret_one: str, *, indexed: bool
) -> None:
    double = living(store, "Dykstra", secret=secret_one == "from")
    kept = living(store, "Dijkstra", secret=secret_one == "into", street="Haven")
    index(store)
    merging.merge(store.database, store.session, from_id=double, into_id=kept)
    if indexed:
        index(store)
    for text in ("buorren", "haven"):
        assert found(store, text) == set()
    assert found(store, "dykstra") == {kept}
    assert people.file_of(store.database, store.session, kept).person.secret_address
    people.set_secret_address(store.database, store.session, kept, secret=False)
    assert not people.file_of(store.database, store.session, kept).person.secret_address
    assert found(store, "haven") == {kept}


def test_control_without_the_rule_the_street_finds_them(
    store: TestStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    hidden = living(store, "Hoekstra", secret=True)
    monkeypatch.setattr("meitinker.store.secrecy.has_secret_address", lambda *_: False)
    index(store)
    assert found(store, "buorren") == {hidden}


@pytest.mark.parametrize(("secret", "told"), [(True, False), (False, True)])
def test_a_likely_double_does_not_tell_that_the_address_is_right(
    store: TestStore, *, secret: bool, told: bool
) -> None:
    living(store, "Hoekstra", secret=secret)
    index(store)
    typed = NewPerson(surname="Hoekstra", postcode="9001 AB", number="14", phone="0612345678")
    with store.database.reading() as connection:
        draft = people._draft(typed)
        from meitinker.store import blocks

        (candidate,) = blocks.candidates(connection, store.session, draft)
    assert (
        doubles.LikenessReason.SAME_ADDRESS in doubles.likeness(draft, candidate).reasons
    ) is told
