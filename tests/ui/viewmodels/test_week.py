"""What the week says, without Qt."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest

from meitinker import clock
from meitinker.domain.appointments import Absence, AppointmentState, MeetingPlace, OfficeHourKind
from meitinker.domain.week import instant_at, span_of
from meitinker.ids import record_id
from meitinker.services.appointments import AppointmentClash
from meitinker.services.week import VillageHour, Week
from meitinker.store.appointments import AppointmentEntry
from tests.stores import Clock
from ui.viewmodels import times, week

MONDAY = date(2026, 11, 23)


def entry(day: date, wall: time, minutes: int = 60, **fields: Any) -> AppointmentEntry:
    told: dict[str, Any] = {
        "appointment_id": str(record_id()), "person_id": "p", "given_names": "",
        "called": "Sjoukje", "prefix": "de", "surname": "Jong", "partner_name": "",
        "starts_at": instant_at(day, wall), "minutes": minutes, "place": MeetingPlace.HOME,
        "where": "", "state": AppointmentState.PLANNED, "visit_id": None, "request_id": None,
        "village": "Grou", "street": "De Buorren 14", "secret_address": False,
    }  # fmt: skip
    return AppointmentEntry(**{**told, **fields})


def of(
    *entries: AppointmentEntry, monday: date = MONDAY, hours: tuple[VillageHour, ...] = (),
    absences: tuple[Absence, ...] = (),
) -> week.ShownWeek:  # fmt: skip
    with clock.running(Clock("2026-11-24T09:00:00.000Z")):
        return week.shown(
            Week(
                first=monday,
                last=monday + timedelta(days=6),
                appointments=entries,
                hours=hours,
                absences=absences,
            )
        )


def test_an_empty_week_shows_its_days_and_the_usual_hours() -> None:
    shown = of()
    assert (shown.title, shown.dates) == ("Week 48", "23 tot en met 29 november 2026")
    assert [day.short for day in shown.days][:2] == ["ma 23", "di 24"]
    assert [day.today for day in shown.days] == [False, True, *[False] * 5]
    assert (shown.first_hour, shown.last_hour, shown.first_minute) == (7, 21, 540)
    assert (shown.lines, shown.weekend_is_empty, shown.here) == ((), True, True)
    assert of(monday=date(2026, 11, 30)).here is False


@pytest.mark.parametrize(
    ("monday", "dates"),
    [
        (date(2026, 11, 30), "30 november tot en met 6 december 2026"),
        (date(2026, 12, 28), "28 december 2026 tot en met 3 januari 2027"),
    ],
)
def test_a_week_over_months_and_years_says_so(monday: date, dates: str) -> None:
    assert of(monday=monday).dates == dates


def test_a_block_tells_all_in_words() -> None:
    (block,) = of(entry(date(2026, 11, 24), time(10))).days[1].blocks
    assert (block.begins, block.ends, block.time) == (600, 660, "10:00")
    assert block.name == (
        "dinsdag 24 november, 10:00 tot 11:00, Sjoukje de Jong, Thuis: De Buorren 14, Grou, Gepland"
    )


def test_a_secret_address_is_said_to_be_secret() -> None:
    one = entry(MONDAY, time(10), street="", village="", secret_address=True)
    assert week.place_in(one) == "Thuis (adres geheim)"


def test_one_over_midnight_stands_in_both_days_and_the_hours_grow() -> None:
    shown = of(entry(MONDAY, time(23, 30), 90))
    (late,), (early,) = shown.days[0].blocks, shown.days[1].blocks
    assert (late.begins, late.ends) == (1410, week.WHOLE_DAY)
    assert (early.begins, early.ends) == (0, 60)
    assert late.key == early.key
    assert (shown.first_hour, shown.last_hour) == (0, 24)
    assert len(shown.lines) == 1


def test_the_night_in_which_an_hour_comes_twice_gives_a_block_of_some_height() -> None:
    sunday = date(2026, 10, 25)
    shown = of(entry(sunday, time(2, 30), 60), monday=date(2026, 10, 19))
    (block,) = shown.days[6].blocks
    assert block.ends > block.begins
    assert shown.lines[0].title == "Zondag 25 oktober, 02:30 tot 02:30: Sjoukje de Jong"


def test_what_overlaps_stands_side_by_side() -> None:
    day = MONDAY
    shown = of(
        entry(day, time(10), 60),
        entry(day, time(10, 30), 60),
        entry(day, time(11), 30),
        entry(day, time(13), 30),
    )
    assert [(b.lane, b.lanes) for b in shown.days[0].blocks] == [(0, 2), (1, 2), (0, 2), (0, 1)]


def test_office_hours_and_absence_stand_in_their_day_and_in_the_list() -> None:
    hour = VillageHour(
        hour_id="h", kind=OfficeHourKind.WALK_IN, village="Grou", where="It Dielshûs",
        span=span_of(instant_at(MONDAY, time(9)), 120),
    )  # fmt: skip
    away = Absence(
        id=record_id(), user_id="u", first_day=date(2026, 11, 26), last_day=date(2026, 12, 2),
        replacement="Doutzen", replacement_phone="0566-00 00 03",
    )  # fmt: skip
    shown = of(hours=(hour,), absences=(away,))
    assert shown.days[0].bands[0].text == "Spreekuur Grou"
    assert [bool(day.away) for day in shown.days] == [False] * 3 + [True] * 4
    assert [line.title for line in shown.lines] == [
        "Maandag 23 november, 09:00 tot 11:00: Spreekuur Grou",
        "Afwezig. Vervanger: Doutzen 0566-00 00 03",
    ]
    assert shown.lines[1].status == "26 november tot en met 2 december 2026"
    assert [line.key for line in shown.lines] == ["", ""]


def test_what_became_of_it_is_said_first() -> None:
    shown = of(entry(MONDAY, time(10), state=AppointmentState.CANCELLED))
    assert shown.lines[0].status.startswith("Afgezegd. Thuis: ")
    assert shown.days[0].blocks[0].over


def test_nobody_at_home_is_not_told_to_be_at_home() -> None:
    shown = of(entry(MONDAY, time(10), state=AppointmentState.NOT_AT_HOME))
    assert shown.lines[0].status.startswith("Niet thuis: ")
    assert shown.days[0].blocks[0].over


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("14:30", time(14, 30)), ("14.30", time(14, 30)), ("1430", time(14, 30)),
        ("930", time(9, 30)), ("14u30", time(14, 30)), ("14 uur", time(14)), (" 9 ", time(9)),
        ("9u", time(9)), ("0:05", time(0, 5)), ("24:00", None), ("14:60", None),
        ("half drie", None), ("", None), ("14:3", None), ("-3", None),
        ("\u0661\u0664:30", None), ("14:30:00", None),
    ],
)  # fmt: skip
def test_a_time_is_read_as_people_type_it(typed: str, read: time | None) -> None:
    assert times.read_time(typed) == read


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(1, "1 minuut"), (45, "45 minuten"), (60, "1 uur"), (75, "1 uur en 15 minuten"),
     (120, "2 uur")],
)  # fmt: skip
def test_a_length_is_said_in_words(minutes: int, said: str) -> None:
    assert times.minutes_text(minutes) == said


def test_an_odd_length_is_among_the_choices() -> None:
    assert "50" in [one.key for one in times.lengths(50)]
    assert len(times.lengths(60)) == 10


def test_a_clash_is_told_and_allowed() -> None:
    one = entry(MONDAY, time(10))
    away = Absence(id=record_id(), user_id="u", first_day=MONDAY, last_day=MONDAY)
    assert week.clash_words(AppointmentClash(appointments=(), absence=None)) == ""
    assert week.clash_words(AppointmentClash(appointments=(one,), absence=away)) == (
        "U hebt dan al een afspraak: Sjoukje de Jong, 10:00 tot 11:00. U bent dan afwezig."
        " Het mag wel."
    )


@pytest.mark.parametrize(
    ("now", "monday", "day"),
    [
        ("2026-11-24T09:00:00.000Z", MONDAY, date(2026, 11, 25)),
        ("2026-11-27T09:00:00.000Z", MONDAY, date(2026, 11, 30)),  # Friday
        ("2026-11-28T09:00:00.000Z", date(2026, 11, 9), date(2026, 11, 30)),
        ("2026-11-24T09:00:00.000Z", date(2026, 12, 7), date(2026, 12, 7)),
    ],
)
def test_a_new_appointment_begins_with_a_working_day(now: str, monday: date, day: date) -> None:
    with clock.running(Clock(now)):
        assert week.usual_day(monday) == day


@pytest.mark.parametrize(
    ("now", "slot", "offered"),
    [
        ("2026-11-23T21:04:00.000Z", (MONDAY, 9 * 60), (date(2026, 11, 24), 9 * 60)),
        ("2026-11-23T07:59:00.000Z", (MONDAY, 9 * 60), (MONDAY, 9 * 60)),
        ("2026-11-23T08:00:00.000Z", (MONDAY, 9 * 60), (date(2026, 11, 24), 9 * 60)),
        ("2026-11-23T12:59:00.000Z", (MONDAY, 14 * 60), (MONDAY, 14 * 60)),
        ("2026-12-31T22:59:00.000Z", None, (date(2027, 1, 1), 9 * 60)),
        ("2026-12-31T23:01:00.000Z", None, (date(2027, 1, 4), 9 * 60)),
    ],
)
def test_a_slot_that_is_over_is_not_offered(
    now: str, slot: tuple[date, int] | None, offered: tuple[date, int]
) -> None:
    with clock.running(Clock(now)):
        assert week.offered(MONDAY, slot) == offered
