"""Where each concluded visit stands at the back office, as lists and counts ask for it.

What is told follows from records (:func:`meitinker.domain.reviews.standing`); that a record was
touched only notes its visit in ``review_due``, and before a list is read the visits noted there
are worked out again: at once for what one person does, in bites after a large exchange.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain import reviews, visit_versions
from meitinker.domain.import_batches import IMPORTED_VISIT, ImportedVisit
from meitinker.domain.records import from_values
from meitinker.domain.reviews import (
    REVIEW_REPLY,
    REVIEW_STEP,
    ReviewReply,
    ReviewStep,
    Status,
    Story,
)
from meitinker.domain.visits import VISIT
from meitinker.store import review_sql, sql, visibility
from meitinker.store import visit_versions as version_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from meitinker.domain.records import Kind, Value
    from meitinker.domain.reviews import Review
    from meitinker.domain.session import Session
    from meitinker.store.driver import Connection

AT_ONCE = 50
"""Visits that are worked out within an act: what one person does touches one or two."""

_NOTE = {
    "visit": (
        "INSERT INTO review_due (visit_id) SELECT t.id FROM visit AS t WHERE t.id = ?"
        " AND (t.state = 'concluded' OR t.id IN (SELECT r.visit_id FROM visit_review AS r))"
        " ON CONFLICT DO NOTHING"
    ),
    "request": (
        "INSERT INTO review_due (visit_id) SELECT t.id FROM visit AS t WHERE t.request_id = ?"
        " AND t.state = 'concluded' ON CONFLICT DO NOTHING"
    ),
    "plan_remark": (
        "INSERT INTO review_due (visit_id) SELECT t.id FROM plan_remark AS r"
        " JOIN support_plan AS p ON p.id = r.plan_id JOIN visit AS t ON t.id = p.visit_id"
        " WHERE r.id = ? AND t.state = 'concluded' ON CONFLICT DO NOTHING"
    ),
    "import_undo": (
        "INSERT INTO review_due (visit_id) SELECT i.visit_id FROM import_undo AS u"
        " JOIN imported_visit AS i ON i.id = u.imported_id WHERE u.id = ?"
        " ON CONFLICT DO NOTHING"
    ),
}
_OF_A_VISIT = frozenset(
    {*visit_versions.FIELDS, "review_step", "review_reply", "imported_visit"} - {*_NOTE}
)
"""Kinds whose records name the visit that they are of."""

_NOTE_OF_VISIT = {kind: review_sql.note(kind) for kind in _OF_A_VISIT}
_KEEP = """
INSERT INTO visit_review
    (visit_id, client_id, user_id, status, clash, clerk, since, urgent, again, number)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (visit_id) DO UPDATE SET client_id = excluded.client_id,
    user_id = excluded.user_id, status = excluded.status, clash = excluded.clash,
    clerk = excluded.clerk, since = excluded.since, urgent = excluded.urgent,
    again = excluded.again, number = excluded.number
"""
_VISIT = """
SELECT t.client_id, t.user_id, coalesce(t.concluded_at, t.row_changed),
    coalesce((SELECT r.urgency = 'urgent' FROM request AS r
        WHERE r.id = t.request_id AND r.row_deleted = 0), 0)
FROM visit AS t WHERE t.id = ? AND t.state = 'concluded' AND t.row_deleted = 0
"""
_BUILT_ON = """
SELECT 1 FROM review_step WHERE row_deleted = 0
    AND visit_id = (SELECT visit_id FROM review_step WHERE id = :step)
    AND (after_id = :step OR beside_id = :step)
UNION ALL SELECT 1 FROM review_reply WHERE row_deleted = 0 AND step_id = :step
    AND visit_id = (SELECT visit_id FROM review_step WHERE id = :step)
UNION ALL SELECT 1 FROM imported_visit WHERE row_deleted = 0 AND approval_id = :step
"""
_BATCH_MADE = "SELECT made_at FROM import_batch WHERE id = ?"


class ReviewEntry(msgspec.Struct, frozen=True):
    """One row of the inbox; nothing of what was said. Instants and days are ISO text.

    ``since`` is when it came to stand where it stands, ``clerk`` who has it in hand (or ""),
    ``number`` its import number (or 0); ``urgent`` and ``again`` are 0 or 1.
    """

    visit_id: str
    person_id: str
    given_names: str
    called: str
    prefix: str
    surname: str
    partner_name: str
    village_id: str | None
    user_id: str
    status: str
    clash: str
    clerk: str
    since: str
    urgent: int
    again: int
    number: int
    visited_on: str | None
    request_id: str | None


class ReviewFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which visits are asked for; None and False ask for nothing.

    ``since``: those that came to stand where they stand at or after this moment (UTC text).
    """

    status: Status | None = None
    user_id: str | None = None
    urgent: bool = False
    since: str | None = None
    village_id: str | None = None

    @property
    def parts(self) -> tuple[str, ...]:
        """What is asked by, as :mod:`meitinker.store.review_sql` knows it."""
        told = {
            "status": self.status,
            "user_id": self.user_id,
            "urgent": self.urgent or None,
            "since": self.since,
            "village_id": self.village_id,
        }
        return tuple(name for name, value in told.items() if value is not None)

    @property
    def values(self) -> tuple[Value, ...]:
        """The parameters of what is asked by, in order."""
        told = (
            self.status.value if self.status else None,
            self.user_id,
            self.since,
            self.village_id,
            self.village_id,
        )
        return tuple(value for value in told if value is not None)


def entries(
    connection: Connection, session: Session, asked: ReviewFilter, *, most: int, skip: int = 0
) -> list[ReviewEntry]:
    """Return visits at the back office: urgent ones first, then those that wait longest."""
    may, values = visibility.condition(session, VISIT)
    wanted: tuple[object, ...] = (*asked.values, *values, most, skip)
    if asked.status is None:
        wanted = review_sql.of_every_status((*asked.values, *values), most=most, skip=skip)
    found = connection.execute(review_sql.listed(asked.parts, may), wanted)
    return [ReviewEntry(*row) for row in found]


def counts(connection: Connection, session: Session, asked: ReviewFilter) -> dict[Status, int]:
    """Return how many visits stand where, of those asked for."""
    may, values = visibility.condition(session, VISIT)
    found = connection.execute(review_sql.counted(asked.parts, may), (*asked.values, *values))
    return {Status(status): count for status, count in found}


def story_of(connection: Connection, visit_id: str) -> Story:
    """Return all that was done about a visit; whoever asks may see the visit."""
    steps = list(_told(connection, REVIEW_STEP, visit_id))
    return Story(
        steps=tuple(from_values(ReviewStep, one) for one, gone in steps if not gone),
        undone=tuple(from_values(ReviewStep, one) for one, gone in steps if gone),
        replies=tuple(
            from_values(ReviewReply, one)
            for one, gone in _told(connection, REVIEW_REPLY, visit_id)
            if not gone
        ),
        imports=tuple(
            from_values(ImportedVisit, one)
            for one, gone in _told(connection, IMPORTED_VISIT, visit_id)
            if not gone and not _is_undone(connection, str(one["id"]))
        ),
    )


def review_of(connection: Connection, visit_id: str) -> tuple[Review, str]:
    """Return where a concluded visit stands, and its version as it is now."""
    version = visit_versions.version_of(version_rows.content_of(connection, visit_id))
    return reviews.standing(story_of(connection, visit_id), version=version), version


def built_on(connection: Connection, step_id: str) -> bool:
    """Tell whether something was done after a step: it is no longer taken back."""
    return connection.execute(_BUILT_ON, {"step": step_id}).fetchone() is not None


def touched(connection: Connection, kind: Kind, record_id: str) -> None:
    """Note that the visit which a record belongs to may stand elsewhere now."""
    text = _NOTE.get(kind.name) or _NOTE_OF_VISIT.get(kind.name)
    if text:
        connection.execute(text, (record_id,))


def forget(connection: Connection, kind: Kind, record_id: str) -> None:
    """Take along a record that is to be erased: a visit, or what says where one stands."""
    touched(connection, kind, record_id)
    if kind is VISIT:
        connection.execute("DELETE FROM visit_review WHERE visit_id = ?", (record_id,))
        connection.execute("DELETE FROM review_due WHERE visit_id = ?", (record_id,))


def due(connection: Connection) -> int:
    """Return how many visits wait to be worked out."""
    return int(connection.execute("SELECT count(*) FROM review_due").fetchone()[0])


def settle(connection: Connection, *, most: int = AT_ONCE) -> None:
    """Work out where visits stand that were noted, the last noted first."""
    found = connection.execute(
        "SELECT visit_id FROM review_due ORDER BY rowid DESC LIMIT ?", (most,)
    ).fetchall()
    for (visit_id,) in found:
        _settle(connection, visit_id)
    connection.executemany("DELETE FROM review_due WHERE visit_id = ?", found)


def _settle(connection: Connection, visit_id: str) -> None:
    visit = connection.execute(_VISIT, (visit_id,)).fetchone()
    if visit is None:
        connection.execute("DELETE FROM visit_review WHERE visit_id = ?", (visit_id,))
        return
    client_id, user_id, concluded, urgent = visit
    story = story_of(connection, visit_id)
    version = ""
    if story.steps or story.imports:
        version = visit_versions.version_of(version_rows.content_of(connection, visit_id))
    told = reviews.standing(story, version=version)
    values = (
        *(visit_id, client_id, user_id, told.status.value),
        *(told.clash.value if told.clash else "", told.clerk),
        *(_since(connection, story, told) or concluded, urgent, int(told.again)),
        told.imported.number if told.imported else 0,
    )
    connection.execute(_KEEP, values)


def _since(connection: Connection, story: Story, told: Review) -> str:
    """Return when a visit came to stand where it stands, or "" where nothing was done."""
    if told.imported is not None and told.status is Status.IMPORTED:
        made = connection.execute(_BATCH_MADE, (told.imported.batch_id,)).fetchone()
        return str(made[0]) if made else ""
    moments = [told.last.at] if told.last else []
    if told.replied:
        moments += [one.at for one in story.replies]
    return clock.instant_text(max(moments)) if moments else ""


def _told(
    connection: Connection, kind: Kind, visit_id: str
) -> Iterator[tuple[Mapping[str, Value], bool]]:
    text = sql.select(kind.name, where="t.visit_id = ?", whole_row=True)
    names = sql.names(kind, whole_row=True)
    for row in connection.execute(text, (visit_id,)).fetchall():
        whole = dict(zip(names, row, strict=True))
        yield whole, bool(whole["row_deleted"])


def _is_undone(connection: Connection, imported_id: str) -> bool:
    found = connection.execute(
        "SELECT 1 FROM import_undo WHERE imported_id = ? AND row_deleted = 0", (imported_id,)
    )
    return found.fetchone() is not None
