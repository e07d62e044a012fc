"""Colleagues by name: two of them may bear the same one, so each is told with role and villages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain.organisation import User, UserVillage, is_at_work
from meitinker.domain.villages import Village, folded
from meitinker.errors import InvalidField
from meitinker.ids import RecordId
from meitinker.store import records

if TYPE_CHECKING:
    from meitinker.domain.session import Role, Session
    from meitinker.store.database import Database
    from meitinker.store.driver import Connection


class Colleague(msgspec.Struct, frozen=True, kw_only=True):
    """A colleague, with what tells them from another of the same name.

    Attributes:
        id: The user.
        name: As it is written.
        role: What they are to the organisation.
        villages: Where they work.
    """

    id: RecordId
    name: str
    role: Role
    villages: tuple[str, ...] = ()


def named(database: Database, session: Session, name: str) -> tuple[Colleague, ...]:
    """Return the colleagues at work today who bear a name; never the user."""
    with database.reading() as connection:
        return named_in(connection, session, name)


def named_in(connection: Connection, session: Session, name: str) -> tuple[Colleague, ...]:
    """As :func:`named`, within a reading or an act."""
    wanted = folded(name)
    if not wanted:
        return ()
    return tuple(
        Colleague(
            id=user.id,
            name=user.name,
            role=user.role,
            villages=tuple(_villages(connection, session, user)),
        )
        for user in records.find(connection, session, User)
        if folded(user.name) == wanted
        and user.id != session.user
        and is_at_work(user, clock.today())
    )


def chosen(found: tuple[Colleague, ...], wanted: str) -> RecordId | None:
    """Return which of the colleagues is meant; None where this store knows none of that name.

    Args:
        found: Those of the name that was typed.
        wanted: The id of the one that was chosen, or "".

    Raises:
        InvalidField: There are several, and none of them was chosen (``to_user``).
    """
    if any(one.id == wanted for one in found):
        return RecordId(wanted)
    if len(found) > 1:
        raise InvalidField("to_user", "colleague_of_several")
    return found[0].id if found else None


def _villages(connection: Connection, session: Session, user: User) -> list[str]:
    ties = records.find(connection, session, UserVillage, user_id=user.id)
    known = (records.known(connection, session, Village, tie.village_id) for tie in ties)
    return sorted(village.name for village in known if village is not None)
