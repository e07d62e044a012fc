"""Giving changes their place in the list, and each a verdict of its own.

Pure: what the list has made of records so far comes in, what it makes of them now goes out. The
order of the list is the order of the calls; who calls holds the organisation's lock meanwhile.

A change that cannot be judged yet (what it builds on has not arrived, its kind is known to a
newer program only) waits without a place, and gets one as soon as it can. So the list is closed:
a change stands after everything it was made on. One that says of a record that it is of another
kind gets no place at all.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Protocol

import msgspec

from meitinker.domain.kinds import KINDS
from meitinker.domain.merging import (
    Incoming,
    MergeContext,
    Reason,
    Standing,
    Verdict,
    as_of_today,
    readable,
    references,
)
from meitinker.domain.people import PERSON_MERGE
from meitinker.domain.records import MergeClass
from meitinker.domain.visits import VISIT, VisitState
from sync import merge
from sync.hub import bounds
from sync.protocol import Lost

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from meitinker.domain.records import Kind
    from sync.protocol import SealedChange


PROGRAM_KEY = "program"
"""What a change waits for that only a newer program can read."""
KIND_KEY = "kind:"
"""Begins the key of a change whose kind only a newer program knows."""
REACH_KEY = "reach:"
"""Begins the key of a change that its device may not make as things are."""


class Shelf(Protocol):
    """What the list has made of the records that a batch touches."""

    def standing(self, record_id: str) -> Standing | None:
        """Return a record as it stands, or None where the list has not brought it."""

    def kind(self, record_id: str) -> Kind | None:
        """Return what a record is, or None where the list has not brought it."""

    def put(self, kind: Kind, record_id: str, standing: Standing) -> None:
        """Keep what a record has become."""

    def merges(self) -> Mapping[str, Standing]:
        """Return every merge of two files, by the id of its record."""

    def has(self, change_id: str) -> bool:
        """Tell whether a change has a place in the list."""

    def place(self, judgement: Judgement) -> None:
        """Keep a change in the list, at the place it was given."""

    def waiting_for(self, key: str) -> Iterable[SealedChange]:
        """Take out, oldest first, the changes that wait for a record, a change or a kind."""

    def keep_waiting(self, change: SealedChange, key: str, reason: Reason) -> None:
        """Keep a change that cannot be judged yet."""


class Judgement(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What became of a change.

    Attributes:
        change: The change.
        verdict: Applied, conflict, refused or quarantined.
        reason: Why, where it did not simply come in.
        position: Its place in the list; 0 while it waits, and where it gets none.
        took: The parts that came in.
        lost: The parts that did not, and what they met.
        body: The change as it is kept, where it has a place.
    """

    change: SealedChange
    verdict: Verdict
    reason: Reason = Reason.NONE
    position: int = 0
    took: tuple[str, ...] = ()
    lost: tuple[Lost, ...] = ()
    body: bytes = b""


def judge(
    shelf: Shelf,
    changes: Iterable[SealedChange],
    *,
    end: int,
    refusal: Callable[[SealedChange], Reason] = lambda _: Reason.NONE,
) -> list[Judgement]:
    """Return what becomes of ``changes`` in their order, and of what had waited for them.

    Args:
        shelf: The records as they stand; what they become is put there.
        changes: Changes that hold, by devices that may make them, none in the list already.
        end: The last place that was given out.
        refusal: Why one that had waited may not come in now that its turn has come: its
            device may reach less than it did, or never reached what it waited for. It goes on
            waiting, for another reach.
    """
    judgements: list[Judgement] = []
    for first in changes:
        due = deque([first])
        while due:
            change = due.popleft()
            judgement = _judged(shelf, change, end + 1)
            judgements.append(judgement)
            if judgement.position:
                end = judgement.position
                shelf.place(judgement)
                for key in (change.record_id, change.change_id):
                    for one in shelf.waiting_for(key):
                        if reason := refusal(one):
                            judgements.append(out_of_reach(shelf, one, reason))
                        else:
                            due.append(one)
    return judgements


def out_of_reach(shelf: Shelf, change: SealedChange, reason: Reason) -> Judgement:
    """Keep a change waiting that may not come in as things are; its words are not lost."""
    shelf.keep_waiting(change, f"{REACH_KEY}{change.device}", reason)
    return Judgement(change=change, verdict=Verdict.QUARANTINED, reason=reason)


def is_of_another_kind(shelf: Shelf, change: SealedChange) -> bool:
    """Tell whether a change says that a record is something else than it is.

    Scope and rights follow the kind, and the kind of a record never changes.
    """
    kept, told = shelf.kind(change.record_id), KINDS.get(change.kind)
    return kept is not None and told is not None and kept is not told


def _judged(shelf: Shelf, change: SealedChange, position: int) -> Judgement:
    if is_of_another_kind(shelf, change):
        return Judgement(change=change, verdict=Verdict.REFUSED, reason=Reason.ALTERED)
    body = msgspec.json.encode(change)
    if bounds.is_too_large(change, len(body)) or not bounds.is_dated(change):
        return Judgement(change=change, verdict=Verdict.REFUSED, reason=Reason.UNREADABLE)
    come = _incoming(change)
    key, reason = _waits_for(shelf, change, come)
    if reason:
        shelf.keep_waiting(change, key, reason)
        return Judgement(change=change, verdict=Verdict.QUARANTINED, reason=reason)
    kind, standing = KINDS[change.kind], shelf.standing(change.record_id)
    told = as_of_today(kind, standing, come)
    decision = merge.decide(kind, standing, told, _around(shelf, kind, change))
    # what begins in known fields alone is as large as its change, about
    may_outgrow = standing is not None or decision.standing.extra
    if may_outgrow and bounds.has_outgrown(decision.standing):
        return Judgement(change=change, verdict=Verdict.REFUSED, reason=Reason.UNREADABLE)
    shelf.put(kind, change.record_id, decision.standing)
    return Judgement(
        change=change,
        verdict=decision.verdict,
        reason=decision.reason,
        position=position,
        took=decision.took,
        lost=tuple([Lost(one.part, one.against) for one in decision.lost]),
        body=body,
    )


def _waits_for(shelf: Shelf, change: SealedChange, come: Incoming) -> tuple[str, Reason]:
    """Return what must be there before ``change`` can be judged, and why; "" and no reason."""
    kind = KINDS.get(change.kind)
    if kind is None:
        return f"{KIND_KEY}{change.kind}", Reason.UNKNOWN_KIND
    within = bounds.is_within(kind, change)
    if not (within and readable(kind, change.record_id, come)):
        return PROGRAM_KEY, Reason.UNREADABLE
    if not come.begins and shelf.standing(change.record_id) is None:
        return change.record_id, Reason.NOT_THERE_YET
    for ref in references(kind, change.record_id, change.fields):
        if shelf.standing(ref) is None:
            return ref, Reason.NOT_THERE_YET
    for version in sorted(set(change.base.values())):
        if not shelf.has(version):
            return version, Reason.NOT_THERE_YET
    return "", Reason.NONE


def touched(change: SealedChange) -> tuple[str, ...]:
    """Return the records that judging ``change`` looks at: its own, and what it points at.

    A change of an unknown kind looks at nothing.
    """
    kind = KINDS.get(change.kind)
    if kind is None:
        return ()
    return change.record_id, *references(kind, change.record_id, change.fields)


def _around(shelf: Shelf, kind: Kind, change: SealedChange) -> MergeContext:
    if kind is PERSON_MERGE:
        return MergeContext(merges=standing_merges(shelf, without=change.record_id))
    if kind is VISIT or kind.merge is not MergeClass.SINGLE_WRITER or "visit_id" not in kind.fields:
        return MergeContext()
    now = shelf.standing(change.record_id)
    visit = shelf.standing(str((now.fields if now else change.fields)["visit_id"]))
    if visit is None:
        return MergeContext()
    return MergeContext(
        writer=str(visit.fields["device_id"]),
        concluded=visit.fields["state"] == VisitState.CONCLUDED,
    )


def standing_merges(shelf: Shelf, *, without: str = "") -> dict[str, str]:
    """Return the merges of files that stand, from → into, but for one record."""
    return {
        str(one.fields["from_id"]): str(one.fields["into_id"])
        for record_id, one in shelf.merges().items()
        if record_id != without and not one.deleted and one.fields["undone_at"] is None
    }


def _incoming(change: SealedChange) -> Incoming:
    return Incoming(
        change_id=change.change_id,
        device=change.device,
        at=change.at,
        operation=change.operation,
        fields=change.fields,
        base=change.base,
    )
