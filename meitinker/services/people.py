"""People: adding, finding, moving, merging, and opening a file."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import msgspec

from meitinker import clock
from meitinker.domain import doubles, identity
from meitinker.domain.addresses import Address, AddressUse, address_on
from meitinker.domain.households import HouseholdMember
from meitinker.domain.people import Email, Person, PersonMerge, Phone
from meitinker.domain.representatives import Representative
from meitinker.domain.session import Everywhere
from meitinker.domain.villages import Village, village_at
from meitinker.errors import InvalidField, NotAllowed
from meitinker.ids import PersonId, RecordId, VillageId, record_id
from meitinker.services import form_drafts, households, reading
from meitinker.services.around import Around, around
from meitinker.services.form_drafts import Form, TypedFields
from meitinker.store import blocks, people, records, search, secrecy, timeline
from meitinker.store.acts import act

if TYPE_CHECKING:
    from meitinker.changes import Changes
    from meitinker.domain.session import Session
    from meitinker.store.database import Database
    from meitinker.store.people import PersonEntry
    from meitinker.store.timeline import TimelineRow

PAGE = 100
"""People in one run of the list."""

TIMELINE = 1000
"""Rows of the timeline that come with a file; older ones are read on demand."""

MOVING = Form("moving", TypedFields, about=Person)
DYING = Form("dying", TypedFields, about=Person)


class NewPerson(msgspec.Struct, frozen=True, kw_only=True):
    """What is typed of a new person; all but a name may be empty."""

    given_names: str = ""
    called: str = ""
    prefix: str = ""
    surname: str = ""
    partner_name: str = ""
    born_on: date | None = None
    born_text: str = ""
    street: str = ""
    number: str = ""
    postcode: str = ""
    place: str = ""
    phone: str = ""


class FoundPerson(msgspec.Struct, frozen=True):
    """Someone a search found; ``alike`` when it took what was typed for a typing error."""

    entry: PersonEntry
    alike: bool


class PersonFile(msgspec.Struct, frozen=True, kw_only=True):
    """The file of one person, as of ``today``: everything a screen or letter needs of it."""

    person: Person
    village: Village | None
    addresses: tuple[Address, ...]
    phones: tuple[Phone, ...]
    emails: tuple[Email, ...]
    representatives: tuple[Representative, ...]
    household: tuple[tuple[HouseholdMember, Person], ...]
    merged: tuple[PersonMerge, ...]
    timeline: tuple[TimelineRow, ...]
    around: Around = Around()


def villages(database: Database, session: Session) -> list[Village]:
    """Return the villages of the organisation by name."""
    with database.reading() as connection:
        found = records.find(connection, session, Village)
    return sorted(found, key=lambda v: v.name)


def listed(
    database: Database, session: Session, *, after: RecordId | None = None, most: int = PAGE
) -> list[PersonEntry]:
    """Return a run of the list of people by surname, after the person named."""
    today = clock.today().isoformat()
    with database.reading() as connection:
        start = (people.sort_name(connection, after), str(after)) if after else ("", "")
        return people.page(connection, session, today, after=start, most=most)


def count(database: Database, session: Session) -> int:
    """Return how many people the list has."""
    with database.reading() as connection:
        return people.count(connection, session)


def entry(database: Database, session: Session, person_id: str) -> PersonEntry | None:
    """Return one person as lists show them, or None where that is not this session's to see.

    It is not logged: only for whom the screen shows already.
    """
    today = clock.today().isoformat()
    with database.reading() as connection:
        return next(iter(people.entries(connection, session, today, people=[person_id])), None)


def hits(database: Database, session: Session, text: str, *, most: int = 50) -> list[FoundPerson]:
    """Return the people that ``text`` may mean with why each was found, best first.

    It runs at every key, so it is not logged here: ``reading.searched`` is called by the
    screen once the search has settled.
    """
    today = clock.today().isoformat()
    with database.reading() as connection:
        why = {h.person_id: h.why for h in search.people(connection, session, text, most=most)}
        shown = people.entries(connection, session, today, people=list(why))
    return [FoundPerson(entry, alike=why[entry.person_id] == "alike") for entry in shown]


def found(database: Database, session: Session, text: str, *, most: int = 50) -> list[PersonEntry]:
    """Return the people that ``text`` may mean, best first; see :func:`hits` about the log."""
    return [hit.entry for hit in hits(database, session, text, most=most)]


def likely_doubles(
    database: Database, session: Session, typed: NewPerson
) -> list[tuple[doubles.Likeness, PersonEntry]]:
    """Return who in the file may be the person that is being typed, most alike first.

    It runs at every key, so it is not logged here: ``reading.doubles_shown`` is called by the
    screen once what it shows has rested.
    """
    draft = _draft(typed)
    today = clock.today().isoformat()
    with database.reading() as connection:
        alike = doubles.likenesses(draft, blocks.candidates(connection, session, draft))
        ids = [likeness.person_id for likeness in alike]
        shown = {e.person_id: e for e in people.entries(connection, session, today, people=ids)}
    return [(like, shown[like.person_id]) for like in alike if like.person_id in shown]


def _draft(typed: NewPerson) -> doubles.PersonDraft:
    return doubles.PersonDraft(
        given_names=typed.given_names,
        called=typed.called,
        prefix=typed.prefix,
        surname=typed.surname,
        partner_name=typed.partner_name,
        born_on=typed.born_on,
        born_text=typed.born_text,
        homes=((typed.postcode, typed.number),) if typed.postcode and typed.number else (),
        phones=tuple(filter(None, [identity.phone_digits(typed.phone)])),
    )


def add(
    database: Database, session: Session, typed: NewPerson, *, form: Form[Any] | None = None
) -> Changes:
    """Add a person, with address and phone where typed; the ``form`` they were typed in goes.

    Raises:
        InvalidField: As :func:`drawn_up`.
    """
    drawn = drawn_up(database, session, typed)
    with act(database, session, "person.add") as work:
        for record in drawn:
            work.create(record)
        form_drafts.finish(work.transaction, form)
    return work.changes


def drawn_up(
    database: Database, session: Session, typed: NewPerson
) -> tuple[Person | Address | Phone, ...]:
    """Return a new person and what hangs on them, the person first, for the act that adds them.

    Raises:
        InvalidField: No name at all, or a postcode or phone number that cannot be.
    """
    if not (typed.surname.strip() or typed.given_names.strip() or typed.called.strip()):
        raise InvalidField("surname", "name_missing")
    postcode = identity.checked_postcode(typed.postcode)
    village = _village(database, session, place=typed.place, postcode=postcode)
    person = Person(
        id=record_id(),
        village_id=VillageId(village.id) if village else _only_village(session),
        given_names=typed.given_names.strip(),
        called=typed.called.strip(),
        prefix=typed.prefix.strip(),
        surname=typed.surname.strip(),
        partner_name=typed.partner_name.strip(),
        born_on=typed.born_on,
        born_text=typed.born_text.strip(),
        added_at=clock.now(),
    )
    home = _address(typed, PersonId(person.id), postcode, village)
    digits = identity.checked_phone(typed.phone)
    one = PersonId(person.id)
    phone = Phone(id=record_id(), person_id=one, number=typed.phone, digits=digits)
    return (person, *((home,) if home is not None else ()), *((phone,) if digits else ()))


def opened(database: Database, session: Session, person_id: RecordId) -> PersonFile:
    """Return the file of a person; that it was opened is logged before it is returned.

    Raises:
        NotVisible: It is not this session's to see.
    """
    reading.opened(database, session, Person, person_id)
    return file_of(database, session, person_id)


def file_of(database: Database, session: Session, person_id: RecordId) -> PersonFile:
    """Return the file of a person that is already open (to refresh a screen)."""
    with database.reading() as connection:
        one = PersonId(RecordId(records.resolve(connection, person_id)))
        person = records.get(connection, session, Person, one)
        if secrecy.has_secret_address(connection, one):
            person = msgspec.structs.replace(person, secret_address=True)
        return PersonFile(
            person=person,
            village=_home_village(records.find(connection, session, Village), person),
            addresses=tuple(
                records.find(connection, session, Address, order="valid_from", person_id=one)
            ),
            phones=tuple(records.find(connection, session, Phone, person_id=one)),
            emails=tuple(records.find(connection, session, Email, person_id=one)),
            representatives=tuple(records.find(connection, session, Representative, person_id=one)),
            household=households.members(connection, session, one),
            merged=tuple(
                m
                for m in records.find(connection, session, PersonMerge, into_id=one)
                if m.undone_at is None
            ),
            timeline=tuple(timeline.page(connection, session, one, most=TIMELINE)),
            around=around(connection, session, one),
        )


def add_phone(database: Database, session: Session, person_id: PersonId) -> Changes:
    """Add an empty phone number, to be typed in."""
    with act(database, session, "phone.add") as work:
        work.create(Phone(id=record_id(), person_id=person_id))
    return work.changes


def add_email(database: Database, session: Session, person_id: PersonId) -> Changes:
    """Add an empty e-mail address, to be typed in."""
    with act(database, session, "email.add") as work:
        work.create(Email(id=record_id(), person_id=person_id))
    return work.changes


def add_representative(database: Database, session: Session, person_id: PersonId) -> Changes:
    """Add a representative, to be typed in."""
    with act(database, session, "representative.add") as work:
        work.create(Representative(id=record_id(), person_id=person_id))
    return work.changes


def remove(
    database: Database,
    session: Session,
    record: type[Phone | Email | Address | Representative | HouseholdMember],
    record_id: RecordId,
) -> Changes:
    """Remove something that hangs on a person; undo brings it back."""
    with act(database, session, f"{record.__name__.lower()}.remove") as work:
        work.delete(record, record_id)
    return work.changes


def move(
    database: Database, session: Session, person_id: PersonId, *, to: NewPerson, since: date
) -> Changes:
    """Let a person live elsewhere from ``since``; the former address ends the day before.

    Only the address fields of ``to`` count. The dossier moves to the village that the new
    address means; where it is none of the organisation's, the village is left empty.

    Raises:
        InvalidField: A postcode that cannot be, or no street and no place.
    """
    if not (to.street.strip() or to.place.strip() or to.postcode.strip()):
        raise InvalidField("street", "address_missing")
    postcode = identity.checked_postcode(to.postcode)
    village = _village(database, session, place=to.place, postcode=postcode)
    home = _address(to, person_id, postcode, village, since=since)
    with database.reading() as connection:
        before = address_on(
            records.find(connection, session, Address, person_id=person_id),
            since - timedelta(days=1),
        )
    with act(database, session, "person.move") as work:
        if before is not None:
            work.edit(Address, before.id, {"valid_until": since - timedelta(days=1)})
        if home is not None:
            work.create(home)
        work.edit(Person, person_id, {"village_id": village.id if village else None})
        form_drafts.drop(work.transaction, MOVING, about=person_id)
    return work.changes


def register_death(
    database: Database, session: Session, person_id: PersonId, *, on: date
) -> Changes:
    """Note that a person died; from then on no letter goes to them.

    Raises:
        InvalidField: A date that is still to come.
    """
    if on > clock.today():
        raise InvalidField("deceased_on", "date_in_future")
    with act(database, session, "person.death") as work:
        work.edit(Person, person_id, {"deceased_on": on})
        form_drafts.drop(work.transaction, DYING, about=person_id)
    return work.changes


def set_secret_address(
    database: Database, session: Session, person_id: PersonId, *, secret: bool
) -> Changes:
    """Keep a person's address off every list and letter, or no longer.

    That it is no longer secret goes for every file that was merged into theirs: each could keep
    it so.
    """
    with database.reading() as connection:
        one = records.resolve(connection, person_id)
        merged = records.merged_into(connection, one)
        files = [records.get(connection, session, Person, file) for file in (one, *merged)]
    differing = [file for file in files if file.secret_address and not secret]
    with act(database, session, "person.secret_address") as work:
        for file in files[:1] if secret else differing:
            work.edit(Person, file.id, {"secret_address": secret})
    return work.changes


def reveal_bsn(database: Database, session: Session, person_id: PersonId) -> str:
    """Return a person's BSN; that it was shown is logged first.

    Raises:
        NotAllowed: This role works without the BSN.
    """
    with database.reading() as connection:
        person = records.get(connection, session, Person, person_id)
    if not person.bsn:
        raise NotAllowed("no BSN to show")
    reading.revealed(database, session, Person, person_id, field="bsn")
    return person.bsn


def _village(database: Database, session: Session, *, place: str, postcode: str) -> Village | None:
    return village_at(villages(database, session), place=place, postcode=postcode)


def _only_village(session: Session) -> VillageId | None:
    """Return the one village of a meitinker: a person without an address begins there."""
    if isinstance(session.villages, Everywhere) or len(session.villages) != 1:
        return None
    return next(iter(session.villages))


def _home_village(known: list[Village], person: Person) -> Village | None:
    return next((v for v in known if v.id == person.village_id), None)


def _address(
    typed: NewPerson,
    person_id: PersonId,
    postcode: str,
    village: Village | None,
    *,
    since: date | None = None,
) -> Address | None:
    if not (typed.street.strip() or typed.place.strip() or postcode):
        return None
    return Address(
        id=record_id(),
        person_id=person_id,
        use=AddressUse.HOME,
        street=typed.street.strip(),
        number=typed.number.strip(),
        postcode=postcode,
        place=typed.place.strip(),
        village_id=VillageId(village.id) if village else None,
        valid_from=since,
    )
