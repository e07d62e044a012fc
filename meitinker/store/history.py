"""The acts of the users of this store, in order: what can be undone, and what was."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain.records import Value, canonical

if TYPE_CHECKING:
    from collections.abc import Mapping

    from meitinker.store.database import Transaction
    from meitinker.store.driver import Connection, Row


class ActState(StrEnum):
    """How an act stands."""

    DONE = "done"
    FINAL = "final"
    UNDONE = "undone"
    UNDO = "undo"
    REDONE = "redone"


class ActRow(msgspec.Struct, frozen=True):
    """One act: an action of one user. ``FINAL`` ones have no way back."""

    act_id: str
    user: str
    action: str
    at: str = ""
    state: ActState = ActState.DONE
    undoes: str | None = None


class ActChange(msgspec.Struct, frozen=True):
    """One change of an act, as its header has it."""

    change_id: str
    operation: str
    kind: str
    record_id: str


_NEWEST = (
    "SELECT act_id, user, action, at, state, undoes FROM act"
    " WHERE user = ? AND state = ? ORDER BY sequence DESC LIMIT 1"
)


# What the program or the hub did in the user's name is nothing that they would take back.
_LAST = (
    "SELECT act_id, user, action, at, state, undoes FROM act"
    " WHERE user = ? AND state IN ('done', 'final') AND action NOT IN"
    " ('store.create', 'example.fill', 'erase', 'hub.enrol', 'hub.adopt', 'hub.reach')"
    " ORDER BY sequence DESC LIMIT 1"
)


def note(transaction: Transaction, row: ActRow, *, undoes: str | None = None) -> None:
    """Write an act; anything new ends the possibility to redo."""
    connection = transaction.connection
    if row.state is not ActState.UNDO:
        connection.execute(
            "UPDATE act SET state = ? WHERE user = ? AND state = ?",
            (ActState.REDONE, row.user, ActState.UNDO),
        )
    connection.execute(
        "INSERT INTO act (act_id, user, action, at, state, undoes) VALUES (?, ?, ?, ?, ?, ?)",
        (row.act_id, row.user, row.action, clock.instant_text(clock.now()), row.state, undoes),
    )


def newest(connection: Connection, user: str, state: ActState) -> ActRow | None:
    """Return the newest act of ``user`` in ``state``, or None."""
    return _one(connection.execute(_NEWEST, (user, state)).fetchone())


def last(connection: Connection, user: str) -> ActRow | None:
    """Return what ``user`` did last and did not take back, with or without a way back, or None."""
    return _one(connection.execute(_LAST, (user,)).fetchone())


def standing(connection: Connection, user: str, act_id: str) -> ActRow | None:
    """Return an act of ``user`` that was not taken back, or None."""
    found = connection.execute(
        "SELECT act_id, user, action, at, state, undoes FROM act"
        " WHERE act_id = ? AND user = ? AND state IN ('done', 'final')",
        (act_id, user),
    )
    return _one(found.fetchone())


def built_on(connection: Connection, act_id: str) -> bool:
    """Tell whether a later act that stands touched a record that ``act_id`` touched."""
    found = connection.execute(
        "SELECT 1 FROM change_header AS h JOIN change_header AS n ON n.record_id = h.record_id"
        " AND n.sequence > h.sequence JOIN act AS a ON a.act_id = n.act_id"
        " WHERE h.act_id = :act AND n.act_id <> :act AND a.state IN ('done', 'final') LIMIT 1",
        {"act": act_id},
    )
    return found.fetchone() is not None


def _one(row: Row | None) -> ActRow | None:
    if row is None:
        return None
    return msgspec.convert(dict(zip(ActRow.__struct_fields__, row, strict=True)), ActRow)


def set_state(transaction: Transaction, act_id: str, state: ActState) -> None:
    """Move an act to another state."""
    transaction.connection.execute("UPDATE act SET state = ? WHERE act_id = ?", (state, act_id))


def changes_of(connection: Connection, act_id: str) -> list[ActChange]:
    """Return the changes of an act, in order."""
    found = connection.execute(
        "SELECT change_id, operation, kind, record_id FROM change_header"
        " WHERE act_id = ? ORDER BY sequence",
        (act_id,),
    )
    return [ActChange(*row) for row in found]


def of_record(connection: Connection, record_id: str) -> list[ActChange]:
    """Return every change of a record, oldest first: the history of its fields."""
    found = connection.execute(
        "SELECT change_id, operation, kind, record_id FROM change_header"
        " WHERE record_id = ? ORDER BY sequence",
        (record_id,),
    )
    return [ActChange(*row) for row in found]


def keep_before(transaction: Transaction, change_id: str, fields: Mapping[str, Value]) -> None:
    """Remember what fields were before a change; only this device knows and needs it."""
    transaction.connection.execute(
        "INSERT INTO change_before (change_id, fields) VALUES (?, ?)",
        (change_id, canonical(fields).decode()),
    )


def before(connection: Connection, change_id: str) -> dict[str, Value]:
    """Return what fields were before a change, or nothing where that was never kept."""
    row = connection.execute(
        "SELECT fields FROM change_before WHERE change_id = ?", (change_id,)
    ).fetchone()
    return msgspec.json.decode(row[0], type=dict[str, str | int | None]) if row else {}


class ToldChange(msgspec.Struct, frozen=True):
    """One change of a record as the journal tells it, made here or received.

    ``fields`` are the values it set; None where its words were erased.
    """

    at: str
    author: str
    operation: str
    kind: str
    record_id: str
    fields: dict[str, Value] | None


# A record begins with its creation, whatever the clocks of two laptops said. Of what was made
# here the list brings an echo, and of what was read twice an older place: each is told once.
_TOLD = """
SELECT * FROM (
SELECT h.at, h.author, h.operation, h.kind, h.record_id, p.fields,
    h.sequence AS sequence
    FROM change_header AS h LEFT JOIN change_payload AS p ON p.change_id = h.change_id
    WHERE h.record_id = :record
UNION ALL
SELECT r.at, r.author, r.operation, r.kind, r.record_id, r.fields, r.position
    FROM received AS r WHERE r.record_id = :record AND r.turn IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM change_header AS o WHERE o.change_id = r.change_id)
    AND NOT EXISTS (SELECT 1 FROM received AS n
        WHERE n.change_id = r.change_id AND n.position > r.position)
) ORDER BY operation <> 'create', at, sequence
"""

_DETAILS = """
WITH dossier (id) AS (
    SELECT :person UNION ALL SELECT alias FROM person_alias WHERE person_id = :person)
SELECT id FROM dossier
UNION ALL SELECT id FROM phone WHERE person_id IN dossier
UNION ALL SELECT id FROM email WHERE person_id IN dossier
UNION ALL SELECT id FROM address WHERE person_id IN dossier
UNION ALL SELECT id FROM representative WHERE person_id IN dossier
"""


def told(connection: Connection, record_id: str) -> list[ToldChange]:
    """Return every change of a record with the values it set, oldest first."""
    found = connection.execute(_TOLD, {"record": record_id})
    return [
        ToldChange(
            at,
            author,
            operation,
            kind,
            record,
            None if fields is None else msgspec.json.decode(fields, type=dict[str, Value]),
        )
        for at, author, operation, kind, record, fields, _place in found
    ]


def details_of(connection: Connection, person_id: str) -> list[str]:
    """Return a person and what hangs on them, removed records included."""
    return [str(row[0]) for row in connection.execute(_DETAILS, {"person": person_id})]
