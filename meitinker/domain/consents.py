"""Consent: what a resident allows, for which purpose, and until when."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import msgspec

from meitinker.domain.grounds import INVESTIGATION as GROUND
from meitinker.domain.records import Held, MergeClass, Record, Scope, declare
from meitinker.domain.villages import folded
from meitinker.ids import PersonId

if TYPE_CHECKING:
    from collections.abc import Iterable

_SMALL = frozenset(
    {"de", "het", "een", "van", "der", "den", "ten", "ter", "te", "fan", "en", "of", "is", "in",
     "mijn", "zijn", "haar", "hun", "uw"}
)  # fmt: skip
"""Words that stand before many names, and tell of nobody."""


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
    """One answer for one purpose and what it is about; the newest of those counts.

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


class Whom(StrEnum):
    """For whom a copy of what a dossier holds is made."""

    RESIDENT = "resident"
    COLLEAGUE = "colleague"
    OTHER = "other"


class Recipient(msgspec.Struct, frozen=True):
    """Who gets a copy; for another the answer of the resident that allows it, by its id."""

    whom: Whom
    consent_id: str = ""


def sharing(consents: Iterable[Consent]) -> tuple[Consent, ...]:
    """Return the answers by which something may be told to another, in order.

    Consent to take photos of the house is none to show them around.
    """
    return tuple(
        one
        for one in in_force(consents)
        if one.answer is ConsentAnswer.GIVEN and one.purpose is not ConsentPurpose.PHOTOS
    )


def basis_of(consents: Iterable[Consent], to: Recipient) -> str | None:
    """Return on what ground a copy may go to someone, or None where it may not.

    Residents have a right to theirs (Wmo 2015 art. 5.3.2), colleagues need it for the task
    (5.1.1); nobody else gets anything without consent that stands (5.1.1 lid 4 and 5, 5.3.3).
    """
    if to.whom is not Whom.OTHER:
        return to.whom.value
    allowing = next((one for one in sharing(consents) if one.id == to.consent_id), None)
    return allowing.purpose.value if allowing else None


def subject_of(about: str) -> str:
    """Return whom or what an answer is about, as two are compared; "" is in general."""
    return folded(" ".join(about.split()))


def newest(consents: Iterable[Consent], purpose: ConsentPurpose, about: str = "") -> Consent | None:
    """Return the answer that counts for ``purpose`` with ``about``, or None where nobody asked.

    Consent is specific: a no to one takes no yes to another back, and a yes to one is none to
    another (AVG art. 4, 11). Only who says no in general says it to everyone.
    """
    subject = subject_of(about)
    answers = [
        one
        for one in consents
        if one.purpose is purpose
        and (subject_of(one.about) == subject or (not subject_of(one.about) and _is_no(one)))
    ]
    return max(answers, key=_moment, default=None)


def in_force(consents: Iterable[Consent]) -> tuple[Consent, ...]:
    """Return the answers that count, each for its purpose and what it is about, in order."""
    every = tuple(consents)
    found = dict.fromkeys(
        last
        for purpose in ConsentPurpose
        for one in every
        if one.purpose is purpose and (last := newest(every, purpose, one.about)) is not None
    )
    return tuple(found)


def allowed(consents: Iterable[Consent], purpose: ConsentPurpose, about: str = "") -> bool:
    """Tell whether the answer that counts gives consent; no answer is no consent."""
    last = newest(consents, purpose, about)
    return last is not None and last.answer is ConsentAnswer.GIVEN


def refused(consents: Iterable[Consent], purpose: ConsentPurpose) -> bool:
    """Tell whether all that counts for ``purpose`` is a no: then nothing may be used any more."""
    answers = [one for one in in_force(consents) if one.purpose is purpose]
    return bool(answers) and all(_is_no(one) for one in answers)


def says_no(consents: Iterable[Consent], purpose: ConsentPurpose, *called: str) -> bool:
    """Tell whether the newest answer that may be about someone is a no.

    Whom an answer is about was typed ("de buurvrouw"), so one word in common is enough: to leave
    somebody alone harms least. An answer in general is about everyone.

    Args:
        consents: The answers of one resident.
        purpose: What was asked.
        called: What this person is called: a name, what she is to the resident.
    """
    words = _telling(*called)
    answers = [
        one
        for one in consents
        if one.purpose is purpose and (not subject_of(one.about) or words & _telling(one.about))
    ]
    return bool(answers) and _is_no(max(answers, key=_moment))


def _telling(*texts: str) -> frozenset[str]:
    """Return the words that tell who is meant."""
    return frozenset(re.findall(r"\w+", folded(" ".join(texts)))) - _SMALL


def _is_no(one: Consent) -> bool:
    return one.answer is not ConsentAnswer.GIVEN


def _moment(one: Consent) -> tuple[date, str]:
    return one.answered_on, one.id
