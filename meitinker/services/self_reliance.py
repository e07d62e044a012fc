"""Self-reliance: a score for each life domain at a visit, beside that of the visit before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker import clock
from meitinker.domain.self_reliance import Level, Score
from meitinker.ids import record_id
from meitinker.services.editing import writable_visit
from meitinker.store import records
from meitinker.store.acts import act

if TYPE_CHECKING:
    from meitinker.changes import Changes
    from meitinker.domain.session import Session
    from meitinker.domain.visits import LifeDomain
    from meitinker.ids import VisitId
    from meitinker.store.database import Database


def score(
    database: Database,
    session: Session,
    visit_id: VisitId,
    *,
    domain: LifeDomain,
    level: Level | None,
) -> Changes:
    """Score a life domain, or take its score away with None; there is one score a domain.

    The score is of the day of the conversation, also where it is worked out at the desk later.

    Raises:
        AlreadyConcluded: The visit was concluded.
        NotAllowed: Another device writes it.
    """
    visit = writable_visit(database, session, visit_id)
    day = visit.visited_on or clock.today()
    with database.reading() as connection:
        known = records.find(connection, session, Score, visit_id=visit_id, domain=domain.value)
    with act(database, session, "score.set") as work:
        if known:
            work.edit(Score, known[0].id, {"level": level, "scored_on": day})
        elif level is not None:
            new = Score(
                id=record_id(),
                visit_id=visit_id,
                client_id=visit.client_id,
                domain=domain,
                level=level,
                scored_on=day,
            )
            work.create(new)
    return work.changes
