"""A form that is handed in with a button, beside what stands in its record by then.

While it is filled in an exchange may bring what somebody else wrote. What the user left alone is
not written, so that it stays theirs; where both changed the same, nothing is overwritten before
the user has seen it (F8). What is typed without a button is in :mod:`meitinker.store.seen`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.domain.kinds import kind_of
from meitinker.errors import ChangedMeanwhile

if TYPE_CHECKING:
    from collections.abc import Mapping

    from meitinker.domain.records import Record


def own_changes(
    now: Record, wanted: Mapping[str, object], *, shown: Mapping[str, object]
) -> dict[str, object]:
    """Return what the user changed of the fields of a form.

    Args:
        now: The record as it stands.
        wanted: The fields as they were handed in.
        shown: The same fields as the form began.

    Raises:
        ChangedMeanwhile: Somebody else wrote something else in what belongs together with it.
    """
    kind = kind_of(type(now))
    changed = {name: value for name, value in wanted.items() if value != shown[name]}
    groups = {kind.fields[name].group for name in changed}
    for name in wanted:
        stands = getattr(now, name)
        theirs = stands not in (shown[name], wanted[name])
        if theirs and kind.fields[name].group in groups:
            raise ChangedMeanwhile(kind.name)
    return changed
