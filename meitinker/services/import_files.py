"""The file of an import batch: written where the user says, whole or not at all."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import msgspec

from meitinker.errors import InvalidField
from meitinker.exchange import import_batch
from meitinker.ids import RecordId, VisitId
from meitinker.services import import_batches, plans
from meitinker.services.plans import Use
from meitinker.store import secrecy

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping
    from pathlib import Path

    from meitinker.domain.import_batches import BatchContent, LeftVisit
    from meitinker.domain.session import Session
    from meitinker.exchange.import_batch import Manifest
    from meitinker.store.database import Database
    from meitinker.store.driver import Connection

Share = tuple[int, int]
"""How many plans are in the file, and how many there are."""


def write(
    database: Database, session: Session, batch_id: RecordId, *, target: Path
) -> Generator[Share, None, Manifest]:
    """Write the file of a batch, in bites of one plan; that it leaves is logged first.

    The same batch gives the same file, but for two things: what was undone since stands in its
    manifest, and an address that became secret since stands nowhere in it any more.

    Args:
        database: The store.
        session: Who writes it.
        batch_id: The batch.
        target: The file, or a folder in which it gets a name that names nobody.

    Yields:
        How many plans are in, and how many there are. Closing it leaves nothing behind.

    Returns:
        What is in the file.

    Raises:
        NotAllowed: It is not this role's.
        NotVisible: There is no such batch.
        DiskFull, DiskFailed, StoreReadOnly: It could not be logged, or was not written.
    """
    content = import_batches.content(database, session, batch_id)
    with database.reading() as connection:
        content = _as_secret_now(connection, content)
    place = target / import_batch.file_name(content) if target.is_dir() else target
    visits = {
        left.visit.plan_id: VisitId(RecordId(left.visit.visit_id))
        for left in content.visits
        if left.visit.plan_id
    }
    return (
        yield from import_batch.write(place, content, partial(_plan, database, session, visits))
    )


def _plan(
    database: Database, session: Session, visits: Mapping[str, VisitId], plan_id: str
) -> bytes | None:
    """Return the PDF of a plan, or None where it is another's by now (see ``kept_papers``)."""
    one = RecordId(plan_id)
    try:
        press = plans.pdf(database, session, visits[plan_id], plan_id=one, use=Use.FILE)
    except InvalidField:
        return None
    return press().data


def _as_secret_now(connection: Connection, content: BatchContent) -> BatchContent:
    return msgspec.structs.replace(
        content, visits=tuple(_as_secret(connection, left) for left in content.visits)
    )


def _as_secret(connection: Connection, left: LeftVisit) -> LeftVisit:
    if left.visit.secret_address or not secrecy.has_secret_address(
        connection, left.visit.person_id
    ):
        return left
    visit = msgspec.structs.replace(left.visit, secret_address=True)
    return msgspec.structs.replace(left, visit=visit)
