"""All commands of the program, or from where they are read.

Everything is imported inside the command that needs it: ``--help`` loads no Qt, the desktop
none of the hub's libraries.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.exceptions import NoArgsIsHelpError

import meitinker
from meitinker.cli.called_wrongly import in_words
from meitinker.cli.store import at_store, json_option, lent
from meitinker.desktop import refusal

if TYPE_CHECKING:
    from meitinker.cli.store import StoreChoice

ROLES = ("meitinker", "back_office", "coordinator", "administrator")
LARGEST_SCALE = 200
_HUB, _IMPORT, _EXPORT, _SHEETS = "hub", "import", "export", "read-sheet"
_MAP, _ESCROW = "social-map", "escrow"

_FOLDER = click.Path(file_okay=False, path_type=Path)
_PLACE = click.Path(path_type=Path)
_BACKUP = click.Path(exists=True, dir_okay=False, path_type=Path)


class CommandRefused(click.ClickException):
    """Shown when the world or a rule says no: a sentence and a next step, exit code 1."""

    def show(self, file: Any = None) -> None:
        """Write the sentence as it is, without click's own "Error:" before it."""
        click.echo(self.message, file=file, err=file is None)


class Commands(click.Group):
    """A group that tells the world's faults in words; faults of ours keep their traceback.

    The commands of the hub and of files are read only when they are asked for.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return sorted([*super().list_commands(ctx), _HUB, _IMPORT, _EXPORT, _MAP, _ESCROW])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by its name."""
        if cmd_name == _HUB:
            from sync.hub.commands import hub

            return hub
        if cmd_name == _MAP:
            from meitinker.cli.social_map import social_map

            return social_map
        if cmd_name == _ESCROW:
            from meitinker.cli.escrow import escrow

            return escrow
        if cmd_name in {_IMPORT, _EXPORT, _SHEETS}:
            from meitinker.cli import files

            known: dict[str, click.Command] = {
                _IMPORT: files.import_group,
                _EXPORT: files.export_group,
                _SHEETS: files.read_sheet,  # no user's: it is not listed
            }
            return known[cmd_name]
        return super().get_command(ctx, cmd_name)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read what stands before the name of a command.

        Raises:
            CalledWronglyError: It cannot be.
        """
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            raise in_words(error) from error

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command.

        Raises:
            CommandRefused: The world or a rule said no, or the user stopped it.
            CalledWronglyError: It was called wrongly.
        """
        from meitinker.errors import RuleError, WorldError

        try:
            return super().invoke(ctx)
        except (NoArgsIsHelpError, CommandRefused):
            raise
        except click.UsageError as error:
            raise in_words(error) from error
        except click.ClickException as error:
            raise CommandRefused(error.message) from error
        except (WorldError, RuleError) as error:
            raise CommandRefused(refusal(error)) from error
        except (KeyboardInterrupt, click.Abort):
            raise CommandRefused(refusal(KeyboardInterrupt())) from None


@click.group(cls=Commands, invoke_without_command=True)
@click.option("--demo", is_flag=True, help="Open the example village; thrown away at exit.")
@click.option(
    "--scale",
    type=click.IntRange(1, LARGEST_SCALE),
    help="Make the example village this many times as big.",
)
@click.option("--role", type=click.Choice(ROLES), help="Whose screens the example village shows.")
@click.option("--home", type=_FOLDER, help="Folder of the stores; else the usual one.")
@click.version_option(meitinker.__version__, prog_name="meitinker")
@click.pass_context
def commands(
    ctx: click.Context, demo: bool, scale: int | None, role: str | None, home: Path | None
) -> None:
    """Helps the village worker at the kitchen table. Without a command: opens the program.

    A command ends with 0 when all is well, 1 when it is not, 2 when it was called wrongly.
    """
    from meitinker.i18n import _

    if home is not None:
        # In the environment, so that the fresh process after a lock finds the same place.
        os.environ["MEITINKER_HOME"] = str(home.absolute())
    if not demo and (scale or role):
        words = _("--scale en --role horen bij het voorbeelddorp. Gebruik ook --demo.")
        raise click.UsageError(words)
    if ctx.invoked_subcommand is None:
        ctx.exit(_open_desktop(demo=demo, scale=scale or 1, role=role or ROLES[0], home=home))
    elif demo:
        raise click.UsageError(_("--demo opent het programma. Er hoort geen opdracht bij."))


def _open_desktop(*, demo: bool, scale: int, role: str, home: Path | None) -> int:
    from meitinker import desktop
    from meitinker.domain.session import Role
    from meitinker.options import Options

    return desktop.opened(Options(home=home, demo=demo, scale=scale, role=Role(role)))


@commands.command()
@click.option("--out", required=True, type=_FOLDER, help="Folder for pictures, papers, tour.json.")
@click.option("--stage", "on_stage", is_flag=True, hidden=True, help="Be the program in a tour.")
@click.pass_context
def tour(ctx: click.Context, out: Path, on_stage: bool) -> None:
    """Play the whole story with keys and mouse through the real windows.

    Writes numbered pictures, every paper made and tour.json; a line a step. Ends with 1 at the
    first step that fails. Needs no screen.
    """
    from ui.tour import play, stage

    ctx.exit(stage(out) if on_stage else play(out))


@commands.command()
@json_option
@at_store
def check(at: StoreChoice, *, as_json: bool) -> None:
    """Check a store: cipher, database, search, history, mark, replay, attachments.

    Asks for the passphrase. Changes nothing, but removes files that belong to nothing. Ends with
    1 when something does not hold, and says what.
    """
    from meitinker.cli import terminal
    from meitinker.services import checking

    with lent(at, recover=True) as database:
        report = checking.check(database, progress=terminal.check_progress)
    if as_json:
        click.echo(report.json())
    else:
        terminal.tell_report(report)
    click.get_current_context().exit(0 if report.ok else 1)


@commands.command()
@click.option("--to", "target", type=_PLACE, help="A file, or a folder such as a USB stick.")
@json_option
@at_store
def backup(at: StoreChoice, target: Path | None, *, as_json: bool) -> None:
    """Make a backup of a store, and prove that it can be put back.

    Asks for the passphrase. Without --to it is kept beside the store; the newest seven stay.
    """
    from meitinker.cli import terminal
    from meitinker.errors import BackupError
    from meitinker.services import backup_notes, backups

    if target is not None and not target.absolute().parent.is_dir():
        raise BackupError("no such folder")
    with lent(at) as database:
        made = backups.make(database, target, progress=terminal.BackupProgress())
        terminal.tell_backup(made, backups.told(made), as_json=as_json)
        backup_notes.note(database, elsewhere=target is not None)


@commands.command()
@click.argument("file", type=_BACKUP, help="A file that backup made.")
@click.option("--replace", is_flag=True, help="Put the store that is there aside; it is kept.")
@at_store
def restore(at: StoreChoice, file: Path, *, replace: bool) -> None:
    """Put the backup FILE back; it is proven first, and nothing changes before that.

    Asks for the passphrase, which opens on the computer where the backup was made; with
    --recovery-code for the recovery code of that day, which opens anywhere. A label that no
    store has makes a new store.
    """
    from meitinker.cli import terminal
    from meitinker.errors import StoreExists
    from meitinker.i18n import _

    with terminal.logged():
        try:
            restored = terminal.put_back(file, at.label, at.secret().restore, replace=replace)
        except StoreExists as error:
            hint = _("Met --replace gaan ze opzij; ze worden bewaard.")
            raise CommandRefused(f"{refusal(error)} {hint}") from error
    terminal.tell_restored(restored, by_code=at.by_code)


@commands.command()
@json_option
def stores(as_json: bool) -> None:
    """List the labels of the stores on this computer."""
    import json

    from meitinker import labels
    from meitinker.cli import terminal
    from meitinker.i18n import _

    found = labels.stores()
    if as_json:
        listed = [{"label": one.label, "folder": str(one.folder.root)} for one in found]
        click.echo(json.dumps(listed))
        return
    for one in found:
        click.echo(one.label)
    if not found:
        terminal.tell(_("Er staan nog geen gegevens op deze computer."))
