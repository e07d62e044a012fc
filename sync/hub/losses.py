"""What of a dossier was lost to others and that nobody has decided on yet.

A fill tells what records are by now, not how they came to be so. Whoever gets one may be the
only one left to be asked about a clash, so the changes that lost come along with it (F8).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import select

from meitinker.domain.merging import REOPEN, Reason, Verdict
from sync.hub.tables import CHANGE
from sync.protocol import Change, Judged, Lost

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlalchemy import Connection, Row

    from sync.hub.sealing import Sealing

MOST = 50
"""Changes that come along with one fill, the newest."""

_NONE = "[]"
_change = msgspec.json.Decoder(Change)
_took = msgspec.json.Decoder(tuple[str, ...])
_lost = msgspec.json.Decoder(tuple[Lost, ...])


def having(connection: Connection, *, organisation: str, dossiers: Iterable[str]) -> set[str]:
    """Return those of ``dossiers``, a few hundred at most, in which anything was ever lost."""
    asked = (
        select(CHANGE.c.dossier)
        .distinct()
        .where(
            CHANGE.c.organisation == organisation,
            CHANGE.c.dossier.in_(sorted(dossiers)),
            CHANGE.c.lost != _NONE,
        )
    )
    return set(connection.execute(asked).scalars())


def open_losses(
    connection: Connection,
    sealing: Sealing,
    *,
    organisation: str,
    dossier: str,
    tells: Callable[[Row[Any]], bool],
) -> tuple[Judged, ...]:
    """Return the changes of a dossier that lost and whose question is still open, oldest first.

    A later change made on one that lost carries its question on; a decision names it too. What
    may not travel in its own words (``tells``) is left out: others are asked about it.
    """
    of = (CHANGE.c.organisation == organisation, CHANGE.c.dossier == dossier)
    found: dict[str, Judged] = {}
    closed: dict[str, Judged] = {}
    asked = select(CHANGE).where(*of).order_by(CHANGE.c.position)
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
    return tuple(sorted(found.values(), key=lambda one: one.position))[-MOST:]
