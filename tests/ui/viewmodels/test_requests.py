"""Clocks and requests in words."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from meitinker import clock, ids
from meitinker.domain import clocks
from meitinker.domain.clocks import Clock, ClockName
from meitinker.domain.people import Person
from meitinker.domain.requests import PlanOffer, Request
from meitinker.ids import PersonId
from meitinker.services.request_files import RequestFile
from tests.stores import Clock as Wall
from ui.viewmodels.requests import (
    RequestCard,
    cards,
    clock_line,
    hindrance_words,
    left,
    taken_words,
    told_by_another,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def wall() -> Iterator[Wall]:
    """Stand at Thursday 12 November 2026, 15:05 in Amsterdam."""
    standing = Wall()
    with clock.running(standing):
        yield standing


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=clock.AMSTERDAM).astimezone(UTC)


def asked(**fields: object) -> Request:
    return Request(
        id=ids.record_id(),
        client_id=PersonId(ids.record_id()),
        user_id="u",
        received_at=at("2026-11-12 14:05"),
        **fields,  # type: ignore[arg-type] # the names are those of the record
    )


def told(number: int, now: str, **fields: object) -> str:
    one = clocks.request_clocks(asked(**fields))[number]
    return clock_line(one, at(now)).text


@pytest.mark.parametrize(
    ("number", "now", "text"),
    [
        (0, "2026-11-12 15:05", "Afspraak maken: nog 23 uur (tot 13 november om 14:05)"),
        (0, "2026-11-13 13:04", "Afspraak maken: nog 1 uur (tot 13 november om 14:05)"),
        (0, "2026-11-13 13:35", "Afspraak maken: nog 30 minuten (tot 13 november om 14:05)"),
        (0, "2026-11-13 14:04", "Afspraak maken: nog 1 minuut (tot 13 november om 14:05)"),
        (
            0,
            "2026-11-13 14:05",
            "Afspraak maken: te laat, dit moest uiterlijk 13 november om 14:05",
        ),
        (1, "2026-11-18 23:59", "Persoonlijk plan: nog 1 dag (tot en met 19 november)"),
        (1, "2026-11-19 23:59", "Persoonlijk plan: vandaag is de laatste dag"),
        (
            1,
            "2026-11-20 00:00",
            "Persoonlijk plan: nog niet verteld, dit moest uiterlijk 19 november",
        ),
        (2, "2026-11-12 15:05", "Onderzoek: nog 42 dagen (tot en met 24 december)"),
    ],
)
def test_a_clock_says_how_long_still_and_until_when(number: int, now: str, text: str) -> None:
    assert told(number, now).startswith(text)


def card(**fields: object) -> RequestCard:
    request = asked(**fields)
    file = RequestFile(
        request=request,
        client=Person(id=request.client_id, surname="Jong"),
        clocks=clocks.request_clocks(request),
        appointments=(),
        visits=(),
        letters=(),
    )
    (made,) = cards([file])
    return made


def said_of_the_plan(made: RequestCard) -> list[str]:
    lines = [one.text for one in made.clocks] + list(made.notes)
    return [line for line in lines if "Persoonlijk plan" in line]


def test_the_personal_plan_has_one_line_in_a_card() -> None:
    (untold,) = said_of_the_plan(card())
    assert untold == "Persoonlijk plan: nog 7 dagen (tot en met 19 november)"
    (told_of,) = said_of_the_plan(card(plan_offer=PlanOffer.TOLD, plan_told_on=date(2026, 11, 12)))
    assert told_of.startswith("Persoonlijk plan: verteld op 12 november, nog 7 dagen (tot")
    (none,) = said_of_the_plan(card(plan_offer=PlanOffer.NONE_WISHED))
    assert none.startswith("Persoonlijk plan: ")


def test_the_residents_own_days_are_over_and_nobody_is_late() -> None:
    said = told(1, "2026-11-20 00:00", plan_offer=PlanOffer.TOLD)
    assert said.startswith("Persoonlijk plan: de tijd is om, de laatste dag was 19 november")


def test_a_clock_that_was_met_says_whether_in_time() -> None:
    now = "2026-11-20 12:00"
    early, late = at("2026-11-13 10:00"), at("2026-11-13 16:00")
    assert "op tijd gedaan, 13 november om 10:00" in told(0, now, appointed_at=early)
    assert "te laat gedaan" in told(0, now, appointed_at=late)


@pytest.mark.parametrize(
    ("now", "icon_name", "tint"),
    [
        ("2026-11-20 12:00", "clock", "info"),
        ("2026-12-22 12:00", "clock", "warning"),
        ("2026-12-25 00:00", "alert-circle", "error"),
    ],
)
def test_colour_never_speaks_alone(now: str, icon_name: str, tint: str) -> None:
    line = clock_line(clocks.request_clocks(asked())[2], at(now))
    assert (line.icon_name, line.tint) == (icon_name, tint)
    assert line.text


def test_a_term_of_several_days_in_hours_is_told_in_days() -> None:
    now = at("2026-11-12 15:05")
    long = Clock(name=ClockName.APPOINTMENT, due_at=now + timedelta(hours=50))
    assert left(long, now) == "nog 2 dagen"


def test_a_suspended_decision_stands_still() -> None:
    one = clocks.decision_clock(date(2026, 11, 2), [clocks.Suspension(date(2026, 11, 5))])
    assert clock_line(one, at("2026-11-12 15:05")).text == "Besluit: staat stil"
    assert left(one, at("2026-11-12 15:05")) == ""


def test_every_hindrance_of_a_letter_has_words() -> None:
    assert all(hindrance_words(why) for why in ("deceased", "closed", "consent"))
    assert hindrance_words("") == ""


def test_what_was_taken_names_the_moment() -> None:
    first = clocks.request_clocks(asked())[0]
    assert taken_words(first) == (
        "Vraag bewaard. Maak uiterlijk 13 november om 14:05 een afspraak."
    )


def test_words_of_someone_of_whom_only_a_number_is_known_are_not_told_as_the_residents() -> None:
    said = told_by_another(asked(words="Zij valt.", reporter_phone="06 12 34 56 78"))
    assert "Verteld door iemand anders (06 12 34 56 78)." in said
    assert told_by_another(asked(words="Ik val.")) == ""
