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
    """The ground on which someone acts for another."""

    BEWINDVOERDER = "bewindvoerder"
    MENTOR = "mentor"
    CURATOR = "curator"
    GEMACHTIGDE = "gemachtigde"


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

_FIRST = (
    RepresentativeKind.CURATOR,
    RepresentativeKind.MENTOR,
    RepresentativeKind.GEMACHTIGDE,
    RepresentativeKind.BEWINDVOERDER,
)


def acts_on(representative: Representative, day: date) -> bool:
    """Tell whether ``representative`` acts on ``day``; both ends are inclusive."""
    begun = representative.valid_from is None or representative.valid_from <= day
    return begun and (representative.valid_until is None or day <= representative.valid_until)


def addressee_on(representatives: Iterable[Representative], day: date) -> Representative | None:
    """Return the representative whom letters of ``day`` are sent to, or None.

    With several they come as the law names who may represent a resident (Wmo 2015 art. 1.1.1
    lid 2): curator, mentor, gemachtigde. A bewindvoerder answers for money only, and what a letter
    tells of care is not theirs to read where another acts. Who has no name yet gets none: the
    letter would be to nobody.
    """
    acting = [
        r
        for r in representatives
        if r.addressee and acts_on(r, day) and (r.name.strip() or r.organisation.strip())
    ]
    return min(acting, key=lambda r: (_FIRST.index(r.kind), r.id), default=None)
