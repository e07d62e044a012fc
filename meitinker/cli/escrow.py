"""The commands by which two officers of the organisation open a store together."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from meitinker.cli.store import at_store, lent

if TYPE_CHECKING:
    from meitinker.cli.store import StoreChoice

_NEW = click.Path(dir_okay=False, path_type=Path)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def escrow() -> None:
    """Let two officers of the organisation open a store together, when its user is gone.

    Each officer makes a key of their own (officer). On the laptop both are set while its user is
    there (set). Later both bring their file (open).
    """


@escrow.command()
@click.argument("file", type=_NEW)
def officer(file: Path) -> None:
    """Make the key of one officer in FILE, and write the line to give away.

    Keep FILE where only this officer comes: a stick in a safe.
    """
    from meitinker.services import escrow as service

    click.echo(service.new_officer(file))


@escrow.command("set")
@click.argument("lines", nargs=2)
@at_store
def set_officers(at: StoreChoice, lines: tuple[str, str]) -> None:
    """Let the two officers who gave these LINES open the store together.

    Asks for the passphrase. Who could before, no longer can; backups keep the officers of their
    day.
    """
    from meitinker.i18n import _
    from meitinker.services import escrow as service

    with lent(at) as database:
        service.enrol(database, lines)
    click.echo(_("Twee mensen van uw organisatie kunnen samen de gegevens openen."))


@escrow.command("open")
@click.argument("files", nargs=2, type=_FILE)
@click.option("--store", "label", metavar="LABEL", help="Which store, where several are.")
@click.option("--backup", type=_FILE, help="Put this backup back first, as a store of LABEL.")
def open_store(files: tuple[Path, Path], label: str | None, backup: Path | None) -> None:
    """Open a store with the FILES of both officers, and write a new recovery code.

    The code opens from then on: in the program by Wachtwoord vergeten?, in commands by
    --recovery-code. The one before no longer does. The read log tells that it was done.
    """
    from meitinker.cli import terminal
    from meitinker.i18n import _
    from meitinker.services import escrow as service

    with terminal.logged():
        if backup is not None:
            terminal.put_back(backup, label, partial(service.restore, files), replace=False)
        code = service.open_anew(terminal.chosen(label).folder, files)
    terminal.tell(_("Dit is de nieuwe herstelcode. De vorige werkt niet meer."))
    click.echo(code.text)
