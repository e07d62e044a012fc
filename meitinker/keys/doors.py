"""Opening and replacing the slots of a key file on disk: the steps behind ``KeyFile``.

When a crash left two different copies, both are tried, the newer first: the passphrase was not
confirmed as changed, so its owner may try the old one. Whichever opens becomes the only one.
"""

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
    WrongPassphrase,
)
from meitinker.keys import copies, slots
from meitinker.keys.tries import Tries, delay

if TYPE_CHECKING:
    from collections.abc import Callable

    from meitinker.keys.copies import Content, Slot, SlotHeader
    from meitinker.keys.cost import KeyCost
    from meitinker.keys.keyrings import DeviceKeyring
    from meitinker.keys.storekey import StoreKey
    from meitinker.paths import StoreFolder

_log = logging.getLogger(__name__)


class UnlockedKey(NamedTuple):
    """What an unlock found: the key, and the copy and slot that gave it."""

    key: StoreKey
    content: Content
    slot: Slot
    device: bytes | None = None


def new_door(
    header: SlotHeader,
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


def replace_door(
    place: StoreFolder,
    content: Content,
    key: StoreKey,
    new: str,
    *,
    keyring: DeviceKeyring,
    cost: KeyCost,
    alone: bool | None = None,
) -> None:
    """Let ``new`` take the place of every passphrase; the old entry goes last.

    Args:
        place: Of the store.
        content: The genuine content.
        key: The store key.
        new: The passphrase, judged already.
        keyring: Where the device's secret goes.
        cost: What a guess is to cost.
        alone: Whether a passphrase without keyring is accepted; None: as it was.

    Raises:
        KeyringRefused: No keyring to trust, and that was not accepted.
        StoreError: The disk is full, read-only or fails.
    """
    old = [slot for slot in content.slots if slot.kind in slots.BY_PASSPHRASE]
    accepted = any(slot.kind == slots.ALONE for slot in old) if alone is None else alone
    door = new_door(content.header, key, new, keyring=keyring, alone=accepted, cost=cost)
    copies.write_copies(place, content.with_slots(slots.BY_PASSPHRASE, door), key)
    for slot in old:
        if slot.kind == slots.DEVICE:
            keyring.delete(_entry(content.header, slot.id))


def open_by_passphrase(place: StoreFolder, passphrase: str, keyring: DeviceKeyring) -> UnlockedKey:
    """Open with a passphrase and count the try.

    Raises:
        KeysError: See :meth:`meitinker.keys.KeyFile.unlock`.
    """
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
                return UnlockedKey(key, content, slot, device)
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
        if refused.params.get("reason") == "kind":  # the passphrase alone opens nothing here
            refused.params["reason"] = "away"
        raise refused
    if not device:
        raise KeyFileDamaged("no passphrase slot")
    raise KeyringSecretGone("no entry for this store")


def first_that_opens(
    place: StoreFolder, kind: str, attempt: Callable[[SlotHeader, Slot], StoreKey | None]
) -> UnlockedKey | None:
    """Return what the first slot of ``kind`` that ``attempt`` opens gives, newest copy first."""
    for content in copies.read_copies(place):
        for slot in content.of(kind):
            key = attempt(content.header, slot)
            if key is not None and content.genuine(key):
                return UnlockedKey(key, content, slot)
    return None


def genuine(place: StoreFolder, key: StoreKey) -> Content:
    """Return the newest content that was written with ``key``.

    Raises:
        KeyFileDamaged: Both copies were changed by another hand.
    """
    for content in copies.read_copies(place):
        if content.genuine(key):
            return content
    raise KeyFileDamaged("changed by another hand")


def resealed(opened: UnlockedKey, passphrase: str, cost: KeyCost) -> Content:
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


def keep_whole(place: StoreFolder, opened: UnlockedKey, change: Content | None = None) -> None:
    """Write both copies when they differ, one is damaged, or there is a change.

    A disk that cannot be written must not keep anyone out: the next unlock tries again.
    """
    copies.sweep(place)
    if change is None and copies.intact(place) == (True, True):
        return
    newest = max(content.generation for content in copies.read_copies(place))
    content = msgspec.structs.replace(change or opened.content, generation=newest)
    try:
        copies.write_copies(place, content, opened.key)
    except StoreError:
        _log.warning("the copies of the key file could not be made whole")


def _entry(header: SlotHeader, slot_id: str) -> str:
    return f"{header.store}.{slot_id}"
