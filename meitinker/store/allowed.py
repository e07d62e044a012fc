"""What a role may write, on a laptop that belongs to a hub: the hub asks the same and refuses.

Before enrolment a store has one user, who is everything there is; nothing is asked of that one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.domain import rights
from meitinker.domain.organisation import ORGANISATION
from meitinker.errors import NotAllowed
from meitinker.store import hub_facts, rows, settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from meitinker.domain.records import Kind, Value
    from meitinker.domain.session import Session
    from meitinker.store.driver import Connection


def require(
    connection: Connection,
    session: Session,
    kind: Kind,
    record_id: str,
    *,
    act: rights.WriteAct,
    fields: Mapping[str, Value],
) -> None:
    """Refuse what the hub would refuse of this user's role.

    Raises:
        NotAllowed: The role may not do this with a record of this kind.
    """
    require_all(connection, session, kind, {record_id: fields}, act=act)


def require_all(
    connection: Connection,
    session: Session,
    kind: Kind,
    told: Mapping[str, Mapping[str, Value]],
    *,
    act: rights.WriteAct,
) -> None:
    """Refuse as :func:`require` does, for records of a kind by their ids with what is set.

    Raises:
        NotAllowed: The role may not do this with one of them.
    """
    asked = {
        record_id: fields
        for record_id, fields in told.items()
        if not rights.may(session.role, kind, act, fields, own=False)
    }
    belonging = settings.get(connection, hub_facts.BELONGING) if asked else None
    if belonging is None or not belonging.hub:
        return
    for record_id, fields in asked.items():
        if kind is ORGANISATION and record_id != belonging.organisation:
            continue
        row = rows.read(connection, kind, record_id)
        whose = (session.user, session.device)
        # neither what is another's becomes one's own by a change, nor the other way round
        passes = act is not rights.WriteAct.BEGIN and kind.writers.own in fields
        own = (
            row is not None
            and not passes
            and rights.is_own(kind, record_id, row.fields, whose=whose)
        )
        if not rights.may(session.role, kind, act, fields, own=own):
            raise NotAllowed(kind.name)
