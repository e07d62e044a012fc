"""A seeded story of laptops and a hub: deeds, moves, cut calls, crashes, newer programs.

It ends when the wire holds again and everyone has met the hub; then a plain model says what is
wrong: what the hub made of its list, what each laptop shows of it, and whether anything that
someone typed vanished unseen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from meitinker import ids
from meitinker.domain.kinds import KINDS
from meitinker.domain.merging import Verdict
from meitinker.domain.records import MergeClass
from meitinker.errors import SyncError
from meitinker.services import conflicts
from meitinker.store import journal
from sync.changes import travelling
from sync.hub.handlers import Handlers
from sync.hub.scope import Caller
from sync.protocol import Push
from sync.removals import answer
from sync.status import exchange_status
from tests.sync import oracle
from tests.sync.deeds import Deeds
from tests.sync.hub_world import CrashedError, Fault, HubWorld
from tests.sync.world import VILLAGES

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

    from sync.protocol import SealedChange
    from sync.session import ExchangeOutcome
    from tests.sync.hub_world import HubLaptop
    from tests.sync.world import Table

TURNS = 160
_MOST_ROUNDS = 12


def play(folder: Path, seed: int, *, turns: int = TURNS) -> list[str]:
    """Live through one story and return what is wrong at its end."""
    with HubWorld(folder, seed=seed) as world:
        live(world, turns=turns)
        return wrong(world)


def live(world: HubWorld, *, turns: int = TURNS) -> None:
    """Let people work and laptops meet the hub, at random, and everyone know all at the end."""
    people = _begun(world)
    chance = world.random
    for laptop in world.laptops:
        laptop.wire.fault = lambda _call: chance.choices(list(Fault), (88, 4, 4, 4))[0]
        laptop.crash = lambda: chance.random() < 0.01
    for _ in range(turns):
        _turn(world, chance.choice(people))
    for laptop in world.laptops:
        laptop.wire.fault = lambda _call: Fault.NONE
        laptop.crash = lambda: False
    settled(world)


def _begun(world: HubWorld) -> list[_HubDeeds]:
    """Make three laptops of different reach, with two people in each village."""
    world.laptop("a", "Grou")
    world.laptop("b", "Warten", "Wergea")
    world.laptop("office")
    world.settle(1)
    for laptop, village in zip(world.laptops, VILLAGES, strict=True):
        laptop.add_person("Hoekstra", village)
        laptop.add_person("Dykstra", village)
    world.settle(2)
    return [_HubDeeds(one, world.random) for one in world.laptops]


def _turn(world: HubWorld, someone: _HubDeeds) -> None:
    what = world.random.random()
    if what < 0.86:
        someone.one()
    elif what < 0.955:
        tried(someone.laptop)
    elif what < 0.97:
        _other_villages(world, world.laptops[1])
    elif what < 0.985:
        someone.laptop.restart()
    else:
        _newer_program(world)


def settled(world: HubWorld) -> None:
    """Let everyone meet until nothing moves any more; a large removal gets a yes."""
    for _ in range(_MOST_ROUNDS):
        outcomes = [agreeing(one) for one in world.laptops]
        if not any(one.sent or one.taken or one.removed or one.asks for one in outcomes):
            return


def agreeing(laptop: HubLaptop) -> ExchangeOutcome:
    """Let a laptop meet the hub, and say yes where a person is asked."""
    told = laptop.meet()
    if told.asks is not None:
        with laptop.awake():
            answer(
                laptop.database,
                laptop.store.session,
                remove=True,
                lost=told.asks.lost_at_hub,
            )
    return told


def tried(laptop: HubLaptop) -> bool:
    """Let a laptop meet the hub; tell whether that came off."""
    try:
        agreeing(laptop)
    except (SyncError, CrashedError):
        return False
    return True


def wrong(world: HubWorld) -> list[str]:
    """Return every way in which the end is not what it must be."""
    listed, table = world.listed(), world.records()
    for record_id, row in table.items():
        row["kind"] = next(c.header.kind for c in listed if c.header.record_id == record_id)
    cards = [card for one in world.laptops for card in one.cards()]
    waiting = [one for laptop in world.laptops for one in laptop.waiting()]
    found = list(oracle.silent_losers(listed, table, cards, waiting))
    found += oracle.unseen_removals(listed, table)
    for record_id, row in oracle.expected(listed).items():
        have = table[record_id]
        found += [f"{record_id}: {k} is not as expected" for k, v in row.items() if have[k] != v]
    for laptop in world.laptops:
        found += of_laptop(world, laptop)
    return [*found, *asked_otherwise(world)]


def asked_otherwise(world: HubWorld) -> list[str]:
    """Return where a fill would ask otherwise than the laptop that was there all along.

    Words that were taken back since are asked about nowhere else than in a fill: no card.
    """
    cards = world.laptops[-1].cards()
    waits, closed = (
        {(one.mine_change, one.part) for one in cards if bool(one.closed_by) is closed}
        for closed in (False, True)
    )
    asked = world.asked()
    return [
        *(f"{change}: a fill does not ask about {part}" for change, part in waits - asked),
        *(f"{change}: a fill asks again about {part}" for change, part in asked & closed),
    ]


def of_laptop(world: HubWorld, laptop: HubLaptop) -> list[str]:
    """Return what is wrong on one laptop that has nothing left to send.

    A dossier out of reach may lie there while words of it stand refused, and then the hub must
    know that it does. It hears nothing more of it (F14), so it stands there as it did.
    """
    name = laptop.store.folder.root.name
    told, mine = world.records(world.held(laptop, told=True)), laptop.table()
    set_aside = not_accepted(laptop)
    kept = _kept_for_words(laptop) & world.held(laptop)
    found = [f"{name}: {one} waits" for one in laptop.unsent()]
    found += [f"{name}: {one} is missing" for one in told.keys() - mine.keys()]
    found += [
        f"{name}: {one} should be gone"
        for one in mine.keys() - told.keys() - set_aside
        if _dossier(one, mine[one]) not in kept
    ]
    for record_id in told.keys() & mine.keys() - set_aside:
        for part in ("fields", "versions", "deleted"):
            if told[record_id][part] != mine[record_id][part]:
                found.append(f"{name}: {part} of {record_id}")
    within = {one: row for one, row in mine.items() if one in told}
    found += [f"{name}: {one} is removed, and nobody is asked" for one in _unasked(laptop, within)]
    found += [f"{name}: {one}" for one in (*laptop.problems(), *laptop.told_otherwise())]
    return found


def _unasked(laptop: HubLaptop, mine: Table) -> set[str]:
    """Return who was removed while words of them stand, and about whom nobody is asked (F10)."""
    by_visit = {kind.name for kind in KINDS.values() if kind.merge is MergeClass.SINGLE_WRITER} - {
        "visit"
    }
    aliases = laptop.aliases()
    left = {
        aliases.get(_dossier(one, row), _dossier(one, row))
        for one, row in mine.items()
        if not row["deleted"] and row["kind"] not in {*by_visit, "person", "person_merge"}
    }
    removed = {one for one, row in mine.items() if row["kind"] == "person" and row["deleted"]}
    with laptop.database.reading() as connection:
        asked = {one.record_id for one in conflicts.visible(connection, laptop.store.session)}
    return (removed & left) - asked - aliases.keys()


def not_accepted(laptop: HubLaptop) -> set[str]:
    """Return the records with a change that the hub did not take in: they wait in sight."""
    stands = exchange_status(laptop.database, laptop.store.session)
    return {one.record_id for one in stands.attention if one.verdict is not Verdict.CONFLICT}


def _kept_for_words(laptop: HubLaptop) -> set[str]:
    """Return the dossiers in which words of this laptop lie that the hub refused."""
    mine, stands = laptop.table(), exchange_status(laptop.database, laptop.store.session)
    refused = {
        one.record_id for one in stands.attention if one.own and one.verdict is Verdict.REFUSED
    }
    return {_dossier(one, mine[one]) for one in refused & mine.keys()}


def _dossier(record_id: str, row: dict[str, Any]) -> str:
    scope = KINDS[row["kind"]].scope
    if scope.rule == "organisation":
        return ""
    return record_id if scope.rule == "village" else str(row["fields"][scope.field] or "")


class _HubDeeds(Deeds):
    """Deeds on a laptop whose session follows the hub."""

    def __init__(self, laptop: HubLaptop, chance: Random) -> None:
        super().__init__(laptop, chance)
        self.laptop = laptop

    def one(self) -> None:
        """Do one thing."""
        self.session = self.laptop.store.session
        super().one()


def newer(
    kind: str,
    record_id: str,
    fields: dict[str, str | int | None],
    *,
    base: dict[str, str] | None = None,
) -> SealedChange:
    """Return a change by a laptop with a newer program, which knows more fields and kinds."""
    entry = journal.Entry(
        change_id=ids.change_id(),
        act_id=ids.new_id(),
        device="newer",
        author="someone",
        operation="edit" if kind == "person" else "create",
        kind=kind,
        record_id=record_id,
        fields=fields,
        base=base or {},
    )
    return travelling(journal.bound(entry, incarnation=1, previous="0" * 64))


def _other_villages(world: HubWorld, laptop: HubLaptop) -> None:
    world.give(laptop, *world.random.sample(VILLAGES, world.random.randint(0, 2)))


def _newer_program(world: HubWorld) -> None:
    """Let a laptop with a newer program send a field and a kind that these do not know."""
    caller = Caller(
        organisation=world.organisation,
        device="newer",
        user="someone",
        role="meitinker",
        everywhere=True,
    )
    listed = [c for c in world.listed() if c.header.kind == "person"]
    told = [newer("x_volunteer", f"x{len(listed)}", {"person_id": "someone", "wish": "koffie"})]
    if listed:
        one = world.random.choice(listed).header.record_id
        before = world.records()[one]["versions"]
        base = {g: v for g, v in before.items() if g == "x_future"}
        told.append(newer("person", one, {"x_future": f"w{world.random.randrange(9)}"}, base=base))
    Handlers(world.database, caller, as_told=True).push(Push(changes=tuple(told)))
