"""The key file of a store: made once, opened daily, changed with care."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from meitinker.errors import EscrowRefused, StoreExists, WrongRecoveryCode
from meitinker.keys import copies, doors, slots
from meitinker.keys.copies import Content, SlotHeader
from meitinker.keys.cost import REAL_COST, KeyCost
from meitinker.keys.keyrings import DeviceKeyring, SystemKeyring
from meitinker.keys.passphrase import require_strength
from meitinker.keys.recovery import RecoveryCode
from meitinker.keys.report import KeyReport, report_of
from meitinker.keys.storekey import StoreKey
from meitinker.keys.tries import Tries
from meitinker.paths import StoreFolder, make_private, write_durably

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


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
        header = SlotHeader(copies.FORMAT, secrets.token_hex(8))
        key, code = StoreKey.new(), RecoveryCode.new()
        door = doors.new_door(
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
        opened = doors.open_by_passphrase(place, passphrase, keyring or SystemKeyring())
        wanted = cost.device if opened.device else cost.alone
        change = None
        if opened.slot.stretch is None or opened.slot.stretch.weaker_than(wanted):
            change = doors.resealed(opened, passphrase, cost)
        doors.keep_whole(place, opened, change)
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
        opened = doors.first_that_opens(
            place, slots.RECOVERY, lambda head, slot: slots.open_with_code(head, slot, read)
        )
        if opened is None:
            raise WrongRecoveryCode("does not open", group=0, symbols=40)
        doors.keep_whole(place, opened)
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
        opened = doors.open_by_passphrase(place, passphrase, ring)
        doors.replace_door(place, opened.content, opened.key, new, keyring=ring, cost=cost)

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
        doors.replace_door(
            place,
            doors.genuine(place, key),
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
        content = doors.genuine(place, key)
        slot = slots.recovery_slot(content.header, key, code)
        copies.write_copies(place, content.with_slots(frozenset({slots.RECOVERY}), slot), key)
        return code

    @staticmethod
    def enrol_escrow(folder: Path, key: StoreKey, *, officers: tuple[bytes, bytes]) -> None:
        """Let two officers open together, given their X25519 public keys, and nobody before them.

        Raises:
            StoreError: The disk is full, read-only or fails.
        """
        place = StoreFolder(folder)
        content = doors.genuine(place, key)
        slot = slots.escrow_slot(content.header, key, officers)
        copies.write_copies(place, content.with_slots(frozenset({slots.ESCROW}), slot), key)

    @staticmethod
    def unlock_with_escrow(folder: Path, officers: tuple[bytes, bytes]) -> StoreKey:
        """Open with the X25519 private keys of both officers, in either order.

        Raises:
            EscrowRefused: They are not the two of this key file.
            KeyFileDamaged: Neither copy can be read.
            StoreMissing: There is no key file.
        """
        place = StoreFolder(folder)
        opened = doors.first_that_opens(
            place, slots.ESCROW, lambda head, slot: slots.open_with_officers(head, slot, officers)
        )
        if opened is None:
            raise EscrowRefused
        doors.keep_whole(place, opened)
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
    def place_from_backup(folder: Path, data: bytes, *, replace: bool = False) -> None:
        """Write both copies from a backup's; on another device its recovery code opens.

        Raises:
            KeyFileDamaged: The bytes are not a whole key file.
            StoreExists: There is a key file already, and ``replace`` was not given.
            StoreError: The disk is full, read-only or fails.
        """
        whole = copies.packed(copies.unpacked(data))
        place = StoreFolder(make_private(folder))
        if not replace and (place.keys_a.exists() or place.keys_b.exists()):
            raise StoreExists("key file")
        write_durably(place.keys_a, whole)
        write_durably(place.keys_b, whole)
