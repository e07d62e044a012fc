"""Makes and opens a store with the keyring of the session it runs in; prints facts as JSON.

Usage: ``keyring_child.py FOLDER with|without|later``.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from meitinker.errors import KeysError
from meitinker.keys import KeyCost, KeyFile, Stretch

PHRASE = "paard kaars nietig batterij"
QUICK = KeyCost(device=Stretch(64 * 1024, 1), alone=Stretch(128 * 1024, 1), floor=0)


def main(folder: Path, mode: str) -> dict[str, object]:
    if mode != "without":
        subprocess.run(
            ["gnome-keyring-daemon", "--unlock", "--components=secrets"],
            input=b"login",
            check=True,
            capture_output=True,
        )
    if mode == "later":
        return opened(folder)
    try:
        _, code = KeyFile.create(folder, PHRASE, cost=QUICK)
    except KeysError as error:
        return {"error": type(error).__name__, **error.params}
    told = opened(folder)
    KeyFile.unlock_with_recovery(folder, code)
    return told


def opened(folder: Path) -> dict[str, object]:
    try:
        KeyFile.unlock(folder, PHRASE, cost=QUICK)
    except KeysError as error:
        return {"error": type(error).__name__, **error.params}
    report = KeyFile.report(folder)
    return {"error": "", "keyring": report.keyring, "device": report.on_this_device}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]), sys.argv[2])))
