"""What the entrance says of a store that was wiped, and of one that must meet its hub first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from meitinker import clock
from meitinker.errors import DeviceWiped, HubUnreachable, MeitinkerError
from meitinker.store import hub_facts, settings, wiping
from meitinker.store.database import Database
from meitinker.store.wiping import Wiped

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.ui.entry.conftest import Laptop, Shown

    Start = Callable[..., Shown]

NOTE = Wiped(ordered_at="2026-11-12T14:05:00.000Z", done_at="2026-11-12T14:06:00.000Z")


def overdue(laptop: Laptop) -> None:
    """Let the store belong to a hub that it has not met for too long."""
    database = Database.open(laptop.folder, laptop.key())
    with database.transaction() as transaction:
        settings.put(transaction, hub_facts.BELONGING, hub_facts.Belonging(hub="h"))
        went = hub_facts.Went(met="2020-01-01T08:00:00.000Z", lease_days=14)
        settings.put(transaction, hub_facts.WENT, went)
    database.close()


def contact(monkeypatch: pytest.MonkeyPatch, error: MeitinkerError | None) -> list[int]:
    """Let contact end like this; return what counts it."""
    made: list[int] = []

    def greet(database: Database, _session: object) -> None:
        made.append(1)
        if isinstance(error, DeviceWiped):
            wiping.destroy_keys(database.folder, NOTE)
        if error is not None:
            raise error
        with database.transaction() as transaction:
            went = settings.get(transaction.connection, hub_facts.WENT)
            now = clock.instant_text(clock.now())
            settings.put(transaction, hub_facts.WENT, msgspec.structs.replace(went, met=now))

    monkeypatch.setattr("sync.reaching.greet_over_the_network", greet)
    return made


@pytest.mark.promise("F25")
def test_f25_a_store_that_stayed_away_asks_for_contact_and_then_opens(
    laptop: Laptop, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    overdue(laptop)
    shown = start()
    with monkeypatch.context() as patch:
        made = contact(patch, HubUnreachable())
        shown.unlock()
        shown.sees("Deze laptop heeft 14 dagen geen contact gehad met uw organisatie.")
        assert made == [1]
    contact(monkeypatch, None)
    shown.at_work()


@pytest.mark.promise("F25")
def test_f25_a_wipe_at_contact_is_told_truly_and_nothing_is_left(
    laptop: Laptop, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    overdue(laptop)
    contact(monkeypatch, DeviceWiped())
    shown = start()
    shown.unlock()
    shown.sees("Uw organisatie gaf opdracht om deze laptop leeg te maken.")
    shown.sees("Wat nog niet verstuurd was, is ook weg.")
    left = {path.name for path in laptop.folder.root.rglob("*") if path.is_file()}
    assert left <= {"wiped", "store.lock"}


@pytest.mark.promise("F25")
def test_f25_a_wipe_that_was_cut_off_is_finished_and_told_at_the_next_start(
    laptop: Laptop, start: Start
) -> None:
    wiping.destroy_keys(laptop.folder, NOTE)
    assert laptop.folder.database.exists()
    shown = start()
    shown.sees("Dat is gedaan op 12 november 2026 om 15:06.")
    assert not laptop.folder.database.exists()
