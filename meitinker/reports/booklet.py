"""The booklet of a village: all help there is for its people, by rubric, to keep in a drawer.

It is printed on both sides and bound at the left: margins are mirrored, page numbers stand on
the outside, and every chapter begins on a right-hand page.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.villages import folded
from meitinker.i18n import translation
from meitinker.reports.booklet_pages import Bound, Leaf, Place, entry_row, put_on_pages
from meitinker.reports.page import Sender, Sheet
from meitinker.reports.rows import paginate
from meitinker.reports.service_entry import CardComposer, ServiceEntry, add_short_service
from meitinker.reports.text import one_line, phone_number, tied

if TYPE_CHECKING:
    from gettext import NullTranslations

    from meitinker.reports.page import Rendered
    from meitinker.reports.rows import Row
    from meitinker.reports.tagging import Tag

_LEAD = 15.5
"""Points from line to line: short lines of facts need less than the running text of a letter."""

_BEFORE = 2
"""The number of the page after the cover."""


class Section(msgspec.Struct, frozen=True):
    """A rubric within a chapter; "" where it needs no heading of its own."""

    title: str
    services: tuple[ServiceEntry, ...]


class Chapter(msgspec.Struct, frozen=True):
    """A chapter: a main rubric with its sections."""

    title: str
    sections: tuple[Section, ...]


class Booklet(msgspec.Struct, frozen=True, kw_only=True):
    """All that is printed, ready to show.

    Attributes:
        village: Whose booklet.
        day: On which day it was made, in words.
        chapters: In the order in which they are printed.
        sender: Who made it.
        language: ``nl``, ``fy`` or ``en``.
        large: Large print.
        demo: Invented services: "VOORBEELD" on every page.
    """

    village: str
    day: str
    chapters: tuple[Chapter, ...]
    sender: Sender
    language: str = "nl"
    large: bool = False
    demo: bool = False


@dataclass(slots=True)
class _Part:
    """A part of the booklet that begins on a right-hand page, laid out."""

    title: str
    pages: list[list[Row]]
    place: Place


def render(booklet: Booklet) -> Rendered:
    """Return the booklet as a PDF."""
    words = translation(booklet.language)
    sheet = Sheet(
        title=words.gettext("Hulp in {village}").format(village=one_line(booklet.village)),
        language=booklet.language,
        sender=booklet.sender,
        large=booklet.large,
        demo=booklet.demo,
    )
    making = _Making(booklet, sheet, words)
    leaves = making.leaves()
    return put_on_pages(sheet, making.composer, Bound(booklet.village, booklet.day, leaves))


class _Making:
    """Lays a booklet out. On which page things stand is known at the end, when it is drawn."""

    def __init__(self, booklet: Booklet, sheet: Sheet, words: NullTranslations) -> None:
        style = sheet.style
        close = style if sheet.large else replace(style, lead=_LEAD)
        self.composer = CardComposer(close, words)
        self._booklet = booklet
        self._words = words
        self._titles: list[tuple[str, int, Place]] = []
        """What the contents tell: a title, how deep it stands, and where it is."""
        self._services: list[tuple[str, Place]] = []
        self._marks: dict[Tag, Place] = {}
        """What begins with a heading, by that heading."""

    def leaves(self) -> list[Leaf]:
        """Return all pages after the cover."""
        parts = [self._chapter(chapter) for chapter in self._booklet.chapters]
        if parts:
            parts.append(self._index())
        leaves = [Leaf("", self._about())]
        leaves += [Leaf(self._words.gettext("In dit boekje"), rows) for rows in self._contents()]
        for part in parts:
            # The cover is page 1. What begins on an odd page begins at the right.
            if (len(leaves) + _BEFORE) % 2 == 0:
                leaves.append(Leaf("", []))
            part.place.page = len(leaves) + _BEFORE
            leaves += [Leaf(part.title, rows) for rows in part.pages]
        for number, leaf in enumerate(leaves, start=_BEFORE):
            for row in leaf.rows:
                place = self._marks.get(row.tag) if row.tag is not None else None
                if place is not None and not place.page:
                    place.page = number
        return leaves

    def _chapter(self, chapter: Chapter) -> _Part:
        page, place = self._fresh(), Place()
        page.title(chapter.title)
        self._titles.append((chapter.title, 0, place))
        for section in chapter.sections:
            start = len(page.rows)
            if section.title:
                page.heading(section.title)
                self._titles.append((section.title, 1, self._marked(start, "H2")))
            for service in section.services:
                card = len(page.rows)
                add_short_service(page, service, self._words)
                self._services.append((service.name, self._marked(card, "H3")))
        return _Part(chapter.title, self._pages(), place)

    def _index(self) -> _Part:
        page, place = self._fresh(), Place()
        title = self._words.gettext("Alles op alfabet")
        self._titles.append((title, 0, place))
        page.title(title)
        for name, where in sorted(self._services, key=lambda one: _sorted_as(one[0])):
            page.add(entry_row(page, name, where, deep=0))
        return _Part(title, self._pages(), place)

    def _contents(self) -> list[list[Row]]:
        page = self._fresh()
        page.title(self._words.gettext("In dit boekje"))
        for title, deep, place in self._titles:
            page.add(entry_row(page, title, place, deep=deep, bold=deep == 0))
        if not self._titles:
            page.para(self._words.gettext("Voor dit dorp staat er nog niets in de sociale kaart."))
        return self._pages()

    def _about(self) -> list[Row]:
        say, page, sender = self._words.gettext, self._fresh(), self._booklet.sender
        page.heading(say("Over dit boekje"))
        page.under(
            say(
                "Hier staat welke hulp er is voor mensen in {village}: dichtbij, en ook verder weg "
                "als u er terechtkunt."
            ).format(village=one_line(self._booklet.village))
        )
        page.para(
            say(
                "Dit boekje is gemaakt op {day}. Er kan iets veranderd zijn. Bel daarom eerst even."
            ).format(day=tied(self._booklet.day))
        )
        page.heading(say("Klopt er iets niet?"))
        where = (one_line(sender.organisation), tied(phone_number(sender.phone)), sender.email)
        page.under(say("Laat het ons weten: {where}.").format(where=", ".join(filter(None, where))))
        return self._pages()[0]

    def _fresh(self) -> CardComposer:
        """Return the composer without rows; characters that are lacking stay counted."""
        self.composer.rows = []
        return self.composer

    def _pages(self) -> list[list[Row]]:
        room = self.composer.style.page
        return paginate(self.composer.rows, first=room, later=room)

    def _marked(self, start: int, kind: str) -> Place:
        """Return where the first heading of a kind stands among the rows from ``start`` on."""
        place = Place()
        for row in self.composer.rows[start:]:
            if row.tag is not None and row.tag.kind == kind:
                self._marks[row.tag] = place
                break
        return place


def _sorted_as(name: str) -> str:
    """Return a name as a reader looks for it: without accents, capitals and quotes."""
    return folded(name).lstrip("'\"‘“’ -")
