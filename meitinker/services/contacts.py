"""Contact notes: "dochter gebeld", kept in a few lines from wherever one is.

A note that is being typed is a form (:mod:`meitinker.services.form_drafts`) under an id of its
own: a note about someone else never takes its place. It becomes a record of the dossier when the
worker says so.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain import clocks
from meitinker.domain.contacts import Channel, ContactNote
from meitinker.domain.network import Tie, on_day
from meitinker.domain.people import Person, full_name
from meitinker.domain.representatives import Representative, acting_on
from meitinker.domain.tasks import Task
from meitinker.domain.visits import Attendee, Visit
from meitinker.errors import InvalidField
from meitinker.ids import PersonId, RecordId, record_id
from meitinker.services import as_shown, form_drafts, households, reading
from meitinker.services.form_drafts import Form, TypedForm
from meitinker.store import contacts, people, records
from meitinker.store.acts import act

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from meitinker.changes import Changes
    from meitinker.domain.session import Session
    from meitinker.store.acts import Act
    from meitinker.store.database import Database
    from meitinker.store.driver import Connection
    from meitinker.store.people import PersonEntry

RECENT = 8
"""People offered before anything is typed."""

_TABLES = 10
"""The last conversations whose tables are remembered for who may have called."""


class Stood(msgspec.Struct, frozen=True, kw_only=True):
    """A note of the dossier as it stood when its form began, or when its user was warned."""

    channel: Channel
    outgoing: bool
    who: str
    text: str
    at: datetime


class TypedNote(TypedForm, frozen=True, kw_only=True):
    """The panel exactly as typed.

    Attributes:
        key: The draft; drafts of two notes never mix.
        client_id: The resident, or "" while nobody was chosen.
        note_id: The note that is being mended, or "" for a new one.
        stood: What its user saw of that note, or None where there is none.
        channel: By which way.
        outgoing: We called or wrote ourselves.
        who: Whom we spoke, as people say it; "" is the resident.
        text: What was said.
        task: What has to be done next, or "".
        due_on: When that is due.
        at: When the first word of it was kept (UTC text), or "".
        on: The day of the talk, or None where that is the day of the first word.
        half_day: That day as its three parts are typed, while they make no day.
        half_due: The same of the day of the task.
        searched: What was typed to find the resident, while nobody was chosen.
    """

    key: str = ""
    client_id: str = ""
    note_id: str = ""
    stood: Stood | None = None
    channel: Channel = Channel.PHONE
    outgoing: bool = False
    who: str = ""
    text: str = ""
    task: str = ""
    due_on: date | None = None
    at: str = ""
    on: date | None = None
    half_day: tuple[str, ...] = ()
    half_due: tuple[str, ...] = ()
    searched: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing would be lost: no words were typed."""
        said = (self.who, self.text, self.task, self.searched, *self.half_day)
        return not any(one.strip() for one in said)


class Begun(msgspec.Struct, frozen=True, kw_only=True):
    """What the panel needs once the resident is known.

    Attributes:
        entry: The resident as lists show them.
        whom: Who may have called: people of the table, the network, the household.
        draft: A note about this resident that was not finished, or None.
    """

    entry: PersonEntry
    whom: tuple[str, ...]
    draft: TypedNote | None


FORM = Form("contact_note", TypedNote)


def recent(database: Database, session: Session, *, most: int = RECENT) -> list[PersonEntry]:
    """Return the people one had to do with last, as lists show them."""
    with database.reading() as connection:
        last = contacts.last_seen(connection, most=most)
        return people.entries(connection, session, clock.today().isoformat(), people=last)


def begun(database: Database, session: Session, client_id: str) -> Begun:
    """Return what a note about a resident begins with; that their file is used is logged first.

    Raises:
        NotVisible: It is not this session's to see.
        DiskFull, DiskFailed, StoreReadOnly: It could not be logged: show nothing.
    """
    with database.reading() as connection:
        person_id = records.resolve(connection, client_id)
        person = records.get(connection, session, Person, person_id)
    reading.opened(database, session, Person, person.id)
    with database.reading() as connection:
        (entry,) = people.entries(
            connection, session, clock.today().isoformat(), people=[person_id]
        )
        begun = form_drafts.every(connection, FORM)
        return Begun(
            entry=entry,
            whom=_once(_whom(connection, session, person_id)),
            draft=next((one for one in begun if one.client_id == person_id), None),
        )


def drafts(database: Database) -> tuple[TypedNote, ...]:
    """Return the notes that were not finished, the newest first."""
    with database.reading() as connection:
        return tuple(form_drafts.every(connection, FORM))


def add(database: Database, session: Session, typed: TypedNote) -> Changes:
    """Keep a note in the dossier, with the task that follows from it; the draft goes.

    Raises:
        InvalidField: Nobody was chosen (``client_id``), there are no words (``text``), or the
            talk is still to come (``on``).
        ChangedMeanwhile: Somebody else mended the same note since its form began.
        NotVisible: The resident is not this session's to see.
    """
    if not typed.client_id:
        raise InvalidField("client_id", "resident_missing")
    if not typed.text.strip():
        raise InvalidField("text", "note_empty")
    if typed.on is not None and typed.on > clock.today():
        raise InvalidField("on", "date_in_future")
    with database.reading() as connection:
        client = PersonId(RecordId(records.resolve(connection, typed.client_id)))
    with act(database, session, "contact_note.edit" if typed.note_id else "contact_note.add") as w:
        note_id = _write_note(w, session, typed, client)
        if typed.task.strip():
            w.create(
                Task(
                    id=record_id(),
                    client_id=client,
                    user_id=session.user,
                    what=typed.task.strip(),
                    due_on=typed.due_on or clock.today(),
                    contact_note_id=note_id,
                )
            )
        form_drafts.drop(w.transaction, FORM, about=typed.key)
    return w.changes


def opened(database: Database, session: Session, note_id: RecordId) -> TypedNote:
    """Return a note to be read and mended, or as it is being mended; logged first.

    Raises:
        NotVisible: It is not this session's to see.
        DiskFull, DiskFailed, StoreReadOnly: It could not be logged: show nothing.
    """
    with database.reading() as connection:
        note = records.get(connection, session, ContactNote, note_id)
        client = records.resolve(connection, note.client_id)
        begun = form_drafts.every(connection, FORM)
        typed = next((one for one in begun if one.note_id == note_id), None)
    reading.opened(database, session, ContactNote, note_id)
    return typed or TypedNote(
        client_id=client,
        note_id=note.id,
        stood=_stood(note),
        channel=note.channel,
        outgoing=note.outgoing,
        who=note.who,
        text=note.text,
        on=clock.local(note.at).date(),
    )


def stands(database: Database, session: Session, note_id: RecordId) -> Stood:
    """Return a note as it stands by now, for who mends it; logged first.

    Raises:
        NotVisible: It is not this session's to see, or it was removed.
        DiskFull, DiskFailed, StoreReadOnly: It could not be logged: show nothing.
    """
    reading.opened(database, session, ContactNote, note_id)
    with database.reading() as connection:
        return _stood(records.get(connection, session, ContactNote, note_id))


def _stood(note: ContactNote) -> Stood:
    return Stood(**{name: getattr(note, name) for name in Stood.__struct_fields__})


def remove(database: Database, session: Session, note_id: RecordId) -> Changes:
    """Remove a note; undo brings it back."""
    with act(database, session, "contact_note.remove") as work:
        work.delete(ContactNote, note_id)
        for typed in form_drafts.every(work.transaction.connection, FORM):
            if typed.note_id == note_id:  # what was being mended in it goes along
                form_drafts.drop(work.transaction, FORM, about=typed.key)
    return work.changes


def _write_note(work: Act, session: Session, typed: TypedNote, client: PersonId) -> RecordId:
    fields = {
        "channel": typed.channel,
        "outgoing": typed.outgoing,
        "who": typed.who.strip(),
        "text": typed.text.strip(),
    }
    if typed.note_id:
        known = records.get(
            work.transaction.connection, session, ContactNote, RecordId(typed.note_id)
        )
        began = typed.stood or _stood(known)
        wanted = {**fields, "at": _moment(began.at, typed.on)}
        shown = msgspec.structs.asdict(began)
        work.edit(ContactNote, known.id, as_shown.own_changes(known, wanted, shown=shown))
        return known.id
    note = ContactNote(
        id=record_id(),
        client_id=client,
        user_id=session.user,
        # The talk was when its first words were typed, not when someone came back to finish.
        at=_moment(clock.instant_from(typed.at) if typed.at else clock.now(), typed.on),
        channel=typed.channel,
        outgoing=typed.outgoing,
        who=typed.who.strip(),
        text=typed.text.strip(),
    )
    return work.create(note)


def _moment(noted_at: datetime, on: date | None) -> datetime:
    """Return when a talk was; of another day than that of the note only the day is known."""
    if on is None or clock.local(noted_at).date() == on:
        return noted_at
    return clocks.start_of(on)


def _whom(connection: Connection, session: Session, client_id: str) -> Iterator[str]:
    """Yield whom one may have spoken, nearest first: who called before comes back."""
    today = clock.today()
    resident = full_name(records.get(connection, session, Person, client_id))
    notes = records.find(connection, session, ContactNote, order="at", client_id=client_id)
    yield from (note.who for note in reversed(notes) if note.who)
    for tie in on_day(records.find(connection, session, Tie, client_id=client_id), today):
        if tie.other_id is None:
            yield from _called(tie.relation, tie.name)
    for attendee in _at_the_table(connection, session, client_id):
        if attendee.name.strip() != resident:  # nobody named is the resident already
            yield from _called(attendee.tie, attendee.name)
    for member, other in households.members(connection, session, client_id):
        if other.id != client_id:
            yield from _called(member.tie, full_name(other))
    known = records.find(connection, session, Representative, person_id=client_id)
    for representative in acting_on(known, today):
        yield from _called("", representative.name or representative.organisation)


def _at_the_table(connection: Connection, session: Session, client_id: str) -> Iterator[Attendee]:
    visits = records.find(connection, session, Visit, order="started_at", client_id=client_id)
    for visit in reversed(visits[-_TABLES:]):
        yield from records.find(connection, session, Attendee, visit_id=visit.id)


def _once(called: Iterable[str]) -> tuple[str, ...]:
    """Return each once: who is known as "dochter Anna" and with a surname as well, is one."""
    found: list[str] = []
    for one in called:
        same = next((n for n, other in enumerate(found) if _same(one, other)), None)
        if same is None:
            found.append(one)
        elif len(one) > len(found[same]):
            found[same] = one
    return _without_short_names(found)


def _without_short_names(found: Sequence[str]) -> tuple[str, ...]:
    """Return them with "huisarts" told in full, at its own place, where there is but one."""
    fuller = {one: _fuller(one, found) for one in found}
    taken = set(fuller.values())
    return tuple(dict.fromkeys(fuller[one] or one for one in found if one not in taken))


def _fuller(one: str, found: Sequence[str]) -> str:
    """Return the only one of ``found`` that has this one word among others, or ""."""
    word = one.casefold()
    meant = [other for other in found if other != one and word in other.casefold().split()]
    return meant[0] if len(meant) == 1 else ""


def _same(one: str, other: str) -> bool:
    short, long = sorted((one.casefold().split(), other.casefold().split()), key=len)
    return long[: len(short)] == short and (len(short) > 1 or len(long) == 1)


def _called(tie: str, name: str) -> Iterator[str]:
    """Yield someone as people say it: "dochter Anna"; the tie comes first, as it is typed.

    A name that says the tie itself needs it no second time: "De buren van nummer 8".
    """
    told = set(tie.casefold().split()) <= set(name.casefold().split())
    said = " ".join(part for part in ("" if told else tie.strip(), name.strip()) if part)
    if said:
        yield said
