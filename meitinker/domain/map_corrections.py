"""What the field tells of the social map: what is wrong in it, and which help is missing.

A meitinker proposes and the back office answers. Both are facts of their own: who proposed cannot
answer, and of two clerks who answered apart both answers stay until one takes theirs back.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from meitinker.domain.grounds import DIRECTORY_UPKEEP as GROUND
from meitinker.domain.map_services import CarerFunction
from meitinker.domain.providers import EVERYWHERE
from meitinker.domain.records import (
    BACK_OFFICE,
    WORKERS,
    Held,
    MergeClass,
    Record,
    Writers,
    declare,
)
from meitinker.domain.room import TEXT
from meitinker.domain.visits import LifeDomain
from meitinker.ids import RecordId, UserId, VillageId


class CorrectionAnswer(StrEnum):
    """What the back office said to a correction."""

    ACCEPTED = "accepted"
    TURNED_DOWN = "turned_down"


class GapAnswer(StrEnum):
    """What the back office said to a note of help that is missing."""

    EXISTS = "exists"
    PASSED_ON = "passed_on"
    NOTED = "noted"


class AnswerState(StrEnum):
    """Where a signal stands; ``SAID_TWICE``: two people answered differently."""

    OPEN = "open"
    ACCEPTED = "accepted"
    TURNED_DOWN = "turned_down"
    EXISTS = "exists"
    PASSED_ON = "passed_on"
    NOTED = "noted"
    SAID_TWICE = "said_twice"


class MapCorrection(Record, frozen=True, kw_only=True):
    """Something in the map is not right.

    Attributes:
        part: The kind of the record it is about, or "" where only ``note`` says what is wrong.
        part_key: That record.
        field: Its field.
        was: What the field said then, as text.
        value: What it should say.
        note: What is wrong, or why.
        told_by: Who says so, when it is not who writes it.
    """

    service_id: Annotated[RecordId, Held(ground=GROUND, ref="map_service")]
    user_id: Annotated[UserId, Held(ground=GROUND, ref="user")]
    at: Annotated[datetime, Held(ground=GROUND)]
    part: Annotated[str, Held(ground=GROUND)] = ""
    part_key: Annotated[str, Held(ground=GROUND)] = ""
    field: Annotated[str, Held(ground=GROUND)] = ""
    was: Annotated[str, Held(ground=GROUND, most=TEXT)] = ""
    value: Annotated[str, Held(ground=GROUND, most=TEXT)] = ""
    note: Annotated[str, Held(ground=GROUND, most=TEXT)] = ""
    told_by: Annotated[str, Held(ground=GROUND)] = ""


class MapCorrectionAnswer(Record, frozen=True, kw_only=True):
    """The back office took a correction over in the map, or did not."""

    correction_id: Annotated[RecordId, Held(ground=GROUND, ref="map_correction")]
    user_id: Annotated[UserId, Held(ground=GROUND, ref="user")]
    at: Annotated[datetime, Held(ground=GROUND)]
    verdict: Annotated[CorrectionAnswer, Held(ground=GROUND)]
    why: Annotated[str, Held(ground=GROUND, most=TEXT)] = ""


class MissingService(Record, frozen=True, kw_only=True):
    """Help that somebody looked for in the map and did not find; of nobody in particular.

    ``sought`` is what was typed in the search box, ``category`` a code of the tree of categories.
    """

    user_id: Annotated[UserId, Held(ground=GROUND, ref="user")]
    at: Annotated[datetime, Held(ground=GROUND)]
    village_id: Annotated[VillageId | None, Held(ground=GROUND, ref="village")] = None
    sought: Annotated[str, Held(ground=GROUND)] = ""
    note: Annotated[str, Held(ground=GROUND, most=TEXT)] = ""
    category: Annotated[str, Held(ground=GROUND)] = ""
    life_domain: Annotated[LifeDomain | None, Held(ground=GROUND)] = None
    carer_function: Annotated[CarerFunction | None, Held(ground=GROUND)] = None


class MissingServiceAnswer(Record, frozen=True, kw_only=True):
    """What the back office did with it; ``service_id`` is the help that is there after all."""

    missing_id: Annotated[RecordId, Held(ground=GROUND, ref="missing_service")]
    user_id: Annotated[UserId, Held(ground=GROUND, ref="user")]
    at: Annotated[datetime, Held(ground=GROUND)]
    answer: Annotated[GapAnswer, Held(ground=GROUND)]
    service_id: Annotated[RecordId | None, Held(ground=GROUND, ref="map_service")] = None
    why: Annotated[str, Held(ground=GROUND, most=TEXT)] = ""


def answer_state(answers: Iterable[CorrectionAnswer | GapAnswer]) -> AnswerState:
    """Return where a signal stands by the answers to it that count."""
    told = {one.value for one in answers}
    if not told:
        return AnswerState.OPEN
    return AnswerState(told.pop()) if len(told) == 1 else AnswerState.SAID_TWICE


_FIELD = Writers(begin=WORKERS, change=BACK_OFFICE, own="user_id", author="user_id")
_OFFICE = Writers(begin=BACK_OFFICE, change=BACK_OFFICE, author="user_id")
_FACT = MergeClass.APPEND_ONLY

MAP_CORRECTION = declare(
    "map_correction", MapCorrection, merge=_FACT, scope=EVERYWHERE, writers=_FIELD
)
MAP_CORRECTION_ANSWER = declare(
    "map_correction_answer", MapCorrectionAnswer, merge=_FACT, scope=EVERYWHERE, writers=_OFFICE
)
MISSING_SERVICE = declare(
    "missing_service", MissingService, merge=_FACT, scope=EVERYWHERE, writers=_FIELD
)
MISSING_SERVICE_ANSWER = declare(
    "missing_service_answer", MissingServiceAnswer, merge=_FACT, scope=EVERYWHERE, writers=_OFFICE
)
