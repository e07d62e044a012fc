from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from keyring.backend import KeyringBackend
from keyring.backends import chainer, fail, null
from keyring.errors import KeyringLocked

from meitinker.errors import KeyringRefused
from meitinker.keys import keyrings
from meitinker.keys.keyrings import TRUSTED, SystemKeyring

if TYPE_CHECKING:
    from collections.abc import Callable


def untyped(module: Any) -> Any:
    """Return ``module`` as something without types: keyring's constructors have none."""
    return module


class Memory(KeyringBackend):
    """A backend under any name, in memory."""

    priority = 1

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


def named(full: str, **methods: Callable[..., Any]) -> Memory:
    """Return a memory backend that goes by the name ``full``."""
    module, name = full.rsplit(".", 1)
    kind = type(name, (Memory,), {"__module__": module, "__qualname__": name, **methods})
    made: Memory = kind()
    return made


def chain(*backends: KeyringBackend) -> KeyringBackend:
    """Return keyring's chainer over ``backends``."""
    kind = type(
        "ChainerBackend",
        (Memory,),
        {"__module__": chainer.__name__, "__qualname__": "ChainerBackend", "backends": backends},
    )
    made: KeyringBackend = kind()
    return made


SECRET_SERVICE = "keyring.backends.SecretService.Keyring"


@pytest.mark.promise("A14")
@pytest.mark.parametrize("name", sorted(TRUSTED))
def test_a14_trusted_kinds_keep_and_forget(name: str) -> None:
    ring = SystemKeyring(named(name))
    assert ring.name == name
    ring.put("store.slot", b"\x00\xff secret")
    assert ring.get("store.slot") == b"\x00\xff secret"
    assert ring.get("other") is None
    ring.delete("store.slot")
    ring.delete("store.slot")
    assert ring.get("store.slot") is None


@pytest.mark.promise("A14")
@pytest.mark.parametrize(
    "backend",
    [
        untyped(null).Keyring(),
        untyped(fail).Keyring(),
        named("keyrings.alt.file.PlaintextKeyring"),
        named("keyrings.alt.file.EncryptedKeyring"),
        named("somebody.elses.Keyring"),
        chain(untyped(fail).Keyring(), named("keyrings.alt.file.PlaintextKeyring")),
        chain(),
    ],
    ids=lambda backend: type(backend).__module__,
)
def test_a14_all_other_kinds_are_refused_and_named(backend: KeyringBackend) -> None:
    ring = SystemKeyring(backend)
    with pytest.raises(KeyringRefused) as told:
        ring.put("entry", b"secret")
    with pytest.raises(KeyringRefused):
        ring.get("entry")
    ring.delete("entry")
    assert told.value.params["reason"] == "kind"
    assert told.value.params["backend"] == ring.name
    assert not getattr(backend, "kept", {}), "not even tried"


@pytest.mark.promise("A14")
def test_a14_negative_control_without_the_list_plain_text_would_keep_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plain = named("keyrings.alt.file.PlaintextKeyring")
    monkeypatch.setattr(keyrings, "TRUSTED", TRUSTED | {"keyrings.alt.file.PlaintextKeyring"})
    SystemKeyring(plain).put("entry", b"secret")
    assert plain.kept


@pytest.mark.promise("A14")
def test_a14_a_chainer_is_unwrapped_and_its_plain_part_never_asked() -> None:
    plain, good = named("keyrings.alt.file.PlaintextKeyring"), named(SECRET_SERVICE)
    ring = SystemKeyring(chain(plain, good))
    ring.put("entry", b"secret")
    assert ring.name == SECRET_SERVICE
    assert good.kept
    assert not plain.kept


@pytest.mark.promise("A14")
def test_a14_what_does_not_read_back_is_refused() -> None:
    forgetful = named(SECRET_SERVICE, set_password=lambda *_: None)
    with pytest.raises(KeyringRefused) as told:
        SystemKeyring(forgetful).put("entry", b"secret")
    assert told.value.params["reason"] == "readback"


def test_a_mangled_entry_is_as_good_as_gone() -> None:
    ring = named(SECRET_SERVICE)
    ring.set_password(keyrings.SERVICE, "entry", "niet base64 é")
    assert SystemKeyring(ring).get("entry") is None


def test_a_locked_keyring_is_refused_and_not_a_crash() -> None:
    def locked(*_: object) -> None:
        raise KeyringLocked("dismissed")

    ring = SystemKeyring(named(SECRET_SERVICE, get_password=locked))
    with pytest.raises(KeyringRefused) as told:
        ring.get("entry")
    assert told.value.params["reason"] == "failed"
    ring.delete("entry")
