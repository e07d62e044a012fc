"""Attachments at the hub: bytes that laptops encrypted, in runs that follow on each other.

The hub cannot read them: the key is in the record that names the file. Who may send or fetch one
is whoever reaches such a record (A17); how large it must be, that record says, so an attachment
that was cut off is never taken for whole, and an empty one never for another (F20). Whoever was
the first to name one may send it anew: others may have sent something else under its name.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import and_, delete, exists, func, insert, or_, select, update

from meitinker import clock
from meitinker.domain.attachments import ATTACHMENT
from meitinker.errors import RequestRefused
from meitinker.store import attachments
from sync.hub import reach, showing
from sync.hub.dossiers import EVERYONES
from sync.hub.many import OneOf
from sync.hub.tables import CHANGE, DOSSIER, PAPER, PAPER_OF, PAPER_PART, RECORD
from sync.protocol import LARGEST_PAPER_PART, PaperHeld, PaperPart

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from sqlalchemy import Connection, Row

    from meitinker.domain.merging import Standing
    from meitinker.domain.records import Kind
    from sync.hub.database import HubDatabase
    from sync.hub.scope import Caller


class Papers:
    """The attachments that one device may see."""

    def __init__(self, connection: Connection, caller: Caller) -> None:
        """Work within a unit of work of the caller's organisation."""
        self._connection = connection
        self._caller = caller

    def held(self, name: str, size: int) -> PaperHeld:
        """Return how much of an attachment is here.

        Raises:
            RequestRefused: No record within reach, or made by this device, names an attachment
                of that size.
        """
        self._require(name, size, sends=True)
        row = self._row(name)
        return _told(row) if row is not None else PaperHeld(held=0)

    def take(self, told: PaperPart) -> PaperHeld:
        """Keep a run of bytes that begins where the last ended; another changes nothing.

        Raises:
            RequestRefused: As :meth:`held`; or the run is too long, or beyond the end; or this
                device has sent too much today.
        """
        self._require(told.name, told.size, sends=True)
        if len(told.part) > LARGEST_PAPER_PART or told.offset + len(told.part) > told.size:
            raise RequestRefused("a part that does not fit", reason="paper")
        row = self._row(told.name)
        if row is not None and told.anew and not told.offset and self._is_maker(told.name):
            self._drop(told.name)
            row = None
        held = row.held if row is not None else 0
        if told.offset != held or not told.part:
            return _told(row) if row is not None else PaperHeld(held=0)
        if row is None:
            self._begin(told)
        self._connection.execute(
            insert(PAPER_PART),
            [{**self._key(told.name), "offset": held, "body": told.part}],
        )
        held += len(told.part)
        self._connection.execute(
            update(PAPER).where(*self._of(PAPER.c, told.name)).values(held=held)
        )
        return PaperHeld(held=held)

    def arrived(self, name: str) -> tuple[str, str]:
        """Return when an attachment was begun of which all is here, and its SHA-256 (hex)."""
        row = self._row(name)
        return (row.received_at, self._digest(name)) if row is not None else ("", "")

    def settle(self, name: str, begun: str, digest: str) -> PaperHeld:
        """Let an attachment be whole, unless it was begun anew meanwhile."""
        own = (*self._of(PAPER.c, name), PAPER.c.held == PAPER.c.size)
        self._connection.execute(
            update(PAPER).where(*own, PAPER.c.received_at == begun).values(digest=digest)
        )
        row = self._row(name)
        return _told(row) if row is not None else PaperHeld(held=0)

    def part(self, asked: PaperPart) -> PaperPart:
        """Return bytes of an attachment from an offset on; none where they are not here yet.

        Raises:
            RequestRefused: As :meth:`held`; or the offset lies outside it.
        """
        self._require(asked.name, asked.size)
        if not 0 <= asked.offset < asked.size:
            raise RequestRefused("before or beyond an attachment", reason="paper")
        row = self._row(asked.name)
        if row is None or not row.digest:
            return PaperPart(name=asked.name, offset=asked.offset, size=asked.size)
        found = self._connection.execute(
            select(PAPER_PART.c.offset, PAPER_PART.c.body)
            .where(*self._of(PAPER_PART.c, asked.name), PAPER_PART.c.offset <= asked.offset)
            .order_by(PAPER_PART.c.offset.desc())
            .limit(1)
        ).one()
        body = bytes(found.body)[asked.offset - found.offset :]
        return PaperPart(name=asked.name, offset=asked.offset, size=asked.size, part=body)

    def _require(self, name: str, size: int, *, sends: bool = False) -> None:
        """Refuse what no record within reach and role names; that it exists is not told.

        Who made such a record may still send its file after the dossier left (F12).
        """
        may = showing.to(self._caller.role).has(ATTACHMENT.name) and attachments.is_name(name)
        if may and (self._is_within_reach(name, size) or (sends and self._made(name, size))):
            return
        raise RequestRefused("no such attachment", reason="paper")

    def _is_within_reach(self, name: str, size: int) -> bool:
        reached = exists(
            select(DOSSIER.c.dossier).where(
                DOSSIER.c.organisation == self._caller.organisation,
                DOSSIER.c.dossier == RECORD.c.dossier,
                reach.reached(self._caller),
            )
        )
        asked = (
            select(PAPER_OF.c.size)
            .join(RECORD, _NAMES)
            .where(
                *self._of(PAPER_OF.c, name),
                PAPER_OF.c.size == min(size, _LARGEST),
                or_(RECORD.c.dossier == EVERYONES, reached),
            )
        )
        return self._connection.execute(asked).first() is not None

    def _made(self, name: str, size: int) -> bool:
        """Tell whether this device made a record that names an attachment of that size."""
        return self._caller.device in (device for _at, device in self._makers(name, size))

    def _is_maker(self, name: str) -> bool:
        """Tell whether this device was the first to name an attachment."""
        makers = sorted(self._makers(name))
        return bool(makers) and makers[0][1] == self._caller.device

    def _makers(self, name: str, size: int | None = None) -> list[tuple[int, str]]:
        """Return where in the list records came to name an attachment, and by which devices."""
        asked = select(RECORD.c.versions).join(PAPER_OF, _NAMES).where(*self._of(PAPER_OF.c, name))
        if size is not None:
            asked = asked.where(PAPER_OF.c.size == min(size, _LARGEST))
        told = [_versions.decode(one) for one in self._connection.execute(asked).scalars()]
        changes = {one[_FILE_GROUP] for one in told if _FILE_GROUP in one}
        # all of them: whoever names a file often enough would else become its first
        made = select(CHANGE.c.position, CHANGE.c.device).where(
            CHANGE.c.organisation == self._caller.organisation,
            OneOf(CHANGE.c.change_id, sorted(changes)),
        )
        return [(row.position, row.device) for row in self._connection.execute(made)]

    def _drop(self, name: str) -> None:
        for table in (PAPER_PART, PAPER):
            self._connection.execute(delete(table).where(*self._of(table.c, name)))

    def _begin(self, told: PaperPart) -> None:
        now = clock.now()
        if self._begun_since(now - _DAY) + told.size > MOST_A_DAY:
            raise RequestRefused("more than a device may send in a day", reason="quota")
        row = {
            **self._key(told.name),
            "size": told.size,
            "held": 0,
            "device": self._caller.device,
            "received_at": clock.instant_text(now),
        }
        self._connection.execute(insert(PAPER), [row])

    def _begun_since(self, moment: datetime) -> int:
        """Return the bytes of the attachments that this device began to send since then."""
        asked = select(func.coalesce(func.sum(PAPER.c.size), 0)).where(
            PAPER.c.organisation == self._caller.organisation,
            PAPER.c.device == self._caller.device,
            PAPER.c.received_at > clock.instant_text(moment),
        )
        return int(self._connection.execute(asked).scalar_one())

    def _digest(self, name: str) -> str:
        asked = (
            select(PAPER_PART.c.body)
            .where(*self._of(PAPER_PART.c, name))
            .order_by(PAPER_PART.c.offset)
        )
        adding = hashlib.sha256()
        for body in self._connection.execute(asked, execution_options=STREAMED).scalars():
            adding.update(body)
        return adding.hexdigest()

    def _row(self, name: str) -> Row[Any] | None:
        return self._connection.execute(select(PAPER).where(*self._of(PAPER.c, name))).one_or_none()

    def _key(self, name: str) -> dict[str, Any]:
        return {"organisation": self._caller.organisation, "name": name}

    def _of(self, columns: Any, name: str) -> tuple[Any, Any]:
        return columns.organisation == self._caller.organisation, columns.name == name


MOST_A_DAY = 4 << 30
"""Bytes of attachments that one device may begin to send within a day."""

_DAY = timedelta(days=1)
_LARGEST = (1 << 31) - 1
_FILE_GROUP = ATTACHMENT.fields["file"].group
_NAMES = and_(
    RECORD.c.organisation == PAPER_OF.c.organisation, RECORD.c.record_id == PAPER_OF.c.record_id
)

_versions = msgspec.json.Decoder(dict[str, str])
STREAMED = {"stream_results": True, "max_row_buffer": 1}
"""Fetches one run of bytes at a time."""


def take(
    database: HubDatabase,
    organisation: str,
    asks: Callable[[Connection], Caller],
    told: PaperPart,
) -> PaperHeld:
    """Take in a part of an attachment from who ``asks`` by the time that it is written.

    The last one makes it whole: all of it is read once more then, and meanwhile nobody waits.

    Raises:
        DeviceRefused: The device, or its user, was shut out meanwhile.
        RequestRefused: As :meth:`Papers.take`.
    """
    with database.writing(organisation) as (connection, _end):
        held = Papers(connection, asks(connection)).take(told)
    if held.whole or held.held < told.size:
        return held
    with database.reading() as connection:
        begun, digest = Papers(connection, asks(connection)).arrived(told.name)
    with database.writing(organisation) as (connection, _end):
        return Papers(connection, asks(connection)).settle(told.name, begun, digest)


def name_in(
    connection: Connection, organisation: str, rows: Iterable[tuple[Kind, str, Standing]]
) -> None:
    """Note which of the records that a batch wrote name an attachment."""
    named = [
        {
            "organisation": organisation,
            "name": str(now.fields["file"]),
            "record_id": record_id,
            "size": attachments.kept_size(int(now.fields["size"] or 0)),
        }
        for kind, record_id, now in rows
        if kind is ATTACHMENT and attachments.is_name(str(now.fields["file"]))
    ]
    if named:
        connection.execute(insert(PAPER_OF), named)


def counted(connection: Connection, organisation: str) -> int:
    """Return how many attachments are named and not whole here: laptops still have to send them."""
    whole = exists(
        select(PAPER.c.name).where(
            PAPER.c.organisation == PAPER_OF.c.organisation,
            PAPER.c.name == PAPER_OF.c.name,
            PAPER.c.digest != "",
        )
    )
    asked = select(func.count(PAPER_OF.c.name.distinct())).where(
        PAPER_OF.c.organisation == organisation, ~whole
    )
    return int(connection.execute(asked).scalar_one())


def _told(row: Row[Any]) -> PaperHeld:
    return PaperHeld(held=row.held, whole=bool(row.digest), digest=row.digest)
