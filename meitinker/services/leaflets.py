"""The leaflet with the help that was chosen for a resident: for the screen, a printer, a file."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain.people import Language
from meitinker.domain.words import in_words
from meitinker.i18n import speaking
from meitinker.reports.service_entry import Scan
from meitinker.services import letter_words, map_papers, map_terms, social_map

if TYPE_CHECKING:
    from collections.abc import Iterable

    from meitinker.domain.session import Session
    from meitinker.reports.page import Press
    from meitinker.services.social_map import ServiceFile
    from meitinker.store.database import Database


class LeafletWish(msgspec.Struct, frozen=True, kw_only=True):
    """What the leaflet should hold and how it is wanted.

    Attributes:
        service_ids: The services, in the order in which they are printed.
        first_line: What stands over it; the only thing that can be about the resident, and it is
            kept nowhere.
        scan: What the codes do: call (or else open the website), the other way round, or none.
        large: Large print.
        language: Of everything that is not the map's own text.
    """

    service_ids: tuple[str, ...]
    first_line: str = ""
    scan: Scan = Scan.PHONE
    large: bool = False
    language: Language = Language.DUTCH


class Chosen(msgspec.Struct, frozen=True):
    """What goes on the leaflet, and the names of what may not stand on paper (*not public*)."""

    services: tuple[ServiceFile, ...]
    left_out: tuple[str, ...]


def chosen(database: Database, session: Session, service_ids: Iterable[str]) -> Chosen:
    """Return which of these services go on a leaflet, each once.

    Raises:
        NotVisible: One is not there any more.
    """
    with database.reading() as connection:
        found = [social_map.file_in(connection, session, one) for one in dict.fromkeys(service_ids)]
    return Chosen(
        tuple(one for one in found if one.service.public),
        tuple(one.service.name for one in found if not one.service.public),
    )


def leaflet(database: Database, session: Session, wish: LeafletWish) -> Press:
    """Return what makes the PDF of a leaflet; services that are not public are left out.

    It is about no resident, so that it was printed is logged nowhere.

    Raises:
        NotVisible: A service is not there any more.
    """
    from meitinker.reports import leaflet as report

    terms = map_terms.terms(database, session)
    head = map_papers.letterhead(database, session)
    today, spoken = clock.today(), wish.language
    with speaking(spoken.value):
        services = tuple(
            map_papers.entry(one, terms, day=today, scan=wish.scan)
            for one in chosen(database, session, wish.service_ids).services
        )
    content = report.Leaflet(
        services=services,
        sender=letter_words.sender(head),
        contact=letter_words.contact(head, spoken),
        day=in_words(today, spoken),
        first_line=wish.first_line,
        language=spoken.value,
        large=wish.large,
        demo=head.organisation.demo,
    )
    return partial(report.render, content)
