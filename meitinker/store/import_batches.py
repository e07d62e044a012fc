"""What is in each batch that was handed over, told without reading what left."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.import_batches import IMPORTED_VISIT
from meitinker.store import review_sql, visibility

if TYPE_CHECKING:
    from collections.abc import Iterable

    from meitinker.domain.session import Session
    from meitinker.store.driver import Connection


class BatchShare(msgspec.Struct, frozen=True):
    """The visits of one meitinker in a batch.

    ``undone`` counts those that do not count any more, ``why`` is the reason or ""; ``first`` and
    ``last`` are the days of the first and the last of them, ISO text or None.
    """

    batch_id: str
    user_id: str
    visits: int
    undone: int
    first: str | None
    last: str | None
    why: str


def shares(connection: Connection, session: Session, batches: Iterable[str]) -> list[BatchShare]:
    """Return whose visits are in each of these batches; who has most in it comes first."""
    may, values = visibility.condition(session, IMPORTED_VISIT)
    found = connection.execute(review_sql.batch_shares(may), (json.dumps(list(batches)), *values))
    return [BatchShare(*row) for row in found]
