"""The application: a signed report or form asks for a decision, from its date on."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated

from meitinker.domain.grounds import INVESTIGATION as GROUND
from meitinker.domain.records import Held, MergeClass, Record, Scope, declare
from meitinker.ids import PersonId, VisitId


class ApplicationForm(StrEnum):
    """What was signed."""

    REPORT = "report"
    FORM = "form"


class Application(Record, frozen=True, kw_only=True):
    """An application (*aanvraag*); ``received_on`` starts the two weeks (art. 2.3.5 lid 2)."""

    client_id: Annotated[PersonId, Held(ground=GROUND, ref="person")]
    visit_id: Annotated[VisitId | None, Held(ground=GROUND, ref="visit")] = None
    form: Annotated[ApplicationForm, Held(ground=GROUND, shareable=True)] = ApplicationForm.REPORT
    signed_on: Annotated[date | None, Held(ground=GROUND, shareable=True)] = None
    received_on: Annotated[date | None, Held(ground=GROUND, shareable=True)] = None
    asks_for: Annotated[str, Held(ground=GROUND, shareable=True)] = ""


APPLICATION = declare(
    "application", Application, merge=MergeClass.BY_FIELD, scope=Scope.of_person("client_id")
)
