"""Sealing the store key in a slot, and opening a slot with what its kind asks for."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Final

import msgspec

from meitinker import clock
from meitinker.errors import KeyFileDamaged
from meitinker.keys.copies import Slot, SlotHeader
from meitinker.keys.cost import SALT_SIZE, KeyCost, Stretch, combined, stretched
from meitinker.keys.storekey import KEY_SIZE, StoreKey

if TYPE_CHECKING:
    from meitinker.keys.recovery import RecoveryCode

DEVICE: Final = "device"
ALONE: Final = "alone"
RECOVERY: Final = "recovery"
ESCROW: Final = "escrow"
BY_PASSPHRASE: Final = frozenset({DEVICE, ALONE})

SECRET_SIZE: Final = 32

_NONCE_SIZE: Final = 24


def passphrase_slot(
    header: SlotHeader,
    key: StoreKey,
    passphrase: str,
    *,
    device: bytes | None,
    cost: KeyCost,
    id: str,
) -> Slot:
    """Return a slot for a passphrase: with this device's secret, or alone and dearer.

    Args:
        header: Of the key file.
        key: The store key.
        passphrase: As typed.
        device: The device's secret, or None for a passphrase alone.
        cost: What a guess is to cost.
        id: Id of the slot, which names the keyring's entry.
    """
    stretch = cost.alone if device is None else cost.device
    cost.assert_floor(stretch)
    blank = _blank(ALONE if device is None else DEVICE, id=id, stretch=stretch)
    return _sealed(header, blank, key, _passphrase_key(blank, passphrase, device))


def open_with_passphrase(
    header: SlotHeader, slot: Slot, passphrase: str, device: bytes | None
) -> StoreKey | None:
    """Return the store key, or None when the passphrase (or secret) does not fit."""
    return _opened(header, slot, _passphrase_key(slot, passphrase, device))


def recovery_slot(header: SlotHeader, key: StoreKey, code: RecoveryCode) -> Slot:
    """Return a slot for a recovery code."""
    blank = _blank(RECOVERY)
    return _sealed(header, blank, key, _code_key(blank, code))


def open_with_code(header: SlotHeader, slot: Slot, code: RecoveryCode) -> StoreKey | None:
    """Return the store key, or None when the code is of another store or a replaced one."""
    return _opened(header, slot, _code_key(slot, code))


def escrow_slot(header: SlotHeader, key: StoreKey, officers: tuple[bytes, bytes]) -> Slot:
    """Return a slot that two officers open together.

    Args:
        header: Of the key file.
        key: The store key.
        officers: The X25519 public keys (32 bytes each) of two different officers.
    """
    from nacl.public import PublicKey, SealedBox

    halves = (secrets.token_bytes(KEY_SIZE), secrets.token_bytes(KEY_SIZE))
    boxes = tuple(
        SealedBox(PublicKey(officer)).encrypt(half)
        for officer, half in zip(officers, halves, strict=True)
    )
    return _sealed(header, _blank(ESCROW, boxes=boxes), key, _halves_key(halves))


def open_with_officers(
    header: SlotHeader, slot: Slot, officers: tuple[bytes, bytes]
) -> StoreKey | None:
    """Return the store key by the private keys of both officers in either order, or None."""
    first, second = (_half(slot, private) for private in officers)
    if first is None or second is None:
        return None
    return _opened(header, slot, _halves_key((first, second))) or _opened(
        header, slot, _halves_key((second, first))
    )


def _half(slot: Slot, private: bytes) -> bytes | None:
    """Return the half that is sealed for the holder of ``private``, or None."""
    from nacl.exceptions import CryptoError
    from nacl.public import PrivateKey, SealedBox

    for box in slot.boxes:
        try:
            return SealedBox(PrivateKey(private)).decrypt(box)
        except CryptoError:
            continue
    return None


def _passphrase_key(slot: Slot, passphrase: str, device: bytes | None) -> bytes:
    if slot.stretch is None:
        raise KeyFileDamaged("parameters")
    key = stretched(passphrase, slot.salt, slot.stretch)
    return (
        combined(b"device", key, device)
        if slot.kind == DEVICE and device
        else (combined(b"alone", key))
    )


def _code_key(slot: Slot, code: RecoveryCode) -> bytes:
    # 160 random bits are beyond guessing: nothing is gained by stretching them.
    return combined(b"code", bytes(code.raw), slot.salt)


def _halves_key(halves: tuple[bytes, bytes]) -> bytes:
    # Hashed together: one half alone says nothing about the key.
    return combined(b"escrow", halves[0], halves[1])


def _blank(
    kind: str, *, id: str = "", stretch: Stretch | None = None, boxes: tuple[bytes, ...] = ()
) -> Slot:
    return Slot(
        kind=kind,
        id=id or secrets.token_hex(8),
        made=clock.instant_text(clock.now()),
        salt=secrets.token_bytes(SALT_SIZE),
        nonce=secrets.token_bytes(_NONCE_SIZE),
        sealed=b"",
        stretch=stretch,
        boxes=boxes,
    )


def _sealed(header: SlotHeader, slot: Slot, key: StoreKey, sealing: bytes) -> Slot:
    from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_encrypt as encrypt

    data = encrypt(key.bare(), slot.authenticated(header), slot.nonce, sealing)
    return msgspec.structs.replace(slot, sealed=data)


def _opened(header: SlotHeader, slot: Slot, sealing: bytes) -> StoreKey | None:
    from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt as decrypt
    from nacl.exceptions import CryptoError

    try:
        raw = decrypt(slot.sealed, slot.authenticated(header), slot.nonce, sealing)
        return StoreKey(raw)
    except (CryptoError, ValueError, TypeError):
        return None
