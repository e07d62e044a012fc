"""Organisations, users, invitations and devices of a hub."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import func, insert, select, update

from meitinker import clock, ids
from meitinker.domain.session import Role
from meitinker.errors import (
    DeviceRefused,
    DeviceWiped,
    HubNotOurs,
    InvitationRefused,
    WrongOrganisation,
)
from sync import signing
from sync.hub import access, audit, callers
from sync.hub.callers import Turn
from sync.hub.tables import DEVICE, INVITATION, ORGANISATION, USER
from sync.protocol import Enrol, Enrolled

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

    from sync.hub.database import HubDatabase
    from sync.hub.scope import Caller

INVITATION_LASTS = timedelta(hours=72)
LEASE_DAYS = 14

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: nothing that is read for something else."""
_CODE_LENGTH = 16
_MISREAD = str.maketrans("OIL", "011", "- ")


class Invited(msgspec.Struct, frozen=True, kw_only=True):
    """For whom an invitation is.

    Attributes:
        name: The user's name.
        role: What the user will be.
        villages: Ids of the villages within reach.
        everywhere: Whether no village limits the reach.
        user: Id of a user who is known already and gets another device, or "".
    """

    name: str
    role: Role = Role.MEITINKER
    villages: tuple[str, ...] = ()
    everywhere: bool = False
    user: str = ""


class Accounts:
    """Who belongs to an organisation."""

    def __init__(self, database: HubDatabase, secret: bytes) -> None:
        """Use ``secret``, 32 bytes outside the database: it hashes invitations, signs orders."""
        self._database = database
        self._secret = secret

    def add_organisation(self, name: str) -> str:
        """Make an organisation with an empty list and return its id."""
        organisation = ids.new_id()
        row = {
            "organisation": organisation,
            "hub": ids.new_id(),
            "name": name,
            "epoch": ids.new_id(),
            "end": 0,
            "lease_days": LEASE_DAYS,
            "made_at": clock.instant_text(clock.now()),
        }
        with self._database.engine.execution_options(writes=True).begin() as connection:
            connection.execute(insert(ORGANISATION), [row])
        return organisation

    def invite(self, organisation: str, invited: Invited) -> str:
        """Return a code that takes in one device, once, within :data:`INVITATION_LASTS`."""
        code = "".join(secrets.choice(_ALPHABET) for _ in range(_CODE_LENGTH))
        until = clock.now() + INVITATION_LASTS
        with self._database.writing(organisation) as (connection, _end):
            row = {
                "organisation": organisation,
                "code": self._hashed(code),
                "user": invited.user,
                "name": invited.name,
                "role": invited.role.value,
                "villages": msgspec.json.encode(invited.villages).decode(),
                "everywhere": int(invited.everywhere),
                "expires_at": clock.instant_text(until),
                "used_at": "",
            }
            connection.execute(insert(INVITATION), [row])
            audit.note(
                connection,
                organisation,
                audit.Event.INVITED,
                actor=audit.COMMAND,
                about=invited.user,
                reason=invited.role.value,
            )
        return "-".join(code[at : at + 4] for at in range(0, _CODE_LENGTH, 4))

    def enrol(self, organisation: str, asked: Enrol) -> Enrolled:
        """Take in a device; the invitation is used up in the same unit of work.

        A device whose answer got lost may ask again, with the code and the key it had then. The
        audit tells of an invitation that was refused; of a code that nobody was given it does
        not, or who guesses would fill it.

        Raises:
            InvitationRefused: Unknown, used up, too old, under an id that nobody has, with no
                key, or for somebody new while the user is known here; which is not told.
            WrongOrganisation: The store is the example village, or the invitation is for
                another user; the code keeps its worth.
        """
        if asked.demo:
            raise WrongOrganisation("the example village stays where it is")
        if not _is_told_well(asked):
            raise InvitationRefused
        now = clock.instant_text(clock.now())
        invited = select(INVITATION).where(
            INVITATION.c.organisation == organisation,
            INVITATION.c.code == self._hashed(asked.code),
        )
        # who guesses codes must not hold up those who work
        with self._database.reading() as connection:
            if connection.execute(invited).first() is None:
                raise InvitationRefused
        try:
            with self._database.writing(organisation) as (connection, _end):
                invitation = connection.execute(invited).one()
                if not _is_again(
                    callers.device_row(connection, organisation, asked.device), invitation, asked
                ):
                    _take_in(connection, invitation, asked, now)
                return self._told(connection, organisation, asked.user)
        except (InvitationRefused, WrongOrganisation):
            # that unit of work is undone, with all it would tell
            with self._database.writing(organisation) as (connection, _end):
                _note_refused(connection, connection.execute(invited).one(), asked.device, now)
            raise

    def knows(self, organisation: str, device: str) -> bool:
        """Tell whether a device was ever taken in, whatever became of it."""
        with self._database.reading() as connection:
            return callers.device_row(connection, organisation, device) is not None

    def proven(
        self, organisation: str, asked: signing.Asked, seal: signing.Seal
    ) -> tuple[Caller, Turn]:
        """Return who sent a signed request, and its turn, to be used up with what it asks.

        Nothing is locked or written before the signature holds. To a device that is shut out
        nothing but its signature matters: it is told so again.

        Raises:
            DeviceRefused: The device is unknown or revoked, or its user's time is over.
            DeviceWiped: The device must destroy what it holds; the order is signed (A22).
            RequestRefused: The signature, the time or the number does not hold.
        """
        with self._database.reading() as connection:
            device = callers.device_row(connection, organisation, asked.device)
            if device is None:
                raise DeviceRefused("unknown")
            # whose clock or count is wrong must hear of it too, and may hear it twice
            shut_out = bool(device.wipe_at or device.revoked_at)
            signing.verify(device.signing_key, asked, seal)
            if not shut_out:
                own = (self.signing_key(organisation), asked.hub, asked.device)
                signing.require_in_turn(seal, device.sequence, partial(signing.tell_last, *own))
            caller = None if shut_out else callers.caller_with(connection, organisation, device)
        if device.wipe_at:
            self._note_wiped(organisation, device)
            raise self._order(organisation, asked.hub, asked.device, device.wipe_at)
        turn = Turn(organisation, asked.device, seal)
        if caller is None and not shut_out:
            callers.use_up_alone(self._database, turn)
        if caller is None:
            raise DeviceRefused("revoked")
        return caller, turn

    def _note_wiped(self, organisation: str, device: Row[Any]) -> None:
        """Note when a device first heard that it must wipe."""
        if device.wiped_at:
            return
        own = (DEVICE.c.organisation == organisation, DEVICE.c.device == device.device)
        told = {"wiped_at": clock.instant_text(clock.now())}
        with self._database.engine.execution_options(writes=True).begin() as connection:
            connection.execute(update(DEVICE).where(*own).values(**told))

    def recognise_file(
        self, organisation: str, hub: str, device: str, number: int
    ) -> tuple[Caller, bool]:
        """Return who put a bundle on a stick, and whether the device was in touch after that.

        Its signature held already. A file that comes again counts as the same question, one
        that is late uses up no number.

        Raises:
            DeviceRefused: The device is unknown or revoked, or its user's time is over.
            DeviceWiped: As :meth:`proven`.
        """
        with self._database.writing(organisation) as (connection, _end):
            row = callers.device_row(connection, organisation, device)
            if row is not None and row.wipe_at:
                raise self._order(organisation, hub, device, row.wipe_at)
            caller = callers.caller_of(connection, organisation, device)
            if row is None or caller is None:
                raise DeviceRefused("unknown or revoked")
            late = number < row.sequence
            if not late:
                connection.execute(
                    update(DEVICE)
                    .where(DEVICE.c.organisation == organisation, DEVICE.c.device == device)
                    .values(sequence=number)
                )
        return caller, late

    def device_key(self, organisation: str, device: str) -> str:
        """Return the public key (hex) of a device that was ever taken in.

        Raises:
            DeviceRefused: There is none.
        """
        with self._database.reading() as connection:
            row = callers.device_row(connection, organisation, device)
        if row is None:
            raise DeviceRefused("unknown")
        return str(row.signing_key)

    def organisation_of(self, hub: str) -> str:
        """Return the organisation whose hub has this id.

        The one question that names no organisation: it finds it, from an id that is no secret.

        Raises:
            HubNotOurs: There is none here.
        """
        with self._database.reading() as connection:
            found = connection.execute(
                select(ORGANISATION.c.organisation).where(ORGANISATION.c.hub == hub)
            ).scalar_one_or_none()
        if found is None:
            raise HubNotOurs("no such hub here")
        return str(found)

    def counted(self) -> int:
        """Return how many organisations there are: the shortest question there is."""
        with self._database.reading() as connection:
            asked = select(func.count()).select_from(ORGANISATION)
            return int(connection.execute(asked).scalar_one())

    def revoke(self, organisation: str, device: str, *, wipe: bool = False) -> None:
        """Shut a device out from now on; with ``wipe`` it destroys what it holds at its next call.

        Raises:
            DeviceRefused: There is no such device.
        """
        now = clock.instant_text(clock.now())
        told = {"revoked_at": now} | ({"wipe_at": now} if wipe else {})
        with self._database.writing(organisation) as (connection, _end):
            if callers.device_row(connection, organisation, device) is None:
                raise DeviceRefused("unknown")
            connection.execute(
                update(DEVICE)
                .where(DEVICE.c.organisation == organisation, DEVICE.c.device == device)
                .values(**told)
            )
            event = audit.Event.WIPE_ORDERED if wipe else audit.Event.REVOKED
            audit.note(connection, organisation, event, actor=audit.COMMAND, about=device)

    def _told(self, connection: Connection, organisation: str, user: str) -> Enrolled:
        """Return what an enrolled device is told: what the tables say, not the invitation."""
        hub = connection.execute(
            select(ORGANISATION).where(ORGANISATION.c.organisation == organisation)
        ).one()
        known = connection.execute(
            select(USER).where(USER.c.organisation == organisation, USER.c.user == user)
        ).one()
        return Enrolled(
            hub=hub.hub,
            organisation=organisation,
            organisation_name=hub.name,
            user=user,
            role=known.role,
            villages=access.villages_of(connection, organisation, user),
            everywhere=bool(known.everywhere),
            hub_key=signing.public(self.signing_key(organisation)),
        )

    def _order(self, organisation: str, hub: str, device: str, at: str) -> DeviceWiped:
        order = signing.order_wipe(self.signing_key(organisation), hub, device, at)
        return DeviceWiped(at=at, order=order)

    def signing_key(self, organisation: str) -> bytes:
        """Return the key (32 bytes) under which the hub signs for an organisation."""
        return hmac.new(self._secret, f"orders {organisation}".encode(), hashlib.sha256).digest()

    def _hashed(self, code: str) -> str:
        plain = code.upper().translate(_MISREAD)
        return hmac.new(self._secret, plain.encode(), hashlib.sha256).hexdigest()


def _is_told_well(asked: Enrol) -> bool:
    ids_hold = callers.is_id(asked.device) and callers.is_id(asked.user)
    return ids_hold and signing.is_public(asked.signing_key)


def _is_again(device: Row[Any] | None, invitation: Row[Any], asked: Enrol) -> bool:
    """Tell whether this very device used this very code: both were written in one moment."""
    return (
        device is not None
        and not device.revoked_at
        and (device.signing_key, device.user) == (asked.signing_key, asked.user)
        and device.enrolled_at == invitation.used_at
    )


def _worthless(invitation: Row[Any], now: str) -> str:
    """Return in one word why an invitation takes nobody in; "" for one that does."""
    if invitation.used_at:
        return "used"
    if not invitation.expires_at:
        return "withdrawn"
    return "old" if invitation.expires_at <= now else ""


def _note_refused(connection: Connection, invitation: Row[Any], device: str, now: str) -> None:
    audit.note_join_refused(
        connection,
        invitation.organisation,
        device=device,
        invitation=invitation.code,
        reason=_worthless(invitation, now) or "not_theirs",
    )


def _take_in(connection: Connection, invitation: Row[Any], asked: Enrol, now: str) -> None:
    """Use up an invitation: from now on there is this device, and its user."""
    organisation = invitation.organisation
    if _worthless(invitation, now) or callers.device_row(connection, organisation, asked.device):
        raise InvitationRefused
    if invitation.user and invitation.user != asked.user:
        raise WrongOrganisation("the invitation is for another user")
    _keep_user(connection, invitation, asked)
    _keep_device(connection, organisation, asked, now)
    connection.execute(
        update(INVITATION)
        .where(INVITATION.c.organisation == organisation, INVITATION.c.code == invitation.code)
        .values(used_at=now)
    )
    event = audit.Event.ENROLLED
    audit.note(connection, organisation, event, actor=asked.device, about=asked.user)


def _keep_user(connection: Connection, invitation: Row[Any], asked: Enrol) -> None:
    organisation = invitation.organisation
    known = connection.execute(
        select(USER.c.user).where(USER.c.organisation == organisation, USER.c.user == asked.user)
    ).first()
    if known is not None:
        # ids of users are no secret: who was invited as somebody new may not name one of them
        if not invitation.user:
            raise InvitationRefused
        return
    row = {
        "organisation": organisation,
        "user": asked.user,
        "name": invitation.name or asked.name,
        "role": invitation.role,
        "everywhere": invitation.everywhere,
    }
    connection.execute(insert(USER), [row])
    villages = msgspec.json.decode(invitation.villages, type=tuple[str, ...])
    access.set_villages(connection, organisation, asked.user, villages)


def _keep_device(connection: Connection, organisation: str, asked: Enrol, now: str) -> None:
    row = {
        "organisation": organisation,
        "device": asked.device,
        "user": asked.user,
        "label": asked.label[:80],
        "signing_key": asked.signing_key,
        "enrolled_at": now,
    }
    connection.execute(insert(DEVICE), [row])
