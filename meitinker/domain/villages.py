"""The village: the unit of work, of a record's scope and of every list.

A village bears a Frisian and a Dutch name. Either is accepted, neither is rewritten; a name
that several places share ("Nes") is settled by its postcode.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Annotated

from meitinker.domain.grounds import ORGANISATION as GROUND
from meitinker.domain.records import OFFICE, Held, MergeClass, Record, Scope, Writers, declare
from meitinker.domain.room import ANY
from meitinker.ids import MunicipalityId

if TYPE_CHECKING:
    from collections.abc import Iterable


class Village(Record, frozen=True, kw_only=True):
    """A village of a municipality; ``postcodes`` are four digits each, with spaces between."""

    frisian_name: Annotated[str, Held(ground=GROUND, group="name", shareable=True)] = ""
    dutch_name: Annotated[str, Held(ground=GROUND, group="name", shareable=True)] = ""
    postcodes: Annotated[str, Held(ground=GROUND, most=ANY)] = ""
    municipality_id: Annotated[MunicipalityId | None, Held(ground=GROUND, ref="municipality")] = (
        None
    )

    @property
    def name(self) -> str:
        """The name on the place sign: Frisian, or Dutch where there is no other."""
        return self.frisian_name or self.dutch_name

    @property
    def names(self) -> tuple[str, ...]:
        """Both names, each once."""
        return tuple(dict.fromkeys(n for n in (self.frisian_name, self.dutch_name) if n))


VILLAGE = declare(
    "village",
    Village,
    merge=MergeClass.BY_FIELD,
    scope=Scope.organisation(),
    writers=Writers(change=OFFICE),
)


def folded(text: str) -> str:
    """Return ``text`` without accents, case and outer spaces, for comparing names."""
    if text.isascii():
        return text.casefold().strip()
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c)).strip()


def village_at(villages: Iterable[Village], *, place: str, postcode: str) -> Village | None:
    """Return the village that ``place`` and ``postcode`` mean, or None.

    Args:
        villages: The villages the organisation works in.
        place: The place as typed, Frisian or Dutch, or "".
        postcode: ``1234 AB`` or its first four digits, or "".

    A postcode that belongs to another place wins over the name: "Nes" on Ameland is not
    the Nes near Akkrum.
    """
    known = list(villages)
    digits = postcode.strip()[:4]
    by_postcode = [v for v in known if digits and digits in v.postcodes.split()]
    by_name = [v for v in known if place and folded(place) in {folded(n) for n in v.names}]
    if digits and by_name:
        by_name = [v for v in by_name if digits in v.postcodes.split()]
    if by_name:
        return by_name[0]
    if place.strip():
        return None
    return by_postcode[0] if len(by_postcode) == 1 else None
