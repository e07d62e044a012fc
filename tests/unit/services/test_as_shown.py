"""Forms that are handed in with a button, beside what somebody else wrote meanwhile."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest

from meitinker import clock
from meitinker.domain.applications import Application, ApplicationForm
from meitinker.domain.appointments import Absence, Appointment, OfficeHour, OfficeHourKind
from meitinker.domain.clocks import ServiceTerm
from meitinker.domain.contacts import ContactNote
from meitinker.domain.organisation import User
from meitinker.domain.own_sets import ClientSupport
from meitinker.domain.records import Record
from meitinker.domain.tasks import Task
from meitinker.domain.villages import Village
from meitinker.errors import ChangedMeanwhile
from meitinker.ids import RecordId, VillageId, record_id
from meitinker.services import (
    applications,
    appointments,
    availability,
    contacts,
    organisation,
    own_sets,
    tasks,
)
from meitinker.services.applications import Signed
from meitinker.services.appointments import Planned
from meitinker.services.availability import Away, Weekly
from meitinker.services.contacts import TypedNote
from meitinker.store.acts import act
from tests.stores import TestStore

DAY = date(2027, 1, 4)
SHOWN: dict[str, object] = {"what": "Bel", "due_on": DAY}


def task(store: TestStore) -> RecordId:
    changes = tasks.add(store.database, store.session, store.person(), what="Bel", due_on=DAY)
    return changes.created("task")


def meanwhile(store: TestStore, one: RecordId, **fields: object) -> None:
    """Let somebody else change a task."""
    with act(store.database, store.session, "test.make") as work:
        work.edit(Task, one, fields)


@pytest.mark.promise("F8")
def test_f8_what_the_user_left_alone_stays_as_somebody_else_made_it(store: TestStore) -> None:
    one = task(store)
    meanwhile(store, one, due_on=DAY + timedelta(days=1))
    tasks.change(store.database, store.session, one, what="Mail", due_on=DAY, shown=SHOWN)
    now = store.get(Task, one)
    assert (now.what, now.due_on) == ("Mail", DAY + timedelta(days=1))


@pytest.mark.promise("F8")
def test_f8_what_both_changed_is_not_overwritten_unseen(store: TestStore) -> None:
    one = task(store)
    meanwhile(store, one, what="Schrijf")
    with pytest.raises(ChangedMeanwhile):
        tasks.change(store.database, store.session, one, what="Mail", due_on=DAY, shown=SHOWN)
    assert store.get(Task, one).what == "Schrijf"
    seen: dict[str, object] = {"what": "Schrijf", "due_on": DAY}
    tasks.change(store.database, store.session, one, what="Mail", due_on=DAY, shown=seen)
    assert store.get(Task, one).what == "Mail"


@pytest.mark.promise("F8")
def test_f8_control_without_what_was_shown_it_is_gone_unasked(store: TestStore) -> None:
    one = task(store)
    meanwhile(store, one, what="Schrijf", due_on=DAY + timedelta(days=1))
    tasks.change(store.database, store.session, one, what="Mail", due_on=DAY)
    assert (store.get(Task, one).what, store.get(Task, one).due_on) == ("Mail", DAY)


def test_what_both_changed_alike_is_no_clash(store: TestStore) -> None:
    one = task(store)
    meanwhile(store, one, what="Mail")
    tasks.change(store.database, store.session, one, what="Mail", due_on=DAY, shown=SHOWN)
    assert store.get(Task, one).what == "Mail"


@pytest.mark.promise("F8")
def test_f8_an_appointment_that_was_moved_is_not_moved_back_by_a_note(store: TestStore) -> None:
    use, client = (store.database, store.session), store.person()
    noon = clock.now() + timedelta(days=2)
    plan = Planned(starts_at=noon, note="")
    one = appointments.make(*use, client, plan=plan).created("appointment")
    shown = store.get(Appointment, one)
    appointments.change(*use, one, plan=Planned(starts_at=noon + timedelta(hours=2)))
    noted = Planned(starts_at=noon, note="Dochter is erbij.")
    appointments.change(*use, one, plan=noted, shown=shown)
    now = store.get(Appointment, one)
    assert now.note == "Dochter is erbij."
    assert now.starts_at > shown.starts_at
    moved = Planned(starts_at=noon + timedelta(hours=4), note="Dochter is erbij.")
    with pytest.raises(ChangedMeanwhile):
        appointments.change(*use, one, plan=moved, shown=shown)


def _elsewhere(store: TestStore, kind: type[Record], one: RecordId, **fields: object) -> None:
    with act(store.database, store.session, "test.make") as work:
        work.edit(kind, one, fields)


@pytest.mark.promise("F8")
def test_f8_an_office_hour_and_an_absence_keep_what_was_changed_elsewhere(store: TestStore) -> None:
    use = store.database, store.session
    village = VillageId(record_id())
    with act(*use, "test.make") as work:
        work.create(Village(id=village, frisian_name="Grou", dutch_name="Grou"))
    weekly = Weekly(
        village_id=village,
        kind=OfficeHourKind.WALK_IN,
        weekday=1,
        begins="09:00",
        ends="10:00",
    )
    hour = availability.add_hour(*use, weekly).created("office_hour")
    shown = store.get(OfficeHour, hour)
    _elsewhere(store, OfficeHour, hour, where="De Skuorre")
    later = msgspec.structs.replace(weekly, ends="11:00")
    availability.change_hour(*use, hour, later, shown=shown)
    now = store.get(OfficeHour, hour)
    assert (now.where, now.ends) == ("De Skuorre", "11:00")
    with pytest.raises(ChangedMeanwhile):
        availability.change_hour(*use, hour, weekly_at(later, "Trefpunt"), shown=shown)
    away = Away(first_day=DAY, last_day=DAY, replacement="Jelle")
    absence = availability.add_absence(*use, away).created("absence")
    seen = store.get(Absence, absence)
    _elsewhere(store, Absence, absence, last_day=DAY + timedelta(days=2))
    named = msgspec.structs.replace(away, replacement="Sietske")
    availability.change_absence(*use, absence, named, shown=seen)
    assert store.get(Absence, absence).last_day == DAY + timedelta(days=2)
    longer = msgspec.structs.replace(away, last_day=DAY + timedelta(days=9))
    with pytest.raises(ChangedMeanwhile):
        availability.change_absence(*use, absence, longer, shown=seen)


def weekly_at(weekly: Weekly, where: str) -> Weekly:
    """Return an office hour at another place."""
    return msgspec.structs.replace(weekly, where=where)


@pytest.mark.promise("F8")
def test_f8_a_note_that_two_mend_keeps_the_words_of_both_or_asks(store: TestStore) -> None:
    use = store.database, store.session
    first = TypedNote(client_id=store.person(), text="Gebeld", who="dochter")
    note = contacts.add(*use, first).created("contact_note")
    opened = contacts.opened(*use, note)
    _elsewhere(store, ContactNote, note, who="zoon")
    contacts.add(*use, msgspec.structs.replace(opened, text="Gebeld over hulp"))
    now = store.get(ContactNote, note)
    assert (now.who, now.text) == ("zoon", "Gebeld over hulp")
    late = msgspec.structs.replace(opened, text="Niet gebeld")
    with pytest.raises(ChangedMeanwhile):
        contacts.add(*use, late)
    contacts.add(*use, msgspec.structs.replace(late, stood=contacts.stands(*use, note)))
    assert store.get(ContactNote, note).text == "Niet gebeld"


@pytest.mark.promise("F8")
def test_f8_an_application_that_came_in_meanwhile_is_not_overwritten(store: TestStore) -> None:
    use, today = (store.database, store.session), clock.today()
    visit = store.visit(store.person())
    mine = Signed(form=ApplicationForm.FORM, signed_on=today, received_on=today, asks_for="Lift")
    theirs = msgspec.structs.replace(mine, asks_for="Scootmobiel")
    known = applications.record(*use, visit, theirs).created("application")
    with pytest.raises(ChangedMeanwhile):
        applications.record(*use, visit, mine, shown=applications.NONE_YET)
    shown = store.get(Application, known)
    _elsewhere(store, Application, known, form=ApplicationForm.REPORT)
    applications.record(*use, visit, mine, shown=shown)
    now = store.get(Application, known)
    assert (now.form, now.asks_for) == (ApplicationForm.REPORT, "Lift")


@pytest.mark.promise("F8")
def test_f8_what_the_organisation_agreed_on_is_not_overwritten_unseen(store: TestStore) -> None:
    use = store.database, store.session
    seen = ClientSupport()
    own_sets.keep_support(*use, name="MEE", phone="", shown=seen)
    with pytest.raises(ChangedMeanwhile):
        own_sets.keep_support(*use, name="Zorgbelang", phone="", shown=seen)
    own_sets.keep_support(*use, name="Zorgbelang", phone="", shown=ClientSupport(name="MEE"))
    term = ServiceTerm()
    own_sets.keep_term(*use, hours=48, counting=term.counting, shown=term)
    with pytest.raises(ChangedMeanwhile):
        own_sets.keep_term(*use, hours=12, counting=term.counting, shown=term)
    with act(*use, "test.make") as work:
        work.create(User(id=store.session.user, name="Hinke"))
    organisation.set_user(*use, {"title": "meitinker"}, shown={"title": ""})
    with pytest.raises(ChangedMeanwhile):
        organisation.set_user(*use, {"title": "adviseur"}, shown={"title": ""})
