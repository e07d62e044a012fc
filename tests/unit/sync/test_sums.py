"""Both sides add up to the same if and only if they hold the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from meitinker import ids
from sync.protocol import BUCKETS
from sync.sums import Sums, bucket_of

HELD = st.lists(
    st.tuples(
        st.sampled_from(["", "d1", "d2", "d3"]),
        st.integers(0, 9).map(str),
        st.dictionaries(st.sampled_from("abc"), st.sampled_from("xyz")),
        st.booleans(),
    ),
    unique_by=lambda one: one[1],
)


def sums(held: list[tuple[str, str, dict[str, str], bool]]) -> Sums:
    found = Sums()
    for dossier, record_id, versions, deleted in held:
        found.add(dossier, record_id, versions, deleted=deleted)
    return found


@given(HELD, st.randoms())
def test_neither_the_order_of_records_nor_of_versions_counts(
    held: list[tuple[str, str, dict[str, str], bool]], chance: object
) -> None:
    other = [(d, r, dict(reversed(v.items())), g) for d, r, v, g in reversed(held)]
    assert sums(held).buckets() == sums(other).buckets()


@given(HELD, HELD)
def test_what_differs_shows(
    one: list[tuple[str, str, dict[str, str], bool]],
    other: list[tuple[str, str, dict[str, str], bool]],
) -> None:
    same = sorted(map(repr, one)) == sorted(
        repr((d, r, dict(sorted(v.items())), g)) for d, r, v, g in other
    )
    if same:
        assert sums(one).buckets() == sums(other).buckets()
    moved = [(d, r, {**v, "a": "moved"}, g) for d, r, v, g in one]
    assert (sums(one).buckets() == sums(moved).buckets()) == (not one)
    gone = [(d, r, v, not g) for d, r, v, g in one]
    assert (sums(one).buckets() == sums(gone).buckets()) == (not one)


def test_what_is_everyones_has_a_bucket_of_its_own() -> None:
    assert bucket_of("") == 0
    found = {bucket_of(ids.new_id()) for _ in range(2_000)}
    assert found == set(range(1, BUCKETS))
