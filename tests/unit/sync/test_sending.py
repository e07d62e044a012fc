"""Changes in batches that fit a message."""

from __future__ import annotations

import pytest

from meitinker import ids
from meitinker.store import journal
from sync import sending
from sync.protocol import MOST_CHANGES
from sync.sending import batches


def sealed(words: str = "") -> journal.Sealed:
    """Return a change with so many words."""
    entry = journal.Entry(
        change_id=ids.change_id(),
        act_id=ids.new_id(),
        device="d",
        author="u",
        operation="edit",
        kind="person",
        record_id="p",
        fields={"contact_note": words},
        base={},
    )
    return journal.bound(entry, incarnation=1, previous="0" * 64)


def test_a_batch_holds_no_more_changes_than_a_message_may() -> None:
    made = [sealed() for _ in range(MOST_CHANGES + 1)]
    found = list(batches(made))
    assert [len(one) for one in found] == [MOST_CHANGES, 1]
    told = [change.change_id for batch in found for change in batch]
    assert told == [one.header.change_id for one in made]


def test_a_batch_holds_no_more_bytes_than_a_message_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "MOST_BYTES", 10_000)
    made = [sealed("x" * 3_000) for _ in range(5)] + [sealed("x" * 20_000), sealed()]
    assert [len(one) for one in batches(made)] == [2, 2, 1, 1, 1]


def test_nothing_makes_no_batch() -> None:
    assert list(batches([])) == []
