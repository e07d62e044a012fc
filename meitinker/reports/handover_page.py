"""The handover page: what a colleague must know who takes over a file.

It is for colleagues only and goes to nobody else. It bears no BSN, and of someone whose address
is secret no address.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.i18n import translation
from meitinker.reports.page import Addressee, Sender, Sheet
from meitinker.reports.press import put_on_paper
from meitinker.reports.secret_address import hidden
from meitinker.reports.text import one_line, phone_number, tied
from meitinker.reports.typeset import Composer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from gettext import NullTranslations

    from meitinker.reports.page import Rendered


class Number(msgspec.Struct, frozen=True, kw_only=True):
    """Someone who may be called: name, what they are to the resident, and the number."""

    name: str
    tie: str = ""
    phone: str


class HandoverPage(msgspec.Struct, frozen=True, kw_only=True):
    """All that is printed, ready to show: dates are words, names are written out.

    Attributes:
        resident: Name of the resident.
        born: Date of birth in words, or "".
        addressee: The resident with their address; a secret one is left out.
        sender: The letterhead.
        given_by: Who hands the file over, and their phone number.
        taken_by: Who takes it over, and their phone number.
        on: The day of the transfer in words.
        note: What the colleague should know first.
        safety: What a visitor must look out for.
        wishes: How the resident likes to be met: interpreter, large print, way of contact.
        question: What was asked in the last conversation.
        conclusion: What it came to.
        last_visit: Date of the last conversation in words, or "".
        waiting: What is still open: conversations, requests, plans to be given.
        agreements: Who does what by when.
        tasks: What the colleague takes over and has to do, with its day.
        others: What stays with who does it now.
        consents: What the resident allowed, and what is not to be shared.
        numbers: Who may be called.
        language: ``nl``, ``fy`` or ``en``.
        demo: An invented file: "VOORBEELD" on every page.
        secret_address: The address may stand on no paper.
    """

    resident: str
    born: str = ""
    addressee: Addressee
    sender: Sender
    given_by: str
    taken_by: str
    on: str
    note: str = ""
    safety: str = ""
    wishes: tuple[str, ...] = ()
    question: str = ""
    conclusion: str = ""
    last_visit: str = ""
    waiting: tuple[str, ...] = ()
    agreements: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    consents: tuple[str, ...] = ()
    numbers: tuple[Number, ...] = ()
    language: str = "nl"
    demo: bool = False
    secret_address: bool = False


def render(page: HandoverPage) -> Rendered:
    """Return the page as a PDF."""
    words = translation(page.language)
    say = words.gettext
    if page.secret_address:
        page = hidden(page, words, addressee=page.addressee, sender=page.sender)
    sheet = Sheet(
        title=say("Overdracht van een dossier"),
        language=page.language,
        sender=page.sender,
        demo=page.demo,
        note=say("Alleen voor collega’s. Bewaar dit blad op slot."),
    )
    composer = Composer(sheet.style, words)
    _compose(page, words, composer)
    return put_on_paper(sheet, composer)


def _compose(page: HandoverPage, words: NullTranslations, paper: Composer) -> None:
    say = words.gettext
    paper.title(say("Overdracht: {name}").format(name=one_line(page.resident)))
    given = say("Van {given} naar {taken}, op {day}.")
    paper.para(
        given.format(
            given=one_line(page.given_by), taken=one_line(page.taken_by), day=one_line(page.on)
        )
    )
    if page.safety.strip():
        with paper.card(boxed=True):
            paper.subheading(say("Let op bij een bezoek"))
            paper.under(page.safety)
    _text(paper, say("Dit moet u eerst weten"), page.note)
    _list(paper, say("Over de inwoner"), _about(page, words))
    last = say("Het laatste gesprek")
    if page.last_visit:
        last = say("Het laatste gesprek, op {day}").format(day=page.last_visit)
    _text(paper, last, "\n\n".join(part for part in (page.question, page.conclusion) if part))
    _list(paper, say("Dit staat nog open"), page.waiting)
    _list(paper, say("Dit is afgesproken"), page.agreements)
    _list(paper, say("Deze taken neemt u over"), page.tasks)
    _list(paper, say("Deze taken blijven bij wie ze nu doet"), page.others)
    _list(paper, say("Toestemming van de inwoner"), page.consents)
    _list(paper, say("Wie u mag bellen"), [_number(one) for one in page.numbers])


def _about(page: HandoverPage, words: NullTranslations) -> list[str]:
    born = words.gettext("Geboren op {day}").format(day=page.born) if page.born else ""
    place = (
        words.gettext("Geheim adres")
        if page.secret_address
        else ", ".join(line.strip() for line in page.addressee.address if line.strip())
    )
    return [line for line in (born, place, *page.wishes) if line]


def _number(one: Number) -> str:
    tie = one.tie.rstrip(" .")
    name = f"{one.name} ({tie})" if tie and one.name else one.name or tie
    return f"{one_line(name)}: {tied(phone_number(one.phone))}"


def _text(paper: Composer, title: str, text: str) -> None:
    if text.strip():
        paper.heading(title)
        paper.under(text)


def _list(paper: Composer, title: str, lines: Sequence[str]) -> None:
    shown = [line for line in lines if line.strip()]
    if shown:
        paper.heading(title)
        paper.bullets(shown)
