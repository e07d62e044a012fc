"""Making an invitation that a laptop can read, and showing it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import msgspec

from meitinker.domain import reference
from meitinker.ids import named_id
from sync.hub import register
from sync.invitation import Invitation

if TYPE_CHECKING:
    from sync.hub.accounts import Invited
    from sync.hub.database import HubDatabase
    from sync.hub.home import OpenHub
    from sync.hub.register import Organisation


def invite(hub: OpenHub, organisation: Organisation, whom: Invited) -> Invitation:
    """Return an invitation for ``whom``; it is written down with the hub and works once."""
    return Invitation(
        host=hub.settings.host,
        port=hub.settings.port,
        hub=organisation.hub,
        pins=hub.certificates.pins(),
        code=hub.accounts.invite(organisation.organisation, whom),
    )


def villages(database: HubDatabase, organisation: str) -> dict[str, str]:
    """Return the ids of villages by name without capitals.

    Those that the program ships have the same id in every store, so the first laptop can be
    invited before the hub knows any; what the organisation's list says goes before.
    """
    newest = reference.shipped("villages")[-1]
    entries = msgspec.json.decode(newest.text, type=list[reference.VillageEntry])
    shipped = {
        name.casefold(): str(named_id(f"village:{entry.frisian_name}"))
        for entry in entries
        for name in (entry.frisian_name, entry.dutch_name)
        if name
    }
    return shipped | register.villages(database, organisation)


def as_qr(line: str) -> str:
    """Return a QR code of ``line`` in signs of a terminal, two rows a line."""
    import segno

    shown = io.StringIO()
    segno.make(line, error="m", micro=False).terminal(out=shown, compact=True)
    return shown.getvalue()
