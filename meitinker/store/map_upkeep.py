"""What keeps the map right: which services are due, what the field proposed, what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.map_checks import MAP_CHECK
from meitinker.domain.map_corrections import MAP_CORRECTION, MISSING_SERVICE
from meitinker.domain.providers import ProviderKind
from meitinker.store import visibility

if TYPE_CHECKING:
    from meitinker.domain.session import Session
    from meitinker.store.driver import Connection


class LastCheck(msgspec.Struct, frozen=True):
    """When a running service was last found to be right (ISO text), and who offers it."""

    service_id: str
    name: str
    provider: str
    kind: ProviderKind
    checked_on: str | None


class Answered(msgspec.Struct, frozen=True):
    """A signal with what was answered; ``answers`` are the codes, with commas."""

    record_id: str
    answers: str


# The one that was never checked first, then the longest ago.
_LAST = """
SELECT e.service_id, t.name, coalesce(p.name, ''), coalesce(p.kind, 'unknown'), e.checked_on
FROM map_entry AS e JOIN map_service AS t ON t.id = e.service_id
LEFT JOIN provider AS p ON p.id = t.provider_id
WHERE t.status = 'active' AND t.row_deleted = 0
ORDER BY e.checked_on IS NOT NULL, e.checked_on, e.sort_name, e.service_id
"""
_CHANGED = "SELECT t.id, t.row_changed FROM map_service AS t WHERE t.row_deleted = 0"
_CORRECTIONS = """
SELECT t.id, coalesce((SELECT group_concat(DISTINCT a.verdict) FROM map_correction_answer AS a
    WHERE a.correction_id = t.id AND a.row_deleted = 0), '')
FROM map_correction AS t WHERE t.row_deleted = 0 ORDER BY t.at, t.id
"""
_MISSING = """
SELECT t.id, coalesce((SELECT group_concat(DISTINCT a.answer) FROM missing_service_answer AS a
    WHERE a.missing_id = t.id AND a.row_deleted = 0), '')
FROM missing_service AS t WHERE t.row_deleted = 0 ORDER BY t.at, t.id
"""


def last_checks(connection: Connection, session: Session) -> list[LastCheck]:
    """Return all running services by when they were last found to be right, longest ago first."""
    if not visibility.reads_any(session, MAP_CHECK):
        return []
    return [
        LastCheck(service, name, provider, ProviderKind(kind), checked)
        for service, name, provider, kind, checked in connection.execute(_LAST)
    ]


def last_changes(connection: Connection, session: Session) -> dict[str, str]:
    """Return the instant (UTC text) at which each service was last changed by its author."""
    if not visibility.reads_any(session, MAP_CHECK):
        return {}
    return {str(one): str(at) for one, at in connection.execute(_CHANGED)}


def corrections(connection: Connection, session: Session) -> list[Answered]:
    """Return all corrections with what was answered, the oldest first."""
    if not visibility.reads_any(session, MAP_CORRECTION):
        return []
    return [Answered(*row) for row in connection.execute(_CORRECTIONS)]


def missing(connection: Connection, session: Session) -> list[Answered]:
    """Return all notes of missing help with what was answered, the oldest first."""
    if not visibility.reads_any(session, MISSING_SERVICE):
        return []
    return [Answered(*row) for row in connection.execute(_MISSING)]
