"""Short words for tests at what a device may ask of the hub."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import ids
from meitinker.domain.session import Role
from meitinker.store import journal
from sync import signing
from sync.changes import travelling
from sync.hub import callers
from sync.hub.accounts import Invited
from sync.hub.handlers import Handlers
from sync.hub.scope import Caller
from sync.protocol import Cursor, Enrol, Pull, Pulled, Push, Pushed

if TYPE_CHECKING:
    from meitinker.domain.records import Value
    from sync.hub.accounts import Accounts
    from sync.hub.database import HubDatabase
    from sync.protocol import Hub, SealedChange, Settled

GENESIS = "0" * 64
GROU, WERGEA = "village-grou", "village-wergea"
FIRST = 3
"""The first free place in the list: the villages have the two before it."""


class TestHub(msgspec.Struct, frozen=True):
    """A hub, its accounts and the one organisation in it."""

    __test__ = False

    database: HubDatabase
    accounts: Accounts
    organisation: str

    def laptop(
        self,
        name: str,
        *villages: str,
        everywhere: bool = False,
        role: Role = Role.MEITINKER,
    ) -> Laptop:
        """Return a laptop that was recognised."""
        caller = Caller(
            organisation=self.organisation,
            device=f"device-{name}",
            user=f"user-{name}",
            role=role.value,
            villages=villages,
            everywhere=everywhere,
        )
        return Laptop(Handlers(self.database, caller, as_told=True), caller)

    def enrolled(self, name: str, *villages: str, role: Role = Role.MEITINKER) -> Laptop:
        """Return the laptop of a user whom the hub's tables know; no village is all."""
        whom = Invited(name=name, role=role, villages=villages, everywhere=not villages)
        code = self.accounts.invite(self.organisation, whom)
        asked = Enrol(
            code=code,
            device=f"device-{name}",
            user=f"user-{name}",
            name=name,
            signing_key=signing.public(bytes(32)),
        )
        self.accounts.enrol(self.organisation, asked)
        with self.database.reading() as connection:
            caller = callers.caller_of(connection, self.organisation, asked.device)
        assert caller is not None
        return Laptop(Handlers(self.database, caller), caller)


def recognised(hub: TestHub, asked: signing.Asked, seal: signing.Seal) -> Caller:
    """Return who sent a signed request, and use up its number, as what it asks does.

    Raises:
        SyncError: The device, the signature or the number does not hold.
    """
    caller, turn = hub.accounts.proven(hub.organisation, asked, seal)
    callers.use_up_alone(hub.database, turn)
    return caller


class Laptop:
    """A laptop as far as the hub can tell: what it sends and what it got."""

    def __init__(self, hub: Hub, caller: Caller) -> None:
        """Begin with nothing pulled; ``hub`` is its own counter, or one on the network."""
        self.handlers = hub
        self.caller = caller
        self.cursor = Cursor()
        self.records: dict[str, Settled] = {}
        self.places: list[str] = []

    def change(
        self,
        kind: str,
        record_id: str,
        /,
        *,
        operation: str = "create",
        base: dict[str, str] | None = None,
        **fields: Value,
    ) -> SealedChange:
        """Return a sealed change made here."""
        entry = journal.Entry(
            change_id=ids.change_id(),
            act_id=ids.new_id(),
            device=self.caller.device,
            author=self.caller.user,
            operation=operation,
            kind=kind,
            record_id=record_id,
            fields=fields,
            base=base or {},
        )
        return travelling(journal.bound(entry, incarnation=1, previous=GENESIS))

    def push(self, *changes: SealedChange) -> Pushed:
        """Send changes."""
        return self.handlers.push(Push(changes=changes))

    def pull(self, *, most: int = 100) -> list[Pulled]:
        """Ask until there is no more, and keep what came."""
        answers = []
        while True:
            answer = self.handlers.pull(Pull(cursor=self.cursor, most=most))
            answers.append(answer)
            self.cursor = answer.cursor
            for fill in answer.fills:
                self.records |= {one.record_id: one for one in fill.records}
            self.places += [one.change_id for one in answer.places if one.position >= FIRST]
            if not answer.more:
                return answers

    def village(self, record_id: str) -> SealedChange:
        """Return the beginning of a village."""
        return self.change("village", record_id, frisian_name=record_id)

    def person(self, record_id: str, village: str | None) -> SealedChange:
        """Return the beginning of a dossier."""
        return self.change("person", record_id, last_name="Proefstra", village_id=village)

    def phone(self, record_id: str, person: str) -> SealedChange:
        """Return the beginning of a phone number in a dossier."""
        return self.change("phone", record_id, person_id=person, number="0566000000")

    def merge(self, record_id: str, from_id: str, into_id: str) -> SealedChange:
        """Return the merge of two files."""
        return self.change(
            "person_merge",
            record_id,
            operation="merge",
            from_id=from_id,
            into_id=into_id,
            merged_at="2026-11-12T09:00:00.000Z",
        )
