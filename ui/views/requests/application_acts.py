"""What can be done with an application: a few fields each, and the service that does it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from meitinker import clock
from meitinker.domain.applications import SuspensionGround
from meitinker.domain.terms import ONE_DAY
from meitinker.i18n import _
from meitinker.services import applications
from meitinker.services.applications import NewStop
from ui.viewmodels.applications import grounds
from ui.viewmodels.dates import Near
from ui.views.requests.acts import CardAct, day_in, text_in, which_day
from ui.widgets.choices import RadioGroup
from ui.widgets.dates import DateField
from ui.widgets.fields import TextArea

if TYPE_CHECKING:
    from collections.abc import Mapping

    from meitinker.ids import RecordId
    from ui.views.requests.acts import Do
    from ui.widgets.form_field import FormField

SUSPEND, DECIDE = "suspend", "decide"


def suspend() -> CardAct:
    """Return the act that lets the two weeks stand still."""
    return CardAct(
        SUSPEND,
        _("Zet de tijd stil"),
        "player-stop",
        _("Zet de tijd stil"),
        _stop_fields,
        _do_suspend,
        applications.SUSPEND,
    )


def decide() -> CardAct:
    """Return the act that ends the two weeks."""
    return CardAct(
        DECIDE,
        _("Besluit is verstuurd"),
        "mail",
        _("Bewaar datum"),
        _decided,
        _do_decide,
        applications.DECIDE,
    )


def go_on(letter_id: RecordId) -> CardAct:
    """Return the act that lets the clock go on that one letter made stand still."""
    return CardAct(
        f"go_on:{letter_id}",
        _("De tijd loopt weer"),
        "clock",
        _("Bewaar datum"),
        _going_on,
        partial(_do_go_on, letter_id),
        applications.GO_ON,
        letter_id,
    )


def _stop_fields() -> dict[str, FormField]:
    ground = RadioGroup(_("Waarom staat de tijd stil?"), grounds())
    ground.set_value(SuspensionGround.COMPLETION.value)
    return {
        "ground": ground,
        "why": TextArea(
            _("Wat is er aan de hand?"),
            hint=_("Zoals wat er nog mist, of wat u afsprak."),
            required=True,
            lines=2,
        ),
        "first_day": DateField(
            _("Vanaf welke dag staat de tijd stil?"),
            hint=_("De dag na uw brief. Leeg is morgen."),
            near=Near.COMING,
        ),
        "last_day": DateField(
            _("Tot en met welke dag?"), hint=_("Leeg als u dat nog niet weet."), near=Near.COMING
        ),
    }


def _do_suspend(fields: Mapping[str, FormField]) -> Do:
    chosen = fields["ground"]
    value = chosen.value() if isinstance(chosen, RadioGroup) else None
    new = NewStop(
        ground=SuspensionGround(value or SuspensionGround.COMPLETION),
        why=text_in(fields, "why"),
        first_day=day_in(fields, "first_day") or clock.today() + ONE_DAY,
        last_day=day_in(fields, "last_day"),
    )
    return lambda work, one: applications.suspend(work.database, work.session, one, new)


def _decided() -> dict[str, FormField]:
    return {"decided_on": which_day(_("Op welke dag is het besluit verstuurd of gegeven?"))}


def _do_decide(fields: Mapping[str, FormField]) -> Do:
    on = day_in(fields, "decided_on") or clock.today()
    return lambda work, one: applications.decide(work.database, work.session, one, on=on)


def _going_on() -> dict[str, FormField]:
    return {"last_day": which_day(_("Vanaf welke dag loopt de tijd weer?"))}


def _do_go_on(letter_id: RecordId, fields: Mapping[str, FormField]) -> Do:
    on = day_in(fields, "last_day") or clock.today()
    return lambda work, _one: applications.go_on(work.database, work.session, letter_id, on=on)
