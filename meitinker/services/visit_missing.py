"""What the law wants in the report of a visit and is not there; it never blocks concluding."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain import checkpoints
from meitinker.domain.needs import LETTER_OF, Need, unfinished
from meitinker.domain.requests import PlanOffer
from meitinker.ids import RecordId

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from meitinker.services.visit_files import VisitFile

    _Wanted = tuple[str, str, Callable[[VisitFile], bool]]

_LAW = "Wmo 2015 art. 2.3.2"
_TRAITS = f"{_LAW} lid 4 a"


class Missing(msgspec.Struct, frozen=True):
    """Something the law wants in the report that is not there yet.

    Attributes:
        what: ``request``, ``plan_offer``, ``question``, ``attendees``, ``domains``, ``needs``,
            ``what``, ``wished_result``, ``ladder``, ``agreements``, ``conclusion`` or the code of
            a checkpoint; the screen has the words.
        record_id: Where it is missing, or None for the visit as a whole.
        ground: The article that wants it.
    """

    what: str
    record_id: RecordId | None
    ground: str


def missing(visit: VisitFile) -> tuple[Missing, ...]:
    """Return what the law wants in the report and is not there; it never blocks concluding.

    Letters d, f and g of art. 2.3.2 lid 4, and what has to be told, are the checkpoints. Without
    a request nobody knows from which day the six weeks run, and no receipt goes out.
    """
    unanswered = checkpoints.still_open(visit.checkpoints, known=visit.known, topics=visit.topics)
    return (
        *(Missing(what, None, ground) for what, ground, told in _BEFORE if not told(visit)),
        *(one for need in visit.needs for one in _missing_in(need, visit)),
        *(Missing(what, None, ground) for what, ground, told in _AFTER if not told(visit)),
        *(Missing(one.value, None, checkpoints.GROUND_OF[one]) for one in unanswered),
    )


def wanted(visit: VisitFile) -> tuple[tuple[str, str], ...]:
    """Return all that the law wants in the report of a visit, as code and article, in order.

    What is wanted of each need stands once.
    """
    of_needs = _OF_NEEDS if visit.needs else ()
    topics = [one for one in visit.topics if one in checkpoints.GROUND_OF]
    return (
        *((what, ground) for what, ground, _told in _BEFORE),
        *of_needs,
        *((what, ground) for what, ground, _told in _AFTER),
        *((one.value, checkpoints.GROUND_OF[one]) for one in topics),
    )


def _plan_offer_told(visit: VisitFile) -> bool:
    return visit.request is None or visit.request.plan_offer is not PlanOffer.NOT_TOLD


_BEFORE: tuple[_Wanted, ...] = (
    ("request", f"{_LAW} lid 1", lambda visit: visit.request is not None),
    ("plan_offer", f"{_LAW} lid 2", _plan_offer_told),
    ("question", _TRAITS, lambda visit: bool(visit.visit.question.strip())),
    ("attendees", f"{_LAW} lid 1", lambda visit: any(a.name.strip() for a in visit.attendees)),
    ("domains", _TRAITS, lambda visit: any(n.note.strip() for n in visit.domain_notes)),
    ("needs", _TRAITS, lambda visit: bool(visit.needs)),
)
"""What, by which article, and whether it is there; on the screen it stands before the needs."""

_AFTER: tuple[_Wanted, ...] = (
    ("agreements", f"{_LAW} lid 8", lambda visit: any(a.what.strip() for a in visit.agreements)),
    ("conclusion", f"{_LAW} lid 8", lambda visit: bool(visit.visit.conclusion.strip())),
)


_OF_NEEDS = (
    ("what", _TRAITS),
    ("wished_result", _TRAITS),
    ("ladder", f"{_LAW} lid 4 b, c, e"),
)
"""What is wanted of each need, and by which article."""


def _missing_in(need: Need, visit: VisitFile) -> Iterator[Missing]:
    if not need.what.strip():
        yield Missing("what", need.id, _TRAITS)
    if not need.wished_result.strip():
        yield Missing("wished_result", need.id, _TRAITS)
    steps = unfinished(visit.findings_for(need.id).values())
    if steps:
        letters = sorted({LETTER_OF[step] for step in steps if step in LETTER_OF})
        ground = f"{_LAW} lid 4 {', '.join(letters)}" if letters else "Wmo 2015 art. 2.3.5 lid 3"
        yield Missing("ladder", need.id, ground)
