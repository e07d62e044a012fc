"""What a laptop refuses is what its hub would refuse (F16)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec
import pytest

from meitinker import ids
from meitinker.domain.appointments import Absence
from meitinker.domain.session import Role
from meitinker.errors import NotAllowed
from meitinker.store import hub_facts, settings
from meitinker.store.acts import act
from meitinker.store.hub_facts import Belonging

if TYPE_CHECKING:
    from meitinker.domain.session import Session
    from tests.stores import TestStore

DAY = date(2026, 11, 12)


@pytest.fixture
def coordinator(store: TestStore) -> Session:
    """Who may write of absences the own ones only, on a laptop of a hub."""
    told = Belonging(hub="a hub", organisation=store.session.organisation)
    with store.database.transaction() as work:
        settings.put(work, hub_facts.BELONGING, told)
    return msgspec.structs.replace(store.session, role=Role.COORDINATOR)


def _absence(store: TestStore, session: Session, *, of: str) -> ids.RecordId:
    away = Absence(id=ids.record_id(), user_id=of, first_day=DAY, last_day=DAY)
    with act(store.database, session, "absence.add") as work:
        return work.create(away)


def test_the_own_is_written_and_another_s_is_not(store: TestStore, coordinator: Session) -> None:
    own = _absence(store, coordinator, of=coordinator.user)
    theirs = _absence(store, store.session, of="a colleague")
    with act(store.database, coordinator, "absence.edit") as work:
        work.edit(Absence, own, {"replacement": "Afke"})
    with pytest.raises(NotAllowed), act(store.database, coordinator, "absence.edit") as work:
        work.edit(Absence, theirs, {"replacement": "Afke"})


@pytest.mark.parametrize("to_oneself", [True, False])
def test_neither_another_s_becomes_one_s_own_by_a_change_nor_the_other_way_round(
    store: TestStore, coordinator: Session, *, to_oneself: bool
) -> None:
    mine, theirs = str(coordinator.user), "a colleague"
    before, after = (theirs, mine) if to_oneself else (mine, theirs)
    one = _absence(store, store.session, of=before)
    with pytest.raises(NotAllowed), act(store.database, coordinator, "absence.edit") as work:
        work.edit(Absence, one, {"user_id": after})
    assert store.get(Absence, one).user_id == before
