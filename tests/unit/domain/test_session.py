"""What a session may see."""

from __future__ import annotations

from meitinker import ids
from meitinker.domain.session import Role, Session
from meitinker.ids import DeviceId, OrganisationId, UserId, VillageId


def session(*villages: VillageId) -> Session:
    return Session(
        user=UserId(ids.record_id()),
        role=Role.MEITINKER,
        device=DeviceId(ids.record_id()),
        organisation=OrganisationId(ids.record_id()),
        villages=frozenset(villages),
    )


def test_without_villages_nothing_limits_what_is_visible() -> None:
    assert session().sees_everything


def test_one_village_limits_it() -> None:
    assert not session(VillageId(ids.record_id())).sees_everything
