"""The map leaves as HSDS 3.0: held against the published schemas, and only what is public."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date
from typing import TYPE_CHECKING, Any

import jsonschema_rs
import msgspec
import pytest

from meitinker.domain.map_checks import CheckWay
from meitinker.domain.map_places import MapContact, MapLocation, MapPhone, Provision
from meitinker.domain.map_services import CostOption, Reach, Vocabulary
from meitinker.domain.opening_hours import Recurrence, Schedule
from meitinker.exchange.hsds_tables import published, tables
from meitinker.ids import record_id
from meitinker.keys import StoreKey
from meitinker.paths import StoreFolder
from meitinker.services import example, map_checks, map_editing, map_exchange, opening
from tests.unit.services.test_social_map import MEALS, Map

if TYPE_CHECKING:
    from collections.abc import Iterator

    from meitinker.domain.session import Session
    from meitinker.store.database import Database
    from tests.stores import TestStore

Use = tuple["Database", "Session"]
SCHEMA = jsonschema_rs.validator_for(
    msgspec.json.decode(published("service_with_definitions.json")), validate_formats=True
)


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Use]:
    folder = StoreFolder(tmp_path_factory.mktemp("hsds") / "store")
    database = example.create(folder, StoreKey.new())
    yield database, opening.session_of(database)
    database.close()


@pytest.fixture
def the_map(store: TestStore) -> Map:
    return Map(store)


def contents(use: Use) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = msgspec.json.decode(map_exchange.as_json(*use))["contents"]
    return found


def package(use: Use) -> tuple[dict[str, Any], dict[str, list[dict[str, str]]]]:
    with zipfile.ZipFile(io.BytesIO(map_exchange.as_package(*use))) as box:
        described = msgspec.json.decode(box.read("datapackage.json"))
        files = {
            one["name"]: list(csv.DictReader(io.StringIO(box.read(one["path"]).decode())))
            for one in described["resources"]
        }
        assert set(box.namelist()) == {
            "datapackage.json",
            *(one["path"] for one in described["resources"]),
        }
    return described, files


def test_every_service_of_the_example_keeps_to_the_published_schema(village: Use) -> None:
    services = contents(village)
    assert len(services) == 256
    for one in services:
        SCHEMA.validate(one)


def test_control_what_is_not_right_is_seen(village: Use) -> None:
    one = dict(contents(village)[0])
    for wrong in ({"status": None}, {"id": "geen"}, {"name": 3}):
        with pytest.raises(jsonschema_rs.ValidationError):
            SCHEMA.validate({**one, **wrong})


def test_the_package_holds_what_is_required_and_every_key_is_found(village: Use) -> None:
    described, files = package(village)
    for resource in described["resources"]:
        rows = files[resource["name"]]
        assert rows
        assert list(rows[0]) == list(tables()[resource["name"]].names)
        for field in resource["schema"]["fields"]:
            constraints = field.get("constraints", {})
            if resource["name"] == "address":
                break  # the standard wants a street and a postcode also where nobody knows them
            if constraints.get("required"):
                assert all(row[field["name"]] for row in rows), (resource["name"], field["name"])
            if allowed := constraints.get("enum"):
                assert {row[field["name"]] for row in rows} <= {*allowed, ""}
        keys = [row["id"] for row in rows]
        assert len(set(keys)) == len(keys)
        for key in resource["schema"].get("foreignKeys", []):
            there = {row["id"] for row in files[key["reference"]["resource"]]}
            assert {row[key["fields"]] for row in rows} <= {*there, ""}, key


def test_both_shapes_tell_the_same(village: Use) -> None:
    _described, files = package(village)
    services = contents(village)
    assert {one["id"] for one in services} == {row["id"] for row in files["service"]}
    nested = sum(len(one.get("attributes", ())) for one in services)
    assert nested == sum(row["link_entity"] == "service" for row in files["attribute"])
    for name, table in (("service_areas", "service_area"), ("cost_options", "cost_option")):
        assert sum(len(one.get(name, ())) for one in services) == len(files[table])


def test_a_service_leaves_with_all_that_is_known_of_it(the_map: Map) -> None:
    at = the_map.at(the_map.grou)
    map_editing.change(
        *the_map.use,
        MapLocation,
        at.location_id,
        {
            "street": "De Buorren",
            "number": "4",
            "postcode": "9001 AB",
            "place": "Grou",
            "latitude": 53_095_000,
            "longitude": 5_838_000,
            "wheelchair": Provision.YES,
        },
    )
    contact = MapContact(id=record_id(), name="Sjoukje")
    one = the_map.service(
        "Eetclub",
        at,
        contact,
        CostOption(id=record_id(), service_id=record_id(), option="per keer", amount=750),
        Schedule(
            id=record_id(), freq=Recurrence.WEEKLY, byday="TU", opens_at="12:00", closes_at="14:00"
        ),
        the_map.area(Reach.VILLAGE, village_id=the_map.grou),
        codes={**MEALS, Vocabulary.LANGUAGE: ("fy",)},
        keywords="warm eten, samen",
        minimum_age=55,
    )
    the_map.add(MapPhone(id=record_id(), contact_id=contact.id, number="0566 62 00 00"))
    map_checks.note(*the_map.use, one, way=CheckWay.PHONE)
    (told,) = contents(the_map.use)
    SCHEMA.validate(told)
    assert (told["name"], told["minimum_age"], told["organization"]["name"]) == (
        "Eetclub",
        55,
        "Buorsoarch",
    )
    assert told["assured_date"]
    assert told["last_modified"].endswith("Z")
    (place,) = told["service_at_locations"]
    assert place["location"]["latitude"] == pytest.approx(53.095)
    assert place["location"]["addresses"][0]["address_1"] == "De Buorren 4"
    assert place["location"]["accessibility"][0]["details"] == "yes"
    assert told["cost_options"][0]["amount"] == pytest.approx(7.5)
    assert told["schedules"][0]["byday"] == "TU"
    assert told["service_areas"][0]["name"] == "Grou"
    assert told["languages"][0]["code"] == "fy"
    assert told["contacts"][0]["phones"][0]["number"] == "0566 62 00 00"
    assert "phones" not in told
    terms = {a["taxonomy_term"]["name"]: a.get("value", "") for a in told["attributes"]}
    assert "Maaltijden" in terms
    words = [a["value"] for a in told["attributes"] if a["link_type"] == "keyword"]
    assert words == ["warm eten", "samen"]


def test_what_is_not_public_stays_here_with_all_that_belongs_to_it(the_map: Map) -> None:
    contact = MapContact(id=record_id(), name="Kanarie")
    at = the_map.at(None)
    hidden = the_map.service("Geheim", contact, at, codes=MEALS, public=False)
    the_map.add(MapPhone(id=record_id(), contact_id=contact.id, number="06 1"))
    the_map.add(MapPhone(id=record_id(), service_id=hidden, number="06 2"))
    the_map.add(MapPhone(id=record_id(), at_location_id=at.id, number="06 3"))
    there = MapContact(id=record_id(), name="Sijsje", at_location_id=at.id)
    the_map.add(there)
    the_map.add(MapPhone(id=record_id(), contact_id=there.id, number="06 4"))
    the_map.add(
        Schedule(
            id=record_id(),
            at_location_id=at.id,
            byday="MO",
            opens_at="07:11",
            closes_at="08:22",
        )
    )
    the_map.service("Open", codes=MEALS)
    both = map_exchange.as_json(*the_map.use) + str(package(the_map.use)).encode()
    assert b"Open" in both
    for word in ("Geheim", "Kanarie", "Sijsje", "06 1", "06 2", "06 3", "06 4", "07:11"):
        assert word.encode() not in both
    assert hidden.encode() not in both
    assert at.id.encode() not in both


def test_what_came_from_elsewhere_leaves_under_its_own_id_with_what_had_no_place(
    the_map: Map,
) -> None:
    own = "ac148810-d857-441c-9679-408f346de14b"
    the_map.service("Uit Haarlem", source_key=own, unmapped='{"accreditations":"HKZ"}')
    the_map.service("Hier", source_key="rij 12", unmapped="geen json")
    told = {one["name"]: one for one in contents(the_map.use)}
    assert (told["Uit Haarlem"]["id"], told["Uit Haarlem"]["accreditations"]) == (own, "HKZ")
    assert told["Hier"]["id"] != "rij 12"


@pytest.mark.promise("A3")
def test_a3_no_cell_of_the_package_is_a_formula(the_map: Map) -> None:
    the_map.service("=1+1", description="@SUM(A1)")
    _described, files = package(the_map.use)
    assert [row["name"] for row in files["service"]] == ["'=1+1"]
    assert files["service"][0]["description"] == "'@SUM(A1)"
    (told,) = contents(the_map.use)
    assert told["name"] == "=1+1"


def test_a_closing_is_told_in_words(the_map: Map) -> None:
    one = the_map.service("Eetclub")
    the_map.add(
        Schedule(
            id=record_id(),
            service_id=one,
            closed=True,
            freq=Recurrence.NONE,
            valid_from=date(2026, 7, 1),
            description="Zomer.",
        )
    )
    (told,) = contents(the_map.use)
    assert told["schedules"][0]["description"] == "Gesloten. Zomer."
    assert "opens_at" not in told["schedules"][0]


def test_an_empty_map_leaves_as_an_empty_list(the_map: Map) -> None:
    assert contents(the_map.use) == []
    described, files = package(the_map.use)
    assert set(files) == {"organization"}
    assert [one["name"] for one in described["resources"]] == ["organization"]
