"""Any row of acts is taken back whole, one by one, and done again: the tables tell."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from meitinker.domain.kinds import KINDS
from meitinker.domain.people import PERSON_MERGE
from meitinker.services import undo
from meitinker.store import replay, sql
from meitinker.store.history import ActState
from tests.unit.services.test_undo_boundary import DEEDS
from tests.unit.services.world import World

if TYPE_CHECKING:
    from meitinker.store.driver import Row
    from tests.stores import TestStore

_CONCLUDES = ("plan.", "papers.", "review.", "work.", "grant.", "replacement.")
"""Their world holds a concluded conversation: nothing goes back behind that."""

_ONE_WAY = "visit.take_request"
"""A visit has one request: of the two ways to it the other is done here."""

_NAMES = sorted(
    name
    for name in DEEDS
    if not name.startswith(_CONCLUDES) and "merge" not in name and name != _ONE_WAY
)
"""A merge that is taken back stays on record as undone, with the moment."""


def _rows(store: TestStore) -> dict[tuple[str, str], Row]:
    with store.database.reading() as connection:
        return {
            (kind.name, row[0]): row
            for kind in KINDS.values()
            if kind is not PERSON_MERGE
            for row in connection.execute(sql.select(kind.name, where="t.row_deleted = 0"))
        }


def _waiting(store: TestStore) -> int:
    with store.database.reading() as connection:
        asked = "SELECT count(*) FROM act WHERE state = ?"
        return int(connection.execute(asked, (ActState.DONE,)).fetchone()[0])


def _do(world: World, seed: int) -> int:
    """Do ten acts by chance; return how many went in that have a way back."""
    chance, before = random.Random(seed), _waiting(world.store)  # noqa: S311 - a test's own dice
    for name in chance.sample(_NAMES, k=10):
        DEEDS[name](world)()
    return _waiting(world.store) - before


@pytest.mark.parametrize("seed", range(8))
def test_what_was_done_is_undone_and_done_again_to_the_letter(store: TestStore, seed: int) -> None:
    use, world = (store.database, store.session), World(store)
    before = _rows(store)
    acts = _do(world, seed)
    after = _rows(store)
    assert after != before
    for _act in range(acts):
        assert undo.undo(*use).items
    assert _rows(store) == before
    for _act in range(acts):
        assert undo.redo(*use).items
    assert _rows(store) == after
    with store.database.reading() as connection:
        assert list(replay.problems(connection)) == []


def test_control_one_act_that_is_not_taken_back_is_seen(store: TestStore) -> None:
    world = World(store)
    before = _rows(store)
    for _act in range(_do(world, 0) - 1):
        undo.undo(store.database, store.session)
    assert _rows(store) != before
