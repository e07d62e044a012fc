"""One row of a list of clients: what it says, and what is wrong with it.

A row with a fault is refused whole, so that nobody stands in the store with half a date of birth;
what only wants a look (a number that is none) goes along and is told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain import identity
from meitinker.domain.addresses import Address, AddressUse
from meitinker.domain.kinds import kind_of
from meitinker.domain.people import Email, Person, Phone
from meitinker.domain.records import require_fitting, to_values
from meitinker.domain.villages import village_at
from meitinker.errors import InvalidField
from meitinker.exchange import client_values
from meitinker.exchange.client_columns import ClientField
from meitinker.ids import PersonId, VillageId, record_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date, datetime
    from typing import TypeVar

    from meitinker.domain.villages import Village
    from meitinker.exchange.client_columns import Columns
    from meitinker.exchange.client_values import Name
    from meitinker.exchange.tables import Row

    T = TypeVar("T")

TEST_BSN = "9999"
"""How a BSN begins that is given to nobody: the only ones that the example village takes."""

_FIELD_OF = {
    "surname": ClientField.SURNAME,
    "prefix": ClientField.PREFIX,
    "given_names": ClientField.GIVEN_NAMES,
    "called": ClientField.CALLED,
    "partner_name": ClientField.PARTNER_NAME,
    "born_text": ClientField.BORN,
    "street": ClientField.STREET,
    "number": ClientField.NUMBER,
    "place": ClientField.PLACE,
    "note": ClientField.PHONE,
}
"""In which column a text stood that turned out too long."""


class ClientRowProblem(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong with a row.

    Attributes:
        reason: A code that has words (:mod:`meitinker.services.importing_words`).
        column: Place of the column from 0, or -1 where it is no one column's.
        refuses: Whether the row stays out; else it goes along.
    """

    reason: str
    column: int = -1
    refuses: bool = True


class Client(msgspec.Struct, frozen=True, kw_only=True):
    """A row that was understood: the records that it becomes, the person first."""

    person: Person
    home: Address | None = None
    phones: tuple[Phone, ...] = ()
    emails: tuple[Email, ...] = ()

    @property
    def records(self) -> tuple[Person | Address | Phone | Email, ...]:
        """All that is made of the row."""
        return (self.person, *((self.home,) if self.home else ()), *self.phones, *self.emails)


class ReadRow(msgspec.Struct, frozen=True, kw_only=True):
    """What was made of a row; ``client`` is None where it was refused.

    ``key`` is what the other program calls the client, or "".
    """

    number: int
    key: str
    client: Client | None
    problems: tuple[ClientRowProblem, ...]


class RowContext(msgspec.Struct, frozen=True, kw_only=True):
    """What a row is held against.

    Attributes:
        villages: Those of the organisation.
        within: Ids of the villages that this user works in; None is all of them.
        now: The moment.
        today: The day.
        demo: Whether the store is the example village.
    """

    villages: tuple[Village, ...]
    within: frozenset[VillageId] | None
    now: datetime
    today: date
    demo: bool = False

    @property
    def only_village(self) -> VillageId | None:
        """The one village that this user works in: who has no address begins there."""
        within = self.within or frozenset()
        return next(iter(within)) if len(within) == 1 else None


class RowReader:
    """Reads rows by what their columns are."""

    def __init__(self, columns: Columns, around: RowContext) -> None:
        """Take what the columns are and what the rows are held against."""
        self._around = around
        self._places: dict[ClientField, list[int]] = {}
        for place, field in enumerate(columns):
            if field is not None:
                self._places.setdefault(field, []).append(place)

    def read(self, row: Row) -> ReadRow:
        """Return what a row says and what is wrong with it."""
        return _Reading(row, self._places, self._around).read()


class _Reading:
    """One row while it is read."""

    def __init__(self, row: Row, places: dict[ClientField, list[int]], around: RowContext) -> None:
        self._row = row
        self._places = places
        self._around = around
        self._problems: list[ClientRowProblem] = []

    def read(self) -> ReadRow:
        person = self._person()
        one = PersonId(person.id)
        client = Client(
            person=person, home=self._home(one), phones=self._phones(one), emails=self._emails(one)
        )
        village = client.home.village_id if client.home else self._around.only_village
        client = msgspec.structs.replace(
            client, person=msgspec.structs.replace(person, village_id=village)
        )
        self._require_fitting(client)
        refused = any(problem.refuses for problem in self._problems)
        return ReadRow(
            number=self._row.number,
            key=self._text(ClientField.KEY),
            client=None if refused else client,
            problems=tuple(self._problems),
        )

    def _person(self) -> Person:
        name = self._name()
        called = self._text(ClientField.CALLED)
        if not (name.surname or name.given_names or called):
            self._note("name_missing", ClientField.SURNAME, ClientField.WHOLE_NAME)
        born_on, born_text = self._born()
        return Person(
            id=record_id(),
            given_names=name.given_names,
            prefix=name.prefix,
            surname=name.surname,
            partner_name=self._text(ClientField.PARTNER_NAME),
            called=called,
            address_form=client_values.address_form(self._text(ClientField.ADDRESS_FORM)),
            born_on=born_on,
            born_text=born_text,
            bsn=self._bsn(),
            secret_address=self._secret(),
            deceased_on=self._deceased(),
            added_at=self._around.now,
        )

    def _name(self) -> Name:
        whole = self._text(ClientField.WHOLE_NAME)
        family, given = self._text(ClientField.SURNAME), self._text(ClientField.GIVEN_NAMES)
        if whole and not family:
            name = client_values.whole_name(whole)
            return msgspec.structs.replace(name, given_names=given or name.given_names)
        prefix = self._text(ClientField.PREFIX)
        return client_values.surname(family, prefix=prefix, given_names=given)

    def _born(self) -> tuple[date | None, str]:
        text = self._text(ClientField.BORN)
        half = client_values.half_day(text)
        if half:
            return None, half
        return self._day(text, ClientField.BORN), ""

    def _day(self, text: str, field: ClientField) -> date | None:
        today = self._around.today
        return self._tried(lambda: client_values.day(text, today=today), field)

    def _deceased(self) -> date | None:
        text = self._text(ClientField.DECEASED)
        if text.lower() in {"n", "nee", "no", "0", "false"}:
            return None
        return self._day(text, ClientField.DECEASED)

    def _secret(self) -> bool:
        text = self._text(ClientField.HIDDEN_HOME)
        return bool(self._tried(lambda: client_values.yes(text), ClientField.HIDDEN_HOME))

    def _bsn(self) -> str:
        text = self._text(ClientField.BSN)
        bsn, filled = self._tried(lambda: client_values.bsn(text), ClientField.BSN) or ("", False)
        if filled:
            self._note("bsn_zero", ClientField.BSN, refuses=False)
        if bsn and self._around.demo and not bsn.startswith(TEST_BSN):
            self._note("bsn_real_in_demo", ClientField.BSN)
        return bsn

    def _home(self, person_id: PersonId) -> Address | None:
        street, number = self._text(ClientField.STREET), self._text(ClientField.NUMBER)
        if not street and not number:
            street, number = client_values.street_and_number(
                self._text(ClientField.STREET_AND_NUMBER)
            )
        elif not number:
            street, number = client_values.street_and_number(street)
        additions = self._texts(ClientField.ADDITION)
        number = (
            self._tried(lambda: client_values.house_number(number, additions), ClientField.NUMBER)
            or ""
        )
        postcode = self._tried(
            lambda: identity.checked_postcode(self._text(ClientField.POSTCODE)),
            ClientField.POSTCODE,
        )
        place = self._text(ClientField.PLACE)
        village = self._village(place, postcode)
        if not (street or postcode or place):
            return None
        return Address(
            id=record_id(),
            person_id=person_id,
            use=AddressUse.HOME,
            street=street,
            number=number,
            postcode=postcode or "",
            place=place,
            village_id=village,
        )

    def _village(self, place: str, postcode: str | None) -> VillageId | None:
        """Return the village: without one nobody would have this client in sight."""
        if postcode is None:
            return None  # it is told already that the postcode is wrong
        columns = (ClientField.PLACE, ClientField.POSTCODE)
        if not (place or postcode):
            if self._around.only_village is None:
                self._note("village_missing", *columns)
            return self._around.only_village
        found = village_at(self._around.villages, place=place, postcode=postcode)
        if found is None:
            self._note("village_unknown", *columns)
            return None
        village = VillageId(found.id)
        if self._around.within is not None and village not in self._around.within:
            self._note("village_not_yours", *columns)
        return village

    def _phones(self, person_id: PersonId) -> tuple[Phone, ...]:
        cells = self._texts(ClientField.PHONE)
        found = client_values.phones(cells)
        if any(not one.digits for one in found) or (not found and any(cells)):
            self._note("phone_no_number", ClientField.PHONE, refuses=False)
        return tuple(
            Phone(
                id=record_id(),
                person_id=person_id,
                number=one.number,
                digits=one.digits,
                note=one.note,
            )
            for one in found
        )

    def _emails(self, person_id: PersonId) -> tuple[Email, ...]:
        read = [client_values.emails(text) for text in self._texts(ClientField.EMAIL)]
        for _addresses, is_all in read:
            if not is_all:
                self._note("email_wrong", ClientField.EMAIL, refuses=False)
        found = dict.fromkeys(address for addresses, _ in read for address in addresses)
        return tuple(Email(id=record_id(), person_id=person_id, address=one) for one in found)

    def _require_fitting(self, client: Client) -> None:
        for record in client.records:
            try:
                require_fitting(kind_of(type(record)), to_values(record))
            except InvalidField as error:
                self._note(error.reason, *_columns_of(error.field))

    def _tried(self, work: Callable[[], T], field: ClientField) -> T | None:
        try:
            return work()
        except (InvalidField, client_values.Unclear) as error:
            self._note(error.reason, field)
            return None

    def _note(self, reason: str, *fields: ClientField, refuses: bool = True) -> None:
        """Note a problem with the first of ``fields`` that has a column with something in it."""
        places = [place for field in fields for place in self._places.get(field, ())]
        filled = next((place for place in places if self._cell(place)), None)
        column = filled if filled is not None else next(iter(places), -1)
        self._problems.append(ClientRowProblem(reason=reason, column=column, refuses=refuses))

    def _text(self, field: ClientField) -> str:
        return next(iter(self._texts(field)), "")

    def _texts(self, field: ClientField) -> Sequence[str]:
        cells = (self._cell(place) for place in self._places.get(field, ()))
        return [cell for cell in cells if cell]

    def _cell(self, place: int) -> str:
        cells = self._row.cells
        return cells[place].strip() if place < len(cells) else ""


def _columns_of(field: str) -> Iterable[ClientField]:
    known = _FIELD_OF.get(field)
    return (
        (ClientField.WHOLE_NAME, ClientField.STREET_AND_NUMBER)
        if known is None
        else (
            known,
            ClientField.WHOLE_NAME,
            ClientField.STREET_AND_NUMBER,
        )
    )
