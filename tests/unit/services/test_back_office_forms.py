"""What a clerk or meitinker had half typed about a review goes in the act that saves it."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest

from meitinker import clock
from meitinker.domain.organisation import User
from meitinker.domain.plans import HandoverWay
from meitinker.ids import RecordId, UserId, record_id
from meitinker.services import (
    form_drafts,
    grants,
    handing_work,
    import_batches,
    paper_queue,
    plans,
    requests,
    reviewing,
)
from meitinker.services.form_drafts import TypedFields
from meitinker.services.requests import NewRequest
from tests.unit.services.back_office import BackOffice

if TYPE_CHECKING:
    from collections.abc import Callable

    from meitinker.domain.session import Session
    from meitinker.services.form_drafts import Form
    from tests.stores import TestStore

HALF = TypedFields(fields={"text": ("half getypt",)})

Tried = tuple["Form[TypedFields]", str, "Session", "Callable[[], object]"]


def _question(office: BackOffice) -> Tried:
    visit, use = office.visit(), (office.database, office.clerk)
    return reviewing.QUESTION, visit, office.clerk, partial(reviewing.ask, *use, visit, text="x")


def _return(office: BackOffice) -> Tried:
    visit, use = office.visit(), (office.database, office.clerk)
    return reviewing.RETURN, visit, office.clerk, lambda: reviewing.send_back(*use, visit, why="x")


def _approval(office: BackOffice) -> Tried:
    visit, use = office.visit(), (office.database, office.clerk)
    return reviewing.APPROVAL, visit, office.clerk, partial(reviewing.approve, *use, visit, why="x")


def _reply(office: BackOffice) -> Tried:
    visit, use = office.visit(), (office.database, office.meitinker)
    reviewing.ask(office.database, office.clerk, visit, text="Wie?")
    return reviewing.REPLY, visit, office.meitinker, lambda: reviewing.reply(*use, visit, text="x")


def _making(office: BackOffice) -> Tried:
    visit, use = office.visit(), (office.database, office.clerk)
    reviewing.approve(*use, visit, why="Nagevraagd")
    return import_batches.MAKING, "", office.clerk, lambda: import_batches.make(*use, [visit])


def _undoing(office: BackOffice) -> Tried:
    visit, use = office.visit(), (office.database, office.clerk)
    reviewing.approve(*use, visit, why="Nagevraagd")
    batch = import_batches.make(*use, [visit]).created("import_batch")
    undo = partial(import_batches.undo, *use, batch, why="x")
    return import_batches.UNDOING, batch, office.clerk, undo


def _taking_over(office: BackOffice) -> Tried:
    visit, use = office.visit(), (office.database, office.clerk)
    over = partial(handing_work.take_over, *use, visit, why="x")
    return handing_work.TAKING_OVER, visit, office.clerk, over


def _colleague(office: BackOffice) -> UserId:
    return UserId(office.make(User(id=record_id(), name="Sytske")))


def _grant(office: BackOffice) -> Tried:
    person, to, use = office.person(), _colleague(office), (office.database, office.clerk)
    until = clock.today() + timedelta(days=7)
    day = clock.today()
    give = partial(grants.give, *use, person, to=to, first_day=day, last_day=until, why="x")
    return grants.GRANT, person, office.clerk, give


def _replacement(office: BackOffice) -> Tried:
    away, by, use = _colleague(office), _colleague(office), (office.database, office.clerk)
    days = (clock.today(), clock.today() + timedelta(days=7))
    replace = partial(grants.replace, *use, away, by=by, first_day=days[0], last_day=days[1])
    return grants.REPLACEMENT, "", office.clerk, replace


def _papers(office: BackOffice) -> Tried:
    visit, form = office.visit(), paper_queue.AT_OFFICE
    plans.make(office.database, office.meitinker, visit, way=HandoverWay.SEND_LATER)
    waiting = paper_queue.waiting(office.database, office.clerk)
    give = partial(paper_queue.give, office.database, office.clerk, waiting, form=form)
    return form, "", office.clerk, partial(give, on=clock.today())


def _task(office: BackOffice) -> Tried:
    person, to, use = office.person(), _colleague(office), (office.database, office.clerk)
    give = partial(handing_work.give_task, *use, person, to=to, what="Bellen")
    return handing_work.GIVING_TASK, person, office.clerk, give


def _request(office: BackOffice) -> Tried:
    to, use = _colleague(office), (office.database, office.clerk)
    new = NewRequest(words="Help")
    request = requests.take(office.database, office.meitinker, office.person(), new)
    asked = request.created("request")
    give = partial(handing_work.give_request, *use, asked, to=to)
    return handing_work.GIVING_REQUEST, asked, office.clerk, give


def _file(office: BackOffice) -> Tried:
    person, to, use = office.person(), _colleague(office), (office.database, office.clerk)
    of = RecordId(office.meitinker.user)
    give = partial(handing_work.give_file, *use, person, of=of, to=to)
    return handing_work.GIVING_FILE, person, office.clerk, give


TRIED = (
    _question, _return, _approval, _reply, _making, _undoing, _taking_over, _grant, _replacement,
    _papers, _task, _request, _file,
)  # fmt: skip


@pytest.mark.parametrize("prepare", TRIED)
def test_what_saves_a_form_ends_it_in_the_same_commit(
    store: TestStore, prepare: Callable[[BackOffice], Tried]
) -> None:
    form, about, session, deed = prepare(BackOffice(store))
    form_drafts.keep(store.database, session, form, HALF, about=about)
    assert form_drafts.read(store.database, session, form, about=about) == HALF
    before = store.database.saved.commits
    deed()
    assert form_drafts.read(store.database, session, form, about=about) is None
    assert store.database.saved.commits == before + 1
