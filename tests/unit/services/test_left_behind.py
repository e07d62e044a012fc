"""Residents who were removed while others wrote about them: a card, never a silent loss (F10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from meitinker import clock
from meitinker.domain.addresses import Address
from meitinker.domain.contacts import ContactNote
from meitinker.domain.merging import Reason
from meitinker.domain.people import Person
from meitinker.domain.session import Role
from meitinker.domain.visits import Visit
from meitinker.errors import NotAllowed
from meitinker.ids import PersonId, RecordId, record_id
from meitinker.services import conflicts, left_behind, merging, people, undo
from meitinker.services.conflicts import ConflictChoice
from meitinker.services.people import NewPerson
from meitinker.store import left_behind as stored
from meitinker.store.acts import act
from sync import status
from tests.sync.hub_story import of_laptop
from tests.sync.hub_world import HubWorld, two

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from meitinker.services.conflicts import OpenConflict
    from tests.sync.hub_world import HubLaptop

    Village = tuple[HubWorld, HubLaptop, HubLaptop]


@pytest.fixture
def village(tmp_path: Path) -> Iterator[Village]:
    """A laptop of one village and one of the whole organisation, with a hub between them."""
    with two(tmp_path) as made:
        yield made


def added(village: Village) -> PersonId:
    """Let the office add a resident with an address, and everyone know."""
    world, _a, office = village
    typed = NewPerson(surname="Jong", street="De Buorren", number="7", place="Grou")
    with office.awake():
        person = people.add(office.database, office.store.session, typed).created("person")
    world.settle(2)
    return PersonId(person)


def taken_back(village: Village) -> None:
    """Let the office take its last act back."""
    office = village[2]
    with office.awake():
        undo.undo(office.database, office.store.session)


def talked(laptop: HubLaptop, person: PersonId) -> None:
    """Let someone begin a conversation and write a note."""
    session = laptop.store.session
    visit = Visit(id=record_id(), client_id=person, device_id=session.device, user_id=session.user)
    with laptop.awake(), act(laptop.database, session, "visit.begin") as work:
        work.create(visit)
        work.create(
            ContactNote(
                id=record_id(),
                client_id=person,
                user_id=session.user,
                at=clock.now(),
                text="belde over de trap",
            )
        )


def cards(laptop: HubLaptop) -> tuple[OpenConflict, ...]:
    """Return the cards that are shown."""
    with laptop.awake():
        return conflicts.waiting(laptop.database, laptop.store.session).cards


def chosen(laptop: HubLaptop, choice: ConflictChoice = ConflictChoice.MINE) -> None:
    """Let someone decide on the one card."""
    (card,) = cards(laptop)
    with laptop.awake():
        conflicts.choose(
            laptop.database, laptop.store.session, card.id, seen=card.seen, choice=choice
        )


def clashed(village: Village, *, removed_first: bool = True) -> PersonId:
    """Let the one remove a resident and the other talk with them, neither knowing of the other."""
    world, a, office = village
    person = added(village)
    taken_back(village)
    talked(a, person)
    for one in (office, a) if removed_first else (a, office):
        one.meet()
    world.settle(2)
    return person


@pytest.mark.promise("F10")
@pytest.mark.parametrize("removed_first", [True, False])
def test_f10_who_was_removed_while_another_wrote_is_asked_about_everywhere(
    village: Village, removed_first: bool
) -> None:
    world, a, office = village
    person = clashed(village, removed_first=removed_first)
    for one in (a, office, world.laptop("late", "Grou")):
        one.meet()
        (card,) = cards(one)
        assert (card.record_id, card.reason, card.gone) == (person, Reason.HAS_WORK, True)
        assert card.name == "Jong"
        assert card.stands == ("visit", "contact_note")
        assert (card.may_choose, card.writable) == (True, ())
        assert of_laptop(world, one) == []
        with one.awake():
            told = status.exchange_status(one.database, one.store.session)
            (asked,) = conflicts.asking(one.database, one.store.session)
        assert told.choices == 1
        assert (asked.person_id, asked.count, asked.removed) == (person, 1, True)
    assert cards(a)[0].mine.own
    assert cards(office)[0].standing.own


@pytest.mark.promise("F10")
def test_f10_bringing_back_brings_what_was_removed_along_and_closes_it_everywhere(
    village: Village,
) -> None:
    world, a, office = village
    person = clashed(village)
    chosen(a)
    assert cards(a) == ()
    world.settle(2)
    for one in (a, office):
        assert cards(one) == ()
        assert one.store.get(Person, person).surname == "Jong"
        (address,) = (r for r in one.table().values() if r["kind"] == "address")
        assert not address["deleted"]
        assert of_laptop(world, one) == []
    with a.awake():
        undo.undo(a.database, a.store.session)
    assert cards(a)[0].record_id == person, "taken back, it asks again"


@pytest.mark.promise("F10")
def test_f10_a_double_goes_its_way_once_brought_back(village: Village) -> None:
    world, a, office = village
    person = clashed(village)
    right = office.add_person("Jong")
    office.meet()
    chosen(office)
    with office.awake():
        merging.merge(office.database, office.store.session, from_id=person, into_id=right)
    world.settle(3)
    assert [cards(one) for one in (a, office)] == [(), ()]
    assert a.aliases() == {person: right}


@pytest.mark.promise("F10")
def test_f10_the_words_of_a_merged_file_count_for_who_it_stands_for(village: Village) -> None:
    world, a, office = village
    other = a.add_person("Jong")
    a.meet()
    person = added(village)
    with a.awake():
        merging.merge(a.database, a.store.session, from_id=other, into_id=person)
    talked(a, other)
    taken_back(village)
    world.settle(3)
    for one in (a, office):
        (card,) = cards(one)
        assert (card.record_id, card.reason) == (person, Reason.HAS_WORK)
        assert of_laptop(world, one) == []


def test_leaving_it_so_is_no_answer(village: Village) -> None:
    clashed(village)
    with pytest.raises(NotAllowed):
        chosen(village[1], ConflictChoice.STANDING)
    assert len(cards(village[1])) == 1


def test_who_is_removed_with_all_of_them_is_not_asked_about(village: Village) -> None:
    world, a, office = village
    added(village)
    taken_back(village)
    world.settle(2)
    assert [cards(one) for one in (a, office)] == [(), ()]


def test_a_role_is_told_of_nothing_that_it_may_not_read(village: Village) -> None:
    person = clashed(village)
    office = village[2]
    may = office.store.session
    with office.database.reading() as connection:
        assert left_behind.kinds_of(connection, may, person) == ("visit", "contact_note")
    coordinator = replace(may, role=Role.COORDINATOR)
    with office.database.reading() as connection:
        assert "visit" not in left_behind.kinds_of(connection, coordinator, person)


@pytest.mark.promise("F10")
def test_f10_control_unasked_the_words_vanish_and_the_story_says_so(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, a, office = village
    monkeypatch.setattr(stored, "under_removed", lambda *_: {})
    clashed(village)
    for one in (a, office):
        assert cards(one) == ()
        assert any("nobody is asked" in told for told in of_laptop(world, one))


def test_an_address_that_another_wrote_is_words_too(village: Village) -> None:
    world, a, office = village
    person = added(village)
    taken_back(village)
    with a.awake(), act(a.database, a.store.session, "move") as work:
        work.create(Address(id=record_id(), person_id=person, street="Nijdjip", number="3"))
    a.meet()
    world.settle(2)
    assert [card.stands for card in cards(office)] == [("address",)]
    assert RecordId(person) == cards(a)[0].record_id
