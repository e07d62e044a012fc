"""May a paper that was kept be shown as it was made? One rule for plans and letters.

What a paper says stays as it was. Two things that became true later win: whose file it lies in
now, and that an address may stand on no paper any more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import msgspec

from meitinker.domain.people import PersonMerge
from meitinker.domain.plans import SupportPlan
from meitinker.errors import InvalidField
from meitinker.reports.receipt import Receipt
from meitinker.reports.support_plan import SupportPlan as Plan
from meitinker.services import posting
from meitinker.store import records

if TYPE_CHECKING:
    from meitinker.domain.letters import Letter
    from meitinker.domain.session import Session
    from meitinker.store.driver import Connection

C = TypeVar("C", Plan, Receipt)


class _Memory(msgspec.Struct, frozen=True):
    """Of what a paper said, only for whom it was made."""

    made_for: str = ""


def require_own(connection: Connection, session: Session, paper: SupportPlan | Letter) -> None:
    """Refuse a paper that carries the name of another resident than whose file it lies in.

    Raises:
        InvalidField: It was made while two files stood merged that were taken apart since.
    """
    if of_another(connection, session, paper):
        plan = isinstance(paper, SupportPlan)
        raise InvalidField("content", "plan_of_another" if plan else "letter_of_another")


def of_another(connection: Connection, session: Session, paper: SupportPlan | Letter) -> bool:
    """Tell whether a paper holds what is another resident's now.

    It was made for someone else than whose file it lies in, or while that file was one with
    another that was taken apart since: then their people, addresses and consents may stand in it.
    """
    if not paper.content:
        return False
    now = records.resolve(connection, paper.client_id)
    made_for = msgspec.json.decode(paper.content, type=_Memory).made_for
    if made_for and records.resolve(connection, made_for) != now:
        return True
    # Of papers of before this was remembered the merges tell in which file they were made.
    merges = [
        *records.find(connection, session, PersonMerge, from_id=paper.client_id),
        *records.find(connection, session, PersonMerge, into_id=paper.client_id),
    ]
    return any(
        one.undone_at is not None
        and (one.merged_at, one.id) < (paper.made_at, paper.id)
        and paper.made_at <= one.undone_at
        and len({records.resolve(connection, end) for end in (one.from_id, one.into_id)}) > 1
        for one in merges
    )


def as_now(
    connection: Connection, session: Session, content: C, *, paper: SupportPlan | Letter
) -> C:
    """Return what a kept paper says, without an address that became secret since.

    Raises:
        InvalidField: It is another resident's (see :func:`require_own`).
        NotVisible: The resident is not this session's to see.
    """
    require_own(connection, session, paper)
    if not posting.addressee(connection, session, paper.client_id).secret_address:
        return content
    return msgspec.structs.replace(content, secret_address=True)
