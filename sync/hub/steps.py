"""The steps by which the hub's tables came from each layout to the next.

Step n leads from layout n to n + 1. A step that was released never changes; it only adds columns
and tables, with defaults, or widens types, so that a process of the older program may finish what
it has under way. :mod:`sync.hub.tables` is the layout after the last step, which a test compares.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection


def wide_numbers(connection: Connection) -> None:
    """Let numbers be of 64 bits, as SQLite has them; note which device sent an attachment."""
    if connection.dialect.name == "postgresql":
        for statement in _WIDE:
            connection.exec_driver_sql(statement)
    connection.exec_driver_sql("ALTER TABLE hub_paper ADD COLUMN device TEXT DEFAULT '' NOT NULL")


_WIDE = (
    'ALTER TABLE hub_organisation ALTER COLUMN "end" TYPE BIGINT',
    "ALTER TABLE hub_device ALTER COLUMN sequence TYPE BIGINT, ALTER COLUMN waiting TYPE BIGINT",
    "ALTER TABLE hub_change ALTER COLUMN position TYPE BIGINT",
    "ALTER TABLE hub_record ALTER COLUMN position TYPE BIGINT",
    "ALTER TABLE hub_holding ALTER COLUMN since TYPE BIGINT",
    "ALTER TABLE hub_paper ALTER COLUMN size TYPE BIGINT, ALTER COLUMN held TYPE BIGINT",
    'ALTER TABLE hub_paper_part ALTER COLUMN "offset" TYPE BIGINT',
    "ALTER TABLE hub_paper_of ALTER COLUMN size TYPE BIGINT",
)

STEPS: tuple[Callable[[Connection], None], ...] = (wide_numbers,)
