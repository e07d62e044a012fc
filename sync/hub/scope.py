"""Whose dossiers lie within whose reach, and which of them lie on which device.

The reach of a user is every dossier of their villages, those of nobody's village, and those
opened to them by a grant that has not ended. Files that were merged are one dossier: who reaches
one of them reaches all. What a device holds is kept beside it, so that the hub knows what comes
within reach (a *fill*), what leaves it (a *farewell*), and what lay on a laptop that was stolen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import and_, delete, exists, false, insert, or_, select, true, update

from meitinker import clock
from sync.hub.tables import DEVICE, DOSSIER, GRANT, HOLDING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement, Connection

HELD = "held"
OFFERED = "offered"
"""In an answer that may not have arrived."""
LEAVING = "leaving"

_AT_ONCE = 500


class Caller(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks: a device, its user, and how far that user's reach goes.

    Attributes:
        organisation: The organisation.
        device: The device.
        user: Its user.
        role: What the user is.
        villages: Ids of the user's villages.
        everywhere: Whether no village limits the reach.
    """

    organisation: str
    device: str
    user: str
    role: str
    villages: tuple[str, ...] = ()
    everywhere: bool = False


def reached(caller: Caller) -> ColumnElement[bool]:
    """Return the condition on ``hub_dossier`` under which a dossier is within reach."""
    if caller.everywhere:
        return true()
    member = DOSSIER.alias("member")
    granted = exists(
        select(GRANT.c.dossier).where(
            GRANT.c.organisation == caller.organisation,
            GRANT.c.user == caller.user,
            GRANT.c.dossier == member.c.dossier,
            GRANT.c.until > clock.instant_text(clock.now()),
        )
    )
    somewhere = member.c.village.in_(caller.villages) if caller.villages else false()
    return exists(
        select(member.c.dossier).where(
            member.c.organisation == caller.organisation,
            member.c.root == DOSSIER.c.root,
            or_(member.c.village.is_(None), somewhere, granted),
        )
    )


def entering(connection: Connection, caller: Caller, *, after: str, most: int) -> list[str]:
    """Return dossiers within reach that the device does not hold, by id, above ``after``."""
    asked = (
        select(DOSSIER.c.dossier)
        .where(
            DOSSIER.c.organisation == caller.organisation,
            DOSSIER.c.dossier > after,
            reached(caller),
            ~_on(caller),
        )
        .order_by(DOSSIER.c.dossier)
        .limit(most)
    )
    return list(connection.execute(asked).scalars())


def leaving(connection: Connection, caller: Caller, *, most: int | None = None) -> list[str]:
    """Return dossiers that lie on the device and are out of reach, by id; all, or so many."""
    asked = (
        select(HOLDING.c.dossier)
        .join(
            DOSSIER,
            and_(
                DOSSIER.c.organisation == HOLDING.c.organisation,
                DOSSIER.c.dossier == HOLDING.c.dossier,
            ),
        )
        .where(*_of(caller), ~reached(caller))
        .order_by(HOLDING.c.dossier)
        .limit(most)
    )
    return list(connection.execute(asked).scalars())


def within(connection: Connection, caller: Caller, dossiers: Iterable[str]) -> set[str]:
    """Return those of ``dossiers`` that the caller may write in.

    Within reach, or still on the device: what was typed before a dossier left must reach the
    hub (F12). Dossiers that the hub does not know are left out.
    """
    found: set[str] = set()
    listed = sorted(dossiers)
    for at in range(0, len(listed), _AT_ONCE):
        asked = select(DOSSIER.c.dossier).where(
            DOSSIER.c.organisation == caller.organisation,
            DOSSIER.c.dossier.in_(listed[at : at + _AT_ONCE]),
            or_(reached(caller), _on(caller)),
        )
        found |= set(connection.execute(asked).scalars())
    return found


def begun(connection: Connection, caller: Caller, dossier: str) -> bool:
    """Tell whether a dossier is within reach and lies on the device at least in part."""
    if not dossier:
        return False
    asked = select(DOSSIER.c.dossier).where(
        DOSSIER.c.organisation == caller.organisation,
        DOSSIER.c.dossier == dossier,
        reached(caller),
        _on(caller),
    )
    return connection.execute(asked).first() is not None


def settle(connection: Connection, caller: Caller, offer: str) -> None:
    """Note what became of the last offer: it arrived when the device knows its mark.

    Otherwise nothing of it counts as lying on the device, and it is offered again.
    """
    device = and_(DEVICE.c.organisation == caller.organisation, DEVICE.c.device == caller.device)
    told = connection.execute(select(DEVICE.c.offer).where(device)).scalar_one_or_none()
    if not told:
        return
    last = and_(*_of(caller), HOLDING.c.state == OFFERED)
    if told == offer:
        connection.execute(update(HOLDING).where(last).values(state=HELD))
    else:
        connection.execute(delete(HOLDING).where(last))
    connection.execute(update(DEVICE).where(device).values(offer=""))


def remember_offer(connection: Connection, caller: Caller, offer: str) -> None:
    """Keep the mark of an answer that offers dossiers."""
    if offer:
        connection.execute(
            update(DEVICE)
            .where(DEVICE.c.organisation == caller.organisation, DEVICE.c.device == caller.device)
            .values(offer=offer)
        )


def hold(
    connection: Connection,
    caller: Caller,
    dossiers: Iterable[str],
    *,
    since: int,
    offered: bool = False,
) -> None:
    """Note that dossiers lie on the device from a place in the list on; what did already stays."""
    wanted = set(dossiers)
    listed = sorted(wanted)
    for at in range(0, len(listed), _AT_ONCE):
        asked = select(HOLDING.c.dossier).where(
            *_of(caller), HOLDING.c.dossier.in_(listed[at : at + _AT_ONCE])
        )
        wanted -= set(connection.execute(asked).scalars())
    rows: list[dict[str, Any]] = [
        {
            "organisation": caller.organisation,
            "device": caller.device,
            "dossier": one,
            "since": since,
            "state": OFFERED if offered else HELD,
        }
        for one in sorted(wanted)
    ]
    if rows:
        connection.execute(insert(HOLDING), rows)


def announce(connection: Connection, caller: Caller, dossiers: Iterable[str]) -> None:
    """Note that the device is told to let go of dossiers, and hears no more of them.

    What it was told to let go of and may keep after all is filled again, because it has missed
    what happened meanwhile.
    """
    gone = sorted(set(dossiers))
    leaves = HOLDING.c.dossier.in_(gone) if gone else false()
    connection.execute(delete(HOLDING).where(*_of(caller), HOLDING.c.state == LEAVING, ~leaves))
    if gone:
        connection.execute(update(HOLDING).where(*_of(caller), leaves).values(state=LEAVING))


def release(connection: Connection, caller: Caller, dossiers: Iterable[str]) -> None:
    """Note that dossiers no longer lie on the device; only those it was told to let go of."""
    connection.execute(
        delete(HOLDING).where(
            *_of(caller), HOLDING.c.state == LEAVING, HOLDING.c.dossier.in_(set(dossiers))
        )
    )


def _of(caller: Caller) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return HOLDING.c.organisation == caller.organisation, HOLDING.c.device == caller.device


def _on(caller: Caller) -> ColumnElement[bool]:
    return exists(
        select(HOLDING.c.dossier).where(*_of(caller), HOLDING.c.dossier == DOSSIER.c.dossier)
    )
