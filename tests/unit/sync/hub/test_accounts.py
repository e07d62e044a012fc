"""Who belongs to an organisation: invitations, devices, signed requests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import msgspec
import pytest
from sqlalchemy import select, update

from meitinker import clock
from meitinker.domain.session import Role
from meitinker.errors import (
    DeviceRefused,
    DeviceWiped,
    InvitationRefused,
    RequestRefused,
    WrongOrganisation,
)
from sync import signing
from sync.hub import audit
from sync.hub.access import set_villages
from sync.hub.accounts import INVITATION_LASTS, Invited
from sync.hub.inviting import still_open, withdraw
from sync.hub.tables import INVITATION, USER
from sync.protocol import Enrol
from tests.unit.sync.hub.bench import GROU, WERGEA, recognised

if TYPE_CHECKING:
    from tests.unit.sync.hub.bench import TestHub

NOW = datetime(2026, 11, 12, 9, 0, tzinfo=UTC)
SECRET = bytes(range(32))
SIETSKE = Invited(name="Sietske Proef", villages=(GROU,))
ASKED = signing.Asked(method="POST", path="/v1/pull", hub="hub", device="d1", body=b"{}")


def _asks(code: str, device: str = "d1", *, demo: bool = False) -> Enrol:
    return Enrol(
        code=code,
        device=device,
        user="u1",
        name="Sietske",
        signing_key=signing.public(SECRET),
        demo=demo,
    )


def _enrolled(hub: TestHub) -> None:
    hub.accounts.enrol(hub.organisation, _asks(hub.accounts.invite(hub.organisation, SIETSKE)))


def test_an_invitation_takes_in_a_device_that_keeps_its_ids(hub: TestHub) -> None:
    code = hub.accounts.invite(hub.organisation, SIETSKE)
    taken = hub.accounts.enrol(hub.organisation, _asks(code))
    assert (taken.user, taken.role, taken.villages) == ("u1", Role.MEITINKER, (GROU,))
    assert taken.organisation == hub.organisation
    caller = recognised(hub, ASKED, signing.sign(SECRET, ASKED, 1))
    assert (caller.device, caller.user, caller.villages) == ("d1", "u1", (GROU,))


def test_a_code_may_be_typed_as_people_type(hub: TestHub) -> None:
    code = hub.accounts.invite(hub.organisation, SIETSKE)
    typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert hub.accounts.enrol(hub.organisation, _asks(typed)).user == "u1"


def test_a_code_works_once(hub: TestHub) -> None:
    code = hub.accounts.invite(hub.organisation, SIETSKE)
    hub.accounts.enrol(hub.organisation, _asks(code))
    with pytest.raises(InvitationRefused):
        hub.accounts.enrol(hub.organisation, _asks(code, "d2"))


def test_a_code_works_for_three_days(hub: TestHub) -> None:
    with clock.running(lambda: NOW):
        code = hub.accounts.invite(hub.organisation, SIETSKE)
    with clock.running(lambda: NOW + INVITATION_LASTS), pytest.raises(InvitationRefused):
        hub.accounts.enrol(hub.organisation, _asks(code))
    with clock.running(lambda: NOW + INVITATION_LASTS - timedelta(seconds=1)):
        assert hub.accounts.enrol(hub.organisation, _asks(code))


def test_a_device_is_taken_in_once(hub: TestHub) -> None:
    _enrolled(hub)
    with pytest.raises(InvitationRefused):
        _enrolled(hub)


def test_an_answer_that_got_lost_is_given_again(hub: TestHub) -> None:
    code = hub.accounts.invite(hub.organisation, SIETSKE)
    first = hub.accounts.enrol(hub.organisation, _asks(code))
    assert hub.accounts.enrol(hub.organisation, _asks(code)) == first
    other_key = signing.public(bytes(32))
    for altered in (
        msgspec.structs.replace(_asks(code), signing_key=other_key),
        msgspec.structs.replace(_asks(code), user="u2"),
        _asks(code, "d2"),
        _asks(hub.accounts.invite(hub.organisation, SIETSKE)),
    ):
        with pytest.raises(InvitationRefused):
            hub.accounts.enrol(hub.organisation, altered)
    hub.accounts.revoke(hub.organisation, "d1")
    with pytest.raises(InvitationRefused):
        hub.accounts.enrol(hub.organisation, _asks(code))


def test_the_answer_says_what_the_user_may_by_now(hub: TestHub) -> None:
    code = hub.accounts.invite(hub.organisation, SIETSKE)
    hub.accounts.enrol(hub.organisation, _asks(code))
    with hub.database.writing(hub.organisation) as (connection, _end):
        set_villages(connection, hub.organisation, "u1", (WERGEA, GROU))
    again = hub.accounts.enrol(hub.organisation, _asks(code))
    assert set(again.villages) == {GROU, WERGEA}


@pytest.mark.promise("F16")
def test_f16_who_is_invited_as_somebody_new_cannot_become_a_known_user(hub: TestHub) -> None:
    chief = Invited(name="Baas", role=Role.ADMINISTRATOR, everywhere=True)
    hub.accounts.enrol(hub.organisation, _asks(hub.accounts.invite(hub.organisation, chief)))
    code = hub.accounts.invite(hub.organisation, SIETSKE)
    with pytest.raises(InvitationRefused):
        hub.accounts.enrol(hub.organisation, _asks(code, "d2"))
    # the code was not used up, and takes in who is new
    own = msgspec.structs.replace(_asks(code, "d2"), user="u2")
    assert hub.accounts.enrol(hub.organisation, own).role == Role.MEITINKER


def test_an_invitation_for_one_user_is_not_used_up_by_another(hub: TestHub) -> None:
    _enrolled(hub)
    again = msgspec.structs.replace(SIETSKE, user="u1", role=Role.ADMINISTRATOR, everywhere=True)
    code = hub.accounts.invite(hub.organisation, again)
    with pytest.raises(WrongOrganisation):
        hub.accounts.enrol(hub.organisation, msgspec.structs.replace(_asks(code, "d2"), user="u2"))
    taken = hub.accounts.enrol(hub.organisation, _asks(code, "d2"))
    # another device gives a user no more than they had
    assert (taken.user, taken.role, taken.everywhere) == ("u1", Role.MEITINKER, False)


def test_a_guessed_code_is_refused(hub: TestHub) -> None:
    hub.accounts.invite(hub.organisation, SIETSKE)
    with pytest.raises(InvitationRefused):
        hub.accounts.enrol(hub.organisation, _asks("0000-0000-0000-0000"))
    # who guesses does not fill the audit
    assert [one.event for one in audit.rows(hub.database, hub.organisation)] == ["invited"]


@pytest.mark.promise("L20")
def test_l20_an_invitation_that_was_refused_is_audited_once_for_each_reason(hub: TestHub) -> None:
    used = hub.accounts.invite(hub.organisation, SIETSKE)
    hub.accounts.enrol(hub.organisation, _asks(used))
    gone = hub.accounts.invite(hub.organisation, SIETSKE)
    own = msgspec.structs.replace(SIETSKE, user="u1")
    late = hub.accounts.invite(hub.organisation, own)
    (withdrawn,) = [one for one in still_open(hub.database, hub.organisation) if not one.user]
    withdraw(hub.database, hub.organisation, withdrawn.invitation)
    before = len(list(audit.rows(hub.database, hub.organisation)))
    for code, device in ((used, "d2"), (used, "d3"), (gone, "d4")):
        with pytest.raises(InvitationRefused):
            hub.accounts.enrol(hub.organisation, _asks(code, device))
    with pytest.raises(WrongOrganisation):
        hub.accounts.enrol(hub.organisation, msgspec.structs.replace(_asks(late, "d6"), user="u9"))
    after = clock.now() + INVITATION_LASTS
    with clock.running(lambda: after), pytest.raises(InvitationRefused):
        hub.accounts.enrol(hub.organisation, _asks(late, "d5"))
    told = list(audit.rows(hub.database, hub.organisation))[before:]
    assert {one.event for one in told} == {audit.Event.JOIN_REFUSED}
    assert [(one.actor, one.reason) for one in told] == [
        ("d2", "used"),
        ("d4", "withdrawn"),
        ("d6", "not_theirs"),
        ("d5", "old"),
    ]
    assert told[1].about == withdrawn.invitation
    assert audit.verify(hub.database, hub.organisation).broken == ()


@pytest.mark.promise("F16", "L20")
@pytest.mark.parametrize("name", ["hub", "", "Jan de Boer", "d1\x00", "d1\x1b[2J", "d" * 65])
@pytest.mark.parametrize("whose", ["device", "user"])
def test_f16_nobody_comes_in_under_the_name_of_the_hub_or_under_words(
    hub: TestHub, whose: str, name: str
) -> None:
    code = hub.accounts.invite(hub.organisation, SIETSKE)
    with pytest.raises(InvitationRefused):
        hub.accounts.enrol(hub.organisation, msgspec.structs.replace(_asks(code), **{whose: name}))
    assert [one.event for one in audit.rows(hub.database, hub.organisation)] == ["invited"]
    hub.accounts.enrol(hub.organisation, _asks(code))


_KEY = signing.public(SECRET)


@pytest.mark.promise("F16", "A18")
@pytest.mark.parametrize(
    "key",
    ["", "00", "zz" * 32, "00" * 32, "ff" * 32, _KEY.upper(), f"{_KEY} ", "\x00" * 64],
    ids=["none", "short", "no hex", "no point", "beyond", "upper", "spaced", "NUL"],
)
def test_f16_a_device_comes_in_with_a_key_that_is_one(hub: TestHub, key: str) -> None:
    """Otherwise it can never be recognised, and a stick of it stops the hub that reads it."""
    code = hub.accounts.invite(hub.organisation, SIETSKE)
    with pytest.raises(InvitationRefused):
        hub.accounts.enrol(hub.organisation, msgspec.structs.replace(_asks(code), signing_key=key))
    hub.accounts.enrol(hub.organisation, _asks(code))


def test_who_reads_the_table_cannot_enrol(hub: TestHub) -> None:
    code = hub.accounts.invite(hub.organisation, SIETSKE)
    with hub.database.reading() as connection:
        (kept,) = connection.execute(select(INVITATION.c.code)).scalars()
    assert code.replace("-", "") not in kept
    with pytest.raises(InvitationRefused):
        hub.accounts.enrol(hub.organisation, _asks(kept))


def test_the_example_village_stays_outside(hub: TestHub) -> None:
    code = hub.accounts.invite(hub.organisation, SIETSKE)
    with pytest.raises(WrongOrganisation):
        hub.accounts.enrol(hub.organisation, _asks(code, demo=True))
    assert hub.accounts.enrol(hub.organisation, _asks(code))


@pytest.mark.promise("A16")
def test_a16_a_number_is_used_once_whatever_becomes_of_the_request(hub: TestHub) -> None:
    _enrolled(hub)
    seal = signing.sign(SECRET, ASKED, 7)
    recognised(hub, ASKED, seal)
    for again in (seal, signing.sign(SECRET, ASKED, 7), signing.sign(SECRET, ASKED, 6)):
        with pytest.raises(RequestRefused):
            recognised(hub, ASKED, again)
    with hub.database.writing(hub.organisation) as (connection, _end):
        connection.execute(update(USER).values(revoked_at="2026-11-11T09:00:00.000Z"))
    last = signing.sign(SECRET, ASKED, 8)
    with pytest.raises(DeviceRefused):
        recognised(hub, ASKED, last)
    with pytest.raises(RequestRefused):
        recognised(hub, ASKED, last)


@pytest.mark.promise("A16")
def test_a16_a_forged_request_does_not_use_up_a_number(hub: TestHub) -> None:
    _enrolled(hub)
    forged = msgspec.structs.replace(ASKED, body=b'{"most":1}')
    with pytest.raises(RequestRefused):
        recognised(hub, forged, signing.sign(SECRET, ASKED, 9))
    recognised(hub, ASKED, signing.sign(SECRET, ASKED, 8))


@pytest.mark.promise("F25")
def test_f25_a_revoked_device_is_shut_out_and_a_stolen_one_told_to_wipe(hub: TestHub) -> None:
    _enrolled(hub)
    hub.accounts.revoke(hub.organisation, "d1")
    with pytest.raises(DeviceRefused):
        recognised(hub, ASKED, signing.sign(SECRET, ASKED, 1))
    hub.accounts.revoke(hub.organisation, "d1", wipe=True)
    with pytest.raises(DeviceWiped):
        recognised(hub, ASKED, signing.sign(SECRET, ASKED, 2))


@pytest.mark.promise("F25")
@pytest.mark.parametrize("wipe", [False, True])
def test_f25_a_wrong_clock_or_count_keeps_nobody_from_being_told(hub: TestHub, wipe: bool) -> None:
    _enrolled(hub)
    recognised(hub, ASKED, signing.sign(SECRET, ASKED, 7))
    with clock.running(lambda: NOW):
        late = signing.sign(SECRET, ASKED, 8)
    with clock.running(lambda: NOW + timedelta(minutes=16)):
        early = signing.sign(SECRET, ASKED, 7)
        # the control: a device in good standing is refused for either
        for wrong in (late, early):
            with pytest.raises(RequestRefused):
                recognised(hub, ASKED, wrong)
        hub.accounts.revoke(hub.organisation, "d1", wipe=wipe)
        for wrong in (late, early, early):
            with pytest.raises(DeviceWiped if wipe else DeviceRefused):
                recognised(hub, ASKED, wrong)
        forged = msgspec.structs.replace(ASKED, body=b'{"most":1}')
        with pytest.raises(RequestRefused):
            recognised(hub, forged, late)


def test_a_device_that_is_not_there_cannot_be_revoked(hub: TestHub) -> None:
    with pytest.raises(DeviceRefused):
        hub.accounts.revoke(hub.organisation, "d9")


@pytest.mark.promise("L24")
@pytest.mark.parametrize(
    "told",
    [
        {"valid_until": "2026-11-11"},
        {"valid_from": "2026-11-13"},
        {"revoked_at": "2026-11-11T09:00:00.000Z"},
    ],
)
def test_l24_whose_time_is_over_or_has_not_begun_is_refused(
    hub: TestHub, told: dict[str, str]
) -> None:
    _enrolled(hub)
    with hub.database.writing(hub.organisation) as (connection, _end):
        connection.execute(update(USER).where(USER.c.user == "u1").values(**told))
    with clock.running(lambda: NOW), pytest.raises(DeviceRefused):
        recognised(hub, ASKED, signing.sign(SECRET, ASKED, 1))


def test_organisations_do_not_know_each_others_devices(hub: TestHub) -> None:
    _enrolled(hub)
    other = hub.accounts.add_organisation("Een andere stichting")
    there = msgspec.structs.replace(hub, organisation=other)
    with pytest.raises(DeviceRefused):
        recognised(there, ASKED, signing.sign(SECRET, ASKED, 1))
    code = hub.accounts.invite(hub.organisation, SIETSKE)
    with pytest.raises(InvitationRefused):
        hub.accounts.enrol(other, _asks(code, "d2"))
