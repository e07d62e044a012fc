"""The hub's database: one encrypted SQLite file, or PostgreSQL for many organisations.

A :class:`HubDatabase` lends units of work. A *writing* unit first takes the lock of its
organisation, so that places in the list are given out in the order in which they are committed,
also by several processes on one PostgreSQL (F9).
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, event, select
from sqlalchemy.pool import NullPool, QueuePool

from meitinker.errors import StoreMissing
from meitinker.store import driver
from sync.hub import layout
from sync.hub.tables import ORGANISATION

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection, Engine

    from sync.hub.sealing import Sealing

_READERS = 8


class HubDatabase:
    """The database of one hub, for one organisation or many."""

    def __init__(self, engine: Engine, sealing: Sealing) -> None:
        """Use :func:`embedded` or :func:`server`."""
        self.engine = engine
        self.sealing = sealing

    def create(self) -> None:
        """Make the tables, or bring those of an older program up to date.

        Raises:
            StoreTooNew: A newer program has been here.
        """
        layout.bring_up_to_date(self.engine)

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Lend a connection that sees one moment."""
        with self.engine.connect() as connection:
            if self.engine.dialect.name == "postgresql":
                connection.execution_options(
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self, organisation: str) -> Iterator[tuple[Connection, int]]:
        """Lend a connection that holds the lock of ``organisation``, and the end of its list.

        Raises:
            StoreMissing: There is no such organisation at this hub.
        """
        with self.engine.connect() as connection:
            connection = connection.execution_options(writes=True)
            with connection.begin():
                asked = select(ORGANISATION.c.end).where(
                    ORGANISATION.c.organisation == organisation
                )
                end = connection.execute(asked.with_for_update()).scalar_one_or_none()
                if end is None:
                    raise StoreMissing("no such organisation at this hub")
                yield connection, end


def embedded(path: Path, key: bytes, sealing: Sealing) -> HubDatabase:
    """Return the database in one SQLCipher file.

    Args:
        path: The file; made when it is not there.
        key: 32 bytes.
        sealing: How words of people are kept; plain, because the file is encrypted.
    """
    driver.check_versions()
    engine = create_engine(
        "sqlite+pysqlite://",
        creator=lambda: driver.connect(path, key),
        module=driver.MODULE,
        poolclass=QueuePool,
        pool_size=_READERS,
    )
    event.listen(engine, "begin", _begin)
    return HubDatabase(engine, sealing)


def server(dsn: str, sealing: Sealing) -> HubDatabase:
    """Return the database at a PostgreSQL address, ``postgresql+psycopg://…``."""
    return HubDatabase(create_engine(dsn, poolclass=NullPool), sealing)


def _begin(connection: Connection) -> None:
    # the driver begins nothing by itself; who writes takes the one write lock at once
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
