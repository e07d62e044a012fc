"""Dossiers that leave this device: what of them lies here, and letting go of it.

A dossier goes when it left the user's reach. Nothing of it is destroyed while words of it wait to
be sent, were refused, or are being typed: :func:`waits` is asked again within each bite, for
typing goes before it. Gone is gone: from rows, journal, search, old values, fills and files (F12).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import paths
from meitinker.changes import NOTHING, Change, Changes
from meitinker.domain.attachments import ATTACHMENT
from meitinker.domain.kinds import KINDS
from meitinker.domain.merging import Reason
from meitinker.ids import RecordId, new_id
from meitinker.store import (
    attachments,
    erasing,
    history,
    hub_facts,
    indexing,
    sent,
    settings,
    sql,
)
from meitinker.store.erasing import ErasureGround
from meitinker.store.history import ActRow, ActState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from meitinker.domain.records import Kind
    from meitinker.domain.session import Session
    from meitinker.store.database import Database
    from meitinker.store.driver import Connection

MOST = 20
"""Records that one call lets go: each takes about 2 ms, and typing waits at most 50 ms."""

_WHY = ErasureGround(scope="dossier", ground="left the reach of this device", approval="the hub")

_WAITS = (
    "WITH one(id) AS (SELECT value FROM json_each(:ids))"
    " SELECT EXISTS (SELECT 1 FROM draft WHERE record_id IN (SELECT id FROM one)) OR EXISTS ("
    " SELECT 1 FROM setting JOIN one ON instr(name || value, one.id) > 0"
    " WHERE name GLOB 'form.*') OR EXISTS ("
    " SELECT 1 FROM one JOIN change_header AS h ON h.record_id = one.id"
    " JOIN change_payload AS p ON p.change_id = h.change_id"
    " LEFT JOIN sent AS s ON s.change_id = h.change_id"
    " WHERE h.operation <> 'erased'"
    " AND (coalesce(s.verdict, 'refused') = 'refused' OR (:kept AND s.verdict = 'quarantined'))"
    " AND coalesce(s.position, 0) = 0 AND coalesce(s.settled, 0) = 0"
    " AND NOT EXISTS (SELECT 1 FROM received AS r"
    "  WHERE r.change_id = h.change_id AND r.turn IS NOT NULL AND r.position > 0))"
)
_UNKNOWN_KINDS = (
    "DELETE FROM filled WHERE dossier = :dossier",
    # of a kind that only a newer program knows it is not known which field names the dossier
    "DELETE FROM received WHERE turn IS NULL AND instr(fields, :dossier) > 0",
)
_LISTED_NO_MORE = (
    "DELETE FROM filled WHERE record_id = ?",
    "UPDATE received SET took = '[]' WHERE record_id = ? AND position < 1",
)
_IS_LISTED = (
    "EXISTS (SELECT 1 FROM filled AS f WHERE f.record_id = t.id AND f.position > 0)"
    " OR EXISTS (SELECT 1 FROM received AS r WHERE r.record_id = t.id AND r.turn IS NOT NULL"
    " AND r.position > 0)"
    " OR EXISTS (SELECT 1 FROM change_header AS h JOIN change_payload AS p"
    " ON p.change_id = h.change_id WHERE h.record_id = t.id AND h.operation <> 'erased')"
    # what is being typed has no change yet
    " OR EXISTS (SELECT 1 FROM draft AS d WHERE d.record_id = t.id)"
)


class Lying(msgspec.Struct, frozen=True):
    """A record of a dossier that lies here."""

    kind: str
    record_id: str


class Bite(msgspec.Struct, frozen=True, kw_only=True):
    """What one call let go of.

    Attributes:
        changes: What screens must show again.
        more: Whether some of the dossier may lie here still.
        waits: Whether nothing was let go of, because words of the dossier wait here.
    """

    changes: Changes = NOTHING
    more: bool = False
    waits: bool = False


def records_of(connection: Connection, dossier: str) -> list[Lying]:
    """Return what lies here of a dossier, removed records included; the dossier itself last."""
    found: list[Lying] = []
    for kind, where in _belonging():
        rows = connection.execute(sql.ids(kind.name, where=where), (dossier,))
        found += [Lying(kind.name, str(row[0])) for row in rows]
    return found


def count(connection: Connection, dossier: str = "") -> int:
    """Return how many records lie here of a dossier, or without one of all dossiers."""
    total = 0
    for kind, where in _belonging():
        here = f"({where}) AND t.row_deleted = 0" if dossier else "t.row_deleted = 0"
        asked = sql.count_where(kind.name, where=here)
        total += connection.execute(asked, (dossier,) if dossier else ()).fetchone()[0]
    return total


def waits(connection: Connection, dossier: str, *, kept_there: bool = False) -> bool:
    """Tell whether words of a dossier are being typed, were not sent, or were refused.

    A file that was added here counts as words until it was sent whole.

    Args:
        connection: Of the store.
        dossier: The dossier.
        kept_there: Whether words that the hub keeps waiting, without a verdict, count as well:
            it may have them for a dossier that it lost.
    """
    lying = records_of(connection, dossier)
    mark = settings.get(connection, hub_facts.PAPERS)
    whole = {
        one.file
        for one in settings.get(connection, hub_facts.PAPERS_SENT)
        if one.reason is Reason.NONE
    }
    unsent = {paper.file for paper in sent.papers(connection, after=mark)} - whole
    if unsent and unsent & _files(connection, lying):
        return True
    names = msgspec.json.encode([one.record_id for one in lying]).decode()
    return bool(connection.execute(_WAITS, {"ids": names, "kept": kept_there}).fetchone()[0])


def let_go_some(
    database: Database, session: Session, dossier: str, *, kept_there: bool = False
) -> Bite:
    """Let go of some records of a dossier, unless words of it wait here (:func:`waits`).

    Raises:
        DiskFull, DiskFailed, StoreReadOnly: Nothing was let go of.
    """
    act_id = new_id()
    with database.transaction() as transaction:
        if waits(transaction.connection, dossier, kept_there=kept_there):
            return Bite(waits=True)
        lying = records_of(transaction.connection, dossier)[:MOST]
        files = _files(transaction.connection, lying)
        for one in lying:
            kind = KINDS[one.kind]
            erasing.wipe(transaction, session, kind, one.record_id, act_id=act_id, why=_WHY)
        for statement in _UNKNOWN_KINDS if not lying else ():
            transaction.connection.execute(statement, {"dossier": dossier})
        if lying:
            history.note(transaction, ActRow(act_id, session.user, "erase", state=ActState.FINAL))
    _remove(database, files)
    items = tuple(Change(one.kind, RecordId(one.record_id), "delete") for one in lying)
    changes = Changes(None, "sync.left", undoable=False, items=items)
    return Bite(changes=changes, more=bool(lying))


def unlisted(connection: Connection) -> list[str]:
    """Return dossiers that lie here and that the list does not have; none with words of here."""
    found: list[str] = []
    for kind in KINDS.values():
        if kind.scope.rule == "village":
            rows = connection.execute(sql.ids(kind.name, where=f"NOT ({_IS_LISTED})"))
            found += [str(row[0]) for row in rows]
    return found


def drop_unlisted(database: Database, dossier: str) -> Changes | None:
    """Take away the rows of a dossier that the list does not have; None where there are none.

    Their words stay among what was received; a record that is being typed in stays whole.

    Raises:
        DiskFull, DiskFailed, StoreReadOnly: They are still there.
    """
    with database.reading() as connection:
        gone = [
            Lying(kind.name, str(row[0]))
            for kind, where in _belonging()
            for row in connection.execute(
                sql.ids(kind.name, where=f"({where}) AND NOT ({_IS_LISTED})"), (dossier,)
            )
        ]
    if not gone:
        return None
    with database.transaction() as transaction:
        for one in gone:
            indexing.forget(transaction.connection, KINDS[one.kind], one.record_id)
            transaction.connection.execute(sql.delete(one.kind), (one.record_id,))
            for statement in _LISTED_NO_MORE:
                transaction.connection.execute(statement, (one.record_id,))
    items = tuple(Change(one.kind, RecordId(one.record_id), "delete") for one in gone)
    return Changes(None, "sync.filled", undoable=False, items=items)


def _belonging() -> Iterator[tuple[Kind, str]]:
    """Yield each kind of a dossier with the condition that a row is of it; the dossier last."""
    for kind in KINDS.values():
        if kind.scope.rule in {"person", "visit"}:
            yield kind, f"t.{sql.column(kind.name, kind.scope.field)} = ?"
    for kind in KINDS.values():
        if kind.scope.rule == "village":
            yield kind, "t.id = ?"


def _files(connection: Connection, lying: list[Lying]) -> set[str]:
    asked = sql.one_field(ATTACHMENT.name, "file")
    wanted = [one.record_id for one in lying if one.kind == ATTACHMENT.name]
    return {str(connection.execute(asked, (one,)).fetchone()[0]) for one in wanted}


def _remove(database: Database, files: set[str]) -> None:
    """Remove the files that no other record names."""
    if not files:
        return
    with database.reading() as connection:
        wanted = {kept.file for kept in attachments.known(connection)}
    with paths.disk_errors():
        for name in files - wanted:
            if attachments.is_name(name):
                (database.folder.attachments / name).unlink(missing_ok=True)
                (database.folder.arriving / name).unlink(missing_ok=True)
