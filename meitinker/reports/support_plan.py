"""The support plan: what was said and agreed at the kitchen table, ready to be put in a letter.

It is also the written result of the investigation (Wmo 2015 art. 2.3.2 lid 4 and 8). The letter
itself is composed in :mod:`meitinker.reports.plan_letter`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.needs import Outcome, Step
from meitinker.reports.measures import Window
from meitinker.reports.network import DatedNetwork
from meitinker.reports.page import Addressee, Sender
from meitinker.reports.secret_address import hidden
from meitinker.reports.signing import Signature

if TYPE_CHECKING:
    from gettext import NullTranslations


class Finding(msgspec.Struct, frozen=True):
    """What was found on one step of the ladder: the worker's words, and what it comes to."""

    step: Step
    text: str = ""
    outcome: Outcome = Outcome.NOT_LOOKED_AT


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


class Helper(msgspec.Struct, frozen=True):
    """Someone around the resident who helps: who it is, and how, in sentences."""

    name: str
    text: str = ""


class News(msgspec.Struct, frozen=True):
    """What the worker wrote for a new version: the version, its date in words, the text."""

    version: int
    day: str
    text: str


class Remark(msgspec.Struct, frozen=True, kw_only=True):
    """What the resident said of a version of the plan.

    Attributes:
        version: Which version it is about.
        day: When it was said, in words, or "".
        stance: What the resident thinks of it, as a sentence.
        text: The resident's words, or "".
    """

    version: int
    day: str
    stance: str
    text: str = ""


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
        own_plan: What was done with the plan that the resident made (lid 5).
        carer_support: What the carer needs (art. 2.3.2 lid 4 d).
        cooperation: With whom the worker cooperates (lid 4 f).
        contribution: What the resident pays (lid 4 g).
        own_budget: What was told of buying help oneself with a pgb (lid 6).
        agreements: Who does what by when.
        conclusion: What it comes to.
        next_steps: What happens next.
        request_date: Date of the request, from which six weeks run, in words.
        signal: Someone else asked attention for the resident: it was not their own question.
        by_another: Someone else asked for the resident.
        investigated_by: Last day of those six weeks, in words.
        remarks_by: Until when remarks are welcome, in words.
        client_support: Name and phone number of independent client support.
        is_application: Whether a signed plan counts as an application.
        signatures: Who signs, and how.
        window: Where the envelope has its window.
        language: ``nl``, ``fy`` or ``en``.
        large: Large print.
        helpers: Who around the resident helps, and how.
        meeting: When they see each other again, as it follows "Op ", or "".
        personal_plan_by: Until when the resident can hand in a plan of their own, or "".
        applied_on: The day of an application, in words, or "".
        decision_by: The last day for the decision on it, in words, or "".
        version: Number of this version; from 2 on it says what is new.
        earlier: Date of the version before, in words, or "".
        changed: The sections that differ from the version before, by their titles.
        news: What the worker wrote for this version and for those before it.
        consents: What the resident allowed and did not, a sentence each; in older plans nothing.
        withdrawable: Something was allowed, so it can be taken back.
        network: The drawing that goes along because the resident wants it, or None.
        remarks: What the resident said; printed when asked for, never kept in the plan itself.
        demo: An invented plan: "VOORBEELD" on every page.
        concept: The conversation is not concluded yet.
        secret_address: The address may stand on no paper: only the name is printed.
        made_for: Id of the resident whose name it carries: never printed; "" in older plans.
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
    own_plan: str = ""
    carer_support: str = ""
    cooperation: str = ""
    contribution: str = ""
    own_budget: str = ""
    agreements: tuple[Agreement, ...] = ()
    conclusion: str = ""
    next_steps: tuple[str, ...] = ()
    request_date: str = ""
    signal: bool = False
    by_another: bool = False
    investigated_by: str = ""
    remarks_by: str = ""
    client_support: str = ""
    is_application: bool = False
    signatures: tuple[Signature, ...] = ()
    window: Window = Window.RIGHT
    language: str = "nl"
    large: bool = False
    helpers: tuple[Helper, ...] = ()
    meeting: str = ""
    personal_plan_by: str = ""
    applied_on: str = ""
    decision_by: str = ""
    version: int = 1
    earlier: str = ""
    changed: tuple[str, ...] = ()
    news: tuple[News, ...] = ()
    consents: tuple[str, ...] = ()
    withdrawable: bool = False
    network: DatedNetwork | None = None
    remarks: tuple[Remark, ...] = ()
    demo: bool = False
    concept: bool = False
    secret_address: bool = False
    made_for: str = ""


def without_address(plan: SupportPlan, words: NullTranslations) -> SupportPlan:
    """Return the plan with the secret address left out, also where a note repeats it."""
    return hidden(plan, words, addressee=plan.addressee, sender=plan.sender)
