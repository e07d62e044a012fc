"""What one of two people wanted on a conflict card, with who they were and names to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain.organisation import User
from meitinker.domain.records import Value
from meitinker.ids import made_at
from meitinker.services.whose import pointed
from meitinker.store import conflicts, records

if TYPE_CHECKING:
    from collections.abc import Mapping

    from meitinker.domain.records import Kind
    from meitinker.domain.session import Session
    from meitinker.store.driver import Connection


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """What one of the two wanted.

    Attributes:
        values: The fields; what points at a person, user or village holds that one's name.
        author: Name of who wrote it, or "" for someone this store does not know.
        own: Whether that is the user at work.
        at: When, by the clock of that device (UTC text), or "" where it is not known.
    """

    values: dict[str, Value]
    author: str = ""
    own: bool = False
    at: str = ""


def side_of(
    connection: Connection,
    session: Session,
    kind: Kind,
    values: Mapping[str, Value],
    change_id: str,
) -> Side:
    """Return values that a change wanted, with whose they were."""
    hand = conflicts.hand(connection, change_id)
    if hand is None:  # of what a fill brought, only the version tells: ids tell when
        made = made_at(change_id)
        at = clock.instant_text(made) if made else ""
        return Side(values=named(connection, session, kind, values), at=at)
    users = {str(user.id): user.name for user in records.find(connection, session, User)}
    return Side(
        values=named(connection, session, kind, values),
        author=users.get(hand.author, ""),
        own=hand.author == session.user,
        at=hand.at,
    )


def named(
    connection: Connection, session: Session, kind: Kind, values: Mapping[str, Value]
) -> dict[str, Value]:
    """Return values with the names of those they point at; who is out of sight has none."""
    return {
        name: pointed(connection, session, kind.fields[name].held.ref, str(value))
        if kind.fields[name].held.ref and value
        else value
        for name, value in values.items()
    }
