"""What was typed, spread over the words that are known: sayings, and what no social map has."""

from __future__ import annotations

import pytest

from meitinker.domain.map_asking import Question, ask, code_word
from meitinker.domain.map_matching import COLUMNS, ENOUGH, Prepared, prepare, worth
from meitinker.domain.thesaurus import Meaning, Thesaurus
from meitinker.domain.vocabulary import How, Vocabulary

SAYINGS = Thesaurus(
    [
        Meaning(said="geen eten", term="noodhulp", categories=("food",)),
        Meaning(said="eten", term="maaltijden", categories=("meals",)),
        Meaning(said="hond uitlaten", term="burenhulp", categories=("neighbours",)),
        Meaning(said="huiswerkbegeleiding", term="jeugd", categories=("youth",)),
        Meaning(said="trimmen", term="huisdieren", far=True),
        Meaning(said="zwembad", term="bouwen", far=True),
        Meaning(said="paspoort", term="burgerzaken", far=True),
        Meaning(said="wil iets doen", term="vrijwilligerswerk", categories=("work",)),
    ]
)


def service(name: str, category: str, **columns: str) -> Prepared:
    words = [columns.get(one, "") for one in COLUMNS]
    words[0] = name
    return prepare(name, words, code_word(category))


PARCEL = service("voedselpakket", "food")
MEAL = service("warme prak", "meals")
DOG = service("hond uitlaten", "neighbours")
POOL = service("zwembad", "sport")
WORDS = Vocabulary({"voedselpakket": 1, "warm": 1, "eten": 1, "hond": 1, "uitlaten": 1})


def asked(text: str, words: Vocabulary = WORDS) -> Question:
    return ask(text, words, SAYINGS, services=100)


def share(text: str, one: Prepared) -> float:
    return worth(asked(text), one).share


def test_a_saying_of_two_words_is_surer_than_one_of_them() -> None:
    assert share("geen eten", PARCEL) > share("geen eten", MEAL)
    assert share("eten", MEAL) > share("eten", PARCEL)


@pytest.mark.parametrize("text", ["paspoort", "paspoort eten", "hond trimmen", "trimm"])
def test_what_no_social_map_has_is_no_answer(text: str) -> None:
    for one in (PARCEL, MEAL, DOG):
        assert share(text, one) < ENOUGH


def test_control_without_what_is_far_the_rest_would_carry_an_answer() -> None:
    near = Thesaurus([Meaning(said="hond uitlaten", term="burenhulp", categories=("neighbours",))])
    question = ask("hond trimmen", WORDS, near, services=100)
    assert worth(question, DOG).share > share("hond trimmen", DOG)


def test_a_service_that_bears_the_very_word_answers_though_it_is_far() -> None:
    words = Vocabulary({"zwembad": 1})
    assert worth(asked("zwembad", words), POOL).share >= ENOUGH


def test_a_word_that_a_saying_holds_is_no_typing_error() -> None:
    words = Vocabulary({"etek": 1})
    assert [how for _, how in asked("etel", words).units[0].means.values()] == [How.ERROR]
    assert asked("eten", words).units[0].means == {}


def test_one_word_is_far_only_where_it_is_that_very_word() -> None:
    far = Thesaurus([Meaning(said="konijn", term="dieren", far=True)])
    assert ask("konijnen ", WORDS, far, services=100).far
    assert not ask("kozijn ", WORDS, far, services=100).far


def test_by_the_same_words_it_is_far_or_help_whichever_was_typed_more_wholly() -> None:
    both = Thesaurus(
        [
            Meaning(said="muren verven", term="klussen", categories=("jobs",)),
            Meaning(said="muur verven", term="verf kopen", far=True),
        ]
    )
    assert ask("muur verven ", WORDS, both, services=100).far
    assert not ask("muren verven ", WORDS, both, services=100).far


def test_of_nothing_but_small_words_those_of_a_saying_count() -> None:
    question = asked("ik wil iets doen voor een ander")
    assert [one.typed for one in question.units] == ["wil", "iets", "doen"]


def test_the_long_beginning_of_a_word_is_taken_for_its_saying() -> None:
    assert [one.named for one in asked("huiswerkb").senses] == ["jeugd"]
    assert asked("huiswerkb ").senses == asked("huisw").senses == ()


def test_a_number_says_little() -> None:
    assert asked("zoon van 17 eten").units[1].pale


def test_a_compound_answers_by_its_parts_where_nobody_bears_the_whole_word() -> None:
    words = Vocabulary({"soep": 1, "bus": 1, "warm": 1})
    both, one = service("soep bus", "meals"), service("soep", "meals")
    neither = service("warme prak", "meals")
    assert share("soepbus ", both) == 0.0, "control: these words are not known here"
    told = [worth(asked("soepbus ", words), there) for there in (both, one, neither)]
    assert told[0].share > told[1].share > told[2].share == 0.0
    assert told[0].reason is not None
    assert (told[0].reason.how, told[0].reason.met) == (How.PART, "soep bus")
