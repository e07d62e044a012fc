"""Handing checked visits over to the administration: the batch, what left in it, and its undoing.

A visit keeps one import number for good; what is handed over again after a change is the next
*revision* under the same number, so that the system that reads it replaces instead of doubling.
What left is kept as it left: the files of a batch can be made again and are the same.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

import msgspec

from meitinker.domain.grounds import IMPORT, REVIEW
from meitinker.domain.needs import Outcome, Rung, Step
from meitinker.domain.records import (
    BACK_OFFICE,
    Held,
    MergeClass,
    Record,
    Scope,
    Writers,
    declare,
)
from meitinker.domain.room import ANY, TEXT
from meitinker.domain.visits import LifeDomain, Phase, SupportForm
from meitinker.ids import PersonId, RecordId, UserId, VisitId

VISIT_NUMBERS = "import_visit"
"""What a visit's import number is taken from (:mod:`meitinker.services.numbering`)."""

BATCH_NUMBERS = "import_batch"
"""What a batch's number is taken from."""


class ImportBatch(Record, frozen=True, kw_only=True):
    """One handing over of checked visits: its number, who did it and when."""

    number: Annotated[int, Held(ground=REVIEW)]
    user_id: Annotated[UserId, Held(ground=REVIEW, ref="user")]
    made_at: Annotated[datetime, Held(ground=REVIEW)]
    note: Annotated[str, Held(ground=IMPORT, most=TEXT)] = ""


class ImportedVisit(Record, frozen=True, kw_only=True):
    """A visit in a batch: its import number, the version that was approved, and what left.

    ``version`` is the hash of :mod:`meitinker.domain.visit_versions`; ``content`` the rows that
    left, as JSON of :class:`LeftVisit`.
    """

    batch_id: Annotated[RecordId, Held(ground=REVIEW, ref="import_batch")]
    visit_id: Annotated[VisitId, Held(ground=REVIEW, ref="visit")]
    client_id: Annotated[PersonId, Held(ground=REVIEW, ref="person")]
    approval_id: Annotated[RecordId, Held(ground=REVIEW, ref="review_step")]
    number: Annotated[int, Held(ground=REVIEW)]
    revision: Annotated[int, Held(ground=REVIEW)]
    version: Annotated[str, Held(ground=REVIEW)]
    plan_id: Annotated[RecordId | None, Held(ground=REVIEW, ref="support_plan")] = None
    content: Annotated[str, Held(ground=IMPORT, most=ANY)] = ""


class ImportUndo(Record, frozen=True, kw_only=True):
    """That one visit of a batch does not count any more; nothing is removed.

    A batch that is undone as a whole has one for each of its visits.
    """

    imported_id: Annotated[RecordId, Held(ground=REVIEW, ref="imported_visit")]
    client_id: Annotated[PersonId, Held(ground=REVIEW, ref="person")]
    user_id: Annotated[UserId, Held(ground=REVIEW, ref="user")]
    at: Annotated[datetime, Held(ground=REVIEW)]
    why: Annotated[str, Held(ground=IMPORT, most=TEXT)] = ""


class NeedFinding(msgspec.Struct, frozen=True, kw_only=True):
    """What one step of the ladder gave for a need, and the reason."""

    step: Step
    outcome: Outcome
    reason: str = ""


class NeedRow(msgspec.Struct, frozen=True, kw_only=True):
    """One need of a visit as it leaves.

    ``rung`` is the highest rung on which help was found, or None; ``findings`` stand in the
    order of the ladder, ``agreements`` are who does what by when, a line each.
    """

    import_number: int
    revision: int
    visit_id: str
    need_id: str
    position: int
    what: str
    wished_result: str
    domain: LifeDomain | None = None
    rung: Rung | None = None
    findings: tuple[NeedFinding, ...] = ()
    agreements: tuple[str, ...] = ()


class VisitRow(msgspec.Struct, frozen=True, kw_only=True):
    """One visit as it leaves.

    An address that is secret is left out and ``secret_address`` says so; ``bsn`` is "" where it
    is not known. ``missing`` are the codes of what the law wants and was not there (see
    :mod:`meitinker.services.visit_missing`), of which a clerk said that it could go on.
    """

    import_number: int
    revision: int
    visit_id: str
    version: str
    person_id: str
    bsn: str
    given_names: str
    prefix: str
    surname: str
    partner_name: str
    born_on: date | None
    secret_address: bool
    street: str
    number: str
    postcode: str
    place: str
    village: str
    municipality: str
    meitinker: str
    visited_on: date | None
    concluded_at: datetime | None
    phase: Phase
    support_form: SupportForm
    question: str
    conclusion: str
    attendees: tuple[str, ...] = ()
    request_received_at: datetime | None = None
    application_received_on: date | None = None
    asks_for: str = ""
    plan_id: str | None = None
    plan_number: int | None = None
    plan_version: int | None = None
    plan_given_on: date | None = None
    needs: int = 0
    missing: tuple[str, ...] = ()
    approved_by: str = ""
    approved_at: datetime | None = None


class LeftVisit(msgspec.Struct, frozen=True, kw_only=True):
    """All that left of one visit: what :attr:`ImportedVisit.content` holds."""

    visit: VisitRow
    needs: tuple[NeedRow, ...] = ()


class ManifestEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One visit in the manifest of a batch; ``plan_id`` names the plan whose PDF goes along."""

    import_number: int
    revision: int
    visit_id: str
    version: str
    plan_id: str | None = None
    plan_number: int | None = None
    plan_version: int | None = None


class BatchContent(msgspec.Struct, frozen=True, kw_only=True):
    """A batch as files are made of it: the same each time that it is asked for.

    Attributes:
        batch_id: The batch.
        number: Its number.
        made_at: When it was made: files bear this moment, not that of writing them.
        made_by: Who made it, by name.
        organisation: Whose visits these are.
        demo: Whether it is the example village: nothing of it may cross to a real store.
        visits: What left, by import number.
        undone: Import numbers that no longer count, because the batch or the visit in it was
            undone since; the files still hold them, the manifest says it.
        entries: The manifest's lines, by import number.
    """

    batch_id: str
    number: int
    made_at: datetime
    made_by: str
    organisation: str
    demo: bool
    visits: tuple[LeftVisit, ...]
    undone: tuple[int, ...] = ()

    @property
    def entries(self) -> tuple[ManifestEntry, ...]:
        """The lines of the manifest."""
        return tuple(_entry(one.visit) for one in self.visits)

    @property
    def needs(self) -> tuple[NeedRow, ...]:
        """The needs of all visits, in their order."""
        return tuple(need for one in self.visits for need in one.needs)


def _entry(row: VisitRow) -> ManifestEntry:
    return ManifestEntry(
        import_number=row.import_number,
        revision=row.revision,
        visit_id=row.visit_id,
        version=row.version,
        plan_id=row.plan_id,
        plan_number=row.plan_number,
        plan_version=row.plan_version,
    )


_CLERKS = Writers(begin=BACK_OFFICE, change=BACK_OFFICE, author="user_id")
IMPORT_BATCH = declare(
    "import_batch",
    ImportBatch,
    merge=MergeClass.APPEND_ONLY,
    scope=Scope.organisation(),
    writers=_CLERKS,
)
IMPORTED_VISIT = declare(
    "imported_visit",
    ImportedVisit,
    merge=MergeClass.APPEND_ONLY,
    scope=Scope.of_person("client_id"),
    writers=Writers(begin=BACK_OFFICE, change=BACK_OFFICE),
)
IMPORT_UNDO = declare(
    "import_undo",
    ImportUndo,
    merge=MergeClass.APPEND_ONLY,
    scope=Scope.of_person("client_id"),
    writers=_CLERKS,
)
