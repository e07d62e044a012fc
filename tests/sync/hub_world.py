"""Laptops and a real hub in one process: stores, verdicts and scope are real, the wire is made.

::

    with HubWorld(folder, seed=7) as world:
        a, office = world.laptop("a", "Grou"), world.laptop("office")
        a.add_person("Jong")
        a.meet()
        office.meet()

Every message is packed, signed and recognised as over HTTPS; a :class:`Wire` can cut it before
or after the hub did its work, or deliver it twice. A crash is a bite of the store that never
ends; the laptop is opened again after it. Each laptop's clock is its own; the hub's is right.
"""

from __future__ import annotations

import random
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from sqlalchemy import select, update

from meitinker import clock, ids
from meitinker.domain.merging import Verdict
from meitinker.domain.organisation import Device, Organisation, User
from meitinker.domain.session import Role
from meitinker.domain.villages import Village
from meitinker.errors import HubUnreachable
from meitinker.ids import PersonId, named_id
from meitinker.services import opening, people
from meitinker.services.people import NewPerson
from meitinker.store import hub_facts, settings
from meitinker.store.acts import act
from meitinker.store.state import StoreInfo
from sync import changes, enrolment, signing, wire
from sync.hub import scope
from sync.hub.access import set_villages
from sync.hub.accounts import Accounts, Invited
from sync.hub.database import embedded
from sync.hub.handlers import Handlers
from sync.hub.losses import Questions
from sync.hub.sealing import AsItIs
from sync.hub.tables import CHANGE, HOLDING, ORGANISATION, RECORD
from sync.invitation import Invitation
from sync.protocol import (
    Compare,
    Compared,
    Let,
    Lost,
    Meet,
    Met,
    PaperHeld,
    PaperPart,
    PaperWanted,
    Pull,
    Pulled,
    Push,
    Pushed,
    SealedChange,
)
from sync.session import ExchangeOutcome, SyncRun
from tests import stores
from tests.sync.world import START, VILLAGES, Replica
from tests.unit.sync.hub.bench import TestHub, recognised

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from meitinker.changes import Changes
    from meitinker.store.journal import Sealed
    from sync.protocol import Enrol, Enrolled
    from tests.stores import TestStore

T = TypeVar("T")
Q = TypeVar("Q", bound=msgspec.Struct)

KEY = bytes(range(32))
_change = msgspec.json.Decoder(SealedChange)
_lost = msgspec.json.Decoder(tuple[Lost, ...])


class Fault(Enum):
    """What happens to a call."""

    NONE = 0
    BEFORE = 1
    AFTER = 2
    TWICE = 3


class CrashedError(Exception):
    """The program ended in the middle of its work."""


class Wire:
    """The hub as one laptop reaches it: every call is a message there and one back."""

    def __init__(self, world: HubWorld, laptop: HubLaptop) -> None:
        """Begin with a wire that works."""
        self._world = world
        self._laptop = laptop
        self._number = 0
        self.fault: Callable[[str], Fault] = lambda _call: Fault.NONE
        self.following: Callable[[], Push | None] = lambda: None
        self.calls: list[str] = []
        self.hub = ""

    def skip_to(self, number: int) -> None:
        """Use no request number below this one from now on."""
        self._number = max(self._number, number)

    def meet(self, told: Meet) -> Met:
        """Say hello."""
        met = self._ask("meet", told, Met)
        return msgspec.structs.replace(met, hub=self.hub) if self.hub else met

    def push(self, told: Push) -> Pushed:
        """Send changes."""
        return self._ask("push", told, Pushed)

    def pull(self, asked: Pull) -> Pulled:
        """Fetch what is new."""
        return self._ask("pull", asked, Pulled)

    def let_go(self, told: Let) -> None:
        """Acknowledge farewells."""
        self._sent("let_go", told)

    def compare(self, told: Compare) -> Compared:
        """Compare sums."""
        return self._ask("compare", told, Compared)

    def paper_held(self, asked: PaperWanted) -> PaperHeld:
        """Ask for an attachment."""
        return self._ask("paper_held", asked, PaperHeld)

    def send_paper(self, told: PaperPart) -> PaperHeld:
        """Send a part of an attachment."""
        return self._ask("send_paper", told, PaperHeld)

    def fetch_paper(self, asked: PaperPart) -> PaperPart:
        """Fetch a part of an attachment."""
        return self._ask("fetch_paper", asked, PaperPart)

    def _ask(self, call: str, told: msgspec.Struct, back: type[T]) -> T:
        return wire.unpacked(self._sent(call, told), back)

    def _sent(self, call: str, told: msgspec.Struct) -> bytes:
        self.calls.append(call)
        fault = self.fault(call)
        if fault is Fault.BEFORE:
            raise HubUnreachable("cut before")
        body = wire.packed(told)
        self.following()  # as the client that speaks HTTPS does while it waits
        answer = self._served(call, type(told), body)
        if fault is Fault.TWICE:
            answer = self._served(call, type(told), body)
        if fault is Fault.AFTER:
            raise HubUnreachable("cut after")
        return answer

    def _served(self, call: str, shape: type[Q], body: bytes) -> bytes:
        world, laptop = self._world, self._laptop
        with clock.running(world.hub_time):
            self._number += 1
            asked = signing.Asked(
                method="POST",
                path=f"/v1/{call}",
                hub=world.hub_id,
                device=laptop.store.session.device,
                body=body,
            )
            seal = signing.sign(laptop.secret, asked, self._number)
            hub = TestHub(world.database, world.accounts, world.organisation)
            caller = recognised(hub, asked, seal)
            handlers = Handlers(world.database, caller)
            answer = getattr(handlers, call)(wire.unpacked(body, shape))
            return b"" if answer is None else wire.packed(answer)


class HubLaptop(Replica):
    """One laptop that belongs to the hub."""

    def __init__(self, world: HubWorld, store: TestStore, skew: timedelta) -> None:
        """Use :meth:`HubWorld.laptop`."""
        super().__init__(store, skew)
        self.world = world
        self.wire = Wire(world, self)
        self.secret = b""
        self.biting = False
        self._copy = b""
        self.came_in: list[Changes] = []
        self.crash: Callable[[], bool] = lambda: False

    def meet(self) -> ExchangeOutcome:
        """Exchange all there is.

        Raises:
            SyncError, CrashedError: It did not come off.
        """
        self.came_in.clear()
        run = SyncRun(
            self.database,
            self.store.session,
            hub=self.wire,
            bites=self._bite,
            came_in=self.came_in.append,
        )
        self.wire.following = run.following
        try:
            with self.awake():
                return run.run()
        except CrashedError:
            self.restart()
            raise
        finally:
            self.new_session()

    def keep_copy(self) -> None:
        """Copy the store as a backup does."""
        self.database.fold_log()
        self._copy = self.store.folder.database.read_bytes()

    def put_back(self) -> None:
        """Let the store be what it was, as a restored backup: a new incarnation."""
        self.database.close()
        for old in self.store.folder.root.glob("store.db*"):
            old.unlink()
        self.store.folder.mark.unlink()
        self.store.folder.database.write_bytes(self._copy)
        self.store.reopen(recover=True)
        if self.database.recovering:
            self.database.accept_loss()
        self.database.new_incarnation()

    def new_session(self) -> None:
        """Begin a session with the reach that the hub gave last."""
        self.store.session = opening.session_of(self.database)

    def add_person(self, surname: str, village: str = "Grou") -> PersonId:
        """Let a meitinker add someone with an address in a village."""
        typed = NewPerson(surname=surname, street="De Buorren", number="7", place=village)
        with self.awake():
            added = people.add(self.database, self.store.session, typed)
        return PersonId(added.created("person"))

    def move(self, person: PersonId, village: str) -> None:
        """Let a person live in another village."""
        to = NewPerson(street="Nijdjip", number="3", place=village)
        with self.awake():
            people.move(
                self.database,
                self.store.session,
                person,
                to=to,
                since=clock.today() - timedelta(days=1),
            )

    def _bite(self, work: Callable[[], T], /) -> T:
        if self.crash():
            raise CrashedError
        self.biting = True
        try:
            result = work()
        finally:
            self.biting = False
        if self.crash():
            raise CrashedError
        return result


class HubWorld:
    """A hub of one organisation and its laptops."""

    def __init__(self, folder: Path, *, seed: int = 0) -> None:
        """Make an empty hub in ``folder``; ``seed`` decides what is left to chance."""
        self.random = random.Random(seed)  # noqa: S311  (a seeded world, not a secret)
        self.folder = folder
        self.seconds = 0
        folder.mkdir(parents=True, exist_ok=True)
        self.database = embedded(folder / "hub.db", KEY, AsItIs())
        self.database.create()
        self.accounts = Accounts(self.database, KEY)
        self.organisation = self.accounts.add_organisation("Stichting Proef")
        with self.database.reading() as connection:
            self.hub_id = connection.execute(select(ORGANISATION.c.hub)).scalar_one()
        self.laptops: list[HubLaptop] = []
        self._stack = ExitStack()

    def __enter__(self) -> HubWorld:
        """Lend the world."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close every store and the hub."""
        self._stack.close()
        self.database.close()

    def hub_time(self) -> datetime:
        """Return the time at the hub, which is right."""
        self.seconds += 1
        return START + timedelta(seconds=self.seconds)

    def laptop(self, name: str, *villages: str, role: Role = Role.MEITINKER) -> HubLaptop:
        """Return a laptop that was set up by itself and has just enrolled; no village is all."""
        laptop = self.stranger(name)
        invited = Invited(
            name=name,
            role=role,
            villages=tuple(named_id(f"village:{one}") for one in villages),
            everywhere=not villages,
        )
        with clock.running(self.hub_time):
            code = self.accounts.invite(self.organisation, invited)
        self.enrol(laptop, code)
        return laptop

    def stranger(self, name: str) -> HubLaptop:
        """Return a laptop that belongs to no hub yet."""
        about = stores.info()
        skew = timedelta(days=self.random.choice((0, 0, -1, 400, 3650, -3650)))
        opened = stores.opened(self.folder / name, about=about)
        laptop = HubLaptop(self, self._stack.enter_context(opened), skew)
        self._begin(laptop, about)
        self.laptops.append(laptop)
        return laptop

    def enrol(self, laptop: HubLaptop, code: str) -> None:
        """Let a laptop join by an invitation."""
        invitation = Invitation(
            host="hub.example.org", port=443, hub=self.hub_id, pins=("0" * 64,), code=code
        )
        with laptop.awake():
            enrolment.enrol(
                laptop.database,
                laptop.store.session,
                door=_Door(self),
                invitation=invitation,
                label="proef",
            )
        with laptop.database.reading() as connection:
            laptop.secret = bytes.fromhex(settings.get(connection, hub_facts.BELONGING).key)
        laptop.new_session()

    def give(self, laptop: HubLaptop, *villages: str) -> None:
        """Give a user exactly these villages."""
        wanted = [named_id(f"village:{one}") for one in villages]
        with self.database.writing(self.organisation) as (connection, _end):
            set_villages(connection, self.organisation, laptop.store.session.user, wanted)

    def settle(self, rounds: int = 3) -> list[ExchangeOutcome]:
        """Let everyone meet the hub until all know all; return the outcomes of the last round."""
        return [[one.meet() for one in self.laptops] for _ in range(rounds)][-1]

    def listed(self) -> list[Sealed]:
        """Return the list of the hub, in its order."""
        with self.database.reading() as connection:
            bodies = connection.execute(select(CHANGE.c.body).order_by(CHANGE.c.position))
            return [changes.arrived(_change.decode(body)) for body in bodies.scalars()]

    def asked(self) -> set[tuple[str, str]]:
        """Return the changes and parts about which fills of all dossiers would ask."""
        questions, lost = Questions(), []
        with self.database.reading() as connection:
            for row in connection.execute(select(CHANGE).order_by(CHANGE.c.position)):
                change = _change.decode(row.body)
                if questions.take(change, Verdict(row.verdict), _lost.decode(row.lost)):
                    lost.append(change)
        return {(one.change_id, part) for one in lost for part in questions.open_of(one)}

    def records(self, dossiers: set[str] | None = None) -> dict[str, dict[str, Any]]:
        """Return what the hub has made of its records, or of those of some dossiers."""
        found = {}
        with self.database.reading() as connection:
            for row in connection.execute(select(RECORD)):
                if dossiers is None or row.dossier in dossiers:
                    found[row.record_id] = {
                        "fields": msgspec.json.decode(row.fields),
                        "versions": msgspec.json.decode(row.versions),
                        "deleted": bool(row.deleted),
                    }
        return found

    def held(self, laptop: HubLaptop, *, told: bool = False) -> set[str]:
        """Return the dossiers that the hub thinks lie on a laptop, and everyone's.

        ``told``: only those of which it hears; not those that were told to leave.
        """
        asked = select(HOLDING.c.dossier).where(HOLDING.c.device == laptop.store.session.device)
        if told:
            asked = asked.where(HOLDING.c.state.in_((scope.HELD, scope.OFFERED)))
        with self.database.reading() as connection:
            return {"", *connection.execute(asked).scalars()}

    def epoch(self) -> str:
        """Return the epoch of the hub."""
        with self.database.reading() as connection:
            return str(connection.execute(select(ORGANISATION.c.epoch)).scalar_one())

    def put_back(self, copy: Path, *, epoch: str = "") -> None:
        """Let the hub be what it was when ``copy`` was made, under a new epoch."""
        self.database.close()
        for old in self.folder.glob("hub.db*"):
            old.unlink()
        (self.folder / "hub.db").write_bytes(copy.read_bytes())
        self.database = embedded(self.folder / "hub.db", KEY, AsItIs())
        self.accounts = Accounts(self.database, KEY)
        with self.database.writing(self.organisation) as (connection, _end):
            connection.execute(update(ORGANISATION).values(epoch=epoch or ids.new_id()))

    def copy(self) -> Path:
        """Return a backup of the hub as it is now."""
        target = self.folder / "copy.db"
        self.database.close()
        self.database = embedded(self.folder / "hub.db", KEY, AsItIs())
        with self.database.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        target.write_bytes((self.folder / "hub.db").read_bytes())
        self.accounts = Accounts(self.database, KEY)
        return target

    def _begin(self, laptop: HubLaptop, about: StoreInfo) -> None:
        with (
            laptop.awake(),
            act(laptop.database, laptop.store.session, "store.create", undoable=False) as work,
        ):
            work.create(Organisation(id=about.organisation, name="Op zichzelf", phone="0566"))
            for name in VILLAGES:
                village = named_id(f"village:{name}")
                work.create(Village(id=village, frisian_name=name, dutch_name=name))
            work.create(User(id=about.user, name="Sietske Proef"))
            work.create(Device(id=about.device, user_id=about.user))


class _Door:
    """The hub's door, for who is not enrolled yet."""

    def __init__(self, world: HubWorld) -> None:
        self._world = world

    def enrol(self, asked: Enrol) -> Enrolled:
        """Take in a device."""
        with clock.running(self._world.hub_time):
            return self._world.accounts.enrol(self._world.organisation, asked)


@contextmanager
def two(folder: Path, *, seed: int = 0) -> Iterator[tuple[HubWorld, HubLaptop, HubLaptop]]:
    """Lend a world with a laptop of one village and one of the whole organisation, who met."""
    with HubWorld(folder, seed=seed) as world:
        a, office = world.laptop("a", "Grou"), world.laptop("office")
        world.settle(2)
        yield world, a, office
