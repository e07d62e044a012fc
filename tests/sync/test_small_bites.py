"""What is much is done in small bites, and a cut between any two of them does no harm."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from meitinker.domain.merging import Verdict
from meitinker.store import checking, hub_facts, settings, starting_over
from sync.session import export_queue
from tests.sync.hub_story import of_laptop, settled
from tests.sync.hub_world import CrashedError, HubWorld, two
from tests.sync.test_with_hub import edit, field

if TYPE_CHECKING:
    from pathlib import Path

    from meitinker.ids import PersonId
    from tests.sync.hub_world import HubLaptop


def away(laptop: HubLaptop) -> bool:
    """Tell whether something must still be put away."""
    with laptop.database.reading() as connection:
        return settings.get(connection, hub_facts.READING).away


def put_back(world: HubWorld, a: HubLaptop) -> PersonId:
    """Let the hub be put back to before a resident was known; return the resident."""
    world.settle(2)
    copy = world.copy()
    person = a.add_person("Erna")
    edit(a, person, contact_note="na de kopie")
    world.settle(2)
    world.put_back(copy)
    return person


@pytest.mark.promise("F21")
@pytest.mark.parametrize("bites", [3, 6, 9])
def test_f21_a_crash_while_all_is_put_away_goes_on_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bites: int
) -> None:
    monkeypatch.setattr(starting_over, "MOST", 2)
    with two(tmp_path) as (world, a, office):
        person = put_back(world, a)
        left = [bites]

        def crash() -> bool:
            left[0] -= 1
            return left[0] == 0

        a.crash = crash
        with pytest.raises(CrashedError):
            a.meet()
        a.crash = lambda: False
        assert away(a)
        settled(world)
        assert not away(a)
        assert field(office, person, "contact_note") == "na de kopie"
        assert [of_laptop(world, one) for one in (a, office)] == [[], []]
        assert checking.check(a.database).problems == ()


@pytest.mark.promise("F21")
def test_f21_control_half_put_away_and_forgotten_the_hub_never_gets_it_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(starting_over, "put_some_away", lambda _database: False)
    with two(tmp_path) as (world, a, _office):
        person = put_back(world, a)
        world.settle(2)
        assert person not in world.records()


def test_of_what_others_made_only_what_one_may_see_is_written_to_a_file(tmp_path: Path) -> None:
    with two(tmp_path) as (_world, a, office):
        person = a.add_person("Jong")
        a.meet()
        office.meet()
        edit(office, person, contact_note="van een ander")
        office.meet()
        a.meet()
        with a.database.transaction() as transaction:
            transaction.connection.execute(
                "UPDATE received SET verdict = ?, turn = NULL WHERE record_id = ? AND author <> ?",
                (Verdict.QUARANTINED, person, a.store.session.user),
            )
        blind = msgspec.structs.replace(a.store.session, villages=frozenset())
        with a.awake():
            seen = export_queue(a.database, a.store.session).decode()
            unseen = export_queue(a.database, blind).decode()
        assert "van een ander" in seen
        assert "van een ander" not in unseen


def test_joining_writes_in_bites_only(tmp_path: Path) -> None:
    from meitinker import clock
    from meitinker.domain.session import Role
    from sync import enrolment
    from sync.hub.accounts import Invited
    from sync.invitation import Invitation
    from tests.sync.hub_world import _Door

    with HubWorld(tmp_path) as world:
        laptop = world.stranger("x")
        whom = Invited(name="x", role=Role.MEITINKER, villages=(), everywhere=True)
        with clock.running(world.hub_time):
            code = world.accounts.invite(world.organisation, whom)
        invitation = Invitation(
            host="hub.example.org", port=443, hub=world.hub_id, pins=("0" * 64,), code=code
        )
        done: list[object] = []
        whole = laptop.database.transaction

        def bite(work: object) -> object:
            laptop.biting = True
            try:
                done.append(work())  # type: ignore[operator]  # any work
            finally:
                laptop.biting = False
            return done[-1]

        def watched() -> object:
            assert laptop.biting, "outside a bite"
            return whole()

        with laptop.awake(), pytest.MonkeyPatch.context() as patch:
            patch.setattr(laptop.database, "transaction", watched)
            enrolment.enrol(
                laptop.database,
                laptop.store.session,
                door=_Door(world),
                invitation=invitation,
                bites=bite,  # type: ignore[arg-type]  # as the lanes have it
            )
        assert len(done) == 2
