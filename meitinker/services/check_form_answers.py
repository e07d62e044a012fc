"""What a form says that came back from a provider: each row read, or told why it is not used."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain.kinds import KINDS
from meitinker.domain.villages import folded
from meitinker.errors import InvalidField, NotVisible
from meitinker.exchange.site import links
from meitinker.i18n import LANGUAGES, _, speaking
from meitinker.services import map_editing, social_map
from meitinker.services.check_form_lines import EXISTS, FormLine, lines_of
from meitinker.services.map_corrections import readable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from meitinker.domain.session import Session
    from meitinker.exchange.tables import Row, Table
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
        known, shown, names = _known(connection, session, rows)
    answers: list[LineAnswer] = []
    problems: list[RowProblem] = []
    seen: set[str] = set()
    for row in rows:
        found = _answer(row, known, shown, seen)
        if isinstance(found, LineAnswer):
            answers.append(found)
        elif found is not None:
            problems.append(found)
    return ReturnedForm(
        provider=", ".join(dict.fromkeys(names.values())),
        answers=tuple(answers),
        problems=tuple(problems),
    )


def problem_words(one: RowProblem) -> str:
    """Return in words why a row is not used, and what to do."""
    why = {
        FormProblem.KEY: _("deze regel stond niet in het formulier"),
        FormProblem.TWICE: _("deze regel staat er twee keer; de eerste telt"),
        FormProblem.ANSWER: _("vul ja of nee in"),
        FormProblem.EMPTY: _("er staat niet hoe het moet zijn"),
        FormProblem.CHANGED: _("hier staat iets anders dan in de sociale kaart; kijk wat klopt"),
        FormProblem.GONE: _("deze dienst staat niet meer in de sociale kaart"),
    }[one.problem]
    return _("Regel {number}, {what}: {why}.").format(number=one.row, what=one.what or "–", why=why)


def _known(
    connection: Connection, session: Session, rows: Iterable[Row]
) -> tuple[dict[str, FormLine], dict[str, set[str]], dict[str, str]]:
    """Return the lines that are asked today of the services in a file, and whose these are.

    Between them what a form of today shows at each line, in every language that it may be in.
    """
    known: dict[str, FormLine] = {}
    shown: dict[str, set[str]] = {}
    names: dict[str, str] = {}
    today = clock.today()
    for service_id in dict.fromkeys(_cell(row, _KEY).split("/")[0] for row in rows):
        try:
            file = social_map.file_in(connection, session, service_id)
        except NotVisible:
            continue
        names[file.service.provider_id] = file.provider.name if file.provider else ""
        known.update({line.key: line for line in lines_of(file, today)})
        for code in LANGUAGES:
            with speaking(code):
                for line in lines_of(file, today):
                    shown.setdefault(line.key, set()).add(_spaced(line.value))
    return known, shown, names


def _answer(
    row: Row, known: Mapping[str, FormLine], shown: Mapping[str, set[str]], seen: set[str]
) -> LineAnswer | RowProblem | None:
    """Return what a row says, why it is not used, or None where nobody answered."""
    said = folded(_cell(row, _ANSWER)).rstrip(".! ")
    value, remark, key = (_cell(row, at) for at in (_RIGHT, _REMARK, _KEY))
    line = known.get(key)
    # Who writes in the column of what stands there, instead of behind it, says something too.
    stands = _spaced(_cell(row, _VALUE)) in shown.get(key, ())
    if not (said or value or remark) and (stands or line is None):
        return None
    what = ", ".join(part for part in (_cell(row, 0), _cell(row, 1)) if part)
    if line is None:
        there = any(one.service_id == key.split("/")[0] for one in known.values())
        gone = key.count("/") > 1 and not there
        return RowProblem(row.number, what, FormProblem.GONE if gone else FormProblem.KEY)
    if key in seen:
        return RowProblem(row.number, what, FormProblem.TWICE)
    seen.add(key)
    answer = _said(row.number, line, said, value=value, remark=remark)
    problem = _problem(answer, said, stands=stands)
    return RowProblem(row.number, what, problem) if problem else answer


def _said(row: int, line: FormLine, said: str, *, value: str, remark: str) -> LineAnswer:
    """Return what stands behind a line."""
    if line.field == EXISTS:  # nothing else than yes or no: the rest is told with it
        told = " · ".join(part for part in (value, remark) if part)
        return LineAnswer(row=row, line=line, right=said in _YES, remark=told)
    if line.field == "url":
        value = links.web(value) or value  # most people leave "https://" out
    if value and value == line.value.strip():
        return LineAnswer(row=row, line=line, right=said not in _NO, remark=remark)
    # Who writes how it should be says that it is wrong, whatever else stands there.
    right = said in _YES and not value
    if value and not _fits(line, value):  # a person reads it: one must not hold up all others
        line = msgspec.structs.replace(line, part="", part_key="", field="")
    return LineAnswer(row=row, line=line, right=right, value=value, remark=remark)


def _fits(line: FormLine, value: str) -> bool:
    """Return whether a value can be taken over as it stands there."""
    if not line.field:
        return True
    try:
        readable(line.part, line.field, value)
        map_editing.require_fits(KINDS[line.part].record, line.field, value)
    except InvalidField:
        return False
    return True


def _problem(answer: LineAnswer, said: str, *, stands: bool) -> FormProblem | None:
    """Return why an answer is not used, or None; ``stands``: the form shows what is so now."""
    line = answer.line
    if said not in _YES | _NO | {""}:
        return FormProblem.ANSWER
    if line.field == EXISTS:
        return None if said else FormProblem.ANSWER
    if not stands:
        return FormProblem.CHANGED
    if not (answer.right or answer.value or answer.remark):
        return FormProblem.EMPTY
    return None


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _cell(row: Row, at: int) -> str:
    return row.cells[at].strip() if at < len(row.cells) else ""
