"""Knowing the hub by the keys of its authority, and by nothing else (A13).

A pin is the SHA-256 of an authority's public key. The hub shows the certificates of its
authority to anyone who asks; the one whose key has a pin becomes the only authority that a
connection is checked against. Until then nothing is sent, and what was shown is believed only
because its hash is known: who stands in between can show the right one, or be refused. There is
no list of the world's authorities and no way to go on regardless.
"""

from __future__ import annotations

import hashlib
import ssl
from typing import NamedTuple

from meitinker.errors import HubNotOurs

LARGEST_SHOWN = 64 << 10
"""Bytes of certificates that are looked at."""

_SEQUENCE = 0x30
_VERSION = 0xA0
_BEFORE_KEY = 5
"""Serial number, algorithm, issuer, validity and subject stand before the key (RFC 5280 4.1)."""

_LONG = 0x80
_END = "-----END CERTIFICATE-----"


class _Part(NamedTuple):
    tag: int
    inside: bytes
    whole: bytes
    rest: bytes


def context_for(pins: tuple[str, ...], shown: bytes) -> ssl.SSLContext:
    """Return the context that trusts what of ``shown`` (PEM) has a pin, and nothing else.

    Raises:
        HubNotOurs: None of it has, or it is no certificate, or more than that.
    """
    trusted = {one for one in _certificates(shown) if pin_of(one) in pins}
    if not trusted:
        raise HubNotOurs("no authority with a pin", reason="pin")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.verify_flags |= ssl.VERIFY_X509_STRICT | ssl.VERIFY_X509_PARTIAL_CHAIN
    try:
        context.load_verify_locations(cadata=b"".join(trusted))
    except ssl.SSLError as error:
        raise HubNotOurs("an authority that cannot be used", reason="pin") from error
    # OpenSSL reads for itself what it is given: it may not have found more than has a pin
    if context.cert_store_stats()["x509"] != len(trusted):
        raise HubNotOurs("an authority without a pin", reason="pin")
    return context


def looking() -> ssl.SSLContext:
    """Return the context in which the authority is shown: nothing is believed or sent in it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def pin_of(certificate: bytes) -> str:
    """Return the pin (hex) of the key in a certificate (DER).

    Raises:
        HubNotOurs: It is no certificate, or something comes after it.
    """
    outer = _opened(certificate)
    if outer.rest:
        # another authority there would be loaded too, on the strength of this one's key
        raise HubNotOurs("more than one certificate in one", reason="pin")
    body = _opened(outer.inside)
    rest = body.inside
    first = _part(rest)
    if first.tag == _VERSION:
        rest = first.rest
    for _ in range(_BEFORE_KEY):
        rest = _part(rest).rest
    key = _opened(rest)
    return hashlib.sha256(key.whole).hexdigest()


def _certificates(shown: bytes) -> list[bytes]:
    try:
        text = shown[:LARGEST_SHOWN].decode("ascii")
        return [
            ssl.PEM_cert_to_DER_cert(f"{one.strip()}\n{_END}\n")
            for one in text.split(_END)
            if one.strip()
        ]
    except ValueError as error:
        raise HubNotOurs("no certificates are shown", reason="pin") from error


def _opened(data: bytes) -> _Part:
    part = _part(data)
    if part.tag != _SEQUENCE:
        raise HubNotOurs("not a certificate", reason="pin")
    return part


def _part(data: bytes) -> _Part:
    """Return the first element of DER: definite lengths only, in their shortest form."""
    if len(data) < len("tl"):
        raise HubNotOurs("a certificate that ends early", reason="pin")
    tag, length, start = data[0], data[1], 2
    if length >= _LONG:
        count = length - _LONG
        start += count
        length = int.from_bytes(data[2:start], "big")
        shortest = max(1, (length.bit_length() + 7) // 8)
        if not 0 < count <= len(data) or length < _LONG or count != shortest:
            raise HubNotOurs("a certificate in another form", reason="pin")
    end = start + length
    if end > len(data):
        raise HubNotOurs("a certificate that ends early", reason="pin")
    return _Part(tag, data[start:end], data[:end], data[end:])
