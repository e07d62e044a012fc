"""Consents: what a resident allows for which purpose; the newest answer counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain.consents import (
    Consent,
    ConsentAnswer,
    ConsentPurpose,
    allowed,
    in_force,
    newest,
    subject_of,
)
from meitinker.domain.people import Person
from meitinker.errors import InvalidField
from meitinker.ids import PersonId, RecordId, record_id
from meitinker.services import form_drafts
from meitinker.services.form_drafts import Form, TypedForm
from meitinker.store import records
from meitinker.store.acts import act

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from meitinker.changes import Changes
    from meitinker.domain.session import Session
    from meitinker.store.database import Database


class TypedConsent(TypedForm, frozen=True, kw_only=True):
    """An answer while it is written down; a day alone is not worth keeping."""

    purpose: str = ""
    answer: str = ""
    about: str = ""
    way: str = ""
    day: str = ""
    month: str = ""
    year: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing would be lost."""
        return not (self.purpose or self.answer or self.about.strip())


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What an answer is about, and how it was given.

    Attributes:
        about: With whom or what; "" is in general.
        way: How: who relies on consent has to show it (AVG art. 7 lid 1).
    """

    about: str = ""
    way: str = ""


IN_GENERAL = Said()

FORM = Form("consent", TypedConsent, about=Person)


def of_person(database: Database, session: Session, person_id: PersonId) -> tuple[Consent, ...]:
    """Return every answer of a resident whose file is open, the oldest first."""
    with database.reading() as connection:
        client_id = records.resolve(connection, person_id)
        found = records.find(connection, session, Consent, order="answered_on", client_id=client_id)
        return tuple(found)


def note(
    database: Database,
    session: Session,
    person_id: PersonId,
    *,
    purpose: ConsentPurpose,
    answer: ConsentAnswer,
    on: date | None = None,
    said: Said = IN_GENERAL,
) -> Changes:
    """Write down an answer; those before it stay as they are.

    Args:
        database: The store.
        session: Who writes it down.
        person_id: The resident.
        purpose: What it is for.
        answer: What the resident said.
        on: The day it was said; today where it is not told.
        said: What it is about, and how it was said.

    Raises:
        InvalidField: A day that is still to come, or consent withdrawn that was not given.
    """
    day = on or clock.today()
    if day > clock.today():
        raise InvalidField("answered_on", "date_in_future")
    with database.reading() as connection:
        client_id = records.resolve(connection, person_id)
        records.get(connection, session, Person, client_id)
        known = records.find(connection, session, Consent, client_id=client_id)
    last = newest(known, purpose, said.about)
    if answer is ConsentAnswer.WITHDRAWN and not _given(known, purpose, said.about):
        raise InvalidField("answer", "consent_not_given")
    if last is not None and day < last.answered_on:
        # An older day would not count, and nobody would see that it does not.
        raise InvalidField("answered_on", "consent_before_last")
    consent = Consent(
        id=record_id(),
        client_id=PersonId(RecordId(client_id)),
        purpose=purpose,
        answer=answer,
        answered_on=day,
        about=" ".join(said.about.split()),
        way=said.way.strip(),
    )
    with act(database, session, "consent.note") as work:
        work.create(consent)
        form_drafts.drop(work.transaction, FORM, about=person_id)
    return work.changes


def _given(known: Iterable[Consent], purpose: ConsentPurpose, about: str) -> bool:
    """Tell whether there is anything to withdraw; in general that is any yes that counts."""
    every = tuple(known)
    if subject_of(about):
        return allowed(every, purpose, about)
    return any(
        one.purpose is purpose and one.answer is ConsentAnswer.GIVEN for one in in_force(every)
    )
