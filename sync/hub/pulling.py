"""What a device has not seen yet: farewells, fills and places, in the order of the list.

A fill may get lost on its way like any answer. So it is *offered* first: the dossier counts as
lying on the device from the question on that carries the mark of the answer it came in. A
question without that mark gets the fill again (F6, F13).
"""

from __future__ import annotations

import secrets
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from sqlalchemy import and_, bindparam, func, or_, select, union_all

from meitinker.domain.merging import Reason, Verdict
from sync.hub import losses, scope, showing
from sync.hub.dossiers import EVERYONES
from sync.hub.many import OneOf
from sync.hub.retelling import Retelling, raw, settled
from sync.hub.tables import CHANGE, HOLDING, RECORD
from sync.protocol import (
    MOST_CHANGES,
    Cursor,
    Fill,
    Judged,
    Lost,
    Pull,
    Pulled,
    SealedChange,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection, Row, Select

    from sync.hub.scope import Caller
    from sync.hub.sealing import Sealing
    from sync.hub.showing import Showing

FAREWELLS = 10_000
"""Farewells in one answer: all of them, for one question to a person. They are told in every answer
until the laptop lets go, so that those which it keeps must not stand before others; ten thousand
take 400 kB beside :data:`MOST_BYTES`."""

MANY_PLACES = 1_000
"""Places that others may have added since a device asked, beyond which those of each dossier that
lies there are looked up by themselves: of an organisation's day most are of dossiers elsewhere."""

MOST_BYTES = 3 << 20
"""Bytes of words in one answer, so that it always fits :data:`sync.wire.LARGEST_PACKED`."""

_change = msgspec.json.Decoder(SealedChange)
_took = msgspec.json.Decoder(tuple[str, ...])
_lost = msgspec.json.Decoder(tuple[Lost, ...])


class _Mark(NamedTuple):
    """The hub's mark in a cursor: which answer it was in, the dossier at hand, its last record."""

    offer: str = ""
    dossier: str = ""
    after: str = ""

    @classmethod
    def read(cls, text: str) -> _Mark:
        return cls(*text.replace("\x00", "").split(" ", 2))

    def written(self) -> str:
        return " ".join(self).rstrip(" ")


class _Room:
    """How much still fits in an answer."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._bytes = MOST_BYTES

    def fitting(self, rows: Sequence[Any], size_of: str) -> Sequence[Any]:
        """Return as many of the first rows as fit, at least one of an empty answer."""
        for at, row in enumerate(rows):
            size = len(getattr(row, size_of))
            if not self.most or (size > self._bytes and self._bytes < MOST_BYTES):
                return rows[:at]
            self.most -= 1
            self._bytes = max(0, self._bytes - size)
        return rows

    def takes(self, told: object) -> bool:
        """Tell whether something else fits as well, and keep room for it."""
        size = len(msgspec.json.encode(told)) if told else 0
        if size > self._bytes and self._bytes < MOST_BYTES:
            return False
        self._bytes = max(0, self._bytes - size)
        return True


class Pulling:
    """One answer to one device, within a unit of work of its organisation."""

    def __init__(
        self,
        connection: Connection,
        sealing: Sealing,
        caller: Caller,
        *,
        offer: str = "",
        passed_on: bool = False,
    ) -> None:
        """Answer ``caller``; answers under one ``offer`` arrive together or not at all.

        Of an answer that is only ``passed_on``, words that the caller sees all of stay JSON.
        """
        self._connection = connection
        self._sealing = sealing
        self._caller = caller
        self._offer = offer
        self._passed_on = passed_on
        self._shown = showing.to(caller.role)
        self._retelling = Retelling(connection, sealing, caller, self._shown)

    def answer(self, asked: Pull, end: int) -> Pulled:
        """Return what is new since the cursor.

        Args:
            asked: The question.
            end: The last place of the list.
        """
        connection, caller = self._connection, self._caller
        mark = _Mark.read(asked.cursor.fill)
        if not self._offer or mark.offer != self._offer:
            scope.settle(connection, caller, mark.offer)
        farewells = scope.announce(connection, caller, most=FAREWELLS)
        room = _Room(max(1, min(asked.most, MOST_CHANGES)))
        fills, next_mark, whole = self._fills(mark, room, end)
        if not whole or room.most <= 0:
            cursor = Cursor(position=asked.cursor.position, fill=next_mark.written())
            return Pulled(cursor=cursor, more=True, farewells=tuple(farewells), fills=fills)
        most = room.most
        rows = self._places(asked.cursor.position, most, end)
        fitting = room.fitting(rows, "body")
        told = self._retelling.told(fitting, end=end)
        more = len(rows) == most or len(fitting) < len(rows) or told.cut
        last = fitting[-1].position if fitting else asked.cursor.position
        position = (told.position if told.cut else last) if more else end
        return Pulled(
            cursor=Cursor(position=position, fill=next_mark.written()),
            more=more or bool(fills),
            farewells=tuple(farewells),
            fills=(*fills, *told.fills),
            places=tuple(self._judged(row, words=asked.words) for row in told.places),
        )

    def _fills(self, mark: _Mark, room: _Room, end: int) -> tuple[tuple[Fill, ...], _Mark, bool]:
        """Return records of dossiers that came within reach, where to go on, and if that is all."""
        caller = self._caller
        begun = scope.begun(self._connection, caller, mark.dossier)
        first, after = (mark.dossier, mark.after) if begun else ("", "")
        entering = scope.entering(self._connection, caller, after=first, most=room.most)
        wanted = [first, *entering] if begun else entering
        rows: dict[str, list[Row[Any]]] = {}
        for row in self._records(wanted, after, room.most + 1):
            rows.setdefault(row.dossier, []).append(row)
        organisation = caller.organisation
        clashed = losses.first_lost(self._connection, organisation=organisation, dossiers=wanted)
        fills: list[Fill] = []
        cut = False
        for one in wanted:
            there = rows.get(one, [])
            fitting = room.fitting(there, "fields")
            if there and not fitting:
                cut = True
                break
            lost = self._open_losses(one, clashed) if len(fitting) == len(there) else ()
            # words that were lost and do not fit come with the next answer, and what is after them
            cut = len(fitting) < len(there) or not room.takes(lost)
            fills.append(self._fill(one, fitting, () if cut else lost, end=end, last=not cut))
            if cut:
                break
            after = ""
        offer = self._offer or (secrets.token_hex(4) if fills else "")
        given = [one.dossier for one in fills]
        scope.hold(self._connection, caller, given, since=end, offered=True)
        scope.remember_offer(self._connection, caller, offer)
        if fills and not fills[-1].last:
            records = fills[-1].records
            after = records[-1].record_id if records else after
            return tuple(fills), _Mark(offer, given[-1], after), False
        return tuple(fills), _Mark(offer), not cut and len(entering) < MOST_CHANGES

    def _fill(
        self,
        dossier: str,
        rows: Sequence[Row[Any]],
        lost: tuple[Judged, ...],
        *,
        end: int,
        last: bool,
    ) -> Fill:
        told = tuple(
            settled(self._sealing, self._shown, row, passed_on=self._passed_on) for row in rows
        )
        return Fill(dossier=dossier, position=end, records=told, last=last, lost=lost)

    def _open_losses(self, dossier: str, clashed: Mapping[str, int]) -> tuple[Judged, ...]:
        if dossier not in clashed:
            return ()
        return losses.open_losses(
            self._connection,
            self._sealing,
            of=(self._caller.organisation, dossier),
            first=clashed[dossier],
            tells=self._retelling.tells,
        )

    def _records(self, dossiers: Sequence[str], after: str, most: int) -> Sequence[Any]:
        """Return records of dossiers in their order, of the first only those above ``after``."""
        wanted = {"dossiers": list(dossiers), "whole": list(dossiers[1:]), "after": after}
        told = {"of_organisation": self._caller.organisation, **wanted, "most": most}
        asked = _records(self._shown)
        return self._connection.execute(asked, told).all() if dossiers else ()

    def _places(self, position: int, most: int, end: int) -> Sequence[Any]:
        caller = self._caller
        own = {"of_organisation": caller.organisation, "of_device": caller.device}
        asked = (_places_by_dossier if end - position > MANY_PLACES else _places)(self._shown)
        return self._connection.execute(asked, {**own, "after": position, "most": most}).all()

    def _judged(self, row: Row[Any], *, words: bool) -> Judged:
        change: Any = None
        if words or row.device != self._caller.device:
            body = self._sealing.open(row.body)
            change = raw(body) if self._passed_on else _change.decode(body)
        return Judged(
            position=row.position,
            change_id=row.change_id,
            verdict=Verdict(row.verdict),
            reason=Reason(row.reason),
            took=_took.decode(row.took),
            lost=_lost.decode(row.lost),
            change=change,
        )


@lru_cache
def _records(shown: Showing) -> Select[Any]:
    """Return the question for records of dossiers; the statement is built once for a role."""
    whole = OneOf(RECORD.c.dossier, "whole")
    return (
        select(
            RECORD.c.dossier,
            RECORD.c.record_id,
            RECORD.c.kind,
            RECORD.c.fields,
            RECORD.c.versions,
            RECORD.c.deleted,
        )
        .where(
            RECORD.c.organisation == bindparam("of_organisation", ""),
            shown.of_kinds(RECORD.c.kind),
            OneOf(RECORD.c.dossier, "dossiers"),
            or_(whole, RECORD.c.record_id > bindparam("after", "")),
        )
        .order_by(RECORD.c.dossier, RECORD.c.record_id)
        .limit(bindparam("most", 1))
    )


@lru_cache
def _places(shown: Showing) -> Select[Any]:
    """Return the question for places after one; the statement is built once for a role."""
    return (
        select(CHANGE)
        .outerjoin(
            HOLDING,
            and_(
                HOLDING.c.organisation == CHANGE.c.organisation,
                HOLDING.c.device == bindparam("of_device", ""),
                HOLDING.c.dossier == CHANGE.c.dossier,
            ),
        )
        .where(
            CHANGE.c.organisation == bindparam("of_organisation", ""),
            CHANGE.c.position > bindparam("after", 0),
            shown.of_kinds(CHANGE.c.kind),
            or_(
                CHANGE.c.dossier == EVERYONES,
                and_(CHANGE.c.position > HOLDING.c.since, scope.heard()),
            ),
        )
        .order_by(CHANGE.c.position)
        .limit(bindparam("most", 1))
    )


@lru_cache
def _places_by_dossier(shown: Showing) -> Select[Any]:
    """Return the question of :func:`_places`, answered dossier by dossier.

    The outer join is for SQLite alone: it begins with what is on the left, where of a plain join
    it would begin with every later place of the organisation. What it adds is taken out again.
    """
    of = CHANGE.c.organisation == bindparam("of_organisation", "")
    later = and_(CHANGE.c.position > bindparam("after", 0), shown.of_kinds(CHANGE.c.kind))
    unheard = and_(
        CHANGE.c.organisation == HOLDING.c.organisation,
        CHANGE.c.dossier == HOLDING.c.dossier,
        CHANGE.c.position > HOLDING.c.since,
        later,
    )
    of_dossiers = (
        select(CHANGE.c.position)
        .select_from(HOLDING)
        .outerjoin(CHANGE, unheard)
        .where(
            HOLDING.c.organisation == bindparam("of_organisation", ""),
            HOLDING.c.device == bindparam("of_device", ""),
            scope.heard(),
            func.coalesce(CHANGE.c.position, 0) > 0,
        )
    )
    everyones = select(CHANGE.c.position).where(of, CHANGE.c.dossier == EVERYONES, later)
    first = (
        union_all(everyones, of_dossiers)
        .order_by("position")
        .limit(bindparam("most", 1))
        .subquery()
    )
    return (
        select(CHANGE)
        .where(of, CHANGE.c.position.in_(select(first.c.position)))
        .order_by(CHANGE.c.position)
    )
