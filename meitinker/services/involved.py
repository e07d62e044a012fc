"""Who is involved with a resident: of us, of other organisations, and on their behalf."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain.contacts import ContactNote
from meitinker.domain.network import Tie, TieKind, on_day
from meitinker.domain.organisation import User
from meitinker.domain.people import Person, full_name
from meitinker.domain.representatives import Representative, acts_on
from meitinker.domain.requests import Request
from meitinker.domain.visits import Visit
from meitinker.store import records

if TYPE_CHECKING:
    from collections.abc import Iterator

    from meitinker.domain.session import Session
    from meitinker.ids import RecordId
    from meitinker.store.database import Database
    from meitinker.store.driver import Connection


class Involvement(StrEnum):
    """What someone is to the file."""

    COLLEAGUE = "colleague"
    PROFESSIONAL = "professional"
    VOLUNTEER = "volunteer"
    REPRESENTATIVE = "representative"


class Involved(msgspec.Struct, frozen=True, kw_only=True):
    """One person who is involved.

    Attributes:
        part: What they are to the file.
        name: As they are known.
        about: What they do or are ("wijkverpleegkundige"), or "".
        phone: Their number; "" where it is not known or may not be called. Only who is reached
            at their work may be called without having been asked.
    """

    part: Involvement
    name: str
    about: str = ""
    phone: str = ""


_TIES = {TieKind.PROFESSIONAL: Involvement.PROFESSIONAL, TieKind.VOLUNTEER: Involvement.VOLUNTEER}


def of_client(database: Database, session: Session, client_id: RecordId) -> tuple[Involved, ...]:
    """Return who is involved with a resident whose file is open, each once.

    Raises:
        NotVisible: It is not this session's to see.
    """
    with database.reading() as connection:
        one = records.resolve(connection, client_id)
        records.get(connection, session, Person, one)
        found = (
            *_colleagues(connection, session, one),
            *_network(connection, session, one),
            *_representatives(connection, session, one),
        )
    return tuple(dict.fromkeys(found))


def _colleagues(connection: Connection, session: Session, client: str) -> Iterator[Involved]:
    users = [
        *(visit.user_id for visit in records.find(connection, session, Visit, client_id=client)),
        *(asked.user_id for asked in records.find(connection, session, Request, client_id=client)),
        *(
            note.user_id
            for note in records.find(connection, session, ContactNote, client_id=client)
        ),
    ]
    for user_id in dict.fromkeys(users):
        for user in records.find(connection, session, User, id=user_id):
            yield Involved(
                part=Involvement.COLLEAGUE, name=user.name, about=user.title, phone=user.phone
            )


def _network(connection: Connection, session: Session, client: str) -> Iterator[Involved]:
    ties = records.find(connection, session, Tie, client_id=client)
    for tie in on_day(ties, clock.today()):
        if tie.kind is not None and tie.kind in _TIES:
            yield Involved(
                part=_TIES[tie.kind],
                name=tie.name or _name(connection, session, tie),
                about=tie.relation or tie.does,
                phone=tie.phone if _may_be_called(tie) else "",
            )


def _may_be_called(tie: Tie) -> bool:
    at_work = tie.kind is TieKind.PROFESSIONAL and tie.may_be_called is None
    return at_work or bool(tie.may_be_called)


def _name(connection: Connection, session: Session, tie: Tie) -> str:
    """Return the name in the file of who has one; nothing of one that may not be seen."""
    if tie.other_id is None:
        return ""
    other = records.resolve(connection, tie.other_id)
    person = records.known(connection, session, Person, other)
    return full_name(person) if person is not None else ""


def _representatives(connection: Connection, session: Session, client: str) -> Iterator[Involved]:
    for one in records.find(connection, session, Representative, person_id=client):
        if not acts_on(one, clock.today()):
            continue
        yield Involved(
            part=Involvement.REPRESENTATIVE,
            name=one.name or one.organisation,
            about=one.organisation if one.name else "",
            phone=one.phone,
        )
