"""The papers of the whole organisation that wait to be given or sent, by village."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.people import Person
from meitinker.domain.villages import Village
from meitinker.services import paper_queue
from meitinker.services.reviews import require_clerk
from meitinker.store import records

if TYPE_CHECKING:
    from meitinker.domain.session import Session
    from meitinker.services.paper_queue import WaitingPaper
    from meitinker.store.database import Database


class VillageQueue(msgspec.Struct, frozen=True, kw_only=True):
    """The papers of one village, the oldest first; ``village_id`` "" is nobody's village."""

    village_id: str
    name: str
    papers: tuple[WaitingPaper, ...]


class PrintQueue(msgspec.Struct, frozen=True, kw_only=True):
    """What waits, by village in the order of the alphabet; ``further`` has no room here."""

    villages: tuple[VillageQueue, ...]
    further: int = 0


def waiting(database: Database, session: Session) -> PrintQueue:
    """Return the papers that wait; :mod:`meitinker.services.paper_queue` prints and notes them.

    Raises:
        NotAllowed: It is not this role's.
    """
    require_clerk(session)
    papers = paper_queue.waiting(database, session)
    people = {one.entry.person_id for one in papers}
    with database.reading() as connection:
        lives = {
            str(one.id): str(one.village_id or "")
            for one in records.chosen(connection, session, Person, people)
        }
        names = {str(one.id): one.name for one in records.find(connection, session, Village)}
    found: dict[str, list[WaitingPaper]] = {}
    for one in papers:
        found.setdefault(lives.get(one.entry.person_id, ""), []).append(one)
    return PrintQueue(
        villages=tuple(
            VillageQueue(village_id=key, name=names.get(key, ""), papers=tuple(found[key]))
            for key in sorted(found, key=lambda key: (names.get(key, ""), key))
        ),
        further=paper_queue.count(database, session) - len(papers),
    )
