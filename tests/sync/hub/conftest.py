"""Hubs that serve, on both databases, and the same hubs reached without a wire."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest
from sqlalchemy import create_engine, text

from sync.hub.home import DSN_VARIABLE
from tests.sync.hub.served import HubProcess, Village, new_home
from tests.unit.sync.hub.conftest import postgres as postgres

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sync.hub.home import HubHome


class HubSite(NamedTuple):
    """A hub's folder, and the database it uses where that is not a file."""

    home: HubHome
    dsn: str = ""


def _new_place(folder: Path, dsn: str) -> HubSite:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv(DSN_VARIABLE, dsn)
        return HubSite(new_home(folder), dsn)


@pytest.fixture(scope="session")
def sqlite_place(tmp_path_factory: pytest.TempPathFactory) -> HubSite:
    """Lend a hub that is its own database."""
    return _new_place(tmp_path_factory.mktemp("hub") / "hub", "")


@pytest.fixture(scope="session")
def postgres_place(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> HubSite:
    """Lend a hub in a PostgreSQL database of its own."""
    engine = create_engine(postgres, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CREATE DATABASE served"))
    engine.dispose()
    dsn = postgres.replace("/postgres?", "/served?")
    assert dsn != postgres
    return _new_place(tmp_path_factory.mktemp("hub") / "hub", dsn)


def _served(place: HubSite) -> Iterator[HubProcess]:
    with HubProcess(place.home.root, "--metrics", "127.0.0.1:0", dsn=place.dsn) as process:
        yield process


@pytest.fixture(scope="session")
def sqlite_process(sqlite_place: HubSite) -> Iterator[HubProcess]:
    """Lend it serving."""
    yield from _served(sqlite_place)


@pytest.fixture(scope="session")
def postgres_process(postgres_place: HubSite) -> Iterator[HubProcess]:
    """Lend it serving."""
    yield from _served(postgres_place)


def _village(place: HubSite, address: str) -> Iterator[Village]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv(DSN_VARIABLE, place.dsn)
        with place.home.opened() as opened:
            village = Village(opened, address)
            yield village
            village.close()


WAYS = ("sqlite, no wire", "sqlite, https", "postgres, no wire", "postgres, https")


@pytest.fixture(params=WAYS)
def village(request: pytest.FixtureRequest) -> Iterator[Village]:
    """Lend an organisation at a hub, by each way in on each database."""
    database, way = request.param.split(", ")
    place: HubSite = request.getfixturevalue(f"{database}_place")
    address = ""
    if way == "https":
        address = request.getfixturevalue(f"{database}_process").address
    yield from _village(place, address)


@pytest.fixture(params=WAYS[1::2])
def reached(request: pytest.FixtureRequest) -> Iterator[Village]:
    """Lend an organisation at a hub that serves, on each database."""
    database = request.param.split(", ")[0]
    process: HubProcess = request.getfixturevalue(f"{database}_process")
    yield from _village(request.getfixturevalue(f"{database}_place"), process.address)


@pytest.fixture
def served(sqlite_place: HubSite, sqlite_process: HubProcess) -> Iterator[Village]:
    """Lend an organisation at a hub that serves from a file."""
    yield from _village(sqlite_place, sqlite_process.address)
