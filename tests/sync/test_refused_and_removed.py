"""What did not arrive stays in sight and has a way on; what leaves is asked about first."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec
import pytest

from meitinker.domain.kinds import KINDS
from meitinker.domain.merging import Reason, Verdict
from meitinker.errors import BugError, RequestRefused
from meitinker.store import checking, fills, hub_facts, received, settings
from sync import papers, removals, sending
from sync.hub import judging, waiting
from sync.protocol import Compared, Pushed, PushReceipt
from sync.refused import put_aside, send_again
from sync.removals import answer
from sync.sums import bucket_of
from tests.sync.hub_story import of_laptop
from tests.sync.hub_world import HubWorld, two
from tests.sync.test_with_hub import attach, content_of, edit, field, stands

if TYPE_CHECKING:
    from pathlib import Path

    from meitinker.ids import PersonId
    from sync.protocol import Compare, PaperHeld, PaperWanted, Pull, Pulled, Push
    from tests.sync.hub_world import HubLaptop


@pytest.mark.promise("F20")
def test_f20_a_photo_that_was_refused_once_is_told_and_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with two(tmp_path) as (_world, a, office):
        person = a.add_person("Jong")
        photo = attach(a, person, b"een foto")
        attach(a, person, b"nog een foto")
        name, real = a.table()[photo]["fields"]["file"], a.wire.paper_held

        def held(asked: PaperWanted) -> PaperHeld:
            if asked.name == name:
                raise RequestRefused("clock", reason="clock")
            return real(asked)

        with monkeypatch.context() as patch:
            patch.setattr(a.wire, "paper_held", held)
            a.meet()
        (told,) = [one for one in stands(a).attention if one.kind == "attachment"]
        assert (told.record_id, told.reason) == (photo, Reason.FILE_REFUSED)
        assert stands(a).missing == 1
        assert a.meet().papers == 1
        assert stands(a).missing == 0
        office.meet()
        assert sorted(content_of(office)) == [b"een foto", b"nog een foto"]
        calls = len(a.wire.calls)
        a.meet()
        assert "paper_held" not in a.wire.calls[calls:], "what is whole is not asked about again"


@pytest.mark.promise("F20")
def test_f20_one_photo_that_cannot_be_read_ends_no_exchange(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with two(tmp_path) as (_world, a, office):
        person = a.add_person("Jong")
        photo = attach(a, person, b"een foto")
        attach(a, person, b"nog een foto")
        name, real = a.table()[photo]["fields"]["file"], papers._run

        def run(path: Path, offset: int) -> bytes:
            if path.name == name:
                raise OSError(5, "input/output error")
            return real(path, offset)

        with monkeypatch.context() as patch:
            patch.setattr(papers, "_run", run)
            assert a.meet().same is True
            assert [one.reason for one in stands(a).attention] == [Reason.FILE_UNREADABLE]
        a.meet()
        office.meet()
        assert stands(a).attention == ()
        assert sorted(content_of(office)) == [b"een foto", b"nog een foto"]


def refused(world: HubWorld, laptop: HubLaptop) -> PersonId:
    """Let the hub refuse a change of a resident, who then leaves the user's reach."""
    person = laptop.add_person("Jong")
    edit(laptop, person, contact_note="oud")
    laptop.meet()
    edit(laptop, person, contact_note="niet meer van mij")

    def push(told: Push) -> Pushed:
        no = PushReceipt(change_id="", verdict=Verdict.REFUSED, reason=Reason.NOT_WITHIN_REACH)
        names = [one.change_id for one in told.changes]
        return Pushed(receipts=tuple(msgspec.structs.replace(no, change_id=one) for one in names))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(laptop.wire, "push", push)
        laptop.meet()
    world.give(laptop, "Jirnsum")
    return person


def lost(laptop: HubLaptop) -> list[str]:
    """Return the changes made here that did not arrive."""
    return [one.change_id for one in stands(laptop).attention if one.own and not one.card]


@pytest.mark.usefixtures("unasked")
@pytest.mark.promise("F12", "F15")
def test_f12_what_is_put_aside_lets_its_dossier_go(tmp_path: Path) -> None:
    with two(tmp_path) as (world, a, _office):
        person = refused(world, a)
        assert a.meet().removed == 0
        (change,) = lost(a)
        assert field(a, person, "contact_note") == "niet meer van mij"
        with a.awake():
            told = put_aside(a.database, a.store.session, change)
        assert [(item.kind, item.record_id) for item in told.items] == [("person", person)]
        assert field(a, person, "contact_note") == "oud"
        assert lost(a) == []
        assert checking.check(a.database).problems == ()
        assert a.meet().removed == 1
        assert person not in a.table()
        assert of_laptop(world, a) == []


@pytest.mark.usefixtures("unasked")
@pytest.mark.promise("F12")
def test_f12_control_what_is_not_put_aside_keeps_its_dossier(tmp_path: Path) -> None:
    with two(tmp_path) as (world, a, _office):
        person = refused(world, a)
        assert a.meet().removed == 0
        assert person in a.table()


@pytest.mark.usefixtures("unasked")
def test_a_record_that_was_refused_from_its_beginning_goes_when_it_is_put_aside(
    tmp_path: Path,
) -> None:
    with two(tmp_path) as (world, a, _office):
        world.give(a, "Jirnsum")
        person = a.add_person("Buiten", village="Grou")
        a.meet()
        for change in lost(a):
            with a.awake():
                put_aside(a.database, a.store.session, change)
        a.meet()
        assert person not in a.table()
        assert lost(a) == []
        assert checking.check(a.database).problems == ()


@pytest.mark.usefixtures("unasked")
@pytest.mark.promise("F15")
def test_f15_a_refused_change_can_be_sent_again(tmp_path: Path) -> None:
    with two(tmp_path) as (world, a, office):
        person = refused(world, a)
        (change,) = lost(a)
        world.give(a, "Grou")
        a.meet()
        assert lost(a) == [change], "by itself it is not asked again"
        assert send_again(a.database, change)
        a.meet()
        office.meet()
        assert lost(a) == []
        assert field(office, person, "contact_note") == "niet meer van mij"
        assert [of_laptop(world, one) for one in (a, office)] == [[], []]


def test_only_what_was_refused_can_be_sent_again_or_put_aside(tmp_path: Path) -> None:
    with two(tmp_path) as (_world, a, _office):
        person = a.add_person("Jong")
        a.meet()
        change = a.table()[person]["versions"]["name"]
        with a.awake():
            told = put_aside(a.database, a.store.session, change)
        assert not send_again(a.database, change)
        assert told.items == ()
        assert person in a.table()


@pytest.mark.promise("A20", "F18")
def test_a20_what_the_hub_has_no_room_for_stays_here_is_told_and_comes_in_by_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with two(tmp_path) as (world, a, office):
        person = a.add_person("Jong")
        attach(a, person, b"een foto")
        with monkeypatch.context() as patch:
            patch.setattr(waiting, "MOST_BYTES_OF_A_DEVICE", 0)
            patch.setattr(judging, "KINDS", {n: k for n, k in KINDS.items() if n == "device"})
            a.meet()
            assert {one.reason for one in stands(a).attention} == {Reason.NO_ROOM}
            assert stands(a).missing == len(lost(a)) > 1
            calls = len(a.wire.calls)
            a.meet()
            assert "push" in a.wire.calls[calls:], "it asks by itself whether there is room"
        world.settle(2)
        assert stands(a).attention == ()
        assert person in office.table()
        assert content_of(office) == [b"een foto"]
        assert of_laptop(world, a) == of_laptop(world, office) == []


def test_however_many_wait_at_the_hub_each_is_asked_about(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with two(tmp_path) as (_world, a, _office):
        asked: list[str] = []

        def push(told: Push) -> Pushed:
            wait = PushReceipt(
                change_id="", verdict=Verdict.QUARANTINED, reason=Reason.UNKNOWN_KIND
            )
            names = [one.change_id for one in told.changes]
            asked.extend(names)
            return Pushed(
                receipts=tuple(msgspec.structs.replace(wait, change_id=one) for one in names)
            )

        monkeypatch.setattr(a.wire, "push", push)
        for name in "abcd":
            a.add_person(name)
        a.meet()
        waiting_there = sorted(set(asked))
        asked.clear()
        monkeypatch.setattr(sending, "MOST_CHANGES", 3)
        a.meet()
        assert len(asked) == 6, "each exchange asks twice"
        while len(asked) < len(waiting_there):
            a.meet()
        assert sorted(asked[: len(waiting_there)]) == waiting_there
        # once they fit one message there is no place to remember
        monkeypatch.setattr(sending, "MOST_CHANGES", 100)
        asked.clear()
        a.meet()
        assert sorted(asked) == sorted([*waiting_there, *waiting_there])
        with a.database.reading() as connection:
            assert settings.get(connection, hub_facts.ASKED) == 0


def test_what_no_message_can_hold_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from meitinker.errors import MessageTooLarge

    def too_large(_told: Push) -> Pushed:
        raise MessageTooLarge("cap")

    with two(tmp_path) as (_world, a, _office):
        a.add_person("Jong")
        with monkeypatch.context() as patch:
            patch.setattr(a.wire, "push", too_large)
            a.meet()
        assert {one.reason for one in stands(a).attention} == {Reason.TOO_LARGE}


@pytest.mark.promise("F18")
def test_f18_a_change_that_got_no_receipt_is_sent_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with two(tmp_path) as (_world, a, office):
        person = a.add_person("Jong")
        real = a.wire.push

        def short(told: Push) -> Pushed:
            return Pushed(receipts=real(told).receipts[1:])

        with monkeypatch.context() as patch:
            patch.setattr(a.wire, "push", short)
            with pytest.raises(Exception, match="receipts"):
                a.meet()
        assert stands(a).trouble == "HubUnreachable"
        assert stands(a).attention == ()
        a.meet()
        office.meet()
        assert person in office.table()
        assert stands(a).waiting == 0


def test_every_error_of_an_exchange_is_kept_also_one_of_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_names: object) -> None:
        raise BugError("a poisoned place")

    with two(tmp_path) as (_world, a, office):
        office.add_person("Jong")
        office.meet()
        with monkeypatch.context() as patch:
            patch.setattr(received, "receive", broken)
            patch.setattr(fills, "fill", broken)
            with pytest.raises(BugError):
                a.meet()
        assert stands(a).trouble == "BugError"
        told: list[str] = []
        pull = a.wire.pull

        def heard(asked: Pull) -> Pulled:
            told.append(stands(a).trouble)
            return pull(asked)

        with monkeypatch.context() as patch:
            patch.setattr(a.wire, "pull", heard)
            a.meet()
        assert set(told) == {""}, "while it is under way with a hub that answers"
        assert stands(a).trouble == ""


@pytest.fixture
def always_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every removal be large."""
    monkeypatch.setattr(removals, "LARGE_RECORDS", 0)


def say_yes(laptop: HubLaptop, *, about_lost: bool = False) -> None:
    """Let someone say yes."""
    with laptop.awake():
        answer(laptop.database, laptop.store.session, remove=True, lost=about_lost)


@pytest.mark.usefixtures("always_asked")
def test_a_question_goes_with_its_cause_and_takes_its_yes_along(tmp_path: Path) -> None:
    with two(tmp_path) as (world, a, _office):
        a.add_person("Jong")
        world.settle(2)
        world.give(a, "Jirnsum")
        assert a.meet().asks is not None
        say_yes(a)
        world.give(a, "Grou")
        told = a.meet()
        assert (told.asks, told.removed, stands(a).asks) == (None, 0, None)
        assert told.same is True
        world.give(a, "Jirnsum")
        assert a.meet().asks is not None, "the earlier yes was of then"
        assert stands(a).asks is not None


@pytest.mark.usefixtures("always_asked")
@pytest.mark.parametrize(("days", "removed"), [(0, 1), (2, 0)])
def test_a_yes_counts_for_a_day(tmp_path: Path, days: int, removed: int) -> None:
    with two(tmp_path) as (world, a, _office):
        a.add_person("Jong")
        world.settle(2)
        world.give(a, "Jirnsum")
        a.meet()
        say_yes(a)
        a.skew += timedelta(days=days)
        told = a.meet()
        assert told.removed == removed
        assert (told.asks is None) == bool(removed)


@pytest.mark.usefixtures("always_asked")
def test_a_yes_to_what_the_hub_lost_is_not_used_up_by_what_left(tmp_path: Path) -> None:
    with two(tmp_path) as (world, a, office):
        world.settle(2)
        copy = world.copy()
        kept = a.add_person("Blijft")
        world.settle(2)
        world.put_back(copy)
        world.laptops.remove(a)
        told = office.meet()
        assert told.asks is not None
        assert told.asks.lost_at_hub
        say_yes(office, about_lost=True)
        with office.database.reading() as connection:
            assert settings.get(connection, hub_facts.REMOVAL).dossiers == ()
            assert settings.get(connection, hub_facts.LOST).agreed
        office.meet()
        assert kept not in office.table()


def test_what_left_cannot_be_guessed_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(removals, "LARGE_SHARE", 1)
    with two(tmp_path) as (world, a, office):
        person = a.add_person("Jong")
        world.settle(2)
        edit(office, person, contact_note="06-12345678")
        world.settle(2)
        world.give(a, "Jirnsum")
        assert a.meet().removed == 1
        with a.database.reading() as connection:
            rows = connection.execute(
                "SELECT fields, base, salt, commitment FROM received WHERE record_id = ?", (person,)
            ).fetchall()
        assert rows
        assert set(rows) == {("{}", "{}", "", "")}


def test_what_waited_for_a_newer_program_goes_with_its_dossier(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(removals, "LARGE_SHARE", 1)
    with two(tmp_path) as (world, a, office):
        person = a.add_person("Jong")
        a.add_person("Blijft")
        world.settle(2)
        edit(office, person, contact_note="later te lezen")
        world.settle(2)
        with a.database.transaction() as transaction:
            transaction.connection.execute(
                "UPDATE received SET verdict = ?, reason = 'unknown_kind', kind = 'later',"
                " waits_for = 'kind:later', turn = NULL, took = '[]' WHERE record_id = ?",
                (Verdict.QUARANTINED, person),
            )
        world.give(a, "Jirnsum")
        a.meet()
        world.give(a, "Grou")
        a.meet()
        assert a.meet().same is not False
        assert stands(a).attention == ()
        assert field(a, person, "contact_note") == "later te lezen"


def test_the_count_of_choices_is_that_of_the_cards_on_the_page(tmp_path: Path) -> None:
    from meitinker.services import conflicts
    from sync.status import exchange_status

    with two(tmp_path) as (_world, a, office):
        person = a.add_person("Jong")
        a.meet()
        office.meet()
        edit(office, person, contact_note="kantoor")
        office.meet()
        edit(a, person, contact_note="thuis")
        a.meet()
        blind = msgspec.structs.replace(a.store.session, villages=frozenset())
        for session, count in ((a.store.session, 1), (blind, 0)):
            with a.awake():
                assert exchange_status(a.database, session).choices == count
                assert conflicts.waiting(a.database, session).count == count


def test_what_stays_unequal_is_fetched_again_once_a_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with two(tmp_path) as (_world, a, _office):
        person = a.add_person("Jong")
        a.meet()

        def unequal(told: Compare) -> Compared:
            real(told)
            return Compared(same=False, unequal=(bucket_of(person),))

        real = a.wire.compare
        monkeypatch.setattr(a.wire, "compare", unequal)
        a.add_person("Boer")
        assert a.meet().same is False
        asked = a.wire.calls.count("compare")
        assert a.meet().same is False, "what was fetched again moved: it is compared"
        assert a.wire.calls.count("compare") == asked + 1, "and not fetched once more"
        assert a.meet().same is None, "known: not asked again today"
        assert a.wire.calls.count("compare") == asked + 1
        monkeypatch.setattr(a.wire, "compare", real)
        a.skew += timedelta(days=1)
        assert a.meet().same is True
