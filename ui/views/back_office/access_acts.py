"""Opening a dossier for a while, and having a colleague replaced: their fields, and the service."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from meitinker.i18n import _
from meitinker.ids import PersonId, UserId, VillageId
from meitinker.services import grants
from ui.viewmodels import access as said
from ui.views.back_office.giving import chosen_in, whom
from ui.views.requests.acts import CardAct, day_in, text_in
from ui.widgets.choices import ComboField
from ui.widgets.dates import DateField
from ui.widgets.fields import TextArea

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from meitinker.changes import Changes
    from meitinker.domain.organisation import User
    from meitinker.domain.villages import Village
    from meitinker.ids import RecordId
    from ui.widgets.form_field import FormField
    from ui.workplace import Workplace

    Do = Callable[[Workplace, RecordId], Changes]


def grant(colleagues: Sequence[User]) -> CardAct:
    """Open the dossier at hand to a colleague."""
    return CardAct(
        "grant",
        _("Geef toegang"),
        "shield-lock",
        _("Geef toegang"),
        partial(_grant_fields, colleagues),
        _do_grant,
        grants.GRANT,
    )


def replace(colleagues: Sequence[User], villages: Sequence[Village]) -> CardAct:
    """Have a colleague replaced."""
    return CardAct(
        "replace",
        _("Nieuwe vervanging"),
        "users",
        _("Bewaar de vervanging"),
        partial(_replace_fields, colleagues, villages),
        _do_replace,
        grants.REPLACEMENT,
    )


def _days() -> dict[str, FormField]:
    return {
        "first_day": DateField(_("Vanaf welke dag?"), hint=_("Leeg is vandaag.")),
        "last_day": DateField(_("Tot en met welke dag?"), required=True),
    }


def _grant_fields(colleagues: Sequence[User]) -> dict[str, FormField]:
    why = TextArea(
        _("Waarom?"), hint=_("Dit blijft bewaard bij het dossier."), lines=2, required=True
    )
    return {"to": whom(_("Wie krijgt toegang?"), colleagues), **_days(), "why": why}


def _replace_fields(
    colleagues: Sequence[User], villages: Sequence[Village]
) -> dict[str, FormField]:
    where = ComboField(_("In welk dorp?"), said.villages(villages))
    where.set_value(said.EVERY_VILLAGE)
    return {
        "user_id": whom(_("Wie is er weg?"), colleagues),
        "by": whom(_("Wie vervangt?"), colleagues),
        "village_id": where,
        **_days(),
    }


def _do_grant(fields: Mapping[str, FormField]) -> Do:
    to, why = UserId(chosen_in(fields, "to")), text_in(fields, "why")
    first, last = day_in(fields, "first_day"), day_in(fields, "last_day")
    return lambda work, one: grants.give(
        work.database,
        work.session,
        PersonId(one),
        to=to,
        first_day=first,
        last_day=last,
        why=why,
    )


def _do_replace(fields: Mapping[str, FormField]) -> Do:
    away, by = UserId(chosen_in(fields, "user_id")), UserId(chosen_in(fields, "by"))
    where = chosen_in(fields, "village_id")
    village = VillageId(where) if where != said.EVERY_VILLAGE else None
    first, last = day_in(fields, "first_day"), day_in(fields, "last_day")
    return lambda work, _one: grants.replace(
        work.database,
        work.session,
        away,
        by=by,
        first_day=first,
        last_day=last,
        village_id=village,
    )
