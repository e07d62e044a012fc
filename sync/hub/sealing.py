"""How the hub keeps words of people in a database that is not encrypted by itself.

In an encrypted SQLite file they lie as they are. In PostgreSQL whoever administers the database
must not read them: they are sealed with a key that lies outside of it (XSalsa20-Poly1305).
"""

from __future__ import annotations

from typing import Protocol

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from meitinker.errors import StoreDamaged


class Sealing(Protocol):
    """Words of people as the database keeps them."""

    def seal(self, plain: bytes) -> bytes:
        """Return what is written."""

    def open(self, kept: bytes) -> bytes:
        """Return what was meant.

        Raises:
            StoreDamaged: The bytes were changed, or another key wrote them.
        """


class AsItIs:
    """For a database that is encrypted as a whole."""

    def seal(self, plain: bytes) -> bytes:
        """Return the same bytes."""
        return plain

    def open(self, kept: bytes) -> bytes:
        """Return the same bytes."""
        return kept


class Boxed:
    """For a database that others can read: each value in a box of its own."""

    def __init__(self, key: bytes) -> None:
        """Take 32 bytes that lie outside the database."""
        self._box = SecretBox(key)

    def seal(self, plain: bytes) -> bytes:
        """Return nonce, box and tag."""
        return bytes(self._box.encrypt(plain))

    def open(self, kept: bytes) -> bytes:
        """Return what was put in the box."""
        try:
            return self._box.decrypt(kept)
        except (CryptoError, ValueError) as error:
            raise StoreDamaged("a value of the hub does not open") from error
