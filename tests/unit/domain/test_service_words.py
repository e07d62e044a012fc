"""Hours, prices and places of services in the words of people."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest

from meitinker.domain import service_words as words
from meitinker.domain.map_places import LocationType, MapLocation, Provision
from meitinker.domain.map_services import (
    Cost,
    CostOption,
    MapService,
    Reach,
    ServiceArea,
    ServiceCapacity,
    WayIn,
)
from meitinker.domain.opening_hours import Recurrence, Schedule
from meitinker.i18n import speaking
from meitinker.ids import VillageId, record_id

TODAY = date(2026, 11, 22)


def hours(byday: str = "", opens: str = "09:00", closes: str = "12:00", **more: Any) -> Schedule:
    return Schedule(id=record_id(), byday=byday, opens_at=opens, closes_at=closes, **more)


def told(*schedules: Schedule) -> list[str]:
    lines = words.hours_lines(schedules, TODAY)
    return [f"{one.when}: {one.hours}".replace("\N{NO-BREAK SPACE}", " ") for one in lines]


def test_days_of_the_week_stand_in_order_with_all_their_hours() -> None:
    assert told(hours("TH,TU"), hours("TU", "13:00", "17:00")) == [
        "dinsdag: 09:00 – 12:00, 13:00 – 17:00",
        "donderdag: 09:00 – 12:00",
    ]


def test_days_in_a_row_that_are_alike_stand_on_one_line() -> None:
    assert told(hours("MO,TU,WE,TH,FR"), hours("SA,SU", "10:00")) == [
        "maandag tot en met vrijdag: 09:00 – 12:00",
        "zaterdag: 10:00 – 12:00",
        "zondag: 10:00 – 12:00",
    ]


@pytest.mark.parametrize(
    ("schedule", "line"),
    [
        (
            hours("2TU", freq=Recurrence.MONTHLY),
            "de tweede dinsdag van elke maand: 09:00 – 12:00",
        ),
        (
            hours("-1FR", freq=Recurrence.MONTHLY),
            "de laatste vrijdag van elke maand: 09:00 – 12:00",
        ),
        (
            hours(bymonthday="1,15", freq=Recurrence.MONTHLY, interval=2),
            "elke 2 maanden: de 1e, de 15e: 09:00 – 12:00",
        ),
        (
            hours("WE,2TU", freq=Recurrence.MONTHLY),
            "elke woensdag, de tweede dinsdag van elke maand: 09:00 – 12:00",
        ),
        (hours("MO", interval=2), "elke 2 weken op maandag: 09:00 – 12:00"),
        (
            hours("MO", interval=2, dtstart=date(2026, 9, 7)),
            "elke 2 weken op maandag, zoals 30 november 2026: 09:00 – 12:00",
        ),
        (hours("MO", "", "", description="Op afspraak"), "maandag: Op afspraak"),
        (hours("MO", "00:00", "24:00"), "maandag: dag en nacht"),
        (hours("FR", "20:00", "02:00"), "vrijdag: 20:00 – 02:00"),
        (
            hours("MO", valid_from=date(2026, 12, 1)),
            "maandag, vanaf 1 december 2026: 09:00 – 12:00",
        ),
        (
            hours("MO", valid_to=date(2026, 12, 1)),
            "maandag, tot en met 1 december 2026: 09:00 – 12:00",
        ),
        (hours(freq=Recurrence.NONE), "Nu: 09:00 – 12:00"),
        (
            hours(
                freq=Recurrence.NONE,
                closed=True,
                valid_from=date(2026, 12, 24),
                valid_to=date(2027, 1, 1),
                description="Fijne feestdagen.",
            ),
            "24 december 2026 tot en met 1 januari 2027: dicht · Fijne feestdagen.",
        ),
        (
            hours(freq=Recurrence.NONE, valid_from=date(2026, 12, 5), valid_to=date(2026, 12, 5)),
            "5 december 2026: 09:00 – 12:00",
        ),
    ],
)
def test_other_hours(schedule: Schedule, line: str) -> None:
    assert told(schedule) == [line]


@pytest.mark.parametrize(
    ("code", "first", "last"),
    [
        ("en", "the first Saturday of every month", "the last Saturday of every month"),
        ("fy", "de earste sneon fan elke moanne", "de lêste sneon fan elke moanne"),
    ],
)
def test_days_of_the_month_are_said_as_people_say_them(code: str, first: str, last: str) -> None:
    with speaking(code):
        assert told(hours("1SA", freq=Recurrence.MONTHLY)) == [f"{first}: 09:00 – 12:00"]
        assert told(hours("-1SA", freq=Recurrence.MONTHLY)) == [f"{last}: 09:00 – 12:00"]


def test_what_is_past_is_left_out_and_what_differs_comes_last() -> None:
    closing = hours(freq=Recurrence.NONE, closed=True, valid_from=date(2026, 12, 25))
    assert told(closing, hours("MO"), hours("TU", valid_to=date(2026, 1, 1))) == [
        "maandag: 09:00 – 12:00",
        "vanaf 25 december 2026: dicht",
    ]


@pytest.mark.parametrize(
    ("least", "most", "text"),
    [
        (None, None, ""),
        (55, None, "vanaf 55 jaar"),
        (None, 12, "tot en met 12 jaar"),
        (4, 12, "van 4 tot en met 12 jaar"),
    ],
)
def test_ages(least: int | None, most: int | None, text: str) -> None:
    service = MapService(
        id=record_id(), provider_id=record_id(), minimum_age=least, maximum_age=most
    )
    assert words.ages(service) == text


def test_way_in_cost_price_and_room() -> None:
    service = MapService(id=record_id(), provider_id=record_id())
    assert (words.way_in(service), words.cost(service)) == ("", "")
    service = MapService(
        id=record_id(), provider_id=record_id(), way_in=WayIn.REFERRAL, cost=Cost.FREE
    )
    assert (words.way_in(service), words.cost(service)) == ("Met een verwijzing", "Gratis")
    price = CostOption(id=record_id(), service_id=record_id(), amount=705, option="per keer")
    assert words.price(price) == "€ 7,05 per keer"
    room = ServiceCapacity(id=record_id(), service_id=record_id(), unit="plaatsen")
    assert words.room(room) == ""
    room = ServiceCapacity(
        id=record_id(),
        service_id=record_id(),
        unit="plaatsen",
        available=3,
        updated_on=date(2026, 11, 2),
    )
    assert words.room(room) == "plaatsen: 3 vrij op 2 november 2026"
    assert words.room(msgspec.structs.replace(room, unit="")) == "3 vrij op 2 november 2026"


def test_places_and_who_can_get_in() -> None:
    place = MapLocation(
        id=record_id(),
        name="It Swetshûs",
        street="Buorren",
        number="2",
        postcode="9001 XX",
        place="Grou",
        wheelchair=Provision.YES,
        hearing_loop=Provision.NO,
    )
    assert words.address(place) == "It Swetshûs, Buorren 2, 9001\N{NO-BREAK SPACE}XX Grou"
    assert words.access(place) == "met een rolstoel, geen ringleiding"
    assert words.access(MapLocation(id=record_id())) == ""
    virtual = MapLocation(id=record_id(), location_type=LocationType.VIRTUAL, name="Zoom")
    assert words.address(virtual) == "Op internet, Zoom"


def test_areas() -> None:
    village = VillageId(record_id())
    names = {str(village): "Grou"}
    of: dict[str, Any] = {"service_id": record_id()}

    def area(reach: Reach, **more: Any) -> str:
        return words.area(ServiceArea(id=record_id(), reach=reach, **of, **more), names)

    assert area(Reach.VILLAGE, village_id=village) == "Grou"
    assert area(Reach.MUNICIPALITY, name="Leeuwarden") == "gemeente Leeuwarden"
    assert area(Reach.COUNTRY) == "Heel Nederland"
    assert area(Reach.REGION, name="Midden-Fryslân") == "Midden-Fryslân"
    assert area(Reach.ELSEWHERE, name="Assen") == ""


def test_amounts_are_written_with_a_comma() -> None:
    told = (words.euros(5), words.euros(750), words.euros(120_000))
    assert told == ("€ 0,05", "€ 7,50", "€ 1200,00")
