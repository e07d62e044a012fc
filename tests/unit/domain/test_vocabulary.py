"""Which words of the directory a typed word may mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meitinker.domain.vocabulary import How, Vocabulary

_TEXT = (
    "eettafel tafel eten maaltijd maaltijden bezorging bezorgen rolstoeltaxi rolstoel taxi hulp"
    " thuis dagbesteding dag besteding zorgboerderij boerderij zorg koffie dementie cafe bus"
    " belbus busje voedselbank alzheimercafe tuinonderhoud tuin onderhoud knippen mantelzorg"
    " advocaat scootmobiel kaarten vrijwilliger begeleiding woningaanpassing woning aanpassing"
)
WORDS = _TEXT.split()


@pytest.fixture
def known() -> Vocabulary:
    return Vocabulary({word: number + 1 for number, word in enumerate(WORDS)})


def means(known: Vocabulary, word: str, *, half: bool = False) -> dict[str, How]:
    return {one.word: one.how for one in known.alternatives(word, half=half)}


def test_the_very_word_is_surest(known: Vocabulary) -> None:
    first = known.alternatives("maaltijd")[0]
    assert (first.word, first.quality, first.how) == ("maaltijd", 1.0, How.SAME)
    assert means(known, "maaltijd")["maaltijden"] is How.FORM


@pytest.mark.parametrize(("typed", "little"), [("dating", "dat"), ("mest", "met")])
def test_a_word_that_says_nothing_is_met_only_by_itself(typed: str, little: str) -> None:
    known = Vocabulary({little: 1, "koffie": 1})
    assert means(known, typed) == {}
    assert means(known, little)[little] is How.SAME


@pytest.mark.parametrize(
    ("typed", "met", "how"),
    [
        ("tafeltje", "tafel", How.FORM),
        ("bezorgt", "bezorging", How.VERB),
        ("geknipt", "knippen", How.VERB),
        ("dement", "dementie", How.VERB),
        ("demente", "dementie", How.VERB),
        ("eet", "eettafel", How.PART),
        ("eten", "eettafel", How.PART),
        ("taxi", "rolstoeltaxi", How.PART),
        ("boerderij", "zorgboerderij", How.PART),
        ("bus", "belbus", How.PART),
        ("dagbestedng", "dagbesteding", How.ERROR),
        ("scootmobil", "scootmobiel", How.ERROR),
        ("advokaat", "advocaat", How.ERROR),
        ("rolstoeltaksi", "rolstoeltaxi", How.ERROR),
        ("kofie", "koffie", How.ERROR),
    ],
)
def test_a_typed_word_meets(known: Vocabulary, typed: str, met: str, how: How) -> None:
    assert means(known, typed)[met] is how


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        ("tan", "taxi"),
        ("bos", "bus"),  # three letters: every other word would be near
        ("zalf", "zorg"),
        ("kat", "kaarten"),
        ("baak", "bank"),
        ("zorg", "bezorging"),  # *be* stands nowhere alone
        ("hulp", "hulpeloos"),
    ],
)
def test_a_typed_word_does_not_meet(known: Vocabulary, typed: str, other: str) -> None:
    assert other not in means(known, typed)


def test_the_last_part_of_a_compound_says_most(known: Vocabulary) -> None:
    taxi = next(a for a in known.alternatives("taxi") if a.word == "rolstoeltaxi")
    rolstoel = next(a for a in known.alternatives("rolstoel") if a.word == "rolstoeltaxi")
    assert taxi.quality > rolstoel.quality


@pytest.mark.parametrize(
    ("compound", "parts"),
    [
        ("eethulp", ("eet", "hulp")),
        ("maaltijdbezorging", ("maaltijd", "bezorging")),
        ("rolstoelhulp", ("rolstoel", "hulp")),
        ("begeleidingshulp", ("begeleidings", "hulp")),
        ("tuinhulp", ("tuin", "hulp")),
        ("woningaanpassingshulp", ("woningaanpassings", "hulp")),
        ("zebrapad", ()),
        ("hulp", ()),
        ("thuishulpje", ("thuis", "hulpje")),
    ],
)
def test_a_compound_is_taken_apart_by_the_words_that_are_there(
    known: Vocabulary, compound: str, parts: tuple[str, ...]
) -> None:
    assert known.split(compound) == parts


def test_a_compound_is_not_taken_apart_by_words_of_elsewhere() -> None:
    assert Vocabulary({"maaltijd": 1}).split("maaltijdbezorging") == ()


def test_the_beginning_of_a_word_counts_while_it_is_typed(known: Vocabulary) -> None:
    assert means(known, "dagb", half=True)["dagbesteding"] is How.HALF
    assert "dagbesteding" not in means(known, "dagb")
    shorter = next(a for a in known.alternatives("mantel", half=True) if a.word == "mantelzorg")
    longer = next(a for a in known.alternatives("mantelzor", half=True) if a.word == "mantelzorg")
    assert longer.quality > shorter.quality
    assert known.alternatives("m", half=True) == ()


def test_nothing_is_known_in_an_empty_directory() -> None:
    empty = Vocabulary({})
    assert empty.alternatives("eten", half=True) == ()
    assert empty.split("maaltijdbezorging") == ()
    assert empty.count("eten") == 0
    assert "eten" not in empty


def test_a_word_tells_in_how_many_services_it_stands(known: Vocabulary) -> None:
    assert known.count("eettafel") == 1
    assert "eettafel" in known


@given(st.text(alphabet="abcdeéghijklmnoprstuvwxyz", max_size=40), st.booleans())
def test_any_word_can_be_typed(typed: str, half: bool) -> None:
    known = Vocabulary({word: 1 for word in WORDS})
    for one in known.alternatives(typed, half=half):
        assert one.word in WORDS
        assert 0 < one.quality <= 1
    parts = known.split(typed)
    assert "".join(parts) == (typed if parts else "")
