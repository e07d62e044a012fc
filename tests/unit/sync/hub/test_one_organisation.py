"""No query crosses organisations: what is asked names one, or asks only which there are."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event, select

from meitinker import clock
from meitinker.domain.session import Role
from meitinker.errors import RequestRefused
from sync import signing, versions
from sync.hub import (
    accounts,
    audit,
    checking,
    dump,
    inviting,
    putting_back,
    register,
    releasing,
    rights_review,
    users,
)
from sync.hub.accounts import Invited
from sync.hub.handlers import Handlers
from sync.hub.tables import WAITING
from sync.protocol import Compare, Enrol, Let, Meet, PaperPart
from tests.unit.sync.hub.bench import GROU, WERGEA, Laptop, recognised

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sync.hub.database import HubDatabase
    from tests.unit.sync.hub.bench import TestHub

SECRET = bytes(32)
FILE = "ab" * 32
_TABLES = re.compile(r"\bhub_(?!layout\b)\w+")
_NAMED = re.compile(r"\borganisation = ")


@contextmanager
def crossing(database: HubDatabase) -> Iterator[set[str]]:
    """Lend the statements that were executed meanwhile and name no organisation."""
    found: set[str] = set()

    def hear(_c: Any, _cursor: Any, statement: str, *_told: Any) -> None:
        tables = set(_TABLES.findall(statement)) - {"hub_organisation"}
        writes = statement.lstrip().upper().startswith(("INSERT", "CREATE", "PRAGMA"))
        if tables and not writes and not _NAMED.search(statement):
            found.add(statement)

    event.listen(database.engine, "before_cursor_execute", hear)
    try:
        yield found
    finally:
        event.remove(database.engine, "before_cursor_execute", hear)


def _enrolled(hub: TestHub) -> Laptop:
    code = hub.accounts.invite(hub.organisation, Invited(name="a", villages=(GROU,)))
    asked = Enrol(
        code=code, device="device-a", user="user-a", name="a", signing_key=signing.public(SECRET)
    )
    hub.accounts.enrol(hub.organisation, asked)
    signed = signing.Asked(
        method="POST", path="/v1/pull", hub="a hub", device="device-a", body=b"{}"
    )
    seal = signing.sign(SECRET, signed, 1)
    caller = recognised(hub, signed, seal)
    return Laptop(Handlers(hub.database, caller), caller)


def _exchanged(laptop: Laptop) -> None:
    laptop.handlers.meet(Meet(newest=versions.NEWEST, oldest=versions.OLDEST))
    laptop.push(
        laptop.person("p1", GROU),
        laptop.person("p2", GROU),
        laptop.phone("t1", "p1"),
        laptop.merge("m1", "p1", "p2"),
        laptop.change(
            "attachment", "a1", client_id="p1", file=FILE, size=1, added_at=_now(), user_id=""
        ),
        laptop.change("x_unknown", "x1"),
    )
    laptop.pull()
    laptop.pull()
    laptop.handlers.compare(Compare(position=0))
    laptop.handlers.let_go(Let(dossiers=("p1",)))


def _now() -> str:
    return clock.instant_text(clock.now())


def _administered(hub: TestHub) -> None:
    database, ours = hub.database, hub.organisation
    users.change(database, ours, "user-a", users.Changed(role=Role.COORDINATOR))
    users.change(database, ours, "user-a", users.Changed(villages=(GROU, WERGEA)))
    users.listed(database, ours)
    register.devices(database, ours)
    register.held(database, ours, "device-a")
    register.villages(database, ours)
    hub.accounts.invite(ours, Invited(name="b", villages=(WERGEA,)))
    inviting.village_names(database, ours)
    (invited,) = inviting.still_open(database, ours)
    inviting.withdraw(database, ours, invited.invitation)
    rights_review.review(database, *register.organisations(database))
    audit.verify(database, ours)
    audit.counted(database)
    assert [one.problems for one in checking.check(database)] == [()]
    releasing.release(database)
    lines: list[bytes] = []
    dump.write(database, _Lines(lines))
    whole = b"".join(lines).splitlines(keepends=True)
    putting_back.put_back(database, whole, proven=dump.verify(whole), replace=True)
    hub.accounts.revoke(ours, "device-a", wipe=True)


class _Lines:
    def __init__(self, lines: list[bytes]) -> None:
        self._lines = lines

    def write(self, data: bytes) -> None:
        self._lines.append(data)


def test_every_statement_names_the_organisation_that_it_is_about(hub: TestHub) -> None:
    with crossing(hub.database) as found:
        laptop = _enrolled(hub)
        _exchanged(laptop)
        with pytest.raises(RequestRefused):
            laptop.handlers.fetch_paper(PaperPart(name=FILE, offset=0, size=7))
        _administered(hub)
        hub.accounts.knows(hub.organisation, "device-a")
        assert users.lease(hub.database, hub.organisation) == accounts.LEASE_DAYS
    assert found == set()


def test_control_a_question_of_all_organisations_is_heard(hub: TestHub) -> None:
    with crossing(hub.database) as found, hub.database.reading() as connection:
        connection.execute(select(WAITING.c.organisation).distinct()).all()
    assert len(found) == 1
