"""Self-reliance in words: the five levels, then and now, and what changed. No Qt here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.self_reliance import LEAST, Level, changes
from meitinker.domain.words import name_of
from meitinker.i18n import _
from ui.viewmodels.dates import day_text

if TYPE_CHECKING:
    from datetime import date

    from meitinker.domain.self_reliance import ScoreChange
    from meitinker.domain.visits import LifeDomain
    from meitinker.services.visit_files import VisitFile


class Axis(msgspec.Struct, frozen=True):
    """One life domain in the picture, with both scores."""

    name: str
    then: int
    now: int


class ThenAndNow(msgspec.Struct, frozen=True):
    """What is shown of the change.

    Attributes:
        intro: The sentence above it, also where there is nothing to compare.
        axes: For the picture; empty while too little was scored both times.
        lines: One sentence a domain that was scored both times.
    """

    intro: str
    axes: tuple[Axis, ...]
    lines: tuple[str, ...]

    @property
    def told(self) -> str:
        """The whole picture in words."""
        return " ".join((self.intro, *self.lines))


def level_words() -> tuple[str, ...]:
    """Return what 1 to 5 mean."""
    return tuple(name_of(level) for level in Level)


def legend() -> str:
    """Return the five levels in one sentence."""
    levels = (f"{level.value} {name_of(level).lower()}" for level in Level)
    # A number never stands at the end of a line, away from its words.
    return " · ".join(one.replace(" ", "\N{NO-BREAK SPACE}") for one in levels)


def level_of(file: VisitFile, domain: LifeDomain) -> str | None:
    """Return the score of a domain as the field holds it, or None."""
    level = next((one.level for one in file.scores if one.domain is domain), None)
    return str(int(level)) if level is not None else None


def then_and_now(file: VisitFile) -> ThenAndNow:
    """Return how self-reliance changed since the last visit that was scored."""
    if not file.scores_then:
        return ThenAndNow(_("Er is nog geen eerder gesprek om mee te vergelijken."), (), ())
    both = changes(file.scores_then, file.scores)
    day = _day_of(file)
    if not both:
        words = _("Op {day} zijn andere leefgebieden gescoord. Score dezelfde om te vergelijken.")
        return ThenAndNow(words.format(day=day), (), ())
    lines = tuple(_line(one) for one in both)
    if len(both) < LEAST:
        words = _("Dit veranderde sinds {day}. Vanaf {count} leefgebieden komt hier een tekening.")
        return ThenAndNow(words.format(day=day, count=LEAST), (), lines)
    axes = tuple(Axis(name_of(one.domain), int(one.then), int(one.now)) for one in both)
    words = _("Toen ({day}) is de streepjeslijn. Nu is de volle lijn.")
    return ThenAndNow(words.format(day=day), axes, lines)


def _day_of(file: VisitFile) -> str:
    days: list[date] = [one.scored_on for one in file.scores_then if one.scored_on is not None]
    return day_text(max(days)) if days else ""


def _line(one: ScoreChange) -> str:
    name = name_of(one.domain)
    if one.then == one.now:
        return _("{domain}: nog steeds {now}.").format(domain=name, now=_said(one.now))
    words = (
        _("{domain}: van {then} naar {now}. Dat is beter.")
        if one.now > one.then
        else _("{domain}: van {then} naar {now}. Dat is minder.")
    )
    return words.format(domain=name, then=_said(one.then), now=_said(one.now))


def _said(level: Level) -> str:
    return f"{int(level)} ({name_of(level).lower()})"
