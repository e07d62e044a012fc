"""Random stories in which people also decide on conflict cards, take that back, and clash again.

The same deeds, cuts and doubles as in the plain story; the laptops must agree to the last card.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest

from meitinker.domain.kinds import KINDS
from meitinker.domain.merging import SETTLE
from meitinker.errors import RuleError
from meitinker.services import conflicts
from meitinker.services.conflicts import ConflictChoice
from meitinker.store import conflicts as conflict_cards
from tests.sync import oracle
from tests.sync.deeds import Deeds
from tests.sync.world import World

if TYPE_CHECKING:
    from pathlib import Path

    from meitinker.domain.merging import Incoming

SEEDS = (3, 5, 8)
TURNS = 110


def decided(world: World) -> int:
    """Return how many cards a decision closed, as the list tells it."""
    operations = {one.header.change_id: one.header.operation for one in world.authority}
    return sum(operations.get(card.closed_by) == SETTLE for card in world.replicas[0].cards())


def decide(deeds: Deeds) -> int:
    """Let someone decide on any card, if one waits; return whether they did."""
    with deeds.replica.awake():
        cards = conflicts.waiting(deeds.database, deeds.session, most=100).cards
        if not cards:
            return 0
        card = deeds.chance.choice(cards)
        choice = deeds.chance.choice(list(ConflictChoice))
        longest = min((KINDS[card.kind].fields[name].most for name in card.writable), default=0)
        words = deeds.chance.choice(("samen", "anders", "geen van beide"))[:longest]
        written = dict.fromkeys(card.writable, words) or None
        if choice is ConflictChoice.WRITTEN and written is None:
            choice = ConflictChoice.STANDING
        with suppress(RuleError):
            conflicts.choose(
                deeds.database,
                deeds.session,
                card.id,
                seen=card.seen,
                choice=choice,
                written=written,
            )
            return 1
    return 0


def clash(deeds: Deeds) -> None:
    """Let someone change a person, of whom there are few."""
    with deeds.replica.awake(), suppress(RuleError):
        deeds.edit_person()


def live(world: World) -> int:
    """Let people work, meet and decide; return how many decisions were made."""
    people = [Deeds(replica, world.random) for replica in world.replicas]
    made = 0
    for surname in ("Jong", "Boer", "Visser"):
        with world.replicas[0].awake():
            world.replicas[0].store.person(surname)
    world.settle()
    for _ in range(TURNS):
        someone, what = world.random.choice(people), world.random.random()
        if what < 0.12:
            someone.one()
        elif what < 0.5:
            clash(someone)
        elif what < 0.75:
            made += decide(someone)
        elif what < 0.87:
            someone.replica.push(world.authority, reply_lost=world.random.random() < 0.2)
        else:
            someone.replica.pull(world.authority, cut=world.random.choice((None, 1, 2, 5)))
    world.settle()
    return made


@pytest.mark.promise("F8", "F10")
@pytest.mark.parametrize("seed", SEEDS)
def test_f8_laptops_on_which_people_decide_agree_to_the_last_card(
    tmp_path: Path, seed: int
) -> None:
    with World(tmp_path, names="abc" if seed == SEEDS[-1] else "ab", seed=seed) as world:
        assert live(world) > 3
        assert world.same()
        one = world.replicas[0]
        table, cards = one.table(), one.cards()
        assert decided(world)
        assert list(oracle.silent_losers(world.authority, table, cards, one.waiting())) == []
        assert list(oracle.unseen_removals(world.authority, table)) == []
        for replica in world.replicas:
            assert replica.problems() == []
            assert replica.told_otherwise() == []


@pytest.mark.promise("F8")
def test_f8_control_a_list_that_does_not_tell_of_decisions_leaves_every_card_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = conflict_cards.note

    def deaf(connection: Any, kind: Any, record_id: str, change: Incoming, decision: Any) -> None:
        if change.operation != SETTLE:
            note(connection, kind, record_id, change, decision)

    monkeypatch.setattr(conflict_cards, "note", deaf)
    with World(tmp_path, seed=SEEDS[0]) as world:
        assert live(world) > 3
        assert not decided(world)
