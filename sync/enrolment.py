"""Joining an organisation: from a laptop on its own to one of a hub's.

The store, its user and its device keep their ids, so all that was written before stays signed by
the same hand and is sent at the first exchange. The organisation is the hub's: its record is
made under the hub's id by whoever comes first, and the one that this store began with is removed.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, TypeVar

import msgspec

from meitinker import clock
from meitinker.domain.organisation import Device, Organisation, User, UserVillage
from meitinker.domain.session import EVERYWHERE, Purpose, Role
from meitinker.domain.villages import Village
from meitinker.errors import NotVisible, ProgramTooOld, RecordGone, WrongOrganisation
from meitinker.ids import RecordId, UserId, VillageId, record_id
from meitinker.store import hub_facts, records, settings
from meitinker.store.acts import act
from meitinker.store.hub_facts import Belonging, UserReach
from sync import signing
from sync.protocol import Enrol

if TYPE_CHECKING:
    from collections.abc import Callable

    from meitinker.domain.session import Session
    from meitinker.store.acts import Act
    from meitinker.store.database import Database
    from meitinker.store.driver import Connection
    from sync.invitation import Invitation
    from sync.protocol import Door, Enrolled, Met
    from sync.session import Bites

T = TypeVar("T")


def enrol(
    database: Database,
    session: Session,
    *,
    door: Door,
    invitation: Invitation,
    label: str = "",
    bites: Bites | None = None,
) -> Enrolled:
    """Let this store belong to the organisation that invites it.

    The device's key is kept before the hub is asked, so that an answer that got lost on its way
    can be asked for again with the same key.

    Args:
        database: The store.
        session: Its user.
        door: The hub that the invitation is for.
        invitation: Address, pins and code.
        label: What the user calls this laptop.
        bites: Does what is written; without it that is done at once.

    Raises:
        InvitationRefused: The code is unknown, used up or too old.
        WrongOrganisation: The store is the example village, belongs to another hub already, or
            the invitation is for a user who is not this store's.
        ProgramTooOld: The invitation is for a role that this program does not know.
        SyncError: The hub could not be asked; nothing was changed.
    """
    own = _local(database, session)
    if own is not None and (own.demo or session.purpose is Purpose.DEMO):
        raise WrongOrganisation("the example village stays where it is")
    do = bites or _at_once
    secret = do(lambda: _key(database))
    told = door.enrol(_request(database, session, secret, code=invitation.code, label=label))
    if told.user != session.user:
        raise WrongOrganisation("the invitation is for another user")
    reach = reach_of(told)
    belonging = Belonging(
        hub=told.hub,
        organisation=told.organisation,
        organisation_name=told.organisation_name,
        address=invitation.address,
        pins=invitation.pins,
        key=secret.hex(),
        hub_key=told.hub_key,
        label=label,
        since=clock.instant_text(clock.now()),
    )

    def belong() -> None:
        with act(database, _anywhere(session), "hub.enrol", undoable=False) as work:
            _note_device(work, secret, label)
            settings.put(work.transaction, hub_facts.BELONGING, belonging)
            settings.put(work.transaction, hub_facts.REACH, reach)

    do(belong)
    return told


def settle_in(database: Database, session: Session) -> bool:
    """Write down what follows from belonging to a hub; to be called once the list was read.

    Returns:
        Whether the session is of an organisation that is here no more.

    Raises:
        DiskFull, DiskFailed, StoreReadOnly: Not all of it was.
    """
    adopted = adopt(database, session)
    tell_reach(database, session)
    return adopted


def adopt(database: Database, session: Session) -> bool:
    """Put the hub's organisation in the place of the one this store began with.

    Only the first laptop of an organisation makes its record. The others drop theirs, because
    letters carry one letterhead.

    Returns:
        Whether anything was changed.

    Raises:
        DiskFull, DiskFailed, StoreReadOnly: Nothing was changed.
    """
    first = database.info.organisation
    with database.reading() as connection:
        belonging = settings.get(connection, hub_facts.BELONGING)
        theirs = _organisation(connection, session, belonging.organisation)
        own = _organisation(connection, session, first)
    if own is None or first == belonging.organisation:
        return False
    with act(database, _anywhere(session), "hub.adopt", undoable=False) as work:
        if theirs is None:
            work.create(
                Organisation(
                    id=RecordId(belonging.organisation),
                    name=belonging.organisation_name,
                    phone=own.phone,
                    email=own.email,
                    return_address=own.return_address,
                )
            )
        work.delete(Organisation, own.id)
    return True


def tell_reach(database: Database, session: Session) -> bool:
    """Write down for colleagues what the hub says that the user is, and in which villages.

    Every store began with a meitinker and the villages that she chose herself; who gives work on
    must see who is one, and who would not get to see it.

    Returns:
        Whether anything was changed.

    Raises:
        DiskFull, DiskFailed, StoreReadOnly: Not all of it was.
    """
    whole = _anywhere(session)
    with database.reading() as connection:
        reach = settings.get(connection, hub_facts.REACH)
        role = records.get(connection, whole, User, session.user).role
        ties = records.find(connection, whole, UserVillage, user_id=session.user)
        wanted = () if reach.everywhere else reach.villages
        # of one that did not come yet it is told once it did: the hub would let the word wait
        here = [one for one in wanted if records.known(connection, whole, Village, one) is not None]
    over = [one for one in ties if one.village_id not in wanted]
    lacking = sorted(set(here) - {one.village_id for one in ties})
    if role is reach.role and not over and not lacking:
        return False
    with act(database, whole, "hub.reach", undoable=False) as work:
        if role is not reach.role:
            work.edit(User, session.user, {"role": reach.role})
        for tie in over:
            work.delete(UserVillage, tie.id)
        for village in lacking:
            own = UserId(RecordId(session.user))
            work.create(UserVillage(id=record_id(), user_id=own, village_id=village))
    return True


def _request(
    database: Database, session: Session, secret: bytes, *, code: str, label: str
) -> Enrol:
    return Enrol(
        code=code,
        device=session.device,
        user=session.user,
        name=_name(database, session),
        signing_key=signing.public(secret),
        label=label,
    )


def _at_once(work: Callable[[], T], /) -> T:
    return work()


def _local(database: Database, session: Session) -> Organisation | None:
    with database.reading() as connection:
        return _organisation(connection, session, database.info.organisation)


def _organisation(
    connection: Connection, session: Session, organisation: str
) -> Organisation | None:
    try:
        return records.get(connection, _anywhere(session), Organisation, organisation)
    except NotVisible:
        return None


def _name(database: Database, session: Session) -> str:
    with database.reading() as connection:
        return records.get(connection, _anywhere(session), User, session.user).name


def _key(database: Database) -> bytes:
    """Return the device's secret key, made now where there is none yet.

    Raises:
        WrongOrganisation: The store belongs to a hub already.
    """
    with database.transaction() as transaction:
        if settings.get(transaction.connection, hub_facts.BELONGING).hub:
            raise WrongOrganisation("this store belongs to a hub already")
        kept = settings.get(transaction.connection, hub_facts.KEY) or signing.new_key().hex()
        settings.put(transaction, hub_facts.KEY, kept)
    return bytes.fromhex(kept)


def _note_device(work: Act, secret: bytes, label: str) -> None:
    told = {"signing_key": signing.public(secret), "label": label}
    with contextlib.suppress(RecordGone):
        work.edit(Device, work.session.device, told)


def reach_of(told: Enrolled | Met) -> UserReach:
    """Return what the hub says that the user may do and see.

    Raises:
        ProgramTooOld: It is a role that only a newer program knows.
    """
    try:
        role = Role(told.role)
    except ValueError as error:
        raise ProgramTooOld("a role that is not known here") from error
    return UserReach(
        role=role,
        villages=tuple(VillageId(RecordId(one)) for one in told.villages),
        everywhere=told.everywhere,
    )


def _anywhere(session: Session) -> Session:
    """Return the session without its villages: the organisation is everyone's."""
    return msgspec.structs.replace(session, villages=EVERYWHERE)
