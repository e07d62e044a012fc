"""Doubles: a table of true ones and a table of people who only look alike."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from meitinker import ids
from meitinker.domain.addresses import Address
from meitinker.domain.doubles import (
    POSSIBLE,
    PROBABLE,
    Candidate,
    LikenessReason,
    PersonDraft,
    blocking_keys,
    draft_of,
    likeness,
    likenesses,
    plain,
    sound,
)
from meitinker.domain.people import Person, Phone
from meitinker.ids import PersonId

HOME = ("9001 KA", "14")
PHONE = "+31566012345"
BORN = date(1948, 3, 4)


def someone(
    *,
    homes: tuple[tuple[str, str], ...] = (),
    phones: tuple[str, ...] = (),
    **fields: object,
) -> Candidate:
    person = msgspec.structs.replace(Person(id=ids.record_id()), **fields)
    who = PersonId(person.id)
    return Candidate(
        person=person,
        addresses=tuple(
            Address(id=ids.record_id(), person_id=who, postcode=p, number=n) for p, n in homes
        ),
        phones=tuple(Phone(id=ids.record_id(), person_id=who, digits=d) for d in phones),
    )


SJOUKJE = someone(
    given_names="Sjoukje Maria",
    called="Sjoukje",
    prefix="de",
    surname="Jong",
    partner_name="Wâldsang",
    born_on=BORN,
    homes=(HOME,),
    phones=(PHONE,),
    bsn="999990019",
)

TRUE_DOUBLES = {
    "same bsn": (SJOUKJE, PersonDraft(surname="Anders", bsn="999990019"), LikenessReason.SAME_BSN),
    "same name and date": (
        SJOUKJE,
        PersonDraft(called="Sjoukje", prefix="de", surname="Jong", born_on=BORN),
        LikenessReason.SAME_NAME,
    ),
    "accents and capitals": (
        someone(called="Łukasz", surname="Wiśniewski", born_on=BORN),
        PersonDraft(called="lukasz", surname="WISNIEWSKI", born_on=BORN),
        LikenessReason.SAME_NAME,
    ),
    "prefix typed in the surname": (
        someone(called="Auke", prefix="van der", surname="Meer", born_on=BORN),
        PersonDraft(called="Auke", surname="van der Meer", born_on=BORN),
        LikenessReason.SAME_NAME,
    ),
    "partner name only": (
        SJOUKJE,
        PersonDraft(called="Sjoukje", surname="Wâldsang", born_on=BORN),
        LikenessReason.PARTNER_NAME,
    ),
    "both names in one field": (
        SJOUKJE,
        PersonDraft(called="Sjoukje", surname="de Jong–Wâldsang", born_on=BORN),
        LikenessReason.SAME_NAME,
    ),
    "ij and y": (
        someone(called="Sietske", surname="Dijkstra", born_on=date(1952, 10, 21)),
        PersonDraft(called="Sytske", surname="Dykstra", born_on=date(1952, 10, 12)),
        LikenessReason.SIMILAR_NAME,
    ),
    "tsj and tj": (
        someone(called="Jeltsje", surname="Zijlstra", born_on=BORN),
        PersonDraft(called="Jeltje", surname="Sylstra", born_on=BORN),
        LikenessReason.SIMILAR_NAME,
    ),
    "slip in the given name": (
        someone(called="Trijntje", surname="Postma", born_on=BORN),
        PersonDraft(called="Trjintje", surname="Postma", born_on=BORN),
        LikenessReason.SIMILAR_NAME,
    ),
    "slip in the surname": (
        someone(called="Pytrik", surname="Hoekstra", born_on=BORN),
        PersonDraft(called="Pytrik", surname="Hoekstar", born_on=BORN),
        LikenessReason.SIMILAR_NAME,
    ),
    "initial only": (
        someone(given_names="Sjoerd", surname="Bouma", born_on=BORN),
        PersonDraft(given_names="S.", surname="Bouma", born_on=BORN),
        LikenessReason.SIMILAR_NAME,
    ),
    "swapped names": (
        someone(given_names="Oksana", surname="Melnyk", born_on=BORN),
        PersonDraft(given_names="Melnyk", surname="Oksana", born_on=BORN),
        LikenessReason.SWAPPED_NAME,
    ),
    "called by the second name": (
        someone(given_names="Johanna Grietje", surname="Faber", born_on=BORN),
        PersonDraft(given_names="Grietje", surname="Faber", born_on=BORN),
        LikenessReason.SAME_BIRTH_DATE,
    ),
    "second name is the called one": (
        someone(called="Grietje", surname="Faber", born_on=BORN),
        PersonDraft(given_names="Johanna Grietje", surname="Faber", born_on=BORN),
        LikenessReason.SAME_BIRTH_DATE,
    ),
    "digits swapped": (
        someone(called="Durk", surname="Nauta", born_on=date(1931, 5, 12)),
        PersonDraft(called="Durk", surname="Nauta", born_on=date(1931, 5, 21)),
        LikenessReason.BIRTH_DATE_SLIP,
    ),
    "day and month swapped": (
        someone(called="Durk", surname="Nauta", born_on=date(1931, 5, 12)),
        PersonDraft(called="Durk", surname="Nauta", born_on=date(1931, 12, 5)),
        LikenessReason.BIRTH_DATE_SLIP,
    ),
    "one digit wrong": (
        someone(called="Durk", surname="Nauta", born_on=date(1931, 5, 12)),
        PersonDraft(called="Durk", surname="Nauta", born_on=date(1932, 5, 12)),
        LikenessReason.BIRTH_DATE_SLIP,
    ),
    "year, address and phone": (
        someone(called="Eke", surname="Walda", born_text="maart 1908", homes=(HOME,)),
        PersonDraft(
            called="Eke", surname="Walda", born_on=date(1908, 3, 2), homes=(("9001ka", "14"),)
        ),
        LikenessReason.SAME_BIRTH_YEAR,
    ),
    "a year off where nobody knows": (
        someone(called="Eke", surname="Walda", born_text="1909", homes=(HOME,), phones=(PHONE,)),
        PersonDraft(
            called="Eke", surname="Walda", born_text="1908", homes=(HOME,), phones=(PHONE,)
        ),
        LikenessReason.SAME_PHONE,
    ),
}

NOT_DOUBLES = {
    "father and son of one name": (
        someone(called="Jan", prefix="de", surname="Vries", born_on=date(1948, 3, 4)),
        PersonDraft(called="Jan", prefix="de", surname="Vries", born_on=date(1975, 8, 19)),
    ),
    "father and son with one birthday": (
        someone(called="Jan", surname="Bakker", born_on=date(1948, 3, 4), homes=(HOME,)),
        PersonDraft(called="Jan", surname="Bakker", born_on=date(1978, 3, 4), homes=(HOME,)),
    ),
    "father and son at one address with one phone": (
        someone(called="Jan", surname="Bakker", born_on=BORN, homes=(HOME,), phones=(PHONE,)),
        PersonDraft(
            called="Jan",
            surname="Bakker",
            born_on=date(1976, 11, 30),
            homes=(HOME,),
            phones=(PHONE,),
        ),
    ),
    "twins": (
        someone(called="Hiltje", surname="Okkema", born_on=BORN, homes=(HOME,), phones=(PHONE,)),
        PersonDraft(
            called="Baukje", surname="Okkema", born_on=BORN, homes=(HOME,), phones=(PHONE,)
        ),
    ),
    "twins with names that differ by a letter": (
        someone(called="Anna", surname="Okkema", born_on=BORN, homes=(HOME,)),
        PersonDraft(called="Anne", surname="Okkema", born_on=BORN, homes=(HOME,)),
    ),
    "twins with one second name": (
        someone(given_names="Jan Pieter", surname="Okkema", born_on=BORN, homes=(HOME,)),
        PersonDraft(given_names="Klaas Pieter", surname="Okkema", born_on=BORN, homes=(HOME,)),
    ),
    "brother and sister": (
        someone(called="Sake", surname="Kingma", born_on=date(1950, 1, 2), homes=(HOME,)),
        PersonDraft(called="Foppe", surname="Kingma", born_on=date(1951, 7, 9), homes=(HOME,)),
    ),
    "husband and wife": (
        someone(called="Pytrik", surname="Hoekstra", homes=(HOME,), phones=(PHONE,)),
        PersonDraft(called="Jikke", surname="Hoekstra", homes=(HOME,), phones=(PHONE,)),
    ),
    "two checked numbers": (
        SJOUKJE,
        PersonDraft(called="Sjoukje", surname="Jong", born_on=BORN, bsn="999990020"),
    ),
    "another family on the same day": (
        someone(called="Jelle", surname="Hofstra", born_on=BORN),
        PersonDraft(called="Jelle", surname="Palma", born_on=date(1948, 9, 4)),
    ),
    "other initial": (
        someone(called="Bouke", surname="Smit", born_on=BORN),
        PersonDraft(called="A.", surname="Smit", born_on=BORN),
    ),
    "the same house, later": (someone(homes=(HOME,)), PersonDraft(surname="Faber", homes=(HOME,))),
    "nothing typed yet": (SJOUKJE, PersonDraft()),
    "other year in words": (
        someone(called="Eke", surname="Walda", born_text="1908"),
        PersonDraft(called="Eke", surname="Walda", born_text="rond 1930"),
    ),
}


@pytest.mark.parametrize("name", TRUE_DOUBLES)
def test_true_doubles_are_asked_about(name: str) -> None:
    candidate, draft, reason = TRUE_DOUBLES[name]
    found = likeness(draft, candidate)
    assert found.score >= PROBABLE, found
    assert found.probable
    assert reason in found.reasons


@pytest.mark.parametrize("name", TRUE_DOUBLES)
def test_true_doubles_share_a_key_so_that_the_store_finds_them(name: str) -> None:
    candidate, draft, _ = TRUE_DOUBLES[name]
    known = draft_of(candidate.person, candidate.addresses, phones=candidate.phones)
    assert blocking_keys(draft) & blocking_keys(known)


@pytest.mark.parametrize("name", NOT_DOUBLES)
def test_people_who_only_look_alike_are_not_shown(name: str) -> None:
    candidate, draft = NOT_DOUBLES[name]
    assert likeness(draft, candidate).score < POSSIBLE
    assert likenesses(draft, [candidate]) == []


def test_one_full_name_is_shown_but_not_asked_about() -> None:
    found = likeness(PersonDraft(called="Sjoukje", surname="Jong"), SJOUKJE)
    assert found.score == POSSIBLE
    assert not found.probable


def test_a_birth_date_at_one_address_is_shown_before_a_name_is_typed() -> None:
    assert likeness(PersonDraft(born_on=BORN, homes=(HOME,)), SJOUKJE).score >= POSSIBLE


def test_a_new_surname_on_the_same_birth_date_is_shown() -> None:
    married = PersonDraft(called="Sjoukje", surname="Palma", born_on=BORN)
    assert POSSIBLE <= likeness(married, SJOUKJE).score < PROBABLE


def test_the_most_alike_comes_first() -> None:
    less = someone(called="Sjoukje", surname="Jong")
    draft = PersonDraft(called="Sjoukje", surname="Jong", born_on=BORN)
    found = likenesses(draft, [less, SJOUKJE, someone(called="Rixt", surname="Buma")])
    assert [f.person_id for f in found] == [SJOUKJE.person.id, less.person.id]


def test_what_speaks_against_it_is_named() -> None:
    candidate, draft = NOT_DOUBLES["twins"]
    assert LikenessReason.OTHER_GIVEN_NAME in likeness(draft, candidate).reasons
    candidate, draft = NOT_DOUBLES["two checked numbers"]
    assert LikenessReason.OTHER_BSN in likeness(draft, candidate).reasons
    candidate, draft = NOT_DOUBLES["father and son with one birthday"]
    assert LikenessReason.OTHER_BIRTH_DATE in likeness(draft, candidate).reasons


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sietske", "Sytske"),
        ("Jeltje", "Jeltsje"),
        ("Dijkstra", "Dykstra"),
        ("Sjoerd", "Sjoert"),
        ("Bûter", "Boeter"),
        ("Meijer", "Meyer"),
        ("Schaap", "Skaap"),
        ("Visser", "Fisser"),
        ("de Haan", "De Han"),
    ],
)
def test_spellings_of_one_name_sound_alike(one: str, other: str) -> None:
    assert sound(one) == sound(other)


@pytest.mark.parametrize(("one", "other"), [("Jan", "Jaap"), ("Hoekstra", "Hofstra")])
def test_different_names_sound_different(one: str, other: str) -> None:
    assert sound(one) != sound(other)


def test_plain_names_have_no_accents_case_or_dots() -> None:
    assert plain("  Łukasz  J. ") == "lukasz j"


def test_keys_say_what_they_are() -> None:
    draft = PersonDraft(
        called="Sietske",
        surname="Dijkstra",
        born_on=date(1952, 10, 21),
        homes=(HOME, ("", "3")),
        phones=(PHONE, ""),
        bsn="999990019",
    )
    assert blocking_keys(draft) == {
        "bsn:999990019",
        "phone:+31566012345",
        "home:9001ka14",
        "born:1952-10-21",
        "digits:01112259",
        "year:dijk1952",
        "name:dykstra|s",
        "pair:dyks+syts",
    }
    assert blocking_keys(PersonDraft()) == frozenset()


def test_a_prefix_alone_is_no_family_name() -> None:
    arab = someone(called="Nour", surname="al-Khatib", born_on=BORN)
    assert likeness(PersonDraft(called="Nour", surname="Khatib", born_on=BORN), arab).probable
    other = someone(called="Nour", surname="al-Ahmad", born_on=None)
    assert likeness(PersonDraft(called="Nour", surname="al-Khatib"), other).score < POSSIBLE
