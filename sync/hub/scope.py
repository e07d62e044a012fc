"""Whose dossiers lie within whose reach, and which of them lie on which device.

The reach of a user is every dossier of their villages, those of nobody's village, and those
opened to them by a grant for these days. Files that were merged are one dossier: who reaches
one of them reaches all. What a device holds is kept beside it, so that the hub knows what comes
within reach (a *fill*), what leaves it (a *farewell*), and what lay on a laptop that was stolen.

What left is still written in for :data:`LEAVES_WITHIN`, counted from when the hub first noticed:
words that were typed before must arrive (F12), and no program may go on for ever by keeping
silent. Beside each dossier stands as which role its user saw it: what lies there of a role that
sees more leaves and is filled anew, whatever roles there were in between.

What was offered may lie there for good, also where its answer was never heard of again: a laptop
takes an answer in bit by bit, and may have been stopped before its end. So a dossier is forgotten
only when the device says that nothing of it lies there any more (F12, F25).
"""

from __future__ import annotations

from datetime import timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import and_, bindparam, delete, exists, or_, select, true, update
from sqlalchemy.dialects import postgresql, sqlite

from meitinker import clock
from meitinker.domain import rights
from meitinker.domain.session import Role
from sync.hub import reach, showing
from sync.hub.dossiers import KNOWN
from sync.hub.many import OneOf, unnested
from sync.hub.tables import DEVICE, DOSSIER, HOLDING, RECORD

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import ColumnElement, Connection, Insert, Select

    from sync.hub.showing import Showing

HELD = "held"
OFFERED = "offered"
"""In an answer that may not have arrived."""
LEAVING = "leaving"
AGAIN = "again"
"""May lie there in part or of an earlier day: filled anew while within reach, else to leave."""

LEAVES_WITHIN = timedelta(days=30)
"""How long words may still come for a dossier that is out of reach and lies on the device."""

_AT_ONCE = 500
_HEARD = (HELD, OFFERED)

_OFFER = (
    select(DEVICE.c.offer)
    .where(
        DEVICE.c.organisation == bindparam("of_organisation"),
        DEVICE.c.device == bindparam("of_device"),
    )
    .with_for_update()
)
"""Of two answers that offer dossiers to one device, the second waits for the first."""


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


def anyone(*, everywhere: bool) -> Caller:
    """Return a caller to build a statement for; it is asked with :func:`sync.hub.reach.told`."""
    return Caller(organisation="", device="", user="", role="", everywhere=everywhere)


def entering(connection: Connection, caller: Caller, *, after: str, most: int) -> list[str]:
    """Return dossiers within reach that the device does not hold whole, by id, above ``after``.

    Only those in which there is something for the caller's role: that others exist is not told.
    """
    asked = _entering(showing.to(caller.role), everywhere=caller.everywhere)
    return list(
        connection.execute(asked, {**reach.told(caller), "after": after, "most": most}).scalars()
    )


@lru_cache
def _entering(shown: Showing, *, everywhere: bool) -> Select[Any]:
    caller = anyone(everywhere=everywhere)
    return (
        select(DOSSIER.c.dossier)
        .where(
            DOSSIER.c.organisation == reach.organisation_of(caller),
            DOSSIER.c.dossier > bindparam("after", ""),
            reach.reached(caller),
            ~_on(caller),
            _shows(shown, caller),
        )
        .order_by(DOSSIER.c.dossier)
        .limit(bindparam("most", 1))
    )


def leaving(connection: Connection, caller: Caller, *, most: int) -> list[str]:
    """Return dossiers that lie on the device and must leave it, by id, at most so many."""
    asked = (
        select(HOLDING.c.dossier)
        .where(*_of(caller), _leaves(caller))
        .order_by(HOLDING.c.dossier)
        .limit(most)
    )
    return list(connection.execute(asked).scalars())


def known(connection: Connection, organisation: str, dossiers: Iterable[str]) -> set[str]:
    """Return those of ``dossiers`` that the hub has."""
    found: set[str] = set()
    for some in _runs(dossiers):
        told = {"of_organisation": organisation, "dossiers": some}
        found |= set(connection.execute(KNOWN, told).scalars())
    return found


def within(connection: Connection, caller: Caller, dossiers: Iterable[str]) -> set[str]:
    """Return those of ``dossiers`` that the caller may write in.

    Within reach, or still on the device and not for too long: what was typed before a dossier
    left must reach the hub (F12). Dossiers that the hub does not know are left out.
    """
    wanted = set(dossiers)
    found = inside(connection, caller, wanted)
    for some in _runs(wanted - found):
        found |= _left_lately(connection, caller, set(some))
    return found


def inside(connection: Connection, caller: Caller, dossiers: Iterable[str]) -> set[str]:
    """Return those of ``dossiers`` that are within the caller's reach now."""
    found: set[str] = set()
    asked = _inside(everywhere=caller.everywhere)
    for some in _runs(dossiers):
        told = {**reach.told(caller), "dossiers": some}
        found |= set(connection.execute(asked, told).scalars())
    return found


@lru_cache
def _inside(*, everywhere: bool) -> Select[Any]:
    return KNOWN.where(reach.reached(anyone(everywhere=everywhere)))


def _left_lately(connection: Connection, caller: Caller, dossiers: set[str]) -> set[str]:
    """Return those that lie on the device and left its reach not too long ago; from now, if new."""
    if not dossiers:
        return set()
    now = clock.now()
    those = and_(*_of(caller), OneOf(HOLDING.c.dossier, sorted(dossiers)))
    noticed = {"left_at": clock.instant_text(now)}
    connection.execute(update(HOLDING).where(those, HOLDING.c.left_at == "").values(**noticed))
    since = clock.instant_text(now - LEAVES_WITHIN)
    asked = select(HOLDING.c.dossier).where(those, HOLDING.c.left_at > since)
    return set(connection.execute(asked).scalars())


def begun(connection: Connection, caller: Caller, dossier: str) -> bool:
    """Tell whether a dossier is within reach and lies on the device at least in part."""
    if not dossier:
        return False
    asked = _begun(everywhere=caller.everywhere)
    return connection.execute(asked, {**reach.told(caller), "begun": dossier}).first() is not None


@lru_cache
def _begun(*, everywhere: bool) -> Select[Any]:
    caller = anyone(everywhere=everywhere)
    return select(DOSSIER.c.dossier).where(
        DOSSIER.c.organisation == reach.organisation_of(caller),
        DOSSIER.c.dossier == bindparam("begun", ""),
        reach.reached(caller),
        exists(
            select(HOLDING.c.dossier).where(
                *_of(caller), HOLDING.c.dossier == DOSSIER.c.dossier, heard()
            )
        ),
    )


def settle(connection: Connection, caller: Caller, offer: str) -> None:
    """Note what became of the last offer: it arrived when the device knows its mark.

    Otherwise any part of it may lie on the device, and it is offered again.
    """
    own = {"of_organisation": caller.organisation, "of_device": caller.device}
    open_offer = connection.execute(_OFFER, own).scalar_one_or_none()
    if not open_offer:
        return
    last = and_(*_of(caller), HOLDING.c.state == OFFERED)
    state = HELD if open_offer == offer else AGAIN
    connection.execute(update(HOLDING).where(last).values(state=state))
    _set_offer(connection, caller.organisation, caller.device, "")


def remember_offer(connection: Connection, caller: Caller, offer: str) -> None:
    """Keep the mark of an answer that offers dossiers."""
    if offer:
        _set_offer(connection, caller.organisation, caller.device, offer)


def hold(
    connection: Connection,
    caller: Caller,
    dossiers: Iterable[str],
    *,
    since: int,
    offered: bool = False,
) -> None:
    """Note that dossiers lie on the device from a place in the list on; what did already stays."""
    told: dict[str, Any] = {
        "organisation": caller.organisation,
        "device": caller.device,
        "since": since,
        "state": OFFERED if offered else HELD,
        "seen_as": caller.role,
    }
    rows = [{**told, "dossier": one} for one in sorted(set(dossiers))]
    told_as: Any = rows
    if rows and connection.dialect.name == "postgresql":
        told_as = {name: [row[name] for row in rows] for name in rows[0]}
    if rows:
        connection.execute(_hold(connection.dialect.name), told_as)


@lru_cache
def _hold(dialect: str) -> Insert:
    names = ("organisation", "device", "dossier", "since", "state", "seen_as")
    adding: Any = sqlite.insert(HOLDING)
    if dialect == "postgresql":
        adding = postgresql.insert(HOLDING).from_select(names, unnested(HOLDING, names))
    anew: Insert = adding.on_conflict_do_update(
        index_elements=list(HOLDING.primary_key),
        set_={name: adding.excluded[name] for name in ("since", "state", "seen_as")},
        where=HOLDING.c.state == AGAIN,
    )
    return anew


def announce(connection: Connection, caller: Caller, *, most: int) -> list[str]:
    """Return what must leave, at most so many; the device is told so, and hears no more of it.

    What it was told to let go of and may keep after all is filled again, because it has missed
    what happened meanwhile; so is what it holds as a role that sees less.
    """
    asked = _moving(caller.role, everywhere=caller.everywhere)
    if connection.execute(asked, reach.told(caller)).first() is None:
        return []
    # An older program of this hub does not write it; it fills as the role of the day.
    _set(connection, caller, HOLDING.c.seen_as == "", seen_as=caller.role)
    kept, goes = HOLDING.c.state.in_((*_HEARD, AGAIN)), _leaves(caller)
    gone = leaving(connection, caller, most=most)
    now = clock.instant_text(clock.now())
    _set(connection, caller, ~kept, ~goes, state=AGAIN)
    _set(connection, caller, kept, goes, HOLDING.c.left_at == "", left_at=now)
    _set(connection, caller, kept, goes, state=LEAVING)
    _set(connection, caller, kept, HOLDING.c.left_at != "", left_at="")
    _set(connection, caller, _lacks(caller.role), state=AGAIN)
    return gone


def _set(
    connection: Connection, caller: Caller, *those: ColumnElement[bool], **values: str
) -> None:
    connection.execute(update(HOLDING).where(*_of(caller), *those).values(**values))


@lru_cache
def _moving(role: str, *, everywhere: bool) -> Select[Any]:
    caller = Caller(organisation="", device="", user="", role=role, everywhere=everywhere)
    stays = HOLDING.c.state.in_((*_HEARD, AGAIN))
    unsaid = HOLDING.c.seen_as == ""
    moves = or_(~stays, HOLDING.c.left_at != "", _leaves(caller), _lacks(role), unsaid)
    return select(HOLDING.c.dossier).where(*_of(caller), moves).limit(1)


def release(connection: Connection, caller: Caller, dossiers: Iterable[str]) -> None:
    """Note that dossiers no longer lie on the device; only those it was told to let go of."""
    for some in _runs(dossiers):
        gone = and_(HOLDING.c.state.not_in(_HEARD), HOLDING.c.dossier.in_(some))
        connection.execute(delete(HOLDING).where(*_of(caller), gone))


def fill_anew(connection: Connection, caller: Caller, dossiers: Iterable[str]) -> None:
    """Let dossiers of the device be filled once more, also those in an answer on its way."""
    # An answer on its way counts for nothing; one that is being made is waited for first.
    _set_offer(connection, caller.organisation, caller.device, "")
    for some in _runs(dossiers):
        _set(connection, caller, HOLDING.c.dossier.in_(some), heard(), state=AGAIN)


def _set_offer(connection: Connection, organisation: str, device: str, offer: str) -> None:
    own = (DEVICE.c.organisation == organisation, DEVICE.c.device == device)
    connection.execute(update(DEVICE).where(*own).values(offer=offer))


def heard() -> ColumnElement[bool]:
    """Return the condition on ``hub_holding`` that the device hears of a dossier."""
    return HOLDING.c.state.in_(_HEARD)


def _leaves(caller: Caller) -> ColumnElement[bool]:
    """Return the condition on ``hub_holding`` that a dossier must leave the device."""
    sees_more = HOLDING.c.seen_as.in_(_who_see(caller.role, more=True))
    if caller.everywhere:
        return sees_more
    outside = exists(
        select(DOSSIER.c.dossier).where(
            DOSSIER.c.organisation == reach.organisation_of(caller),
            DOSSIER.c.dossier == HOLDING.c.dossier,
            ~reach.reached(caller),
        )
    )
    return or_(sees_more, outside)


def _lacks(role: str) -> ColumnElement[bool]:
    """Return the condition that a device hears of a dossier, but not all that its role sees."""
    return and_(heard(), HOLDING.c.seen_as.in_(_who_see(role, more=False)))


@cache
def _who_see(role: str, *, more: bool) -> tuple[str, ...]:
    """Return the roles that see what ``role`` does not, or those that do not see what it does."""
    own = Role(role)
    return tuple(
        one.value
        for one in Role
        if (rights.sees_beyond(one, own) if more else rights.sees_beyond(own, one))
    )


def _shows(shown: Showing, caller: Caller) -> ColumnElement[bool]:
    """Return the condition that something in a dossier is for a role."""
    if not shown.limits_kinds:
        return true()
    return exists(
        select(RECORD.c.record_id).where(
            RECORD.c.organisation == reach.organisation_of(caller),
            RECORD.c.dossier == DOSSIER.c.dossier,
            shown.of_kinds(RECORD.c.kind),
        )
    )


def _of(caller: Caller) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return (
        HOLDING.c.organisation == reach.organisation_of(caller),
        HOLDING.c.device == reach.device_of(caller),
    )


def _on(caller: Caller) -> ColumnElement[bool]:
    return exists(
        select(HOLDING.c.dossier).where(
            *_of(caller), HOLDING.c.dossier == DOSSIER.c.dossier, HOLDING.c.state != AGAIN
        )
    )


def _runs(dossiers: Iterable[str]) -> Iterator[list[str]]:
    """Yield runs that every database takes in one ``IN``, in the order of their ids."""
    listed = sorted(set(dossiers))
    for at in range(0, len(listed), _AT_ONCE):
        yield listed[at : at + _AT_ONCE]
