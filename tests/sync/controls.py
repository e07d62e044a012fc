"""Receivers that are wrong on purpose, to show that the stories would notice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.kinds import KINDS
from meitinker.domain.merging import Decision, Incoming, MergeContext, Standing, Verdict
from meitinker.store import rows
from sync import merge
from tests.sync.deeds import Deeds
from tests.sync.oracle import silent_losers
from tests.sync.story import play
from tests.sync.world import World

if TYPE_CHECKING:
    from pathlib import Path

    from meitinker.domain.records import Kind
    from meitinker.store.journal import Sealed
    from tests.sync.world import Replica


def by_clock(folder: Path, seed: int) -> list[str]:
    """Live through a story in which the later clock wins; return what the oracle says."""
    times: dict[str, str] = {}

    def decide(
        kind: Kind, standing: Standing | None, change: Incoming, around: MergeContext
    ) -> Decision:
        times[change.change_id] = change.at
        if standing is None or change.operation in {"delete", "restore"}:
            return merge.decide(kind, standing, change, around)
        took = {
            group: names
            for group, names in merge.groups_of(kind, change.fields).items()
            if times.get(standing.versions.get(group, ""), "") < change.at
        }
        fields = {name: change.fields[name] for names in took.values() for name in names}
        return Decision(
            verdict=Verdict.APPLIED,
            took=tuple(took),
            standing=Standing(
                {**standing.fields, **{n: v for n, v in fields.items() if n in kind.fields}},
                {**standing.versions, **dict.fromkeys(took, change.change_id)},
                standing.extra,
                standing.deleted,
            ),
        )

    return play(folder, seed, decide=decide)


def without_cards(folder: Path, seed: int) -> list[str]:
    """Live through a story after which the cards are gone; return what the oracle says."""
    with World(folder / f"cards-{seed}", seed=seed) as world:
        _live(world)
        world.settle()
        one = world.replicas[0]
        with one.database.transaction() as work:
            work.connection.execute("DELETE FROM conflict")
        return list(silent_losers(world.authority, one.table(), one.cards(), one.waiting()))


def ignoring_base(folder: Path, seed: int) -> bool:
    """Let laptops put others' values over their own as they come; tell whether they differ."""
    with World(folder, seed=seed) as world:
        world.settle()
        begun = len(world.authority)
        _live(world)
        for replica in world.replicas:
            replica.push(world.authority)
        for replica in world.replicas:
            for change in world.authority[begun:]:
                if change.header.device != replica.store.session.device:
                    _overwrite(replica, change)
        tables = [
            {one: (row["fields"], row["deleted"]) for one, row in replica.table().items()}
            for replica in world.replicas
        ]
        return tables[0] != tables[1]


def _live(world: World) -> None:
    people = [Deeds(replica, world.random) for replica in world.replicas]
    for _ in range(12):
        people[0].add_person()
    world.settle()
    for _ in range(40):
        world.random.choice(people).edit_person()


def _overwrite(replica: Replica, change: Sealed) -> None:
    kind = KINDS[change.header.kind]
    with replica.database.transaction() as work:
        row = rows.read(work.connection, kind, change.header.record_id)
        if row is not None:
            after = msgspec.structs.replace(row, fields={**row.fields, **change.fields})
            rows.put(work.connection, kind, after, changed=change.header.at)
