"""A consent in words, as every paper and screen says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.domain.requests import SignalConsent
from meitinker.domain.words import name_of
from meitinker.i18n import language, translation

if TYPE_CHECKING:
    from gettext import NullTranslations

    from meitinker.domain.consents import Consent


def what(consent: Consent, words: NullTranslations | None = None) -> str:
    """Return what an answer is about: "Overleg met huisarts of zorg (huisarts De Vries)"."""
    purpose, about = name_of(consent.purpose, words), consent.about.strip()
    return f"{purpose} ({about})" if about else purpose


def of_signal(consent: SignalConsent, words: NullTranslations | None = None) -> str:
    """Return what a resident thinks of a signal about them, or that it is still to be asked."""
    words = words or translation(language())
    return {
        SignalConsent.NOT_ASKED: words.gettext("Vraag de inwoner nog of u contact mag opnemen."),
        SignalConsent.GIVEN: words.gettext("De inwoner weet van het signaal en vindt het goed."),
        SignalConsent.REFUSED: words.gettext("De inwoner wil dit niet."),
    }[consent]
