"""Directories of other programs, as they come: told by row, with everything good kept."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest

from meitinker.domain.map_places import MapContact, MapLocation, MapPhone
from meitinker.domain.map_services import (
    CostOption,
    Reach,
    ServiceArea,
    ServiceAttribute,
    ServiceStatus,
    Vocabulary,
)
from meitinker.domain.opening_hours import Recurrence, Schedule
from meitinker.domain.providers import Provider
from meitinker.errors import TableRefused
from meitinker.exchange import hsds_source, map_hours
from meitinker.exchange.hsds_parts import CUT
from meitinker.exchange.hsds_tables import published
from tests.unit.exchange import directories
from tests.unit.exchange.directories import package, read

ORG = "d9d5e0f5-d3ce-4f73-9a2f-4dd0ecc6c610"
OTHER = "cd09a387-91f4-4555-94ec-e799c35344cd"
ONE = "ac148810-d857-441c-9679-408f346de14b"


def document(*services: dict[str, Any], **wrapper: Any) -> bytes:
    return msgspec.json.encode({"contents": list(services), **wrapper})


def service(**more: Any) -> dict[str, Any]:
    return {
        "id": ONE,
        "name": "Iten oan hûs",
        "status": "active",
        "organization": {"id": ORG, "name": "Buorsoarch", "description": "Helpt"},
        **more,
    }


def files(**more: str) -> dict[str, str]:
    return {
        "organizations.csv": f"id,name,description\n{ORG},Buorsoarch,Helpt\n",
        "services.csv": f"id,organization_id,name,status\n{ONE},{ORG},Iten oan hûs,active\n",
        **{f"{name}.csv": text for name, text in more.items()},
    }


OLD = {
    "organizations.csv": "id,name,url,description\no1,Buorsoarch,https://example.org/,Helpt\n",
    "services.csv": "id,organization_id,name,status,fees,taxonomy_ids\n"
    "s1,o1,Iten oan hûs,active,€ 5,t1\n",
    "services_taxonomy.csv": "id,service_id,taxonomy_id,taxonomy_detail\nx1,s1,t1,\n",
    "taxonomy.csv": "id,name,parent_id,parent_name,vocabulary\nt1,Maaltijden,,,AIRS\n",
    "services_at_location.csv": "id,service_id,location_id,description\nl1,s1,p1,Yn de seal\n",
    "locations.csv": "id,organization_id,name,latitude,longitude\np1,o1,Doarpshûs,53.1,5.8\n",
    "physical_addresses.csv": "id,location_id,address_1,address_2,city,state_province,postal_code,"
    "country\na1,p1,De Buorren 4,,Grou,Fryslân,9001 AB,NL\n",
    "postal_addresses.csv": "id,location_id,address_1,city,state_province,postal_code,country\n"
    "a2,p1,Postbus 1,Grou,Fryslân,9000 AA,NL\n",
    "phones.csv": "id,service_id,number,type,department\nn1,s1,0566 62 12 34,voice,Keuken\n",
    "contacts.csv": "id,service_id,name,title\nc1,s1,Sjoukje,\n",
    "regular_schedules.csv": "id,service_id,weekday,opens_at,closes_at\n"
    "r1,s1,1,09:00,12:00\nr2,s1,Friday,09:00,12:00\nr3,s1,9,09:00,12:00\n",
    "holiday_schedules.csv": "id,service_id,closed,opens_at,closes_at,start_date,end_date\n"
    "h1,s1,true,,,2026-12-25,2026-12-26\n",
    "eligibility.csv": "id,service_id,eligibility\ne1,s1,adult\ne2,s1,family\n",
    "service_areas.csv": "id,service_id,service_area,description\ng1,s1,Grou,\n",
    "languages.csv": "id,service_id,language\nk1,s1,fy\n",
    "accessibility_for_disabilities.csv": "id,location_id,accessibility,details\n"
    "b1,p1,ramp,Links\n",
    "funding.csv": "id,organization_id,source\nf1,o1,Gemeente\n",
}  # fmt: skip


def test_the_published_examples_come_in() -> None:
    for name in ("service_full.json", "service_list.json"):
        back = read(published(f"examples/{name}"))
        one = back.service()
        assert one.name == "Community Counselling"
        assert (one.minimum_age, one.maximum_age) == (12, 100)
        assert one.status is ServiceStatus.ACTIVE
    whole = read(published("examples/service_full.json"))
    (provider,) = whole.every(Provider)
    assert provider.name == "Example Organization Inc."
    assert '"year_incorporated":2011' in provider.unmapped
    assert "+44 1234 234567" in {phone.number for phone in whole.every(MapPhone)}
    assert whole.every(MapContact)
    assert whole.every(MapLocation)
    organisation = read(published("examples/organization_full.json"))
    assert [one.name for one in organisation.every(Provider)] == ["Example Organization Inc."]
    assert organisation.service().name == "Community Counselling"


def test_a_page_of_several_is_told() -> None:
    source = hsds_source.read(document(service(), total_pages=3, page_number=1))
    assert source.notes == ("page",)
    pages = [{"contents": [service()], "total_pages": 2}, {"contents": [], "total_pages": 2}]
    assert hsds_source.read(msgspec.json.encode(pages)).notes == ()


@pytest.mark.parametrize(
    "data",
    [
        msgspec.json.encode([service()]),
        msgspec.json.encode(service()),
        msgspec.json.encode(service()) + b"\n" + msgspec.json.encode(service()),
        b"\xef\xbb\xbf" + document(service()),
        msgspec.json.encode(
            {
                "organizations.csv": [{"id": ORG, "name": "Buorsoarch"}],
                "services.csv": [{"id": ONE, "organization_id": ORG, "name": "Iten oan hûs"}],
            }
        ),
        package(files()),
        package({f"map/{name}": text for name, text in files().items()}),
        package({name: text.replace(",", ";") for name, text in files().items()}),
        package({name: text.encode("cp1252") for name, text in files().items()}),
    ],
)
def test_every_shape_is_read(data: bytes) -> None:
    one = read(data).service()
    assert (one.name, one.source_key) == ("Iten oan hûs", ONE)


def test_hsds_1_1_comes_in_as_what_it_says() -> None:
    back = read(package(OLD))
    one = back.service()
    assert (one.fees_description, one.eligibility_description) == ("€ 5", "adult, family")
    (provider,) = back.every(Provider)
    assert provider.website == "https://example.org/"
    (location,) = back.every(MapLocation)
    assert (location.street, location.number, location.village_id) == (
        *("De Buorren", "4"),
        directories.GROU.id,
    )
    assert location.accessibility == "ramp: Links"
    codes = {(code.vocabulary, code.code) for code in back.every(ServiceAttribute)}
    assert codes == {(Vocabulary.CATEGORY, "meals"), (Vocabulary.LANGUAGE, "fy")}
    hours = sorted(
        (one.freq.value, one.byday, one.closed, str(one.valid_to)) for one in back.every(Schedule)
    )
    assert hours == [
        *(("", "", True, "2026-12-26"), ("WEEKLY", "FR", False, "None")),
        ("WEEKLY", "MO", False, "None"),
    ]
    (phone,) = back.every(MapPhone)
    assert phone.description == "Keuken"
    (area,) = back.every(ServiceArea)
    assert area.reach is Reach.VILLAGE
    assert {
        ("schedule", "", "hours_broken"),
        ("address", "", "address_more"),
        ("service", "id", "id_no_uuid"),
    } <= back.reasons


def test_tables_of_1_1_that_become_one_may_each_count_from_1() -> None:
    counted = {
        **OLD,
        "holiday_schedules.csv": OLD["holiday_schedules.csv"].replace("h1,", "r1,"),
        "postal_addresses.csv": OLD["postal_addresses.csv"].replace("a2,", "a1,"),
    }
    back = read(package(counted))
    assert not [one for one in back.problems if one.reason == "id_twice"]
    assert ("address", "", "address_more") in back.reasons, "both addresses are read"
    hours = [(one.byday, one.closed) for one in back.every(Schedule)]
    assert sorted(hours) == [("", True), ("FR", False), ("MO", False)]


def test_control_the_columns_of_1_1_mean_nothing_in_3_0() -> None:
    source = hsds_source.read(package(OLD))
    source.version = "3.0"
    back = directories.Read(source)
    assert back.every(Schedule) == []
    assert ("organization", "url", "column_unknown") in back.reasons


def test_dirt_is_told_by_row_and_the_rest_is_kept() -> None:
    rows = f"""id,organization_id,name,description,email,url,status,minimum_age,maximum_age
,{ORG},Sûnder id,<p>Waarm <b>iten</b></p><script>x()</script>,geen,javascript:x,Actief,200,
{ONE},{ORG},Iten,{"x" * 1_000_000},a@example.org,example.org,active,60,50
{ONE},{ORG},Wer,,,,active,,
3,,Wa docht dit?,,,,active,,
4,{OTHER},Nimmen,,,,active,,
5,{ORG},,,,,active,,
6,{ORG},\u202eسلام عليكم,,,,active,,
"""
    back = read(package(files(services=rows)))
    told = {(one.number, one.column, one.reason) for one in back.problems if one.table == "service"}
    assert told >= {
        (2, "id", "id_missing"),
        (2, "description", "html_removed"),
        (2, "email", "email_wrong"),
        (2, "url", "link_wrong"),
        (2, "status", "word_unknown"),
        (2, "minimum_age", "ages_wrong"),
        (3, "description", "text_cut"),
        (3, "maximum_age", "ages_wrong"),
        (4, "id", "id_twice"),
        (5, "organization_id", "provider_missing"),
        (6, "organization_id", "provider_unknown"),
        (7, "name", "name_missing"),
        (8, "name", "turns_removed"),
    }
    assert [(one.name, one.refused) for one in back.offers] == [
        ("Sûnder id", ""),
        ("Iten", ""),
        ("Wa docht dit?", "provider_missing"),
        ("Nimmen", "provider_unknown"),
        ("", "name_missing"),
        ("سلام عليكم", ""),
    ]
    assert back.service("Sûnder id").description == "Waarm iten"
    long = back.service("Iten")
    assert len(long.description) == 20_000
    assert long.description.endswith(CUT)
    assert (long.url, long.minimum_age, long.maximum_age) == ("https://example.org", 60, None)


def test_a_text_with_less_than_and_ampersand_is_no_html() -> None:
    told = "Foar minsken < 65 & > 12 jier, ek <leafst> tegearre"
    back = read(document(service(description=told)))
    assert back.service().description == told
    assert not back.problems


def test_providers_that_are_part_of_each_other_lose_the_step_that_closes_the_circle() -> None:
    rows = f"id,name,description,parent_organization_id\n{ORG},A,a,{OTHER}\n{OTHER},B,b,{ORG}\n"
    back = read(package(files(organizations=rows)))
    assert ("organization", "parent_organization_id", "provider_circle") in back.reasons
    parents = {one.name: one.parent_id for one in back.every(Provider)}
    assert sorted(parent is None for parent in parents.values()) == [False, True]
    alone = f"id,name,description,parent_organization_id\n{ORG},A,a,{ORG}\n"
    (provider,) = read(package(files(organizations=alone))).every(Provider)
    assert provider.parent_id is None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0566-65 12 34 / 06 12345678", {"0566-65 12 34", "06 12345678"}),
        ("06-12345678 (Sjoukje) of 0566 621234", {"06-12345678", "0566 621234"}),
        ("112", {"112"}),
        ("0900-8844", {"0900-8844"}),
        ("+31 566 62 12 34", {"+31 566 62 12 34"}),
    ],
)
def test_numbers_in_a_heap_are_taken_apart(typed: str, kept: set[str]) -> None:
    back = read(document(service(phones=[{"id": OTHER, "number": typed}])))
    assert {one.number for one in back.every(MapPhone)} == kept
    assert (("phone", "number", "phone_parted") in back.reasons) == (len(kept) > 1)


@pytest.mark.parametrize(("typed", "kept"), [("06", False), ("nog niet", False), ("112", True)])
def test_what_nobody_can_call_is_no_number(typed: str, kept: bool) -> None:
    back = read(document(service(phones=[{"id": OTHER, "number": typed}])))
    assert bool(back.every(MapPhone)) is kept
    assert (("phone", "number", "phone_no_number") in back.reasons) is not kept


@pytest.mark.parametrize(
    "broken",
    [
        {"freq": "WEEKLY", "byday": "MO", "opens_at": "25:00", "closes_at": "26:00"},
        {"freq": "WEEKLY", "byday": "MO", "opens_at": "17:00", "closes_at": "09:00"},
        {"freq": "WEEKLY", "byday": "XX", "opens_at": "09:00", "closes_at": "17:00"},
        {"freq": "WEEKLY", "opens_at": "09:00", "closes_at": "17:00"},
        {"freq": "WEEKLY", "byday": "MO", "interval": 0, "opens_at": "9", "closes_at": "17"},
        {"valid_from": "2026-08-01", "valid_to": "2026-07-01", "description": "Gesloten."},
    ],
)
def test_hours_that_cannot_be_are_told_and_the_service_stays(broken: dict[str, Any]) -> None:
    back = read(document(service(schedules=[{"id": OTHER, **broken}])))
    assert back.service()
    assert back.every(Schedule) == []
    assert any(one.table == "schedule" for one in back.problems)


def test_hours_of_other_programs_are_understood() -> None:
    rule = {"byday": "MO, TU", "opens_at": "09:00:00+02:00", "closes_at": "00:00", "timezone": "x"}
    (one,) = read(document(service(schedules=[{"id": OTHER, **rule}]))).every(Schedule)
    assert (one.freq, one.byday, one.opens_at, one.closes_at) == (
        *(Recurrence.WEEKLY, "MO,TU", "09:00", "24:00"),
    )


@pytest.mark.parametrize(
    ("typed", "first", "further", "reason"),
    [
        ("a@x.nl; b@x.nl", "a@x.nl", ["b@x.nl"], "email_parted"),
        ("a@x.nl of b@x.nl", "a@x.nl", ["b@x.nl"], "email_parted"),
        ("mailto:a@x.nl", "a@x.nl", [], ""),
        ("b@x; a@x.nl", "a@x.nl", [], "email_parted"),
        ("a at x.nl", "", [], "email_wrong"),
    ],
)
def test_several_mail_addresses_in_one_cell(
    typed: str, first: str, further: list[str], reason: str
) -> None:
    back = read(document(service(email=typed)))
    assert back.service().email == first
    contacts = back.every(MapContact)
    assert [one.email for one in contacts] == further
    assert all(one.service_id == back.service().id for one in contacts)
    told = [one.reason for one in back.problems if one.column == "email"]
    assert told == ([reason] if reason else [])


def test_a_contact_with_two_mail_addresses_is_there_with_each() -> None:
    person = {"id": OTHER, "name": "Balie", "email": "a@x.nl, b@x.nl"}
    back = read(document(service(contacts=[person])))
    assert [(one.name, one.email) for one in back.every(MapContact)] == [
        ("Balie", "a@x.nl"),
        ("Balie", "b@x.nl"),
    ]


def test_a_night_comes_in_as_one() -> None:
    rule = {"freq": "WEEKLY", "byday": "FR", "opens_at": "20:00", "closes_at": "02:00"}
    back = read(document(service(schedules=[{"id": OTHER, **rule}])))
    (one,) = back.every(Schedule)
    assert (one.byday, one.opens_at, one.closes_at) == ("FR", "20:00", "02:00")
    assert not any(problem.table == "schedule" for problem in back.problems)


def test_what_points_nowhere_or_has_no_place_is_told() -> None:
    back = read(
        document(
            service(
                service_at_locations=[{"id": OTHER, "location_id": ORG}],
                attributes=[{"id": OTHER, "taxonomy_term_id": ORG}],
                funding=[{"id": OTHER, "source": "Gemeente"}],
                cost_options=[{"id": OTHER, "amount": -5, "option": "de kear"}],
                service_areas=[{"id": OTHER, "name": "Grinslân"}],
                shoe_size=44,
            )
        )
    )
    assert back.reasons >= {
        ("service_at_location", "location_id", "points_nowhere"),
        ("attribute", "taxonomy_term_id", "points_nowhere"),
        ("cost_option", "amount", "amount_wrong"),
        ("service_area", "name", "area_elsewhere"),
        ("service", "shoe_size", "column_unknown"),
    }
    (price,) = back.every(CostOption)
    assert (price.option, price.amount) == ("de kear", None)
    (area,) = back.every(ServiceArea)
    assert (area.reach, area.name) == (Reach.ELSEWHERE, "Grinslân")


def test_a_term_of_another_taxonomy_is_a_category_by_its_name() -> None:
    term = {"id": ORG, "code": "BD-1800", "name": "Food", "taxonomy": "AIRS"}
    back = read(document(service(attributes=[{"id": OTHER, "taxonomy_term": term}])))
    (code,) = back.every(ServiceAttribute)
    assert (code.vocabulary, code.code) == (Vocabulary.CATEGORY, "Food")
    assert ("attribute", "taxonomy_term_id", "term_unknown") in back.reasons


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("ma t/m vr 9:00-17:00", [("MO,TU,WE,TH,FR", "09:00", "17:00")]),
        ("ma 9-12 en 13-17 uur", [("MO", "09:00", "12:00"), ("MO", "13:00", "17:00")]),
        ("Dinsdag en donderdag van 9.30 tot 12.00 uur; za 10:00 - 12:00",
         [("TU,TH", "09:30", "12:00"), ("SA", "10:00", "12:00")]),
        ("dagelijks 10:00-22:00", [("MO,TU,WE,TH,FR,SA,SU", "10:00", "22:00")]),
        ("woansdei 14:00–16:00", [("WE", "14:00", "16:00")]),
        ("vr en za 20:00-02:00", [("FR,SA", "20:00", "02:00")]),
        ("ma t/m vr 17-8 uur, zo 22.00-0.00", [("MO,TU,WE,TH,FR", "17:00", "08:00"),
                                               ("SU", "22:00", "00:00")]),
    ],
)  # fmt: skip
def test_hours_as_people_write_them(text: str, told: list[tuple[str, str, str]]) -> None:
    spans = map_hours.spans(text)
    assert [(one.byday, one.opens_at, one.closes_at) for one in spans or ()] == told


@pytest.mark.parametrize(
    "text",
    ["na overleg", "ma 17:00-9:00", "ma 9:00-5:00", "9:00-17:00", "ma 9:00-17:00 behalve in juli",
     "om de week ma 9-12", "ma 9:75-17:00", ""],
)  # fmt: skip
def test_hours_that_are_not_sure_are_no_hours(text: str) -> None:
    assert map_hours.spans(text) is None


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"{", "broken"),
        (b'{"contents": []}', "kind"),
        (b'{"contents": [1, "x", null]}', "kind"),
        (b"[" * 200_000, "unsafe"),
        (b"PK\x03\x04", "broken"),
        (package({"lees.txt": "hoi"}), "kind"),
        (package({"services.csv": "id,name\n"}), "empty"),
    ],
)
def test_what_is_no_directory_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(TableRefused) as refused:
        hsds_source.read(data)
    assert refused.value.params["reason"] == reason


def test_the_day_of_a_price_is_read_as_people_write_it() -> None:
    price = {"id": OTHER, "option": "x", "amount": "€ 7,50", "valid_from": "01-02-2026"}
    (one,) = read(document(service(cost_options=[price]))).every(CostOption)
    assert (one.amount, one.valid_from) == (750, date(2026, 2, 1))
