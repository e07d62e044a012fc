"""What the exchange of changes promises, one story a promise."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from meitinker.domain.agreements import Agreement
from meitinker.domain.kinds import KINDS
from meitinker.domain.merging import Reason, Verdict
from meitinker.domain.people import Person, PersonMerge, Phone
from meitinker.domain.visits import Visit
from meitinker.errors import UndoRefused
from meitinker.ids import PersonId, RecordId, named_id, record_id
from meitinker.services import editing, merging, people, undo
from meitinker.services.people import NewPerson
from meitinker.store import conflicts, received
from meitinker.store.acts import act
from sync import learning, merge
from tests.sync.world import World

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.sync.world import Replica, Taken


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Two laptops that have met."""
    with World(tmp_path, seed=1) as made:
        made.settle()
        yield made


def person(world: World, surname: str = "Jong") -> PersonId:
    """Let the first laptop add a person, and everyone know."""
    one = world.replicas[0]
    with one.awake():
        found = one.store.person(surname)
    world.settle()
    return found


def edit(replica: Replica, one: str, **fields: object) -> None:
    """Let a laptop change a person."""
    with replica.awake(), act(replica.database, replica.store.session, "person.edit") as work:
        work.edit(Person, RecordId(one), fields)


def remove(replica: Replica, one: str) -> None:
    """Let a laptop remove a person."""
    with replica.awake(), act(replica.database, replica.store.session, "person.remove") as work:
        work.delete(Person, RecordId(one))


def type_number(replica: Replica, phone: str) -> None:
    """Let a laptop that is awake type a phone number."""
    session, fields = replica.store.session, {"number": "0612345678"}
    editing.save(replica.database, session, kind="phone", record_id=RecordId(phone), fields=fields)


def row(replica: Replica, one: str) -> Any:
    """Return a record with all that lies beside it."""
    return replica.table()[one]


def verdicts(told: Taken) -> list[Verdict]:
    return [receipt.verdict for receipt in told.receipts]


@pytest.mark.promise("F6")
@pytest.mark.parametrize("cut", range(6))
def test_f6_a_push_cut_anywhere_and_its_lost_reply_have_one_effect(world: World, cut: int) -> None:
    a, b = world.replicas
    with a.awake():
        people.add(
            a.database, a.store.session, NewPerson(surname="Jong", place="Grou", phone="0612345678")
        )
    for word in ("een", "twee", "drie"):
        edit(a, a.unsent()[0].header.record_id, contact_note=word)
    going = [change.header.change_id for change in a.unsent()]
    a.push(world.authority, cut=cut, reply_lost=True)
    a.push(world.authority)
    told = b.pull(world.authority)
    a.pull(world.authority)
    applied = [r.change_id for r in told.receipts if r.verdict is Verdict.APPLIED]
    assert applied == going
    assert verdicts(told).count(Verdict.DUPLICATE) == cut
    assert a.unsent() == []
    assert world.same()


@pytest.mark.promise("F7")
def test_f7_the_same_change_twice_is_a_duplicate_and_both_tries_are_kept(world: World) -> None:
    a, b = world.replicas
    one = person(world)
    edit(a, one, surname="Boer")
    again = a.unsent()
    world.settle()
    edit(b, one, surname="Visser")
    world.settle()
    world.authority.extend(again)
    assert verdicts(b.pull(world.authority)) == [Verdict.DUPLICATE]
    a.pull(world.authority)
    assert row(b, one)["fields"]["surname"] == "Visser"
    assert world.same()


@pytest.mark.promise("F8")
def test_f8_different_fields_survive_everywhere(world: World) -> None:
    a, b = world.replicas
    one = person(world)
    edit(a, one, surname="Boer")
    edit(b, one, interpreter="Pools")
    world.settle()
    for replica in world.replicas:
        fields = row(replica, one)["fields"]
        assert (fields["surname"], fields["interpreter"]) == ("Boer", "Pools")
    assert a.cards() == []
    assert world.same()


@pytest.mark.promise("F8")
def test_f8_the_same_field_gives_one_card_with_both_texts_authors_and_times(world: World) -> None:
    a, b = world.replicas
    one = person(world)
    edit(a, one, contact_note="belt liever niet")
    edit(b, one, contact_note="na zes uur")
    world.settle()
    (card,) = a.cards()
    assert world.same()
    assert row(b, one)["fields"]["contact_note"] == "belt liever niet"
    assert card.base == {"contact_note": ""}
    assert card.mine == {"contact_note": "na zes uur"}
    assert card.theirs == {"contact_note": "belt liever niet"}
    for replica in world.replicas:
        with replica.database.reading() as connection:
            mine = conflicts.hand(connection, card.mine_change)
            theirs = conflicts.hand(connection, card.theirs_change)
            assert [waiting.id for waiting in conflicts.waiting(connection)] == [card.id]
        assert mine is not None
        assert theirs is not None
        assert (mine.author, theirs.author) == (b.store.session.user, a.store.session.user)
        assert mine.at
        assert theirs.at


@pytest.mark.promise("F8")
def test_f8_the_card_is_there_before_the_own_change_is_sent(world: World) -> None:
    a, b = world.replicas
    one = person(world)
    edit(a, one, contact_note="belt liever niet")
    a.push(world.authority)
    edit(b, one, contact_note="na zes uur")
    edit(b, one, contact_note="na zeven uur")
    b.pull(world.authority)
    (open_card,) = [card for card in b.cards() if not card.closed_by]
    assert open_card.base == {"contact_note": ""}
    assert open_card.mine == {"contact_note": "na zeven uur"}
    assert row(b, one)["fields"]["contact_note"] == "belt liever niet"
    assert len(b.unsent()) == 2
    world.settle()
    assert [card.id for card in b.cards() if not card.closed_by] == [open_card.id]
    assert world.same()


@pytest.mark.promise("F8")
def test_f8_what_was_taken_back_before_it_was_sent_asks_nobody(world: World) -> None:
    a, b = world.replicas
    one = person(world)
    edit(b, one, contact_note="na zes uur")
    with b.awake():
        undo.undo(b.database, b.store.session)
    edit(a, one, contact_note="belt liever niet")
    a.push(world.authority)
    world.settle()
    assert [card for card in b.cards() if not card.closed_by] == []
    assert row(b, one)["fields"]["contact_note"] == "belt liever niet"
    assert world.same()


@pytest.mark.promise("F8")
def test_f8_what_is_being_typed_meanwhile_is_kept(world: World) -> None:
    a, b = world.replicas
    one = person(world)
    edit(a, one, surname="Boer", called="Wim")
    with b.awake():
        editing.save(
            b.database,
            b.store.session,
            kind="person",
            record_id=one,
            fields={"called": "Willem", "safety_note": "hond"},
        )
    a.push(world.authority)
    b.pull(world.authority)
    fields = row(b, one)["fields"]
    assert (fields["surname"], fields["called"]) == ("Boer", "Wim")
    assert fields["safety_note"] == "hond"
    assert [card.mine for card in b.cards()] == [{"called": "Willem"}]
    world.settle()
    assert world.same()


@pytest.mark.promise("F10")
@pytest.mark.parametrize("first", [0, 1])
def test_f10_removing_and_editing_ask_a_person_whoever_comes_first(
    world: World, first: int
) -> None:
    a, b = world.replicas
    one = person(world)
    remove(a, one)
    edit(b, one, contact_note="na zes uur")
    for replica in (world.replicas[first], world.replicas[1 - first]):
        replica.push(world.authority)
    world.settle()
    (card,) = a.cards()
    assert world.same()
    assert card.part == "row_deleted"
    assert row(a, one)["deleted"] is (first == 0)
    assert card.reason is (Reason.WAS_REMOVED if first == 0 else Reason.WAS_EDITED)
    kept = card.mine if first == 0 else card.theirs
    assert kept == {"contact_note": "na zes uur"}


@pytest.mark.promise("F11")
def test_f11_a_laptop_that_returns_after_400_days_revives_nothing(world: World) -> None:
    a, b = world.replicas
    gone, stays = person(world, "Weg"), person(world, "Blijft")
    for number in range(25):
        edit(b, gone, contact_note=f"oud {number}")
        edit(b, stays, interpreter=f"oud {number}")
    a.seconds += 400 * 24 * 3600
    remove(a, gone)
    edit(a, stays, contact_note="nieuw")
    a.push(world.authority)
    world.settle()
    assert row(b, gone)["deleted"]
    fields = row(a, stays)["fields"]
    assert (fields["contact_note"], fields["interpreter"]) == ("nieuw", "oud 24")
    (card,) = [card for card in b.cards() if not card.closed_by and card.record_id == gone]
    assert card.mine == {"contact_note": "oud 24"}
    assert world.same()


@pytest.mark.promise("F12")
def test_f12_edits_of_a_dossier_that_moved_meanwhile_reach_everyone(world: World) -> None:
    a, b = world.replicas
    with a.awake():
        added = people.add(a.database, a.store.session, NewPerson(surname="Jong", place="Grou"))
    one = PersonId(added.created("person"))
    world.settle()
    with b.awake():
        people.add_phone(b.database, b.store.session, one)
    to = NewPerson(street="Nijdjip", number="3", place="Warten")
    with a.awake():
        people.move(a.database, a.store.session, one, to=to, since=date(2026, 11, 1))
    edit(b, one, contact_note="nog in Grou geschreven")
    a.push(world.authority)
    world.settle()
    fields = row(a, one)["fields"]
    assert fields["contact_note"] == "nog in Grou geschreven"
    assert fields["village_id"] == named_id("village:Warten")
    assert sum(r["kind"] == "phone" for r in a.table().values()) == 1
    assert a.cards() == []
    assert world.same()


@pytest.mark.promise("F17")
def test_f17_clocks_years_apart_change_nothing(tmp_path: Path) -> None:
    ends = []
    for skews in ((0, 0), (3650, -3650), (-3650, 3650)):
        with World(tmp_path / str(skews), seed=1) as world:
            for replica, days in zip(world.replicas, skews, strict=True):
                replica.seconds += days * 24 * 3600
            world.settle()
            one = person(world)
            edit(world.replicas[0], one, contact_note="eerst")
            edit(world.replicas[1], one, contact_note="later", interpreter="Pools")
            world.settle()
            assert world.same()
            fields = row(world.replicas[0], one)["fields"]
            ends.append((fields["contact_note"], fields["interpreter"]))
    assert ends == [("eerst", "Pools")] * 3


@pytest.mark.promise("F18")
def test_f18_a_change_that_nobody_can_read_waits_and_blocks_nothing(world: World) -> None:
    a, b = world.replicas
    one = person(world)
    poison = world.newer("person", one, {"born_on": "gisteren"}, base=row(a, one)["versions"])
    number = world.newer("person", one, {"surname": 7}, base=row(a, one)["versions"])
    world.authority += [poison, number]
    edit(a, one, contact_note="gewoon")
    world.settle()
    assert row(b, one)["fields"]["contact_note"] == "gewoon"
    assert b.waiting() == [poison.header.change_id, number.header.change_id]
    assert world.same()


@pytest.mark.promise("F22")
def test_f22_fields_of_a_newer_program_survive_the_round_trip(world: World) -> None:
    a, b = world.replicas
    one = person(world)
    world.authority.append(world.newer("person", one, {"x_future": "koffie"}))
    world.settle()
    edit(a, one, surname="Boer")
    world.settle()
    remove(b, one)
    world.settle()
    with a.awake(), act(a.database, a.store.session, "restore") as work:
        work.restore(Person, one)
    world.settle()
    for replica in world.replicas:
        assert row(replica, one)["fields"]["x_future"] == "koffie"
        assert row(replica, one)["extra"] == ["x_future"]
        assert not row(replica, one)["deleted"]
    assert a.cards() == []
    assert world.same()


@pytest.mark.promise("F22")
def test_f22_a_removal_by_an_old_program_sees_what_a_newer_one_wrote(world: World) -> None:
    a, b = world.replicas
    one = person(world)
    remove(b, one)
    world.authority.append(world.newer("person", one, {"x_future": "koffie"}))
    world.settle()
    assert not row(a, one)["deleted"]
    assert [card.theirs for card in a.cards()] == [{"x_future": "koffie"}]


@pytest.mark.promise("F22")
def test_f22_an_unknown_kind_waits_whole_until_the_program_knows_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, b = world.replicas
    one = person(world)
    older = {name: kind for name, kind in KINDS.items() if name != "phone"}
    with a.awake():
        added = people.add_phone(a.database, a.store.session, one)
        phone = added.created("phone")
        type_number(a, phone)
    a.push(world.authority)
    with monkeypatch.context() as patch:
        patch.setattr(received, "KINDS", older)
        told = b.pull(world.authority)
    assert verdicts(told) == [Verdict.QUARANTINED] * 2
    assert phone not in b.table()
    assert len(b.waiting()) == 2
    learning.learn(b.database, b.store.session, bites=lambda bite: bite())
    assert b.waiting() == []
    a.pull(world.authority)
    assert row(b, phone)["fields"]["number"] == "0612345678"
    assert world.same()


@pytest.mark.promise("F22")
def test_f22_an_unknown_field_finds_its_column_after_the_upgrade(world: World) -> None:
    a, b = world.replicas
    one = person(world)
    with b.database.transaction() as work:
        work.connection.execute(
            "UPDATE person SET called = '', row_extra = '{\"called\":\"Wim\"}',"
            " row_versions = json_set(row_versions, '$.called', 'newer')"
        )
    learning.learn(b.database, b.store.session, bites=lambda bite: bite())
    now = row(b, one)
    assert (now["fields"]["called"], now["extra"]) == ("Wim", [])
    assert now["versions"]["called"] == "newer"
    assert row(a, one)["fields"]["called"] == ""


def test_what_refers_to_something_unknown_waits_for_it(world: World) -> None:
    a, b = world.replicas
    with a.awake():
        one = a.store.person("Jong")
        added = people.add_phone(a.database, a.store.session, one)
        type_number(a, added.created("phone"))
    who, phone, number = a.unsent()
    world.authority += [number, phone]
    assert verdicts(b.pull(world.authority)) == [Verdict.QUARANTINED] * 2
    world.authority.append(who)
    told = b.pull(world.authority)
    assert [r.change_id for r in told.receipts] == [
        change.header.change_id for change in (who, phone, number)
    ]
    assert verdicts(told) == [Verdict.APPLIED] * 3
    assert b.waiting() == []
    a.pull(world.authority)
    assert world.same()


def test_what_builds_on_a_change_that_waits_waits_with_it(world: World) -> None:
    a, b = world.replicas
    one = person(world)
    base = row(a, one)["versions"]["village_id"]
    first = world.newer("person", one, {"village_id": "elders"}, base={"village_id": base})
    on_it = {"village_id": first.header.change_id}
    second = world.newer("person", one, {"village_id": named_id("village:Grou")}, base=on_it)
    world.authority += [first, second]
    assert verdicts(b.pull(world.authority)) == [Verdict.QUARANTINED] * 2
    world.authority.append(world.newer("village", "elders", {}, operation="create"))
    assert verdicts(b.pull(world.authority)) == [Verdict.APPLIED] * 3
    assert row(b, one)["fields"]["village_id"] == named_id("village:Grou")
    a.pull(world.authority)
    assert a.cards() == []
    assert world.same()


def test_an_altered_change_is_refused_and_the_true_one_still_comes_in(world: World) -> None:
    a, b = world.replicas
    one = person(world)
    edit(a, one, contact_note="waar")
    (true,) = a.unsent()
    forged = msgspec.structs.replace(true, fields={"contact_note": "vals"})
    nonsense = msgspec.structs.replace(true, salt="zz")
    world.authority += [forged, nonsense, true]
    told = b.pull(world.authority)
    assert verdicts(told) == [Verdict.REFUSED, Verdict.REFUSED, Verdict.APPLIED]
    assert row(b, one)["fields"]["contact_note"] == "waar"


def test_screens_are_told_what_to_show_again(world: World) -> None:
    a, b = world.replicas
    one = person(world)
    edit(a, one, surname="Boer")
    a.push(world.authority)
    told = b.pull(world.authority).changes
    assert told.touches("person", one)
    assert told.items[0].fields == {"surname"}
    assert not told.undoable
    with b.database.reading() as connection:
        sort_name = connection.execute(
            "SELECT sort_name FROM person_entry WHERE person_id = ?", (one,)
        ).fetchone()
        assert connection.execute("SELECT count(*) FROM search_pending").fetchone()[0]
    assert sort_name == ("boer",)


def test_of_two_merges_that_close_a_circle_the_earlier_in_the_list_stands(world: World) -> None:
    a, b = world.replicas
    one, two = person(world, "Een"), person(world, "Twee")
    with a.awake():
        merging.merge(a.database, a.store.session, from_id=one, into_id=two)
    with b.awake():
        merging.merge(b.database, b.store.session, from_id=two, into_id=one)
    b.push(world.authority)
    world.settle()
    assert world.same()
    assert a.aliases() == {two: one}
    (card,) = a.cards()
    assert card.reason is Reason.CLOSES_CIRCLE
    assert (card.mine["from_id"], card.mine["into_id"]) == (one, two)
    with a.awake(), pytest.raises(UndoRefused):
        undo.undo(a.database, a.store.session)


def test_merging_again_by_undo_is_refused_when_others_merged_the_other_way(world: World) -> None:
    a, b = world.replicas
    one, two = person(world, "Een"), person(world, "Twee")
    with a.awake():
        merged = merging.merge(a.database, a.store.session, from_id=one, into_id=two)
        merging.unmerge(a.database, a.store.session, merged.items[0].record_id)
    world.settle()
    with b.awake():
        merging.merge(b.database, b.store.session, from_id=two, into_id=one)
    world.settle()
    with a.awake(), pytest.raises(UndoRefused):
        undo.undo(a.database, a.store.session)
    assert a.aliases() == {two: one}
    assert len([r for r in a.table().values() if r["kind"] == "person_merge"]) == 2
    assert a.store.get(PersonMerge, merged.items[0].record_id).undone_at is not None


def test_undo_is_refused_where_another_changed_the_field_and_kept_where_not(world: World) -> None:
    a, b = world.replicas
    one = person(world)
    edit(a, one, contact_note="van a")
    world.settle()
    edit(b, one, interpreter="Pools")
    world.settle()
    with a.awake():
        undo.undo(a.database, a.store.session)
        undo.redo(a.database, a.store.session)
    world.settle()
    edit(b, one, contact_note="van b")
    world.settle()
    with a.awake(), pytest.raises(UndoRefused):
        undo.undo(a.database, a.store.session)
    assert row(a, one)["fields"]["contact_note"] == "van b"
    assert world.same()


def test_undo_of_what_lost_against_another_is_refused(world: World) -> None:
    a, b = world.replicas
    one = person(world)
    edit(a, one, contact_note="eerst")
    a.push(world.authority)
    edit(b, one, contact_note="later")
    b.pull(world.authority)
    with b.awake(), pytest.raises(UndoRefused):
        undo.undo(b.database, b.store.session)


def test_undo_of_a_removal_or_of_bringing_back_does_not_run_over_others(world: World) -> None:
    a, b = world.replicas
    one = person(world)
    remove(a, one)
    world.settle()
    with a.awake():
        undo.undo(a.database, a.store.session)
    world.settle()
    assert world.same()
    edit(b, one, contact_note="van b")
    world.settle()
    with a.awake(), pytest.raises(UndoRefused):
        undo.redo(a.database, a.store.session)
    remove(b, one)
    world.settle()
    with a.awake(), pytest.raises(UndoRefused):
        undo.undo(a.database, a.store.session)
    assert row(a, one)["deleted"]


def test_versions_are_equal_after_an_own_change_was_laid_on_anothers(world: World) -> None:
    a, b = world.replicas
    one = person(world)
    edit(a, one, surname="Boer")
    a.push(world.authority)
    edit(b, one, surname="Visser", called="Wim")
    remove(b, one)
    with b.awake(), act(b.database, b.store.session, "restore") as work:
        work.restore(Person, one)
    b.pull(world.authority)
    before = row(b, one)["versions"]
    world.settle()
    assert row(a, one)["versions"] == row(b, one)["versions"] == before
    assert world.same()


def test_a_part_written_by_a_laptop_that_lost_the_pen_is_kept_on_a_card(world: World) -> None:
    a, b = world.replicas
    one = person(world)
    with a.awake():
        visit = a.store.visit(one)
        with act(a.database, a.store.session, "agreement.add") as work:
            part = Agreement(id=record_id(), visit_id=visit, client_id=one)
            work.create(part)
    world.settle()
    with b.awake(), act(b.database, b.store.session, "visit.take_over") as work:
        fields = {"device_id": b.store.session.device}
        work.edit(Visit, visit, fields, operation=merge.TAKE_OVER)
    b.push(world.authority)
    with a.awake(), act(a.database, a.store.session, "agreement.write") as work:
        work.edit(Agreement, part.id, {"what": "te laat"})
    world.settle()
    assert row(a, part.id)["fields"]["what"] == ""
    assert [(card.reason, card.mine) for card in a.cards()] == [
        (Reason.NOT_THE_WRITER, {"what": "te laat"})
    ]
    assert world.same()


def test_an_unsent_taking_over_does_not_colour_the_verdict_on_others(world: World) -> None:
    """The list decides; what this laptop did and has not sent is not there for others."""
    a, b = world.replicas
    one = person(world)
    with a.awake():
        visit = a.store.visit(one)
        with act(a.database, a.store.session, "agreement.add") as work:
            part = Agreement(id=record_id(), visit_id=visit, client_id=one)
            work.create(part)
    world.settle()
    with b.awake(), act(b.database, b.store.session, "visit.take_over") as work:
        fields = {"device_id": b.store.session.device}
        work.edit(Visit, visit, fields, operation=merge.TAKE_OVER)
    with a.awake(), act(a.database, a.store.session, "agreement.write") as work:
        work.edit(Agreement, part.id, {"what": "op tijd"})
    a.push(world.authority)
    assert verdicts(b.pull(world.authority)) == [Verdict.APPLIED]
    world.settle()
    assert row(b, part.id)["fields"]["what"] == "op tijd"
    assert world.same()


def test_everything_of_a_batch_comes_in_or_nothing(world: World) -> None:
    a, b = world.replicas
    one = person(world)
    edit(a, one, surname="Boer")
    edit(a, one, called="Wim")
    a.push(world.authority)

    def failing(*told: Any) -> Any:
        if told[2].fields.get("called"):
            raise RuntimeError
        return merge.decide(*told)

    before = b.state()
    with pytest.raises(RuntimeError):
        b.pull(world.authority, decide=failing)
    assert b.state() == before
    b.pull(world.authority)
    a.pull(world.authority)
    assert world.same()


def test_a_phone_removed_on_both_sides_stays_removed_without_a_card(world: World) -> None:
    one = person(world)
    first = world.replicas[0]
    with first.awake():
        phone = people.add_phone(first.database, first.store.session, one).created("phone")
    world.settle()
    for replica in world.replicas:
        with replica.awake():
            people.remove(replica.database, replica.store.session, Phone, phone)
    world.settle()
    assert row(first, phone)["deleted"]
    assert first.cards() == []
    assert world.same()
