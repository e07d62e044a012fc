"""A batch for tests: two visits, one with a secret address, and hostile words where asked."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.import_batches import (
    BatchContent,
    LeftVisit,
    NeedFinding,
    NeedRow,
    VisitRow,
)
from meitinker.domain.needs import Outcome, Rung, Step
from meitinker.domain.visits import LifeDomain, Phase, SupportForm
from meitinker.exchange import import_batch

if TYPE_CHECKING:
    from pathlib import Path

PDF = b"%PDF-1.4 plan"
BSN = "999990019"
MADE = datetime(2026, 11, 20, 13, 5, tzinfo=UTC)


def _id(number: int) -> str:
    return f"00000000-0000-7000-8000-{number:012d}"


def visit(number: int = 1, **other: object) -> VisitRow:
    """Return a visit; ``other`` replaces fields."""
    row = VisitRow(
        import_number=number,
        revision=1,
        visit_id=_id(number),
        version="a1" * 16,
        person_id=_id(100 + number),
        bsn=BSN,
        given_names="Sjoukje",
        prefix="van der",
        surname="Meer",
        partner_name="Wâldsang",
        born_on=date(1938, 3, 14),
        secret_address=False,
        street="Doarpsstrjitte",
        number="12 a",
        postcode="9011 AB",
        place="Jirnsum",
        village="Jirnsum",
        municipality="Leeuwarden",
        meitinker="Baukje Tamminga",
        visited_on=date(2026, 11, 12),
        concluded_at=datetime(2026, 11, 12, 14, 30, tzinfo=UTC),
        phase=Phase.DURING,
        support_form=SupportForm.SHORT_SUPPORT,
        question="“Hoe kom ik de trap nog op?”\nEn het bad; dat ook.",
        conclusion="Een beugel en hulp van de buren.",
        attendees=("Jan (zoon)", "Anna (buur)"),
        request_received_at=datetime(2026, 11, 10, 8, 0, tzinfo=UTC),
        plan_id=_id(300 + number),
        plan_number=7,
        plan_version=1,
        plan_given_on=date(2026, 11, 12),
        needs=1,
        missing=("pgb",),
        approved_by="R. Hofstra",
        approved_at=MADE,
    )
    return msgspec.structs.replace(row, **other)


def need(number: int = 1, **other: object) -> NeedRow:
    """Return a need of visit ``number``."""
    row = NeedRow(
        import_number=number,
        revision=1,
        visit_id=_id(number),
        need_id=_id(200 + number),
        position=0,
        what="Veilig naar boven",
        wished_result="Weer boven slapen",
        domain=LifeDomain.HOUSING,
        rung=Rung.SOCIAL_NETWORK,
        findings=(
            NeedFinding(step=Step.OWN_STRENGTH, outcome=Outcome.NOT_ENOUGH, reason="kan het niet"),
            NeedFinding(step=Step.NETWORK, outcome=Outcome.SOLVES),
        ),
        agreements=("Jan plaatst de beugel, voor 1 december",),
    )
    return msgspec.structs.replace(row, **other)


def content(*visits: LeftVisit, undone: tuple[int, ...] = ()) -> BatchContent:
    """Return a batch; without visits the usual two."""
    usual = (
        LeftVisit(visit=visit(), needs=(need(),)),
        LeftVisit(
            visit=visit(2, secret_address=True, plan_id=None, plan_number=None, needs=0), needs=()
        ),
    )
    return BatchContent(
        batch_id=_id(900),
        number=3,
        made_at=MADE,
        made_by="R. Hofstra",
        organisation="Stichting Voorbeeld",
        demo=True,
        visits=visits or usual,
        undone=undone,
    )


def plan(_plan_id: str) -> bytes | None:
    """Return the PDF of any plan."""
    return PDF


def write(target: Path, batch: BatchContent | None = None) -> import_batch.Manifest:
    """Write a batch to ``target`` in one go."""
    run = import_batch.write(target, batch or content(), plan)
    while True:
        try:
            next(run)
        except StopIteration as end:
            manifest: import_batch.Manifest = end.value
            return manifest
