"""The support plan in words: from the records of a visit to what the letter prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain import clocks
from meitinker.domain.needs import Outcome, Step
from meitinker.domain.people import Language, full_name
from meitinker.domain.plans import SignatureWay
from meitinker.domain.representatives import addressee_on
from meitinker.domain.villages import folded
from meitinker.domain.visits import LifeDomain
from meitinker.domain.words import in_words, name_of
from meitinker.i18n import translation
from meitinker.reports import signing, support_plan
from meitinker.services import letter_words

if TYPE_CHECKING:
    from gettext import NullTranslations

    from meitinker.domain.needs import Finding, Need
    from meitinker.domain.plans import Signature
    from meitinker.domain.requests import Request
    from meitinker.services.people import PersonFile
    from meitinker.services.visits import VisitFile

Content = support_plan.SupportPlan
Letterhead = letter_words.Letterhead

_DOMAINS = list(LifeDomain)


def content(
    visit: VisitFile,
    client: PersonFile,
    *,
    letterhead: Letterhead,
    request: Request | None = None,
    language: Language | None = None,
) -> Content:
    """Return what the plan of ``visit`` prints, in the resident's language by default.

    ``request`` is what the visit followed from: its day and its six weeks stand in the plan.
    """
    spoken = language or client.person.language
    words = translation(spoken)
    today = clock.today()
    received_on = clock.local(request.received_at).date() if request else None
    addressee = addressee_on(client.representatives, today)
    return Content(
        resident=letter_words.greeted(client.person, words),
        salutation=letter_words.salutation(client.person, words),
        sender=letter_words.sender(letterhead),
        addressee=letter_words.addressee(client, today, words),
        contact=letter_words.contact(letterhead),
        visit_date=in_words(visit.visit.visited_on or today, spoken),
        letter_date=in_words(today, spoken),
        represented=addressee is not None,
        present=_others_present(visit),
        question=visit.visit.question,
        domains=tuple(
            support_plan.Domain(name_of(note.domain, words), note.note)
            for note in sorted(visit.domain_notes, key=lambda n: _DOMAINS.index(n.domain))
            if note.note.strip()
        ),
        needs=tuple(_need(need, visit, words) for need in visit.needs if need.what.strip()),
        agreements=tuple(
            support_plan.Agreement(
                who=agreement.who,
                what=agreement.what,
                by_when=agreement.due_text
                or (in_words(agreement.due_on, spoken) if agreement.due_on else ""),
            )
            for agreement in visit.agreements
            if agreement.what.strip()
        ),
        conclusion=visit.visit.conclusion,
        request_date=in_words(received_on, spoken) if received_on else "",
        investigated_by=(
            in_words(clocks.investigation_last_day(received_on), spoken) if received_on else ""
        ),
        signatures=_signatures(visit, letterhead, spoken),
        language=spoken.value,
        large=client.person.large_print,
        demo=letterhead.organisation.demo,
        concept=visit.visit.concluded_at is None,
        secret_address=client.person.secret_address,
    )


def _others_present(visit: VisitFile) -> tuple[str, ...]:
    """Return who was there beside the resident, whom the letter addresses."""
    own = {folded(full_name(visit.client)), folded(visit.client.called)}
    return tuple(
        _present(one.name, one.tie)
        for one in visit.attendees
        if one.name.strip() and folded(one.name) not in own
    )


def _present(name: str, tie: str) -> str:
    return f"{name} ({tie})" if tie.strip() else name


def _need(need: Need, visit: VisitFile, words: NullTranslations) -> support_plan.Need:
    found = visit.findings_for(need.id)
    findings = tuple(
        support_plan.Finding(step, _told(found[step], words))
        for step in Step
        if step in found and found[step].outcome is not Outcome.NOT_LOOKED_AT
    )
    return support_plan.Need(title=need.what, wish=need.wished_result, findings=findings)


_OF_PEOPLE = {Step.USUAL_HELP, Step.CARER, Step.NETWORK, Step.VOLUNTEERS}


def _told(finding: Finding, words: NullTranslations) -> str:
    """Return a finding as a sentence: the reason as written, then what the outcome says."""
    absent = (
        words.gettext("Daar is nu niemand voor.")
        if finding.step in _OF_PEOPLE
        else words.gettext("Dit is er niet.")
    )
    said = {
        Outcome.SOLVES: words.gettext("Dit helpt u goed genoeg."),
        Outcome.HELPS_PARTLY: words.gettext("Dit helpt voor een deel."),
        Outcome.NOT_ENOUGH: words.gettext("Dit is niet genoeg."),
        Outcome.NOT_PRESENT: absent,
    }[finding.outcome]
    return " ".join(part for part in (finding.reason.strip(), said) if part)


def _signatures(
    visit: VisitFile, letterhead: Letterhead, language: Language
) -> tuple[signing.Signature, ...]:
    words = translation(language)
    last = visit.signatures[-1] if visit.signatures else None
    resident = _signed(last, full_name(visit.client), words, language)
    worker = signing.Signature(
        name=letterhead.user.name, role=letterhead.user.title, way=SignatureWay.PAPER, asked=False
    )
    return (resident, worker) if letterhead.user.name else (resident,)


def _signed(
    signature: Signature | None, name: str, words: NullTranslations, language: Language
) -> signing.Signature:
    role = words.gettext("inwoner")
    if signature is None or signature.way is SignatureWay.PAPER:
        return signing.Signature(name=name, role=role, way=SignatureWay.PAPER)
    day = clock.local(signature.signed_at).date() if signature.signed_at else clock.today()
    return signing.Signature(
        name=signature.name or name,
        role=role,
        way=signature.way,
        date=in_words(day, language),
        strokes=_strokes(signature.strokes),
    )


def _strokes(text: str) -> tuple[signing.Stroke, ...]:
    if not text:
        return ()
    return msgspec.json.decode(text, type=tuple[tuple[tuple[int, int, int, int], ...], ...])
