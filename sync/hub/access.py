"""Reach outside one's own villages for a while: what records of grants and replacements say.

A back office gives them as records, so they travel, are signed and stay; here they become rows
that scope is reckoned with. They hold on their days and on no other, and no longer than
:data:`meitinker.domain.grants.LONGEST`. Nobody gives what is not theirs to give: who replaces a
colleague gets those of that one's villages that the giver reaches. Who changes what another gave
answers for it from then on.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, insert, select

from meitinker import clock
from meitinker.domain.grants import DOSSIER_GRANT, LONGEST, REPLACEMENT
from sync.hub import audit
from sync.hub.tables import ACCESS, USER, USER_VILLAGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection

    from meitinker.domain.merging import Standing
    from meitinker.domain.records import Kind

_VILLAGES = select(USER_VILLAGE.c.village).where(
    USER_VILLAGE.c.organisation == bindparam("of_organisation"),
    USER_VILLAGE.c.user == bindparam("of_user"),
)
REPLACES = select(ACCESS).where(
    ACCESS.c.organisation == bindparam("of_organisation"),
    ACCESS.c.user == bindparam("of_user"),
    ACCESS.c.of_user != "",
    ACCESS.c.first_day <= bindparam("today"),
    ACCESS.c.last_day >= bindparam("today"),
)
"""Whom a user replaces today. Asked with every request, so made once."""


def note(
    connection: Connection,
    organisation: str,
    rows: Iterable[tuple[Kind, str, Standing]],
    *,
    hands: Mapping[str, str],
) -> None:
    """Let the records that a batch wrote count, each as it stands now.

    Args:
        connection: A unit of work of the organisation.
        organisation: The organisation.
        rows: The records.
        hands: Who changed each last, by its id; of one that nobody did nothing changes.
    """
    for kind, record_id, now in rows:
        by = hands.get(record_id)
        if by is None or (kind is not DOSSIER_GRANT and kind is not REPLACEMENT):
            continue
        of = (ACCESS.c.organisation == organisation, ACCESS.c.record_id == record_id)
        connection.execute(delete(ACCESS).where(*of))
        row = opened(kind, now, by)
        if row is not None:
            told = {"organisation": organisation, "record_id": record_id, **row}
            connection.execute(insert(ACCESS), [told])
        event = audit.Event.GRANTED if row is not None else audit.Event.GRANT_ENDED
        audit.note(connection, organisation, event, actor=by, about=record_id)


def set_villages(
    connection: Connection, organisation: str, user: str, villages: Iterable[str]
) -> None:
    """Give a user exactly these villages."""
    connection.execute(
        USER_VILLAGE.delete().where(
            USER_VILLAGE.c.organisation == organisation, USER_VILLAGE.c.user == user
        )
    )
    rows = [
        {"organisation": organisation, "user": user, "village": one}
        for one in sorted(set(villages))
    ]
    if rows:
        connection.execute(insert(USER_VILLAGE), rows)


def villages_of(connection: Connection, organisation: str, user: str) -> tuple[str, ...]:
    """Return where a user works today: in the own villages, and for whom they replace."""
    today = clock.today().isoformat()
    found = _own(connection, organisation, user)
    told = {"of_organisation": organisation, "of_user": user, "today": today}
    for row in connection.execute(REPLACES, told).all():
        theirs = _own(connection, organisation, row.of_user)
        wanted = theirs & {row.village} if row.village else theirs
        found |= _givable(connection, organisation, row.given_by, wanted)
    return tuple(sorted(found))


def _givable(connection: Connection, organisation: str, giver: str, villages: set[str]) -> set[str]:
    known = select(USER.c.everywhere).where(
        USER.c.organisation == organisation, USER.c.user == giver
    )
    if connection.execute(known).scalar_one_or_none():
        return villages
    return villages & _own(connection, organisation, giver)


def _own(connection: Connection, organisation: str, user: str) -> set[str]:
    told = {"of_organisation": organisation, "of_user": user}
    return set(connection.execute(_VILLAGES, told).scalars())


def opened(kind: Kind, now: Standing, by: str) -> dict[str, Any] | None:
    """Return what a grant or replacement opens that ``by`` changed last.

    None where it opens nothing: it was removed, or its days cannot be read.
    """
    fields = now.fields
    if now.deleted:
        return None
    try:
        first = date.fromisoformat(str(fields["first_day"]))
        last = date.fromisoformat(str(fields["last_day"]))
    except ValueError:
        return None
    told: dict[str, Any] = {
        "first_day": first.isoformat(),
        "last_day": (first + min(last - first, LONGEST)).isoformat(),
        "given_by": by,
    }
    if kind is DOSSIER_GRANT:
        return told | {"user": str(fields["user_id"]), "dossier": str(fields["client_id"])}
    return told | {
        "user": str(fields["by_id"]),
        "of_user": str(fields["user_id"]),
        "village": str(fields["village_id"] or ""),
    }
