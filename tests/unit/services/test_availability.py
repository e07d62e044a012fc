"""Office hours per village, absence, and who stands in."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING

import msgspec
import pytest

from meitinker import clock
from meitinker.domain.appointments import AppointmentState, OfficeHourKind
from meitinker.domain.villages import Village
from meitinker.domain.week import instant_at
from meitinker.errors import InvalidField, NotVisible
from meitinker.ids import VillageId, record_id
from meitinker.services import appointments, availability, undo
from meitinker.services.appointments import Planned
from meitinker.services.availability import Away, Weekly
from meitinker.store.acts import act
from tests.stores import Clock
from ui.viewmodels import availability as shown

if TYPE_CHECKING:
    from tests.stores import TestStore


def village(store: TestStore, name: str) -> VillageId:
    one = Village(id=record_id(), frisian_name=name)
    with act(store.database, store.session, "village.add") as work:
        work.create(one)
    return VillageId(one.id)


def weekly(village_id: VillageId, weekday: int = 1, begins: str = "09:00") -> Weekly:
    return Weekly(
        village_id=village_id,
        kind=OfficeHourKind.WALK_IN,
        weekday=weekday,
        begins=begins,
        ends="12:00",
        where="Dorpshuis",
    )


def test_hours_stand_in_the_order_of_the_week(store: TestStore) -> None:
    grou, jirnsum = village(store, "Grou"), village(store, "Jirnsum")
    for typed in (weekly(jirnsum, 4), weekly(grou, 1, "10:00"), weekly(grou, 1)):
        availability.add_hour(store.database, store.session, typed)
    told = availability.availability(store.database, store.session)
    assert [(h.weekday, h.begins, v.name) for h, v in told.hours] == [
        (1, "09:00", "Grou"),
        (1, "10:00", "Grou"),
        (4, "09:00", "Jirnsum"),
    ]
    assert [v.name for v in told.villages] == ["Grou", "Jirnsum"]


def test_a_colleagues_hours_and_days_are_not_mine(store: TestStore) -> None:
    availability.add_hour(store.database, store.session, weekly(village(store, "Grou")))
    day = clock.today()
    availability.add_absence(store.database, store.session, Away(first_day=day, last_day=day))
    other = msgspec.structs.replace(store.session, user=record_id())
    told = availability.availability(store.database, other)
    assert (told.hours, told.absences) == ((), ())
    with store.database.reading() as connection:
        mine, theirs = (
            availability.away_soon(connection, other, day, user_id=user)
            for user in (other.user, store.session.user)
        )
    assert mine is None
    assert theirs is not None


def test_what_cannot_be_is_refused_and_nothing_is_written(store: TestStore) -> None:
    grou = village(store, "Grou")
    wrong = msgspec.structs.replace(weekly(grou), ends="08:00")
    with pytest.raises(InvalidField):
        availability.add_hour(store.database, store.session, wrong)
    with pytest.raises(NotVisible):
        availability.add_hour(store.database, store.session, weekly(VillageId(record_id())))
    day = clock.today()
    with pytest.raises(InvalidField):
        availability.add_absence(
            store.database, store.session, Away(first_day=day, last_day=day - timedelta(days=1))
        )
    told = availability.availability(store.database, store.session)
    assert (told.hours, told.absences) == ((), ())


def test_who_stands_in_is_told_from_two_weeks_before(store: TestStore) -> None:
    away = Away(
        first_day=date(2026, 12, 21), last_day=date(2027, 1, 3),
        replacement="Doutzen", replacement_phone="0566-00 00 03",
    )  # fmt: skip
    with clock.running(Clock("2026-11-22T09:00:00.000Z")):
        availability.add_absence(store.database, store.session, away)
        (told,) = availability.availability(store.database, store.session).absences
    assert (told.replacement, told.replacement_phone) == ("Doutzen", "0566-00 00 03")
    days = [date(2026, 12, 6), date(2026, 12, 7), date(2027, 1, 3), date(2027, 1, 4)]
    with store.database.reading() as connection:
        found = [
            availability.away_soon(connection, store.session, day, user_id=store.session.user)
            for day in days
        ]
    assert [one is not None for one in found] == [False, True, True, False]
    with clock.running(Clock("2027-01-04T09:00:00.000Z")):
        assert availability.availability(store.database, store.session).absences == ()


def test_what_still_stands_in_an_absence_is_counted(store: TestStore) -> None:
    day = clock.today() + timedelta(days=3)
    days = Away(first_day=day, last_day=day + timedelta(days=1))
    availability.add_absence(store.database, store.session, days)

    def told() -> availability.Availability:
        return availability.availability(store.database, store.session)

    (absence,) = told().absences
    assert told().planned == {}
    person = store.person("Hoekstra")
    made = [
        appointments.make(
            store.database,
            store.session,
            person,
            plan=Planned(starts_at=instant_at(on, time(10))),
        ).created("appointment")
        for on in (day, day + timedelta(days=1), day + timedelta(days=2))
    ]
    assert told().planned == {absence.id: 2}
    (row,) = shown.absences(told())
    assert row.status == "Afwezig. U hebt dan nog 2 afspraken."
    appointments.mark(store.database, store.session, made[0], AppointmentState.CANCELLED)
    assert told().planned == {absence.id: 1}


def test_removing_can_be_undone(store: TestStore) -> None:
    availability.add_hour(store.database, store.session, weekly(village(store, "Grou")))
    day = clock.today()
    availability.add_absence(store.database, store.session, Away(first_day=day, last_day=day))
    told = availability.availability(store.database, store.session)
    availability.remove_hour(store.database, store.session, told.hours[0][0].id)
    availability.remove_absence(store.database, store.session, told.absences[0].id)
    gone = availability.availability(store.database, store.session)
    assert (gone.hours, gone.absences) == ((), ())
    undo.undo(store.database, store.session)
    undo.undo(store.database, store.session)
    assert availability.availability(store.database, store.session) == told


def test_hours_and_days_are_changed_and_the_change_is_undone(store: TestStore) -> None:
    grou, jirnsum = village(store, "Grou"), village(store, "Jirnsum")
    hour = availability.add_hour(store.database, store.session, weekly(grou)).created("office_hour")
    availability.change_hour(store.database, store.session, hour, weekly(jirnsum, 3, "11:00"))
    ((told, where),) = availability.availability(store.database, store.session).hours
    assert (told.id, told.weekday, told.begins, where.name) == (hour, 3, "11:00", "Jirnsum")
    undo.undo(store.database, store.session)
    ((told, where),) = availability.availability(store.database, store.session).hours
    assert (told.weekday, where.name) == (1, "Grou")
    day = clock.today()
    away = Away(first_day=day, last_day=day)
    key = availability.add_absence(store.database, store.session, away).created("absence")
    longer = Away(first_day=day, last_day=day + timedelta(days=2), replacement="Doutzen")
    availability.change_absence(store.database, store.session, key, longer)
    (kept,) = availability.availability(store.database, store.session).absences
    assert (kept.id, kept.last_day, kept.replacement) == (key, longer.last_day, "Doutzen")
    with pytest.raises(InvalidField):
        availability.change_absence(
            store.database, store.session, key,
            Away(first_day=day, last_day=day - timedelta(days=1)),
        )  # fmt: skip
    with pytest.raises(NotVisible):
        availability.change_hour(store.database, store.session, record_id(), weekly(grou))
