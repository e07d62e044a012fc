"""How things stand between this laptop and the hub: what the page *Verzending* shows.

Read from the store alone, so it is true without a network too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain.attachments import ATTACHMENT
from meitinker.domain.merging import Reason, Verdict
from meitinker.errors import ProgramTooOld
from meitinker.services import conflicts, lease
from meitinker.store import hub_facts, journal, received, sent, settings

if TYPE_CHECKING:
    from meitinker.domain.session import Session
    from meitinker.store.database import Database
    from meitinker.store.driver import Connection
    from meitinker.store.hub_facts import Removal
    from meitinker.store.sent import SentChange

SHOWN = 100
"""Changes that were sent, told at once; and of what needs attention."""

_ALL = 1_000_000


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """A change that was sent, and what became of it.

    Attributes:
        change_id: The change.
        kind: Kind of its record.
        record_id: The record.
        at: When it was sent, UTC text.
        verdict: What the hub made of it.
    """

    change_id: str
    kind: str
    record_id: str
    at: str
    verdict: Verdict


class Attention(msgspec.Struct, frozen=True, kw_only=True):
    """Something that a person must look at.

    Attributes:
        change_id: The change that did not come in.
        kind: Kind of its record; perhaps one that only a newer program knows.
        record_id: The record.
        verdict: Conflict, quarantined or refused.
        reason: Why.
        since: When this laptop found out, UTC text.
        own: Whether the change was made on this laptop.
        card: Id of the conflict card, or "".
    """

    change_id: str
    kind: str
    record_id: str
    verdict: Verdict
    reason: Reason
    since: str
    own: bool = True
    card: str = ""


class LargeRemoval(msgspec.Struct, frozen=True, kw_only=True):
    """A removal that waits for a person: dossiers that left this laptop's reach.

    Attributes:
        dossiers: How many dossiers would go.
        records: How many records of them lie here.
        of: How many records lie here in all.
        lost_at_hub: Whether they are within reach, but the hub was put back to an earlier day
            and has them no more.
    """

    dossiers: int
    records: int
    of: int
    lost_at_hub: bool = False


class LastCompared(msgspec.Struct, frozen=True):
    """When both sides were last compared (UTC text), and whether they held the same."""

    at: str
    same: bool


class ExchangeStatus(msgspec.Struct, frozen=True, kw_only=True):
    """What the page shows.

    Attributes:
        enrolled: Whether this store belongs to a hub; without it the rest is empty.
        organisation_name: Name of the organisation at the hub.
        address: Where the hub is.
        waiting: Changes made here that were not sent yet.
        waiting_since: Moment of the oldest of these, UTC text, or "".
        sent: The last changes that were sent, newest first.
        attention: What a person must look at, oldest first; at most :data:`SHOWN`.
        choices: Conflict cards that wait and that the session may see.
        missing: What was made here and did not arrive.
        last_done: When an exchange last came to its end, UTC text, or "".
        last_compared: The last comparing of both sides, or None.
        opens_until: Up to when the store opens without contact, UTC text, or "": for ever.
        contact_needed: Whether that is soon.
        asks: A removal that waits for a yes or no, or None.
        trouble: Name of the error that ended the last exchange (``HubUnreachable``), or "".
        too_old: Whether the program is too old for the hub: nothing is sent or fetched until it
            was brought up to date; the queue can be written to a file.
    """

    enrolled: bool = False
    organisation_name: str = ""
    address: str = ""
    waiting: int = 0
    waiting_since: str = ""
    sent: tuple[Sent, ...] = ()
    attention: tuple[Attention, ...] = ()
    choices: int = 0
    missing: int = 0
    last_done: str = ""
    last_compared: LastCompared | None = None
    opens_until: str = ""
    contact_needed: bool = False
    asks: LargeRemoval | None = None
    trouble: str = ""
    too_old: bool = False


def exchange_status(database: Database, session: Session) -> ExchangeStatus:
    """Return how things stand; what the session may not see is left out of the lists."""
    with database.reading() as connection:
        belonging = settings.get(connection, hub_facts.BELONGING)
        went = settings.get(connection, hub_facts.WENT)
        asked = [settings.get(connection, one) for one in (hub_facts.REMOVAL, hub_facts.LOST)]
        waiting, since = sent.waiting(connection)
        gone = sent.last(connection, most=SHOWN)
        attention = _attention(connection, session)
    ends = lease.until(went)
    return ExchangeStatus(
        enrolled=bool(belonging.hub),
        organisation_name=belonging.organisation_name,
        address=belonging.address,
        waiting=waiting,
        waiting_since=since,
        sent=tuple(_sent(one) for one in gone),
        attention=tuple(attention[:SHOWN]),
        choices=sum(bool(one.card) for one in attention),
        missing=sum(one.own and not one.card for one in attention),
        last_done=went.done,
        last_compared=LastCompared(went.compared, went.same) if went.compared else None,
        opens_until=clock.instant_text(ends) if ends and belonging.hub else "",
        contact_needed=bool(belonging.hub) and lease.ends_soon(went),
        asks=first_question(*(one if _waits(one) else None for one in asked)),
        trouble=went.trouble,
        too_old=went.trouble == ProgramTooOld.__name__,
    )


def first_question(removal: Removal | None, lost: Removal | None) -> LargeRemoval | None:
    """Return what a person is asked first: about what left, then about what the hub lost."""
    one = removal or lost
    if one is None:
        return None
    return LargeRemoval(
        dossiers=len(one.dossiers), records=one.records, of=one.of, lost_at_hub=removal is None
    )


def _waits(removal: Removal) -> bool:
    """Tell whether a question waits for its answer."""
    later = removal.not_before > clock.instant_text(clock.now())
    return bool(removal.dossiers) and not removal.agreed and not later


def _sent(one: SentChange) -> Sent:
    return Sent(
        change_id=one.change_id,
        kind=one.kind,
        record_id=one.record_id,
        at=one.at,
        verdict=one.verdict,
    )


def _attention(connection: Connection, session: Session) -> list[Attention]:
    """Return what a person must look at, oldest first."""
    own = sent.not_in(connection, most=_ALL)
    found = [
        Attention(
            change_id=one.change_id,
            kind=one.kind,
            record_id=one.record_id,
            verdict=one.verdict,
            reason=one.reason,
            since=one.at,
        )
        for one in own
    ]
    found += [
        Attention(
            change_id=one.change_id,
            kind=one.kind,
            record_id=one.record_id,
            verdict=Verdict.QUARANTINED,
            reason=one.reason,
            since=one.at,
            own=False,
        )
        for one in received.quarantine(connection)
    ]
    found += _papers(connection)
    found += [
        Attention(
            change_id=card.mine_change,
            kind=card.kind,
            record_id=card.record_id,
            verdict=Verdict.CONFLICT,
            reason=card.reason,
            since=card.found_at,
            own=journal.author(connection, card.mine_change) is not None,
            card=card.id,
        )
        for card in conflicts.visible(connection, session)
    ]
    return sorted(found, key=lambda one: one.since)


def _papers(connection: Connection) -> list[Attention]:
    """Return the files of attachments that did not arrive."""
    mark = settings.get(connection, hub_facts.PAPERS)
    states = settings.get(connection, hub_facts.PAPERS_SENT)
    failed = {one.file: one for one in states if one.reason}
    return [
        Attention(
            change_id=paper.change_id,
            kind=ATTACHMENT.name,
            record_id=paper.record_id,
            verdict=Verdict.REFUSED,
            reason=failed[paper.file].reason,
            since=failed[paper.file].since,
        )
        for paper in (sent.papers(connection, after=mark) if failed else ())
        if paper.file in failed
    ]
