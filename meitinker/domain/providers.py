"""Who offers help in the social map: care organisations, clubs, churches, neighbours.

HSDS calls this an organization. Here that word is for the one that the meitinkers work for
(:mod:`meitinker.domain.organisation`).
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from meitinker.domain.grounds import DIRECTORY as GROUND
from meitinker.domain.records import (
    BACK_OFFICE,
    Held,
    MergeClass,
    Record,
    Scope,
    Writers,
    declare,
)
from meitinker.domain.room import ANY, TEXT
from meitinker.domain.villages import folded
from meitinker.ids import RecordId

if TYPE_CHECKING:
    from collections.abc import Mapping


class ProviderKind(StrEnum):
    """What kind of helpers these are."""

    UNKNOWN = "unknown"
    PROFESSIONAL = "professional"
    GOVERNMENT = "government"
    VOLUNTEERS = "volunteers"
    NEIGHBOURS = "neighbours"
    DIGITAL = "digital"


CLERKS = Writers(begin=BACK_OFFICE, change=BACK_OFFICE)
"""The back office keeps the directory; meitinkers propose, and say what they checked."""

EVERYWHERE = Scope.organisation()

FACT = Held(ground=GROUND, shareable=True)
LONG_FACT = Held(ground=GROUND, shareable=True, most=TEXT)
SOURCE = Held(ground=GROUND, group="source")
UNMAPPED = Held(ground=GROUND, most=ANY)
"""What an import brought that has no field here, as JSON text: it goes out again as it came."""


class Provider(Record, frozen=True, kw_only=True):
    """Somebody who offers services; ``parent_id`` is the larger one that it is a part of.

    ``chamber_number`` is its number at the Kamer van Koophandel. ``source`` says where its data
    came from, ``source_key`` what it is called there.
    """

    name: Annotated[str, FACT] = ""
    alternate_name: Annotated[str, FACT] = ""
    description: Annotated[str, LONG_FACT] = ""
    kind: Annotated[ProviderKind, FACT] = ProviderKind.UNKNOWN
    email: Annotated[str, FACT] = ""
    website: Annotated[str, Held(ground=GROUND, shareable=True, most=2_000)] = ""
    chamber_number: Annotated[str, FACT] = ""
    parent_id: Annotated[RecordId | None, Held(ground=GROUND, ref="provider")] = None
    source: Annotated[str, SOURCE] = ""
    source_key: Annotated[str, SOURCE] = ""
    unmapped: Annotated[str, UNMAPPED] = ""


def name_key(name: str) -> str:
    """Return by what a provider is known in lists that give it no id: what it is called."""
    return f"#name:{folded(name)}"


def circle(provider_id: str, parents: Mapping[str, str | None]) -> bool:
    """Tell whether a provider is a part of itself, by way of those that it is a part of.

    Args:
        provider_id: Where to begin.
        parents: Of each provider the one it is a part of, or None.
    """
    seen = {provider_id}
    above = parents.get(provider_id)
    while above is not None and above not in seen:
        seen.add(above)
        above = parents.get(above)
    return above is not None


PROVIDER = declare(
    "provider", Provider, merge=MergeClass.BY_FIELD, scope=EVERYWHERE, writers=CLERKS
)
