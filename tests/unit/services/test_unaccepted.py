"""The words of changes that the hub did not take can be read, by who may read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.domain.people import Person
from meitinker.domain.session import Role, Session
from meitinker.ids import RecordId, UserId, VillageId, named_id
from meitinker.services import unaccepted
from meitinker.store import readlog
from meitinker.store.acts import act
from tests.sync.world import World

if TYPE_CHECKING:
    from pathlib import Path

    from tests.sync.world import Replica


def edit(replica: Replica, one: str, **fields: object) -> str:
    """Let a laptop change a person; return the change."""
    with replica.awake(), act(replica.database, replica.store.session, "person.edit") as work:
        work.edit(Person, RecordId(one), fields)
    return replica.unsent()[-1].header.change_id


def test_own_words_are_read_also_out_of_reach_and_those_of_others_within_it(
    tmp_path: Path,
) -> None:
    with World(tmp_path, seed=1) as world:
        a, b = world.replicas
        world.settle()
        with a.awake():
            one = a.store.person("Jong", VillageId(named_id("village:Grou")))
        world.settle()
        own = edit(b, one, contact_note="na zes uur", village_id=named_id("village:Wergea"))
        poison = world.newer(
            "person", one, {"born_on": "gisteren", "called": "Wim"}, base=b.table()[one]["versions"]
        )
        unknown = world.newer("x_volunteer", "x1", {"wish": "koffie"})
        world.authority += [poison, unknown]
        b.pull(world.authority)
        asked = [own, poison.header.change_id, unknown.header.change_id, "never-was"]
        read = unaccepted.words(b.database, b.store.session, asked)
        assert read == {
            own: {"contact_note": "na zes uur"},
            poison.header.change_id: {"born_on": "gisteren", "called": "Wim"},
        }
        with b.database.reading() as connection:
            assert [entry.record_id for entry, *_ in readlog.entries(connection)] == [one]

        session = b.store.session
        elsewhere = Session(
            user=session.user,
            role=Role.MEITINKER,
            device=session.device,
            organisation=session.organisation,
            villages=frozenset({VillageId(named_id("village:Warten"))}),
        )
        assert set(unaccepted.words(b.database, elsewhere, asked)) == {own}
        stranger = Session(
            user=UserId(RecordId("a stranger")),
            role=Role.MEITINKER,
            device=session.device,
            organisation=session.organisation,
            villages=elsewhere.villages,
        )
        assert unaccepted.words(b.database, stranger, asked) == {}
