"""Attachments at the hub: bytes that laptops encrypted, in runs that follow on each other.

The hub cannot read them: the key is in the record that names the file. Who may send or fetch one
is whoever reaches such a record (A17); how large it must be, that record says, so an attachment
that was cut off is never taken for whole, and an empty one never for another (F20).
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, exists, func, insert, or_, select, update

from meitinker import clock
from meitinker.domain.attachments import ATTACHMENT
from meitinker.errors import RequestRefused
from meitinker.store import attachments
from sync.hub import scope, showing
from sync.hub.dossiers import EVERYONES
from sync.hub.tables import DOSSIER, PAPER, PAPER_OF, PAPER_PART, RECORD
from sync.protocol import LARGEST_PAPER_PART, PaperHeld, PaperPart

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection, Row

    from meitinker.domain.merging import Standing
    from meitinker.domain.records import Kind
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
            RequestRefused: No record within reach names an attachment of that size.
        """
        self._require(name, size)
        row = self._row(name)
        return _told(row) if row is not None else PaperHeld(held=0)

    def take(self, told: PaperPart) -> PaperHeld:
        """Keep a run of bytes that begins where the last ended; another changes nothing.

        Raises:
            RequestRefused: As :meth:`held`; or the run is too long, or beyond the end.
        """
        self._require(told.name, told.size)
        if len(told.part) > LARGEST_PAPER_PART or told.offset + len(told.part) > told.size:
            raise RequestRefused("a part that does not fit", reason="paper")
        row = self._row(told.name)
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
        digest = self._digest(told.name) if held == told.size else ""
        self._connection.execute(
            update(PAPER).where(*self._of(PAPER.c, told.name)).values(held=held, digest=digest)
        )
        return PaperHeld(held=held, whole=bool(digest))

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

    def _require(self, name: str, size: int) -> None:
        """Refuse what no record within reach and role names; that it exists is not told."""
        reached = exists(
            select(DOSSIER.c.dossier).where(
                DOSSIER.c.organisation == self._caller.organisation,
                DOSSIER.c.dossier == RECORD.c.dossier,
                scope.reached(self._caller),
            )
        )
        asked = (
            select(PAPER_OF.c.size)
            .join(
                RECORD,
                and_(
                    RECORD.c.organisation == PAPER_OF.c.organisation,
                    RECORD.c.record_id == PAPER_OF.c.record_id,
                ),
            )
            .where(
                *self._of(PAPER_OF.c, name),
                PAPER_OF.c.size == min(size, _LARGEST),
                or_(RECORD.c.dossier == EVERYONES, reached),
            )
        )
        may = showing.to(self._caller.role).has(ATTACHMENT.name)
        if (
            not (may and attachments.is_name(name))
            or self._connection.execute(asked).first() is None
        ):
            raise RequestRefused("no such attachment", reason="paper")

    def _begin(self, told: PaperPart) -> None:
        row = {
            **self._key(told.name),
            "size": told.size,
            "held": 0,
            "received_at": clock.instant_text(clock.now()),
        }
        self._connection.execute(insert(PAPER), [row])

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


_LARGEST = (1 << 31) - 1
STREAMED = {"stream_results": True, "max_row_buffer": 1}
"""Fetches one run of bytes at a time."""


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
    return PaperHeld(held=row.held, whole=bool(row.digest))
