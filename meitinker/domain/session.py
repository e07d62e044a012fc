"""Who is asking: an argument of every service call and every repository read."""

from __future__ import annotations

from enum import Enum, StrEnum
from typing import TypeAlias

import msgspec

from meitinker.ids import DeviceId, OrganisationId, RecordId, UserId, VillageId


class Role(StrEnum):
    """What a user is to the organisation."""

    MEITINKER = "meitinker"
    BACK_OFFICE = "back_office"
    COORDINATOR = "coordinator"
    ADMINISTRATOR = "administrator"


class Purpose(StrEnum):
    """Why data is read; kept with every read in the read log (NEN 7513)."""

    SUPPORT = "support"
    ADMINISTRATION = "administration"
    DEMO = "demo"


class Everywhere(Enum):
    """No village limits what is visible: it is always said, never the lack of villages."""

    EVERYWHERE = "everywhere"


EVERYWHERE = Everywhere.EVERYWHERE

Villages: TypeAlias = frozenset[VillageId] | Everywhere
"""Where a session may look: in these villages, or everywhere."""


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """One person at work on one device.

    Attributes:
        user: The user, kept after enrolment.
        role: What this user may do.
        villages: Villages whose dossiers are visible, or :data:`EVERYWHERE` (a single user
            before enrolment, the back office). None at all sees nothing.
        device: The device that writes.
        organisation: The organisation whose store this is.
        purpose: Why, for the read log.
        grants: Dossiers (person ids) outside ``villages`` that were opened to this user.
    """

    user: UserId
    role: Role
    device: DeviceId
    organisation: OrganisationId
    villages: Villages = frozenset()
    purpose: Purpose = Purpose.SUPPORT
    grants: frozenset[RecordId] = frozenset()

    @property
    def sees_everything(self) -> bool:
        """Whether no village limits what is visible."""
        return self.villages is EVERYWHERE

    @property
    def sees_nothing(self) -> bool:
        """Whether nothing at all is visible: neither a village nor a dossier was given."""
        return not self.villages and not self.grants
