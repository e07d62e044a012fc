"""What is not to be forgotten in a conversation, and what was said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.domain.checkpoints import Checkpoint, Talked, Topic
from meitinker.ids import record_id
from meitinker.services.editing import writable_visit
from meitinker.store import records
from meitinker.store.acts import act

if TYPE_CHECKING:
    from meitinker.changes import Changes
    from meitinker.domain.session import Session
    from meitinker.ids import VisitId
    from meitinker.store.database import Database


def answer(
    database: Database,
    session: Session,
    visit_id: VisitId,
    *,
    topic: Topic,
    talked: Talked = Talked.NOT_YET,
    note: str = "",
) -> Changes:
    """Write down whether a topic was talked about; there is one answer a topic in a visit.

    Raises:
        AlreadyConcluded: The visit was concluded.
        NotAllowed: Another device writes it.
    """
    visit = writable_visit(database, session, visit_id)
    with database.reading() as connection:
        known = records.find(connection, session, Checkpoint, visit_id=visit_id, topic=topic.value)
    with act(database, session, "checkpoint.set") as work:
        if known:
            work.edit(Checkpoint, known[0].id, {"talked": talked, "note": note})
        else:
            new = Checkpoint(
                id=record_id(),
                visit_id=visit_id,
                client_id=visit.client_id,
                topic=topic,
                talked=talked,
                note=note,
            )
            work.create(new)
    return work.changes
