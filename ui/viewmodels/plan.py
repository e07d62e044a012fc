"""The page of the plan: version, how it goes to the resident, and what to say. No Qt here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain.plans import HandoverWay
from meitinker.domain.requests import OPEN, RequestKind
from meitinker.domain.words import name_of
from meitinker.i18n import _, ngettext
from meitinker.services import plan_drawing, posting
from ui.viewmodels.dates import day_text
from ui.viewmodels.parts import Choice

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from meitinker.domain.plans import Handover, PlanRemark, SupportPlan
    from meitinker.services.visit_files import VisitFile


class PlanPage(msgspec.Struct, frozen=True, kw_only=True):
    """What the page of a plan shows.

    Attributes:
        concluded: Whether the visit is concluded, so that a plan can be made.
        plan_id: The plan that is shown, the newest by default; "" while there is none.
        versions: All versions to choose from, the newest first.
        newest: Whether the shown plan is the newest, so that a new version can follow.
        version: "Versie 1 van 12 november 2026", or that it is a concept.
        handover_id: The way of the newest plan to the resident, or "".
        handover: How that stands, in words; "" without a plan.
        waits: Whether the plan still has to reach the resident.
        unchosen: Whether it waits for a choice of how: the first one was taken back.
        file_name: Suggested name of the file, without ending and without personal data.
        large: Whether the resident wants large print.
        language: Code of the language of the plan.
        drawing: Whether the drawing of the network goes with it.
        request: How it stands with what the visit followed from, in words, or "".
    """

    concluded: bool
    plan_id: str
    version: str
    handover_id: str
    handover: str
    waits: bool
    unchosen: bool = False
    file_name: str
    large: bool
    language: str
    drawing: bool = False
    request: str = ""
    versions: tuple[Choice, ...] = ()
    newest: bool = True


class RemarkLine(msgspec.Struct, frozen=True):
    """What the resident said of a plan: a line that says it all, and the words."""

    head: str
    text: str


def plan_page(file: VisitFile, plan_id: str = "") -> PlanPage:
    """Return what the page of one of this visit's plans shows; of the newest by default."""
    newest = file.plans[-1] if file.plans else None
    plan = next((one for one in file.plans if one.id == plan_id), newest)
    handover = next((h for h in file.handovers if plan and h.plan_id == plan.id), None)
    return PlanPage(
        concluded=file.visit.concluded_at is not None,
        plan_id=plan.id if plan else "",
        version=_version(plan, concluded=file.visit.concluded_at is not None),
        handover_id=handover.id if handover else "",
        handover=_handover(handover, file),
        waits=handover is not None and handover.handed_over_on is None,
        unchosen=_unchosen(handover),
        file_name=file_name(plan),
        large=file.client.large_print,
        language=(plan.language if plan else file.client.language).value,
        drawing=plan_drawing.has_drawing(plan) if plan else False,
        request=_request(file),
        versions=tuple(Choice(one.id, _version(one, concluded=True)) for one in file.plans[::-1]),
        newest=plan is newest,
    )


def remark_lines(said: Sequence[tuple[int, PlanRemark]]) -> tuple[RemarkLine, ...]:
    """Return what the resident said of the plans, the newest first."""
    return tuple(
        RemarkLine(
            _("{day}, over versie {number}: {stance}").format(
                day=day_text(one.said_on) if one.said_on else "",
                number=version,
                stance=name_of(one.stance).lower(),
            ),
            one.text,
        )
        for version, one in reversed(said)
    )


def file_name(plan: SupportPlan | None) -> str:
    """Return a name for the file that tells nothing about the resident."""
    if plan is None:
        return _("ondersteuningsplan-concept")
    return _("ondersteuningsplan-{number}").format(number=plan.number)


def glyph_words(missing: int, beside: Sequence[str] = ()) -> str:
    """Return what to know when the letter type lacks characters, or ""; ``beside`` says where."""
    if not missing:
        return ""
    told = ngettext(
        "{count} teken kan niet op papier. Daar staat een vakje of een uitleg."
        " Schrijf het anders op.",
        "{count} tekens kunnen niet op papier. Daar staat een vakje of een uitleg."
        " Schrijf het anders op.",
        missing,
    ).format(count=missing)
    if not beside:
        return told
    places = ", ".join(f"“{one}”" for one in beside)
    return f"{told} {_('Kijk bij: {places}.').format(places=places)}"


def _version(plan: SupportPlan | None, *, concluded: bool) -> str:
    if plan is None and concluded:
        return _("Zo wordt het plan. Kies hieronder hoe de inwoner het krijgt.")
    if plan is None:
        return _("Dit is een concept. Het plan wordt definitief als u het gesprek afrondt.")
    day = day_text(clock.local(plan.made_at).date())
    return _("Versie {number} van {day}").format(number=plan.version, day=day)


def _request(file: VisitFile) -> str:
    """Return what remains of the question or signal once the visit is concluded, and how it ends.

    Only the outcome on paper ends it (Wmo 2015 art. 2.3.2 lid 8), so nobody has to close it.
    """
    request = file.request
    if request is None or file.visit.concluded_at is None:
        return ""
    signal, day = request.kind is RequestKind.SIGNAL, _day_of(request.received_at)
    if request.state in OPEN:
        words = (
            _(
                "Het signaal van {day} staat nog open. "
                "Het sluit vanzelf als de inwoner dit plan heeft."
            )
            if signal
            else _(
                "De vraag van {day} staat nog open. "
                "Die sluit vanzelf als de inwoner dit plan heeft."
            )
        )
    else:
        words = (
            _("Het signaal van {day} is gesloten.")
            if signal
            else _("De vraag van {day} is gesloten.")
        )
    return words.format(day=day)


def _day_of(instant: datetime) -> str:
    return day_text(clock.local(instant).date())


def _unchosen(handover: Handover | None) -> bool:
    """Tell whether nobody chose how a plan goes: handed over at the table it waits no moment."""
    at_the_table = handover is not None and handover.way is HandoverWay.AT_THE_TABLE
    return at_the_table and handover is not None and handover.handed_over_on is None


def _handover(handover: Handover | None, file: VisitFile) -> str:
    if handover is None:
        return ""
    if handover.handed_over_on is None:
        return {
            HandoverWay.AT_THE_TABLE: _(
                "Dit plan moet nog naar de inwoner. Kies hieronder hoe de inwoner het krijgt."
            ),
            HandoverWay.BRING_LATER: _("U brengt dit plan later langs."),
            HandoverWay.SEND_LATER: _("U stuurt dit plan later."),
        }[posting.way_now(handover.way, file.client)]
    day = day_text(handover.handed_over_on)
    words = {
        HandoverWay.AT_THE_TABLE: _("Gegeven aan de inwoner op {day}."),
        HandoverWay.BRING_LATER: _("Gebracht bij de inwoner op {day}."),
        HandoverWay.SEND_LATER: _("Verstuurd op {day}."),
    }[handover.way]
    return words.format(day=day)
