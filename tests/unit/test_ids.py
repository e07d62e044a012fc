"""Ids sort by when they were made, and tell it, whatever clocks do and whoever made them."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from meitinker import clock, ids

NOON = datetime(2026, 11, 12, 12, 0, 0, 123_000, UTC)
_MANY = 5000
"""More than a millisecond has numbers for."""


@pytest.fixture(autouse=True)
def own_count(monkeypatch: pytest.MonkeyPatch) -> None:
    """Count apart from all other tests: theirs would sort after the days of these."""
    monkeypatch.setattr(ids, "_sequence", ids._Sequence())


def test_an_id_is_a_uuid_of_version_7_that_tells_when_it_was_made() -> None:
    with clock.running(lambda: NOON):
        made = ids.new_id()
    assert uuid.UUID(made).version == 7
    assert str(uuid.UUID(made)) == made
    assert ids.made_at(made) == NOON


def test_ids_go_up_also_while_the_clock_goes_back() -> None:
    made = []
    for instant in (NOON, NOON - timedelta(days=1), NOON - timedelta(days=3650)):
        with clock.running(partial(clock.local, instant)):
            made += [ids.new_id() for _ in range(_MANY)]
    assert made == sorted(set(made))


@pytest.mark.parametrize(
    "other",
    [
        "",
        "nobody",
        str(uuid.UUID(int=0)),
        ids.named_id("village:Grou"),
        "ffffffff-ffff-7fff-bfff-ffffffffffff",  # of version 7, in the year 10889
    ],
)
def test_another_text_tells_no_moment(other: str) -> None:
    assert ids.made_at(other) is None


def test_milliseconds_lose_none_on_the_way_there_and_back() -> None:
    for number in range(0, 100_000, 7):
        instant = NOON + timedelta(milliseconds=number)
        assert clock.instant_of(clock.milliseconds_of(instant)) == instant


def test_what_every_store_calls_by_the_same_id_has_one() -> None:
    assert ids.named_id("village:Grou") == ids.named_id("village:Grou")
    assert ids.named_id("village:Grou") != ids.named_id("village:Jirnsum")
