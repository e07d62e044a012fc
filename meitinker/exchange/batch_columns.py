"""The columns of an import batch: what each is called, in which order, and what stands in it.

They are a promise to the systems that read a batch (docs/import-batch.md). A column never
changes its name or meaning; a new one comes at the end, and ``FORMAT`` goes up only when an old
one goes. Spreadsheets are read by people: their words are Dutch, whatever the screen speaks.
"""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Generic, TypeVar

import msgspec

from meitinker import i18n
from meitinker.domain import words
from meitinker.domain.import_batches import ManifestEntry, NeedRow, VisitRow
from meitinker.errors import BugError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from meitinker.exchange.cells import Cell

FORMAT = 1
"""Version of the names and meanings."""

R = TypeVar("R", VisitRow, NeedRow)


class Column(Generic[R]):
    """One column.

    Attributes:
        name: Its heading, which other systems look for.
        field: The same thing in ``visits.json``.
    """

    __slots__ = ("_cell", "field", "name")

    def __init__(self, name: str, field: str, cell: Callable[[R], Cell] | None = None) -> None:
        """Declare it; without ``cell`` the field itself stands in it."""
        self.name = name
        self.field = field
        self._cell: Callable[[R], Cell] | None = cell

    def cell(self, row: R) -> Cell:
        """Return what stands in it for ``row``."""
        return self._cell(row) if self._cell else _cell(getattr(row, self.field))


def headings(columns: Iterable[Column[R]]) -> tuple[str, ...]:
    """Return the headings of ``columns``."""
    return tuple(column.name for column in columns)


def cells(columns: Iterable[Column[R]], row: R, **told: Cell) -> tuple[Cell, ...]:
    """Return what stands in ``row``; ``told`` are the fields that only the batch knows."""
    return tuple(
        told[column.field] if column.field in told else column.cell(row) for column in columns
    )


def without_secrets(row: VisitRow) -> VisitRow:
    """Return a visit without an address that is secret, whoever put it there.

    The municipality stays: it says who decides, not where someone lives.
    """
    if not row.secret_address:
        return row
    return msgspec.structs.replace(row, street="", number="", postcode="", place="", village="")


VISITS: tuple[Column[VisitRow], ...] = (
    Column("importnummer", "import_number"),
    Column("revisie", "revision"),
    Column("bsn", "bsn"),
    Column("achternaam", "surname"),
    Column("voorvoegsel", "prefix"),
    Column("voornamen", "given_names"),
    Column("naam_partner", "partner_name"),
    Column("geboortedatum", "born_on"),
    Column("adres_geheim", "secret_address"),
    Column("straat", "street"),
    Column("huisnummer", "number"),
    Column("postcode", "postcode"),
    Column("plaats", "place"),
    Column("dorp", "village"),
    Column("gemeente", "municipality"),
    Column("meitinker", "meitinker"),
    Column("gesprek_op", "visited_on"),
    Column("afgerond_op", "concluded_at"),
    Column("fase", "phase"),
    Column("vorm_van_hulp", "support_form"),
    Column("vraag", "question"),
    Column("conclusie", "conclusion"),
    Column("aanwezig", "attendees"),
    Column("melding_op", "request_received_at"),
    Column("aanvraag_op", "application_received_on"),
    Column("vraagt_aan", "asks_for"),
    Column("plan_nummer", "plan_number"),
    Column("plan_versie", "plan_version"),
    Column("plan_gegeven_op", "plan_given_on"),
    Column("plan_bestand", "plan_file"),
    Column("aantal_behoeften", "needs"),
    Column("ontbreekt", "missing"),
    Column("goedgekeurd_door", "approved_by"),
    Column("goedgekeurd_op", "approved_at"),
    Column("gesprek_id", "visit_id"),
    Column("inwoner_id", "person_id"),
    Column("inhoud_hash", "version"),
)

NEEDS: tuple[Column[NeedRow], ...] = (
    Column("importnummer", "import_number"),
    Column("revisie", "revision"),
    Column("volgnummer", "position"),
    Column("behoefte", "what"),
    Column("gewenst_resultaat", "wished_result"),
    Column("leefgebied", "domain"),
    Column("trede", "rung", lambda row: None if row.rung is None else int(row.rung)),
    Column("trede_naam", "rung", lambda row: _cell(row.rung)),
    Column("afwegingen", "findings", lambda row: _findings(row)),
    Column("afspraken", "agreements"),
    Column("behoefte_id", "need_id"),
    Column("gesprek_id", "visit_id"),
)


def plan_name(entry: ManifestEntry) -> str:
    """Return where in the batch the plan of a visit lies; the name names nobody (L10)."""
    return f"plans/{entry.import_number:06d}-{entry.revision}.pdf"


def _cell(value: object) -> Cell:
    match value:
        case bool():
            return "ja" if value else "nee"
        case Enum():
            return said(value)
        case tuple():
            return "\n".join(str(one) for one in value)
        case str() | int() | date() | None:
            return value
        case _:
            raise BugError(f"no cell holds a {type(value).__name__}")


def _findings(row: NeedRow) -> str:
    lines = (
        f"{said(one.step)}: {said(one.outcome)}" + (f" ({one.reason})" if one.reason else "")
        for one in row.findings
    )
    return "\n".join(lines)


def said(code: Enum) -> str:
    """Return what a code is called in Dutch."""
    return words.name_of(code, i18n.translation(i18n.DUTCH))
