"""Whom else one can call about a resident, and whether something about them cannot wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain.network import Tie, on_day, ring_of
from meitinker.domain.organisation import User
from meitinker.domain.people import Person, full_name
from meitinker.domain.requests import OPEN, Request, Urgency
from meitinker.domain.visits import Attendee, Visit
from meitinker.store import records

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from meitinker.domain.session import Session
    from meitinker.store.database import Database
    from meitinker.store.driver import Connection

_TABLES = 10
"""The last conversations whose tables are remembered."""


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


class Known(msgspec.Struct, frozen=True):
    """Someone who was named before: what they are called, and what they are to the resident."""

    name: str
    tie: str
    phone: str = ""


def known(database: Database, session: Session, client_id: str) -> tuple[Known, ...]:
    """Return who was named around a resident, once each: network, questions, and tables.

    The caller shows a file of this resident, so that opening it was logged.
    """
    with database.reading() as connection:
        client = records.get(connection, session, Person, records.resolve(connection, client_id))
        found: list[Known] = []
        for one in _named(connection, session, client.id):
            if _is_new(one, [*found, Known(full_name(client), "")]):
                found.append(one)
    return tuple(found)


def doers(database: Database, session: Session, client_id: str) -> tuple[Known, ...]:
    """Return who may do what is agreed on: the user, the resident, and who was named before."""
    with database.reading() as connection:
        users = records.find(connection, session, User, id=session.user)
        client = records.get(connection, session, Person, records.resolve(connection, client_id))
    own = [*(one.name or one.title for one in users), full_name(client)]
    named = known(database, session, client_id)
    return (*(Known(name, "") for name in own if name.strip()), *named)


def missing_in(named: Iterable[Known], names: Iterable[str]) -> tuple[Known, ...]:
    """Return who of those that were named is not among ``names``."""
    there = [Known(name, "") for name in names]
    return tuple(one for one in named if _is_new(one, there))


def _named(connection: Connection, session: Session, client_id: str) -> Iterator[Known]:
    ties = on_day(records.find(connection, session, Tie, client_id=client_id), clock.today())
    for tie in sorted(ties, key=lambda tie: (not tie.carer, ring_of(tie))):
        yield Known(tie.name.strip(), tie.relation.strip(), tie.phone.strip())
    for asked in records.find(connection, session, Request, client_id=client_id):
        phone = asked.reporter_phone.strip()
        yield Known(asked.reporter.strip(), asked.reporter_tie.strip(), phone)
    visits = records.find(connection, session, Visit, order="started_at", client_id=client_id)
    for visit in visits[: -_TABLES - 1 : -1]:
        for one in records.find(connection, session, Attendee, visit_id=visit.id):
            yield Known(one.name.strip(), one.tie.strip())


def _is_new(one: Known, there: Iterable[Known]) -> bool:
    """Tell whether nobody there bears the name; Anna and Anna Bakker are one."""
    words = one.name.casefold().split()
    others = (other.name.casefold().split() for other in there)
    return bool(words) and all(
        words[: len(other)] != other and other[: len(words)] != words for other in others if other
    )


def _callers(asked: list[Request], ties: list[Tie]) -> Iterator[Caller]:
    for one in asked:
        if one.reporter_phone.strip():
            yield Caller(one.reporter.strip(), one.reporter_tie.strip(), one.reporter_phone.strip())
    held = on_day(ties, clock.today())
    for tie in sorted(held, key=lambda tie: not tie.carer):
        if tie.phone.strip() and tie.may_be_called:
            yield Caller(tie.name.strip(), tie.relation.strip(), tie.phone.strip())
