"""The only source of new ids: UUIDv7, so that ids sort by the time they were made."""

from __future__ import annotations

import secrets
import threading
import uuid
from typing import TYPE_CHECKING, NewType

from meitinker import clock

if TYPE_CHECKING:
    from datetime import datetime

RecordId = NewType("RecordId", str)
ChangeId = NewType("ChangeId", str)
ActId = NewType("ActId", str)
DeviceId = NewType("DeviceId", RecordId)
UserId = NewType("UserId", RecordId)
OrganisationId = NewType("OrganisationId", RecordId)
MunicipalityId = NewType("MunicipalityId", RecordId)
VillageId = NewType("VillageId", RecordId)
PersonId = NewType("PersonId", RecordId)
HouseholdId = NewType("HouseholdId", RecordId)
VisitId = NewType("VisitId", RecordId)
NeedId = NewType("NeedId", RecordId)

_RANDOM_BITS = 62
_COUNTER_BITS = 12


class _Sequence:
    """Milliseconds plus a counter that only goes up, also when the clock goes back."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._last = 0

    def following(self) -> int:
        milliseconds = clock.milliseconds_of(clock.now())
        with self._guard:
            self._last = max(self._last + 1, milliseconds << _COUNTER_BITS)
            return self._last


_sequence = _Sequence()


def new_id() -> str:
    """Return a new UUIDv7 (RFC 9562) in its canonical 36-character form."""
    tick = _sequence.following()
    milliseconds, counter = tick >> _COUNTER_BITS, tick & ((1 << _COUNTER_BITS) - 1)
    value = (milliseconds & ((1 << 48) - 1)) << 80
    value |= 0x7 << 76
    value |= counter << 64
    value |= 0b10 << 62
    value |= int.from_bytes(secrets.token_bytes(8), "big") >> (64 - _RANDOM_BITS)
    told = f"{value:032x}"
    return f"{told[:8]}-{told[8:12]}-{told[12:16]}-{told[16:20]}-{told[20:]}"


def record_id() -> RecordId:
    """Return a new id for a record of any kind."""
    return RecordId(new_id())


def change_id() -> ChangeId:
    """Return a new id for a change."""
    return ChangeId(new_id())


def made_at(one: str) -> datetime | None:
    """Return when an id of :func:`new_id` was made (UTC), or None for any other text."""
    try:
        told = uuid.UUID(one)
        return clock.instant_of(told.int >> 80) if told.version == 7 else None
    except (ValueError, OverflowError):  # others make ids too, of a moment beyond the calendar
        return None


def named_id(name: str) -> RecordId:
    """Return the id of something that every store must call by the same id: ``village:Grou``.

    A name-based UUID (version 5), so that two laptops that were set up apart agree.
    """
    return RecordId(str(uuid.uuid5(_NAMESPACE, name)))


_NAMESPACE = uuid.UUID("6d656974-696e-5b65-8272-000000000001")
