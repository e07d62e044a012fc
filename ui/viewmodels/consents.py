"""Consents in words: what counts now for each purpose, and what was said before. No Qt here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.consents import ConsentAnswer, ConsentPurpose, in_force, subject_of
from meitinker.domain.words import name_of
from meitinker.i18n import _
from ui.viewmodels.dates import day_text
from ui.viewmodels.parts import Choice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from meitinker.domain.consents import Consent


class PurposeLine(msgspec.Struct, frozen=True):
    """A purpose that was asked about: what counts, how it looks, and what was said before."""

    title: str
    words: str
    icon_name: str
    tone: str
    before: tuple[str, ...]


_LOOKS = {
    ConsentAnswer.GIVEN: ("circle-check", "success"),
    ConsentAnswer.REFUSED: ("x", "muted"),
    ConsentAnswer.WITHDRAWN: ("minus", "warning"),
}


_OFTEN_ASKED = (
    ConsentPurpose.CARE_PROVIDER,
    ConsentPurpose.NETWORK,
    ConsentPurpose.PHOTOS,
    ConsentPurpose.INCOME,
    ConsentPurpose.DEBT,
    ConsentPurpose.HEALTH_INSURER,
    ConsentPurpose.YOUTH,
)
"""The doctor is called about nearly everyone; youth care is for few."""

WAYS = ("mondeling", "formulier", "mail")
"""How an answer can be given, as it is kept; the usual one first."""


def lines(consents: Sequence[Consent]) -> tuple[PurposeLine, ...]:
    """Return what counts for each purpose and what it is about, in a fixed order."""
    counting = in_force(consents)
    return tuple(_line(one, counting, consents) for one in counting)


def ways() -> tuple[Choice, ...]:
    """Return how a resident can have said it."""
    return tuple(Choice(way, _way(way)) for way in WAYS)


def purposes() -> tuple[Choice, ...]:
    """Return what consent can be asked for, what is asked most first."""
    return tuple(Choice(one.value, name_of(one)) for one in _OFTEN_ASKED)


def answers() -> tuple[Choice, ...]:
    """Return what a resident can say."""
    return tuple(Choice(one.value, name_of(one)) for one in ConsentAnswer)


def _line(last: Consent, counting: Sequence[Consent], consents: Sequence[Consent]) -> PurposeLine:
    older = [one for one in consents if one not in counting and _came_before(one, last, counting)]
    older.sort(key=lambda one: (one.answered_on, one.id), reverse=True)
    icon_name, tone = _LOOKS[last.answer]
    return PurposeLine(
        title=name_of(last.purpose),
        words=_said(last),
        icon_name=icon_name,
        tone=tone,
        before=tuple(_("Eerder: {said}").format(said=_said(one)) for one in older),
    )


def _came_before(one: Consent, last: Consent, counting: Sequence[Consent]) -> bool:
    """Tell whether ``last`` took the place of ``one``: about the same, or a no in general."""
    if one.purpose is not last.purpose:
        return False
    subject = subject_of(one.about)
    alive = {subject_of(c.about) for c in counting if c.purpose is one.purpose}
    return subject_of(last.about) == (subject if subject in alive else "")


def _way(way: str) -> str:
    known = {
        "mondeling": _("Mondeling"),
        "formulier": _("Op een formulier"),
        "mail": _("Per mail of bericht"),
    }
    return known.get(way, way)


def _said(consent: Consent) -> str:
    said = _("{answer}, {day}").format(
        answer=name_of(consent.answer), day=day_text(consent.answered_on)
    )
    parts = (said, consent.about.strip(), _way(consent.way).lower())
    return " · ".join(part for part in parts if part)
