"""Consents in words: what counts now for each purpose, and what was said before. No Qt here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.consents import ConsentAnswer, ConsentPurpose, newest
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


def lines(consents: Sequence[Consent]) -> tuple[PurposeLine, ...]:
    """Return the purposes that were asked about, in a fixed order."""
    return tuple(
        _line(purpose, last, consents)
        for purpose in ConsentPurpose
        if (last := newest(consents, purpose)) is not None
    )


def purposes() -> tuple[Choice, ...]:
    """Return what consent can be asked for."""
    return tuple(Choice(one.value, name_of(one)) for one in ConsentPurpose)


def answers() -> tuple[Choice, ...]:
    """Return what a resident can say."""
    return tuple(Choice(one.value, name_of(one)) for one in ConsentAnswer)


def _line(purpose: ConsentPurpose, last: Consent, consents: Sequence[Consent]) -> PurposeLine:
    older = [c for c in consents if c.purpose is purpose and c.id != last.id]
    older.sort(key=lambda one: (one.answered_on, one.id), reverse=True)
    icon_name, tone = _LOOKS[last.answer]
    return PurposeLine(
        title=name_of(purpose),
        words=_said(last),
        icon_name=icon_name,
        tone=tone,
        before=tuple(_("Eerder: {said}").format(said=_said(one)) for one in older),
    )


def _said(consent: Consent) -> str:
    said = _("{answer}, {day}").format(
        answer=name_of(consent.answer), day=day_text(consent.answered_on)
    )
    return f"{said} · {consent.about.strip()}" if consent.about.strip() else said
