"""What of a dossier was lost to others and that nobody has decided on yet.

A fill tells what records are by now, not how they came to be so. Whoever gets one may be the
only one left to be asked about a clash, so the changes that lost come along with it (F8).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import func, select

from meitinker.domain.merging import REOPEN, Reason, Verdict
from sync.hub.tables import CHANGE
from sync.protocol import Change, Judged, Lost

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sqlalchemy import Connection, Row

    from sync.hub.sealing import Sealing

MOST = 50
MOST_BYTES = 2 << 20
"""Changes that come along with one fill, and their bytes: the newest."""

_NONE = "[]"
_change = msgspec.json.Decoder(Change)
_took = msgspec.json.Decoder(tuple[str, ...])
_lost = msgspec.json.Decoder(tuple[Lost, ...])


def first_lost(
    connection: Connection, *, organisation: str, dossiers: Iterable[str]
) -> dict[str, int]:
    """Return where something was first lost in ``dossiers``, a few hundred at most.

    Nothing before that place can be about a loss, and most dossiers have none.
    """
    listed = sorted(dossiers)
    asked = (
        select(CHANGE.c.dossier, func.min(CHANGE.c.position))
        .where(
            CHANGE.c.organisation == organisation,
            CHANGE.c.dossier.in_(listed),
            CHANGE.c.lost != _NONE,
        )
        .group_by(CHANGE.c.dossier)
    )
    found = connection.execute(asked).all() if listed else ()
    return {dossier: position for dossier, position in found}


def open_losses(
    connection: Connection,
    sealing: Sealing,
    *,
    of: tuple[str, str],
    first: int,
    tells: Callable[[Row[Any]], bool],
) -> tuple[Judged, ...]:
    """Return the changes of a dossier that lost and whose question is still open, oldest first.

    A later change made on one that lost carries its question on; a decision names it too. What
    may not travel in its own words (``tells``) is left out: others are asked about it.

    Args:
        connection: A unit of work of the organisation.
        sealing: How words are kept.
        of: The organisation and the dossier.
        first: Where something was first lost in it.
        tells: Whether a change may travel as it was sealed.
    """
    found: dict[str, Judged] = {}
    closed: dict[str, Judged] = {}
    asked = (
        select(CHANGE)
        .where(
            CHANGE.c.organisation == of[0],
            CHANGE.c.dossier == of[1],
            CHANGE.c.position >= first,
        )
        .order_by(CHANGE.c.position)
    )
    for row in connection.execute(asked):
        change = _change.decode(sealing.open(row.body))
        before, after = (closed, found) if change.operation == REOPEN else (found, closed)
        for one in change.base.values():
            if one in before:
                after[one] = before.pop(one)
        if row.lost != _NONE and tells(row):
            found[row.change_id] = Judged(
                position=row.position,
                change_id=row.change_id,
                verdict=Verdict(row.verdict),
                reason=Reason(row.reason),
                took=_took.decode(row.took),
                lost=_lost.decode(row.lost),
                change=change,
            )
    return _newest(sorted(found.values(), key=lambda one: one.position))


def _newest(told: Sequence[Judged]) -> tuple[Judged, ...]:
    """Return as many of the newest as may come along, at least one."""
    room, kept = MOST_BYTES, 0
    for one in reversed(told[-MOST:]):
        room -= len(msgspec.json.encode(one))
        if room < 0 and kept:
            break
        kept += 1
    return tuple(told[len(told) - kept :])
