"""The page of the plan: version, how it goes to the resident, and what to say. No Qt here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain.people import receives_letters
from meitinker.domain.plans import HandoverWay
from meitinker.domain.words import name_of
from meitinker.i18n import _, ngettext
from ui.viewmodels.dates import day_text

if TYPE_CHECKING:
    from meitinker.domain.plans import Handover, SupportPlan
    from meitinker.services.visits import VisitFile


class PlanPage(msgspec.Struct, frozen=True, kw_only=True):
    """What the page of a plan shows.

    Attributes:
        concluded: Whether the visit is concluded, so that a plan can be made.
        plan_id: The newest plan, or "" while there is none.
        version: "Versie 1 van 12 november 2026", or that it is a concept.
        handover_id: The way of the newest plan to the resident, or "".
        handover: How that stands, in words; "" without a plan.
        waits: Whether the plan still has to reach the resident.
        file_name: Suggested name of the file, without ending and without personal data.
        large: Whether the resident wants large print.
        language: Code of the language of the plan.
    """

    concluded: bool
    plan_id: str
    version: str
    handover_id: str
    handover: str
    waits: bool
    file_name: str
    large: bool
    language: str


def plan_page(file: VisitFile) -> PlanPage:
    """Return what the page of this visit's newest plan shows."""
    plan = file.plans[-1] if file.plans else None
    handover = next((h for h in file.handovers if plan and h.plan_id == plan.id), None)
    return PlanPage(
        concluded=file.visit.concluded_at is not None,
        plan_id=plan.id if plan else "",
        version=_version(plan, concluded=file.visit.concluded_at is not None),
        handover_id=handover.id if handover else "",
        handover=_handover(handover),
        waits=handover is not None and handover.handed_over_on is None,
        file_name=file_name(plan),
        large=file.client.large_print,
        language=(plan.language if plan else file.client.language).value,
    )


def file_name(plan: SupportPlan | None) -> str:
    """Return a name for the file that tells nothing about the resident."""
    if plan is None:
        return _("ondersteuningsplan-concept")
    return _("ondersteuningsplan-{number}").format(number=plan.number)


def refusal(file: VisitFile, way: HandoverWay) -> str:
    """Return why a plan cannot go this way, or ""."""
    if way is HandoverWay.SEND_LATER and not receives_letters(file.client):
        return _(
            "De inwoner is overleden. Er gaat geen post meer uit. Kies Nu meegeven of Later"
            " langsbrengen als de familie het plan wil hebben."
        )
    return ""


def glyph_words(missing: int) -> str:
    """Return what to know when the letter type lacks characters, or ""."""
    if not missing:
        return ""
    return ngettext(
        "{count} teken kan niet op papier. Daar staat een vakje. Schrijf het anders op.",
        "{count} tekens kunnen niet op papier. Daar staan vakjes. Schrijf het anders op.",
        missing,
    ).format(count=missing)


def _version(plan: SupportPlan | None, *, concluded: bool) -> str:
    if plan is None and concluded:
        return _("Zo wordt het plan. Kies hieronder hoe de inwoner het krijgt.")
    if plan is None:
        return _("Dit is een concept. Het plan wordt definitief als u het gesprek afrondt.")
    day = day_text(clock.local(plan.made_at).date())
    return _("Versie {number} van {day}").format(number=plan.version, day=day)


def _handover(handover: Handover | None) -> str:
    if handover is None:
        return ""
    if handover.handed_over_on is None:
        return {
            HandoverWay.AT_THE_TABLE: _("Dit plan moet nog naar de inwoner."),
            HandoverWay.BRING_LATER: _("U brengt dit plan later langs."),
            HandoverWay.SEND_LATER: _("U stuurt dit plan later."),
        }[handover.way]
    day = day_text(handover.handed_over_on)
    if handover.way is HandoverWay.SEND_LATER:
        return _("Verstuurd op {day}.").format(day=day)
    way = name_of(handover.way)
    return _("Gegeven aan de inwoner op {day} ({way}).").format(day=day, way=way)
