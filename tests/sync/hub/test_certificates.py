"""A13, L26: the hub is known by its keys; every other certificate is refused, and nothing said."""

from __future__ import annotations

import itertools
import ssl
import warnings
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from meitinker import clock
from meitinker.errors import HubNotOurs, HubUnreachable
from sync import signing, trust
from sync.client import HttpsHub
from sync.hub.certificates import SERVER_LASTS, Certificates, _server_certificate
from sync.hub.certificates import _new_key as new_key
from sync.hub.certificates import _pem as pem
from sync.hub.certificates import _read_key as read_key
from sync.hub.certificates import _write_key as write_key
from sync.hub.serving import server_context
from sync.protocol import Let
from tests.sync.hub.wires import OtherServer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HERE = ("127.0.0.1",)


@pytest.fixture
def ours(tmp_path: Path) -> Certificates:
    """Lend an authority that gave this machine a certificate."""
    made = Certificates(tmp_path)
    made.create(HERE)
    return made


@pytest.fixture
def server(ours: Certificates) -> Iterator[OtherServer]:
    """Lend a server that shows our authority."""
    with OtherServer(ours.authority.read_bytes()) as running:
        running.present(server_context(ours))
        yield running


def _asks(server: OtherServer, pins: tuple[str, ...]) -> None:
    with _hub(server, pins) as hub:
        hub.let_go(Let(dossiers=()))


def _hub(server: OtherServer, pins: tuple[str, ...]) -> HttpsHub:
    numbers = itertools.count(1)
    return HttpsHub(
        server.address,
        pins,
        hub="hub",
        device="device",
        secret=signing.new_key(),
        numbers=lambda: next(numbers),
    )


def _self_signed(ours: Certificates) -> None:
    key = new_key()
    issuer = x509.load_pem_x509_certificate(ours.server.read_bytes())
    made = _server_certificate(key.public_key(), HERE, issuer, key)
    _present(ours, pem(made), key)


def _foreign(ours: Certificates) -> None:
    leaf = trustme.CA().issue_cert(*HERE)
    ours.server.write_bytes(b"".join(one.bytes() for one in leaf.cert_chain_pems))
    ours.server_key.write_bytes(leaf.private_key_pem.bytes())


def _expired(ours: Certificates) -> None:
    with clock.running(lambda: clock_now - SERVER_LASTS - timedelta(days=1)):
        ours.renew(HERE)


def _of_tomorrow(ours: Certificates) -> None:
    with clock.running(lambda: clock_now + timedelta(days=1)):
        ours.renew(HERE)


def _another_name(ours: Certificates) -> None:
    ours.renew(("hub.elders.example",))


def _by_a_server(ours: Certificates) -> None:
    """Sign with the server's own certificate, which is not an authority's."""
    issuer = x509.load_pem_x509_certificate(ours.server.read_bytes())
    key, signer = new_key(), read_key(ours.server_key)
    made = _server_certificate(key.public_key(), HERE, issuer, signer)
    _present(ours, pem(made) + ours.server.read_bytes(), key)


def _present(ours: Certificates, chain: bytes, key: object) -> None:
    ours.server.write_bytes(chain)
    write_key(ours.server_key, key)  # type: ignore[arg-type]  # a key of our own making


clock_now = clock.now()
BAD = [_self_signed, _foreign, _expired, _of_tomorrow, _another_name, _by_a_server]


def test_the_hub_of_the_invitation_is_known(ours: Certificates, server: OtherServer) -> None:
    _asks(server, ours.pins())
    assert len(server.heard) == 1


@pytest.mark.promise("A13")
@pytest.mark.parametrize("spoil", BAD, ids=lambda one: one.__name__.strip("_"))
def test_a13_a_bad_certificate_is_refused_and_nothing_is_said(
    ours: Certificates, server: OtherServer, spoil: object
) -> None:
    assert callable(spoil)
    spoil(ours)
    server.present(server_context(ours))
    with pytest.raises(HubNotOurs) as refused:
        _asks(server, ours.pins())
    assert refused.value.params["reason"] == "certificate"
    assert server.heard == []


@pytest.mark.promise("A13")
@pytest.mark.parametrize("spoil", BAD, ids=lambda one: one.__name__.strip("_"))
def test_a13_control_without_the_guard_each_of_them_is_told_all(
    ours: Certificates, server: OtherServer, spoil: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert callable(spoil)
    spoil(ours)
    server.present(server_context(ours))
    monkeypatch.setattr(trust, "context_for", lambda _pins, _shown: trust.looking())
    _asks(server, ours.pins())
    assert len(server.heard) == 1


@pytest.mark.promise("A13", "F23")
def test_a13_another_authority_that_shows_itself_is_refused(
    ours: Certificates, server: OtherServer, tmp_path: Path
) -> None:
    other = Certificates(tmp_path / "other")
    other.authority.parent.mkdir()
    other.create(HERE)
    for shown in (other.authority.read_bytes(), b"", b"{}", b"\xff"):
        server.shown = shown
        server.present(server_context(other))
        with pytest.raises(HubNotOurs) as refused:
            _asks(server, ours.pins())
        assert refused.value.params["reason"] == "pin"
    assert server.heard == []


@pytest.mark.promise("A13", "L26")
def test_l26_old_tls_is_refused(ours: Certificates, server: OtherServer) -> None:
    old = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        old.minimum_version = ssl.TLSVersion.TLSv1
        old.maximum_version = ssl.TLSVersion.TLSv1_1
    old.set_ciphers("ALL:@SECLEVEL=0")
    old.load_cert_chain(ours.server, ours.server_key)
    server.present(old)
    with pytest.raises(HubUnreachable):
        _asks(server, ours.pins())
    assert server.heard == []
    assert server_context(ours).minimum_version is ssl.TLSVersion.TLSv1_2


@pytest.mark.promise("A13")
def test_a13_renewal_drill(ours: Certificates, server: OtherServer) -> None:
    invited = ours.pins()
    with _hub(server, invited) as hub:
        hub.let_go(Let(dossiers=()))
        with clock.running(lambda: clock_now + SERVER_LASTS - timedelta(days=10)):
            assert ours.renew_if_due(HERE)
            assert not ours.renew_if_due(HERE)
        ours.renew(HERE)
        server.present(server_context(ours))
        hub.let_go(Let(dossiers=()))
        ours.use_reserve(HERE)
        server.shown = ours.authority.read_bytes()
        server.present(server_context(ours))
        hub.let_go(Let(dossiers=()))
    assert len(server.heard) == 3
    assert set(ours.pins()) & set(invited) == {invited[1]}
    with pytest.raises(HubNotOurs):
        _asks(server, invited[:1])


def test_a_pin_is_the_hash_of_the_key_as_others_count_it(ours: Certificates) -> None:
    for text in (ours.authority.read_text(), trustme.CA().cert_pem.bytes().decode()):
        certificate = x509.load_pem_x509_certificate(text.encode())
        info = certificate.public_key().public_bytes(
            Encoding.DER, PublicFormat.SubjectPublicKeyInfo
        )
        digest = hashes.Hash(hashes.SHA256())
        digest.update(info)
        assert trust.pin_of(ssl.PEM_cert_to_DER_cert(text)) == digest.finalize().hex()


@pytest.mark.parametrize("cut", range(0, 200, 7))
def test_a_certificate_that_is_cut_is_refused(ours: Certificates, cut: int) -> None:
    whole = ssl.PEM_cert_to_DER_cert(ours.authority.read_text())
    assert len(whole) > 200
    with pytest.raises(HubNotOurs):
        trust.pin_of(whole[:cut])
