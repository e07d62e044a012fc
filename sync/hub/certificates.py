"""The hub's own authority, and the certificate it gives itself.

A laptop knows the hub by the SHA-256 of its authority's public key (a *pin*), never by a list of
authorities of the world. A second authority waits in reserve: its pin is in every invitation,
so that the first can be replaced, also after its key was stolen, without visiting a laptop.
Whoever has a certificate of another authority puts that one's certificate in ``authority.pem``.
"""

from __future__ import annotations

import hashlib
import ipaddress
from datetime import timedelta
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from meitinker import clock, paths
from meitinker.errors import StoreDamaged, StoreMissing

if TYPE_CHECKING:
    import ssl
    from datetime import datetime
    from pathlib import Path

AUTHORITY_LASTS = timedelta(days=3650)
SERVER_LASTS = timedelta(days=90)
RENEW_BEFORE = timedelta(days=30)
_KEY_BEGINS = b"PRIVATE KEY-----"
_BEFORE = timedelta(hours=1)
"""How long a certificate holds already when it is made: a laptop's clock may run behind."""


class Certificates:
    """The authority, its reserve and the server's certificate, in one folder.

    Attributes:
        authority: Certificates (PEM) of who may sign the server's.
        server: The server's key, its certificate and that of its authority (PEM): in one file,
            so that no process ever meets a key and a certificate that do not go together.
        server_key: The key, where it was put beside the certificate of another authority.
    """

    def __init__(self, folder: Path) -> None:
        """Look at ``folder``; nothing is made or read."""
        self.authority = folder / "authority.pem"
        self.server = folder / "server.pem"
        self.server_key = folder / "server.key"
        self._authority_key = folder / "authority.key"
        self._reserve_key = folder / "reserve.key"

    def create(self, hosts: tuple[str, ...]) -> None:
        """Make an authority, its reserve and a certificate for ``hosts`` (names or addresses)."""
        _write_key(self._authority_key, _new_key())
        _write_key(self._reserve_key, _new_key())
        self._certify(_read_key(self._authority_key))
        self.renew(hosts)

    def pins(self) -> tuple[str, ...]:
        """Return the pins that an invitation carries: those in use, then the reserve."""
        used = [pin_of(one.public_key()) for one in _certificates(self.authority)]
        if self._reserve_key.exists():
            used.append(pin_of(_read_key(self._reserve_key).public_key()))
        return tuple(dict.fromkeys(used))

    def ends(self) -> datetime:
        """Return when the server's certificate ends."""
        return _certificates(self.server)[0].not_valid_after_utc

    def load_into(self, context: ssl.SSLContext) -> None:
        """Let ``context`` show the server's certificate from now on.

        Raises:
            OSError, ssl.SSLError: It cannot be read, or key and certificate do not go together.
        """
        with_key = _KEY_BEGINS in self.server.read_bytes()
        context.load_cert_chain(self.server, None if with_key else self.server_key)

    def renew_if_due(self, hosts: tuple[str, ...]) -> bool:
        """Make a new server's certificate when the old one soon ends; tell whether it did.

        A certificate of another authority is renewed by whoever got it.
        """
        if not self._authority_key.exists():
            return False
        if self._is_reserve_in_use():
            self._finish_use(hosts)
            return True
        if self.ends() - clock.now() > RENEW_BEFORE:
            return False
        self.renew(hosts)
        return True

    def renew(self, hosts: tuple[str, ...]) -> None:
        """Make a new key and certificate for the server; they take the old one's place at once."""
        signer = _read_key(self._authority_key)
        (authority, *_rest) = _certificates(self.authority)
        if authority.not_valid_after_utc - clock.now() < SERVER_LASTS and _is_of(authority, signer):
            # under the same key, so the pins stay: no laptop notices
            self._certify(signer)
            (authority, *_rest) = _certificates(self.authority)
        key = _new_key()
        made = _server_certificate(key.public_key(), hosts, authority, signer)
        paths.write_durably(self.server, _key_pem(key) + _pem(made) + _pem(authority))
        self.server_key.unlink(missing_ok=True)

    def use_reserve(self, hosts: tuple[str, ...]) -> None:
        """Let the reserve take the authority's place, and make a new reserve.

        Laptops that were invited before know the new authority already; the new reserve they
        learn of with their next invitation only. Certifying it is the step that counts: who is
        cut off after it goes on when it is done again, or when the hub starts.
        """
        self._certify(_read_key(self._reserve_key))
        self._finish_use(hosts)

    def _is_reserve_in_use(self) -> bool:
        """Tell whether the reserve was certified, and what follows from that was not done."""
        if not self._reserve_key.exists():
            return False
        reserve = pin_of(_read_key(self._reserve_key).public_key())
        return reserve == pin_of(_certificates(self.authority)[0].public_key())

    def _finish_use(self, hosts: tuple[str, ...]) -> None:
        _write_key(self._authority_key, _read_key(self._reserve_key))
        self.renew(hosts)
        _write_key(self._reserve_key, _new_key())

    def _certify(self, key: ec.EllipticCurvePrivateKey) -> None:
        """Make a certificate for an authority with this key, and show that one from now on."""
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "meitinker hub authority")])
        public = key.public_key()
        made = (
            _builder(AUTHORITY_LASTS)
            .subject_name(name)
            .issuer_name(name)
            .public_key(public)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_usage(signs_certificates=True), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
            .sign(key, hashes.SHA256())
        )
        paths.write_durably(self.authority, _pem(made))


def pin_of(key: object) -> str:
    """Return the pin of a public key: SHA-256 (hex) over its SubjectPublicKeyInfo.

    Raises:
        StoreDamaged: It is no public key that can be written out.
    """
    if not hasattr(key, "public_bytes"):
        raise StoreDamaged("no public key")
    info = key.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return hashlib.sha256(info).hexdigest()


def _is_of(certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> bool:
    return pin_of(certificate.public_key()) == pin_of(key.public_key())


def _server_certificate(
    key: ec.EllipticCurvePublicKey,
    hosts: tuple[str, ...],
    authority: x509.Certificate,
    signer: ec.EllipticCurvePrivateKey,
) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, hosts[0][:64])])
    return (
        _builder(SERVER_LASTS)
        .subject_name(name)
        .issuer_name(authority.subject)
        .public_key(key)
        .add_extension(x509.SubjectAlternativeName([_host(one) for one in hosts]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False
        )
        .sign(signer, hashes.SHA256())
    )


def _builder(lasts: timedelta) -> x509.CertificateBuilder:
    now = clock.now()
    return (
        x509.CertificateBuilder()
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _BEFORE)
        .not_valid_after(now + lasts)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _host(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _new_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _key_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _write_key(path: Path, key: ec.EllipticCurvePrivateKey) -> None:
    paths.write_durably(path, _key_pem(key))


def _read_key(path: Path) -> ec.EllipticCurvePrivateKey:
    key = serialization.load_pem_private_key(_read(path), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise StoreDamaged("not a key that the hub made")
    return key


def _certificates(path: Path) -> list[x509.Certificate]:
    try:
        return x509.load_pem_x509_certificates(_read(path))
    except ValueError as error:
        raise StoreDamaged("not a certificate") from error


def _read(path: Path) -> bytes:
    with paths.disk_errors():
        try:
            return path.read_bytes()
        except FileNotFoundError:
            raise StoreMissing("a file of the hub's certificates is missing") from None
