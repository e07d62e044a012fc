"""Tasks: what somebody of us still has to do for a resident, and by when."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from meitinker.domain.grounds import INVESTIGATION as GROUND
from meitinker.domain.records import Held, MergeClass, Record, Scope, Search, declare
from meitinker.ids import PersonId, RecordId


class Task(Record, frozen=True, kw_only=True):
    """One thing to do; ``user_id`` is who does it.

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
