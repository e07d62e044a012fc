"""What people do on their laptops: random, by seed, through the services that the screens use."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from meitinker import clock
from meitinker.domain.agreements import Agreement
from meitinker.domain.people import Email, Person, PersonMerge, Phone
from meitinker.domain.visits import Attendee, Visit, VisitState
from meitinker.errors import RuleError
from meitinker.ids import PersonId, RecordId, VisitId, record_id
from meitinker.services import editing, merging, people, undo, visits
from meitinker.services.people import NewPerson
from meitinker.store import records
from meitinker.store.acts import act
from tests.sync.world import VILLAGES

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from meitinker.domain.records import Record
    from meitinker.store.database import Database
    from tests.sync.world import Replica

_NAMES = ("Jong", "Boer", "Wâldsang", "Hoekstra", "Dykstra", "Visser")
_WORDS = ("belt liever niet", "na zes uur", "via dochter", "trap is steil", "")


class Deeds:
    """One random deed after another on one laptop."""

    def __init__(self, replica: Replica, chance: random.Random) -> None:
        """Begin with nothing done."""
        self.replica = replica
        self.session = replica.store.session
        self.chance = chance

    @property
    def database(self) -> Database:
        """The store as it is open now."""
        return self.replica.database

    def one(self) -> None:
        """Do one thing; what a rule forbids is left undone, as on the screen."""
        deed = self.chance.choices(list(_DEEDS), weights=list(_DEEDS.values()))[0]
        with self.replica.awake(), suppress(RuleError):
            deed(self)

    def some(self, record: type[records.R]) -> records.R:
        """Return any record of a type that is there, or give up this deed."""
        with self.database.reading() as connection:
            found = records.find(connection, self.session, record)
        if not found:
            raise RuleError
        return self.chance.choice(found)

    def add_person(self) -> None:
        """Add a person with address and phone."""
        typed = NewPerson(
            surname=self.chance.choice(_NAMES),
            street="De Buorren",
            number=str(self.chance.randrange(90)),
            place=self.chance.choice(VILLAGES),
            phone="06-12345678",
        )
        people.add(self.database, self.session, typed)

    def edit_person(self) -> None:
        """Change one to three fields in one act."""
        person = self.some(Person)
        fields = {
            "given_names": self.chance.choice(("Anna", "Baukje", "Corrie")),
            "surname": self.chance.choice(_NAMES),
            "contact_note": self.chance.choice(_WORDS),
            "interpreter": self.chance.choice(_WORDS),
            "large_print": self.chance.random() < 0.5,
        }
        chosen = self.chance.sample(sorted(fields), self.chance.randint(1, 3))
        with act(self.database, self.session, "person.edit") as work:
            work.edit(Person, person.id, {name: fields[name] for name in chosen})

    def type_person(self) -> None:
        """Type in a field; the draft stays open."""
        person = self.some(Person)
        field = self.chance.choice(("safety_note", "contact_note", "called"))
        editing.save(
            self.database,
            self.session,
            kind="person",
            record_id=person.id,
            fields={field: self.chance.choice(_WORDS)},
        )

    def edit_phone(self) -> None:
        """Change a phone number."""
        number = f"06-{self.chance.randrange(10_000_000, 99_999_999)}"
        phone, fields = self.some(Phone).id, {"number": number}
        editing.save(self.database, self.session, kind="phone", record_id=phone, fields=fields)

    def add_phone(self) -> None:
        """Add a phone."""
        people.add_phone(self.database, self.session, PersonId(self.some(Person).id))

    def remove_phone(self) -> None:
        """Remove a phone."""
        people.remove(self.database, self.session, Phone, self.some(Phone).id)

    def remove_person(self) -> None:
        """Remove a person's row: harder than any screen does."""
        person = self.some(Person)
        with act(self.database, self.session, "person.remove") as work:
            work.delete(Person, person.id)

    def restore(self) -> None:
        """Bring back something that was removed."""
        gone = sorted(
            (one, row["kind"]) for one, row in self.replica.table().items() if row["deleted"]
        )
        kinds: dict[str, type[Record]] = {"person": Person, "phone": Phone, "email": Email}
        found = [(kinds[kind], RecordId(one)) for one, kind in gone if kind in kinds]
        if found:
            record, one = self.chance.choice(found)
            with act(self.database, self.session, "restore") as work:
                work.restore(record, one)

    def move(self) -> None:
        """Let a person live in another village."""
        to = NewPerson(street="Nijdjip", number="3", place=self.chance.choice(VILLAGES))
        since = clock.today() - timedelta(days=self.chance.randrange(30))
        person = PersonId(self.some(Person).id)
        people.move(self.database, self.session, person, to=to, since=since)

    def merge(self) -> None:
        """Make two files one."""
        merging.merge(
            self.database,
            self.session,
            from_id=PersonId(self.some(Person).id),
            into_id=PersonId(self.some(Person).id),
        )

    def unmerge(self) -> None:
        """Take two files apart."""
        merging.unmerge(self.database, self.session, self.some(PersonMerge).id)

    def begin_visit(self) -> None:
        """Begin a visit."""
        visit = Visit(
            id=record_id(),
            client_id=PersonId(self.some(Person).id),
            device_id=self.session.device,
            user_id=self.session.user,
        )
        with act(self.database, self.session, "visit.begin") as work:
            work.create(visit)

    def write_visit(self) -> None:
        """Write in a visit, add someone, conclude or remove a part."""
        visit = VisitId(self.some(Visit).id)
        way = self.chance.randrange(8)
        if way == 0:
            visits.conclude(self.database, self.session, visit)
        elif way < 3:
            visits.add_attendee(self.database, self.session, visit, name="Buurvrouw")
        elif way < 5:
            visits.add_agreement(self.database, self.session, visit)
        elif way == 5:
            attendee = self.some(Attendee)
            visits.remove(self.database, self.session, Attendee, attendee.id)
        else:
            with act(self.database, self.session, "visit.write") as work:
                work.edit(Visit, visit, {"notes": self.chance.choice(_WORDS)})

    def trespass(self) -> None:
        """Write in any visit without asking whose it is, as an old program might."""
        visit, part = self.some(Visit), self.some(Agreement)
        with act(self.database, self.session, "trespass") as work:
            if visit.state is VisitState.OPEN:
                work.edit(Visit, visit.id, {"question": self.chance.choice(_WORDS)})
            work.edit(Agreement, part.id, {"what": self.chance.choice(_WORDS)})

    def take_over(self) -> None:
        """Become the writer of a visit."""
        with act(self.database, self.session, "visit.take_over", undoable=False) as work:
            fields = {"device_id": self.session.device}
            work.edit(Visit, self.some(Visit).id, fields, operation="take_over")

    def undo(self) -> None:
        """Take back the last act."""
        undo.undo(self.database, self.session)

    def redo(self) -> None:
        """Do it again."""
        undo.redo(self.database, self.session)


_DEEDS: dict[Callable[[Deeds], None], int] = {
    Deeds.add_person: 4,
    Deeds.edit_person: 14,
    Deeds.type_person: 8,
    Deeds.edit_phone: 7,
    Deeds.add_phone: 3,
    Deeds.remove_phone: 3,
    Deeds.remove_person: 2,
    Deeds.restore: 3,
    Deeds.move: 4,
    Deeds.merge: 5,
    Deeds.unmerge: 3,
    Deeds.begin_visit: 3,
    Deeds.write_visit: 7,
    Deeds.trespass: 2,
    Deeds.take_over: 2,
    Deeds.undo: 9,
    Deeds.redo: 4,
}
