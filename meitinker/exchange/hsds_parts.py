"""What belongs to services, places and providers of another program, as records of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from meitinker.domain.kinds import kind_of
from meitinker.domain.map_places import MapContact, MapPhone
from meitinker.domain.map_services import EVERY_VILLAGE, CostOption, Reach, ServiceArea
from meitinker.domain.opening_hours import Recurrence, Schedule, check_hours
from meitinker.domain.records import Record
from meitinker.domain.villages import folded
from meitinker.errors import InvalidField
from meitinker.exchange.client_values import phones as phones_in
from meitinker.exchange.hsds_checking import BETWEEN_EMAILS
from meitinker.exchange.hsds_rows import CLOSED
from meitinker.exchange.hsds_source import Problem
from meitinker.ids import MunicipalityId, RecordId, VillageId, record_id

if TYPE_CHECKING:
    from meitinker.domain.villages import Village
    from meitinker.exchange.hsds_source import SourceRow

R = TypeVar("R", bound=Record)

CUT = " […]"
_SOUP = re.compile(r"[/;|\n,]|\bof\b|\ben\b|\bor\b", re.IGNORECASE)
_MIDNIGHT = "00:00"
_MOST_INTERVAL = 52
_REGIONS = frozenset({"fryslan", "friesland", "provincie fryslan", "provincie friesland"})
_COUNTRIES = frozenset({"nederland", "netherlands", "nl", "heel nederland", "landelijk"})
_OF_MUNICIPALITY = "gemeente "
_FEWEST_DIGITS = 3
"""Of a number that can be called: *112*, but not a lonely *06*."""

_CENTS = 100
_MOST_CENTS = 10**9


class Notes:
    """Collects what is to be told of the rows of one table after another."""

    def __init__(self) -> None:
        """Begin with nothing to tell."""
        self.problems: list[Problem] = []

    def tell(self, table: str, row: SourceRow, column: str, reason: str) -> None:
        """Note something of a row."""
        self.problems.append(Problem(table, row.number, column, reason))

    def made(self, record: R, table: str, row: SourceRow) -> R:
        """Return a record of which every text fits its field; what was too long is told."""
        short: dict[str, str] = {}
        for name, most in _texts(type(record)):
            value = getattr(record, name)
            if len(value) > most:
                short[name] = value[: most - len(CUT)] + CUT
                self.tell(table, row, name, "text_cut")
        return msgspec.structs.replace(record, **short) if short else record


@cache
def _texts(record: type[Record]) -> tuple[tuple[str, int], ...]:
    """Return the fields of a kind that hold a text of somebody, and how long it may be."""
    fields = kind_of(record).fields.values()
    return tuple((one.name, one.most) for one in fields if one.type is str)


class PartOwner(msgspec.Struct, frozen=True, kw_only=True):
    """To what a contact, a number or hours belong, by ids of ours."""

    provider_id: RecordId | None = None
    service_id: RecordId | None = None
    location_id: RecordId | None = None
    at_location_id: RecordId | None = None


class Areas:
    """Knows the villages and municipalities of the organisation by what they are called."""

    def __init__(self, villages: tuple[Village, ...], municipalities: Mapping[str, str]) -> None:
        """Take the villages, and the names of municipalities by their ids."""
        self._villages = {folded(name): one.id for one in villages for name in one.names}
        self._municipalities = {folded(name): one for one, name in municipalities.items()}

    def of(self, row: SourceRow, service_id: RecordId, notes: Notes) -> ServiceArea | None:
        """Return the area of a row; a name that nobody here knows is an area elsewhere.

        What was elsewhere for who wrote the file may be here: its name says which it is.
        """
        cells = row.cells
        name = str(cells.get("name") or cells.get("extent") or cells.get("description") or "")
        told = str(cells.get("extent_type", ""))
        reach = Reach(told) if told in set(Reach) else None
        by_name = reach is None or reach is Reach.ELSEWHERE
        area = ServiceArea(id=record_id(), service_id=service_id, reach=Reach.ELSEWHERE, name=name)
        if reach in EVERY_VILLAGE:
            return notes.made(msgspec.structs.replace(area, reach=reach), "service_area", row)
        bare = folded(name).removeprefix(_OF_MUNICIPALITY).strip()
        village, municipality = self._villages.get(bare), self._municipalities.get(bare)
        whole = folded(name).startswith(_OF_MUNICIPALITY)
        if village and (reach is Reach.VILLAGE or (by_name and not whole)):
            return msgspec.structs.replace(
                area, reach=Reach.VILLAGE, village_id=VillageId(village), name=""
            )
        if municipality and (reach is Reach.MUNICIPALITY or by_name):
            return msgspec.structs.replace(
                area,
                reach=Reach.MUNICIPALITY,
                municipality_id=MunicipalityId(RecordId(municipality)),
                name="",
            )
        if reach is Reach.ELSEWHERE:
            return notes.made(area, "service_area", row)
        if not name:
            notes.tell("service_area", row, "name", "area_empty")
            return None
        if reach is Reach.MUNICIPALITY and not whole:
            # whoever reads it from here does not take it for a village of that name
            area = msgspec.structs.replace(area, name=f"{_OF_MUNICIPALITY}{name}")
        return self._named(area, bare, row, notes)

    def _named(self, area: ServiceArea, bare: str, row: SourceRow, notes: Notes) -> ServiceArea:
        if bare in _REGIONS or bare in _COUNTRIES:
            reach = Reach.REGION if bare in _REGIONS else Reach.COUNTRY
            return msgspec.structs.replace(area, reach=reach)
        notes.tell("service_area", row, "name", "area_elsewhere")
        return notes.made(area, "service_area", row)


def price(row: SourceRow, service_id: RecordId, notes: Notes) -> CostOption:
    """Return the price of a row; what costs less than nothing has no amount."""
    cells = row.cells
    amount = cells.get("amount")
    cents = None if amount is None else round(amount * _CENTS)
    if cents is not None and not 0 <= cents <= _MOST_CENTS:
        notes.tell("cost_option", row, "amount", "amount_wrong")
        cents = None
    first, last = day(cells.get("valid_from")), day(cells.get("valid_to"))
    if first and last and last < first:
        notes.tell("cost_option", row, "valid_to", "ends_before_begins")
        last = None
    made = CostOption(
        id=record_id(),
        service_id=service_id,
        option=cells.get("option", ""),
        amount=cents,
        currency=cells.get("currency", "EUR"),
        amount_description=cells.get("amount_description", ""),
        valid_from=first,
        valid_to=last,
    )
    return notes.made(made, "cost_option", row)


def contact(row: SourceRow, owner: PartOwner, notes: Notes) -> MapContact | None:
    """Return the contact of a row; one without a name is known by what else it says."""
    cells = row.cells
    name, title = cells.get("name", ""), cells.get("title", "")
    if not name.strip() and not title.strip():
        title = cells.get("department", "") or email(row)
    if not name.strip() and not title.strip():
        notes.tell("contact", row, "name", "name_missing")
        return None
    made = MapContact(
        id=record_id(),
        name=name,
        title=title,
        department=cells.get("department", ""),
        email=email(row),
        **_of(owner),
    )
    return notes.made(made, "contact", row)


def email(row: SourceRow) -> str:
    """Return the mail address of a row, the first where there are several."""
    return _emails(row)[0]


def more_emails(
    row: SourceRow, owner: PartOwner, notes: Notes, *, of: MapContact | None = None
) -> Iterator[MapContact]:
    """Yield a contact for each further address of a row, called as the one it is ``of``."""
    for address in _emails(row)[1:]:
        made = MapContact(
            id=record_id(),
            name=of.name if of else "",
            title=of.title if of else address,
            department=of.department if of else "",
            email=address,
            **_of(owner),
        )
        yield notes.made(made, "contact", row)


def _emails(row: SourceRow) -> list[str]:
    return str(row.cells.get("email", "")).split(BETWEEN_EMAILS)


def numbers(
    row: SourceRow, owner: PartOwner, contact_id: RecordId | None, notes: Notes
) -> list[MapPhone]:
    """Return the numbers of a row: several may stand in one cell, with words about them."""
    cells = row.cells
    told = str(cells.get("number", "")).strip().strip('"')
    if sum(sign.isdigit() for sign in told) < _FEWEST_DIGITS:
        notes.tell("phone", row, "number", "phone_no_number")
        return []
    found = [(told, "")]
    if _SOUP.search(told):
        parts = [(one.number, one.note) for one in phones_in([told])]
        if len(parts) > 1 or (parts and parts[0][1]):
            found = parts
            notes.tell("phone", row, "number", "phone_parted")
    extension = cells.get("extension")
    about = cells.get("description", "")
    return [
        notes.made(
            MapPhone(
                id=record_id(),
                contact_id=contact_id,
                number=number,
                extension="" if extension is None else str(extension).removesuffix(".0"),
                type=cells.get("type", "voice"),
                description="; ".join(part for part in (note, about) if part),
                **_of(owner),
            ),
            "phone",
            row,
        )
        for number, note in found
    ]


def hours(row: SourceRow, owner: PartOwner, notes: Notes) -> Schedule | None:
    """Return the hours of a row, or None where they cannot be; a text about them is kept."""
    cells = row.cells
    about = cells.get("description", "") or cells.get("notes", "")
    opens, closes = cells.get("opens_at", ""), cells.get("closes_at", "")
    closed = not opens and not closes and about.split(".")[0].strip() == CLOSED
    told = about.partition(".")[2].strip() if closed else about
    first = day(cells.get("valid_from"))
    freq = cells.get("freq", "")
    if not freq and first is None and (cells.get("byday") or cells.get("bymonthday")):
        freq = "WEEKLY" if cells.get("byday") else "MONTHLY"
    made = Schedule(
        id=record_id(),
        freq=Recurrence(freq),
        interval=_interval(cells.get("interval")),
        byday=cells.get("byday", "").replace(" ", "").upper(),
        bymonthday=cells.get("bymonthday", "").replace(" ", ""),
        opens_at=opens,
        closes_at="24:00" if closes == _MIDNIGHT and opens else closes,
        closed=closed,
        valid_from=first,
        valid_to=day(cells.get("valid_to") or cells.get("until")),
        dtstart=day(cells.get("dtstart")),
        description=told,
        service_id=owner.service_id,
        location_id=owner.location_id,
        at_location_id=owner.at_location_id,
    )
    try:
        check_hours(made)
    except InvalidField:
        notes.tell("schedule", row, "", "hours_broken" if opens or closes else "hours_missing")
        return None
    return notes.made(made, "schedule", row)


def _interval(value: Any) -> int:
    """Return every how many weeks or months; 0, which no rule lets through, for what is none."""
    if value is None:
        return 1
    return int(value) if 1 <= value <= _MOST_INTERVAL and value == int(value) else 0


def day(text: Any) -> date | None:
    """Return the day of a cell that was checked."""
    return date.fromisoformat(text) if text else None


def _of(owner: PartOwner) -> dict[str, RecordId | None]:
    return msgspec.structs.asdict(owner)
