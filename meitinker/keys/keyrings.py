"""The operating system's keyring: only kinds that encrypt, and only what reads back.

``keyring`` picks a backend by itself and may fall back to one that keeps passwords as plain
text or not at all. Hence a list of what is trusted instead of a list of what is not.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import logging
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from meitinker.errors import KeyringRefused

if TYPE_CHECKING:
    from collections.abc import Callable

    from keyring.backend import KeyringBackend

T = TypeVar("T")

SERVICE: Final = "meitinker"

TRUSTED: Final = frozenset(
    {
        "keyring.backends.SecretService.Keyring",
        "keyring.backends.kwallet.DBusKeyring",
        "keyring.backends.kwallet.DBusKeyringKWallet4",
        "keyring.backends.libsecret.Keyring",
        "keyring.backends.macOS.Keyring",
        "keyring.backends.Windows.WinVaultKeyring",
    }
)

_CHAINER: Final = "keyring.backends.chainer.ChainerBackend"

_log = logging.getLogger(__name__)


class DeviceKeyring(Protocol):
    """Where this device keeps its secret."""

    @property
    def name(self) -> str:
        """Name of the kind of keyring, for reports."""

    def get(self, entry: str) -> bytes | None:
        """Return the secret kept as ``entry``, or None; raise KeyringRefused if unusable."""

    def put(self, entry: str, secret: bytes) -> None:
        """Keep ``secret`` and prove it by reading; raise KeyringRefused if unusable."""

    def delete(self, entry: str) -> None:
        """Forget ``entry``; nothing happens when it is not there."""


class SystemKeyring:
    """The keyring of the operating system, by way of the ``keyring`` package."""

    def __init__(self, backend: KeyringBackend | None = None) -> None:
        """Use ``backend`` instead of the one the system offers: for tests."""
        self._given = backend

    @property
    def name(self) -> str:
        """Name of the backend in use, or of the one that is refused."""
        try:
            return _kind(self._backend())
        except KeyringRefused as refused:
            return str(refused.params["backend"])

    def get(self, entry: str) -> bytes | None:
        """Return the secret kept as ``entry``, or None.

        Raises:
            KeyringRefused: No trusted keyring, or it is locked or fails. Params: ``backend``
                and ``reason`` (``kind``, ``failed``).
        """
        backend = self._backend()
        text = _asked(backend, lambda: backend.get_password(SERVICE, entry))
        if text is None:
            return None
        try:
            return base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError):
            return None  # someone else's entry, or a mangled one: as good as gone

    def put(self, entry: str, secret: bytes) -> None:
        """Keep ``secret`` as ``entry`` and read it back.

        Raises:
            KeyringRefused: As :meth:`get`, or ``reason`` ``readback``: what came back differs.
        """
        backend = self._backend()
        text = base64.b64encode(secret).decode()
        _asked(backend, lambda: backend.set_password(SERVICE, entry, text))
        kept = self.get(entry)
        if kept is None or not hmac.compare_digest(kept, secret):
            raise KeyringRefused("readback", backend=_kind(backend), reason="readback")

    def delete(self, entry: str) -> None:
        """Forget ``entry`` if it is there; a keyring that cannot is only logged."""
        try:
            backend = self._backend()
            if backend.get_password(SERVICE, entry) is not None:
                backend.delete_password(SERVICE, entry)
        except _failures(KeyringRefused):
            _log.warning("an old keyring entry could not be removed")

    def _backend(self) -> KeyringBackend:
        import keyring

        try:
            found = self._given or keyring.get_keyring()
        except _failures() as error:
            raise KeyringRefused("none", backend="none", reason="kind") from error
        for backend in _unchained(found):
            if _kind(backend) in TRUSTED:
                return backend
        raise KeyringRefused("not trusted", backend=_kind(found), reason="kind")


def _kind(backend: KeyringBackend) -> str:
    return f"{type(backend).__module__}.{type(backend).__qualname__}"


def _unchained(backend: KeyringBackend) -> list[KeyringBackend]:
    """Return the parts of a chainer by priority: as a whole it may end in a plain-text one."""
    return list(getattr(backend, "backends", ())) if _kind(backend) == _CHAINER else [backend]


def _asked(backend: KeyringBackend, question: Callable[[], T]) -> T:
    try:
        return question()
    except _failures() as error:
        raise KeyringRefused("failed", backend=_kind(backend), reason="failed") from error


def _failures(*more: type[Exception]) -> tuple[type[Exception], ...]:
    """Return what backends raise when locked, dismissed, absent or broken."""
    from keyring.errors import KeyringError

    kinds: list[type[Exception]] = [KeyringError, RuntimeError, OSError, *more]
    try:
        from jeepney.wrappers import DBusErrorResponse
        from secretstorage.exceptions import SecretStorageException
    except ImportError:  # not Linux
        return tuple(kinds)
    return (*kinds, SecretStorageException, DBusErrorResponse)
