"""Frisian and English are complete, and the check would see it if they were not."""

from __future__ import annotations

import ast
import re

import pytest
from babel.messages.catalog import Catalog

from meitinker.domain.needs import Outcome, Step
from meitinker.domain.session import Role
from meitinker.domain.visits import LifeDomain
from meitinker.domain.words import name_of
from tests.house import catalogues
from tests.house.tree import name, parsed, sources


@pytest.mark.parametrize("code", catalogues.TRANSLATED)
def test_catalogue_is_complete(code: str) -> None:
    problems = catalogues.problems(code)
    assert not problems, f"{len(problems)} problems, make catalogues tells them: {problems[:3]}"


@pytest.mark.parametrize("code", catalogues.TRANSLATED)
def test_catalogue_has_no_sentence_that_is_gone(code: str) -> None:
    known = {(m.id, m.context) for m in catalogues.of_the_code()}
    left = [m.id for m in catalogues.of(code) if m.id and (m.id, m.context) not in known]
    assert left == []
    assert catalogues.leftovers(code) == []


_TYPED_APOSTROPHE = re.compile(r"\w'\w|\s'e\b")
# "of" is Frisian for "or"; off is "ôf", under "ûnder" and out "út", with a capital as without
_ROOFLESS = re.compile(
    r"\bof(spra|praat|prate|sein|wêz|rûn|druk|fink|diel|slut|slet)|\bun(der|ge|t[bfh])"
    r"|\but(inoar|kom|lis|noeg|ropt|stel)",
    re.IGNORECASE,
)


def test_frisian_writes_its_roofs_and_dashes() -> None:
    said = [str(m.string) for m in catalogues.of("fy") if m.id]
    assert [one for one in said if _ROOFLESS.search(one)] == []
    assert _ROOFLESS.search("Ofspraak makke.")
    assert _ROOFLESS.search("Undersyk klear")
    assert _ROOFLESS.search("Utstel bewarre.")
    assert not _ROOFLESS.search("Ôfspraak, of skilje op syn lêst, uterlik moarn.")


def test_one_apostrophe_is_used() -> None:
    said = [
        one
        for code in catalogues.TRANSLATED
        for m in catalogues.of(code)
        for text in (m.id, m.string)
        for one in ([text] if isinstance(text, str) else text or ())
    ]
    assert [one for one in said if _TYPED_APOSTROPHE.search(one)] == []
    assert _TYPED_APOSTROPHE.search("Allinnich wa't helpt.")
    assert _TYPED_APOSTROPHE.search("yn 'e buert")
    assert not _TYPED_APOSTROPHE.search("wa’t yn ’e buert 'Naam' hjit")


def test_every_sentence_can_be_read_from_the_code() -> None:
    made = {
        name(source): catalogues.unreadable(parsed(source))
        for source in sources("meitinker", "ui", "sync")
    }
    assert {source: lines for source, lines in made.items() if lines} == {}


@pytest.mark.parametrize("call", ['_(f"Om {time}")', "_(words)", 'ngettext("{n} dag", many, 2)'])
def test_control_sentence_made_on_the_spot_is_seen(call: str) -> None:
    assert catalogues.unreadable(ast.parse(f"x = 1\n{call}")) == [2]


@pytest.mark.parametrize(
    "code",
    [
        '_("Bewaard")',
        'i18n._("Bewaard")',
        'words.gettext("Bewaard")',
        "f\"{_('Bewaard')} om\"",
        '_("Bewa" "ard")',
    ],
)
def test_sentence_is_found_however_it_is_called(code: str) -> None:
    (call,) = catalogues.calls(ast.parse(code))
    assert catalogues.literals(call) == ["Bewaard"]


def test_names_of_things_and_letters_are_in_the_catalogue() -> None:
    known = {message.id for message in catalogues.of_the_code()}
    named = {name_of(one) for kind in (LifeDomain, Step, Outcome, Role) for one in kind}
    assert named - known == set()
    assert {"Met vriendelijke groet,", "Uw herstelcode"} <= known


def test_words_of_a_catalogue_bear_a_known_name() -> None:
    for source in sources("meitinker", "ui", "sync"):
        assert catalogues.renamings(parsed(source)) <= catalogues.known_calls(source), source


@pytest.mark.parametrize("code", ["tell = words.gettext", "a, tell = b, self._words.gettext"])
def test_control_other_name_for_a_catalogue_is_seen(code: str) -> None:
    assert catalogues.renamings(ast.parse(code)) == {"tell"}


def _complete() -> Catalog:
    """Return a catalogue in which every sentence is its own translation."""
    whole = Catalog(locale="en")
    for message in catalogues.of_the_code():
        if message.id:
            whole.add(message.id, message.id, context=message.context)
    return whole


def test_control_complete_catalogue_passes() -> None:
    assert catalogues.problems("en", _complete()) == []


@pytest.mark.parametrize(
    "translation", ["", "Saved", "Saved at {tijd}", " {time} ", ("{time}", "{time}")]
)
def test_control_bad_translation_is_seen(translation: str | tuple[str, ...]) -> None:
    whole = _complete()
    message = next(m for m in whole if m.id == "Bewaard om {time}")
    message.string = translation
    assert len(catalogues.problems("en", whole)) >= 1


def test_control_missing_sentence_is_seen() -> None:
    whole = _complete()
    message = next(m for m in whole if m.id)
    whole.delete(message.id, message.context)
    assert catalogues.problems("en", whole)[0].startswith("en: missing")
