"""Joining an organisation: from a laptop on its own to one of a hub's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.errors import BugError

if TYPE_CHECKING:
    from meitinker.domain.session import Session
    from meitinker.store.database import Database
    from sync.invitation import Invitation
    from sync.protocol import Door, Enrolled


def enrol(
    database: Database, session: Session, *, door: Door, invitation: Invitation, label: str = ""
) -> Enrolled:
    """Let this store belong to the organisation that invites it.

    User and device keep their ids; all that was written before is sent at the first exchange.

    Args:
        database: The store.
        session: Its user.
        door: The hub that the invitation is for.
        invitation: Address, pins and code.
        label: What the user calls this laptop.

    Raises:
        InvitationRefused: The code is unknown, used up or too old.
        WrongOrganisation: The store is the example village, or belongs to another hub already.
        SyncError: The hub could not be asked; nothing was changed.
    """
    raise BugError("enrolment is not built yet")
