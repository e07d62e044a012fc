"""Who works outside the own villages for a while, in words. No Qt here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain.grants import holds_on
from meitinker.domain.people import full_name
from meitinker.i18n import _
from ui.viewmodels.dates import dates_text
from ui.viewmodels.parts import Choice

if TYPE_CHECKING:
    from collections.abc import Iterable

    from meitinker.domain.grants import DossierGrant, Replacement
    from meitinker.domain.villages import Village
    from meitinker.services.grants import Given

EVERY_VILLAGE = "-"
"""Key of all villages of who is away."""


class AccessLine(msgspec.Struct, frozen=True, kw_only=True):
    """A grant or a replacement.

    Attributes:
        key: Its id.
        title: Whom it is about.
        text: For whom, when and why.
        icon_name: Icon before these.
        tint: Its colour.
        over: Whether it is over: there is nothing to end.
        client_id: The resident of a grant, or "".
    """

    key: str
    title: str
    text: str
    icon_name: str
    tint: str
    over: bool
    client_id: str = ""


def replacements(given: Given) -> tuple[AccessLine, ...]:
    """Return the colleagues who are replaced, the newest first."""
    return tuple(_replacement(one, given) for one in given.replacements)


def grants(given: Given) -> tuple[AccessLine, ...]:
    """Return the dossiers that are open to a colleague, the newest first."""
    return tuple(_grant(one, given) for one in given.grants)


def villages(known: Iterable[Village]) -> tuple[Choice, ...]:
    """Return in which villages somebody can be replaced; the first is all of theirs."""
    return (
        Choice(EVERY_VILLAGE, _("Alle dorpen van deze collega")),
        *(Choice(str(one.id), one.name) for one in known),
    )


def _replacement(one: Replacement, given: Given) -> AccessLine:
    title = _("{name} vervangt {other}").format(
        name=_name(given, one.by_id), other=_name(given, one.user_id)
    )
    where = given.villages.get(one.village_id or "", "")
    return _line(one, given, title=title, said=(where,))


def _grant(one: DossierGrant, given: Given) -> AccessLine:
    person = given.people.get(one.client_id)
    resident = (full_name(person) if person else "") or _("een inwoner")
    title = _("{name} mag in het dossier van {resident}").format(
        name=_name(given, one.user_id), resident=resident
    )
    why = f"“{one.why}”" if one.why else ""
    return _line(one, given, title=title, said=(why,), client_id=one.client_id)


def _line(
    one: DossierGrant | Replacement,
    given: Given,
    *,
    title: str,
    said: tuple[str, ...],
    client_id: str = "",
) -> AccessLine:
    today = clock.today()
    days = dates_text(one.first_day, one.last_day)
    by = _("gegeven door {name}").format(name=_name(given, one.given_by_id))
    over = one.last_day < today
    if over:
        icon_name, tint, when = "circle", "muted", _("Voorbij: {days}").format(days=days)
    elif holds_on(one, today):
        icon_name, tint, when = "circle-check", "success", _("Nu: {days}").format(days=days)
    else:
        icon_name, tint, when = "clock", "info", _("Komt nog: {days}").format(days=days)
    text = " · ".join(part for part in (when, *said, by) if part)
    return AccessLine(
        key=one.id,
        title=title,
        text=text,
        icon_name=icon_name,
        tint=tint,
        over=over,
        client_id=client_id,
    )


def _name(given: Given, user_id: str) -> str:
    return given.names.get(user_id) or _("Een collega")
