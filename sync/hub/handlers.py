"""The hub as one device meets it: pushing, pulling, letting go.

A :class:`Handlers` is made per request, for a caller that was recognised already. What it does is
one unit of work each time: done as a whole, or not at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import and_, or_, select, update

from meitinker import clock
from meitinker.domain.kinds import KINDS
from meitinker.domain.merging import Reason, Verdict
from meitinker.domain.people import PERSON
from sync import versions
from sync.changes import arrived
from sync.hub import judging, refusals, scope
from sync.hub.dossiers import EVERYONES
from sync.hub.shelf import SqlShelf
from sync.hub.tables import CHANGE, DEVICE, DOSSIER, HOLDING, ORGANISATION, RECORD
from sync.protocol import (
    MOST_CHANGES,
    Change,
    Cursor,
    Fill,
    Judged,
    Let,
    Lost,
    Meet,
    Met,
    Pull,
    Pulled,
    Push,
    Pushed,
    Receipt,
    Settled,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Row

    from sync.hub.database import HubDatabase
    from sync.hub.scope import Caller

_FAREWELLS = 200

_change = msgspec.json.Decoder(Change)
_took = msgspec.json.Decoder(tuple[str, ...])
_lost = msgspec.json.Decoder(tuple[Lost, ...])
_fields = msgspec.json.Decoder(dict[str, str | int | None])
_versions = msgspec.json.Decoder(dict[str, str])


class Handlers:
    """What an enrolled device may ask of the hub; part of :class:`sync.protocol.Hub`."""

    def __init__(self, database: HubDatabase, caller: Caller) -> None:
        """Serve ``caller``, who was recognised."""
        self._database = database
        self._caller = caller

    def meet(self, told: Meet) -> Met:
        """Say hello, and remember what waits on the device.

        Raises:
            ProgramTooOld, HubTooOld: There is nothing that both speak.
        """
        version = versions.agreed(told.newest, oldest_there=told.oldest)
        caller, now = self._caller, clock.instant_text(clock.now())
        with self._database.writing(caller.organisation) as (connection, end):
            connection.execute(
                update(DEVICE)
                .where(
                    DEVICE.c.organisation == caller.organisation, DEVICE.c.device == caller.device
                )
                .values(
                    met_at=now,
                    program=told.program[:40],
                    waiting=told.waiting,
                    waiting_since=told.waiting_since[:30],
                )
            )
            hub = connection.execute(
                select(ORGANISATION.c.hub, ORGANISATION.c.epoch, ORGANISATION.c.lease_days).where(
                    ORGANISATION.c.organisation == caller.organisation
                )
            ).one()
        return Met(
            hub=hub.hub,
            epoch=hub.epoch,
            version=version,
            now=now,
            user=caller.user,
            role=caller.role,
            villages=caller.villages,
            everywhere=caller.everywhere,
            lease_days=hub.lease_days,
            end=end,
        )

    def push(self, told: Push) -> Pushed:
        """Take in changes, each with a verdict; those that are known already are answered again."""
        caller = self._caller
        with self._database.writing(caller.organisation) as (connection, end):
            known = refusals.answered(connection, caller, told.changes)
            fresh = [one for one in told.changes if one.change_id not in known]
            shelf = SqlShelf(connection, caller.organisation, self._database.sealing)
            shelf.fetch(fresh)
            refused = self._refused(connection, shelf, fresh)
            good = [one for one in fresh if one.change_id not in refused]
            outcomes = judging.judge(shelf, good, end=end)
            shelf.write()
            refusals.keep(connection, caller, refused)
            self._end(connection, shelf, outcomes, end)
        answers = known | refused | {one.change.change_id: _receipt(one) for one in outcomes}
        return Pushed(receipts=tuple(answers[one.change_id] for one in told.changes))

    def pull(self, asked: Pull) -> Pulled:
        """Return farewells, fills and places after the cursor, at most so many."""
        most = max(1, min(asked.most, MOST_CHANGES))
        caller = self._caller
        with self._database.writing(caller.organisation) as (connection, end):
            farewells = scope.leaving(connection, caller, most=_FAREWELLS)
            scope.announce(connection, caller, farewells)
            fills, mark = self._fills(connection, asked.cursor.fill, most, end)
            room = most - sum(len(one.records) for one in fills)
            if mark or room <= 0:
                cursor = msgspec.structs.replace(asked.cursor, fill=mark)
                return Pulled(cursor=cursor, more=True, farewells=tuple(farewells), fills=fills)
            places = self._places(connection, asked.cursor.position, room)
        more = len(places) == room
        position = places[-1].position if more else end
        return Pulled(
            cursor=Cursor(position=position),
            more=more,
            farewells=tuple(farewells),
            fills=fills,
            places=tuple(places),
        )

    def let_go(self, told: Let) -> None:
        """Note that dossiers no longer lie on the device."""
        with self._database.writing(self._caller.organisation) as (connection, _end):
            scope.release(connection, self._caller, told.dossiers)

    def _refused(
        self, connection: Connection, shelf: SqlShelf, changes: Sequence[Change]
    ) -> dict[str, Receipt]:
        """Return the changes that this device may not make, or that do not hold."""
        caller = self._caller
        dossiers = {one.change_id: shelf.dossier_of(one) for one in changes}
        reach = scope.within(connection, caller, set(dossiers.values()) - {EVERYONES})
        found: dict[str, Receipt] = {}
        for change in changes:
            dossier = dossiers[change.change_id]
            if self._begins_within(change):
                reach.add(dossier)
            reason = Reason.NONE
            if not arrived(change).holds():
                reason = Reason.ALTERED
            elif change.device != caller.device or change.author != caller.user:
                reason = Reason.NOT_THE_AUTHOR
            elif dossier not in {EVERYONES, *reach} and self._is_known(connection, dossier):
                reason = Reason.NOT_WITHIN_REACH
            if reason:
                found[change.change_id] = Receipt(
                    change_id=change.change_id, verdict=Verdict.REFUSED, reason=reason
                )
        return found

    def _begins_within(self, change: Change) -> bool:
        if change.kind != PERSON.name or change.base or change.operation != "create":
            return False
        village = change.fields.get("village_id")
        return self._caller.everywhere or village is None or village in self._caller.villages

    def _is_known(self, connection: Connection, dossier: str) -> bool:
        asked = select(DOSSIER.c.dossier).where(
            DOSSIER.c.organisation == self._caller.organisation, DOSSIER.c.dossier == dossier
        )
        return connection.execute(asked).first() is not None

    def _end(
        self,
        connection: Connection,
        shelf: SqlShelf,
        outcomes: Sequence[judging.Outcome],
        end: int,
    ) -> None:
        placed = [one for one in outcomes if one.position]
        if not placed:
            return
        connection.execute(
            update(ORGANISATION)
            .where(ORGANISATION.c.organisation == self._caller.organisation)
            .values(end=placed[-1].position)
        )
        scope.hold(connection, self._caller, shelf.begun_dossiers(), since=end)

    def _fills(
        self, connection: Connection, mark: str, most: int, end: int
    ) -> tuple[tuple[Fill, ...], str]:
        """Return records of dossiers that came within reach, and where to go on, or ""."""
        fills: list[Fill] = []
        room = most
        dossier, _, after = mark.partition(" ")
        wanted = [dossier] if dossier else []
        wanted += scope.entering(connection, self._caller, after=dossier, most=room)
        for one in wanted:
            if room <= 0:
                return tuple(fills), f"{one} "
            rows = self._records(connection, one, after, room + 1)
            after = ""
            whole = len(rows) <= room
            records = tuple(self._settled(row) for row in rows[:room])
            fills.append(Fill(dossier=one, position=end, records=records, last=whole))
            scope.hold(connection, self._caller, [one], since=end)
            room -= len(records)
            if not whole:
                return tuple(fills), f"{one} {records[-1].record_id}"
        return tuple(fills), ""

    def _records(
        self, connection: Connection, dossier: str, after: str, most: int
    ) -> Sequence[Any]:
        asked = (
            select(
                RECORD.c.record_id,
                RECORD.c.kind,
                RECORD.c.fields,
                RECORD.c.versions,
                RECORD.c.deleted,
            )
            .where(
                RECORD.c.organisation == self._caller.organisation,
                RECORD.c.dossier == dossier,
                RECORD.c.record_id > after,
            )
            .order_by(RECORD.c.record_id)
            .limit(most)
        )
        return connection.execute(asked).all()

    def _settled(self, row: Row[Any]) -> Settled:
        return Settled(
            kind=row.kind,
            record_id=row.record_id,
            fields=dict(KINDS[row.kind].of_today(self._opened(row.fields), {})),
            versions=_versions.decode(row.versions),
            deleted=bool(row.deleted),
        )

    def _opened(self, fields: bytes) -> dict[str, str | int | None]:
        return _fields.decode(self._database.sealing.open(fields))

    def _places(self, connection: Connection, position: int, most: int) -> list[Judged]:
        caller = self._caller
        asked = (
            select(CHANGE)
            .outerjoin(
                HOLDING,
                and_(
                    HOLDING.c.organisation == CHANGE.c.organisation,
                    HOLDING.c.device == caller.device,
                    HOLDING.c.dossier == CHANGE.c.dossier,
                ),
            )
            .where(
                CHANGE.c.organisation == caller.organisation,
                CHANGE.c.position > position,
                or_(CHANGE.c.dossier == EVERYONES, CHANGE.c.position > HOLDING.c.since),
            )
            .order_by(CHANGE.c.position)
            .limit(most)
        )
        return [self._judged(row) for row in connection.execute(asked)]

    def _judged(self, row: Row[Any]) -> Judged:
        own = row.device == self._caller.device
        return Judged(
            position=row.position,
            change_id=row.change_id,
            verdict=Verdict(row.verdict),
            reason=Reason(row.reason),
            took=_took.decode(row.took),
            lost=_lost.decode(row.lost),
            change=None if own else _change.decode(self._database.sealing.open(row.body)),
        )


def _receipt(outcome: judging.Outcome) -> Receipt:
    return Receipt(
        change_id=outcome.change.change_id,
        verdict=outcome.verdict,
        reason=outcome.reason,
        position=outcome.position,
    )
