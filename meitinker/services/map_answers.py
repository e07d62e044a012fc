"""Answering what people tell of the social map: by whom, once, and where each of it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from meitinker.domain.map_corrections import (
    GapAnswer,
    MapCorrectionAnswer,
    MissingServiceAnswer,
    Standing,
    Verdict,
    standing,
)
from meitinker.domain.records import Record
from meitinker.errors import InvalidField, NotAllowed
from meitinker.services import social_map
from meitinker.store import records

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from meitinker.domain.session import Session
    from meitinker.ids import RecordId
    from meitinker.store.driver import Connection
    from meitinker.store.map_upkeep import Answered

_ABOUT: dict[type[Record], str] = {
    MapCorrectionAnswer: "correction_id",
    MissingServiceAnswer: "missing_id",
}
"""The field of an answer that says to what."""

T = TypeVar("T", bound=Record)
A = TypeVar("A", bound=Record)


def unanswered(
    connection: Connection, session: Session, told: type[T], key: RecordId, *, by: type[Record]
) -> T:
    """Return what was told, for who answers it now.

    Args:
        connection: Of the store.
        session: Who answers.
        told: The record of what was told.
        key: Which.
        by: The record of an answer.

    Raises:
        NotVisible: It is not there.
        NotAllowed: The map is not this role's to keep.
        InvalidField: It was answered (``answered_already``).
    """
    found = records.get(connection, session, told, key)
    if not social_map.keeps(connection, session):
        raise NotAllowed(by.__name__)
    if answers(connection, session, by, found):
        raise InvalidField("answer", "answered_already")
    return found


def answers(connection: Connection, session: Session, by: type[A], told: Record) -> tuple[A, ...]:
    """Return what was answered to it, the oldest first."""
    about = {_ABOUT[by]: told.id}
    return tuple(records.find(connection, session, by, order="at", **about))


def standings(
    known: Iterable[Answered], codes: type[Verdict] | type[GapAnswer], *, only: Standing | None
) -> Iterator[tuple[str, Standing]]:
    """Yield what stands where ``only`` says (None: anywhere), by the codes of its answers."""
    for one in known:
        where = standing(codes(code) for code in one.answers.split(",") if code)
        if only is None or where is only:
            yield one.record_id, where
