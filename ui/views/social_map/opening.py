"""Reading for the screen: one service, on a lane of the database; and what comes first of all."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from meitinker.services import map_checks, map_corrections, map_search, map_terms, social_map
from meitinker.services.map_terms import Terms
from meitinker.services.social_map import ServiceFile

if TYPE_CHECKING:
    from meitinker.domain.session import Session
    from meitinker.store.database import Database
    from ui.window.place_view import PlaceView


class OpenedService(msgspec.Struct, frozen=True):
    """A service with what its page needs beside it.

    Attributes:
        file: The service with all that belongs to it.
        terms: What the codes of lists are called.
        due_on: From which day it is to be checked again; None where it never was.
        doubted: A correction waits for an answer.
    """

    file: ServiceFile
    terms: Terms
    due_on: date | None
    doubted: bool = False


def open_service(database: Database, session: Session, service_id: str) -> OpenedService:
    """Return a service as its page shows it.

    Raises:
        NotVisible: It is not there, or was taken away.
    """
    file = social_map.opened(database, session, service_id)
    waiting = map_corrections.listed(database, session) if file.corrections else ()
    return OpenedService(
        file,
        map_terms.terms(database, session),
        map_checks.next_check(database, session, file),
        any(one.correction.service_id == service_id for one in waiting),
    )


def get_ready(place: PlaceView) -> None:
    """Let what is kept between two keys be read before the first; the list tells what is wrong."""
    work = place.workplace
    work.tasks.read(
        place,
        partial(map_search.warm, work.database, work.session),
        done=lambda _none: None,
        failed=lambda _error: None,
    )
