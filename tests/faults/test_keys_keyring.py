"""The real gnome-keyring on a real bus (A14), and what happens when it is gone (F24)."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

CHILD = Path(__file__).with_name("keyring_child.py")
ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(
    shutil.which("gnome-keyring-daemon") is None, reason="gnome-keyring is not installed"
)


def session(home: Path, folder: Path, mode: str) -> dict[str, Any]:
    """Run the child in a desktop session of its own whose keyrings lie in ``home``."""
    home.mkdir(exist_ok=True)
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "HOME": str(home),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_RUNTIME_DIR": str(home),
    }
    done = subprocess.run(
        ["dbus-run-session", "--", sys.executable, str(CHILD), str(folder), mode],
        capture_output=True,
        text=True,
        timeout=90,
        check=True,
        env=environment,
    )
    told: dict[str, Any] = json.loads(done.stdout)
    return told


@pytest.mark.promise("A14")
def test_a14_gnome_keyring_guards_the_store_for_real(tmp_path: Path) -> None:
    told = session(tmp_path / "home", tmp_path / "store", "with")
    assert told == {
        "error": "",
        "keyring": "keyring.backends.SecretService.Keyring",
        "device": True,
    }
    # A new session, as after a restart of the computer: the secret is still there.
    assert session(tmp_path / "home", tmp_path / "store", "later")["error"] == ""


@pytest.mark.promise("A14")
def test_a14_negative_control_without_the_daemon_nothing_is_kept(tmp_path: Path) -> None:
    told = session(tmp_path / "home", tmp_path / "store", "without")
    assert told["error"] == "KeyringRefused"
    assert not (tmp_path / "store" / "keys.a").exists()


@pytest.mark.promise("F24")
def test_f24_another_keyring_does_not_open_and_says_so(tmp_path: Path) -> None:
    session(tmp_path / "home", tmp_path / "store", "with")
    told = session(tmp_path / "other", tmp_path / "store", "later")
    assert told["error"] == "KeyringSecretGone"
    assert not (tmp_path / "store" / "store.db").exists(), "no blank database is made"
