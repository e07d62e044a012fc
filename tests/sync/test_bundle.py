"""The same exchange on a stick: a file there, an answer back, and everything that may happen."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec
import pytest

from meitinker import clock
from meitinker.errors import (
    BundleDamaged,
    BundleNotOurs,
    BundleOld,
    DeviceRefused,
    DeviceWiped,
    DiskFull,
    HubUnreachable,
)
from meitinker.services import editing
from meitinker.store import checking, hub_facts, sent, settings
from sync import bundle, bundle_file, signing
from sync.bundle import BundleRun
from sync.bundle_file import Head
from sync.hub import bundles
from tests.sync.hub_story import of_laptop
from tests.sync.hub_world import HubWorld, two
from tests.sync.test_with_hub import attach, content_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sync.hub.bundles import Done
    from sync.session import ExchangeOutcome
    from tests.sync.hub_world import HubLaptop

T = TypeVar("T")

CANARY = "Kanariestra"


class Stick:
    """A stick that is carried between a laptop and the hub."""

    def __init__(self, world: HubWorld, folder: Path) -> None:
        """Use an empty folder as the stick."""
        self._world = world
        self.folder = folder
        folder.mkdir()

    def filled(self, laptop: HubLaptop, name: str = "naar") -> Path:
        """Let a laptop put its file on the stick."""
        path = self.folder / f"{name}{bundle_file.SUFFIX}"
        with laptop.awake():
            bundle.write(laptop.database, laptop.store.session, path)
        return path

    def read(self, path: Path) -> Done:
        """Let the hub do what the file asks."""
        world = self._world
        with clock.running(world.hub_time):
            return bundles.answer(world.database, world.accounts, path, self.folder)

    def back(self, laptop: HubLaptop, done: Done) -> ExchangeOutcome:
        """Let a laptop take in an answer."""
        with laptop.awake():
            run = BundleRun(laptop.database, laptop.store.session, Path(done.answer))
            outcome = run.run()
        laptop.new_session()
        return outcome

    def round(self, laptop: HubLaptop) -> ExchangeOutcome:
        """Go there and back."""
        return self.back(laptop, self.read(self.filled(laptop)))


@contextmanager
def carried(tmp_path: Path) -> Iterator[tuple[HubWorld, HubLaptop, HubLaptop, Stick]]:
    """Lend a laptop of one village, an office, and a stick; both had met the hub."""
    with two(tmp_path / "world") as (world, a, office):
        yield world, a, office, Stick(world, tmp_path / "stick")


def waiting(laptop: HubLaptop) -> int:
    """Return how many changes wait to be sent."""
    with laptop.database.reading() as connection:
        return sent.waiting(connection)[0]


def test_work_goes_there_and_comes_back(tmp_path: Path) -> None:
    with carried(tmp_path) as (world, a, office, stick):
        mine, theirs = a.add_person("Jong"), office.add_person("Oud")
        office.meet()
        done = stick.read(stick.filled(a))
        assert done.changes
        assert not done.late
        assert waiting(a), "nothing counts as sent before its receipt is here"
        outcome = stick.back(a, done)
        assert outcome.sent == done.changes
        assert not waiting(a)
        assert theirs in a.table()
        office.meet()
        assert mine in office.table()
        assert of_laptop(world, a) == of_laptop(world, office) == []
        assert checking.check(a.database).problems == ()


def test_the_next_round_brings_only_what_is_new(tmp_path: Path) -> None:
    with carried(tmp_path) as (world, a, office, stick):
        a.add_person("Jong")
        stick.round(a)
        again = stick.round(a)
        assert again.sent == 0
        person = office.add_person("Oud")
        office.meet()
        stick.round(a)
        assert person in a.table()
        a.wire.skip_to(1 << 60)
        assert a.meet().same is not False
        assert of_laptop(world, a) == []


def test_what_was_done_with_a_file_is_told_as_it_is(tmp_path: Path) -> None:
    with carried(tmp_path) as (_world, a, _office, stick):
        a.add_person("Jong")
        path = stick.filled(a)
        first, again = stick.read(path), stick.read(path)
        assert (first.known, first.turned_down) == (0, 0)
        assert (again.changes, again.known) == (0, first.changes)
        assert bundles.words(first).startswith(f"Overgenomen. Wijzigingen: {first.changes}, ")
        assert bundles.words(again).startswith("Dit bestand was al ingelezen.")
        for told in (first, again):
            assert told.answer in bundles.words(told)
        empty = msgspec.structs.replace(first, changes=0, papers=0)
        assert bundles.words(empty).startswith("Er stond niets nieuws op de stick. Breng het ")
        refused = bundles.words(msgspec.structs.replace(first, turned_down=2))
        assert "Niet aangenomen: 2. De laptop vertelt waarom." in refused


@pytest.mark.promise("F7")
def test_f7_a_file_and_an_answer_that_are_read_twice_change_nothing_more(tmp_path: Path) -> None:
    with carried(tmp_path) as (world, a, office, stick):
        a.add_person("Jong")
        office.add_person("Oud")
        office.meet()
        path = stick.filled(a)
        first = stick.read(path)
        listed = [one.header.change_id for one in world.listed()]
        second = stick.read(path)
        assert [one.header.change_id for one in world.listed()] == listed
        assert not second.late
        stick.back(a, first)
        table = a.table()
        stick.back(a, second)
        assert a.table() == table
        assert of_laptop(world, a) == []


@pytest.mark.promise("F6")
def test_f6_an_answer_that_gets_lost_costs_nothing(tmp_path: Path) -> None:
    with carried(tmp_path) as (world, a, office, stick):
        a.add_person("Jong")
        person = office.add_person("Oud")
        office.meet()
        stick.read(stick.filled(a))
        stick.round(a)
        assert not waiting(a)
        assert person in a.table()
        assert of_laptop(world, a) == []


@pytest.mark.promise("F6")
def test_f6_the_network_comes_back_between_two_sticks(tmp_path: Path) -> None:
    with carried(tmp_path) as (world, a, office, stick):
        a.add_person("Jong")
        person = office.add_person("Oud")
        office.meet()
        path = stick.filled(a)
        done = stick.read(path)
        a.wire.skip_to(1 << 60)
        a.meet()
        assert person in a.table()
        count = len(world.listed())
        late = stick.read(path)
        assert late.late
        assert not late.answer
        assert len(world.listed()) == count
        with pytest.raises(BundleOld):
            stick.back(a, done)
        assert of_laptop(world, a) == []


@pytest.mark.promise("F6")
def test_f6_two_laptops_whose_files_bear_one_name_each_get_their_answer(tmp_path: Path) -> None:
    with carried(tmp_path) as (world, a, office, stick):
        mine, theirs = a.add_person("Jong"), office.add_person("Oud")
        other = Stick(world, tmp_path / "another stick")
        asked = [(a, stick.filled(a)), (office, other.filled(office))]
        done = [(laptop, stick.read(path)) for laptop, path in asked]
        assert len({one.answer for _laptop, one in done}) == 2
        for laptop, one in done:
            stick.back(laptop, one)
            assert not waiting(laptop)
        again = stick.read(stick.filled(a))
        assert again.answer == done[0][1].answer, "its own is replaced"
        stick.back(a, again)
        assert {mine, theirs} <= a.table().keys()


@pytest.mark.promise("F6")
def test_f6_control_under_one_name_the_first_answer_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def one_name(folder: Path, source: Path, _head: Head) -> Path:
        return folder / f"{source.stem} {bundles.ANSWER}{bundle_file.SUFFIX}"

    monkeypatch.setattr(bundles, "_target", one_name)
    with carried(tmp_path) as (world, a, office, stick):
        other = Stick(world, tmp_path / "another stick")
        first = stick.read(stick.filled(a))
        stick.read(other.filled(office))
        with pytest.raises(BundleNotOurs):
            stick.back(a, first)


def test_typing_goes_on_while_the_stick_is_away(tmp_path: Path) -> None:
    with carried(tmp_path) as (world, a, _office, stick):
        person = a.add_person("Jong")
        done = stick.read(stick.filled(a))
        with a.awake():
            editing.save(
                a.database,
                a.store.session,
                kind="person",
                record_id=person,
                fields={"called": "Nieuw"},
            )
        stick.back(a, done)
        assert a.table()[person]["fields"]["called"] == "Nieuw"
        stick.round(a)
        assert world.records()[person]["fields"]["called"] == "Nieuw"


def test_files_go_along_both_ways(tmp_path: Path) -> None:
    with carried(tmp_path) as (_world, a, office, stick):
        person = a.add_person("Jong")
        attach(a, person, bytes(range(256)) * 9_000)
        done = stick.read(stick.filled(a))
        assert done.papers == 1
        stick.back(a, done)
        office.meet()
        assert content_of(office) == content_of(a)
        attach(office, person, b"van het kantoor")
        office.meet()
        stick.round(a)
        assert sorted(content_of(a)) == sorted(content_of(office))


@pytest.mark.promise("A20")
@pytest.mark.parametrize("offset", ["", "x", "-1", "1.5", "\u00b2", "9" * 5_000])
def test_a20_an_answer_of_which_a_part_begins_nowhere_is_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, offset: str
) -> None:
    with carried(tmp_path) as (_world, a, office, stick):
        attach(office, office.add_person("Oud"), b"een foto")
        office.meet()
        a.meet()
        (path,) = a.store.folder.attachments.iterdir()
        path.unlink()
        add = bundle_file.BundleWriter.add

        def spoil(self: bundle_file.BundleWriter, name: str, message: object) -> None:
            what, _space, rest = name.partition(" ")
            if what == "fetch_paper" and rest.endswith(" 0"):
                name = f"{what} {rest.partition(' ')[0]} {offset}"
            add(self, name, message)

        question = stick.filled(a)
        with monkeypatch.context() as patch:
            patch.setattr(bundle_file.BundleWriter, "add", spoil)
            done = stick.read(question)
        with pytest.raises(BundleDamaged):
            stick.back(a, done)


@pytest.mark.usefixtures("unasked")
@pytest.mark.promise("F12")
def test_f12_a_dossier_leaves_by_a_stick_and_the_next_one_says_so(tmp_path: Path) -> None:
    with carried(tmp_path) as (world, a, _office, stick):
        person = a.add_person("Jong")
        stick.round(a)
        assert person in world.held(a)
        world.give(a, "Jirnsum")
        assert stick.round(a).removed == 1
        assert person not in a.table()
        assert person in world.held(a), "the hub has not heard of it yet"
        stick.round(a)
        assert person not in world.held(a)
        world.give(a, "Grou")
        stick.round(a)
        assert person in a.table()
        stick.round(a)  # where its user works now, which it heard with the stick before
        assert of_laptop(world, a) == []


@pytest.mark.promise("F21")
def test_f21_a_hub_that_was_put_back_gets_all_again_with_the_second_stick(tmp_path: Path) -> None:
    with carried(tmp_path) as (world, a, office, stick):
        copy = world.copy()
        person = a.add_person("Jong")
        stick.round(a)
        world.put_back(copy)
        with pytest.raises(BundleOld):
            stick.round(a)
        stick.round(a)
        office.meet()
        office.meet()
        assert person in office.table()
        assert of_laptop(world, a) == []


@pytest.mark.promise("F25")
def test_f25_a_device_that_is_shut_out_brings_that_home(tmp_path: Path) -> None:
    with carried(tmp_path) as (world, a, _office, stick):
        a.add_person("Jong")
        listed = len(world.listed())
        device = a.store.session.device
        world.accounts.revoke(world.organisation, device)
        done = stick.read(stick.filled(a))
        assert done.refused == DeviceRefused.__name__
        assert len(world.listed()) == listed
        with pytest.raises(DeviceRefused):
            stick.back(a, done)
        world.accounts.revoke(world.organisation, device, wipe=True)
        with pytest.raises(DeviceWiped) as order:
            stick.back(a, stick.read(stick.filled(a)))
        with a.database.reading() as connection:
            key = settings.get(connection, hub_facts.BELONGING).hub_key
        told = {name: str(order.value.params[name]) for name in ("at", "order")}
        assert signing.is_ordered(key, world.hub_id, device, **told)


def test_a_file_says_for_whom_it_is_not(tmp_path: Path) -> None:
    with (
        carried(tmp_path) as (_world, a, office, stick),
        HubWorld(tmp_path / "elsewhere", seed=5) as elsewhere,
    ):
        path = stick.filled(a)
        done = stick.read(path)
        with pytest.raises(BundleNotOurs) as refused:
            Stick(elsewhere, tmp_path / "stick 2").read(path)
        assert refused.value.params["reason"] == "hub"
        with pytest.raises(BundleNotOurs) as refused:
            stick.back(office, done)
        assert refused.value.params["reason"] == "device"
        with pytest.raises(BundleNotOurs) as refused:
            stick.back(a, done.__class__(device="", answer=str(path)))
        assert refused.value.params["reason"] == "question"
        with pytest.raises(BundleNotOurs) as refused:  # a clerk takes it for hers
            stick.back(office, done.__class__(device="", answer=str(path)))
        assert refused.value.params["reason"] == "question_of_another"
        with pytest.raises(BundleNotOurs) as refused:
            stick.read(Path(done.answer))
        assert refused.value.params["reason"] == "answer"


@pytest.mark.promise("A26")
def test_a26_nothing_can_be_read_of_a_file_and_it_opens_only_whole(tmp_path: Path) -> None:
    with carried(tmp_path) as (world, a, _office, stick):
        a.add_person(CANARY)
        path = stick.filled(a)
        data = path.read_bytes()
        assert CANARY.encode() not in data
        listed = len(world.listed())
        ends = [0, 5, len(data) // 2, len(data) - 1]
        cut = [data[:end] for end in ends] + [data + b"x", data + data[-200:]]
        flipped = [
            data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
            for at in {*range(0, len(data), max(1, len(data) // 150)), *_lengths(data)}
        ]
        for damaged in cut + flipped:
            path.write_bytes(damaged)
            with pytest.raises((BundleDamaged, BundleNotOurs, DeviceRefused)):
                stick.read(path)
        assert len(world.listed()) == listed
        path.write_bytes(data)
        assert stick.read(path).changes


def _lengths(data: bytes) -> list[int]:
    """Return where the bytes stand that say how long each part is."""
    at, found = len(bundle_file.MAGIC), list[int]()
    while at < len(data):
        found += range(at, at + 4)
        at += 4 + int.from_bytes(data[at : at + 4])
    return found


@pytest.mark.promise("A26")
def test_a26_a_file_in_anothers_name_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with carried(tmp_path) as (world, a, _office, stick):
        path = stick.folder / "vals.meitinker"

        def forged() -> None:
            head = Head(hub=world.hub_id, device=a.store.session.device, number=1 << 50)
            hub = signing.public(world.accounts.signing_key(world.organisation))
            with bundle_file.writing(path, head, secret=signing.new_key(), receiver=hub):
                pass

        forged()
        with pytest.raises(BundleDamaged):
            stick.read(path)
        # control: without the signature anyone who knows the hub could write in her name
        monkeypatch.setattr(bundle_file, "_require_signed", lambda *_: None)
        assert stick.read(path).changes == 0


def test_a_full_stick_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with carried(tmp_path) as (_world, a, _office, stick):
        a.add_person("Jong")

        def full(*_args: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(DiskFull):
            stick.filled(a)
        assert list(stick.folder.iterdir()) == []
        monkeypatch.undo()
        assert waiting(a)
        stick.round(a)
        assert not waiting(a)


@pytest.mark.promise("F6")
def test_f6_an_answer_that_is_broken_off_at_any_bite_is_read_again(tmp_path: Path) -> None:
    with carried(tmp_path) as (world, a, office, stick):
        a.add_person("Jong")
        for number in range(3):
            office.add_person(f"Oud{number}")
        office.meet()
        done = stick.read(stick.filled(a))
        for bites in range(40):
            left = [bites]

            def bite(work: Callable[[], T], left: list[int] = left) -> T:
                if not left[0]:
                    raise HubUnreachable("pulled out")
                left[0] -= 1
                return work()

            with a.awake():
                run = BundleRun(a.database, a.store.session, Path(done.answer), bites=bite)
                try:
                    run.run()
                except HubUnreachable:
                    a.restart()
                else:
                    break
        else:
            raise AssertionError("it never came to its end")
        a.new_session()
        assert bites > 3
        assert of_laptop(world, a) == []
