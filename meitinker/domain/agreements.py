"""Agreements: who does what by when."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from meitinker.domain.grounds import INVESTIGATION as GROUND
from meitinker.domain.records import Held, MergeClass, Record, Scope, Search, declare
from meitinker.ids import NeedId, PersonId, VisitId


class Agreement(Record, frozen=True, kw_only=True):
    """Who does what by when; ``due_text`` where people say "voor de kerst"."""

    visit_id: Annotated[VisitId, Held(ground=GROUND, ref="visit")]
    client_id: Annotated[PersonId, Held(ground=GROUND, ref="person")]
    need_id: Annotated[NeedId | None, Held(ground=GROUND, ref="need")] = None
    who: Annotated[str, Held(ground=GROUND, shareable=True)] = ""
    what: Annotated[str, Held(ground=GROUND, search=Search.NOTES, shareable=True)] = ""
    due_on: Annotated[date | None, Held(ground=GROUND, group="due", shareable=True)] = None
    due_text: Annotated[str, Held(ground=GROUND, group="due", shareable=True)] = ""
    position: Annotated[int, Held(ground=GROUND)] = 0


AGREEMENT = declare(
    "agreement", Agreement, merge=MergeClass.SINGLE_WRITER, scope=Scope.of_person("client_id")
)
