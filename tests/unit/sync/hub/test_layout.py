"""The layout of the hub's tables: brought up to date once, by one, and never backwards."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest
from sqlalchemy import create_engine, inspect, select, text
from sqlalchemy.exc import DBAPIError

import meitinker
from meitinker.errors import StoreTooNew
from sync.hub import layout
from sync.hub.database import embedded, server
from sync.hub.home import DSN_VARIABLE
from sync.hub.sealing import AsItIs, Boxed
from tests.sync.hub.served import new_home
from tests.unit.sync.hub.conftest import KEY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Engine

    from sync.hub.database import HubDatabase

UPGRADES = Path(__file__).parents[3] / "upgrades"
TOGETHER = 4

Opens: TypeAlias = "Callable[[], HubDatabase]"


@pytest.fixture
def sqlite_opens(tmp_path: Path) -> Opens:
    """Lend a way to open one and the same file, not made yet."""
    return lambda: embedded(tmp_path / "hub.db", KEY, AsItIs())


@pytest.fixture
def postgres_opens(postgres: str) -> Iterator[Opens]:
    """Lend a way to open one and the same empty PostgreSQL database."""
    engine = create_engine(postgres, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CREATE DATABASE layouts"))
    address = postgres.replace("/postgres?", "/layouts?")
    yield lambda: server(address, Boxed(KEY))
    with engine.connect() as connection:
        connection.execute(text("DROP DATABASE layouts WITH (FORCE)"))
    engine.dispose()


@pytest.fixture(params=["sqlite_opens", "postgres_opens"])
def opens(request: pytest.FixtureRequest) -> Opens:
    """Lend a way to open an empty database of either kind."""
    way: Opens = request.getfixturevalue(request.param)
    return way


def _build(engine: Engine, name: str = "hub-0001") -> None:
    """Make the tables as an older program left them."""
    script = (UPGRADES / f"{name}.{engine.dialect.name}.sql").read_text()
    with engine.execution_options(writes=True).begin() as connection:
        for statement in script.split(";\n"):
            if "CREATE" in statement:
                connection.exec_driver_sql(statement)


def _shape(engine: Engine) -> dict[str, Any]:
    """Return columns, keys and indexes of every table, as the database tells them."""
    there = inspect(engine)
    return {
        name: (
            sorted(
                (one["name"], str(one["type"]), one["nullable"], _plain(one["default"]))
                for one in there.get_columns(name)
            ),
            there.get_pk_constraint(name)["constrained_columns"],
            sorted(str((one["name"], one["column_names"])) for one in there.get_indexes(name)),
        )
        for name in there.get_table_names()
    }


def _plain(default: str | None) -> str:
    """Return a default without the type that PostgreSQL writes after it."""
    return str(default).partition("::")[0].strip("'")


def _layouts(database: HubDatabase) -> list[int]:
    with database.reading() as connection:
        asked = select(layout.LAYOUT.c.layout).order_by(layout.LAYOUT.c.layout)
        return list(connection.execute(asked).scalars())


def test_new_tables_have_the_newest_layout(opens: Opens) -> None:
    database = opens()
    database.create()
    assert _layouts(database) == [layout.NEWEST]
    database.create()
    assert _layouts(database) == [layout.NEWEST]
    database.close()


_LIES_THERE = (
    "INSERT INTO hub_user (organisation, \"user\", role) VALUES ('o', 'u', 'coordinator')",
    "INSERT INTO hub_device (organisation, device, \"user\") VALUES ('o', 'd', 'u')",
    "INSERT INTO hub_holding (organisation, device, dossier, state) VALUES"
    " ('o', 'd', 'lies', 'held'), ('o', 'd', 'goes', 'emptying')",
)


@pytest.mark.promise("F22")
def test_f22_tables_of_the_first_hubs_become_those_of_today(opens: Opens) -> None:
    database = opens()
    _build(database.engine)
    with database.engine.execution_options(writes=True).begin() as connection:
        connection.execute(
            text("INSERT INTO hub_organisation (organisation, hub, \"end\") VALUES ('o', 'h', 7)")
        )
        connection.execute(
            text("INSERT INTO hub_paper (organisation, name, size) VALUES ('o', 'n', 8)")
        )
        for statement in _LIES_THERE:
            connection.execute(text(statement))
    database.create()
    with database.reading() as connection:
        asked = text('SELECT hub, "end", size, device FROM hub_organisation, hub_paper')
        assert connection.execute(asked).one() == ("h", 7, 8, "")
        held = text("SELECT dossier, seen_as FROM hub_holding ORDER BY dossier")
        assert connection.execute(held).all() == [("goes", "back_office"), ("lies", "coordinator")]
    upgraded = _shape(database.engine)
    assert _layouts(database) == list(range(2, layout.NEWEST + 1))
    with database.engine.execution_options(writes=True).begin() as connection:
        for table in upgraded:
            connection.exec_driver_sql(f"DROP TABLE {table}")
    database.create()
    assert _shape(database.engine) == upgraded
    database.close()


def test_processes_that_start_together_all_start(opens: Opens) -> None:
    def start(_number: int) -> int:
        database = opens()
        database.create()
        (found,) = _layouts(database)
        database.close()
        return found

    with ThreadPoolExecutor(TOGETHER) as pool:
        assert list(pool.map(start, range(TOGETHER))) == [layout.NEWEST] * TOGETHER


def test_processes_that_upgrade_together_do_it_once(opens: Opens) -> None:
    first = opens()
    _build(first.engine)

    def start(_number: int) -> list[int]:
        database = opens()
        database.create()
        found = _layouts(database)
        database.close()
        return found

    with ThreadPoolExecutor(TOGETHER) as pool:
        wanted = list(range(2, layout.NEWEST + 1))
        assert list(pool.map(start, range(TOGETHER))) == [wanted] * TOGETHER
    first.close()


def test_control_without_the_lock_they_stand_in_each_others_way(
    postgres_opens: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(layout, "_lock", lambda _connection: None)
    barrier = Barrier(TOGETHER)
    looked = layout._require_readable

    def all_look_first(connection: Any) -> int | None:
        found = looked(connection)
        barrier.wait(timeout=30)
        return found

    monkeypatch.setattr(layout, "_require_readable", all_look_first)

    def start(_number: int) -> bool:
        database = postgres_opens()
        try:
            database.create()
        except DBAPIError:
            return False
        else:
            return True
        finally:
            database.close()

    with ThreadPoolExecutor(TOGETHER) as pool:
        assert not all(pool.map(start, range(TOGETHER)))


@pytest.mark.promise("F22")
def test_f22_an_older_program_refuses_a_newer_hub_and_names_both(
    opens: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = opens()
    with monkeypatch.context() as later:
        later.setattr(layout, "NEWEST", layout.NEWEST + 1)
        later.setattr(meitinker, "__version__", "9.9.9")
        newer.create()
    with pytest.raises(StoreTooNew) as refused:
        newer.create()
    assert refused.value.params == {
        "store": f"9.9.9 ({layout.NEWEST + 1})",
        "program": f"{meitinker.__version__} ({layout.NEWEST})",
    }
    newer.close()


def test_no_command_opens_a_newer_hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(DSN_VARIABLE, "")
    home = new_home(tmp_path / "hub")
    monkeypatch.setattr(layout, "NEWEST", layout.NEWEST - 1)
    with pytest.raises(StoreTooNew), home.opened():
        pass
