"""The eight people of the example village whose files were written by hand.

The tour, the screenshots and the handbook tell their stories; their ids and names are the
same in every village, whatever the seed.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.agreements import Agreement
from meitinker.domain.households import Household, HouseholdMember
from meitinker.domain.needs import Finding, Need, Outcome, Step
from meitinker.domain.people import AddressForm, Language, Person
from meitinker.domain.plans import HandoverWay
from meitinker.domain.representatives import Representative, RepresentativeKind
from meitinker.domain.villages import Village
from meitinker.domain.visits import Attendee, DomainNote, LifeDomain, Visit, VisitState
from meitinker.exchange import example_source as source
from meitinker.exchange.example_people import Home, Resident, address_at
from meitinker.ids import HouseholdId, NeedId, PersonId, RecordId, VillageId, VisitId

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from meitinker.domain.records import Record
    from meitinker.exchange.example_people import People
    from meitinker.exchange.example_source import Dice
    from meitinker.exchange.example_visits import Visits, Writer


def story_id(key: str) -> PersonId:
    """Return the person id of a story's main person, of ``<key>:spouse`` or ``<key>:double``."""
    return PersonId(source.fixed_id(f"person:{key}"))


SJOUKJE = story_id("sjoukje")
"""Sjoukje de Jong-Wâldsang: a visit of the last working day is still open (the stairs)."""

PYTRIK = story_id("pytrik")
"""Pytrik Hoekstra cares for his wife; his plan still has to be brought."""

FENNE = story_id("fenne")
"""Fenne Bûter: secret address, and an administrator (bewindvoerder) who gets the letters."""

LUKASZ = story_id("lukasz")
"""Łukasz Wiśniewski needs an interpreter; his plan still has to be sent."""

YMKJE = story_id("ymkje")
"""Ymkje Rûchaard: large print, Frisian, two visits after her husband's death."""

KLASKE = story_id("klaske")
"""Klaske Ïnghoarn moved from another village last year."""

LONG_NAME = story_id("long_name")
"""A name of sixty letters, for every place where a name has to fit."""

SIETSKE = story_id("sietske")
"""Sietske Dijkstra, who stands in the file twice."""

SIETSKE_DOUBLE = story_id("sietske:double")
"""The second file: Sytske Dykstra, two digits of the birth date swapped."""


class _Strict(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A misspelt key in the hand-written file fails at once."""


class _NeedStory(_Strict, frozen=True, kw_only=True):
    what: str
    wished_result: str
    domain: LifeDomain
    findings: list[tuple[Step, Outcome, str]]


class _VisitStory(_Strict, frozen=True, kw_only=True):
    """``agreements`` are who, what, and how many days after the visit it is due."""

    days_ago: int
    question: str
    notes: str
    domains: list[tuple[LifeDomain, str]]
    attendees: list[tuple[str, str]]
    needs: list[_NeedStory]
    theme: str = ""
    conclusion: str = ""
    agreements: list[tuple[str, str, int]] = []
    plan: HandoverWay | None = None
    open: bool = False


class _RepresentativeStory(_Strict, frozen=True, kw_only=True):
    kind: RepresentativeKind
    name: str
    organisation: str
    street: str
    number: str
    postcode: str
    place: str
    years_ago: int


class _OtherStory(_Strict, frozen=True, kw_only=True):
    """A spouse or a double: what differs from the main person."""

    given_names: str
    surname: str
    born: date
    partner_name: str = ""
    address_form: AddressForm | None = None


class _Story(_Strict, frozen=True, kw_only=True):
    key: str
    village: str
    given_names: str
    called: str
    prefix: str
    surname: str
    partner_name: str
    address_form: AddressForm
    born: date
    language: Language
    street: str
    number: str
    letters: str
    phone_note: str
    household: str
    visits: list[_VisitStory]
    large_print: bool = False
    interpreter: str = ""
    secret: bool = False
    safety_note: str = ""
    moved_from: str = ""
    representative: _RepresentativeStory | None = None
    spouse: _OtherStory | None = None
    double: _OtherStory | None = None


@cache
def _stories() -> tuple[_Story, ...]:
    return tuple(msgspec.json.decode(source.demo_file("stories"), type=list[_Story]))


class Stories:
    """Tells the eight stories as records."""

    def __init__(self, dice: Dice, writer: Writer, villages: Mapping[str, Village]) -> None:
        """Take who writes, and the villages by Frisian name."""
        self._dice = dice
        self._writer = writer
        self._villages = villages

    def tell(self, people: People, visits: Visits) -> Iterator[Record]:
        """Yield all records of the eight; phones and plan numbers come from the others' runs."""
        for story in _stories():
            yield from self._person(story, people)
            for told in story.visits:
                yield from self._visit(story, told, visits)

    def _person(self, story: _Story, people: People) -> Iterator[Record]:
        village = self._villages[story.village]
        person = self._main_person(story, village)
        moved = self._dice.today - timedelta(days=120) if story.moved_from else None
        yield person
        yield people.phone(person, village, note=story.phone_note)
        yield from self._homes(story, PersonId(person.id), moved)
        if story.spouse:
            spouse = self._variant(person, story.spouse, story_id(f"{story.key}:spouse"))
            yield spouse
            yield from self._homes(story, PersonId(spouse.id), moved)
            yield from self._household(story, village, [person, spouse])
        else:
            yield from self._household(story, village, [person])
        if story.double:
            double = self._variant(person, story.double, story_id(f"{story.key}:double"))
            yield double
            yield from self._homes(story, PersonId(double.id), moved)
        if story.representative:
            yield self._representative(story.representative, PersonId(person.id))

    def _main_person(self, story: _Story, village: Village) -> Person:
        first = max(visit.days_ago for visit in story.visits)
        added = self._dice.today - timedelta(days=first + 1)
        return Person(
            id=RecordId(story_id(story.key)),
            village_id=VillageId(village.id),
            given_names=story.given_names,
            called=story.called,
            prefix=story.prefix,
            surname=story.surname,
            partner_name=story.partner_name,
            address_form=story.address_form,
            born_on=story.born,
            language=story.language,
            interpreter=story.interpreter,
            large_print=story.large_print,
            secret_address=story.secret,
            safety_note=story.safety_note,
            added_at=source.instant(added, 9),
        )

    def _variant(self, person: Person, other: _OtherStory, who: PersonId) -> Person:
        return msgspec.structs.replace(
            person,
            id=who,
            given_names=other.given_names,
            called=other.given_names,
            surname=other.surname,
            partner_name=other.partner_name,
            born_on=other.born,
            address_form=other.address_form or person.address_form,
        )

    def _homes(self, story: _Story, who: PersonId, moved: date | None) -> Iterator[Record]:
        village = self._villages[story.village]
        home = Home(
            village=village,
            street=story.street,
            number=story.number,
            postcode=f"{village.postcodes.split()[0]} {story.letters}",
            since=moved,
        )
        now = address_at(home, who, record_id=source.fixed_id(f"address:{who}"))
        yield now
        if moved:
            left = self._villages[story.moved_from]
            yield msgspec.structs.replace(
                now,
                id=source.fixed_id(f"former address:{who}"),
                street="Tsjerkebuorren",
                postcode=f"{left.postcodes.split()[0]} {story.letters}",
                place=left.dutch_name,
                village_id=VillageId(left.id),
                valid_from=None,
                valid_until=moved - timedelta(days=1),
            )

    def _household(
        self, story: _Story, village: Village, members: list[Person]
    ) -> Iterator[Record]:
        household = Household(
            id=source.fixed_id(f"household:{story.key}"),
            village_id=VillageId(village.id),
            note=story.household,
        )
        yield household
        alone = len(members) == 1
        for person in members:
            tie = "echtgenote" if person.address_form is AddressForm.MEVROUW else "echtgenoot"
            yield HouseholdMember(
                id=source.fixed_id(f"household member:{person.id}"),
                household_id=HouseholdId(household.id),
                person_id=PersonId(person.id),
                tie="" if alone else tie,
            )

    def _representative(self, told: _RepresentativeStory, who: PersonId) -> Representative:
        return Representative(
            id=source.fixed_id(f"representative:{who}"),
            person_id=who,
            kind=told.kind,
            name=told.name,
            organisation=told.organisation,
            street=told.street,
            number=told.number,
            postcode=told.postcode,
            place=told.place,
            valid_from=self._dice.today - timedelta(days=365 * told.years_ago),
        )

    def _visit(self, story: _Story, told: _VisitStory, visits: Visits) -> Iterator[Record]:
        day = source.working_day(self._dice.today - timedelta(days=told.days_ago))
        visit = Visit(
            id=source.fixed_id(f"visit:{story.key}:{told.days_ago}"),
            client_id=story_id(story.key),
            device_id=self._writer.device_id,
            user_id=self._writer.user_id,
            state=VisitState.OPEN if told.open else VisitState.CONCLUDED,
            visited_on=day,
            started_at=source.instant(day, 13, minute=5),
            concluded_at=None if told.open else source.instant(day, 14, minute=20),
            question=told.question,
            notes=told.notes,
            conclusion=told.conclusion,
        )
        yield visit
        yield from self._said(told, visit)
        for position, need in enumerate(told.needs):
            yield from self._need(need, visit, position=position)
        yield from self._agreements(told, visit, day)
        if told.plan:
            resident = Resident(
                person=self._main_person(story, self._villages[story.village]),
                village=self._villages[story.village],
                age=self._dice.today.year - story.born.year,
                couple=story.spouse is not None,
            )
            at_once = day if told.plan is HandoverWay.AT_THE_TABLE else None
            yield from visits.plan(visit, resident, way=told.plan, handed_over_on=at_once)

    def _said(self, told: _VisitStory, visit: Visit) -> Iterator[Record]:
        for name, tie in told.attendees:
            yield Attendee(
                id=source.fixed_id(f"attendee:{visit.id}:{name}"),
                visit_id=VisitId(visit.id),
                client_id=visit.client_id,
                name=name,
                tie=tie,
            )
        for domain, note in told.domains:
            yield DomainNote(
                id=source.fixed_id(f"note:{visit.id}:{domain}"),
                visit_id=VisitId(visit.id),
                client_id=visit.client_id,
                domain=domain,
                note=note,
            )

    def _need(self, told: _NeedStory, visit: Visit, *, position: int) -> Iterator[Record]:
        need = Need(
            id=source.fixed_id(f"need:{visit.id}:{position}"),
            visit_id=VisitId(visit.id),
            client_id=visit.client_id,
            what=told.what,
            wished_result=told.wished_result,
            domain=told.domain,
            position=position,
        )
        yield need
        for step, outcome, reason in told.findings:
            yield Finding(
                id=source.fixed_id(f"finding:{need.id}:{step}"),
                need_id=NeedId(need.id),
                visit_id=VisitId(visit.id),
                client_id=visit.client_id,
                step=step,
                outcome=outcome,
                reason=reason,
            )

    def _agreements(self, told: _VisitStory, visit: Visit, day: date) -> Iterator[Record]:
        for position, (who, what, days) in enumerate(told.agreements):
            yield Agreement(
                id=source.fixed_id(f"agreement:{visit.id}:{position}"),
                visit_id=VisitId(visit.id),
                client_id=visit.client_id,
                who=who,
                what=what,
                due_on=day + timedelta(days=days),
                position=position,
            )
