"""Invitations: one that a laptop can read, how it is shown, and those that are still open."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import select, update

from meitinker import clock
from meitinker.domain import reference
from meitinker.errors import InvitationRefused
from meitinker.ids import named_id
from sync.hub import audit, register, users
from sync.hub.tables import INVITATION
from sync.invitation import Invitation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import ColumnElement

    from sync.hub.accounts import Invited
    from sync.hub.database import HubDatabase
    from sync.hub.home import OpenHub
    from sync.hub.register import Organisation


class OpenInvitation(msgspec.Struct, frozen=True, kw_only=True):
    """An invitation that still takes a device in, and what its user will be.

    Attributes:
        invitation: Its id: a keyed hash of the code, with which nobody enrols.
        user: Id of the user who gets another device, or "" for somebody new.
        name: The user's name.
        role: What the user will be; who is known here stays what they are.
        villages: Ids of the villages within reach.
        everywhere: Whether no village limits the reach.
        until: Until when it works, UTC text.
    """

    invitation: str
    user: str
    name: str
    role: str
    villages: tuple[str, ...]
    everywhere: bool
    until: str


def invite(hub: OpenHub, organisation: Organisation, whom: Invited) -> Invitation:
    """Return an invitation for ``whom``; it is written down with the hub and works once."""
    return Invitation(
        host=hub.settings.host,
        port=hub.settings.port,
        hub=organisation.hub,
        pins=hub.certificates.pins(),
        code=hub.accounts.invite(organisation.organisation, whom),
    )


def still_open(database: HubDatabase, organisation: str) -> list[OpenInvitation]:
    """Return the invitations that nobody used yet and that still work, the oldest first."""
    known = {one.user: one for one in users.listed(database, organisation)}
    asked = (
        select(INVITATION)
        .where(*_open(organisation))
        .order_by(INVITATION.c.expires_at, INVITATION.c.code)
    )
    with database.reading() as connection:
        rows = list(connection.execute(asked))
    found = []
    for row in rows:
        # another device gives nobody more than they had, whatever the invitation says
        user = known.get(row.user)
        own = msgspec.json.decode(row.villages, type=tuple[str, ...])
        found.append(
            OpenInvitation(
                invitation=row.code,
                user=row.user,
                name=user.name if user else row.name,
                role=user.role if user else row.role,
                villages=user.villages if user else own,
                everywhere=user.everywhere if user else bool(row.everywhere),
                until=row.expires_at,
            )
        )
    return found


def withdraw(database: HubDatabase, organisation: str, invitation: str) -> None:
    """Let an open invitation take nobody in any more.

    Raises:
        InvitationRefused: It is not open: used by now, too old, withdrawn before or unknown.
    """
    with database.writing(organisation) as (connection, _end):
        done = connection.execute(
            update(INVITATION)
            .where(*_open(organisation), INVITATION.c.code == invitation)
            # no moment at all: it stays worthless when the hub's clock is set back
            .values(expires_at="")
        ).rowcount
        if not done:
            raise InvitationRefused
        event = audit.Event.WITHDRAWN
        audit.note(connection, organisation, event, actor=audit.COMMAND, about=invitation)


def _open(organisation: str) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions under which enrolling takes an invitation."""
    return (
        INVITATION.c.organisation == organisation,
        INVITATION.c.used_at == "",
        INVITATION.c.expires_at > clock.instant_text(clock.now()),
    )


def villages(database: HubDatabase, organisation: str) -> dict[str, str]:
    """Return the ids of villages by name without capitals.

    Those that the program ships have the same id in every store, so the first laptop can be
    invited before the hub knows any; what the organisation's list says goes before.
    """
    shipped = {name.casefold(): found for name, found in _shipped()}
    return shipped | register.villages(database, organisation)


def village_names(database: HubDatabase, organisation: str) -> dict[str, str]:
    """Return the villages of :func:`villages`, id → name, Frisian where there is one."""
    names = {found: name for name, found in _shipped()}
    known = register.village_names(database, organisation)
    return names | {found: name for name, found in known.items()}


def _shipped() -> Iterator[tuple[str, str]]:
    """Yield the names that the program ships with the ids of their villages, Frisian last."""
    newest = reference.shipped("villages")[-1]
    for entry in msgspec.json.decode(newest.text, type=list[reference.VillageEntry]):
        for name in (entry.dutch_name, entry.frisian_name):
            if name:
                yield name, str(named_id(f"village:{entry.frisian_name}"))


def as_qr(line: str) -> str:
    """Return a QR code of ``line`` in signs of a terminal, two rows a line."""
    import segno

    shown = io.StringIO()
    segno.make(line, error="m", micro=False).terminal(out=shown, compact=True)
    return shown.getvalue()
