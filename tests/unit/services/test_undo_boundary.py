"""Whatever act comes while other text is being typed: undo takes back the act, not the typing."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from meitinker import clock
from meitinker.domain.addresses import Address, AddressUse
from meitinker.domain.agreements import Agreement
from meitinker.domain.applications import Application, ApplicationForm, SuspensionGround
from meitinker.domain.appointments import AppointmentState, OfficeHourKind
from meitinker.domain.attachments import Attachment
from meitinker.domain.checkpoints import Topic
from meitinker.domain.clocks import Counting
from meitinker.domain.consents import ConsentAnswer, ConsentPurpose
from meitinker.domain.households import HouseholdMember
from meitinker.domain.needs import Need, Outcome, Step
from meitinker.domain.network import Tie
from meitinker.domain.organisation import User
from meitinker.domain.own_sets import CLIENT_SUPPORT, EQUAL_DAYS, SERVICE_TERMS, EqualDay
from meitinker.domain.people import Email, Person, Phone
from meitinker.domain.plans import HandoverWay, SignatureWay
from meitinker.domain.representatives import Representative
from meitinker.domain.requests import PlanOffer, RequestKind, SignalConsent
from meitinker.domain.reviews import ReviewStep, StepKind
from meitinker.domain.self_reliance import Level
from meitinker.domain.session import Role
from meitinker.domain.tasks import Task
from meitinker.domain.visits import Attendee, DomainNote, LifeDomain, Visit
from meitinker.ids import NeedId, RecordId, UserId, VillageId, record_id
from meitinker.services import (
    adding,
    applications,
    appointments,
    attaching,
    availability,
    checkpoints,
    consents,
    contacts,
    editing,
    grants,
    handing_work,
    letters,
    merging,
    network,
    organisation,
    own_sets,
    paper_queue,
    people,
    person_details,
    placing,
    plans,
    requests,
    review_checklist,
    reviewing,
    running,
    self_reliance,
    tasks,
    transfers,
    undo,
    visit_day,
    visit_request,
    visits,
)
from meitinker.services.appointments import Planned
from meitinker.services.attaching import Coming
from meitinker.services.availability import Away, Weekly
from meitinker.services.contacts import TypedNote
from meitinker.services.people import NewPerson
from meitinker.services.placing import Target
from meitinker.services.requests import NewRequest
from meitinker.services.transfers import TypedTransfer
from meitinker.store import drafts
from meitinker.store.acts import act
from tests.unit.services import acts_in_code
from tests.unit.services.map_deeds import MAP_DEEDS
from tests.unit.services.world import MEETS_AT, Deed, World
from ui.viewmodels.acts import named_acts, told_acts

if TYPE_CHECKING:
    from meitinker.changes import Changes
    from tests.stores import TestStore

TODAY, NOW = clock.today, clock.now
TYPED = "Mevrouw wil graag weer zelf koken."


def _give(world: World) -> Deed:
    world.handover()
    waiting = paper_queue.waiting(world.store.database, world.store.session)
    return world.do(paper_queue.give, waiting, on=TODAY())


def _choose(world: World, way: HandoverWay) -> Deed:
    """Take back how a plan goes, and lend the choice of another way."""
    handover = world.handover()
    undo.undo(world.store.database, world.store.session)
    return world.do(plans.choose_way, handover, way=way)


def _tell_note(world: World, **fields: Any) -> Deed:
    return world.do(contacts.add, TypedNote(client_id=world.person, text="Gebeld", **fields))


def _mark(world: World, to: AppointmentState, **fields: Any) -> Deed:
    return world.do(appointments.mark, world.appointment(**fields), to)


def _checked(world: World) -> World:
    """Conclude the conversation, and let the user be a clerk of the back office."""
    visits.conclude(world.store.database, world.store.session, world.visit)
    world.store.session = msgspec.structs.replace(world.store.session, role=Role.BACK_OFFICE)
    return world


def _asked(world: World) -> World:
    _checked(world).do(reviewing.ask, world.visit, text="Wie was erbij?")()
    return world


def _ticked(world: World) -> World:
    _checked(world).do(review_checklist.tick, world.visit, "question")()
    return world


def _decided_apart(world: World) -> Deed:
    _checked(world).do(reviewing.approve, world.visit, why="Nagevraagd")()
    beside = world.part(
        ReviewStep, user_id=world.store.session.user, at=NOW(), what=StepKind.RETURNED
    )
    return world.do(reviewing.settle, world.visit, beside)


def _colleague(world: World) -> RecordId:
    return world.make(User, name="Sytske")


def _two_weeks() -> dict[str, Any]:
    return {"first_day": TODAY(), "last_day": TODAY() + timedelta(days=14)}


def _granted(world: World) -> RecordId:
    told = {"to": UserId(_colleague(world)), "why": "Spreekt Pools", **_two_weeks()}
    return world.do(grants.give, world.person, **told)().created("dossier_grant")


def _replaced(world: World) -> Deed:
    away, stands_in = (UserId(_colleague(world)) for _ in range(2))
    return world.do(grants.replace, away, by=stands_in, **_two_weeks())


_WEEKLY: dict[str, Any] = {
    "kind": OfficeHourKind.WALK_IN,
    "weekday": 1,
    "begins": "09:00",
    "ends": "10:00",
}
_ASKED: dict[str, Any] = {"form": ApplicationForm.REPORT}

DEEDS: dict[str, Callable[[World], Deed]] = {
    **MAP_DEEDS,
    "person.add": lambda w: w.do(adding.finish, NewPerson(surname="Nieuw")),
    "person.move": lambda w: w.do(
        people.move, w.person, to=NewPerson(street="Nij", place="Grou"), since=TODAY()
    ),
    "person.death": lambda w: w.do(people.register_death, w.person, on=TODAY()),
    "person.death_withdrawn": lambda w: w.do(
        person_details.withdraw_death, w.make(Person, deceased_on=TODAY())
    ),
    "person.secret_address": lambda w: w.do(people.set_secret_address, w.person, secret=True),
    "person.merge": lambda w: w.do(merging.merge, from_id=w.person, into_id=w.other),
    "person.unmerge": lambda w: w.do(merging.unmerge, w.merged()),
    "phone.add": lambda w: w.do(people.add_phone, w.person),
    "email.add": lambda w: w.do(people.add_email, w.person),
    "representative.add": lambda w: w.do(people.add_representative, w.person),
    "address.add": lambda w: w.do(person_details.add_address, w.person, use=AddressUse.POSTAL),
    "phone.remove": lambda w: w.do(people.remove, Phone, w.make(Phone, person_id=w.person)),
    "email.remove": lambda w: w.do(people.remove, Email, w.make(Email, person_id=w.person)),
    "address.remove": lambda w: w.do(people.remove, Address, w.make(Address, person_id=w.person)),
    "representative.remove": lambda w: w.do(
        people.remove, Representative, w.make(Representative, person_id=w.person)
    ),
    "householdmember.remove": lambda w: w.do(people.remove, HouseholdMember, w.housemate()),
    "attendee.add": lambda w: w.do(visits.add_attendee, w.visit, name="Sake"),
    "domain_note.add": lambda w: w.do(visits.note_domain, w.visit, domain=LifeDomain.HOUSING),
    "agreement.add": lambda w: w.do(visits.add_agreement, w.visit),
    "attendee.remove": lambda w: w.do(visits.remove, Attendee, w.part(Attendee)),
    "domainnote.remove": lambda w: w.do(
        visits.remove, DomainNote, w.part(DomainNote, domain=LifeDomain.HOUSING)
    ),
    "need.remove": lambda w: w.do(visits.remove, Need, w.part(Need)),
    "agreement.remove": lambda w: w.do(visits.remove, Agreement, w.part(Agreement)),
    "tie.add": lambda w: w.do(network.add, w.person),
    "tie.end": lambda w: w.do(network.end, w.mine(Tie), on=TODAY()),
    "tie.link": lambda w: w.do(network.link, w.mine(Tie), w.other),
    "tie.unlink": lambda w: w.do(network.unlink, w.mine(Tie, other_id=w.other)),
    "tie.remove": lambda w: w.do(network.remove, w.mine(Tie)),
    "plan.give": lambda w: _choose(w, HandoverWay.AT_THE_TABLE),
    "plan.bring_later": lambda w: _choose(w, HandoverWay.BRING_LATER),
    "plan.send_later": lambda w: _choose(w, HandoverWay.SEND_LATER),
    "plan.hand_over": lambda w: w.do(plans.hand_over, w.handover(), on=TODAY()),
    "appointment.make": lambda w: w.do(appointments.make, w.person, plan=Planned(starts_at=NOW())),
    "appointment.move": lambda w: w.do(
        appointments.change, w.appointment(), plan=Planned(starts_at=NOW() + timedelta(days=1))
    ),
    "appointment.edit": lambda w: w.do(
        appointments.change, w.appointment(), plan=Planned(starts_at=MEETS_AT, note="Let op")
    ),
    "appointment.held": lambda w: _mark(w, AppointmentState.HELD),
    "appointment.not_at_home": lambda w: _mark(w, AppointmentState.NOT_AT_HOME),
    "appointment.cancel": lambda w: _mark(w, AppointmentState.CANCELLED),
    "appointment.plan_again": lambda w: _mark(
        w, AppointmentState.PLANNED, state=AppointmentState.CANCELLED
    ),
    "office_hour.add": lambda w: w.do(
        availability.add_hour, Weekly(village_id=VillageId(w.village), **_WEEKLY)
    ),
    "office_hour.remove": lambda w: w.do(availability.remove_hour, w.hour()),
    "absence.add": lambda w: w.do(
        availability.add_absence, Away(first_day=TODAY(), last_day=TODAY())
    ),
    "absence.remove": lambda w: w.do(availability.remove_absence, w.absence()),
    "visit.sign": lambda w: w.do(visits.sign, w.visit, way=SignatureWay.SPOKEN, name="Jong"),
    "visit.set_day": lambda w: w.do(visit_day.set_day, w.visit, on=TODAY() - timedelta(days=1)),
    "visit.discard": lambda w: w.do(running.discard, w.store.visit(w.other)),
    "user.edit": lambda w: w.do(organisation.set_user, {"title": "meitinker"}),
    "organisation.edit": lambda w: w.do(organisation.set_organisation, {"name": "Ander"}),
    "request.consent": lambda w: w.do(
        requests.note_consent, w.request(kind=RequestKind.SIGNAL), consent=SignalConsent.GIVEN
    ),
    "request.take": lambda w: w.do(requests.take, w.person, NewRequest(words="Help")),
    "request.answer": lambda w: w.do(requests.answer, w.request(), told="Verteld"),
    "request.hand_over": lambda w: w.do(
        requests.hand_over, w.request(), to="Wijkteam", appointed=False
    ),
    "request.appoint": lambda w: w.do(requests.appoint, w.request()),
    "request.withdraw": lambda w: w.do(requests.withdraw, w.request()),
    "request.delay": lambda w: w.do(
        requests.note_delay, w.request(), until=TODAY() + timedelta(days=90), why="Ziek"
    ),
    "request.tell_support": lambda w: w.do(requests.tell_support, w.request(), on=TODAY()),
    "request.plan": lambda w: w.do(
        requests.set_plan, w.request(), offer=PlanOffer.TOLD, on=TODAY()
    ),
    "letter.make": lambda w: w.do(letters.make, w.request(), way=HandoverWay.SEND_LATER),
    "papers.give": _give,
    "letter.send": lambda w: w.do(letters.send, w.letter(), on=TODAY()),
    "letter.discard": lambda w: w.do(letters.discard, w.letter()),
    "contact_note.add": _tell_note,
    "contact_note.edit": lambda w: _tell_note(w, note_id=w.note(), who="dochter"),
    "contact_note.remove": lambda w: w.do(contacts.remove, w.note()),
    "transfer.make": lambda w: w.do(transfers.make, w.person, TypedTransfer(to_name="Wiebe")),
    "task.add": lambda w: w.do(tasks.add, w.person, what="Bellen"),
    "task.edit": lambda w: w.do(tasks.change, w.task(), what="Schrijven", due_on=None),
    "task.done": lambda w: w.do(tasks.tick, w.task()),
    "task.reopen": lambda w: w.do(tasks.tick, w.task(done_on=TODAY()), done=False),
    "task.remove": lambda w: w.do(tasks.remove, w.task()),
    "task.take_over": lambda w: w.do(
        tasks.take_over, w.mine(Task, user_id=record_id(), what="Bellen")
    ),
    "attachment.add": lambda w: w.do(
        attaching.attach, Coming(client_id=w.person), name="brief.txt", data=b"Beste"
    ),
    "attachment.remove": lambda w: w.do(attaching.remove, w.mine(Attachment, name="a.jpg")),
    "consent.note": lambda w: w.do(
        consents.note, w.person, purpose=ConsentPurpose.INCOME, answer=ConsentAnswer.GIVEN
    ),
    "application.record": lambda w: w.do(
        applications.record,
        w.visit,
        applications.Signed(signed_on=TODAY(), received_on=TODAY(), **_ASKED),
    ),
    "application.remove": lambda w: w.do(
        applications.remove, w.part(Application, signed_on=TODAY(), received_on=TODAY(), **_ASKED)
    ),
    "application.suspend": lambda w: w.do(
        applications.suspend,
        w.application(),
        applications.NewStop(
            ground=SuspensionGround.RESIDENT, why="Ziek", first_day=TODAY(), last_day=TODAY()
        ),
    ),
    "application.go_on": lambda w: w.do(applications.go_on, w.stop(), on=TODAY()),
    "application.remove_stop": lambda w: w.do(applications.remove_stop, w.stop()),
    "application.decide": lambda w: w.do(applications.decide, w.application(), on=TODAY()),
    "office_hour.edit": lambda w: w.do(
        availability.change_hour, w.hour(), Weekly(village_id=VillageId(w.village), **_WEEKLY)
    ),
    "absence.edit": lambda w: w.do(
        availability.change_absence,
        w.absence(),
        Away(first_day=TODAY(), last_day=TODAY(), replacement="Sytske"),
    ),
    "visit.take_request": lambda w: w.do(visit_request.take, w.visit),
    "visit.follow_request": lambda w: w.do(visit_request.follow, w.visit, request_id=w.request()),
    "service_terms.keep": lambda w: w.do(
        own_sets.keep_term, hours=30, counting=Counting.CALENDAR_HOURS
    ),
    "client_support.keep": lambda w: w.do(own_sets.keep_support, name="MEE", phone=""),
    "equal_days.keep": lambda w: w.do(
        own_sets.add_equal_day, EqualDay(day=TODAY(), source="Stcrt. 2026, 1")
    ),
    "review.take_up": lambda w: _checked(w).do(reviewing.take_up, w.visit),
    "review.let_go": lambda w: _asked(w).do(reviewing.let_go, w.visit),
    "review.ask": lambda w: _checked(w).do(reviewing.ask, w.visit, text="Wie was erbij?"),
    "review.approve": lambda w: _checked(w).do(reviewing.approve, w.visit, why="Gezien"),
    "review.return": lambda w: _checked(w).do(reviewing.send_back, w.visit, why="Niet af"),
    "review.settle": _decided_apart,
    "review.take_over": lambda w: _checked(w).do(handing_work.take_over, w.visit, why="Schulden"),
    "work.give_task": lambda w: _checked(w).do(
        handing_work.give_task, w.person, to=_colleague(w), what="Bellen"
    ),
    "work.give_request": lambda w: _checked(w).do(
        handing_work.give_request, w.request(), to=_colleague(w)
    ),
    "work.give_file": lambda w: _checked(w).do(
        handing_work.give_file,
        w.person,
        of=RecordId(w.store.session.user),
        to=_colleague(w),
    ),
    "grant.give": lambda w: _checked(w).do(
        grants.give, w.person, to=UserId(_colleague(w)), why="Spreekt Pools", **_two_weeks()
    ),
    "grant.end": lambda w: _checked(w).do(grants.end, _granted(w)),
    "replacement.give": lambda w: _replaced(_checked(w)),
    "replacement.end": lambda w: _checked(w).do(
        grants.end_replacement, _replaced(w)().created("replacement")
    ),
    "review.tick": lambda w: _checked(w).do(review_checklist.tick, w.visit, "question"),
    "review.untick": lambda w: _ticked(w).do(review_checklist.untick, w.visit, "question"),
    "review.reply": lambda w: _asked(w).do(reviewing.reply, w.visit, text="De dochter"),
    "place_text": lambda w: w.do(placing.place, w.visit, text="steil", target=Target("need")),
    # No bar tells of these, and yet Ctrl+Z takes them back.
    "visit.begin": lambda w: w.do(visits.begin, w.person),
    "need.add": lambda w: w.do(visits.add_need, w.visit),
    "finding.set": lambda w: w.do(
        visits.find_step, NeedId(w.part(Need)), step=Step.OWN_STRENGTH, outcome=Outcome.SOLVES
    ),
    "score.set": lambda w: w.do(
        self_reliance.score, w.visit, domain=LifeDomain.HOUSING, level=Level.NOT
    ),
    "checkpoint.set": lambda w: w.do(checkpoints.answer, w.visit, topic=Topic.PGB, note="ja"),
}


def _removes(service: Callable[..., Changes]) -> tuple[str, ...]:
    """Return the acts of a service that removes records of the types that it is declared for."""
    declared = inspect.signature(service).parameters["record"].annotation
    _type, *names = re.findall(r"\w+", declared)
    return tuple(f"{name.lower()}.remove" for name in names)


PUT_TOGETHER = {
    "f'{name}.keep'": tuple(f"{name}.keep" for name in (SERVICE_TERMS, CLIENT_SUPPORT, EQUAL_DAYS)),
    "f'{record.__name__.lower()}.remove'": (*_removes(people.remove), *_removes(visits.remove)),
}
"""Names of acts that the code puts together, and what they may be."""

ELSEWHERE = {"conflict.choose": "takes two laptops: test_conflicts.py undoes it"}


def _type(world: World) -> None:
    store = world.store
    for kind, record, fields in (
        ("visit", RecordId(world.sitting), {"notes": TYPED}),
        ("person", RecordId(world.other), {"called": TYPED}),
    ):
        editing.save(store.database, store.session, kind=kind, record_id=record, fields=fields)


def _typed(world: World) -> tuple[str, str]:
    store = world.store
    return store.get(Visit, world.sitting).notes, store.get(Person, world.other).called


@pytest.fixture
def world(store: TestStore) -> World:
    return World(store)


def test_every_act_of_the_code_is_tried_with_its_own_service() -> None:
    acts = acts_in_code.undoable(PUT_TOGETHER)
    assert acts - set(ELSEWHERE) == set(DEEDS), "write deeds for new acts"


def test_every_act_that_a_bar_tells_of_is_one_of_the_code() -> None:
    assert set(told_acts()) - set(ELSEWHERE) <= set(DEEDS)


def test_undo_names_every_act_that_it_can_take_back() -> None:
    assert acts_in_code.undoable(PUT_TOGETHER) == named_acts()


@pytest.mark.parametrize("name", sorted(DEEDS))
def test_undo_takes_back_the_act_and_leaves_what_was_being_typed(world: World, name: str) -> None:
    deed = DEEDS[name](world)
    _type(world)
    changes = deed()
    assert (changes.action, changes.undoable) == (name, True)
    undone = undo.undo(world.store.database, world.store.session)
    assert undone.action == name
    assert {c.record_id for c in undone.items} == {c.record_id for c in changes.items}
    assert _typed(world) == (TYPED, TYPED)
    typed = undo.undo(world.store.database, world.store.session)
    assert typed.action in {"visit.write", "person.write"}


def test_text_typed_after_the_act_is_a_draft_of_its_own(world: World) -> None:
    _type(world)
    world.do(visits.add_need, world.visit)()
    editing.save(
        world.store.database,
        world.store.session,
        kind="visit",
        record_id=RecordId(world.sitting),
        fields={"notes": f"{TYPED} Dat lukt."},
    )
    assert undo.undo(world.store.database, world.store.session).action == "visit.write"
    assert _typed(world) == (TYPED, TYPED)
    assert undo.undo(world.store.database, world.store.session).action == "need.add"


def test_an_act_that_fails_leaves_the_typing_open(world: World) -> None:
    _type(world)

    def fail() -> None:
        with act(world.store.database, world.store.session, "x") as work:
            work.create(Person(id=record_id()))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with world.store.database.reading() as connection:
        assert len(drafts.open_drafts(connection)) == 2


def test_control_without_the_boundary_undo_takes_the_typing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    _type(world)
    with monkeypatch.context() as off:
        off.setattr(drafts, "seal_open", lambda _transaction, _session: 0)
        world.do(visits.add_need, world.visit)()
    assert undo.undo(world.store.database, world.store.session).action != "need.add"
