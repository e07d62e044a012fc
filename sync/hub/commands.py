"""The commands of the hub at a terminal: ``meitinker hub …``.

Light until a command runs: what the hub needs is imported inside it. Results go to standard
output, what is said about the work to standard error.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from meitinker.i18n import _
from sync.hub import terminal
from sync.hub.keeping_commands import KEEPING
from sync.hub.people_commands import PEOPLE, ROLES, known_user, new_user

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from socket import socket

    from sync.hub.bundles import Done
    from sync.hub.home import OpenHub
    from sync.hub.register import Device

USUAL_LISTEN = "127.0.0.1:8443"
_TOP_PORT = 65_535


@click.group()
def hub() -> None:
    """Run the server that laptops exchange their work with, and administer it."""


for _one in (*KEEPING, *PEOPLE):
    hub.add_command(_one)


@hub.command()
@terminal.folder_option
@terminal.json_option
@click.option("--name", required=True, help="Name of the organisation.")
@click.option("--address", "place", help="Where laptops find the hub: hub.example.org:8443.")
@click.option("--dsn", default="", help="PostgreSQL instead of a file; or set MEITINKER_HUB_DSN.")
def init(folder: Path | None, as_json: bool, name: str, place: str | None, dsn: str) -> None:
    """Make a hub, or add an organisation to the one that is there.

    Makes its keys and certificates. Keep a copy of hub.keys elsewhere: a backup opens with it
    only.
    """
    from sync.hub.home import HubHome, Settings
    from sync.hub.home import folder as hub_folder

    name = name.strip()
    if not name:
        raise click.UsageError(_("Zeg met --name hoe de organisatie heet."))
    home = HubHome(hub_folder(folder))
    if not home.exists:
        if place is None:
            raise click.UsageError(_("Een nieuwe hub heeft --address nodig."))
        host, port = _host_and_port(place)
        with terminal.database_words():
            home.create(Settings(host=host, port=port, dsn=dsn))
    elif place is not None or dsn:
        raise click.UsageError(_("Hier is al een hub. --address en --dsn zijn al gekozen."))
    with terminal.opened(folder) as opened:
        terminal.require_new_name(opened, name)
        made = opened.accounts.add_organisation(name)
        told = {
            "folder": str(home.root),
            "organisation": made,
            "pins": opened.certificates.pins(),
        }
    if as_json:
        click.echo(json.dumps(told))
    else:
        click.echo(_("De hub staat klaar in {folder}.").format(folder=home.root))
        click.echo(_("Bewaar een kopie van hub.keys op een andere plek dan de reservekopieën."))


@hub.command()
@terminal.folder_option
@click.option("--listen", default=USUAL_LISTEN, show_default=True, metavar="HOST:PORT")
@click.option("--plain", is_flag=True, help="A proxy on this machine does the encrypting.")
@click.option("--metrics", metavar="HOST:PORT", help="Tell the counters there, to whoever asks.")
def serve(folder: Path | None, listen: str, plain: bool, metrics: str | None) -> None:
    """Serve laptops until told to stop (Ctrl+C, SIGTERM).

    Writes a line with the address once it listens, and one with that of the counters; the log
    goes to standard error, a line of JSON each, without personal data. Port 0 takes a free one.
    """
    host, port = _host_and_port(listen, default=0)
    if plain and host not in {"127.0.0.1", "::1", "localhost"}:
        raise click.UsageError(
            _("--plain is voor een proxy op deze machine. Luister op 127.0.0.1.")
        )
    with terminal.opened(folder) as opened:
        from sync.hub import presence, releasing, serving

        opened.certificates.renew_if_due((opened.settings.host,))
        with (
            presence.serving(opened) as present,
            _doors(host, port, metrics) as (listener, counters),
        ):
            # not before it is sure that nobody puts the hub back meanwhile
            releasing.release(opened.database)
            words = [f"{'http' if plain else 'https'}://{host}:{listener.getsockname()[1]}"]
            if counters is not None:
                words.append("http://{}:{}/metrics".format(*counters.getsockname()[:2]))
            serving.serve(
                opened,
                listener,
                plain=plain,
                counters=counters,
                presence=present,
                ready=lambda: click.echo("\n".join(words)),
            )


@hub.command()
@terminal.folder_option
@terminal.organisation_option
@terminal.json_option
@click.option("--name", default="", help="Name of the user.")
@click.option("--role", type=click.Choice(ROLES), help="What they will be; else meitinker.")
@click.option("--village", "villages", multiple=True, help="A village of theirs; may be repeated.")
@click.option("--everywhere", is_flag=True, help="No village limits what they see.")
@click.option("--user", default="", help="Of a user who gets another device: the id, or its begin.")
def invite(
    folder: Path | None,
    organisation: str | None,
    as_json: bool,
    **invited: Any,
) -> None:
    """Invite someone: a line, and the same as QR code, that takes in one device, once.

    It works for three days. Send the line by a way that only they read.
    """
    from sync import invitation
    from sync.hub import inviting

    terminal.require_one_of(invited, "villages", "everywhere")
    with terminal.opened(folder) as opened:
        chosen = terminal.chosen(opened, organisation)
        whom = (known_user if invited["user"] else new_user)(opened, chosen.organisation, invited)
        line = invitation.written(inviting.invite(opened, chosen, whom))
    if as_json:
        click.echo(json.dumps({"invitation": line}))
    else:
        click.echo(inviting.as_qr(line), err=True)
        # several lines look the same, and each lets in whoever has it
        words = _("Voor {name}. De regel werkt één keer, drie dagen lang.")
        click.echo(words.format(name=terminal.one_line(whom.name)), err=True)
        click.echo(line)


@hub.command()
@terminal.folder_option
@terminal.organisation_option
@terminal.json_option
@click.argument("device", required=False, default="", help="One device, with what it holds.")
def devices(folder: Path | None, organisation: str | None, as_json: bool, device: str) -> None:
    """List the devices: whose, what reach, when last met, and how much waited there.

    With a DEVICE, its beginning is enough: that one, with the ids of the dossiers on it, and how
    many of its changes stand refused and why.
    """
    import msgspec

    from sync.hub import inviting, register

    with terminal.opened(folder) as opened:
        chosen = terminal.chosen(opened, organisation).organisation
        if device:
            one = _device(opened, chosen, device)
            told = {
                **msgspec.structs.asdict(one),
                "holds": register.held(opened.database, chosen, one.device),
                "refused": register.refused(opened.database, chosen, one.device),
            }
            click.echo(json.dumps(told))
            return
        found = register.devices(opened.database, chosen)
        names = inviting.village_names(opened.database, chosen)
    if as_json:
        click.echo(msgspec.json.encode(found).decode())
        return
    terminal.show_table(
        (_("apparaat"), _("staat"), _("naam"), _("rol"), _("bereik"), _("laatst gezien"),
         _("wacht"), _("dossiers"), _("noemt het")),
        (_shown(one, names) for one in found),
    )  # fmt: skip


@hub.command()
@terminal.folder_option
@terminal.json_option
@click.option(
    "--to",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder for the answers; else beside each file.",
)
@click.argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Files that laptops put on a stick.",
)
@click.pass_context
def bundle(
    ctx: click.Context, folder: Path | None, as_json: bool, to: Path | None, files: tuple[Path, ...]
) -> None:
    """Do what FILES ask that laptops put on a stick, and write the answers to bring back.

    While the hub serves, too. A file may be read twice: the second time nothing changes. One that
    cannot be read keeps no other up; the command then ends with 1.
    """
    import msgspec

    from sync.hub import bundles

    with terminal.opened(folder) as opened:
        tried = [_answered(opened, file, to or file.parent) for file in files]
    found = [one for one in tried if one is not None]
    if as_json:
        click.echo(msgspec.json.encode(found).decode())
    else:
        for one in found:
            click.echo(bundles.words(one))
    if len(found) < len(tried):
        ctx.exit(1)


@hub.command()
@terminal.folder_option
@terminal.organisation_option
@terminal.yes_option
@click.argument("device", help="Its id, or the beginning of it.")
def revoke(folder: Path | None, organisation: str | None, yes: bool, device: str) -> None:
    """Shut a DEVICE out from now on; what lies on it stays there."""
    _shut_out(folder, organisation, device, yes=yes, wipe=False)


@hub.command()
@terminal.folder_option
@terminal.organisation_option
@terminal.yes_option
@click.argument("device", help="Its id, or the beginning of it.")
def wipe(folder: Path | None, organisation: str | None, yes: bool, device: str) -> None:
    """Shut a DEVICE out and order it to destroy what it holds; what waited there is lost.

    It obeys at its next contact, and devices then says wiped. A laptop that makes no contact any
    more opens no longer once its lease is over.
    """
    _shut_out(folder, organisation, device, yes=yes, wipe=True)


@hub.command()
@terminal.folder_option
@terminal.json_option
@click.option("--renew", is_flag=True, help="Make a new certificate now; it happens by itself.")
@click.option("--use-reserve", is_flag=True, help="Replace the authority by the one in reserve.")
def certificates(folder: Path | None, as_json: bool, renew: bool, use_reserve: bool) -> None:
    """Tell until when the certificate holds and by which pins laptops know the hub."""
    from meitinker import clock

    with terminal.opened(folder) as opened:
        hosts = (opened.settings.host,)
        if use_reserve:
            opened.certificates.use_reserve(hosts)
        elif renew:
            opened.certificates.renew(hosts)
        told = {
            "until": clock.instant_text(opened.certificates.ends()),
            "pins": opened.certificates.pins(),
        }
    if as_json:
        click.echo(json.dumps(told))
    else:
        terminal.show_table(
            (_("geldig tot, dan de pins: in gebruik, reserve"),), [(str(told["until"]),)]
        )
        click.echo("\n".join(told["pins"]))


def _answered(opened: OpenHub, file: Path, folder: Path) -> Done | None:
    """Do what a file asks; None, and said why, where nobody can."""
    from meitinker.errors import BundleDamaged, BundleNotOurs, DeviceRefused
    from sync.hub import bundles

    try:
        return bundles.answer(opened.database, opened.accounts, file, folder)
    except BundleDamaged:
        words = _(
            "Dit bestand is niet heel, of niet voor deze hub gemaakt: {file}. Er is niets van"
            " overgenomen. Kopieer het nog eens van de stick, of laat de laptop een nieuw maken."
        )
    except BundleNotOurs as error:
        words = _("Dit bestand hoort bij een andere organisatie: {file}. Er is niets ingelezen.")
        if error.params.get("reason") == "answer":
            words = _("Dit is een antwoord voor een laptop, geen bestand van een laptop: {file}.")
    except DeviceRefused:
        words = _("Dit bestand is van een laptop die hier niet bekend is: {file}.")
    click.echo(words.format(file=file), err=True)
    return None


@contextmanager
def _doors(host: str, port: int, counters: str | None) -> Iterator[tuple[socket, socket | None]]:
    """Lend the socket that laptops come to, and one for the counters where that was asked."""
    with _listener(host, port) as listener:
        if counters is None:
            yield listener, None
            return
        with _listener(*_host_and_port(counters, default=0)) as beside:
            yield listener, beside


@contextmanager
def _listener(host: str, port: int) -> Iterator[socket]:
    import socket

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family, backlog=512)
    except OSError:
        words = _("Op {place} luistert al iets, of dat mag niet.").format(place=f"{host}:{port}")
        raise click.ClickException(words) from None
    with listener:
        yield listener


def _device(opened: OpenHub, organisation: str, begin: str) -> Device:
    from sync.hub import register

    found = [
        one
        for one in register.devices(opened.database, organisation)
        if one.device.startswith(begin)
    ]
    if len(found) != 1:
        raise click.UsageError(
            _("Dit apparaat is er niet, of er zijn er meer. Geef meer van het nummer.")
        )
    return found[0]


def _shut_out(
    folder: Path | None, organisation: str | None, device: str, *, yes: bool, wipe: bool
) -> None:
    with terminal.opened(folder) as opened:
        chosen = terminal.chosen(opened, organisation).organisation
        one = _device(opened, chosen, device)
        if not yes:
            if wipe:
                lost = _(
                    "Wat daar niet verstuurd is, gaat verloren. Bij het laatste contact ({moment})"
                    " wachtten er nog: {count}."
                )
                click.echo(lost.format(count=one.waiting, moment=one.met_at or "-"), err=True)
            asked = (
                _("Afsluiten en leegmaken: {device} ({name}, {label})?")
                if wipe
                else _("Afsluiten: {device} ({name}, {label})?")
            )
            name, label = terminal.one_line(one.name), terminal.one_line(one.label)
            words = asked.format(device=one.device, name=name, label=label)
            terminal.require_yes(words)
        opened.accounts.revoke(chosen, one.device, wipe=wipe)
    told = (
        _("Afgesloten. De laptop maakt zich leeg zodra hij contact heeft.")
        if wipe
        else _("Afgesloten. Wat op de laptop staat, blijft daar.")
    )
    click.echo(told, err=True)


def _shown(one: Device, names: Mapping[str, str]) -> tuple[str, ...]:
    shut = (one.wiped_at and "wiped") or (one.wipe_at and "wipe") or (one.revoked_at and "revoked")
    reach = terminal.reach(one, names)
    counts = (one.met_at or "-", str(one.waiting), str(one.dossiers))
    label = terminal.one_line(one.label)
    name = terminal.one_line(one.name)
    return one.device, shut or "active", name, one.role, reach, *counts, label


def _host_and_port(place: str, default: int = 443) -> tuple[str, int]:
    host, colon, port = place.rpartition(":")
    if not colon or place.endswith("]"):
        host, port = place, str(default)
    if not port.isdigit() or int(port) > _TOP_PORT:
        raise click.UsageError(_("Schrijf het adres zoals hub.example.org:8443."))
    return host.strip("[]").lower(), int(port)
