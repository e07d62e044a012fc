"""Which layout the hub's tables have, and bringing those of an older program up to date.

Layout 1 is what the first hubs had; it kept no number. Each step after it has a number, and runs
once, under a lock that all processes of a hub share: of those that start together one does the
work and the others find it done. All steps of one start are one unit of work, done whole or not.
A program refuses a hub whose layout is newer than its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Column, Integer, MetaData, Table, Text, insert, inspect, select

import meitinker
from meitinker import clock
from meitinker.errors import StoreTooNew
from sync.hub.steps import STEPS
from sync.hub.tables import METADATA, ORGANISATION

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

NEWEST = len(STEPS) + 1
"""The layout of :mod:`sync.hub.tables`."""

LAYOUT = Table(
    "hub_layout",
    MetaData(),
    Column("layout", Integer, primary_key=True, autoincrement=False),
    Column("program", Text, nullable=False),
    Column("reached_at", Text, nullable=False),
)
"""A row for each layout that these tables have reached: of the whole hub, so of no organisation."""

_LOCK = 0x6D65_6974_696E_6B65
"""Key of the lock in PostgreSQL: any number that is always the same."""


def bring_up_to_date(engine: Engine) -> None:
    """Make the tables where there are none; else take the steps that were not taken yet.

    Raises:
        StoreTooNew: A newer program has been here; ``store`` and ``program`` name both.
    """
    with engine.connect() as connection, connection.begin():
        if _require_readable(connection) == NEWEST:
            return
    with engine.connect() as connection:
        connection = connection.execution_options(writes=True)
        with connection.begin():
            _lock(connection)
            found = _require_readable(connection)
            if found is None:
                METADATA.create_all(connection)
            else:
                for step in STEPS[found - 1 :]:
                    step(connection)
            _remember(connection, found)


def _require_readable(connection: Connection) -> int | None:
    """Return the layout of the tables, or None where there are none yet."""
    found, program = _found(connection)
    if found is not None and found > NEWEST:
        raise StoreTooNew(
            "hub",
            store=f"{program} ({found})",
            program=f"{meitinker.__version__} ({NEWEST})",
        )
    return found


def _found(connection: Connection) -> tuple[int | None, str]:
    there = inspect(connection)
    if there.has_table(LAYOUT.name):
        asked = select(LAYOUT.c.layout, LAYOUT.c.program).order_by(LAYOUT.c.layout.desc()).limit(1)
        row = connection.execute(asked).one()
        return row.layout, row.program
    return (1 if there.has_table(ORGANISATION.name) else None), ""


def _lock(connection: Connection) -> None:
    """Wait until no other process changes the tables; SQLite has one who writes by itself."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL lock_timeout = '60s'")
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))


def _remember(connection: Connection, found: int | None) -> None:
    LAYOUT.create(connection, checkfirst=True)
    if found == NEWEST:
        return
    told = {"program": meitinker.__version__, "reached_at": clock.instant_text(clock.now())}
    reached = range((found or NEWEST - 1) + 1, NEWEST + 1)
    connection.execute(insert(LAYOUT), [{"layout": one, **told} for one in reached])
