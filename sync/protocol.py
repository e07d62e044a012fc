"""What a laptop and the hub say to each other: one interface, and the messages that cross it.

:class:`Hub` is the hub as one enrolled device sees it. The hub's own handlers implement it, so
do the client that speaks HTTPS and the file that travels on a stick; whoever uses one cannot
tell which. A laptop *pushes* what it sealed, then *pulls* what it has not seen, then *compares*.

Vocabulary: the *list* is the hub's order of judged changes, numbered by *position* from 1 on. A
*dossier* is all records of one resident, named by the id of the person; records of the whole
organisation have the dossier "". A dossier that comes within a device's reach arrives as a
*fill* (what its records are by now), one that leaves its reach ends in a *farewell*.

Messages are frozen and hold text and whole numbers only. A field that is added later has a
default, so that a program of two versions back still reads the message; what it does not know of
a *record* it keeps and sends back (F22).
"""

from __future__ import annotations

from typing import Protocol

import msgspec

from meitinker.domain.merging import Reason, Verdict
from meitinker.domain.records import Value

MOST_CHANGES = 500
"""Changes in one push, and in one answer to a pull."""

LARGEST_PAPER_PART = 1 << 20
"""Bytes of an attachment that travel at once."""


class SealedChange(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A sealed change: its header, its payload and the salt that binds them.

    The fields of :class:`meitinker.store.journal.Header` and of
    :class:`meitinker.store.journal.Sealed`, in one.
    """

    change_id: str
    act_id: str
    device: str
    incarnation: int
    at: str
    author: str
    operation: str
    kind: str
    record_id: str
    previous: str
    commitment: str
    salt: str
    fields: dict[str, Value] = {}
    base: dict[str, str] = {}


class Lost(msgspec.Struct, frozen=True):
    """A part of a change that did not come in, and the groups whose value it met."""

    part: str
    against: tuple[str, ...] = ()


class Judged(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A place in the list: a change and what became of it.

    ``change`` is None where the device that pulls made it: it has the words already.
    """

    position: int
    change_id: str
    verdict: Verdict = Verdict.APPLIED
    reason: Reason = Reason.NONE
    took: tuple[str, ...] = ()
    lost: tuple[Lost, ...] = ()
    change: SealedChange | None = None


class Settled(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the list has made of a record: values, the change that set each group, whether gone.

    ``fields`` and ``versions`` hold what the caller's role may see, of fields that only a newer
    program knows where it sees all others.
    """

    kind: str
    record_id: str
    fields: dict[str, Value] = {}
    versions: dict[str, str] = {}
    deleted: bool = False


class Fill(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Records of a dossier that came within reach, as they stood at ``position``.

    A large dossier comes in several parts; ``last`` tells that it is whole. With that part come
    the changes that lost to others and that nobody has decided on yet.

    A part that is not the last also tells records anew that lie there already: those of which a
    change says something that the caller's role may not see.
    """

    dossier: str
    position: int
    records: tuple[Settled, ...] = ()
    last: bool = True
    lost: tuple[Judged, ...] = ()


class Meet(msgspec.Struct, frozen=True, kw_only=True):
    """A greeting: what the laptop speaks and where it stands."""

    newest: int
    oldest: int
    program: str = ""
    waiting: int = 0
    """Changes that wait to be sent."""
    waiting_since: str = ""
    """Moment of the oldest of these, UTC text, or ""."""


class Met(msgspec.Struct, frozen=True, kw_only=True):
    """The hub's answer to a greeting.

    Attributes:
        hub: Id of this hub: another id at the same address is another hub (F23).
        epoch: Changes when the hub was put back to an earlier day (F21); a laptop of an
            earlier epoch sends again what the list lacks, under the old ids.
        version: What both will speak.
        now: The hub's time, UTC text; shown beside a clock that is off, never obeyed.
        user: The user this device belongs to.
        role: What that user is.
        villages: Ids of the villages within reach; none where ``everywhere``.
        everywhere: Whether no village limits the reach.
        lease_days: Days the laptop may open without having met the hub; 0 is for ever.
        end: Last position of the list.
    """

    hub: str
    epoch: str
    version: int
    now: str
    user: str
    role: str
    villages: tuple[str, ...] = ()
    everywhere: bool = False
    lease_days: int = 0
    end: int = 0


class Push(msgspec.Struct, frozen=True, kw_only=True):
    """Changes of this device in the order of its chain; at most :data:`MOST_CHANGES`."""

    changes: tuple[SealedChange, ...]
    waiting: int = 0
    """Changes that wait after these."""


class PushReceipt(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What became of one change that was sent; ``position`` 0 where it is not in the list."""

    change_id: str
    verdict: Verdict
    reason: Reason = Reason.NONE
    position: int = 0


class Pushed(msgspec.Struct, frozen=True, kw_only=True):
    """A receipt for each change sent, in that order."""

    receipts: tuple[PushReceipt, ...]


class Cursor(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How far a laptop has read: all places up to ``position``, and of a fill all up to ``fill``.

    ``fill`` is the hub's own mark inside a fill, "" between fills.
    """

    position: int = 0
    fill: str = ""


class Pull(msgspec.Struct, frozen=True, kw_only=True):
    """A question for what is new; ``most`` limits the changes and records of one answer.

    ``words`` asks also for the words of changes that this device made: it was put back to an
    earlier day and may have lost them.
    """

    cursor: Cursor
    most: int = MOST_CHANGES
    words: bool = False


class Pulled(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is new, to be taken in the order farewells, fills, places.

    Attributes:
        cursor: Where to ask on from, once all of this is in the store.
        more: Whether there is more to ask for now.
        farewells: Dossiers that left this device's reach. Kept until the laptop says in
            :class:`Let` that they are gone.
        fills: Dossiers that came within reach.
        places: Judged changes in ascending order of position, as far as within reach.
    """

    cursor: Cursor
    more: bool = False
    farewells: tuple[str, ...] = ()
    fills: tuple[Fill, ...] = ()
    places: tuple[Judged, ...] = ()


class Let(msgspec.Struct, frozen=True, kw_only=True):
    """Dossiers that this device has let go of: nothing of them is on it any more."""

    dossiers: tuple[str, ...]


class Bucket(msgspec.Struct, frozen=True):
    """How many records lie in one of :data:`BUCKETS` parts, and what they add up to (hex)."""

    count: int
    digest: str


BUCKETS = 64
"""Parts in which both sides compare what they hold; a record is in one by its dossier."""


class Compare(msgspec.Struct, frozen=True, kw_only=True):
    """All the laptop holds up to ``position``, with nothing waiting (:mod:`sync.sums`).

    No buckets at all says that nothing here counts any more: everything is to be filled again.
    """

    position: int
    buckets: tuple[Bucket, ...] = ()


class Compared(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Whether both hold the same.

    Attributes:
        same: Whether all buckets are equal.
        unequal: The buckets that are not; their dossiers are filled again by the next pull. The
            first, of what is everyone's, is read again from the beginning of the list.
        later: More came in meanwhile, so it could not be told: pull first.
    """

    same: bool
    unequal: tuple[int, ...] = ()
    later: bool = False


class PaperWanted(msgspec.Struct, frozen=True, kw_only=True):
    """Asks how much the hub has of an attachment; ``name`` is its keyed hash, ``size`` bytes."""

    name: str
    size: int


class PaperPart(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A run of bytes of an attachment as it lies on disk, which is encrypted.

    ``anew``: what the hub has of it goes, because :attr:`PaperHeld.digest` says that it is
    another file. Only the device that first named the attachment may say so.
    """

    name: str
    offset: int
    size: int
    part: bytes = b""
    anew: bool = False


class PaperHeld(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How many bytes of an attachment the hub has; ``whole`` once it has all that its record says.

    The hub cannot open it: whether it is the right one, who opens it sees, or who made it by its
    ``digest``: SHA-256 (hex) of all of it, once it is whole.
    """

    held: int
    whole: bool = False
    digest: str = ""


class Hub(Protocol):
    """The hub as one enrolled device sees it.

    Each method may raise a :class:`meitinker.errors.SyncError`; then nothing was half done, and
    the same may be asked again: a change that is sent twice has one effect (F6, F7).
    """

    def meet(self, told: Meet) -> Met:
        """Say hello; everything else comes after it."""

    def push(self, told: Push) -> Pushed:
        """Send changes; each gets a verdict of its own, a bad one blocks no other (F18)."""

    def pull(self, asked: Pull) -> Pulled:
        """Return what is new since the cursor, as far as the user may see it."""

    def let_go(self, told: Let) -> None:
        """Acknowledge farewells."""

    def compare(self, told: Compare) -> Compared:
        """Compare counts and sums at the end of an exchange."""

    def paper_held(self, asked: PaperWanted) -> PaperHeld:
        """Return where sending an attachment may go on."""

    def send_paper(self, told: PaperPart) -> PaperHeld:
        """Send a part of an attachment; parts that are there already are not needed again."""

    def fetch_paper(self, asked: PaperPart) -> PaperPart:
        """Return a part of an attachment that a record within reach names."""


class Enrol(msgspec.Struct, frozen=True, kw_only=True):
    """A laptop asks to belong to the organisation.

    Attributes:
        code: The invitation, as typed or scanned.
        device: Id of the device; it stays what the store has.
        user: Id of the local user; it stays, unless the invitation names a known user.
        name: The user's name as the store has it.
        signing_key: Public Ed25519 key of the device, hex.
        label: What the user calls this device.
        demo: Whether the store is the example village; that never crosses the border.
    """

    code: str
    device: str
    user: str
    name: str
    signing_key: str
    label: str = ""
    demo: bool = False


class Enrolled(msgspec.Struct, frozen=True, kw_only=True):
    """What a laptop becomes: one of an organisation's.

    ``hub_key`` is the public key (hex) by which the hub signs an order to wipe (A22); the laptop
    keeps it with ``hub`` and gives it to :class:`sync.client.HttpsHub`.
    """

    hub: str
    organisation: str
    organisation_name: str
    user: str
    role: str
    villages: tuple[str, ...] = ()
    everywhere: bool = False
    hub_key: str = ""


class Door(Protocol):
    """What a device may ask that is not enrolled yet."""

    def enrol(self, asked: Enrol) -> Enrolled:
        """Take in a device by its invitation, once.

        Raises:
            InvitationRefused: The code is unknown, used up or too old.
        """
