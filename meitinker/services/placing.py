"""Putting words from the notes with the field they belong to; the notes stay as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.agreements import Agreement
from meitinker.domain.needs import Need
from meitinker.domain.visits import DomainNote, LifeDomain, Visit
from meitinker.errors import BugError, InvalidField
from meitinker.ids import RecordId, VisitId, record_id
from meitinker.services import editing
from meitinker.store import records, visits
from meitinker.store.acts import act

if TYPE_CHECKING:
    from meitinker.changes import Changes
    from meitinker.domain.session import Session
    from meitinker.store.acts import Act
    from meitinker.store.database import Database


class Target(msgspec.Struct, frozen=True):
    """Where words go.

    Attributes:
        kind: ``visit`` (its question), ``domain_note``, ``need`` or ``agreement``.
        record_id: Of a need or an agreement; "" makes a new one.
        domain: Of a domain note; one that is not there yet is made.
    """

    kind: str
    record_id: str = ""
    domain: LifeDomain | None = None


def place(
    database: Database, session: Session, visit_id: VisitId, *, text: str, target: Target
) -> Changes:
    """Add ``text`` below what the target says already; undone, the target is as it was.

    Raises:
        InvalidField: There are no words to put anywhere.
        AlreadyConcluded: The visit was concluded.
        NotAllowed: Another device writes it.
        RecordGone, NotVisible: The target was removed meanwhile, or is of another visit.
    """
    words = text.strip()
    if not words:
        raise InvalidField("text", "words_missing")
    visit = editing.writable_visit(database, session, visit_id)
    with act(database, session, "place_text") as work:
        match target.kind:
            case "visit":
                fields = {"question": joined(visit.question, words)}
                work.edit(Visit, visit.id, fields)
            case "domain_note" if target.domain is not None:
                _on_domain(work, session, visit, domain=target.domain, words=words)
            case "need":
                _on_listed(work, session, visit, Need, target=target, words=words)
            case "agreement":
                _on_listed(work, session, visit, Agreement, target=target, words=words)
            case other:
                raise BugError(f"nothing is put with a {other}")
    return work.changes


def joined(before: str, words: str) -> str:
    """Return ``words`` on a line of their own below what was there."""
    return f"{before.rstrip()}\n{words}" if before.strip() else words


def _on_domain(
    work: Act, session: Session, visit: Visit, *, domain: LifeDomain, words: str
) -> None:
    known = records.find(
        work.transaction.connection,
        session,
        DomainNote,
        visit_id=visit.id,
        domain=domain.value,
    )
    if known:
        work.edit(DomainNote, known[0].id, {"note": joined(known[0].note, words)})
        return
    note = DomainNote(
        id=record_id(),
        visit_id=VisitId(visit.id),
        client_id=visit.client_id,
        domain=domain,
        note=words,
    )
    work.create(note)


def _on_listed(
    work: Act,
    session: Session,
    visit: Visit,
    kind: type[Need | Agreement],
    *,
    target: Target,
    words: str,
) -> None:
    connection = work.transaction.connection
    if target.record_id:
        found = records.get(connection, session, kind, target.record_id)
        if found.visit_id != visit.id:
            raise BugError("words go to the visit they were written in")
        work.edit(kind, RecordId(target.record_id), {"what": joined(found.what, words)})
        return
    new = kind(
        id=record_id(),
        visit_id=VisitId(visit.id),
        client_id=visit.client_id,
        what=words,
        position=visits.next_position(connection, session, kind, visit.id),
    )
    work.create(new)
