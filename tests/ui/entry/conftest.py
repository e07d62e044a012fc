"""The whole desktop offscreen, over a real store folder, with a keyring in memory."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from meitinker import i18n
from meitinker.ids import PersonId
from meitinker.keys import KeyCost, KeyFile, Stretch
from meitinker.options import Options
from meitinker.paths import StoreFolder
from meitinker.services import opening, people, visits
from meitinker.store.database import Database
from tests.stores import PASSPHRASE, Ring
from ui.app import Desktop
from ui.tour import hands
from ui.tour.player import pressable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from meitinker.ids import RecordId
    from meitinker.keys import StoreKey

QUICK = KeyCost(device=Stretch(8192, 1), alone=Stretch(8192, 1), floor=0)
SURNAME = "Kanariepiet"


@dataclass(frozen=True)
class Laptop:
    """A computer with one store: where it lies, what opens it, who is in it."""

    folder: StoreFolder
    ring: Ring
    code: str
    person: PersonId
    visit: RecordId

    def key(self) -> StoreKey:
        """The store's key."""
        return KeyFile.unlock_with_recovery(self.folder.root, self.code)


@pytest.fixture(scope="session")
def _bought(tmp_path_factory: pytest.TempPathFactory) -> Laptop:
    """Make the store once; every test gets a copy."""
    folder = StoreFolder(tmp_path_factory.mktemp("bought") / "home" / "0123456789ab").prepare()
    ring = Ring()
    owner = opening.FirstUser(name="T. Werker", villages=("Jirnsum",))
    database, code = opening.create(folder, PASSPHRASE, owner, keyring=ring, cost=QUICK)
    session = opening.session_of(database)
    added = people.add(database, session, people.NewPerson(surname=SURNAME))
    person = PersonId(added.created("person"))
    begun = visits.begin(database, session, person)
    database.close()
    return Laptop(folder, ring, code.text, person, begun.created("visit"))


@pytest.fixture
def laptop(_bought: Laptop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Laptop:
    """Lend a laptop of its own, on which a guess at a passphrase costs nothing."""
    home = tmp_path / "home"
    shutil.copytree(_bought.folder.root.parent, home)
    ring = Ring()
    ring._kept.update(_bought.ring._kept)
    monkeypatch.setenv("MEITINKER_HOME", str(home))
    monkeypatch.setattr("meitinker.keys.keyfile.SystemKeyring", lambda: ring)
    unlock = KeyFile.unlock

    def cheap(folder: Path, passphrase: str, *, keyring: None = None) -> StoreKey:
        return unlock(folder, passphrase, keyring=keyring, cost=QUICK)

    monkeypatch.setattr(KeyFile, "unlock", staticmethod(cheap))
    folder = StoreFolder(home / _bought.folder.root.name)
    return Laptop(folder, ring, _bought.code, _bought.person, _bought.visit)


@dataclass
class Shown:
    """A desktop on the offscreen screen, and eyes and hands for it."""

    desktop: Desktop
    qtbot: QtBot
    replaced: list[dict[str, str]] = field(default_factory=list)

    def sees(self, text: str) -> None:
        """Wait until ``text`` can be read."""
        self.qtbot.waitUntil(lambda: hands.sees(text), timeout=20_000)

    def until(self, true: Callable[[], bool]) -> None:
        """Wait until something holds."""
        self.qtbot.waitUntil(true, timeout=20_000)

    def unlock(self, passphrase: str = PASSPHRASE) -> None:
        """Type a passphrase and press the button, once it can be pressed."""
        self.until(pressable("Openen").true)
        hands.fill("Wachtwoord", passphrase)
        hands.click("Openen")

    def at_work(self) -> None:
        """Unlock and wait for the first screen."""
        self.unlock()
        self.until(lambda: self.desktop._workroom is not None)
        self.sees("Vandaag")

    @property
    def database(self) -> Database:
        """The open store."""
        room = self.desktop._workroom
        assert room is not None
        return room.workplace.database


@pytest.fixture
def start(qtbot: QtBot, qapp: QApplication) -> Iterator[Callable[..., Shown]]:
    """Return a function that starts the desktop; it is ended after the test."""
    language = i18n.language()
    made: list[Shown] = []

    def begin(reason: str = "", *, demo: bool = False) -> Shown:
        replaced: list[dict[str, str]] = []
        desktop = Desktop(qapp, Options(demo=demo), replace=replaced.append)
        shown = Shown(desktop, qtbot, replaced)
        made.append(shown)
        desktop.start(reason=reason)
        return shown

    yield begin
    i18n.set_language(language)  # of the process: a test that chose another leaves it to the next
    for shown in made:
        if not shown.replaced:
            shown.desktop.end()
        shown.desktop._words.speak("en")
        shown.desktop.window.hide()
        shown.desktop.window.deleteLater()
