"""What commands that work in a store share: which one, how its key is asked for, how far it is."""

from __future__ import annotations

import functools
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from meitinker.cli import terminal
    from meitinker.domain.session import Session
    from meitinker.store.database import Database

T = TypeVar("T")

_TOLD_EVERY = 100

json_option = click.option("--json", "as_json", is_flag=True, help="Write the result as JSON.")
"""Gives a command the option ``--json``, as the argument ``as_json``."""


class StoreChoice(NamedTuple):
    """Which store, and how its key is asked for."""

    label: str | None
    by_code: bool
    from_stdin: bool

    def secret(self) -> terminal.Secret:
        """Return who asks for the key; nothing is asked yet."""
        from meitinker.cli import terminal

        return terminal.Secret(by_code=self.by_code, from_stdin=self.from_stdin)


def at_store(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of a store, in one argument ``at``."""

    @click.option("--store", "label", metavar="LABEL", help="Which store, where several are.")
    @click.option(
        "--recovery-code", "by_code", is_flag=True, help="Open with the recovery code instead."
    )
    @click.option(
        "--passphrase-stdin",
        "from_stdin",
        is_flag=True,
        help="Read the passphrase or code from stdin.",
    )
    @functools.wraps(command)
    def placed(*, label: str | None, by_code: bool, from_stdin: bool, **words: Any) -> None:
        command(at=StoreChoice(label, by_code, from_stdin), **words)

    return placed


@contextmanager
def lent(at: StoreChoice, *, recover: bool = False) -> Iterator[Database]:
    """Lend the store open, whoever asks: to look after it, not to work in it.

    Args:
        at: Which store, and how its key is asked for.
        recover: Open a store that is behind its mark too, for reading only.

    Raises:
        KeysError, StoreError: It does not open.
    """
    from meitinker.cli import terminal

    with terminal.logged():
        folder, secret = terminal.chosen(at.label).folder, at.secret()
        with terminal.opened(folder, secret, recover=recover) as database:
            yield database


@contextmanager
def opened(at: StoreChoice) -> Iterator[tuple[Database, Session]]:
    """Lend the store open to work in, with the session of its user.

    Raises:
        KeysError, StoreError: It does not open.
        LeaseOver: It has to meet its hub first.
    """
    from meitinker.services import lease, opening

    with lent(at) as database:
        # who takes data in or out is at work; contact is made by opening the program
        lease.require(database)
        yield database, opening.session_of(database)


def driven(run: Generator[tuple[int, int], None, T]) -> T:
    """Let a run go on to its end, telling how far it is on standard error."""
    from meitinker.cli import terminal

    told = 0
    while True:
        try:
            done, whole = next(run)
        except StopIteration as end:
            result: T = end.value
            return result
        if done - told >= _TOLD_EVERY:
            told = done
            terminal.tell(f"{done}/{whole}…")
