"""A key file that is killed, flipped, cut short or changed by hand still opens or says so."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from meitinker.errors import KeyFileDamaged, KeysError, WrongPassphrase
from meitinker.keys import KeyCost, KeyFile, StoreKey, Stretch, copies
from meitinker.paths import StoreFolder

CHILD = Path(__file__).with_name("keys_crash_child.py")
ROOT = Path(__file__).parents[2]
OLD = "paard kaars nietig batterij"
NEW = "geheel andere woorden vandaag"
QUICK = KeyCost(device=Stretch(64 * 1024, 1), alone=Stretch(128 * 1024, 1), floor=0)
MOST_STEPS = 40


class FileRing:
    """The same keyring of files that the child uses."""

    name = "files"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)

    def get(self, entry: str) -> bytes | None:
        path = self.folder / entry
        return path.read_bytes() if path.exists() else None

    def put(self, entry: str, secret: bytes) -> None:
        (self.folder / entry).write_bytes(secret)

    def delete(self, entry: str) -> None:
        (self.folder / entry).unlink(missing_ok=True)


@pytest.fixture
def ring(tmp_path: Path) -> FileRing:
    return FileRing(tmp_path / "ring")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "store"


def crashed(folder: Path, at: int, way: str, change: str) -> bool:
    """Run the child and tell whether it was killed (and not simply done)."""
    done = subprocess.run(
        [sys.executable, str(CHILD), str(folder), str(at), way, change],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    return done.returncode != 0


def that_open(folder: Path, ring: FileRing) -> list[str]:
    """Return which of both passphrases open, without leaving a trace in the folder."""
    place = StoreFolder(folder)
    before = {path: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    opening = []
    for phrase in (OLD, NEW):
        with contextlib.suppress(KeysError):
            KeyFile.unlock(folder, phrase, keyring=ring, cost=QUICK)
            opening.append(phrase)
        place.tries.unlink(missing_ok=True)
        for path, data in before.items():
            path.write_bytes(data)
    return opening


@pytest.mark.skipif(os.name != "posix", reason="kills by SIGKILL")
@pytest.mark.promise("F4")
def test_f4_killed_at_every_step_of_a_new_passphrase_the_old_or_new_opens(
    folder: Path, ring: FileRing
) -> None:
    key, code = KeyFile.create(folder, OLD, keyring=ring, cost=QUICK)
    seen = set()
    for at in range(1, MOST_STEPS):
        killed = crashed(folder, at, "safe", "passphrase")
        opening = that_open(folder, ring)
        assert opening, f"nothing opens after step {at}"
        seen.add(tuple(opening))
        assert KeyFile.unlock_with_recovery(folder, code) == key
        assert KeyFile.unlock(folder, opening[-1], keyring=ring, cost=QUICK) == key
        assert KeyFile.report(folder, keyring=ring).copies_whole == (True, True)
        left = {path.name for path in folder.iterdir()}
        assert left == {"keys.a", "keys.b"}, "nothing half written stays"
        if not killed:
            break
        if opening[-1] == NEW:
            KeyFile.change_passphrase(folder, NEW, new=OLD, keyring=ring, cost=QUICK)
    else:
        pytest.fail("the child never came to its end")
    assert {(OLD,), (NEW,)} <= seen, "crashes before and after the change were both made"


@pytest.mark.skipif(os.name != "posix", reason="kills by SIGKILL")
@pytest.mark.promise("F4")
def test_f4_negative_control_written_in_place_a_crash_shuts_the_store(
    folder: Path, ring: FileRing
) -> None:
    KeyFile.create(folder, OLD, keyring=ring, cost=QUICK)
    whole = StoreFolder(folder).keys_a.read_bytes()
    shut = False
    for at in range(1, MOST_STEPS):
        killed = crashed(folder, at, "naive", "recovery")
        shut = shut or not that_open(folder, ring)
        for path in (StoreFolder(folder).keys_a, StoreFolder(folder).keys_b):
            path.write_bytes(whole)
        if not killed:
            break
    assert shut


@pytest.mark.promise("F5")
def test_f5_any_flipped_byte_of_one_copy_is_healed_by_the_other(
    folder: Path, ring: FileRing
) -> None:
    key, code = KeyFile.create(folder, OLD, keyring=ring, cost=QUICK)
    place = StoreFolder(folder)
    whole = place.keys_a.read_bytes()
    for at in range(len(whole)):
        place.keys_a.write_bytes(flipped(whole, at))
        (content,) = copies.read_copies(place)
        assert copies.packed(content) == whole
    assert KeyFile.unlock(folder, OLD, keyring=ring, cost=QUICK) == key
    assert KeyFile.report(folder, keyring=ring).copies_whole == (True, True)
    assert KeyFile.unlock_with_recovery(folder, code) == key


@pytest.mark.promise("F5")
def test_f5_one_copy_gone_is_healed(folder: Path, ring: FileRing) -> None:
    KeyFile.create(folder, OLD, keyring=ring, cost=QUICK)
    for path in (StoreFolder(folder).keys_a, StoreFolder(folder).keys_b):
        path.unlink()
        KeyFile.unlock(folder, OLD, keyring=ring, cost=QUICK)
        assert path.exists()


@pytest.mark.promise("F5")
def test_f5_both_copies_flipped_is_damage_and_not_a_wrong_passphrase(
    folder: Path, ring: FileRing
) -> None:
    KeyFile.create(folder, OLD, keyring=ring, cost=QUICK)
    damage_both(folder)
    with pytest.raises(KeyFileDamaged):
        KeyFile.unlock(folder, OLD, keyring=ring, cost=QUICK)
    assert not StoreFolder(folder).tries.exists()


@pytest.mark.promise("F5")
def test_f5_negative_control_without_the_checksum_damage_passes_for_a_wrong_passphrase(
    folder: Path, ring: FileRing, monkeypatch: pytest.MonkeyPatch
) -> None:
    KeyFile.create(folder, OLD, keyring=ring, cost=QUICK)
    damage_both(folder)
    monkeypatch.setattr("hmac.compare_digest", lambda *_: True)
    with pytest.raises(WrongPassphrase):
        KeyFile.unlock(folder, OLD, keyring=ring, cost=QUICK)


@pytest.mark.promise("A15")
def test_a15_parameters_lowered_by_hand_open_nothing(folder: Path, ring: FileRing) -> None:
    key, _ = KeyFile.create(folder, OLD, keyring=ring, cost=QUICK)
    place = StoreFolder(folder)
    content = copies.read_copies(place)[0]
    (slot,) = content.of("device")
    cheap = msgspec.structs.replace(slot, stretch=Stretch(8 * 1024, 1))
    copies.write_copies(place, content.with_slots(frozenset({"device"}), cheap), key)
    with pytest.raises(WrongPassphrase):
        KeyFile.unlock(folder, OLD, keyring=ring, cost=QUICK)


@pytest.mark.promise("A15")
def test_a15_a_slot_moved_to_another_store_opens_nothing(
    folder: Path, ring: FileRing, tmp_path: Path
) -> None:
    _, code = KeyFile.create(folder, OLD, keyring=ring, cost=QUICK)
    key, _ = KeyFile.create(tmp_path / "other", NEW, keyring=ring, cost=QUICK)
    mine = copies.read_copies(StoreFolder(folder))[0]
    theirs = copies.read_copies(StoreFolder(tmp_path / "other"))[0]
    forged = theirs.with_slots(frozenset({"recovery"}), *mine.of("recovery"))
    copies.write_copies(StoreFolder(tmp_path / "other"), forged, key)
    with pytest.raises(KeysError):
        KeyFile.unlock_with_recovery(tmp_path / "other", code)


def test_a_slot_taken_out_by_hand_is_seen(folder: Path, ring: FileRing) -> None:
    """The checksum is made anew, as a forger would: the code under the store key still tells."""
    key, _ = KeyFile.create(folder, OLD, keyring=ring, cost=QUICK)
    place = StoreFolder(folder)
    content = copies.read_copies(place)[0]
    forged = copies.packed(content.with_slots(frozenset({"recovery"})))
    place.keys_a.write_bytes(forged)
    place.keys_b.write_bytes(forged)
    with pytest.raises(WrongPassphrase):
        KeyFile.unlock(folder, OLD, keyring=ring, cost=QUICK)
    with pytest.raises(KeyFileDamaged):
        KeyFile.new_recovery_code(folder, key)


@pytest.mark.promise("A24")
def test_a24_no_trace_of_key_code_or_passphrase_lies_in_the_folder(
    folder: Path, ring: FileRing
) -> None:
    key, code = KeyFile.create(folder, OLD, keyring=ring, cost=QUICK)
    with contextlib.suppress(WrongPassphrase):
        KeyFile.unlock(folder, NEW, keyring=ring, cost=QUICK)
    secrets = [key.bare(), key.sub(b"db"), bytes(code.raw), OLD.encode(), NEW.encode()]
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    assert traces(files, secrets) == 0
    (folder / "careless").write_bytes(b"key: " + key.bare())
    assert traces([*files, folder / "careless"], secrets) == 1, "negative control"


def traces(files: list[Path], secrets: list[bytes]) -> int:
    data = [path.read_bytes() for path in files]
    forms = [form for secret in secrets for form in (secret, secret.hex().encode())]
    return sum(form in one for one in data for form in forms)


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 0x40]) + data[at + 1 :]


def damage_both(folder: Path) -> None:
    place = StoreFolder(folder)
    whole = place.keys_a.read_bytes()
    content = copies.unpacked(whole)
    at = whole.index(content.of("device")[0].sealed) + 5
    for path in (place.keys_a, place.keys_b):
        path.write_bytes(flipped(whole, at))


def test_a_wiped_key_is_of_no_use(folder: Path, ring: FileRing) -> None:
    key, _ = KeyFile.create(folder, OLD, keyring=ring, cost=QUICK)
    opened = KeyFile.unlock(folder, OLD, keyring=ring, cost=QUICK)
    opened.wipe()
    assert opened != key
    assert isinstance(opened, StoreKey)
