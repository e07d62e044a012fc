"""The records that a batch touches, read at once and written at once.

Judging looks at a few records a change. Asking the database for each would cost more than all
the rest, so what a batch may need is fetched before it begins, and what it did is written when
it ends, within the same unit of work.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import bindparam, select, update

from meitinker import clock
from meitinker.domain.kinds import KINDS
from meitinker.domain.merging import Reason, Standing, references
from meitinker.domain.people import PERSON, PERSON_MERGE
from sync.hub import access, judging, papers
from sync.hub.dossiers import Dossiers, dossier_of, joined_by
from sync.hub.many import OneOf, insert_all
from sync.hub.tables import CHANGE, RECORD
from sync.hub.waiting import Waiting

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection, Table

    from meitinker.domain.records import Kind, Value
    from sync.hub.judging import Judgement
    from sync.hub.sealing import Sealing
    from sync.protocol import Lost, SealedChange

# made once: to build a statement takes longer than to ask it
_ALL = select(
    *(RECORD.c[n] for n in ("record_id", "kind", "versions", "deleted", "position", "fields"))
).where(RECORD.c.organisation == bindparam("of_organisation"))
_RECORDS = _ALL.where(OneOf(RECORD.c.record_id, "records"))
_MERGES = _ALL.where(RECORD.c.kind == PERSON_MERGE.name)
_PLACED = select(CHANGE.c.change_id).where(
    CHANGE.c.organisation == bindparam("of_organisation"), OneOf(CHANGE.c.change_id, "changes")
)

_fields = msgspec.json.Decoder(dict[str, str | int | None])
_versions = msgspec.json.Decoder(dict[str, str])


class _Kept(msgspec.Struct):
    kind: Kind
    standing: Standing
    position: int
    new: bool


class SqlShelf:
    """What :class:`sync.hub.judging.Shelf` asks, from the hub's database."""

    def __init__(self, connection: Connection, organisation: str, sealing: Sealing) -> None:
        """Begin with nothing fetched; ``connection`` holds the organisation's lock."""
        self._connection = connection
        self._organisation = organisation
        self._sealing = sealing
        self._records: dict[str, _Kept | None] = {}
        self._moved: set[str] = set()
        self._placed: set[str] = set()
        self._merges: set[str] | None = None
        self.waiting = Waiting(connection, organisation, sealing)
        self._new: list[Judgement] = []
        self.dossiers = Dossiers(connection, organisation)

    def fetch(self, changes: Sequence[SealedChange]) -> None:
        """Read what judging ``changes`` may look at."""
        self._fetch_records({one for change in changes for one in judging.touched(change)})
        visits = {
            str(kept.standing.fields["visit_id"])
            for kept in self._records.values()
            if kept is not None and kept.standing.fields.get("visit_id")
        }
        self._fetch_records(visits)
        if any(change.kind == PERSON_MERGE.name for change in changes):
            self._fetch_merges()
        bases = {version for change in changes for version in change.base.values()}
        if bases:
            told = {"of_organisation": self._organisation, "changes": sorted(bases)}
            self._placed.update(self._connection.execute(_PLACED, told).scalars())
        self.waiting.fetch({c.record_id for c in changes} | {c.change_id for c in changes})

    def standing(self, record_id: str) -> Standing | None:
        """Return a record as it stands."""
        if record_id not in self._records:
            self._fetch_records({record_id})
        kept = self._records[record_id]
        return kept.standing if kept else None

    def kind(self, record_id: str) -> Kind | None:
        """Return what a record is."""
        kept = self._records.get(record_id)
        return kept.kind if kept else None

    def put(self, kind: Kind, record_id: str, standing: Standing) -> None:
        """Keep what a record has become."""
        before = self._records.get(record_id)
        new = before is None or before.new
        self._records[record_id] = _Kept(kind, standing, before.position if before else 0, new)
        self._moved.add(record_id)
        if kind is PERSON_MERGE and self._merges is not None:
            self._merges.add(record_id)

    def merges(self) -> Mapping[str, Standing]:
        """Return every merge of two files."""
        if self._merges is None:
            self._fetch_merges()
        found = {one: self._records[one] for one in self._merges or ()}
        return {one: kept.standing for one, kept in found.items() if kept is not None}

    def has(self, change_id: str) -> bool:
        """Tell whether a change has a place in the list."""
        return change_id in self._placed

    def place(self, judgement: Judgement) -> None:
        """Keep a change in the list."""
        self._placed.add(judgement.change.change_id)
        self._new.append(judgement)
        kept = self._records[judgement.change.record_id]
        if kept is not None:
            kept.position = judgement.position

    def waiting_for(self, key: str) -> Iterable[SealedChange]:
        """Take out what waits for ``key``; what that needs in turn is fetched."""
        found = self.waiting.take(key)
        if found:
            self.fetch(found)
        return found

    def keep_waiting(self, change: SealedChange, key: str, reason: Reason) -> None:
        """Keep what cannot be judged yet."""
        self.waiting.keep(change, key, reason)

    def is_new(self, record_id: str) -> bool:
        """Tell whether a batch made a record."""
        kept = self._records.get(record_id)
        return kept is not None and kept.new

    def village_of(self, dossier: str) -> Value:
        """Return the village of a dossier that is on the shelf; None is everyone's."""
        kept = self._records.get(dossier)
        return kept.standing.fields.get(kept.kind.scope.field) if kept else None

    def begun_dossiers(self, device: str) -> set[str]:
        """Return the dossiers that this batch began by changes of a device."""
        own = {one.change.record_id for one in self._new if one.change.device == device}
        return {
            one
            for one in own
            if (kept := self._records.get(one)) and kept.new and kept.kind.scope.rule == "village"
        }

    def write(self) -> None:
        """Write all that the batch did."""
        now = clock.instant_text(clock.now())
        self._write_records()
        self._insert(CHANGE, [self._row_of(judgement, now) for judgement in self._new])
        self.waiting.write(now)
        self.dossiers.write(lambda: judging.standing_merges(self))

    def dossier_of(self, change: SealedChange) -> str:
        """Return the dossier that a change belongs to, once its record is on the shelf."""
        kept = self._records.get(change.record_id)
        kind = KINDS.get(change.kind)
        if kind is None:
            return ""
        fields = kept.standing.fields if kept else change.fields
        return dossier_of(kind, change.record_id, fields)

    def dossiers_of(self, change: SealedChange) -> set[str]:
        """Return every dossier that a change reaches into, joins or points into.

        By now, and after it. A person who is only named is none: a daughter lives elsewhere.
        """
        record_id = change.record_id
        kept, told = self._records.get(record_id), KINDS.get(change.kind)
        found = joined_by(kept.kind, record_id, kept.standing.fields) if kept else set()
        if told is not None:
            found |= joined_by(told, record_id, change.fields)
            for ref in references(told, record_id, change.fields):
                one = self._records.get(ref)
                if one is not None and one.kind is not PERSON:
                    found.add(dossier_of(one.kind, ref, one.standing.fields))
        return found

    def _row_of(self, judgement: Judgement, now: str) -> dict[str, Any]:
        change = judgement.change
        return {
            "organisation": self._organisation,
            "position": judgement.position,
            "change_id": change.change_id,
            "device": change.device,
            "dossier": self.dossier_of(change),
            "kind": change.kind,
            "verdict": judgement.verdict.value,
            "reason": judgement.reason.value,
            "took": _listed(judgement.took),
            "lost": _listed(judgement.lost),
            "received_at": now,
            "body": self._sealing.seal(judgement.body),
        }

    def _write_records(self) -> None:
        moved = ((one, self._records[one]) for one in sorted(self._moved))
        rows = {one: kept for one, kept in moved if kept is not None}
        made = [self._record_row(one, k) for one, k in rows.items() if k.new]
        changed = [self._record_row(one, k) for one, k in rows.items() if not k.new]
        self._insert(RECORD, made)
        papers.name_in(
            self._connection,
            self._organisation,
            [(k.kind, one, k.standing) for one, k in rows.items() if k.new],
        )
        access.note(
            self._connection,
            self._organisation,
            [(k.kind, one, k.standing) for one, k in rows.items()],
            hands={one.change.record_id: one.change.author for one in self._new if one.took},
        )
        if changed:
            statement = (
                update(RECORD)
                .where(
                    RECORD.c.organisation == self._organisation,
                    RECORD.c.record_id == bindparam("of_record"),
                )
                .values({n: bindparam(f"new_{n}") for n in _RECORD_FIELDS})
            )
            self._connection.execute(
                statement,
                [
                    {"of_record": row["record_id"], **{f"new_{n}": row[n] for n in _RECORD_FIELDS}}
                    for row in changed
                ],
            )

    def _record_row(self, record_id: str, kept: _Kept) -> dict[str, Any]:
        now = kept.standing
        self.dossiers.moved(kept.kind, record_id, now)
        fields = msgspec.json.encode({**now.fields, **now.extra})
        return {
            "organisation": self._organisation,
            "record_id": record_id,
            "kind": kept.kind.name,
            "dossier": dossier_of(kept.kind, record_id, now.fields),
            "versions": msgspec.json.encode(dict(now.versions)).decode(),
            "deleted": int(now.deleted),
            "position": kept.position,
            "fields": self._sealing.seal(fields),
        }

    def _insert(self, table: Table, rows: list[dict[str, Any]]) -> None:
        if rows:
            insert_all(self._connection, table, rows)

    def _fetch_records(self, wanted: Iterable[str]) -> None:
        missing = sorted({one for one in wanted if one not in self._records})
        if not missing:
            return
        self._records.update(dict.fromkeys(missing))
        told = {"of_organisation": self._organisation, "records": missing}
        for row in self._connection.execute(_RECORDS, told):
            self._take(row)

    def _fetch_merges(self) -> None:
        told = {"of_organisation": self._organisation}
        for row in self._connection.execute(_MERGES, told):
            if row.record_id not in self._records or self._records[row.record_id] is None:
                self._take(row)
        self._merges = {
            one for one, kept in self._records.items() if kept and kept.kind is PERSON_MERGE
        }

    def _take(self, row: Any) -> None:
        kind = KINDS[row.kind]
        told = kind.of_today(_fields.decode(self._sealing.open(row.fields)), {})
        standing = Standing(
            fields={n: told.get(n, f.default) for n, f in kind.fields.items()},
            versions=_versions.decode(row.versions),
            extra={n: v for n, v in told.items() if n not in kind.fields},
            deleted=bool(row.deleted),
        )
        self._records[row.record_id] = _Kept(kind, standing, row.position, new=False)


@lru_cache
def _listed(told: tuple[str, ...] | tuple[Lost, ...]) -> str:
    """Return as JSON what came in or was lost: of most changes the same."""
    return msgspec.json.encode(told).decode()


_RECORD_FIELDS = ("dossier", "versions", "deleted", "position", "fields")
