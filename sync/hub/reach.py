"""How far the reach of a user goes, as a condition that the database answers.

Every dossier of their villages, those of nobody's village, and those opened to them by a grant for
these days; of files that were merged, who reaches one reaches all. Values are named, because
building a statement takes longer than asking it: what every pull asks is built once for all
callers of a role.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, exists, or_, select, true

from meitinker import clock
from sync.hub.tables import ACCESS, DOSSIER

if TYPE_CHECKING:
    from sqlalchemy import BindParameter, ColumnElement

    from sync.hub.scope import Caller


def told(caller: Caller) -> dict[str, Any]:
    """Return what the conditions of this module ask for by name.

    Building a statement takes longer than asking it, so those of every pull are built once for
    all callers of a role, and asked with these.
    """
    return {
        "of_organisation": caller.organisation,
        "of_device": caller.device,
        "of_user": caller.user,
        "of_villages": list(caller.villages),
        "of_today": clock.today().isoformat(),
    }


def organisation_of(caller: Caller) -> ColumnElement[str]:
    """Return the caller's organisation, to be compared with a column."""
    return bindparam("of_organisation", caller.organisation)


def device_of(caller: Caller) -> ColumnElement[str]:
    """Return the caller's device, to be compared with a column."""
    return bindparam("of_device", caller.device)


def reached(caller: Caller) -> ColumnElement[bool]:
    """Return the condition on ``hub_dossier`` under which a dossier is within reach."""
    if caller.everywhere:
        return true()
    here = _home(caller, DOSSIER.c.village)
    member = DOSSIER.alias("member")
    today: ColumnElement[str] = bindparam("of_today", clock.today().isoformat())
    # not asked anew of each dossier: mostly nothing is granted
    granted = member.c.dossier.in_(
        select(ACCESS.c.dossier).where(
            ACCESS.c.organisation == organisation_of(caller),
            ACCESS.c.user == bindparam("of_user", caller.user),
            ACCESS.c.first_day <= today,
            ACCESS.c.last_day >= today,
        )
    )
    joined = exists(
        select(member.c.dossier).where(
            member.c.organisation == organisation_of(caller),
            member.c.root == DOSSIER.c.root,
            or_(_home(caller, member.c.village), granted),
        )
    )
    return or_(here, joined)


def _home(caller: Caller, village: ColumnElement[str | None]) -> ColumnElement[bool]:
    """Return the condition that a dossier lies in the caller's villages, or in nobody's."""
    own: BindParameter[str] = bindparam("of_villages", list(caller.villages), expanding=True)
    return or_(village.is_(None), village.in_(own))
