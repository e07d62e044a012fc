"""The first layout: a table a kind, the journal, drafts, search and what a device remembers.

A released migration never changes: it names its columns itself instead of asking the registry.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_TYPES = {"t": "TEXT", "i": "INTEGER"}

# kind: its fields, each with t (text) or i (whole number)
_KINDS = {
    "organisation": "name:t phone:t email:t return_address:t demo:i",
    "municipality": "name:t phone:t accent:t",
    "village": "frisian_name:t dutch_name:t postcodes:t municipality_id:t",
    "user": "name:t role:t title:t phone:t valid_from:t valid_until:t",
    "user_village": "user_id:t village_id:t",
    "device": "user_id:t label:t signing_key:t",
    "number_range": "device_id:t purpose:t first:i last:i following:i",
    "reference_overlay": (
        "name:t municipality_id:t valid_from:t valid_until:t source:t checked:i content:t"
    ),
    "person": (
        "village_id:t given_names:t prefix:t surname:t partner_name:t called:t address_form:t "
        "born_on:t born_text:t bsn:t identity_document:t identity_seen_on:t language:t "
        "interpreter:t contact_way:t contact_note:t large_print:i secret_address:i "
        "safety_note:t deceased_on:t added_at:t"
    ),
    "phone": "person_id:t number:t digits:t note:t",
    "email": "person_id:t address:t note:t",
    "person_merge": "from_id:t into_id:t merged_at:t undone_at:t",
    "address": (
        "person_id:t use:t street:t number:t postcode:t place:t village_id:t valid_from:t "
        "valid_until:t"
    ),
    "household": "village_id:t note:t",
    "household_member": "household_id:t person_id:t tie:t since:t until:t",
    "representative": (
        "person_id:t kind:t name:t organisation:t phone:t email:t street:t number:t "
        "postcode:t place:t addressee:i valid_from:t valid_until:t"
    ),
    "visit": (
        "client_id:t device_id:t user_id:t state:t visited_on:t started_at:t concluded_at:t "
        "question:t notes:t conclusion:t"
    ),
    "attendee": "visit_id:t client_id:t name:t tie:t",
    "domain_note": "visit_id:t client_id:t domain:t note:t",
    "need": "visit_id:t client_id:t what:t wished_result:t domain:t position:i",
    "finding": "need_id:t visit_id:t client_id:t step:t outcome:t reason:t",
    "agreement": "visit_id:t client_id:t need_id:t who:t what:t due_on:t due_text:t position:i",
    "signature": "visit_id:t client_id:t way:t name:t strokes:t text_hash:t signed_at:t",
    "support_plan": "visit_id:t client_id:t number:i version:i made_at:t language:t content:t",
    "handover": "plan_id:t client_id:t way:t handed_over_on:t",
    "attachment": "client_id:t visit_id:t name:t media_type:t size:i file:t key:t added_at:t",
}

# child records are read by what they belong to
_INDEXES = (
    ("user_village", "user_id"),
    ("phone", "person_id"),
    ("phone", "digits"),
    ("email", "person_id"),
    ("person", "village_id"),
    ("person_merge", "into_id"),
    ("address", "person_id"),
    ("household_member", "household_id"),
    ("household_member", "person_id"),
    ("representative", "person_id"),
    ("visit", "client_id"),
    ("attendee", "visit_id"),
    ("domain_note", "visit_id"),
    ("need", "visit_id"),
    ("finding", "visit_id"),
    ("agreement", "visit_id"),
    ("signature", "visit_id"),
    ("support_plan", "visit_id"),
    ("support_plan", "client_id"),
    ("handover", "plan_id"),
    ("handover", "client_id"),
    ("attachment", "client_id"),
)

_SCHEMA = """
CREATE TABLE store_info (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE store_state (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    commits INTEGER NOT NULL,
    saved_at INTEGER NOT NULL,
    incarnation INTEGER NOT NULL,
    head TEXT NOT NULL,
    read_head TEXT NOT NULL
) STRICT;

CREATE TABLE act (
    sequence INTEGER PRIMARY KEY,
    act_id TEXT NOT NULL UNIQUE,
    user TEXT NOT NULL,
    action TEXT NOT NULL,
    at TEXT NOT NULL,
    state TEXT NOT NULL,
    undoes TEXT
) STRICT;

CREATE TABLE change_header (
    sequence INTEGER PRIMARY KEY,
    change_id TEXT NOT NULL UNIQUE,
    act_id TEXT NOT NULL,
    device TEXT NOT NULL,
    incarnation INTEGER NOT NULL,
    at TEXT NOT NULL,
    author TEXT NOT NULL,
    operation TEXT NOT NULL,
    kind TEXT NOT NULL,
    record_id TEXT NOT NULL,
    previous TEXT NOT NULL,
    commitment TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT;
CREATE INDEX change_header_record ON change_header (record_id);
CREATE INDEX change_header_act ON change_header (act_id);
CREATE TABLE change_payload (
    change_id TEXT PRIMARY KEY REFERENCES change_header (change_id),
    fields TEXT NOT NULL,
    base TEXT NOT NULL,
    salt TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE change_before (
    change_id TEXT PRIMARY KEY,
    fields TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE received (
    position INTEGER PRIMARY KEY,
    change_id TEXT NOT NULL,
    act_id TEXT NOT NULL,
    device TEXT NOT NULL,
    incarnation INTEGER NOT NULL,
    at TEXT NOT NULL,
    author TEXT NOT NULL,
    operation TEXT NOT NULL,
    kind TEXT NOT NULL,
    record_id TEXT NOT NULL,
    previous TEXT NOT NULL,
    commitment TEXT NOT NULL,
    fields TEXT NOT NULL,
    base TEXT NOT NULL,
    salt TEXT NOT NULL,
    verdict TEXT NOT NULL,
    reason TEXT NOT NULL,
    waits_for TEXT NOT NULL,
    turn INTEGER,
    took TEXT NOT NULL
) STRICT;
CREATE INDEX received_record ON received (record_id);
CREATE INDEX received_change ON received (change_id);
CREATE UNIQUE INDEX received_turn ON received (turn) WHERE turn IS NOT NULL;
CREATE INDEX received_waits ON received (waits_for) WHERE waits_for <> '';
CREATE TABLE conflict (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    record_id TEXT NOT NULL,
    part TEXT NOT NULL,
    reason TEXT NOT NULL,
    base TEXT NOT NULL,
    mine TEXT NOT NULL,
    theirs TEXT NOT NULL,
    mine_change TEXT NOT NULL,
    theirs_change TEXT NOT NULL,
    found_at TEXT NOT NULL,
    closed_by TEXT NOT NULL
) STRICT;
CREATE INDEX conflict_record ON conflict (record_id);

CREATE TABLE draft (
    kind TEXT NOT NULL,
    record_id TEXT NOT NULL,
    change_id TEXT NOT NULL UNIQUE,
    author TEXT NOT NULL,
    started_at TEXT NOT NULL,
    saved_at TEXT NOT NULL,
    before TEXT NOT NULL,
    base TEXT NOT NULL,
    PRIMARY KEY (kind, record_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE read_entry (
    sequence INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    until TEXT NOT NULL,
    user TEXT NOT NULL,
    device TEXT NOT NULL,
    action TEXT NOT NULL,
    kind TEXT NOT NULL,
    record_id TEXT NOT NULL,
    client_id TEXT NOT NULL,
    purpose TEXT NOT NULL,
    terms TEXT NOT NULL,
    results INTEGER NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT;
CREATE INDEX read_entry_client ON read_entry (client_id);

CREATE TABLE person_alias (
    alias TEXT PRIMARY KEY,
    person_id TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX person_alias_person ON person_alias (person_id);

CREATE TABLE person_entry (
    person_id TEXT PRIMARY KEY,
    doc INTEGER NOT NULL UNIQUE,
    sort_name TEXT NOT NULL,
    village_id TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX person_entry_sort ON person_entry (sort_name, person_id);
CREATE TABLE person_block (
    block TEXT NOT NULL,
    person_id TEXT NOT NULL,
    PRIMARY KEY (block, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX person_block_person ON person_block (person_id);
CREATE TABLE search_pending (
    kind TEXT NOT NULL,
    record_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    PRIMARY KEY (kind, record_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE note_entry (
    doc INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    record_id TEXT NOT NULL UNIQUE,
    person_id TEXT NOT NULL
) STRICT;
CREATE VIRTUAL TABLE person_words USING fts5 (
    name, address, number,
    tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3 4'
);
-- Never detail = 'none' with secure-delete: in SQLite 3.53.4 ordinary updates damage the index.
CREATE VIRTUAL TABLE person_grams USING fts5 (
    name, tokenize = 'trigram remove_diacritics 1', detail = 'column'
);
CREATE VIRTUAL TABLE note_words USING fts5 (
    words, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);
INSERT INTO person_words (person_words, rank) VALUES ('secure-delete', 1);
INSERT INTO person_grams (person_grams, rank) VALUES ('secure-delete', 1);
INSERT INTO note_words (note_words, rank) VALUES ('secure-delete', 1);

CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
-- The lists of what is open and what was newest, without a walk through all visits.
CREATE INDEX visit_of_state ON visit (state, coalesce(started_at, visited_on), id);
CREATE INDEX visit_newest ON visit (coalesce(started_at, visited_on), id);
CREATE INDEX handover_waits ON handover (plan_id)
    WHERE handed_over_on IS NULL AND row_deleted = 0;

CREATE TABLE place (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
"""


def apply(db: Database) -> None:
    """Make every table of the first layout."""
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
    for statement in _SCHEMA.split(";\n"):
        if statement.strip():
            db.execute(statement)
