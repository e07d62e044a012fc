"""Contact notes: a call, a mail, a word in the street, each in a few lines."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from meitinker.domain.grounds import INVESTIGATION as GROUND
from meitinker.domain.records import Held, MergeClass, Record, Scope, Search, declare
from meitinker.ids import PersonId


class Channel(StrEnum):
    """The way by which someone reached us, or we them."""

    PHONE = "phone"
    OFFICE_HOUR = "office_hour"
    EMAIL = "email"
    STREET = "street"
    PARTNER = "partner"
    LETTER = "letter"
    HOME = "home"


class ContactNote(Record, frozen=True, kw_only=True):
    """What was said outside a conversation, and by whom.

    ``who`` is whom we spoke, as people say it ("dochter"); "" is the resident. ``outgoing``
    tells that we called or wrote ourselves.
    """

    client_id: Annotated[PersonId, Held(ground=GROUND, ref="person")]
    user_id: Annotated[str, Held(ground=GROUND, ref="user")]
    at: Annotated[datetime, Held(ground=GROUND)]
    channel: Annotated[Channel, Held(ground=GROUND)] = Channel.PHONE
    outgoing: Annotated[bool, Held(ground=GROUND)] = False
    who: Annotated[str, Held(ground=GROUND)] = ""
    text: Annotated[str, Held(ground=GROUND, search=Search.NOTES)] = ""


CONTACT_NOTE = declare(
    "contact_note", ContactNote, merge=MergeClass.BY_FIELD, scope=Scope.of_person("client_id")
)
