"""Letters to a resident, as they were made, and when they went."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from meitinker.domain.grounds import REPORTING as GROUND
from meitinker.domain.people import Language
from meitinker.domain.plans import HandoverWay
from meitinker.domain.records import Held, MergeClass, Record, Scope, declare
from meitinker.domain.room import ANY
from meitinker.ids import PersonId, RecordId


class LetterKind(StrEnum):
    """What a letter tells.

    Those of a suspension and of a decision are written elsewhere, by who decides: their content
    is which application they are about, and on which days its two weeks stood still.
    """

    RECEIPT = "receipt"
    SUSPENSION = "suspension"
    DECISION = "decision"


class Letter(Record, frozen=True, kw_only=True):
    """A letter as it was made: ``content`` is the whole of it as JSON, so it prints the same.

    ``sent_on`` is the day on which it was sent or handed over, None while it still has to go.
    """

    client_id: Annotated[PersonId, Held(ground=GROUND, ref="person")]
    kind: Annotated[LetterKind, Held(ground=GROUND)]
    made_at: Annotated[datetime, Held(ground=GROUND)]
    request_id: Annotated[RecordId | None, Held(ground=GROUND, ref="request")] = None
    language: Annotated[Language, Held(ground=GROUND)] = Language.DUTCH
    content: Annotated[str, Held(ground=GROUND, shareable=True, most=ANY)] = ""
    way: Annotated[HandoverWay, Held(ground=GROUND, group="sending")] = HandoverWay.SEND_LATER
    sent_on: Annotated[date | None, Held(ground=GROUND, group="sending")] = None


LETTER = declare("letter", Letter, merge=MergeClass.BY_FIELD, scope=Scope.of_person("client_id"))
