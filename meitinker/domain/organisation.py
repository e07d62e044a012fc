"""The organisation, the municipalities it works for, its users and their devices."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from meitinker.domain.grounds import ORGANISATION as GROUND
from meitinker.domain.records import OFFICE, Held, MergeClass, Record, Scope, Writers, declare
from meitinker.domain.room import ANY, TEXT
from meitinker.domain.session import Role
from meitinker.ids import MunicipalityId, UserId, VillageId


class Organisation(Record, frozen=True, kw_only=True):
    """Who the meitinkers work for; it signs the letters.

    ``demo`` marks the example village: nothing crosses its border.
    """

    name: Annotated[str, Held(ground=GROUND, shareable=True)] = ""
    phone: Annotated[str, Held(ground=GROUND, shareable=True)] = ""
    email: Annotated[str, Held(ground=GROUND, shareable=True)] = ""
    return_address: Annotated[str, Held(ground=GROUND, shareable=True, most=TEXT)] = ""
    demo: Annotated[bool, Held(ground=GROUND)] = False


class Municipality(Record, frozen=True, kw_only=True):
    """A municipality; norms, mandates, letters and letterhead are set per municipality.

    ``accent`` is a colour as ``#RRGGBB`` or "" for the program's own.
    """

    name: Annotated[str, Held(ground=GROUND, shareable=True)] = ""
    phone: Annotated[str, Held(ground=GROUND, shareable=True)] = ""
    accent: Annotated[str, Held(ground=GROUND)] = ""


class User(Record, frozen=True, kw_only=True):
    """One person who works with the program; never shared by two (BIO2 5.16.02)."""

    name: Annotated[str, Held(ground=GROUND, shareable=True)] = ""
    role: Annotated[Role, Held(ground=GROUND)] = Role.MEITINKER
    title: Annotated[str, Held(ground=GROUND, shareable=True)] = ""
    phone: Annotated[str, Held(ground=GROUND, shareable=True)] = ""
    valid_from: Annotated[date | None, Held(ground=GROUND, group="period")] = None
    valid_until: Annotated[date | None, Held(ground=GROUND, group="period")] = None


def is_at_work(user: User, day: date) -> bool:
    """Tell whether a user works here on ``day``: both days of the period are inclusive."""
    begun = user.valid_from is None or user.valid_from <= day
    return begun and (user.valid_until is None or day <= user.valid_until)


class UserVillage(Record, frozen=True, kw_only=True):
    """A village in which a user works."""

    user_id: Annotated[UserId, Held(ground=GROUND, ref="user")]
    village_id: Annotated[VillageId, Held(ground=GROUND, ref="village")]


class Device(Record, frozen=True, kw_only=True):
    """One store of one user; ``signing_key`` is its public Ed25519 key in hex."""

    user_id: Annotated[UserId, Held(ground=GROUND, ref="user")]
    label: Annotated[str, Held(ground=GROUND)] = ""
    signing_key: Annotated[str, Held(ground=GROUND)] = ""


class NumberRange(Record, frozen=True, kw_only=True):
    """A run of numbers kept for one device, so that letters numbered offline never clash.

    ``purpose`` names what is numbered, ``first`` and ``last`` are inclusive.
    """

    device_id: Annotated[str, Held(ground=GROUND, ref="device")]
    purpose: Annotated[str, Held(ground=GROUND)]
    first: Annotated[int, Held(ground=GROUND, group="range")]
    last: Annotated[int, Held(ground=GROUND, group="range")]
    following: Annotated[int, Held(ground=GROUND)]


class ReferenceOverlay(Record, frozen=True, kw_only=True):
    """The organisation's own version of a reference set that the program ships.

    ``content`` is the set as JSON text; ``municipality_id`` None means every municipality.
    """

    name: Annotated[str, Held(ground=GROUND)]
    municipality_id: Annotated[MunicipalityId | None, Held(ground=GROUND, ref="municipality")] = (
        None
    )
    valid_from: Annotated[date | None, Held(ground=GROUND, group="period")] = None
    valid_until: Annotated[date | None, Held(ground=GROUND, group="period")] = None
    source: Annotated[str, Held(ground=GROUND)] = ""
    checked: Annotated[bool, Held(ground=GROUND)] = False
    content: Annotated[str, Held(ground=GROUND, most=ANY)] = ""


_EVERYWHERE = Scope.organisation()
_SETTLED = Writers(change=OFFICE)
"""Every store begins with these; what the organisation makes of them is its office's."""
_OWN = frozenset({Role.ADMINISTRATOR})

ORGANISATION = declare(
    "organisation",
    Organisation,
    merge=MergeClass.BY_FIELD,
    scope=_EVERYWHERE,
    writers=_SETTLED,
)
MUNICIPALITY = declare(
    "municipality",
    Municipality,
    merge=MergeClass.BY_FIELD,
    scope=_EVERYWHERE,
    writers=_SETTLED,
)
USER = declare(
    "user",
    User,
    merge=MergeClass.COMMAND,
    scope=_EVERYWHERE,
    writers=Writers(begin=_OWN, change=_OWN, own="id"),
)
USER_VILLAGE = declare(
    "user_village",
    UserVillage,
    merge=MergeClass.COMMAND,
    scope=_EVERYWHERE,
    writers=Writers(begin=_OWN, change=_OWN, own="user_id"),
)
DEVICE = declare(
    "device",
    Device,
    merge=MergeClass.COMMAND,
    scope=_EVERYWHERE,
    writers=Writers(begin=_OWN, change=_OWN, own="id"),
)
NUMBER_RANGE = declare(
    "number_range",
    NumberRange,
    merge=MergeClass.COMMAND,
    scope=_EVERYWHERE,
    writers=Writers(begin=_OWN, change=_OWN, own="device_id"),
)
REFERENCE_OVERLAY = declare(
    "reference_overlay",
    ReferenceOverlay,
    merge=MergeClass.BY_FIELD,
    scope=_EVERYWHERE,
    writers=Writers(begin=OFFICE, change=OFFICE),
)
