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


def access_and_audit(connection: Connection) -> None:
    """Make room for grants, replacements and the audit; note when a dossier left a device.

    ``hub_grant`` goes: nothing was ever written in it, ``hub_access`` follows from records.
    """
    wide = "BIGINT" if connection.dialect.name == "postgresql" else "INTEGER"
    for statement in _ACCESS:
        connection.exec_driver_sql(statement.replace("WIDE", wide))


_ACCESS = (
    "ALTER TABLE hub_holding ADD COLUMN left_at TEXT DEFAULT '' NOT NULL",
    "DROP TABLE hub_grant",
    "CREATE TABLE hub_access (organisation TEXT NOT NULL, record_id TEXT NOT NULL,"
    " \"user\" TEXT DEFAULT '' NOT NULL, dossier TEXT DEFAULT '' NOT NULL,"
    " of_user TEXT DEFAULT '' NOT NULL, village TEXT DEFAULT '' NOT NULL,"
    " given_by TEXT DEFAULT '' NOT NULL,"
    " first_day TEXT DEFAULT '' NOT NULL, last_day TEXT DEFAULT '' NOT NULL,"
    " PRIMARY KEY (organisation, record_id))",
    'CREATE INDEX hub_access_user ON hub_access (organisation, "user")',
    "CREATE TABLE hub_audit (organisation TEXT NOT NULL, number WIDE NOT NULL,"
    " at TEXT DEFAULT '' NOT NULL, event TEXT DEFAULT '' NOT NULL,"
    " actor TEXT DEFAULT '' NOT NULL, about TEXT DEFAULT '' NOT NULL,"
    " reason TEXT DEFAULT '' NOT NULL, count WIDE DEFAULT '0' NOT NULL,"
    " previous TEXT DEFAULT '' NOT NULL, digest TEXT DEFAULT '' NOT NULL,"
    " PRIMARY KEY (organisation, number))",
    "CREATE INDEX hub_audit_event ON hub_audit (organisation, event)",
)


def role_of_what_lies_there(connection: Connection) -> None:
    """Note as which role a dossier came to lie on a device.

    What was to go because of another role may be of any that was before: of who sees all.
    """
    for statement in _SEEN_AS:
        connection.exec_driver_sql(statement)


_SEEN_AS = (
    "ALTER TABLE hub_holding ADD COLUMN seen_as TEXT DEFAULT '' NOT NULL",
    "UPDATE hub_holding SET seen_as = 'back_office' WHERE state = 'emptying'",
    "UPDATE hub_holding SET seen_as = COALESCE((SELECT u.role FROM hub_device d JOIN hub_user u"
    ' ON u.organisation = d.organisation AND u."user" = d."user"'
    " WHERE d.organisation = hub_holding.organisation AND d.device = hub_holding.device), '')"
    " WHERE state <> 'emptying'",
)

STEPS: tuple[Callable[[Connection], None], ...] = (
    wide_numbers,
    access_and_audit,
    role_of_what_lies_there,
)
