"""The form by which a provider says what is right in the map: on paper, as a file, read back.

The answers become proposed corrections and a note that the service was checked. Nothing in the
directory changes by reading a file: the back office decides.
"""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain.map_checks import CheckResult, CheckWay
from meitinker.domain.map_places import MAP_LOCATION
from meitinker.domain.providers import Provider
from meitinker.domain.villages import folded
from meitinker.domain.words import in_words
from meitinker.errors import InvalidField, NotVisible
from meitinker.exchange.spreadsheets import Sheet, workbook
from meitinker.i18n import _, language, speaking
from meitinker.ids import RecordId
from meitinker.services import letter_words, map_papers, social_map
from meitinker.services.check_form_lines import EXISTS, FormLine, lines_of
from meitinker.services.map_checks import Noted, note_within
from meitinker.services.map_corrections import (
    Proposed,
    accept_within,
    propose_within,
    readable,
)
from meitinker.store import records
from meitinker.store import social_map as lists
from meitinker.store.acts import act
from meitinker.store.social_map import ServiceFilter

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date

    from meitinker.changes import Changes
    from meitinker.domain.session import Session
    from meitinker.exchange.tables import Row, Table
    from meitinker.reports.page import Press
    from meitinker.store.database import Database
    from meitinker.store.driver import Connection

_YES = frozenset({"ja", "j", "yes", "y", "x", "klopt", "goed", "1", "true", "waar"})
_NO = frozenset({"nee", "n", "no", "nee.", "klopt niet", "fout", "0", "false", "onwaar", "ne"})
_SIGN = "/"
"""Stands in the key of every line, and in no heading."""

_VALUE, _ANSWER, _RIGHT, _REMARK, _KEY = 2, 3, 4, 5, 6
"""Where a cell stands in a row of the file."""


class FormProblem(StrEnum):
    """Why a row of a form that came back is not used."""

    KEY = "key"
    TWICE = "twice"
    ANSWER = "answer"
    EMPTY = "empty"
    VALUE = "value"
    CHANGED = "changed"
    GONE = "gone"


class RowProblem(msgspec.Struct, frozen=True):
    """A row that is not used: its number in the sheet, what it is about, and why."""

    row: int
    what: str
    problem: FormProblem


class LineAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What a provider says of one line: it is right, or what it should be."""

    row: int
    line: FormLine
    right: bool
    value: str = ""
    remark: str = ""


class ReturnedForm(msgspec.Struct, frozen=True, kw_only=True):
    """A form that came back: what is said, and what is not used."""

    provider: str
    answers: tuple[LineAnswer, ...]
    problems: tuple[RowProblem, ...] = ()

    @property
    def corrections(self) -> tuple[LineAnswer, ...]:
        """What should be otherwise."""
        return tuple(one for one in self.answers if not one.right and one.line.field != EXISTS)

    @property
    def fields(self) -> tuple[LineAnswer, ...]:
        """What should be otherwise in a field: that can be taken over at once."""
        return tuple(one for one in self.corrections if one.value and one.line.field)

    @property
    def services(self) -> tuple[str, ...]:
        """The ids of the services of which anything is said, each once."""
        return tuple(dict.fromkeys(one.line.service_id for one in self.answers))


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


def read(database: Database, session: Session, table: Table) -> ReturnedForm:
    """Return what a form that came back says; nothing is written.

    Args:
        database: The store.
        session: Who reads it.
        table: The rows of the file.
    """
    headed = bool(table.rows) and _SIGN not in _cell(table.rows[0], _KEY)
    rows = table.rows[1:] if headed else table.rows
    with database.reading() as connection:
        known, names = _known(connection, session, rows)
    answers: list[LineAnswer] = []
    problems: list[RowProblem] = []
    seen: set[str] = set()
    for row in rows:
        found = _answer(row, known, seen)
        if isinstance(found, LineAnswer):
            answers.append(found)
        elif found is not None:
            problems.append(found)
    return ReturnedForm(
        provider=", ".join(dict.fromkeys(names.values())),
        answers=tuple(answers),
        problems=tuple(problems),
    )


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


def problem_words(one: RowProblem) -> str:
    """Return in words why a row is not used, and what to do."""
    why = {
        FormProblem.KEY: _("deze regel stond niet in het formulier"),
        FormProblem.TWICE: _("deze regel staat er twee keer; de eerste telt"),
        FormProblem.ANSWER: _("vul ja of nee in"),
        FormProblem.EMPTY: _("er staat niet hoe het moet zijn"),
        FormProblem.VALUE: _("dit past niet in dit veld"),
        FormProblem.CHANGED: _("de sociale kaart is sindsdien veranderd; vraag het opnieuw"),
        FormProblem.GONE: _("deze dienst staat niet meer in de sociale kaart"),
    }[one.problem]
    return _("Regel {number}, {what}: {why}.").format(number=one.row, what=one.what or "–", why=why)


def _lines(connection: Connection, session: Session, provider_id: str) -> tuple[FormLine, ...]:
    wanted = ServiceFilter(provider_id=provider_id)
    today = clock.today()
    return tuple(
        line
        for service_id in lists.ids(connection, session, wanted)
        for line in lines_of(social_map.file_in(connection, session, service_id), today)
    )


def _known(
    connection: Connection, session: Session, rows: Iterable[Row]
) -> tuple[dict[str, FormLine], dict[str, str]]:
    """Return the lines that are asked today of the services in a file, and whose these are."""
    known: dict[str, FormLine] = {}
    names: dict[str, str] = {}
    today = clock.today()
    for service_id in dict.fromkeys(_cell(row, _KEY).split("/")[0] for row in rows):
        try:
            file = social_map.file_in(connection, session, service_id)
        except NotVisible:
            continue
        names[file.service.provider_id] = file.provider.name if file.provider else ""
        known.update({line.key: line for line in lines_of(file, today)})
    return known, names


def _answer(
    row: Row, known: Mapping[str, FormLine], seen: set[str]
) -> LineAnswer | RowProblem | None:
    """Return what a row says, why it is not used, or None where nobody answered."""
    said = folded(_cell(row, _ANSWER)).rstrip(".! ")
    value, remark, key = (_cell(row, at) for at in (_RIGHT, _REMARK, _KEY))
    if not (said or value or remark):
        return None
    line = known.get(key)
    what = ", ".join(part for part in (_cell(row, 0), _cell(row, 1)) if part)
    if line is None:
        there = any(one.service_id == key.split("/")[0] for one in known.values())
        gone = key.count("/") > 1 and not there
        return RowProblem(row.number, what, FormProblem.GONE if gone else FormProblem.KEY)
    if key in seen:
        return RowProblem(row.number, what, FormProblem.TWICE)
    seen.add(key)
    # Who writes how it should be says that it is wrong, whatever else stands there.
    right = said in _YES and value in {"", line.value.strip()}
    answer = LineAnswer(row=row.number, line=line, right=right, value=value, remark=remark)
    problem = _problem(answer, said, stood=_cell(row, _VALUE))
    return RowProblem(row.number, what, problem) if problem else answer


def _problem(answer: LineAnswer, said: str, *, stood: str) -> FormProblem | None:
    """Return why an answer is not used, or None; ``stood`` is what the form showed."""
    line = answer.line
    if said not in _YES | _NO | {""}:
        return FormProblem.ANSWER
    if line.field == EXISTS:
        return None if said else FormProblem.ANSWER
    if not (answer.right or answer.value or answer.remark):
        return FormProblem.EMPTY
    if " ".join(stood.split()) != " ".join(line.value.split()):
        return FormProblem.CHANGED
    if answer.right or not (answer.value and line.field):
        return None
    try:
        readable(line.part, line.field, answer.value)
    except InvalidField:
        return FormProblem.VALUE
    return None


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


def _cell(row: Row, at: int) -> str:
    return row.cells[at].strip() if at < len(row.cells) else ""
