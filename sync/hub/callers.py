"""Who asks: a device and its user as the tables know them, looked up with every request.

Statements are made once here: to build one takes longer than to ask it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import and_, bindparam, select, update

from meitinker import clock
from sync import signing
from sync.hub import access, audit
from sync.hub.scope import Caller
from sync.hub.tables import DEVICE, USER, USER_VILLAGE

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

    from sync.hub.database import HubDatabase

_OWN = (
    DEVICE.c.organisation == bindparam("of_organisation"),
    DEVICE.c.device == bindparam("of_device"),
)
_DEVICE = select(DEVICE).where(*_OWN)
_LAST = select(DEVICE.c.sequence).where(*_OWN)
_USE_UP = (
    update(DEVICE)
    .where(*_OWN, DEVICE.c.sequence < bindparam("number"))
    .values(sequence=bindparam("number"))
)
_USER = (
    select(USER, USER_VILLAGE.c.village, access.REPLACES.exists().label("replaces"))
    .outerjoin(
        USER_VILLAGE,
        and_(
            USER_VILLAGE.c.organisation == USER.c.organisation, USER_VILLAGE.c.user == USER.c.user
        ),
    )
    .where(USER.c.organisation == bindparam("of_organisation"), USER.c.user == bindparam("of_user"))
)
"""A user with the own villages, a row each, and whether they replace anybody today."""


_ID = re.compile(r"[0-9A-Za-z_-]{1,64}", re.ASCII)


def is_id(text: str) -> bool:
    """Tell whether a text looks like an id of a hub, a device or a user.

    They stand in the audit, where :data:`audit.COMMAND` is the hub itself: that is nobody's.
    """
    return text != audit.COMMAND and _ID.fullmatch(text) is not None


class Turn(msgspec.Struct, frozen=True):
    """A request that is proven, and whose number is not used up yet (A16)."""

    organisation: str
    device: str
    seal: signing.Seal


def device_row(connection: Connection, organisation: str, device: str) -> Row[Any] | None:
    """Return a device as it stands, or None where it was never taken in."""
    told = {"of_organisation": organisation, "of_device": device}
    return connection.execute(_DEVICE, told).one_or_none()


def caller_with(connection: Connection, organisation: str, device: Row[Any]) -> Caller | None:
    """Return who a device belongs to, or None where that user's time is over or has not begun."""
    today = clock.today().isoformat()
    told = {"of_organisation": organisation, "of_user": device.user, "today": today}
    rows = connection.execute(_USER, told).all()
    user = rows[0]
    over = user.revoked_at or (user.valid_until and user.valid_until < today)
    if over or (user.valid_from and user.valid_from > today):
        return None
    villages = tuple(sorted(row.village for row in rows if row.village is not None))
    if user.replaces:
        villages = access.villages_of(connection, organisation, device.user)
    return Caller(
        organisation=organisation,
        device=device.device,
        user=device.user,
        role=user.role,
        villages=villages,
        everywhere=bool(user.everywhere),
    )


def caller_of(connection: Connection, organisation: str, device: str) -> Caller | None:
    """Return who a device belongs to now, or None where it, or its user, is shut out."""
    row = device_row(connection, organisation, device)
    if row is None or row.revoked_at or row.wipe_at:
        return None
    return caller_with(connection, organisation, row)


def use_up(connection: Connection, turn: Turn) -> None:
    """Use up the number of a request; of two with one number only one gets by.

    Raises:
        RequestRefused: It, or a higher one, was used before.
    """
    own = {"of_organisation": turn.organisation, "of_device": turn.device}
    if not connection.execute(_USE_UP, {**own, "number": turn.seal.sequence}).rowcount:
        signing.require_in_turn(turn.seal, connection.execute(_LAST, own).scalar_one())


def use_up_alone(database: HubDatabase, turn: Turn) -> None:
    """Use up the number of a request in a unit of work of its own, as :func:`use_up`."""
    with database.engine.execution_options(writes=True).begin() as connection:
        use_up(connection, turn)
