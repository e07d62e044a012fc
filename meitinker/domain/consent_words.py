"""A consent in words, as every paper says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.domain.words import name_of

if TYPE_CHECKING:
    from gettext import NullTranslations

    from meitinker.domain.consents import Consent


def what(consent: Consent, words: NullTranslations | None = None) -> str:
    """Return what an answer is about: "Overleg met huisarts of zorg (huisarts De Vries)"."""
    purpose, about = name_of(consent.purpose, words), consent.about.strip()
    return f"{purpose} ({about})" if about else purpose
