"""The commands that print the social map, and that read a provider's form back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from meitinker.cli.store import at_store, json_option, opened

if TYPE_CHECKING:
    from collections.abc import Iterable

    from meitinker.cli.store import StoreChoice
    from meitinker.domain.session import Session
    from meitinker.services.check_form_answers import ReturnedForm
    from meitinker.store.database import Database

_FOLDER = click.Path(file_okay=False, path_type=Path)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_PLACE = click.Path(dir_okay=False, path_type=Path)
_MOST = 100_000
"""Services among which a name is looked for."""

_LANGUAGES = ("nl", "fy", "en")

_language = click.option(
    "--language", type=click.Choice(_LANGUAGES), default="nl", help="Of all but the map's own text."
)
_large = click.option("--large", is_flag=True, help="Large print: 18 points.")


@click.command()
@click.option("--out", type=_FOLDER, required=True, help="Folder for coverage.pdf and .xlsx.")
@_language
@at_store
def coverage(at: StoreChoice, *, out: Path, language: str) -> None:
    """Write where help is and where it is not, as a picture in words and as a workbook."""
    from meitinker.i18n import speaking
    from meitinker.services import coverage_papers

    with opened(at) as (database, session):
        with speaking(language):
            press = coverage_papers.paper(database, session)
            book = coverage_papers.sheets(database, session)
        _write(out / "coverage.pdf", press().data)
        _write(out / "coverage.xlsx", book)


@click.command()
@click.argument("village")
@click.option("--to", "target", type=_PLACE, required=True, help="The PDF to write.")
@_language
@_large
@at_store
def booklet(at: StoreChoice, village: str, *, target: Path, language: str, large: bool) -> None:
    """Write the booklet of VILLAGE, by its Frisian or Dutch name: to print on both sides."""
    from meitinker.domain.people import Language
    from meitinker.services import booklets
    from meitinker.services.booklets import BookletWish

    with opened(at) as (database, session):
        wish = BookletWish(
            village_id=_village(database, session, village),
            large=large,
            language=Language(language),
        )
        _write(target, booklets.booklet(database, session, wish)().data)


@click.command()
@click.argument("services", nargs=-1, required=True)
@click.option("--to", "target", type=_PLACE, required=True, help="The PDF to write.")
@click.option("--first-line", default="", help="What stands over it; it is kept nowhere.")
@click.option(
    "--scan",
    type=click.Choice(("phone", "web", "none")),
    default="phone",
    help="What the codes do; where that cannot be, the other.",
)
@_language
@_large
@at_store
def leaflet(
    at: StoreChoice,
    services: tuple[str, ...],
    *,
    target: Path,
    first_line: str,
    scan: str,
    language: str,
    large: bool,
) -> None:
    """Write a leaflet with SERVICES, by id or by their whole name, in that order."""
    from meitinker.domain.people import Language
    from meitinker.reports.service_entry import Scan
    from meitinker.services import leaflets
    from meitinker.services.leaflets import LeafletWish

    with opened(at) as (database, session):
        ids = tuple(_service(database, session, one) for one in services)
        wish = LeafletWish(
            service_ids=ids,
            first_line=first_line,
            scan=Scan(scan),
            large=large,
            language=Language(language),
        )
        for name in leaflets.chosen(database, session, ids).left_out:
            _tell_left_out(name)
        _write(target, leaflets.leaflet(database, session, wish)().data)


@click.command("check-form")
@click.argument("provider", required=False, default="")
@click.option("--out", type=_FOLDER, help="Folder for check-form.pdf and check-form.xlsx.")
@click.option("--read", "answered", type=_FILE, help="A workbook that came back.")
@click.option("--dry-run", is_flag=True, help="Only tell what a workbook says.")
@_language
@json_option
@at_store
def check_form(
    at: StoreChoice,
    provider: str,
    *,
    out: Path | None,
    answered: Path | None,
    dry_run: bool,
    language: str,
    as_json: bool,
) -> None:
    """Write the form by which PROVIDER checks the map, or read one that came back.

    With --read the answers become proposed corrections and a note that was checked; rows that
    cannot be used are told, and end it with 1.
    """
    from meitinker.i18n import _

    if bool(out) == bool(answered) or bool(out) != bool(provider):
        raise click.UsageError(_("Geef PROVIDER en --out, of --read."))
    with opened(at) as (database, session):
        if answered is not None:
            _read(database, session, answered, dry_run=dry_run, as_json=as_json)
        elif out is not None:
            _write_form(database, session, provider, out=out, language=language)


def _write_form(
    database: Database, session: Session, provider: str, *, out: Path, language: str
) -> None:
    from meitinker.i18n import speaking
    from meitinker.services import check_forms, social_map

    known = social_map.providers(database, session)
    provider_id = _named(provider, [(one.id, one.name) for one in known])
    with speaking(language):
        press = check_forms.paper(database, session, provider_id)
        book = check_forms.sheet(database, session, provider_id)
    _write(out / "check-form.pdf", press().data)
    _write(out / "check-form.xlsx", book)


def _read(
    database: Database, session: Session, file: Path, *, dry_run: bool, as_json: bool
) -> None:
    import msgspec

    from meitinker.exchange import tables
    from meitinker.services import check_form_answers, check_forms

    found = check_form_answers.read(database, session, tables.read_file(file))
    if not dry_run:
        check_forms.keep(database, session, found)
    if as_json:
        click.echo(msgspec.json.encode(found).decode())
    else:
        _tell(found)
    click.get_current_context().exit(1 if found.problems else 0)


def _tell(found: ReturnedForm) -> None:
    from meitinker.cli import terminal
    from meitinker.i18n import _
    from meitinker.services.check_form_answers import problem_words

    for one in found.problems:
        terminal.tell(problem_words(one))
    click.echo(
        _("Antwoorden: {answers}. Voorstellen tot verbetering: {corrections}.").format(
            answers=len(found.answers), corrections=len(found.corrections)
        )
    )


def _tell_left_out(name: str) -> None:
    from meitinker.cli import terminal
    from meitinker.i18n import _

    terminal.tell(_("{name} mag niet op papier.").format(name=name))


def _village(database: Database, session: Session, name: str) -> str:
    from meitinker.services import map_papers

    named = [(one.id, each) for one in map_papers.villages(database, session) for each in one.names]
    return _named(name, named)


def _service(database: Database, session: Session, name: str) -> str:
    from meitinker.services import social_map
    from meitinker.store.social_map import ServiceFilter

    found = social_map.listed(database, session, ServiceFilter(running=False), most=_MOST).lines
    named = [(one.service_id, word) for one in found for word in (one.name, one.service_id)]
    return _named(name, named)


def _named(name: str, known: Iterable[tuple[str, str]]) -> str:
    """Return the id of what has a name; letters, accents and capitals apart.

    Raises:
        UsageError: There is none of that name, or several.
    """
    from meitinker.domain.villages import folded
    from meitinker.i18n import _

    found = {key for key, called in known if folded(called) == folded(name)}
    if len(found) != 1:
        words = _("Meer dan één heet zo: {name}.") if found else _("Niets heet zo: {name}.")
        raise click.UsageError(words.format(name=name))
    return found.pop()


def _write(target: Path, data: bytes) -> None:
    """Write a file and tell where it is; its folder is made where there is none.

    Raises:
        DiskFull, DiskFailed, StoreReadOnly: It cannot be written.
    """
    from meitinker import paths

    with paths.disk_errors():
        target.parent.mkdir(parents=True, exist_ok=True)
    paths.write_durably(target, data)
    click.echo(target)
