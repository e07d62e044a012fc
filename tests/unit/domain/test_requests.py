"""What a change of a request made before its outcomes had fields of their own means today."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from meitinker.domain.requests import REQUEST

if TYPE_CHECKING:
    from meitinker.domain.records import Value

EMPTY = {"told": "", "handed_to": "", "withdrawn_why": ""}


@pytest.mark.parametrize(
    ("fields", "state", "home"),
    [
        ({"state": "answered"}, "open", "told"),
        ({"state": "handed_over"}, "open", "handed_to"),
        ({"state": "withdrawn"}, "handed_over", "withdrawn_why"),
        ({"state": "investigated"}, "handed_over", "handed_to"),
        ({}, "handed_over", "handed_to"),
        ({"state": "of a newer program"}, "open", "told"),
    ],
)
def test_an_answer_is_what_its_state_says(fields: dict[str, Value], state: str, home: str) -> None:
    found = REQUEST.of_today({**fields, "answer": "Bos"}, {"state": state, "handed_to": "oud"})
    assert found == {**fields, **EMPTY, home: "Bos"}


def test_a_request_that_begins_with_an_answer_is_told_apart_too() -> None:
    assert REQUEST.of_today({"words": "hulp", "answer": ""}, {}) == {"words": "hulp", **EMPTY}


def test_a_change_of_today_is_left_as_it_is() -> None:
    change = {"state": "answered", "told": "een folder"}
    assert REQUEST.of_today(change, {"state": "handed_over", "handed_to": "Bos"}) is change
