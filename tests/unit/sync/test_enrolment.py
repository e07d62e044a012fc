"""Joining an organisation: what is asked, what is kept, what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from meitinker.domain.organisation import Device, Organisation, User
from meitinker.domain.session import Purpose, Role
from meitinker.errors import HubUnreachable, InvitationRefused, WrongOrganisation
from meitinker.ids import RecordId, VillageId
from meitinker.services import today
from meitinker.store import hub_facts, settings
from meitinker.store.acts import act
from sync import signing
from sync.enrolment import adopt, enrol
from sync.invitation import Invitation
from sync.protocol import Enrol, Enrolled
from tests import stores

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from meitinker.store.hub_facts import Belonging
    from tests.stores import TestStore

INVITATION = Invitation(
    host="hub.example.org", port=443, hub="h", pins=("ab",), code="ABCD-EFGH-JKMN-PQRS"
)
THEIRS = "their-organisation"


class FakeDoor:
    """A hub that takes in whoever asks, or fails as it is told."""

    def __init__(self, *, user: str = "", fails: Exception | None = None) -> None:
        """Let the invitation be for ``user``, or for whoever asks."""
        self.asked: list[Enrol] = []
        self.user = user
        self.fails = fails

    def enrol(self, asked: Enrol) -> Enrolled:
        """Take in a device."""
        self.asked.append(asked)
        if self.fails is not None:
            raise self.fails
        return Enrolled(
            hub="h",
            organisation=THEIRS,
            organisation_name="Stichting Proef",
            user=self.user or asked.user,
            role="back_office",
            villages=("v",),
            hub_key="ab" * 32,
        )


@pytest.fixture
def own(tmp_path: Path) -> Iterator[TestStore]:
    """Lend a store with its first records."""
    with stores.opened(tmp_path / "store") as store:
        info, database = store.database.info, store.database
        with act(database, store.session, "store.create", undoable=False) as work:
            work.create(Organisation(id=info.organisation, name="Op zichzelf", phone="0566"))
            work.create(User(id=info.user, name="Sietske Proef"))
            work.create(Device(id=info.device, user_id=info.user))
        yield store


def kept(store: TestStore) -> Belonging:
    with store.database.reading() as connection:
        return settings.get(connection, hub_facts.BELONGING)


def test_user_and_device_keep_their_ids_and_the_key_stays_in_the_store(own: TestStore) -> None:
    door = FakeDoor()
    enrol(own.database, own.session, door=door, invitation=INVITATION, label="tas")
    (asked,) = door.asked
    assert (asked.user, asked.device) == (own.session.user, own.session.device)
    assert asked.name == "Sietske Proef"
    assert signing.public(bytes.fromhex(kept(own).key)) == asked.signing_key
    assert (kept(own).address, kept(own).pins) == ("https://hub.example.org", ("ab",))
    assert kept(own).hub_key == "ab" * 32
    assert own.get(Device, own.session.device).signing_key == asked.signing_key
    with own.database.reading() as connection:
        session = hub_facts.session_of(connection, own.session)
    assert (session.role, session.villages) == (
        Role.BACK_OFFICE,
        frozenset({VillageId(RecordId("v"))}),
    )
    assert session.user == own.session.user


def test_a_hub_that_did_not_answer_is_asked_again_with_the_same_key(own: TestStore) -> None:
    door = FakeDoor(fails=HubUnreachable("cut"))
    with pytest.raises(HubUnreachable):
        enrol(own.database, own.session, door=door, invitation=INVITATION)
    assert kept(own).hub == ""
    door.fails = None
    enrol(own.database, own.session, door=door, invitation=INVITATION)
    first, again = door.asked
    assert first == again


def test_the_example_village_never_joins(own: TestStore) -> None:
    door = FakeDoor()
    session = msgspec.structs.replace(own.session, purpose=Purpose.DEMO)
    with pytest.raises(WrongOrganisation):
        enrol(own.database, session, door=door, invitation=INVITATION)
    with act(own.database, own.session, "x") as work:
        work.edit(Organisation, own.session.organisation, {"demo": True})
    with pytest.raises(WrongOrganisation):
        enrol(own.database, own.session, door=door, invitation=INVITATION)
    assert door.asked == []


def test_who_belongs_somewhere_joins_nobody_else(own: TestStore) -> None:
    door = FakeDoor()
    enrol(own.database, own.session, door=door, invitation=INVITATION)
    with pytest.raises(WrongOrganisation):
        enrol(own.database, own.session, door=door, invitation=INVITATION)
    assert len(door.asked) == 1


@pytest.mark.parametrize("fails", [InvitationRefused(), None])
def test_what_was_refused_leaves_the_store_as_it_was(
    own: TestStore, fails: InvitationRefused | None
) -> None:
    door = FakeDoor(user="someone else", fails=fails)
    with pytest.raises((InvitationRefused, WrongOrganisation)):
        enrol(own.database, own.session, door=door, invitation=INVITATION)
    assert kept(own).hub == ""
    assert own.get(Device, own.session.device).signing_key == ""


def test_the_organisation_of_the_hub_is_made_by_who_comes_first(own: TestStore) -> None:
    enrol(own.database, own.session, door=FakeDoor(), invitation=INVITATION)
    assert adopt(own.database, own.session)
    theirs = own.get(Organisation, THEIRS)
    assert (theirs.name, theirs.phone) == ("Stichting Proef", "0566")
    assert not adopt(own.database, own.session)
    greeted = today.waiting(own.database, own.session).name
    assert greeted == own.get(User, own.session.user).name, "also before a new session is begun"
    with own.database.reading() as connection:
        assert hub_facts.session_of(connection, own.session).organisation == THEIRS
