"""What ties were like on an earlier day, as the journal tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.network import COMPARED, Tie
from meitinker.domain.records import Value, from_values, to_values

if TYPE_CHECKING:
    from collections.abc import Iterable

    from meitinker.store.driver import Connection

_TOLD = (
    "SELECT h.at, p.fields FROM change_header AS h"
    " JOIN change_payload AS p ON p.change_id = h.change_id"
    " WHERE h.record_id = ? AND h.kind = 'tie' ORDER BY h.sequence"
)

_fields = msgspec.json.Decoder(dict[str, str | int | None])


def as_known(connection: Connection, ties: Iterable[Tie], until: str) -> list[Tie]:
    """Return ties with what was written of them before the instant ``until``.

    Who stands in a network on a day follows from since and until, which hold for the past as
    well; only what a tie was like is read from the journal. Of a tie that was written down
    later nothing else is known than now.

    Args:
        connection: Where to read.
        ties: As they are now, within what the session may see.
        until: UTC text with milliseconds.
    """
    return [_as_known(connection, tie, until) for tie in ties]


def _as_known(connection: Connection, tie: Tie, until: str) -> Tie:
    told: dict[str, Value] = {}
    for at, fields in connection.execute(_TOLD, (tie.id,)):
        if at >= until:
            break
        told.update(_fields.decode(fields))
    then = {name: told[name] for name in COMPARED if name in told}
    return from_values(Tie, {"id": tie.id, **to_values(tie), **then})
