"""Conflict cards: what they show, what choosing does, and that every device agrees after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from meitinker.domain.merging import Reason
from meitinker.domain.people import Person, Phone
from meitinker.domain.session import EVERYWHERE, Role, Session
from meitinker.domain.visits import Visit
from meitinker.errors import ChangedMeanwhile, InvalidField, NotAllowed, RecordGone
from meitinker.ids import PersonId, RecordId, VillageId, named_id
from meitinker.services import conflicts, merging, people, undo
from meitinker.services.conflicts import ConflictChoice, OpenConflict
from meitinker.store import readlog
from meitinker.store.acts import act
from tests.sync.world import World

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from meitinker.domain.records import Value
    from tests.sync.world import Replica

    Fields = dict[str, Value] | None


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Two laptops that have met."""
    with World(tmp_path, seed=1) as made:
        made.settle()
        yield made


def person(world: World, surname: str = "Jong") -> PersonId:
    one = world.replicas[0]
    with one.awake():
        found = one.store.person(surname, VillageId(named_id("village:Grou")))
    world.settle()
    return found


def edit(replica: Replica, one: str, **fields: object) -> None:
    with replica.awake(), act(replica.database, replica.store.session, "person.edit") as work:
        work.edit(Person, RecordId(one), fields)


def clash(world: World) -> tuple[PersonId, Replica, Replica]:
    """Let both laptops write the same field, and everyone know; the first one's stands."""
    a, b = world.replicas
    one = person(world)
    edit(a, one, contact_note="belt liever niet")
    edit(b, one, contact_note="belt na zes uur")
    world.settle()
    return one, a, b


def cards(replica: Replica) -> tuple[OpenConflict, ...]:
    with replica.awake():
        return conflicts.waiting(replica.database, replica.store.session).cards


def choose(
    replica: Replica, card: OpenConflict, choice: ConflictChoice, written: Fields = None
) -> None:
    with replica.awake():
        conflicts.choose(
            replica.database,
            replica.store.session,
            card.id,
            seen=card.seen,
            choice=choice,
            written=written,
        )


def note(replica: Replica, one: str) -> object:
    return replica.table()[one]["fields"]["contact_note"]


def settled(world: World) -> bool:
    """Let everyone know everything; tell whether all agree and no card is left."""
    world.settle()
    wrong = [found for one in world.replicas for found in one.told_otherwise()]
    return world.same() and not wrong and not any(cards(one) for one in world.replicas)


def test_a_card_tells_base_and_both_texts_with_who_and_when(world: World) -> None:
    one, _a, b = clash(world)
    (card,) = cards(b)
    assert (card.kind, card.part, card.person_id, card.name) == (
        "person",
        "contact_note",
        one,
        "Jong",
    )
    assert card.reason is Reason.BOTH_CHANGED
    assert card.base == {"contact_note": ""}
    assert card.mine.values == {"contact_note": "belt na zes uur"}
    assert card.standing.values == {"contact_note": "belt liever niet"}
    assert (card.mine.own, card.standing.own) == (True, False)
    assert card.standing.author == "Sietske Proef"
    assert card.mine.at
    assert card.standing.at
    assert (card.may_choose, card.writable) == (True, ("contact_note",))


def test_that_a_card_is_read_is_logged(world: World) -> None:
    one, _a, b = clash(world)
    cards(b)
    with b.database.reading() as connection:
        read = [entry.record_id for entry, *_ in readlog.entries(connection)]
    assert read == [one]


@pytest.mark.parametrize(
    ("choice", "stands"),
    [
        (ConflictChoice.MINE, "belt na zes uur"),
        (ConflictChoice.STANDING, "belt liever niet"),
        (ConflictChoice.WRITTEN, "belt na zes uur, liever niet"),
    ],
)
@pytest.mark.parametrize("who", [0, 1])
def test_each_choice_stands_everywhere_and_closes_the_card_everywhere(
    world: World, choice: ConflictChoice, stands: str, who: int
) -> None:
    one, _a, _b = clash(world)
    chooser = world.replicas[who]
    (card,) = cards(chooser)
    written: Fields = {"contact_note": stands} if choice is ConflictChoice.WRITTEN else None
    choose(chooser, card, choice, written)
    assert cards(chooser) == ()
    assert note(chooser, one) == stands
    assert settled(world)
    assert [note(replica, one) for replica in world.replicas] == [stands, stands]


@pytest.mark.parametrize("choice", [ConflictChoice.MINE, ConflictChoice.STANDING])
@pytest.mark.parametrize("sent", [False, True])
def test_a_choice_taken_back_asks_again_everywhere_and_can_be_made_again(
    world: World, choice: ConflictChoice, sent: bool
) -> None:
    one, _a, b = clash(world)
    (card,) = cards(b)
    choose(b, card, choice)
    if sent:
        world.settle()
    with b.awake():
        undo.undo(b.database, b.store.session)
    assert [found.id for found in cards(b)] == [card.id]
    assert note(b, one) == "belt liever niet"
    world.settle()
    assert [[found.id for found in cards(replica)] for replica in world.replicas] == [[card.id]] * 2
    assert world.same()
    with b.awake():
        undo.redo(b.database, b.store.session)
    assert settled(world)
    assert note(b, one) == (
        "belt na zes uur" if choice is ConflictChoice.MINE else "belt liever niet"
    )


def test_of_two_other_choices_meanwhile_one_stands_and_the_other_asks(world: World) -> None:
    one, a, b = clash(world)
    (card,) = cards(a)
    choose(a, card, ConflictChoice.WRITTEN, {"contact_note": "alleen schrijven"})
    choose(b, card, ConflictChoice.MINE)
    world.settle()
    assert world.same()
    (left,) = cards(a)
    assert left.standing.values == {"contact_note": "alleen schrijven"}
    assert left.mine.values == {"contact_note": "belt na zes uur"}
    choose(b, left, ConflictChoice.STANDING)
    assert settled(world)
    assert note(a, one) == "alleen schrijven"


def test_the_same_choice_twice_asks_nothing_more(world: World) -> None:
    _one, a, b = clash(world)
    for replica in (a, b):
        (card,) = cards(replica)
        choose(replica, card, ConflictChoice.MINE)
    assert settled(world)


def test_of_two_parts_of_one_change_each_is_decided_by_itself(world: World) -> None:
    a, b = world.replicas
    one = person(world)
    edit(a, one, contact_note="een", interpreter="Pools")
    edit(b, one, contact_note="twee", interpreter="Turks")
    world.settle()
    by_part = {card.part: card for card in cards(b)}
    choose(b, by_part["interpreter"], ConflictChoice.MINE)
    assert [card.part for card in cards(b)] == ["contact_note"]
    world.settle()
    assert [[card.part for card in cards(one)] for one in world.replicas] == [["contact_note"]] * 2
    assert world.same()


@pytest.mark.parametrize("choice", [ConflictChoice.MINE, ConflictChoice.STANDING])
@pytest.mark.parametrize("removed_first", [True, False])
def test_removed_and_edited_is_decided_either_way(
    world: World, choice: ConflictChoice, removed_first: bool
) -> None:
    a, b = world.replicas
    one = person(world)
    with a.awake():
        phone = people.add_phone(a.database, a.store.session, one).created("phone")
    world.settle()
    with a.awake():
        people.remove(a.database, a.store.session, Phone, phone)
    with b.awake(), act(b.database, b.store.session, "phone.edit") as work:
        work.edit(Phone, phone, {"number": "0612345678", "digits": "0612345678"})
    for replica in (a, b) if removed_first else (b, a):
        replica.push(world.authority)
    world.settle()
    (card,) = cards(a)
    assert (card.person_id, card.removes, card.gone) == (one, not removed_first, removed_first)
    told = card.mine if removed_first else card.standing
    assert told.values == {"number": "0612345678"}
    choose(a, card, choice)
    assert settled(world)
    gone = (choice is ConflictChoice.STANDING) == removed_first
    for replica in world.replicas:
        row = replica.table()[phone]
        assert row["deleted"] is gone
        assert gone or row["fields"]["number"] == "0612345678"


def test_what_another_device_writes_is_shown_and_can_only_be_let_go(world: World) -> None:
    a, b = world.replicas
    one = person(world)
    with a.awake():
        visit = a.store.visit(one, "Hoe nu verder?")
    world.settle()
    with b.awake(), act(b.database, b.store.session, "trespass") as work:
        work.edit(Visit, RecordId(visit), {"question": "Niet van mij"})
    world.settle()
    (card,) = cards(b)
    assert (card.reason, card.may_choose) == (Reason.NOT_THE_WRITER, False)
    with pytest.raises(NotAllowed):
        choose(b, card, ConflictChoice.MINE)
    choose(b, card, ConflictChoice.STANDING)
    assert settled(world)


def test_files_that_would_be_merged_in_a_circle_are_told_with_both_names(world: World) -> None:
    a, b = world.replicas
    one, other = person(world, "Boer"), person(world, "Visser")
    with a.awake():
        merging.merge(a.database, a.store.session, from_id=one, into_id=other)
    with b.awake():
        merging.merge(b.database, b.store.session, from_id=other, into_id=one)
    world.settle()
    (card,) = cards(a)
    assert (card.reason, card.may_choose) == (Reason.CLOSES_CIRCLE, False)
    assert card.mine.values["from_id"] == "Visser"
    assert card.mine.values["into_id"] == "Boer"
    choose(a, card, ConflictChoice.STANDING)
    assert settled(world)


def test_a_card_that_was_closed_meanwhile_is_gone(world: World) -> None:
    _one, _a, b = clash(world)
    (card,) = cards(b)
    choose(b, card, ConflictChoice.STANDING)
    with pytest.raises(RecordGone):
        choose(b, card, ConflictChoice.MINE)


def test_nothing_written_is_no_choice(world: World) -> None:
    _one, _a, b = clash(world)
    (card,) = cards(b)
    with pytest.raises(InvalidField) as caught:
        choose(b, card, ConflictChoice.WRITTEN, {"contact_note": "  "})
    assert caught.value.reason == "own_text_missing"
    assert cards(b) == (card,)


def test_who_may_not_see_the_file_sees_no_card_and_no_count(world: World) -> None:
    one, _a, b = clash(world)
    own = b.store.session
    elsewhere = Session(
        user=own.user,
        role=Role.MEITINKER,
        device=own.device,
        organisation=own.organisation,
        villages=frozenset({VillageId(named_id("village:Warten"))}),
    )
    assert conflicts.waiting(b.database, elsewhere).cards == ()
    assert conflicts.asking(b.database, elsewhere) == ()
    (asked,) = conflicts.asking(b.database, own)
    assert (asked.person_id, asked.name, asked.count) == (one, "Jong", 1)


def test_who_may_not_see_the_field_sees_no_card(world: World) -> None:
    a, b = world.replicas
    one = person(world)
    edit(a, one, bsn="999990019")
    edit(b, one, bsn="999990020")
    world.settle()
    coordinator = Session(
        user=b.store.session.user,
        role=Role.COORDINATOR,
        device=b.store.session.device,
        organisation=b.store.session.organisation,
        villages=EVERYWHERE,
    )
    (card,) = conflicts.waiting(b.database, b.store.session).cards
    assert card.writable == ()
    assert conflicts.waiting(b.database, coordinator).count == 0


def test_a_few_cards_are_told_at_once_those_of_one_resident_first(world: World) -> None:
    a, b = world.replicas
    several = [person(world, name) for name in ("Een", "Twee", "Drie")]
    for replica, words in ((a, "eerst"), (b, "later")):
        for one in several:
            edit(replica, one, contact_note=words)
    world.settle()
    told = conflicts.waiting(b.database, b.store.session, first=several[2], most=2)
    assert [card.name for card in told.cards] == ["Drie", "Een"]
    assert told.count == 3
    assert len(conflicts.asking(b.database, b.store.session)) == 3


def test_nobody_decides_about_a_text_that_the_card_did_not_show(world: World) -> None:
    one, a, b = clash(world)
    (card,) = cards(b)
    edit(a, one, contact_note="belangrijk nieuw")
    world.settle()
    for choice in (ConflictChoice.MINE, ConflictChoice.STANDING):
        with pytest.raises(ChangedMeanwhile):
            choose(b, card, choice)
    (now,) = cards(b)
    assert now.standing.values == {"contact_note": "belangrijk nieuw"}
    choose(b, now, ConflictChoice.MINE)
    assert settled(world)
    assert note(a, one) == "belt na zes uur"


@pytest.mark.parametrize("first", [0, 1])
def test_two_people_who_decide_otherwise_are_asked_once_more(world: World, first: int) -> None:
    one, a, b = clash(world)
    choose(a, cards(a)[0], ConflictChoice.STANDING)
    choose(b, cards(b)[0], ConflictChoice.MINE)
    for replica in (a, b) if first == 0 else (b, a):
        replica.push(world.authority)
    world.settle()
    stands, wanted = ("belt liever niet", "belt na zes uur")[:: 1 if first == 0 else -1]
    for replica in (a, b):
        (card,) = cards(replica)
        assert card.standing.values == {"contact_note": stands}
        assert card.mine.values == {"contact_note": wanted}
    choose(a, cards(a)[0], ConflictChoice.STANDING)
    assert settled(world)
    assert note(b, one) == stands


@pytest.mark.parametrize("choice", [ConflictChoice.STANDING, ConflictChoice.MINE])
def test_two_people_who_decide_the_same_are_not_asked_again(
    world: World, choice: ConflictChoice
) -> None:
    _one, a, b = clash(world)
    for replica in (a, b):
        choose(replica, cards(replica)[0], choice)
    assert settled(world)


def removed_and_edited(world: World) -> tuple[PersonId, Replica, Replica]:
    """Let one laptop remove a resident and the other change them, and everyone know."""
    a, b = world.replicas
    one = person(world)
    with a.awake(), act(a.database, a.store.session, "person.remove") as work:
        work.delete(Person, one)
    edit(b, one, contact_note="belt na zes uur")
    world.settle()
    return one, a, b


@pytest.mark.parametrize("first", [0, 1])
def test_who_leaves_it_removed_and_who_brings_it_back_are_asked_once_more(
    world: World, first: int
) -> None:
    one, a, b = removed_and_edited(world)
    choose(a, cards(a)[0], ConflictChoice.STANDING)
    choose(b, cards(b)[0], ConflictChoice.MINE)
    for replica in (a, b) if first == 0 else (b, a):
        replica.push(world.authority)
    world.settle()
    assert a.table()[one]["deleted"] is (first == 0)
    found = cards(a)
    assert found
    assert {card.id for card in found} == {card.id for card in cards(b)}
    while found:
        choose(a, found[0], ConflictChoice.STANDING)
        found = cards(a)
    assert settled(world)


def test_taking_back_what_was_left_standing_asks_again_and_moves_nothing(world: World) -> None:
    one, _a, b = clash(world)
    (card,) = cards(b)
    choose(b, card, ConflictChoice.STANDING)
    with b.awake():
        undo.undo(b.database, b.store.session)
    (again,) = cards(b)
    assert again.id == card.id
    assert note(b, one) == "belt liever niet"
    world.settle()
    choose(b, cards(b)[0], ConflictChoice.MINE)
    assert settled(world)
