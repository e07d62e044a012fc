"""Locking a real desktop: nothing typed is lost, nothing readable stays behind."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from meitinker import clock
from meitinker.errors import DiskFull
from meitinker.services import people
from meitinker.store import drafts
from meitinker.store.database import Database
from tests.faults.places import fill, small_disk
from tests.stores import PASSPHRASE
from ui.tour import hands

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.ui.entry.conftest import Laptop, Shown

    Start = Callable[..., Shown]

TYPED = "Ik slaap slecht sinds de zomer."


def _at_the_question(shown: Shown, laptop: Laptop) -> None:
    from meitinker.store.settings import ScreenSpot

    shown.at_work()
    assert shown.desktop._workroom is not None
    shown.desktop._workroom.window.go(ScreenSpot(screen="visits", record_id=laptop.visit))
    shown.sees("Wat vertelt de inwoner?")


def _question(laptop: Laptop) -> str:
    """Return what the store holds, as the next start of the program finds it."""
    from meitinker.domain.visits import Visit
    from meitinker.services import opening
    from meitinker.store import records

    database = Database.open(laptop.folder, laptop.key())
    try:
        with database.reading() as connection:
            session = opening.session_of(database)
            return records.get(connection, session, Visit, laptop.visit).question
    finally:
        database.close()


def _stands_at(shown: Shown, screen: str) -> bool:
    room = shown.desktop._workroom
    return room is not None and room.window._here == screen


def _locked(shown: Shown) -> dict[str, str]:
    shown.until(lambda: bool(shown.replaced))
    return shown.replaced[0]


def _by_key(_shown: Shown) -> None:
    hands.press("Ctrl+L")


def _by_rail(_shown: Shown) -> None:
    hands.click("Op slot")


def _by_session(shown: Shown) -> None:
    assert shown.desktop._workroom is not None
    shown.desktop._workroom._watcher.sessionLocked.emit()


def _by_sleep(shown: Shown) -> None:
    assert shown.desktop._workroom is not None
    shown.desktop._workroom._watcher.aboutToSleep.emit()


@pytest.mark.parametrize(
    ("does", "reason"),
    [(_by_key, "key"), (_by_rail, "key"), (_by_session, "session"), (_by_sleep, "sleep")],
)
def test_locking_keeps_the_words_wipes_the_key_and_replaces_the_process(
    laptop: Laptop, start: Start, does: Callable[[Shown], None], reason: str
) -> None:
    shown = start()
    _at_the_question(shown, laptop)
    key = shown.database.key
    hands.fill("Wat vertelt de inwoner?", TYPED)
    does(shown)
    environment = _locked(shown)
    assert environment["MEITINKER_LOCKED"] == reason
    assert not any(key.bare())
    assert _question(laptop) == TYPED  # and the store's lock was let go, or this would not open


def test_after_the_lock_the_page_says_why_and_the_place_is_found_again(
    laptop: Laptop, start: Start
) -> None:
    first = start()
    _at_the_question(first, laptop)
    hands.fill("Wat vertelt de inwoner?", TYPED)
    hands.press("Ctrl+L")
    _locked(first)
    first.desktop.window.hide()
    fresh = start("key")
    fresh.sees("op slot")
    fresh.unlock()
    fresh.sees(TYPED)


def test_idleness_warns_and_then_locks(laptop: Laptop, start: Start) -> None:
    shown = start()
    _at_the_question(shown, laptop)
    hands.fill("Wat vertelt de inwoner?", TYPED)
    room = shown.desktop._workroom
    assert room is not None
    idle, now = room._idle, clock.now()
    assert idle is not None
    with clock.running(lambda: now + idle._after - idle._warn_before):
        idle.check()
        shown.sees("Bent u er nog?")
        assert not shown.replaced
    with clock.running(lambda: now + 2 * idle._after):
        idle.check()
        assert _locked(shown)["MEITINKER_LOCKED"] == "idle:10"
    assert _question(laptop) == TYPED


def test_locking_seals_what_was_typed(laptop: Laptop, start: Start) -> None:
    shown = start()
    _at_the_question(shown, laptop)
    hands.fill("Wat vertelt de inwoner?", TYPED)
    hands.press("Ctrl+L")
    _locked(shown)
    database = Database.open(laptop.folder, laptop.key())
    with database.reading() as connection:
        assert drafts.open_drafts(connection) == []
    database.close()


class _Disk:
    """A disk of which the test says when it is full."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.full = False
        real = Database.transaction

        def transaction(database: Database) -> object:
            if self.full:
                raise DiskFull("ENOSPC")
            return real(database)

        monkeypatch.setattr(Database, "transaction", transaction)


@pytest.mark.promise("F3")
def test_f3_with_a_full_disk_a_lock_covers_and_keeps_and_ends_when_there_is_room(
    laptop: Laptop, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = _Disk(monkeypatch)
    shown = start()
    _at_the_question(shown, laptop)
    disk.full = True
    hands.fill("Wat vertelt de inwoner?", TYPED)
    hands.press("Ctrl+L")
    shown.sees("Uw laatste tekst is nog niet bewaard.")
    assert not shown.replaced
    assert not hands.sees(TYPED)
    assert not hands.sees("Kanariepiet")
    # A second lock, of the screen this time, changes nothing.
    _by_session(shown)
    room = shown.desktop._workroom
    assert room is not None
    assert room._covered is shown.desktop.window.currentWidget()
    # The right words bring back the text; the wrong ones do not.
    hands.fill("Wachtwoord", "dit is het niet")
    hands.click("Openen")
    shown.sees("Dit wachtwoord klopt niet.")
    hands.fill("Wachtwoord", PASSPHRASE)
    hands.click("Openen")
    shown.sees(TYPED)
    hands.press("Ctrl+L")
    shown.sees("Uw laatste tekst is nog niet bewaard.")
    disk.full = False
    assert room._covered is not None
    room._covered.tried.emit()  # as its timer does every few seconds
    assert _locked(shown)["MEITINKER_LOCKED"] == "key"
    assert _question(laptop) == TYPED


@pytest.mark.promise("F3")
def test_f3_the_same_on_a_disk_that_is_really_full(
    laptop: Laptop, start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import shutil

    with small_disk(tmp_path / "disk", kilobytes=4096) as mounted:
        if not mounted:
            pytest.skip("mounting is not allowed here")
        home = laptop.folder.root.parent
        shutil.copytree(home, tmp_path / "disk" / "home")
        monkeypatch.setenv("MEITINKER_HOME", str(tmp_path / "disk" / "home"))
        shown = start()
        _at_the_question(shown, laptop)
        ballast = fill(tmp_path / "disk")
        hands.fill("Wat vertelt de inwoner?", TYPED * 200)
        hands.press("Ctrl+L")
        shown.sees("Uw laatste tekst is nog niet bewaard.")
        ballast.unlink()
        room = shown.desktop._workroom
        assert room is not None
        assert room._covered is not None
        room._covered.tried.emit()
        _locked(shown)
        from dataclasses import replace

        from meitinker.paths import StoreFolder

        there = StoreFolder(tmp_path / "disk" / "home" / laptop.folder.root.name)
        assert _question(replace(laptop, folder=there)) == TYPED * 200


@pytest.mark.qt_no_exception_capture  # the window goes on after its lane was closed
@pytest.mark.promise("F3")
def test_f3_control_a_lock_that_does_not_ask_would_lose_the_words(
    laptop: Laptop, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = _Disk(monkeypatch)
    shown = start()
    _at_the_question(shown, laptop)
    disk.full = True
    hands.fill("Wat vertelt de inwoner?", TYPED)
    room = shown.desktop._workroom
    assert room is not None
    monkeypatch.setattr(room.window, "leave", lambda done: done(True))
    hands.press("Ctrl+L")
    _locked(shown)
    # This process would be gone by now, and its timers with it.
    room.window.deleteLater()
    disk.full = False
    assert _question(laptop) == ""


@pytest.mark.parametrize("back", [False, True])
def test_a_window_that_does_not_answer_is_covered_and_locks_when_it_does(
    laptop: Laptop, start: Start, monkeypatch: pytest.MonkeyPatch, back: bool
) -> None:
    shown = start()
    _at_the_question(shown, laptop)
    shown.sees("Kanariepiet")
    room = shown.desktop._workroom
    assert room is not None
    asked: list[Callable[[bool], None]] = []
    monkeypatch.setattr(room.window, "leave", asked.append)
    room._late.setInterval(0)
    _by_session(shown)
    shown.sees("Het scherm is op slot")
    assert not hands.sees("Kanariepiet")
    if back:
        hands.fill("Wachtwoord", PASSPHRASE)
        hands.click("Openen")
        shown.until(lambda: hands.sees("Kanariepiet"))
    asked[0](True)
    assert bool(shown.replaced) is not back


def test_closing_the_window_keeps_the_last_words(laptop: Laptop, start: Start) -> None:
    shown = start()
    _at_the_question(shown, laptop)
    hands.fill("Wat vertelt de inwoner?", TYPED)
    shown.desktop.window.close()
    shown.until(lambda: not shown.desktop.window.isVisible())
    shown.desktop.end()
    assert _question(laptop) == TYPED


@pytest.mark.parametrize(("answer", "closed"), [("Terug naar", False), ("Sluiten zonder", True)])
def test_closing_with_a_full_disk_asks_first(
    laptop: Laptop, start: Start, monkeypatch: pytest.MonkeyPatch, answer: str, closed: bool
) -> None:
    from PySide6.QtCore import QTimer

    disk = _Disk(monkeypatch)
    shown = start()
    _at_the_question(shown, laptop)
    disk.full = True
    hands.fill("Wat vertelt de inwoner?", TYPED)

    def press() -> None:
        if hands.sees("Sluit u het programma nu, dan is die tekst weg."):
            asking.stop()  # once it is answered there may be no window to look at
            hands.click(answer)

    asking = QTimer(shown.desktop.window, interval=10)
    asking.timeout.connect(press)
    asking.start()
    shown.desktop.window.close()
    assert shown.desktop._leaving
    shown.until(lambda: not shown.desktop._leaving)
    shown.until(lambda: shown.desktop.window.isVisible() is not closed)
    assert closed or hands.sees(TYPED)


def test_a_save_that_failed_before_closing_is_asked_about_once(
    laptop: Laptop, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PySide6.QtCore import QTimer

    from ui.widgets.dialogs import Dialog

    disk = _Disk(monkeypatch)
    shown = start()
    _at_the_question(shown, laptop)
    disk.full = True
    hands.fill("Wat vertelt de inwoner?", TYPED)
    hands.press("Ctrl+S")
    shown.sees("Niet bewaard")
    asked: list[Dialog] = []
    ask = Dialog.ask

    def answer(dialog: Dialog) -> str:
        asked.append(dialog)
        QTimer.singleShot(0, dialog, lambda: hands.click("Terug naar"))
        return ask(dialog)

    monkeypatch.setattr(Dialog, "ask", answer)
    shown.desktop.window.close()
    shown.until(lambda: not shown.desktop._leaving)
    for _turn in range(3):  # what the dialog set going: leaving the field, and saving again
        told: list[object] = []
        room = shown.desktop._workroom
        assert room is not None
        room.workplace.tasks.write(room, lambda: None, done=told.append)
        shown.until(partial(bool, told))
    assert len(asked) == 1
    assert hands.sees("Niet bewaard")
    assert not hands.sees("Bewaard om")
    disk.full = False
    shown.desktop.window.close()
    shown.until(lambda: not shown.desktop.window.isVisible())
    assert len(asked) == 1
    shown.desktop.end()
    assert _question(laptop) == TYPED


def _unanswered(shown: Shown, monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], None]:
    """Close a window that does not answer, until it asks; return who would answer."""
    asked: list[Callable[[bool], None]] = []
    room = shown.desktop._workroom
    assert room is not None
    monkeypatch.setattr(room.window, "leave", asked.append)
    shown.desktop._late.setInterval(0)
    shown.desktop.window.close()
    shown.sees("Bewaren duurt lang")
    assert shown.desktop.window.isVisible()
    return asked[0]


def test_closing_a_window_that_does_not_answer_asks_whether_to_wait(
    laptop: Laptop, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = start()
    _at_the_question(shown, laptop)
    _unanswered(shown, monkeypatch)
    hands.click("Nog even wachten")
    shown.sees("Bewaren duurt lang")  # it waited, and asks again
    assert shown.desktop.window.isVisible()
    hands.click("Sluiten zonder te wachten")
    shown.until(lambda: not shown.desktop.window.isVisible())


@pytest.mark.parametrize("safe", [True, False])
def test_an_answer_that_comes_late_takes_the_question_away(
    laptop: Laptop, start: Start, monkeypatch: pytest.MonkeyPatch, safe: bool
) -> None:
    from PySide6.QtWidgets import QApplication

    shown = start()
    _at_the_question(shown, laptop)
    answer = _unanswered(shown, monkeypatch)
    monkeypatch.setattr("ui.widgets.dialogs.confirm", lambda *_a, **_k: False)
    answer(safe)
    assert QApplication.activeModalWidget() is None
    assert shown.desktop.window.isVisible() is not safe
    assert not shown.desktop._late.isActive()


@pytest.mark.promise("A12")
def test_a12_a_number_on_the_clipboard_goes_with_the_lock(laptop: Laptop, start: Start) -> None:
    from PySide6.QtWidgets import QApplication

    shown = start()
    _at_the_question(shown, laptop)
    room = shown.desktop._workroom
    assert room is not None
    room.workplace.clipboard.copy("999990019")
    hands.press("Ctrl+L")
    _locked(shown)
    assert QApplication.clipboard().text() == ""


@pytest.mark.promise("A12")
def test_a12_titles_name_no_one_wherever_one_goes(laptop: Laptop, start: Start) -> None:
    from PySide6.QtWidgets import QApplication

    from meitinker.store.settings import ScreenSpot

    shown = start()
    shown.at_work()
    room = shown.desktop._workroom
    assert room is not None
    titles = set()
    for screen, record in (
        ("people", laptop.person),
        ("visits", laptop.visit),
        ("settings", ""),
        ("help", ""),
        ("today", ""),
    ):
        room.window.go(ScreenSpot(screen=screen, record_id=record))
        shown.until(partial(_stands_at, shown, screen))
        if record:
            shown.sees("Kanariepiet")
        titles |= {w.windowTitle() for w in QApplication.topLevelWidgets()}
    assert "meitinker" in titles
    assert not [title for title in titles if "Kanariepiet" in title]


@pytest.mark.promise("A12")
def test_a12_control_a_title_with_a_name_would_be_seen(laptop: Laptop, start: Start) -> None:
    from PySide6.QtWidgets import QApplication

    shown = start()
    shown.at_work()
    shown.desktop.window.setWindowTitle("Dossier Kanariepiet")
    assert [w for w in QApplication.topLevelWidgets() if "Kanariepiet" in w.windowTitle()]


def test_an_error_of_a_lane_reaches_the_bar(laptop: Laptop, start: Start) -> None:
    shown = start()
    shown.at_work()

    def fails() -> None:
        raise DiskFull("ENOSPC")

    room = shown.desktop._workroom
    assert room is not None
    room.workplace.tasks.write(room, fails)
    shown.sees("Bewaren lukt niet. De schijf is vol.")


def test_undo_goes_through_the_window(laptop: Laptop, start: Start) -> None:
    shown = start()
    shown.at_work()
    room = shown.desktop._workroom
    assert room is not None
    work = room.workplace
    work.tasks.write(
        room, lambda: people.add(work.database, work.session, people.NewPerson(surname="Weer weg"))
    )
    shown.until(lambda: people.count(work.database, work.session) == 2)
    room.window.undoing.take_back()
    shown.until(lambda: people.count(work.database, work.session) == 1)
