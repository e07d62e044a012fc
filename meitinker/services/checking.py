"""Checking the store for its user, in words, and clearing what was left over."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from meitinker.errors import StoreDamaged
from meitinker.i18n import _
from meitinker.store import attachments, checking

if TYPE_CHECKING:
    from collections.abc import Callable

    from meitinker.store.checking import Progress, Report
    from meitinker.store.database import Database

_log = logging.getLogger(__name__)


def check(database: Database, *, progress: Progress | None = None) -> Report:
    """Sweep left-over files and check everything; call it off the screen's thread.

    Args:
        database: The store; also one that is open for reading only, where nothing is swept.
        progress: Told which check begins, its number and of how many; what it raises ends the
            work and is passed on.

    Raises:
        StoreDamaged: The store does not open at all.
        DiskFailed, StoreReadOnly: The disk said no.
    """
    if not database.recovering:
        # First, so that the report is about what stays.
        swept = _swept(database)
        if swept:
            _log.info("%d left-over files removed", swept)
    return checking.check(database, progress=progress) if progress else checking.check(database)


def _swept(database: Database) -> int:
    """Sweep left-over files; none where the store cannot tell which they are."""
    try:
        with database.reading() as connection:
            return attachments.sweep(connection, database.folder)
    except StoreDamaged:
        _log.warning("nothing swept: the store cannot be read")
        return 0


def title(name: str) -> str:
    """Return what a check is called on the screen; its own name where there are no words."""
    words = _TITLES.get(name)
    return words() if words else name


_TITLES: dict[str, Callable[[], str]] = {
    "cipher": lambda: _("De versleuteling"),
    "database": lambda: _("Het bestand met uw gegevens"),
    "references": lambda: _("De verwijzingen tussen gegevens"),
    "search": lambda: _("Het zoeken"),
    "chain": lambda: _("De geschiedenis van veranderingen"),
    "read_chain": lambda: _("De lijst van wie wat heeft gelezen"),
    "mark": lambda: _("Of al het bewaarde er nog is"),
    "replay": lambda: _("Of alles klopt met de geschiedenis"),
    "attachments": lambda: _("De bijlagen"),
    "orphans": lambda: _("Bestanden die bij niets horen"),
}
