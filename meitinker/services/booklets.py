"""The booklet of a village, made of what the social map says today."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain.people import Language
from meitinker.domain.villages import Village
from meitinker.domain.words import in_words, name_of
from meitinker.i18n import _, speaking
from meitinker.services import letter_words, map_papers, map_terms, social_map
from meitinker.store import records
from meitinker.store import social_map as lists
from meitinker.store.social_map import ServiceFilter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from meitinker.domain.map_terms import Tree
    from meitinker.domain.session import Session
    from meitinker.reports.booklet import Chapter
    from meitinker.reports.page import Press
    from meitinker.services.map_terms import Terms
    from meitinker.services.social_map import ServiceFile
    from meitinker.store.database import Database


_OTHER = ""
"""Where a service stands of which the tree has no rubric."""


class BookletWish(msgspec.Struct, frozen=True, kw_only=True):
    """How a booklet is wanted.

    Attributes:
        village_id: For whose people the help in it is.
        narrowed: Of that the part that is wanted; what does not run is in none.
        large: Large print.
        language: Of everything that is not the map's own text.
    """

    village_id: str
    narrowed: ServiceFilter = ServiceFilter()
    large: bool = False
    language: Language = Language.DUTCH


def booklet(database: Database, session: Session, wish: BookletWish) -> Press:
    """Return what makes the PDF of a booklet: public help that runs for a village.

    Raises:
        NotVisible: There is no such village.
    """
    from meitinker.reports import booklet as report

    with database.reading() as connection:
        village = records.get(connection, session, Village, wish.village_id)
        asked = msgspec.structs.replace(
            wish.narrowed, village_id=village.id, running=True, stopped=False
        )
        wanted = social_map.complete(connection, session, asked)
        files = [
            file
            for one in lists.ids(connection, session, wanted)
            if (file := social_map.file_in(connection, session, one)).service.public
        ]
    head = map_papers.letterhead(database, session, municipality_id=village.municipality_id)
    terms = map_terms.terms(database, session)
    today = clock.today()
    with speaking(wish.language.value):
        content = report.Booklet(
            village=village.name,
            only=_said(wish.narrowed),
            day=in_words(today, wish.language),
            chapters=_chapters(files, terms),
            sender=letter_words.sender(head),
            language=wish.language.value,
            large=wish.large,
            demo=head.organisation.demo,
        )
    return partial(report.render, content)


def _said(narrowed: ServiceFilter) -> str:
    """Return to what a booklet is narrowed; "" where it holds all help."""
    asked = (narrowed.life_domain, narrowed.rung, narrowed.carer_function, narrowed.cost)
    return " · ".join(name_of(one) for one in asked if one is not None)


def _chapters(files: Iterable[ServiceFile], terms: Terms) -> tuple[Chapter, ...]:
    """Return the services by main rubric and rubric, in the order of the tree, each once."""
    from meitinker.reports.booklet import BookletSection, Chapter

    tree, today = terms.tree, clock.today()
    sorted_in: dict[str, list[ServiceFile]] = defaultdict(list)
    for file in files:
        sorted_in[_category(file, tree)].append(file)
    entries = {
        code: tuple(map_papers.entry(file, terms, day=today) for file in there)
        for code, there in sorted_in.items()
    }
    chapters = []
    for top in tree.under(None):
        within = [one.code for one in tree if one.code in tree.within(top.code)]
        sections = tuple(
            BookletSection("" if code == top.code else tree.label(code), entries[code])
            for code in within
            if code in entries
        )
        if sections:
            chapters.append(Chapter(top.name, sections))
    if _OTHER in entries:
        chapters.append(Chapter(_("Andere hulp"), (BookletSection("", entries[_OTHER]),)))
    return tuple(chapters)


def _category(file: ServiceFile, tree: Tree) -> str:
    """Return the first of a service's rubrics that the tree has."""
    return next((code for code in file.facets.categories if code in tree), _OTHER)
