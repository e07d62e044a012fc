"""The people of the example village: names, ages, homes, phones, households."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import accumulate, count
from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.addresses import Address
from meitinker.domain.doubles import plain
from meitinker.domain.households import Household, HouseholdMember
from meitinker.domain.people import (
    AddressForm,
    ContactWay,
    Email,
    IdentityDocument,
    Language,
    Person,
    Phone,
)
from meitinker.domain.representatives import Representative, RepresentativeKind
from meitinker.exchange import example_source as source
from meitinker.ids import HouseholdId, PersonId, VillageId

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from meitinker.domain.records import Record
    from meitinker.domain.villages import Village
    from meitinker.exchange.example_source import Dice
    from meitinker.ids import RecordId

_AREA_CODES = {"058": range(9003, 9011), "0515": range(8640, 8650)}
_AREA_CODE_ELSE = "0566"
# A local number never begins with 0: that digit dials out of the area. So these numbers have
# the right form, pass every check, and ring with nobody. No range is kept for fiction here.
_LOCAL_BEGINS = "0"

_FORMS = (AddressForm.MEVROUW, AddressForm.MEVROUW, AddressForm.MEVROUW, AddressForm.MENEER)
"""Women live longer, and ask sooner: about 60 % of the files once couples are counted."""

_STRANGERS = (
    RepresentativeKind.BEWINDVOERDER,
    RepresentativeKind.MENTOR,
    RepresentativeKind.CURATOR,
    RepresentativeKind.GEMACHTIGDE,
)
"""Who acts from an address and with a name of their own: no partner, no relative."""


class Resident(msgspec.Struct, frozen=True, kw_only=True):
    """A person with what the generator of visits has to know besides."""

    person: Person
    village: Village
    age: int
    couple: bool


class Home(msgspec.Struct, frozen=True, kw_only=True):
    """Where a household lives; ``since`` None means as long as anyone knows."""

    village: Village
    street: str
    number: str
    postcode: str
    since: date | None


class People:
    """Draws households one by one."""

    def __init__(self, dice: Dice, villages: Sequence[Village], sizes: Sequence[int]) -> None:
        """Take the villages and how many people live in each."""
        self.dice = dice
        self._villages = villages
        self._by_size = list(accumulate(sizes))
        self._surnames = source.names().surnames
        self._by_surname = source.zipf(len(self._surnames), flat=10)
        self._bsns = source.test_bsns()
        self._numbers = count(1)

    def household(self, most: int) -> tuple[list[Resident], list[Record]]:
        """Return the people of one household, at most ``most``, and all their records.

        Records stand after those that they refer to.
        """
        home = self._home(self._village())
        age = self._age()
        together = most > 1 and self.dice.chance() < (0.45 if 30 < age < 85 else 0.12)
        first = self._resident(home, age, couple=together, form=self.dice.one_of(_FORMS))
        residents = [first]
        if together:
            residents.append(self._partner_of(first, home))
        records = [r for resident in residents for r in self._around(resident, home)]
        if together:
            records.extend(self._living_together(residents, home))
        return residents, records

    def double_of(self, resident: Resident, records: Sequence[Record]) -> list[Record]:
        """Return a second file of the same person, as a colleague in haste would make it."""
        original = resident.person
        day = self.dice.days_ago(1, 200)
        born = original.born_on
        if born and born.day <= 12 and self.dice.chance() < 0.4:
            born = date(born.year, born.day, born.month)
        double = msgspec.structs.replace(
            original,
            id=self.dice.id_on(day),
            given_names=original.called,
            surname=_misspelt(original.surname),
            born_on=born,
            bsn="",
            identity_document=IdentityDocument.NOT_SEEN,
            identity_seen_on=None,
            added_at=source.instant(day, 9),
        )
        who = PersonId(double.id)
        copies = (
            msgspec.structs.replace(r, id=self.dice.id_on(day), person_id=who)
            for r in records
            if isinstance(r, Phone | Address) and r.person_id == original.id
        )
        return [double, *copies]

    def phone(self, person: Person, village: Village, *, note: str = "") -> Phone:
        """Return a phone number of the right form that rings with nobody."""
        area = _area_code(village)
        length = 10 - len(area) - len(_LOCAL_BEGINS)
        local = _LOCAL_BEGINS + f"{next(self._numbers) * 7919 % 10**length:0{length}d}"
        return Phone(
            id=self.dice.id_on(self.dice.today - timedelta(days=400)),
            person_id=PersonId(person.id),
            number=f"{area}-{local[:2]} {local[2:4]} {local[4:]}",
            digits=f"+31{area[1:]}{local}",
            note=note,
        )

    def _village(self) -> Village:
        return self.dice.weighted(self._villages, self._by_size)

    def _home(self, village: Village) -> Home:
        dice = self.dice
        suffix = "A" if dice.chance() < 0.06 else ""
        letters = "".join(dice.one_of("ABCDEGHJKLMNPRTVWXZ") for _ in range(2))
        letters = "XA" if letters in {"SA", "SD", "SS"} else letters
        return Home(
            village=village,
            street=dice.one_of(source.names().streets),
            number=f"{int(dice.pareto(0.7)) % 150 + 1}{suffix}",
            postcode=f"{village.postcodes.split()[0]} {letters}",
            since=dice.days_ago(300, 15_000) if dice.chance() < 0.7 else None,
        )

    def _age(self) -> int:
        turn = self.dice.chance()
        if turn < 0.68:
            # The sum of two throws: most around 78, few above 95.
            return 65 + self.dice.between(0, 16) + self.dice.between(0, 17)
        return self.dice.between(40, 64) if turn < 0.90 else self.dice.between(19, 39)

    def _resident(self, home: Home, age: int, *, couple: bool, form: AddressForm) -> Resident:
        dice = self.dice
        added = dice.days_ago(2, 2_200)
        born = _years_before(dice.today, age) - timedelta(days=dice.between(0, 360))
        given, prefix, surname, interpreter = self._name(born.year, form)
        bsn = next(self._bsns, "") if dice.chance() < 0.4 else ""
        person = Person(
            id=dice.id_on(added),
            village_id=VillageId(home.village.id),
            given_names=given,
            called=given.split()[0],
            prefix=prefix,
            surname=surname,
            address_form=form,
            born_on=born,
            bsn=bsn,
            identity_document=IdentityDocument.IDENTITY_CARD if bsn else IdentityDocument.NOT_SEEN,
            identity_seen_on=added if bsn else None,
            interpreter=interpreter,
            added_at=source.instant(added, 10),
        )
        person = msgspec.structs.replace(person, **self._wishes(person, age))
        return Resident(person=person, village=home.village, age=age, couple=couple)

    def _name(self, year: int, form: AddressForm) -> tuple[str, str, str, str]:
        dice, names = self.dice, source.names()
        if year > 1950 and dice.chance() < 0.06:
            group = dice.one_of(names.newcomers)
            full = group.mevrouw if form is AddressForm.MEVROUW else group.meneer
            given, surname = dice.one_of(full).split(" ", 1)
            return given, "", surname, group.language if dice.chance() < 0.6 else ""
        cohort = next(c for c in names.given if year <= c.until)
        options = cohort.names(form)
        given = dice.weighted(options, source.zipf(len(options)))
        if dice.chance() < 0.35:
            given = f"{given} {dice.one_of(names.second)}"
        prefix, surname = dice.weighted(self._surnames, self._by_surname)
        return given, prefix, surname, ""

    def _wishes(self, person: Person, age: int) -> dict[str, object]:
        dice, said = self.dice, source.situations()
        wishes: dict[str, object] = {}
        if not person.interpreter and dice.chance() < 0.45:
            wishes["language"] = Language.FRISIAN
        if age > 75 and dice.chance() < 0.2:
            wishes["large_print"] = True
        if dice.chance() < 0.25:
            wishes["contact_way"] = ContactWay.PHONE
            note = dice.one_of(said.contact_note)
            wishes["contact_note"] = note.replace("{naaste}", dice.one_of(said.relative))
        if dice.chance() < 0.01:
            wishes["secret_address"] = True
            wishes["safety_note"] = dice.one_of(said.safety_note)
        if age > 74 and dice.chance() < 0.05:
            wishes["deceased_on"] = dice.days_ago(10, 700)
        if age > 88 and dice.chance() < 0.05 and person.born_on:
            wishes |= {"born_on": None, "born_text": str(person.born_on.year)}
        return wishes

    def _partner_of(self, first: Resident, home: Home) -> Resident:
        forms = {AddressForm.MEVROUW: AddressForm.MENEER, AddressForm.MENEER: AddressForm.MEVROUW}
        form = forms[first.person.address_form]
        age = max(19, first.age + self.dice.between(-4, 4))
        partner = self._resident(home, age, couple=True, form=form)
        own = " ".join(p for p in (partner.person.prefix, partner.person.surname) if p)
        alike = partner.person.surname == first.person.surname or first.person.interpreter
        if form is AddressForm.MEVROUW and age > 45 and not alike:
            # Older wives bear their husband's name before their own.
            married = msgspec.structs.replace(
                partner.person,
                prefix=first.person.prefix,
                surname=first.person.surname,
                partner_name=own,
            )
            return msgspec.structs.replace(partner, person=married)
        return partner

    def _around(self, resident: Resident, home: Home) -> Iterator[Record]:
        dice, person = self.dice, resident.person
        who = PersonId(person.id)
        yield person
        if dice.chance() < 0.92:
            yield self.phone(person, home.village)
        if resident.age < 80 and dice.chance() < 0.3:
            yield _email(person, dice.id_on(dice.today - timedelta(days=400)))
        yield address_at(home, who, record_id=dice.id_on(dice.today - timedelta(days=400)))
        if home.since and dice.chance() < 0.18:
            yield self._former_address(who, home.since)
        if dice.chance() < 0.03:
            yield self._representative(who, home.village)

    def _former_address(self, who: PersonId, moved: date) -> Address:
        left = self._home(self._village())
        return Address(
            id=self.dice.id_on(moved),
            person_id=who,
            street=left.street,
            number=left.number,
            postcode=left.postcode,
            place=left.village.dutch_name,
            village_id=VillageId(left.village.id),
            valid_until=moved - timedelta(days=1),
        )

    def _representative(self, who: PersonId, village: Village) -> Representative:
        dice = self.dice
        prefix, surname = dice.weighted(self._surnames, self._by_surname)
        since = dice.days_ago(100, 2_000)
        return Representative(
            id=dice.id_on(since),
            person_id=who,
            kind=dice.one_of(_STRANGERS),
            name=" ".join(p for p in (dice.one_of("ABGHJKMPST") + ".", prefix, surname) if p),
            street=dice.one_of(source.names().streets),
            number=str(dice.between(1, 90)),
            postcode=f"{village.postcodes.split()[0]} XX",
            place=village.name,
            valid_from=since,
        )

    def _living_together(self, residents: Sequence[Resident], home: Home) -> Iterator[Record]:
        dice, day = self.dice, residents[0].person.added_at or source.instant(self.dice.today, 9)
        household = Household(
            id=dice.id_on(day.date()),
            village_id=VillageId(home.village.id),
            note=dice.one_of(source.situations().household_note),
        )
        yield household
        for resident in residents:
            yield HouseholdMember(
                id=dice.id_on(day.date()),
                household_id=HouseholdId(household.id),
                person_id=PersonId(resident.person.id),
                tie="echtgenote" if resident.person.address_form is _FORMS[0] else "echtgenoot",
                since=home.since,
            )


def address_at(home: Home, who: PersonId, *, record_id: RecordId) -> Address:
    """Return ``home`` as the present address of a person."""
    return Address(
        id=record_id,
        person_id=who,
        street=home.street,
        number=home.number,
        postcode=home.postcode,
        place=home.village.name,
        village_id=VillageId(home.village.id),
        valid_from=home.since,
    )


def _email(person: Person, record_id: RecordId) -> Email:
    """Return an address under the domain that is kept for examples (RFC 2606)."""
    name = re.sub(r"[^a-z]", "", plain(f"{person.called}{person.surname}"))
    return Email(id=record_id, person_id=PersonId(person.id), address=f"{name}@inwoner.example")


def _area_code(village: Village) -> str:
    digits = int(village.postcodes.split()[0])
    return next((code for code, held in _AREA_CODES.items() if digits in held), _AREA_CODE_ELSE)


def _years_before(day: date, years: int) -> date:
    # 29 February has no birthday in most years.
    return day.replace(year=day.year - years, day=min(day.day, 28))


def _misspelt(surname: str) -> str:
    for right, wrong in (("ij", "y"), ("z", "s"), ("ck", "k"), ("oe", "û"), ("sk", "sch")):
        if right in surname:
            return surname.replace(right, wrong)
    return surname
