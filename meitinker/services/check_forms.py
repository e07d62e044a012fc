"""The form by which a provider says what is right in the map: on paper, as a file, read back.

The answers become proposed corrections and a note that the service was checked. Nothing in the
directory changes by reading a file: the back office decides.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from meitinker import clock
from meitinker.domain.map_checks import CheckResult, CheckWay
from meitinker.domain.map_places import MAP_LOCATION
from meitinker.domain.providers import Provider
from meitinker.domain.words import in_words
from meitinker.exchange.spreadsheets import Sheet, workbook
from meitinker.i18n import _, language, speaking
from meitinker.ids import RecordId
from meitinker.services import letter_words, map_papers, social_map
from meitinker.services.check_form_answers import LineAnswer, ReturnedForm
from meitinker.services.check_form_lines import EXISTS, FormLine, lines_of
from meitinker.services.map_checks import Noted, note_within
from meitinker.services.map_corrections import (
    Proposed,
    accept_within,
    propose_within,
)
from meitinker.store import records
from meitinker.store import social_map as lists
from meitinker.store.acts import act
from meitinker.store.social_map import ServiceFilter

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from meitinker.changes import Changes
    from meitinker.domain.session import Session
    from meitinker.reports.page import Press
    from meitinker.store.database import Database
    from meitinker.store.driver import Connection


def lines(database: Database, session: Session, provider_id: str) -> tuple[FormLine, ...]:
    """Return what is asked of a provider: its running services, by name.

    Raises:
        NotVisible: There is no such provider.
    """
    with database.reading() as connection:
        records.get(connection, session, Provider, provider_id)
        return _lines(connection, session, provider_id)


def paper(database: Database, session: Session, provider_id: str, *, spoken: str = "") -> Press:
    """Return what makes the PDF of a form, with boxes to tick and lines to write on.

    Args:
        database: The store.
        session: Who makes it.
        provider_id: Who is asked.
        spoken: The language of the form; "" is the one at hand.

    Raises:
        NotVisible: There is no such provider.
    """
    with speaking(spoken or language()):
        return _paper(database, session, provider_id)


def _paper(database: Database, session: Session, provider_id: str) -> Press:
    from meitinker.reports import check_form as report

    with database.reading() as connection:
        provider = records.get(connection, session, Provider, provider_id)
        asked = _lines(connection, session, provider_id)
    head = map_papers.letterhead(database, session)
    services: dict[str, dict[str, tuple[str, str]]] = {}
    names = {line.service_id: line.service for line in asked}
    for line in asked:
        told = services.setdefault(line.service_id, {})
        if line.part != MAP_LOCATION.name:
            told[line.key] = (line.title, line.value)
            continue
        # On paper an address is one thing to write.
        _title, before = told.get(line.part_key, ("", ""))
        # "Haadstrjitte 1, 9001 AB Grou": a number belongs to its street, a place to its postcode
        between = " " if line.field in {"number", "place"} else ", "
        whole = between.join(part for part in (before, line.value) if part)
        told[line.part_key] = (_("Adres"), whole)
    content = report.CheckForm(
        provider=provider.name,
        services=tuple(
            report.AskedService(names[key], tuple(report.AskedLine(*one) for one in told.values()))
            for key, told in services.items()
        ),
        day=in_words(clock.today(), language()),
        sender=letter_words.sender(head),
        language=language(),
        demo=head.organisation.demo,
    )
    return partial(report.render, content)


def sheet(database: Database, session: Session, provider_id: str) -> bytes:
    """Return the form as an XLSX workbook whose answers :func:`read` takes; texts are text (A3).

    Raises:
        NotVisible: There is no such provider.
    """
    heads = (
        _("Dienst"),
        _("Wat"),
        _("Zo staat het er"),
        _("Klopt dit? (ja of nee)"),
        _("Zo moet het zijn"),
        _("Opmerking"),
        _("Kenmerk (niet veranderen)"),
    )
    rows = tuple(
        (line.service, line.title, line.value, "", "", "", line.key)
        for line in lines(database, session, provider_id)
    )
    how = (
        (_("Vul bij elke regel in: ja of nee."),),
        (_("Klopt het niet? Zet dan achter de regel hoe het moet zijn."),),
        (_("Weet u iets niet? Laat de regel dan leeg."),),
        (_("Bewaar het bestand en mail het terug."),),
    )
    return workbook([Sheet(_("Controleren"), heads, rows), Sheet(_("Uitleg"), (_("Uitleg"),), how)])


def keep(
    database: Database,
    session: Session,
    answered: ReturnedForm,
    *,
    checked_on: date | None = None,
    taken_over: Collection[int] = (),
) -> Changes:
    """Propose what a provider says is wrong, and note that its services were checked.

    One act: taking it back takes all of it back.

    Args:
        database: The store.
        session: Who keeps it.
        answered: What the form says.
        checked_on: On which day the provider filled it in; None is today.
        taken_over: Rows whose correction a person read and takes over at once; the others wait
            for an answer.

    Raises:
        NotAllowed: It is not this role's.
        InvalidField: The day has yet to come (``date_in_future``).
        NotVisible: A service is not there any more: read the form again.
    """
    with act(database, session, "map.form") as work:
        for one in answered.corrections:
            told = _proposed(one, answered.provider)
            key = propose_within(work, RecordId(one.line.service_id), told)
            if one.row in taken_over and told.field:
                accept_within(work, key)
        for service_id, result, remarks in _checks(answered):
            noted = Noted(way=CheckWay.FORM, result=result, checked_on=checked_on, note=remarks)
            note_within(work, RecordId(service_id), noted)
    return work.changes


def _lines(connection: Connection, session: Session, provider_id: str) -> tuple[FormLine, ...]:
    wanted = ServiceFilter(provider_id=provider_id)
    today = clock.today()
    return tuple(
        line
        for service_id in lists.ids(connection, session, wanted)
        for line in lines_of(social_map.file_in(connection, session, service_id), today)
    )


def _proposed(one: LineAnswer, provider: str) -> Proposed:
    if not (one.value and one.line.field):
        return Proposed(note=_note(one), told_by=provider)
    line = one.line
    return Proposed(
        field=line.field,
        value=one.value,
        note=one.remark,
        part=line.part,
        part_key=line.part_key,
        told_by=provider,
    )


def _note(one: LineAnswer) -> str:
    """Return what the back office reads with a correction; for what has no field."""
    told = one.value or _("klopt niet")
    return " · ".join(part for part in (f"{one.line.title}: {told}", one.remark) if part)


def _checks(answered: ReturnedForm) -> Iterable[tuple[str, CheckResult, str]]:
    """Yield the services of which it is said whether they are there, what came of it, remarks.

    That one line is as a form, and not only a telling of faults: it says that somebody looked.
    """
    wrong = {one.line.service_id for one in answered.corrections}
    for one in answered.answers:
        if one.line.field != EXISTS:
            continue
        key = one.line.service_id
        result = CheckResult.MENDED if key in wrong else CheckResult.RIGHT
        remarks = (
            answer.remark
            for answer in answered.answers
            if answer.line.service_id == key and answer.right and answer.remark
        )
        yield key, result if one.right else CheckResult.GONE, " · ".join(remarks)
