"""The key file of a store: made once, opened daily, changed with care."""

from __future__ import annotations

import logging
import secrets
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from meitinker.errors import (
    KeyFileDamaged,
    KeyringRefused,
    KeyringSecretGone,
    StoreError,
    StoreExists,
    WrongPassphrase,
    WrongRecoveryCode,
)
from meitinker.keys import copies, slots
from meitinker.keys.copies import Content, Header, Slot
from meitinker.keys.cost import REAL_COST, KeyCost
from meitinker.keys.keyrings import DeviceKeyring, SystemKeyring
from meitinker.keys.passphrase import require_strength
from meitinker.keys.recovery import RecoveryCode
from meitinker.keys.report import KeyReport, report_of
from meitinker.keys.storekey import StoreKey
from meitinker.keys.tries import Tries, delay
from meitinker.paths import StoreFolder, make_private, write_durably

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

_log = logging.getLogger(__name__)


class _Opened(NamedTuple):
    key: StoreKey
    content: Content
    slot: Slot
    device: bytes | None = None


class KeyFile:
    """The doors of one store: passphrase, recovery code and escrow.

    Every method takes the store's folder; nothing is remembered between calls. ``keyring`` is
    the operating system's unless another is given; ``cost`` is for tests.
    """

    @staticmethod
    def create(
        folder: Path,
        passphrase: str,
        *,
        keyring: DeviceKeyring | None = None,
        accept_without_keyring: bool = False,
        known: Iterable[str] = (),
        cost: KeyCost = REAL_COST,
    ) -> tuple[StoreKey, RecoveryCode]:
        """Make a new store key and the key file that guards it.

        Args:
            folder: Of the store; made when it is not there.
            passphrase: At least 10 signs and not easily guessed.
            keyring: Where the device's secret goes.
            accept_without_keyring: Whether the user accepted, in so many words, that the
                passphrase alone guards the store where no keyring can be trusted.
            known: Words an attacker tries first, such as names and villages.
            cost: What a guess is to cost.

        Returns:
            The store key, and the recovery code to print; it is not kept.

        Raises:
            PassphraseTooWeak: Params: ``reason``.
            StoreExists: There is a key file already.
            KeyringRefused: No keyring to trust, and that was not accepted.
            StoreError: The disk is full, read-only or fails.
        """
        require_strength(passphrase, known)
        place = StoreFolder(folder)
        if place.keys_a.exists() or place.keys_b.exists():
            raise StoreExists("key file")
        make_private(folder)
        header = Header(copies.FORMAT, secrets.token_hex(8))
        key, code = StoreKey.new(), RecoveryCode.new()
        door = _new_door(
            header,
            key,
            passphrase,
            keyring=keyring or SystemKeyring(),
            alone=accept_without_keyring,
            cost=cost,
        )
        content = Content(header, 0, (door, slots.recovery_slot(header, key, code)))
        copies.write_copies(place, content, key)
        return key, code

    @staticmethod
    def unlock(
        folder: Path,
        passphrase: str,
        *,
        keyring: DeviceKeyring | None = None,
        cost: KeyCost = REAL_COST,
    ) -> StoreKey:
        """Open with the passphrase; heal a lesser copy and raise too low a cost on the way.

        Raises:
            WaitBeforeRetry: Too soon after wrong ones. Params: ``wait`` in seconds.
            WrongPassphrase: Params: ``wait``, the seconds until the next try is taken.
            KeyringSecretGone: The keyring no longer holds this device's secret: the recovery
                code opens.
            KeyringRefused: The keyring is locked, gone or of a kind that does not protect.
            KeyFileDamaged: Neither copy can be read.
            StoreMissing: There is no key file.
            StoreTooNew: The key file is of a newer program.
        """
        place = StoreFolder(folder)
        opened = _open_by_passphrase(place, passphrase, keyring or SystemKeyring())
        wanted = cost.device if opened.device else cost.alone
        change = None
        if opened.slot.stretch is None or opened.slot.stretch.weaker_than(wanted):
            change = _again(opened, passphrase, cost)
        _keep_whole(place, opened, change)
        return opened.key

    @staticmethod
    def unlock_with_recovery(folder: Path, code: str | RecoveryCode) -> StoreKey:
        """Open with the recovery code; :meth:`reset_passphrase` comes next.

        Typing errors cost no waiting: a code of 160 bits is not guessed.

        Raises:
            WrongRecoveryCode: Mistyped (params: ``group``), of another store, or replaced.
            KeyFileDamaged: Neither copy can be read.
            StoreMissing: There is no key file.
        """
        read = RecoveryCode.parse(code) if isinstance(code, str) else code
        place = StoreFolder(folder)
        opened = _first_that_opens(
            place, slots.RECOVERY, lambda head, slot: slots.open_with_code(head, slot, read)
        )
        if opened is None:
            raise WrongRecoveryCode("does not open", group=0, symbols=40)
        _keep_whole(place, opened)
        return opened.key

    @staticmethod
    def change_passphrase(
        folder: Path,
        passphrase: str,
        *,
        new: str,
        keyring: DeviceKeyring | None = None,
        known: Iterable[str] = (),
        cost: KeyCost = REAL_COST,
    ) -> None:
        """Replace ``passphrase`` by ``new``; a crash leaves the one or the other.

        A machine that had no keyring and now has one gets the stronger door.

        Raises:
            PassphraseTooWeak: Nothing changed. Params: ``reason``.
            KeysError: As :meth:`unlock`; nothing changed.
            StoreError: The disk is full, read-only or fails.
        """
        require_strength(new, known)
        place, ring = StoreFolder(folder), keyring or SystemKeyring()
        opened = _open_by_passphrase(place, passphrase, ring)
        _replace_door(place, opened.content, opened.key, new, keyring=ring, cost=cost)

    @staticmethod
    def reset_passphrase(
        folder: Path,
        key: StoreKey,
        *,
        new: str,
        keyring: DeviceKeyring | None = None,
        accept_without_keyring: bool = False,
        known: Iterable[str] = (),
        cost: KeyCost = REAL_COST,
    ) -> None:
        """Set a passphrase after opening by recovery code or escrow; it forgets the wrong tries.

        Raises:
            PassphraseTooWeak: Params: ``reason``.
            KeyringRefused: No keyring to trust, and that was not accepted.
            StoreError: The disk is full, read-only or fails.
        """
        require_strength(new, known)
        place = StoreFolder(folder)
        _replace_door(
            place,
            _genuine(place, key),
            key,
            new,
            keyring=keyring or SystemKeyring(),
            cost=cost,
            alone=accept_without_keyring,
        )
        Tries(place.tries).opened()

    @staticmethod
    def new_recovery_code(folder: Path, key: StoreKey) -> RecoveryCode:
        """Return a fresh recovery code; the one before no longer opens this key file.

        Backups keep the key file of their day, and so the code of their day.

        Raises:
            StoreError: The disk is full, read-only or fails; the old code still opens then.
        """
        place, code = StoreFolder(folder), RecoveryCode.new()
        content = _genuine(place, key)
        slot = slots.recovery_slot(content.header, key, code)
        copies.write_copies(place, content.with_slots(frozenset({slots.RECOVERY}), slot), key)
        return code

    @staticmethod
    def enrol_escrow(folder: Path, key: StoreKey, *, officers: tuple[bytes, bytes]) -> None:
        """Let two officers open together, given their X25519 public keys of 32 bytes.

        Raises:
            ValueError: Not two different keys.
            StoreError: The disk is full, read-only or fails.
        """
        place = StoreFolder(folder)
        content = _genuine(place, key)
        slot = slots.escrow_slot(content.header, key, officers)
        copies.write_copies(place, content.with_slots(frozenset({slots.ESCROW}), slot), key)

    @staticmethod
    def escrow_half(folder: Path, private: bytes) -> bytes | None:
        """Return the half for the officer who holds ``private``, or None: not for this one."""
        for content in copies.read_copies(StoreFolder(folder)):
            for slot in content.of(slots.ESCROW):
                half = slots.escrow_half(slot, private)
                if half is not None:
                    return half
        return None

    @staticmethod
    def unlock_with_escrow(folder: Path, halves: tuple[bytes, bytes]) -> StoreKey | None:
        """Open with the halves of both officers, in either order; None when they do not fit."""
        place = StoreFolder(folder)
        opened = _first_that_opens(
            place, slots.ESCROW, lambda head, slot: slots.open_with_halves(head, slot, halves)
        )
        if opened is None:
            return None
        _keep_whole(place, opened)
        return opened.key

    @staticmethod
    def report(folder: Path, *, keyring: DeviceKeyring | None = None) -> KeyReport:
        """Tell how the store is guarded, without opening it.

        Raises:
            KeyFileDamaged: Neither copy can be read.
            StoreMissing: There is no key file.
        """
        place = StoreFolder(folder)
        ring = keyring or SystemKeyring()
        return report_of(
            copies.read_copies(place)[0], whole=copies.intact(place), keyring=ring.name
        )

    @staticmethod
    def copy_for_backup(folder: Path) -> bytes:
        """Return the newest whole copy, to go into a backup."""
        return copies.packed(copies.read_copies(StoreFolder(folder))[0])

    @staticmethod
    def place_from_backup(folder: Path, data: bytes) -> None:
        """Write both copies from a backup's; on another device its recovery code opens.

        Raises:
            KeyFileDamaged: The bytes are not a whole key file.
            StoreExists: There is a key file already.
            StoreError: The disk is full, read-only or fails.
        """
        whole = copies.packed(copies.unpacked(data))
        place = StoreFolder(make_private(folder))
        if place.keys_a.exists() or place.keys_b.exists():
            raise StoreExists("key file")
        write_durably(place.keys_a, whole)
        write_durably(place.keys_b, whole)


def _new_door(
    header: Header,
    key: StoreKey,
    passphrase: str,
    *,
    keyring: DeviceKeyring,
    alone: bool,
    cost: KeyCost,
) -> Slot:
    """Return a passphrase slot, on the keyring if that can be trusted, alone if accepted."""
    slot_id = secrets.token_hex(8)
    device: bytes | None = secrets.token_bytes(slots.SECRET_SIZE)
    try:
        # An entry of its own per slot: the one before stays until the file is on the disk.
        keyring.put(_entry(header, slot_id), device or b"")
    except KeyringRefused:
        if not alone:
            raise
        device = None
    return slots.passphrase_slot(header, key, passphrase, device=device, cost=cost, id=slot_id)


def _replace_door(
    place: StoreFolder,
    content: Content,
    key: StoreKey,
    new: str,
    *,
    keyring: DeviceKeyring,
    cost: KeyCost,
    alone: bool | None = None,
) -> None:
    old = [slot for slot in content.slots if slot.kind in slots.BY_PASSPHRASE]
    accepted = any(slot.kind == slots.ALONE for slot in old) if alone is None else alone
    door = _new_door(content.header, key, new, keyring=keyring, alone=accepted, cost=cost)
    copies.write_copies(place, content.with_slots(slots.BY_PASSPHRASE, door), key)
    for slot in old:
        if slot.kind == slots.DEVICE:
            keyring.delete(_entry(content.header, slot.id))


def _open_by_passphrase(place: StoreFolder, passphrase: str, keyring: DeviceKeyring) -> _Opened:
    tries = Tries(place.tries)
    found = copies.read_copies(place)
    tries.require_patience()
    # The keyring is asked before the try counts: its absence is not a wrong passphrase.
    secrets_of = _device_secrets(found, keyring)
    tries.begin()
    for content in found:
        for slot in content.slots:
            if slot.kind not in slots.BY_PASSPHRASE:
                continue
            device = secrets_of.get(slot.id)
            if slot.kind == slots.DEVICE and device is None:
                continue
            key = slots.open_with_passphrase(content.header, slot, passphrase, device)
            if key is not None and content.genuine(key):
                tries.opened()
                return _Opened(key, content, slot, device)
    raise WrongPassphrase("no slot opens", wait=delay(tries.count))


def _device_secrets(found: tuple[Content, ...], keyring: DeviceKeyring) -> dict[str, bytes]:
    """Return the device secrets by slot.

    Raises:
        KeyringSecretGone: Every way in needs a secret, and none is left.
        KeyringRefused: The same, as the keyring cannot be used.
    """
    device = {s.id: c.header for c in found for s in c.of(slots.DEVICE)}
    kept: dict[str, bytes] = {}
    refused: KeyringRefused | None = None
    for slot_id, header in device.items():
        try:
            secret = keyring.get(_entry(header, slot_id))
        except KeyringRefused as error:
            refused = error
            break
        if secret:
            kept[slot_id] = secret
    if kept or any(content.of(slots.ALONE) for content in found):
        return kept
    if refused:
        raise refused
    if not device:
        raise KeyFileDamaged("no passphrase slot")
    raise KeyringSecretGone("no entry for this store")


def _first_that_opens(
    place: StoreFolder, kind: str, attempt: Callable[[Header, Slot], StoreKey | None]
) -> _Opened | None:
    for content in copies.read_copies(place):
        for slot in content.of(kind):
            key = attempt(content.header, slot)
            if key is not None and content.genuine(key):
                return _Opened(key, content, slot)
    return None


def _genuine(place: StoreFolder, key: StoreKey) -> Content:
    for content in copies.read_copies(place):
        if content.genuine(key):
            return content
    raise KeyFileDamaged("changed by another hand")


def _again(opened: _Opened, passphrase: str, cost: KeyCost) -> Content:
    """Return the content with the opened slot sealed anew at today's cost."""
    slot = slots.passphrase_slot(
        opened.content.header,
        opened.key,
        passphrase,
        device=opened.device,
        cost=cost,
        id=opened.slot.id,
    )
    return opened.content.with_slots(frozenset({opened.slot.kind}), slot)


def _keep_whole(place: StoreFolder, opened: _Opened, change: Content | None = None) -> None:
    """Write both copies when they differ, one is damaged, or there is a change.

    A disk that cannot be written must not keep anyone out: the next unlock tries again.
    """
    if change is None and copies.intact(place) == (True, True):
        return
    newest = max(content.generation for content in copies.read_copies(place))
    content = msgspec.structs.replace(change or opened.content, generation=newest)
    try:
        copies.write_copies(place, content, opened.key)
    except StoreError:
        _log.warning("the copies of the key file could not be made whole")


def _entry(header: Header, slot_id: str) -> str:
    return f"{header.store}.{slot_id}"
