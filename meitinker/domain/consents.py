"""Consent: what a resident allows, for which purpose, and until when."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from meitinker.domain.grounds import INVESTIGATION as GROUND
from meitinker.domain.records import Held, MergeClass, Record, Scope, declare
from meitinker.ids import PersonId

if TYPE_CHECKING:
    from collections.abc import Iterable


class ConsentPurpose(StrEnum):
    """What only explicit consent makes lawful (Wmo 2015 art. 5.1.1 lid 4 and 5, 5.3.3)."""

    YOUTH = "youth"
    INCOME = "income"
    DEBT = "debt"
    HEALTH_INSURER = "health_insurer"
    CARE_PROVIDER = "care_provider"
    NETWORK = "network"
    PHOTOS = "photos"


class ConsentAnswer(StrEnum):
    """What the resident said."""

    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Consent(Record, frozen=True, kw_only=True):
    """One answer for one purpose; the newest counts.

    ``about`` says with whom or what it is about ("huisarts De Vries"); ``way`` how it was
    given ("mondeling", "formulier").
    """

    client_id: Annotated[PersonId, Held(ground=GROUND, ref="person")]
    purpose: Annotated[ConsentPurpose, Held(ground=GROUND, shareable=True)]
    answer: Annotated[ConsentAnswer, Held(ground=GROUND, shareable=True)]
    answered_on: Annotated[date, Held(ground=GROUND, shareable=True)]
    about: Annotated[str, Held(ground=GROUND, shareable=True)] = ""
    way: Annotated[str, Held(ground=GROUND)] = ""


CONSENT = declare(
    "consent", Consent, merge=MergeClass.APPEND_ONLY, scope=Scope.of_person("client_id")
)


def newest(consents: Iterable[Consent], purpose: ConsentPurpose) -> Consent | None:
    """Return the answer for ``purpose`` that counts, or None where nobody asked."""
    answers = [one for one in consents if one.purpose is purpose]
    return max(answers, key=lambda one: (one.answered_on, one.id), default=None)


def allowed(consents: Iterable[Consent], purpose: ConsentPurpose) -> bool:
    """Tell whether the newest answer for ``purpose`` gives consent; no answer is no consent."""
    last = newest(consents, purpose)
    return last is not None and last.answer is ConsentAnswer.GIVEN
