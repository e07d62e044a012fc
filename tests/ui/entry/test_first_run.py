"""The first time on a new computer, by hand: who, a passphrase, the code on paper, the work."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from meitinker import labels
from meitinker.errors import DiskFull, KeyringRefused, WrongRecoveryCode
from meitinker.keys import KeyFile
from meitinker.services import opening
from tests.stores import Ring
from tests.ui.entry.conftest import QUICK
from tests.ui.pages import words_on
from ui.starting import entering
from ui.tour import hands
from ui.tour.player import pressable
from ui.views.entry.first_run import PassphrasePage, WhoPage
from ui.views.entry.recovery import RecoveryCodePage

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.ui.entry.conftest import Shown

    Start = Callable[..., Shown]

WORDS = "vier koeien zwemmen langzaam naar huis"


@pytest.fixture
def ring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ring:
    """Give the new computer an empty home and a keyring."""
    kept = Ring()
    monkeypatch.setenv("MEITINKER_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("meitinker.keys.keyfile.SystemKeyring", lambda: kept)
    return kept


def _to_the_passphrase(shown: Shown) -> None:
    shown.sees("Welkom bij meitinker")
    hands.fill("Uw naam", "T. Werker")
    hands.fill("Naam van uw organisatie", "Stichting Voorbeeld")
    hands.click("Grou")
    hands.click("Verder")
    shown.sees("Kies een wachtwoord")


def _choose(first: str, second: str) -> None:
    hands.fill("Wachtwoord", first)
    hands.fill("Nog een keer", second)
    hands.click("Verder")


@pytest.mark.promise("L25")
def test_l25_a_store_made_on_the_screen_is_stretched_as_the_law_of_the_field_asks(
    ring: Ring, start: Start
) -> None:
    shown = start()
    _to_the_passphrase(shown)
    _choose(WORDS, WORDS)
    shown.sees("Uw herstelcode")
    (made,) = labels.stores()
    report = KeyFile.report(made.folder.root, keyring=ring)
    assert report.meets_floor
    assert report.memory >= 46 * 1024 * 1024
    assert report.on_this_device
    assert report.recovery_since
    hands.click("Aan het werk")
    shown.sees("Zet een vinkje")
    hands.click("De herstelcode ligt op een veilige plek")
    hands.click("Aan het werk")
    shown.until(lambda: shown.desktop._workroom is not None)
    assert shown.database.info.store


@pytest.mark.promise("L25")
def test_l25_control_a_cheaper_store_is_told_apart(
    ring: Ring, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = KeyFile.create

    def cheap(folder: Path, passphrase: str, **how: object) -> object:
        return real(folder, passphrase, **{**how, "cost": QUICK, "keyring": ring})  # type: ignore[arg-type]  # passed on as given

    monkeypatch.setattr(KeyFile, "create", staticmethod(cheap))
    shown = start()
    _to_the_passphrase(shown)
    _choose(WORDS, WORDS)
    shown.sees("Uw herstelcode")
    (made,) = labels.stores()
    assert not KeyFile.report(made.folder.root, keyring=ring).meets_floor


def test_what_is_missing_is_said_at_the_field(ring: Ring, start: Start) -> None:
    shown = start()
    shown.sees("Welkom bij meitinker")
    hands.click("Verder")
    shown.sees("Vul dit in.")
    assert labels.stores() == ()


def test_an_own_number_that_cannot_be_called_is_told_as_any_other(ring: Ring, start: Start) -> None:
    shown = start()
    shown.sees("Welkom bij meitinker")
    page = shown.desktop.window.findChild(WhoPage)
    assert page is not None
    page.name.set_value("T. Werker")
    page.organisation.set_value("Dorpenteam")
    page.phone.set_value("o6-abc")
    hands.click("Verder")
    shown.sees("Hier staan letters in.")
    page.phone.set_value("06 12345678")
    hands.click("Verder")
    shown.sees("Kies een wachtwoord")


@pytest.mark.promise("A15")
@pytest.mark.parametrize("weak", ["kort", "wachtwoord123", "qwertyuiop", "Werker2026"])
def test_a15_a_weak_passphrase_makes_nothing(ring: Ring, start: Start, weak: str) -> None:
    shown = start()
    _to_the_passphrase(shown)
    _choose(weak, weak)
    shown.until(pressable("Verder").true)
    assert hands.sees("Kies een zin van 4 of meer woorden die niet bij elkaar horen.")
    assert not hands.sees("Uw herstelcode")
    assert labels.stores() == ()


def test_two_different_passphrases_are_told(ring: Ring, start: Start) -> None:
    shown = start()
    _to_the_passphrase(shown)
    _choose(WORDS, WORDS + "s")
    shown.sees("De twee wachtwoorden zijn niet gelijk.")
    assert labels.stores() == ()


@pytest.mark.promise("A14")
def test_a14_without_a_keyring_it_says_so_and_asks_to_accept(
    ring: Ring, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_entry: str, _secret: bytes) -> None:
        raise KeyringRefused(backend="plain", reason="kind")

    monkeypatch.setattr(ring, "put", refuse)
    shown = start()
    _to_the_passphrase(shown)
    _choose(WORDS, WORDS)
    shown.sees("Deze computer heeft geen veilige sleutelbos.")
    assert hands.sees("Ik begrijp dat alleen mijn wachtwoord")
    assert labels.stores() == ()
    page = shown.desktop.window.findChild(PassphrasePage)
    assert page is not None
    assert page.accept.box.hasFocus(), "it is the one thing that still has to be done"


def _made_and_left(shown: Shown) -> str:
    """Make a store, and end the program while its code is on the screen; return that code."""
    _to_the_passphrase(shown)
    _choose(WORDS, WORDS)
    shown.sees("Uw herstelcode")
    page = shown.desktop.window.findChild(RecoveryCodePage)
    assert page is not None
    shown.desktop.end()
    return _code_on(page)


def _code_on(page: RecoveryCodePage) -> str:
    text = words_on(page._pdf)
    groups = re.findall(r"^([0-9A-Z]{5})$|(?<=\s)([0-9A-Z]{5})(?=\s)", text)
    return "-".join("".join(pair) for pair in groups)


def test_a_code_that_went_with_the_program_is_made_anew_until_one_is_put_away(
    ring: Ring, start: Start
) -> None:
    first = _made_and_left(start())
    (made,) = labels.stores()
    again = start()
    again.unlock(WORDS)
    again.sees("U bewaarde uw herstelcode nog niet.")
    hands.click("Dat doe ik later")
    again.until(lambda: again.desktop._workroom is not None)
    with pytest.raises(WrongRecoveryCode):
        KeyFile.unlock_with_recovery(made.folder.root, first)
    again.desktop.end()
    third = start()
    third.unlock(WORDS)
    third.sees("U bewaarde uw herstelcode nog niet.")
    page = third.desktop.window.findChild(RecoveryCodePage)
    assert page is not None
    assert KeyFile.unlock_with_recovery(made.folder.root, _code_on(page))
    hands.click("De herstelcode ligt op een veilige plek")
    hands.click("Aan het werk")
    third.until(lambda: third.desktop._workroom is not None)
    third.desktop.end()
    last = start()
    last.unlock(WORDS)
    last.until(lambda: last.desktop._workroom is not None)


def test_a_disk_that_keeps_no_new_code_keeps_nobody_from_the_work(
    ring: Ring, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = _made_and_left(start())
    (made,) = labels.stores()

    def full(_folder: Path, _key: object) -> object:
        raise DiskFull("ENOSPC")

    monkeypatch.setattr(KeyFile, "new_recovery_code", staticmethod(full))
    again = start()
    again.unlock(WORDS)
    again.until(lambda: again.desktop._workroom is not None)
    assert KeyFile.unlock_with_recovery(made.folder.root, first)


def test_who_came_in_by_the_code_has_it(ring: Ring, start: Start) -> None:
    first = _made_and_left(start())
    (made,) = labels.stores()
    again = start()
    again.until(pressable("Wachtwoord vergeten?").true)
    hands.click("Wachtwoord vergeten?")
    hands.fill("Herstelcode", first)
    hands.click("Verder")
    again.sees("Uw herstelcode klopt.")
    _choose(f"{WORDS} toe", f"{WORDS} toe")
    again.until(lambda: again.desktop._workroom is not None)
    assert KeyFile.unlock_with_recovery(made.folder.root, first)
    assert not opening.code_waits(again.database)


def test_a_disk_that_is_full_before_the_code_is_shown_leaves_no_store_behind(
    ring: Ring, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the next try makes a second one, beside a first of which nobody has the code."""

    def full(_database: object, *, waits: bool) -> None:
        raise DiskFull("ENOSPC")

    owner = opening.FirstUser(name="T. Werker", villages=("Grou",))
    with monkeypatch.context() as patch:
        patch.setattr(opening, "set_code_waits", full)
        with pytest.raises(DiskFull):
            entering.make_store(WORDS, owner, alone=False)
    assert labels.stores() == ()
    _folder, made = entering.make_store(WORDS, owner, alone=False)
    made.database.close()
    assert len(labels.stores()) == 1
