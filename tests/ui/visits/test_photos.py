"""Foto's en papieren in a conversation: added, seen, taken away; refused in words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from meitinker import clock
from meitinker.domain.attachments import Sort
from meitinker.domain.consents import Whom
from meitinker.domain.visits import VisitState
from meitinker.errors import DiskFull
from meitinker.store import attachments, readlog
from tests import files
from tests.ui import checklist
from tests.ui.pages import said_of
from ui.theme import THEME_NAMES, Theme, ThemeName, apply
from ui.viewmodels.conversation import PHOTOS
from ui.views.attachments.viewer import FilePanel
from ui.views.visits.photos import PhotosSection

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from tests.ui.visits.conftest import Room
    from ui.views.attachments.part import AttachmentsPart


def section(room: Room, state: VisitState = VisitState.OPEN) -> PhotosSection:
    room.open(room.first(state))
    room.conversation.go(PHOTOS)
    shown = room.conversation.pages.section(PHOTOS)
    assert isinstance(shown, PhotosSection)
    return shown


def add(room: Room, shown: PhotosSection, *paths: Path) -> None:
    """Choose files as the dialog does, and wait until all are in or refused."""
    shown.part.form.chosen.emit(paths)
    room.qtbot.waitUntil(lambda: not shown.part.arrivals.running)
    room.answered()


def written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def titles(part: AttachmentsPart) -> list[str]:
    return [row.item.title for row in part.files.rows]


def see(room: Room, part: AttachmentsPart, title: str) -> FilePanel:
    next(row for row in part.files.rows if row.item.title == title).button.click()
    (panel,) = room.place.findChildren(FilePanel)
    room.qtbot.waitUntil(lambda: not panel.waiting.isVisible() or bool(panel.bar.text))
    return panel


def test_photos_get_a_title_and_a_number_and_are_seen(room: Room, tmp_path: Path) -> None:
    shown = section(room)
    assert shown.part.none.isVisible()
    shown.part.form.title.set_value("Drempel")
    two = [
        written(tmp_path, f"IMG_{n}.jpg", files.photo(colour=c))
        for n, c in ((1, "red"), (2, "blue"))
    ]
    add(room, shown, *two)
    assert titles(shown.part) == ["Drempel 2", "Drempel 1"]
    assert shown.part.form.title.value() == ""
    panel = see(room, shown.part, "Drempel 1")
    assert panel.picture.accessibleName() == "Foto: Drempel 1"
    assert panel.picture.hasFocus()
    red = panel.picture._image.pixelColor(5, 5)
    assert red.red() > 200
    assert red.blue() < 60
    with room.work.database.reading() as connection:
        assert any(e.kind == "attachment" for e, _b, _o in readlog.entries(connection))


@pytest.mark.promise("L19")
def test_l19_a_file_that_cannot_be_logged_is_not_shown(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = section(room)
    add(room, shown, written(tmp_path, "a.jpg", files.photo()))

    def full(*_values: object) -> None:
        raise DiskFull

    monkeypatch.setattr(readlog, "append", full)
    panel = see(room, shown.part, "Foto")
    assert panel.picture._image.isNull()
    assert not panel.copy_button.isVisible()
    assert panel.bar.isVisible()


def test_the_picture_is_walked_by_keyboard_and_esc_goes_back(room: Room, tmp_path: Path) -> None:
    shown = section(room)
    add(room, shown, written(tmp_path, "a.jpg", files.photo(3000, 2000)))
    row = shown.part.files.rows[0]
    row.button.setFocus()
    panel = see(room, shown.part, "Foto")
    for _step in range(3):
        QTest.keyClick(panel.picture, Qt.Key.Key_Plus)
    assert panel.picture.zoom() > 1
    across = panel.picture.horizontalScrollBar()
    before = across.value()
    QTest.keyClick(panel.picture, Qt.Key.Key_Right)
    assert across.value() > before
    QTest.keyClick(panel.picture, Qt.Key.Key_Home)
    assert panel.picture.zoom() == 1
    QTest.keyClick(panel.picture, Qt.Key.Key_Escape)
    checklist.settle()
    assert row.button.hasFocus()


def test_pages_of_a_pdf_are_read_within_the_program(room: Room, tmp_path: Path) -> None:
    shown = section(room)
    shown.part.form.sort.set_value(Sort.PAPER)
    add(room, shown, written(tmp_path, "Brief huisarts.pdf", files.pdf("beste", pages=2)))
    panel = see(room, shown.part, "Brief huisarts")
    assert panel.pages.page_count() == 2
    assert not panel.turning.back.isEnabled()
    panel.turning.on.setFocus()
    panel.turning.on.click()
    assert panel.pages.page() == 2
    assert panel.turning.words.text() == "Bladzijde 2 van 2"
    assert not panel.turning.on.isEnabled()
    assert panel.turning.back.hasFocus()
    assert "beste 2" in said_of(panel.pages, 2)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("vakantie.jpg", b"geen foto", "geen foto die het programma kan lezen"),
        ("half.jpg", files.photo(400, 400)[:900], "geen foto die het programma kan lezen"),
        ("x.heic", b"\0\0\0 ftypheic", "(HEIC)"),
        ("leeg.jpg", b"", "leeg"),
        ("slot.pdf", files.pdf(passphrase="geheim"), "zit op slot"),
        ("lang.pdf", files.slender_pdf(), "te groot"),
        ("paspoort.jpg", files.photo(), "geen kopie"),
        ("virus.exe", b"MZ\0\1", "kan het programma niet bewaren"),
    ],
)
def test_what_cannot_be_kept_is_told_by_name_with_a_next_step(
    room: Room, tmp_path: Path, name: str, data: bytes, words: str
) -> None:
    shown = section(room)
    good = written(tmp_path, "goed.jpg", files.photo())
    add(room, shown, written(tmp_path, name, data), good)
    assert words in shown.part.bar.text
    assert name in shown.part.bar.text
    assert len(shown.part.files.rows) == 1, "the others are added all the same"
    assert not shown.part.form.busy.isVisible()


def test_a_full_disk_is_told_and_nothing_is_half_there(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = section(room)

    def full(*_values: object, **_named: object) -> None:
        raise DiskFull

    monkeypatch.setattr(attachments, "keep", full)
    add(room, shown, written(tmp_path, "a.jpg", files.photo()))
    assert room.conversation.bar.isVisible()
    assert shown.part.files.rows == ()
    assert shown.part.form.choose.isEnabled()


def test_stop_adds_no_more(room: Room, tmp_path: Path) -> None:
    shown = section(room)
    five = [written(tmp_path, f"{n}.jpg", files.photo()) for n in range(5)]
    shown.part.form.chosen.emit(five)
    assert shown.part.form.stop.isVisible()
    shown.part.form.stop.click()
    room.qtbot.waitUntil(lambda: not shown.part.arrivals.running)
    room.answered()
    assert len(shown.part.files.rows) == 1
    assert shown.part.bar.text == "Gestopt. 1 van 5 toegevoegd."


def test_who_leaves_waits_until_every_photo_is_in(room: Room, tmp_path: Path) -> None:
    shown = section(room)
    three = [written(tmp_path, f"{n}.jpg", files.photo()) for n in range(3)]
    shown.part.form.chosen.emit(three)
    told: list[bool] = []
    room.place.leave(told.append)
    assert told == []
    room.qtbot.waitUntil(lambda: told == [True])
    room.answered()
    assert len(shown.part.files.rows) == 3


def test_taking_away_can_be_undone(room: Room, tmp_path: Path) -> None:
    from meitinker.services import undo

    shown = section(room)
    add(room, shown, written(tmp_path, "a.jpg", files.photo()))
    row = shown.part.files.rows[0]
    row.away.click()  # type: ignore[attr-defined]  # a row of this list
    room.answered()
    assert shown.part.files.rows == ()
    room.work.tasks.write(room.place, lambda: undo.undo(room.work.database, room.work.session))
    room.answered()
    assert titles(shown.part) == ["Foto"]


def test_a_personal_plan_asks_its_day_and_bears_it(room: Room, tmp_path: Path) -> None:
    shown = section(room)
    form = shown.part.form
    assert not form.on.isVisible()
    form.sort.button(Sort.PLAN).click()
    assert form.on.isVisible()
    form.on.set_value(None)
    paper = written(tmp_path, "plan.pdf", files.pdf())
    add(room, shown, paper)
    assert form.on.error
    form.on.set_value(clock.today())
    add(room, shown, paper)
    assert titles(shown.part)[0].startswith("Persoonlijk plan, gekregen op ")


def test_a_concluded_conversation_shows_and_takes_nothing(room: Room) -> None:
    shown = section(room, VisitState.CONCLUDED)
    assert not shown.part.form.isVisible()
    assert "voegt u toe in het dossier" in shown.intro_words()


@pytest.mark.promise("A6")
def test_a6_a_copy_leaves_only_where_the_user_says(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = section(room)
    add(room, shown, written(tmp_path, "a.jpg", files.photo()))
    panel = see(room, shown.part, "Foto")
    asked: list[str] = []

    def dialog(_parent: object, _caption: str, name: str, _kinds: str) -> tuple[str, str]:
        asked.append(Path(name).name)
        return str(tmp_path / "stick" / "foto"), ""

    (tmp_path / "stick").mkdir()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", dialog)
    panel.copy_button.click()
    assert panel.whom.isVisible()
    assert asked == [], "first for whom it is"
    panel.whom.set_value(Whom.OTHER)
    panel.copy_button.click()
    assert panel.bar.text.startswith("Hiervoor is geen toestemming.")
    assert asked == []
    panel.whom.set_value(Whom.RESIDENT)
    panel.copy_button.click()
    room.qtbot.waitUntil(lambda: "niet versleuteld" in panel.bar.text)
    assert asked == ["kopie.jpg"], "the name tells nothing of whose it is"
    assert [one.name for one in (tmp_path / "stick").iterdir()] == ["foto.jpg"]
    assert "niet versleuteld" in panel.bar.text


@pytest.mark.promise("L29")
@pytest.mark.parametrize("theme", THEME_NAMES)
@pytest.mark.parametrize("what", ["picture", "pages", "refused"])
def test_l29_no_faults_with_files(
    theme: ThemeName, what: str, room: Room, tmp_path: Path, qapp: QApplication
) -> None:
    apply(qapp, Theme(name=theme))
    shown = section(room)
    add(
        room,
        shown,
        written(tmp_path, "a.jpg", files.photo()),
        written(tmp_path, "b.pdf", files.pdf(pages=2)),
    )
    if what == "refused":
        add(room, shown, written(tmp_path, "c.jpg", b"tekst"))
        room.place.resize(room.place.width(), 3000)
        checklist.settle()
        assert checklist.faults(room.place) == []
        return
    panel = see(room, shown.part, "Foto" if what == "picture" else "b")
    checklist.settle()
    assert checklist.faults(panel) == []


@pytest.mark.promise("L29")
@pytest.mark.parametrize(("text_size", "width", "height"), [(200, 1230, 768), (100, 620, 384)])
@pytest.mark.parametrize("what", ["list", "picture"])
def test_l29_files_fit_a_small_screen(
    text_size: int,
    width: int,
    height: int,
    what: str,
    room: Room,
    tmp_path: Path,
    qapp: QApplication,
) -> None:
    apply(qapp, Theme(text_size=text_size))
    room.place.resize(width, height)
    checklist.settle()
    shown = section(room)
    add(room, shown, written(tmp_path, "a.jpg", files.photo(2000, 1500)))
    if what == "picture":
        see(room, shown.part, "Foto")
    checklist.settle()
    assert checklist.faults_when_large(room.place, width=width, height=height) == []
