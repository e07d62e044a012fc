"""The support plan: what was said and agreed at the kitchen table, as a letter to the resident.

It is also the written result of the investigation (Wmo 2015 art. 2.3.2 lid 4 and 8), but it
reads as a letter: empty sections are left out, and the steps of the law appear as "Wat u zelf
kunt" and its like.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import msgspec

from meitinker.i18n import translation
from meitinker.reports.measures import Window
from meitinker.reports.page import Addressee, Rendered, Sender, Sheet
from meitinker.reports.page import render as put_on_paper
from meitinker.reports.signing import Signature, add_signature
from meitinker.reports.text import clean, one_line, tied
from meitinker.reports.typeset import Composer, tick_box

if TYPE_CHECKING:
    from collections.abc import Sequence
    from gettext import NullTranslations

LISTED = 4
"""More people than this stand in a list instead of a sentence."""


class Step(StrEnum):
    """The steps a finding is about (Wmo 2015 art. 2.3.5 lid 3; volunteers are the village's)."""

    OWN_STRENGTH = "own_strength"
    COMMON_PRODUCT = "common_product"
    USUAL_HELP = "usual_help"
    CARER = "carer"
    NETWORK = "network"
    VOLUNTEERS = "volunteers"
    GENERAL_PROVISION = "general_provision"
    TAILORED_PROVISION = "tailored_provision"


class Finding(msgspec.Struct, frozen=True):
    """What was found on one step of the ladder."""

    step: Step
    text: str


class Need(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to solve.

    Attributes:
        title: What it is about.
        wish: The result wanted, in the resident's words.
        findings: Per step what was found; printed in the order of the law.
        solutions: What will be done about it.
    """

    title: str
    wish: str = ""
    findings: tuple[Finding, ...] = ()
    solutions: tuple[str, ...] = ()


class Domain(msgspec.Struct, frozen=True):
    """A life domain and what was told about it."""

    title: str
    notes: str


class Agreement(msgspec.Struct, frozen=True, kw_only=True):
    """Who does what by when."""

    what: str
    who: str = ""
    by_when: str = ""


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """Whom the resident calls."""

    name: str
    role: str = ""
    phone: str = ""
    email: str = ""
    reachable: str = ""


class SupportPlan(msgspec.Struct, frozen=True, kw_only=True):
    """All that is printed, ready to show: dates are words, names are written out.

    Attributes:
        resident: Name of the resident with form of address ("mevrouw De Vries").
        salutation: How the letter begins ("Beste mevrouw De Vries").
        sender: The letterhead.
        addressee: The resident, or who represents them.
        contact: Whom to call; also signs the letter.
        visit_date: Date of the conversation in words.
        letter_date: Date of the letter in words, with or without a place.
        place: Where the conversation was, as it follows "op 3 mei" ("bij u thuis"), or "".
        represented: The letter goes to a representative.
        present: Others who were there.
        question: The question in the resident's own words.
        domains: What was told per life domain.
        needs: What is needed, and what was found.
        carer_support: What the carer needs (art. 2.3.2 lid 4 d).
        cooperation: With whom the worker cooperates (lid 4 f).
        contribution: What the resident pays (lid 4 g).
        agreements: Who does what by when.
        conclusion: What it comes to.
        next_steps: What happens next.
        request_date: Date of the request, from which six weeks run, in words.
        investigated_by: Last day of those six weeks, in words.
        remarks_by: Until when remarks are welcome, in words.
        client_support: Name and phone number of independent client support.
        is_application: Whether a signed plan counts as an application.
        signatures: Who signs, and how.
        window: Where the envelope has its window.
        language: ``nl``, ``fy`` or ``en``.
        large: Large print.
        demo: An invented plan: "VOORBEELD" on every page.
        concept: The conversation is not concluded yet.
        secret_address: The address may stand on no paper: only the name is printed.
    """

    resident: str
    salutation: str
    sender: Sender
    addressee: Addressee
    contact: Contact
    visit_date: str
    letter_date: str
    place: str = ""
    represented: bool = False
    present: tuple[str, ...] = ()
    question: str = ""
    domains: tuple[Domain, ...] = ()
    needs: tuple[Need, ...] = ()
    carer_support: str = ""
    cooperation: str = ""
    contribution: str = ""
    agreements: tuple[Agreement, ...] = ()
    conclusion: str = ""
    next_steps: tuple[str, ...] = ()
    request_date: str = ""
    investigated_by: str = ""
    remarks_by: str = ""
    client_support: str = ""
    is_application: bool = False
    signatures: tuple[Signature, ...] = ()
    window: Window = Window.RIGHT
    language: str = "nl"
    large: bool = False
    demo: bool = False
    concept: bool = False
    secret_address: bool = False


def render(plan: SupportPlan) -> Rendered:
    """Return the plan as a PDF."""
    words = translation(plan.language)
    if plan.secret_address:
        plan = _without_address(plan, words)
    sheet = _sheet(plan, words)
    composer = Composer(sheet.style)
    _Letter(plan, words, composer).compose()
    return put_on_paper(sheet, composer)


def _without_address(plan: SupportPlan, words: NullTranslations) -> SupportPlan:
    """Return the plan with the secret address left out, also where a note repeats it."""
    patterns = [_spelled(line) for line in plan.addressee.address if len(line.strip()) > 3]
    name = (*plan.addressee.name, words.gettext("Persoonlijk overhandigen"))
    nameless = msgspec.structs.replace(plan, addressee=Addressee(name=name))
    hidden: SupportPlan = _hide(nameless, patterns, words.gettext("(geheim adres)"))
    return msgspec.structs.replace(hidden, sender=plan.sender)


def _hide(value: Any, patterns: Sequence[re.Pattern[str]], shown: str) -> Any:
    """Return ``value`` with every match in its texts replaced, however deep they lie."""
    if isinstance(value, str) and not isinstance(value, StrEnum):
        text = clean(value)
        for pattern in patterns:
            text = pattern.sub(shown, text)
        return text
    if isinstance(value, tuple):
        return tuple(_hide(part, patterns, shown) for part in value)
    if isinstance(value, msgspec.Struct):
        parts = {name: getattr(value, name) for name in value.__struct_fields__}
        return type(value)(**{name: _hide(part, patterns, shown) for name, part in parts.items()})
    return value


def _spelled(line: str) -> re.Pattern[str]:
    """Return how a line of an address may be written; of a postcode line, the postcode."""
    postcode = re.match(r"\s*(\d{4})\s*([A-Za-z]{2})\b", line)
    parts = [postcode[1], postcode[2]] if postcode else one_line(line).split()
    gap = r"\s*" if postcode else r"\s+"
    return re.compile(rf"(?<!\w){gap.join(map(re.escape, parts))}(?!\w)", re.IGNORECASE)


def _sheet(plan: SupportPlan, words: NullTranslations) -> Sheet:
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
    )


def step_titles(words: NullTranslations) -> dict[Step, str]:
    """Return what each step is called in a letter, in the order of the law."""
    return {
        Step.OWN_STRENGTH: words.gettext("Wat u zelf kunt"),
        Step.COMMON_PRODUCT: words.gettext("Wat u gewoon kunt kopen"),
        Step.USUAL_HELP: words.gettext("Wat uw huisgenoten doen"),
        Step.CARER: words.gettext("Wat uw mantelzorger doet"),
        Step.NETWORK: words.gettext("Wat familie, vrienden en buren doen"),
        Step.VOLUNTEERS: words.gettext("Wat vrijwilligers doen"),
        Step.GENERAL_PROVISION: words.gettext("Wat er voor iedereen is in uw buurt"),
        Step.TAILORED_PROVISION: words.gettext("Welke hulp u van de gemeente kunt krijgen"),
    }


class _Letter:
    """Composes the sections of one plan, in the order in which they are read."""

    def __init__(self, plan: SupportPlan, words: NullTranslations, composer: Composer) -> None:
        self._plan = plan
        self._words = words
        self._page = composer

    def compose(self) -> None:
        """Compose the whole letter."""
        self._opening()
        self._question()
        self._told()
        self._needs()
        self._short_sections()
        self._agreements()
        self._conclusion()
        self._rights()
        self._farewell()
        self._signing()

    def _opening(self) -> None:
        plan, say, page = self._plan, self._words.gettext, self._page
        page.title(say("Uw ondersteuningsplan"))
        if plan.concept:
            page.para(say("Dit is een concept. Het plan is nog niet klaar."), bold=True)
        page.para(f"{one_line(plan.salutation)},", gap=page.style.lead)
        if plan.represented:
            page.para(
                say(
                    "Deze brief gaat over {name}. U krijgt hem omdat u voor {name} opkomt. "
                    "Lees bij “u” steeds: {name}."
                ).format(name=one_line(plan.resident))
            )
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

    def _present(self, names: Sequence[str]) -> None:
        say = self._words.gettext
        if len(names) > LISTED:
            self._page.label(say("Bij het gesprek waren ook:"), kind="P")
            self._page.bullets(names)
        elif names:
            together = names[-1]
            if len(names) > 1:
                together = say("{names} en {last}").format(
                    names=", ".join(names[:-1]), last=names[-1]
                )
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
        page.heading(say("Wat u nodig hebt"))
        page.para(
            say("Wij keken samen wat kan helpen. Eerst bij u thuis, dan in het dorp."),
            gap=page.style.lead * 0.3,
        )
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
                texts = [found.text for found in need.findings if found.step is step]
                if "".join(texts).strip():
                    page.label(title)
                    page.under("\n\n".join(texts))
            solutions = [solution for solution in need.solutions if solution.strip()]
            if solutions:
                page.label(say("Zo pakken wij het aan"))
                page.bullets(solutions)

    def _short_sections(self) -> None:
        say, plan = self._words.gettext, self._plan
        sections = (
            (say("Hulp voor uw mantelzorger"), plan.carer_support),
            (say("Met wie wij samenwerken"), plan.cooperation),
            (say("Wat u zelf betaalt"), plan.contribution),
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
        page.heading(say("Dit spraken wij af"))
        page.under(say("Is iets klaar? Zet dan een kruisje in het vakje."))
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
            page.heading(say("Wat wij ervan vinden"))
            page.under(plan.conclusion)
        steps = [step for step in plan.next_steps if step.strip()]
        if plan.is_application:
            steps.append(
                say(
                    "Zet u uw handtekening onder dit plan? Dan is het ook uw aanvraag. "
                    "U krijgt dan binnen 2 weken een besluit."
                )
            )
        if steps:
            page.heading(say("Hoe het nu verder gaat"))
            page.bullets(steps)

    def _rights(self) -> None:
        say, plan, page = self._words.gettext, self._plan, self._page
        remarks = say("Klopt er iets niet? Of wilt u iets toevoegen? Laat het ons weten.")
        if plan.remarks_by:
            remarks += " " + say("Doe dat het liefst vóór {date}.").format(
                date=tied(plan.remarks_by)
            )
        helper = say(
            "Wilt u hulp van iemand die niet bij ons werkt? Dan kunt u een onafhankelijke "
            "cliëntondersteuner vragen. Dat kost u niets. De hulp is er ook voor uw mantelzorger."
        )
        if plan.client_support.strip():
            helper += " " + say("U belt dan met {whom}.").format(whom=one_line(plan.client_support))
        page.heading(say("Dit mag u altijd"))
        page.bullets(
            [
                f"{remarks} {say('Wij doen uw opmerkingen bij dit plan.')}",
                helper,
                say("U mag alles zien wat wij over u bewaren. U kunt ook een kopie vragen."),
                self._term(),
            ]
        )

    def _term(self) -> str:
        say, plan = self._words.gettext, self._plan
        if plan.request_date:
            begin = say("Uw vraag kwam bij ons binnen op {date}.").format(
                date=tied(plan.request_date)
            )
        else:
            begin = say("U stelde ons een vraag.")
        term = say("Binnen 6 weken zoeken wij samen met u uit wat er nodig is.")
        if plan.investigated_by:
            last = say("Dat duurt tot uiterlijk {date}.").format(date=tied(plan.investigated_by))
            return f"{begin} {term} {last}"
        return f"{begin} {term}"

    def _farewell(self) -> None:
        say, page, contact = self._words.gettext, self._page, self._plan.contact
        page.heading(say("Hebt u vragen?"))
        call = say("Bel gerust met {name}.").format(name=one_line(contact.name))
        if contact.phone:
            call = say("Bel gerust met {name}. Het nummer is {number}.").format(
                name=one_line(contact.name), number=tied(contact.phone)
            )
        if contact.email:
            call += " " + say("Mailen mag ook: {address}.").format(address=one_line(contact.email))
        page.under(" ".join(part for part in (call, one_line(contact.reachable)) if part))
        start = len(page.rows)
        page.para(say("Met vriendelijke groet,"), gap=page.style.lead * 1.2)
        page.glue_from(start)
        start = len(page.rows)
        page.label(contact.name, gap=page.style.lead * 0.6, kind="P")
        for line in (contact.role, self._plan.sender.organisation):
            if line.strip():
                page.glue_from(start)
                start = len(page.rows)
                page.para(one_line(line), gap=0)
        page.unglue_last()

    def _signing(self) -> None:
        if not self._plan.signatures:
            return
        start = len(self._page.rows)
        self._page.heading(self._words.gettext("Handtekeningen"))
        for signature in self._plan.signatures:
            add_signature(self._page, signature, self._words)
        self._page.hold(start)
