"""Sentences of the program about a referral, in the language of a paper."""

from __future__ import annotations

import pytest

from meitinker.clock import now
from meitinker.domain import referral_words as said
from meitinker.domain.referrals import Referral
from meitinker.i18n import translation
from meitinker.ids import PersonId, UserId, record_id

DUTCH, FRISIAN, ENGLISH = map(translation, ("nl", "fy", "en"))
NAME = "Warme maaltijd (Tafel op Wielen)"


@pytest.fixture
def chosen() -> tuple[Referral, ...]:
    names = (("Warme maaltijd", "Tafel op Wielen"), ("Bakje kofje", ""))
    return tuple(
        Referral(
            id=record_id(),
            client_id=PersonId(record_id()),
            user_id=UserId(record_id()),
            at=now(),
            service_name=service,
            provider_name=provider,
        )
        for service, provider in names
    )


@pytest.mark.parametrize("phone", ["", "0566-07 44 32", "+31 (0)566 07"])
def test_where_to_go_is_said_in_the_language_of_the_paper(
    chosen: tuple[Referral, ...], phone: str
) -> None:
    typed = f"Zelf koken lukt niet.\n{said.place(NAME, phone, DUTCH)}"
    expected = f"Zelf koken lukt niet.\n{said.place(NAME, phone, FRISIAN)}"
    assert said.said_in(typed, chosen, FRISIAN) == expected
    assert said.said_in(expected, chosen, ENGLISH) == (
        f"Zelf koken lukt niet.\n{said.place(NAME, phone, ENGLISH)}"
    )
    assert expected != typed


@pytest.mark.parametrize("warm", [True, False])
def test_who_makes_the_contact_is_said_in_the_language_of_the_paper(
    chosen: tuple[Referral, ...], warm: bool
) -> None:
    typed = said.contact("Bakje kofje", DUTCH, warm=warm)
    wanted = said.contact("Bakje kofje", ENGLISH, warm=warm)
    assert said.said_in(typed, chosen, ENGLISH) == wanted != typed


@pytest.mark.parametrize(
    "typed",
    [
        "U kunt terecht bij de huisarts.",
        f"U kunt terecht bij {NAME}, vraag naar Jan.",
        f"U kunt terecht bij {NAME}. Bel eerst.",
        "Legt contact met de kerk.",
        "",
    ],
)
def test_what_a_person_wrote_stays_as_it_is(chosen: tuple[Referral, ...], typed: str) -> None:
    assert said.said_in(typed, chosen, FRISIAN) == typed


def test_who_has_no_name_is_we_in_every_language() -> None:
    assert said.us_in("wij", ENGLISH) == said.us(ENGLISH) != "wij"
    assert said.us_in("wij vieren", ENGLISH) == "wij vieren"
