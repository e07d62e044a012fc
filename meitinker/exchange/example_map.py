"""The social map of the example village: invented services of invented providers, real types.

Some villages have much and some nothing; a part was never checked, some stands there twice, some
of it says hardly anything. That is how directories are.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.map_places import (
    LocationType,
    MapContact,
    MapLocation,
    MapPhone,
    Provision,
    ServiceAtLocation,
)
from meitinker.domain.map_services import (
    Cost,
    CostOption,
    MapService,
    Reach,
    ServiceArea,
    ServiceAttribute,
    ServiceCapacity,
    ServiceStatus,
    Vocabulary,
    WayIn,
)
from meitinker.domain.needs import Rung
from meitinker.domain.opening_hours import Recurrence, Schedule
from meitinker.domain.providers import Provider, ProviderKind
from meitinker.domain.reference import shipped
from meitinker.domain.village_places import VILLAGE_PLACES, PlaceEntry
from meitinker.exchange import example_source as source
from meitinker.ids import MunicipalityId, RecordId, VillageId

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from meitinker.domain.records import Record
    from meitinker.domain.villages import Village
    from meitinker.exchange.example_source import Dice

SOURCE = "Voorbeelddorp"
_PRICE = re.compile(r"€ (\d+),(\d\d)(.*)")
_HOURS = re.compile(r"(?:M(?=\d))?(\S+) (\d\d:\d\d)-(\d\d:\d\d)")
_CONTACT_SHARE = 0.35
_KNOWN_SHARE = 0.6
_PARTS = ("Noard", "Súd", "East", "West", "Alde", "Nije", "Grutte", "Lytse")


class _Strict(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A misspelt key in the hand-written file fails at once."""


class ProviderStory(_Strict, frozen=True, kw_only=True):
    """One provider; ``parent`` is the key of the one that it is a part of."""

    name: str
    kind: ProviderKind
    village: str | None
    parent: str | None
    description: str
    phone: bool
    site: bool


class ServiceStory(_Strict, frozen=True, kw_only=True):
    """One service; ``areas`` are ``village:…``, ``municipality:…``, ``region`` or ``country``.

    ``hours`` are ``TU,TH 10:00-12:00``, ``2TU …`` for the second Tuesday of a month. ``double``
    says that it stands there twice, by another name. ``closed`` are days of the year.
    """

    provider: str
    name: str
    categories: list[str]
    description: str
    areas: list[str]
    at: str | None
    way_in: WayIn
    cost: Cost
    fees: str
    hours: list[str]
    who_for: list[str]
    keywords: str
    wait_time: str = ""
    capacity: tuple[int, int] | None = None
    rung: Rung | None = None
    min: int | None = None
    max: int | None = None
    languages: list[str] = []
    status: ServiceStatus = ServiceStatus.ACTIVE
    double: bool = False
    closed: list[tuple[str, str]] = []


class MapStory(_Strict, frozen=True, kw_only=True):
    """The whole file; ``halls`` are the names of village halls by village.

    ``later`` are services that nobody looked at yet; only the usual village has them.
    """

    halls: dict[str, str]
    providers: dict[str, ProviderStory]
    services: list[ServiceStory]
    later: list[ServiceStory]


@cache
def story() -> MapStory:
    """Return the social map as it was written."""
    return msgspec.json.decode(source.demo_file("social_map"), type=MapStory)


class ExampleMap:
    """Makes the records of the map, once or many times over."""

    def __init__(self, dice: Dice, villages: Mapping[str, Village]) -> None:
        """Begin with nothing made.

        Args:
            dice: Its own, so that other parts of the village stay as they are.
            villages: By Frisian name.
        """
        self._dice = dice
        self._villages = villages
        self._points = {
            one.frisian_name: one for one in shipped(VILLAGE_PLACES)[-1].read(list[PlaceEntry])
        }
        self._made: set[str] = set()
        self._turn = ""

    def records(self, services: int | None = None) -> Iterator[Record]:
        """Yield the map, each record after those it refers to.

        Args:
            services: About how many services; without it those that were written. Fewer are some
                of each part of the file; more are the same ones over again under other names.
        """
        told = story().services
        if services is not None and services < len(told):
            told = told[:: len(told) // max(services, 1)]
        for number in range(max(services or 0, len(told))):
            again, place = divmod(number, len(told))
            self._turn = f"{_PARTS[again % len(_PARTS)]} {again}" if again else ""
            one = told[place]
            yield from self._provider(one.provider)
            yield from self._service(one)

    def later(self) -> Iterator[Record]:
        """Yield what came into the map last, after all that was done about the rest."""
        for one in story().later:
            yield from self._provider(one.provider)
            yield from self._service(one)

    def _named(self, name: str) -> str:
        return f"{name} {self._turn}".strip()

    def _id(self, name: str) -> RecordId:
        return source.fixed_id(f"map:{self._turn}:{name}")

    def _first(self, name: str) -> bool:
        """Tell whether something was not made yet, and remember that it is now."""
        key = f"{self._turn}:{name}"
        fresh = key not in self._made
        self._made.add(key)
        return fresh

    def _provider(self, key: str) -> Iterator[Record]:
        if not self._first(f"provider:{key}"):
            return
        one = story().providers[key]
        if one.parent:
            yield from self._provider(one.parent)
        host = f"www.{_slug(self._named(one.name))}.example"
        yield Provider(
            id=self._id(f"provider:{key}"),
            name=self._named(one.name),
            description=one.description,
            kind=one.kind,
            email=f"info@{host.removeprefix('www.')}" if one.phone else "",
            website=f"https://{host}" if one.site else "",
            parent_id=self._id(f"provider:{one.parent}") if one.parent else None,
            source=SOURCE,
            source_key=key,
        )
        if one.phone:
            yield MapPhone(
                id=self._id(f"phone:{key}"),
                provider_id=self._id(f"provider:{key}"),
                number=self._number(one.village),
            )

    def _number(self, village: str | None) -> str:
        """Return a number of the right form that rings with nobody."""
        digits = f"{self._dice.between(0, 99999):05d}"
        area = "0566" if village else "088"
        return f"{area}-0{digits[0]} {digits[1:3]} {digits[3:]}" + ("" if village else "0")

    def _service(self, one: ServiceStory) -> Iterator[Record]:
        name = f"service:{one.provider}:{one.name}"
        service = MapService(
            id=self._id(name),
            provider_id=self._id(f"provider:{one.provider}"),
            name=self._named(one.name),
            description=one.description,
            status=one.status,
            way_in=one.way_in,
            application_process=_PROCESS.get(one.way_in, "") if one.description else "",
            cost=one.cost,
            fees_description=one.fees,
            minimum_age=one.min,
            maximum_age=one.max,
            wait_time=one.wait_time,
            rung=one.rung,
            keywords=one.keywords,
            source=SOURCE,
            source_key="" if one.double else name,
        )
        yield service
        yield from self._codes(service.id, name, one)
        yield from self._areas(service.id, name, one)
        yield from self._place(service.id, name, one)
        yield from self._price_and_room(service.id, name, one)
        yield from self._hours(service.id, name, one)

    def _codes(self, service: RecordId, name: str, one: ServiceStory) -> Iterator[Record]:
        for vocabulary, codes in (
            (Vocabulary.CATEGORY, one.categories),
            (Vocabulary.WHO_FOR, one.who_for),
            (Vocabulary.LANGUAGE, one.languages),
        ):
            for code in codes:
                yield ServiceAttribute(
                    id=self._id(f"{name}:{vocabulary}:{code}"),
                    service_id=service,
                    vocabulary=vocabulary,
                    code=code,
                )

    def _areas(self, service: RecordId, name: str, one: ServiceStory) -> Iterator[Record]:
        for area in one.areas:
            reach, _, where = area.partition(":")
            village = self._villages.get(where)
            yield ServiceArea(
                id=self._id(f"{name}:{area}"),
                service_id=service,
                reach=Reach(reach),
                village_id=VillageId(village.id) if village else None,
                municipality_id=MunicipalityId(source.fixed_id(area))
                if reach == Reach.MUNICIPALITY
                else None,
                name=_AREA_NAMES.get(reach, ""),
            )

    def _place(self, service: RecordId, name: str, one: ServiceStory) -> Iterator[Record]:
        if one.at is not None:
            key = one.provider
            if story().providers[key].village != one.at and f"hall_{one.at}" in story().providers:
                key = f"hall_{one.at}"
                yield from self._provider(key)
            yield from self._location(key, one.at)
            at = ServiceAtLocation(
                id=self._id(f"{name}:at"),
                service_id=service,
                location_id=self._id(f"location:{key}:{one.at}"),
            )
            yield at
        if self._dice.chance() < _CONTACT_SHARE and one.description:
            names = source.names()
            given = self._dice.one_of(names.given[0].mevrouw)
            prefix, surname = self._dice.one_of(names.surnames)
            yield MapContact(
                id=self._id(f"{name}:contact"),
                service_id=service,
                name=" ".join(part for part in (given, prefix, surname) if part),
                title="coördinator",
            )
            yield MapPhone(
                id=self._id(f"{name}:contact_phone"),
                contact_id=self._id(f"{name}:contact"),
                number=self._number(one.at),
                description="’s Ochtends te bereiken",
            )

    def _location(self, key: str, where: str) -> Iterator[Record]:
        if not self._first(f"location:{key}:{where}"):
            return
        village, point = self._villages[where], self._points[where]
        known = self._dice.chance() < _KNOWN_SHARE
        hall = key.startswith("hall_")
        title = story().halls[where] if hall else story().providers[key].name
        yield MapLocation(
            id=self._id(f"location:{key}:{where}"),
            provider_id=self._id(f"provider:{key}"),
            name=self._named(title),
            location_type=LocationType.PHYSICAL,
            street=self._dice.one_of(source.names().streets),
            number=str(self._dice.between(1, 60)),
            postcode=f"{village.postcodes.split()[0]} XX",
            place=village.name,
            village_id=VillageId(village.id),
            latitude=point.latitude + self._dice.between(-2_000, 2_000),
            longitude=point.longitude + self._dice.between(-3_000, 3_000),
            transportation="Parkeren voor de deur." if known else "",
            wheelchair=Provision.YES if known else Provision.UNKNOWN,
            adapted_toilet=Provision.YES if known and hall else Provision.UNKNOWN,
            hearing_loop=Provision.NO if known and hall else Provision.UNKNOWN,
            source=SOURCE,
        )

    def _price_and_room(self, service: RecordId, name: str, one: ServiceStory) -> Iterator[Record]:
        if found := _PRICE.match(one.fees):
            yield CostOption(
                id=self._id(f"{name}:price"),
                service_id=service,
                option=found[3].strip(),
                amount=int(found[1]) * 100 + int(found[2]),
            )
        if one.capacity is not None:
            yield ServiceCapacity(
                id=self._id(f"{name}:room"),
                service_id=service,
                unit="plaatsen" if one.provider != "freon" else "uren per week",
                available=one.capacity[0],
                maximum=one.capacity[1],
                updated_on=self._dice.days_ago(5, 120),
            )

    def _hours(self, service: RecordId, name: str, one: ServiceStory) -> Iterator[Record]:
        for number, hours in enumerate(one.hours):
            found = _HOURS.fullmatch(hours)
            if found is None:
                raise ValueError(hours)
            monthly = found[1][0].isdigit()
            yield Schedule(
                id=self._id(f"{name}:hours:{number}"),
                service_id=service,
                freq=Recurrence.MONTHLY if monthly else Recurrence.WEEKLY,
                byday=found[1],
                opens_at=found[2],
                closes_at=found[3],
            )
        for number, (first, last) in enumerate(one.closed):
            begins, ends = self._day(first), self._day(last)
            yield Schedule(
                id=self._id(f"{name}:closed:{number}"),
                service_id=service,
                freq=Recurrence.NONE,
                closed=True,
                valid_from=begins,
                valid_to=ends if ends >= begins else ends + timedelta(days=365),
                description="Dan is er niets.",
            )

    def _day(self, text: str) -> date:
        month, day = text.split("-")
        return date(self._dice.today.year, int(month), int(day))


_PROCESS = {
    WayIn.REGISTRATION: "Bel of mail om u aan te melden.",
    WayIn.REFERRAL: "Uw huisarts of de meitinker verwijst u.",
    WayIn.INDICATION: "De gemeente beslist, na een gesprek met de meitinker.",
}
_AREA_NAMES = {"region": "Midden-Fryslân", "country": "Nederland"}


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold())
    return re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode()).strip("-")
