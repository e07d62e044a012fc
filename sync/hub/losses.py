"""What of a dossier was lost to others and that nobody has decided on yet.

A fill tells what records are by now, not how they came to be so. Whoever gets one may be the
only one left to be asked about a clash, so the changes that lost come along with it (F8), each
with those of its parts that are still asked about: what :mod:`meitinker.store.conflicts` makes of
the same list on a laptop that was there all along. One thing only the values could tell, and that
question comes along too: whether somebody has since taken back the words that had lost.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import bindparam, func, select

from meitinker.domain.kinds import KINDS
from meitinker.domain.merging import (
    ABOUT_ALL,
    REMOVED,
    REOPEN,
    SETTLE,
    Reason,
    Verdict,
    card_key,
)
from sync.hub.many import OneOf
from sync.hub.tables import CHANGE
from sync.protocol import Judged, Lost, SealedChange

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sqlalchemy import Connection, Row

    from sync.hub.sealing import Sealing

MOST = 50
MOST_BYTES = 2 << 20
"""Changes that come along with one fill, and their bytes: the newest."""

_NONE = "[]"
_FIRST_LOST = (
    select(CHANGE.c.dossier, func.min(CHANGE.c.position))
    .where(
        CHANGE.c.organisation == bindparam("of_organisation"),
        OneOf(CHANGE.c.dossier, "dossiers"),
        CHANGE.c.lost != _NONE,
    )
    .group_by(CHANGE.c.dossier)
)
_change = msgspec.json.Decoder(SealedChange)
_took = msgspec.json.Decoder(tuple[str, ...])
_lost = msgspec.json.Decoder(tuple[Lost, ...])


def first_lost(
    connection: Connection, *, organisation: str, dossiers: Iterable[str]
) -> dict[str, int]:
    """Return where something was first lost in ``dossiers``, a few hundred at most.

    Nothing before that place can be about a loss, and most dossiers have none.
    """
    listed = sorted(dossiers)
    told = {"of_organisation": organisation, "dossiers": listed}
    found = connection.execute(_FIRST_LOST, told).all() if listed else ()
    return {dossier: position for dossier, position in found}


def open_losses(
    connection: Connection,
    sealing: Sealing,
    *,
    of: tuple[str, str],
    first: int,
    tells: Callable[[Row[Any]], bool],
) -> tuple[Judged, ...]:
    """Return the changes of a dossier that lost and whose question is still open, oldest first.

    What may not travel in its own words (``tells``) is left out: others are asked about it.

    Args:
        connection: A unit of work of the organisation.
        sealing: How words are kept.
        of: The organisation and the dossier.
        first: Where something was first lost in it.
        tells: Whether a change may travel as it was sealed.
    """
    asked = (
        select(CHANGE)
        .where(
            CHANGE.c.organisation == of[0],
            CHANGE.c.dossier == of[1],
            CHANGE.c.position >= first,
        )
        .order_by(CHANGE.c.position)
    )
    questions = Questions()
    lost: dict[str, tuple[Row[Any], SealedChange]] = {}
    for row in connection.execute(asked):
        change = _change.decode(sealing.open(row.body))
        if questions.take(change, Verdict(row.verdict), _lost.decode(row.lost)):
            lost[change.change_id] = row, change
    told = [
        _judged(row, change, parts)
        for row, change in lost.values()
        if (parts := questions.open_of(change)) and tells(row)
    ]
    return _newest(told)


class _Question(msgspec.Struct):
    """A part of a change that did not come in.

    ``words``: the fields at stake where it was written in a record that had been removed; of a
    part of its own, and of a removal that did not come in, nothing.
    """

    change_id: str
    part: str
    words: frozenset[str]
    closed_by: str = ""


class Questions:
    """What is asked about the records of a dossier, by the changes of the list in their order."""

    def __init__(self) -> None:
        """Begin where nothing was lost yet."""
        self._of: dict[str, list[_Question]] = defaultdict(list)

    def take(self, change: SealedChange, verdict: Verdict, lost: Sequence[Lost]) -> bool:
        """Let the next change answer questions, carry them on and ask its own; tell if it asks.

        A change on the very version that had lost carries on the question of that part, and of
        no other. A decision names its parts, and so does taking it back.
        """
        asked = self._of[change.record_id]
        if change.operation in {SETTLE, REOPEN}:
            self._answer(asked, change)
            if verdict is Verdict.REFUSED:
                return False
        line = _line(asked, change)
        before = [one for one in asked if not one.closed_by and _goes_on(one, line, change, lost)]
        for one in before:
            one.closed_by = change.change_id
        asked += [_asked(change, one.part, before) for one in lost]
        return bool(lost)

    def open_of(self, change: SealedChange) -> frozenset[str]:
        """Return the parts of a change about which somebody is still to be asked."""
        return frozenset(
            one.part
            for one in self._of[change.record_id]
            if one.change_id == change.change_id and not one.closed_by
        )

    def _answer(self, asked: list[_Question], change: SealedChange) -> None:
        reopens = change.operation == REOPEN
        for one in asked:
            meant = change.base.get(card_key(one.part)) == one.change_id
            if meant and reopens == bool(one.closed_by):
                one.closed_by = "" if reopens else change.change_id


def _line(asked: Iterable[_Question], change: SealedChange) -> set[str]:
    """Return the changes on which ``change`` was made, and those that carried their words on."""
    line = set(change.base.values())
    removed = [one for one in asked if one.part == REMOVED]
    while more := {one.closed_by for one in removed if one.change_id in line} - line:
        line |= more
    return line


def _goes_on(one: _Question, line: set[str], change: SealedChange, lost: Sequence[Lost]) -> bool:
    """Tell whether a change carries a question on, or takes it back."""
    if not one.words:
        return change.base.get(one.part) == one.change_id
    carries = any(loss.part == REMOVED for loss in lost)
    says_all = change.operation in ABOUT_ALL or one.words <= _said(change)
    return one.change_id in line and (carries or says_all)


def _asked(change: SealedChange, part: str, before: Iterable[_Question]) -> _Question:
    removes = change.operation in {"delete", "restore"}
    if part != REMOVED or removes or (change.operation == SETTLE and REMOVED in change.base):
        return _Question(change.change_id, part, frozenset())
    carried = [one.words for one in before if one.part == REMOVED]
    return _Question(change.change_id, part, _said(change).union(*carried))


def _said(change: SealedChange) -> frozenset[str]:
    """Return the fields that a change sets, by their names of today."""
    kind = KINDS.get(change.kind)
    return frozenset(kind.of_today(change.fields, {}) if kind else change.fields)


def _judged(row: Row[Any], change: SealedChange, parts: frozenset[str]) -> Judged:
    return Judged(
        position=row.position,
        change_id=row.change_id,
        verdict=Verdict(row.verdict),
        reason=Reason(row.reason),
        took=_took.decode(row.took),
        lost=tuple(one for one in _lost.decode(row.lost) if one.part in parts),
        change=change,
    )


def _newest(told: Sequence[Judged]) -> tuple[Judged, ...]:
    """Return as many of the newest as may come along, at least one."""
    room, kept = MOST_BYTES, 0
    for one in reversed(told[-MOST:]):
        room -= len(msgspec.json.encode(one))
        if room < 0 and kept:
            break
        kept += 1
    return tuple(told[len(told) - kept :])
