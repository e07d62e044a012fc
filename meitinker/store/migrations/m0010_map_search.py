"""The tenth layout: finding help in the social map, and the words that people add to it.

A released migration never changes: it names its columns itself instead of asking the registry.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_STATEMENTS = (
    """
    CREATE TABLE "search_word" (
        id TEXT PRIMARY KEY, "user_id" TEXT, "at" TEXT, "said" TEXT, "category" TEXT,
        "service_id" TEXT, row_versions TEXT NOT NULL, row_extra TEXT NOT NULL,
        row_deleted INTEGER NOT NULL, row_changed TEXT NOT NULL
    ) STRICT
    """,
    'CREATE INDEX "search_word_service_id" ON "search_word" ("service_id")',
    # The folded words of a service, under the number that map_entry gives it; `codes` are its
    # categories, as words that nobody types.
    """
    CREATE VIRTUAL TABLE map_words USING fts5 (
        name, everyday, terms, offer, description, provider, place, codes,
        tokenize = 'unicode61 remove_diacritics 2', detail = 'column'
    )
    """,
    "INSERT INTO map_words (map_words, rank) VALUES ('secure-delete', 1)",
    "CREATE VIRTUAL TABLE map_vocabulary USING fts5vocab (map_words, 'row')",
    # Which services were indexed, and the last of all times: who keeps the vocabulary in memory
    # sees by it that there is something new.
    "CREATE TABLE map_indexed (doc INTEGER PRIMARY KEY, version INTEGER NOT NULL) STRICT",
    "CREATE INDEX map_indexed_version ON map_indexed (version)",
    "INSERT INTO search_pending (kind, record_id, person_id)"
    " SELECT 'map_service', id, '' FROM map_service WHERE row_deleted = 0",
)


def apply(db: Database) -> None:
    """Add the tables, and let the services that are there wait to be indexed."""
    for statement in _STATEMENTS:
        db.execute(statement)
