"""What happens after the plan, and what the resident may do: the sentences, not their layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.reports.text import one_line, tied

if TYPE_CHECKING:
    from gettext import NullTranslations

    from meitinker.reports.support_plan import SupportPlan


def steps(plan: SupportPlan, words: NullTranslations) -> list[str]:
    """Return what happens next and when, the nearest first."""
    say = words.gettext
    told = [step for step in plan.next_steps if step.strip()]
    if plan.meeting:
        told.insert(0, say("Op {date} zien wij elkaar weer.").format(date=tied(plan.meeting)))
    if plan.applied_on:
        applied = say("Op {date} deed u een aanvraag.").format(date=tied(plan.applied_on))
        decided = say("Uiterlijk op {date} krijgt u een besluit.")
        by = decided.format(date=tied(plan.decision_by)) if plan.decision_by else ""
        told.append(f"{applied} {by}".strip())
    elif plan.is_application:
        told.append(
            say(
                "Zet u uw handtekening onder dit plan? Dan is het ook uw aanvraag. "
                "U krijgt dan binnen 2 weken een besluit."
            )
        )
    if plan.request_date:
        told.append(_term(plan, words))
    return told


def rights(plan: SupportPlan, words: NullTranslations) -> list[str]:
    """Return what the resident may do; only what applies to this plan."""
    told = (
        _remarks(plan, words),
        _helper(plan, words),
        _own_plan(plan, words),
        words.gettext("U mag alles zien wat wij over u bewaren. U kunt ook een kopie vragen."),
        _complaint(plan, words),
        _objection(plan, words),
    )
    return [right for right in told if right]


def _remarks(plan: SupportPlan, words: NullTranslations) -> str:
    say = words.gettext
    remarks = say("Klopt er iets niet? Of wilt u iets toevoegen? Laat het ons weten.")
    if plan.remarks_by:
        remarks += " " + say("Doe dat het liefst vóór {date}.").format(date=tied(plan.remarks_by))
    return f"{remarks} {say('Wij doen uw opmerkingen bij dit plan.')}"


def _helper(plan: SupportPlan, words: NullTranslations) -> str:
    say = words.gettext
    helper = say(
        "Wilt u hulp van iemand die niet bij ons werkt? Dan kunt u een onafhankelijke "
        "cliëntondersteuner vragen. Dat kost u niets. De hulp is er ook voor uw mantelzorger."
    )
    if plan.client_support.strip():
        helper += " " + say("U belt dan met {whom}.").format(whom=one_line(plan.client_support))
    return helper


def _own_plan(plan: SupportPlan, words: NullTranslations) -> str:
    if not plan.personal_plan_by:
        return ""
    may = words.gettext("U mag ook zelf een plan maken. Geef het ons uiterlijk op {date}.")
    return may.format(date=tied(plan.personal_plan_by))


def _complaint(plan: SupportPlan, words: NullTranslations) -> str:
    """Return how to complain; only where it is known whereto."""
    say, sender = words.gettext, plan.sender
    if not (sender.email or sender.lines):
        return ""
    where = sender.email or ", ".join(sender.lines)
    complain = say("Bent u niet tevreden over ons? Zeg het ons. U mag ook een klacht sturen.")
    return f"{complain} {say('Dat kan naar {address}.').format(address=one_line(where))}"


def _objection(plan: SupportPlan, words: NullTranslations) -> str:
    """Return how to object; there is nothing to object to before an application."""
    if not (plan.applied_on or plan.is_application):
        return ""
    return words.gettext(
        "Bent u het niet eens met het besluit? Dan kunt u bezwaar maken. "
        "In het besluit staat hoe dat gaat."
    )


def _term(plan: SupportPlan, words: NullTranslations) -> str:
    """Return that the investigation takes six weeks (Wmo 2015 art. 2.3.2 lid 1), and until when."""
    say = words.gettext
    term = say("Binnen 6 weken zoeken wij samen met u uit wat er nodig is.")
    if plan.signal:
        came = say("Op {date} vertelde iemand ons dat u misschien hulp kunt gebruiken.")
    elif plan.by_another:
        came = say("Op {date} vroeg iemand voor u om hulp.")
    else:
        came = say("Uw vraag kwam bij ons binnen op {date}.")
    came = came.format(date=tied(plan.request_date))
    last = say("Dat duurt tot uiterlijk {date}.").format(date=tied(plan.investigated_by))
    return f"{came} {term} {last if plan.investigated_by else ''}".strip()
