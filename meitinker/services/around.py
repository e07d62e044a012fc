"""Whom else one can call about a resident, and whether something about them cannot wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain.network import Tie, on_day
from meitinker.domain.requests import OPEN, Request, Urgency
from meitinker.store import records

if TYPE_CHECKING:
    from collections.abc import Iterator

    from meitinker.domain.session import Session
    from meitinker.store.driver import Connection


class Caller(msgspec.Struct, frozen=True):
    """Someone with a number: their name, and what they are to the resident."""

    name: str
    tie: str
    number: str


class Around(msgspec.Struct, frozen=True):
    """What the top of a file tells of the people and the questions around a resident.

    Attributes:
        callers: Whom one can call, who told us of an open question first; each number once.
        urgent: An open question cannot wait.
    """

    callers: tuple[Caller, ...] = ()
    urgent: bool = False


def around(connection: Connection, session: Session, client_id: str) -> Around:
    """Return whom one can call, and whether a question cannot wait.

    Of the network only who said that they may be called.
    """
    asked = [
        one
        for one in records.find(connection, session, Request, client_id=client_id)
        if one.state in OPEN
    ]
    ties = records.find(connection, session, Tie, client_id=client_id)
    found: dict[str, Caller] = {}
    for one in _callers(asked, ties):
        found.setdefault("".join(sign for sign in one.number if sign.isdigit()), one)
    urgent = any(one.urgency is Urgency.URGENT for one in asked)
    return Around(tuple(found.values()), urgent)


def _callers(asked: list[Request], ties: list[Tie]) -> Iterator[Caller]:
    for one in asked:
        if one.reporter_phone.strip():
            yield Caller(one.reporter.strip(), one.reporter_tie.strip(), one.reporter_phone.strip())
    held = on_day(ties, clock.today())
    for tie in sorted(held, key=lambda tie: not tie.carer):
        if tie.phone.strip() and tie.may_be_called:
            yield Caller(tie.name.strip(), tie.relation.strip(), tie.phone.strip())
