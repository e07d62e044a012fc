"""The ninth layout: the social map, what is told of it from the field, and warm referrals.

A released migration never changes: it names its columns itself instead of asking the registry.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_TYPES = {"t": "TEXT", "i": "INTEGER"}

# kind: its fields, each with t (text) or i (whole number)
_KINDS = {
    "provider": (
        "name:t alternate_name:t description:t kind:t email:t website:t chamber_number:t"
        " parent_id:t source:t source_key:t unmapped:t"
    ),
    "map_service": (
        "provider_id:t name:t alternate_name:t description:t url:t email:t status:t way_in:t"
        " application_process:t cost:t fees_description:t eligibility_description:t minimum_age:i"
        " maximum_age:i wait_time:t interpretation_services:t alert:t rung:i keywords:t public:i"
        " source:t source_key:t unmapped:t"
    ),
    "service_attribute": "service_id:t vocabulary:t code:t",
    "service_area": "service_id:t reach:t village_id:t municipality_id:t name:t",
    "cost_option": (
        "service_id:t option:t amount:i currency:t amount_description:t valid_from:t valid_to:t"
    ),
    "service_capacity": ("service_id:t unit:t available:i maximum:i updated_on:t description:t"),
    "map_location": (
        "provider_id:t name:t description:t location_type:t street:t number:t postcode:t place:t"
        " village_id:t latitude:i longitude:i transportation:t wheelchair:t adapted_toilet:t"
        " hearing_loop:t accessibility:t source:t source_key:t unmapped:t"
    ),
    "service_at_location": "service_id:t location_id:t description:t",
    "map_contact": (
        "provider_id:t service_id:t location_id:t at_location_id:t name:t title:t department:t"
        " email:t"
    ),
    "map_phone": (
        "provider_id:t service_id:t location_id:t at_location_id:t contact_id:t number:t"
        " extension:t type:t description:t"
    ),
    "schedule": (
        "service_id:t location_id:t at_location_id:t freq:t interval:i byday:t bymonthday:t"
        " opens_at:t closes_at:t closed:i valid_from:t valid_to:t dtstart:t description:t"
    ),
    "map_check": "service_id:t user_id:t checked_on:t result:t at:t way:t note:t",
    "map_correction": (
        "service_id:t user_id:t at:t part:t part_key:t field:t was:t value:t note:t told_by:t"
    ),
    "map_correction_answer": "correction_id:t user_id:t at:t verdict:t why:t",
    "missing_service": (
        "user_id:t at:t village_id:t sought:t note:t category:t life_domain:t carer_function:t"
    ),
    "missing_service_answer": "missing_id:t user_id:t at:t answer:t service_id:t why:t",
    "referral": (
        "client_id:t user_id:t at:t service_id:t service_name:t provider_name:t visit_id:t"
        " need_id:t warm:i contact_on:t contact_with:t note:t"
    ),
}

# child records are read by what they belong to
_INDEXES = (
    ("provider", "parent_id"),
    ("provider", "source_key"),
    ("map_service", "provider_id"),
    ("map_service", "source_key"),
    ("service_attribute", "service_id"),
    ("service_area", "service_id"),
    ("service_area", "village_id"),
    ("service_area", "municipality_id"),
    ("service_area", "reach"),
    ("cost_option", "service_id"),
    ("service_capacity", "service_id"),
    ("map_location", "provider_id"),
    ("map_location", "village_id"),
    ("map_location", "source_key"),
    ("service_at_location", "service_id"),
    ("service_at_location", "location_id"),
    *(("map_contact", name) for name in ("provider_id", "service_id", "location_id")),
    ("map_contact", "at_location_id"),
    *(("map_phone", name) for name in ("provider_id", "service_id", "location_id")),
    ("map_phone", "at_location_id"),
    ("map_phone", "contact_id"),
    *(("schedule", name) for name in ("service_id", "location_id", "at_location_id")),
    ("map_correction", "service_id"),
    ("map_correction_answer", "correction_id"),
    ("missing_service", "village_id"),
    ("missing_service_answer", "missing_id"),
    ("referral", "client_id"),
    ("referral", "visit_id"),
    ("referral", "need_id"),
)

_MORE = (
    # which services have a code: the code alone is in a third of all of them
    "CREATE INDEX service_attribute_code ON service_attribute (vocabulary, code, service_id)",
    "CREATE INDEX map_check_service ON map_check (service_id, checked_on)",
    # The services in order of their name, as people sort, with when each was last found to be
    # right: follows from records. `doc` is what a full-text table calls one.
    """
    CREATE TABLE map_entry (
        service_id TEXT PRIMARY KEY,
        doc INTEGER NOT NULL UNIQUE,
        sort_name TEXT NOT NULL,
        checked_on TEXT
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX map_entry_list ON map_entry (sort_name, service_id)",
)


def apply(db: Database) -> None:
    """Add the tables; no store of before had anything of these."""
    for kind, fields in _KINDS.items():
        columns = [field.split(":") for field in fields.split()]
        listed = ", ".join(f'"{name}" {_TYPES[letter]}' for name, letter in columns)
        db.execute(
            f'CREATE TABLE "{kind}" (id TEXT PRIMARY KEY, {listed},'
            " row_versions TEXT NOT NULL, row_extra TEXT NOT NULL,"
            " row_deleted INTEGER NOT NULL, row_changed TEXT NOT NULL) STRICT"
        )
    for kind, field in _INDEXES:
        db.execute(f'CREATE INDEX "{kind}_{field}" ON "{kind}" ("{field}")')
    for statement in _MORE:
        db.execute(statement)
