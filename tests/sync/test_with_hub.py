"""What laptops and a real hub promise together, one story a promise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.domain.people import Person
from meitinker.store.acts import act
from tests.sync.hub_world import two

if TYPE_CHECKING:
    from pathlib import Path

    from meitinker.ids import PersonId
    from tests.sync.hub_world import HubLaptop


def edit(laptop: HubLaptop, person: PersonId, **fields: object) -> None:
    """Let someone change a person."""
    with laptop.awake(), act(laptop.database, laptop.store.session, "person.edit") as work:
        work.edit(Person, person, fields)


def test_what_one_laptop_makes_the_other_gets(tmp_path: Path) -> None:
    with two(tmp_path) as (world, a, office):
        person = a.add_person("Jong")
        a.meet()
        told = office.meet()
        assert told.taken > 0
        assert told.same is True
        assert office.table()[person]["fields"]["surname"] == "Jong"
        edit(office, person, contact_note="na zes uur")
        office.meet()
        assert a.meet().same is True
        assert a.table()[person]["fields"]["contact_note"] == "na zes uur"
        assert a.unsent() == office.unsent() == []
        assert a.told_otherwise() == office.told_otherwise() == []
        assert world.held(a) >= {person}
