"""What a session may see."""

from __future__ import annotations

import msgspec

from meitinker import ids
from meitinker.domain.session import EVERYWHERE, Role, Session
from meitinker.ids import DeviceId, OrganisationId, UserId, VillageId


def session(*villages: VillageId) -> Session:
    return Session(
        user=UserId(ids.record_id()),
        role=Role.MEITINKER,
        device=DeviceId(ids.record_id()),
        organisation=OrganisationId(ids.record_id()),
        villages=frozenset(villages),
    )


def test_without_villages_nothing_is_visible() -> None:
    assert session().sees_nothing
    assert not session().sees_everything


def test_one_village_or_one_dossier_is_something_and_not_everything() -> None:
    granted = msgspec.structs.replace(session(), grants=frozenset({ids.record_id()}))
    for one in (session(VillageId(ids.record_id())), granted):
        assert (one.sees_nothing, one.sees_everything) == (False, False)


def test_everywhere_is_said() -> None:
    everywhere = msgspec.structs.replace(session(), villages=EVERYWHERE)
    assert (everywhere.sees_nothing, everywhere.sees_everything) == (False, True)
