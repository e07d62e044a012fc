"""A file of another program that is brought in, clients or services: its steps in words. No Qt."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

import msgspec

from meitinker import clock
from meitinker.i18n import _
from meitinker.services import import_words
from meitinker.services.import_runs import RowState
from ui.viewmodels.dates import day_text
from ui.viewmodels.parts import Choice, IconText, Line

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Sequence
    from enum import StrEnum
    from pathlib import Path

    from meitinker.domain.session import Session
    from meitinker.exchange.list_columns import Headed
    from meitinker.services.form_drafts import Form, TypedFields
    from meitinker.store.database import Database
    from meitinker.store.import_log import Import

MOST_DOUBLES = 200
"""Likely doubles that can be decided on at once; the others stay out."""

MOST_TOLD = 40
"""Lines of what is wrong that are shown; the report holds all."""

_EXAMPLES = 3
_LETTERS = 32
_LOOKED_AT = 20
"""Rows from which examples are taken."""

_NONE = "-"
_LOOKS = {
    RowState.GOOD: ("circle-check", "success"),
    RowState.CHANGED: ("edit", "info"),
    RowState.REFUSED: ("alert-circle", "error"),
    RowState.KNOWN: ("info-circle", "info"),
    RowState.DOUBLE: ("users", "warning"),
}


class ColumnLine(msgspec.Struct, frozen=True):
    """A column: its place, what it is called, and what stands in its first rows."""

    place: int
    name: str
    examples: str

    def __repr__(self) -> str:
        """Return a text without what stands in it: an error may quote it (A10)."""
        return f"ColumnLine({self.place})"


class Sides(msgspec.Struct, frozen=True):
    """Two of one thing beside each other: what stands here, and what the file says."""

    key: str
    text: str
    here: tuple[str, ...]
    there: tuple[str, ...]

    def __repr__(self) -> str:
        """Return a text without what stands in it: an error may quote it (A10)."""
        return f"Sides({self.key})"


class ListWords(msgspec.Struct, frozen=True, kw_only=True):
    """The sentences of the screen that differ between kinds of files."""

    title: str
    about: str
    choose: str
    which: str
    kinds: str
    nothing: str
    back: str
    inside: str
    guessed: str
    source: str
    source_hint: str
    begin: str
    reading: str
    checking: str
    checked: str
    comes: str
    adding: str
    added: str
    stopped: str
    doubles: str
    doubles_hint: str
    wrong: str
    taking: str
    taken: str
    taken_back: str
    undo: str
    undo_means: str
    undo_do: str
    undo_keep: str
    kept: str
    earlier: str


class FileList(ABC):
    """One kind of file: what is done with it, and what that is called.

    Attributes:
        section: Of the spot of its screen.
        choosing: Keeps what is chosen of the columns.
        deciding: Keeps what is decided on rows.
        beside: Whether checking writes nothing, and goes beside the lanes of the store.
        icon_name: Of the button that brings in.
    """

    section: str
    choosing: Form[TypedFields]
    deciding: Form[TypedFields]
    beside = False
    icon_name = "users"

    def __init__(self, service: Any, words: Any, fields: type[StrEnum]) -> None:
        """Take the service and its words, both modules, and what columns can be."""
        self.service, self._words, self._fields = service, words, fields

    @abstractmethod
    def words(self) -> ListWords:
        """Return the sentences of the screen, in the language of now."""

    @abstractmethod
    def read(self, path: Path, *, sheet: str) -> Any:
        """Return what a file holds; this runs on the lane of files."""

    @abstractmethod
    def table(self, content: Any) -> Any:
        """Return the table that was read, or None where it is none."""

    @abstractmethod
    def headed(self, listed: Any) -> Headed | None:
        """Return the headings and rows, or None where there is nothing to choose."""

    @abstractmethod
    def head(self, listed: Any) -> str:
        """Return how much stands in a file."""

    @abstractmethod
    def doubles(self, report: Any) -> tuple[Line | Sides, ...]:
        """Return the rows that are probably there already, to say of: another one."""

    @abstractmethod
    def more_doubles(self, report: Any) -> str:
        """Return that there are more than can be decided on, or ""."""

    @abstractmethod
    def problems(self, report: Any) -> list[IconText]:
        """Return all that is wrong, what keeps rows out first."""

    @abstractmethod
    def run(
        self, database: Database, session: Session, report: Any, chosen: Sequence[str]
    ) -> Generator[tuple[int, int], None, Import]:
        """Bring in what may be, and what was chosen by its key."""

    @abstractmethod
    def count(self, report: Any, chosen: Sequence[str]) -> int:
        """Return how many would come in or change."""

    @abstractmethod
    def add_words(self, count: int) -> str:
        """Return what the button does that brings in."""

    @abstractmethod
    def added_words(self, done: Import) -> str:
        """Return what came of a file."""

    def taken_back_words(self, done: Import) -> str:
        """Return what became of a file that was taken back."""
        words = self.words().taken_back
        return f"{words} {self.stayed_words(done.kept)}" if done.kept else words

    @abstractmethod
    def stayed_words(self, count: int) -> str:
        """Return how much of a file that was taken back stayed, and why."""

    def title(self, done: Import) -> str:
        """Return what an earlier file is called: when it came."""
        return self.words().earlier.format(moment=_moment(done))

    def news(self, report: Any) -> tuple[IconText, ...]:
        """Return what is different of what was there, without a question."""
        del report
        return ()

    def more_news(self, report: Any) -> str:
        """Return that more is different than is shown, or ""."""
        del report
        return ""

    def sheets(self, content: Any) -> tuple[Choice, ...]:
        """Return the sheets that can be read; none where there is nothing to choose."""
        table = self.table(content)
        known = table.sheets if table is not None else ()
        found = tuple(Choice(one.name, one.name) for one in known if not one.hidden)
        return found if len(found) > 1 else ()

    def sheet(self, content: Any) -> str:
        """Return which sheet was read, or ""."""
        table = self.table(content)
        return str(table.sheet) if table is not None else ""

    def layout(self, listed: Any) -> str:
        """Return what choices about a file are kept under."""
        headed = self.headed(listed)
        return headed.layout if headed is not None else ""

    def notes(self, listed: Any) -> list[str]:
        """Return what is told of the file as a whole."""
        return list(self._words.notes(listed))

    def columns(self, listed: Any) -> tuple[ColumnLine, ...]:
        """Return the columns with what stands in the first rows of each."""
        headed = self.headed(listed)
        if headed is None:
            return ()
        return tuple(
            ColumnLine(
                place,
                _("Kolom {name}").format(name=self._words.column(listed, place)),
                _examples(headed, place),
            )
            for place in range(len(headed.headings))
        )

    def meanings(self) -> tuple[Choice, ...]:
        """Return what a column can be; the first is nothing."""
        return (
            Choice(_NONE, _("Komt niet mee")),
            *(Choice(one.value, self._words.field(one)) for one in self._fields),
        )

    def meaning(self, one: StrEnum | None) -> str:
        """Return the key of what a column is."""
        return one.value if one is not None else _NONE

    def chosen(self, keys: Iterable[str | None]) -> tuple[Any, ...]:
        """Return what the columns are by the keys that were chosen."""
        return tuple(None if key in {None, _NONE} else self._fields(str(key)) for key in keys)

    def summary(self, report: Any) -> tuple[IconText, ...]:
        """Return what would come of the file, a line a state."""
        states = [state for state in RowState if report.count(state)]
        told = zip(states, self._words.summary(report), strict=True)
        return tuple(IconText(words, *_LOOKS[state]) for state, words in told)

    def troubles(self, report: Any) -> tuple[tuple[IconText, ...], str]:
        """Return what is wrong as far as it is shown, and that there is more, or ""."""
        found = self.problems(report)
        if len(found) <= MOST_TOLD:
            return tuple(found), ""
        more = _("U ziet er {most} van de {count}. Alles staat in het verslag.")
        return tuple(found[:MOST_TOLD]), more.format(most=MOST_TOLD, count=len(found))

    def report_file(self, report: Any) -> bytes:
        """Return all that is told as a CSV file."""
        return bytes(self._words.report_file(report))

    def about(self, done: Import) -> tuple[IconText, ...]:
        """Return what came of an earlier file."""
        told = [IconText(self.added_words(done), self.icon_name)]
        back = self.taken_back_words(done) if done.undone_at else import_words.taking_back(done)
        if back:
            told.append(IconText(back, "arrow-back-up", "warning"))
        return tuple(told)


def _moment(done: Import) -> str:
    """Return when a file was brought in, in words."""
    at = clock.local(clock.instant_from(done.at))
    return _("{day} om {time}").format(day=day_text(at.date()), time=f"{at:%H:%M}")


def _examples(headed: Headed, place: int) -> str:
    cells = [row.cells[place] for row in headed.rows if place < len(row.cells)]
    said = [" ".join(cell.split()) for cell in cells[:_LOOKED_AT]]
    shown = [one if len(one) <= _LETTERS else f"{one[:_LETTERS]}…" for one in said if one]
    return ", ".join(shown[:_EXAMPLES]) or _("leeg")
