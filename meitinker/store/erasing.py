"""Destroying what records held, with the chain of headers left whole.

Row, payloads, salts, old values, drafts, half-typed forms and search entries go; the headers stay
and tell that something was there, and an ``erased`` header tells on what ground it went and who
approved. The act has no way back. When and what may be destroyed is not decided here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.people import PERSON_MERGE
from meitinker.ids import change_id
from meitinker.store import index, indexing, journal, sql

if TYPE_CHECKING:
    from meitinker.domain.records import Kind
    from meitinker.domain.session import Session
    from meitinker.store.database import Transaction


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
