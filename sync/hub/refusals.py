"""What came before, and what was refused.

A change that has its place gets the same answer again (F6, F7). Nothing else is remembered to
answer with: reach, role and what a change waits for may be others by now, so a change that was
refused, or that waits, is looked at anew whenever its device sends it again. The list of what
stands refused is for whoever administers the hub.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, func, insert, select

from meitinker import clock
from meitinker.domain.merging import Reason, Verdict
from sync.hub import waiting
from sync.hub.many import OneOf
from sync.hub.tables import CHANGE, REFUSED, WAITING
from sync.protocol import PushReceipt

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from sync.hub.scope import Caller
    from sync.protocol import SealedChange

_PLACED = select(CHANGE.c.change_id, CHANGE.c.position, CHANGE.c.device).where(
    CHANGE.c.organisation == bindparam("of_organisation"), OneOf(CHANGE.c.change_id, "changes")
)
MOST_CHANGES_OF_A_DEVICE = 5_000
"""Changes of one device that are listed as refused; what comes after is answered alike."""

_ANY = (
    select(REFUSED.c.change_id)
    .where(REFUSED.c.organisation == bindparam("of_organisation"))
    .limit(1)
)


def answered(
    connection: Connection, caller: Caller, changes: Sequence[SealedChange]
) -> dict[str, PushReceipt]:
    """Return the receipts of those of ``changes`` that need no looking at.

    What another device sent under that id is its own: nothing is told of it.
    """
    asked = [one.change_id for one in changes]
    found: dict[str, PushReceipt] = {}
    told = {"of_organisation": caller.organisation, "changes": asked}
    for row in connection.execute(_PLACED, told):
        own = row.device == caller.device
        found[row.change_id] = PushReceipt(
            change_id=row.change_id,
            verdict=Verdict.DUPLICATE if own else Verdict.REFUSED,
            reason=Reason.NONE if own else Reason.NOT_THE_AUTHOR,
            position=row.position if own else 0,
        )
    if not waiting.is_any(connection, caller.organisation):
        return found
    for row in connection.execute(
        select(WAITING.c.change_id).where(
            WAITING.c.organisation == caller.organisation,
            WAITING.c.change_id.in_(asked),
            WAITING.c.device != caller.device,
        )
    ):
        found[row.change_id] = PushReceipt(
            change_id=row.change_id, verdict=Verdict.REFUSED, reason=Reason.NOT_THE_AUTHOR
        )
    return found


def forget(connection: Connection, caller: Caller, changes: Sequence[SealedChange]) -> None:
    """Let what was refused, and is sent again by its device, count as refused no more."""
    if connection.execute(_ANY, {"of_organisation": caller.organisation}).first() is None:
        return
    asked = [one.change_id for one in changes]
    connection.execute(
        delete(REFUSED).where(
            REFUSED.c.organisation == caller.organisation,
            REFUSED.c.change_id.in_(asked),
            REFUSED.c.device == caller.device,
        )
    )


def keep(connection: Connection, caller: Caller, refused: Mapping[str, PushReceipt]) -> None:
    """Note what stands refused, and to whom; what another sent under that id stays theirs."""
    room = _room_of(connection, caller) if refused else 0
    if room <= 0:
        return
    theirs = set(
        connection.execute(
            select(REFUSED.c.change_id).where(
                REFUSED.c.organisation == caller.organisation,
                REFUSED.c.change_id.in_(sorted(refused)),
            )
        ).scalars()
    )
    now = clock.instant_text(clock.now())
    rows = [
        {
            "organisation": caller.organisation,
            "change_id": one.change_id,
            "device": caller.device,
            "reason": one.reason.value,
            "received_at": now,
        }
        for one in refused.values()
        if one.change_id not in theirs
    ]
    if rows:
        connection.execute(insert(REFUSED), rows[:room])


def _room_of(connection: Connection, caller: Caller) -> int:
    asked = select(func.count()).where(
        REFUSED.c.organisation == caller.organisation, REFUSED.c.device == caller.device
    )
    return MOST_CHANGES_OF_A_DEVICE - int(connection.execute(asked).scalar_one())
