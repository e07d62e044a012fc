"""What leaves as HSDS and comes in again is the same, whatever people wrote in it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meitinker.domain.kinds import KINDS, kind_of
from meitinker.domain.map_places import (
    LocationType,
    MapContact,
    MapLocation,
    MapPhone,
    Provision,
    ServiceAtLocation,
)
from meitinker.domain.map_services import (
    CarerFunction,
    Cost,
    CostOption,
    MapService,
    Reach,
    ServiceArea,
    ServiceAttribute,
    ServiceStatus,
    Vocabulary,
    WayIn,
)
from meitinker.domain.needs import Rung
from meitinker.domain.opening_hours import Recurrence, Schedule
from meitinker.domain.providers import Provider, ProviderKind
from meitinker.domain.records import to_values
from meitinker.domain.visits import LifeDomain
from meitinker.exchange import hsds_files, hsds_rows
from meitinker.exchange.hsds_rows import Directory
from meitinker.ids import MunicipalityId, RecordId, VillageId, record_id
from tests.house.tree import ROOT
from tests.unit.exchange import directories
from tests.unit.exchange.directories import AKKRUM, GROU, MUNICIPALITY, TREE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from meitinker.domain.records import Record
    from meitinker.exchange.hsds_tables import Tables

PLACES = {str(GROU.id): "Grou", str(AKKRUM.id): "Akkrum", str(MUNICIPALITY): "Leeuwarden"}
# What every file carries: no marks of HTML, which are taken out and told, and no signs that turn
# text around; formulas, apostrophes, quotes, other scripts and line ends are all there.
LETTERS = st.characters(
    codec="utf-8",
    exclude_categories=("Cc", "Cs", "Cn", "Co"),
    exclude_characters="<&\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufffe\uffff",
)
NFC = st.text(LETTERS, max_size=40).map(lambda text: _nfc(text))
TEXT = NFC | st.sampled_from(["=1+1", "'=x", "''", "-2 treden", 'a;b,"c"\nd', "سلام عليكم", "שלום"])
NAME = st.builds(lambda text, n: f"{text}Naam {n}", TEXT, st.integers(0, 99))
DAY = st.dates(date(2020, 1, 1), date(2030, 1, 1))
CATEGORY = st.sampled_from([one.code for one in TREE] + ["Schapen scheren"])


def _nfc(text: str) -> str:
    import unicodedata

    return unicodedata.normalize("NFC", text)


@st.composite
def directory(draw: st.DrawFn) -> Directory:
    """Draw some providers, places and services with all that there may be of them."""
    providers: list[Provider] = []
    for _ in range(draw(st.integers(1, 3))):
        above = draw(st.sampled_from([None, *(one.id for one in providers)]))
        providers.append(_provider(draw, above))
    locations = [_location(draw, providers) for _ in range(draw(st.integers(0, 3)))]
    records: list[Record] = [*providers, *locations]
    for provider in providers:
        records += _reach(draw, {"provider_id": provider.id})
    for _ in range(draw(st.integers(1, 3))):
        records += _service(draw, draw(st.sampled_from(providers)), locations)
    return Directory(records=tuple(records), tree=TREE, places=PLACES)


def _provider(draw: st.DrawFn, above: RecordId | None) -> Provider:
    return Provider(
        id=record_id(),
        name=draw(NAME),
        description=draw(TEXT),
        kind=draw(st.sampled_from(ProviderKind)),
        email=draw(st.sampled_from(["", "ynfo@example.org"])),
        website=draw(st.sampled_from(["", "https://example.org/help?a=1"])),
        chamber_number=draw(st.sampled_from(["", "01234567"])),
        parent_id=above,
        unmapped=draw(st.sampled_from(["", '{"tax_id":"12","year_incorporated":1987}'])),
    )


def _location(draw: st.DrawFn, providers: list[Provider]) -> MapLocation:
    street, number = draw(
        st.sampled_from([("De Buorren", "4"), ("Lân", "3 a"), ("", ""), ("Plein", "1945")])
    )
    return MapLocation(
        id=record_id(),
        provider_id=draw(st.sampled_from([None, *(one.id for one in providers)])),
        name=draw(NAME),
        street=street,
        number=number,
        postcode=draw(st.sampled_from(["", "9001 AB"])),
        place=draw(st.sampled_from(["Grou", "Akkrum", "Elders"])),
        latitude=draw(st.none() | st.integers(-90_000_000, 90_000_000)),
        longitude=draw(st.none() | st.integers(-180_000_000, 180_000_000)),
        wheelchair=draw(st.sampled_from(Provision)),
        hearing_loop=draw(st.sampled_from(Provision)),
        transportation=draw(TEXT),
    )


def _service(draw: st.DrawFn, provider: Provider, locations: list[MapLocation]) -> list[Record]:
    least = draw(st.none() | st.integers(0, 60))
    service = MapService(
        id=record_id(),
        provider_id=provider.id,
        name=draw(NAME),
        alternate_name=draw(TEXT),
        description=draw(TEXT),
        status=draw(st.sampled_from(ServiceStatus)),
        way_in=draw(st.sampled_from(WayIn)),
        application_process=draw(TEXT),
        cost=draw(st.sampled_from(Cost)),
        fees_description=draw(TEXT),
        eligibility_description=draw(TEXT),
        minimum_age=least,
        maximum_age=draw(st.none() | st.integers(least or 0, 130)),
        rung=draw(st.none() | st.sampled_from(Rung)),
        keywords=", ".join(draw(st.lists(st.sampled_from(["warm iten", "prak"]), unique=True))),
        unmapped=draw(st.sampled_from(["", '{"accreditations":"HKZ"}'])),
    )
    found: list[Record] = [service, *_codes(draw, service.id)]
    of_service: dict[str, Any] = {"service_id": service.id}
    found += draw(st.sampled_from([[], _areas(service.id)]))
    for _ in range(draw(st.integers(0, 2))):
        found.append(_price(draw, service.id))
    for location in draw(st.lists(st.sampled_from(locations), unique=True)) if locations else ():
        at = ServiceAtLocation(
            id=record_id(), service_id=service.id, location_id=location.id, description=draw(TEXT)
        )
        found += [at, *_reach(draw, {"at_location_id": at.id}), *_hours(draw, at_location_id=at.id)]
    return [*found, *_reach(draw, of_service), *_hours(draw, **of_service)]


def _codes(draw: st.DrawFn, service_id: RecordId) -> list[Record]:
    codes = [
        (Vocabulary.CATEGORY, draw(CATEGORY)),
        (Vocabulary.LIFE_DOMAIN, draw(st.sampled_from(LifeDomain)).value),
        (Vocabulary.CARER_FUNCTION, draw(st.sampled_from(CarerFunction)).value),
        (Vocabulary.WHO_FOR, "elderly"),
        (Vocabulary.LANGUAGE, "fy"),
    ]
    chosen = draw(st.lists(st.sampled_from(codes), unique=True))
    return [
        ServiceAttribute(id=record_id(), service_id=service_id, vocabulary=one, code=code)
        for one, code in chosen
    ]


def _areas(service_id: RecordId) -> list[Record]:
    return [
        ServiceArea(
            id=record_id(),
            service_id=service_id,
            reach=Reach.VILLAGE,
            village_id=VillageId(GROU.id),
        ),
        ServiceArea(
            id=record_id(),
            service_id=service_id,
            reach=Reach.MUNICIPALITY,
            municipality_id=MunicipalityId(MUNICIPALITY),
        ),
        ServiceArea(id=record_id(), service_id=service_id, reach=Reach.REGION, name="Fryslân"),
        ServiceArea(id=record_id(), service_id=service_id, reach=Reach.ELSEWHERE, name="Grins"),
    ]


def _price(draw: st.DrawFn, service_id: RecordId) -> CostOption:
    first = draw(st.none() | DAY)
    return CostOption(
        id=record_id(),
        service_id=service_id,
        option=draw(TEXT),
        amount=draw(st.none() | st.integers(0, 10**8)),
        amount_description=draw(TEXT),
        valid_from=first,
        valid_to=first + timedelta(days=9) if first else None,
    )


def _reach(draw: st.DrawFn, owner: dict[str, Any]) -> list[Record]:
    found: list[Record] = []
    for number in draw(st.lists(st.sampled_from(["0566 62 12 34", "112", "06-12345678"]))):
        found.append(MapPhone(id=record_id(), number=number, description=draw(TEXT), **owner))
    for _ in range(draw(st.integers(0, 1))):
        contact = MapContact(id=record_id(), name=draw(NAME), title=draw(TEXT), **owner)
        found += [
            contact,
            MapPhone(id=record_id(), contact_id=contact.id, number="0900 8844", extension="12"),
        ]
    return found


def _hours(draw: st.DrawFn, **owner: Any) -> list[Record]:
    known = [
        Schedule(id=record_id(), byday="MO,TH", opens_at="09:00", closes_at="24:00", **owner),
        Schedule(id=record_id(), byday="FR,SA", opens_at="20:00", closes_at="02:00", **owner),
        Schedule(
            id=record_id(),
            freq=Recurrence.MONTHLY,
            interval=2,
            byday="1TU,-1FR",
            dtstart=date(2026, 1, 6),
            opens_at="10:30",
            closes_at="12:00",
            description=draw(TEXT),
            **owner,
        ),
        Schedule(
            id=record_id(),
            freq=Recurrence.NONE,
            closed=True,
            valid_from=date(2026, 7, 1),
            valid_to=date(2026, 8, 1),
            description=draw(st.sampled_from(["", "Simmer. Oant gau."])),
            **owner,
        ),
    ]
    return list(draw(st.lists(st.sampled_from(known), unique_by=lambda one: one.id)))


def _again(rows: Tables, *, as_package: bool) -> Tables:
    """Return the rows that leave of what came in of these rows."""
    data = hsds_files.as_package(rows) if as_package else hsds_files.as_json(rows)
    back = directories.read(data)
    assert {one for one in back.reasons if one[2] not in {"value_missing", "term_unknown"}} <= {
        ("service_area", "name", "area_elsewhere")
    }
    return hsds_rows.rows(Directory(records=back.records, tree=TREE, places=PLACES))


def _told(rows: Tables) -> Any:
    return directories.told(msgspec.json.decode(hsds_files.as_json(rows)))


@settings(max_examples=25, deadline=None)
@given(directory())
def test_json_comes_back_as_it_left(one: Directory) -> None:
    rows = hsds_rows.rows(one)
    assert _told(_again(rows, as_package=False)) == _told(rows)


@settings(max_examples=25, deadline=None)
@given(directory())
def test_a_package_comes_back_as_it_left(one: Directory) -> None:
    rows = hsds_rows.rows(one)
    assert _told(_again(rows, as_package=True)) == _told(rows)


def test_control_what_is_lost_on_the_way_is_seen() -> None:
    provider = Provider(id=record_id(), name="Buorsoarch")
    marked = MapService(
        id=record_id(), provider_id=provider.id, name="Iten", description="<b>Warm</b>"
    )
    rows = hsds_rows.rows(Directory(records=(provider, marked), tree=TREE))
    back = directories.read(hsds_files.as_json(rows))
    assert ("service", "description", "html_removed") in back.reasons
    again = hsds_rows.rows(Directory(records=back.records, tree=TREE))
    assert _told(again) != _told(rows)


def _whole() -> tuple[Record, ...]:
    """Return records of every kind that leaves, each field of them other than it begins."""
    above = Provider(id=record_id(), name="Grutte Stifting")
    provider = Provider(
        id=record_id(),
        name="Buorsoarch",
        alternate_name="Soarch foar buorren",
        description="Us bestjoer.",
        kind=ProviderKind.VOLUNTEERS,
        email="ynfo@example.org",
        website="https://example.org",
        chamber_number="01234567",
        parent_id=above.id,
        unmapped='{"tax_id":"12"}',
    )
    location = MapLocation(
        id=record_id(),
        provider_id=provider.id,
        name="De Buorren",
        description="Efter de tsjerke.",
        location_type=LocationType.VIRTUAL,
        street="Haadstrjitte",
        number="4",
        postcode="9001 AB",
        place="Grou",
        village_id=VillageId(GROU.id),
        latitude=53_100_000,
        longitude=5_800_000,
        transportation="Buslijn 28",
        wheelchair=Provision.YES,
        adapted_toilet=Provision.NO,
        hearing_loop=Provision.YES,
        accessibility="In drompel fan 3 sm.",
        unmapped='{"external_identifier":"x"}',
    )
    service = MapService(
        id=record_id(),
        provider_id=provider.id,
        name="Iten oan hûs",
        alternate_name="Tafeltsje",
        description="Waarm iten.",
        url="https://example.org/iten",
        email="iten@example.org",
        status=ServiceStatus.TEMPORARILY_CLOSED,
        way_in=WayIn.REFERRAL,
        application_process="Skilje.",
        cost=Cost.MEANS,
        fees_description="Nei ynkommen.",
        eligibility_description="Foar âlderein.",
        minimum_age=18,
        maximum_age=99,
        wait_time="Twa wiken",
        interpretation_services="Tolk",
        alert="Ticht oant maart.",
        rung=Rung.VOLUNTEERS,
        keywords="warm iten, prak",
        unmapped='{"accreditations":"HKZ"}',
    )
    at = ServiceAtLocation(
        id=record_id(), service_id=service.id, location_id=location.id, description="Seal 2"
    )
    owners: tuple[dict[str, Any], ...] = (
        {"provider_id": provider.id},
        {"service_id": service.id},
        {"location_id": location.id},
        {"at_location_id": at.id},
    )
    reached: list[Record] = []
    for owner in owners:
        contact = MapContact(
            id=record_id(),
            name="Afke",
            title="Koördinator",
            department="Iten",
            email="afke@example.org",
            **owner,
        )
        phone = MapPhone(
            id=record_id(),
            number="0566 62 12 34",
            extension="12",
            type="fax",
            description="Moarns",
            **owner,
        )
        reached += [contact, phone, MapPhone(id=record_id(), contact_id=contact.id, number="112")]
    hours: list[Record] = [
        Schedule(
            id=record_id(),
            freq=Recurrence.MONTHLY,
            interval=2,
            byday="1TU",
            bymonthday="3",
            opens_at="10:30",
            closes_at="12:00",
            valid_from=date(2026, 1, 1),
            valid_to=date(2026, 12, 31),
            dtstart=date(2026, 1, 6),
            description="Belje",
            **owner,
        )
        for owner in owners[1:]
    ]
    closed = Schedule(
        id=record_id(),
        service_id=service.id,
        freq=Recurrence.NONE,
        closed=True,
        valid_from=date(2026, 7, 1),
        valid_to=date(2026, 8, 1),
    )
    price = CostOption(
        id=record_id(),
        service_id=service.id,
        option="Miel",
        amount=750,
        currency="USD",
        amount_description="de kear",
        valid_from=date(2026, 1, 1),
        valid_to=date(2026, 12, 31),
    )
    code = ServiceAttribute(
        id=record_id(), service_id=service.id, vocabulary=Vocabulary.LANGUAGE, code="fy"
    )
    return (
        *(above, provider, location, service, at, code, *_areas(service.id), price),
        *(*reached, *hours, closed),
    )


STAYS = {
    "map_service": {"public", "source", "source_key"},
    "provider": {"source", "source_key"},
    "map_location": {"source", "source_key"},
}
"""Fields that no file carries: where a thing came from is what it comes from next."""

NAMED = frozenset(
    {"service_id", "provider_id", "parent_id", "location_id", "at_location_id", "contact_id"}
)
"""What names another thing, which gets an id of its own in each store."""


def _fields_of(records: Iterable[Record]) -> dict[str, set[tuple[str, object]]]:
    """Return which values of which fields records of each kind have, but for ids."""
    found: dict[str, set[tuple[str, object]]] = {}
    for one in records:
        kind = kind_of(type(one))
        values = to_values(one)
        told = {(name, "" if name in NAMED and value else value) for name, value in values.items()}
        found.setdefault(kind.name, set()).update(told)
    return found


def test_the_whole_of_it_sets_every_field() -> None:
    said = _fields_of(_whole())
    for kind in (one for one in KINDS.values() if one.name in said):
        begun = {name: field.default for name, field in kind.fields.items()}
        set_ = {name for name, value in said[kind.name] if value not in {None, begun[name]}}
        assert set(kind.fields) - set_ == STAYS.get(kind.name, set()), kind.name
    leaving = {"provider", "map_service", "service_attribute", "service_area", "cost_option"}
    leaving |= {"map_location", "service_at_location", "map_contact", "map_phone", "schedule"}
    assert set(said) == leaving


def test_the_documentation_names_every_field() -> None:
    told = set(re.findall(r"\w+", (ROOT / "docs" / "social-map.md").read_text("utf-8")))
    for kind in (*_fields_of(_whole()), "service_capacity"):
        assert set(KINDS[kind].fields) <= told, kind


@pytest.mark.parametrize("as_package", [False, True])
def test_every_field_comes_back(as_package: bool) -> None:
    whole = _whole()
    rows = hsds_rows.rows(Directory(records=whole, tree=TREE, places=PLACES))
    data = hsds_files.as_package(rows) if as_package else hsds_files.as_json(rows)
    before, after = _fields_of(whole), _fields_of(directories.read(data).records)
    for kind, fields in before.items():
        stays = STAYS.get(kind, set())
        lost = {one for one in fields - after[kind] if one[0] not in stays}
        assert not lost, kind
