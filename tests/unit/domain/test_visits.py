"""A concluded visit takes additions only."""

from __future__ import annotations

import msgspec
import pytest

from meitinker import ids
from meitinker.domain.visits import Visit, VisitState, require_open
from meitinker.errors import AlreadyConcluded
from meitinker.ids import PersonId

VISIT = Visit(
    id=ids.record_id(),
    client_id=PersonId(ids.record_id()),
    device_id=ids.record_id(),
    user_id=ids.record_id(),
)


def test_a_new_visit_is_open_and_may_be_written_in() -> None:
    require_open(VISIT)


def test_a_concluded_visit_may_not() -> None:
    with pytest.raises(AlreadyConcluded):
        require_open(msgspec.structs.replace(VISIT, state=VisitState.CONCLUDED))
