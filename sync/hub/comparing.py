"""Whether a device holds what the hub thinks it holds; what differs is filled again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import and_, exists, or_, select

from sync.hub import scope, showing
from sync.hub.dossiers import EVERYONES
from sync.hub.tables import CHANGE, DEVICE, HOLDING, RECORD
from sync.protocol import Compare, Compared
from sync.sums import Sums, bucket_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import ColumnElement, Connection

    from sync.hub.scope import Caller

_versions = msgspec.json.Decoder(dict[str, str])


class Comparing:
    """One comparison with one device, within a unit of work of its organisation."""

    def __init__(self, connection: Connection, caller: Caller) -> None:
        """Compare with the device of ``caller``."""
        self._connection = connection
        self._caller = caller
        self._shown = showing.to(caller.role)

    def answer(self, told: Compare) -> Compared:
        """Return whether both sides add up to the same; what does not is filled anew."""
        if not told.buckets:
            self._fill_anew(lambda _dossier: True)
            return Compared(same=False)
        if self._moved_on(told.position):
            return Compared(same=False, later=True)
        ours = self._sums().buckets()
        unequal = tuple(
            number
            for number, (one, other) in enumerate(zip(ours, told.buckets, strict=False))
            if one != other
        )
        if len(told.buckets) != len(ours):
            unequal = tuple(range(len(ours)))
        if unequal:
            self._fill_anew(lambda dossier: bucket_of(dossier) in unequal)
        return Compared(same=not unequal, unequal=unequal)

    def _moved_on(self, position: int) -> bool:
        """Tell whether the device has something to pull first."""
        caller = self._caller
        later = select(CHANGE.c.position).where(
            CHANGE.c.organisation == caller.organisation,
            CHANGE.c.position > position,
            self._shown.of_kinds(CHANGE.c.kind),
            or_(CHANGE.c.dossier == EVERYONES, self._lies_there(CHANGE.c.dossier)),
        )
        offered = select(DEVICE.c.offer).where(
            DEVICE.c.organisation == caller.organisation, DEVICE.c.device == caller.device
        )
        return bool(
            self._connection.execute(later.limit(1)).first()
            or self._connection.execute(offered).scalar_one_or_none()
            or scope.entering(self._connection, caller, after="", most=1)
            or scope.leaving(self._connection, caller, most=1)
        )

    def _sums(self) -> Sums:
        sums = Sums()
        asked = select(
            RECORD.c.dossier,
            RECORD.c.record_id,
            RECORD.c.kind,
            RECORD.c.versions,
            RECORD.c.deleted,
        ).where(
            RECORD.c.organisation == self._caller.organisation,
            self._shown.of_kinds(RECORD.c.kind),
            or_(RECORD.c.dossier == EVERYONES, self._lies_there(RECORD.c.dossier)),
        )
        for row in self._connection.execute(asked):
            versions = self._shown.versions(row.kind, _versions.decode(row.versions))
            sums.add(row.dossier, row.record_id, versions, deleted=bool(row.deleted))
        return sums

    def _lies_there(self, dossier: ColumnElement[str]) -> ColumnElement[bool]:
        return exists(
            select(HOLDING.c.dossier).where(self._on_device(), HOLDING.c.dossier == dossier)
        )

    def _fill_anew(self, of: Callable[[str], bool]) -> None:
        """Let the next pull fill dossiers anew, or say farewell to those out of reach by now."""
        held = self._connection.execute(select(HOLDING.c.dossier).where(self._on_device()))
        gone = [one for one in held.scalars() if of(one)]
        scope.fill_anew(self._connection, self._caller, gone)

    def _on_device(self) -> ColumnElement[bool]:
        return and_(
            HOLDING.c.organisation == self._caller.organisation,
            HOLDING.c.device == self._caller.device,
        )
