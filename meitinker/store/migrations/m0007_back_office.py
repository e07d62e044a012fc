"""The seventh layout: the back office checks visits and hands them over; grants and replacements.

A released migration never changes: it names its columns itself instead of asking the registry.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_TYPES = {"t": "TEXT", "i": "INTEGER"}

# kind: its fields, each with t (text) or i (whole number)
_KINDS = {
    "dossier_grant": (
        "client_id:t user_id:t given_by_id:t given_at:t first_day:t last_day:t why:t"
    ),
    "replacement": (
        "user_id:t by_id:t given_by_id:t given_at:t first_day:t last_day:t village_id:t"
    ),
    "review_step": (
        "visit_id:t client_id:t user_id:t at:t what:t text:t version:t content:t replies:i"
        " after_id:t beside_id:t task_id:t"
    ),
    "review_reply": "step_id:t visit_id:t client_id:t user_id:t at:t text:t version:t",
    "review_tick": "visit_id:t client_id:t user_id:t at:t item:t version:t",
    "import_batch": "number:i user_id:t made_at:t note:t",
    "imported_visit": (
        "batch_id:t visit_id:t client_id:t approval_id:t number:i revision:i version:t"
        " plan_id:t content:t"
    ),
    "import_undo": "imported_id:t client_id:t user_id:t at:t why:t",
}

# child records are read by what they belong to
_INDEXES = (
    ("dossier_grant", "client_id"),
    ("dossier_grant", "user_id"),
    ("replacement", "by_id"),
    ("review_step", "visit_id"),
    ("review_step", "client_id"),
    ("review_step", "task_id"),
    ("review_reply", "visit_id"),
    ("review_reply", "client_id"),
    ("review_tick", "visit_id"),
    ("review_tick", "client_id"),
    ("imported_visit", "batch_id"),
    ("imported_visit", "visit_id"),
    ("imported_visit", "client_id"),
    ("imported_visit", "approval_id"),
    ("import_undo", "imported_id"),
    ("import_undo", "client_id"),
)

_DERIVED = (
    # Where each concluded visit stands: follows from records, and is worked out again when one
    # of them is touched.
    """
    CREATE TABLE visit_review (
        visit_id TEXT PRIMARY KEY,
        client_id TEXT NOT NULL,
        user_id TEXT NOT NULL,
        status TEXT NOT NULL,
        clash TEXT NOT NULL,
        clerk TEXT NOT NULL,
        since TEXT NOT NULL,
        urgent INTEGER NOT NULL,
        again INTEGER NOT NULL,
        number INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX visit_review_list ON visit_review (status, urgent DESC, since, visit_id)",
    "CREATE INDEX visit_review_user ON visit_review (user_id, status)",
    "CREATE INDEX visit_review_client ON visit_review (client_id)",
    # Visits that wait for that.
    "CREATE TABLE review_due (visit_id TEXT PRIMARY KEY) STRICT",
    "INSERT INTO review_due (visit_id)"
    " SELECT id FROM visit WHERE state = 'concluded' AND row_deleted = 0",
)


def apply(db: Database) -> None:
    """Add the tables, and let every concluded visit be looked at."""
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
    for statement in _DERIVED:
        db.execute(statement)
