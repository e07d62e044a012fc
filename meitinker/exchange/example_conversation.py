"""What else was said in the conversations of the example village.

Scores then and now, what was not forgotten, consents and an application, for people whose visits
are there already. Everything follows from the visits themselves, so it is the same each time.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from meitinker.domain.applications import Application, ApplicationForm
from meitinker.domain.checkpoints import ALWAYS, Checkpoint, Talked, Topic
from meitinker.domain.consents import Consent, ConsentAnswer, ConsentPurpose
from meitinker.domain.self_reliance import Level, Score
from meitinker.domain.visits import LifeDomain, Visit, VisitState
from meitinker.exchange import example_source as source
from meitinker.ids import PersonId, RecordId, VisitId

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from meitinker.domain.records import Record

_DOMAINS = (
    LifeDomain.FINANCES,
    LifeDomain.HOUSING,
    LifeDomain.PHYSICAL_HEALTH,
    LifeDomain.INSTRUMENTAL_ADL,
    LifeDomain.SOCIAL_NETWORK,
    LifeDomain.PARTICIPATION,
)
_THEN = (4, 2, 2, 2, 3, 2)
_NOW = (4, 4, 3, 4, 4, 2)
_NOTES = {
    Topic.CARER_NEEDS: "Uw dochter wil één middag in de week vrij zijn.",
    Topic.PGB: "U wilt liever dat de gemeente de hulp regelt.",
    Topic.CONTRIBUTION: "Voor hulp van de gemeente betaalt u een bedrag per maand.",
}


def conversations(visits: Iterable[Visit], scored: PersonId) -> Iterator[Record]:
    """Yield what was said at ``visits``; the resident ``scored`` has scores then and now.

    The first conversation with someone that was concluded led to an application.
    """
    own = sorted((v for v in visits if v.visited_on is not None), key=_moment)
    first: set[PersonId] = set()
    levels = iter((_THEN, _NOW))
    for visit in own:
        if visit.client_id == scored and (now := next(levels, None)) is not None:
            yield from _scores(visit, now)
        if visit.state is VisitState.CONCLUDED and visit.client_id not in first:
            first.add(visit.client_id)
            yield from _checkpoints(visit)
            yield from _consents(visit)
            yield _application(visit)


def _scores(visit: Visit, levels: tuple[int, ...]) -> Iterator[Record]:
    for domain, level in zip(_DOMAINS, levels, strict=True):
        yield Score(
            id=_id("score", visit, domain.value),
            visit_id=VisitId(visit.id),
            client_id=visit.client_id,
            domain=domain,
            level=Level(level),
            scored_on=visit.visited_on,
        )


def _checkpoints(visit: Visit) -> Iterator[Record]:
    for topic in ALWAYS:
        yield Checkpoint(
            id=_id("checkpoint", visit, topic.value),
            visit_id=VisitId(visit.id),
            client_id=visit.client_id,
            topic=topic,
            talked=Talked.DOES_NOT_APPLY if topic is Topic.OTHER_LAWS else Talked.TALKED,
            note=_NOTES.get(topic, ""),
        )


def _consents(visit: Visit) -> Iterator[Record]:
    day = _day(visit)
    for number, (purpose, answer, about, later) in enumerate(
        (
            (ConsentPurpose.CARE_PROVIDER, ConsentAnswer.GIVEN, "de huisarts", 0),
            (ConsentPurpose.NETWORK, ConsentAnswer.GIVEN, "de buurvrouw", 0),
            (ConsentPurpose.NETWORK, ConsentAnswer.WITHDRAWN, "de buurvrouw", 1),
        )
    ):
        yield Consent(
            id=_id("consent", visit, str(number)),
            client_id=visit.client_id,
            purpose=purpose,
            answer=answer,
            answered_on=day + timedelta(days=later),
            about=about,
            way="mondeling",
        )


def _application(visit: Visit) -> Record:
    day = _day(visit)
    return Application(
        id=_id("application", visit, ""),
        client_id=visit.client_id,
        visit_id=VisitId(visit.id),
        form=ApplicationForm.REPORT,
        signed_on=day,
        received_on=day + timedelta(days=1),
        asks_for="Hulp bij het huishouden",
    )


def _moment(visit: Visit) -> tuple[date, str]:
    return _day(visit), str(visit.id)


def _day(visit: Visit) -> date:
    if visit.visited_on is None:
        raise ValueError("a visit of the village has its day")
    return visit.visited_on


def _id(kind: str, visit: Visit, part: str) -> RecordId:
    return source.fixed_id(f"{kind}:{visit.id}:{part}")
