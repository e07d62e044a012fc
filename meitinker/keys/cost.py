"""What one guess at a passphrase costs."""

from __future__ import annotations

import hashlib
import time
import unicodedata
from typing import Final

import msgspec

from meitinker.errors import BugError, KeyFileDamaged

MEBIBYTE: Final = 1024 * 1024
FLOOR: Final = 46 * MEBIBYTE
"""The least memory that ASVS 5, appendix C, accepts for Argon2id (promise L25)."""

SALT_SIZE: Final = 16

_MOST_MEMORY: Final = 2048 * MEBIBYTE
_MOST_PASSES: Final = 32

_FILLS: Final = 0.25
"""Seconds within which a system that gives all memory of a stretch at once has given it."""

_begun = [-_FILLS]
"""When the last stretch began."""


class Stretch(msgspec.Struct, frozen=True, array_like=True):
    """The parameters of one Argon2id run.

    Attributes:
        memory: Memory in bytes.
        passes: Passes over that memory (Argon2's t).
    """

    memory: int
    passes: int

    def weaker_than(self, other: Stretch) -> bool:
        """Tell whether a guess costs less memory or fewer passes than with ``other``."""
        return self.memory < other.memory or self.passes < other.passes


class KeyCost(msgspec.Struct, frozen=True):
    """What new slots cost; older slots that cost less are upgraded at the next unlock.

    Attributes:
        device: For a passphrase that works only with this device's keyring secret.
        alone: For a passphrase that opens the store by itself: dearer, as a stolen disk is
            then guessed at without the keyring.
        floor: Least memory that is ever written; only tests lower it.
    """

    device: Stretch = Stretch(64 * MEBIBYTE, 3)
    alone: Stretch = Stretch(256 * MEBIBYTE, 4)
    floor: int = FLOOR

    def assert_floor(self, stretch: Stretch) -> None:
        """Refuse to write a slot below the floor.

        Raises:
            BugError: The program was about to store too cheap a slot.
        """
        if stretch.memory < self.floor or stretch.passes < 1:
            raise BugError("key slot below the floor")


REAL_COST: Final = KeyCost()


def stretched(passphrase: str, salt: bytes, stretch: Stretch) -> bytes:
    """Return 32 bytes from ``passphrase`` by Argon2id.

    The text is taken as RFC 8265 (OpaqueString) says: NFC, every kind of space a plain space,
    so that another keyboard or system makes the same bytes.

    Raises:
        KeyFileDamaged: The stored parameters are beyond what any version wrote.
    """
    _begun[0] = time.monotonic()
    from nacl import pwhash

    if not (0 < stretch.memory <= _MOST_MEMORY and 0 < stretch.passes <= _MOST_PASSES):
        raise KeyFileDamaged("parameters")
    return pwhash.argon2id.kdf(
        32,
        canonical(passphrase).encode(),
        salt,
        opslimit=stretch.passes,
        memlimit=stretch.memory,
    )


def filling() -> bool:
    """Tell whether the system may be giving a stretch its memory: all else that asks any waits.

    libsodium has Linux fill it at once, 256 MiB in a tenth of a second and more, under the lock
    that every thread takes for memory of its own, loading a module for instance.
    """
    return time.monotonic() - _begun[0] < _FILLS


def canonical(passphrase: str) -> str:
    """Return ``passphrase`` in the one form that is hashed and judged."""
    spaced = "".join(" " if unicodedata.category(c) == "Zs" else c for c in passphrase)
    return unicodedata.normalize("NFC", spaced)


def combined(purpose: bytes, key: bytes, more: bytes = b"") -> bytes:
    """Return the 32-byte key that seals a slot, from a secret and what comes with it."""
    return hashlib.blake2b(more, key=key, digest_size=32, person=b"mt1slot." + purpose).digest()
