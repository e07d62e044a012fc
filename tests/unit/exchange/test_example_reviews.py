"""The back office of the example village has something to do, and what it did holds in a store."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.import_batches import ImportedVisit, LeftVisit
from meitinker.domain.reviews import Clash, Status
from meitinker.domain.session import Role
from meitinker.exchange import example_reviews, example_village
from meitinker.keys.storekey import StoreKey
from meitinker.paths import StoreFolder
from meitinker.services import example, import_batches, opening, reviews
from meitinker.store import reviews as rows

if TYPE_CHECKING:
    from pathlib import Path


def test_every_status_is_there_and_nothing_else_seems_to_have_changed(tmp_path: Path) -> None:
    database = example.create(StoreFolder(tmp_path / "store"), StoreKey.new(), persons=60)
    own = opening.session_of(database)
    clerk = msgspec.structs.replace(own, role=Role.BACK_OFFICE, user=example_reviews.CLERK_ID)
    box = reviews.inbox(database, clerk)
    with database.reading() as connection:
        assert rows.due(connection) == 0
    assert {status for status, count in box.counts.items() if count} == set(Status)
    assert box.counts[Status.CHANGED] == 1
    assert {one.clash for one in box.entries} == {"", Clash.TAKEN_UP_TWICE}
    newest = import_batches.listed(database, clerk)[0]
    content = import_batches.content(database, clerk, newest.batch_id)
    assert content.demo
    assert all(left.visit.meitinker == "Hinke Terpstra" for left in content.visits)
    database.close()


def test_no_number_is_given_twice() -> None:
    made = [one for one in example_village.generate(60, TODAY) if isinstance(one, ImportedVisit)]
    assert len({one.number for one in made}) == len(made) > 0
    for one in made:
        left = msgspec.json.decode(one.content, type=LeftVisit)
        assert (left.visit.import_number, left.visit.version) == (one.number, one.version)


TODAY = date(2026, 11, 22)
