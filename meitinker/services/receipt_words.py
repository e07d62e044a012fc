"""The receipt letter in words: from a request to what the letter prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker import clock
from meitinker.domain.appointments import AppointmentState
from meitinker.domain.clocks import ClockName
from meitinker.domain.representatives import addressee_on
from meitinker.domain.requests import PLAN_CAME, RequestKind, Urgency
from meitinker.domain.words import in_words
from meitinker.i18n import translation
from meitinker.reports import receipt
from meitinker.services import letter_words

if TYPE_CHECKING:
    from datetime import date
    from gettext import NullTranslations

    from meitinker.domain.people import Language
    from meitinker.services.letter_words import LetterSender
    from meitinker.services.people import PersonFile
    from meitinker.services.request_files import RequestFile


def content(
    file: RequestFile,
    client: PersonFile,
    *,
    letterhead: LetterSender,
    language: Language | None = None,
    slots: bool = False,
) -> receipt.Receipt:
    """Return what the receipt of a request prints, in the resident's language by default.

    With ``slots`` it is for the screen only: what nobody filled in yet shows as a marked place.
    """
    spoken = language or client.person.language
    words, today, request = translation(spoken), clock.today(), file.request
    received_on = clock.local(request.received_at).date()
    return receipt.Receipt(
        resident=letter_words.greeted(client.person, words),
        salutation=letter_words.salutation(client, today, words),
        sender=letter_words.sender(letterhead),
        addressee=letter_words.addressee(client, today, words),
        contact=letter_words.contact(letterhead, spoken),
        letter_date=in_words(today, spoken),
        received_on=in_words(received_on, spoken),
        question=request.own_words,
        signal=request.kind is RequestKind.SIGNAL,
        by_another=request.by_another,
        urgent=request.urgency is Urgency.URGENT,
        meeting=_meeting(file, spoken),
        by_phone=_may_be_called(client, today),
        investigated_by=_last(file, ClockName.INVESTIGATION, received_on, spoken),
        plan_by=_last(file, ClockName.PERSONAL_PLAN, today, spoken),
        plan_came=request.plan_offer in PLAN_CAME,
        client_support=letterhead.support.told or (_slot(words) if slots else ""),
        represented=addressee_on(client.representatives, today) is not None,
        language=spoken.value,
        large=client.person.large_print,
        demo=letterhead.organisation.demo,
        secret_address=client.person.secret_address,
        made_for=client.person.id,
    )


def _last(file: RequestFile, name: ClockName, day: date, spoken: Language) -> str:
    """Return the last day of a term in words; "" when it was over before ``day``."""
    last = next(one.last_day for one in file.clocks if one.name is name)
    return in_words(last, spoken) if last is not None and last >= day else ""


def _may_be_called(client: PersonFile, day: date) -> bool:
    """Tell whether a number is known of who reads the letter: nobody is promised a call without."""
    reader = addressee_on(client.representatives, day)
    if reader is not None:
        return bool(reader.phone.strip())
    return any(phone.number.strip() for phone in client.phones)


def _slot(words: NullTranslations) -> str:
    return words.gettext("[naam en telefoonnummer van de cliëntondersteuning]")


def _meeting(file: RequestFile, spoken: Language) -> receipt.Meeting | None:
    """Return the first appointment that is still to come."""
    now = clock.now()
    coming = [
        a for a in file.appointments if a.state is AppointmentState.PLANNED and a.starts_at > now
    ]
    if not coming:
        return None
    first = coming[0]
    begins = clock.local(first.starts_at)
    return receipt.Meeting(
        date=in_words(begins.date(), spoken),
        time=f"{begins:%H.%M}",
        place=first.place,
        where=first.where.strip().rstrip("."),
    )
