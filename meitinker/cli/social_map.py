"""The commands of the social map, read only when one is asked for.

Each family of commands is a module of its own; what they share is in
:mod:`meitinker.cli.store`.
"""

from __future__ import annotations

import importlib

import click

_WHERE: dict[str, str] = {
    "booklet": "meitinker.cli.map_papers:booklet",
    "check-form": "meitinker.cli.map_papers:check_form",
    "coverage": "meitinker.cli.map_papers:coverage",
    "export": "meitinker.cli.map_files:export_map",
    "import": "meitinker.cli.map_files:import_map",
    "imports": "meitinker.cli.map_files:list_imports",
    "leaflet": "meitinker.cli.map_papers:leaflet",
    "publish": "meitinker.cli.publish:publish",
    "undo-import": "meitinker.cli.map_files:undo_import",
}
"""Of each command where it is: the module, a colon, and its name there."""


class _Late(click.Group):
    """A group that imports a command's module when that command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return sorted(_WHERE)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by its name."""
        if cmd_name not in _WHERE:
            return None
        module, _colon, name = _WHERE[cmd_name].partition(":")
        found = getattr(importlib.import_module(module), name)
        return found if isinstance(found, click.Command) else None


@click.group("social-map", cls=_Late)
def social_map() -> None:
    """Print or publish the social map, look where help is missing, take it in or out."""
