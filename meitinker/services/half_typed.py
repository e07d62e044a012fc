"""Forms that were begun and not saved: about whom, and when they were typed in last."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.kinds import KINDS
from meitinker.domain.people import Person
from meitinker.domain.plans import SupportPlan
from meitinker.domain.visits import Visit
from meitinker.errors import NotVisible
from meitinker.ids import RecordId
from meitinker.services import form_drafts
from meitinker.store import records

if TYPE_CHECKING:
    from meitinker.domain.records import Record
    from meitinker.domain.session import Session
    from meitinker.services.form_drafts import HalfTyped
    from meitinker.store.database import Database
    from meitinker.store.driver import Connection


class WaitingForm(msgspec.Struct, frozen=True, kw_only=True):
    """A form that waits; of what was typed no more than the name of a resident.

    Attributes:
        form: Its name: that of a :class:`meitinker.services.form_drafts.Form`.
        about: The record it is about, its own key, or "".
        at: When it was last typed in (UTC text).
        person: The resident, where there is one in the list.
        name: Who is not in the list yet, as far as typed, or "".
        visit_id: The conversation it belongs to, or "".
    """

    form: str
    about: str
    at: str
    person: Person | None = None
    name: str = ""
    visit_id: str = ""


class _Whom(msgspec.Struct, frozen=True):
    """Whom a form is about that is about no record yet, under the names that forms use."""

    client_id: str = ""
    new_name: str = ""
    called: str = ""
    given_names: str = ""
    prefix: str = ""
    surname: str = ""

    @property
    def name(self) -> str:
        """Who is not in the list yet."""
        parts = (self.called or self.given_names, self.prefix, self.surname)
        return self.new_name.strip() or " ".join(part.strip() for part in parts if part.strip())


def waiting(database: Database, session: Session) -> tuple[WaitingForm, ...]:
    """Return every form that was typed in and not saved, the newest first.

    Nothing is told of a form about a record that this session may not see, or that is gone.
    """
    with database.reading() as connection:
        told = [_told(connection, session, one) for one in form_drafts.half_typed(connection)]
    return tuple(one for one in told if one)


def _told(connection: Connection, session: Session, one: HalfTyped) -> WaitingForm | None:
    try:
        if one.kind:
            record = records.get(connection, session, KINDS[one.kind].record, one.about)
            person = _person(connection, session, _client_id(record))
            visit_id = _visit_id(connection, session, record)
            return WaitingForm(
                form=one.form, about=one.about, at=one.at, person=person, visit_id=visit_id
            )
        whom = msgspec.json.decode(one.typed, type=_Whom)
        person = _person(connection, session, whom.client_id)
    except (NotVisible, KeyError, msgspec.DecodeError):
        return None
    return WaitingForm(form=one.form, about=one.about, at=one.at, person=person, name=whom.name)


def _client_id(record: Record) -> str:
    """Return whom a record is about; "" where it is about nobody: office hours, absence."""
    if isinstance(record, Person):
        return record.id
    return str(getattr(record, "client_id", None) or getattr(record, "person_id", None) or "")


def _person(connection: Connection, session: Session, person_id: str) -> Person | None:
    if not person_id:
        return None
    return records.get(connection, session, Person, records.resolve(connection, person_id))


def _visit_id(connection: Connection, session: Session, record: Record) -> str:
    """Return the conversation that a record belongs to; of a resident the newest one."""
    if isinstance(record, Visit):
        return record.id
    if isinstance(record, Person):
        held = records.find(connection, session, Visit, client_id=record.id)
        return max((visit.id for visit in held), default="")
    plan_id = getattr(record, "plan_id", None)
    if plan_id:
        return records.get(connection, session, SupportPlan, RecordId(plan_id)).visit_id
    return str(getattr(record, "visit_id", None) or "")
