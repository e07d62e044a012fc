"""The hub of the story: a process of its own on this computer, gone when the story is.

It is the program itself, called as its keeper calls it; nothing of the hub is imported here.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

LINE = "MEITINKER_TOUR_HUB"
"""Variable that tells the program where what it may know of the hub is written down."""

_ORGANISATION = "Stichting Voorbeeld"
_INVITED = {
    "laptop": ("--name", "Sietske de Vries", "--village", "Grou"),
    "office": ("--name", "Bouke Boekema", "--role", "back_office", "--everywhere"),
}
_NEEDED = ("cryptography", "sqlalchemy", "starlette", "uvicorn")
_PATIENCE = 60


class AtHub(msgspec.Struct):
    """What a laptop of the story may know: its invitation, and whether someone serves."""

    invitations: dict[str, str] = {}
    serves: bool = False


def can_serve() -> bool:
    """Tell whether the libraries of the hub are installed: a bundle for laptops has no hub."""
    return not getattr(sys, "frozen", False) and all(
        find_spec(name) is not None for name in _NEEDED
    )


class ServedHub:
    """Makes a hub with two invitations, serves it, and stops."""

    def __init__(self, folder: Path, command: Sequence[str]) -> None:
        """Take the folder for all of it; nothing is made before :meth:`serve`."""
        self._folder = folder / "hub"
        self._log = folder / "hub.log"
        self.told = folder / "hub.json"
        self._command = [*command, "hub"]
        self._at_hub = AtHub()
        self._port = 0
        self._serving: subprocess.Popen[bytes] | None = None
        self._environment = {**os.environ, "MEITINKER_HUB": str(self._folder)}
        self._environment.pop("MEITINKER_HUB_DSN", None)

    def serve(self) -> None:
        """Serve, after making the hub the first time; return once it listens.

        Raises:
            RuntimeError: It did not come up.
        """
        if not self._at_hub.invitations:
            self._make()
        listen = f"127.0.0.1:{self._port}"
        with self._log.open("ab") as log:
            self._serving = subprocess.Popen(  # noqa: S603 - our own command line, no shell
                [*self._command, "serve", "--listen", listen],
                stdout=subprocess.PIPE,
                stderr=log,
                env=self._environment,
            )
        said = self._serving.stdout.readline() if self._serving.stdout else b""
        if not said.startswith(b"https://"):
            raise RuntimeError(f"the hub does not serve: {self._log.read_text()[-400:]}")
        self._tell(serves=True)

    def stop(self) -> None:
        """Stop serving as its keeper does: what is under way is finished."""
        serving, self._serving = self._serving, None
        if serving is None:
            return
        serving.terminate()
        try:
            serving.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            serving.kill()
            serving.wait()
        if serving.stdout is not None:
            serving.stdout.close()
        self._tell(serves=False)

    def _make(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self._call("init", "--name", _ORGANISATION, "--address", f"localhost:{self._port}")
        for who, named in _INVITED.items():
            told = msgspec.json.decode(self._call("invite", "--json", *named))
            self._at_hub.invitations[who] = told["invitation"]

    def _call(self, *words: str) -> bytes:
        done = subprocess.run(  # noqa: S603 - our own command line, no shell
            [*self._command, *words],
            check=False,
            capture_output=True,
            env=self._environment,
            timeout=_PATIENCE,
        )
        if done.returncode:
            said = done.stderr.decode(errors="replace")[-400:]
            raise RuntimeError(f"hub {words[0]} ended with {done.returncode}: {said}")
        return done.stdout

    def _tell(self, *, serves: bool) -> None:
        self._at_hub.serves = serves
        part = self.told.with_suffix(".part")
        part.write_bytes(msgspec.json.encode(self._at_hub))
        part.replace(self.told)
