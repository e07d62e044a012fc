"""What the commands of the hub share: which hub, which organisation, and faults in words."""

from __future__ import annotations

from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import click

from meitinker.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sync.hub.home import OpenHub
    from sync.hub.register import Organisation

folder_option = click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the hub; else MEITINKER_HUB, or the folder hub beside the stores.",
)
organisation_option = click.option(
    "--organisation", metavar="NAME", help="Which organisation, where there are several."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Write the result as JSON.")
yes_option = click.option("--yes", is_flag=True, help="Do not ask whether it is meant.")


OPTIONS = {
    "villages": "--village",
    "everywhere": "--everywhere",
    "first": "--from",
    "last": "--until",
    "always": "--always",
    "ends": "--end",
    "again": "--again",
}
"""How the options are called of which one says the opposite of another."""


class HasReach(Protocol):
    """A user, a device or an invitation: what reaches some villages, or all."""

    @property
    def villages(self) -> tuple[str, ...]:
        """Ids of the villages within reach."""

    @property
    def everywhere(self) -> bool:
        """Whether no village limits the reach."""


def require_one_of(told: Mapping[str, object], one: str, other: str) -> None:
    """Refuse what says the opposite of itself: one of the two would be passed over.

    Raises:
        click.UsageError: Both were said.
    """
    if told[one] and told[other]:
        words = _("Kies een van beide: {one} of {other}.")
        raise click.UsageError(words.format(one=OPTIONS[one], other=OPTIONS[other]))


def require_yes(words: str) -> None:
    """Ask whether it is meant; any answer but yes is no.

    Raises:
        click.Abort: It is not.
    """
    # i18n: The answers in the language of the reader; their first letters count.
    asked = _("{question} Typ ja of nee").format(question=words)
    said = click.prompt(asked, default="", show_default=False, err=True).strip().casefold()
    # i18n: "Yes" in the language of the reader.
    if not said or not _("ja").startswith(said):
        raise click.Abort


def require_new_file(file: Path) -> None:
    """Refuse the name of a file that is there, or lies in no folder.

    Raises:
        click.UsageError: So it is.
    """
    if file.exists():
        words = _("Er is al een bestand met die naam: {file}. Kies een andere naam.")
        raise click.UsageError(words.format(file=file))
    if not file.absolute().parent.is_dir():
        words = _("Deze map is er niet: {folder}.")
        raise click.UsageError(words.format(folder=file.absolute().parent))


def show_table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write rows with tabs between, and above them what each column is.

    The headings go to standard error: what reads the rows has them as they were.
    """
    found = list(rows)
    click.echo("\t".join(headings) if found else _("Er is er nog geen."), err=True)
    for row in found:
        click.echo("\t".join(row))


def one_line(text: str) -> str:
    """Return words that a user chose so that they keep to their column; "-" for none."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split()) or "-"


def reach(one: HasReach, names: Mapping[str, str]) -> str:
    """Return which villages are within reach, by name, so that they keep to their column."""
    if one.everywhere:
        return "everywhere"
    return ", ".join(sorted(one_line(names.get(at, at)) for at in one.villages)) or "-"


@contextmanager
def opened(folder: Path | None) -> Iterator[OpenHub]:
    """Lend the hub in ``folder``, open; what is wrong with it is told in words."""
    from sync.hub.home import HubHome
    from sync.hub.home import folder as hub_folder

    home = HubHome(hub_folder(folder))
    if not home.exists:
        words = _(
            "Hier is geen hub: {folder}. Maak er een met meitinker hub init, of zet er een terug"
            " met meitinker hub restore."
        )
        raise click.ClickException(words.format(folder=home.root))
    with database_words(), home.opened() as opened:
        yield opened


@contextmanager
def database_words() -> Iterator[None]:
    """Say in words that a PostgreSQL does not answer; its own words may quote what was asked."""
    from sqlalchemy.exc import OperationalError

    try:
        yield
    except OperationalError:
        words = _("De database van de hub geeft geen antwoord. Kijk of PostgreSQL draait.")
        raise click.ClickException(words) from None


def chosen(hub: OpenHub, name: str | None) -> Organisation:
    """Return the organisation that is meant.

    Raises:
        click.UsageError: None is, or it is not clear which.
    """
    from sync.hub import register

    found = register.organisations(hub.database)
    named = [one for one in found if name in {None, one.name, one.organisation}]
    if len(named) == 1:
        return named[0]
    known = ", ".join(one.name for one in found)
    raise click.UsageError(
        _("Zeg met --organisation welke organisatie. Er zijn: {known}.").format(known=known)
    )


def require_new_name(hub: OpenHub, name: str) -> None:
    """Refuse the name of an organisation that is here: no command could tell the two apart.

    Raises:
        click.UsageError: So it is.
    """
    from sync.hub import register

    known = {one.name.casefold() for one in register.organisations(hub.database)}
    if name.casefold() in known:
        raise click.UsageError(
            _("Deze organisatie is er al: {name}. Kies een andere naam.").format(name=name)
        )


def villages(hub: OpenHub, organisation: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return the ids of villages by their names.

    Raises:
        click.UsageError: There is none of such a name; the nearest one is told.
    """
    from sync.hub import inviting

    known, found = inviting.villages(hub.database, organisation), []
    for name in names:
        if name.casefold() not in known:
            told = inviting.village_names(hub.database, organisation)
            near = get_close_matches(name.casefold(), known, 1)
            further = "".join(f" {told[known[one]]}?" for one in near)
            words = _("Dit dorp is er niet: {name}.").format(name=name)
            raise click.UsageError(f"{words}{further}")
        found.append(known[name.casefold()])
    return tuple(found)
