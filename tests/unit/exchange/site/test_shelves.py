"""How the site is ordered: villages, subjects, letters, and the names of its files."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest

from meitinker.domain.map_checks import CheckTerms
from meitinker.domain.map_services import Cost, MapService, Reach, ServiceArea
from meitinker.domain.map_terms import CategoryEntry, Facets, Tree
from meitinker.domain.providers import Provider, ProviderKind
from meitinker.domain.villages import Village
from meitinker.exchange.site import facts, shelves
from meitinker.exchange.site.public import PublicService
from meitinker.exchange.site.search_files import base36
from meitinker.exchange.site.shelves import Shelves, SiteHeader
from meitinker.ids import MunicipalityId, VillageId, record_id

TOWN = MunicipalityId(record_id())
GROU = Village(id=VillageId(record_id()), frisian_name="Grou", municipality_id=TOWN)
NES = Village(id=VillageId(record_id()), frisian_name="Nes")
OTHER_NES = Village(id=VillageId(record_id()), dutch_name="Nés")
TREE = Tree(
    [
        CategoryEntry(code="household", label="Huishouden"),
        CategoryEntry(code="meals", label="Maaltijden", parent="household"),
        CategoryEntry(code="money", label="Geld"),
    ]
)


def service(name: str, *codes: str, areas: tuple[ServiceArea, ...] = ()) -> PublicService:
    one = MapService(id=record_id(), provider_id=record_id(), name=name)
    return PublicService(service=one, provider=None, facets=Facets(categories=codes), areas=areas)


def area(reach: Reach, **fields: Any) -> ServiceArea:
    return ServiceArea(id=record_id(), service_id=record_id(), reach=reach, **fields)


def names(these: tuple[PublicService, ...]) -> list[str]:
    return [one.service.name for one in these]


def shelved(*services: PublicService) -> Shelves:
    return Shelves(services, TREE, [NES, GROU, OTHER_NES])


def test_a_subject_holds_what_is_under_it_once_and_empty_ones_are_left_out() -> None:
    both = service("Beide", "meals", "household")
    found = shelved(both, service("Eten", "meals")).subjects_of([both], other="Anders")
    assert [one.code for one in found] == ["household"]
    assert names(found[0].own) == ["Beide"]
    assert names(found[0].within) == ["Beide"]
    assert [one.code for one in found[0].under] == ["meals"]


def test_what_stands_under_no_known_subject_stands_apart() -> None:
    these = [service("Eten", "meals"), service("Zonder"), service("Vreemd", "unknown")]
    found = shelved(*these).subjects_of(these, other="Anders")
    assert [(one.label, names(one.within)) for one in found] == [
        ("Huishouden", ["Eten"]),
        ("Anders", ["Zonder", "Vreemd"]),
    ]


def test_a_village_has_its_own_first_then_what_is_for_it_too() -> None:
    own = service("Z in Grou", areas=(area(Reach.VILLAGE, village_id=GROU.id),))
    wide = service("A overal", areas=(area(Reach.REGION),))
    town = service("B gemeente", areas=(area(Reach.MUNICIPALITY, municipality_id=TOWN),))
    away = service("C elders", areas=(area(Reach.ELSEWHERE, name="Assen"),))
    found = shelved(own, wide, town, away)
    assert names(found.for_village(GROU)) == ["Z in Grou", "A overal", "B gemeente"]
    assert names(found.for_village(NES)) == ["A overal"]


def test_no_two_files_have_one_name() -> None:
    files = shelved().village_files
    assert sorted(files.values()) == ["grou", "nes", "nes-2"]


@pytest.mark.parametrize(
    ("name", "letter", "file"),
    [
        ("Eten", "E", "e"),
        ("Ûngetiid", "U", "u"),
        ("’t Hokje", "T", "t"),
        ("112", "0-9", "cijfers"),
        ("ٱلْعَرَبِيَّة", "#", "tekens"),
        ("", "#", "tekens"),
    ],
)
def test_letters(name: str, letter: str, file: str) -> None:
    assert shelves.letter_of(name) == letter
    assert shelves.letter_file(letter) == file


def test_letters_come_before_digits_and_signs() -> None:
    found = shelved(service("112"), service("?"), service("Zus"), service("Aap"))
    assert list(found.letters) == ["A", "Z", "0-9", "#"]


def test_a_long_text_is_cut_between_words_and_keeps_its_paragraphs() -> None:
    text = "woord " * 60
    assert facts.summary(text).endswith("woord…")
    assert len(facts.summary(text)) <= 161
    assert facts.summary("kort\n\x07verhaal") == "kort verhaal"
    assert facts.paragraphs("een\r\n\r\n twee\x00") == ("een", "twee")


ABOUT = SiteHeader(
    organisation="Stichting",
    phone="0566-00 00 01",
    email="geen",
    day=date(2026, 11, 22),
    demo=False,
    who_for={},
    areas={},
    terms=CheckTerms(months=12, by_kind={ProviderKind.VOLUNTEERS: 6}),
)


@pytest.mark.parametrize(
    ("day", "kind", "words", "sure"),
    [
        (None, ProviderKind.PROFESSIONAL, "Nog niet gecontroleerd. Bel eerst even.", False),
        (date(2026, 3, 2), ProviderKind.PROFESSIONAL, "Gecontroleerd op 2 maart 2026.", True),
        (
            date(2026, 3, 2),
            ProviderKind.VOLUNTEERS,
            "Gecontroleerd op 2 maart 2026. Dat is lang geleden. Bel eerst even.",
            False,
        ),
    ],
)
def test_an_old_check_says_so(day: date | None, kind: ProviderKind, words: str, sure: bool) -> None:
    one = msgspec.structs.replace(
        service("x"), checked_on=day, provider=Provider(id=record_id(), kind=kind)
    )
    told = facts.told_of(one, ABOUT)
    assert (told.checked, told.sure) == (words, sure)


def test_who_keeps_it_can_be_called_and_what_is_no_address_is_text() -> None:
    phone, email = facts.reach_of(ABOUT)
    assert (phone.href, email.href, email.text) == ("tel:0566000001", "", "geen")


def test_what_it_costs_is_said_once() -> None:
    one = service("x")
    paid = msgspec.structs.replace(
        one.service, cost=Cost.CONTRIBUTION, fees_description="Eigen bijdrage Wmo"
    )
    told = facts.told_of(msgspec.structs.replace(one, service=paid), ABOUT)
    (cost,) = (fact for fact in told.facts if fact.icon == "currency-euro")
    assert [line.text for line in cost.lines] == ["Eigen bijdrage Wmo"]


def test_many_places_are_counted() -> None:
    areas = tuple(area(Reach.VILLAGE, name=name) for name in "ABCDE")
    assert facts.where_words(service("x", areas=areas), ABOUT) == "A, B, C en nog 2"
    assert facts.where_words(service("x", areas=areas[:2]), ABOUT) == "A, B"


@pytest.mark.parametrize(("number", "text"), [(0, "0"), (35, "z"), (36, "10"), (46655, "zzz")])
def test_numbers_as_browsers_read_them(number: int, text: str) -> None:
    assert base36(number) == text
    assert int(text, 36) == number
