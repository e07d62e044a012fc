"""The store's key while the store is open, and the keys derived from it."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import NoReturn

KEY_SIZE = 32

_NAME_LONGEST = 12
_PERSON = b"mt1."


class StoreKey:
    """256 random bits that open one store.

    The bytes lie in memory that :meth:`wipe` can overwrite. Python and the libraries under it
    make copies that cannot be reached, which is why locking ends the whole process.
    """

    __slots__ = ("_raw",)

    def __init__(self, raw: bytes | bytearray) -> None:
        """Take the 32 bytes of a key."""
        if len(raw) != KEY_SIZE:
            raise ValueError("a store key has 32 bytes")
        self._raw = bytearray(raw)

    @classmethod
    def new(cls) -> StoreKey:
        """Return a new random key."""
        return cls(secrets.token_bytes(KEY_SIZE))

    def sub(self, purpose: bytes) -> bytes:
        """Return the 32-byte key for one purpose: ``b"db"``, ``b"mark"``, ``b"search"`` ….

        Keys of two purposes tell nothing about each other or about this key (keyed BLAKE2b
        with the purpose as personalisation).

        Raises:
            ValueError: The purpose is empty or over 12 bytes, or the key was wiped.
        """
        if not 0 < len(purpose) <= _NAME_LONGEST:
            raise ValueError("a purpose has 1 to 12 bytes")
        if not any(self._raw):
            raise ValueError("the key was wiped")
        person = _PERSON + purpose
        return hashlib.blake2b(key=self._raw, digest_size=KEY_SIZE, person=person).digest()

    def bare(self) -> bytes:
        """Return the key itself, to be sealed in a slot and for nothing else."""
        return bytes(self._raw)

    def wipe(self) -> None:
        """Overwrite the key with zeros; the object is of no use afterwards."""
        for place in range(KEY_SIZE):
            self._raw[place] = 0

    def __eq__(self, other: object) -> bool:
        """Compare in constant time."""
        return isinstance(other, StoreKey) and hmac.compare_digest(self._raw, other._raw)

    __hash__ = None  # type: ignore[assignment]  # a hash of a key would be a copy of it

    def __repr__(self) -> str:
        """Hide the key: reprs reach logs and tracebacks."""
        return "<StoreKey>"

    def __reduce__(self) -> NoReturn:
        """Refuse pickling, which would write the key down."""
        raise TypeError("a store key is not written down")
