"""Consents: the newest answer counts, and nothing that was said goes away."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from meitinker import clock
from meitinker.domain.consents import (
    ConsentAnswer,
    ConsentPurpose,
    allowed,
    in_force,
    refused,
    says_no,
)
from meitinker.errors import InvalidField, NotVisible
from meitinker.ids import PersonId, RecordId
from meitinker.services import consents, undo
from meitinker.services.consents import IN_GENERAL, Said
from tests.stores import Clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from meitinker.domain.consents import Consent
    from tests.stores import TestStore

GIVEN, REFUSED = ConsentAnswer.GIVEN, ConsentAnswer.REFUSED
WITHDRAWN = ConsentAnswer.WITHDRAWN
DEBT = ConsentPurpose.DEBT


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.running(Clock("2026-11-12T10:00:00.000Z")):
        yield


@pytest.fixture
def person(store: TestStore) -> PersonId:
    return store.person("Jong")


def note(
    store: TestStore,
    person: PersonId,
    answer: ConsentAnswer,
    on: date | None = None,
    purpose: ConsentPurpose = DEBT,
    said: Said = IN_GENERAL,
) -> None:
    consents.note(
        store.database, store.session, person, purpose=purpose, answer=answer, on=on, said=said
    )


def known(store: TestStore, person: PersonId) -> tuple[Consent, ...]:
    return consents.of_person(store.database, store.session, person)


def test_the_newest_answer_counts_and_the_old_one_stays(store: TestStore, person: PersonId) -> None:
    note(store, person, GIVEN, date(2026, 3, 1))
    assert allowed(known(store, person), DEBT)
    note(store, person, WITHDRAWN)
    assert not allowed(known(store, person), DEBT)
    assert [one.answer for one in known(store, person)] == [GIVEN, WITHDRAWN]


def test_two_answers_of_one_day_count_in_the_order_they_were_written(
    store: TestStore, person: PersonId
) -> None:
    note(store, person, REFUSED)
    note(store, person, GIVEN)
    assert allowed(known(store, person), DEBT)


def test_consent_for_one_purpose_is_none_for_another(store: TestStore, person: PersonId) -> None:
    note(store, person, GIVEN)
    assert not allowed(known(store, person), ConsentPurpose.INCOME)


@pytest.mark.parametrize("before", [(), (REFUSED,), (GIVEN, WITHDRAWN)])
def test_only_what_was_given_can_be_withdrawn(
    store: TestStore, person: PersonId, before: tuple[ConsentAnswer, ...]
) -> None:
    for answer in before:
        note(store, person, answer)
    with pytest.raises(InvalidField, match="consent_not_given"):
        note(store, person, WITHDRAWN)
    assert len(known(store, person)) == len(before)


def test_a_day_to_come_or_before_the_last_answer_is_refused(
    store: TestStore, person: PersonId
) -> None:
    with pytest.raises(InvalidField, match="date_in_future"):
        note(store, person, GIVEN, date(2026, 11, 13))
    note(store, person, REFUSED, date(2026, 11, 1))
    with pytest.raises(InvalidField, match="consent_before_last"):
        note(store, person, GIVEN, date(2026, 10, 31))


def test_an_answer_written_by_mistake_is_undone(store: TestStore, person: PersonId) -> None:
    note(store, person, GIVEN)
    undo.undo(store.database, store.session)
    assert known(store, person) == ()


def test_nobody_unknown_consents(store: TestStore) -> None:
    with pytest.raises(NotVisible):
        note(store, PersonId(RecordId("nobody")), GIVEN)


def test_one_answer_is_none_for_another_it_is_not_about(store: TestStore, person: PersonId) -> None:
    doctor, care = Said(about="huisarts De Vries", way="mondeling"), Said(about="Thuiszorg X")
    note(store, person, GIVEN, said=doctor)
    note(store, person, REFUSED, said=care)
    told = known(store, person)
    assert allowed(told, DEBT, " Huisarts  de vries")
    assert not allowed(told, DEBT, "thuiszorg x")
    assert not allowed(told, DEBT, "de bank"), "a yes to one is none to another"
    assert not allowed(told, DEBT)
    assert [one.about for one in in_force(told)] == ["huisarts De Vries", "Thuiszorg X"]
    assert told[0].way == "mondeling"


def test_a_no_in_general_is_said_to_everyone(store: TestStore, person: PersonId) -> None:
    doctor = Said(about="huisarts De Vries")
    note(store, person, GIVEN, date(2026, 11, 1), said=doctor)
    note(store, person, WITHDRAWN)
    told = known(store, person)
    assert not allowed(told, DEBT, doctor.about)
    assert [one.answer for one in in_force(told)] == [WITHDRAWN]
    note(store, person, GIVEN, said=doctor)
    assert allowed(known(store, person), DEBT, doctor.about)
    assert not refused(known(store, person), DEBT)


def test_withdrawal_is_of_what_was_given_with_whom(store: TestStore, person: PersonId) -> None:
    note(store, person, GIVEN, said=Said(about="de bank"))
    with pytest.raises(InvalidField, match="consent_not_given"):
        note(store, person, WITHDRAWN, said=Said(about="de huisarts"))


@pytest.mark.parametrize(
    ("answers", "away"),
    [
        ([("de buurvrouw", GIVEN), ("de buurvrouw", WITHDRAWN)], True),
        ([("Hinke van Dam", REFUSED)], True),
        ([("", REFUSED)], True),
        ([("mijn dochter van de Buorren", REFUSED)], False),
        ([("", GIVEN)], False),
        ([("de buurvrouw", REFUSED), ("Hinke", GIVEN)], False),
        ([("Hinke", GIVEN), ("de buurvrouw", REFUSED)], True),
        ([], False),
    ],
)
def test_a_no_that_may_be_about_someone_leaves_them_alone(
    store: TestStore, person: PersonId, answers: list[tuple[str, ConsentAnswer]], away: bool
) -> None:
    network = ConsentPurpose.NETWORK
    for day, (about, answer) in enumerate(answers, 1):
        note(store, person, answer, date(2026, 11, day), network, Said(about=about))
    note(store, person, REFUSED, date(2026, 11, 11), DEBT)
    told = in_force(known(store, person))
    assert says_no(told, network, "Hinke van der Veen", "buurvrouw") is away
