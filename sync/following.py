"""Following the verdicts of the hub, instead of reaching them again.

The hub judges each change once, with :mod:`sync.merge`. Whoever reads its list does what it was
told, so an older program and a laptop that sees one village only end with the same records. What
has no verdict yet, because it was made here and lies on top of the list, is judged as the hub
will judge it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.domain.merging import REMOVED, Decision, Loss, Ruling, Standing
from meitinker.errors import BugError
from sync import merge

if TYPE_CHECKING:
    from meitinker.domain.merging import Incoming, MergeContext
    from meitinker.domain.records import Kind
    from sync.protocol import Judged


def told(judged: Judged) -> Ruling:
    """Return the verdict that came with a place in the list."""
    return Ruling(
        verdict=judged.verdict,
        reason=judged.reason,
        took=judged.took,
        lost=tuple(Loss(one.part, one.against) for one in judged.lost),
    )


def decide(
    kind: Kind, standing: Standing | None, change: Incoming, around: MergeContext
) -> Decision:
    """Return what the hub decided on ``change``, or would decide where it has not yet.

    Raises:
        BugError: A change other than a beginning for a record that does not exist.
    """
    verdict = change.told
    if verdict is None:
        return merge.decide(kind, standing, change, around)
    if standing is None and not change.begins:
        raise BugError("nothing to change")
    # What a beginning brings is all there is: the list may be read again from its beginning.
    again = change.begins and verdict.took
    before = _blank(kind) if standing is None or again else standing
    return Decision(
        verdict=verdict.verdict,
        reason=verdict.reason,
        standing=_after(kind, before, change, frozenset(verdict.took)),
        took=verdict.took,
        lost=verdict.lost,
    )


def _blank(kind: Kind) -> Standing:
    defaults = {name: field.default for name, field in kind.fields.items()}
    return Standing(fields=defaults, versions={}, extra={}, deleted=False)


def _after(kind: Kind, before: Standing, change: Incoming, took: frozenset[str]) -> Standing:
    """Return the record once the parts that came in are in.

    A field counts where its merge group came in, or it alone: to the hub it may be a group of
    its own, where that knows another version of the kind.
    """
    came_in = {
        name: value
        for name, value in change.fields.items()
        if name in took or (name in kind.fields and kind.fields[name].group in took)
    }
    known = {name: value for name, value in came_in.items() if name in kind.fields}
    extra = {name: value for name, value in came_in.items() if name not in kind.fields}
    return Standing(
        fields={**before.fields, **known},
        versions={**before.versions, **dict.fromkeys(sorted(took), change.change_id)},
        extra={**before.extra, **extra},
        # a beginning that removes is one that could not be: it left a tombstone
        deleted=change.operation != "restore" if REMOVED in took else before.deleted,
    )
