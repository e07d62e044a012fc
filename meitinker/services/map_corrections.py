"""Corrections of the social map: proposed from the field, answered by the back office."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from meitinker import clock
from meitinker.domain.kinds import KINDS
from meitinker.domain.map_corrections import (
    AnswerState,
    CorrectionAnswer,
    MapCorrection,
    MapCorrectionAnswer,
)
from meitinker.domain.map_services import MAP_SERVICE, MapService
from meitinker.domain.records import Record, to_value
from meitinker.errors import InvalidField
from meitinker.ids import RecordId, UserId, record_id
from meitinker.services import form_drafts, map_answers, map_editing
from meitinker.services.form_drafts import Form, TypedFields
from meitinker.store import map_upkeep, records
from meitinker.store.acts import Act, act

if TYPE_CHECKING:
    from meitinker.changes import Changes
    from meitinker.domain.session import Session
    from meitinker.store.database import Database
    from meitinker.store.driver import Connection

FORM = Form("map_correction", TypedFields, about=MapService)
"""A correction that is being typed."""

TURNING_DOWN = Form("map_turn_down", TypedFields, about=MapCorrection)
"""Why a correction is not taken over, while it is typed."""

_ABOUT = frozenset(
    {
        *("map_service", "provider", "map_location", "map_phone", "map_contact"),
        *("schedule", "cost_option", "service_capacity"),
    }
)
"""Kinds of which a field can be corrected by what it should say."""


class Proposed(msgspec.Struct, frozen=True, kw_only=True):
    """What is wrong: a field and what it should say, or only words.

    ``part`` and ``part_key`` name the record (the service itself where ``part`` is "").
    """

    field: str = ""
    value: str = ""
    note: str = ""
    part: str = ""
    part_key: str = ""
    told_by: str = ""


class CorrectionFile(msgspec.Struct, frozen=True, kw_only=True):
    """A correction, where it stands, and what was answered."""

    correction: MapCorrection
    state: AnswerState
    answers: tuple[MapCorrectionAnswer, ...] = ()


def propose(
    database: Database, session: Session, service_id: RecordId, proposed: Proposed
) -> Changes:
    """Tell the back office that something in the map is not right.

    Raises:
        NotAllowed: It is not this role's.
        InvalidField: Nothing was said (``correction_empty``), or the field cannot hold it.
        NotVisible: The service or its part is not there.
    """
    if not proposed.note.strip() and not proposed.field:
        raise InvalidField("note", "correction_empty")
    with act(database, session, "map.propose") as work:
        propose_within(work, service_id, proposed)
        form_drafts.drop(work.transaction, FORM, about=service_id)
    return work.changes


def propose_within(work: Act, service_id: RecordId, proposed: Proposed) -> RecordId:
    """Propose a correction as a part of an act under way, as :func:`propose`; return its id."""
    connection, session = work.transaction.connection, work.session
    records.get(connection, session, MapService, service_id)
    part = proposed.part or (MAP_SERVICE.name if proposed.field else "")
    key = proposed.part_key or (service_id if proposed.field else "")
    was = ""
    if proposed.field:
        standing_part = records.get(connection, session, _record(part), key)
        readable(part, proposed.field, proposed.value)
        was = text_of(getattr(standing_part, proposed.field))
    return work.create(
        MapCorrection(
            id=record_id(),
            service_id=service_id,
            user_id=UserId(session.user),
            at=clock.now(),
            part=part,
            part_key=key,
            field=proposed.field,
            was=was,
            value=proposed.value.strip(),
            note=proposed.note.strip(),
            told_by=proposed.told_by.strip(),
        )
    )


def accept(
    database: Database, session: Session, correction_id: RecordId, *, why: str = ""
) -> Changes:
    """Take a correction over: its field says what was proposed; one in words is done by hand.

    Raises:
        NotAllowed: It is not this role's.
        InvalidField: It was answered (``answered_already``), the field says something else by
            now (``changed_since``), or cannot hold it.
        NotVisible: What it is about is not there any more.
    """
    with act(database, session, "map.answer") as work:
        accept_within(work, correction_id, why=why)
    return work.changes


def accept_within(work: Act, correction_id: RecordId, *, why: str = "") -> None:
    """Take a correction over as a part of an act under way; as :func:`accept`."""
    connection, session = work.transaction.connection, work.session
    found = _unanswered(connection, session, correction_id)
    if found.field:
        record = _record(found.part)
        key = RecordId(found.part_key)
        now = records.get(connection, session, record, key)
        if text_of(getattr(now, found.field)) not in {found.was, found.value}:
            raise InvalidField("value", "changed_since")
        value = readable(found.part, found.field, found.value)
        map_editing.change_within(work, record, key, {found.field: value})
    work.create(_answer(session, correction_id, CorrectionAnswer.ACCEPTED, why))
    form_drafts.drop(work.transaction, TURNING_DOWN, about=correction_id)


def turn_down(
    database: Database, session: Session, correction_id: RecordId, *, why: str
) -> Changes:
    """Leave the map as it is, and say why.

    Raises:
        NotAllowed: It is not this role's.
        InvalidField: No reason (``answer_reason_missing``), or answered (``answered_already``).
    """
    if not why.strip():
        raise InvalidField("why", "answer_reason_missing")
    with act(database, session, "map.answer") as work:
        _unanswered(work.transaction.connection, session, correction_id)
        work.create(_answer(session, correction_id, CorrectionAnswer.TURNED_DOWN, why))
        form_drafts.drop(work.transaction, TURNING_DOWN, about=correction_id)
    return work.changes


def listed(
    database: Database, session: Session, *, only: AnswerState | None = AnswerState.OPEN
) -> tuple[CorrectionFile, ...]:
    """Return corrections, the oldest first: those that wait, or those that stand elsewhere.

    Args:
        database: The store.
        session: Who asks; who only reads the map sees none.
        only: Where they stand; None is all.
    """
    with database.reading() as connection:
        told = map_upkeep.corrections(connection, session)
        known = dict(map_answers.answer_states(told, CorrectionAnswer, only=only))
        said = map_answers.all_answers(connection, session, MapCorrectionAnswer, known)
        return tuple(
            CorrectionFile(
                correction=one,
                state=known[one.id],
                answers=said[one.id],
            )
            for one in records.chosen(connection, session, MapCorrection, known)
        )


def _unanswered(connection: Connection, session: Session, key: RecordId) -> MapCorrection:
    return map_answers.unanswered(connection, session, MapCorrection, key, by=MapCorrectionAnswer)


def _answer(
    session: Session, correction_id: RecordId, verdict: CorrectionAnswer, why: str
) -> MapCorrectionAnswer:
    return MapCorrectionAnswer(
        id=record_id(),
        correction_id=correction_id,
        user_id=UserId(session.user),
        at=clock.now(),
        verdict=verdict,
        why=why.strip(),
    )


def _record(part: str) -> type[Record]:
    if part not in _ABOUT:
        raise InvalidField("part", "correction_not_there")
    return KINDS[part].record


def readable(part: str, field: str, text: str) -> Any:
    """Return what a field holds when it says ``text``.

    Raises:
        InvalidField: There is no such field, or it cannot hold that.
    """
    kind = KINDS[part]
    if field not in kind.fields or kind.fields[field].held.ref:
        raise InvalidField("field", "correction_not_there")
    wanted: str | None = text.strip()
    if wanted == "" and kind.fields[field].type is not str:
        wanted = None
    try:
        return msgspec.convert(wanted, kind.fields[field].type, strict=False)
    except msgspec.ValidationError as error:
        raise InvalidField("value", "value_wrong") from error


def text_of(value: object) -> str:
    """Return a field's value as text, as corrections hold it."""
    told = to_value(value)
    return "" if told is None else str(told)
