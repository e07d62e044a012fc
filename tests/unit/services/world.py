"""A resident with a conversation, and every kind of record that an act may be about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from meitinker import clock
from meitinker.domain.applications import Application, ApplicationForm, SuspensionGround
from meitinker.domain.appointments import Absence, Appointment, OfficeHour
from meitinker.domain.contacts import ContactNote
from meitinker.domain.households import Household, HouseholdMember
from meitinker.domain.organisation import Organisation, User
from meitinker.domain.plans import HandoverWay
from meitinker.domain.tasks import Task
from meitinker.domain.villages import Village
from meitinker.ids import RecordId, record_id
from meitinker.services import applications, letters, merging, plans, requests, visits
from meitinker.services.applications import NewStop
from meitinker.services.requests import NewRequest
from meitinker.store.acts import act

if TYPE_CHECKING:
    from meitinker.changes import Changes
    from meitinker.domain.records import Record
    from tests.stores import TestStore

Deed = Callable[[], "Changes"]
TODAY, NOW = clock.today, clock.now
MEETS_AT = clock.instant_from("2026-11-12T14:05:00.000Z")


class World:
    """A resident with a conversation, in which text is typed when an act comes."""

    def __init__(self, store: TestStore) -> None:
        self.store = store
        self.village = self.make(Village, frisian_name="Jirnsum")
        self.make(Organisation, id=store.session.organisation, name="Mienskip")
        self.make(User, id=store.session.user, name="Hinke", phone="06 12345678")
        self.person, self.other = store.person("Jong"), store.person("Meer")
        self.visit = store.visit(self.person, "Wie helpt mij?")
        self.sitting = store.visit(store.person("Sitting"))

    def make(self, kind: type[Record], **fields: Any) -> RecordId:
        record = kind(**{"id": record_id(), **fields})
        with act(self.store.database, self.store.session, "test.make") as work:
            return work.create(record)

    def mine(self, kind: type[Record], **fields: Any) -> RecordId:
        """Make a record that hangs on the resident."""
        return self.make(kind, client_id=self.person, **fields)

    def part(self, kind: type[Record], **fields: Any) -> RecordId:
        """Make a record that hangs on the conversation."""
        return self.mine(kind, visit_id=self.visit, **fields)

    def do(self, service: Callable[..., Changes], *values: Any, **named: Any) -> Deed:
        return partial(service, self.store.database, self.store.session, *values, **named)

    def request(self, **fields: Any) -> RecordId:
        new = NewRequest(words="Help", **fields)
        return self.do(requests.take, self.person, new)().created("request")

    def appointment(self, **fields: Any) -> RecordId:
        return self.mine(Appointment, user_id=self.store.session.user, starts_at=MEETS_AT, **fields)

    def letter(self) -> RecordId:
        return self.do(letters.make, self.request(), way=HandoverWay.SEND_LATER)().created("letter")

    def handover(self) -> RecordId:
        visits.conclude(self.store.database, self.store.session, self.visit)
        return self.do(plans.make, self.visit, way=HandoverWay.SEND_LATER)().created("handover")

    def task(self, **fields: Any) -> RecordId:
        return self.mine(Task, user_id=self.store.session.user, what="Bellen", **fields)

    def note(self) -> RecordId:
        fields = {"user_id": self.store.session.user, "at": NOW(), "text": "Gebeld"}
        return self.mine(ContactNote, **fields)

    def housemate(self) -> RecordId:
        household = self.make(Household, village_id=self.village)
        return self.make(HouseholdMember, household_id=household, person_id=self.person)

    def hour(self) -> RecordId:
        return self.make(OfficeHour, village_id=self.village, user_id=self.store.session.user)

    def absence(self) -> RecordId:
        days = {"first_day": TODAY(), "last_day": TODAY()}
        return self.make(Absence, user_id=self.store.session.user, **days)

    def application(self) -> RecordId:
        signed_on = TODAY() - timedelta(days=7)
        days = {"signed_on": signed_on, "received_on": signed_on}
        return self.part(Application, form=ApplicationForm.REPORT, **days)

    def stop(self) -> RecordId:
        since = TODAY() - timedelta(days=3)
        new = NewStop(ground=SuspensionGround.RESIDENT, why="Ziek", first_day=since)
        return self.do(applications.suspend, self.application(), new)().created("letter")

    def merged(self) -> RecordId:
        ends = {"from_id": self.person, "into_id": self.other}
        return self.do(merging.merge, **ends)().items[0].record_id
