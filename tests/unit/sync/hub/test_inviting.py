"""Open invitations: seen, and taken back before somebody uses them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec
import pytest

from meitinker import clock
from meitinker.domain.session import Role
from meitinker.errors import InvitationRefused
from sync import signing
from sync.hub import audit, inviting, users
from sync.hub.accounts import INVITATION_LASTS, Invited
from sync.protocol import Enrol
from tests.unit.sync.hub.bench import GROU, WERGEA

if TYPE_CHECKING:
    from sync.hub.inviting import OpenInvitation
    from tests.unit.sync.hub.bench import TestHub

SIETSKE = Invited(name="Sietske Proef", role=Role.COORDINATOR, villages=(GROU,))


def _enrol(hub: TestHub, code: str, name: str = "1") -> None:
    key = signing.public(bytes(32))
    asked = Enrol(code=code, device=f"d{name}", user=f"u{name}", name=name, signing_key=key)
    hub.accounts.enrol(hub.organisation, asked)


def _open(hub: TestHub) -> list[OpenInvitation]:
    return inviting.still_open(hub.database, hub.organisation)


def _events(hub: TestHub) -> list[tuple[str, str]]:
    return [(one.event, one.about) for one in audit.rows(hub.database, hub.organisation)]


def test_an_invitation_is_open_until_it_is_used(hub: TestHub) -> None:
    code = hub.accounts.invite(hub.organisation, SIETSKE)
    (one,) = _open(hub)
    assert (one.name, one.user, one.role) == ("Sietske Proef", "", "coordinator")
    assert (one.villages, one.everywhere) == ((GROU,), False)
    _enrol(hub, code)
    assert _open(hub) == []


def test_an_invitation_is_open_until_it_is_too_old(hub: TestHub) -> None:
    now = clock.now()
    with clock.running(lambda: now):
        hub.accounts.invite(hub.organisation, SIETSKE)
        (one,) = _open(hub)
    assert one.until == clock.instant_text(now + INVITATION_LASTS)
    with clock.running(lambda: now + INVITATION_LASTS - timedelta(seconds=1)):
        assert _open(hub) == [one]
    with clock.running(lambda: now + INVITATION_LASTS):
        assert _open(hub) == []
        with pytest.raises(InvitationRefused):
            inviting.withdraw(hub.database, hub.organisation, one.invitation)


def test_another_device_is_listed_with_what_its_user_is(hub: TestHub) -> None:
    _enrol(hub, hub.accounts.invite(hub.organisation, SIETSKE))
    users.change(hub.database, hub.organisation, "u1", users.Changed(villages=(GROU, WERGEA)))
    more = msgspec.structs.replace(SIETSKE, name="", user="u1", role=Role.ADMINISTRATOR)
    hub.accounts.invite(hub.organisation, more)
    (one,) = _open(hub)
    assert (one.user, one.name, one.role) == ("u1", "Sietske Proef", "coordinator")
    assert set(one.villages) == {GROU, WERGEA}


def test_another_organisation_neither_sees_nor_withdraws_it(hub: TestHub) -> None:
    code = hub.accounts.invite(hub.organisation, SIETSKE)
    (one,) = _open(hub)
    other = hub.accounts.add_organisation("Een andere stichting")
    assert inviting.still_open(hub.database, other) == []
    with pytest.raises(InvitationRefused):
        inviting.withdraw(hub.database, other, one.invitation)
    _enrol(hub, code)


@pytest.mark.promise("L20")
def test_l20_an_invitation_that_was_withdrawn_enrols_nobody_and_is_audited(hub: TestHub) -> None:
    code = hub.accounts.invite(hub.organisation, SIETSKE)
    (one,) = _open(hub)
    left = hub.accounts.invite(hub.organisation, SIETSKE)
    inviting.withdraw(hub.database, hub.organisation, one.invitation)
    assert _events(hub)[-1] == ("withdrawn", one.invitation)
    with pytest.raises(InvitationRefused):
        _enrol(hub, code)
    # nor does a clock that is set back give it its worth again
    past = clock.now() - timedelta(days=1)
    with clock.running(lambda: past), pytest.raises(InvitationRefused):
        _enrol(hub, code)
    assert one.invitation not in {other.invitation for other in _open(hub)}
    # the control: the one beside it, for the same person, still takes in
    _enrol(hub, left)


def test_what_is_not_open_is_not_withdrawn_and_nothing_is_audited(hub: TestHub) -> None:
    code = hub.accounts.invite(hub.organisation, SIETSKE)
    (one,) = _open(hub)
    _enrol(hub, code)
    before = _events(hub)
    for what in (one.invitation, code, ""):
        with pytest.raises(InvitationRefused):
            inviting.withdraw(hub.database, hub.organisation, what)
    assert _events(hub) == before
