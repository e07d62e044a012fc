"""Referring a resident to a service: only how it begins; its outcome is followed later."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain.map_services import MapService
from meitinker.domain.people import Person
from meitinker.domain.providers import Provider
from meitinker.domain.referrals import Referral
from meitinker.errors import InvalidField
from meitinker.ids import NeedId, PersonId, RecordId, UserId, VisitId, record_id
from meitinker.services import form_drafts
from meitinker.services.as_shown import own_changes
from meitinker.services.form_drafts import Form, TypedFields
from meitinker.store import records
from meitinker.store.acts import act

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from meitinker.changes import Changes
    from meitinker.domain.session import Session
    from meitinker.store.acts import Act
    from meitinker.store.database import Database


CONTACT = Form("referral_contact", TypedFields, about=Referral)
"""With whom the contact was made and when, while it is typed."""


class NewReferral(msgspec.Struct, frozen=True, kw_only=True):
    """Where a resident goes on to, and where that was agreed."""

    service_id: RecordId
    warm: bool = True
    need_id: NeedId | None = None
    visit_id: VisitId | None = None
    note: str = ""


def add(work: Act, client_id: PersonId, new: NewReferral) -> None:
    """Refer a resident within an act; what the service is called now stays with it.

    Raises:
        NotVisible: The resident or the service is not there.
    """
    connection, session = work.transaction.connection, work.session
    client = records.get(connection, session, Person, records.resolve(connection, client_id))
    service = records.get(connection, session, MapService, new.service_id)
    provider = records.known(connection, session, Provider, service.provider_id)
    work.create(
        Referral(
            id=record_id(),
            client_id=PersonId(client.id),
            user_id=UserId(session.user),
            at=clock.now(),
            service_id=new.service_id,
            service_name=service.name,
            provider_name=provider.name if provider else "",
            visit_id=new.visit_id,
            need_id=new.need_id,
            warm=new.warm,
            note=new.note.strip(),
        )
    )


def remove(database: Database, session: Session, referral_id: RecordId) -> Changes:
    """Take a referral away; what ladder and agreements say of it stays as it is written there.

    Raises:
        NotVisible: It is not this session's to see.
    """
    with act(database, session, "referral.remove") as work:
        work.delete(Referral, referral_id)
    return work.changes


def contacted(
    database: Database,
    session: Session,
    referral_id: RecordId,
    *,
    on: date,
    with_whom: str = "",
    shown: Mapping[str, object] | None = None,
) -> Changes:
    """Note that the contact was made, and with whom; also long after the conversation.

    Args:
        database: The store.
        session: Who notes it.
        referral_id: The referral.
        on: The day of the contact.
        with_whom: A name or a function; "" where nobody knows.
        shown: ``contact_on`` and ``contact_with`` as the form began; None is as they stand now.

    Raises:
        ChangedMeanwhile: A colleague noted another contact while the form was filled in.
        InvalidField: The day has yet to come (``date_in_future``).
        NotVisible: It is not this session's to see.
    """
    if on > clock.today():
        raise InvalidField("on", "date_in_future")
    with act(database, session, "referral.contact") as work:
        now = records.get(work.transaction.connection, session, Referral, referral_id)
        wanted = {"contact_on": on, "contact_with": with_whom.strip()}
        work.edit(Referral, referral_id, own_changes(now, wanted, shown=shown))
        form_drafts.drop(work.transaction, CONTACT, about=referral_id)
    return work.changes
