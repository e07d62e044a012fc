"""Warm referrals: a resident is handed over to a service with the contact already made.

Only its beginning: who it was made with and when. Following it to its outcome comes later.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from meitinker.domain.grounds import INVESTIGATION as GROUND
from meitinker.domain.records import Held, MergeClass, Record, Scope, Search, declare
from meitinker.domain.room import TEXT
from meitinker.ids import NeedId, PersonId, RecordId, UserId, VisitId


class Referral(Record, frozen=True, kw_only=True):
    """A resident goes on to a service.

    ``service_name`` and ``provider_name`` are what it was called then: the map may change, what
    was agreed may not. ``warm`` says that the meitinker makes the contact; ``contact_on`` when
    that was done, ``contact_with`` with whom.
    """

    client_id: Annotated[PersonId, Held(ground=GROUND, ref="person")]
    user_id: Annotated[UserId, Held(ground=GROUND, ref="user")]
    at: Annotated[datetime, Held(ground=GROUND)]
    service_id: Annotated[RecordId | None, Held(ground=GROUND, ref="map_service")] = None
    service_name: Annotated[str, Held(ground=GROUND, shareable=True)] = ""
    provider_name: Annotated[str, Held(ground=GROUND, shareable=True)] = ""
    visit_id: Annotated[VisitId | None, Held(ground=GROUND, ref="visit")] = None
    need_id: Annotated[NeedId | None, Held(ground=GROUND, ref="need")] = None
    warm: Annotated[bool, Held(ground=GROUND, shareable=True)] = True
    contact_on: Annotated[date | None, Held(ground=GROUND, group="contact", shareable=True)] = None
    contact_with: Annotated[str, Held(ground=GROUND, group="contact", shareable=True)] = ""
    note: Annotated[str, Held(ground=GROUND, search=Search.NOTES, most=TEXT)] = ""


REFERRAL = declare(
    "referral", Referral, merge=MergeClass.BY_FIELD, scope=Scope.of_person("client_id")
)
