"""Where help is and where it is not, in words and as cells to draw. No Qt here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.words import inside, name_of
from meitinker.i18n import _, ngettext
from ui.viewmodels.parts import Choice
from ui.viewmodels.social_map import MapRow

if TYPE_CHECKING:
    from meitinker.domain.coverage import Cell, Column, Grid
    from meitinker.services.coverage import CellFile, CellService, Coverage

BY_FUNCTION, BY_DOMAIN = "function", "domain"
"""Against what the villages are set."""

_MOST = 5
"""Of what was sought and not found, so many are named above the services."""


class GridCell(msgspec.Struct, frozen=True, kw_only=True):
    """A cell as it is drawn and read aloud.

    Attributes:
        number: How many services there are; "" where there is none.
        words: All that is to be said of it.
        own: Whether one of them is of the village itself.
        stale: Which part of them is due for checking, 0 to 1.
        double: Whether several providers do the same here.
        missing: Whether somebody looked for this here and did not find it.
    """

    number: str = ""
    words: str = ""
    own: bool = False
    stale: float = 0.0
    double: bool = False
    missing: bool = False


class CoverageTable(msgspec.Struct, frozen=True):
    """The grid: names across and down, and a row of cells a village."""

    columns: tuple[str, ...]
    rows: tuple[str, ...]
    cells: tuple[tuple[GridCell, ...], ...]


class Legend(msgspec.Struct, frozen=True):
    """A mark as it is drawn, and what it means."""

    cell: GridCell
    words: str


def ways() -> tuple[Choice, ...]:
    """Return against what the villages can be set."""
    return (
        Choice(BY_FUNCTION, _("Hulp voor mantelzorgers")),
        Choice(BY_DOMAIN, _("Leefgebieden")),
    )


def legend() -> tuple[Legend, ...]:
    """Return what the marks mean."""
    return (
        Legend(GridCell(number="4", own=True), _("Ook iets van het dorp zelf")),
        Legend(GridCell(number="4"), _("Alles komt van buiten het dorp")),
        Legend(GridCell(), _("Er is niets")),
        Legend(GridCell(number="4", stale=0.5), _("Balk: te lang niet gecontroleerd")),
        Legend(GridCell(number="4", double=True), _("Meer aanbieders doen hetzelfde")),
        Legend(GridCell(number="4", missing=True), _("Gezocht en niet gevonden")),
    )


def grid_of(whole: Coverage, by: str) -> Grid:
    """Return the grid that is asked."""
    return whole.by_domain if by == BY_DOMAIN else whole.by_function


def table(whole: Coverage, by: str) -> CoverageTable:
    """Return the grid as it is drawn."""
    grid = grid_of(whole, by)
    return CoverageTable(
        tuple(name_of(column) for column in grid.columns),
        tuple(village.name for village in whole.villages),
        tuple(
            tuple(
                _cell(village.name, column, grid.at(village.village_id, column))
                for column in grid.columns
            )
            for village in whole.villages
        ),
    )


def title(file: CellFile) -> str:
    """Return the heading over what lies behind a cell."""
    return f"{file.village.name}: {inside(name_of(file.column))}"


def services(file: CellFile) -> list[MapRow]:
    """Return the services behind a cell: who is due for checking, and what others do too."""
    doubled: dict[str, list[str]] = {}
    for double in file.doubles:
        for one in double.services:
            doubled.setdefault(one.service_id, []).append(inside(double.label))
    return [_row(one, doubled.get(one.line.service_id, [])) for one in file.services]


def remarks(file: CellFile) -> tuple[str, ...]:
    """Return what stands out in a cell, in sentences."""
    told = [] if file.services else [_("Hier is niets van bekend.")]
    if file.doubles:
        what = ", ".join(inside(one.label) for one in file.doubles)
        told.append(_("Meer aanbieders voor {what}.").format(what=what))
    if sought := [one.sought or _("hulp die ontbreekt") for one in file.missing]:
        told.append(_("Gezocht en niet gevonden: {what}").format(what=_some(sought)))
    return tuple(told)


def _some(sought: list[str]) -> str:
    """Return the first of what was sought, and how many more there are."""
    told, more = ", ".join(sought[:_MOST]), len(sought) - _MOST
    return _("{told} en nog {count}").format(told=told, count=more) if more > 0 else told


def _row(one: CellService, doubled: list[str]) -> MapRow:
    line = one.line
    where = ", ".join(part for part in (line.provider, line.places.replace(",", ", ")) if part)
    if one.stale:
        words, icon_name, tint = _("Te lang niet gecontroleerd"), "alert-triangle", "warning"
    else:
        words, icon_name, tint = _("Gecontroleerd"), "check", "success"
    too = _("Ook bij een ander: {what}").format(what=", ".join(doubled)) if doubled else ""
    status = "\n".join(part for part in (words, where, too) if part)
    return MapRow(line.service_id, line.name or _("Zonder naam"), status, icon_name, tint)


def _cell(village: str, column: Column, cell: Cell) -> GridCell:
    parts = [_("niets")]
    if cell.count:
        many = ngettext("{count} dienst", "{count} diensten", cell.count)
        own = _("{count} van het dorp zelf") if cell.own else _("alles van buiten het dorp")
        parts = [many.format(count=cell.count), own.format(count=cell.own)]
    if cell.stale:
        parts.append(_("{count} te lang niet gecontroleerd").format(count=cell.stale))
    if cell.doubles:
        parts.append(_("meer aanbieders doen hetzelfde"))
    if cell.missing:
        parts.append(_("gezocht en niet gevonden"))
    return GridCell(
        number=str(cell.count) if cell.count else "",
        words=f"{village}, {inside(name_of(column))}: {', '.join(parts)}",
        own=bool(cell.own),
        stale=cell.stale / cell.count if cell.count else 0.0,
        double=bool(cell.doubles),
        missing=bool(cell.missing),
    )
