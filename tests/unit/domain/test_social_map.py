"""The rules of the social map: its tree, circles of providers, what is due, where signals stand."""

from __future__ import annotations

from datetime import date

import pytest

from meitinker.domain.map_checks import CheckTerms, due_on, is_due
from meitinker.domain.map_corrections import AnswerState, CorrectionAnswer, GapAnswer, answer_state
from meitinker.domain.map_services import CarerFunction, ServiceAttribute, Vocabulary
from meitinker.domain.map_terms import (
    CARER_FUNCTIONS,
    CATEGORIES,
    RUNGS,
    WHO_FOR,
    CategoryEntry,
    TermEntry,
    Tree,
)
from meitinker.domain.needs import Rung
from meitinker.domain.providers import ProviderKind, circle
from meitinker.domain.reference import shipped
from meitinker.domain.visits import LifeDomain
from meitinker.domain.words import name_of
from meitinker.errors import InvalidField
from meitinker.i18n import DUTCH, LANGUAGES, speaking
from meitinker.ids import RecordId, record_id

SERVICE = RecordId("s")


def tree() -> Tree:
    return Tree(shipped(CATEGORIES)[-1].read(list[CategoryEntry]))


def code(vocabulary: Vocabulary, value: str) -> ServiceAttribute:
    return ServiceAttribute(id=record_id(), service_id=SERVICE, vocabulary=vocabulary, code=value)


def test_the_shipped_tree_has_two_floors_and_reaches_every_domain_and_function() -> None:
    found = tree()
    assert {len(found.path(one.code)) for one in found} == {1, 2}
    assert all(found.about(domain) for domain in LifeDomain)
    assert all(found.fulfilling(function) for function in CarerFunction)
    assert all(found.on_rung(rung) for rung in Rung)


def test_the_shipped_lists_hold_the_codes_of_the_program() -> None:
    functions = shipped(CARER_FUNCTIONS)[-1].read(list[TermEntry])
    assert [one.code for one in functions] == list(CarerFunction)
    assert [one.label for one in functions] == [name_of(one) for one in CarerFunction]
    rungs = shipped(RUNGS)[-1].read(list[TermEntry])
    assert [one.code for one in rungs] == [str(one.value) for one in Rung]
    assert len({one.code for one in shipped(WHO_FOR)[-1].read(list[TermEntry])}) > 15


def test_a_category_holds_itself_and_those_under_it() -> None:
    assert tree().within("household") == {
        "household",
        "domestic_help",
        "meals",
        "shopping",
        "laundry",
    }
    assert tree().within("meals") == {"meals"}
    assert tree().within("x") == {"x"}
    assert [one.code for one in tree().under("daytime")] == [
        "day_care",
        "walk_in",
        "clubs",
        "volunteering",
    ]
    assert tree().label("meals") == "Maaltijden"
    assert tree().label("of another tree") == "of another tree"


@pytest.mark.parametrize(
    "entries",
    [
        [CategoryEntry(code="a", label="A", parent="a")],
        [
            CategoryEntry(code="a", label="A", parent="b"),
            CategoryEntry(code="b", label="B", parent="a"),
        ],
        [CategoryEntry(code="a", label="A", parent="nowhere")],
    ],
)
def test_a_tree_that_is_none_is_refused(entries: list[CategoryEntry]) -> None:
    with pytest.raises(InvalidField) as refused:
        Tree(entries)
    assert refused.value.reason == "categories_wrong"


def test_of_a_code_that_is_there_twice_the_first_counts() -> None:
    found = Tree([CategoryEntry(code="a", label="A"), CategoryEntry(code="a", label="B")])
    assert found.label("a") == "A"


@pytest.mark.parametrize("code", [one for one in LANGUAGES if one != DUTCH])
@pytest.mark.parametrize("name", [CATEGORIES, WHO_FOR])
def test_every_term_has_a_name_of_its_own_in_each_language(name: str, code: str) -> None:
    for version in shipped(name):
        known: list[CategoryEntry] | list[TermEntry] = (
            version.read(list[CategoryEntry])
            if name == CATEGORIES
            else version.read(list[TermEntry])
        )
        for entry in known:
            told = entry.labels.get(code, "")
            assert told == told.strip() != "", entry.code
            assert set(entry.labels) == set(LANGUAGES) - {DUTCH}


def test_a_category_is_named_in_the_language_at_hand() -> None:
    told = []
    for code in LANGUAGES:
        with speaking(code):
            told.append(tree().label("meals"))
    assert told == ["Maaltijden", "Mielen", "Meals"]


def test_a_category_without_a_name_in_a_language_is_named_in_dutch() -> None:
    found = Tree([CategoryEntry(code="a", label="Eten", labels={"fy": "Iten", "en": ""})])
    with speaking("fy"):
        assert found.label("a") == "Iten"
    with speaking("en"):
        assert found.label("a") == "Eten"


def test_what_follows_from_categories_where_the_service_is_silent() -> None:
    found = tree().facets([code(Vocabulary.CATEGORY, "respite")], None)
    assert found.carer_functions == (CarerFunction.RESPITE_CARE,)
    assert found.life_domains == (LifeDomain.DAILY_ACTIVITIES, LifeDomain.SOCIAL_NETWORK)
    assert found.rung is Rung.GENERAL_PROVISION


def test_what_a_service_says_itself_counts_alone() -> None:
    found = tree().facets(
        [
            code(Vocabulary.CATEGORY, "respite"),
            code(Vocabulary.CARER_FUNCTION, "education"),
            code(Vocabulary.WHO_FOR, "carers"),
            code(Vocabulary.WHO_FOR, "carers"),
            code(Vocabulary.LANGUAGE, "fy"),
        ],
        Rung.VOLUNTEERS,
    )
    assert found.carer_functions == (CarerFunction.EDUCATION,)
    assert found.rung is Rung.VOLUNTEERS
    assert (found.who_for, found.languages) == (("carers",), ("fy",))


def test_codes_of_a_newer_program_are_passed_over() -> None:
    found = tree().facets([code(Vocabulary.LIFE_DOMAIN, "x"), code(Vocabulary.CATEGORY, "y")], None)
    assert found.life_domains == ()
    assert found.categories == ("y",)
    assert found.rung is None


@pytest.mark.parametrize(
    ("parents", "wanted"),
    [
        ({"a": None}, False),
        ({"a": "b", "b": None}, False),
        ({"a": "a"}, True),
        ({"a": "b", "b": "c", "c": "a"}, True),
        ({"a": "b", "b": "c", "c": "b"}, True),
        ({"a": "gone"}, False),
    ],
)
def test_circles_of_providers(parents: dict[str, str | None], *, wanted: bool) -> None:
    assert circle("a", parents) is wanted


def test_when_a_service_is_due_again() -> None:
    assert due_on(date(2026, 1, 15), 12) == date(2027, 1, 15)
    assert due_on(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert due_on(date(2026, 12, 1), 1) == date(2027, 1, 1)
    assert due_on(None, 12) is None


def test_due_begins_on_the_day_itself() -> None:
    checked = date(2025, 11, 22)
    assert is_due(checked, 12, today=date(2026, 11, 22))
    assert not is_due(checked, 12, today=date(2026, 11, 21))
    assert is_due(None, 12, today=date(2026, 11, 22))


def test_terms_by_kind_of_provider() -> None:
    terms = CheckTerms(months=12, by_kind={ProviderKind.VOLUNTEERS: 6})
    assert (terms.of(ProviderKind.VOLUNTEERS), terms.of(ProviderKind.DIGITAL)) == (6, 12)


def test_where_a_signal_stands() -> None:
    assert answer_state([]) is AnswerState.OPEN
    assert answer_state([CorrectionAnswer.ACCEPTED]) is AnswerState.ACCEPTED
    assert (
        answer_state([CorrectionAnswer.ACCEPTED, CorrectionAnswer.ACCEPTED]) is AnswerState.ACCEPTED
    )
    assert (
        answer_state([CorrectionAnswer.ACCEPTED, CorrectionAnswer.TURNED_DOWN])
        is AnswerState.SAID_TWICE
    )
    assert answer_state([GapAnswer.EXISTS]) is AnswerState.EXISTS
    assert {one.value for one in (*CorrectionAnswer, *GapAnswer)} < {
        one.value for one in AnswerState
    }
