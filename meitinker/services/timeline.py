"""The timeline of a file: everything that happened, and parts of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.people import Person
from meitinker.store import records, timeline
from meitinker.store.timeline import TimelineRow, TimelineSort

if TYPE_CHECKING:
    from collections.abc import Iterable

    from meitinker.domain.session import Session
    from meitinker.ids import RecordId
    from meitinker.store.database import Database

__all__ = ["PAGE", "Page", "TimelineRow", "TimelineSort", "page"]

PAGE = 200
"""Rows in one run: what a reader scrolls through before asking for more."""


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """One run of the timeline and whether there is more."""

    rows: tuple[TimelineRow, ...]
    more: bool


def page(
    database: Database,
    session: Session,
    person_id: RecordId,
    *,
    sorts: Iterable[TimelineSort] = (),
    skip: int = 0,
    most: int = PAGE,
) -> Page:
    """Return a run of the timeline of a file that is open, newest first.

    Args:
        database: The store.
        session: Who is asking.
        person_id: Whose file; what was written under a merged file belongs to it.
        sorts: What to show; all of it without any.
        skip: Rows of the runs before this one.
        most: How many at the most.

    Raises:
        NotVisible: It is not this session's to see.
    """
    with database.reading() as connection:
        one = records.resolve(connection, person_id)
        records.get(connection, session, Person, one)
        found = timeline.page(connection, session, one, sorts=sorts, skip=skip, most=most + 1)
    return Page(rows=tuple(found[:most]), more=len(found) > most)
