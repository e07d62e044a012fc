"""F3 at the hub, with a real disk: one without room is told, loses nothing and is used again."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from meitinker.domain.merging import Verdict
from meitinker.errors import HubBusy, SyncError
from sync.hub import checking
from sync.hub import database as databases
from sync.hub.accounts import Accounts
from sync.hub.sealing import AsItIs
from tests.faults.places import fill, small_disk
from tests.unit.sync.hub.bench import GROU, Laptop, TestHub

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DISK = 3_000
"""Kilobytes: room for an empty hub and some pushes."""

KEY = bytes(range(32))


@contextmanager
def crowded(folder: Path) -> Iterator[tuple[TestHub, Laptop]]:
    """Lend a hub on a disk of its own, and a laptop that had sent something."""
    with small_disk(folder, kilobytes=DISK) as mounted:
        if not mounted:
            pytest.skip("mounting is not allowed here")
        database = databases.embedded(folder / "hub.db", KEY, AsItIs())
        database.create()
        accounts = Accounts(database, KEY)
        hub = TestHub(database, accounts, accounts.add_organisation("Stichting Proef"))
        laptop = hub.laptop("a", everywhere=True)
        laptop.push(laptop.village(GROU), laptop.person("p0", GROU))
        yield hub, laptop
        database.close()


def refused(laptop: Laptop) -> type[SyncError]:
    """Send until the disk is full; return what is said then."""
    for number in range(200):
        try:
            with databases.told():
                laptop.push(*(laptop.person(f"p{number}-{one}", GROU) for one in range(20)))
        except SyncError as error:
            return type(error)
    raise AssertionError("it was never full")


@pytest.mark.promise("F3")
def test_f3_a_hub_without_room_says_that_something_is_wrong_and_loses_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with crowded(tmp_path / "disk") as (hub, laptop):
        ballast = fill(tmp_path / "disk")
        assert refused(laptop) is SyncError, "nobody looks at a hub that is only busy"
        assert caplog.messages == ["the disk of the hub is full, or fails"]
        ballast.unlink()
        with databases.told():
            told = laptop.push(laptop.person("later", GROU)).receipts
        assert [one.verdict for one in told] == [Verdict.APPLIED]
        (found,) = checking.check(hub.database)
        assert found.problems == ()


@pytest.mark.promise("F3")
def test_f3_control_taken_for_something_that_passes_it_is_told_as_busy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(databases, "_FULL", ("never",))
    with crowded(tmp_path / "disk") as (_hub, laptop):
        fill(tmp_path / "disk")
        assert refused(laptop) is HubBusy
