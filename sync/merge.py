"""What wins when several devices changed one record, and what a person must decide.

Pure functions: a verdict depends on the record as it stands, the change, and a little context.
Clocks play no part. A change names its base: per merge group, the *version* (the id of the change
that set the value) its author saw. So every device that reads the same list of changes reaches
the same verdicts, whenever it reads them.

* Per merge group: based on the standing version → applied; equal to the standing value → nothing
  to do; otherwise the standing value stays, and both are kept for a person to choose from.
* ``by_field`` loses only the groups that conflict; a ``command`` is applied whole or not at all;
  ``single_writer`` accepts changes of the visit's owner until it is concluded; ``append_only``
  is never edited.
* Deciding that the standing value stays gives it a new version, so a contrary decision made
  without seeing this one conflicts in turn, and a person decides again.
* Removing what another edited, editing what another removed, restoring what another removed
  again: a person decides. Nothing vanishes or returns unseen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.merging import REMOVED, SETTLE, Decision, Loss, Reason, Standing, Verdict
from meitinker.domain.people import PERSON_MERGE
from meitinker.domain.records import MergeClass
from meitinker.domain.visits import VISIT, VisitState
from meitinker.errors import BugError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from meitinker.domain.merging import Incoming, MergeContext
    from meitinker.domain.records import Kind

TAKE_OVER = "take_over"
"""The command by which another device becomes the writer of an open visit."""


def decide(
    kind: Kind, standing: Standing | None, change: Incoming, around: MergeContext
) -> Decision:
    """Return the verdict on ``change`` and the record after it.

    Args:
        kind: The kind of the record.
        standing: The record so far; None where it does not exist.
        change: The change to judge, in list order.
        around: The visit it belongs to, and the merges of persons in force.

    Raises:
        BugError: The record does not exist and the change does not create it; callers hold such
            changes back until the record arrives.
    """
    if standing is None and not change.begins:
        raise BugError("nothing to change")
    reason = _refusal(kind, standing, change, around)
    if reason:
        return _refused(kind, standing, change, reason)
    if standing is None:
        decision = _begun(kind, change)
    elif change.operation == "delete":
        decision = _removed(standing, change)
    elif change.operation == "restore":
        decision = _brought_back(standing, change)
    elif change.operation == SETTLE:
        decision = _settled(kind, standing, change)
    else:
        decision = _edited(kind, standing, change)
    if kind is PERSON_MERGE and _closes_circle(standing, decision.standing, around.merges):
        return _apart(kind, standing, change)
    return decision


def groups_of(kind: Kind, fields: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the merge groups that ``fields`` lie in, with those fields.

    A field of a newer program is a group of its own.
    """
    found: dict[str, tuple[str, ...]] = {}
    for name in fields:
        group = kind.fields[name].group if name in kind.fields else name
        found[group] = (*found.get(group, ()), name)
    return found


def end_of(merges: Mapping[str, str], person: str) -> str:
    """Return the person that ``person`` stands for under ``merges``.

    The list has no circle. A laptop that reads an early part of it beside a fill of today may have
    one for a while; who goes round it stands for someone in it.
    """
    passed: set[str] = set()
    while person in merges and person not in passed:
        passed.add(person)
        person = merges[person]
    return person


def _refusal(
    kind: Kind, standing: Standing | None, change: Incoming, around: MergeContext
) -> Reason:
    match kind.merge:
        case MergeClass.APPEND_ONLY if not change.begins and _edits(change):
            return Reason.NEVER_CHANGES
        case MergeClass.SINGLE_WRITER:
            return _writers_refusal(*_writer(kind, standing, change, around), change)
        case _:
            return Reason.NONE


def _edits(change: Incoming) -> bool:
    return change.operation not in {"delete", "restore"} and bool(change.fields)


def _writer(
    kind: Kind, standing: Standing | None, change: Incoming, around: MergeContext
) -> tuple[str, bool]:
    """Return the device that may write and whether the visit was concluded."""
    if kind is not VISIT:
        return around.writer, around.concluded
    if standing is None:
        return str(change.fields.get("device_id")), False
    return str(standing.fields["device_id"]), standing.fields["state"] == VisitState.CONCLUDED


def _writers_refusal(writer: str, concluded: bool, change: Incoming) -> Reason:
    if concluded:
        return Reason.CONCLUDED
    if change.device != writer and change.operation != TAKE_OVER:
        return Reason.NOT_THE_WRITER
    return Reason.NONE


def _refused(kind: Kind, standing: Standing | None, change: Incoming, reason: Reason) -> Decision:
    if standing is None:
        return _stillborn(kind, change, Verdict.REFUSED, reason)
    parts = groups_of(kind, change.fields) or (REMOVED,)
    lost = tuple(Loss(part, (part,)) for part in parts)
    return Decision(verdict=Verdict.REFUSED, reason=reason, standing=standing, lost=lost)


def _begun(kind: Kind, change: Incoming) -> Decision:
    known = {name: change.fields.get(name, f.default) for name, f in kind.fields.items()}
    extra = {name: value for name, value in change.fields.items() if name not in kind.fields}
    groups = (*kind.groups, *extra)
    standing = Standing(known, dict.fromkeys(groups, change.change_id), extra, deleted=False)
    return Decision(verdict=Verdict.APPLIED, standing=standing, took=groups)


def _stillborn(kind: Kind, change: Incoming, verdict: Verdict, reason: Reason) -> Decision:
    """Create a refused record as a tombstone, so that later changes to it have a target."""
    begun = _begun(kind, change)
    versions = {**begun.standing.versions, REMOVED: change.change_id}
    return Decision(
        verdict=verdict,
        reason=reason,
        standing=msgspec.structs.replace(begun.standing, versions=versions, deleted=True),
        took=(*begun.took, REMOVED),
        lost=(Loss(REMOVED, (REMOVED,)),),
    )


def _removed(standing: Standing, change: Incoming) -> Decision:
    if standing.deleted:
        return Decision(verdict=Verdict.APPLIED, standing=standing)
    return _kept_or_gone(standing, change, Reason.WAS_EDITED, gone=True)


def _brought_back(standing: Standing, change: Incoming) -> Decision:
    if not standing.deleted:
        return Decision(verdict=Verdict.APPLIED, standing=standing)
    return _kept_or_gone(standing, change, Reason.WAS_REMOVED, gone=False)


def _kept_or_gone(standing: Standing, change: Incoming, clash: Reason, *, gone: bool) -> Decision:
    """Remove or restore a record, if its author saw every standing version."""
    unseen = tuple(g for g, v in sorted(standing.versions.items()) if change.base.get(g) != v)
    if unseen:
        lost = (Loss(REMOVED, unseen),)
        return Decision(verdict=Verdict.CONFLICT, reason=clash, standing=standing, lost=lost)
    versions = {**standing.versions, REMOVED: change.change_id}
    after = msgspec.structs.replace(standing, versions=versions, deleted=gone)
    return Decision(verdict=Verdict.APPLIED, standing=after, took=(REMOVED,))


def _edited(kind: Kind, standing: Standing, change: Incoming) -> Decision:
    wanted = {
        group: names
        for group, names in groups_of(kind, change.fields).items()
        if any(standing.value(name) != change.fields[name] for name in names)
    }
    if standing.deleted:
        return _edited_tombstone(standing, change, bool(wanted))
    clashing = [g for g in wanted if standing.versions.get(g) != change.base.get(g)]
    if clashing and kind.merge is MergeClass.COMMAND:
        clashing = list(wanted)
    lost = tuple(Loss(group, (group,)) for group in clashing)
    took = {group: names for group, names in wanted.items() if group not in clashing}
    return Decision(
        verdict=Verdict.CONFLICT if lost else Verdict.APPLIED,
        reason=Reason.BOTH_CHANGED if lost else Reason.NONE,
        standing=_with(kind, standing, change, took),
        took=tuple(took),
        lost=lost,
    )


def _settled(kind: Kind, standing: Standing, change: Incoming) -> Decision:
    """Judge a decision that the standing value, or the removal, stays."""
    groups = groups_of(kind, change.fields)
    if groups and standing.deleted != (REMOVED in change.base):
        return Decision(
            verdict=Verdict.CONFLICT,
            reason=Reason.WAS_REMOVED if standing.deleted else Reason.WAS_EDITED,
            standing=standing,
            lost=(Loss(REMOVED, (REMOVED,) if standing.deleted else tuple(groups)),),
        )
    took = tuple(g for g in groups if standing.versions.get(g) == change.base.get(g))
    lost = tuple(
        Loss(group, (group,))
        for group, names in groups.items()
        if group not in took
        and not standing.deleted
        and any(standing.value(name) != change.fields[name] for name in names)
    )
    versions = {**standing.versions, **dict.fromkeys(took, change.change_id)}
    return Decision(
        verdict=Verdict.CONFLICT if lost else Verdict.APPLIED,
        reason=Reason.BOTH_CHANGED if lost else Reason.NONE,
        standing=msgspec.structs.replace(standing, versions=versions),
        took=took,
        lost=lost,
    )


def _edited_tombstone(standing: Standing, change: Incoming, says_something: bool) -> Decision:
    # Undoing a merge that was removed leaves nothing to ask.
    if not says_something or change.operation == "unmerge":
        return Decision(verdict=Verdict.APPLIED, standing=standing)
    lost = (Loss(REMOVED, (REMOVED,)),)
    return Decision(
        verdict=Verdict.CONFLICT, reason=Reason.WAS_REMOVED, standing=standing, lost=lost
    )


def _with(
    kind: Kind, standing: Standing, change: Incoming, took: Mapping[str, tuple[str, ...]]
) -> Standing:
    new = {name: change.fields[name] for names in took.values() for name in names}
    known = {name: value for name, value in new.items() if name in kind.fields}
    extra = {name: value for name, value in new.items() if name not in kind.fields}
    return Standing(
        fields={**standing.fields, **known},
        versions={**standing.versions, **dict.fromkeys(took, change.change_id)},
        extra={**standing.extra, **extra},
        deleted=standing.deleted,
    )


def _closes_circle(before: Standing | None, after: Standing, merges: Mapping[str, str]) -> bool:
    """Tell whether a merge takes effect that the earlier ones forbid.

    A file is merged into at most one other, and never, directly or through others, into itself.
    """
    if not _joins(after) or (before is not None and _joins(before)):
        return False
    source, target = str(after.fields["from_id"]), str(after.fields["into_id"])
    return source in merges or end_of(merges, target) == source


def _joins(standing: Standing) -> bool:
    return not standing.deleted and standing.fields["undone_at"] is None


def _apart(kind: Kind, standing: Standing | None, change: Incoming) -> Decision:
    if standing is None:
        return _stillborn(kind, change, Verdict.CONFLICT, Reason.CLOSES_CIRCLE)
    parts = groups_of(kind, change.fields) or (REMOVED,)
    return Decision(
        verdict=Verdict.CONFLICT,
        reason=Reason.CLOSES_CIRCLE,
        standing=standing,
        lost=tuple(Loss(part, (part,)) for part in parts),
    )
