"""A network as it is printed: its people, ready to be drawn and told in sentences."""

from __future__ import annotations

import msgspec

from meitinker.domain.ecogram_lines import LineLook
from meitinker.domain.network import Nearness, TieKind


class Someone(msgspec.Struct, frozen=True, kw_only=True):
    """One person of a network, as printed.

    Attributes:
        key: Decides the place in the drawing.
        name: First line of the label.
        relation: Second line, or "".
        title: Name with relation, for the list.
        text: What is told in the list.
        kind: The sort of tie.
        nearness: Which ring.
        look: How the line looks.
    """

    key: str
    name: str
    relation: str
    title: str
    text: str
    kind: TieKind | None
    nearness: Nearness
    look: LineLook


class DatedNetwork(msgspec.Struct, frozen=True, kw_only=True):
    """A whole network on a day.

    Attributes:
        resident: Name in the middle.
        day: On which day the network was so, in words.
        people: Who is in it, in the order of the list.
        with_strain: Tell how heavy it weighs as well: not for the resident.
        unplaced: Who stands on a ring though nobody told how near they are, or "".
        unsure: Who counts on that day though nobody told since when they are there, or "".
    """

    resident: str
    day: str
    people: tuple[Someone, ...]
    with_strain: bool = False
    unplaced: str = ""
    unsure: str = ""
