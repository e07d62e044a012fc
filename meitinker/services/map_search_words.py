"""Why a service was found, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.domain import dutch
from meitinker.i18n import _

if TYPE_CHECKING:
    from meitinker.domain.map_asking import MatchReason


def told(reason: MatchReason | None) -> str:
    """Return why a service was found; "" where nobody asked.

    *gevonden op: eten aan huis → maaltijdvoorziening*
    """
    if reason is None:
        return ""
    if reason.term and dutch.words(reason.term) != dutch.words(reason.met):
        return _("gevonden op: {said} → {term}").format(said=reason.met, term=reason.term)
    if reason.met and dutch.words(reason.met) != dutch.words(reason.typed):
        return _("gevonden op: {said} → {term}").format(said=reason.typed, term=reason.met)
    return _("gevonden op: {said}").format(said=reason.met) if reason.met else ""
