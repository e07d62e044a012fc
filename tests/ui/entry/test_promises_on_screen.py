"""L10, L18 and L19 through the real screens: what is masked, and what is written down."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest
from PySide6.QtWidgets import QApplication, QFileDialog

from meitinker import log
from meitinker.errors import DiskFull
from meitinker.ids import RecordId, UserId
from meitinker.services import editing, opening
from meitinker.store import readlog
from meitinker.store.database import Database
from meitinker.store.settings import ScreenSpot
from tests.ui.entry.conftest import SURNAME
from ui.tour import hands

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from meitinker.domain.session import Session
    from tests.ui.entry.conftest import Laptop, Shown

    Start = Callable[..., Shown]

BSN = "999993653"


@pytest.fixture
def numbered(laptop: Laptop) -> Laptop:
    """Give the resident a BSN."""
    database = Database.open(laptop.folder, laptop.key())
    session = opening.session_of(database)
    editing.save(database, session, kind="person", record_id=laptop.person, fields={"bsn": BSN})
    editing.seal(database, session)
    database.close()
    return laptop


@pytest.fixture
def logged(tmp_path: Path) -> Iterator[Path]:
    """Log at the finest to a file meanwhile."""
    file = tmp_path / "log" / "meitinker.log"
    running = log.start(file, level=10)
    try:
        yield file
    finally:
        running.stop()


def _go(shown: Shown, screen: str, record: str = "", section: str = "") -> None:
    room = shown.desktop._workroom
    assert room is not None
    room.window.go(ScreenSpot(screen=screen, record_id=record, section=section))


def _read(shown: Shown) -> list[tuple[str, str, str]]:
    """Return action, kind and term of every entry in the read log."""
    with shown.database.reading() as connection:
        told = [entry for entry, _previous, _hash in readlog.entries(connection)]
    return [(one.action, one.kind, one.terms if one.action != "search" else "") for one in told]


def _at_the_details(shown: Shown, laptop: Laptop) -> None:
    shown.at_work()
    _go(shown, "people", laptop.person, "details")
    shown.sees("Toon BSN")


@pytest.mark.promise("L10")
def test_l10_a_bsn_is_masked_until_asked_for_and_the_asking_is_written_down(
    numbered: Laptop, start: Start, logged: Path
) -> None:
    shown = start()
    _at_the_details(shown, numbered)
    assert not hands.sees(BSN)
    assert ("reveal", "person", "bsn") not in _read(shown)
    hands.click("Toon BSN")
    shown.sees(BSN)
    assert _read(shown).count(("reveal", "person", "bsn")) == 1
    # Nowhere else than in its field: not in a title, a log line or the name of a file.
    assert not [w for w in QApplication.topLevelWidgets() if BSN in w.windowTitle()]
    assert BSN not in (logged.read_text("utf-8") if logged.exists() else "")
    assert not [p for p in numbered.folder.root.parent.rglob("*") if BSN in p.name]
    # Who leaves the file finds the mask again.
    _go(shown, "today")
    room = shown.desktop._workroom
    assert room is not None
    shown.until(lambda: room.window._here == "today")
    _go(shown, "people", numbered.person, "details")
    shown.sees("Toon BSN")
    assert not hands.sees(BSN)


@pytest.mark.promise("L10")
def test_l10_what_cannot_be_written_down_stays_masked(
    numbered: Laptop, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_named: object) -> int:
        raise DiskFull("ENOSPC")

    shown = start()
    _at_the_details(shown, numbered)
    monkeypatch.setattr(readlog, "note", full)
    hands.click("Toon BSN")
    shown.sees("De schijf is vol.")
    assert not hands.sees(BSN)


@pytest.mark.promise("L10")
def test_l10_control_without_the_mask_the_number_would_be_read(
    numbered: Laptop, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ui.widgets.secret_field import SecretField

    monkeypatch.setattr(SecretField, "cover", lambda _field: None)
    shown = start()
    shown.at_work()
    _go(shown, "people", numbered.person, "details")
    shown.sees(BSN)
    assert ("reveal", "person", "bsn") not in _read(shown)


@pytest.mark.promise("L19")
def test_l19_opening_on_the_screen_is_one_entry_each(laptop: Laptop, start: Start) -> None:
    shown = start()
    shown.at_work()
    assert _read(shown) == []
    for _turn in range(2):  # coming back within a quarter of an hour is the same reading
        _go(shown, "people", laptop.person)
        shown.sees("Verder met gesprek")
        _go(shown, "visits", laptop.visit)
        shown.sees("Wat vertelt de inwoner?")
    assert sorted(_read(shown)) == [("open", "person", ""), ("open", "visit", "")]


@pytest.mark.promise("L19")
def test_l19_a_search_that_settled_is_one_entry_without_words(laptop: Laptop, start: Start) -> None:
    shown = start()
    shown.at_work()
    _go(shown, "people")
    shown.sees(SURNAME)
    hands.press("Ctrl+F")
    hands.write(SURNAME)
    shown.until(lambda: ("search", "person", "") in _read(shown))
    assert [action for action, _kind, _terms in _read(shown)] == ["search"]
    with shown.database.reading() as connection:
        (entry,) = [one for one, _previous, _hash in readlog.entries(connection)]
        assert SURNAME.casefold() not in entry.terms
        assert readlog.hashed(shown.database.key, SURNAME) in entry.terms.split()


@pytest.mark.promise("L19", "A7")
def test_l19_saving_a_plan_as_pdf_is_one_entry_and_one_file(
    laptop: Laptop, start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "stick" / "plan.pdf"
    target.parent.mkdir()
    suggested: list[str] = []

    def chosen(_parent: object, _title: str, name: str, _kind: str) -> tuple[str, str]:
        suggested.append(name)
        return str(target), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", chosen)
    shown = start()
    shown.at_work()
    _go(shown, "visits", laptop.visit, "plan")
    shown.sees("Bewaar als PDF…")
    before = {p for p in tmp_path.rglob("*") if p.is_file()}
    hands.click("Bewaar als PDF…")
    shown.until(target.exists)
    assert [one[0] for one in _read(shown)].count("export") == 1
    fresh = {p for p in tmp_path.rglob("*") if p.is_file()} - before
    assert [p for p in fresh if p.read_bytes().startswith(b"%PDF")] == [target]
    assert SURNAME not in suggested[0]


@pytest.mark.promise("L19")
def test_l19_printing_is_one_entry_also_when_the_printer_refuses(
    laptop: Laptop, start: Start
) -> None:
    shown = start()
    shown.at_work()
    _go(shown, "visits", laptop.visit, "plan")
    shown.sees("Afdrukken")
    hands.click("Afdrukken")
    shown.sees("Afdrukken lukt niet.")
    assert [one[0] for one in _read(shown)].count("print") == 1


@pytest.mark.promise("L19")
def test_l19_control_what_cannot_be_written_down_is_not_shown(
    laptop: Laptop, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_named: object) -> int:
        raise DiskFull("ENOSPC")

    shown = start()
    shown.at_work()
    monkeypatch.setattr(readlog, "note", full)
    _go(shown, "visits", laptop.visit)
    shown.sees("De schijf is vol.")
    assert not hands.sees("Wat vertelt de inwoner?")


def _lacks(entry: readlog.ReadEntry) -> set[str]:
    """Return what BIO2 8.15.01 asks of an entry and is not in it."""
    asked = ("at", "user", "device", "action", "kind", "record_id", "client_id", "purpose")
    return {name for name in asked if not getattr(entry, name)}


@pytest.mark.promise("L18")
def test_l18_an_entry_names_who_what_when_where_and_for_what(laptop: Laptop, start: Start) -> None:
    shown = start()
    shown.at_work()
    _go(shown, "people", laptop.person)
    shown.sees("Verder met gesprek")
    with shown.database.reading() as connection:
        (entry,) = [one for one, _previous, _hash in readlog.entries(connection)]
    info = shown.database.info
    assert _lacks(entry) == set()
    assert (entry.user, entry.device, entry.action) == (info.user, info.device, "open")
    assert (entry.record_id, entry.client_id) == (laptop.person, laptop.person)
    assert (entry.kind, entry.purpose, entry.results) == ("person", "support", 1)


@pytest.mark.promise("L18")
def test_l18_control_an_entry_of_a_session_without_a_user_is_found(
    laptop: Laptop, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = opening.session_of

    def nobody(database: Database) -> Session:
        return msgspec.structs.replace(real(database), user=UserId(RecordId("")))

    monkeypatch.setattr(opening, "session_of", nobody)
    shown = start()
    shown.at_work()
    _go(shown, "people", laptop.person)
    shown.sees("Verder met gesprek")
    with shown.database.reading() as connection:
        (entry,) = [one for one, _previous, _hash in readlog.entries(connection)]
    assert _lacks(entry) == {"user"}
