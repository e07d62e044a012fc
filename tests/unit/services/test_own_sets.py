"""The organisation's own sets: laid over what is shipped, per municipality, from a day on."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from meitinker import clock
from meitinker.domain import reference
from meitinker.domain.clocks import ClockName, Counting
from meitinker.domain.organisation import Municipality, Organisation, User
from meitinker.domain.own_sets import CLIENT_SUPPORT, EQUAL_DAYS, SERVICE_TERMS, EqualDay
from meitinker.domain.people import Person
from meitinker.domain.plans import HandoverWay
from meitinker.domain.villages import Village
from meitinker.errors import InvalidField
from meitinker.ids import MunicipalityId, VillageId, record_id
from meitinker.services import letters, own_sets, request_files, requests, undo
from meitinker.services.requests import NewRequest
from meitinker.store.acts import act
from tests.stores import Clock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from meitinker.ids import PersonId, RecordId
    from tests.stores import TestStore

SHIPPED = {name: reference.shipped(name) for name in (SERVICE_TERMS, CLIENT_SUPPORT, EQUAL_DAYS)}


@pytest.fixture
def wall() -> Iterator[Clock]:
    """Lend a clock that stands at Thursday 12 November 2026, 15:05 in Amsterdam."""
    standing = Clock()
    with clock.running(standing):
        yield standing


@pytest.fixture
def person(store: TestStore) -> PersonId:
    """Add someone in Grou, of Leeuwarden."""
    with act(store.database, store.session, "open") as work:
        work.create(Organisation(id=store.session.organisation, name="Mienskip"))
        work.create(User(id=store.session.user, name="Hinke"))
    return living(store, "Leeuwarden")


def living(store: TestStore, municipality: str) -> PersonId:
    person = store.person(municipality)
    where = Municipality(id=record_id(), name=municipality)
    village = Village(id=record_id(), frisian_name="Grou", municipality_id=MunicipalityId(where.id))
    with act(store.database, store.session, "open") as work:
        work.create(where)
        work.create(village)
        work.edit(Person, person, {"village_id": VillageId(village.id)})
    return person


def place(store: TestStore, name: str) -> MunicipalityId:
    known = own_sets.shown(store.database, store.session).municipalities
    return MunicipalityId(next(one.id for one in known if one.name == name))


def take(store: TestStore, person: PersonId) -> RecordId:
    new = NewRequest(words="Ik kom de trap niet meer op.")
    return requests.take(store.database, store.session, person, new).created("request")


def due(store: TestStore, request: RecordId, name: ClockName) -> datetime | date | None:
    running = request_files.file_of(store.database, store.session, request).clocks
    one = next(found for found in running if found.name is name)
    return one.last_day or one.due_at


@pytest.mark.usefixtures("wall")
def test_nothing_is_set_at_first(store: TestStore, person: PersonId) -> None:
    sets = own_sets.shown(store.database, store.session)
    assert (sets.term.appointment_hours, sets.support.told, sets.days) == (24, "", ())


def test_a_term_holds_for_questions_from_that_day_on(
    store: TestStore, person: PersonId, wall: Clock
) -> None:
    earlier = take(store, person)
    wall.at = clock.instant_from("2026-11-13T14:00:00.000Z")
    own_sets.keep_term(store.database, store.session, hours=48, counting=Counting.CALENDAR_HOURS)
    later = take(store, person)
    assert due(store, earlier, ClockName.APPOINTMENT) == clock.instant_from(
        "2026-11-13T14:05:00.000Z"
    )
    assert due(store, later, ClockName.APPOINTMENT) == clock.instant_from(
        "2026-11-15T14:00:00.000Z"
    )
    assert reference.shipped(SERVICE_TERMS) == SHIPPED[SERVICE_TERMS]
    undo.undo(store.database, store.session)  # the question
    undo.undo(store.database, store.session)  # the term
    assert own_sets.shown(store.database, store.session).term.appointment_hours == 24


@pytest.mark.usefixtures("wall")
def test_a_municipality_has_its_own_term(store: TestStore, person: PersonId) -> None:
    other = living(store, "Heerenveen")
    where = place(store, "Heerenveen")
    own_sets.keep_term(
        store.database, store.session, hours=72, counting=Counting.WORKING_DAYS,
        municipality_id=where,
    )  # fmt: skip
    here, there = take(store, person), take(store, other)
    first, second = (due(store, one, ClockName.APPOINTMENT) for one in (here, there))
    assert first != second
    rows = request_files.waiting(store.database, store.session)
    assert {row.request_id: row.first.due_at for row in rows if row.first} == {
        here: first,
        there: second,
    }
    assert own_sets.shown(store.database, store.session).term.appointment_hours == 24
    assert own_sets.shown(store.database, store.session, where).term.appointment_hours == 72


@pytest.mark.usefixtures("wall")
@pytest.mark.parametrize("hours", [0, -1, 673])
def test_a_promise_that_cannot_be_is_refused(store: TestStore, hours: int) -> None:
    with pytest.raises(InvalidField, match="hours_wrong"):
        own_sets.keep_term(
            store.database, store.session, hours=hours, counting=Counting.CALENDAR_HOURS
        )


@pytest.mark.usefixtures("wall")
def test_a_letter_names_who_gives_client_support_there(store: TestStore, person: PersonId) -> None:
    request = take(store, person)
    file = request_files.file_of(store.database, store.session, request)
    assert not letters.names_support(store.database, store.session, file)
    own_sets.keep_support(store.database, store.session, name="MEE", phone="058 123 45 67")
    own_sets.keep_support(
        store.database, store.session, name=" Zorgbelang ", phone="",
        municipality_id=place(store, "Leeuwarden"),
    )  # fmt: skip
    assert letters.names_support(store.database, store.session, file)
    letters.make(store.database, store.session, request, way=HandoverWay.SEND_LATER)
    (made,) = request_files.file_of(store.database, store.session, request).letters
    assert '"client_support":"Zorgbelang"' in made.content


@pytest.mark.usefixtures("wall")
def test_support_that_cannot_be_called_is_refused(store: TestStore) -> None:
    with pytest.raises(InvalidField, match="support_name_missing"):
        own_sets.keep_support(store.database, store.session, name=" ", phone="058 123 45 67")
    with pytest.raises(InvalidField):
        own_sets.keep_support(store.database, store.session, name="MEE", phone="12")
    assert own_sets.shown(store.database, store.session).support.told == ""


@pytest.mark.promise("L1")
@pytest.mark.usefixtures("wall")
def test_l1_a_day_put_on_a_par_with_holidays_moves_the_terms(
    store: TestStore, person: PersonId
) -> None:
    request = take(store, person)
    assert due(store, request, ClockName.PERSONAL_PLAN) == date(2026, 11, 19)
    assert due(store, request, ClockName.INVESTIGATION) == date(2026, 12, 24)
    for day in (date(2026, 12, 24), date(2026, 11, 19)):
        new = EqualDay(day=day, source="Stb. 2026, 1")
        own_sets.add_equal_day(store.database, store.session, new)
    assert due(store, request, ClockName.PERSONAL_PLAN) == date(2026, 11, 20)
    assert due(store, request, ClockName.INVESTIGATION) == date(2026, 12, 28)
    letters.make(store.database, store.session, request, way=HandoverWay.SEND_LATER)
    (made,) = request_files.file_of(store.database, store.session, request).letters
    assert "28 december 2026" in made.content
    own_sets.remove_equal_day(store.database, store.session, date(2026, 12, 24))
    assert due(store, request, ClockName.INVESTIGATION) == date(2026, 12, 24)


@pytest.mark.usefixtures("wall")
def test_a_day_is_added_once_and_with_its_source(store: TestStore) -> None:
    day = EqualDay(day=date(2026, 5, 1), source="Stb. 2026, 1")
    own_sets.add_equal_day(store.database, store.session, day)
    with pytest.raises(InvalidField, match="day_known"):
        own_sets.add_equal_day(store.database, store.session, day)
    with pytest.raises(InvalidField, match="decree_missing"):
        own_sets.add_equal_day(
            store.database, store.session, EqualDay(day=date(2027, 5, 1), source=" ")
        )
    assert own_sets.shown(store.database, store.session).days == (day,)
