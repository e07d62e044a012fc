"""The application: what was signed, when it came in, and the clock it starts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from meitinker import clock
from meitinker.domain.applications import ApplicationForm
from meitinker.domain.visits import Phase, SupportForm, Visit
from meitinker.errors import InvalidField
from meitinker.services import applications, undo, visits
from tests.stores import Clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from meitinker.changes import Changes
    from meitinker.domain.applications import Application
    from meitinker.ids import VisitId
    from tests.stores import TestStore


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.running(Clock("2026-11-12T10:00:00.000Z")):
        yield


@pytest.fixture
def visit(store: TestStore) -> VisitId:
    return store.visit(store.person("Jong"))


def record(
    store: TestStore,
    visit: VisitId,
    signed: date = date(2026, 11, 10),
    received: date = date(2026, 11, 12),
    asks_for: str = "traplift",
) -> Changes:
    return applications.record(
        store.database,
        store.session,
        visit,
        form=ApplicationForm.REPORT,
        signed_on=signed,
        received_on=received,
        asks_for=asks_for,
    )


def known(store: TestStore, visit: VisitId) -> tuple[Application, ...]:
    return visits.file_of(store.database, store.session, visit).applications


def test_a_conversation_has_one_application_that_can_be_mended(
    store: TestStore, visit: VisitId
) -> None:
    record(store, visit)
    record(store, visit, asks_for="  scootmobiel ")
    assert [one.asks_for for one in known(store, visit)] == ["scootmobiel"]


@pytest.mark.parametrize(
    ("signed", "received", "wrong"),
    [
        (date(2026, 11, 13), date(2026, 11, 12), "date_in_future"),
        (date(2026, 11, 12), date(2026, 11, 13), "date_in_future"),
        (date(2026, 11, 11), date(2026, 11, 10), "before_signed"),
    ],
)
def test_impossible_days_are_refused(
    store: TestStore, visit: VisitId, signed: date, received: date, wrong: str
) -> None:
    with pytest.raises(InvalidField, match=wrong):
        record(store, visit, signed, received)
    assert known(store, visit) == ()


def test_it_is_taken_also_after_the_conversation_was_concluded(
    store: TestStore, visit: VisitId
) -> None:
    visits.conclude(store.database, store.session, visit)
    changes = record(store, visit)
    assert not changes.undoable, "undo does not reach into a concluded conversation"
    applications.remove(store.database, store.session, known(store, visit)[0].id)
    assert known(store, visit) == ()


def test_it_is_undone_while_the_conversation_is_open(store: TestStore, visit: VisitId) -> None:
    record(store, visit)
    undo.undo(store.database, store.session)
    assert known(store, visit) == ()


def test_who_applied_before_is_guessed_to_be_after_a_provision(
    store: TestStore, visit: VisitId
) -> None:
    client = store.get(Visit, visit).client_id
    first = store.get(Visit, visits.begin(store.database, store.session, client).created("visit"))
    assert (first.phase, first.support_form) == (Phase.BEFORE, SupportForm.INFORMATION)
    record(store, visit)
    later = store.get(Visit, visits.begin(store.database, store.session, client).created("visit"))
    assert (later.phase, later.support_form) == (Phase.AFTER, SupportForm.EVALUATION)
