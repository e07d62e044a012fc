"""The support plan in words: from the records of a visit to what the letter prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain import consent_words, network_words, referral_words
from meitinker.domain.checkpoints import ON_PAPER, Topic, for_paper
from meitinker.domain.clocks import Clock, ClockName
from meitinker.domain.consents import Consent, ConsentAnswer
from meitinker.domain.needs import Outcome, Step
from meitinker.domain.network import Direction, ring_of
from meitinker.domain.people import Language, full_name
from meitinker.domain.plans import Stance
from meitinker.domain.representatives import addressee_on
from meitinker.domain.requests import PlanOffer, RequestKind
from meitinker.domain.villages import folded
from meitinker.domain.visits import LifeDomain
from meitinker.domain.words import in_words, name_of
from meitinker.i18n import translation
from meitinker.reports import support_plan
from meitinker.reports.secret_address import without_lines
from meitinker.services import letter_words, network_paper, plan_signatures

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime
    from gettext import NullTranslations

    from meitinker.domain.applications import Application
    from meitinker.domain.needs import Finding, Need
    from meitinker.domain.network import Tie
    from meitinker.domain.plans import PlanRemark
    from meitinker.domain.referrals import Referral
    from meitinker.domain.requests import Request
    from meitinker.reports.network import DatedNetwork
    from meitinker.services.people import PersonFile
    from meitinker.services.visit_files import VisitFile

Content = support_plan.SupportPlan
Letterhead = letter_words.LetterSender

_DOMAINS = list(LifeDomain)


class Beside(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in the plan and not in the visit.

    Attributes:
        request: What the visit followed from: its day and its six weeks stand in the plan.
        ties: Who is around the resident on the day of the visit.
        application: What the resident asked a decision on, or None.
        running: The clocks of request and application, which name the last days.
        meets_at: When the resident and the meitinker meet again, or None.
        consents: The answers of the resident that count.
        drawn: The resident wants the network as a drawing as well.
        secret: Lines of secret addresses that what people do may not tell.
    """

    request: Request | None = None
    ties: tuple[Tie, ...] = ()
    application: Application | None = None
    running: tuple[Clock, ...] = ()
    meets_at: datetime | None = None
    consents: tuple[Consent, ...] = ()
    drawn: bool = False
    secret: tuple[str, ...] = ()

    @property
    def received_on(self) -> date | None:
        """The day on which the request came, or None."""
        return clock.local(self.request.received_at).date() if self.request else None

    @property
    def applied_on(self) -> date | None:
        """The day on which the application came, or None."""
        return self.application.received_on if self.application else None

    def last(self, name: ClockName) -> date | None:
        """Return the last day of a term; None where it does not run, or stands still."""
        return next((one.last_day for one in self.running if one.name is name), None)


def content(
    visit: VisitFile,
    client: PersonFile,
    *,
    letterhead: Letterhead,
    beside: Beside | None = None,
    language: Language | None = None,
) -> Content:
    """Return what the plan of ``visit`` prints, in the resident's language by default."""
    told = beside or Beside()
    spoken = language or client.person.language
    words, today = translation(spoken), clock.today()
    visited = in_words(visit.visit.visited_on or today, spoken)
    return Content(
        resident=letter_words.greeted(client.person, words),
        salutation=letter_words.salutation(client, today, words),
        sender=letter_words.sender(letterhead),
        addressee=letter_words.addressee(client, today, words),
        contact=letter_words.contact(letterhead, spoken),
        client_support=letterhead.support.told,
        visit_date=visited,
        letter_date=in_words(today, spoken),
        represented=addressee_on(client.representatives, today) is not None,
        present=_others_present(visit),
        question=visit.visit.question,
        domains=_domains(visit, words),
        needs=tuple(_need(need, visit, spoken) for need in visit.needs if need.what.strip()),
        own_plan=for_paper(visit.checkpoints, Topic.PERSONAL_PLAN),
        carer_support=for_paper(visit.checkpoints, Topic.CARER_NEEDS),
        cooperation=for_paper(visit.checkpoints, Topic.OTHER_LAWS),
        contribution=for_paper(visit.checkpoints, Topic.CONTRIBUTION),
        own_budget=for_paper(visit.checkpoints, Topic.PGB),
        agreements=_agreements(visit, spoken),
        conclusion=visit.visit.conclusion,
        request_date=_day(told.received_on, spoken),
        signal=told.request is not None and told.request.kind is RequestKind.SIGNAL,
        by_another=told.request is not None and told.request.by_another,
        investigated_by=_day(told.last(ClockName.INVESTIGATION), spoken),
        helpers=without_lines(helpers(told.ties, words), told.secret, words),
        consents=without_lines(_consents(told.consents, spoken), told.secret, words),
        withdrawable=any(one.answer is ConsentAnswer.GIVEN for one in told.consents),
        network=_drawn(told, client, day=visited, words=words),
        meeting=_meeting(told.meets_at, words, spoken),
        personal_plan_by=_personal_plan_by(told, today, spoken),
        applied_on=_day(told.applied_on, spoken),
        decision_by=_day(told.last(ClockName.DECISION), spoken),
        signatures=plan_signatures.of_plan(visit, letterhead, spoken),
        language=spoken.value,
        large=client.person.large_print,
        demo=letterhead.organisation.demo,
        concept=visit.visit.concluded_at is None,
        secret_address=client.person.secret_address,
        made_for=client.person.id,
    )


def agreed(visit: VisitFile) -> tuple[object, ...]:
    """Return what someone agrees to who signs: the words that were written, and nothing beside.

    Days, addresses, people around and sentences of the program change without anybody's doing.
    """
    told = visit.visit
    return (
        told.question,
        told.conclusion,
        sorted((note.domain, note.note) for note in visit.domain_notes),
        [
            (
                need.what,
                need.wished_result,
                sorted((f.step, f.outcome, f.reason) for f in visit.findings_for(need.id).values()),
            )
            for need in visit.needs
        ],
        [(one.who, one.what, one.due_on, one.due_text) for one in visit.agreements],
        [for_paper(visit.checkpoints, topic) for topic in sorted(ON_PAPER)],
    )


def _day(day: date | None, spoken: Language) -> str:
    return in_words(day, spoken) if day else ""


def _domains(visit: VisitFile, words: NullTranslations) -> tuple[support_plan.Domain, ...]:
    return tuple(
        support_plan.Domain(name_of(note.domain, words), note.note)
        for note in sorted(visit.domain_notes, key=lambda one: _DOMAINS.index(one.domain))
        if note.note.strip()
    )


def _agreements(visit: VisitFile, spoken: Language) -> tuple[support_plan.Agreement, ...]:
    """Return who does what by when; the letter says "u" to the one it is for."""
    words = translation(spoken)
    resident, you = folded(full_name(visit.client)), words.gettext("u")
    return tuple(
        support_plan.Agreement(
            who=you
            if resident and folded(one.who) == resident
            else referral_words.us_in(one.who, words),
            what=referral_words.said_in(one.what, visit.referrals, words),
            by_when=one.due_text or _day(one.due_on, spoken),
        )
        for one in visit.agreements
        if one.what.strip()
    )


def _consents(counting: Iterable[Consent], spoken: Language) -> tuple[str, ...]:
    words = translation(spoken)
    said = {
        ConsentAnswer.GIVEN: words.gettext("{what}: u vond dit goed op {day}."),
        ConsentAnswer.REFUSED: words.gettext("{what}: u wilt dit niet. Dat zei u op {day}."),
        ConsentAnswer.WITHDRAWN: words.gettext("{what}: u trok dit weer in op {day}."),
    }
    return tuple(
        said[one.answer].format(
            what=consent_words.what(one, words), day=in_words(one.answered_on, spoken)
        )
        for one in counting
    )


def _drawn(
    told: Beside, client: PersonFile, *, day: str, words: NullTranslations
) -> DatedNetwork | None:
    if not (told.drawn and told.ties):
        return None
    drawn = network_paper.around(told.ties, full_name(client.person), day=day, words=words)
    drawn = msgspec.structs.replace(drawn, unsure=network_words.unknown_begin(told.ties, words))
    return without_lines(drawn, told.secret, words)


def helpers(ties: Iterable[Tie], words: NullTranslations) -> tuple[support_plan.Helper, ...]:
    """Return who helps, and how: only what is the resident's to read."""
    helping = [
        tie
        for tie in ties
        if tie.carer
        or tie.direction in {Direction.GIVES, Direction.BOTH}
        or (tie.does.strip() and tie.direction is not Direction.RECEIVES)
    ]
    near = sorted(helping, key=lambda tie: (not tie.carer, ring_of(tie), tie.id))
    return tuple(
        support_plan.Helper(network_words.who(tie, words), _helps(tie, words)) for tie in near
    )


def _helps(tie: Tie, words: NullTranslations) -> str:
    does = tie.does.strip()
    parts = (
        words.gettext("Is uw mantelzorger.") if tie.carer else "",
        words.gettext("U helpt elkaar.") if tie.direction is Direction.BOTH else "",
        (does if does[-1] in ".!?…" else f"{does}.") if does else "",
    )
    told = " ".join(part for part in parts if part)
    return told or words.gettext("Helpt u.")


def _meeting(at: datetime | None, words: NullTranslations, spoken: Language) -> str:
    if at is None:
        return ""
    begins = clock.local(at)
    return words.gettext("{date} om {time} uur").format(
        date=in_words(begins.date(), spoken), time=f"{begins:%H.%M}"
    )


def _personal_plan_by(told: Beside, today: date, spoken: Language) -> str:
    """Return the last day for a plan of one's own; "" once it is there or comes too late."""
    if told.request is None or told.request.plan_offer in _SETTLED:
        return ""
    last = told.last(ClockName.PERSONAL_PLAN)
    return in_words(last, spoken) if last is not None and last >= today else ""


def renewed(new: Content, old: Content, *, earlier: date, news: str) -> Content:
    """Return a new version of ``old``: it says what is new, and what was new before stays."""
    spoken, words = Language(new.language), translation(new.language)
    version = old.version + 1
    fresh = support_plan.News(version, new.letter_date, news)
    return msgspec.structs.replace(
        new,
        version=version,
        earlier=in_words(earlier, spoken),
        changed=_changed(new, old, words) if new.language == old.language else (),
        news=(fresh, *old.news),
    )


def _changed(new: Content, old: Content, words: NullTranslations) -> tuple[str, ...]:
    """Return the titles of the sections in which two versions differ, in the order of reading."""
    sections = {
        words.gettext("Uw vraag"): ("question",),
        words.gettext("Dit vertelde u"): ("domains",),
        words.gettext("Wie u helpt"): ("helpers",),
        words.gettext("Wat u nodig hebt"): ("needs",),
        words.gettext("Uw eigen plan"): ("own_plan",),
        words.gettext("Hulp voor uw mantelzorger"): ("carer_support",),
        words.gettext("Met wie wij samenwerken"): ("cooperation",),
        words.gettext("Wat u zelf betaalt"): ("contribution",),
        words.gettext("Zelf hulp kopen met een pgb"): ("own_budget",),
        words.gettext("Dit spraken wij af"): ("agreements",),
        words.gettext("Wat wij samen besloten"): ("conclusion",),
        words.gettext("Hoe het nu verder gaat"): (
            "next_steps", "meeting", "applied_on", "decision_by", "request_date",
        ),
        words.gettext("Uw toestemming"): ("consents",),
        words.gettext("Hebt u vragen?"): ("contact",),
        words.gettext("De mensen om u heen"): ("network",),
    }  # fmt: skip
    return tuple(
        title
        for title, fields in sections.items()
        if any(getattr(new, name) != getattr(old, name) for name in fields)
    )


def remarks(
    said: Iterable[tuple[int, PlanRemark]], spoken: Language
) -> tuple[support_plan.Remark, ...]:
    """Return what the resident said of the plan as it is printed; each with its version."""
    words = translation(spoken)
    stances = {
        Stance.SEEN: words.gettext("U hebt het plan gezien."),
        Stance.AGREES: words.gettext("U bent het eens met het plan."),
        Stance.DISAGREES: words.gettext("U bent het niet eens met het plan."),
    }
    return tuple(
        support_plan.Remark(
            version=version,
            day=_day(one.said_on, spoken),
            stance=stances[one.stance],
            text=one.text,
        )
        for version, one in said
    )


_SETTLED = {PlanOffer.HANDED_IN, PlanOffer.TOGETHER, PlanOffer.NONE_WISHED}


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


def _need(need: Need, visit: VisitFile, spoken: Language) -> support_plan.Need:
    words = translation(spoken)
    found = visit.findings_for(need.id)
    findings = tuple(
        support_plan.Finding(step, _told(found[step], visit.referrals, words))
        for step in Step
        if step in found and found[step].outcome is not Outcome.NOT_LOOKED_AT
    )
    return support_plan.Need(
        title=need.what,
        wish=need.wished_result,
        findings=findings,
        solutions=tuple(
            _contact(one, one.contact_on, spoken)
            for one in visit.referrals
            if one.need_id == need.id and one.contact_on
        ),
    )


def _contact(referral: Referral, on: date, spoken: Language) -> str:
    """Return in a sentence with whom the contact for a resident was made."""
    where = referral_words.full(referral.service_name, referral.provider_name)
    words, day = translation(spoken), in_words(on, spoken)
    said = (
        words.gettext("Op {day} spraken wij over u met {who} van {where}.")
        if referral.contact_with
        else words.gettext("Op {day} legden wij voor u contact met {where}.")
    )
    return said.format(day=day, who=referral.contact_with, where=where)


_OF_PEOPLE = {Step.USUAL_HELP, Step.CARER, Step.NETWORK, Step.VOLUNTEERS}


def _told(finding: Finding, referrals: Iterable[Referral], words: NullTranslations) -> str:
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
    reason = referral_words.said_in(finding.reason.strip(), referrals, words)
    return " ".join(part for part in (reason, said) if part)
