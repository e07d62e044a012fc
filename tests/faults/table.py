"""A whole conversation at the kitchen table on a real store, with photos and a paper.

Every command is one thing that a worker does there; what it leaves is told back by
:meth:`Subject.do_seen`, a line for each thing, so that the test can hold it against what was
acknowledged.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from meitinker import clock
from meitinker.domain.attachments import Sort
from meitinker.domain.checkpoints import Talked, Topic
from meitinker.domain.consents import ConsentAnswer, ConsentPurpose
from meitinker.domain.needs import Outcome, Step
from meitinker.domain.people import Language
from meitinker.domain.plans import HandoverWay
from meitinker.domain.self_reliance import Level
from meitinker.domain.visits import LifeDomain, VisitState
from meitinker.ids import NeedId, PersonId, RecordId, VisitId
from meitinker.services import (
    attaching,
    checking,
    checkpoints,
    consents,
    plans,
    self_reliance,
    visit_files,
    visits,
)
from meitinker.services.attaching import Coming
from meitinker.store import attachments
from tests import files
from tests.faults import work

if TYPE_CHECKING:
    from meitinker.services.visit_files import VisitFile

PHOTOS = {name: files.photo(900, 600, colour=name) for name in ("red", "blue", "green")}
"""Made once, before the forks."""

PAPER = files.pdf("mijn plan", pages=2)


class Subject(work.Subject):
    """The store of a worker, and the conversation with the first resident."""

    def _file(self) -> VisitFile:
        return visit_files.file_of(self._open, self._session(), RecordId(self._visits()[0].id))

    @property
    def _visit(self) -> VisitId:
        return VisitId(RecordId(self._visits()[0].id))

    def do_attendee(self, name: str) -> dict[str, Any]:
        """Note who is at the table."""
        visits.add_attendee(self._open, self._session(), self._visit, name=name, tie="buurman")
        return {"made": f"attendee {name}"}

    def do_domain(self, name: str) -> dict[str, Any]:
        """Open a life domain."""
        visits.note_domain(self._open, self._session(), self._visit, domain=LifeDomain(name))
        return {"made": f"domain {name}"}

    def do_score(self, name: str) -> dict[str, Any]:
        """Score a life domain."""
        self_reliance.score(
            self._open, self._session(), self._visit, domain=LifeDomain(name), level=Level(3)
        )
        return {"made": f"score {name}"}

    def do_need(self, name: str) -> dict[str, Any]:
        """Add a need."""
        visits.add_need(self._open, self._session(), self._visit, what=name)
        return {"made": f"need {name}"}

    def do_step(self, name: str) -> dict[str, Any]:
        """Answer a step of the ladder of the first need."""
        visits.find_step(
            self._open,
            self._session(),
            NeedId(RecordId(self._file().needs[0].id)),
            step=Step(name),
            outcome=Outcome.HELPS_PARTLY,
            reason="een deel",
        )
        return {"made": f"step {name}"}

    def do_check(self, name: str) -> dict[str, Any]:
        """Answer something that is not to be forgotten."""
        checkpoints.answer(
            self._open,
            self._session(),
            self._visit,
            topic=Topic(name),
            talked=Talked.TALKED,
            note="",
        )
        return {"made": f"check {name}"}

    def do_consent(self) -> dict[str, Any]:
        """Ask whether photos may be made."""
        consents.note(
            self._open,
            self._session(),
            PersonId(RecordId(self._file().client.id)),
            purpose=ConsentPurpose.PHOTOS,
            answer=ConsentAnswer.GIVEN,
        )
        return {"made": "consent photos"}

    def do_photo(self, name: str) -> dict[str, Any]:
        """Add a photo of the house."""
        coming = Coming(client_id=self._file().visit.client_id, visit_id=self._visit, title=name)
        attaching.attach(self._open, self._session(), coming, name=f"{name}.jpg", data=PHOTOS[name])
        return {"made": f"photo {name}.jpg"}

    def do_paper(self) -> dict[str, Any]:
        """Add the personal plan that the resident wrote."""
        coming = Coming(
            client_id=self._file().visit.client_id,
            visit_id=self._visit,
            title="plan",
            sort=Sort.PLAN,
            received_on=clock.today(),
        )
        attaching.attach(self._open, self._session(), coming, name="a.pdf", data=PAPER)
        return {"made": "photo plan.pdf"}

    def do_take_away(self, name: str) -> dict[str, Any]:
        """Take a photo away again."""
        wanted = next(one for one in self._file().attachments if one.name == f"{name}.jpg")
        attaching.remove(self._open, self._session(), RecordId(wanted.id))
        return {"gone": f"photo {name}.jpg"}

    def do_conclude(self) -> dict[str, Any]:
        """End the conversation."""
        visits.conclude(self._open, self._session(), self._visit)
        return {"made": "conclusion"}

    def do_plan(self) -> dict[str, Any]:
        """Make the support plan."""
        plans.make(
            self._open,
            self._session(),
            self._visit,
            way=HandoverWay.BRING_LATER,
            language=Language.DUTCH,
        )
        return {"made": "plan 1"}

    def do_seen(self) -> dict[str, Any]:
        """Return what the conversation holds, a line each, and what every photo is."""
        file, session = self._file(), self._session()
        told = [
            *(f"attendee {one.name}" for one in file.attendees),
            *(f"domain {one.domain.value}" for one in file.domain_notes),
            *(f"score {one.domain.value}" for one in file.scores),
            *(f"need {one.what}" for one in file.needs),
            *(f"step {one.step.value}" for one in file.findings),
            *(f"check {one.topic.value}" for one in file.checkpoints),
            *(f"consent {one.purpose.value}" for one in file.consents),
            *(f"photo {one.name}" for one in file.attachments),
            *(f"plan {one.version}" for one in file.plans),
        ]
        if file.visit.state is VisitState.CONCLUDED:
            told.append("conclusion")
        photos = {}
        for one in file.attachments:
            content = attaching.opened(self._open, session, RecordId(one.id))[1]
            photos[one.name] = hashlib.sha256(content).hexdigest()
        problems = [p for p in checking.check(self._open).problems if not p.startswith("orphans")]
        return {"told": told, "photos": photos, "problems": problems}

    def do_kept(self) -> dict[str, Any]:
        """Sweep what was left over and return the files that stay, and those that have a row."""
        problems = checking.check(self._open).problems
        there = sorted(path.name for path in self._folder.attachments.iterdir())
        with self._open.reading() as connection:
            known = sorted(one.file for one in attachments.known(connection))
        return {"there": there, "known": known, "problems": list(problems)}
