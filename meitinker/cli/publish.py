"""The command that writes the website of the social map."""

from __future__ import annotations

import json
from pathlib import Path

import click

from meitinker.cli import store

_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.option("--out", required=True, type=_FOLDER, help="Folder of the website; new or earlier.")
@click.option(
    "--language",
    "languages",
    type=click.Choice(["nl", "fy", "en"]),
    multiple=True,
    help="What the pages speak, the first at the top; else Dutch. Services stay as they are told.",
)
@store.json_option
@store.at_store
def publish(at: store.StoreChoice, *, out: Path, languages: tuple[str, ...], as_json: bool) -> None:
    """Write the public part of the map as a website in a folder, for any web host or a stick.

    Needs no server and no network; browsing works without a script, searching in the browser.
    An earlier website in the folder stays whole until the new one is, also when this is stopped.
    A folder with anything else in it is refused.
    """
    from meitinker.services import publishing

    with store.opened(at) as (database, session):
        run = publishing.publish(database, session, out, languages=languages or ("nl",))
        made = store.driven(run)
    _tell(made, out, as_json=as_json)


def _tell(made: object, out: Path, *, as_json: bool) -> None:
    import msgspec

    from meitinker.i18n import _
    from meitinker.services.publishing import Published

    if not isinstance(made, Published):
        raise TypeError(type(made).__name__)
    start = (out / "index.html").absolute()
    if as_json:
        click.echo(json.dumps({"start": str(start), **msgspec.to_builtins(made)}))
        return
    words = _("De website staat klaar, met {count} diensten. Begin bij {file}")
    click.echo(words.format(count=made.services, file=start))
