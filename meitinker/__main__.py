"""The command line, and the one place where all parts come together.

Everything is imported inside the command that needs it: ``--help`` loads no Qt, the desktop
none of the hub's libraries.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

import meitinker

ROLES = ("meitinker", "back_office", "coordinator", "administrator")
LARGEST_SCALE = 200

_FOLDER = click.Path(file_okay=False, path_type=Path)


class Refused(click.ClickException):
    """Shown when the world or a rule says no: a sentence and a next step, exit code 1."""

    def show(self, file: Any = None) -> None:
        """Write the sentence as it is, without click's own "Error:" before it."""
        click.echo(self.message, file=file, err=file is None)


class Commands(click.Group):
    """A group that tells the world's faults in words; faults of ours keep their traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command.

        Raises:
            Refused: The world or a rule said no.
        """
        from meitinker.errors import RuleError, WorldError

        try:
            return super().invoke(ctx)
        except (WorldError, RuleError) as error:
            from ui.messages import sentence_for

            words = sentence_for(error)
            raise Refused(f"{words.sentence} {words.step}".strip()) from error


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
    if home is not None:
        # In the environment, so that the fresh process after a lock finds the same place.
        os.environ["MEITINKER_HOME"] = str(home.absolute())
    if not demo and (scale or role):
        raise click.UsageError("--scale and --role belong to the example village: add --demo.")
    if ctx.invoked_subcommand is None:
        ctx.exit(_open_desktop(demo=demo, scale=scale or 1, role=role or ROLES[0], home=home))
    elif demo:
        raise click.UsageError("--demo opens the desktop; it takes no command.")


def _open_desktop(*, demo: bool, scale: int, role: str, home: Path | None) -> int:
    from meitinker.domain.session import Role
    from meitinker.options import Options
    from ui import app

    return app.run(Options(home=home, demo=demo, scale=scale, role=Role(role)))


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


def main() -> None:
    """Run the command line; the process is closed to onlookers before anything is read."""
    from meitinker.hardening import harden

    harden()
    commands.main(prog_name="meitinker")


if __name__ == "__main__":
    main()
