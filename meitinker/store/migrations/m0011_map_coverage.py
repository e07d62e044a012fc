"""The eleventh layout: what the coverage of the social map reads, without reading whole services.

A service and what hangs on it are wide: descriptions, versions, what nobody knew. Counting reads
a few narrow columns of all of them, and finds these together in an index.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_STATEMENTS = (
    "CREATE INDEX map_service_running ON map_service (status, id, provider_id)"
    " WHERE row_deleted = 0",
    "CREATE INDEX service_area_reached ON service_area"
    " (service_id, reach, village_id, municipality_id) WHERE row_deleted = 0",
    "CREATE INDEX service_attribute_told ON service_attribute (service_id, vocabulary, code)"
    " WHERE row_deleted = 0",
    "CREATE INDEX service_at_location_given ON service_at_location (service_id, location_id)"
    " WHERE row_deleted = 0",
    "CREATE INDEX map_location_village ON map_location (id, village_id) WHERE row_deleted = 0",
)


def apply(db: Database) -> None:
    """Add the indexes."""
    for statement in _STATEMENTS:
        db.execute(statement)
