"""The network of a resident: who is in it, what it was like, and what changed.

Who has a file of their own is tied to it by id, and their name and telephone number stand on
the tie as well: that is the contact card. Where the session may not see that file, the card is
all there is; nothing tells even that there is a file.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain.addresses import Address, place_line, street_line
from meitinker.domain.households import HouseholdMember
from meitinker.domain.network import (
    Direction,
    Frequency,
    Nearness,
    Tie,
    TieChange,
    TieKind,
    compare,
    kind_of_tie,
    on_day,
)
from meitinker.domain.people import Person, Phone, full_name
from meitinker.domain.plans import SupportPlan
from meitinker.domain.visits import Visit, VisitState
from meitinker.errors import InvalidField
from meitinker.ids import PersonId, RecordId, record_id
from meitinker.services import form_drafts, households, reading
from meitinker.services.form_drafts import Form, TypedForm
from meitinker.store import network as kept
from meitinker.store import records, secrecy
from meitinker.store.acts import act

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from meitinker.changes import Changes
    from meitinker.domain.session import Session
    from meitinker.store.database import Database
    from meitinker.store.driver import Connection


class Housemate(msgspec.Struct, frozen=True):
    """Someone who lives here too and is not among the ties yet, to be offered as one.

    ``registered`` tells who is in the household from who merely has the same address.
    """

    person_id: PersonId
    name: str
    tie: str
    registered: bool = True


class Network(msgspec.Struct, frozen=True, kw_only=True):
    """Everyone around a resident.

    Attributes:
        client: The resident.
        ties: All ties, also those that ended, oldest first; names as they are now.
        files: Ids of the ties whose own file the session may open.
        housemates: Who lives here too, of the household first, and is no tie yet.
    """

    client: Person
    ties: tuple[Tie, ...]
    files: frozenset[RecordId]
    housemates: tuple[Housemate, ...]

    def on(self, day: date) -> tuple[Tie, ...]:
        """Return the ties that held on a day."""
        return on_day(self.ties, day)


class ComparedNetworks(msgspec.Struct, frozen=True):
    """The network on two days, and what changed in between."""

    then: tuple[Tie, ...]
    now: tuple[Tie, ...]
    changes: tuple[TieChange, ...]


class FamilyMember(msgspec.Struct, frozen=True, kw_only=True):
    """One of the household with what is going on for them.

    Attributes:
        person: Who.
        tie: What they are in the household, as people say it.
        visits: Conversations that are not concluded.
        plan: The newest plan, without its content, or None.
    """

    person: Person
    tie: str
    visits: tuple[Visit, ...]
    plan: SupportPlan | None


class NewTie(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of someone who is added; all may be empty and typed in later."""

    name: str = ""
    relation: str = ""
    phone: str = ""
    kind: TieKind | None = None
    nearness: Nearness | None = None
    frequency: Frequency = Frequency.UNKNOWN
    direction: Direction | None = None
    since: date | None = None


class TypedEnd(TypedForm, frozen=True, kw_only=True):
    """The last day of a tie while it is typed: day, month and year."""

    parts: tuple[str, str, str] = ("", "", "")


END = Form("tie_end", TypedEnd, about=Tie)


def network(database: Database, session: Session, client_id: PersonId) -> Network:
    """Return the network of a resident whose file is open.

    Raises:
        NotVisible: The resident is not this session's to see.
    """
    with database.reading() as connection:
        client = records.get(connection, session, Person, client_id)
        ties = records.find(connection, session, Tie, client_id=client_id)
        others = {tie.id: _visible(connection, session, tie.other_id) for tie in ties}
        housemates = _offered(connection, session, client_id, ties)
    return Network(
        client=client,
        ties=tuple(_named(tie, others[tie.id]) for tie in ties),
        files=frozenset(tie.id for tie in ties if others[tie.id] is not None),
        housemates=housemates,
    )


def secret_lines(
    database: Database, session: Session, client_id: PersonId, ties: Iterable[Tie]
) -> tuple[str, ...]:
    """Return the lines of every secret address around a resident, their own among them.

    What people do is typed freely ("past op, Molenpad 7"): no paper may say where that is.
    """
    with database.reading() as connection:
        around = [client_id, *(tie.other_id for tie in ties if tie.other_id is not None)]
        people = dict.fromkeys(records.resolve(connection, one) for one in around)
        addresses = [
            address
            for one in people
            if secrecy.has_secret_address(connection, one)
            for address in records.find(connection, session, Address, person_id=one)
        ]
    lines = (line for one in addresses for line in (street_line(one), place_line(one)))
    return tuple(dict.fromkeys(line for line in lines if line))


def compared(
    database: Database, session: Session, client_id: PersonId, *, then: date, now: date
) -> ComparedNetworks:
    """Return the network at the end of two days with what changed between them.

    Raises:
        InvalidField: ``then`` is not before ``now``.
        NotVisible: The resident is not this session's to see.
    """
    if then >= now:
        raise InvalidField("then", "not_before")
    whole = network(database, session, client_id)
    with database.reading() as connection:
        before, after = (
            tuple(kept.as_known(connection, whole.on(day), _end_of(day))) for day in (then, now)
        )
    # What is being typed is not in the journal yet, and today is as the tables have it.
    after = after if now < clock.today() else whole.on(now)
    return ComparedNetworks(before, after, compare(before, after))


def add(
    database: Database, session: Session, client_id: PersonId, tie: NewTie | None = None
) -> Changes:
    """Add someone to a network, perhaps empty, to be typed in.

    Raises:
        NotVisible: The resident is not this session's to see.
    """
    known = msgspec.structs.asdict(tie or NewTie())
    with database.reading() as connection:
        records.get(connection, session, Person, client_id)
    with act(database, session, "tie.add") as work:
        work.create(Tie(id=record_id(), client_id=client_id, **known))
    return work.changes


def add_housemate(
    database: Database, session: Session, client_id: PersonId, other_id: PersonId
) -> Changes:
    """Add who lives here too, with what their files tell; nothing that is to be asked is filled in.

    That their own file is used for the card is logged first.

    Raises:
        NotVisible: One of both is not this session's to see.
        InvalidField: They do not live together.
        DiskFull, DiskFailed, StoreReadOnly: It could not be logged: nothing is copied.
    """
    with database.reading() as connection:
        client, other = (
            records.get(connection, session, Person, records.resolve(connection, one))
            for one in (client_id, other_id)
        )
        shared = households.members(connection, session, client_id)
        member = next((m for m, person in shared if person.id == other.id), None)
        around = households.under_one_roof(connection, session, client.id)
    here = member is not None or any(person.id == other.id for person in around)
    if not here or other.id == client.id:
        raise InvalidField("other_id", "no_housemate")
    phone = _card_phone(database, session, other)
    said = member.tie if member is not None else ""
    tie = Tie(
        id=record_id(),
        client_id=PersonId(client.id),
        other_id=PersonId(other.id),
        name=full_name(other),
        relation=said,
        phone=phone,
        kind=kind_of_tie(said),
        since=member.since if member is not None else None,
    )
    with act(database, session, "tie.add") as work:
        work.create(tie)
    return work.changes


def link(database: Database, session: Session, tie_id: RecordId, other_id: PersonId) -> Changes:
    """Tie someone to their own file; name and number are copied to the card, logged first.

    Raises:
        NotVisible: The tie or the file is not this session's to see.
        InvalidField: It is the resident's own file.
        DiskFull, DiskFailed, StoreReadOnly: It could not be logged: nothing is copied.
    """
    with database.reading() as connection:
        tie = records.get(connection, session, Tie, tie_id)
        other = records.get(connection, session, Person, records.resolve(connection, other_id))
        client = records.resolve(connection, tie.client_id)
    if other.id == client:
        raise InvalidField("other_id", "same_person")
    phone = _card_phone(database, session, other)
    fields = {"other_id": other.id, "name": full_name(other), "phone": tie.phone or phone}
    with act(database, session, "tie.link") as work:
        work.edit(Tie, tie_id, fields)
    return work.changes


def unlink(database: Database, session: Session, tie_id: RecordId) -> Changes:
    """Take a tie and a file apart again; the contact card stays."""
    with act(database, session, "tie.unlink") as work:
        work.edit(Tie, tie_id, {"other_id": None})
    return work.changes


def end(database: Database, session: Session, tie_id: RecordId, *, on: date) -> Changes:
    """Note the last day of a tie; it stays in the network of the days before.

    Raises:
        InvalidField: A day before the tie began.
        NotVisible: The tie is not this session's to see.
    """
    with database.reading() as connection:
        tie = records.get(connection, session, Tie, tie_id)
    if tie.since is not None and on < tie.since:
        raise InvalidField("until", "before_since")
    with act(database, session, "tie.end") as work:
        work.edit(Tie, tie_id, {"until": on})
        form_drafts.drop(work.transaction, END, about=tie_id)
    return work.changes


def remove(database: Database, session: Session, tie_id: RecordId) -> Changes:
    """Remove a tie that was a mistake; undo brings it back."""
    with act(database, session, "tie.remove") as work:
        work.delete(Tie, tie_id)
    return work.changes


def days(whole: Network) -> tuple[date, ...]:
    """Return the past days worth comparing with: each on which someone came or had just left."""
    today = clock.today()
    turned = {tie.since for tie in whole.ties} | {tie.until for tie in whole.ties}
    return tuple(sorted((day for day in turned if day and day < today), reverse=True))


def family(database: Database, session: Session, client_id: PersonId) -> tuple[FamilyMember, ...]:
    """Return the household with what is going on for each: one family, one plan.

    Only those whose file the session may see; that it looks into their files is logged first.

    Raises:
        NotVisible: The resident is not this session's to see.
        DiskFull, DiskFailed, StoreReadOnly: It could not be logged: show nothing.
    """
    with database.reading() as connection:
        one = PersonId(RecordId(records.resolve(connection, client_id)))
        records.get(connection, session, Person, one)
        seen = households.members(connection, session, one)
    if len(seen) < 2:
        return ()
    for _member, person in seen:
        if person.id != one:
            reading.opened(database, session, Person, person.id)
    with database.reading() as connection:
        return tuple(_going_on(connection, session, m, person) for m, person in seen)


def _going_on(
    connection: Connection, session: Session, member: HouseholdMember, person: Person
) -> FamilyMember:
    visits = records.find(connection, session, Visit, client_id=person.id, state=VisitState.OPEN)
    plans = records.find(connection, session, SupportPlan, order="made_at", client_id=person.id)
    return FamilyMember(
        person=person,
        tie=member.tie,
        visits=tuple(visits),
        plan=msgspec.structs.replace(plans[-1], content="") if plans else None,
    )


def _visible(connection: Connection, session: Session, other: PersonId | None) -> Person | None:
    living = records.resolve(connection, other) if other is not None else None
    return records.known(connection, session, Person, living)


def _named(tie: Tie, other: Person | None) -> Tie:
    """Return a tie with the name that the file has now; without the file the card's."""
    if other is None:
        return msgspec.structs.replace(tie, other_id=None)
    return msgspec.structs.replace(tie, name=full_name(other) or tie.name)


def _offered(
    connection: Connection, session: Session, client_id: PersonId, ties: Sequence[Tie]
) -> tuple[Housemate, ...]:
    own = {records.resolve(connection, tie.other_id) for tie in ties if tie.other_id}
    client = records.resolve(connection, client_id)
    own.add(client)
    together = households.members(connection, session, client_id)
    around = households.under_one_roof(connection, session, client)
    said = {person.id: member.tie for member, person in together}
    offered = {person.id: person for person in (*(one for _m, one in together), *around)}
    return tuple(
        Housemate(PersonId(key), full_name(one), said.get(key, ""), registered=key in said)
        for key, one in offered.items()
        if key not in own and one.deceased_on is None
    )


def _card_phone(database: Database, session: Session, other: Person) -> str:
    """Return the number for a card, after logging that the file is used.

    A number that tells where a secret address is stays in its own file.
    """
    reading.opened(database, session, Person, other.id)
    with database.reading() as connection:
        secret = secrecy.has_secret_address(connection, other.id)
        numbers = records.find(connection, session, Phone, person_id=other.id)
    fit = (
        phone.number
        for phone in numbers
        if phone.number.strip() and not (secret and secrecy.tells_the_place(phone.digits))
    )
    return next(fit, "")


def _end_of(day: date) -> str:
    midnight = datetime.combine(day + timedelta(days=1), time(), clock.AMSTERDAM)
    return clock.instant_text(midnight)
