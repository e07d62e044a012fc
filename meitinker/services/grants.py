"""Working outside one's own villages for a while: one dossier opened, or a colleague replaced.

Each is a record that stays: who gave it to whom, when and why can be told for as long as the
dossier is kept. The hub lets in whom they name; a store that has no hub limits nobody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain import grants as rules
from meitinker.domain.grants import DOSSIER_GRANT, DossierGrant, Replacement
from meitinker.domain.organisation import User
from meitinker.domain.people import Person
from meitinker.domain.villages import Village
from meitinker.errors import InvalidField, NotAllowed
from meitinker.ids import PersonId, RecordId, UserId, VillageId, record_id
from meitinker.services import form_drafts
from meitinker.services.form_drafts import Form, TypedFields
from meitinker.services.reviews import names_of
from meitinker.store import records
from meitinker.store.acts import act

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from meitinker.changes import Changes
    from meitinker.domain.session import Session
    from meitinker.store.acts import Act
    from meitinker.store.database import Database


GRANT = Form("grant", TypedFields, about=Person)
REPLACEMENT = Form("replacement", TypedFields)


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """Grants or replacements, the newest first.

    Attributes:
        grants: Dossiers that were opened.
        replacements: Colleagues who are replaced.
        names: Of the users in them, by id.
        people: The residents whose dossiers were opened, by id.
        villages: Names of the villages in them, by id.
    """

    grants: tuple[DossierGrant, ...] = ()
    replacements: tuple[Replacement, ...] = ()
    names: Mapping[str, str] = {}
    people: Mapping[str, Person] = {}
    villages: Mapping[str, str] = {}


def give(
    database: Database,
    session: Session,
    client_id: PersonId,
    *,
    to: UserId,
    first_day: date | None,
    last_day: date | None,
    why: str,
) -> Changes:
    """Open the dossier of a resident to a colleague for a while; both days are inclusive.

    Without a first day it begins today.

    Raises:
        NotAllowed: It is not this role's.
        InvalidField: No reason (``why``), nobody of ours (``to``), or a period that cannot be.
        NotVisible: The resident is not this session's to see.
    """
    _require_giver(session)
    first_day, last_day = _period(first_day, last_day)
    if not why.strip():
        raise InvalidField("why", "grant_reason_missing")
    with act(database, session, "grant.give") as work:
        connection = work.transaction.connection
        client = records.get(connection, session, Person, records.resolve(connection, client_id))
        _require_ours(work, "to", to)
        work.create(
            DossierGrant(
                id=record_id(),
                client_id=PersonId(client.id),
                user_id=to,
                given_by_id=UserId(session.user),
                given_at=clock.now(),
                first_day=first_day,
                last_day=last_day,
                why=why.strip(),
            )
        )
        form_drafts.drop(work.transaction, GRANT, about=client_id)
    return work.changes


def end(database: Database, session: Session, grant_id: RecordId) -> Changes:
    """Close a dossier again from today on; that it was open stays to be told.

    Raises:
        NotAllowed: It is not this role's.
        InvalidField: It is over already (``over_already``).
    """
    _require_giver(session)
    with act(database, session, "grant.end") as work:
        grant = records.get(work.transaction.connection, session, DossierGrant, grant_id)
        work.edit(DossierGrant, grant_id, _ended(grant))
    return work.changes


def replace(
    database: Database,
    session: Session,
    user_id: UserId,
    *,
    by: UserId,
    first_day: date | None,
    last_day: date | None,
    village_id: VillageId | None = None,
) -> Changes:
    """Let a colleague work in the villages of who is away; both days are inclusive.

    Without a first day it begins today.

    Raises:
        NotAllowed: It is not this role's.
        InvalidField: Nobody of ours, the same person twice, or a period that cannot be.
    """
    _require_giver(session)
    if user_id == by:
        raise InvalidField("by", "replaces_oneself")
    first_day, last_day = _period(first_day, last_day)
    with act(database, session, "replacement.give") as work:
        _require_ours(work, "user_id", user_id)
        _require_ours(work, "by", by)
        work.create(
            Replacement(
                id=record_id(),
                user_id=user_id,
                by_id=by,
                given_by_id=UserId(session.user),
                given_at=clock.now(),
                first_day=first_day,
                last_day=last_day,
                village_id=village_id,
            )
        )
        form_drafts.drop(work.transaction, REPLACEMENT)
    return work.changes


def end_replacement(database: Database, session: Session, replacement_id: RecordId) -> Changes:
    """Let a colleague work in another's villages no more, from today on.

    Raises:
        NotAllowed: It is not this role's.
        InvalidField: It is over already (``over_already``).
    """
    _require_giver(session)
    with act(database, session, "replacement.end") as work:
        found = records.get(work.transaction.connection, session, Replacement, replacement_id)
        work.edit(Replacement, replacement_id, _ended(found))
    return work.changes


def of_client(database: Database, session: Session, client_id: str) -> Given:
    """Return to whom a dossier was ever opened, the newest first.

    Raises:
        NotVisible: It is not this session's to see.
    """
    with database.reading() as connection:
        client = records.get(connection, session, Person, records.resolve(connection, client_id))
        found = records.find(
            connection, session, DossierGrant, order="given_at", client_id=client.id
        )[::-1]
        users = {one.user_id for one in found} | {one.given_by_id for one in found}
        return Given(
            grants=tuple(found),
            names=names_of(connection, session, users),
            people={str(client.id): client},
        )


def current(database: Database, session: Session) -> Given:
    """Return what holds today or will: grants and replacements that are not over, newest first."""
    today = clock.today()
    with database.reading() as connection:
        grants = records.find(connection, session, DossierGrant, order="given_at")[::-1]
        stands_in = records.find(connection, session, Replacement, order="given_at")[::-1]
        grants = [one for one in grants if one.last_day >= today]
        stands_in = [one for one in stands_in if one.last_day >= today]
        users = {one.user_id for one in grants} | {one.given_by_id for one in grants}
        for one in stands_in:
            users |= {one.user_id, one.by_id, one.given_by_id}
        residents = [one.client_id for one in grants]
        now = records.resolved(connection, residents)
        people = {one.id: one for one in records.chosen(connection, session, Person, now.values())}
        villages = records.find(connection, session, Village) if stands_in else []
        return Given(
            grants=tuple(grants),
            replacements=tuple(stands_in),
            names=names_of(connection, session, users),
            people={one: people[RecordId(now[one])] for one in residents if now[one] in people},
            villages={str(one.id): one.name for one in villages},
        )


def _period(first_day: date | None, last_day: date | None) -> tuple[date, date]:
    """Return both days of a period that can be."""
    if last_day is None:
        raise InvalidField("last_day", "last_day_missing")
    first_day = first_day or clock.today()
    rules.check_period(first_day, last_day)
    return first_day, last_day


def _ended(one: DossierGrant | Replacement) -> dict[str, date]:
    """Return the period of what ends today; what has not begun never holds."""
    yesterday = clock.today() - rules.A_DAY
    if one.last_day <= yesterday:
        raise InvalidField("last_day", "over_already")
    return {"first_day": min(one.first_day, yesterday), "last_day": yesterday}


def _require_ours(work: Act, field: str, user_id: UserId) -> None:
    if records.known(work.transaction.connection, work.session, User, user_id) is None:
        raise InvalidField(field, "colleague_missing")


def _require_giver(session: Session) -> None:
    if session.role not in DOSSIER_GRANT.writers.begin:
        raise NotAllowed("grants are given by the office")
