"""The hub reaches the verdicts that every laptop reaches, whatever the batches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from meitinker.domain.merging import Reason, Verdict
from sync.changes import arrived, travelling
from sync.hub.judging import judge
from sync.protocol import SealedChange
from tests.sync.story import live
from tests.sync.world import World
from tests.unit.sync.hub.shelf import DictShelf

if TYPE_CHECKING:
    from pathlib import Path

    from sync.hub.judging import Judgement


def _list_of(world: World) -> list[SealedChange]:
    """Return what was sent, each change once, at its first place, as far as it holds."""
    found: dict[str, SealedChange] = {}
    for sealed in world.authority:
        found.setdefault(sealed.header.change_id, travelling(sealed))
    return list(found.values())


def _by_hub(changes: list[SealedChange], sizes: list[int]) -> tuple[DictShelf, list[Judgement]]:
    shelf, judgements, end, at = DictShelf(), [], 0, 0
    for size in sizes:
        judgements += judge(shelf, changes[at : at + size], end=end)
        end = max((one.position for one in judgements), default=0)
        at += size
    return shelf, judgements


@pytest.mark.promise("F8", "F10")
@pytest.mark.parametrize("seed", [0, 6, 19, 21, 103])
def test_f8_the_hub_and_the_laptops_agree(tmp_path: Path, seed: int) -> None:
    with World(tmp_path, names="abc" if seed > 100 else "ab", seed=seed) as world:
        live(world)
        table, waiting = world.replicas[0].table(), set(world.replicas[0].waiting())
        changes = _list_of(world)
    shelf, judgements = _by_hub(changes, [1] * len(changes))
    assert {one for one in table if one in shelf.records} == set(table)
    for record_id, row in table.items():
        kind, standing = shelf.records[record_id]
        assert kind == row["kind"]
        assert {**standing.fields, **standing.extra} == row["fields"]
        assert dict(standing.versions) == row["versions"]
        assert standing.deleted == row["deleted"]
    held = {change.change_id for kept in shelf.waiting.values() for change, _ in kept}
    assert held == waiting
    assert {one.verdict for one in judgements} >= {Verdict.APPLIED, Verdict.QUARANTINED}


@pytest.mark.parametrize("seed", [1, 17])
def test_how_much_comes_at_once_makes_no_difference(tmp_path: Path, seed: int) -> None:
    with World(tmp_path, seed=seed) as world:
        live(world, turns=40)
        changes = _list_of(world)
    one_by_one, singly = _by_hub(changes, [1] * len(changes))
    at_once, together = _by_hub(changes, [len(changes)])
    assert together == singly
    assert at_once.records == one_by_one.records
    assert at_once.waiting == one_by_one.waiting


@pytest.mark.parametrize("seed", [1, 17])
def test_places_are_given_out_one_by_one_and_only_to_what_was_judged(
    tmp_path: Path, seed: int
) -> None:
    with World(tmp_path, seed=seed) as world:
        live(world, turns=40)
        changes = _list_of(world)
    _shelf, judgements = _by_hub(changes, [len(changes)])
    placed = [one.position for one in judgements if one.position]
    assert placed == list(range(1, len(placed) + 1))
    assert all(one.reason for one in judgements if not one.position)


def test_what_it_builds_on_may_come_later() -> None:
    with_ref = _change("c2", "phone", "r2", {"person_id": "r1", "number": "0515123456"})
    person = _change("c1", "person", "r1", {"last_name": "Proefstra", "village_id": None})
    shelf = DictShelf()
    (held,) = judge(shelf, [with_ref], end=0)
    assert (held.verdict, held.reason, held.position) == (
        Verdict.QUARANTINED,
        Reason.NOT_THERE_YET,
        0,
    )
    first, second = judge(shelf, [person], end=0)
    assert [first.position, second.position] == [1, 2]
    assert [first.change, second.change] == [person, with_ref]
    assert shelf.waiting == {}


def test_a_record_stays_of_the_kind_that_it_began_as() -> None:
    village = _change("c1", "village", "v1", {"frisian_name": "Grou"})
    person = _change("c2", "person", "p1", {"last_name": "Proefstra", "village_id": None})
    phone = _change("c3", "phone", "v1", {"person_id": "p1", "number": "0515123456"})
    shelf = DictShelf()
    first, second, refused = judge(shelf, [village, person, phone], end=0)
    assert [first.position, second.position] == [1, 2]
    assert (refused.verdict, refused.reason, refused.position) == (
        Verdict.REFUSED,
        Reason.ALTERED,
        0,
    )
    assert shelf.records["v1"][0] == "village"
    assert not shelf.has("c3")


def test_what_waited_under_another_kind_is_refused_when_the_record_comes() -> None:
    edit = _change("c2", "phone", "r1", {"number": "0515123456"})
    edit = msgspec.structs.replace(edit, operation="edit")
    shelf = DictShelf()
    (held,) = judge(shelf, [edit], end=0)
    assert held.verdict is Verdict.QUARANTINED
    person = _change("c1", "person", "r1", {"last_name": "Proefstra", "village_id": None})
    first, refused = judge(shelf, [person], end=0)
    assert (first.position, refused.position) == (1, 0)
    assert refused.reason is Reason.ALTERED


def test_a_change_comes_through_the_journey_as_it_was(tmp_path: Path) -> None:
    with World(tmp_path, seed=2) as world:
        live(world, turns=20)
        assert [arrived(travelling(one)) for one in world.authority] == world.authority
        assert all(arrived(travelling(one)).holds() for one in world.authority)


def _change(
    change_id: str, kind: str, record_id: str, fields: dict[str, str | None]
) -> SealedChange:
    return SealedChange(
        change_id=change_id,
        act_id="a",
        device="d",
        incarnation=1,
        at="2026-11-12T09:00:00.000Z",
        author="u",
        operation="create",
        kind=kind,
        record_id=record_id,
        previous="0" * 64,
        commitment="0" * 64,
        salt="0" * 64,
        fields=dict(fields),
    )
