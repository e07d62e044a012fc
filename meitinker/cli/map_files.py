"""The commands that take the social map out and bring a directory of another program in.

A report names files, rows and columns, never what stood in a cell.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from meitinker.cli import imports, store

if TYPE_CHECKING:
    from meitinker.services.map_import_report import DirectoryPreview
    from meitinker.services.map_updates import Update
    from meitinker.store.import_log import Import


@click.command("export")
@click.argument("file", type=imports.PLACE)
@click.option(
    "--format",
    "shape",
    type=click.Choice(["json", "package"]),
    help="HSDS 3.0 as one JSON document, or as a zip of CSV files; else by the name of FILE.",
)
@store.at_store
def export_map(at: store.StoreChoice, file: Path, *, shape: str | None) -> None:
    """Write the public part of the map to FILE for other programs, as HSDS 3.0.

    What is there is replaced, whole or not at all.
    """
    from meitinker import paths
    from meitinker.services import map_exchange

    package = shape == "package" or (shape is None and file.suffix.lower() == ".zip")
    with store.opened(at) as (database, session):
        write = map_exchange.as_package if package else map_exchange.as_json
        paths.write_durably(file, write(database, session))


@click.command("import")
@click.argument("file", type=imports.FILE)
@imports.reads_file
@click.option("--theirs", type=int, multiple=True, metavar="ROW", help="Follow FILE in this row.")
@click.option("--stop-gone", is_flag=True, help="What is no longer in FILE runs no longer.")
@store.json_option
@store.at_store
def import_map(
    at: store.StoreChoice,
    file: Path,
    *,
    how: imports.ImportOptions,
    theirs: tuple[int, ...],
    stop_gone: bool,
    as_json: bool,
) -> None:
    """Bring the services of FILE into the map; what came before follows FILE.

    FILE is HSDS 3.0 (JSON or a zip), HSDS 1.1 (a zip), or a list (CSV or XLSX), one service a row.
    What is not good is told with its row and stays out; so does what is probably there already.
    What a person changed here or found right since stays, and its row is told: --theirs. So does
    what came before and is no longer in FILE: --stop-gone.
    Ctrl+C stops between services: what came in stays, and "undo-import" takes it back; the same
    file goes on where it stopped. Ends with 1 when a service stayed out.
    """
    from meitinker.exchange.map_columns import MapField
    from meitinker.i18n import _
    from meitinker.services import map_importing, map_importing_words

    found, trade = map_importing.read_file(file, sheet=how.sheet), _map()
    with store.opened(at) as (database, session):
        listed = map_importing.begin(database, session, found, heading_row=how.heading_row)
        if how.mapping is not None:
            if listed.headed is None:
                words = _("--mapping hoort bij een lijst. Dit bestand is een gids (HSDS).")
                raise click.UsageError(words)
            columns = imports.chosen(listed.headed.headings, how.mapping, MapField)
            listed = map_importing.choose(database, session, listed, columns)
        report = imports.checked(trade, database, session, listed, how=how)
        job = map_importing.run(
            database,
            session,
            report,
            also=frozenset(n for n, row in enumerate(report.rows) if row.number in how.also),
            theirs=_theirs(report, theirs) | (_gone(report) if stop_gone else frozenset()),
        )
        one = None if how.dry_run else imports.run(trade, database, session, job)
    if as_json:
        click.echo(json.dumps(_told(report, one)))
    else:
        lines = map_importing_words.problems(report)
        lines += [line for row in report.rows for line in map_importing_words.lines(row)]
        lines += filter(None, [map_importing_words.gone(report)])
        imports.tell(trade, report, lines, one)
    imports.end(report, one)


@click.command("imports")
@store.json_option
@store.at_store
def list_imports(at: store.StoreChoice, *, as_json: bool) -> None:
    """List what was brought into the map on this computer, the newest first."""
    imports.list_every(_map(), at, as_json=as_json)


@click.command("undo-import")
@click.argument("import_id")
@store.json_option
@store.at_store
def undo_import(at: store.StoreChoice, import_id: str, *, as_json: bool) -> None:
    """Take back all that came of one file, but for what was used or changed since."""
    imports.take_back(_map(), at, import_id, as_json=as_json)


def _map() -> imports.Trade:
    from meitinker.services import map_importing, map_importing_words

    return imports.Trade(map_importing, map_importing_words)


def _theirs(report: DirectoryPreview, rows: tuple[int, ...]) -> frozenset[tuple[str, str]]:
    """Return what is to follow the file by the rows of services: every field of them."""
    return frozenset(
        (row.update.record_id, one.field)
        for row in report.rows
        if row.update is not None and row.number in rows
        for one in row.update.asked
    )


def _gone(report: DirectoryPreview) -> frozenset[tuple[str, str]]:
    """Return all that is to stop, as it is no longer in the file."""
    return frozenset((one.record_id, each.field) for one in report.gone for each in one.asked)


def _told(report: DirectoryPreview, one: Import | None) -> dict[str, Any]:
    import msgspec

    from meitinker.services.import_runs import RowState

    return {
        "counts": {state.value: report.count(state) for state in RowState},
        "problems": [msgspec.to_builtins(group) for group in report.groups()],
        "rows": [
            {
                "row": row.number,
                "state": row.state,
                "alike": [
                    {"reason": like.reason, "service": like.service_id, "row": like.row}
                    for like in row.alike
                ],
                "differences": _fields(row.update),
            }
            for row in report.rows
            if row.state is not RowState.GOOD or row.alike
        ],
        "around": [
            {"kind": each.kind, "row": each.row, "differences": _fields(each)}
            for each in report.around
        ],
        "gone": [each.record_id for each in report.gone],
        "import": msgspec.to_builtins(one),
    }


def _fields(update: Update | None) -> list[dict[str, str]]:
    """Return which fields are different, never what stands in them, and why one is asked."""
    found = update.differences if update is not None else ()
    return [{"field": each.field, "asked": each.why} for each in found]
