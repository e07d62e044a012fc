"""A back office: a clerk, a second one, and a meitinker with concluded visits, in one store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.needs import Need, Outcome, Step
from meitinker.domain.organisation import Organisation, User
from meitinker.domain.plans import HandoverWay
from meitinker.domain.session import Role, Session
from meitinker.domain.villages import Village
from meitinker.ids import NeedId, PersonId, RecordId, UserId, VillageId, VisitId, record_id
from meitinker.services import plans, visits
from meitinker.store.acts import act

if TYPE_CHECKING:
    from meitinker.domain.records import Record
    from tests.stores import TestStore


class BackOffice:
    """Who works here, and what they share; ``store.session`` is the meitinker's."""

    def __init__(self, store: TestStore) -> None:
        self.store = store
        self.database = store.database
        self.meitinker = store.session
        self.clerk = self._colleague("Klaas", Role.BACK_OFFICE)
        self.other = self._colleague("Baukje", Role.BACK_OFFICE)
        self.coordinator = self._colleague("Wytske", Role.COORDINATOR)
        self.village = VillageId(self.make(Village(id=record_id(), frisian_name="Jirnsum")))
        self.make(Organisation(id=store.session.organisation, name="Mienskip"))
        self.make(User(id=store.session.user, name="Hinke"))

    def make(self, record: Record) -> RecordId:
        with act(self.database, self.meitinker, "test.make") as work:
            return work.create(record)

    def visit(self, name: str = "Jong", *, question: str = "Wie helpt mij?") -> VisitId:
        """Return a concluded visit with a need and a step of its ladder."""
        visit = self.store.visit(self.person(name), question)
        need = visits.add_need(self.database, self.meitinker, visit, what="Schoon huis")
        need_id = NeedId(need.created("need"))
        with act(self.database, self.meitinker, "test.edit") as work:
            work.edit(Need, need_id, {"wished_result": "Een schoon huis"})
        visits.find_step(
            self.database,
            self.meitinker,
            need_id,
            step=Step.NETWORK,
            outcome=Outcome.SOLVES,
            reason="De buren helpen.",
        )
        visits.conclude(self.database, self.meitinker, visit)
        return visit

    def person(self, name: str = "Jong") -> PersonId:
        return self.store.person(name, self.village)

    def plan(self, visit: VisitId, *, news: str = "") -> None:
        """Make a (new) plan of a concluded visit: an addition."""
        way = HandoverWay.AT_THE_TABLE
        plans.make(self.database, self.meitinker, visit, way=way, news=news)

    def _colleague(self, name: str, role: Role) -> Session:
        user = UserId(self.make(User(id=record_id(), name=name, role=role)))
        return msgspec.structs.replace(self.meitinker, user=user, role=role)
