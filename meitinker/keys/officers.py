"""The keys of the two officers of the organisation who open a store together (escrow).

An officer keeps the secret half in a file and gives the other half away as a line. Both end in a
check, so that one that was copied badly shuts nobody out.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Final

from meitinker.errors import EscrowRefused

_KEPT: Final = "meitinker-officer-secret"
_GIVEN: Final = "meitinker-officer"
_SIZE: Final = 32
_CHECK: Final = 4
_NAMED_BY: Final = 8


def new() -> tuple[str, str]:
    """Return the secret half of a new officer, to keep, and the half to give away."""
    from nacl.public import PrivateKey

    secret = PrivateKey.generate()
    return _line(_KEPT, bytes(secret)), _line(_GIVEN, bytes(secret.public_key))


def secret_of(line: str) -> bytes:
    """Return the X25519 private key in the half that an officer keeps.

    Raises:
        EscrowRefused: It is no such line, or was copied badly.
    """
    return _read(_KEPT, line)


def given_of(lines: tuple[str, str]) -> tuple[bytes, bytes]:
    """Return the X25519 public keys in the halves that two officers gave away.

    Raises:
        EscrowRefused: One is no such line, or was copied badly; or it is one officer twice.
    """
    first, second = (_read(_GIVEN, line) for line in lines)
    if first == second:
        raise EscrowRefused(reason="same")
    return first, second


def named(secret: bytes) -> str:
    """Return the first signs of what the holder of ``secret`` gave away: it tells who."""
    from nacl.public import PrivateKey

    return bytes(PrivateKey(secret).public_key).hex()[:_NAMED_BY]


def _line(kind: str, key: bytes) -> str:
    return f"{kind}:{key.hex()}{_check(kind, key).hex()}"


def _read(kind: str, line: str) -> bytes:
    found, _colon, text = line.strip().partition(":")
    try:
        data = bytes.fromhex(text)
    except ValueError:
        data = b""
    key, check = data[:_SIZE], data[_SIZE:]
    if found != kind or len(key) != _SIZE or check != _check(kind, key):
        raise EscrowRefused(reason="unreadable")
    return key


def _check(kind: str, key: bytes) -> bytes:
    return blake2b(kind.encode() + key, digest_size=_CHECK).digest()
