"""The commands that take the social map out and bring a directory of another program in.

A report names files, rows and columns, never what stood in a cell.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from meitinker import cli_store

if TYPE_CHECKING:
    from meitinker.domain.session import Session
    from meitinker.exchange.map_lists import Listed
    from meitinker.services.map_import_report import Report
    from meitinker.store.database import Database
    from meitinker.store.imports import Import

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_PLACE = click.Path(dir_okay=False, path_type=Path)
_MOST_LINES = 200


@click.command("export")
@click.argument("file", type=_PLACE)
@click.option(
    "--format",
    "shape",
    type=click.Choice(["json", "package"]),
    help="HSDS 3.0 as one JSON document, or as a zip of CSV files; else by the name of FILE.",
)
@cli_store.at_store
def export_map(at: cli_store.Place, file: Path, *, shape: str | None) -> None:
    """Write the public part of the map to FILE for other programs, as HSDS 3.0.

    What is there is replaced, whole or not at all.
    """
    from meitinker import paths
    from meitinker.services import map_exchange

    package = shape == "package" or (shape is None and file.suffix.lower() == ".zip")
    with cli_store.opened(at) as (database, session):
        write = map_exchange.as_package if package else map_exchange.as_json
        paths.write_durably(file, write(database, session))


@click.command("import")
@click.argument("file", type=_FILE)
@click.option("--dry-run", is_flag=True, help="Only tell what would come of each row.")
@click.option("--source", default="", help="What you call the program it came from.")
@click.option("--sheet", default="", help="Which sheet; else the first that is not hidden.")
@click.option("--heading-row", type=click.IntRange(0), default=0, help="Else it is looked for.")
@click.option("--mapping", type=_FILE, help='JSON: {"heading": "field"}; kept for next time.')
@click.option("--also", type=int, multiple=True, metavar="ROW", help="Bring in this double too.")
@click.option("--report", type=_PLACE, help="Write all that is told to a CSV file.")
@cli_store.json_option
@cli_store.at_store
def import_map(at: cli_store.Place, file: Path, *, as_json: bool, **how: Any) -> None:
    """Bring the services of FILE into the map.

    FILE is HSDS 3.0 (JSON or a zip), HSDS 1.1 (a zip), or a list (CSV or XLSX), one service a row.
    What is not good is told with its row and stays out; so does what is probably there already.
    Ctrl+C stops between services: what came in stays, and "undo-import" takes it back; the same
    file goes on where it stopped. Ends with 1 when a service stayed out.
    """
    from meitinker import paths, terminal
    from meitinker.services import map_importing, map_importing_words

    found = map_importing.read_file(file, sheet=how["sheet"])
    with cli_store.opened(at) as (database, session):
        listed = map_importing.begin(database, session, found, heading_row=how["heading_row"])
        if how["mapping"] is not None:
            columns = _chosen(listed, how["mapping"])
            listed = map_importing.choose(database, session, listed, columns)
        for note in map_importing_words.notes(listed):
            terminal.tell(note)
        checking = map_importing.check(database, session, listed, source=how["source"])
        report = cli_store.driven(checking)
        if how["report"] is not None:
            paths.write_durably(how["report"], map_importing_words.report_file(report))
        one = None if how["dry_run"] else _run(database, session, report, also=how["also"])
    _tell(report, one, as_json=as_json)
    click.get_current_context().exit(0 if _all_in(report, one) else 1)


@click.command("imports")
@cli_store.json_option
@cli_store.at_store
def list_imports(at: cli_store.Place, *, as_json: bool) -> None:
    """List what was brought into the map on this computer, the newest first."""
    import msgspec

    from meitinker.services import map_importing, map_importing_words

    with cli_store.opened(at) as (database, session):
        found = map_importing.done(database, session)
    if as_json:
        click.echo(msgspec.json.encode(found).decode())
        return
    for one in found:
        click.echo(f"{one.id}  {map_importing_words.told(one)}")


@click.command("undo-import")
@click.argument("import_id")
@cli_store.json_option
@cli_store.at_store
def undo_import(at: cli_store.Place, import_id: str, *, as_json: bool) -> None:
    """Take back all that came of one file, but for what was used or changed since."""
    import msgspec

    from meitinker.services import map_importing, map_importing_words

    with cli_store.opened(at) as (database, session):
        one, stayed = cli_store.driven(map_importing.undo(database, session, import_id))
    if as_json:
        click.echo(json.dumps({"import": msgspec.to_builtins(one), "stayed": stayed}))
    else:
        click.echo(map_importing_words.told(one))


def _chosen(listed: Listed, mapping: Path) -> tuple[Any, ...]:
    """Return what the columns are by a file of headings and fields.

    Raises:
        UsageError: It is no such file, names what is not there, or FILE is no list.
    """
    from meitinker.exchange.map_columns import MapField

    if listed.headed is None:
        raise click.UsageError("--mapping is for a list, and FILE is a directory of HSDS.")
    try:
        wanted = json.loads(mapping.read_text("utf-8-sig"))
        by_heading = {str(heading): MapField(name) for heading, name in wanted.items()}
    except (ValueError, AttributeError) as error:
        fields = ", ".join(MapField)
        raise click.UsageError(f'--mapping wants {{"heading": "field"}}, of: {fields}') from error
    if unknown := set(by_heading) - set(listed.headed.headings):
        raise click.UsageError(f"--mapping: there is no heading {sorted(unknown)[0]!r}.")
    return tuple(by_heading.get(heading) for heading in listed.headed.headings)


def _run(database: Database, session: Session, report: Report, *, also: tuple[int, ...]) -> Import:
    """Bring the services in; when it is stopped, tell how many are in.

    Raises:
        KeyboardInterrupt: It was stopped.
    """
    from meitinker import terminal
    from meitinker.services import map_importing, map_importing_words

    places = frozenset(place for place, row in enumerate(report.rows) if row.number in also)
    try:
        return cli_store.driven(map_importing.run(database, session, report, also=places))
    except KeyboardInterrupt:
        for one in map_importing.done(database, session)[:1]:
            if not one.ended:
                terminal.tell(f"{map_importing_words.told(one)} {one.id}")
        raise


def _all_in(report: Report, one: Import | None) -> bool:
    from meitinker.services.map_import_report import State

    left_out = report.count(State.REFUSED) + report.count(State.DOUBLE)
    return not left_out or (one is not None and one.added == len(report.rows))


def _tell(report: Report, one: Import | None, *, as_json: bool) -> None:
    from meitinker import terminal
    from meitinker.i18n import _
    from meitinker.services import map_importing_words

    if as_json:
        click.echo(json.dumps(_told(report, one)))
        return
    lines = map_importing_words.problems(report)
    lines += [line for row in report.rows for line in map_importing_words.alike(row)]
    for line in lines[:_MOST_LINES]:
        terminal.tell(line)
    if len(lines) > _MOST_LINES:
        terminal.tell(_("En nog meer. Met --report staat alles in een bestand."))
    for line in map_importing_words.summary(report):
        click.echo(line)
    if one is not None:
        click.echo(f"{map_importing_words.told(one)} {one.id}")


def _told(report: Report, one: Import | None) -> dict[str, Any]:
    import msgspec

    from meitinker.services.map_import_report import State

    return {
        "counts": {state.value: report.count(state) for state in State},
        "problems": [msgspec.to_builtins(group) for group in report.groups()],
        "rows": [
            {
                "row": row.number,
                "state": row.state,
                "alike": [
                    {"reason": like.reason, "service": like.service_id, "row": like.row}
                    for like in row.alike
                ],
            }
            for row in report.rows
            if row.state is not State.GOOD or row.alike
        ],
        "import": msgspec.to_builtins(one),
    }
