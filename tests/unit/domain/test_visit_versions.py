"""The version of a visit: the same hash for the same content, and what differs by name."""

from __future__ import annotations

from typing import Any

import pytest

from meitinker.domain import visit_versions
from meitinker.domain.kinds import KINDS
from meitinker.domain.visit_versions import FIELDS, VisitDifference, Way

CONTENT: dict[str, Any] = {
    "visit": {"v": {"question": "Hulp?", "visited_on": "2026-11-12"}},
    "need": {"n": {"what": "Schoon huis", "position": 1}},
}


@pytest.mark.parametrize("kind", FIELDS)
def test_every_field_of_a_version_is_one_of_its_kind(kind: str) -> None:
    assert set(FIELDS[kind]) <= set(KINDS[kind].fields)


def test_the_order_of_what_stands_in_it_has_no_say() -> None:
    turned = dict(reversed(list(CONTENT.items())))
    assert visit_versions.version_of(turned) == visit_versions.version_of(CONTENT)
    assert visit_versions.version_of({**CONTENT, "score": {}}) == visit_versions.version_of(CONTENT)


def test_every_letter_has_a_say() -> None:
    other = {**CONTENT, "need": {"n": {"what": "Schoon huus", "position": 1}}}
    assert visit_versions.version_of(other) != visit_versions.version_of(CONTENT)


def test_what_was_written_is_read_again() -> None:
    assert visit_versions.read(visit_versions.written(CONTENT)) == CONTENT
    assert visit_versions.read("") == {}


def test_what_differs_is_told_by_field_and_by_record() -> None:
    after: dict[str, Any] = {
        "visit": {"v": {"question": "Hulp bij wassen?", "visited_on": "2026-11-12"}},
        "support_plan": {"s": {"number": 7}},
    }
    assert visit_versions.differences(CONTENT, CONTENT) == ()
    assert visit_versions.differences(CONTENT, after) == (
        VisitDifference(
            kind="visit",
            record_id="v",
            way=Way.CHANGED,
            field="question",
            before="Hulp?",
            after="Hulp bij wassen?",
        ),
        VisitDifference(kind="need", record_id="n", way=Way.GONE),
        VisitDifference(kind="support_plan", record_id="s", way=Way.ADDED),
    )
