"""A list of another program's clients in words: its columns, what comes of it. No Qt here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain.people import full_name
from meitinker.exchange.client_columns import ClientField
from meitinker.i18n import _, ngettext
from meitinker.services import importing_words
from meitinker.services.import_runs import State
from ui.viewmodels.dates import day_text
from ui.viewmodels.parts import Choice, Line
from ui.viewmodels.reviews import Told

if TYPE_CHECKING:
    from collections.abc import Iterable

    from meitinker.exchange.client_columns import Columns
    from meitinker.exchange.tables import Table
    from meitinker.services.import_rows import Row
    from meitinker.services.importing import Listed, Report
    from meitinker.store.import_log import Import

_EXAMPLES = 3
_LETTERS = 32
MOST_DOUBLES = 200
"""Likely doubles that can be decided on at once; the others stay out."""

MOST_TOLD = 40
"""Lines of what is wrong that are shown; the report holds all."""

_NONE = "-"


class ColumnLine(msgspec.Struct, frozen=True):
    """A column: its place, what it is called, and what stands in its first rows."""

    place: int
    name: str
    examples: str

    def __repr__(self) -> str:
        """Return a text without what stands in it: an error may quote it (A10)."""
        return f"ColumnLine({self.place})"


def sheets(table: Table) -> tuple[Choice, ...]:
    """Return the sheets of a workbook that can be read; none where there is nothing to choose."""
    found = tuple(Choice(one.name, one.name) for one in table.sheets if not one.hidden)
    return found if len(found) > 1 else ()


def columns(listed: Listed) -> tuple[ColumnLine, ...]:
    """Return the columns with what stands in the first rows of each."""
    return tuple(
        ColumnLine(
            place,
            _("Kolom {name}").format(name=importing_words.column(listed, place)),
            _examples(listed, place),
        )
        for place in range(len(listed.headed.headings))
    )


def meanings() -> tuple[Choice, ...]:
    """Return what a column can be; the first is nothing."""
    return (
        Choice(_NONE, _("Komt niet mee")),
        *(Choice(one.value, importing_words.field(one)) for one in ClientField),
    )


def meaning(one: ClientField | None) -> str:
    """Return the key of what a column is."""
    return one.value if one is not None else _NONE


def chosen(keys: Iterable[str | None]) -> Columns:
    """Return what the columns are by the keys that were chosen."""
    return tuple(None if key in {None, _NONE} else ClientField(key) for key in keys)


def head(listed: Listed) -> str:
    """Return how many rows there are."""
    count = len(listed.headed.rows)
    return ngettext("Er staat {n} rij in.", "Er staan {n} rijen in.", count).format(n=count)


def summary(report: Report) -> tuple[Told, ...]:
    """Return what would come of the list, a line a state."""
    looks = {
        State.GOOD: ("circle-check", "success"),
        State.REFUSED: ("alert-circle", "error"),
        State.KNOWN: ("info-circle", "info"),
        State.DOUBLE: ("users", "warning"),
    }
    states = [state for state in State if report.count(state)]
    told = zip(states, importing_words.summary(report), strict=True)
    return tuple(Told(words, *looks[state]) for state, words in told)


def doubles(report: Report) -> tuple[Line, ...]:
    """Return the rows that are probably somebody who is known, to say of: another one."""
    found = [row for row in report.rows if row.state is State.DOUBLE]
    return tuple(Line(str(row.number), _double(row)) for row in found[:MOST_DOUBLES])


def more_doubles(report: Report) -> str:
    """Return that there are more than can be decided on, or ""."""
    count = report.count(State.DOUBLE) - MOST_DOUBLES
    if count <= 0:
        return ""
    return ngettext(
        "Nog {n} rij is waarschijnlijk dubbel en komt niet mee. Die staat in het verslag.",
        "Nog {n} rijen zijn waarschijnlijk dubbel en komen niet mee. Die staan in het verslag.",
        count,
    ).format(n=count)


def troubles(report: Report) -> tuple[Told, ...]:
    """Return what is wrong with rows, those that cannot come along first."""
    found = [
        Told(words, *_look(row))
        for row in sorted(report.rows, key=lambda one: one.state is not State.REFUSED)
        if row.state not in {State.DOUBLE, State.KNOWN}
        for words in importing_words.lines(report, row)
    ]
    return tuple(found[:MOST_TOLD])


def more_troubles(report: Report) -> str:
    """Return that there is more than is shown, or ""."""
    count = sum(
        len(importing_words.lines(report, row))
        for row in report.rows
        if row.state not in {State.DOUBLE, State.KNOWN}
    )
    if count <= MOST_TOLD:
        return ""
    return _("U ziet er {most} van de {count}. Alles staat in het verslag.").format(
        most=MOST_TOLD, count=count
    )


def add_words(count: int) -> str:
    """Return what the button does that brings people in."""
    return ngettext("Voeg {n} inwoner toe", "Voeg {n} inwoners toe", count).format(n=count)


def added_words(done: Import) -> str:
    """Return what came of a list."""
    words = ngettext(
        "{n} inwoner is toegevoegd.", "{n} inwoners zijn toegevoegd.", done.added
    ).format(n=done.added)
    if done.ended:
        return words
    return f"{words} {_('De rest kwam niet mee, want het is gestopt.')}"


def taken_back_words(done: Import) -> str:
    """Return what became of a list that was taken back."""
    words = _("De lijst is teruggedraaid.")
    if not done.kept:
        return words
    stayed = ngettext(
        "{n} inwoner bleef staan, want daar is intussen mee gewerkt.",
        "{n} inwoners bleven staan, want daar is intussen mee gewerkt.",
        done.kept,
    ).format(n=done.kept)
    return f"{words} {stayed}"


def title(done: Import) -> str:
    """Return what an earlier list is called: when it came, and where from if that was said."""
    at = clock.local(clock.instant_from(done.at))
    words = _("{day} om {time}").format(day=day_text(at.date()), time=f"{at:%H:%M}")
    return _("Lijst van {moment}").format(moment=words)


def about(done: Import) -> tuple[Told, ...]:
    """Return what came of an earlier list."""
    told = [Told(added_words(done), "users")]
    if done.undone_at:
        told.append(Told(taken_back_words(done), "arrow-back-up", "warning"))
    return tuple(told)


def _examples(listed: Listed, place: int) -> str:
    cells = [row.cells[place] for row in listed.headed.rows if place < len(row.cells)]
    said = [" ".join(cell.split()) for cell in cells[:_LOOKED_AT]]
    shown = [one if len(one) <= _LETTERS else f"{one[:_LETTERS]}…" for one in said if one]
    return ", ".join(shown[:_EXAMPLES]) or _("leeg")


_LOOKED_AT = 20
"""Rows from which examples are taken."""


def _double(row: Row) -> str:
    client = row.read.client
    name = (full_name(client.person) if client else "") or _("Naam onbekend")
    best = row.alike[0]
    like = _("rij {row}").format(row=best.row) if best.row else best.name
    return _("Rij {row}: {name} lijkt op {other}. Dit is iemand anders.").format(
        row=row.number, name=name, other=like
    )


def _look(row: Row) -> tuple[str, str]:
    refused = row.state is State.REFUSED
    return ("alert-circle", "error") if refused else ("alert-triangle", "warning")
