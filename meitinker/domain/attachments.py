"""Files that belong to a dossier: pictures of the house, a personal plan."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from meitinker.domain.grounds import INVESTIGATION as GROUND
from meitinker.domain.records import Held, MergeClass, Record, Scope, declare
from meitinker.ids import PersonId, RecordId, VisitId


class Attachment(Record, frozen=True, kw_only=True):
    """A file beside the store; one that hangs on a request is the personal plan.

    ``name`` is shown, never used as a path. ``file`` is the keyed hash the file is stored
    under, ``key`` (hex) opens it: erasing is dropping the key. ``size`` in bytes.
    """

    client_id: Annotated[PersonId, Held(ground=GROUND, ref="person")]
    visit_id: Annotated[VisitId | None, Held(ground=GROUND, ref="visit")] = None
    request_id: Annotated[RecordId | None, Held(ground=GROUND, ref="request")] = None
    name: Annotated[str, Held(ground=GROUND, shareable=True)] = ""
    media_type: Annotated[str, Held(ground=GROUND)] = ""
    size: Annotated[int, Held(ground=GROUND)] = 0
    file: Annotated[str, Held(ground=GROUND)] = ""
    key: Annotated[str, Held(ground=GROUND)] = ""
    added_at: Annotated[datetime | None, Held(ground=GROUND)] = None


ATTACHMENT = declare(
    "attachment", Attachment, merge=MergeClass.APPEND_ONLY, scope=Scope.of_person("client_id")
)
