"""Half-typed forms: kept, come back after a kill, never journaled, and gone when they end."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from meitinker.domain.applications import ApplicationForm
from meitinker.domain.consents import ConsentAnswer, ConsentPurpose
from meitinker.domain.network import Tie
from meitinker.domain.people import Person
from meitinker.domain.plans import Handover, HandoverWay, Stance
from meitinker.errors import NotVisible
from meitinker.ids import VillageId, record_id
from meitinker.services import (
    adding,
    applications,
    appointments,
    consents,
    form_drafts,
    network,
    plan_remarks,
    planning,
    plans,
    taking,
    transfers,
)
from meitinker.services.appointments import Planned
from meitinker.services.form_drafts import Form, TypedForm
from meitinker.services.people import NewPerson
from meitinker.services.transfers import TypedTransfer
from meitinker.store import journal
from meitinker.store.acts import act
from meitinker.store.erasing import Ground, erase
from tests.unit.services.world import MEETS_AT, TODAY, Deed, World

if TYPE_CHECKING:
    from meitinker.ids import RecordId
    from tests.stores import TestStore

WHY = Ground(scope="dossier", ground="Wmo 2015 art. 5.3.5", approval="a decision")


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
            "",
            w.do(appointments.make, w.person, plan=Planned(starts_at=MEETS_AT), form=planning.FORM),
        ),
    ),
    "appointment, moved": (
        planning.FORM,
        planning.TypedAppointment(note="Let"),
        lambda w: (
            "",
            w.do(
                appointments.change,
                w.appointment(),
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
                form=ApplicationForm.REPORT,
                signed_on=TODAY(),
                received_on=TODAY(),
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
    erase(store.database, store.session, [(Person, person)], why=WHY)
    assert "kanarie" not in _settings(store)
    assert _read(store, ABOUT, other) == HALF
