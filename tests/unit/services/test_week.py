"""A week as one reading, and the calendar file, read by hand: RFC 5545 line by line."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

import pytest

from meitinker.domain.appointments import AppointmentState, MeetingPlace, OfficeHourKind
from meitinker.domain.people import Person
from meitinker.domain.villages import Village
from meitinker.domain.week import instant_at
from meitinker.errors import DiskFull
from meitinker.ids import PersonId, RecordId, VillageId, record_id
from meitinker.services import appointments, availability, reading, week
from meitinker.services.appointments import Planned
from meitinker.services.availability import Away, Weekly
from meitinker.store import records
from meitinker.store.acts import act
from tests import readings

if TYPE_CHECKING:
    from tests.stores import TestStore

MONDAY, SUNDAY = date(2026, 10, 19), date(2026, 10, 25)
"""The week in which the clock is put back."""


@pytest.fixture
def filled(store: TestStore) -> TestStore:
    """A store with a resident in Grou, a visit, an office hour on Sunday and a day away."""
    grou = Village(id=record_id(), frisian_name="Grou")
    person = Person(
        id=record_id(), called="Sjoukje", prefix="de", surname="Jong-Wâldsang",
        village_id=VillageId(grou.id),
    )  # fmt: skip
    with act(store.database, store.session, "village.add") as work:
        work.create(grou)
        work.create(person)
    plan = Planned(
        starts_at=instant_at(MONDAY, time(10)),
        minutes=45,
        note="Schulden; dochter Antsje is erbij.",
        where="bij de buurvrouw",
    )
    appointments.make(store.database, store.session, PersonId(person.id), plan=plan)
    availability.add_hour(
        store.database,
        store.session,
        Weekly(
            village_id=VillageId(grou.id),
            kind=OfficeHourKind.WALK_IN,
            weekday=7,
            begins="09:00",
            ends="10:00",
            where="It Dielshûs, grutte seal, foaryn by de tillefoan en de kofjemasine rjochts",
        ),
    )
    availability.add_absence(
        store.database, store.session, Away(first_day=date(2026, 10, 21), last_day=SUNDAY)
    )
    return store


def own(store: TestStore) -> RecordId:
    (one,) = week.between(store.database, store.session, MONDAY, SUNDAY).appointments
    return RecordId(one.appointment_id)


def lines(raw: bytes) -> list[str]:
    """Return the unfolded content lines, having checked the folding itself (RFC 5545 §3.1)."""
    assert raw.endswith(b"\r\n")
    assert raw.count(b"\n") == raw.count(b"\r\n") == raw.count(b"\r")
    physical = raw.split(b"\r\n")[:-1]
    assert max(len(line) for line in physical) <= 75
    return b"\r\n".join(physical).replace(b"\r\n ", b"").decode("utf-8").split("\r\n")


def events(raw: bytes) -> list[dict[str, str]]:
    """Return the events by property, parameters left on the name."""
    found: list[dict[str, str]] = []
    content = lines(raw)
    assert content[0] == "BEGIN:VCALENDAR"
    assert content[-1] == "END:VCALENDAR"
    for line in content:
        name, _colon, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found and name not in found[-1]:
            found[-1][name] = value
    return found


def test_a_week_holds_appointments_office_hours_and_absence(filled: TestStore) -> None:
    found = week.between(filled.database, filled.session, MONDAY, SUNDAY)
    assert [one.called for one in found.appointments] == ["Sjoukje"]
    assert [(one.village, one.kind) for one in found.hours] == [("Grou", OfficeHourKind.WALK_IN)]
    assert [one.first_day for one in found.absences] == [date(2026, 10, 21)]
    before = week.between(filled.database, filled.session, date(2026, 10, 12), date(2026, 10, 18))
    assert (before.appointments, before.absences) == ((), ())
    assert len(before.hours) == 1


def test_the_file_is_folded_and_in_utc(filled: TestStore) -> None:
    raw = week.calendar_file(filled.database, filled.session, MONDAY, SUNDAY)
    content = lines(raw)
    assert content[1:4] == ["VERSION:2.0", "PRODID:-//meitinker//agenda//NL", "METHOD:PUBLISH"]
    assert b"\r\n " in raw  # one line was long enough to be folded
    assert not any(line.startswith("BEGIN:VTIMEZONE") for line in content)
    visit, hour, away = events(raw)
    # summer time until the 25th, winter time on it: the same file, other offsets
    assert (visit["DTSTART"], visit["DTEND"]) == ("20261019T080000Z", "20261019T084500Z")
    assert (hour["DTSTART"], hour["DTEND"]) == ("20261025T080000Z", "20261025T090000Z")
    assert away["DTSTART;VALUE=DATE"] == "20261021"
    assert away["DTEND;VALUE=DATE"] == "20261026"  # the day after the last
    assert all("TZID" not in line for line in content)
    assert all(one["DTSTAMP"].endswith("Z") for one in (visit, hour, away))
    assert hour["LOCATION"].startswith("It Dielshûs\\, grutte seal")
    assert len({one["UID"] for one in (visit, hour, away)}) == 3


def test_nothing_in_the_file_tells_who_the_resident_is(filled: TestStore) -> None:
    raw = week.calendar_file(filled.database, filled.session, MONDAY, SUNDAY)
    visit = events(raw)[0]
    assert (visit["SUMMARY"], visit["LOCATION"]) == ("Huisbezoek", "Grou")
    told = raw.decode()
    private = ("Sjoukje", "Jong", "Schulden", "Antsje", "buurvrouw", own(filled), "S.J.")
    assert [word for word in private if word in told] == []
    with_initials = week.calendar_file(
        filled.database, filled.session, MONDAY, SUNDAY, initials=True
    )
    assert events(with_initials)[0]["SUMMARY"] == "Huisbezoek S.J."
    assert b"Sjoukje" not in with_initials


@pytest.mark.promise("L19")
def test_l19_the_export_is_logged_for_each_resident_before_the_file_is_there(
    filled: TestStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    week.calendar_file(filled.database, filled.session, MONDAY, SUNDAY)
    (one,) = week.between(filled.database, filled.session, MONDAY, SUNDAY).appointments
    (seen,) = readings.of_client(filled.database, one.person_id)
    assert (seen.action, seen.kind, seen.terms) == ("export", "appointment", "calendar")

    def full(*_ignored: object, **_also: object) -> None:
        raise DiskFull

    monkeypatch.setattr(reading, "exported", full)
    with pytest.raises(DiskFull):
        week.calendar_file(filled.database, filled.session, MONDAY, SUNDAY)


def test_a_later_file_replaces_and_cancels_under_the_same_name(filled: TestStore) -> None:
    first = events(week.calendar_file(filled.database, filled.session, MONDAY, SUNDAY))
    appointments.mark(filled.database, filled.session, own(filled), AppointmentState.CANCELLED)
    again = events(week.calendar_file(filled.database, filled.session, MONDAY, SUNDAY))
    assert [one["UID"] for one in first] == [one["UID"] for one in again]
    assert [one["STATUS"] for one in first] == ["CONFIRMED"] * 3
    assert (again[0]["STATUS"], again[0]["TRANSP"]) == ("CANCELLED", "TRANSPARENT")


def test_a_secret_address_leaves_no_village_in_the_file(filled: TestStore) -> None:
    def places() -> set[str]:
        found = events(week.calendar_file(filled.database, filled.session, MONDAY, SUNDAY))
        return {str(one.get("LOCATION", "")) for one in found if "Huisbezoek" in one["SUMMARY"]}

    assert places() == {"Grou"}
    with filled.database.reading() as connection:
        (person,) = records.find(connection, filled.session, Person)
    with act(filled.database, filled.session, "person.secret_address") as work:
        work.edit(Person, person.id, {"secret_address": True})
    assert places() == {""}


@pytest.mark.parametrize(
    ("place", "summary"),
    [
        (MeetingPlace.PHONE, "Afspraak per telefoon"),
        (MeetingPlace.OFFICE_HOUR, "Afspraak op het spreekuur"),
        (MeetingPlace.ELSEWHERE, "Afspraak"),
    ],
)
def test_other_places_name_no_village(filled: TestStore, place: MeetingPlace, summary: str) -> None:
    plan = Planned(starts_at=instant_at(MONDAY, time(10)), place=place, where="bij Antsje")
    appointments.change(filled.database, filled.session, own(filled), plan=plan)
    visit = events(week.calendar_file(filled.database, filled.session, MONDAY, SUNDAY))[0]
    assert visit["SUMMARY"] == summary
    assert "LOCATION" not in visit


def test_a_name_in_any_script_gives_initials_or_none(filled: TestStore) -> None:
    person = week.between(filled.database, filled.session, MONDAY, SUNDAY).appointments[0].person_id
    with act(filled.database, filled.session, "person.edit") as work:
        work.edit(Person, RecordId(person), {"called": "  ", "surname": "Ïnghoarn\u202e"})
    raw = week.calendar_file(filled.database, filled.session, MONDAY, SUNDAY, initials=True)
    assert events(raw)[0]["SUMMARY"] == "Huisbezoek Ï."
