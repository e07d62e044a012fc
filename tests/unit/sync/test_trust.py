"""Which authority a laptop believes: the one with a pin, and no other that comes along (A13)."""

from __future__ import annotations

import base64
import ssl
from typing import TYPE_CHECKING

import pytest

from meitinker.errors import HubNotOurs
from sync import trust
from sync.hub.certificates import Certificates

if TYPE_CHECKING:
    from pathlib import Path

HOST = "hub.example.org"


@pytest.fixture
def hub(tmp_path: Path) -> Certificates:
    """Lend the certificates of the hub that the pins are of."""
    return _made(tmp_path / "hub")


@pytest.fixture
def impostor(tmp_path: Path) -> Certificates:
    """Lend those of who stands in between."""
    return _made(tmp_path / "impostor")


def _made(folder: Path) -> Certificates:
    folder.mkdir()
    made = Certificates(folder)
    made.create((HOST,))
    return made


def _der(certificates: Certificates) -> bytes:
    return ssl.PEM_cert_to_DER_cert(certificates.authority.read_text())


def _pem(der: bytes) -> bytes:
    words = base64.encodebytes(der).decode()
    return f"-----BEGIN CERTIFICATE-----\n{words}-----END CERTIFICATE-----\n".encode()


def _believes(context: ssl.SSLContext, server: Certificates) -> bool:
    """Tell whether a handshake with a server comes to its end; no network takes part."""
    theirs = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_into(theirs)
    there, back = ssl.MemoryBIO(), ssl.MemoryBIO()
    laptop = context.wrap_bio(back, there, server_hostname=HOST)
    answering = theirs.wrap_bio(there, back, server_side=True)
    for _ in range(4):
        try:
            laptop.do_handshake()
        except ssl.SSLWantReadError:
            pass
        except ssl.SSLCertVerificationError:
            return False
        else:
            return True
        try:
            answering.do_handshake()
        except ssl.SSLWantReadError:
            continue
    return False


@pytest.mark.promise("A13")
def test_a13_the_hub_is_believed_and_who_stands_in_between_is_not(
    hub: Certificates, impostor: Certificates
) -> None:
    shown = hub.authority.read_bytes() * 2 + impostor.authority.read_bytes()
    context = trust.context_for(hub.pins(), shown)
    assert _believes(context, hub)
    assert not _believes(context, impostor)


@pytest.mark.promise("A13")
def test_a13_an_authority_behind_the_pinned_one_is_refused(
    hub: Certificates, impostor: Certificates
) -> None:
    two_in_one = _der(hub) + _der(impostor)
    # the control: a laptop that loads what was shown speaks with the impostor
    careless = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    careless.load_verify_locations(cadata=two_in_one)
    assert _believes(careless, impostor)
    with pytest.raises(HubNotOurs):
        trust.pin_of(two_in_one)
    with pytest.raises(HubNotOurs):
        trust.context_for(hub.pins(), _pem(two_in_one))


@pytest.mark.promise("A13")
def test_a13_no_more_authorities_are_loaded_than_have_a_pin(
    hub: Certificates, impostor: Certificates, monkeypatch: pytest.MonkeyPatch
) -> None:
    pin = trust.pin_of(_der(hub))
    # as if the first certificate were all that is looked at
    monkeypatch.setattr(trust, "pin_of", lambda _certificate: pin)
    with pytest.raises(HubNotOurs):
        trust.context_for(hub.pins(), _pem(_der(hub) + _der(impostor)))


@pytest.mark.parametrize("behind", [b"\0", b"\n", b"0"])
def test_nothing_at_all_may_come_after_a_certificate(hub: Certificates, behind: bytes) -> None:
    with pytest.raises(HubNotOurs):
        trust.context_for(hub.pins(), _pem(_der(hub) + behind))
