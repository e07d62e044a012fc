"""The commands for files of other programs: clients in, checked visits out.

A report names rows, columns and reasons, never what stood in a cell: what a terminal shows is
copied and kept.
"""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from meitinker.cli_store import at_store, driven, json_option, opened

if TYPE_CHECKING:
    from collections.abc import Callable

    from meitinker.cli_store import Place
    from meitinker.domain.session import Session
    from meitinker.exchange.import_batch_check import Checked
    from meitinker.services.importing import Listed, Report
    from meitinker.store.database import Database
    from meitinker.store.imports import Import

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_PLACE = click.Path(dir_okay=False, path_type=Path)
_MOST_LINES = 200


class _How(NamedTuple):
    """How a list is to be read."""

    sheet: str
    heading_row: int
    mapping: Path | None
    source: str


def _reads_list(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options by which a list is read, in one argument ``how``."""

    @click.option("--sheet", default="", help="Which sheet; else the first that is not hidden.")
    @click.option("--heading-row", type=click.IntRange(0), default=0, help="Else it is looked for.")
    @click.option("--mapping", type=_FILE, help='JSON: {"heading": "field"}; kept for next time.')
    @click.option("--source", default="", help="What you call the program it came from.")
    @functools.wraps(command)
    def read(
        *, sheet: str, heading_row: int, mapping: Path | None, source: str, **words: Any
    ) -> None:
        command(how=_How(sheet, heading_row, mapping, source), **words)

    return read


@click.group("import")
def import_group() -> None:
    """Bring in clients out of another program, or look an import batch over."""


@click.group("export")
def export_group() -> None:
    """Write checked visits to a file that other programs read."""


@import_group.command()
@click.argument("file", type=_FILE)
@_reads_list
@click.option("--dry-run", is_flag=True, help="Only tell what would come of each row.")
@click.option("--also", type=int, multiple=True, metavar="ROW", help="Bring in this double too.")
@click.option("--report", type=_PLACE, help="Write what is told of the rows to a CSV file.")
@json_option
@at_store
def clients(
    at: Place,
    file: Path,
    *,
    how: _How,
    dry_run: bool,
    also: tuple[int, ...],
    report: Path | None,
    as_json: bool,
) -> None:
    """Bring in the clients of FILE (CSV or XLSX): every row that is good, each once.

    Rows that are not good stay out and are told with their column and reason; so are those that
    are probably somebody who is there already. Ctrl+C stops between rows: what came in stays, and
    "import undo" takes it back. Ends with 1 when a row stayed out.
    """
    from meitinker import paths, terminal
    from meitinker.exchange import tables
    from meitinker.services import importing, importing_words

    table = tables.read_file(file, sheet=how.sheet)
    with opened(at) as (database, session):
        listed = importing.begin(database, session, table, heading_row=how.heading_row)
        if how.mapping is not None:
            columns = _chosen(listed, how.mapping)
            listed = importing.choose(database, session, listed, columns)
        for note in importing_words.notes(listed):
            terminal.tell(note)
        found = driven(importing.check(database, session, listed, source=how.source))
        if report is not None:
            paths.write_durably(report, importing_words.report_file(found))
        one = None if dry_run else _run(database, session, found, also=frozenset(also))
    _tell_report(found, one, as_json=as_json)
    click.get_current_context().exit(0 if _all_in(found, one) else 1)


@import_group.command("list")
@json_option
@at_store
def list_imports(at: Place, *, as_json: bool) -> None:
    """List what was brought in on this computer, the newest first."""
    import msgspec

    from meitinker.services import importing

    with opened(at) as (database, session):
        found = importing.done(database, session)
    if as_json:
        click.echo(msgspec.json.encode(found).decode())
        return
    for one in found:
        click.echo(f"{one.id}  {_told(one)}")


@import_group.command()
@click.argument("import_id")
@json_option
@at_store
def undo(at: Place, import_id: str, *, as_json: bool) -> None:
    """Take back all that came of one list, but for who was used or changed since."""
    import msgspec

    from meitinker.services import importing

    with opened(at) as (database, session):
        one, stayed = driven(importing.undo(database, session, import_id))
    if as_json:
        click.echo(json.dumps({"import": msgspec.to_builtins(one), "stayed": stayed}))
    else:
        click.echo(_told(one))


@import_group.command("check-batch")
@click.argument("file", type=_FILE)
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
def export_batch(at: Place, number: int | None, *, target: Path, as_json: bool) -> None:
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
            raise click.UsageError("There is no such batch.")
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


def _chosen(listed: Listed, mapping: Path) -> tuple[Any, ...]:
    """Return what the columns are by a file of headings and fields.

    Raises:
        UsageError: It is no such file, or names what is not there.
    """
    from meitinker.exchange.client_columns import ClientField

    try:
        wanted = json.loads(mapping.read_text("utf-8-sig"))
        by_heading = {str(heading): ClientField(name) for heading, name in wanted.items()}
    except (ValueError, AttributeError) as error:
        fields = ", ".join(ClientField)
        raise click.UsageError(f'--mapping wants {{"heading": "field"}}, of: {fields}') from error
    if unknown := set(by_heading) - set(listed.headed.headings):
        raise click.UsageError(f"--mapping: there is no heading {sorted(unknown)[0]!r}.")
    return tuple(by_heading.get(heading) for heading in listed.headed.headings)


def _run(database: Database, session: Session, found: Report, *, also: frozenset[int]) -> Import:
    """Bring the rows in; when it is stopped, tell how many are in.

    Raises:
        KeyboardInterrupt: It was stopped.
    """
    from meitinker import terminal
    from meitinker.services import importing

    try:
        return driven(importing.run(database, session, found, also=also))
    except KeyboardInterrupt:
        newest = importing.done(database, session)[:1]
        for one in newest:
            if not one.ended:
                terminal.tell(f"{_told(one)} {one.id}")
        raise


def _all_in(found: Report, one: Import | None) -> bool:
    from meitinker.services.import_rows import State

    left_out = found.count(State.REFUSED) + found.count(State.DOUBLE)
    return not left_out or (one is not None and one.added == len(found.rows))


def _tell_report(found: Report, one: Import | None, *, as_json: bool) -> None:
    from meitinker import terminal
    from meitinker.i18n import _
    from meitinker.services import importing_words

    if as_json:
        click.echo(json.dumps(_report_told(found, one)))
        return
    lines = [line for row in found.rows for line in importing_words.lines(found, row)]
    for line in lines[:_MOST_LINES]:
        terminal.tell(line)
    if len(lines) > _MOST_LINES:
        terminal.tell(_("En nog meer. Met --report staat alles in een bestand."))
    for line in importing_words.summary(found):
        click.echo(line)
    if one is not None:
        click.echo(f"{_told(one)} {one.id}")


def _report_told(found: Report, one: Import | None) -> dict[str, Any]:
    import msgspec

    from meitinker.services.import_rows import State

    return {
        "counts": {state.value: found.count(state) for state in State},
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
            if row.read.problems or row.alike or row.state is not State.GOOD
        ],
        "import": msgspec.to_builtins(one),
    }


def _told(one: Import) -> str:
    from meitinker.i18n import _, ngettext

    if one.undone_at:
        words = _("Teruggehaald: {gone} van {added}. Er bleven er {kept}, want die zijn gebruikt.")
        return words.format(gone=one.added - one.kept, added=one.added, kept=one.kept)
    added = ngettext("{n} inwoner is toegevoegd.", "{n} inwoners zijn toegevoegd.", one.added)
    stopped = "" if one.ended else " " + _("De lijst is niet tot het eind gelezen.")
    return added.format(n=one.added) + stopped


def _tell_batch(found: Checked) -> None:
    from meitinker import terminal
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
