"""The sixth layout: more ways into tables that were there; no new fields.

Measured with 20,000 people and 100,000 things in their timelines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_INDEXES = (
    # all that stands in a visit is read when it is checked; most files hang on none
    "CREATE INDEX attachment_visit ON attachment (visit_id) WHERE visit_id IS NOT NULL",
)


def apply(db: Database) -> None:
    """Add the indexes of the sixth layout."""
    for statement in _INDEXES:
        db.execute(statement)
