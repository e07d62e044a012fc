"""What is open, by who has it and in which village, as the back office looks at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.letters import LETTER
from meitinker.domain.plans import HANDOVER
from meitinker.domain.requests import REQUEST
from meitinker.domain.tasks import TASK
from meitinker.domain.visits import VISIT
from meitinker.store import review_sql, visibility

if TYPE_CHECKING:
    from meitinker.domain.session import Session
    from meitinker.store.driver import Connection

_KINDS = (VISIT, REQUEST, TASK)


class OpenThing(msgspec.Struct, frozen=True):
    """Something that is open: a visit under way, a request whose terms run, a task.

    ``due_on`` (ISO text or None) is of a task; ``village_id`` is where its resident lives.
    """

    kind: str
    record_id: str
    user_id: str
    person_id: str
    village_id: str | None
    due_on: str | None


class Waits(msgspec.Struct, frozen=True):
    """How many visits of a meitinker's, in a village, stand somewhere at the back office."""

    user_id: str
    village_id: str | None
    status: str
    count: int


def open_things(connection: Connection, session: Session) -> list[OpenThing]:
    """Return all that is open and that the session may see."""
    found = []
    for kind in _KINDS:
        may, values = visibility.condition(session, kind)
        rows = connection.execute(review_sql.open_things(kind.name, may), values)
        found += [OpenThing(kind.name, *row) for row in rows]
    return found


def waits(connection: Connection, session: Session) -> list[Waits]:
    """Return how many visits stand where, by meitinker and village; handed over ones left out."""
    may, values = visibility.condition(session, VISIT)
    return [Waits(*row) for row in connection.execute(review_sql.waits(may), values)]


def unsent_papers(connection: Connection, session: Session) -> dict[str | None, int]:
    """Return how many papers wait to be given or sent, by the village of their resident."""
    found: dict[str | None, int] = {}
    for kind in (HANDOVER, LETTER):
        may, values = visibility.condition(session, kind)
        for village, count in connection.execute(review_sql.unsent(kind.name, may), values):
            found[village] = found.get(village, 0) + count
    return found
