"""The layouts of the store, one numbered step a file, in order; applied ones never change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.store import driver
from meitinker.store.migrations import (
    m0001_ground,
    m0002_kitchen_table,
    m0003_ways_in,
    m0004_outcomes_apart,
    m0005_hub,
    m0006_more_ways_in,
    m0007_back_office,
    m0008_concluded_here,
    m0009_social_map,
    m0010_map_search,
    m0011_map_coverage,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlite_utils import Database

    from meitinker.store.driver import Connection

STEPS = (
    m0001_ground,
    m0002_kitchen_table,
    m0003_ways_in,
    m0004_outcomes_apart,
    m0005_hub,
    m0006_more_ways_in,
    m0007_back_office,
    m0008_concluded_here,
    m0009_social_map,
    m0010_map_search,
    m0011_map_coverage,
)
LATEST = len(STEPS)
"""Number of the newest layout this program knows."""


def migrate(connection: Connection) -> None:
    """Apply every step that the store behind ``connection`` has not had, each in a transaction.

    The number of the newest step is kept in ``PRAGMA user_version`` as well, so that an
    ordinary start need not load the migration machinery.
    """
    driver.use_with_sqlite_utils()
    import sqlite_utils
    from sqlite_utils.migrations import Migrations

    steps = Migrations("meitinker")
    for number, step in enumerate(STEPS, start=1):
        steps(name=f"{number:04d}")(_numbered(step.apply, number))
    steps.apply(sqlite_utils.Database(connection))


def version(connection: Connection) -> int:
    """Return the number of the newest step applied."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _numbered(apply: Callable[[Database], None], number: int) -> Callable[[Database], None]:
    def step(db: Database) -> None:
        apply(db)
        db.execute(f"PRAGMA user_version = {number:d}")

    return step
