"""The second layout: requests, contact notes, tasks, the week, the network, the full conversation.

A released migration never changes: it names its columns itself instead of asking the registry.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_TYPES = {"t": "TEXT", "i": "INTEGER"}

# kind: its fields, each with t (text) or i (whole number)
_KINDS = {
    "request": (
        "client_id:t user_id:t received_at:t kind:t channel:t reporter:t reporter_tie:t "
        "reporter_phone:t words:t urgency:t consent:t state:t closed_at:t answer:t "
        "appointed_at:t support_told_on:t plan_offer:t plan_told_on:t plan_received_on:t "
        "agreed_until:t agreed_why:t"
    ),
    "plan_remark": "plan_id:t client_id:t stance:t text:t said_on:t",
    "contact_note": "client_id:t user_id:t at:t channel:t outgoing:i who:t text:t",
    "task": (
        "client_id:t user_id:t what:t due_on:t done_on:t agreement_id:t contact_note_id:t "
        "request_id:t"
    ),
    "appointment": (
        "client_id:t user_id:t starts_at:t minutes:i place:t where:t note:t state:t request_id:t "
        "visit_id:t"
    ),
    "office_hour": "village_id:t user_id:t kind:t weekday:i begins:t ends:t where:t",
    "absence": "user_id:t first_day:t last_day:t replacement:t replacement_phone:t",
    "tie": (
        "client_id:t other_id:t name:t relation:t phone:t kind:t direction:t nearness:i "
        "frequency:t does:t strain:i usual_help:i carer:i may_be_called:i since:t until:t"
    ),
    "score": "visit_id:t client_id:t domain:t level:i scored_on:t",
    "checkpoint": "visit_id:t client_id:t topic:t talked:t note:t",
    "consent": "client_id:t purpose:t answer:t answered_on:t about:t way:t",
    "application": "client_id:t visit_id:t form:t signed_on:t received_on:t asks_for:t",
    "letter": ("client_id:t kind:t made_at:t request_id:t language:t content:t way:t sent_on:t"),
    "transfer": "client_id:t from_user_id:t to_name:t to_phone:t on:t note:t",
}

# what older kinds gained: text fields that are merge groups of their own, and how they begin
_GAINED: dict[str, dict[str, str | None]] = {
    "visit": {"request_id": None, "phase": "before", "support_form": "information"},
    "attachment": {"request_id": None},
}

# the change with which a record began is the version of what nobody has changed since
_BEGAN = (
    "SELECT coalesce("
    "(SELECT change_id FROM received WHERE record_id = :id AND turn IS NOT NULL"
    " ORDER BY turn LIMIT 1),"
    "(SELECT change_id FROM change_header WHERE record_id = :id ORDER BY sequence LIMIT 1))"
)

# child records are read by what they belong to
_INDEXES = (
    ("request", "client_id"),
    ("plan_remark", "plan_id"),
    ("plan_remark", "client_id"),
    ("contact_note", "client_id"),
    ("task", "client_id"),
    ("appointment", "client_id"),
    ("appointment", "starts_at"),
    ("office_hour", "village_id"),
    ("absence", "user_id"),
    ("tie", "client_id"),
    ("tie", "other_id"),
    ("score", "visit_id"),
    ("score", "client_id"),
    ("checkpoint", "visit_id"),
    ("checkpoint", "client_id"),
    ("consent", "client_id"),
    ("application", "client_id"),
    ("letter", "client_id"),
    ("transfer", "client_id"),
)

# what is still to be done is asked for at every start, and is a small part of what there is
_WAITING = (
    "CREATE INDEX request_open ON request (received_at) WHERE state = 'open' AND row_deleted = 0",
    "CREATE INDEX task_open ON task (due_on) WHERE done_on IS NULL AND row_deleted = 0",
    "CREATE INDEX letter_waits ON letter (made_at) WHERE sent_on IS NULL AND row_deleted = 0",
)


def apply(db: Database) -> None:
    """Add the tables and columns of the second layout."""
    for kind, fields in _KINDS.items():
        columns = [field.split(":") for field in fields.split()]
        listed = ", ".join(f'"{name}" {_TYPES[letter]}' for name, letter in columns)
        db.execute(
            f'CREATE TABLE "{kind}" (id TEXT PRIMARY KEY, {listed},'
            " row_versions TEXT NOT NULL, row_extra TEXT NOT NULL,"
            " row_deleted INTEGER NOT NULL, row_changed TEXT NOT NULL) STRICT"
        )
    for kind, gained in _GAINED.items():
        _gain(db, kind, gained)
    for kind, field in _INDEXES:
        db.execute(f'CREATE INDEX "{kind}_{field}" ON "{kind}" ("{field}")')
    for statement in _WAITING:
        db.execute(statement)


def _gain(db: Database, kind: str, gained: dict[str, str | None]) -> None:
    """Add fields to the rows there are, as old as the rows themselves.

    What a newer program sent of them stays beside the row; it is taken up as ever at opening.
    """
    for field in gained:
        db.execute(f'ALTER TABLE "{kind}" ADD COLUMN "{field}" TEXT')
    table = db.table(kind)
    for row in list(table.rows_where(select="id, row_versions")):
        (began,) = db.execute(_BEGAN, {"id": row["id"]}).fetchone()
        versions = dict.fromkeys(gained, began) | json.loads(row["row_versions"])
        text = json.dumps(versions, sort_keys=True, separators=(",", ":"))
        table.update(row["id"], {**gained, "row_versions": text})
