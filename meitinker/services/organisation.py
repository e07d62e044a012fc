"""The user's own details and those of the organisation: what stands on every letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain import identity
from meitinker.domain.organisation import ORGANISATION, Organisation, User
from meitinker.errors import InvalidField
from meitinker.services.as_shown import own_changes
from meitinker.services.form_drafts import Form, TypedFields
from meitinker.store import hub_facts, records, settings
from meitinker.store.acts import act

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from meitinker.changes import Changes
    from meitinker.domain.session import Session
    from meitinker.store.database import Database

TYPED = Form("own", TypedFields)
"""The settings as they are typed: a field is kept when it is left."""


class OwnOrganisation(msgspec.Struct, frozen=True):
    """Who works here, and for whom."""

    user: User
    organisation: Organisation


def _named(text: str) -> str:
    if not text:
        raise InvalidField("name", "name_empty")
    return text


def _phone(text: str) -> str:
    """Keep a number as it was typed, once it is known to exist: letters print it so."""
    identity.checked_phone(text, field="phone")
    return text


def _email(text: str) -> str:
    return identity.checked_email(text, field="email")


_CHECKS: dict[str, Callable[[str], str]] = {
    "name": _named,
    "phone": _phone,
    "email": _email,
}


def own(database: Database, session: Session) -> OwnOrganisation:
    """Return the user at work and the organisation."""
    with database.reading() as connection:
        return OwnOrganisation(
            user=records.get(connection, session, User, session.user),
            organisation=records.get(connection, session, Organisation, session.organisation),
        )


def decided_by(database: Database, session: Session) -> str:
    """Return the name of the organisation that decides what this session may only look at.

    It is "" where the session decides: before a store belongs to an organisation, and at the
    office, whose role may change it (:data:`ORGANISATION`).
    """
    with database.reading() as connection:
        belonging = settings.get(connection, hub_facts.BELONGING)
    if not belonging.hub or session.role in ORGANISATION.writers.change:
        return ""
    return belonging.organisation_name or belonging.address


def set_user(
    database: Database,
    session: Session,
    fields: Mapping[str, str],
    *,
    shown: Mapping[str, object] | None = None,
) -> Changes:
    """Set the user's ``name``, ``title`` or ``phone``, as letters print them.

    They were ``shown`` before they were typed over; None is as they stand now.

    Raises:
        InvalidField: No name, or a number that cannot exist; nothing was kept.
        ChangedMeanwhile: Somebody else changed the same meanwhile.
        DiskFull, DiskFailed, StoreReadOnly: Nothing was kept.
    """
    kept = _checked(fields)
    with act(database, session, "user.edit") as work:
        now = records.get(work.transaction.connection, session, User, session.user)
        work.edit(User, session.user, own_changes(now, kept, shown=shown))
    return work.changes


def set_organisation(
    database: Database,
    session: Session,
    fields: Mapping[str, str],
    *,
    shown: Mapping[str, object] | None = None,
) -> Changes:
    """Set the organisation's ``name``, ``phone``, ``email`` or ``return_address``.

    They were ``shown`` before they were typed over; None is as they stand now.

    Raises:
        InvalidField: No name, or a number or address that cannot exist; nothing was kept.
        ChangedMeanwhile: Somebody else changed the same meanwhile.
        DiskFull, DiskFailed, StoreReadOnly: Nothing was kept.
    """
    kept = _checked(fields)
    with act(database, session, "organisation.edit") as work:
        ours = session.organisation
        now = records.get(work.transaction.connection, session, Organisation, ours)
        work.edit(Organisation, ours, own_changes(now, kept, shown=shown))
    return work.changes


def _checked(fields: Mapping[str, str]) -> dict[str, str]:
    """Return the fields in the form in which they are kept."""
    return {name: _CHECKS.get(name, str)(value.strip()) for name, value in fields.items()}
