"""The support plan as a letter: which sections, in which order, in which sentences.

It reads as a letter: empty sections are left out, and the steps of the law appear as "Wat u
zelf kunt" and its like.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.domain.needs import Outcome, Step
from meitinker.domain.plans import SignatureWay
from meitinker.i18n import translation
from meitinker.reports import plan_rights
from meitinker.reports.closing import add_greeting, add_questions
from meitinker.reports.ecogram_part import add_section
from meitinker.reports.opening import add_salutation
from meitinker.reports.page import Sheet
from meitinker.reports.press import put_on_paper
from meitinker.reports.signing import add_signature
from meitinker.reports.support_plan import without_address
from meitinker.reports.text import one_line, tied
from meitinker.reports.typeset import Composer, tick_box

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from gettext import NullTranslations

    from meitinker.reports.page import Rendered
    from meitinker.reports.signing import Signature
    from meitinker.reports.support_plan import Agreement, Finding, Need, SupportPlan

LISTED = 4
"""More people than this stand in a list instead of a sentence."""


def render(plan: SupportPlan, *, drawn_at: datetime | None = None) -> Rendered:
    """Return the plan as a PDF; with ``drawn_at`` the same plan is the same file each time."""
    words = translation(plan.language)
    if plan.secret_address:
        plan = without_address(plan, words)
    sheet = _sheet(plan, words, drawn_at)
    composer = Composer(sheet.style, words)
    Letter(plan, words, composer).compose()
    return put_on_paper(sheet, composer)


def _sheet(plan: SupportPlan, words: NullTranslations, drawn_at: datetime | None) -> Sheet:
    note = words.gettext("Concept: dit plan is nog niet klaar") if plan.concept else ""
    return Sheet(
        title=words.gettext("Uw ondersteuningsplan"),
        language=plan.language,
        sender=plan.sender,
        addressee=plan.addressee,
        window=plan.window,
        dateline=plan.letter_date,
        large=plan.large,
        demo=plan.demo,
        note=note,
        drawn_at=drawn_at,
    )


def step_titles(words: NullTranslations) -> dict[Step, str]:
    """Return what each step is called in a letter, in the order of the law."""
    return {
        Step.OWN_STRENGTH: words.gettext("Wat u zelf kunt"),
        Step.GENERALLY_USUAL: words.gettext("Wat u gewoon kunt kopen"),
        Step.USUAL_HELP: words.gettext("Wat uw huisgenoten doen"),
        Step.CARER: words.gettext("Wat uw mantelzorger doet"),
        Step.NETWORK: words.gettext("Wat familie, vrienden en buren doen"),
        Step.VOLUNTEERS: words.gettext("Wat vrijwilligers doen"),
        Step.GENERAL_PROVISION: words.gettext("Wat er voor iedereen is in uw buurt"),
        Step.INDIVIDUAL_PROVISION: words.gettext("Welke hulp u van de gemeente kunt krijgen"),
    }


class Letter:
    """Composes the sections of one plan, in the order in which they are read."""

    def __init__(self, plan: SupportPlan, words: NullTranslations, composer: Composer) -> None:
        """Begin the letter of ``plan`` in the language of ``words``."""
        self._plan = plan
        self._words = words
        self._page = composer

    def compose(self) -> None:
        """Compose the whole letter."""
        self._opening()
        self._news()
        self._question()
        self._told()
        self._helpers()
        self._needs()
        self._short_sections()
        self._agreements()
        self._conclusion()
        self._consents()
        self._rights()
        self._farewell()
        self._network()
        self._remarks()

    def _opening(self) -> None:
        plan, say, page = self._plan, self._words.gettext, self._page
        page.title(say("Uw ondersteuningsplan"))
        if plan.concept:
            page.para(say("Dit is een concept. Het plan is nog niet klaar."), bold=True)
        about = plan.resident if plan.represented else ""
        add_salutation(page, plan.salutation, self._words, about=about)
        when = tied(plan.visit_date)
        if plan.place:
            place = one_line(plan.place)
            met = say("Op {date} spraken wij elkaar {place}.").format(date=when, place=place)
        else:
            met = say("Op {date} spraken wij elkaar.").format(date=when)
        thanks = say("Fijn dat u uw verhaal wilde vertellen.")
        told = say("In deze brief leest u wat u vertelde en wat wij hebben afgesproken.")
        page.para(f"{met} {thanks} {told}")
        self._present([one_line(name) for name in plan.present if name.strip()])

    def _news(self) -> None:
        """Say first what is new: who read the version before need not read all again."""
        plan, say, page = self._plan, self._words.gettext, self._page
        if plan.version == 1:
            return
        this = say("Dit is versie {number} van uw plan.").format(number=plan.version)
        before = say("De vorige versie was van {date}.").format(date=tied(plan.earlier))
        start = len(page.rows)
        page.heading(say("Dit is nieuw"))
        page.para(f"{this} {before}" if plan.earlier else this, gap=page.style.lead * 0.1)
        page.glue_from(start)
        for one in plan.news:
            if one.version != plan.version:
                title = say("Dit was nieuw in versie {number}, van {date}")
                page.label(title.format(number=one.version, date=tied(one.day)))
                page.under(one.text)
            else:
                page.para(one.text)
        if plan.changed:
            page.label(say("Deze stukken zijn veranderd:"), kind="P")
            page.bullets(plan.changed)

    def _helpers(self) -> None:
        helpers = [one for one in self._plan.helpers if one.name.strip()]
        say = self._words.gettext
        if not helpers:
            return
        self._page.heading(say("Wie u helpt"))
        # A line each: some have twenty people around them.
        self._page.bullets(
            one_line(". ".join(part for part in (one.name, one.text) if part.strip()))
            for one in helpers
        )
        if self._plan.network is not None:
            self._page.para(say("Achter deze brief zit een tekening van hen."))

    def _network(self) -> None:
        """Add the drawing after what is signed: it can be laid aside, and shown by itself."""
        if self._plan.network is not None:
            add_section(self._page, self._plan.network, self._words)

    def _remarks(self) -> None:
        plan, say, page = self._plan, self._words.gettext, self._page
        if not plan.remarks:
            return
        page.heading(say("Uw opmerkingen bij dit plan"))
        for one in plan.remarks:
            about = say("Versie {number}").format(number=one.version)
            page.label(", ".join(part for part in (about, tied(one.day)) if part))
            page.under(one.stance)
            if one.text.strip():
                with page.card():
                    page.para(one.text)

    def _present(self, names: Sequence[str]) -> None:
        say = self._words.gettext
        if len(names) > LISTED:
            self._page.label(say("Bij het gesprek waren ook:"), kind="P")
            self._page.bullets(names)
        elif len(names) == 1:
            self._page.para(say("Bij het gesprek was ook: {name}.").format(name=names[0]))
        elif names:
            together = say("{names} en {last}").format(names=", ".join(names[:-1]), last=names[-1])
            self._page.para(say("Bij het gesprek waren ook: {names}.").format(names=together))

    def _question(self) -> None:
        if not self._plan.question.strip():
            return
        page = self._page
        page.heading(self._words.gettext("Uw vraag"))
        with page.card():
            page.para(self._plan.question)

    def _told(self) -> None:
        domains = [domain for domain in self._plan.domains if domain.notes.strip()]
        if not domains:
            return
        self._page.heading(self._words.gettext("Dit vertelde u"))
        for domain in domains:
            self._page.label(domain.title)
            self._page.under(domain.notes)

    def _needs(self) -> None:
        if not self._plan.needs:
            return
        say, page = self._words.gettext, self._page
        start = len(page.rows)
        page.heading(say("Wat u nodig hebt"))
        page.para(
            say("Wij keken samen wat kan helpen. Eerst bij u thuis, dan in het dorp."),
            gap=page.style.lead * 0.3,
        )
        page.glue_from(start)
        for need in self._plan.needs:
            self._need(need)

    def _need(self, need: Need) -> None:
        say, page = self._words.gettext, self._page
        with page.card(boxed=True):
            page.subheading(need.title)
            if need.wish.strip():
                page.label(say("Dit wilt u graag"))
                page.under(need.wish)
            titles = step_titles(self._words)
            for step, title in titles.items():
                found = [self._finding(part) for part in need.findings if part.step is step]
                if "".join(found).strip():
                    page.label(title)
                    page.under("\n\n".join(found))
            solutions = [solution for solution in need.solutions if solution.strip()]
            if solutions:
                page.label(say("Zo pakken wij het aan"))
                page.bullets(solutions)

    def _finding(self, finding: Finding) -> str:
        """Return the worker's words, and what the step comes to."""
        say = self._words.gettext
        outcome = {
            Outcome.NOT_LOOKED_AT: "",
            Outcome.SOLVES: say("Dat is genoeg."),
            Outcome.HELPS_PARTLY: say("Dat helpt voor een deel."),
            Outcome.NOT_ENOUGH: say("Dat is niet genoeg."),
            Outcome.NOT_PRESENT: say("Die hulp is er niet."),
        }[finding.outcome]
        return " ".join(part for part in (finding.text.strip(), outcome) if part)

    def _short_sections(self) -> None:
        say, plan = self._words.gettext, self._plan
        sections = (
            (say("Uw eigen plan"), plan.own_plan),
            (say("Hulp voor uw mantelzorger"), plan.carer_support),
            (say("Met wie wij samenwerken"), plan.cooperation),
            (say("Wat u zelf betaalt"), plan.contribution),
            (say("Zelf hulp kopen met een pgb"), plan.own_budget),
        )
        for title, text in sections:
            if text.strip():
                self._page.heading(title)
                self._page.under(text)

    def _agreements(self) -> None:
        agreements = [agreement for agreement in self._plan.agreements if agreement.what.strip()]
        if not agreements:
            return
        say, page = self._words.gettext, self._page
        start = len(page.rows)
        page.heading(say("Dit spraken wij af"))
        page.under(say("Is iets klaar? Zet dan een kruisje in het vakje."))
        page.glue_from(start)
        for agreement in agreements:
            self._agreement(agreement)

    def _agreement(self, agreement: Agreement) -> None:
        say, page = self._words.gettext, self._page
        size, lead = page.style.size, page.style.lead
        start = len(page.rows)
        page.marked(agreement.what, mark=tick_box(page.style), indent=size * 1.9, gap=lead * 0.6,
                    bold=True)  # fmt: skip
        details = []
        if agreement.who.strip():
            details.append(say("Wie: {name}.").format(name=one_line(agreement.who)))
        if agreement.by_when.strip():
            details.append(say("Klaar: {date}.").format(date=tied(agreement.by_when)))
        if details:
            page.glue_from(start)
            with page.indented(size * 1.9):
                page.para(" ".join(details), gap=0)

    def _conclusion(self) -> None:
        say, page, plan = self._words.gettext, self._page, self._plan
        if plan.conclusion.strip():
            page.heading(say("Wat wij samen besloten"))
            page.under(plan.conclusion)
        steps = plan_rights.steps(plan, self._words)
        if steps:
            page.heading(say("Hoe het nu verder gaat"))
            page.bullets(steps)

    def _consents(self) -> None:
        """Say what was allowed, and that it can be taken back (AVG art. 7 lid 3)."""
        plan, say, page = self._plan, self._words.gettext, self._page
        if not plan.consents:
            return
        page.heading(say("Uw toestemming"))
        page.bullets(plan.consents)
        if plan.withdrawable:
            page.para(
                say(
                    "U mag een toestemming altijd weer intrekken. Zeg of schrijf het ons. "
                    "Vanaf dat moment gebruiken wij deze gegevens niet meer."
                )
            )

    def _rights(self) -> None:
        self._page.heading(self._words.gettext("Dit mag u altijd"))
        self._page.bullets(plan_rights.rights(self._plan, self._words))

    def _farewell(self) -> None:
        """Add whom to call, the greeting and the signatures.

        Who sends the letter signs under the greeting. Nobody else signs a page without words of it:
        the first signature stands with the greeting, and with whom to call where that costs no
        sheet. Where no page holds the two, a sentence over it says under what it is put.
        """
        page = self._page
        others = [one for one in self._plan.signatures if not self._is_sender(one)]
        questions = len(page.rows)
        add_questions(page, self._plan.contact, self._words)
        greeting = len(page.rows)
        add_greeting(
            page,
            self._plan.contact,
            self._words,
            organisation=self._plan.sender.organisation,
            signed=len(others) < len(self._plan.signatures),
        )
        signing = len(page.rows)
        if others:
            page.heading(self._words.gettext("Handtekeningen"))
            add_signature(page, others[0], self._words)
        if others and page.hold(greeting):
            page.near(greeting)
        else:
            self._name_plan(signing)
            page.hold(questions, signing)
            page.hold(signing)
        for signature in others[1:]:
            add_signature(page, signature, self._words)

    def _name_plan(self, signing: int) -> None:
        """Say over the signatures, from row ``signing`` on, under what they are put."""
        page, plan = self._page, self._plan
        after = page.rows[signing + 2 :]  # the heading and the air under it stay on top
        if not after:
            return
        del page.rows[signing + 2 :]
        under = self._words.gettext("Dit hoort bij het ondersteuningsplan van {date}.")
        page.under(under.format(date=tied(plan.visit_date)))
        page.glue_from(signing)
        page.rows += after

    def _is_sender(self, signature: Signature) -> bool:
        on_paper = signature.way is SignatureWay.PAPER and not signature.asked
        return on_paper and signature.name == self._plan.contact.name
