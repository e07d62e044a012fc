"""HTTP as laptop and hub use it: paths, what travels beside a request, errors as statuses.

Both sides read these tables, so that what the hub refuses is on the laptop the same error again.
"""

from __future__ import annotations

from typing import Any

import msgspec

from meitinker import errors
from meitinker.errors import HubUnreachable, MeitinkerError, SyncError
from sync import protocol
from sync.signing import Seal

HUB = "meitinker-hub"
DEVICE = "meitinker-device"
SEAL = "meitinker-seal"
"""Names of the headers: which hub is meant, who asks, and number, time, nonce and signature."""

AUTHORITY = "/v1/authority"
"""Where the certificates of the authority stand that signed the hub's own."""

PLAIN = "application/json"
PACKED = "application/zlib"

TROUBLE = 500
"""Status of what is the hub's own fault."""

_PARAMS = frozenset({"reason", "seconds", "last", "offered", "oldest", "newest", "at", "order"})
"""What of an error travels: never words of people."""


class Call(msgspec.Struct, frozen=True):
    """A method of the hub as a request: what is asked, what is answered, by whom."""

    method: str
    asked: type[msgspec.Struct]
    answered: type[msgspec.Struct] | None = None
    signed: bool = True

    @property
    def path(self) -> str:
        """Where it is asked: ``/v1/let-go``."""
        return f"/v1/{self.method.replace('_', '-')}"


CALLS = {
    call.method: call
    for call in (
        Call("enrol", protocol.Enrol, protocol.Enrolled, signed=False),
        Call("meet", protocol.Meet, protocol.Met),
        Call("push", protocol.Push, protocol.Pushed),
        Call("pull", protocol.Pull, protocol.Pulled),
        Call("let_go", protocol.Let),
        Call("compare", protocol.Compare, protocol.Compared),
        Call("paper_held", protocol.PaperWanted, protocol.PaperHeld),
        Call("send_paper", protocol.PaperPart, protocol.PaperHeld),
        Call("fetch_paper", protocol.PaperPart, protocol.PaperPart),
    )
}
"""All that can be asked of a hub, by the name of the method."""


class Refusal(msgspec.Struct, frozen=True):
    """What the hub answers when it does not do what was asked."""

    error: str
    params: dict[str, str | int] = {}


_STATUSES: dict[type[MeitinkerError], tuple[int, str]] = {
    errors.RequestRefused: (400, "request_refused"),
    errors.DeviceRefused: (403, "device_refused"),
    errors.InvitationRefused: (403, "invitation_refused"),
    errors.HubTooOld: (406, "hub_too_old"),
    errors.WrongOrganisation: (409, "wrong_organisation"),
    errors.DeviceWiped: (410, "device_wiped"),
    errors.MessageTooLarge: (413, "message_too_large"),
    errors.HubNotOurs: (421, "hub_not_ours"),
    errors.ProgramTooOld: (426, "program_too_old"),
    errors.SyncError: (TROUBLE, "trouble"),
    errors.HubBusy: (503, "hub_busy"),
}
_BY_CODE = {code: kind for kind, (_, code) in _STATUSES.items()}

STATUSES = tuple(sorted({status for status, _ in _STATUSES.values()}))
"""Every status that a refusal can have."""


def refusal(error: MeitinkerError) -> tuple[int, Refusal]:
    """Return what the hub answers to ``error``; a fault of its own is told without details."""
    status, code = _STATUSES.get(type(error), _STATUSES[SyncError])
    params = {name: value for name, value in error.params.items() if name in _PARAMS}
    return status, Refusal(code, params if type(error) in _STATUSES else {})


def error_of(status: int, body: bytes) -> MeitinkerError:
    """Return the error that an answer other than 200 tells.

    Who answers without our words is not the hub: a proxy before it that finds nobody home, or a
    network that wants to be paid first.
    """
    try:
        told = msgspec.json.decode(body, type=Refusal)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return HubUnreachable(f"status {status} without our words")
    kind = _BY_CODE.get(told.error, SyncError)
    params = {name: value for name, value in told.params.items() if name in _PARAMS}
    return kind(f"the hub said {status}", **params)


def sealed(seal: Seal) -> str:
    """Return a seal as its header says it."""
    return f"{seal.sequence} {seal.at} {seal.nonce} {seal.signature}"


def seal_of(header: str) -> Seal:
    """Return the seal that a header says.

    Raises:
        RequestRefused: It says none.
    """
    parts = header.split(" ")
    number = parts[0]
    if len(parts) != len(Seal.__struct_fields__) or not _is_number(number):
        raise errors.RequestRefused("no seal", reason="signature")
    return Seal(sequence=int(number), at=parts[1], nonce=parts[2], signature=parts[3])


def media_type(body: bytes) -> str:
    """Return how a body that :func:`sync.wire.packed` made is called."""
    return PLAIN if body[:1] == b"{" else PACKED


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < len(str(1 << 62))


def answered_type(call: Call) -> type[Any]:
    """Return the shape of a good answer; a call without one answers an empty object."""
    return call.answered or Nothing


class Nothing(msgspec.Struct, frozen=True):
    """The answer of a call that tells nothing."""
