"""The commands that keep a hub: a copy of it, putting one back, and whether it holds."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click

from meitinker.i18n import _
from sync.hub import terminal


@click.command()
@terminal.folder_option
@terminal.json_option
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), help="A new file.")
def backup(folder: Path | None, as_json: bool, file: Path) -> None:
    """Write all of the hub, encrypted, to FILE, and prove that it opens.

    While the hub serves, too. It opens with hub.keys only.
    """
    from sync.hub import keeping

    terminal.require_new_file(file)
    with terminal.opened(folder) as opened:
        told = keeping.backup(opened, file)
    _tell_written(file, told, as_json=as_json)


@click.command()
@terminal.folder_option
@terminal.organisation_option
@terminal.json_option
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), help="A new file.")
def export(folder: Path | None, organisation: str | None, as_json: bool, file: Path) -> None:
    """Write all of one organisation, open, as lines of JSON to FILE: it can be read by anyone."""
    from sync.hub import audit, keeping

    terminal.require_new_file(file)
    with terminal.opened(folder) as opened:
        of = terminal.chosen(opened, organisation).organisation
        # before, not after: what ends in between must not have left without a word
        audit.note_exported(opened.database, of, "export")
        told = keeping.export(opened, file, of)
    _tell_written(file, told, as_json=as_json)


@click.command()
@terminal.folder_option
@terminal.json_option
@click.option("--replace", is_flag=True, help="What the hub has of these organisations goes.")
@click.option("--from-export", is_flag=True, help="FILE is an export, which anyone may have made.")
@click.option("--with-accounts", is_flag=True, help="Of an export: its users and devices as well.")
@click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="What was written."
)
def restore(folder: Path | None, as_json: bool, file: Path, **how: bool) -> None:
    """Put back the FILE that backup wrote; it is proven first. Stop the hub before.

    On a new machine put hub.keys in the folder first, and name a PostgreSQL anew in
    MEITINKER_HUB_DSN. Laptops notice that the hub went back, and send again what it lacks. Users
    and devices stay as they are here; where the hub is new, look at both. Invitations that were
    not used are worth nothing any more.
    """
    if how["with_accounts"] and not how["from_export"]:
        raise click.UsageError(_("--with-accounts hoort bij --from-export."))
    from sync.hub.home import DSN_VARIABLE, HubHome
    from sync.hub.home import folder as hub_folder

    begins = not HubHome(hub_folder(folder)).exists
    with terminal.database_words():
        found = _put_back(folder, file, how)
    if as_json:
        click.echo(json.dumps({"organisations": found}))
        return
    click.echo(_("Teruggezet. Kijk met meitinker hub devices wie er nu toegang heeft."))
    if begins and not os.environ.get(DSN_VARIABLE):
        own = _(
            "Alles staat nu in deze map. Hoort er een PostgreSQL bij? Noem die dan in {variable},"
            " en zet de reservekopie terug in een nieuwe map."
        )
        click.echo(own.format(variable=DSN_VARIABLE))


def _put_back(folder: Path | None, file: Path, how: dict[str, bool]) -> tuple[str, ...]:
    from meitinker.errors import StoreExists, StoreInUse
    from sync.hub import keeping
    from sync.hub.home import folder as hub_folder

    try:
        if not how["from_export"]:
            return keeping.restore(hub_folder(folder), file, replace=how["replace"])
        with terminal.opened(folder) as hub:
            accounts = how["with_accounts"]
            return keeping.take_in(hub, file, replace=how["replace"], accounts=accounts)
    except StoreInUse:
        raise click.ClickException(_("De hub draait nog. Stop hem eerst.")) from None
    except StoreExists:
        words = _(
            "Deze organisatie staat hier al. Met --replace komt het bestand in de plaats van wat"
            " er staat."
        )
        raise click.ClickException(words) from None


@click.command()
@terminal.folder_option
@terminal.json_option
@click.pass_context
def check(ctx: click.Context, folder: Path | None, as_json: bool) -> None:
    """Check the lists, the records against their changes, and the attachments.

    Changes nothing. Ends with 1 when something does not hold, and says what.
    """
    import msgspec

    from sync.hub import checking, dump

    with terminal.opened(folder) as opened:
        found = checking.check(opened.database)
        sums = {one.organisation: dump.sums(opened.database, one.organisation) for one in found}
    if as_json:
        told = [
            {**msgspec.to_builtins(one), "holds": one.holds, "sums": sums[one.organisation]}
            for one in found
        ]
        click.echo(msgspec.json.encode(told).decode())
    else:
        headings = (_("organisatie"), _("staat"), _("wijzigingen"), _("records"))
        click.echo("\t".join(headings), err=True)
        for one in found:
            state = _("in orde") if one.holds else _("niet in orde")
            click.echo(f"{one.organisation}\t{state}\t{one.changes}\t{one.records}")
            for problem in one.problems:
                click.echo(f"  {problem}")
    ctx.exit(0 if all(one.holds for one in found) else 1)


def _tell_written(file: Path, told: dict[str, int], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"path": str(file.absolute()), **told}))
    else:
        click.echo(_("Geschreven en nagekeken: {file}").format(file=file.absolute()))


KEEPING = (backup, export, restore, check)
