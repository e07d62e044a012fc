"""Choosing help for a need: what is offered, and what plan and agreement say of it. No Qt here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.domain import referral_words
from meitinker.domain.needs import Outcome
from meitinker.domain.words import name_of
from meitinker.i18n import _, language, translation
from meitinker.services.map_choices import HELPS
from meitinker.services.map_search_words import told
from ui.viewmodels.dates import day_text
from ui.viewmodels.parts import Choice

if TYPE_CHECKING:
    from collections.abc import Iterable

    from meitinker.domain.referrals import Referral
    from meitinker.services.map_choices import Offer

WARM, SELF = "warm", "self"
"""Who makes the contact: the meitinker, or the resident."""


def title_words(village: str) -> str:
    """Return the question above what fits a need."""
    if village:
        return _("Wat past hierbij in {village}?").format(village=village)
    return _("Wat past hierbij?")


def nothing_words() -> str:
    """Return what is said where nothing fits by itself."""
    return _("Hier past zo niets bij. Zoek met andere woorden in de sociale kaart.")


def about_words(offer: Offer) -> str:
    """Return who offers it, on which rung, whom to call and why it fits, in a line."""
    rung = ""
    if offer.rung is not None:
        rung = _("trede {number}: {rung}").format(number=int(offer.rung), rung=name_of(offer.rung))
    number = offer.phone.replace(" ", "\u00a0")  # half a number on each line is misread
    parts = (offer.provider, rung, number, told(offer.reason))
    return " · ".join(part for part in parts if part)


def choices(offers: Iterable[Offer]) -> list[Choice]:
    """Return the services to choose from."""
    return [Choice(one.service_id, one.name) for one in offers]


def outcomes() -> list[Choice]:
    """Return how far help can help."""
    return [Choice(one.value, name_of(one)) for one in HELPS]


def outcome_of(key: str | None) -> Outcome | None:
    """Return how far it helps as it was answered, or None."""
    return Outcome(key) if key else None


def ways() -> list[Choice]:
    """Return who makes the contact."""
    return [Choice(WARM, _("Ik leg het contact")), Choice(SELF, _("De inwoner belt zelf"))]


def plan_words(offer: Offer) -> str:
    """Return what the plan says of it, until somebody writes it otherwise."""
    return referral_words.place(_full(offer), offer.phone, translation(language()))


def agreement_words(offer: Offer, way: str) -> str:
    """Return what is agreed on the contact; who does it stands beside it."""
    return referral_words.contact(_full(offer), translation(language()), warm=way == WARM)


def chosen_words(referral: Referral) -> str:
    """Return what was chosen, and how the contact stands."""
    name = referral.service_name
    if referral.contact_on is not None:
        day = day_text(referral.contact_on, with_year=False)
        if referral.contact_with:
            return _("Gekozen: {name}. Contact gelegd op {day} met {who}.").format(
                name=name, day=day, who=referral.contact_with
            )
        return _("Gekozen: {name}. Contact gelegd op {day}.").format(name=name, day=day)
    if referral.warm:
        return _("Gekozen: {name}. U legt het contact.").format(name=name)
    return _("Gekozen: {name}. De inwoner belt zelf.").format(name=name)


def _full(offer: Offer) -> str:
    return referral_words.full(offer.name, offer.provider)
