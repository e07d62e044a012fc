"""The drawing of a network within a paper, what its lines mean, and the same in sentences.

Everything is told by form, so that a black and white printer loses nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from meitinker.domain.ecogram import SECTORS, Sector
from meitinker.domain.ecogram_lines import LineLook
from meitinker.domain.network import Direction, Frequency, Strain
from meitinker.domain.words import name_of
from meitinker.reports.ecogram_figure import Figure, sample
from meitinker.reports.rows import Row
from meitinker.reports.tagging import Tag
from meitinker.reports.text import tied

if TYPE_CHECKING:
    from gettext import NullTranslations

    from meitinker.reports.network import DatedNetwork
    from meitinker.reports.typeset import Composer


_BARE = 0.35
"""A last page of which less than this share is filled looks like a mistake."""


def add_section(page: Composer, around: DatedNetwork, words: NullTranslations) -> None:
    """Add the network as a section of a letter: it begins on a page that can hold the drawing."""
    start = len(page.rows)
    page.heading(words.gettext("De mensen om u heen"))
    was = words.gettext("Zo was het op {day}.").format(day=tied(around.day))
    page.under(f"{was} {around.unsure}".strip())
    page.glue_from(start)
    head = sum(row.gap + row.height for row in page.rows[start:])
    add_network(page, around, words, room=page.style.page - head - page.style.lead)


def add_network(
    page: Composer, around: DatedNetwork, words: NullTranslations, *, room: float
) -> None:
    """Add drawing, legend and list.

    Args:
        page: Where they are added, under a heading.
        around: The network.
        words: The language.
        room: Points that are left on the page for the drawing; where it needs more it takes
            a page of its own.
    """
    figure = Figure(around, page, words=words, room=room)
    alt = words.gettext("Tekening van het netwerk van {name}. De lijst zegt hetzelfde.").format(
        name=around.resident
    )
    drawn = Row(figure.height, figure.draw, Tag("Figure", alt), gap=page.style.lead * 0.5)
    if figure.height > room:
        # It takes a page of its own, after the list: before it a page would stay half empty.
        page.para(words.gettext("Na de lijst komt de tekening."))
        _people(around, words, page)
        _legend(around, words, page)
        page.add(drawn)
        return
    page.add(drawn)
    below = len(page.rows)
    _legend(around, words, page)
    listed = len(page.rows)
    _people(around, words, page)
    under = sum(row.gap + row.height for row in page.rows[below:])
    if under > room - figure.height and figure.flatten(room - under):
        page.rows[below - 1] = replace(page.rows[below - 1], height=figure.height)
        page.hold(below - 1)
    else:
        _spare_a_bare_page(page, below, listed, room=room - figure.height)


def _spare_a_bare_page(page: Composer, below: int, listed: int, *, room: float) -> None:
    """Keep a short list with what its lines mean, where both do not fit under the drawing.

    Args:
        page: Holds the rows.
        below: The first row under the drawing.
        listed: The first row of the list.
        room: Points that are left under the drawing.
    """
    under, in_list = page.rows[below:], page.rows[listed:]
    short = sum(row.gap + row.height for row in in_list) < page.style.page * _BARE
    if short and sum(row.gap + row.height for row in under) > room:
        page.hold(below)


def _legend(around: DatedNetwork, words: NullTranslations, page: Composer) -> None:
    if not around.people:
        return
    start = len(page.rows)
    page.heading(words.gettext("Zo leest u de tekening"))
    near = (
        words.gettext("Wie dichter bij het midden staat, staat dichter bij de inwoner.")
        if around.with_strain
        else words.gettext("Wie dichter bij het midden staat, staat dichter bij u.")
    )
    page.para(f"{near} {around.unplaced}".strip(), gap=0)
    for look, text in _samples(around, words):
        page.marked(
            text, mark=sample(look, page.style), indent=page.style.size * 5,
            gap=page.style.lead * 0.25,
        )  # fmt: skip
    page.hold(start)


def _samples(around: DatedNetwork, words: NullTranslations) -> list[tuple[LineLook, str]]:
    """Return the lines that are in the drawing, with what they mean; others only take room."""
    gives, weekly = Direction.GIVES, Frequency.WEEKLY
    looks = [one.look for one in around.people]
    told = [
        (LineLook(frequency=one), name_of(one, words))
        for one in Frequency
        if one is not Frequency.UNKNOWN
    ]
    told.append((LineLook(frequency=Frequency.UNKNOWN), words.gettext("Niet bekend hoe vaak")))
    often = {look.frequency for look in looks}
    told = [(look, text) for look, text in told if look.frequency in often]
    if any(look.direction not in (None, Direction.NONE) for look in looks):
        arrow = LineLook(Strain.LIGHT, gives, weekly)
        told.append((arrow, words.gettext("De pijl wijst naar wie hulp krijgt")))
    if around.with_strain:
        strains = {look.strain for look in looks}
        told += [
            (LineLook(one, gives, weekly), name_of(one, words))
            for one in (Strain.HEAVY, Strain.TOO_HEAVY)
            if one in strains
        ]
    return told


def _people(around: DatedNetwork, words: NullTranslations, page: Composer) -> None:
    page.heading(words.gettext("Wie is wie"))
    if not around.people:
        page.para(words.gettext("Er staat nog niemand in het netwerk."), gap=0)
    for sector in Sector:
        own = [one for one in around.people if SECTORS[one.kind] is sector]
        if own:
            page.label(name_of(sector, words))
            page.bullets(f"{one.title}. {one.text}".strip() for one in own)
