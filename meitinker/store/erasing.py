"""Destroying what records held, with the chain of headers left whole.

Row, payloads, salts, old values, drafts, half-typed forms and search entries go; the headers stay
and tell that something was there, and an ``erased`` header tells on what ground it went and who
approved. The act has no way back. When and what may be destroyed is not decided here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.kinds import kind_of
from meitinker.domain.people import PERSON_MERGE
from meitinker.errors import NotVisible, RecordGone
from meitinker.ids import change_id, new_id
from meitinker.store import history, index, indexing, journal, rows, sql
from meitinker.store.history import ActRow, ActState

if TYPE_CHECKING:
    from meitinker.domain.records import Kind, Record
    from meitinker.domain.session import Session
    from meitinker.store.database import Database, Transaction


class ErasureGround(msgspec.Struct, frozen=True, kw_only=True):
    """Why something may be destroyed.

    Attributes:
        scope: ``record`` or ``dossier``; what the request was about.
        ground: The article or rule, ``Wmo 2015 art. 5.3.5``.
        approval: Id of the user or decision that approved it.
    """

    scope: str
    ground: str
    approval: str


def erase(
    database: Database,
    session: Session,
    targets: list[tuple[type[Record], str]],
    *,
    why: ErasureGround,
) -> None:
    """Destroy what these records held, all or none.

    The write-ahead log is folded in and cut afterwards, so that no page of it keeps the words;
    SQLite's and FTS5's secure delete overwrite what was freed (A9). While a backup or a check
    reads the store, its log is cut at the next start.

    Raises:
        RecordGone: One of them does not exist; nothing was destroyed.
        NotVisible: One of them is outside what the session may see; nothing was destroyed.
        DiskFull, DiskFailed, StoreReadOnly: Nothing was destroyed, or the log was not cut.
    """
    act_id = new_id()
    with database.transaction() as transaction:
        for record, record_id in targets:
            _erase(transaction, session, kind_of(record), record_id, act_id=act_id, why=why)
        history.note(transaction, ActRow(act_id, session.user, "erase", state=ActState.FINAL))
    database.fold_log()


def _erase(
    transaction: Transaction,
    session: Session,
    kind: Kind,
    record_id: str,
    *,
    act_id: str,
    why: ErasureGround,
) -> None:
    connection = transaction.connection
    if rows.read(connection, kind, record_id) is None:
        raise RecordGone(kind.name)
    if not rows.visible(connection, session, kind, record_id):
        raise NotVisible(kind.name)
    wipe(transaction, session, kind, record_id, act_id=act_id, why=why)


def wipe(
    transaction: Transaction,
    session: Session,
    kind: Kind,
    record_id: str,
    *,
    act_id: str,
    why: ErasureGround,
) -> None:
    """Destroy what a record held, within the transaction under way; nobody's sight is asked."""
    connection = transaction.connection
    indexing.forget(connection, kind, record_id)
    connection.execute(sql.delete(kind.name), (record_id,))
    for statement in _EVERYWHERE:
        connection.execute(statement, (record_id,))
    if kind is PERSON_MERGE:
        index.rebuild_aliases(connection)
    journal.append(
        transaction,
        journal.Entry(
            change_id=change_id(),
            act_id=act_id,
            device=session.device,
            author=session.user,
            operation=journal.ERASED,
            kind=kind.name,
            record_id=record_id,
            fields=msgspec.structs.asdict(why),
            base={},
        ),
    )


_EVERYWHERE = (
    "DELETE FROM change_payload WHERE change_id IN"
    " (SELECT change_id FROM change_header WHERE record_id = ?)",
    "DELETE FROM change_before WHERE change_id IN"
    " (SELECT change_id FROM change_header WHERE record_id = ?)",
    "DELETE FROM draft WHERE record_id = ?",
    "DELETE FROM conflict WHERE record_id = ?",
    "DELETE FROM filled WHERE record_id = ?",
    # A form is about a record by its name or by what stands in it.
    "DELETE FROM setting WHERE name GLOB 'form.*' AND instr(name || value, ?) > 0",
    # what was never judged would be judged without its words; of the rest only that it was stays
    "DELETE FROM received WHERE record_id = ? AND turn IS NULL AND verdict = 'quarantined'",
    "UPDATE received SET fields = '{}', base = '{}', salt = '', commitment = ''"
    " WHERE record_id = ?",
)
