"""Bringing up to date what waits for it, in small bites beside the saving: words, reviews.

The words of a person are those of the person, of the addresses and numbers, and of every file
that was merged into this one. Notes are indexed a record each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.domain.kinds import KINDS
from meitinker.domain.people import PERSON
from meitinker.domain.records import Search, Value
from meitinker.domain.villages import folded
from meitinker.store import (
    blocks,
    index,
    map_entries,
    map_indexing,
    records,
    reviews,
    rows,
    secrecy,
    sql,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from meitinker.domain.records import Kind
    from meitinker.store.database import Database
    from meitinker.store.driver import Connection

_SUBSCRIBER = 6
"""Last digits of a phone number: what people in one area say to each other."""

BITE = 50
"""Records indexed in one transaction, so that typing never waits long behind it."""

_PARTS = (Search.NAME, Search.ADDRESS, Search.NUMBER)
_OF_PEOPLE = tuple(kind for kind in KINDS.values() if any(kind.searched(p) for p in _PARTS))


def index_some(database: Database, *, most: int = BITE) -> int:
    """Index up to ``most`` waiting records, and work out as many reviews; return what still waits.

    Raises:
        DiskFull, DiskFailed, StoreReadOnly: Nothing was indexed; it keeps waiting.
    """
    with database.transaction() as transaction:
        connection = transaction.connection
        waiting = connection.execute(
            "SELECT kind, record_id, person_id FROM search_pending LIMIT ?", (most,)
        ).fetchall()
        _index_people(connection, (person for kind, _, person in waiting if _is_of_people(kind)))
        map_indexing.index_some(connection, ((kind, one) for kind, one, _ in waiting))
        for kind, record_id, person_id in waiting:
            _index_note(connection, KINDS[kind], record_id, person_id)
        connection.executemany(
            "DELETE FROM search_pending WHERE kind = ? AND record_id = ?",
            [(kind, record_id) for kind, record_id, _ in waiting],
        )
        reviews.settle(connection, most=most)
        still = connection.execute("SELECT count(*) FROM search_pending").fetchone()[0]
        return int(still) + reviews.due(connection)


def index_waiting(database: Database, *, most: int = BITE) -> int:
    """Index up to ``most`` records if any wait, without a transaction where none does.

    Raises:
        DiskFull, DiskFailed, StoreReadOnly: Nothing was indexed; it keeps waiting.
    """
    with database.reading() as connection:
        if not waiting(connection):
            return 0
    return index_some(database, most=most)


def waiting(connection: Connection) -> bool:
    """Tell whether anything waits to be indexed or worked out."""
    found = connection.execute(
        "SELECT 1 FROM search_pending UNION ALL SELECT 1 FROM review_due LIMIT 1"
    )
    return found.fetchone() is not None


def _is_of_people(kind: str) -> bool:
    return kind == "person_merge" or KINDS[kind] in _OF_PEOPLE


def _index_people(connection: Connection, people: Iterable[str]) -> None:
    """Index these people, and whom merged files stand for now, each once."""
    met = set(people)
    for person in met.copy():
        met.add(records.resolve(connection, person))
    for person in sorted(met):
        _index_person(connection, person)


def _index_person(connection: Connection, person: str) -> None:
    row = connection.execute(
        "SELECT doc FROM person_entry WHERE person_id = ?", (person,)
    ).fetchone()
    if row is None:
        return
    names, address, numbers = words_of_person(connection, person)
    connection.execute("DELETE FROM person_words WHERE rowid = ?", row)
    connection.execute("DELETE FROM person_grams WHERE rowid = ?", row)
    connection.execute(
        "INSERT INTO person_words (rowid, name, address, number) VALUES (?, ?, ?, ?)",
        (*row, names, address, numbers),
    )
    connection.execute(
        "INSERT INTO person_grams (rowid, name) VALUES (?, ?)", (*row, folded(names))
    )
    blocks.refresh(connection, person)


def _index_note(connection: Connection, kind: Kind, record_id: str, person_id: str) -> None:
    fields = kind.searched(Search.NOTES)
    if not fields:
        return
    row = rows.read(connection, kind, record_id)
    old = connection.execute(
        "SELECT doc FROM note_entry WHERE record_id = ?", (record_id,)
    ).fetchone()
    if old is not None:
        connection.execute("DELETE FROM note_words WHERE rowid = ?", old)
        connection.execute("DELETE FROM note_entry WHERE doc = ?", old)
    text = "\n".join(str(row.fields[f]) for f in fields if row.fields[f]) if row else ""
    if row is None or row.deleted or not text.strip():
        return
    doc = connection.execute(
        "INSERT INTO note_entry (kind, record_id, person_id) VALUES (?, ?, ?) RETURNING doc",
        (kind.name, record_id, person_id),
    ).fetchone()[0]
    connection.execute("INSERT INTO note_words (rowid, words) VALUES (?, ?)", (doc, text))


def forget(connection: Connection, kind: Kind, record_id: str) -> None:
    """Take a record that is to be erased out of the index, now and not when it rests."""
    note = connection.execute(
        "SELECT doc FROM note_entry WHERE record_id = ?", (record_id,)
    ).fetchone()
    if note is not None:
        connection.execute("DELETE FROM note_words WHERE rowid = ?", note)
        connection.execute("DELETE FROM note_entry WHERE doc = ?", note)
    if kind is PERSON:
        index.unlist(connection, record_id)
    elif _is_of_people(kind.name):
        index.touched(connection, PERSON, index.person_of(connection, kind, record_id))
    reviews.forget(connection, kind, record_id)
    map_indexing.forget(connection, kind, record_id)
    map_entries.forget(connection, kind, record_id)
    connection.execute("DELETE FROM search_pending WHERE record_id = ?", (record_id,))


def words_of_person(connection: Connection, person_id: str) -> tuple[str, str, str]:
    """Return the names, address and numbers under which a person is found.

    Whose address is secret is found by name, date of birth and mobile number only: a street that
    finds someone tells where they live.
    """
    secret = secrecy.has_secret_address(connection, person_id)
    found: dict[Search, list[str]] = {part: [] for part in _PARTS}
    for kind in _OF_PEOPLE:
        for values in _rows_of(connection, kind, person_id):
            for part in _PARTS:
                found[part] += [
                    _spelled(field, values[field])
                    for field in kind.searched(part)
                    if values[field] and not (secret and _tells_the_place(field, values[field]))
                ]
            found[Search.ADDRESS] += _village_names(connection, values.get("village_id"))
    if secret:
        found[Search.ADDRESS] = []
    names, address, numbers = (" ".join(dict.fromkeys(found[part])) for part in _PARTS)
    return names, address, numbers


def _tells_the_place(field: str, value: Value) -> bool:
    return field == "digits" and secrecy.tells_the_place(str(value))


def _rows_of(connection: Connection, kind: Kind, person_id: str) -> list[dict[str, Value]]:
    field = sql.column(kind.name, "id" if kind is PERSON else kind.scope.field)
    text = sql.select(kind.name, where=sql.own_or_merged(f"t.{field}"))
    names = sql.names(kind)
    return [
        dict(zip(names, row, strict=True))
        for row in connection.execute(text, (person_id, person_id))
    ]


def _village_names(connection: Connection, village_id: Value) -> list[str]:
    row = connection.execute(
        "SELECT frisian_name, dutch_name FROM village WHERE id = ?", (village_id,)
    ).fetchone()
    return [name for name in row if name] if row else []


def _spelled(field: str, value: Value) -> str:
    """Return a value in every form in which people type it."""
    text = str(value)
    match field:
        case "born_on":
            year, month, day = text.split("-")
            return f"{day}{month}{year} {int(day)} {int(month)} {year}"
        case "digits":
            return f"{text.lstrip('+')} {text.replace('+31', '0', 1)} {text[-_SUBSCRIBER:]}"
        case "postcode":
            return f"{text} {text.replace(' ', '')}"
        case _:
            return text
