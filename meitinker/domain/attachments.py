"""Files that belong to a dossier: pictures of the house, a personal plan."""

from __future__ import annotations

import re
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from meitinker.domain.grounds import INVESTIGATION as GROUND
from meitinker.domain.records import Held, MergeClass, Record, Scope, declare
from meitinker.ids import PersonId, RecordId, VisitId


class Sort(StrEnum):
    """What a file is to who adds it; never a copy of an identity document (Wmo 2015 2.3.4)."""

    PHOTO = "photo"
    PLAN = "plan"
    PAPER = "paper"


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

_IDENTITY = re.compile(
    r"\b(paspoort\w*|rijbewi\w+|identiteits\w+|id[ -]?(kaart|bewijs)|verblijfs\w+"
    r"|passport|driving licen[cs]e|identity (card|document)|legitimaasje\w*|legitimatie\w*)",
    re.IGNORECASE,
)


def sort_of(media_type: str, request_id: str | None) -> Sort:
    """Return what a kept file is: it follows from what it hangs on and from its bytes.

    There is no field that says so, or someone could keep a copy of an identity document (L11).
    """
    if request_id:
        return Sort.PLAN
    return Sort.PHOTO if media_type.startswith("image/") else Sort.PAPER


def title_of(name: str) -> str:
    """Return the name of a file without the ending that says what it is."""
    stem, dot, ending = name.rpartition(".")
    return stem if dot and stem and ending.isalnum() else name


def names_identity_document(words: str) -> bool:
    """Tell whether a title or a file's name says that it is an identity document."""
    return _IDENTITY.search(words.replace("_", " ")) is not None
