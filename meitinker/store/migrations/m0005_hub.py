"""The fifth layout: what was sent to the hub, and what the hub filled in.

A released migration never changes: it names its columns itself instead of asking the registry.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_STEPS = (
    # The hub's answer to each change that was sent; settled: a fill holds what it did.
    """
    CREATE TABLE sent (
        sequence INTEGER PRIMARY KEY,
        change_id TEXT NOT NULL UNIQUE,
        at TEXT NOT NULL,
        verdict TEXT NOT NULL,
        reason TEXT NOT NULL,
        position INTEGER NOT NULL,
        settled INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE INDEX sent_attention ON sent (verdict) WHERE verdict IN ('quarantined', 'refused')",
    # What the list had made of a record when its dossier came within reach; turn: the last place
    # that had been judged here by then, so what came before it is in.
    """
    CREATE TABLE filled (
        record_id TEXT PRIMARY KEY,
        kind TEXT NOT NULL,
        dossier TEXT NOT NULL,
        position INTEGER NOT NULL,
        turn INTEGER NOT NULL,
        fields TEXT NOT NULL,
        versions TEXT NOT NULL,
        deleted INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX filled_dossier ON filled (dossier)",
    # The verdict that came with a place, for when only a newer program can follow it.
    "ALTER TABLE received ADD COLUMN told TEXT NOT NULL DEFAULT ''",
)


def apply(db: Database) -> None:
    """Make the tables."""
    for step in _STEPS:
        db.execute(step)
