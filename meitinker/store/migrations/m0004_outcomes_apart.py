"""The fourth layout: what became of a request has a field for each of its meanings.

``answer`` held what was told, to whom a request was handed over, or why it was withdrawn, by the
state of the request when it was written. It goes to the field that is named for what it says.

The journal is not written again: :meth:`meitinker.domain.records.Kind.of_today` tells what its old
changes mean each time they are read. What only this device keeps beside it (what fields were
before a change, conflict cards) is written in the new fields, so that undo finds them.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database

_GAINED = ("told", "handed_to", "withdrawn_why")
_HOME = {
    "open": "told",
    "answered": "told",
    "handed_over": "handed_to",
    "investigated": "handed_to",
    "withdrawn": "withdrawn_why",
}
_SIDES = ("base", "mine", "theirs")

# what came in of the authority's list lies below what this device made and the list has not had
_LISTED = "SELECT fields, took FROM received WHERE record_id = ? AND turn IS NOT NULL ORDER BY turn"
_OWN = (
    "SELECT h.change_id, p.fields,"
    " EXISTS (SELECT 1 FROM received WHERE change_id = h.change_id AND turn IS NOT NULL)"
    " FROM change_header AS h JOIN change_payload AS p ON p.change_id = h.change_id"
    " WHERE h.record_id = ? ORDER BY h.sequence"
)
_BEFORE = "SELECT fields FROM change_before WHERE change_id = ?"


def apply(db: Database) -> None:
    """Tell the answers of all requests apart."""
    for field in _GAINED:
        db.execute(f'ALTER TABLE request ADD COLUMN "{field}" TEXT')
    db.execute("UPDATE request SET told = '', handed_to = '', withdrawn_why = ''")
    for record_id, state, answer in db.execute("SELECT id, state, answer FROM request").fetchall():
        _tell_before_apart(db, record_id)
        if answer:
            home = _said_in(db, record_id) or _HOME.get(state, "told")
            db.table("request").update(record_id, {home: answer})
    for card_id, *sides in db.execute(
        "SELECT id, base, mine, theirs FROM conflict WHERE kind = 'request'"
    ).fetchall():
        told = {n: _text(_apart(json.loads(one))) for n, one in zip(_SIDES, sides, strict=True)}
        db.table("conflict").update(card_id, told)
    db.execute("ALTER TABLE request DROP COLUMN answer")


def _said_in(db: Database, record_id: str) -> str:
    """Return where the answer of a request belongs by the last change that named it, or ""."""
    standing, home = "open", ""
    for fields in _changes(db, record_id):
        standing = fields.get("state", standing)
        if "answer" in fields:
            home = _HOME.get(standing, "told")
    return home


def _changes(db: Database, record_id: str) -> Iterator[dict[str, Any]]:
    for fields, took in db.execute(_LISTED, [record_id]).fetchall():
        if "outcome" in json.loads(took):
            yield json.loads(fields)
    for _change, fields, listed in db.execute(_OWN, [record_id]).fetchall():
        if not listed:
            yield json.loads(fields)


def _tell_before_apart(db: Database, record_id: str) -> None:
    """Tell apart what the answer of a request was before each change made here."""
    standing = "open"
    for change_id, fields, _listed in db.execute(_OWN, [record_id]).fetchall():
        row = db.execute(_BEFORE, [change_id]).fetchone()
        before = json.loads(row[0]) if row else {}
        if "answer" in before:
            was = _HOME.get(str(before.get("state", standing)), "told")
            db.table("change_before").update(change_id, {"fields": _text(_apart(before, was))})
        standing = json.loads(fields).get("state", standing)


def _apart(fields: dict[str, Any], home: str = "") -> dict[str, Any]:
    if "answer" not in fields:
        return fields
    rest = {name: value for name, value in fields.items() if name != "answer"}
    home = home or _HOME.get(str(fields.get("state", "open")), "told")
    return {**rest, **dict.fromkeys(_GAINED, ""), home: fields["answer"]}


def _text(fields: dict[str, Any]) -> str:
    return json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
