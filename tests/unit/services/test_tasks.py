"""Tasks: due, ticked off, taken over from agreements once, and who was not heard from."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from meitinker import clock
from meitinker.domain.appointments import AppointmentState
from meitinker.domain.organisation import User
from meitinker.domain.tasks import Task
from meitinker.domain.visits import Visit
from meitinker.errors import InvalidField
from meitinker.services import appointments, contacts, editing, merging, people, tasks, undo, visits
from meitinker.services.appointments import Planned
from meitinker.services.contacts import TypedNote
from meitinker.store import readlog
from meitinker.store.acts import act
from tests.stores import Clock

if TYPE_CHECKING:
    from meitinker.ids import PersonId, RecordId, VisitId
    from tests.stores import TestStore


@pytest.fixture
def client(store: TestStore) -> PersonId:
    with act(store.database, store.session, "user.add") as work:
        work.create(User(id=store.session.user, name="Hinke Terpstra", title="meitinker"))
    return store.person("Jong")


def add(store: TestStore, client: PersonId, what: str, due: date | None = None) -> RecordId:
    changes = tasks.add(store.database, store.session, client, what=what, due_on=due)
    return changes.created("task")


def agree(store: TestStore, visit: VisitId, who: str, what: str) -> RecordId:
    made = visits.add_agreement(store.database, store.session, visit).created("agreement")
    editing.save(
        store.database,
        store.session,
        kind="agreement",
        record_id=made,
        fields={"who": who, "what": what},
    )
    return made


def waiting(store: TestStore) -> list[str]:
    return [entry.what for entry in tasks.waiting(store.database, store.session)]


def test_the_list_looks_a_week_ahead_and_puts_the_longest_due_first(
    store: TestStore, client: PersonId
) -> None:
    today = clock.today()
    for what, days in (("later", 8), ("week", 7), ("vandaag", 0), ("te laat", -3)):
        add(store, client, what, today + timedelta(days=days))
    add(store, client, "zonder dag")
    assert waiting(store) == ["zonder dag", "te laat", "vandaag", "week"]


def test_every_task_that_shows_is_logged_as_read(store: TestStore, client: PersonId) -> None:
    one = add(store, client, "Bel de huisarts", clock.today())
    tasks.waiting(store.database, store.session)
    with store.database.reading() as connection:
        read = [(e.kind, e.record_id, e.client_id) for e, _b, _o in readlog.entries(connection)]
    assert read == [("task", one, client)]


def test_a_task_that_does_not_show_is_counted_and_not_logged_as_read(
    store: TestStore, client: PersonId
) -> None:
    today = clock.today()
    late, _later = (add(store, client, f"Bel {n}", today + timedelta(days=n)) for n in (0, 1))
    (shown,) = tasks.waiting(store.database, store.session, most=1)
    assert shown.task_id == late
    assert tasks.count_waiting(store.database, store.session) == 2
    with store.database.reading() as connection:
        read = [e.record_id for e, _b, _o in readlog.entries(connection)]
    assert read == [late]


def test_a_task_is_ticked_off_and_undo_opens_it_again(store: TestStore, client: PersonId) -> None:
    one = add(store, client, "Bel", clock.today())
    tasks.tick(store.database, store.session, one)
    assert store.get(Task, one).done_on == clock.today()
    assert waiting(store) == []
    undo.undo(store.database, store.session)
    assert waiting(store) == ["Bel"]
    tasks.tick(store.database, store.session, one)
    tasks.tick(store.database, store.session, one, done=False)
    assert store.get(Task, one).done_on is None


def test_a_colleagues_task_is_not_in_my_list(store: TestStore, client: PersonId) -> None:
    one = add(store, client, "Bel", clock.today())
    with act(store.database, store.session, "task.give") as work:
        work.edit(Task, one, {"user_id": "someone-else"})
    assert waiting(store) == []
    file = tasks.of_client(store.database, store.session, client)
    assert [task.what for task in file.open] == ["Bel"]


def test_a_task_says_what_to_do(store: TestStore, client: PersonId) -> None:
    with pytest.raises(InvalidField):
        add(store, client, "  ")
    one = add(store, client, "Bel")
    with pytest.raises(InvalidField):
        tasks.change(store.database, store.session, one, what="", due_on=None)
    tasks.change(store.database, store.session, one, what="Mail", due_on=date(2027, 1, 4))
    assert store.get(Task, one).due_on == date(2027, 1, 4)


def test_concluding_makes_tasks_of_what_we_said_to_do_ourselves(
    store: TestStore, client: PersonId
) -> None:
    visit = store.visit(client)
    ours = agree(store, visit, "Wij", "Vraag een rollator aan")
    agree(store, visit, "Dochter", "Doet de boodschappen")
    agree(store, visit, "Hinke", "   ")
    visits.conclude(store.database, store.session, visit)
    (task,) = tasks.of_client(store.database, store.session, client).open
    assert (task.what, task.agreement_id) == ("Vraag een rollator aan", ours)


def test_an_agreement_becomes_a_task_once(store: TestStore, client: PersonId) -> None:
    visit = store.visit(client)
    theirs = agree(store, visit, "Dochter", "Doet de boodschappen")
    file = tasks.of_client(store.database, store.session, client)
    assert [agreement.id for agreement in file.offered] == [theirs]
    for _twice in range(2):
        tasks.take_on(store.database, store.session, theirs)
    file = tasks.of_client(store.database, store.session, client)
    assert (len(file.open), file.offered) == (1, ())


class TestSilence:
    """Who is named, and who is not."""

    def heard_from(self, store: TestStore, client: PersonId, days: int) -> VisitId:
        day = clock.today() - timedelta(days=days)
        visit = store.visit(client)
        visits.add_need(store.database, store.session, visit, what="eten")
        with act(store.database, store.session, "visit.date") as work:
            work.edit(Visit, visit, {"visited_on": day, "started_at": None})
        return visit

    def named(self, store: TestStore) -> list[str]:
        return [one.person_id for one in tasks.silent(store.database, store.session)]

    @pytest.mark.parametrize(("days", "told"), [(89, False), (91, True), (731, False)])
    def test_after_ninety_days_and_not_after_two_years(
        self, store: TestStore, client: PersonId, days: int, *, told: bool
    ) -> None:
        self.heard_from(store, client, days)
        assert self.named(store) == ([client] if told else [])

    def test_once_each_by_the_last_visit(self, store: TestStore, client: PersonId) -> None:
        for days in (200, 100, 150):
            self.heard_from(store, client, days)
        assert self.named(store) == [client]
        self.heard_from(store, client, 10)
        assert self.named(store) == []

    def test_a_note_under_a_merged_file_counts(self, store: TestStore, client: PersonId) -> None:
        self.heard_from(store, client, 100)
        double = store.person("Jong-Dubbel")
        contacts.add(
            store.database, store.session, TypedNote(client_id=double, text="Dochter gebeld")
        )
        assert self.named(store) == [client]
        merging.merge(store.database, store.session, from_id=double, into_id=client)
        assert self.named(store) == []

    @pytest.mark.parametrize(
        ("became", "named"),
        [
            (AppointmentState.PLANNED, False),
            (AppointmentState.HELD, False),
            (AppointmentState.CANCELLED, True),
            (AppointmentState.NOT_AT_HOME, True),
        ],
    )
    def test_who_stays_away_is_not_heard_from(
        self, store: TestStore, client: PersonId, became: AppointmentState, *, named: bool
    ) -> None:
        self.heard_from(store, client, 100)
        plan = Planned(starts_at=clock.now() + timedelta(hours=1), minutes=60)
        made = appointments.make(store.database, store.session, client, plan=plan)
        appointments.mark(store.database, store.session, made.created("appointment"), became)
        assert self.named(store) == ([client] if named else [])

    def test_the_dead_are_not_named(self, store: TestStore, client: PersonId) -> None:
        self.heard_from(store, client, 100)
        people.register_death(store.database, store.session, client, on=clock.today())
        assert self.named(store) == []

    def test_nor_who_has_neither_need_nor_plan(self, store: TestStore, client: PersonId) -> None:
        with clock.running(Clock("2026-11-12T14:05:00.000Z")):
            visit = store.visit(client)
            with act(store.database, store.session, "visit.date") as work:
                day = clock.today() - timedelta(days=100)
                work.edit(Visit, visit, {"visited_on": day})
            visits.conclude(store.database, store.session, visit)
            assert self.named(store) == []
