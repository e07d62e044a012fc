"""Forms that are handed in with a button, beside what somebody else wrote meanwhile."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from meitinker import clock
from meitinker.domain.appointments import Appointment
from meitinker.domain.tasks import Task
from meitinker.errors import ChangedMeanwhile
from meitinker.ids import RecordId
from meitinker.services import appointments, tasks
from meitinker.services.appointments import Planned
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
