"""Whose address is secret: no list, search or likeness may tell where they live.

One secret file among those that were merged makes the person's address secret: which of the
files an address was written under says nothing of who may know it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.store import sql

if TYPE_CHECKING:
    from meitinker.store.driver import Connection

_MOBILE = "+316"


def has_secret_address(connection: Connection, person_id: str) -> bool:
    """Tell whether a person's address is secret by their own file or one merged into it."""
    where = f"t.secret_address = 1 AND {sql.own_or_merged('t.id')}"
    text = sql.exists("person", where=where)
    return connection.execute(text, (person_id, person_id)).fetchone() is not None


def tells_the_place(digits: str) -> bool:
    """Tell whether a phone number (E.164) tells where someone lives: by its area code."""
    return not digits.startswith(_MOBILE)
