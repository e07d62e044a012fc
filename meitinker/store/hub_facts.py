"""What a store knows of its hub: that it belongs to one, how far it read, how it went.

Facts are settings: they stay on this device, are never journaled and never sent. The device's
signing key is among them, because it must be nowhere else than in the store.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain.merging import Reason
from meitinker.domain.session import EVERYWHERE, Role
from meitinker.ids import OrganisationId, RecordId, VillageId
from meitinker.store import settings
from meitinker.store.settings import Setting

if TYPE_CHECKING:
    from meitinker.domain.session import Session
    from meitinker.store.database import Database
    from meitinker.store.driver import Connection

_NUMBERS_AT_ONCE = 64


class Belonging(msgspec.Struct, frozen=True, kw_only=True):
    """To which hub the store belongs; kept once, at enrolment. ``hub`` "" is to none.

    Attributes:
        hub: Id of the hub; another id at its address is another hub (F23).
        organisation: Id of the organisation there.
        organisation_name: Its name.
        address: ``https://hub.example.org:8443``.
        pins: What its certificate is known by, hex.
        key: The device's secret signing key, hex.
        hub_key: The public key under which the hub signs an order to wipe, hex (A22).
        label: What the user calls this device.
        since: When, UTC text.
    """

    hub: str = ""
    organisation: str = ""
    organisation_name: str = ""
    address: str = ""
    pins: tuple[str, ...] = ()
    key: str = ""
    hub_key: str = ""
    label: str = ""
    since: str = ""


class UserReach(msgspec.Struct, frozen=True, kw_only=True):
    """What the user may do and see, as the hub last said."""

    role: Role = Role.MEITINKER
    villages: tuple[VillageId, ...] = ()
    everywhere: bool = False


class ReadPosition(msgspec.Struct, frozen=True, kw_only=True):
    """How far the list was read.

    Attributes:
        epoch: Of the hub; another one means that it was put back to an earlier day (F21).
        position: All places up to here are in.
        fill: The hub's mark inside a fill, or "".
        anew: Whether what lies here must be brought again, because the store or the hub was put
            back.
        emptied: Whether the hub was told so; from then on all comes anew.
        away: Whether what was read and sent before must still be put away.
    """

    epoch: str = ""
    position: int = 0
    fill: str = ""
    anew: bool = False
    emptied: bool = False
    away: bool = False


class Removal(msgspec.Struct, frozen=True, kw_only=True):
    """A large removal that a person was asked about; without dossiers there is none.

    Attributes:
        dossiers: Those that would go.
        records: How many records of them lie here.
        of: How many records lie here in all.
        agreed: Whether the person said yes, to these dossiers.
        until: The yes counts up to this moment, UTC text.
        not_before: The person said no: it is not asked again before this moment, UTC text.
    """

    dossiers: tuple[str, ...] = ()
    records: int = 0
    of: int = 0
    agreed: bool = False
    until: str = ""
    not_before: str = ""


class PaperSent(msgspec.Struct, frozen=True, kw_only=True):
    """How sending the file of an attachment went.

    Attributes:
        file: Its name.
        reason: Why it did not arrive; none where it arrived whole.
        since: When that was found first, UTC text.
    """

    file: str
    reason: Reason = Reason.NONE
    since: str = ""


class Went(msgspec.Struct, frozen=True, kw_only=True):
    """How the last exchanges went; moments are UTC text, "" for never.

    Attributes:
        met: When the hub last answered.
        done: When an exchange last came to its end.
        compared: When both sides were last compared.
        same: Whether they held the same.
        repaired: When what differed was last fetched again; "" once both held the same.
        trouble: Name of the error that ended the last exchange, or "".
        lease_days: Days that the store opens without meeting its hub; 0 is for ever.
    """

    met: str = ""
    done: str = ""
    compared: str = ""
    same: bool = True
    repaired: str = ""
    trouble: str = ""
    lease_days: int = 0


BELONGING = Setting("hub.belonging", Belonging, Belonging())
KEY = Setting("hub.key", str, "")
"""The device's secret signing key (hex) while an enrolment is under way."""
REACH = Setting("hub.reach", UserReach, UserReach())
READING = Setting("hub.reading", ReadPosition, ReadPosition())
REMOVAL = Setting("hub.removal", Removal, Removal())
"""The dossiers that left this device's reach."""
LOST = Setting("hub.lost", Removal, Removal())
"""The dossiers that lie here while the hub, put back to an earlier day, has them no more."""
WENT = Setting("hub.went", Went, Went())
INCARNATION = Setting("hub.incarnation", int, 0)
"""The incarnation of the store that last met the hub."""
PAPERS = Setting("hub.papers", int, 0)
"""The change of the chain up to which the files of attachments were sent."""
PAPERS_SENT: Setting[tuple[PaperSent, ...]] = Setting("hub.papers_sent", tuple[PaperSent, ...], ())
"""How it went with the files that were added after that change."""
LATEST = Setting("hub.latest", str, "")
"""The latest moment (UTC text) that the store saw since it met its hub, for the lease."""
PROGRAM = Setting("hub.program", str, "")
"""The version of the program that last met the hub."""
ASKED = Setting("hub.asked", int, 0)
"""The change of the chain up to which was asked again what became of those without a verdict."""
_NUMBER = Setting("hub.number", int, 0)
"""The highest request number that may have been used."""
MET_NUMBER = Setting("hub.met_number", int, 0)
"""The request number up to which the hub has answered: an answer on a stick below it is old."""
GONE = Setting("hub.gone", tuple[str, ...], ())
"""Dossiers that an answer on a stick made leave, of which the hub must still hear that they did."""

_THEIRS = "SELECT id FROM organisation WHERE id = ? AND row_deleted = 0"
_GRANTED = (
    "SELECT f.record_id FROM filled AS f JOIN person AS p ON p.id = f.record_id"
    " WHERE f.kind = 'person' AND p.village_id IS NOT NULL"
    " AND p.village_id NOT IN (SELECT value FROM json_each(?))"
)


def session_of(connection: Connection, bare: Session) -> Session:
    """Return ``bare`` with the reach that the hub gave, where the store belongs to one.

    What the hub filled in lies within reach, also where it is of another village: a grant, or a
    file that was merged with one of these villages.
    """
    belonging = settings.get(connection, BELONGING)
    if not belonging.hub:
        return bare
    reach = settings.get(connection, REACH)
    theirs = connection.execute(_THEIRS, (belonging.organisation,)).fetchone()
    adopted = OrganisationId(RecordId(theirs[0])) if theirs else bare.organisation
    bare = msgspec.structs.replace(bare, role=reach.role, organisation=adopted)
    if reach.everywhere:
        return msgspec.structs.replace(bare, villages=EVERYWHERE)
    here = msgspec.json.encode(reach.villages).decode()
    granted = connection.execute(_GRANTED, (here,))
    return msgspec.structs.replace(
        bare,
        villages=frozenset(reach.villages),
        grants=frozenset(RecordId(row[0]) for row in granted),
    )


def highest_number(connection: Connection) -> int:
    """Return the highest request number that may have been used."""
    return settings.get(connection, _NUMBER)


class Numbers:
    """Numbers for signed requests: they only go up, also after a crash or a restored backup.

    A number is never below the milliseconds of the clock, so a store that was put back to an
    earlier day goes on above what it had used. They are kept in runs, so that not every request
    costs a write.
    """

    def __init__(self, database: Database) -> None:
        """Begin where the store says."""
        self._database = database
        self._next = self._end = 0

    def following(self, above: int = 0) -> int:
        """Return a number that was never used, above all before and above what the hub saw.

        A clock that had run ahead may have used higher ones, in a life that a backup took away.

        Raises:
            DiskFull, DiskFailed, StoreReadOnly: It could not be kept.
        """
        if self._next >= self._end or self._next <= above:
            with self._database.transaction() as transaction:
                kept = settings.get(transaction.connection, _NUMBER)
                now = clock.milliseconds_of(clock.now())
                self._next = max(kept + 1, now, above + 1)
                self._end = self._next + _NUMBERS_AT_ONCE
                settings.put(transaction, _NUMBER, self._end)
        self._next += 1
        return self._next - 1
