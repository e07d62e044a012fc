"""A laptop that is stolen or stays away: its keys go, or it asks for contact first (F25)."""

from __future__ import annotations

import errno
import importlib
from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec
import pytest

from meitinker import clock, paths
from meitinker.errors import DeviceWiped, DiskFailed, DiskFull, HubNotOurs, LeaseOver
from meitinker.keys import KeyFile
from meitinker.services import editing, lease
from meitinker.store import drafts, hub_facts, settings, wiping
from meitinker.store.wiping import Wiped
from sync import signing
from sync.bundle import BundleRun
from sync.session import SyncRun
from sync.status import exchange_status
from tests import stores
from tests.stores import CHEAP, PASSPHRASE, Ring
from tests.sync.hub_world import two
from tests.sync.test_bundle import carried
from tests.sync.test_with_hub import attach

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from meitinker.paths import StoreFolder
    from sync.status import ExchangeStatus
    from tests.sync.hub_world import HubLaptop, HubWorld

NOTE = Wiped(ordered_at="2026-11-12T14:05:00.000Z", done_at="2026-11-12T14:06:00.000Z")


class KilledError(Exception):
    """The program was killed here."""


def furnished(laptop: HubLaptop, ring: Ring | None = None) -> list[bytes]:
    """Give a laptop keys, an attachment and a backup of its keys; return what the keys were."""
    attach(laptop, laptop.add_person("Jong"), b"een foto")
    return guarded(laptop.store.folder, ring)


def guarded(folder: StoreFolder, ring: Ring | None = None) -> list[bytes]:
    """Give a store keys, and a backup of them; return what the keys were."""
    KeyFile.create(folder.root, PASSPHRASE, keyring=ring or Ring(), cost=CHEAP)
    (folder.backups / "one.mtbackup").write_bytes(folder.keys_a.read_bytes())
    return [folder.keys_a.read_bytes(), folder.keys_b.read_bytes()]


def lying(folder: StoreFolder) -> set[str]:
    """Return the names of all files of a store."""
    return {path.name for path in folder.root.rglob("*") if path.is_file()}


def ordered(world: HubWorld, laptop: HubLaptop) -> None:
    """Let the hub order a laptop to wipe."""
    world.accounts.revoke(world.organisation, laptop.store.session.device, wipe=True)


@pytest.mark.promise("F25")
def test_f25_who_is_ordered_to_wipe_loses_the_keys_at_once_and_all_else_at_its_end(
    tmp_path: Path,
) -> None:
    with two(tmp_path) as (world, a, _office):
        keys, folder = furnished(a), a.store.folder
        ordered(world, a)
        with pytest.raises(DeviceWiped):
            a.meet()
        held = b"".join(p.read_bytes() for p in folder.root.rglob("*") if p.is_file())
        assert not any(key in held for key in keys)
        assert not any(path.exists() for path in (folder.keys_a, folder.keys_b))
        assert not wiping.finish(folder), "the program that has it open ends first"
        a.database.close()
        assert wiping.finish(folder)
        assert lying(folder) <= {"wiped", "store.lock"}
        assert not folder.exists
        note = wiping.note_of(folder)
        assert note is not None
        assert note.ordered_at <= note.done_at or a.skew
        assert wiping.finish(folder), "a second time does nothing more"


@pytest.mark.promise("F25")
def test_f25_control_a_laptop_that_does_not_obey_opens_as_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sync.wiping.obey", lambda *_args: None)
    with two(tmp_path) as (world, a, _office):
        ring = Ring()
        furnished(a, ring)
        ordered(world, a)
        with pytest.raises(DeviceWiped):
            a.meet()
        KeyFile.unlock(a.store.folder.root, PASSPHRASE, keyring=ring, cost=CHEAP)
        assert not wiping.finish(a.store.folder)


def put_aside(folder: StoreFolder) -> list[bytes]:
    """Let a backup have been put back before: the store of then lies aside, with its keys."""
    aside = folder.root / "replaced-20261101-090000"
    (aside / "attachments").mkdir(parents=True)
    for path in (folder.keys_a, folder.keys_b):
        (aside / path.name).write_bytes(path.read_bytes())
    staged = folder.root / "restoring"
    staged.mkdir()
    (staged / "keys.a").write_bytes(folder.keys_a.read_bytes())
    return [folder.keys_a.read_bytes(), folder.keys_b.read_bytes()]


def holding_keys(folder: StoreFolder, keys: list[bytes]) -> list[str]:
    """Return the files below a store that hold one of its key files."""
    files = (path for path in folder.root.rglob("*") if path.is_file())
    return [path.name for path in files if any(key in path.read_bytes() for key in keys)]


@pytest.mark.promise("F25")
def test_f25_keys_that_lie_with_a_store_put_aside_go_at_once_too(tmp_path: Path) -> None:
    with stores.opened(tmp_path) as store:
        guarded(store.folder)
        keys = put_aside(store.folder)
        wiping.destroy_keys(store.folder, NOTE)
        assert holding_keys(store.folder, keys) == []


@pytest.mark.promise("F25")
def test_f25_control_who_looks_in_the_folder_of_the_store_only_leaves_keys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wiping, "_with_keys", lambda folder: [folder.keys_a, folder.keys_b])
    with stores.opened(tmp_path) as store:
        guarded(store.folder)
        keys = put_aside(store.folder)
        wiping.destroy_keys(store.folder, NOTE)
        assert holding_keys(store.folder, keys) != []


@pytest.mark.promise("F25", "F3")
def test_f25_f3_a_file_that_cannot_be_overwritten_saves_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = wiping._overwrite

    def stubborn(path: Path) -> None:
        if path.name == "keys.a" and not freed:
            raise OSError(errno.EIO, "it does not go")
        whole(path)

    freed: list[bool] = []
    monkeypatch.setattr(wiping, "_overwrite", stubborn)
    with stores.opened(tmp_path) as store:
        keys = guarded(store.folder)
        with pytest.raises(DiskFailed):
            wiping.destroy_keys(store.folder, NOTE)
        assert holding_keys(store.folder, keys) == ["keys.a"]
        assert wiping.is_ordered(store.folder), "the next start goes on"
        freed.append(True)
        store.database.close()
        assert wiping.finish(store.folder)
        assert holding_keys(store.folder, keys) == []


@pytest.mark.promise("F25", "F3")
def test_f25_f3_on_a_full_disk_the_keys_make_room_for_the_note(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = paths.write_durably

    def full_while_keys_lie_there(path: Path, data: bytes) -> None:
        if folder.keys_a.exists():
            raise DiskFull("ENOSPC")
        whole(path, data)

    monkeypatch.setattr("meitinker.paths.write_durably", full_while_keys_lie_there)
    with stores.opened(tmp_path) as store:
        folder = store.folder
        monkeypatch.undo()
        keys = guarded(folder)
        monkeypatch.setattr("meitinker.paths.write_durably", full_while_keys_lie_there)
        wiping.destroy_keys(folder, NOTE)
        assert holding_keys(folder, keys) == []
        assert wiping.note_of(folder) == NOTE
        store.database.close()
        assert wiping.finish(folder)


def forged(world: HubWorld, laptop: HubLaptop) -> dict[str, Callable[[], DeviceWiped]]:
    """Return orders that are not the hub's, or not for this laptop."""
    device, at = laptop.store.session.device, clock.instant_text(clock.now())
    with laptop.database.reading() as connection:
        real = settings.get(connection, hub_facts.BELONGING)

    def by(secret: bytes, *, hub: str = real.hub, whom: str = device) -> DeviceWiped:
        return DeviceWiped(at=at, order=signing.order_wipe(secret, hub, whom, at))

    ours = world.accounts.signing_key(world.organisation)
    return {
        "another key": lambda: by(signing.new_key()),
        "another device": lambda: by(ours, whom="another"),
        "another hub": lambda: by(ours, hub="another"),
        "another moment": lambda: DeviceWiped(
            at="2020-01-01T00:00:00.000Z", order=by(ours).params["order"]
        ),
        "no signature": lambda: DeviceWiped(at=at),
        "nonsense": lambda: DeviceWiped(at=at, order="zz"),
    }


@pytest.mark.promise("F25", "A22")
@pytest.mark.parametrize(
    "which",
    ["another key", "another device", "another hub", "another moment", "no signature", "nonsense"],
)
def test_f25_a22_an_order_that_is_not_the_hubs_destroys_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, which: str
) -> None:
    with two(tmp_path) as (world, a, _office):
        keys, folder = furnished(a), a.store.folder
        order = forged(world, a)[which]()

        def meet(_told: object) -> None:
            raise order

        monkeypatch.setattr(a.wire, "meet", meet)
        before = lying(folder)
        with pytest.raises(HubNotOurs):
            a.meet()
        assert lying(folder) == before
        assert [folder.keys_a.read_bytes(), folder.keys_b.read_bytes()] == keys
        assert not folder.wiped.exists()


@pytest.mark.promise("F25")
def test_f25_who_joined_before_keys_for_orders_were_kept_obeys_none(tmp_path: Path) -> None:
    with two(tmp_path) as (world, a, _office):
        furnished(a)
        with a.database.transaction() as transaction:
            known = settings.get(transaction.connection, hub_facts.BELONGING)
            settings.put(
                transaction, hub_facts.BELONGING, msgspec.structs.replace(known, hub_key="")
            )
        ordered(world, a)
        with pytest.raises(HubNotOurs):
            a.meet()
        assert a.store.folder.keys_a.exists()


def kill_at(patch: pytest.MonkeyPatch, step: int) -> None:
    """Let the program die before its n-th deed on the disk."""
    done = [0]

    def dying(module: str, name: str) -> None:
        whole = getattr(importlib.import_module(module), name)

        def deed(*args: object, **names: object) -> object:
            done[0] += 1
            if done[0] == step:
                raise KilledError
            return whole(*args, **names)

        patch.setattr(f"{module}.{name}", deed)

    dying("meitinker.paths", "write_durably")
    dying("meitinker.store.wiping", "_overwrite")
    dying("meitinker.store.wiping", "_remove")


def killed(folder: StoreFolder, step: int) -> bool:
    """Wipe, and die before the n-th deed; tell whether it came so far."""
    with pytest.MonkeyPatch.context() as patch:
        kill_at(patch, step)
        try:
            wiping.destroy_keys(folder, NOTE)
            wiping.finish(folder)
        except KilledError:
            return True
    return False


@pytest.mark.promise("F25")
def test_f25_a_kill_at_any_step_ends_in_a_whole_store_or_in_none(tmp_path: Path) -> None:
    for step in range(1, 40):
        with stores.opened(tmp_path / str(step)) as store:
            folder = store.folder
            guarded(folder)
            store.database.close()
            if not killed(folder, step):
                break
            if wiping.is_ordered(folder):
                assert wiping.finish(folder)
                assert lying(folder) <= {"wiped", "store.lock"}
            else:
                assert step == 1, "only before anything was done"
                assert folder.keys_a.exists()
                assert folder.database.exists()
    assert 8 < step < 39


def met(laptop: HubLaptop, *, days: int = 14) -> None:
    """Let the hub have said how long the store opens."""
    with laptop.awake(), laptop.database.transaction() as transaction:
        now = clock.instant_text(clock.now())
        went = settings.get(transaction.connection, hub_facts.WENT)
        told = msgspec.structs.replace(went, met=now, lease_days=days)
        settings.put(transaction, hub_facts.WENT, told)
        settings.put(transaction, hub_facts.LATEST, now)


def after(laptop: HubLaptop, **time: int) -> str:
    """Open the store so much later; return why it does not, or ""."""
    laptop.skew += timedelta(**time)
    with laptop.awake():
        try:
            lease.require(laptop.database)
        except LeaseOver as error:
            return str(error.params["reason"])
    return ""


@pytest.mark.promise("F25")
def test_f25_after_fourteen_days_a_store_asks_for_contact_and_loses_nothing(
    tmp_path: Path,
) -> None:
    with two(tmp_path) as (_world, a, _office):
        person = a.add_person("Jong")
        a.meet()
        with a.awake():
            editing.save(
                a.database,
                a.store.session,
                kind="person",
                record_id=person,
                fields={"contact_note": "half getypt"},
            )
        met(a)
        assert after(a, days=13) == ""
        assert after(a, days=2) == "days"
        with a.awake():
            SyncRun(a.database, a.store.session, hub=a.wire).greet()
            lease.require(a.database)
        with a.database.reading() as connection:
            assert [one.record_id for one in drafts.open_drafts(connection)] == [person]
        assert a.table()[person]["fields"]["contact_note"] == "half getypt"


@pytest.mark.promise("F25")
@pytest.mark.parametrize("days", [3, 30])
def test_f25_the_hub_says_how_many_days(tmp_path: Path, days: int) -> None:
    with two(tmp_path) as (_world, a, _office):
        met(a, days=days)
        assert after(a, days=days - 1) == ""
        assert after(a, days=2) == "days"


@pytest.mark.promise("F25")
@pytest.mark.parametrize(("days", "quiet", "soon"), [(14, 10, 1), (2, 0, 1)])
def test_f25_that_contact_is_needed_is_said_before_the_store_opens_no_more(
    tmp_path: Path, days: int, quiet: int, soon: int
) -> None:
    def told() -> ExchangeStatus:
        with a.awake():
            return exchange_status(a.database, a.store.session)

    with two(tmp_path) as (_world, a, _office):
        met(a, days=days)
        with a.database.reading() as connection:
            last = clock.instant_from(settings.get(connection, hub_facts.WENT).met)
        ends = clock.instant_text(last + timedelta(days=days))
        assert after(a, days=quiet) == ""
        assert (told().contact_needed, told().opens_until) == (False, ends)
        assert after(a, days=soon) == ""
        assert (told().contact_needed, told().opens_until) == (True, ends)
        met(a, days=0)
        assert (told().contact_needed, told().opens_until) == (False, "")


@pytest.mark.promise("F25", "F17")
def test_f25_f17_a_clock_that_was_set_back_makes_it_last_no_longer(tmp_path: Path) -> None:
    with two(tmp_path) as (_world, a, _office):
        met(a)
        assert after(a, days=13) == ""
        assert after(a, days=-12) == "clock"
        assert after(a, days=12) == "", "the clock was put right"
        assert after(a, minutes=-20) == "", "a little is no fraud"
        assert after(a, days=2) == "days"
        assert after(a, days=-3650) == "clock"
        with a.awake():
            SyncRun(a.database, a.store.session, hub=a.wire).greet()
        assert after(a, days=1) == ""


@pytest.mark.promise("F25")
def test_f25_control_without_what_was_seen_an_old_clock_would_open_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lease, "SLACK", timedelta(days=36_500))
    with two(tmp_path) as (_world, a, _office):
        met(a)
        assert after(a, days=13) == ""
        assert after(a, days=-12) == ""


def opens_by_an_old_answer(tmp_path: Path) -> bool:
    """Tell whether an answer that is read again opens a store whose clock was set back."""
    with carried(tmp_path) as (_world, a, _office, stick):
        a.skew = timedelta(0)
        met(a)
        answer = stick.read(stick.filled(a))
        stick.back(a, answer)
        assert after(a, days=13) == ""
        stick.back(a, answer)
        return after(a, days=-12) == ""


@pytest.mark.promise("F25", "F17")
def test_f25_f17_an_answer_on_a_stick_that_is_read_again_takes_no_day_back(tmp_path: Path) -> None:
    assert not opens_by_an_old_answer(tmp_path)


@pytest.mark.promise("F25")
def test_f25_control_believed_as_the_network_is_an_old_answer_opens_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(BundleRun, "_latest", SyncRun._latest)
    assert opens_by_an_old_answer(tmp_path)


def test_a_store_of_its_own_and_one_without_a_limit_always_open(tmp_path: Path) -> None:
    with two(tmp_path) as (world, a, _office):
        met(a, days=0)
        assert after(a, days=4_000) == ""
        alone = world.stranger("alone")
        assert after(alone, days=4_000) == ""


def test_a_wipe_is_obeyed_when_contact_is_asked_for(tmp_path: Path) -> None:
    with two(tmp_path) as (world, a, _office):
        furnished(a)
        ordered(world, a)
        with a.awake(), pytest.raises(DeviceWiped):
            SyncRun(a.database, a.store.session, hub=a.wire).greet()
        assert not a.store.folder.keys_a.exists()
