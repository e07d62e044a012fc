"""An invitation as it travels: one line of text, or the same in a QR code.

It holds all that a laptop needs to meet its hub for the first time: where the hub is, which hub
it is, the keys by which its certificate is known (:mod:`sync.client`) and a code that works once.
The line ends in a check, because it comes by mail and gets wrapped, cut and retyped::

    meitinker://hub.example.org:8443/1?hub=…&pin=…&pin=…&code=…&sum=…

Pure: nothing is fetched and nothing is kept.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from enum import StrEnum
from urllib.parse import parse_qsl, urlencode, urlsplit

import msgspec

from meitinker.errors import InvitationUnclear

FORM = 1
"""The form of the line; a program that writes another adds one."""

USUAL_PORT = 443
LONGEST = 2_000
"""Signs that are looked at: an invitation is a few hundred, a mail around it some more."""

_SCHEME = "meitinker"
_BEGIN = f"{_SCHEME}://"
_LINE = re.compile(rf"{_BEGIN}[\x21-\x7e]+?&sum=([0-9a-f]{{8}})(?![0-9a-f])")
_PIN = re.compile(r"[0-9a-f]{64}")
_HUB = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_CODE = re.compile(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}")
_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")
_ADDRESS = re.compile(r"[0-9a-f:]*:[0-9a-f:.]*")
_MOST_PINS = 4


class Unclear(StrEnum):
    """Why a text is no invitation that can be used: ``reason`` of the error."""

    NONE_THERE = "none_there"
    """There is no invitation in it."""
    CUT = "cut"
    """The end is missing."""
    ALTERED = "altered"
    """A sign was changed, or left out."""
    NEWER = "newer"
    """A newer program made it."""


class Invitation(msgspec.Struct, frozen=True, kw_only=True):
    """What an invitation says.

    Attributes:
        host: Name or address of the hub, without brackets.
        port: Where it listens.
        hub: Id of the hub; another hub at that address is not ours (F23).
        pins: SHA-256 (hex) of the public keys of the authorities that may sign the hub's
            certificate: the one in use and one in reserve.
        code: What the hub takes in a device on, once: ``ABCD-EFGH-JKMN-PQRS``.
    """

    host: str
    port: int
    hub: str
    pins: tuple[str, ...]
    code: str

    @property
    def address(self) -> str:
        """Where the hub is: ``https://hub.example.org:8443``."""
        return f"https://{_authority(self.host, self.port)}"


def written(invitation: Invitation) -> str:
    """Return the line of an invitation; a QR code holds the same.

    Raises:
        InvitationUnclear: A part cannot be part of an invitation.
    """
    _require(invitation)
    told = [("hub", invitation.hub), *(("pin", one) for one in invitation.pins)]
    words = urlencode([*told, ("code", invitation.code)])
    line = f"{_BEGIN}{_authority(invitation.host, invitation.port)}/{FORM}?{words}"
    return f"{line}&sum={_sum(line)}"


def read(text: str) -> Invitation:
    """Return the invitation that ``text`` holds, whatever stands around it.

    White space and invisible signs inside it are the mail program's and are skipped.

    Raises:
        InvitationUnclear: ``reason`` is one of :class:`Unclear`.
    """
    plain = "".join(sign for sign in text[: 4 * LONGEST] if "!" <= sign <= "~")
    at = plain.lower().find(_BEGIN)
    if at < 0:
        raise InvitationUnclear(reason=Unclear.NONE_THERE)
    found = _LINE.match(plain[at : at + LONGEST])
    if found is None:
        raise InvitationUnclear(reason=Unclear.CUT)
    line = found.group().rpartition("&sum=")[0]
    if not hmac.compare_digest(_sum(line), found.group(1)):
        raise InvitationUnclear(reason=Unclear.ALTERED)
    return _read_line(line)


def _read_line(line: str) -> Invitation:
    try:
        parts = urlsplit(line)
        host, port = parts.hostname or "", parts.port or USUAL_PORT
        told = parse_qsl(parts.query, strict_parsing=True)
    except ValueError as error:
        raise InvitationUnclear(reason=Unclear.ALTERED) from error
    if parts.path != f"/{FORM}":
        raise InvitationUnclear(reason=Unclear.NEWER)
    first = dict(reversed(told))
    invitation = Invitation(
        host=host,
        port=port,
        hub=first.get("hub", ""),
        pins=tuple(value for name, value in told if name == "pin"),
        code=first.get("code", ""),
    )
    _require(invitation)
    return invitation


def _require(invitation: Invitation) -> None:
    good = (
        bool(_HOST.fullmatch(invitation.host) or _ADDRESS.fullmatch(invitation.host))
        and 0 < invitation.port < 1 << 16
        and _HUB.fullmatch(invitation.hub)
        and 0 < len(invitation.pins) <= _MOST_PINS
        and all(_PIN.fullmatch(one) for one in invitation.pins)
        and _CODE.fullmatch(invitation.code)
    )
    if not good:
        raise InvitationUnclear(reason=Unclear.ALTERED)


def _authority(host: str, port: int) -> str:
    name = f"[{host}]" if ":" in host else host
    return name if port == USUAL_PORT else f"{name}:{port}"


def _sum(line: str) -> str:
    return hashlib.sha256(line.encode()).hexdigest()[:8]
