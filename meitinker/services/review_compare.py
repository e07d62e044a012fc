"""What differs in a visit since it was decided on: approved, returned or handed over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain import visit_versions
from meitinker.domain.organisation import User
from meitinker.domain.plans import SupportPlan
from meitinker.domain.reviews import DECIDED, ReviewStep
from meitinker.domain.visit_versions import Content, VisitDifference
from meitinker.services import visit_files
from meitinker.services.reviews import review_in
from meitinker.store import records
from meitinker.store import visit_versions as version_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from meitinker.domain.session import Session
    from meitinker.ids import VisitId
    from meitinker.services.visit_files import VisitFile
    from meitinker.store.database import Database


class ComparedVisit(msgspec.Struct, frozen=True, kw_only=True):
    """A visit beside the version that was decided on.

    Attributes:
        since: The step that decided on it: approved (and perhaps handed over) or returned.
        by: Who did, by name; "" where that is not known here.
        differences: What differs, in the order of the report.
        words: For records that came or went since, what they say, by their id: the news of a
            new plan, the text of a remark, the name of a file.
    """

    since: ReviewStep
    by: str
    differences: tuple[VisitDifference, ...]
    words: Mapping[str, str]


def compared(database: Database, session: Session, visit_id: VisitId) -> ComparedVisit | None:
    """Return what differs since a visit was last decided on; None where it never was.

    The visit is open already (:func:`meitinker.services.reviews.opened` logs that).

    Raises:
        NotAllowed: It is not concluded yet.
        NotVisible: It is not this session's to see.
    """
    whole = visit_files.file_of(database, session, visit_id)
    with database.reading() as connection:
        review_in(connection, session, visit_id)
        steps = records.find(connection, session, ReviewStep, order="at", visit_id=visit_id)
        decided = [one for one in steps if one.what in DECIDED and one.content]
        if not decided:
            return None
        since = decided[-1]
        now = version_rows.content_of(connection, visit_id)
        before = visit_versions.read(since.content)
        names = [one.name for one in records.chosen(connection, session, User, [since.user_id])]
    return ComparedVisit(
        since=since,
        by=names[0] if names else "",
        differences=visit_versions.differences(before, now),
        words={**_words(now), **_words(before), **_news(whole)},
    )


_SAYS = {
    "attendee": "name",
    "domain_note": "note",
    "need": "what",
    "finding": "reason",
    "agreement": "what",
    "plan_remark": "text",
    "application": "asks_for",
    "attachment": "name",
}
"""Which field tells of a record what it says."""


class _Told(msgspec.Struct, frozen=True):
    text: str = ""


class _News(msgspec.Struct, frozen=True):
    """Of what a plan said, what was new in it."""

    news: tuple[_Told, ...] = ()


def _words(content: Content) -> dict[str, str]:
    return {
        record_id: str(fields.get(_SAYS[kind]) or "")
        for kind, rows in content.items()
        if kind in _SAYS
        for record_id, fields in rows.items()
    }


def _news(visit: VisitFile) -> dict[str, str]:
    """Return by plan what the worker wrote as new in that version."""
    return {plan.id: told for plan in visit.plans if (told := _news_of(plan))}


def _news_of(plan: SupportPlan) -> str:
    if not plan.content:
        return ""
    told = msgspec.json.decode(plan.content, type=_News)
    return told.news[0].text if told.news else ""
