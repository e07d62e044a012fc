"""Who may act for a person, and so gets the letters."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from meitinker.domain.grounds import REPRESENTATION as GROUND
from meitinker.domain.records import Held, MergeClass, Record, Scope, declare
from meitinker.ids import PersonId

if TYPE_CHECKING:
    from collections.abc import Iterable


class RepresentativeKind(StrEnum):
    """The ground on which someone acts for another, in the order of the law.

    Wmo 2015 art. 1.1.1 lid 2: curator, mentor or gemachtigde; where there is none of these the
    partner, and then a parent, child, brother or sister. A bewindvoerder answers for money only.
    """

    CURATOR = "curator"
    MENTOR = "mentor"
    GEMACHTIGDE = "gemachtigde"
    PARTNER = "partner"
    RELATIVE = "relative"
    BEWINDVOERDER = "bewindvoerder"


class Representative(Record, frozen=True, kw_only=True):
    """Someone who acts for a person; ``addressee`` says that letters go here."""

    person_id: Annotated[PersonId, Held(ground=GROUND, ref="person")]
    kind: Annotated[RepresentativeKind, Held(ground=GROUND)] = RepresentativeKind.GEMACHTIGDE
    name: Annotated[str, Held(ground=GROUND, shareable=True)] = ""
    organisation: Annotated[str, Held(ground=GROUND, shareable=True)] = ""
    phone: Annotated[str, Held(ground=GROUND)] = ""
    email: Annotated[str, Held(ground=GROUND)] = ""
    street: Annotated[str, Held(ground=GROUND, group="address")] = ""
    number: Annotated[str, Held(ground=GROUND, group="address")] = ""
    postcode: Annotated[str, Held(ground=GROUND, group="address")] = ""
    place: Annotated[str, Held(ground=GROUND, group="address")] = ""
    addressee: Annotated[bool, Held(ground=GROUND)] = True
    valid_from: Annotated[date | None, Held(ground=GROUND, group="period")] = None
    valid_until: Annotated[date | None, Held(ground=GROUND, group="period")] = None


REPRESENTATIVE = declare(
    "representative",
    Representative,
    merge=MergeClass.BY_FIELD,
    scope=Scope.of_person("person_id"),
)

_ORDER = tuple(RepresentativeKind)
_APPOINTED = {RepresentativeKind.CURATOR, RepresentativeKind.MENTOR, RepresentativeKind.GEMACHTIGDE}
_BY_TIE = {RepresentativeKind.PARTNER, RepresentativeKind.RELATIVE}


def acts_on(representative: Representative, day: date) -> bool:
    """Tell whether ``representative`` acts on ``day``; both ends are inclusive."""
    begun = representative.valid_from is None or representative.valid_from <= day
    return begun and (representative.valid_until is None or day <= representative.valid_until)


def acting_on(representatives: Iterable[Representative], day: date) -> list[Representative]:
    """Return who acts on ``day``, in the order of the law; who has no name yet does not.

    Where one was appointed, partner and relatives are no representatives: what is told to the
    one in care of the resident is not theirs to hear.
    """
    named = [
        r for r in representatives if acts_on(r, day) and (r.name.strip() or r.organisation.strip())
    ]
    appointed = any(r.kind in _APPOINTED for r in named)
    acting = [r for r in named if not (appointed and r.kind in _BY_TIE)]
    return sorted(acting, key=lambda r: (_ORDER.index(r.kind), r.id))


def addressee_on(representatives: Iterable[Representative], day: date) -> Representative | None:
    """Return the first in the order of the law whom letters of ``day`` are sent to, or None."""
    return next((r for r in acting_on(representatives, day) if r.addressee), None)
