"""What happened that guards the hub: a chain of rows that are only ever added (L18, L20, L22).

Written in the unit of work of what it tells of, so that neither is there without the other. A
row holds ids and counts, never a name or a word of anyone, and the hash of the row before it:
one that is changed, taken out or put elsewhere is noticed. That the last ones are missing a
database alone cannot tell, so each row also goes to the log with its number and hash, and
``meitinker hub audit`` tells the head, to be kept elsewhere. Only the oldest may go, once they
were kept as long as the organisation decided (L21), and that is a row itself.
"""

from __future__ import annotations

import hashlib
import logging
from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import and_, delete, func, insert, select

from meitinker import clock
from meitinker.domain.merging import Reason, Verdict
from meitinker.domain.records import canonical
from meitinker.log import Word
from sync.hub import database as databases
from sync.hub import register
from sync.hub.tables import AUDIT, DEVICE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from sqlalchemy import Connection

    from sync.hub.database import HubDatabase
    from sync.hub.scope import Caller
    from sync.protocol import PushReceipt

_log = logging.getLogger(__name__)

COMMAND = "hub"
"""Who acted, where it was a command at the hub itself."""

GENESIS = "0" * 64
_FEBRUARY = 2
MANY_DOSSIERS = 50
"""Dossiers that one answer brings a device, from where on it is a large read."""


class Event(StrEnum):
    """What happened."""

    REFUSED = "refused"
    FORGED = "forged"
    AGAIN = "again"
    LARGE_READ = "large_read"
    INVITED = "invited"
    WITHDRAWN = "withdrawn"
    ENROLLED = "enrolled"
    JOIN_REFUSED = "join_refused"
    REVOKED = "revoked"
    WIPE_ORDERED = "wipe_ordered"
    USER_CHANGED = "user_changed"
    GRANTED = "granted"
    GRANT_ENDED = "grant_ended"
    LEASE_SET = "lease_set"
    REOPENED = "reopened"
    EXPORTED = "exported"
    PUT_BACK = "put_back"
    FORGOTTEN = "forgotten"


ALERTS = frozenset({Event.FORGED})
"""What nobody does by accident: who watches the hub should be called (F16)."""

_FORGERIES = frozenset({Reason.ALTERED, Reason.NOT_THE_AUTHOR})


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the audit.

    Attributes:
        number: From 1 on, without holes.
        at: The hub's time, UTC text.
        event: What happened.
        actor: Id of the device or user that did it, "hub" for a command at the hub itself.
        about: Id of what it was done to: a device, user, invitation, change or record; or "".
        reason: Why something was refused, or what was changed; one word.
        count: How many of them, where it was more than one.
        previous: The digest of the row before it.
        digest: SHA-256 (hex) of all of the above.
    """

    number: int
    at: str
    event: str
    actor: str
    about: str
    reason: str
    count: int
    previous: str
    digest: str = ""

    def sealed(self) -> Row:
        """Return the row with its digest."""
        return msgspec.structs.replace(self, digest=self._digest())

    def holds(self, previous: str) -> bool:
        """Tell whether a row is as it was written, and follows on another."""
        return self.previous == previous and self.digest == self._digest()

    def _digest(self) -> str:
        told = msgspec.structs.asdict(self)
        del told["digest"]
        return hashlib.sha256(canonical(told)).hexdigest()


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """Where the audit of an organisation ends, and what in it does not hold."""

    number: int
    digest: str
    broken: tuple[int, ...] = ()


def note(
    connection: Connection,
    organisation: str,
    event: Event,
    *,
    actor: str,
    about: str = "",
    reason: str = "",
    count: int = 1,
) -> None:
    """Add a row, in a unit of work that holds the organisation's lock.

    Raises:
        NeedsTurnError: It does not hold it.
    """
    databases.require_turn(connection)
    last = connection.execute(
        select(AUDIT.c.number, AUDIT.c.digest)
        .where(AUDIT.c.organisation == organisation)
        .order_by(AUDIT.c.number.desc())
        .limit(1)
    ).one_or_none()
    row = Row(
        number=last.number + 1 if last else 1,
        at=clock.instant_text(clock.now()),
        event=event.value,
        actor=actor,
        about=about,
        reason=reason,
        count=count,
        previous=last.digest if last else GENESIS,
    ).sealed()
    told = {"organisation": organisation, **msgspec.structs.asdict(row)}
    connection.execute(insert(AUDIT), [told])
    level = logging.WARNING if event in ALERTS else logging.INFO
    _log.log(
        level,
        "audit",
        {"event": Word(row.event), "number": row.number, "digest": row.digest, "count": count},
    )


def note_exported(database: HubDatabase, organisation: str, what: str) -> None:
    """Add that a command at the hub wrote something out of it."""
    with database.writing(organisation) as (connection, _end):
        note(connection, organisation, Event.EXPORTED, actor=COMMAND, reason=what)


def note_join_refused(
    connection: Connection, organisation: str, *, device: str, invitation: str, reason: str
) -> None:
    """Add that an invitation was refused: once for each reason, however often somebody tries."""
    event = Event.JOIN_REFUSED
    told = (AUDIT.c.event == event.value, AUDIT.c.about == invitation, AUDIT.c.reason == reason)
    noted = select(AUDIT.c.number).where(AUDIT.c.organisation == organisation, *told).limit(1)
    if connection.execute(noted).first() is None:
        note(connection, organisation, event, actor=device, about=invitation, reason=reason)


def note_reopened(connection: Connection, caller: Caller, dossier: str) -> None:
    """Add that a merge opened a dossier again that had left a device: who may, for 30 days."""
    note(connection, caller.organisation, Event.REOPENED, actor=caller.device, about=dossier)


def note_push(
    connection: Connection,
    caller: Caller,
    known: Mapping[str, PushReceipt],
    refused: Mapping[str, PushReceipt],
) -> None:
    """Add what a push showed: what came again (F7), what was refused (F15), what was forged."""
    again = [one.change_id for one in known.values() if one.verdict is Verdict.DUPLICATE]
    if again:
        note(
            connection,
            caller.organisation,
            Event.AGAIN,
            actor=caller.device,
            about=again[0],
            count=len(again),
        )
    told = [one for one in (*known.values(), *refused.values()) if one.verdict is Verdict.REFUSED]
    for reason, count in sorted(Counter(one.reason for one in told).items()):
        first = next(one.change_id for one in told if one.reason is reason)
        event = Event.FORGED if reason in _FORGERIES else Event.REFUSED
        note(
            connection,
            caller.organisation,
            event,
            actor=caller.device,
            about=first,
            reason=reason.value,
            count=count,
        )


def note_pull(connection: Connection, caller: Caller, dossiers: int) -> None:
    """Add that one answer brought a device many dossiers at once."""
    if dossiers >= MANY_DOSSIERS:
        event = Event.LARGE_READ
        note(connection, caller.organisation, event, actor=caller.device, count=dossiers)


def rows(database: HubDatabase, organisation: str) -> Iterator[Row]:
    """Yield the audit of an organisation, the oldest first."""
    columns = [AUDIT.c[name] for name in Row.__struct_fields__]
    asked = select(*columns).where(AUDIT.c.organisation == organisation).order_by(AUDIT.c.number)
    with database.reading() as connection:
        for row in connection.execute(asked).mappings():
            yield Row(**row)


def last_contact(database: HubDatabase, organisation: str) -> date | None:
    """Return the day on which a laptop was met last, or None; today where that is said to be later.

    A laptop is met only where its clock and the hub's agree. So this day is one that two clocks
    told, and a hub whose clock runs years ahead counts no years that nobody lived through.
    """
    asked = select(func.max(DEVICE.c.met_at)).where(DEVICE.c.organisation == organisation)
    with database.reading() as connection:
        met = connection.execute(asked).scalar_one()
    return min(clock.today(), clock.instant_from(met).date()) if met else None


def forget(database: HubDatabase, organisation: str, *, years: int) -> int:
    """Let rows go that are older than so many years; return how many.

    The years end at :func:`last_contact`, and where there was none nothing goes. A row is added
    that tells how many went in all and where they ended: the chain goes on there.
    """
    last_day = last_contact(database, organisation)
    if last_day is None:
        return 0
    day = min(last_day.day, 28) if last_day.month == _FEBRUARY else last_day.day
    until = last_day.replace(year=last_day.year - years, day=day).isoformat()
    own = AUDIT.c.organisation == organisation
    with database.writing(organisation) as (connection, _end):
        kept = connection.execute(
            select(func.min(AUDIT.c.number)).where(own, AUDIT.c.at >= until)
        ).scalar_one()
        old = own if kept is None else and_(own, AUDIT.c.number < kept)
        last = connection.execute(
            select(AUDIT.c.number, AUDIT.c.digest).where(old).order_by(AUDIT.c.number.desc())
        ).first()
        if last is None:
            return 0
        note(
            connection,
            organisation,
            Event.FORGOTTEN,
            actor=COMMAND,
            about=last.digest,
            count=last.number,
        )
        gone = delete(AUDIT).where(own, AUDIT.c.number <= last.number)
        return int(connection.execute(gone).rowcount)


def verify(database: HubDatabase, organisation: str) -> Head:
    """Return where the audit ends, and the numbers of the rows that do not hold.

    It begins with its first row, or where a row of it says that what was before is forgotten.
    """
    number, digest = 0, GENESIS
    broken: list[int] = []
    begins: tuple[int, str, int] | None = None
    forgotten: set[tuple[int, str]] = {(0, GENESIS)}
    for row in rows(database, organisation):
        if begins is None:
            begins = row.number - 1, row.previous, row.number
            number, digest = begins[:2]
        if row.number != number + 1 or not row.holds(digest):
            broken.append(row.number)
        if row.event == Event.FORGOTTEN:
            forgotten.add((row.count, row.about))
        number, digest = row.number, row.digest
    if begins is not None and begins[:2] not in forgotten and begins[2] not in broken:
        broken.insert(0, begins[2])
    return Head(number=number, digest=digest, broken=tuple(broken))


def counted(database: HubDatabase) -> dict[str, int]:
    """Return how often each event happened, in all organisations together."""
    found: Counter[str] = Counter()
    for organisation in register.ids(database):
        asked = (
            select(AUDIT.c.event, func.sum(AUDIT.c.count))
            .where(AUDIT.c.organisation == organisation)
            .group_by(AUDIT.c.event)
        )
        with database.reading() as connection:
            found.update({str(event): int(count) for event, count in connection.execute(asked)})
    return {one.value: found[one.value] for one in Event}
