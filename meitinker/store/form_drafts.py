"""Forms as they are typed, before they are saved: on this device only, never journaled.

They lie among the settings of this device, inside the encrypted store, one row a form and the
record it is about. :func:`meitinker.store.erasing.wipe` takes along every one that names a record.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from meitinker.store.database import Transaction
    from meitinker.store.driver import Connection


def put(transaction: Transaction, form: str, about: str, text: str) -> None:
    """Keep the ``text`` (JSON) of a form about a record; "" where it is about none yet."""
    transaction.connection.execute(
        "INSERT INTO setting (name, value) VALUES (?, ?)"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (_name(form, about), text),
    )


def drop(transaction: Transaction, form: str, about: str) -> None:
    """Forget a form about a record."""
    transaction.connection.execute("DELETE FROM setting WHERE name = ?", (_name(form, about),))


def get(connection: Connection, form: str, about: str) -> str | None:
    """Return what was kept of a form about a record, or None."""
    row = connection.execute(
        "SELECT value FROM setting WHERE name = ?", (_name(form, about),)
    ).fetchone()
    return str(row[0]) if row else None


def every(connection: Connection, form: str) -> list[str]:
    """Return what was kept of a form about any record."""
    found = connection.execute(
        "SELECT value FROM setting WHERE name GLOB ? ORDER BY name", (_name(form, "*"),)
    )
    return [str(row[0]) for row in found]


def waiting(connection: Connection) -> list[tuple[str, str, str]]:
    """Return every form that is kept: its name, what it is about, and its text."""
    found = connection.execute(
        "SELECT name, value FROM setting WHERE name GLOB 'form.*' ORDER BY name"
    )
    # The name of a form may hold a dot, what it is about never does.
    named = [(str(name).removeprefix("form.").rpartition("."), str(value)) for name, value in found]
    return [(form, about, text) for (form, _dot, about), text in named]


def _name(form: str, about: str) -> str:
    return f"form.{form}.{about}"
