"""Consents: what a resident allows for which purpose; the newest answer counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker import clock
from meitinker.domain.consents import Consent, ConsentAnswer, ConsentPurpose, newest
from meitinker.domain.people import Person
from meitinker.errors import InvalidField
from meitinker.ids import PersonId, RecordId, record_id
from meitinker.services import form_drafts
from meitinker.services.form_drafts import Form, TypedForm
from meitinker.store import records
from meitinker.store.acts import act

if TYPE_CHECKING:
    from datetime import date

    from meitinker.changes import Changes
    from meitinker.domain.session import Session
    from meitinker.store.database import Database


class TypedConsent(TypedForm, frozen=True, kw_only=True):
    """An answer while it is written down; a day alone is not worth keeping."""

    purpose: str = ""
    answer: str = ""
    about: str = ""
    day: str = ""
    month: str = ""
    year: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing would be lost."""
        return not (self.purpose or self.answer or self.about.strip())


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
    about: str = "",
) -> Changes:
    """Write down an answer; those before it stay as they are.

    Args:
        database: The store.
        session: Who writes it down.
        person_id: The resident.
        purpose: What it is for.
        answer: What the resident said.
        on: The day it was said; today where it is not told.
        about: With whom or what it is about.

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
    last = newest(known, purpose)
    if answer is ConsentAnswer.WITHDRAWN and (
        last is None or last.answer is not ConsentAnswer.GIVEN
    ):
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
        about=about,
    )
    with act(database, session, "consent.note") as work:
        work.create(consent)
        form_drafts.drop(work.transaction, FORM, about=person_id)
    return work.changes
