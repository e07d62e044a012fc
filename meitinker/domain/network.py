"""The network: the ties of a resident, how near, what they do and how heavy it weighs."""

from __future__ import annotations

from datetime import date
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, Annotated

import msgspec

from meitinker.domain.grounds import INVESTIGATION as GROUND
from meitinker.domain.records import Held, MergeClass, Record, Scope, Search, declare
from meitinker.domain.room import LINE
from meitinker.ids import PersonId

if TYPE_CHECKING:
    from collections.abc import Iterable


class TieKind(StrEnum):
    """What someone is to the resident."""

    PARTNER = "partner"
    PARENT = "parent"
    CHILD = "child"
    SIBLING = "sibling"
    OTHER_FAMILY = "other_family"
    FRIEND = "friend"
    NEIGHBOUR = "neighbour"
    CLUB = "club"
    VOLUNTEER = "volunteer"
    PROFESSIONAL = "professional"


_FOR_LIFE = (TieKind.PARENT, TieKind.CHILD, TieKind.SIBLING, TieKind.OTHER_FAMILY)
FAMILY = (TieKind.PARTNER, *_FOR_LIFE)


class Direction(StrEnum):
    """Who helps whom."""

    NONE = "none"
    GIVES = "gives"
    RECEIVES = "receives"
    BOTH = "both"


class Nearness(IntEnum):
    """How near someone stands to the resident; 1 is nearest."""

    NEAR = 1
    MIDDLE = 2
    FAR = 3


class Frequency(StrEnum):
    """How often they see or speak each other."""

    UNKNOWN = "unknown"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    SELDOM = "seldom"


class Strain(IntEnum):
    """How heavy it weighs on who helps, as they tell it."""

    NOT_ASKED = 0
    LIGHT = 1
    HEAVY = 2
    TOO_HEAVY = 3


class Tie(Record, frozen=True, kw_only=True):
    """Someone in the resident's life in a period; both dates inclusive, None is open.

    ``name``, ``phone`` and ``relation`` ("dochter") are the contact card of someone without
    a file of their own; ``other_id`` is their file where there is one. ``gives``: they help
    the resident. ``usual_help``: a housemate from whom help may be expected; ``carer``:
    gives long, unpaid care. Whatever nobody told yet is None, or what its codes have for that:
    no answer is ever taken for granted.
    """

    client_id: Annotated[PersonId, Held(ground=GROUND, ref="person")]
    other_id: Annotated[PersonId | None, Held(ground=GROUND, group="who", ref="person")] = None
    name: Annotated[
        str, Held(ground=GROUND, group="who", search=Search.NOTES, shareable=True, most=LINE)
    ] = ""
    relation: Annotated[str, Held(ground=GROUND, shareable=True)] = ""
    phone: Annotated[str, Held(ground=GROUND)] = ""
    kind: Annotated[TieKind | None, Held(ground=GROUND, shareable=True)] = None
    direction: Annotated[Direction | None, Held(ground=GROUND, shareable=True)] = None
    nearness: Annotated[Nearness | None, Held(ground=GROUND, shareable=True)] = None
    frequency: Annotated[Frequency, Held(ground=GROUND, shareable=True)] = Frequency.UNKNOWN
    does: Annotated[str, Held(ground=GROUND, search=Search.NOTES, shareable=True)] = ""
    strain: Annotated[Strain, Held(ground=GROUND)] = Strain.NOT_ASKED
    usual_help: Annotated[bool, Held(ground=GROUND)] = False
    carer: Annotated[bool, Held(ground=GROUND, shareable=True)] = False
    may_be_called: Annotated[bool | None, Held(ground=GROUND)] = None
    since: Annotated[date | None, Held(ground=GROUND, group="period")] = None
    until: Annotated[date | None, Held(ground=GROUND, group="period")] = None


def ring_of(tie: Tie) -> Nearness:
    """Return which ring a tie stands on: the middle one while nobody told how near it is."""
    return Nearness.MIDDLE if tie.nearness is None else tie.nearness


TIE = declare("tie", Tie, merge=MergeClass.BY_FIELD, scope=Scope.of_person("client_id"))


def on_day(ties: Iterable[Tie], day: date) -> tuple[Tie, ...]:
    """Return the ties that held on ``day``, in the order given."""
    return tuple(
        tie
        for tie in ties
        if (tie.since is None or tie.since <= day) and (tie.until is None or day <= tie.until)
    )


_CALLED: dict[TieKind, str] = {
    TieKind.PARTNER: "partner echtgenoot echtgenote husband wife",
    TieKind.PARENT: "vader moeder ouder heit mem pake beppe father mother parent",
    TieKind.CHILD: "dochter zoon kind soan bern daughter son child",
    TieKind.SIBLING: "broer broeder zus zuster broer suster brother sister",
    TieKind.FRIEND: "vriend vriendin freon freondinne friend kennis",
    TieKind.NEIGHBOUR: "buur buurman buurvrouw buren overbuur overbuurman overbuurvrouw"
    " buorman buorfrou neighbour",
    TieKind.CLUB: "club vereniging koor kerk feriening tsjerke",
    TieKind.VOLUNTEER: "vrijwilliger vrijwilligster maatje frijwilliger volunteer",
    TieKind.PROFESSIONAL: "huisarts dokter wijkverpleegkundige thuiszorg thuishulp verpleegkundige"
    " fysiotherapeut ambulant begeleider doctor nurse",
}
_SPOUSE, _OWN = frozenset({"man", "vrouw", "frou"}), frozenset({"mijn", "haar", "zijn", "myn"})
_KIND_CALLED = {word: kind for kind, words in _CALLED.items() for word in words.split()}


def kind_called(relation: str) -> TieKind | None:
    """Return what someone is whom the resident calls so ("oudste dochter"), or None."""
    words = relation.casefold().replace(",", " ").split()
    if words and words[-1] in _SPOUSE and set(words[:-1]) <= _OWN:
        return TieKind.PARTNER  # not the man of the shop
    return next((_KIND_CALLED[word] for word in words if word in _KIND_CALLED), None)


def of_unknown_begin(ties: Iterable[Tie]) -> tuple[Tie, ...]:
    """Return the ties that hold on every day only because nobody told since when they do.

    Whoever was written down without a first day was mostly there before that: they count on
    every day, and whatever shows a day must say so. Family needs no first day.
    """
    return tuple(tie for tie in ties if tie.since is None and tie.kind not in _FOR_LIFE)


COMPARED = (
    "kind", "nearness", "frequency", "direction", "strain", "does", "carer", "usual_help",
    "may_be_called", "relation",
)  # fmt: skip
"""The fields that tell what a tie is like; name and phone are only how to reach someone."""


class TieChange(msgspec.Struct, frozen=True):
    """What became of one tie between two days.

    Attributes:
        then: The tie as it was, or None for someone who came later.
        now: The tie as it became, or None for someone who is gone.
        fields: For who stayed: what changed, in the order of :data:`COMPARED`.
    """

    then: Tie | None
    now: Tie | None
    fields: tuple[str, ...] = ()


def compare(then: Iterable[Tie], now: Iterable[Tie]) -> tuple[TieChange, ...]:
    """Return what changed: who is gone, who came, and who changed; the unchanged are left out."""
    before, after = {tie.id: tie for tie in then}, {tie.id: tie for tie in now}
    gone = [TieChange(tie, None) for key, tie in before.items() if key not in after]
    came = [TieChange(None, tie) for key, tie in after.items() if key not in before]
    stayed = [
        TieChange(before[key], tie, changed)
        for key, tie in after.items()
        if key in before and (changed := _changed(before[key], tie))
    ]
    return (*gone, *came, *stayed)


def _changed(then: Tie, now: Tie) -> tuple[str, ...]:
    return tuple(name for name in COMPARED if getattr(then, name) != getattr(now, name))


_SAID = {
    TieKind.PARTNER: ("echtgen", "partner", "man", "vrouw", "vriendin", "vriend"),
    TieKind.CHILD: ("zoon", "dochter", "kind"),
    TieKind.PARENT: ("vader", "moeder", "ouder"),
    TieKind.SIBLING: ("broer", "zus"),
}


def kind_of_tie(said: str) -> TieKind | None:
    """Guess the sort of tie from what people say in a household, or None."""
    words = said.lower()
    if any(part in words for part in ("klein", "schoon", "stief")):
        return TieKind.OTHER_FAMILY
    return next((kind for kind, known in _SAID.items() if words.startswith(known)), None)
