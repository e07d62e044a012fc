"""The plain things that the reusable parts of a screen show. No Qt here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True)
class Choice:
    """One answer a person can pick.

    Attributes:
        key: What is kept.
        text: What is shown, already translated.
    """

    key: str
    text: str


@dataclass(frozen=True)
class IconText:
    """A sentence with an icon that says the same; ``tint`` is a token of the theme."""

    text: str
    icon_name: str = "circle-dot"
    tint: str = "muted"


class Line(NamedTuple):
    """Something in a list to choose from: its key, and a sentence that says what it is."""

    key: str
    text: str


@dataclass(frozen=True)
class Rung:
    """One rung of the ladder, 1 (Zelf) at the bottom to 5 (Maatwerk) on top.

    Attributes:
        number: 1 to 5.
        name: E.g. "Familie en buren".
        state: What is known there, in words: "Dochter doet boodschappen".
        icon: Name of the icon beside the state; empty for none.
        tone: Colour of the icon: ``success``, ``warning``, ``info`` or empty for muted.
        chosen: Whether the need at hand sits on this rung.
    """

    number: int
    name: str
    state: str
    icon: str = ""
    tone: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class TimelineEntry:
    """One dated thing on a person's timeline.

    Attributes:
        key: What `activated` hands back, e.g. ``visit:0190…``.
        day: Local date (Europe/Amsterdam).
        title: One line, e.g. "Gesprek aan huis".
        text: One or two lines below it; may be empty.
        icon: Name of the icon.
        kind: The kind in words for who cannot see the icon, e.g. "Gesprek".
        time: When on that day, "14:07", or "" where only the day is known.
    """

    key: str
    day: date
    title: str
    text: str = ""
    icon: str = "file-text"
    kind: str = ""
    time: str = ""
