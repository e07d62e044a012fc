"""A question as it is typed becomes a request that came in when it was told."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import msgspec
import pytest

from meitinker import clock
from meitinker.domain.requests import Request, RequestKind
from meitinker.errors import DiskFull, InvalidField
from meitinker.services import form_drafts, people, taking, undo
from meitinker.services.people import NewPerson
from meitinker.services.taking import FORM, TypedRequest
from tests.stores import Clock

if TYPE_CHECKING:
    from datetime import datetime

    from tests.stores import TestStore

EVENING, MORNING = "2026-11-12T22:50:00.000Z", "2026-11-13T07:30:00.000Z"
WORDS = "Ik kom de trap niet meer op."
NEW = NewPerson(surname="Proefstra", phone="0566 123456")


def taken(store: TestStore, typed: TypedRequest) -> datetime:
    """Type in the evening, finish in the morning, and return when it came in."""
    with clock.running(Clock(EVENING)):
        form_drafts.keep(store.database, store.session, FORM, TypedRequest(words="Ik kom"))
    with clock.running(Clock(MORNING)):
        form_drafts.keep(store.database, store.session, FORM, typed)
        made = taking.finish(store.database, store.session, typed).created("request")
    return store.get(Request, made).received_at


@pytest.mark.promise("L1")
def test_l1_what_is_finished_the_next_morning_came_in_the_evening_before(store: TestStore) -> None:
    typed = TypedRequest(words=WORDS, client_id=store.person())
    assert taken(store, typed) == clock.instant_from(EVENING)


@pytest.mark.promise("L1")
@pytest.mark.parametrize(
    ("day", "came"),
    [
        (date(2026, 11, 12), EVENING),
        (date(2026, 11, 13), MORNING),
        (date(2026, 11, 10), "2026-11-10T11:00:00.000Z"),
    ],
)
def test_l1_a_day_that_was_chosen_counts(store: TestStore, day: date, came: str) -> None:
    typed = TypedRequest(words=WORDS, client_id=store.person(), came_on=day)
    assert taken(store, typed) == clock.instant_from(came)


@pytest.mark.parametrize("seconds", [2, 366 * 24 * 3600])
def test_a_clock_that_was_set_back_while_typing_refuses_nothing(
    store: TestStore, seconds: int
) -> None:
    ahead = clock.instant_from(MORNING) + timedelta(seconds=seconds)
    typed = TypedRequest(words=WORDS, client_id=store.person())
    with clock.running(Clock(clock.instant_text(ahead))):
        form_drafts.keep(store.database, store.session, FORM, typed)
    with clock.running(Clock(MORNING)):
        made = taking.finish(store.database, store.session, typed).created("request")
    assert store.get(Request, made).received_at == clock.instant_from(MORNING)


def test_the_next_question_begins_with_nothing(store: TestStore) -> None:
    taken(store, TypedRequest(words=WORDS, client_id=store.person()))
    assert form_drafts.read(store.database, store.session, FORM) is None
    assert form_drafts.begun_at(store.database, FORM) is None


def test_who_is_new_is_added_with_it(store: TestStore) -> None:
    typed = TypedRequest(words=WORDS, new_name="Proefstra")
    made = taking.finish(store.database, store.session, typed, new=NewPerson(surname="Proefstra"))
    request = store.get(Request, made.created("request"))
    assert request.words == WORDS


@pytest.mark.parametrize(
    ("phone", "day", "full"),
    [("12", None, False), ("", date(2999, 1, 1), False), ("", None, True)],
)
def test_who_is_new_is_added_once_however_often_it_is_tried(
    store: TestStore, monkeypatch: pytest.MonkeyPatch, phone: str, day: date | None, full: bool
) -> None:
    right = TypedRequest(words=WORDS, new_name="Proefstra", kind=RequestKind.SIGNAL)
    typed = msgspec.structs.replace(right, reporter_phone=phone, came_on=day)
    with monkeypatch.context() as refusing:
        if full:
            refusing.setattr(form_drafts, "drop", _full)
        form_drafts.keep(store.database, store.session, FORM, typed)
        for _press in range(2):
            with pytest.raises((InvalidField, DiskFull)):
                taking.finish(store.database, store.session, typed, new=NEW)
    assert people.count(store.database, store.session) == 0
    assert form_drafts.read(store.database, store.session, FORM) == typed
    taking.finish(store.database, store.session, right, new=NEW)
    assert people.count(store.database, store.session) == 1
    undo.undo(store.database, store.session)
    assert people.count(store.database, store.session) == 0


def _full(*_args: object, **_named: object) -> None:
    raise DiskFull


def test_words_of_another_are_kept_only_with_who_that_is(store: TestStore) -> None:
    """Else the letters would tell them as the resident's own."""
    nameless = TypedRequest(words=WORDS, client_id=store.person(), for_other=True, reporter=" ")
    with pytest.raises(InvalidField, match="reporter_tie"):
        taking.finish(store.database, store.session, nameless)
    daughter = msgspec.structs.replace(nameless, reporter_tie="dochter")
    taking.finish(store.database, store.session, daughter)
    signal = msgspec.structs.replace(nameless, kind=RequestKind.SIGNAL)
    taking.finish(store.database, store.session, signal)  # who tells of one may stay unnamed


def test_without_a_resident_or_words_it_stays(store: TestStore) -> None:
    for typed, field in (
        (TypedRequest(words=WORDS), "client_id"),
        (TypedRequest(words=" ", client_id=store.person()), "words"),
    ):
        form_drafts.keep(store.database, store.session, FORM, typed)
        with pytest.raises(InvalidField, match=field):
            taking.finish(store.database, store.session, typed)
        form_drafts.keep(store.database, store.session, FORM, TypedRequest(words="nog"))
        assert form_drafts.read(store.database, store.session, FORM) is not None
