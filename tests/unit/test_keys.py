from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import msgspec
import pytest

from meitinker.errors import (
    BugError,
    DiskFull,
    EscrowRefused,
    KeyFileDamaged,
    KeyringRefused,
    KeyringSecretGone,
    PassphraseTooWeak,
    StoreExists,
    StoreMissing,
    StoreTooNew,
    WaitBeforeRetry,
    WrongPassphrase,
    WrongRecoveryCode,
)
from meitinker.keys import FLOOR, REAL_COST, KeyCost, KeyFile, StoreKey, Stretch, Tries, copies
from meitinker.paths import StoreFolder

if TYPE_CHECKING:
    from pathlib import Path

PHRASE = "paard kaars nietig batterij"
OTHER = "geheel andere woorden vandaag"
QUICK = KeyCost(device=Stretch(64 * 1024, 1), alone=Stretch(128 * 1024, 1), floor=0)


class Ring:
    """A keyring in memory that can be told to refuse."""

    name = "memory"

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.refusing = False

    def get(self, entry: str) -> bytes | None:
        self._ask()
        return self.kept.get(entry)

    def put(self, entry: str, secret: bytes) -> None:
        self._ask()
        self.kept[entry] = secret

    def delete(self, entry: str) -> None:
        self.kept.pop(entry, None)

    def _ask(self) -> None:
        if self.refusing:
            raise KeyringRefused("told to", backend=self.name, reason="failed")


@pytest.fixture
def ring() -> Ring:
    return Ring()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "store"


def made(folder: Path, ring: Ring) -> tuple[StoreKey, str]:
    key, code = KeyFile.create(folder, PHRASE, keyring=ring, cost=QUICK)
    return key, code.text


def test_the_passphrase_opens(folder: Path, ring: Ring) -> None:
    key, _ = made(folder, ring)
    assert KeyFile.unlock(folder, PHRASE, keyring=ring, cost=QUICK) == key


def test_another_keyboard_makes_the_same_passphrase(folder: Path, ring: Ring) -> None:
    key, _ = KeyFile.create(folder, "skûtsje op\u00a0it Pikmar", keyring=ring, cost=QUICK)
    typed = "sku\u0302tsje op it Pikmar"
    assert KeyFile.unlock(folder, typed, keyring=ring, cost=QUICK) == key


def test_wrong_passphrases_are_told_and_counted(folder: Path, ring: Ring) -> None:
    made(folder, ring)
    waits = []
    for _ in range(3):
        with pytest.raises(WrongPassphrase) as told:
            KeyFile.unlock(folder, OTHER, keyring=ring, cost=QUICK)
        waits.append(told.value.params["wait"])
    assert waits == [0, 0, 30]


def test_a_second_store_in_the_same_folder_is_refused(folder: Path, ring: Ring) -> None:
    made(folder, ring)
    with pytest.raises(StoreExists):
        made(folder, ring)


def test_no_key_file_is_told(folder: Path, ring: Ring) -> None:
    with pytest.raises(StoreMissing):
        KeyFile.unlock(folder, PHRASE, keyring=ring)


def test_the_passphrase_without_the_keyring_secret_does_not_open(folder: Path, ring: Ring) -> None:
    key, code = made(folder, ring)
    with pytest.raises(KeyringSecretGone):
        KeyFile.unlock(folder, PHRASE, keyring=Ring(), cost=QUICK)
    assert not StoreFolder(folder).tries.exists(), "a lost keyring is not a wrong passphrase"
    assert KeyFile.unlock_with_recovery(folder, code) == key


def test_another_device_secret_does_not_open(folder: Path, ring: Ring) -> None:
    made(folder, ring)
    forged = Ring()
    forged.kept = {entry: bytes(32) for entry in ring.kept}
    with pytest.raises(WrongPassphrase):
        KeyFile.unlock(folder, PHRASE, keyring=forged, cost=QUICK)


def test_a_locked_keyring_is_told_and_not_counted(folder: Path, ring: Ring) -> None:
    made(folder, ring)
    ring.refusing = True
    with pytest.raises(KeyringRefused):
        KeyFile.unlock(folder, PHRASE, keyring=ring, cost=QUICK)
    assert not StoreFolder(folder).tries.exists()


def test_no_keyring_takes_an_acceptance(folder: Path, ring: Ring) -> None:
    ring.refusing = True
    with pytest.raises(KeyringRefused):
        KeyFile.create(folder, PHRASE, keyring=ring, cost=QUICK)
    assert not StoreFolder(folder).keys_a.exists()
    key, _ = KeyFile.create(folder, PHRASE, keyring=ring, accept_without_keyring=True, cost=QUICK)
    assert KeyFile.unlock(folder, PHRASE, keyring=ring, cost=QUICK) == key
    report = KeyFile.report(folder, keyring=ring)
    assert not report.on_this_device
    assert report.memory == QUICK.alone.memory


def test_an_accepted_store_gets_the_keyring_when_there_is_one(folder: Path, ring: Ring) -> None:
    ring.refusing = True
    KeyFile.create(folder, PHRASE, keyring=ring, accept_without_keyring=True, cost=QUICK)
    ring.refusing = False
    KeyFile.change_passphrase(folder, PHRASE, new=OTHER, keyring=ring, cost=QUICK)
    assert KeyFile.report(folder, keyring=ring).on_this_device


def test_a_changed_passphrase_replaces_the_old(folder: Path, ring: Ring) -> None:
    key, code = made(folder, ring)
    before = set(ring.kept)
    KeyFile.change_passphrase(folder, PHRASE, new=OTHER, keyring=ring, cost=QUICK)
    assert KeyFile.unlock(folder, OTHER, keyring=ring, cost=QUICK) == key
    with pytest.raises(WrongPassphrase):
        KeyFile.unlock(folder, PHRASE, keyring=ring, cost=QUICK)
    assert KeyFile.unlock_with_recovery(folder, code) == key
    assert len(ring.kept) == 1
    assert not before & set(ring.kept), "the new door has a secret of its own"


def test_changing_takes_the_old_passphrase_and_a_good_new_one(folder: Path, ring: Ring) -> None:
    made(folder, ring)
    whole = StoreFolder(folder).keys_a.read_bytes()
    with pytest.raises(WrongPassphrase):
        KeyFile.change_passphrase(folder, OTHER, new=OTHER, keyring=ring, cost=QUICK)
    with pytest.raises(PassphraseTooWeak):
        KeyFile.change_passphrase(folder, PHRASE, new="welkom2026", keyring=ring, cost=QUICK)
    assert StoreFolder(folder).keys_a.read_bytes() == whole


def test_after_recovery_a_new_passphrase_is_set(folder: Path, ring: Ring) -> None:
    key, code = made(folder, ring)
    ring.kept.clear()
    opened = KeyFile.unlock_with_recovery(folder, code)
    KeyFile.reset_passphrase(folder, opened, new=OTHER, keyring=ring, cost=QUICK)
    assert KeyFile.unlock(folder, OTHER, keyring=ring, cost=QUICK) == key


def test_a_new_recovery_code_ends_the_old(folder: Path, ring: Ring) -> None:
    key, old = made(folder, ring)
    new = KeyFile.new_recovery_code(folder, key)
    assert KeyFile.unlock_with_recovery(folder, new) == key
    with pytest.raises(WrongRecoveryCode):
        KeyFile.unlock_with_recovery(folder, old)


def test_another_key_cannot_change_the_file(folder: Path, ring: Ring) -> None:
    made(folder, ring)
    with pytest.raises(KeyFileDamaged):
        KeyFile.new_recovery_code(folder, StoreKey.new())


@pytest.mark.promise("F24")
def test_f24_two_officers_open_together_and_not_alone(folder: Path, ring: Ring) -> None:
    from nacl.public import PrivateKey

    key, _ = made(folder, ring)
    assert KeyFile.report(folder, keyring=ring).escrow_open
    first, second, third = PrivateKey.generate(), PrivateKey.generate(), PrivateKey.generate()
    KeyFile.enrol_escrow(folder, key, officers=(bytes(first.public_key), bytes(second.public_key)))
    assert KeyFile.unlock_with_escrow(folder, (bytes(second), bytes(first))) == key
    for one, other in ((first, first), (first, third), (third, third)):
        with pytest.raises(EscrowRefused):
            KeyFile.unlock_with_escrow(folder, (bytes(one), bytes(other)))
    assert not KeyFile.report(folder, keyring=ring).escrow_open


@pytest.mark.promise("L25")
def test_l25_real_costs_and_stored_parameters_are_above_the_floor(folder: Path, ring: Ring) -> None:
    assert REAL_COST.floor == FLOOR == 46 * 1024 * 1024
    KeyFile.create(folder, PHRASE, keyring=ring)
    (slot,) = copies.read_copies(StoreFolder(folder))[0].of("device")
    assert slot.stretch is not None
    assert slot.stretch.memory >= 64 * 1024 * 1024
    assert slot.stretch.passes >= 3
    assert KeyFile.report(folder, keyring=ring).meets_floor


@pytest.mark.promise("L25")
def test_l25_a_cost_below_the_floor_is_not_written(folder: Path, ring: Ring) -> None:
    cheap = KeyCost(device=Stretch(FLOOR - 1, 3))
    with pytest.raises(BugError):
        KeyFile.create(folder, PHRASE, keyring=ring, cost=cheap)
    assert not StoreFolder(folder).keys_a.exists()


@pytest.mark.promise("L25")
def test_l25_an_old_cheap_file_is_upgraded_at_unlock(folder: Path, ring: Ring) -> None:
    key, _ = made(folder, ring)
    assert not KeyFile.report(folder, keyring=ring).meets_floor
    assert KeyFile.unlock(folder, PHRASE, keyring=ring) == key
    report = KeyFile.report(folder, keyring=ring)
    assert report.meets_floor
    assert report.memory == REAL_COST.device.memory
    assert KeyFile.unlock(folder, PHRASE, keyring=ring) == key


def test_parameters_beyond_reason_are_damage_and_not_a_full_memory(
    folder: Path, ring: Ring
) -> None:
    key, _ = made(folder, ring)
    place = StoreFolder(folder)
    content = copies.read_copies(place)[0]
    (slot,) = content.of("device")
    greedy = msgspec.structs.replace(slot, stretch=Stretch(1 << 50, 1))
    copies.write_copies(place, content.with_slots(frozenset({"device"}), greedy), key)
    with pytest.raises(KeyFileDamaged):
        KeyFile.unlock(folder, PHRASE, keyring=ring, cost=QUICK)


def test_a_newer_key_file_is_refused_with_both_versions(folder: Path, ring: Ring) -> None:
    key, _ = made(folder, ring)
    place = StoreFolder(folder)
    content = copies.read_copies(place)[0]
    header = msgspec.structs.replace(content.header, format=7)
    copies.write_copies(place, msgspec.structs.replace(content, header=header), key)
    with pytest.raises(StoreTooNew) as told:
        KeyFile.unlock(folder, PHRASE, keyring=ring, cost=QUICK)
    assert told.value.params == {"store": 7, "program": 1}


def test_a_backup_opens_with_its_recovery_code(folder: Path, ring: Ring, tmp_path: Path) -> None:
    key, code = made(folder, ring)
    elsewhere = tmp_path / "elsewhere"
    KeyFile.place_from_backup(elsewhere, KeyFile.copy_for_backup(folder))
    assert KeyFile.unlock_with_recovery(elsewhere, code) == key
    assert KeyFile.unlock(elsewhere, PHRASE, keyring=ring, cost=QUICK) == key
    with pytest.raises(StoreExists):
        KeyFile.place_from_backup(elsewhere, KeyFile.copy_for_backup(folder))
    with pytest.raises(KeyFileDamaged):
        KeyFile.place_from_backup(tmp_path / "x", KeyFile.copy_for_backup(folder)[:-1])


@pytest.mark.promise("F3")
def test_f3_a_full_disk_keeps_nobody_out(
    folder: Path, ring: Ring, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, _ = made(folder, ring)
    StoreFolder(folder).keys_b.unlink()  # so that there is something to heal

    def full(*_values: object) -> None:
        raise DiskFull("told to")

    with monkeypatch.context() as patch:
        patch.setattr(copies, "write_durably", full)
        assert KeyFile.unlock(folder, PHRASE, keyring=ring, cost=QUICK) == key
        with pytest.raises(DiskFull):  # negative control: a change does need the disk
            KeyFile.new_recovery_code(folder, key)
    assert KeyFile.unlock(folder, PHRASE, keyring=ring, cost=QUICK) == key
    assert KeyFile.report(folder, keyring=ring).copies_whole == (True, True)


def test_waiting_is_told_before_the_passphrase_is_tried(folder: Path, ring: Ring) -> None:
    made(folder, ring)
    for _ in range(3):
        Tries(StoreFolder(folder).tries).begin()
    with pytest.raises(WaitBeforeRetry) as told:
        KeyFile.unlock(folder, PHRASE, keyring=ring, cost=QUICK)
    assert 0 < int(told.value.params["wait"]) <= 30


def test_recovery_does_not_wait_and_a_reset_ends_the_waiting(folder: Path, ring: Ring) -> None:
    key, code = made(folder, ring)
    for _ in range(9):
        Tries(StoreFolder(folder).tries).begin()
    assert KeyFile.unlock_with_recovery(folder, code) == key
    KeyFile.reset_passphrase(folder, key, new=OTHER, keyring=ring, cost=QUICK)
    assert KeyFile.unlock(folder, OTHER, keyring=ring, cost=QUICK) == key


def test_subkeys_differ_by_purpose_and_are_stable() -> None:
    key = StoreKey(bytes(range(32)))
    subs = {key.sub(name) for name in (b"db", b"mark", b"search", b"attach", b"journal")}
    assert len(subs) == 5
    assert bytes(range(32)) not in subs
    # Pinned: every store ever made hangs on this derivation.
    assert key.sub(b"db").hex() == PINNED_DB_KEY


PINNED_DB_KEY = "8b35ef46fbac8b68e41a489ae7f35e23fa981969b482533ac1a04b2320a595b7"


def test_a_key_is_not_shown_pickled_hashed_or_used_after_wiping() -> None:
    key = StoreKey(bytes(range(32)))
    assert repr(key) == "<StoreKey>"
    with pytest.raises(TypeError):
        pickle.dumps(key)
    with pytest.raises(TypeError):
        hash(key)
    with pytest.raises(ValueError, match="1 to 12"):
        key.sub(b"")
    key.wipe()
    with pytest.raises(ValueError, match="wiped"):
        key.sub(b"db")
    with pytest.raises(ValueError, match="32 bytes"):
        StoreKey(b"short")
