"""Requests signed by the device: who asks, that nobody altered it, and that it is not a replay.

The signature (Ed25519) covers the method, the path, the hub, the device, the request's number,
its time, a nonce and the SHA-256 of the body. The number only goes up, per device: a request
that comes again, or late, is refused (A16). Times may differ by :data:`SLACK_SECONDS`; a laptop
whose clock is further off is told so, because its work would carry wrong dates.
"""

from __future__ import annotations

import hashlib
import secrets

import msgspec
from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from meitinker import clock
from meitinker.errors import RequestRefused

SLACK_SECONDS = 15 * 60
"""How far the clocks of laptop and hub may lie apart."""

_PURPOSE = "meitinker request 1"
_WIPE = "meitinker wipe 1"
_SEPARATOR = "\n"


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A request as it will be signed.

    Attributes:
        method: ``POST``.
        path: ``/v1/push``.
        hub: Id of the hub it is meant for; a request is worth nothing at another.
        device: Who asks.
        body: The bytes that travel.
    """

    method: str
    path: str
    hub: str
    device: str
    body: bytes


class Seal(msgspec.Struct, frozen=True, kw_only=True):
    """What travels beside a request.

    Attributes:
        sequence: Number of the request, above all earlier ones of the device.
        at: When, UTC text.
        nonce: 16 random bytes, hex.
        signature: 64 bytes, hex.
    """

    sequence: int
    at: str
    nonce: str
    signature: str


def new_key() -> bytes:
    """Return a new device key: the 32 secret bytes of an Ed25519 key."""
    return bytes(SigningKey.generate())


def public(secret: bytes) -> str:
    """Return the public half of a device key, hex."""
    return bytes(SigningKey(secret).verify_key).hex()


def sign(secret: bytes, asked: Asked, sequence: int) -> Seal:
    """Return the seal of a request that is sent now."""
    at = clock.instant_text(clock.now())
    nonce = secrets.token_hex(16)
    text = _text(asked, sequence, at, nonce)
    return Seal(
        sequence=sequence,
        at=at,
        nonce=nonce,
        signature=SigningKey(secret).sign(text).signature.hex(),
    )


def verify(public_key: str, asked: Asked, seal: Seal, *, last: int | None) -> None:
    """Refuse a request that this device did not make, or not now, or not once.

    Args:
        public_key: The device's public key, hex.
        asked: The request as it arrived.
        seal: What travelled beside it.
        last: The highest number this device used before. None where nothing is done for it and
            only the signature is asked.

    Raises:
        RequestRefused: ``reason`` says which does not hold: ``signature``, ``time``, ``number``
            (then ``last`` tells that highest number, so that a store that was put back can go on).
    """
    text = _text(asked, seal.sequence, seal.at, seal.nonce)
    try:
        VerifyKey(bytes.fromhex(public_key)).verify(text, bytes.fromhex(seal.signature))
    except (BadSignatureError, ValueError) as error:
        raise RequestRefused("signature", reason="signature") from error
    if last is not None:
        require_in_turn(seal, last)


def require_in_turn(seal: Seal, last: int) -> None:
    """Refuse a request whose signature holds, but that is not of now or not above ``last``.

    Raises:
        RequestRefused: ``time`` or ``number``, as :func:`verify`.
    """
    try:
        apart = abs((clock.now() - clock.instant_from(seal.at)).total_seconds())
    except ValueError as error:
        raise RequestRefused("time", reason="time") from error
    if apart > SLACK_SECONDS:
        raise RequestRefused("time", reason="time")
    if seal.sequence <= last:
        raise RequestRefused("number", reason="number", last=last)


def order_wipe(secret: bytes, hub: str, device: str, at: str) -> str:
    """Return the hub's signature (hex) under its order that a device destroys what it holds."""
    return SigningKey(secret).sign(_order(hub, device, at)).signature.hex()


def is_ordered(hub_key: str, hub: str, device: str, *, at: str, order: str) -> bool:
    """Tell whether an order to wipe is the hub's, and for this device (A22)."""
    try:
        VerifyKey(bytes.fromhex(hub_key)).verify(_order(hub, device, at), bytes.fromhex(order))
    except (BadSignatureError, ValueError):
        return False
    return True


def _order(hub: str, device: str, at: str) -> bytes:
    return _SEPARATOR.join((_WIPE, hub, device, at)).encode()


def _text(asked: Asked, sequence: int, at: str, nonce: str) -> bytes:
    body = hashlib.sha256(asked.body).hexdigest()
    parts = (
        _PURPOSE,
        asked.method,
        asked.path,
        asked.hub,
        asked.device,
        str(sequence),
        at,
        nonce,
        body,
    )
    if any(_SEPARATOR in part for part in parts):
        raise RequestRefused("a line break where none can be", reason="signature")
    return _SEPARATOR.join(parts).encode()
