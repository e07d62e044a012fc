"""What laptops and a real hub promise together, one story a promise."""

from __future__ import annotations

import itertools
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from meitinker.domain.attachments import Attachment
from meitinker.domain.kinds import KINDS
from meitinker.domain.merging import Reason, Verdict
from meitinker.domain.organisation import Organisation
from meitinker.domain.people import Person, Phone
from meitinker.domain.session import EVERYWHERE
from meitinker.errors import HubNotOurs, HubUnreachable, ProgramTooOld
from meitinker.ids import PersonId, RecordId, record_id
from meitinker.services import editing, people
from meitinker.store import (
    attachments,
    checking,
    driver,
    fills,
    form_drafts,
    history,
    hub_facts,
    journal,
    leaving,
    received,
    records,
    replay,
    settings,
    unread,
)
from meitinker.store.acts import act
from meitinker.store.database import Database
from sync import fetching, learning, papers, versions
from sync.hub import papers as hub_papers
from sync.protocol import MOST_CHANGES, Compared, Cursor, PaperPart, Pull
from sync.removals import answer
from sync.session import SyncRun, export_queue
from sync.status import exchange_status
from tests.sync.hub_story import of_laptop, settled
from tests.sync.hub_world import CrashedError, Fault, HubWorld, two

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from meitinker.domain.session import Session
    from meitinker.store.database import Transaction
    from meitinker.store.driver import Connection
    from sync.protocol import Compare, Push, Pushed, SealedChange
    from sync.status import ExchangeStatus
    from tests.sync.hub_world import HubLaptop

CANARY = "Kanariestra"


def edit(laptop: HubLaptop, person: PersonId, **fields: object) -> None:
    """Let someone change a person."""
    with laptop.awake(), act(laptop.database, laptop.store.session, "person.edit") as work:
        work.edit(Person, person, fields)


def remove(laptop: HubLaptop, person: PersonId) -> None:
    """Let someone remove a person."""
    with laptop.awake(), act(laptop.database, laptop.store.session, "person.remove") as work:
        work.delete(Person, person)


def field(laptop: HubLaptop, person: PersonId, name: str) -> object:
    """Return what a laptop shows of a person."""
    return laptop.table()[person]["fields"][name]


def stands(laptop: HubLaptop) -> ExchangeStatus:
    """Return what the page of sending shows."""
    with laptop.awake():
        return exchange_status(laptop.database, laptop.store.session)


def waiting(laptop: HubLaptop) -> list[str]:
    """Return the changes that wait to be sent, in the order of the chain."""
    with laptop.database.reading() as connection:
        return [one.header.change_id for one in journal.unsent(connection, most=1_000)]


def several(laptop: HubLaptop, people: int) -> list[str]:
    """Let so many people wait on a laptop that knows all else; return their changes."""
    laptop.meet()
    for number in range(people):
        laptop.add_person(f"Proef {number}")
    return waiting(laptop)


def words_in(laptop: HubLaptop) -> str:
    """Return all that lies in the store, index tables included."""
    laptop.database.fold_log()
    with laptop.database.reading() as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        names = [name for (name,) in tables.fetchall()]
        rows = [connection.execute(f'SELECT * FROM "{one}"').fetchall() for one in names]  # noqa: S608  (names of tables that the store has)
    return "".join(_text(value) for table in rows for row in table for value in row)


def _text(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def once(call: str, fault: Fault) -> Callable[[str], Fault]:
    """Return faults that hit the first time a call is made."""
    left = [fault]

    def fault_of(made: str) -> Fault:
        return left.pop() if made == call and left else Fault.NONE

    return fault_of


def test_what_one_laptop_makes_the_other_gets(tmp_path: Path) -> None:
    with two(tmp_path) as (world, a, office):
        person = a.add_person("Jong")
        sent = a.meet()
        assert (sent.sent > 0, sent.of_others) == (True, 0), "one's own work is no news"
        told = office.meet()
        assert told.of_others == told.taken > 0
        assert told.same is True
        assert field(office, person, "surname") == "Jong"
        edit(office, person, contact_note="na zes uur")
        office.meet()
        assert a.meet().same is True
        assert field(a, person, "contact_note") == "na zes uur"
        assert [of_laptop(world, one) for one in (a, office)] == [[], []]
        assert checking.check(a.database).problems == ()


@pytest.mark.promise("F6", "F19")
@pytest.mark.parametrize("fault", [Fault.BEFORE, Fault.AFTER, Fault.TWICE])
def test_f6_f19_a_cut_at_any_call_has_one_effect_and_the_queue_empties(
    tmp_path: Path, fault: Fault
) -> None:
    with two(tmp_path) as (world, a, office):
        for number, call in enumerate(("meet", "push", "pull", "compare")):
            person = a.add_person(f"Proef {number}")
            office.add_person(f"Elders {number}")
            office.meet()
            a.wire.fault = once(call, fault)
            with suppress(HubUnreachable):
                a.meet()
            a.meet()
            listed = [c.header.change_id for c in world.listed()]
            assert len(listed) == len(set(listed))
            assert stands(a).waiting == 0
            office.meet()
            assert field(office, person, "surname") == f"Proef {number}"
        settled(world)
        assert [of_laptop(world, one) for one in (a, office)] == [[], []]


@pytest.mark.promise("F6", "F19")
@pytest.mark.parametrize("fault", Fault)
@pytest.mark.parametrize("push", range(4))
def test_f6_what_is_read_ahead_goes_in_its_order_and_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, push: int, fault: Fault
) -> None:
    with two(tmp_path) as (world, a, office):
        monkeypatch.setattr("sync.sending.MOST_CHANGES", 2)
        made = several(a, 7)
        faults = itertools.chain([Fault.NONE] * push, [fault], itertools.repeat(Fault.NONE))
        a.wire.fault = lambda call: next(faults) if call == "push" else Fault.NONE
        with suppress(HubUnreachable):
            a.meet()
        a.meet()
        listed = [c.header.change_id for c in world.listed()]
        assert [one for one in listed if one in made] == made
        assert waiting(a) == []
        office.meet()
        assert [of_laptop(world, one) for one in (a, office)] == [[], []]


def test_while_the_hub_works_what_follows_is_read_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with two(tmp_path) as (_world, a, _office):
        monkeypatch.setattr("sync.sending.MOST_CHANGES", 2)
        made = several(a, 5)
        read, told = [], a.wire.push

        def push(asked: Push) -> Pushed:
            answer = told(asked)
            following = a.wire.following()
            read.append([one.change_id for one in (*asked.changes, *_changes(following))])
            return answer

        monkeypatch.setattr(a.wire, "push", push)
        a.meet()
        assert read == [made[at : at + 4] for at in range(0, len(made), 2)]
        assert a.wire.following() is None


def test_answers_are_kept_while_the_hub_works_on_what_follows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with two(tmp_path) as (_world, a, _office):
        monkeypatch.setattr("sync.sending.MOST_CHANGES", 2)
        made = several(a, 3)
        before, meanwhile, told = [], [], a.wire.push

        def push(asked: Push) -> Pushed:
            before.append(len(waiting(a)))
            answer = told(asked)
            meanwhile.append(len(waiting(a)))
            return answer

        monkeypatch.setattr(a.wire, "push", push)
        a.meet()
        every = len(made)
        assert meanwhile == list(range(every, 0, -2))
        assert before == [every, *meanwhile[:-1]], "until the next one went they waited"
        assert waiting(a) == []


@pytest.mark.promise("F6")
@pytest.mark.parametrize("fault", [None, Fault.BEFORE, Fault.AFTER])
def test_f6_answers_are_kept_where_the_next_push_never_comes_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: Fault | None
) -> None:
    """Broken off by a person, or cut: what was answered is not sent again."""
    with two(tmp_path) as (_world, a, _office):
        monkeypatch.setattr("sync.sending.MOST_CHANGES", 2)
        made = several(a, 3)
        pushed: list[str] = []

        def fails(call: str) -> Fault:
            pushed.extend([call] if call == "push" else [])
            return fault if fault and len(pushed) > 1 and call == "push" else Fault.NONE

        a.wire.fault = fails
        with a.awake(), suppress(HubUnreachable):
            run = SyncRun(a.database, a.store.session, hub=a.wire)
            a.wire.following = run.following
            run.run(cancelled=lambda: fault is None and bool(pushed))
        assert waiting(a) == made[2:]


def _changes(told: Push | None) -> tuple[SealedChange, ...]:
    return told.changes if told else ()


@pytest.mark.promise("F19")
@pytest.mark.parametrize("broken_off", [True, False])
def test_f19_who_breaks_an_exchange_off_hears_of_no_trouble(
    tmp_path: Path, broken_off: bool
) -> None:
    """Break off while an answer is awaited; as a control let it fail by itself."""
    with two(tmp_path) as (_world, a, _b):
        a.add_person("Jong")
        stopped: list[bool] = []

        def fails(_call: str) -> Fault:
            stopped.append(broken_off)
            return Fault.BEFORE

        a.wire.fault = fails
        with a.awake():
            run = SyncRun(a.database, a.store.session, hub=a.wire)
            if broken_off:
                assert run.run(cancelled=lambda: any(stopped)).cancelled
            else:
                with pytest.raises(HubUnreachable):
                    run.run(cancelled=lambda: any(stopped))
            trouble = exchange_status(a.database, a.store.session).trouble
        assert trouble == ("" if broken_off else "HubUnreachable")


@pytest.mark.promise("F6")
def test_f6_a_crash_in_any_bite_leaves_nothing_half(tmp_path: Path) -> None:
    with two(tmp_path) as (world, a, office):
        for at in range(14):
            office.add_person(f"Elders {at}")
            a.add_person(f"Proef {at}")
            office.meet()
            left = [at]

            def crash(left: list[int] = left) -> bool:
                left[0] -= 1
                return left[0] == 0

            a.crash = crash
            with suppress(CrashedError):
                a.meet()
            a.crash = lambda: False
        settled(world)
        assert [of_laptop(world, one) for one in (a, office)] == [[], []]


@pytest.mark.promise("F7")
def test_f7_a_batch_that_comes_again_a_day_later_changes_nothing(tmp_path: Path) -> None:
    with two(tmp_path) as (world, a, office):
        person = a.add_person("Jong")
        a.meet()
        edit(a, person, surname="Boer")
        a.meet()
        before = world.records()
        with a.database.transaction() as work:
            work.connection.execute("DELETE FROM sent")
            work.connection.execute("DELETE FROM received")
        world.seconds += 24 * 3600
        a.meet()
        assert world.records() == before
        assert Verdict.DUPLICATE in {one.verdict for one in stands(a).sent}
        office.meet()
        assert field(office, person, "surname") == "Boer"


@pytest.mark.promise("F8")
def test_f8_different_fields_survive_and_the_same_field_asks_with_both_texts(
    tmp_path: Path,
) -> None:
    with two(tmp_path) as (world, a, office):
        person = a.add_person("Jong")
        world.settle(2)
        edit(office, person, contact_note="na zes uur", interpreter="Pools")
        edit(a, person, contact_note="belt liever niet", called="Wim")
        office.meet()
        a.meet()
        world.settle(2)
        for laptop in (a, office):
            assert field(laptop, person, "contact_note") == "na zes uur"
            assert (field(laptop, person, "interpreter"), field(laptop, person, "called")) == (
                "Pools",
                "Wim",
            )
            (card,) = laptop.cards()
            assert card.mine == {"contact_note": "belt liever niet"}
            assert card.theirs == {"contact_note": "na zes uur"}
        (attention,) = stands(a).attention
        assert (attention.verdict, attention.own) == (Verdict.CONFLICT, True)


@pytest.mark.usefixtures("unasked")
@pytest.mark.promise("F8")
def test_f8_who_lost_and_left_the_reach_leaves_the_question_to_who_comes(tmp_path: Path) -> None:
    """The only laptop that knew of the clash let go of the dossier: the next one is asked."""
    with HubWorld(tmp_path) as world:
        a, office = world.laptop("a", "Grou"), world.laptop("office")
        person = a.add_person("Jong")
        world.settle(2)
        edit(office, person, contact_note="na zes uur")
        office.move(person, "Warten")
        office.meet()
        edit(a, person, contact_note="belt liever niet")
        a.meet()
        assert person not in a.table()
        b = world.laptop("b", "Warten")
        b.meet()
        (card,) = b.cards()
        assert card.mine == {"contact_note": "belt liever niet"}
        assert card.theirs == {"contact_note": "na zes uur"}


@pytest.mark.usefixtures("unasked")
@pytest.mark.promise("F8")
def test_f8_control_a_fill_without_what_was_lost_asks_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "_place", lambda one: (_ for _ in ()).throw(AssertionError(one)))
    with pytest.raises(AssertionError):
        test_f8_who_lost_and_left_the_reach_leaves_the_question_to_who_comes(tmp_path)


@pytest.mark.promise("F10")
@pytest.mark.parametrize("first", [0, 1])
def test_f10_removing_and_editing_ask_a_person_whoever_comes_first(
    tmp_path: Path, first: int
) -> None:
    with two(tmp_path) as (world, a, office):
        person = a.add_person("Jong")
        world.settle(2)
        remove(a, person)
        edit(office, person, contact_note="na zes uur")
        for laptop in (world.laptops[first], world.laptops[1 - first]):
            laptop.meet()
        world.settle(2)
        for laptop in (a, office):
            (card,) = laptop.cards()
            assert card.part == "row_deleted"
            assert laptop.table()[person]["deleted"] is (first == 0)


def asked(laptop: HubLaptop) -> dict[str, dict[str, object]]:
    """Return what each open card of a laptop would bring, by part."""
    return {one.part: dict(one.mine) for one in laptop.cards() if not one.closed_by}


@pytest.mark.promise("F8")
def test_f8_typing_on_in_one_field_leaves_the_question_about_another_open(tmp_path: Path) -> None:
    with two(tmp_path) as (_world, a, office):
        person = a.add_person("Jong")
        a.meet()
        office.meet()
        edit(office, person, contact_note="na zes uur", surname="de Jong")
        office.meet()
        edit(a, person, contact_note="belt liever niet", surname="Jongstra")
        edit(a, person, contact_note="belt nooit")
        a.meet()
        office.meet()
        for laptop in (a, office):
            cards = asked(laptop)
            assert len(cards) == 2
            assert cards["contact_note"] == {"contact_note": "belt nooit"}
            assert "Jongstra" in str(cards)


@pytest.mark.promise("F10")
def test_f10_typing_on_in_a_removed_file_carries_all_earlier_words_on(tmp_path: Path) -> None:
    with two(tmp_path) as (_world, a, office):
        person = a.add_person("Jong")
        a.meet()
        office.meet()
        remove(office, person)
        office.meet()
        edit(a, person, contact_note="belt liever niet", surname="Jongstra")
        edit(a, person, contact_note="belt nooit")
        edit(a, person, surname="Jongsma")
        a.meet()
        office.meet()
        for laptop in (a, office):
            assert asked(laptop) == {
                "row_deleted": {"contact_note": "belt nooit", "surname": "Jongsma"}
            }


@pytest.mark.promise("F11")
def test_f11_who_returns_after_400_days_revives_nothing_and_loses_nothing(tmp_path: Path) -> None:
    with two(tmp_path) as (world, a, office):
        gone, stays = a.add_person("Weg"), a.add_person("Blijft")
        world.settle(2)
        for number in range(25):
            edit(a, gone, contact_note=f"oud {number}")
            edit(a, stays, interpreter=f"oud {number}")
        world.seconds += 400 * 24 * 3600
        remove(office, gone)
        edit(office, stays, contact_note="nieuw")
        for number in range(30):
            office.add_person(f"Intussen {number}", "Grou")
        office.meet()
        told = a.meet()
        world.settle(2)
        assert told.sent >= 50
        assert a.table()[gone]["deleted"]
        assert (field(a, stays, "contact_note"), field(a, stays, "interpreter")) == (
            "nieuw",
            "oud 24",
        )
        (card,) = [one for one in a.cards() if not one.closed_by]
        assert card.mine == {"contact_note": "oud 24"}
        assert [of_laptop(world, one) for one in (a, office)] == [[], []]


def _moved_away(world: HubWorld, a: HubLaptop, office: HubLaptop) -> PersonId:
    """Let a resident leave the reach of ``a``, who typed something meanwhile."""
    person = a.add_person(CANARY)
    for number in range(12):
        a.add_person(f"Blijft {number}")
    with a.awake():
        people.add_phone(a.database, a.store.session, person)
    world.settle(2)
    office.move(person, "Warten")
    office.meet()
    edit(a, person, contact_note=f"{CANARY} schreef nog")
    return person


@pytest.mark.promise("F12", "A9")
def test_f12_a_resident_who_moved_away_is_gone_here_and_the_last_words_are_there(
    tmp_path: Path,
) -> None:
    with two(tmp_path) as (world, a, office):
        person = _moved_away(world, a, office)
        assert CANARY in words_in(a)
        told = a.meet()
        assert told.removed == 1
        assert told.same is True
        assert CANARY not in words_in(a)
        assert a.problems() == a.told_otherwise() == []
        assert checking.check(a.database).problems == ()
        office.meet()
        assert field(office, person, "contact_note") == f"{CANARY} schreef nog"


@pytest.mark.promise("F12", "A9")
def test_f12_while_a_backup_reads_nobody_waits_and_the_hub_hears_of_it_later(
    tmp_path: Path,
) -> None:
    with two(tmp_path) as (world, a, office):
        person = _moved_away(world, a, office)
        backup = driver.connect(a.store.folder.database, a.database.key.sub(b"db"), read_only=True)
        backup.execute("BEGIN")
        backup.execute("SELECT count(*) FROM person").fetchone()
        assert a.meet().removed == 1
        assert person not in a.table()
        backup.close()
        assert a.meet().same is True
        assert CANARY not in words_in(a)
        assert a.problems() == a.told_otherwise() == []


@pytest.mark.promise("F12")
def test_f12_control_without_letting_go_the_words_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with two(tmp_path) as (world, a, office):
        _moved_away(world, a, office)
        monkeypatch.setattr(leaving, "let_go_some", lambda *_a, **_k: leaving.Bite())
        a.meet()
        assert CANARY in words_in(a)


@pytest.mark.promise("F12")
def test_f12_what_cannot_be_sent_keeps_its_dossier_here(tmp_path: Path) -> None:
    with two(tmp_path) as (world, a, office):
        person = _moved_away(world, a, office)
        with a.awake():
            editing.save(
                a.database,
                a.store.session,
                kind="person",
                record_id=person,
                fields={"called": "half getypt"},
            )
        with a.database.reading() as connection:
            assert leaving.waits(connection, person)
        a.wire.fault = lambda call: Fault.BEFORE if call == "push" else Fault.NONE
        with pytest.raises(HubUnreachable):
            a.meet()
        assert CANARY in words_in(a)
        a.wire.fault = lambda _call: Fault.NONE
        assert a.meet().removed == 1


def _typed_before_the_first_bite(
    monkeypatch: pytest.MonkeyPatch, type_on: Callable[[], None]
) -> None:
    """Let someone type after it was asked whether a dossier may go, before the first bite."""
    whole = leaving.let_go_some
    still = [type_on]

    def later(
        database: Database, session: Session, dossier: str, *, kept_there: bool
    ) -> leaving.Bite:
        if still:
            still.pop()()
        return whole(database, session, dossier, kept_there=kept_there)

    monkeypatch.setattr(leaving, "let_go_some", later)


@pytest.mark.usefixtures("unasked")
@pytest.mark.promise("F12")
def test_f12_what_is_typed_while_a_dossier_leaves_is_sent_before_it_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with two(tmp_path) as (world, a, office):
        person = _moved_away(world, a, office)
        _typed_before_the_first_bite(
            monkeypatch, lambda: edit(a, person, contact_note="net getypt")
        )
        a.meet()
        a.meet()
        office.meet()
        assert field(office, person, "contact_note") == "net getypt"
        assert person not in a.table()


@pytest.mark.usefixtures("unasked")
@pytest.mark.promise("F12")
def test_f12_a_half_typed_form_keeps_its_dossier_here(tmp_path: Path) -> None:
    with two(tmp_path) as (world, a, office):
        person = _moved_away(world, a, office)
        with a.database.transaction() as transaction:
            form_drafts.put(transaction, "note", person, '"half een bladzij"')
        assert a.meet().removed == 0
        with a.database.transaction() as transaction:
            form_drafts.drop(transaction, "note", person)
        assert a.meet().removed == 1


@pytest.mark.usefixtures("unasked")
@pytest.mark.promise("F13")
def test_f13_leaving_and_coming_back_twenty_times_ends_as_at_the_hub(tmp_path: Path) -> None:
    with two(tmp_path) as (world, a, office):
        for number in range(9):
            a.add_person(f"Blijft {number}")
        person = a.add_person("Jong")
        world.settle(2)
        for number in range(20):
            office.move(person, "Warten" if number % 2 == 0 else "Grou")
            edit(office, person, contact_note=f"keer {number}")
            office.meet()
            a.meet()
            assert (person in a.table()) == (number % 2 == 1)
            if number % 2:
                edit(a, person, interpreter=f"keer {number}")
        settled(world)
        assert a.cards() == office.cards() == []
        assert [of_laptop(world, one) for one in (a, office)] == [[], []]
        assert field(office, person, "interpreter") == "keer 19"


@pytest.mark.usefixtures("unasked")
@pytest.mark.promise("F14")
def test_f14_a_village_taken_back_in_the_middle_of_a_pull_leaves_nothing_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with two(tmp_path) as (world, a, office):
        for number in range(40):
            office.add_person(f"{CANARY} {number}", "Warten")
        office.meet()
        world.give(a, "Grou", "Warten")
        pulls = []

        def taken_back(call: str) -> Fault:
            pulls.append(call)
            if pulls.count("pull") == 2:
                world.give(a, "Grou")
            return Fault.NONE

        a.wire.fault = taken_back
        monkeypatch.setattr(fetching, "Pull", _small_pull)
        told = a.meet()
        assert told.removed > 0
        assert CANARY not in words_in(a)
        assert of_laptop(world, a) == []


@pytest.mark.promise("F15")
def test_f15_work_outside_ones_villages_is_refused_in_sight_and_can_be_exported(
    tmp_path: Path,
) -> None:
    with two(tmp_path) as (world, a, office):
        world.give(a, "Warten")
        a.add_person(CANARY, "Grou")
        a.meet()
        office.meet()
        told = [one for one in stands(a).attention if one.verdict is Verdict.REFUSED]
        assert {one.reason for one in told} == {Reason.NOT_WITHIN_REACH}
        assert CANARY not in str(world.records())
        with a.awake():
            exported = msgspec.json.decode(export_queue(a.database, a.store.session))
        assert {one["status"] for one in exported["changes"]} <= {"refused", "quarantined"}
        assert CANARY in str(exported)


@pytest.mark.promise("F17")
def test_f17_clocks_ten_years_off_change_nothing(tmp_path: Path) -> None:
    ends = []
    for days in (0, 3650, -3650):
        with two(tmp_path / str(days)) as (world, a, office):
            a.skew, office.skew = timedelta(days=days), timedelta(days=-days)
            person = a.add_person("Jong")
            world.settle(2)
            edit(office, person, contact_note="eerst")
            edit(a, person, contact_note="later", interpreter="Pools")
            office.meet()
            world.settle(2)
            assert [of_laptop(world, one) for one in (a, office)] == [[], []]
            ends.append((field(a, person, "contact_note"), field(a, person, "interpreter")))
    assert ends == [("eerst", "Pools")] * 3


@pytest.mark.promise("F18")
@pytest.mark.parametrize("most", [1, 2, 3, MOST_CHANGES])
def test_f18_a_change_that_no_message_can_hold_is_set_aside_and_the_others_pass(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr("sync.sending.MOST_CHANGES", most)
    with two(tmp_path) as (_world, a, office):
        person = a.add_person("Jong")
        edit(a, person, safety_note="x" * 6000)
        other = a.add_person("Boer")
        with monkeypatch.context() as small:
            small.setattr("sync.wire.LARGEST", 5_000)
            a.meet()
        (told,) = stands(a).attention
        assert (told.verdict, told.record_id) == (Verdict.REFUSED, person)
        assert stands(a).waiting == 0
        office.meet()
        assert other in office.table()
        assert field(a, person, "safety_note") == "x" * 6000


@pytest.mark.promise("F21")
def test_f21_a_hub_put_back_to_an_earlier_day_gets_everything_again(tmp_path: Path) -> None:
    with two(tmp_path) as (world, a, office):
        before = a.add_person("Ervoor")
        world.settle(2)
        copy = world.copy()
        after = a.add_person("Erna")
        edit(office, before, contact_note="na de kopie")
        world.settle(2)
        edit(a, before, contact_note="daarop verder")
        world.settle(2)
        world.put_back(copy)
        assert after not in world.records()
        settled(world)
        assert field(office, after, "surname") == "Erna"
        for laptop in (a, office):
            told = {field(laptop, before, "contact_note")} | {
                str(value) for card in laptop.cards() for value in card.mine.values()
            }
            assert told >= {"daarop verder"}
        assert [of_laptop(world, one) for one in (a, office)] == [[], []]


@pytest.mark.promise("F21")
def test_f21_what_only_a_lost_laptop_knew_asks_before_it_goes(tmp_path: Path) -> None:
    """Made on a laptop that never returns, lost by the hub, still lying on another."""
    with two(tmp_path) as (world, a, office):
        world.settle(2)
        copy = world.copy()
        person = a.add_person(CANARY)
        world.settle(2)
        world.put_back(copy)
        world.laptops.remove(a)
        told = office.meet()
        assert told.asks is not None
        assert told.asks.lost_at_hub
        assert field(office, person, "surname") == CANARY
        assert stands(office).asks == told.asks
        with office.awake():
            answer(office.database, office.store.session, remove=True, lost=True)
        office.meet()
        assert person not in office.table()


@pytest.mark.promise("F21")
def test_f21_control_without_a_new_epoch_the_hub_never_gets_it_again(tmp_path: Path) -> None:
    with two(tmp_path) as (world, a, _office):
        world.settle(2)
        copy, epoch = world.copy(), world.epoch()
        person = a.add_person("Erna")
        world.settle(2)
        world.put_back(copy, epoch=epoch)
        a.meet()
        assert person not in world.records()


@pytest.mark.promise("F21")
def test_a_store_put_back_to_an_earlier_day_gets_its_own_work_again(tmp_path: Path) -> None:
    with two(tmp_path) as (world, a, _office):
        before = a.add_person("Ervoor")
        world.settle(2)
        a.keep_copy()
        after = a.add_person("Erna")
        edit(a, before, contact_note="na de kopie")
        a.meet()
        a.put_back()
        assert after not in a.table()
        settled(world)
        assert field(a, after, "surname") == "Erna"
        assert field(a, before, "contact_note") == "na de kopie"
        assert of_laptop(world, a) == []


@pytest.mark.promise("F22")
def test_f22_a_program_too_old_stops_says_so_and_gives_its_queue(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with two(tmp_path) as (_world, a, _office):
        a.add_person(CANARY)
        monkeypatch.setattr(versions, "NEWEST", versions.OLDEST - 1)
        before = a.table()
        with pytest.raises(ProgramTooOld):
            a.meet()
        assert stands(a).too_old
        assert stands(a).waiting > 0
        assert a.table() == before
        with a.awake():
            assert CANARY.encode() in export_queue(a.database, a.store.session)
        monkeypatch.undo()
        a.meet()
        assert not stands(a).too_old
        assert stands(a).waiting == 0


@pytest.mark.promise("F22")
def test_f22_a_kind_of_a_newer_program_waits_whole_and_comes_in_after_the_update(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with two(tmp_path) as (world, a, office):
        person = office.add_person("Jong")
        older = {name: kind for name, kind in KINDS.items() if name not in {"phone", "email"}}
        with office.awake():
            added = people.add_phone(office.database, office.store.session, person)
        office.meet()
        with monkeypatch.context() as patch:
            for module in (received, fills, replay, leaving, unread):
                patch.setattr(module, "KINDS", older)
            a.meet()
            with office.awake():
                more = people.add_phone(office.database, office.store.session, person)
            office.meet()
            a.meet()
            assert added.created("phone") not in a.table()
        monkeypatch.setattr(learning, "__version__", "newer")
        a.meet()
        assert {added.created("phone"), more.created("phone")} <= a.table().keys()
        assert of_laptop(world, a) == []


@pytest.mark.promise("F23")
def test_f23_another_hub_at_the_address_is_refused_and_nothing_goes(tmp_path: Path) -> None:
    with two(tmp_path) as (_world, a, _office):
        a.add_person("Jong")
        before, calls = a.table(), len(a.wire.calls)
        a.wire.hub = "another"
        with pytest.raises(HubNotOurs):
            a.meet()
        assert a.wire.calls[calls:] == ["meet"]
        assert a.table() == before
        assert stands(a).trouble == "HubNotOurs"
        a.wire.hub = ""
        a.meet()
        assert stands(a).trouble == ""


def test_a_large_removal_asks_and_waits_for_a_yes(tmp_path: Path) -> None:
    with two(tmp_path) as (world, a, _office):
        for number in range(4):
            a.add_person(f"Proef {number}")
        world.settle(2)
        lying = a.table().keys()
        world.give(a, "Warten")
        told = a.meet()
        assert told.removed == 0
        assert told.asks is not None
        assert told.asks.dossiers == 4
        assert lying <= a.table().keys()
        with a.awake():
            answer(a.database, a.store.session, remove=False)
        assert a.meet().asks is None
        assert stands(a).asks is None
        a.skew += timedelta(days=2)
        assert a.meet().asks is not None
        with a.awake():
            answer(a.database, a.store.session, remove=True)
        assert a.meet().removed == 4
        assert stands(a).asks is None
        assert of_laptop(world, a) == []


@pytest.mark.promise("F12", "F17")
@pytest.mark.parametrize("remove", [True, False])
def test_f17_an_answer_given_while_the_clock_ran_ahead_counts_no_longer_than_a_day(
    tmp_path: Path, remove: bool
) -> None:
    with two(tmp_path) as (world, a, _office):
        for number in range(4):
            a.add_person(f"Proef {number}")
        world.settle(2)
        world.give(a, "Warten")
        assert a.meet().asks is not None
        a.skew += timedelta(days=3650)
        with a.awake():
            answer(a.database, a.store.session, remove=remove)
        a.skew -= timedelta(days=3650)
        told = a.meet()
        assert told.removed == 0
        assert told.asks is not None
        assert stands(a).asks is not None


@pytest.mark.usefixtures("unasked")
@pytest.mark.promise("F12")
def test_f12_many_that_leave_are_told_to_the_hub_some_at_once_and_a_cut_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "LET_GO_AT_ONCE", 2)
    with two(tmp_path) as (world, a, _office):
        for number in range(5):
            a.add_person(f"Proef {number}")
        world.settle(2)
        held = world.held(a)
        world.give(a, "Warten")
        told = itertools.count(1)
        a.wire.fault = lambda call: (
            Fault.BEFORE if call == "let_go" and next(told) == 2 else Fault.NONE
        )
        with pytest.raises(HubUnreachable):
            a.meet()
        assert len(world.held(a)) == len(held) - 2
        a.meet()
        assert next(told) > 3
        assert world.held(a) == {""}
        assert of_laptop(world, a) == []


def test_a_large_removal_that_was_put_off_is_not_counted_at_every_exchange(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[str] = []
    with two(tmp_path) as (world, a, _office):
        for number in range(4):
            a.add_person(f"Proef {number}")
        world.settle(2)
        world.give(a, "Warten")
        assert a.meet().asks is not None
        with a.awake():
            answer(a.database, a.store.session, remove=False)
        count = leaving.count

        def counts(connection: Connection, dossier: str = "") -> int:
            counted.append(dossier)
            return count(connection, dossier)

        monkeypatch.setattr(leaving, "count", counts)
        assert a.meet().asks is None
        assert counted == []
        a.skew += timedelta(days=2)
        assert a.meet().asks is not None
        assert set(counted) > {""}, "the control: asked again, all are counted"


def test_what_differs_is_seen_and_read_again(tmp_path: Path) -> None:
    with two(tmp_path) as (world, a, _office):
        person = a.add_person("Jong")
        world.settle(2)
        with a.database.transaction() as work:
            work.connection.execute("DELETE FROM person WHERE id = ?", (person,))
            work.connection.execute("UPDATE village SET row_versions = '{}'")
        a.add_person("Boer")
        assert a.meet().same is True
        assert person in a.table()
        assert of_laptop(world, a) == []


def test_a_difference_is_gone_as_soon_as_what_lacked_came(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hub that was put back lacks what others must send first: no alarm until tomorrow."""
    with two(tmp_path) as (world, a, office):
        person = a.add_person("Jong")
        world.settle(2)
        asked: list[Compare] = []

        def differs(told: Compare) -> Compared:
            asked.append(told)
            return Compared(same=False, unequal=(1,))

        with monkeypatch.context() as patch:
            patch.setattr(a.wire, "compare", differs)
            edit(a, person, contact_note="na zessen")
            assert a.meet().same is False
            edit(a, person, contact_note="voor negenen")
            assert a.meet().same is False
        assert len(asked) == 3, "fetched again once a day"
        edit(office, person, contact_way="phone")
        office.meet()
        assert a.meet().same is True


def test_the_organisation_of_the_hub_takes_the_place_of_the_own(tmp_path: Path) -> None:
    with two(tmp_path) as (world, a, office):
        for laptop in (a, office):
            session_now = laptop.store.session
            assert session_now.organisation == world.organisation
            with laptop.database.reading() as connection:
                found = records.find(connection, session_now, Organisation)
            assert [one.id for one in found] == [world.organisation]
            assert (found[0].name, found[0].phone) == ("Stichting Proef", "0566")
        assert a.cards() == office.cards() == []


def test_the_session_follows_the_reach_that_the_hub_gives(tmp_path: Path) -> None:
    with two(tmp_path) as (world, a, office):
        assert a.store.session.villages != EVERYWHERE
        assert office.store.session.villages is EVERYWHERE
        world.give(a, "Grou", "Warten")
        assert a.meet().other_reach
        assert len(a.store.session.villages) == 2
        assert not a.meet().other_reach


def attach(laptop: HubLaptop, person: PersonId, content: bytes) -> RecordId:
    """Let someone add a file to a dossier."""
    kept = attachments.keep(laptop.database, content)
    with laptop.awake(), act(laptop.database, laptop.store.session, "attachment.add") as work:
        return work.create(
            Attachment(
                id=record_id(),
                client_id=person,
                name="foto.txt",
                file=kept.file,
                key=kept.key,
                size=kept.size,
            )
        )


def content_of(laptop: HubLaptop) -> list[bytes]:
    """Return what every attachment on a laptop holds."""
    with laptop.database.reading() as connection:
        known = attachments.known_apart(connection)
    return [attachments.content(laptop.store.folder, laptop.store.key, one) for one in known]


@pytest.mark.promise("F20")
def test_f20_a_file_that_is_cut_everywhere_goes_on_and_ends_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(papers, "LARGEST_PAPER_PART", 5_000)
    data = bytes(range(256)) * 300
    with two(tmp_path) as (world, a, office):
        person = a.add_person("Jong")
        attach(a, person, data)
        tries = _until_it_comes_off(a, "send_paper", each=3)
        assert tries > 4
        assert a.wire.calls.count("send_paper") <= 1.1 * tries + len(data) / 5_000 + 2
        # one more call than the last answer told arrived, and no byte of it counts twice
        _until_it_comes_off(office, "fetch_paper", each=1)
        assert content_of(office) == content_of(a) == [data]
        assert checking.check(office.database).problems == ()
        assert not list(office.store.folder.arriving.iterdir())
        calls = len(a.wire.calls)
        a.meet()
        assert "paper_held" not in a.wire.calls[calls:]
        assert of_laptop(world, office) == []


@pytest.mark.promise("F20")
def test_f20_control_a_file_of_which_a_byte_was_changed_is_not_taken(tmp_path: Path) -> None:
    with two(tmp_path) as (_world, a, office):
        kept = attach(a, a.add_person("Jong"), b"een foto")
        a.meet()
        office.wire.fault = lambda call: Fault.BEFORE if call == "fetch_paper" else Fault.NONE
        with suppress(HubUnreachable):
            office.meet()
        office.wire.fault = lambda _call: Fault.NONE
        with office.database.reading() as connection:
            (one,) = attachments.known(connection)
        arriving = office.store.folder.arriving
        arriving.mkdir(exist_ok=True)
        (arriving / one.file).write_bytes(b"x" * attachments.kept_size(one.size))
        office.meet()
        assert not (office.store.folder.attachments / one.file).exists()
        office.meet()
        assert content_of(office) == [b"een foto"]
        assert kept in office.table()


@pytest.mark.promise("F20")
def test_f20_what_a_crash_left_of_a_file_that_arrived_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with two(tmp_path) as (_world, a, office):
        person = a.add_person("Jong")
        attach(a, person, b"een foto")
        a.meet()
        arriving = office.store.folder.arriving

        def crash(*_: object, **_names: object) -> None:
            raise CrashedError

        with monkeypatch.context() as patch:
            patch.setattr(Path, "unlink", crash)
            with pytest.raises(CrashedError):
                office.meet()
        assert len(list(arriving.iterdir())) == 1
        (arriving / ("0" * 64)).write_bytes(b"of a resident who left meanwhile")
        office.meet()
        assert list(arriving.iterdir()) == []
        assert content_of(office) == [b"een foto"]


@pytest.mark.usefixtures("unasked")
@pytest.mark.promise("F12", "F20")
def test_f12_a_file_that_the_hub_did_not_take_keeps_its_dossier_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with two(tmp_path) as (world, a, office):
        person = a.add_person("Jong")
        world.settle(2)
        attach(a, person, b"een foto")
        world.give(a, "Jirnsum")
        with monkeypatch.context() as full:
            full.setattr(hub_papers, "MOST_A_DAY", 0)
            a.meet()
        assert content_of(a) == [b"een foto"]
        assert a.meet().removed == 1
        office.meet()
        assert content_of(office) == [b"een foto"]
        assert content_of(a) == []


@pytest.mark.usefixtures("unasked")
@pytest.mark.promise("F12", "F20")
def test_f12_the_hub_takes_the_file_of_a_record_made_before_the_dossier_left(
    tmp_path: Path,
) -> None:
    with two(tmp_path) as (world, a, office):
        person = a.add_person("Jong")
        world.settle(2)
        attach(a, person, b"een foto")
        world.give(a, "Jirnsum")
        assert a.meet().removed == 1
        office.meet()
        assert content_of(office) == [b"een foto"]
        assert content_of(a) == []


@pytest.mark.promise("F20")
def test_f20_a_file_that_somebody_else_sent_first_is_put_right(tmp_path: Path) -> None:
    with two(tmp_path) as (_world, a, office):
        attach(a, a.add_person("Jong"), b"een foto")
        a.wire.fault = lambda call: Fault.BEFORE if call == "paper_held" else Fault.NONE
        with suppress(HubUnreachable):
            a.meet()
        office.meet()
        with office.database.reading() as connection:
            (one,) = attachments.known(connection)
        size = attachments.kept_size(one.size)
        office.wire.send_paper(PaperPart(name=one.file, offset=0, size=size, part=b"x" * size))
        office.meet()
        assert not (office.store.folder.attachments / one.file).exists()
        a.wire.fault = lambda _call: Fault.NONE
        a.meet()
        office.meet()
        assert content_of(office) == [b"een foto"]


def _until_it_comes_off(laptop: HubLaptop, call: str, *, each: int) -> int:
    """Cut a call every so many times until an exchange comes to its end; return the tries."""
    for tries in range(1, 60):
        seen = [0]

        def cut(made: str, seen: list[int] = seen) -> Fault:
            seen[0] += made == call
            return Fault.AFTER if made == call and seen[0] > each else Fault.NONE

        laptop.wire.fault = cut
        try:
            laptop.meet()
        except HubUnreachable:
            continue
        laptop.wire.fault = lambda _call: Fault.NONE
        return tries
    raise AssertionError("it never came off")


def test_every_write_of_an_exchange_is_a_bite_that_typing_goes_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with two(tmp_path) as (_world, a, office):
        for number in range(3):
            office.add_person(f"Elders {number}")
            a.add_person(f"Proef {number}")
        office.meet()
        outside: list[str] = []
        whole = Database.transaction

        def watched(database: Database) -> AbstractContextManager[Transaction]:
            if not a.biting:
                outside.append("a write outside a bite")
            return whole(database)

        monkeypatch.setattr(Database, "transaction", watched)
        told = a.meet()
        assert told.sent
        assert told.taken
        assert outside == []


def test_history_tells_each_change_once(tmp_path: Path) -> None:
    with two(tmp_path) as (world, a, _office):
        person = a.add_person("Jong")
        edit(a, person, contact_note="na zes uur")
        world.settle(2)
        copy = world.copy()
        world.put_back(copy)
        settled(world)
        with a.database.reading() as connection:
            told = [one.operation for one in history.told(connection, person)]
        assert told.count("create") == 1
        assert len(told) == 2


def test_numbers_of_requests_only_go_up(tmp_path: Path) -> None:
    with two(tmp_path) as (_world, a, _office), a.awake():
        numbers = hub_facts.Numbers(a.database)
        first = [numbers.following() for _ in range(100)]
        a.restart()
        again = hub_facts.Numbers(a.database)
        later = again.following()
        assert first == sorted(set(first))
        assert later > first[-1]
        above = 2 * later  # the hub saw it, in a life of this store that a backup took away
        assert again.following(above) == above + 1
        a.restart()
        assert hub_facts.Numbers(a.database).following() > above + 1
        with a.database.transaction() as work:
            settings.put(work, hub_facts.READING, hub_facts.ReadPosition())


def test_a_phone_of_someone_else_is_not_known_here(tmp_path: Path) -> None:
    with two(tmp_path) as (_world, a, office):
        person = office.add_person("Elders", "Warten")
        with office.awake():
            people.add_phone(office.database, office.store.session, person)
        office.meet()
        a.meet()
        with a.database.reading() as connection:
            assert records.find(connection, a.store.session, Phone) == []
        assert RecordId(person) not in a.table()


def _small_pull(*, cursor: Cursor, words: bool) -> Pull:
    return Pull(cursor=cursor, words=words, most=7)
