"""A seeded simulation: edits on several laptops, cut and repeated exchanges, two versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sync import merge
from tests.sync import oracle
from tests.sync.deeds import Deeds
from tests.sync.world import World

if TYPE_CHECKING:
    from pathlib import Path

    from meitinker.domain.merging import Decide
    from tests.sync.world import Replica

TURNS = 90


def play(
    folder: Path, seed: int, *, names: str = "ab", decide: Decide = merge.decide, turns: int = TURNS
) -> list[str]:
    """Play one story and return what is wrong at its end."""
    with World(folder, names=names, seed=seed) as world:
        live(world, decide=decide, turns=turns)
        return wrong(world)


def live(world: World, *, decide: Decide = merge.decide, turns: int = TURNS) -> None:
    """Let people work and laptops exchange at random; at the end everyone has everything."""
    people = [Deeds(replica, world.random) for replica in world.replicas]
    world.settle(decide)
    for _ in range(turns):
        someone = world.random.choice(people)
        what = world.random.random()
        if what < 0.78:
            someone.one()
        elif what < 0.87:
            _push(world, someone.replica)
        elif what < 0.96:
            someone.replica.pull(
                world.authority, cut=world.random.choice((None, 1, 2, 5)), decide=decide
            )
        elif what < 0.98:
            someone.replica.restart()
        else:
            _newer_program(world, someone.replica)
    world.settle(decide)


def wrong(world: World) -> list[str]:
    """Return every way in which the laptops do not agree, or lost something unseen."""
    one = world.replicas[0]
    table, cards, waiting = one.table(), one.cards(), one.waiting()
    found = [] if world.same() else ["the laptops differ"]
    found += oracle.silent_losers(world.authority, table, cards, waiting)
    found += oracle.unseen_removals(world.authority, table)
    found += oracle.circles(table, one.aliases())
    for record_id, row in oracle.expected(world.authority).items():
        have = table.get(record_id, {})
        found += [
            f"{record_id}: {k} is not as expected" for k, v in row.items() if have.get(k) != v
        ]
    for replica in world.replicas:
        found += replica.problems()
    return found


def _push(world: World, replica: Replica) -> None:
    chance = world.random
    replica.push(
        world.authority,
        cut=chance.choice((None, None, 1, 3)),
        reply_lost=chance.random() < 0.2,
    )


def _newer_program(world: World, replica: Replica) -> None:
    """Let a laptop with a newer program send a field and a kind that these do not know."""
    people = sorted(one for one, row in replica.table().items() if row["kind"] == "person")
    sent = {change.header.record_id for change in world.authority}
    known = [one for one in people if one in sent]
    if known:
        person = world.random.choice(known)
        base = {g: v for g, v in replica.table()[person]["versions"].items() if g == "x_future"}
        told: dict[str, str | int | None] = {"x_future": f"word {world.random.randrange(9)}"}
        world.authority.append(world.newer("person", person, told, base=base))
    told = {"person_id": "someone", "wish": "koffie"}
    world.authority.append(world.newer("x_volunteer", f"x{len(world.authority)}", told))
