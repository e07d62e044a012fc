"""Every form that waits is told of, with the resident and the moment; not what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from meitinker import clock
from meitinker.domain.network import Tie
from meitinker.domain.plans import SupportPlan
from meitinker.domain.villages import Village
from meitinker.domain.visits import Visit
from meitinker.ids import VillageId, record_id
from meitinker.services import (
    adding,
    availability,
    contacts,
    form_drafts,
    half_typed,
    network,
    people,
    plan_remarks,
    requests,
    taking,
    tasks,
    visit_day,
)
from meitinker.services.form_drafts import TypedFields
from meitinker.services.requests import NewRequest
from meitinker.store.acts import act
from tests.stores import Clock

if TYPE_CHECKING:
    from typing import Any

    from meitinker.services.form_drafts import Form
    from meitinker.services.half_typed import WaitingForm
    from tests.stores import TestStore

TYPED = TypedFields(fields={"what": ("half",)})


def keep(store: TestStore, form: Form[Any], typed: Any, about: str = "") -> None:
    form_drafts.keep(store.database, store.session, form, typed, about=about)


def waiting(store: TestStore) -> tuple[WaitingForm, ...]:
    return half_typed.waiting(store.database, store.session)


def test_each_tells_about_whom_it_is_and_when_it_was_typed(store: TestStore) -> None:
    person = store.person("Hoekstra")
    hand = Clock("2026-11-12T14:05:00.000Z")
    with clock.running(hand):
        keep(store, tasks.NEW, TYPED, person)
        hand.at = clock.instant_from("2026-11-12T16:00:00.000Z")
        note = contacts.TypedNote(key="k", client_id=person, text="gebeld")
        keep(store, contacts.FORM, note, "k")
    told = [(one.form, one.at, one.person and one.person.surname) for one in waiting(store)]
    assert told == [
        ("contact_note", "2026-11-12T16:00:00.000Z", "Hoekstra"),
        ("task_new", "2026-11-12T14:05:00.000Z", "Hoekstra"),
    ], "the newest first"


def test_a_form_about_any_record_leads_to_its_resident(store: TestStore) -> None:
    person = store.person("Hoekstra")
    request = requests.take(
        store.database, store.session, person, NewRequest(words="De trap.")
    ).created("request")
    tie = Tie(id=record_id(), client_id=person, name="Anna")
    with act(store.database, store.session, "tie.add") as work:
        work.create(tie)
    task = tasks.add(store.database, store.session, person, what="Bel", due_on=clock.today())
    for form, about in (
        (requests.FORMS["request.answer"], request),
        (network.END, tie.id),
        (tasks.CHANGE, task.created("task")),
        (people.MOVING, person),
    ):
        typed = network.TypedEnd(parts=("1", "", "")) if form is network.END else TYPED
        keep(store, form, typed, about)
    assert len(waiting(store)) == 4
    assert {one.person.surname for one in waiting(store) if one.person} == {"Hoekstra"}


def test_a_remark_leads_to_the_conversation_of_its_plan(store: TestStore) -> None:
    person = store.person("Hoekstra")
    visit = store.visit(person)
    plan = SupportPlan(
        id=record_id(), visit_id=visit, client_id=person, number=1, version=1, made_at=clock.now()
    )
    with act(store.database, store.session, "plan.make") as work:
        work.create(plan)
    keep(store, plan_remarks.FORM, plan_remarks.TypedRemark(text="Klopt"), plan.id)
    (one,) = waiting(store)
    assert one.visit_id == visit


def test_who_is_not_in_the_list_yet_is_told_by_name(store: TestStore) -> None:
    keep(store, adding.FORM, adding.TypedPerson(given_names="Anna", surname="Bakker"))
    keep(store, taking.FORM, taking.TypedRequest(words="De trap lukt niet."))
    assert sorted((one.form, one.name) for one in waiting(store)) == [
        ("new_person", "Anna Bakker"),
        ("new_request", ""),
    ]
    adding.finish(store.database, store.session, people.NewPerson(surname="Bakker"))
    assert [one.form for one in waiting(store)] == ["new_request"]


def test_a_form_about_nobody_is_told_of_as_well(store: TestStore) -> None:
    keep(store, availability.NEW_ABSENCE, TYPED)
    (one,) = waiting(store)
    assert (one.form, one.person, one.name) == ("absence_new", None, "")


def test_a_record_that_is_gone_takes_its_form_out_of_sight(store: TestStore) -> None:
    visit = store.visit(store.person("Hoekstra"))
    keep(store, availability.NEW_ABSENCE, TYPED)
    keep(store, visit_day.FORM, TYPED, visit)
    assert len(waiting(store)) == 2
    with act(store.database, store.session, "visit.discard") as work:
        work.delete(Visit, visit)
    assert [one.form for one in waiting(store)] == ["absence_new"]


def test_who_may_not_see_the_resident_is_told_nothing(store: TestStore) -> None:
    village = Village(id=record_id(), frisian_name="Grou")
    with act(store.database, store.session, "village.add") as work:
        work.create(village)
    person = store.person("Hoekstra", VillageId(village.id))
    keep(store, tasks.NEW, TYPED, person)
    keep(store, contacts.FORM, contacts.TypedNote(key="k", client_id=person, text="x"), "k")
    elsewhere = msgspec.structs.replace(store.session, villages=frozenset({VillageId(record_id())}))
    assert len(waiting(store)) == 2
    assert half_typed.waiting(store.database, elsewhere) == ()


@pytest.mark.promise("L19")
def test_l19_no_word_of_what_was_typed_is_told(store: TestStore) -> None:
    person = store.person("Hoekstra")
    keep(store, tasks.NEW, TypedFields(fields={"what": ("Schulden bespreken",)}), person)
    keep(store, contacts.FORM, contacts.TypedNote(key="k", client_id=person, text="Schulden"), "k")
    told = msgspec.json.encode(waiting(store)).decode()
    assert "Hoekstra" in told  # what is looked for would be found
    assert "Schulden" not in told


def test_a_note_that_is_removed_takes_what_was_mended_in_it_along(store: TestStore) -> None:
    person = store.person("Hoekstra")
    made = contacts.add(
        store.database, store.session, contacts.TypedNote(client_id=person, text="gebeld")
    ).created("contact_note")
    mended = contacts.TypedNote(key="k", client_id=person, note_id=made, text="gebeld, en")
    keep(store, contacts.FORM, mended, "k")
    contacts.remove(store.database, store.session, made)
    assert waiting(store) == ()


def test_a_form_tells_when_it_begins_to_wait_and_when_it_no_longer_does(store: TestStore) -> None:
    use = store.database, store.session, availability.NEW_ABSENCE
    told = [form_drafts.keep(*use, typed) for typed in (TYPED, TYPED, TypedFields(), TypedFields())]
    assert [[item.operation for item in one.items] for one in told] == [
        ["create"],
        [],
        ["delete"],
        [],
    ]
