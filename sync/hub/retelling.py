"""Records told as they stand, where a change says what the caller's role may not see (L24).

A laptop that got a record in a fill passes over places of it up to that of the fill, so what
such changes did reaches it, and what they hid does not. Each comes as a part of a fill that is
not the last: nothing else of its dossier is told by it, or taken away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from sqlalchemy import and_, or_, select

from meitinker.domain.kinds import KINDS
from meitinker.domain.merging import card_key
from sync.hub import scope
from sync.hub.dossiers import EVERYONES
from sync.hub.tables import HOLDING, RECORD
from sync.protocol import Fill, Lost, SealedChange, Settled

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection, Row

    from sync.hub.scope import Caller
    from sync.hub.sealing import Sealing
    from sync.hub.showing import Showing

MOST_BYTES = 1 << 19
"""Bytes of records told in one answer, beside its places; one record more may come."""

_change = msgspec.json.Decoder(SealedChange)
_took = msgspec.json.Decoder(tuple[str, ...])
_lost = msgspec.json.Decoder(tuple[Lost, ...])
_fields = msgspec.json.Decoder(dict[str, str | int | None])
_versions = msgspec.json.Decoder(dict[str, str])


class Told(NamedTuple):
    """Places that may travel as they are, the records that stand for others, and up to where.

    ``cut``: there was no room for what comes after ``position``.
    """

    places: list[Row[Any]]
    fills: tuple[Fill, ...]
    cut: bool
    position: int


def settled(sealing: Sealing, shown: Showing, row: Row[Any], *, passed_on: bool = False) -> Settled:
    """Return what a role sees of a record.

    Where it is only ``passed_on`` and the role sees all of it, its words stay the bytes that were
    kept: reading and writing them again would be most of the work of a fill.
    """
    if passed_on and not (shown.parts(row.kind) or KINDS[row.kind].older):
        return Settled(
            kind=row.kind,
            record_id=row.record_id,
            fields=raw(sealing.open(row.fields)),
            versions=raw(row.versions.encode()),
            deleted=bool(row.deleted),
        )
    fields = dict(KINDS[row.kind].of_today(_fields.decode(sealing.open(row.fields)), {}))
    return Settled(
        kind=row.kind,
        record_id=row.record_id,
        fields=shown.fields(row.kind, fields),
        versions=shown.versions(row.kind, _versions.decode(row.versions)),
        deleted=bool(row.deleted),
    )


def raw(told: bytes) -> Any:
    """Return JSON that goes into a message as it is, in the place of what it says."""
    return msgspec.Raw(told)


class Retelling:
    """What of some places travels in its own words, for one caller."""

    def __init__(
        self, connection: Connection, sealing: Sealing, caller: Caller, shown: Showing
    ) -> None:
        """Tell ``caller`` what ``shown`` shows."""
        self._connection = connection
        self._sealing = sealing
        self._caller = caller
        self._shown = shown

    def tells(self, row: Row[Any]) -> bool:
        """Tell whether a change of the list may travel as it was sealed."""
        if not self._shown.parts(row.kind):
            return self._shown.has(row.kind)
        moved = {*_took.decode(row.took), *(one.part for one in _lost.decode(row.lost))}
        change = self._change(row)
        # a version in the base tells when that part was last set, and a card which it was about
        based = {name.removeprefix(card_key("")) for name in change.base}
        return self._shown.tells(row.kind, moved | based | set(change.fields))

    def told(self, rows: Sequence[Row[Any]], *, end: int) -> Told:
        """Return what of ``rows``, in the order of the list, travels and in which way."""
        hidden = {row.position: self._change(row).record_id for row in rows if not self.tells(row)}
        if not hidden:
            return Told(list(rows), (), cut=False, position=0)
        records = self._records(set(hidden.values()))
        wanted: dict[str, Row[Any]] = {}
        room, last = MOST_BYTES, 0
        for row in rows:
            record = records.get(hidden.get(row.position, ""))
            if record is not None and record.record_id not in wanted:
                if wanted and len(record.fields) > room:
                    break
                room -= len(record.fields)
                wanted[record.record_id] = record
            last = row.position
        places = [one for one in rows if one.position <= last and one.position not in hidden]
        cut = last < rows[-1].position
        return Told(places, self._fills(wanted.values(), end), cut=cut, position=last)

    def _fills(self, records: Iterable[Row[Any]], end: int) -> tuple[Fill, ...]:
        found: dict[str, list[Settled]] = {}
        for row in records:
            one = settled(self._sealing, self._shown, row)
            found.setdefault(row.dossier, []).append(one)
        return tuple(
            Fill(dossier=one, position=end, records=tuple(told), last=False)
            for one, told in found.items()
        )

    def _records(self, wanted: set[str]) -> dict[str, Row[Any]]:
        """Return those of the records that the device hears of, as they stand."""
        caller = self._caller
        lies_there = and_(
            HOLDING.c.organisation == RECORD.c.organisation,
            HOLDING.c.device == caller.device,
            HOLDING.c.dossier == RECORD.c.dossier,
        )
        asked = (
            select(
                RECORD.c.record_id,
                RECORD.c.dossier,
                RECORD.c.kind,
                RECORD.c.fields,
                RECORD.c.versions,
                RECORD.c.deleted,
            )
            .outerjoin(HOLDING, lies_there)
            .where(
                RECORD.c.organisation == caller.organisation,
                RECORD.c.record_id.in_(sorted(wanted)),
                self._shown.of_kinds(RECORD.c.kind),
                or_(RECORD.c.dossier == EVERYONES, scope.heard()),
            )
        )
        rows: list[Any] = list(self._connection.execute(asked))
        return {row.record_id: row for row in rows}

    def _change(self, row: Row[Any]) -> SealedChange:
        return _change.decode(self._sealing.open(row.body))
