"""F21: a hub that serves is not put back, also where it lost the connection that said so."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from meitinker.errors import StoreInUse
from sync.hub import presence, serving
from sync.hub.home import DSN_VARIABLE
from tests.sync.hub.served import new_home

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sync.hub.home import HubHome, OpenHub

_END = text(
    "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)
_ENDED = text(
    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


@pytest.fixture
def shared(postgres: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[HubHome]:
    """Lend a hub in a PostgreSQL of its own, which nobody serves."""
    engine = create_engine(postgres, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CREATE DATABASE presence"))
    monkeypatch.setenv(DSN_VARIABLE, postgres.replace("/postgres?", "/presence?"))
    yield new_home(tmp_path / "shared")
    with engine.connect() as connection:
        connection.execute(text("DROP DATABASE presence WITH (FORCE)"))
    engine.dispose()


def _lose(other: OpenHub) -> None:
    """End the connection that holds the lock, as a server does that is restarted."""
    with other.database.engine.connect() as connection:
        assert connection.execute(_END).all()
        while connection.execute(_ENDED).scalar_one():
            connection.rollback()


@pytest.mark.promise("F21")
@pytest.mark.parametrize("looks", [True, False])
def test_f21_a_lock_that_was_lost_is_taken_again(
    shared: HubHome, tmp_path: Path, *, looks: bool
) -> None:
    """Show as a control that who never looks serves while the hub is being put back."""
    with shared.opened() as opened, shared.opened() as there:
        other = msgspec.structs.replace(there, folder=tmp_path)
        with presence.serving(opened) as present:
            assert present.look()
            _lose(other)
            if not looks:
                with presence.alone(other):
                    return
            assert present.look()
            with pytest.raises(StoreInUse), presence.alone(other):
                pass
            assert present.look()
        with presence.alone(other):
            pass


@pytest.mark.promise("F21")
def test_f21_who_lost_it_to_another_stops_serving(shared: HubHome, tmp_path: Path) -> None:
    with shared.opened() as opened, shared.opened() as there:
        other = msgspec.structs.replace(there, folder=tmp_path)
        with presence.serving(opened) as present:
            _lose(other)
            server: Any = SimpleNamespace(should_exit=False)
            with presence.alone(other):
                asyncio.run(serving.stop_when_alone(server, present, pause=0))
            assert server.should_exit


def test_a_database_that_is_away_is_no_reason_to_stop(
    shared: HubHome, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_told: object) -> None:
        raise OperationalError("", {}, Exception("away"))

    with shared.opened() as opened, shared.opened() as there:
        other = msgspec.structs.replace(there, folder=tmp_path)
        with presence.serving(opened) as present:
            _lose(other)
            with monkeypatch.context() as patched:
                patched.setattr("sqlalchemy.Connection.execute", away)
                assert present.look()
            assert present.look()
            with pytest.raises(StoreInUse), presence.alone(other):
                pass


def test_the_lock_of_a_file_needs_no_looking_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(DSN_VARIABLE, "")
    with new_home(tmp_path / "hub").opened() as opened, presence.serving(opened) as present:
        assert present.look()
