"""What the parts of a record were at a change: the changes of a group form a chain."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from meitinker.domain.people import PERSON
from meitinker.store import conflicts

if TYPE_CHECKING:
    from tests.stores import TestStore


def test_changes_that_name_each_other_as_base_are_gone_round_once(store: TestStore) -> None:
    """The store takes in what other devices wrote: one of them may be broken, or worse."""
    person = store.person("Jong")
    store.person("Dijk")
    with store.database.transaction() as work:
        asked = work.connection.execute("SELECT change_id FROM change_payload LIMIT 2")
        one, other = (str(row[0]) for row in asked.fetchall())
        for change, base in ((one, other), (other, one)):
            work.connection.execute(
                "UPDATE change_payload SET fields = '{}', base = ? WHERE change_id = ?",
                (json.dumps({"note": base}), change),
            )
        told = conflicts.value_at(work.connection, PERSON, person, group="note", change_id=one)
    assert told == {}
