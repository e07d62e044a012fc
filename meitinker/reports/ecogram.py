"""A network on paper: the drawing, what its lines mean, and the same in sentences.

It stands where the screen has it: both draw the same layout. Everything is told by form, so
that a black and white printer loses nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.ecogram import SECTORS, Sector
from meitinker.domain.ecogram_lines import Look
from meitinker.domain.network import Direction, Frequency, Strain
from meitinker.domain.words import name_of
from meitinker.i18n import translation
from meitinker.reports.ecogram_figure import Figure, Someone, sample
from meitinker.reports.measures import TEXT_END, UNADDRESSED_TOP
from meitinker.reports.page import Addressee, Sender, Sheet
from meitinker.reports.press import put_on_paper
from meitinker.reports.rows import Row
from meitinker.reports.secret_address import hidden
from meitinker.reports.tagging import Tag
from meitinker.reports.typeset import MM, Composer

if TYPE_CHECKING:
    from gettext import NullTranslations

    from meitinker.reports.page import Rendered


_FIRST_PAGE = (TEXT_END - UNADDRESSED_TOP - 5) * MM
"""Points that the first page has below the letterhead, title and all."""


class Network(msgspec.Struct, frozen=True, kw_only=True):
    """All that is printed, ready to show: dates are words, names are written out.

    Attributes:
        resident: Name of the resident.
        day: On which day the network was so, in words.
        people: Who is in it, in the order of the list.
        sender: The letterhead.
        addressee: Name and address of the resident: never printed, to be kept off the paper.
        with_strain: The copy for the dossier, which also tells how heavy it weighs.
        language: ``nl``, ``fy`` or ``en``.
        large: Large print.
        demo: An invented network: "VOORBEELD" on every page.
        secret_address: The address may stand on no paper, also not in a text.
    """

    resident: str
    day: str
    people: tuple[Someone, ...]
    sender: Sender
    addressee: Addressee
    with_strain: bool = False
    language: str = "nl"
    large: bool = False
    demo: bool = False
    secret_address: bool = False


def render(network: Network) -> Rendered:
    """Return the network as a PDF."""
    words = translation(network.language)
    if network.secret_address:
        network = hidden(
            network, words, addressee=network.addressee, sender=network.sender
        )  # fmt: skip
    sheet = Sheet(
        title=words.gettext("Netwerk"),
        language=network.language,
        sender=network.sender,
        large=network.large,
        demo=network.demo,
        note=words.gettext("Niet voor de inwoner") if network.with_strain else "",
    )
    page = Composer(sheet.style)
    _compose(network, words, page)
    return put_on_paper(sheet, page)


def _compose(network: Network, words: NullTranslations, page: Composer) -> None:
    page.title(words.gettext("Het netwerk van {name}").format(name=network.resident))
    page.para(words.gettext("Zo was het op {day}.").format(day=network.day))
    room = _FIRST_PAGE - sum(row.gap + row.height for row in page.rows)
    figure = Figure(network.resident, network.people, page, words=words, room=room)
    alt = words.gettext(
        "Tekening van het netwerk van {name}. De lijst na de tekening zegt hetzelfde."
    ).format(name=network.resident)
    drawn = Row(figure.height, figure.draw, Tag("Figure", alt), gap=page.style.lead * 0.5)
    if figure.height > room:
        # It takes a page of its own: what its lines mean fills the first.
        _legend(network, words, page)
        page.add(drawn)
    else:
        page.add(drawn)
        _legend(network, words, page)
    _people(network, words, page)


def _legend(network: Network, words: NullTranslations, page: Composer) -> None:
    start = len(page.rows)
    page.heading(words.gettext("Zo leest u de tekening"))
    page.para(
        words.gettext("Wie dichter bij het midden staat, staat dichter bij de inwoner."), gap=0
    )
    for look, text in _samples(network, words):
        page.marked(
            text, mark=sample(look, page.style), indent=page.style.size * 5,
            gap=page.style.lead * 0.25,
        )  # fmt: skip
    page.hold(start)


def _samples(network: Network, words: NullTranslations) -> list[tuple[Look, str]]:
    gives, weekly = Direction.GIVES, Frequency.WEEKLY
    often = [
        (Look(frequency=one), name_of(one, words))
        for one in Frequency
        if one is not Frequency.UNKNOWN
    ]
    told = [
        (Look(frequency=Frequency.UNKNOWN), words.gettext("Niet bekend hoe vaak")),
        (Look(Strain.LIGHT, gives, weekly), words.gettext("De pijl wijst naar wie hulp krijgt")),
    ]
    if network.with_strain:
        told += [
            (Look(one, gives, weekly), name_of(one, words))
            for one in (Strain.HEAVY, Strain.TOO_HEAVY)
        ]
    return [*sorted(often, key=lambda pair: list(Frequency).index(pair[0].frequency)), *told]


def _people(network: Network, words: NullTranslations, page: Composer) -> None:
    page.heading(words.gettext("Wie is wie"))
    if not network.people:
        page.para(words.gettext("Er staat nog niemand in het netwerk."), gap=0)
    for sector in Sector:
        own = [one for one in network.people if SECTORS[one.kind] is sector]
        if own:
            page.label(name_of(sector, words))
            page.bullets(f"{one.title}. {one.text}".strip() for one in own)
