"""What was answered before: a change that comes again gets the same answer (F6, F7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from meitinker import clock
from meitinker.domain.merging import Reason, Verdict
from sync.hub.tables import CHANGE, REFUSED, WAITING
from sync.protocol import Receipt

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from sync.hub.scope import Caller
    from sync.protocol import Change


def answered(
    connection: Connection, caller: Caller, changes: Sequence[Change]
) -> dict[str, Receipt]:
    """Return the receipts of those of ``changes`` that the hub has had already."""
    asked = [one.change_id for one in changes]
    found: dict[str, Receipt] = {}
    for row in connection.execute(
        select(CHANGE.c.change_id, CHANGE.c.position).where(
            CHANGE.c.organisation == caller.organisation, CHANGE.c.change_id.in_(asked)
        )
    ):
        found[row.change_id] = Receipt(
            change_id=row.change_id, verdict=Verdict.DUPLICATE, position=row.position
        )
    for table, verdict in ((WAITING, Verdict.QUARANTINED), (REFUSED, Verdict.REFUSED)):
        for row in connection.execute(
            select(table.c.change_id, table.c.reason).where(
                table.c.organisation == caller.organisation, table.c.change_id.in_(asked)
            )
        ):
            found[row.change_id] = Receipt(
                change_id=row.change_id, verdict=verdict, reason=Reason(row.reason)
            )
    return found


def keep(connection: Connection, caller: Caller, refused: Mapping[str, Receipt]) -> None:
    """Remember what was refused, and to whom."""
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
    ]
    if rows:
        connection.execute(insert(REFUSED), rows)
