"""What the commands that bring in clients and services of the map share.

A report names rows, columns and reasons, never what stood in a cell: what a terminal shows is
copied and kept.
"""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from meitinker.cli.store import driven, opened

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence
    from enum import StrEnum

    from meitinker.cli.store import StoreChoice
    from meitinker.domain.session import Session
    from meitinker.store.database import Database
    from meitinker.store.import_log import Import

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
PLACE = click.Path(dir_okay=False, path_type=Path)
_MOST_LINES = 200


class Trade(NamedTuple):
    """What is brought in: the service that does it, and its words; both are modules."""

    service: Any
    words: Any


class ImportOptions(NamedTuple):
    """How a file is to be read, and what is to be done with it."""

    sheet: str
    heading_row: int
    mapping: Path | None
    source: str
    dry_run: bool
    also: tuple[int, ...]
    report: Path | None


def reads_file(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options by which a file is brought in, in one argument ``how``."""

    @click.option("--sheet", default="", help="Which sheet; else the first that is not hidden.")
    @click.option("--heading-row", type=click.IntRange(0), default=0, help="Else it is looked for.")
    @click.option("--mapping", type=FILE, help='JSON: {"heading": "field"}; kept for next time.')
    @click.option("--source", default="", help="What you call the program it came from.")
    @click.option("--dry-run", is_flag=True, help="Only tell what would come of each row.")
    @click.option("--also", type=int, multiple=True, metavar="ROW", help="Bring in this double.")
    @click.option("--report", type=PLACE, help="Write all that is told to a CSV file.")
    @functools.wraps(command)
    def read(**words: Any) -> None:
        how = ImportOptions(**{name: words.pop(name) for name in ImportOptions._fields})
        command(how=how, **words)

    return read


def chosen(headings: Sequence[str], mapping: Path, fields: type[StrEnum]) -> tuple[Any, ...]:
    """Return what the columns are by a file of headings and fields.

    Raises:
        UsageError: It is no such file, or names what is not there.
    """
    from meitinker.i18n import _

    try:
        wanted = json.loads(mapping.read_text("utf-8-sig"))
        by_heading = {str(heading): fields(name) for heading, name in wanted.items()}
    except (ValueError, AttributeError) as error:
        known = ", ".join(fields)
        words = _("--mapping is een bestand met {form}. De velden: {known}")
        told = words.format(form='{"kolom": "veld"}', known=known)
        raise click.UsageError(told) from error
    if unknown := set(by_heading) - set(headings):
        words = _("--mapping noemt een kolom die er niet is: {name}.")
        raise click.UsageError(words.format(name=sorted(unknown)[0]))
    return tuple(by_heading.get(heading) for heading in headings)


def checked(
    trade: Trade, database: Database, session: Session, listed: Any, *, how: ImportOptions
) -> Any:
    """Return the report of a file, kept where that was asked; tell what holds of all of it."""
    from meitinker import paths
    from meitinker.cli import terminal

    for note in trade.words.notes(listed):
        terminal.tell(note)
    found = driven(trade.service.check(database, session, listed, source=how.source))
    if how.report is not None:
        paths.write_durably(how.report, trade.words.report_file(found))
    return found


def run(
    trade: Trade,
    database: Database,
    session: Session,
    job: Generator[tuple[int, int], None, Import],
) -> Import:
    """Bring things in; when it stops on the way, tell how many are in.

    Raises:
        KeyboardInterrupt: It was stopped.
        StoreError: The disk said no.
    """
    from meitinker.cli import terminal
    from meitinker.errors import StoreError

    try:
        return driven(job)
    except (KeyboardInterrupt, StoreError):
        for one in trade.service.done(database, session)[:1]:
            if not one.ended:
                terminal.tell(f"{trade.words.told(one)} {one.id}")
        raise


def tell(trade: Trade, report: Any, lines: Sequence[str], one: Import | None) -> None:
    """Tell what is wrong, how much is in which state, and what came of it."""
    from meitinker.cli import terminal
    from meitinker.i18n import _

    for line in lines[:_MOST_LINES]:
        terminal.tell(line)
    if len(lines) > _MOST_LINES:
        terminal.tell(_("En nog meer. Met --report staat alles in een bestand."))
    for line in trade.words.summary(report):
        click.echo(line)
    if one is not None:
        click.echo(f"{trade.words.told(one)} {one.id}")


def end(report: Any, one: Import | None) -> None:
    """End the command: with 1 when a row stayed out."""
    from meitinker.services.import_runs import RowState

    left_out = report.count(RowState.REFUSED) + report.count(RowState.DOUBLE)
    whole = not left_out or (one is not None and one.added == len(report.rows))
    click.get_current_context().exit(0 if whole else 1)


def list_every(trade: Trade, at: StoreChoice, *, as_json: bool) -> None:
    """List what was brought in on this computer, the newest first."""
    import msgspec

    with opened(at) as (database, session):
        found = trade.service.done(database, session)
    if as_json:
        click.echo(msgspec.json.encode(found).decode())
        return
    for one in found:
        click.echo(f"{one.id}  {trade.words.told(one)}")


def take_back(trade: Trade, at: StoreChoice, import_id: str, *, as_json: bool) -> None:
    """Take back all that came of one file, but for what was used or changed since."""
    import msgspec

    with opened(at) as (database, session):
        one, stayed = driven(trade.service.undo(database, session, import_id))
    if as_json:
        click.echo(json.dumps({"import": msgspec.to_builtins(one), "stayed": stayed}))
    else:
        click.echo(trade.words.told(one))
