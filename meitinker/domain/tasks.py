"""Tasks: what somebody of us still has to do for a resident, and by when."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from meitinker.domain.grounds import INVESTIGATION as GROUND
from meitinker.domain.records import Held, MergeClass, Record, Scope, Search, declare
from meitinker.domain.villages import folded
from meitinker.ids import PersonId, RecordId

if TYPE_CHECKING:
    from collections.abc import Iterable

_OURSELVES = frozenset(
    {"ik", "ik zelf", "ikzelf", "wij", "we", "wij samen", "meitinker", "de meitinker"}
    | {"wy", "wy tegearre", "us", "i", "me", "myself"}
)
"""How people who write an agreement down mean themselves, in Dutch, Frisian and English."""


class When(StrEnum):
    """When a task is due, as it is said while one is on the phone."""

    TODAY = "today"
    TOMORROW = "tomorrow"
    NEXT_WEEK = "next_week"
    DAY = "day"


class Task(Record, frozen=True, kw_only=True):
    """One thing to do; ``user_id`` is who does it.

    Of a colleague whom this store does not know it is the transfer that gave them the task.

    A task can follow from an agreement, a contact note or a request; ``done_on`` None while
    it is open.
    """

    client_id: Annotated[PersonId, Held(ground=GROUND, ref="person")]
    user_id: Annotated[str, Held(ground=GROUND, ref="user")]
    what: Annotated[str, Held(ground=GROUND, search=Search.NOTES)] = ""
    due_on: Annotated[date | None, Held(ground=GROUND)] = None
    done_on: Annotated[date | None, Held(ground=GROUND)] = None
    agreement_id: Annotated[RecordId | None, Held(ground=GROUND, ref="agreement")] = None
    contact_note_id: Annotated[RecordId | None, Held(ground=GROUND, ref="contact_note")] = None
    request_id: Annotated[RecordId | None, Held(ground=GROUND, ref="request")] = None


TASK = declare("task", Task, merge=MergeClass.BY_FIELD, scope=Scope.of_person("client_id"))


def due_on(when: When, today: date, *, day: date | None = None) -> date | None:
    """Return the date that ``when`` means on ``today``.

    "Volgende week" is a Monday; on a Sunday not the next, which is "morgen" already.
    """
    match when:
        case When.TODAY:
            return today
        case When.TOMORROW:
            return today + timedelta(days=1)
        case When.NEXT_WEEK:
            days = 7 - today.weekday()
            return today + timedelta(days=days if days > 1 else days + 7)
        case _:
            return day


def is_ours(who: str, own_names: Iterable[str]) -> bool:
    """Tell whether an agreement's ``who`` is the worker: "wij", the title, or their own name.

    Args:
        who: As it was typed; "wij en de dochter" is ours too.
        own_names: The worker's name and title.
    """
    known = _OURSELVES | {folded(name) for own in own_names for name in (own, *own.split()[:1])}
    parts = folded(who).replace(",", " en ").replace("&", " en ").split(" en ")
    return any(part.strip() in known - {""} for part in parts)
