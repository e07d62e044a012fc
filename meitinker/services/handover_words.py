"""The handover page in words: from the records of a file to what the page prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain import consent_words
from meitinker.domain.addresses import address_on, place_line, street_line
from meitinker.domain.clocks import ClockName
from meitinker.domain.consents import ConsentPurpose, says_no
from meitinker.domain.network import on_day
from meitinker.domain.people import ContactWay, full_name
from meitinker.domain.representatives import acting_on
from meitinker.domain.requests import RequestKind, Urgency
from meitinker.domain.visits import VisitState
from meitinker.domain.words import in_words, name_of
from meitinker.i18n import translation
from meitinker.reports.handover_page import HandoverPage, Number
from meitinker.reports.page import Addressee
from meitinker.reports.text import phone_number
from meitinker.services import letter_words, letters

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from gettext import NullTranslations

    from meitinker.domain.agreements import Agreement
    from meitinker.domain.appointments import Appointment
    from meitinker.domain.clocks import Clock
    from meitinker.domain.consents import Consent
    from meitinker.domain.network import Tie
    from meitinker.domain.requests import Request
    from meitinker.domain.tasks import Task
    from meitinker.domain.transfers import Transfer
    from meitinker.domain.visits import Visit
    from meitinker.services.application_files import ApplicationFile
    from meitinker.services.letter_words import LetterSender
    from meitinker.services.people import PersonFile
    from meitinker.services.request_files import RequestFile

_LAST_VISITS = 2
"""Conversations whose agreements still matter to who takes over."""


class Whole(msgspec.Struct, frozen=True, kw_only=True):
    """What a handover page is made of.

    ``requests`` and ``applications`` are those that still run, ``appointments`` those to come,
    ``agreements`` go by visit, ``tasks`` go along and ``others`` do not, ``unsent`` counts plans
    that the resident still has to get, ``consents`` are the answers that count.
    """

    client: PersonFile
    visits: tuple[Visit, ...]
    agreements: tuple[Agreement, ...]
    tasks: tuple[Task, ...]
    others: tuple[Task, ...]
    requests: tuple[RequestFile, ...]
    applications: tuple[ApplicationFile, ...]
    appointments: tuple[Appointment, ...]
    ties: tuple[Tie, ...]
    unsent: int
    consents: tuple[Consent, ...] = ()


def content(
    whole: Whole, transfer: Transfer, *, letterhead: LetterSender, language: str
) -> HandoverPage:
    """Return what the page prints, in the language of the one who hands over."""
    words, today = translation(language), clock.today()
    person, user = whole.client.person, letterhead.user
    home = address_on(whole.client.addresses, today)
    lines = (street_line(home), place_line(home)) if home else ()
    last = whole.visits[-1] if whole.visits else None
    return HandoverPage(
        resident=full_name(person),
        born=in_words(person.born_on, language) if person.born_on else person.born_text,
        addressee=Addressee(name=(full_name(person),), address=tuple(x for x in lines if x)),
        sender=letter_words.sender(letterhead),
        given_by=_with_phone(user.name or letterhead.organisation.name, user.phone),
        taken_by=_with_phone(transfer.to_name, transfer.to_phone),
        on=in_words(transfer.on or today, language),
        note=transfer.note,
        safety=person.safety_note,
        wishes=tuple(_wishes(whole.client, words)),
        question=last.question if last else "",
        conclusion=last.conclusion if last else "",
        last_visit=in_words(last.visited_on, language) if last and last.visited_on else "",
        waiting=tuple(_waiting(whole, words, language)),
        agreements=tuple(_agreed(whole, language)),
        tasks=tuple(_dated(task.what, task.due_on, language) for task in whole.tasks),
        others=tuple(_dated(task.what, task.due_on, language) for task in whole.others),
        consents=tuple(_allowed(whole, words, language)),
        numbers=tuple(_numbers(whole, words)),
        language=language,
        demo=letterhead.organisation.demo,
        secret_address=person.secret_address,
    )


def _with_phone(name: str, phone: str) -> str:
    return f"{name} ({phone_number(phone)})" if phone.strip() else name


def _wishes(client: PersonFile, words: NullTranslations) -> Iterator[str]:
    person = client.person
    if person.interpreter.strip():
        yield words.gettext("Tolk: {language}").format(language=person.interpreter.strip())
    if person.large_print:
        yield words.gettext("Grote letters")
    if person.contact_way is not ContactWay.NO_WISH:
        yield words.gettext("Liefst: {way}").format(way=name_of(person.contact_way, words).lower())
    if person.contact_note.strip():
        yield person.contact_note.strip()


def _waiting(whole: Whole, words: NullTranslations, language: str) -> Iterator[str]:
    for appointment in whole.appointments:
        at = clock.local(appointment.starts_at)
        said = words.gettext("Afspraak op {day} om {time}: {place}").format(
            day=in_words(at.date(), language),
            time=f"{at:%H:%M}",
            place=name_of(appointment.place, words).lower(),
        )
        yield f"{said} ({appointment.where.strip()})" if appointment.where.strip() else said
    for file in whole.requests:
        yield from _of_request(file, words, language)
    for visit in whole.visits:
        if visit.state is VisitState.OPEN:
            day = in_words(visit.visited_on, language) if visit.visited_on else ""
            yield words.gettext("Gesprek van {day} is nog niet afgerond").format(day=day)
    for one in whole.applications:
        if one.clock is not None and one.decided_on is None:
            until = _last_day(one.clock, language)
            yield (
                words.gettext("Aanvraag: besluit uiterlijk {day}").format(day=until)
                if until
                else words.gettext("Aanvraag: de tijd voor het besluit staat stil")
            )
    if whole.unsent:
        yield words.gettext("De inwoner moet het ondersteuningsplan nog krijgen")


def _of_request(file: RequestFile, words: NullTranslations, language: str) -> Iterator[str]:
    request = file.request
    day = in_words(clock.local(request.received_at).date(), language)
    said = (
        f"{_came(request, words).format(day=day, who=_by(request, words))}: {request.words.strip()}"
    )
    if request.urgency is Urgency.URGENT:
        said = f"{name_of(Urgency.URGENT, words)}. {said}"
    yield said
    if request.kind is RequestKind.SIGNAL:
        yield consent_words.of_signal(request.consent, words)
    for one in file.clocks:
        if one.name is ClockName.INVESTIGATION and one.met_at is None:
            until = _last_day(one, language)
            yield words.gettext("Onderzoek klaar uiterlijk {day}").format(day=until)
    if not any(letter.sent_on for letter in file.letters) and not letters.hindrance(file):
        yield words.gettext("De ontvangstbrief van deze vraag is nog niet weg")


def _came(request: Request, words: NullTranslations) -> str:
    """Return whose words follow: the resident's own, or those of who asked for them.

    Who gave a signal stands in the file only: paper may be read by whom it is about.
    """
    if request.kind is RequestKind.SIGNAL:
        return words.gettext("Signaal van {day}")
    if request.by_another:
        return words.gettext("Vraag van {day}, verteld door {who}")
    return words.gettext("Vraag van {day}")


def _by(request: Request, words: NullTranslations) -> str:
    if request.reporter and request.reporter_tie:
        return f"{request.reporter} ({request.reporter_tie})"
    someone = _with_phone(words.gettext("iemand anders"), request.reporter_phone)
    return request.reporter or request.reporter_tie or someone


def _last_day(one: Clock, language: str) -> str:
    return in_words(one.last_day, language) if one.last_day else ""


def _agreed(whole: Whole, language: str) -> Iterator[str]:
    recent = {visit.id for visit in whole.visits[-_LAST_VISITS:]}
    for agreement in whole.agreements:
        if agreement.visit_id in recent and agreement.what.strip():
            who = f"{agreement.who.strip()}: " if agreement.who.strip() else ""
            what = f"{who}{agreement.what.strip()}"
            if agreement.due_text.strip():
                yield f"{what} ({agreement.due_text.strip()})"
            else:
                yield _dated(what, agreement.due_on, language)


def _allowed(whole: Whole, words: NullTranslations, language: str) -> Iterator[str]:
    """Yield what may be shared, and that nothing else may (Wmo 2015 art. 5.1.1 lid 4 and 5)."""
    for one in whole.consents:
        answer = name_of(one.answer, words).lower()
        yield f"{consent_words.what(one, words)}: {answer}, {in_words(one.answered_on, language)}"
    yield words.gettext(
        "Over jeugdhulp, inkomen, schulden en zorg deelt u verder niets. Vraag het eerst."
    )


def _dated(what: str, day: date | None, language: str) -> str:
    return f"{what} ({in_words(day, language)})" if day else what


def _numbers(whole: Whole, words: NullTranslations) -> Iterator[Number]:
    """Yield the resident first, then who may be called: "no" and "not asked" stay away.

    So does whom the resident does not want to be spoken with any more.
    """
    client = whole.client
    for phone in client.phones:
        if phone.number.strip():
            name = full_name(client.person)
            yield Number(name=name, tie=phone.note.strip(), phone=phone.number)
    for tie in on_day(whole.ties, clock.today()):
        silent = says_no(whole.consents, ConsentPurpose.NETWORK, tie.name, tie.relation)
        if tie.may_be_called and tie.phone.strip() and not silent:
            yield Number(name=tie.name, tie=tie.relation, phone=tie.phone)
    for one in acting_on(client.representatives, clock.today()):
        if one.phone.strip():
            kind = name_of(one.kind, words).lower()
            yield Number(name=one.name or one.organisation, tie=kind, phone=one.phone)
