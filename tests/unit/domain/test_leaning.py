"""What words lean to together."""

from __future__ import annotations

import pytest

from meitinker.domain import dutch
from meitinker.domain.thesaurus import Meaning, Thesaurus

_SAID = {
    ("meals",): ("soep aan huis", "eten opwarmen", "pannetje soep", "eten bezorgen"),
    ("debts",): ("huur niet betalen", "rekeningen betalen", "aanmaning", "huur achter"),
    ("odd_jobs",): ("lamp ophangen", "tuin bijhouden", "tuin te groot"),
    ("",): ("auto kopen", "tuinstoel kopen", "auto verkopen", "goedkope tuinset"),
}
SAYINGS = Thesaurus(
    Meaning(
        said=said,
        term="" if kind[0] else "kopen en verkopen",
        categories=kind if kind[0] else (),
        far=not kind[0],
    )
    for kind, told in _SAID.items()
    for said in told * 20  # of a few sayings nothing is sure
)


def leant(text: str) -> list[tuple[str, list[int], bool]]:
    found = SAYINGS.leant(dutch.words(text))
    return [
        (" ".join(one.meaning.categories), sorted(one.covers), one.meaning.far) for one in found
    ]


@pytest.mark.parametrize(
    ("typed", "kind", "places"),
    [
        ("een pannetje eten", "meals", [1, 2]),  # said apart, and never together
        ("soep opwarmen", "meals", [0, 1]),
        ("de huur betalen lukt niet", "debts", [1, 2]),
        ("grote tuin ophangen", "odd_jobs", [0, 1, 2]),
    ],
)
def test_words_that_were_never_said_together_lean_to_a_kind(
    typed: str, kind: str, places: list[int]
) -> None:
    assert leant(typed)[0] == (kind, places, False)


def test_words_that_no_saying_holds_lean_to_nothing() -> None:
    assert leant("niet het hele sterrenkundig") == []
    assert leant("") == []


def test_what_no_social_map_has_is_leaned_to_alone() -> None:
    assert leant("auto tuinset") == [("", [0, 1], True)]


def test_one_word_leans_less_than_several() -> None:
    together, alone = (SAYINGS.leant([*words])[0] for words in (("pannetje", "eten"), ("eten",)))
    assert alone.quality < together.quality < 1


def test_a_lean_is_told_by_a_saying_that_holds_one_of_the_words() -> None:
    assert SAYINGS.leant(["opwarmen", "soep"])[0].meaning.said in {"eten opwarmen", "soep aan huis"}


def test_a_word_for_one_service_is_of_no_kind() -> None:
    one = Thesaurus([Meaning(said="bij Sjoukje", service_id="1")])
    assert one.leant(["sjoukje"]) == ()
