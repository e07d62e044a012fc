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


@pytest.mark.parametrize("text", ["waterschade eten", "hooikoorts wanneer"])
def test_a_question_of_nobody_that_hangs_on_strange_words_is_none_of_ours(text: str) -> None:
    assert asked(text).strange


@pytest.mark.parametrize(
    "text",
    [
        "mijn moeder wil eten op het ponton",  # somebody is told of
        "eten in de grote wachttijd",  # a compound that says little by its last part
        "huiswerkb",  # not finished yet
        "huiswerkbegeleidng",
        "warm eten",
    ],
)
def test_what_may_be_said_by_who_asks_help_is_not_strange(text: str) -> None:
    assert not asked(text).strange


def test_one_word_is_far_only_where_it_is_that_very_word() -> None:
    far = Thesaurus([Meaning(said="mijt", term="dieren", far=True)])
    assert ask("mijt ", WORDS, far, services=100).far
    assert not ask("mijn eten", WORDS, far, services=100).far


def test_what_is_far_in_more_words_is_not_taken_for_help_by_one() -> None:
    both = Thesaurus(
        [
            Meaning(said="verven", term="klussen", categories=("jobs",)),
            Meaning(said="haar laten verven", term="uiterlijk", far=True),
        ]
    )
    assert ask("haar laten verven", WORDS, both, services=100).far
    assert not ask("de deur verven", WORDS, both, services=100).far


def test_a_name_that_holds_all_that_was_typed_is_before_a_saying() -> None:
    dog = service("mei de hun kuierje", "walks")
    walk = service("kuier maatje", "neighbours", everyday="hun kuierje kuier")
    said = Thesaurus([Meaning(said="hûn kuierje", term="burenhulp", categories=("neighbours",))])
    words = Vocabulary({"kuierje": 2, "kuier": 1, "maatje": 1})
    question = ask("kuierje hun", words, said, services=100)
    assert worth(question, dog).share > worth(question, walk).share


def test_a_word_of_a_whole_saying_in_passing_is_no_answer() -> None:
    word = service("dagje uit", "trips", description="samen eten")
    assert share("geen eten", word) < ENOUGH <= share("eten", word)


def test_of_nothing_but_small_words_those_of_a_saying_count() -> None:
    question = asked("ik wil iets doen voor een ander")
    assert [one.typed for one in question.units] == ["wil", "iets", "doen"]


def test_the_long_beginning_of_a_word_is_taken_for_its_saying() -> None:
    assert [one.named for one in asked("huiswerkb").senses] == ["jeugd"]
    assert asked("huiswerkb ").senses == asked("huisw").senses == ()


def test_a_number_says_little() -> None:
    assert asked("zoon van 17 eten").units[1].pale
