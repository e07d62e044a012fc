"""What an administrator asks of a hub: which organisations, devices and villages there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import and_, func, select

from meitinker.domain.villages import VILLAGE
from sync.hub.tables import DEVICE, HOLDING, ORGANISATION, RECORD, REFUSED, USER, USER_VILLAGE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sync.hub.database import HubDatabase

_fields = msgspec.json.Decoder(dict[str, str | int | None])


class Organisation(msgspec.Struct, frozen=True, kw_only=True):
    """An organisation of this hub; ``end`` is the last place of its list."""

    organisation: str
    hub: str
    name: str
    epoch: str
    end: int


class Device(msgspec.Struct, frozen=True, kw_only=True):
    """A device, whose it is, and what it last told of itself.

    Attributes:
        device: Its id.
        label: What its user calls it.
        user: Whose it is.
        name: That user's name.
        role: What that user is.
        villages: Ids of the villages within reach.
        everywhere: Whether no village limits the reach.
        enrolled_at: When it came.
        met_at: When it last asked something.
        program: Version of its program.
        waiting: Changes that waited there to be sent, as it last told: a wipe loses them.
        waiting_since: Moment of the oldest of these.
        dossiers: How many dossiers lie on it.
        revoked_at: When it was shut out, or "".
        wipe_at: When it was ordered to wipe, or "".
        wiped_at: When it was told so, or "".
    """

    device: str
    label: str
    user: str
    name: str
    role: str
    villages: tuple[str, ...]
    everywhere: bool
    enrolled_at: str
    met_at: str
    program: str
    waiting: int
    waiting_since: str
    dossiers: int
    revoked_at: str
    wipe_at: str
    wiped_at: str


def ids(database: HubDatabase) -> list[str]:
    """Return the ids of the organisations of a hub; whatever is asked next is of one of them."""
    asked = select(ORGANISATION.c.organisation).order_by(ORGANISATION.c.organisation)
    with database.reading() as connection:
        return list(connection.execute(asked).scalars())


def organisations(database: HubDatabase) -> list[Organisation]:
    """Return the organisations of a hub, by name."""
    columns = [ORGANISATION.c[name] for name in Organisation.__struct_fields__]
    with database.reading() as connection:
        rows = connection.execute(
            select(*columns).order_by(ORGANISATION.c.name, ORGANISATION.c.organisation)
        ).mappings()
        return [Organisation(**row) for row in rows]


def devices(database: HubDatabase, organisation: str) -> list[Device]:
    """Return the devices of an organisation, in the order in which they came."""
    held = (
        select(func.count())
        .select_from(HOLDING)
        .where(HOLDING.c.organisation == organisation, HOLDING.c.device == DEVICE.c.device)
        .scalar_subquery()
    )
    own = [DEVICE.c[one] for one in Device.__struct_fields__ if one in DEVICE.c]
    asked = (
        select(*own, USER.c.name, USER.c.role, USER.c.everywhere, held.label("dossiers"))
        .join(
            USER,
            and_(USER.c.organisation == DEVICE.c.organisation, USER.c.user == DEVICE.c.user),
        )
        .where(DEVICE.c.organisation == organisation)
        .order_by(DEVICE.c.enrolled_at, DEVICE.c.device)
    )
    with database.reading() as connection:
        rows = [dict(row) for row in connection.execute(asked).mappings()]
        reach: dict[str, list[str]] = {}
        for user, village in connection.execute(
            select(USER_VILLAGE.c.user, USER_VILLAGE.c.village)
            .where(USER_VILLAGE.c.organisation == organisation)
            .order_by(USER_VILLAGE.c.village)
        ):
            reach.setdefault(user, []).append(village)
    return [
        Device(
            **{**row, "everywhere": bool(row["everywhere"])},
            villages=tuple(reach.get(row["user"], ())),
        )
        for row in rows
    ]


def held(database: HubDatabase, organisation: str, device: str) -> list[str]:
    """Return the ids of the dossiers that lie on a device (F25)."""
    asked = (
        select(HOLDING.c.dossier)
        .where(HOLDING.c.organisation == organisation, HOLDING.c.device == device)
        .order_by(HOLDING.c.dossier)
    )
    with database.reading() as connection:
        return list(connection.execute(asked).scalars())


def refused(database: HubDatabase, organisation: str, device: str) -> dict[str, int]:
    """Return why changes of a device stand refused, and how many: it has their words still."""
    asked = (
        select(REFUSED.c.reason, func.count())
        .where(REFUSED.c.organisation == organisation, REFUSED.c.device == device)
        .group_by(REFUSED.c.reason)
        .order_by(REFUSED.c.reason)
    )
    with database.reading() as connection:
        return {str(reason): int(count) for reason, count in connection.execute(asked)}


def village_names(database: HubDatabase, organisation: str) -> dict[str, str]:
    """Return the villages that the list knows as they are spelled, name → id, Dutch first."""
    return {name: found for name, found in _villages(database, organisation) if name}


def villages(database: HubDatabase, organisation: str) -> dict[str, str]:
    """Return the villages that the organisation's list knows, name → id, Frisian and Dutch."""
    return {name.casefold(): found for name, found in _villages(database, organisation) if name}


def _villages(database: HubDatabase, organisation: str) -> Iterator[tuple[str, str]]:
    asked = select(RECORD.c.record_id, RECORD.c.fields).where(
        RECORD.c.organisation == organisation,
        RECORD.c.kind == VILLAGE.name,
        RECORD.c.deleted == 0,
    )
    with database.reading() as connection:
        for row in connection.execute(asked):
            fields = _fields.decode(database.sealing.open(row.fields))
            for name in (fields.get("dutch_name"), fields.get("frisian_name")):
                yield str(name or ""), row.record_id
