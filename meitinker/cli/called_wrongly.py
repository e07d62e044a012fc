"""A command that was called wrongly, told in the language of the program.

The library of the command line has English sentences only; what it found stands in the error, and
is said here in our own words. A sentence of the program's own passes as it is.
"""

from __future__ import annotations

from typing import Any

import click

from meitinker.i18n import _


class CalledWronglyError(click.UsageError):
    """Shown when a command was called wrongly: a sentence and where to look, exit code 2."""

    def show(self, file: Any = None) -> None:
        """Write the sentence, and how to see what there is."""
        click.echo(self.message, file=file, err=file is None)
        if self.ctx is not None:
            words = _("Wat er allemaal kan: {command} --help").format(command=self.ctx.command_path)
            click.echo(words, file=file, err=file is None)


def in_words(error: click.UsageError) -> CalledWronglyError:
    """Return what was wrong with a call, in the language of the program."""
    found = CalledWronglyError(_sentence(error), ctx=error.ctx)
    found.ctx = error.ctx or click.get_current_context(silent=True)
    return found


def _sentence(error: click.UsageError) -> str:
    match error:
        case click.MissingParameter():
            words = _("Er ontbreekt iets: {name}.").format(name=_name(error))
            return f"{words} {_wanted(error)}".rstrip()
        case click.BadParameter():
            words = _("Dit kan niet bij {name}.").format(name=_name(error))
            return f"{words} {_wanted(error)}".rstrip()
        case click.NoSuchOption():
            return _unknown(_("Deze optie is er niet: {name}."), error.option_name, error)
        case click.NoSuchCommand():
            return _unknown(_("Deze opdracht is er niet: {name}."), error.command_name, error)
        case click.BadOptionUsage():
            return _("Zo kan deze optie niet: {name}.").format(name=error.option_name)
        case _ if type(error) is click.UsageError and error.message.startswith(_TOO_MANY):
            return _("Er staat te veel achter de opdracht.")
    return error.message


_TOO_MANY = ("Got unexpected extra argument",)
"""How the library begins the one sentence that it has no kind of error for."""


def _unknown(words: str, name: str, error: click.NoSuchOption | click.NoSuchCommand) -> str:
    near = "".join(f" {one}?" for one in error.possibilities or ())
    return f"{words.format(name=name)}{near}"


def _name(error: click.BadParameter) -> str:
    """Return what the parameter is called on the command line."""
    if error.param is None or error.ctx is None:
        return str(error.param_hint or "")
    return error.param.get_error_hint(error.ctx).replace("'", "").removesuffix("...")


def _wanted(error: click.BadParameter) -> str:
    """Return what the parameter takes, or "" where there is nothing to say of it."""
    wanted = error.param.type if error.param is not None else None
    match wanted:
        case click.Choice():
            return _("Kies uit: {choices}.").format(choices=", ".join(map(str, wanted.choices)))
        case click.IntRange() if wanted.max is not None:
            return _("Geef een getal van {least} tot en met {most}.").format(
                least=wanted.min, most=wanted.max
            )
        case click.IntRange():
            return _("Geef een getal vanaf {least}.").format(least=wanted.min)
        case click.DateTime():
            return _("Schrijf de datum zoals 2026-11-23.")
        case click.Path() if isinstance(error, click.MissingParameter):
            return ""
        case click.Path() if wanted.exists:
            return _("Kijk of het bestand of de map er is.")
        case click.Path():
            return _("Kijk of het een bestand of juist een map moet zijn.")
    return _("Geef een getal.") if wanted is click.INT else ""
