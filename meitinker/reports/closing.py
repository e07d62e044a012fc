"""How a letter ends: whom to call, the greeting, and who signs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.reports.signing import ruled
from meitinker.reports.text import one_line, phone_number, tied

if TYPE_CHECKING:
    from gettext import NullTranslations

    from meitinker.reports.support_plan import Contact
    from meitinker.reports.typeset import Composer


def add_questions(
    page: Composer, contact: Contact, words: NullTranslations, *, after: str = ""
) -> None:
    """Add whom to call with questions; ``after`` follows on it."""
    say = words.gettext
    page.heading(say("Hebt u vragen?"))
    call = say("Bel gerust met {name}.").format(name=one_line(contact.name))
    if contact.phone:
        call = say("Bel gerust met {name}. Het nummer is {number}.").format(
            name=one_line(contact.name), number=tied(phone_number(contact.phone))
        )
    if contact.email:
        call += " " + say("Mailen mag ook: {address}.").format(address=one_line(contact.email))
    page.under(" ".join(part for part in (call, one_line(contact.reachable), after) if part))


def add_greeting(
    page: Composer,
    contact: Contact,
    words: NullTranslations,
    *,
    organisation: str,
    signed: bool,
) -> None:
    """Add the greeting and who sends the letter; ``signed`` leaves room for a signature."""
    say = words.gettext
    page.para(say("Met vriendelijke groet,"), gap=page.style.lead * 1.2)
    if signed:
        page.add(ruled(page, {say("Handtekening"): 1}, high=2.0))
    page.label(contact.name, gap=page.style.lead * 0.6, kind="P")
    for line in (contact.role, organisation):
        if line.strip():
            page.para(one_line(line), gap=0)
