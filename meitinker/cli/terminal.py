"""What the commands at a terminal share: which store, its key, and telling how far the work is.

A passphrase never comes from the command line, where other programs and the shell's history can
read it: it is asked without echo, or read from standard input.
"""

from __future__ import annotations

import json
import logging
import shutil
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from meitinker import labels, log, paths
from meitinker.errors import StoreBehind, StoreError, StoreExists, StoreMissing
from meitinker.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from meitinker.keys import StoreKey
    from meitinker.labels import Labelled
    from meitinker.paths import StoreFolder
    from meitinker.store.backup import Progress
    from meitinker.store.checking import Report
    from meitinker.store.container import Manifest
    from meitinker.store.database import Database
    from meitinker.store.restoring import Restored


class Secret:
    """How the key of a store is asked for.

    Attributes:
        by_code: Whether the recovery code is given, and not the passphrase.
    """

    def __init__(self, *, by_code: bool, from_stdin: bool) -> None:
        """Take what the options say; nothing is asked yet."""
        self.by_code = by_code
        self._from_stdin = from_stdin

    def ask(self) -> str:
        """Return what was typed, without a line end.

        Raises:
            UsageError: There is no terminal to ask at, or nothing was given.
        """
        if self._from_stdin:
            typed = sys.stdin.readline().rstrip("\r\n")
        elif sys.stdin.isatty():
            words = _("Herstelcode") if self.by_code else _("Wachtwoord")
            typed = click.prompt(words, hide_input=True, err=True, default="", show_default=False)
        else:
            told = _("Er is geen scherm om het te vragen. Gebruik --passphrase-stdin.")
            raise click.UsageError(told)
        if not typed:
            raise click.UsageError(_("Er is geen wachtwoord gegeven."))
        return str(typed)

    def key_of(self, folder: StoreFolder) -> StoreKey:
        """Ask, and return the key of the store in ``folder``.

        Raises:
            KeysError: It does not open.
            UsageError: There is nobody to ask.
        """
        from meitinker.services import opening

        typed = self.ask()
        return (opening.unlock_with_code if self.by_code else opening.unlock)(folder, typed)

    def restore(
        self, file: Path, folder: StoreFolder, *, replace: bool, progress: Progress
    ) -> Restored:
        """Ask, and put the backup ``file`` back in ``folder``.

        Raises:
            KeysError, BackupError, StoreError: As :func:`meitinker.store.restoring.restore`.
            UsageError: There is nobody to ask.
        """
        from meitinker.services import backups

        restore = backups.restore_with_code if self.by_code else backups.restore_with_passphrase
        return restore(file, folder, self.ask(), replace=replace, progress=progress)


@contextmanager
def logged() -> Iterator[None]:
    """Log to the program's own file meanwhile, where there is a home to log in.

    Without it Python would write warnings to the terminal, past the fence of :mod:`log`.
    """
    silent = logging.NullHandler()
    logging.getLogger().addHandler(silent)
    running = None
    try:
        if paths.home().is_dir():
            running = log.start(paths.home() / "log" / "meitinker.log")
    except StoreError:
        pass  # a place that cannot be written may still be looked at
    try:
        yield
    finally:
        if running is not None:
            running.stop()
        logging.getLogger().removeHandler(silent)


def chosen(label: str | None) -> Labelled:
    """Return the store called ``label``, or the only one there is.

    Raises:
        StoreMissing: There is no store on this computer at all.
        UsageError: There is none of that label, or several and no label.
    """
    stores = labels.stores()
    if not stores:
        raise StoreMissing("no store in this home")
    named = [one for one in stores if label is None or one.label.casefold() == label.casefold()]
    if len(named) == 1:
        return named[0]
    known = ", ".join(one.label for one in stores)
    if not named:
        words = _("Deze werkplek bestaat niet. Wel: {stores}.")
    else:
        words = _("Zeg met --store welke werkplek u bedoelt. Er zijn: {stores}.")
    raise click.UsageError(words.format(stores=known))


@contextmanager
def opened(folder: StoreFolder, secret: Secret, *, recover: bool = False) -> Iterator[Database]:
    """Lend the store in ``folder`` open, and close it.

    Args:
        folder: Where it lies.
        secret: Asks for its key.
        recover: Open a store that is behind its mark too, for reading only.

    Raises:
        KeysError, StoreError: It does not open.
    """
    from meitinker.store.database import Database

    key = secret.key_of(folder)
    try:
        database = Database.open(folder, key)
    except StoreBehind:
        if not recover:
            raise
        database = Database.open(folder, key, recover=True)
    try:
        yield database
    finally:
        database.close()
        key.wipe()


def put_back(
    file: Path, label: str | None, restore: Callable[..., Restored], *, replace: bool
) -> Restored:
    """Put a backup back in the store called ``label``, or in a new one where there is none.

    Args:
        file: The backup.
        label: Which store.
        restore: Opens the backup and puts it back, as :meth:`Secret.restore` does.
        replace: Whether a store that is there may be put aside.

    Raises:
        StoreExists: There is a store there, and ``replace`` was not given.
        KeysError, BackupError, StoreError: As :func:`meitinker.store.restoring.restore`.
    """
    there = _folder_for(label)
    if there is not None and not replace:
        raise StoreExists("without --replace")
    folder = there or labels.new_store(label or "")
    try:
        return restore(file, folder, replace=replace, progress=BackupProgress())
    except BaseException:
        if there is None:
            shutil.rmtree(folder.root, ignore_errors=True)
        raise


def _folder_for(label: str | None) -> StoreFolder | None:
    stores = labels.stores()
    taken = {one.label.casefold() for one in stores}
    if not stores or (label is not None and label.casefold() not in taken):
        return None
    return chosen(label).folder


def tell(words: str) -> None:
    """Say something about the work on standard error: standard output is for its result."""
    click.echo(words, err=True)


class BackupProgress:
    """Tells each part of making or restoring a backup once, when it begins."""

    def __init__(self) -> None:
        """Begin with nothing told."""
        self._told = ""

    def __call__(self, what: str, _done: int, _of: int) -> None:
        """Take in how far the work is."""
        if what == self._told:
            return
        self._told = what
        words = {
            "copy": _("De gegevens kopiëren…"),
            "write": _("De reservekopie schrijven…"),
            "verify": _("De reservekopie nakijken…"),
        }.get(what)
        if words:
            tell(words)


def check_progress(name: str, number: int, of: int) -> None:
    """Tell which check begins, its number and of how many."""
    from meitinker.services.checking import title

    if name:
        tell(f"{number + 1}/{of} {title(name)}…")


def tell_report(report: Report) -> None:
    """Write the result of a check: a line each, with the problems under it."""
    from meitinker.services.checking import title

    for one in report.checks:
        found = ngettext("{count} probleem", "{count} problemen", one.found)
        state = _("in orde") if one.ok else found.format(count=one.found)
        click.echo(f"{title(one.name)}: {state}")
        for problem in one.problems:
            click.echo(f"  {problem}")
    if report.ok:
        click.echo(_("Alles is in orde."))
    else:
        tell(_("Niet alles is in orde. Zet een reservekopie terug of bel uw beheerder."))
        tell(_("De regels die inspringen, zijn voor wie u helpt. Ze zijn in het Engels."))


def tell_backup(made: Path, told: Manifest, *, as_json: bool) -> None:
    """Write where the backup is and what it holds."""
    place = made.absolute()
    if as_json:
        about = {"path": str(place), "made_at": told.made_at, "size": made.stat().st_size}
        click.echo(json.dumps({**about, "commits": told.commits, "missing": told.missing}))
        return
    click.echo(_("De reservekopie is gemaakt en nagekeken: {file}").format(file=place))
    if told.missing:
        tell(_("Niet alle bijlagen waren heel. Controleer de gegevens met meitinker check."))


def tell_restored(restored: Restored, *, by_code: bool) -> None:
    """Write that a backup is back, and what comes next."""
    click.echo(_("De reservekopie is teruggezet."))
    if restored.aside is not None:
        click.echo(_("Wat er stond, is bewaard in {folder}").format(folder=restored.aside))
    if by_code:
        click.echo(
            _("Op een andere computer: kies Wachtwoord vergeten? en kies een nieuw wachtwoord.")
        )
