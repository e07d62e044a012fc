"""A hub that serves in a process of its own, and invitations to it, for the tests of screens."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from meitinker.domain.session import Role
from sync.hub import register
from sync.hub.accounts import Invited
from sync.invitation import Invitation
from tests.sync.hub.served import HubProcess, new_home

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sync.hub.home import OpenHub


@contextmanager
def invitations(folder: Path) -> Iterator[list[Invitation]]:
    """Lend two invitations to a hub that serves."""
    home = new_home(folder)
    with home.opened() as hub, HubProcess(folder) as process:
        organisation = hub.accounts.add_organisation("Stichting Proef")
        yield [_invitation(hub, organisation, process.port) for _ in range(2)]


def _invitation(hub: OpenHub, organisation: str, port: int) -> Invitation:
    (known,) = register.organisations(hub.database)
    whom = Invited(name="Hinke", role=Role.MEITINKER, villages=(), everywhere=True)
    return Invitation(
        host="127.0.0.1",
        port=port,
        hub=known.hub,
        pins=hub.certificates.pins(),
        code=hub.accounts.invite(organisation, whom),
    )
