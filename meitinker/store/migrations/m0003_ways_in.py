"""The third layout: ways into large tables that lists and screens use; no new fields.

Measured with 20,000 people and 100,000 things in their timelines: without these a request read
every conversation there is, and so did the number above the list of conversations.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_INDEXES = (
    # what belongs to a request; most things belong to none
    "CREATE INDEX appointment_request ON appointment (request_id) WHERE request_id IS NOT NULL",
    "CREATE INDEX visit_request ON visit (request_id) WHERE request_id IS NOT NULL",
    "CREATE INDEX letter_request ON letter (request_id) WHERE request_id IS NOT NULL",
    "CREATE INDEX application_visit ON application (visit_id) WHERE visit_id IS NOT NULL",
    # a step of the ladder is looked up by its need
    "CREATE INDEX finding_need ON finding (need_id)",
    # the term goes on for what was handed over; request_open holds the others
    "CREATE INDEX request_handed_over ON request (received_at)"
    " WHERE state = 'handed_over' AND row_deleted = 0",
    # how many conversations there are is counted without reading one
    "CREATE INDEX visit_there ON visit (client_id) WHERE row_deleted = 0",
)


def apply(db: Database) -> None:
    """Add the indexes of the third layout."""
    for statement in _INDEXES:
        db.execute(statement)
