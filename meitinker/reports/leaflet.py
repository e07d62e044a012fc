"""The leaflet that a resident takes home: the help that was chosen, and how to get it.

Nothing on it is about the resident, but for a first line that the worker may write over it: who
finds it on a bus learns what help there is, and not for whom.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.i18n import translation
from meitinker.reports.closing import add_questions
from meitinker.reports.page import Sender, Sheet
from meitinker.reports.press import put_on_paper
from meitinker.reports.service_entry import CardComposer, Scan, ServiceEntry, add_service
from meitinker.reports.support_plan import Contact
from meitinker.reports.text import tied

if TYPE_CHECKING:
    from gettext import NullTranslations

    from meitinker.reports.page import Rendered


class Leaflet(msgspec.Struct, frozen=True, kw_only=True):
    """All that is printed, ready to show.

    Attributes:
        services: In the order in which they were chosen.
        sender: The letterhead.
        contact: Whom to call with questions.
        day: On which day it was made, in words.
        first_line: What stands over it by the worker's own choice, or "".
        language: ``nl``, ``fy`` or ``en``.
        large: Large print.
        demo: Invented services: "VOORBEELD" on every page.
    """

    services: tuple[ServiceEntry, ...]
    sender: Sender
    contact: Contact
    day: str
    first_line: str = ""
    language: str = "nl"
    large: bool = False
    demo: bool = False


def render(leaflet: Leaflet) -> Rendered:
    """Return the leaflet as a PDF."""
    words = translation(leaflet.language)
    say = words.gettext
    sheet = Sheet(
        title=say("Hulp bij u in de buurt"),
        language=leaflet.language,
        sender=leaflet.sender,
        large=leaflet.large,
        demo=leaflet.demo,
    )
    page = CardComposer(sheet.style, words)
    page.title(sheet.title)
    page.para(leaflet.first_line, bold=True)
    intro = say("Deze hulp past misschien bij u. U kiest zelf wat u ermee doet.")
    if any(one.scan is not Scan.NONE for one in leaflet.services):
        intro += " " + say(
            "Richt de camera van uw telefoon op een code. Dan belt u meteen, of u ziet de website."
        )
    page.para(intro)
    for number, service in enumerate(leaflet.services):
        # In large print a card may be higher than what the letterhead leaves of the first page,
        # which would bear no help at all.
        add_service(page, service, words, whole=bool(number) or not leaflet.large)
    if not leaflet.services:
        page.para(say("Er is nog niets gekozen."))
    _questions(page, leaflet, words)
    return put_on_paper(sheet, page)


def _questions(page: CardComposer, leaflet: Leaflet, words: NullTranslations) -> None:
    start = len(page.rows)
    made = words.gettext("Dit blad is gemaakt op {day}. Er kan iets veranderd zijn.")
    add_questions(page, leaflet.contact, words, after=made.format(day=tied(leaflet.day)))
    page.hold(start)
