"""Answering what people tell of the social map: by whom, once, where it stands, who hears of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

import msgspec

from meitinker import clock
from meitinker.domain.map_corrections import (
    AnswerState,
    CorrectionAnswer,
    GapAnswer,
    MapCorrection,
    MapCorrectionAnswer,
    MissingService,
    MissingServiceAnswer,
    answer_state,
)
from meitinker.domain.map_services import MapService
from meitinker.domain.records import Record
from meitinker.errors import InvalidField, NotAllowed
from meitinker.services import social_map
from meitinker.store import records, settings
from meitinker.store.settings import Setting

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from meitinker.domain.session import Session
    from meitinker.ids import RecordId
    from meitinker.store.database import Database
    from meitinker.store.driver import Connection
    from meitinker.store.map_upkeep import Answered

_ABOUT: dict[type[Record], str] = {
    MapCorrectionAnswer: "correction_id",
    MissingServiceAnswer: "missing_id",
}
"""The field of an answer that says to what."""

TOLD_FOR = timedelta(days=60)
"""How long an answer is news: who is away for a month still reads it."""

_MOST_READ = 200
_READ: Setting[tuple[str, ...]] = Setting("map_answers_read", tuple[str, ...], ())
"""Which answers were read on this device; no concern of anybody else."""

T = TypeVar("T", bound=Record)
A = TypeVar("A", bound=MapCorrectionAnswer | MissingServiceAnswer)


def unanswered(
    connection: Connection, session: Session, told: type[T], key: RecordId, *, by: type[A]
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


def all_answers(
    connection: Connection, session: Session, by: type[A], told: Iterable[str]
) -> dict[str, tuple[A, ...]]:
    """Return what was answered to each of these, the oldest first, in one question."""
    found: dict[str, list[A]] = {one: [] for one in told}
    for one in records.of_several(connection, session, by, _ABOUT[by], found, order="at"):
        found[getattr(one, _ABOUT[by])].append(one)
    return {one: tuple(said) for one, said in found.items()}


def answer_states(
    known: Iterable[Answered],
    codes: type[CorrectionAnswer] | type[GapAnswer],
    *,
    only: AnswerState | None,
) -> Iterator[tuple[str, AnswerState]]:
    """Yield what stands where ``only`` says (None: anywhere), by the codes of its answers."""
    for one in known:
        where = answer_state(codes(code) for code in one.answers.split(",") if code)
        if only is None or where is only:
            yield one.record_id, where


class HeardAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What the back office answered to something that the user told of the map.

    Attributes:
        answer_id: The answer.
        about: What was told: the words that were looked for, or the service that is not right.
        said: What was answered.
        why: What was written with it.
        service: The service that it is about, or that is there after all; "" where there is none.
        service_id: That service, or "".
        at: When it was answered.
    """

    answer_id: str
    about: str
    said: CorrectionAnswer | GapAnswer
    why: str
    service: str
    service_id: str
    at: datetime


def heard(database: Database, session: Session) -> tuple[HeardAnswer, ...]:
    """Return the answers that the user did not read yet, the newest first.

    Whoever answers oneself need not be told, and after :data:`TOLD_FOR` it is no news.
    """
    with database.reading() as connection:
        read = settings.get(connection, _READ)
        gaps = {
            one.id: one
            for one in records.find(connection, session, MissingService, user_id=session.user)
        }
        corrections = {
            one.id: one
            for one in records.find(connection, session, MapCorrection, user_id=session.user)
        }
        on_gaps = _new(connection, session, MissingServiceAnswer, gaps, read)
        on_corrections = _new(connection, session, MapCorrectionAnswer, corrections, read)
        named = {one.service_id for one in on_gaps if one.service_id}
        named |= {corrections[one.correction_id].service_id for one in on_corrections}
        services = {one.id: one for one in records.chosen(connection, session, MapService, named)}
    found = [
        _heard(
            one,
            said=one.answer,
            about=gaps[one.missing_id].sought or gaps[one.missing_id].note,
            service=services.get(one.service_id) if one.service_id else None,
        )
        for one in on_gaps
    ]
    found += [
        _heard(
            one,
            said=one.verdict,
            service=services.get(corrections[one.correction_id].service_id),
        )
        for one in on_corrections
    ]
    return tuple(sorted(found, key=lambda one: one.at, reverse=True))


def note_read(database: Database, answer_id: str) -> None:
    """Remember on this device that an answer was read; the oldest are forgotten."""
    with database.transaction() as work:
        before = settings.get(work.connection, _READ)
        settings.put(work, _READ, (*before, answer_id)[-_MOST_READ:])


def _new(
    connection: Connection,
    session: Session,
    by: type[A],
    told: Iterable[str],
    read: Collection[str],
) -> list[A]:
    """Return the answers of others to what is ``told`` that are still news."""
    since = clock.now() - TOLD_FOR
    return [
        one
        for one in records.of_several(connection, session, by, _ABOUT[by], told, order="at")
        if one.user_id != session.user and one.at > since and one.id not in read
    ]


def _heard(
    one: MapCorrectionAnswer | MissingServiceAnswer,
    *,
    said: CorrectionAnswer | GapAnswer,
    about: str = "",
    service: MapService | None,
) -> HeardAnswer:
    name = service.name if service else ""
    return HeardAnswer(
        answer_id=one.id,
        about=about or name,
        said=said,
        why=one.why,
        service=name,
        service_id=service.id if service else "",
        at=one.at,
    )
