"""Half-typed forms: kept, come back after a kill, never journaled, and gone when they end."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from meitinker import clock, services
from meitinker.domain.applications import ApplicationForm, SuspensionGround
from meitinker.domain.appointments import OfficeHourKind
from meitinker.domain.consents import ConsentAnswer, ConsentPurpose
from meitinker.domain.map_corrections import GapAnswer
from meitinker.domain.map_places import MapContact, MapLocation, MapPhone, ServiceAtLocation
from meitinker.domain.map_services import CostOption, MapService
from meitinker.domain.needs import Need, Outcome
from meitinker.domain.network import Tie
from meitinker.domain.opening_hours import Schedule
from meitinker.domain.own_sets import EqualDay
from meitinker.domain.people import Person
from meitinker.domain.plans import Handover, HandoverWay, SignatureWay, Stance
from meitinker.domain.providers import Provider
from meitinker.domain.requests import PlanOffer, RequestKind, SignalConsent
from meitinker.errors import NotVisible
from meitinker.ids import NeedId, RecordId, VillageId, record_id
from meitinker.services import (
    adding,
    applications,
    appointments,
    availability,
    consents,
    form_drafts,
    letters,
    map_choices,
    map_corrections,
    map_forms,
    missing_services,
    network,
    own_sets,
    paper_queue,
    people,
    plan_remarks,
    planning,
    plans,
    referrals,
    requests,
    taking,
    tasks,
    transfers,
    visit_day,
    visits,
)
from meitinker.services.applications import NewStop
from meitinker.services.appointments import Planned
from meitinker.services.availability import Away, Weekly
from meitinker.services.form_drafts import Form, TypedFields, TypedForm
from meitinker.services.map_choices import ServiceChoice
from meitinker.services.map_corrections import Proposed
from meitinker.services.map_editing import NewService
from meitinker.services.map_forms import Edit, Touched
from meitinker.services.missing_services import Missed
from meitinker.services.people import NewPerson
from meitinker.services.transfers import TypedTransfer
from meitinker.services.visits import TypedSigning
from meitinker.store import journal
from meitinker.store.acts import act
from tests.erasures import erase
from tests.unit.services.world import MEETS_AT, TODAY, Deed, World

if TYPE_CHECKING:
    from datetime import date

    from meitinker.changes import Changes
    from meitinker.domain.records import Record
    from meitinker.ids import RecordId
    from tests.stores import TestStore


class TypedSaying(TypedForm, frozen=True, kw_only=True):
    """A form of these tests."""

    words: str = ""
    client_id: str = ""


LOOSE = Form("loose", TypedSaying)
ABOUT = Form("about", TypedSaying, about=Person)
HALF = TypedSaying(words="Een half")

FORMS: dict[str, tuple[Form[Any], TypedForm, Callable[[World], tuple[str, Deed]]]] = {
    "person": (
        adding.FORM,
        adding.TypedPerson(surname="No"),
        lambda w: ("", w.do(adding.finish, NewPerson(surname="Noord"))),
    ),
    "request": (
        taking.FORM,
        taking.TypedRequest(words="Hel"),
        lambda w: (
            "",
            w.do(taking.finish, taking.TypedRequest(words="Help", client_id=w.person)),
        ),
    ),
    "appointment": (
        planning.FORM,
        planning.TypedAppointment(note="Let"),
        lambda w: (
            w.person,
            w.do(appointments.make, w.person, plan=Planned(starts_at=MEETS_AT), form=planning.FORM),
        ),
    ),
    "appointment, moved": (
        planning.FORM,
        planning.TypedAppointment(note="Let"),
        lambda w: (
            one := w.appointment(),
            w.do(
                appointments.change,
                one,
                plan=Planned(starts_at=MEETS_AT, note="Let op"),
                form=planning.FORM,
            ),
        ),
    ),
    "transfer": (
        transfers.FORM,
        transfers.TypedTransfer(note="Let"),
        lambda w: (w.person, w.do(transfers.make, w.person, TypedTransfer(to_name="Wiebe"))),
    ),
    "consent": (
        consents.FORM,
        consents.TypedConsent(about="huis"),
        lambda w: (
            w.person,
            w.do(
                consents.note, w.person, purpose=ConsentPurpose.DEBT, answer=ConsentAnswer.REFUSED
            ),
        ),
    ),
    "application": (
        applications.FORM,
        applications.TypedApplication(asks_for="trap"),
        lambda w: (
            w.visit,
            w.do(
                applications.record,
                w.visit,
                applications.Signed(
                    form=ApplicationForm.REPORT, signed_on=TODAY(), received_on=TODAY()
                ),
            ),
        ),
    ),
    "what is new": (plans.NEWS, plans.TypedNews(news="Een"), lambda w: (w.visit, _renew(w))),
    "remark": (plan_remarks.FORM, plan_remarks.TypedRemark(text="Mijn"), lambda w: _remark(w)),
    "last day": (
        network.END,
        network.TypedEnd(parts=("3", "", "")),
        lambda w: _end(w, w.mine(Tie)),
    ),
}
"""Every form: what is typed, and the record it is about with the deed that saves it."""


def _of(form: Form[Any], prepare: Callable[[World], tuple[str, Deed]]) -> Any:
    return form, TypedFields(fields={"field": ("half",)}), prepare


def _asked(service: Callable[..., Changes], **named: Any) -> Callable[[World], tuple[str, Deed]]:
    """Return what does something with a request; a day is asked for when the test runs."""

    def prepare(world: World) -> tuple[str, Deed]:
        request = world.request(kind=RequestKind.SIGNAL)
        told = {name: one() if callable(one) else one for name, one in named.items()}
        return request, world.do(service, request, **told)

    return prepare


def _in_a_quarter() -> date:
    return TODAY() + timedelta(days=90)


FORMS |= {
    f"request: {name}": _of(requests.FORMS[f"request.{name}"], prepare)
    for name, prepare in {
        "answer": _asked(requests.answer, told="Verteld"),
        "hand_over": _asked(requests.hand_over, to="Wijkteam", appointed=False),
        "withdraw": _asked(requests.withdraw, why="Nee"),
        "delay": _asked(requests.note_delay, until=_in_a_quarter, why="Ziek"),
        "tell_support": _asked(requests.tell_support, on=TODAY),
        "plan": _asked(requests.set_plan, offer=PlanOffer.TOLD, on=TODAY),
        "consent": _asked(requests.note_consent, consent=SignalConsent.GIVEN),
    }.items()
}


def _stop() -> NewStop:
    days = {"first_day": TODAY(), "last_day": TODAY()}
    return NewStop(ground=SuspensionGround.RESIDENT, why="Ziek", **days)


def _away() -> Away:
    return Away(first_day=TODAY(), last_day=TODAY())


def _weekly(world: World) -> Weekly:
    return Weekly(
        village_id=VillageId(world.village),
        kind=OfficeHourKind.WALK_IN,
        weekday=1,
        begins="09:00",
        ends="10:00",
    )


FORMS |= {
    "standing still": _of(
        applications.SUSPEND,
        lambda w: (one := w.application(), w.do(applications.suspend, one, _stop())),
    ),
    "decision": _of(
        applications.DECIDE,
        lambda w: (one := w.application(), w.do(applications.decide, one, on=TODAY())),
    ),
    "going on": _of(
        applications.GO_ON, lambda w: (one := w.stop(), w.do(applications.go_on, one, on=TODAY()))
    ),
    "task": _of(tasks.NEW, lambda w: (w.person, w.do(tasks.add, w.person, what="Bellen"))),
    "task, changed": _of(
        tasks.CHANGE,
        lambda w: (one := w.task(), w.do(tasks.change, one, what="Gaan", due_on=None)),
    ),
    "office hour": _of(
        availability.NEW_HOUR, lambda w: ("", w.do(availability.add_hour, _weekly(w)))
    ),
    "office hour, changed": _of(
        availability.HOUR,
        lambda w: (one := w.hour(), w.do(availability.change_hour, one, _weekly(w))),
    ),
    "absence": _of(
        availability.NEW_ABSENCE, lambda w: ("", w.do(availability.add_absence, _away()))
    ),
    "absence, changed": _of(
        availability.ABSENCE,
        lambda w: (one := w.absence(), w.do(availability.change_absence, one, _away())),
    ),
    "moving": _of(
        people.MOVING,
        lambda w: (
            w.person,
            w.do(people.move, w.person, to=NewPerson(street="Nij", place="Grou"), since=TODAY()),
        ),
    ),
    "death": _of(
        people.DYING,
        lambda w: (w.person, w.do(people.register_death, w.person, on=TODAY())),
    ),
    "day of a conversation": _of(
        visit_day.FORM,
        lambda w: (w.visit, w.do(visit_day.set_day, w.visit, on=TODAY() - timedelta(days=1))),
    ),
    "signing": (
        visits.SIGNING,
        TypedSigning(name="Aukje", strokes="[[[1,1,0,0]]]"),
        lambda w: (w.visit, w.do(visits.sign, w.visit, way=SignatureWay.PAPER, name="Aukje")),
    ),
    "day on a par": _of(
        own_sets.NEW_DAY,
        lambda w: ("", w.do(own_sets.add_equal_day, EqualDay(day=TODAY(), source="Stcrt. 1"))),
    ),
    "day of a plan": _of(
        plans.GOING, lambda w: (one := w.handover(), w.do(plans.hand_over, one, on=TODAY()))
    ),
    "day of a letter": _of(
        letters.GOING, lambda w: (one := w.letter(), w.do(letters.send, one, on=TODAY()))
    ),
    "papers": _of(paper_queue.FORM, lambda w: ("", _give(w))),
    "missing help": _of(
        missing_services.FORM,
        lambda w: ("", w.do(missing_services.note, Missed(sought="Eettafel op zondag"))),
    ),
    "correction of the map": _of(map_corrections.FORM, lambda w: _wrong(w)),
    "turning a correction down": _of(map_corrections.TURNING_DOWN, lambda w: _turned_down(w)),
    "answer to missing help": _of(missing_services.ANSWERING, lambda w: _answered(w)),
    "choice of help": _of(map_choices.FORM, lambda w: _choice(w)),
    "contact for a referral": _of(referrals.CONTACT, lambda w: _contact(w)),
}

FORMS |= {
    "service of the map, new": _of(map_forms.NEW, lambda w: _new_service(w)),
    "provider of the map": _of(map_forms.PROVIDER_CARD, lambda w: _provider(w)),
    **{
        form.name: _of(form, partial(lambda one, w: _of_map(one, w), form))
        for form in (
            *map_forms.GROUPS.values(),
            *map_forms.ADDED.values(),
            *map_forms.CHANGED.values(),
        )
    },
}

ENDED_BY_THE_SCREEN = {"own", "own_sets", "attaching_to_file", "attaching_to_visit"} | {
    "client_list",
    "client_list_doubles",
    "map_list",
    "map_list_doubles",
}
"""Forms of which each field is saved by itself, or whose act is of a file at a time, or goes in
bites."""

ELSEWHERE = {
    "contact_note",
    *("review_approval", "review_question", "review_return", "review_reply", "review_take_over"),
    *("import_batch", "import_undo", "grant", "replacement", "papers_at_office"),
    *("give_task", "give_request", "give_file"),
}
"""Forms with tests of their own: a note has a draft for every note (test_contacts.py), those of
the back office are a clerk's (test_back_office_forms.py)."""


def _give(world: World) -> Deed:
    world.handover()
    waiting = paper_queue.waiting(world.store.database, world.store.session)
    return world.do(paper_queue.give, waiting, on=TODAY())


def _wrong(world: World) -> tuple[str, Deed]:
    with act(world.store.database, world.store.session, "map.add") as work:
        provider = work.create(Provider(id=record_id(), name="Buorsoarch"))
        service = work.create(MapService(id=record_id(), provider_id=provider, name="Eettafel"))
    return service, world.do(map_corrections.propose, service, Proposed(note="Bestaat niet meer"))


def _turned_down(world: World) -> tuple[str, Deed]:
    key = _wrong(world)[1]().created("map_correction")
    return key, world.do(map_corrections.turn_down, key, why="Gebeld: het klopt.")


def _service(world: World) -> tuple[RecordId, RecordId]:
    provider = world.make(Provider, name="Buorsoarch")
    return provider, world.make(MapService, provider_id=provider, name="Eettafel")


def _new_service(world: World) -> tuple[str, Deed]:
    provider = world.make(Provider, name="Buorsoarch")
    one = MapService(id=record_id(), provider_id=provider, name="Eettafel")
    return "", world.do(map_forms.begin, NewService(service=one))


def _provider(world: World) -> tuple[str, Deed]:
    provider, service = _service(world)
    card = Touched(Provider, provider, {"name": "Buren"}, {"name": "Buorsoarch"})
    form = map_forms.PROVIDER_CARD
    return provider, world.do(
        map_forms.keep, service, Edit(touched=(card,)), form=form, about=provider
    )


def _of_map(form: Form[TypedFields], world: World) -> tuple[str, Deed]:
    """Write a form of the map about a service, or about something that it has several of."""
    _provider_id, service = _service(world)
    about, edit = service, Edit(added=(MapPhone(id=record_id(), service_id=service, number="1"),))
    if form.name in map_forms.CHANGED:
        about = _part(world, map_forms.PARTS[form.name], service)
        edit = Edit(removed=((map_forms.PARTS[form.name], about),))
    return about, world.do(map_forms.keep, service, edit, form=form, about=about)


def _part(world: World, kind: type[Record], service: RecordId) -> RecordId:
    if kind is ServiceAtLocation:
        place = world.make(MapLocation, name="Doarpshûs")
        return world.make(kind, service_id=service, location_id=place)
    fields: dict[type[Record], dict[str, Any]] = {
        MapPhone: {"number": "0566-1"},
        MapContact: {"name": "Afke"},
        CostOption: {"amount": 750},
        Schedule: {"byday": "MO", "opens_at": "09:00", "closes_at": "10:00"},
    }
    return world.make(kind, service_id=service, **fields[kind])


def _answered(world: World) -> tuple[str, Deed]:
    key = world.do(missing_services.note, Missed(sought="oppas"))().created("missing_service")
    return key, world.do(missing_services.answer, key, answer=GapAnswer.NOTED)


def _choice(world: World) -> tuple[str, Deed]:
    need, (service, _deed) = NeedId(world.part(Need, what="Warm eten")), _wrong(world)
    choice = ServiceChoice(service_id=RecordId(service), outcome=Outcome.SOLVES, reason="Past.")
    return need, world.do(map_choices.choose, need, choice)


def _contact(world: World) -> tuple[str, Deed]:
    service, _deed = _wrong(world)
    key = world.store.refer(world.person, RecordId(service))
    return key, world.do(referrals.contacted, key, on=TODAY(), with_whom="de balie")


def _renew(world: World) -> Deed:
    world.handover()
    return world.do(plans.make, world.visit, way=HandoverWay.SEND_LATER, news="Een lift.")


def _remark(world: World) -> tuple[str, Deed]:
    plan = world.store.get(Handover, world.handover()).plan_id
    return plan, world.do(plan_remarks.add, plan, stance=Stance.AGREES, text="Mijn zus")


def _end(world: World, tie: RecordId) -> tuple[str, Deed]:
    return tie, world.do(network.end, tie, on=TODAY())


def _keep(store: TestStore, form: Form[Any], typed: TypedForm, about: str = "") -> None:
    form_drafts.keep(store.database, store.session, form, typed, about=about)


def _read(store: TestStore, form: Form[Any], about: str = "") -> TypedForm | None:
    return form_drafts.read(store.database, store.session, form, about=about)


def _settings(store: TestStore) -> str:
    with store.database.reading() as connection:
        return str(connection.execute("SELECT name, value FROM setting").fetchall())


def test_a_form_comes_back_as_it_was_typed(store: TestStore) -> None:
    person, other = store.person(), store.person()
    assert _read(store, LOOSE) is None
    _keep(store, LOOSE, HALF)
    _keep(store, ABOUT, TypedSaying(words="over de een"), person)
    _keep(store, ABOUT, TypedSaying(words="over de ander"), other)
    store.reopen()
    assert _read(store, LOOSE) == HALF
    assert _read(store, ABOUT, person) == TypedSaying(words="over de een")
    assert _read(store, ABOUT, other) == TypedSaying(words="over de ander")
    assert _read(store, ABOUT) is None


def test_it_is_never_journaled(store: TestStore) -> None:
    person = store.person()
    with store.database.reading() as connection:
        before = len(list(journal.headers(connection)))
    _keep(store, ABOUT, HALF, person)
    with store.database.reading() as connection:
        assert len(list(journal.headers(connection))) == before


def test_an_empty_form_and_one_that_was_saved_leave_nothing(store: TestStore) -> None:
    _keep(store, LOOSE, HALF)
    _keep(store, LOOSE, TypedSaying())
    assert _settings(store) == "[]"
    _keep(store, LOOSE, HALF)
    with act(store.database, store.session, "person.add") as work:
        work.create(Person(id=record_id(), surname="Jong"))
        form_drafts.drop(work.transaction, LOOSE)
    assert _settings(store) == "[]"


@pytest.mark.parametrize("name", FORMS)
def test_what_saves_a_form_ends_it_in_the_same_commit(store: TestStore, name: str) -> None:
    form, typed, prepare = FORMS[name]
    about, deed = prepare(World(store))
    _keep(store, form, typed, about)
    assert _read(store, form, about) == typed
    before = store.database.saved.commits
    deed()
    assert _read(store, form, about) is None
    assert store.database.saved.commits == before + 1


def test_every_form_of_the_services_is_tried() -> None:
    found = set()
    for module in pkgutil.iter_modules(services.__path__):
        for value in vars(importlib.import_module(f"{services.__name__}.{module.name}")).values():
            several = value.values() if isinstance(value, dict) else (value,)
            found |= {one.name for one in several if isinstance(one, Form)}
    tried = {form.name for form, *_rest in FORMS.values()}
    assert found - ENDED_BY_THE_SCREEN - ELSEWHERE == tried


def test_the_newest_of_several_forms_is_found(store: TestStore) -> None:
    person, other = store.person(), store.person()
    forms: dict[str, tuple[Form[Any], str]] = {
        "loose": (LOOSE, ""),
        "about": (ABOUT, person),
        "nobody": (ABOUT, other),
    }
    assert form_drafts.newest(store.database, store.session, forms) is None
    _keep(store, LOOSE, HALF)
    later = clock.now() + timedelta(minutes=1)
    with clock.running(lambda: later):
        _keep(store, ABOUT, HALF, person)
    assert form_drafts.newest(store.database, store.session, forms) == "about"


def test_an_act_that_fails_leaves_the_form(store: TestStore) -> None:
    _keep(store, LOOSE, HALF)

    def fail() -> None:
        with act(store.database, store.session, "person.add") as work:
            form_drafts.drop(work.transaction, LOOSE)
            work.delete(Person, record_id())

    with pytest.raises(NotVisible):
        fail()
    assert _read(store, LOOSE) == HALF


@pytest.mark.promise("A17")
def test_a17_a_form_about_who_may_not_be_seen_is_neither_kept_nor_shown(store: TestStore) -> None:
    person = store.person(village=VillageId(record_id()))
    _keep(store, ABOUT, HALF, person)
    elsewhere = msgspec.structs.replace(store.session, villages=frozenset({VillageId(record_id())}))
    assert form_drafts.read(store.database, elsewhere, ABOUT, about=person) is None
    with pytest.raises(NotVisible):
        form_drafts.keep(store.database, elsewhere, ABOUT, HALF, about=person)


@pytest.mark.parametrize("text", ["{", '{"at": "x", "typed": {"words": 3}}'])
def test_a_form_that_cannot_be_read_any_more_counts_as_not_there(
    store: TestStore, text: str
) -> None:
    with store.database.transaction() as transaction:
        transaction.connection.execute("INSERT INTO setting VALUES ('form.loose.', ?)", (text,))
    assert _read(store, LOOSE) is None
    with store.database.reading() as connection:
        assert form_drafts.every(connection, LOOSE) == []


@pytest.mark.promise("A9")
def test_a9_the_forms_about_someone_go_with_their_file(store: TestStore) -> None:
    person, other = store.person(), store.person()
    _keep(store, ABOUT, TypedSaying(words="kanarie"), person)
    _keep(store, LOOSE, TypedSaying(words="kanarie", client_id=person))
    _keep(store, ABOUT, HALF, other)
    erase(store.database, store.session, [(Person, person)])
    assert "kanarie" not in _settings(store)
    assert _read(store, ABOUT, other) == HALF
