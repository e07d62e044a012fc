"""Signed requests: by this device, for this hub, now, once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from meitinker import clock
from meitinker.errors import RequestRefused
from sync import signing

NOW = datetime(2026, 11, 12, 9, 0, tzinfo=UTC)
SECRET = bytes(range(32))
ASKED = signing.Asked(method="POST", path="/v1/push", hub="hub", device="device", body=b"{}")


def _sealed(sequence: int = 5) -> signing.Seal:
    with clock.running(lambda: NOW):
        return signing.sign(SECRET, ASKED, sequence)


def _verify(
    asked: signing.Asked = ASKED,
    seal: signing.Seal | None = None,
    *,
    last: int = 4,
    late: timedelta = timedelta(),
) -> None:
    with clock.running(lambda: NOW + late):
        sealed = seal or _sealed()
        signing.verify(signing.public(SECRET), asked, sealed)
        signing.require_in_turn(sealed, last)


def test_what_the_device_signed_holds() -> None:
    _verify()


@pytest.mark.promise("A16")
@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("method", "GET"),
        ("path", "/v1/pull"),
        ("hub", "another"),
        ("device", "another"),
        ("body", b'{"more":1}'),
    ],
)
def test_a16_a_request_that_was_altered_is_refused(part: str, value: str | bytes) -> None:
    with pytest.raises(RequestRefused) as refused:
        _verify(msgspec.structs.replace(ASKED, **{part: value}))
    assert refused.value.params["reason"] == "signature"


@pytest.mark.promise("A16")
@pytest.mark.parametrize(
    ("part", "value"), [("sequence", 6), ("at", "2026-11-12T09:00:01.000Z"), ("nonce", "00")]
)
def test_a16_a_seal_that_was_altered_is_refused(part: str, value: str | int) -> None:
    with pytest.raises(RequestRefused) as refused:
        _verify(seal=msgspec.structs.replace(_sealed(), **{part: value}))
    assert refused.value.params["reason"] == "signature"


@pytest.mark.promise("A16")
@pytest.mark.parametrize("last", [5, 6])
def test_a16_a_request_that_comes_again_or_late_in_the_row_is_refused(last: int) -> None:
    with pytest.raises(RequestRefused) as refused:
        _verify(last=last)
    assert refused.value.params["reason"] == "number"


@pytest.mark.promise("A16")
@pytest.mark.parametrize("late", [timedelta(minutes=16), timedelta(minutes=-16)])
def test_a16_a_request_of_another_time_is_refused(late: timedelta) -> None:
    with pytest.raises(RequestRefused) as refused:
        _verify(late=late)
    assert refused.value.params["reason"] == "time"


def test_a_clock_that_is_a_little_off_is_no_matter() -> None:
    _verify(late=timedelta(minutes=14))


@pytest.mark.promise("A18")
def test_a18_another_devices_key_does_not_open() -> None:
    with clock.running(lambda: NOW), pytest.raises(RequestRefused):
        signing.verify(signing.public(bytes(32)), ASKED, _sealed())


@pytest.mark.parametrize("key", ["", "zz", "00", "00" * 31])
def test_a_key_that_is_none_is_refused(key: str) -> None:
    with clock.running(lambda: NOW), pytest.raises(RequestRefused):
        signing.verify(key, ASKED, _sealed())


def test_parts_cannot_run_into_each_other() -> None:
    with pytest.raises(RequestRefused):
        signing.sign(SECRET, msgspec.structs.replace(ASKED, path="/v1\npush"), 1)


def test_every_device_has_a_key_of_its_own() -> None:
    assert signing.public(signing.new_key()) != signing.public(signing.new_key())


@pytest.mark.promise("A22")
def test_a22_an_order_to_wipe_is_of_this_hub_for_this_device_and_moment_only() -> None:
    at = clock.instant_text(NOW)
    hub_key, order = signing.public(SECRET), signing.order_wipe(SECRET, "hub", "device", at)
    assert signing.is_ordered(hub_key, "hub", "device", at=at, order=order)
    later = clock.instant_text(NOW + timedelta(days=1))
    assert not signing.is_ordered(hub_key, "hub", "another", at=at, order=order)
    assert not signing.is_ordered(hub_key, "another", "device", at=at, order=order)
    assert not signing.is_ordered(hub_key, "hub", "device", at=later, order=order)
    stranger = signing.public(bytes(32))
    assert not signing.is_ordered(stranger, "hub", "device", at=at, order=order)


@pytest.mark.promise("A16", "A22")
def test_a16_a_number_is_told_by_this_hub_for_this_device_only() -> None:
    key, order = signing.public(SECRET), signing.tell_last(SECRET, "hub", "device", 7)
    assert signing.is_last(key, "hub", "device", last=7, order=order)
    assert not signing.is_last(key, "hub", "device", last=8, order=order)
    assert not signing.is_last(key, "hub", "another", last=7, order=order)
    assert not signing.is_last(key, "another", "device", last=7, order=order)
    assert not signing.is_last(signing.public(bytes(32)), "hub", "device", last=7, order=order)
    assert not signing.is_ordered(key, "hub", "device", at="7", order=order)


@pytest.mark.parametrize("order", ["", "zz", "00" * 64])
def test_an_order_to_wipe_that_is_none_wipes_nothing(order: str) -> None:
    at = clock.instant_text(NOW)
    assert not signing.is_ordered(signing.public(SECRET), "hub", "device", at=at, order=order)


@pytest.mark.promise("A22")
def test_a22_a_request_that_the_device_signed_is_no_order() -> None:
    """Shows that what is signed for one purpose cannot be passed off as another."""
    seal, at = _sealed(), clock.instant_text(NOW)
    key = signing.public(SECRET)
    assert not signing.is_ordered(key, "hub", "device", at=at, order=seal.signature)


def test_who_is_shut_out_is_asked_for_a_signature_and_no_more() -> None:
    key = signing.public(SECRET)
    with clock.running(lambda: datetime(2020, 1, 1, tzinfo=UTC)):
        sealed = signing.sign(SECRET, ASKED, 1)
    signing.verify(key, ASKED, sealed)
    with pytest.raises(RequestRefused):
        signing.verify(signing.public(bytes(32)), ASKED, sealed)
