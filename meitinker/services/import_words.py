"""What is told alike of lists of clients and of directories, in plain sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from meitinker.i18n import _
from meitinker.services.import_runs import RowState

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from meitinker.store.import_log import Import


class RowLikeness(Protocol):
    """What a row is like: an earlier row of the file, or, where that is 0, what is there."""

    @property
    def row(self) -> int:
        """The earlier row, or 0."""

    @property
    def probable(self) -> bool:
        """Whether it is probably the same."""


def column(headings: Sequence[str], place: int) -> str:
    """Return what a column is called: its letter in a spreadsheet and its heading."""
    letters, number = "", place + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    heading = headings[place] if 0 <= place < len(headings) else ""
    return f"{letters} ({heading})" if heading else letters


def notes(told: Iterable[str]) -> list[str]:
    """Return what is told of a file as a whole, a sentence each."""
    known = {
        "formulas": _("In de lijst staan formules. De uitkomst die bewaard is, telt."),
        "merged": _("In de lijst zijn cellen samengevoegd. Wat er staat, telt voor elke rij."),
        "hidden_sheets": _("In het bestand zijn tabbladen verborgen. Die worden niet gelezen."),
        "quotes": _("In de lijst staan losse aanhalingstekens. Kijk de namen na."),
        "page": _("Dit is één bladzijde van meer. Lees de andere bladzijden ook."),
    }
    return [known[note] for note in told if note in known]


def alike(row: int, one: RowLikeness, *, there: tuple[str, str]) -> str:
    """Return what a row is like; ``there`` are the words for what is there: probable, maybe."""
    probable, maybe = there
    if one.row:
        probable = _("Rij {row}: dit is waarschijnlijk dezelfde als rij {other}.")
        maybe = _("Rij {row}: dit lijkt op rij {other}.")
    return (probable if one.probable else maybe).format(row=row, other=one.row)


def becomes() -> Mapping[RowState, str]:
    """Return what becomes of a row, as the report says it."""
    return {
        RowState.GOOD: _("gaat mee"),
        RowState.CHANGED: _("veranderd"),
        RowState.REFUSED: _("gaat niet mee"),
        RowState.KNOWN: _("kwam al eerder binnen"),
        RowState.DOUBLE: _("waarschijnlijk dubbel"),
    }


def told(one: Import, came: str) -> str:
    """Return what came of a file, or of taking it back."""
    if one.undone_at:
        whole = one.added + one.changed
        words = _("Teruggehaald: {gone} van {added}. Er bleven er {kept}, want die zijn gebruikt.")
        return words.format(gone=whole - one.kept, added=whole, kept=one.kept)
    return f"{came} {taking_back(one)}".rstrip()


def taking_back(one: Import) -> str:
    """Return that taking a file back was broken off, and how far it came; else ""."""
    if one.undone_at or not one.undone:
        return ""
    words = _("Het terugdraaien is niet klaar: {done} van de {of}. Draai nog eens terug.")
    return words.format(done=one.undone, of=one.added + one.changed)
