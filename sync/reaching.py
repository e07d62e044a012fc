"""The ways from this store to its hub: over the network, and with a stick.

What is heavy to import is imported when it is used: most of the time nothing is exchanged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from meitinker.changes import Changes
    from meitinker.domain.session import Session
    from meitinker.store.database import Database
    from sync.client import HttpsHub
    from sync.invitation import Invitation
    from sync.protocol import Enrolled
    from sync.session import Bites, ExchangeOutcome, ExchangeProgress


def over_the_network(
    database: Database,
    session: Session,
    *,
    bites: Bites,
    told: Callable[[ExchangeProgress], None],
    came_in: Callable[[Changes], None],
    cancelled: Callable[[], bool],
) -> ExchangeOutcome:
    """Exchange with the hub that this store belongs to, over HTTPS.

    Raises:
        DeviceRefused: It belongs to none.
        SyncError: It did not come off.
    """
    from sync.session import SyncRun

    with _own_hub(database, session, bites) as hub:
        hub.heed(cancelled)
        run = SyncRun(database, session, hub=hub, bites=bites, came_in=came_in)
        hub.look_ahead(run.following)
        return run.run(told, cancelled)


def greet_over_the_network(database: Database, session: Session) -> None:
    """Only make contact with the hub that this store belongs to, before it may be opened.

    Raises:
        SyncError: It did not come off.
    """
    from sync.session import SyncRun, at_once

    with _own_hub(database, session, at_once) as hub:
        SyncRun(database, session, hub=hub).greet()


def _own_hub(database: Database, session: Session, bites: Bites) -> HttpsHub:
    """Return the hub that a store belongs to.

    Raises:
        DeviceRefused: It belongs to none.
    """
    from meitinker.errors import DeviceRefused
    from meitinker.store import hub_facts, settings
    from sync.client import HttpsHub

    def read() -> hub_facts.Belonging:
        with database.reading() as connection:
            return settings.get(connection, hub_facts.BELONGING)

    to = bites(read)
    if not to.hub:
        raise DeviceRefused
    numbers = hub_facts.Numbers(database)
    return HttpsHub(
        to.address,
        to.pins,
        hub=to.hub,
        device=session.device,
        secret=bytes.fromhex(to.key),
        numbers=lambda above: bites(lambda: numbers.following(above)),
        hub_key=to.hub_key,
    )


def from_a_stick(
    path: Path,
    database: Database,
    session: Session,
    *,
    bites: Bites,
    told: Callable[[ExchangeProgress], None],
    came_in: Callable[[Changes], None],
    cancelled: Callable[[], bool],
) -> ExchangeOutcome:
    """Take in the answer that the hub put on a stick.

    Raises:
        SyncError: It did not come off.
        DiskFailed: The stick cannot be read.
    """
    from sync.bundle import BundleRun

    run = BundleRun(database, session, path, bites=bites, came_in=came_in)
    return run.run(told, cancelled)


def enrol_over_the_network(
    database: Database,
    session: Session,
    *,
    invitation: Invitation,
    label: str,
    bites: Bites | None = None,
) -> Enrolled:
    """Let this store belong to the organisation that invites it, over HTTPS.

    Raises:
        InvitationRefused, WrongOrganisation, SyncError: See :func:`sync.enrolment.enrol`.
    """
    from sync import enrolment
    from sync.client import HttpsDoor

    with HttpsDoor(invitation.address, invitation.pins, hub=invitation.hub) as door:
        return enrolment.enrol(
            database, session, door=door, invitation=invitation, label=label, bites=bites
        )
