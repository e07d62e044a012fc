"""Requests signed by the device: who asks, that nobody altered it, and that it is not a replay.

The signature (Ed25519) covers the method, the path, the hub, the device, the request's number,
its time, a nonce and the SHA-256 of the body. The number only goes up, per device: a request
that comes again, or late, is refused (A16). Times may differ by :data:`SLACK_SECONDS`; a laptop
whose clock is further off is told so, because its work would carry wrong dates.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from typing import TYPE_CHECKING

import msgspec
from nacl import bindings
from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from meitinker import clock
from meitinker.errors import HubNotOurs, RequestRefused

if TYPE_CHECKING:
    from collections.abc import Callable

    from meitinker.errors import DeviceWiped

SLACK_SECONDS = 15 * 60
"""How far the clocks of laptop and hub may lie apart."""

_PURPOSE = "meitinker request 1"
_WIPE = "meitinker wipe 1"
_LAST = "meitinker number 1"
_SEPARATOR = "\n"
_PUBLIC = re.compile(r"[0-9a-f]{64}", re.ASCII)


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


def is_public(text: str) -> bool:
    """Tell whether a text is the public half of a device key, as :func:`public` writes it."""
    if not _PUBLIC.fullmatch(text):
        return False
    return bindings.crypto_core_ed25519_is_valid_point(bytes.fromhex(text))


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


def verify(public_key: str, asked: Asked, seal: Seal) -> None:
    """Refuse a request that the device with this public key (hex) did not make.

    Raises:
        RequestRefused: ``signature``.
    """
    text = _text(asked, seal.sequence, seal.at, seal.nonce)
    try:
        VerifyKey(bytes.fromhex(public_key)).verify(text, bytes.fromhex(seal.signature))
    except (BadSignatureError, ValueError) as error:
        raise RequestRefused("signature", reason="signature") from error


def require_in_turn(seal: Seal, last: int, told: Callable[[int], str] = lambda _last: "") -> None:
    """Refuse a request whose signature holds, but that is not of now, or not once.

    Args:
        seal: What travelled beside it.
        last: The highest number that this device used before.
        told: Gives the hub's signature under that number (:func:`tell_last`).

    Raises:
        RequestRefused: ``reason`` says which: ``time`` or ``number``. With that come ``last`` and
            its signature, so that a store that was put back can go on above it.
    """
    try:
        apart = abs((clock.now() - clock.instant_from(seal.at)).total_seconds())
    except ValueError as error:
        raise RequestRefused("time", reason="time") from error
    if apart > SLACK_SECONDS:
        raise RequestRefused("time", reason="time")
    if seal.sequence <= last:
        raise RequestRefused("number", reason="number", last=last, order=told(last))


def order_wipe(secret: bytes, hub: str, device: str, at: str) -> str:
    """Return the hub's signature (hex) under its order that a device destroys what it holds."""
    return SigningKey(secret).sign(_order(_WIPE, hub, device, at)).signature.hex()


def is_ordered(hub_key: str, hub: str, device: str, *, at: str, order: str) -> bool:
    """Tell whether an order to wipe is the hub's, and for this device (A22)."""
    return _is_signed(hub_key, _order(_WIPE, hub, device, at), order)


def tell_last(secret: bytes, hub: str, device: str, last: int) -> str:
    """Return the hub's signature (hex) under the highest number that a device used.

    Without it anybody between the two could drive a laptop to the end of the numbers. One that
    was recorded does no harm: it tells a number that the device itself once used.
    """
    return SigningKey(secret).sign(_order(_LAST, hub, device, str(last))).signature.hex()


def is_last(hub_key: str, hub: str, device: str, *, last: int, order: str) -> bool:
    """Tell whether it is the hub that says that this device used this number."""
    return _is_signed(hub_key, _order(_LAST, hub, device, str(last)), order)


class Orders(msgspec.Struct, frozen=True, kw_only=True):
    """What a device obeys in a refusal only under its hub's own signature (A22).

    Whoever stands between the two, a proxy with a certificate of the organisation too, could say
    that all is to be destroyed, or that the numbers of requests have come to their end.

    Attributes:
        hub: Id of the hub.
        device: This device.
        key: The hub's public key, hex; without it nothing holds.
    """

    hub: str
    device: str
    key: str

    def require_wipe(self, refused: DeviceWiped) -> None:
        """Refuse an order to wipe that is not the hub's.

        Raises:
            HubNotOurs: It is not.
        """
        told = {name: str(refused.params.get(name, "")) for name in ("at", "order")}
        if not is_ordered(self.key, self.hub, self.device, **told):
            raise HubNotOurs("an order to wipe that is not the hub's", reason="order") from refused

    def last_number(self, refused: RequestRefused) -> int:
        """Return the highest number that the hub saw of this device; 0 where it does not say."""
        last, order = refused.params.get("last"), str(refused.params.get("order", ""))
        if not isinstance(last, int):
            return 0
        holds = is_last(self.key, self.hub, self.device, last=last, order=order)
        return last if holds else 0


def _order(purpose: str, hub: str, device: str, what: str) -> bytes:
    return _SEPARATOR.join((purpose, hub, device, what)).encode()


def _is_signed(hub_key: str, order: bytes, signature: str) -> bool:
    try:
        VerifyKey(bytes.fromhex(hub_key)).verify(order, bytes.fromhex(signature))
    except (BadSignatureError, ValueError):
        return False
    return True


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
