"""The transfer of a file: from one meitinker to another, with what the next must know."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from meitinker.domain.grounds import INVESTIGATION as GROUND
from meitinker.domain.records import Held, MergeClass, Record, Scope, Search, declare
from meitinker.ids import PersonId


class Transfer(Record, frozen=True, kw_only=True):
    """A file goes to a colleague, named as people know them; the newest counts."""

    client_id: Annotated[PersonId, Held(ground=GROUND, ref="person")]
    from_user_id: Annotated[str, Held(ground=GROUND, ref="user")]
    to_name: Annotated[str, Held(ground=GROUND, shareable=True)] = ""
    to_phone: Annotated[str, Held(ground=GROUND, shareable=True)] = ""
    on: Annotated[date | None, Held(ground=GROUND, shareable=True)] = None
    note: Annotated[str, Held(ground=GROUND, search=Search.NOTES)] = ""


TRANSFER = declare(
    "transfer", Transfer, merge=MergeClass.APPEND_ONLY, scope=Scope.of_person("client_id")
)
