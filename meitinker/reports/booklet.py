"""The booklet of a village: all help there is for its people, by rubric, to keep in a drawer.

It is printed on both sides and bound at the left: margins are mirrored, page numbers stand on
the outside, and the head of a page says which rubrics it is about. In normal letters it has two
columns; large letters have one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.villages import folded
from meitinker.i18n import translation
from meitinker.reports.booklet_pages import (
    Bound,
    Layout,
    Leaf,
    PageNumber,
    entry_row,
    put_on_pages,
    rule_row,
)
from meitinker.reports.page import Sender, Sheet
from meitinker.reports.rows import in_columns
from meitinker.reports.service_entry import CardComposer, ServiceEntry, add_short_service
from meitinker.reports.text import one_line, phone_number, tied

if TYPE_CHECKING:
    from collections.abc import Callable
    from gettext import NullTranslations

    from meitinker.reports.page import Rendered
    from meitinker.reports.tagging import Tag

_BEFORE = 2
"""The number of the page after the cover."""


class BookletSection(msgspec.Struct, frozen=True):
    """A rubric within a chapter; "" where it needs no heading of its own."""

    title: str
    services: tuple[ServiceEntry, ...]


class Chapter(msgspec.Struct, frozen=True):
    """A chapter: a main rubric with its sections."""

    title: str
    sections: tuple[BookletSection, ...]


class Booklet(msgspec.Struct, frozen=True, kw_only=True):
    """All that is printed, ready to show.

    Attributes:
        village: Whose booklet.
        only: To what help it is narrowed; "" where all is in it.
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
    only: str = ""
    language: str = "nl"
    large: bool = False
    demo: bool = False


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
    layout = Layout.of(sheet)
    making = _Making(booklet, layout, words)
    about = one_line(booklet.only) or words.gettext(
        "Hulp, zorg en ontmoeting voor iedereen in het dorp"
    )
    bound = Bound(booklet.village, about, booklet.day, making.leaves())
    return put_on_pages(sheet, making.composer, bound, layout)


class _Making:
    """Lays a booklet out. On which page things stand is known at the end, when it is drawn."""

    def __init__(self, booklet: Booklet, layout: Layout, words: NullTranslations) -> None:
        self.composer = CardComposer(layout.style, words)
        self._booklet = booklet
        self._layout = layout
        self._words = words
        self._titles: list[tuple[str, int, PageNumber]] = []
        """What the contents tell: a title, how deep it stands, and where it is."""
        self._services: list[tuple[str, PageNumber]] = []
        self._providers: dict[str, list[PageNumber]] = {}
        self._marks: dict[Tag, PageNumber] = {}
        """What begins with a heading, by that heading."""
        self._heads: dict[Tag, str] = {}
        """The chapters, by their headings."""

    def leaves(self) -> list[Leaf]:
        """Return all pages after the cover."""
        parts = [self._laid(self._chapters)] if self._booklet.chapters else []
        if parts:
            parts += [self._laid(self._by_name), self._laid(self._by_provider)]
        leaves = self._laid(self._begin)
        for part in parts:
            leaves += part
        for number, leaf in enumerate(leaves, start=_BEFORE):
            for row in leaf.rows:
                place = self._marks.get(row.tag) if row.tag is not None else None
                if place is not None and not place.page:
                    place.page = number
        return leaves

    def _laid(self, write: Callable[[CardComposer], None]) -> list[Leaf]:
        """Return the pages of a part, which begins on a page of its own."""
        page = self._fresh()
        write(page)
        columns, many = in_columns(page.rows, room=page.style.page), self._layout.columns
        leaves, title = [], ""
        for start in range(0, len(columns), many):
            these = columns[start : start + many]
            begun = [
                self._heads[row.tag] for rows in these for row in rows if row.tag in self._heads
            ]
            first = these[0][0].tag if these[0] else None
            over = [title] if title and first not in self._heads else []
            leaves.append(Leaf(" · ".join(dict.fromkeys([*over, *begun])), these))
            title = begun[-1] if begun else title
        return leaves

    def _head(self, page: CardComposer, title: str, *, told: bool = True) -> None:
        """Begin a chapter: a bar, and its title, which is told in the heads of its pages."""
        start = len(page.rows)
        page.add(rule_row(page))
        page.title(title)
        place = self._marked(start, "H1")
        if told:
            self._titles.append((title, 0, place))
        for row in page.rows[start:]:
            if row.tag is not None:
                self._heads[row.tag] = one_line(title)

    def _chapters(self, page: CardComposer) -> None:
        for chapter in self._booklet.chapters:
            self._head(page, chapter.title)
            for section in chapter.sections:
                start = len(page.rows)
                if section.title:
                    page.heading(section.title)
                    self._titles.append((section.title, 1, self._marked(start, "H2")))
                for number, service in enumerate(section.services):
                    card = len(page.rows)
                    add_short_service(page, service, self._words, close=not number)
                    place = self._marked(card, "H3")
                    self._services.append((service.name, place))
                    if service.provider:
                        self._providers.setdefault(service.provider, []).append(place)

    def _by_name(self, page: CardComposer) -> None:
        self._head(page, self._words.gettext("Alles op alfabet"))
        for name, where in sorted(self._services, key=lambda one: sorted_as(one[0])):
            page.add(entry_row(page, name, (where,), deep=0))

    def _by_provider(self, page: CardComposer) -> None:
        self._head(page, self._words.gettext("Organisaties op alfabet"))
        for name in sorted(self._providers, key=sorted_as):
            page.add(entry_row(page, name, tuple(self._providers[name]), deep=0))

    def _begin(self, page: CardComposer) -> None:
        """Say what it is, how old, whom to tell what is wrong, and what stands where."""
        say, sender = self._words.gettext, self._booklet.sender
        self._head(page, say("Over dit boekje"), told=False)
        all_help = say(
            "Hier staat welke hulp er is voor mensen in {village}: dichtbij, en ook verder weg "
            "als u er terechtkunt."
        )
        part = say("Hier staat een deel van de hulp voor mensen in {village}. Alleen: {what}.")
        what = one_line(self._booklet.only)
        page.para(
            (part if what else all_help).format(village=one_line(self._booklet.village), what=what)
        )
        page.para(
            say(
                "Dit boekje is gemaakt op {day}. Er kan iets veranderd zijn. Bel daarom eerst even."
            ).format(day=tied(self._booklet.day))
        )
        page.label(say("Klopt er iets niet?"))
        where = (one_line(sender.organisation), tied(phone_number(sender.phone)), sender.email)
        page.under(say("Laat het ons weten: {where}.").format(where=", ".join(filter(None, where))))
        self._head(page, say("In dit boekje"), told=False)
        for title, deep, place in self._titles:
            page.add(entry_row(page, title, (place,), deep=deep, bold=deep == 0))
        if not self._titles:
            page.para(say("Voor dit dorp staat er nog niets in de sociale kaart."))

    def _fresh(self) -> CardComposer:
        """Return the composer without rows; characters that are lacking stay counted."""
        self.composer.rows = []
        return self.composer

    def _marked(self, start: int, kind: str) -> PageNumber:
        """Return where the first heading of a kind stands among the rows from ``start`` on."""
        place = PageNumber()
        for row in self.composer.rows[start:]:
            if row.tag is not None and row.tag.kind == kind:
                self._marks[row.tag] = place
                break
        return place


def sorted_as(name: str) -> str:
    """Return a name as a reader looks for it: without accents, capitals and quotes."""
    return folded(name).lstrip("'\"‘“’ -")
