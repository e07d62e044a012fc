"""What can be done with a request: a few fields each, and the service that does it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from meitinker import clock
from meitinker.domain.requests import PlanOffer, SignalConsent
from meitinker.i18n import _
from meitinker.services import requests
from ui.viewmodels.dates import Near
from ui.viewmodels.requests import consent_choices, offer_choices
from ui.widgets.choices import CheckField, RadioGroup
from ui.widgets.dates import DateField
from ui.widgets.fields import TextArea, TextField

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from meitinker.changes import Changes
    from meitinker.ids import RecordId
    from meitinker.services.form_drafts import Form, TypedFields
    from ui.widgets.form_field import FormField
    from ui.workplace import Workplace

    Read = Callable[[Mapping[str, FormField]], "Do"]
    Do = Callable[[Workplace, RecordId], Changes]


@dataclass(frozen=True)
class CardAct:
    """One thing to do with a request or an application.

    Attributes:
        key: Its name in code.
        name: The button that opens it.
        icon_name: Icon of that button.
        verb: The button that does it.
        fields: Makes its fields, by the names that the service refuses.
        read: Reads the fields, on the GUI thread, into what the service does.
        form: Keeps what is typed in the fields; None where there is none to type in.
        about: The record that the form is about, where that is not the card's own.
    """

    key: str
    name: str
    icon_name: str
    verb: str
    fields: Callable[[], dict[str, FormField]]
    read: Read
    form: Form[TypedFields] | None = None
    about: str = ""


def every_act() -> tuple[CardAct, ...]:
    """Return all acts in the order of their buttons; the first is the commonest."""
    return *_dealing(), *_telling(), *_ending()


def _dealing() -> tuple[CardAct, ...]:
    """Return what is done with a request at once."""
    return (
        CardAct(
            "answer",
            _("Beantwoord"),
            "message-circle",
            _("Bewaar antwoord"),
            _answer,
            _do_answer,
            requests.FORMS["request.answer"],
        ),
        CardAct(
            "appointed",
            _("Afspraak is al gemaakt"),
            "calendar",
            _("Bewaar"),
            dict,
            _do_appoint,
        ),
        CardAct(
            "consent",
            _("Toestemming"),
            "circle-check",
            _("Bewaar"),
            _consent,
            _do_consent,
            requests.FORMS["request.consent"],
        ),
        CardAct(
            "hand_over",
            _("Draag over"),
            "arrow-right",
            _("Draag over"),
            _to,
            _do_hand_over,
            requests.FORMS["request.hand_over"],
        ),
    )


def _telling() -> tuple[CardAct, ...]:
    """Return what is noted of what was told."""
    return (
        CardAct(
            "plan",
            _("Persoonlijk plan"),
            "file-text",
            _("Bewaar"),
            _plan,
            _do_plan,
            requests.FORMS["request.plan"],
        ),
        CardAct(
            "support",
            _("Cliëntondersteuning"),
            "users",
            _("Bewaar"),
            _told,
            _do_support,
            requests.FORMS["request.tell_support"],
        ),
    )


def _ending() -> tuple[CardAct, ...]:
    """Return what makes it end later, or at once."""
    return (
        CardAct(
            "delay",
            _("Uitstel"),
            "clock",
            _("Bewaar uitstel"),
            _delay,
            _do_delay,
            requests.FORMS["request.delay"],
        ),
        CardAct(
            "withdraw",
            _("Trek in"),
            "ban",
            _("Trek de vraag in"),
            _why,
            _do_withdraw,
            requests.FORMS["request.withdraw"],
        ),
    )


def text_in(fields: Mapping[str, FormField], name: str) -> str:
    """Return the text of a field."""
    field = fields[name]
    return field.value() if isinstance(field, TextField | TextArea) else ""


def day_in(fields: Mapping[str, FormField], name: str) -> date | None:
    """Return the day of a field, or None while it is empty."""
    field = fields[name]
    return field.value() if isinstance(field, DateField) else None


def _answer() -> dict[str, FormField]:
    words = TextArea(
        _("Welke informatie gaf u?"),
        hint=_("Zoals een naam, een telefoonnummer of waar iemand terechtkan."),
        lines=2,
    )
    return {"told": words}


def _do_answer(fields: Mapping[str, FormField]) -> Do:
    told = text_in(fields, "told")
    return lambda work, one: requests.answer(work.database, work.session, one, told=told)


def _do_appoint(_fields: Mapping[str, FormField]) -> Do:
    return lambda work, one: requests.appoint(work.database, work.session, one)


def _consent() -> dict[str, FormField]:
    return {"consent": RadioGroup(_("Wat vindt de inwoner van het signaal?"), consent_choices())}


def _do_consent(fields: Mapping[str, FormField]) -> Do:
    chosen = fields["consent"]
    value = chosen.value() if isinstance(chosen, RadioGroup) else None
    consent = SignalConsent(value or SignalConsent.NOT_ASKED)
    return lambda work, one: requests.note_consent(
        work.database, work.session, one, consent=consent
    )


def _to() -> dict[str, FormField]:
    return {
        "handed_to": TextField(_("Aan wie draagt u de vraag over?")),
        "appointed": CheckField(_("Er is al een afspraak gemaakt")),
    }


def _do_hand_over(fields: Mapping[str, FormField]) -> Do:
    check = fields["appointed"]
    to = text_in(fields, "handed_to")
    appointed = isinstance(check, CheckField) and check.value()
    return lambda work, one: requests.hand_over(
        work.database, work.session, one, to=to, appointed=appointed
    )


def _plan() -> dict[str, FormField]:
    offer = RadioGroup(_("Hoe staat het met het persoonlijk plan?"), offer_choices())
    offer.set_value(PlanOffer.TOLD.value)
    return {"plan_offer": offer, "plan_told_on": which_day()}


def _do_plan(fields: Mapping[str, FormField]) -> Do:
    chosen = fields["plan_offer"]
    value = chosen.value() if isinstance(chosen, RadioGroup) else None
    offer = PlanOffer(value or PlanOffer.TOLD)
    on = day_in(fields, "plan_told_on") or clock.today()
    return lambda work, one: requests.set_plan(work.database, work.session, one, offer=offer, on=on)


def _told() -> dict[str, FormField]:
    day = which_day(_("Wanneer vertelde u dat een cliëntondersteuner gratis meedenkt?"))
    return {"support_told_on": day}


def _do_support(fields: Mapping[str, FormField]) -> Do:
    on = day_in(fields, "support_told_on") or clock.today()
    return lambda work, one: requests.tell_support(work.database, work.session, one, on=on)


def _delay() -> dict[str, FormField]:
    return {
        "agreed_until": DateField(
            _("Tot en met welke dag sprak u uitstel af?"), required=True, near=Near.COMING
        ),
        "agreed_why": TextArea(
            _("Waarom?"), hint=_("De zes weken lopen gewoon door. Dit staat erbij."), lines=2
        ),
    }


def _do_delay(fields: Mapping[str, FormField]) -> Do:
    until, why = day_in(fields, "agreed_until") or clock.today(), text_in(fields, "agreed_why")
    return lambda work, one: requests.note_delay(
        work.database, work.session, one, until=until, why=why
    )


def _why() -> dict[str, FormField]:
    return {"withdrawn_why": TextArea(_("Waarom trekt de inwoner de vraag in?"), lines=2)}


def _do_withdraw(fields: Mapping[str, FormField]) -> Do:
    why = text_in(fields, "withdrawn_why")
    return lambda work, one: requests.withdraw(work.database, work.session, one, why=why)


def which_day(label: str = "") -> DateField:
    """Return the question for a day that was; today where nothing is filled in."""
    return DateField(
        label or _("Op welke dag?"),
        hint=_("Leeg is vandaag."),
        latest=clock.today(),
        near=Near.PAST,
    )
