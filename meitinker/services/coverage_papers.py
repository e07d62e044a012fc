"""Where help is and where it is not, to print and to calculate with."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from meitinker import clock
from meitinker.domain.coverage import Cell, CellLook
from meitinker.domain.villages import Village
from meitinker.domain.words import in_words, inside, name_of
from meitinker.exchange.spreadsheets import Sheet, workbook
from meitinker.i18n import _, language, ngettext
from meitinker.reports.coverage_grid import GridCell, GridPart, GridRow
from meitinker.services import coverage, letter_words, map_checks, map_papers, map_terms
from meitinker.store import records

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from meitinker.domain.coverage import Column, Grid
    from meitinker.domain.map_corrections import MissingService
    from meitinker.domain.map_terms import Tree
    from meitinker.domain.session import Session
    from meitinker.exchange.cells import Cell as SheetCell
    from meitinker.reports.page import Press
    from meitinker.services.coverage import Coverage
    from meitinker.store.database import Database


def paper(database: Database, session: Session, *, municipality_id: str | None = None) -> Press:
    """Return what makes the PDF of the coverage of today, in the language that is shown."""
    from meitinker.reports import coverage as report

    whole = coverage.coverage(database, session, municipality_id=municipality_id)
    tree = map_terms.terms(database, session).tree
    head = map_papers.letterhead(database, session, municipality_id=municipality_id)
    names = _names(database, session)
    content = report.CoveragePaper(
        day=in_words(whole.day, language()),
        summary=summary(whole),
        parts=(
            _part(_("Hulp voor mantelzorgers"), whole, whole.by_function, tree),
            _part(_("Hulp per leefgebied"), whole, whole.by_domain, tree),
        ),
        missing=tuple(_missed(one, tree, names) for one in whole.missing),
        sender=letter_words.sender(head),
        language=language(),
        demo=head.organisation.demo,
    )
    return partial(report.render, content)


def sheets(database: Database, session: Session, *, municipality_id: str | None = None) -> bytes:
    """Return the coverage of today as an XLSX workbook; every text in it is text (A3)."""
    whole = coverage.coverage(database, session, municipality_id=municipality_id)
    tree = map_terms.terms(database, session).tree
    names = _names(database, session)
    due = map_checks.due(database, session)
    return workbook(
        [
            _grid_sheet(_("Mantelzorgers"), whole, whole.by_function),
            _grid_sheet(_("Leefgebieden"), whole, whole.by_domain),
            _cells_sheet(whole, tree),
            Sheet(
                _("Nakijken"),
                (_("Dienst"), _("Aanbieder"), _("Gecontroleerd op"), _("Nakijken vanaf")),
                tuple((one.name, one.provider, one.checked_on, one.due_on) for one in due),
            ),
            Sheet(
                _("Gemist"),
                (_("Gezocht"), _("Toelichting"), _("Dorp"), _("Waarover"), _("Genoteerd op")),
                tuple(
                    (
                        one.sought,
                        one.note,
                        names.get(one.village_id or "", ""),
                        _about(one, tree),
                        clock.local(one.at).date(),
                    )
                    for one in whole.missing
                ),
            ),
        ]
    )


def _names(database: Database, session: Session) -> Mapping[str, str]:
    with database.reading() as connection:
        return {str(one.id): one.name for one in records.find(connection, session, Village)}


def summary(whole: Coverage) -> tuple[str, ...]:
    """Return in sentences how much help there is, and how much of it is due for checking."""
    services = ngettext(
        "Er is {count} dienst voor deze dorpen.",
        "Er zijn {count} diensten voor deze dorpen.",
        whole.services,
    ).format(count=whole.services)
    stale = ngettext(
        "Daarvan is er {count} te lang niet gecontroleerd.",
        "Daarvan zijn er {count} te lang niet gecontroleerd.",
        whole.stale,
    ).format(count=whole.stale)
    return (f"{services} {stale}",)


def _part(title: str, whole: Coverage, grid: Grid, tree: Tree) -> GridPart:
    return GridPart(
        title=title,
        columns=tuple(name_of(column) for column in grid.columns),
        rows=tuple(
            GridRow(
                village.name,
                tuple(_drawn(grid.at(village.village_id, column)) for column in grid.columns),
            )
            for village in whole.villages
        ),
        told=tuple(
            (village.name, told)
            for village in whole.villages
            if (told := _standing_out(village.village_id, grid, tree))
        ),
    )


def _drawn(cell: Cell) -> GridCell:
    return GridCell(
        count=cell.count,
        own=cell.own,
        stale=cell.stale,
        double=bool(cell.doubles),
        missing=bool(cell.missing),
    )


def _standing_out(village_id: str, grid: Grid, tree: Tree) -> str:
    """Return what stands out in a village: gaps, what is all stale or missed, and doubles."""
    cells = {column: grid.at(village_id, column) for column in grid.columns}
    doubles = dict.fromkeys(tree.label(code) for cell in cells.values() for code in cell.doubles)
    told = (
        (_("niets voor {what}"), _columns(cells, lambda one: one.look is CellLook.GAP)),
        (_("gezocht en niet gevonden: {what}"), _columns(cells, lambda one: bool(one.missing))),
        (_("meer aanbieders voor: {what}"), ", ".join(inside(one) for one in doubles)),
        (
            _("alles te lang niet gecontroleerd: {what}"),
            _columns(cells, lambda one: one.look is CellLook.ALL_STALE),
        ),
        (
            _("alleen van buiten het dorp: {what}"),
            _columns(cells, lambda one: bool(one.count) and not one.own),
        ),
    )
    said = [words.format(what=what) for words, what in told if what]
    return f"{_begun('; '.join(said))}." if said else ""


def _columns(cells: Mapping[Column, Cell], wanted: Callable[[Cell], bool]) -> str:
    return ", ".join(inside(name_of(column)) for column, cell in cells.items() if wanted(cell))


def _begun(words: str) -> str:
    """Return words as a sentence begins."""
    return words[:1].upper() + words[1:]


def _missed(note: MissingService, tree: Tree, names: Mapping[str, str]) -> str:
    where = names.get(note.village_id or "", "")
    about = _about(note, tree)
    told = " · ".join(part for part in (where, about, note.note.strip()) if part)
    sought = note.sought.strip() or _("Hulp die ontbreekt")
    return f"{sought} ({told})" if told else sought


def _about(note: MissingService, tree: Tree) -> str:
    named = (note.carer_function, note.life_domain)
    words = [name_of(one) for one in named if one is not None]
    if note.category:
        words.append(tree.label(note.category))
    return ", ".join(words)


def _grid_sheet(name: str, whole: Coverage, grid: Grid) -> Sheet:
    rows: list[tuple[SheetCell, ...]] = [
        (
            village.name,
            village.municipality,
            *(grid.at(village.village_id, column).count for column in grid.columns),
        )
        for village in whole.villages
    ]
    heads = (_("Dorp"), _("Gemeente"), *(name_of(column) for column in grid.columns))
    return Sheet(name, heads, tuple(rows))


def _cells_sheet(whole: Coverage, tree: Tree) -> Sheet:
    heads = (
        _("Dorp"),
        _("Gemeente"),
        _("Soort"),
        _("Waarover"),
        _("Diensten"),
        _("Van het dorp zelf"),
        _("Te lang niet gecontroleerd"),
        _("Gezocht en niet gevonden"),
        _("Meer aanbieders voor"),
    )
    return Sheet(_("Alle vakken"), heads, tuple(_cell_rows(whole, tree)))


def _cell_rows(whole: Coverage, tree: Tree) -> Iterable[tuple[SheetCell, ...]]:
    kinds = ((_("Hulp voor mantelzorgers"), whole.by_function), (_("Leefgebied"), whole.by_domain))
    for village in whole.villages:
        for kind, grid in kinds:
            for column in grid.columns:
                cell = grid.at(village.village_id, column)
                yield (
                    village.name,
                    village.municipality,
                    kind,
                    name_of(column),
                    cell.count,
                    cell.own,
                    cell.stale,
                    cell.missing,
                    ", ".join(tree.label(code) for code in cell.doubles),
                )
