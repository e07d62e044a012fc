"""The commands for files of other programs: clients in, checked visits out.

A report names rows, columns and reasons, never what stood in a cell: what a terminal shows is
copied and kept.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from meitinker.cli import imports
from meitinker.cli.store import at_store, driven, json_option, opened

if TYPE_CHECKING:
    from meitinker.cli.store import StoreChoice
    from meitinker.exchange.import_batch_check import Checked
    from meitinker.services.importing import ImportPreview
    from meitinker.store.import_log import Import


@click.group("import")
def import_group() -> None:
    """Bring in clients out of another program, or look an import batch over."""


@click.group("export")
def export_group() -> None:
    """Write checked visits to a file that other programs read."""


@import_group.command()
@click.argument("file", type=imports.FILE)
@imports.reads_file
@json_option
@at_store
def clients(at: StoreChoice, file: Path, *, how: imports.ImportOptions, as_json: bool) -> None:
    """Bring in the clients of FILE (CSV or XLSX): every row that is good, each once.

    Rows that are not good stay out and are told with their column and reason; so are those that
    are probably somebody who is there already. Ctrl+C stops between rows: what came in stays, and
    "import undo" takes it back. Ends with 1 when a row stayed out.
    """
    from meitinker.exchange import tables
    from meitinker.exchange.client_columns import ClientField
    from meitinker.services import importing, importing_words

    table, trade = tables.read_file(file, sheet=how.sheet), _clients()
    with opened(at) as (database, session):
        listed = importing.begin(database, session, table, heading_row=how.heading_row)
        if how.mapping is not None:
            columns = imports.chosen(listed.headed.headings, how.mapping, ClientField)
            listed = importing.choose(database, session, listed, columns)
        found = imports.checked(trade, database, session, listed, how=how)
        job = importing.run(database, session, found, also=frozenset(how.also))
        one = None if how.dry_run else imports.run(trade, database, session, job)
    if as_json:
        click.echo(json.dumps(_report_told(found, one)))
    else:
        lines = [line for row in found.rows for line in importing_words.lines(found, row)]
        imports.tell(trade, found, lines, one)
    imports.end(found, one)


@import_group.command("list")
@json_option
@at_store
def list_imports(at: StoreChoice, *, as_json: bool) -> None:
    """List what was brought in on this computer, the newest first."""
    imports.list_every(_clients(), at, as_json=as_json)


@import_group.command()
@click.argument("import_id")
@json_option
@at_store
def undo(at: StoreChoice, import_id: str, *, as_json: bool) -> None:
    """Take back all that came of one list, but for who was used or changed since."""
    imports.take_back(_clients(), at, import_id, as_json=as_json)


@import_group.command("check-batch")
@click.argument("file", type=imports.FILE)
@json_option
def check_batch(file: Path, *, as_json: bool) -> None:
    """Prove that the import batch FILE is whole: every file, count and checksum.

    Needs no store and no passphrase. Ends with 1 when something does not hold, and says what.
    """
    import msgspec

    from meitinker.exchange import import_batch_check

    found = import_batch_check.checked(file)
    if as_json:
        told = {"whole": found.whole, **msgspec.to_builtins(found)}
        click.echo(json.dumps(told))
    else:
        _tell_batch(found)
    click.get_current_context().exit(0 if found.whole else 1)


@export_group.command("import-batch")
@click.argument("number", type=int, required=False)
@click.option(
    "--to", "target", type=click.Path(path_type=Path), default=Path(), help="A file or folder."
)
@json_option
@at_store
def export_batch(at: StoreChoice, number: int | None, *, target: Path, as_json: bool) -> None:
    """Write the import batch of NUMBER, or the newest, as one zip; what is there is replaced.

    That it leaves is logged. The same batch is written the same each time.
    """
    import msgspec

    from meitinker.i18n import _
    from meitinker.services import import_batches, import_files

    with opened(at) as (database, session):
        listed = import_batches.listed(database, session)
        found = [one for one in listed if number in {None, one.number}]
        if not found:
            raise click.UsageError(_("Deze levering is er niet."))
        manifest = driven(import_files.write(database, session, found[0].batch_id, target=target))
    if as_json:
        click.echo(json.dumps(msgspec.to_builtins(manifest)))
    else:
        click.echo(
            _("Levering {number} is geschreven. Gesprekken: {visits}.").format(
                number=manifest.batch.number, visits=manifest.counts.visits
            )
        )


@click.command("read-sheet")
def read_sheet() -> None:
    """Be the process that takes a workbook apart: from standard input, to standard output."""
    from meitinker.exchange import sheet_reading

    sheet_reading.serve()


def _clients() -> imports.Trade:
    from meitinker.services import importing, importing_words

    return imports.Trade(importing, importing_words)


def _report_told(found: ImportPreview, one: Import | None) -> dict[str, Any]:
    import msgspec

    from meitinker.services.import_runs import RowState

    return {
        "counts": {one.value: found.count(one) for one in RowState if one is not RowState.CHANGED},
        "columns": [
            {"heading": heading, "field": field}
            for heading, field in zip(found.headings, found.columns, strict=True)
        ],
        "rows": [
            {
                "row": row.number,
                "state": row.state,
                "problems": [msgspec.to_builtins(problem) for problem in row.read.problems],
                "alike": [
                    {"score": like.score, "person": like.person_id, "row": like.row}
                    for like in row.alike
                ],
            }
            for row in found.rows
            if row.read.problems or row.alike or row.state is not RowState.GOOD
        ],
        "import": msgspec.to_builtins(one),
    }


def _tell_batch(found: Checked) -> None:
    from meitinker.cli import terminal
    from meitinker.i18n import _
    from meitinker.services import importing_words

    counts, batch = found.manifest.counts, found.manifest.batch
    click.echo(
        _("Levering {number}. Gesprekken: {visits}, behoeften: {needs}, plannen: {plans}.").format(
            number=batch.number, visits=counts.visits, needs=counts.needs, plans=counts.plans
        )
    )
    if batch.demo:
        click.echo(_("Dit is het voorbeelddorp. Lees het niet in een echt systeem."))
    for one in found.faults:
        terminal.tell(importing_words.fault(one))
    if found.whole:
        click.echo(_("De levering is heel."))
    else:
        terminal.tell(_("De levering is niet heel. Laat het bestand opnieuw maken en sturen."))
