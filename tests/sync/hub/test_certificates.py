"""A13, L26: the hub is known by its keys; every other certificate is refused, and nothing said."""

from __future__ import annotations

import contextlib
import itertools
import ssl
import warnings
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
)

from meitinker import clock, paths
from meitinker.errors import DiskFailed, HubNotOurs, HubUnreachable
from sync import signing, trust
from sync.client import HttpsHub
from sync.hub.certificates import AUTHORITY_LASTS, SERVER_LASTS, Certificates, _server_certificate
from sync.hub.certificates import _new_key as new_key
from sync.hub.certificates import _pem as pem
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
        numbers=lambda _above: next(numbers),
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


def _key_of(ours: Certificates) -> ec.EllipticCurvePrivateKey:
    key = load_pem_private_key(ours.server.read_bytes(), password=None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return key


def _by_a_server(ours: Certificates) -> None:
    """Sign with the server's own certificate, which is not an authority's."""
    issuer = x509.load_pem_x509_certificate(ours.server.read_bytes())
    key, signer = new_key(), _key_of(ours)
    made = _server_certificate(key.public_key(), HERE, issuer, signer)
    _present(ours, pem(made) + pem(issuer), key)


def _present(ours: Certificates, chain: bytes, key: object) -> None:
    ours.server.write_bytes(chain)
    write_key(ours.server_key, key)  # type: ignore[arg-type]  # a key of our own making


clock_now = clock.now()
BAD = [_self_signed, _foreign, _expired, _of_tomorrow, _another_name, _by_a_server]


@pytest.mark.promise("A13")
def test_a13_an_authority_near_its_end_goes_on_under_the_same_key(
    ours: Certificates, server: OtherServer
) -> None:
    with clock.running(lambda: clock_now - AUTHORITY_LASTS + SERVER_LASTS / 2):
        ours.create(HERE)
    pins = ours.pins()
    ours.renew(HERE)
    assert ours.pins() == pins, "laptops that were invited long ago must know it again"
    (authority,) = x509.load_pem_x509_certificates(ours.authority.read_bytes())
    assert authority.not_valid_after_utc > ours.ends()
    server.shown = ours.authority.read_bytes()
    server.present(server_context(ours))
    _asks(server, pins)
    assert len(server.heard) == 1


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
    ours.load_into(old)
    server.present(old)
    with pytest.raises(HubUnreachable):
        _asks(server, ours.pins())
    assert server.heard == []
    assert server_context(ours).minimum_version is ssl.TLSVersion.TLSv1_2


OLD = (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1)
ALL = "ALL:COMPLEMENTOFALL:@SECLEVEL=0"


def _client(version: ssl.TLSVersion, ciphers: str) -> ssl.SSLContext:
    """Return the context of a client that speaks one version, with these ciphers only."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.check_hostname = False
    made.verify_mode = ssl.CERT_NONE
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        made.minimum_version = made.maximum_version = version
    made.set_ciphers(ciphers)
    return made


def _agree(client: ssl.SSLContext, server: ssl.SSLContext) -> str:
    """Return the cipher on which both agree, or "" where they do not."""
    up, down = ssl.MemoryBIO(), ssl.MemoryBIO()
    near = client.wrap_bio(down, up)
    far = server.wrap_bio(up, down, server_side=True)
    for _ in range(4):
        for end in (near, far):
            try:
                end.do_handshake()
            except ssl.SSLWantReadError:
                continue
            except ssl.SSLError:
                return ""
    told = near.cipher()
    return told[0] if told else ""


def _agreed(server: ssl.SSLContext) -> dict[ssl.TLSVersion, set[str]]:
    """Return the ciphers on which ``server`` agrees with clients that know one each."""
    known = _client(ssl.TLSVersion.TLSv1_2, ALL).get_ciphers()
    names = [str(one["name"]) for one in known if one["protocol"] != "TLSv1.3"]
    assert len(names) > 50
    tried = {
        version: {_agree(_client(version, f"{name}:@SECLEVEL=0"), server) for name in names}
        for version in (*OLD, ssl.TLSVersion.TLSv1_2)
    }
    tried[ssl.TLSVersion.TLSv1_3] = {_agree(_client(ssl.TLSVersion.TLSv1_3, ALL), server)}
    return {version: found - {""} for version, found in tried.items()}


@pytest.mark.promise("L26")
def test_l26_no_old_version_and_no_weak_cipher_is_agreed_on(ours: Certificates) -> None:
    """Try each version with each cipher that OpenSSL knows; 5.14.02, NCSC guidelines 2.1."""
    agreed = _agreed(server_context(ours))
    assert agreed.pop(ssl.TLSVersion.TLSv1_3)
    assert agreed == {
        **{version: set() for version in OLD},
        ssl.TLSVersion.TLSv1_2: {
            "ECDHE-ECDSA-AES128-GCM-SHA256",
            "ECDHE-ECDSA-AES256-GCM-SHA384",
            "ECDHE-ECDSA-CHACHA20-POLY1305",
        },
    }


@pytest.mark.promise("L26", "A13")
def test_l26_control_a_server_without_rules_agrees_on_old_ones(ours: Certificates) -> None:
    lax = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        lax.minimum_version = ssl.TLSVersion.TLSv1
    lax.set_ciphers(ALL)
    ours.load_into(lax)
    agreed = _agreed(lax)
    assert all(agreed[version] for version in OLD)
    assert "ECDHE-ECDSA-AES128-SHA" in agreed[ssl.TLSVersion.TLSv1_2]


@pytest.mark.promise("A13", "L26")
def test_l26_control_a_laptop_without_a_least_version_talks_to_it(
    ours: Certificates, server: OtherServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        old.minimum_version = ssl.TLSVersion.TLSv1
        old.maximum_version = ssl.TLSVersion.TLSv1_1
    old.set_ciphers(ALL)
    ours.load_into(old)
    server.present(old)
    lax = _client(ssl.TLSVersion.TLSv1_1, ALL)
    monkeypatch.setattr(trust, "looking", lambda: lax)
    monkeypatch.setattr(trust, "context_for", lambda _pins, _shown: lax)
    _asks(server, ours.pins())
    assert len(server.heard) == 1


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


@pytest.mark.promise("A13")
@pytest.mark.parametrize("done", range(5))
def test_a13_the_reserve_is_taken_whole_wherever_it_is_cut(
    ours: Certificates, server: OtherServer, monkeypatch: pytest.MonkeyPatch, done: int
) -> None:
    """Cut after ``done`` files were written, and start again as a hub does."""
    invited, written = ours.pins(), itertools.count()
    writes = paths.write_durably

    def cut(path: Path, data: bytes) -> None:
        if next(written) == done:
            raise DiskFailed
        writes(path, data)

    with monkeypatch.context() as cutting:
        cutting.setattr(paths, "write_durably", cut)
        with contextlib.suppress(DiskFailed):
            ours.use_reserve(HERE)
    ours.renew_if_due(HERE)
    assert not ours.renew_if_due(HERE)
    server.shown = ours.authority.read_bytes()
    server.present(server_context(ours))
    _asks(server, invited)
    pins = ours.pins()
    assert len(pins) == 2
    assert pins[0] in (invited if done == 0 else invited[1:])
    ours.renew(HERE)
    server.present(server_context(ours))
    _asks(server, pins)


@pytest.mark.promise("A13")
def test_a13_key_and_certificate_take_their_place_at_once(
    ours: Certificates, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Load what is there at each moment of a renewal, as another process may."""
    writes = paths.write_durably

    def loads(path: Path, data: bytes) -> None:
        server_context(ours)
        writes(path, data)
        server_context(ours)

    monkeypatch.setattr(paths, "write_durably", loads)
    ours.renew(HERE)


@pytest.mark.promise("A13")
def test_a13_control_as_two_files_they_do_not_go_together(ours: Certificates) -> None:
    key = new_key()
    write_key(ours.server_key, key)
    ours.server.write_bytes(ours.server.read_bytes().partition(b"-----BEGIN CERT")[2])
    ours.server.write_bytes(b"-----BEGIN CERT" + ours.server.read_bytes())
    with pytest.raises(ssl.SSLError):
        server_context(ours)


@pytest.mark.promise("A13")
def test_a13_control_who_does_not_renew_is_refused(ours: Certificates, server: OtherServer) -> None:
    _asks(server, ours.pins())
    with clock.running(lambda: clock_now - SERVER_LASTS - timedelta(days=1)):
        ours.renew(HERE)
    server.present(server_context(ours))
    with pytest.raises(HubNotOurs):
        _asks(server, ours.pins())
    assert ours.renew_if_due(HERE)
    server.present(server_context(ours))
    _asks(server, ours.pins())


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
