"""Frisian and English are complete, and the check would see it if they were not."""

from __future__ import annotations

import pytest
from babel.messages.catalog import Catalog

from tests.house import catalogues


@pytest.mark.parametrize("code", catalogues.TRANSLATED)
def test_catalogue_is_complete(code: str) -> None:
    problems = catalogues.problems(code)
    assert not problems, f"{len(problems)} problems, make catalogues tells them: {problems[:3]}"


@pytest.mark.parametrize("code", catalogues.TRANSLATED)
def test_catalogue_has_no_sentence_that_is_gone(code: str) -> None:
    known = {(m.id, m.context) for m in catalogues.of_the_code()}
    left = [m.id for m in catalogues.of(code) if m.id and (m.id, m.context) not in known]
    assert left == []


def _complete() -> Catalog:
    """Return a catalogue in which every sentence is its own translation."""
    whole = Catalog(locale="en")
    for message in catalogues.of_the_code():
        if message.id:
            whole.add(message.id, message.id, context=message.context)
    return whole


def test_control_complete_catalogue_passes() -> None:
    assert catalogues.problems("en", _complete()) == []


@pytest.mark.parametrize("translation", ["", "Saved", "Saved at {tijd}"])
def test_control_gap_or_other_field_is_seen(translation: str) -> None:
    whole = _complete()
    message = next(m for m in whole if isinstance(m.id, str) and "{" in m.id)
    message.string = translation
    assert len(catalogues.problems("en", whole)) >= 1


def test_control_missing_sentence_is_seen() -> None:
    whole = _complete()
    message = next(m for m in whole if m.id)
    whole.delete(message.id, message.context)
    assert catalogues.problems("en", whole)[0].startswith("en: missing")
