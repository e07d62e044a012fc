"""The users of an organisation: who they are to the hub, and every change of that, written down.

A change counts from the next request on: what lies on the user's devices then leaves or is filled
anew as their role and villages of that moment ask (:mod:`sync.hub.scope`).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import case, func, select, update

from meitinker import clock
from meitinker.domain.session import Role
from meitinker.errors import StoreMissing
from sync.hub import access, audit
from sync.hub.tables import DEVICE, ORGANISATION, USER, USER_VILLAGE

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from sync.hub.database import HubDatabase


class User(msgspec.Struct, frozen=True, kw_only=True):
    """A user, as the hub knows them.

    Attributes:
        user: The id.
        name: The name.
        role: What the user is.
        villages: Ids of the villages of their own.
        everywhere: Whether no village limits the reach.
        valid_from: First day, ISO, or "".
        valid_until: Last day, ISO, or "".
        ended_at: When the user was ended, or "".
        devices: How many devices are not shut out.
        enrolled_at: When the first device came.
        met_at: When one of them last asked something, or "".
    """

    user: str
    name: str
    role: str
    villages: tuple[str, ...]
    everywhere: bool
    valid_from: str
    valid_until: str
    ended_at: str
    devices: int
    enrolled_at: str
    met_at: str

    @property
    def state(self) -> str:
        """``active``, ``ended``, ``over`` (its days have passed) or ``later``."""
        today = clock.today().isoformat()
        if self.ended_at:
            return "ended"
        if self.valid_until and self.valid_until < today:
            return "over"
        return "later" if self.valid_from > today else "active"


def listed(database: HubDatabase, organisation: str) -> list[User]:
    """Return the users of an organisation, by name."""
    told = (
        select(
            DEVICE.c.user,
            func.sum(case((DEVICE.c.revoked_at == "", 1), else_=0)).label("devices"),
            func.min(DEVICE.c.enrolled_at).label("enrolled_at"),
            func.max(DEVICE.c.met_at).label("met_at"),
        )
        .where(DEVICE.c.organisation == organisation)
        .group_by(DEVICE.c.user)
    )
    own = select(USER_VILLAGE.c.user, USER_VILLAGE.c.village).where(
        USER_VILLAGE.c.organisation == organisation
    )
    users = (
        select(USER).where(USER.c.organisation == organisation).order_by(USER.c.name, USER.c.user)
    )
    with database.reading() as connection:
        devices = {row.user: row for row in connection.execute(told)}
        villages: dict[str, list[str]] = {}
        for user, village in connection.execute(own):
            villages.setdefault(user, []).append(village)
        rows: list[Any] = list(connection.execute(users))
    return [
        User(
            user=row.user,
            name=row.name,
            role=row.role,
            villages=tuple(sorted(villages.get(row.user, ()))),
            everywhere=bool(row.everywhere),
            valid_from=row.valid_from,
            valid_until=row.valid_until,
            ended_at=row.revoked_at,
            devices=int(devices[row.user].devices) if row.user in devices else 0,
            enrolled_at=devices[row.user].enrolled_at if row.user in devices else "",
            met_at=devices[row.user].met_at if row.user in devices else "",
        )
        for row in rows
    ]


class Changed(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes otherwise with a user; None stays as it is.

    Attributes:
        role: Another role.
        villages: Exactly these; with none of them ``everywhere`` may be said.
        everywhere: Whether no village limits the reach, where ``villages`` is said.
        days: First and last day on which the account holds; None is no limit.
        ended: Whether every device is shut out from now on.
    """

    role: Role | None = None
    villages: tuple[str, ...] | None = None
    everywhere: bool = False
    days: tuple[date | None, date | None] | None = None
    ended: bool | None = None


def change(database: HubDatabase, organisation: str, user: str, told: Changed) -> None:
    """Change a user, all of it or nothing: no moment has the new villages and the old role.

    Raises:
        StoreMissing: There is no such user.
    """
    with database.writing(organisation) as (connection, _end):
        before = _role(connection, organisation, user)
        if told.ended is not None:
            at = clock.instant_text(clock.now()) if told.ended else ""
            what = "ended" if told.ended else "again"
            _write(connection, organisation, user, what, revoked_at=at)
        if told.villages is not None:
            _write(connection, organisation, user, "villages", everywhere=int(told.everywhere))
            access.set_villages(connection, organisation, user, told.villages)
        if told.days is not None:
            first, last = (day.isoformat() if day else "" for day in told.days)
            _write(connection, organisation, user, "days", valid_from=first, valid_until=last)
        if told.role is not None and told.role is not before:
            _write(connection, organisation, user, "role", role=told.role.value)


def lease(database: HubDatabase, organisation: str) -> int:
    """Return how many days a laptop opens without having met the hub; 0 is for ever."""
    asked = select(ORGANISATION.c.lease_days).where(ORGANISATION.c.organisation == organisation)
    with database.reading() as connection:
        return int(connection.execute(asked).scalar_one())


def set_lease(database: HubDatabase, organisation: str, days: int) -> None:
    """Set how many days a laptop opens without having met the hub; it hears so at its next."""
    with database.writing(organisation) as (connection, _end):
        connection.execute(
            update(ORGANISATION)
            .where(ORGANISATION.c.organisation == organisation)
            .values(lease_days=days)
        )
        audit.note(
            connection,
            organisation,
            audit.Event.LEASE_SET,
            actor=audit.COMMAND,
            about=organisation,
            count=days,
        )


def _write(
    connection: Connection, organisation: str, user: str, what: str, **told: str | int
) -> None:
    of = (USER.c.organisation == organisation, USER.c.user == user)
    if not connection.execute(update(USER).where(*of).values(**told)).rowcount:
        raise StoreMissing("no such user")
    audit.note(
        connection,
        organisation,
        audit.Event.USER_CHANGED,
        actor=audit.COMMAND,
        about=user,
        reason=what,
    )


def _role(connection: Connection, organisation: str, user: str) -> Role:
    asked = select(USER.c.role).where(USER.c.organisation == organisation, USER.c.user == user)
    found = connection.execute(asked).scalar_one_or_none()
    if found is None:
        raise StoreMissing("no such user")
    return Role(found)
