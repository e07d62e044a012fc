"""Photos in the list as small pictures; files that are dropped on it, and pictures pasted in it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QClipboard, QColor, QDragEnterEvent, QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from meitinker.domain.attachments import Sort
from meitinker.domain.visits import VisitState
from meitinker.services import attaching
from meitinker.store import readlog
from meitinker.store.lanes import Priority
from tests import files
from tests.ui import checklist, lanes
from ui.theme import Theme, apply
from ui.viewmodels.conversation import PHOTOS
from ui.views.attachments import thumbnails
from ui.views.attachments.rows import FileRow
from ui.views.attachments.viewer import FilePanel
from ui.views.visits.photos import PhotosSection

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.ui.visits.conftest import Room
    from ui.views.attachments.part import AttachmentsPart


def part_of(room: Room, state: VisitState = VisitState.OPEN) -> AttachmentsPart:
    room.open(room.first(state))
    room.conversation.go(PHOTOS)
    shown = room.conversation.pages.section(PHOTOS)
    assert isinstance(shown, PhotosSection)
    return shown.part


def written(folder: Path, *named: tuple[str, bytes]) -> list[Path]:
    paths = [folder / name for name, _data in named]
    for path, (_name, data) in zip(paths, named, strict=True):
        path.write_bytes(data)
    return paths


def rested(room: Room, part: AttachmentsPart) -> None:
    room.qtbot.waitUntil(lambda: not part.arrivals.running)
    room.answered()


def add(room: Room, part: AttachmentsPart, *paths: Path) -> None:
    part.form.take(paths)
    rested(room, part)


def rows(part: AttachmentsPart) -> list[FileRow]:
    return [row for row in part.files.rows if isinstance(row, FileRow)]


def middle(row: FileRow) -> QColor:
    picture = row.picture.grab().toImage()
    return picture.pixelColor(picture.width() // 2, picture.height() // 2)


def is_red(colour: QColor) -> bool:
    return colour.red() > 200 and max(colour.green(), colour.blue()) < 60


def dropped(part: AttachmentsPart, told: QMimeData) -> bool:
    """Drag ``told`` over the part and let go; return whether it was welcome."""
    copy, left, plain = (
        Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    over = QDragEnterEvent(QPoint(5, 5), copy, told, left, plain)
    over.ignore()
    QApplication.sendEvent(part, over)
    if over.isAccepted():
        QApplication.sendEvent(part, QDropEvent(QPointF(5, 5), copy, told, left, plain))
    return over.isAccepted()


def of_files(*paths: Path) -> QMimeData:
    told = QMimeData()
    told.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return told


@pytest.fixture
def clipboard(qapp: QApplication) -> QClipboard:
    return qapp.clipboard()


@pytest.mark.promise("L19")
def test_l19_a_photo_shows_as_a_small_picture_and_that_is_no_reading(
    room: Room, tmp_path: Path
) -> None:
    part = part_of(room)
    add(room, part, *written(tmp_path, ("a.jpg", files.photo(800, 600, colour="red"))))
    (row,) = rows(part)
    room.qtbot.waitUntil(lambda: is_red(middle(row)))
    with room.work.database.reading() as connection:
        read = [entry.kind for entry, _before, _own in readlog.entries(connection)]
    assert "attachment" not in read


def test_small_pictures_come_after_all_else_on_the_lane(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = part_of(room)
    under_way, most = [0], [0]
    real = room.work.tasks._files.submit

    def submit(
        work: Callable[[], object], *, urgency: Priority = Priority.ACTION, **more: Any
    ) -> object:
        if urgency is Priority.BACKGROUND and work is not lanes.nothing:
            under_way[0] += 1
            most[0] = max(most[0], under_way[0])
        return real(work, urgency=urgency, **more)

    def came(_photo: str) -> None:
        under_way[0] -= 1

    monkeypatch.setattr(room.work.tasks._files, "submit", submit)
    part.pictures.came.connect(came)
    three = [(f"{n}.jpg", files.photo(60 + n)) for n in range(3)]
    add(room, part, *written(tmp_path, *three))
    part.files.grab()
    room.qtbot.waitUntil(lambda: len(part.pictures._kept) == 3)
    assert most == [1], "one at a time, so that nothing waits for the others"


def test_out_of_sight_the_small_pictures_are_wiped(room: Room, tmp_path: Path) -> None:
    part = part_of(room)
    add(room, part, *written(tmp_path, ("a.jpg", files.photo(colour="red"))))
    room.qtbot.waitUntil(lambda: is_red(middle(rows(part)[0])))
    assert part.pictures._kept
    room.place.hide()
    assert not part.pictures._kept
    room.place.show()
    room.qtbot.waitUntil(lambda: is_red(middle(rows(part)[0])))


def test_what_comes_after_the_wiping_is_dropped(room: Room, tmp_path: Path) -> None:
    part = part_of(room)
    add(room, part, *written(tmp_path, ("a.jpg", files.photo())))
    part.pictures.image(rows(part)[0].item.key, edge=80)
    part.pictures.wipe()
    room.answered()
    assert not part.pictures._kept


def test_no_more_small_pictures_are_kept_than_a_screen_shows(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(thumbnails, "MOST", 2)
    part = part_of(room)
    four = [(f"{n}.jpg", files.photo()) for n in range(4)]
    add(room, part, *written(tmp_path, *four))
    for row in rows(part):
        row.picture.grab()
        room.answered()
    assert len(part.pictures._kept) == 2


def test_a_damaged_photo_keeps_its_icon_and_is_asked_once(room: Room, tmp_path: Path) -> None:
    part = part_of(room)
    add(room, part, *written(tmp_path, ("a.jpg", files.photo(colour="red"))))
    (kept,) = room.work.database.folder.attachments.iterdir()
    room.answered()
    part.pictures.wipe()
    kept.write_bytes(kept.read_bytes()[:-1])
    for _look in range(3):
        assert not is_red(middle(rows(part)[0]))
        room.answered()
    assert part.pictures._waiting == []
    assert not part.pictures._kept


def test_a_click_on_the_small_picture_opens_the_photo(room: Room, tmp_path: Path) -> None:
    part = part_of(room)
    add(room, part, *written(tmp_path, ("a.jpg", files.photo())))
    QTest.mouseClick(rows(part)[0].picture, Qt.MouseButton.LeftButton)
    (panel,) = room.place.findChildren(FilePanel)
    room.qtbot.waitUntil(lambda: not panel.waiting.isVisible())
    assert not panel.picture._image.isNull()


def test_files_that_are_dropped_are_added_each_as_what_it_is(room: Room, tmp_path: Path) -> None:
    part = part_of(room)
    found = written(
        tmp_path, ("a.jpg", files.photo()), ("Brief.pdf", files.pdf()), ("b.JPG", files.photo())
    )
    assert dropped(part, of_files(*found))
    rested(room, part)
    assert [row.item.title for row in rows(part)] == ["Foto 2", "Brief", "Foto 1"]
    assert found[0].exists(), "the file itself stays where it is"


def test_while_it_hovers_the_form_says_to_let_go(room: Room, tmp_path: Path) -> None:
    part = part_of(room)
    before = part.form.other_ways.text()
    told = of_files(tmp_path / "a.jpg")
    over = QDragEnterEvent(
        QPoint(5, 5),
        Qt.DropAction.CopyAction,
        told,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(part, over)
    assert part.form.other_ways.text() == "Laat los om toe te voegen."
    part.form.show_target(over=False)
    assert part.form.other_ways.text() == before


def test_more_can_be_dropped_while_others_are_on_their_way(room: Room, tmp_path: Path) -> None:
    part = part_of(room)
    one, two = written(tmp_path, ("a.jpg", files.photo()), ("b.jpg", files.photo(70, 70)))
    assert dropped(part, of_files(one))
    assert part.arrivals.running
    assert dropped(part, of_files(two))
    rested(room, part)
    assert len(rows(part)) == 2


def test_a_folder_is_refused_in_words_and_a_web_address_is_not_welcome(
    room: Room, tmp_path: Path
) -> None:
    part = part_of(room)
    (tmp_path / "map").mkdir()
    assert dropped(part, of_files(tmp_path / "map"))
    rested(room, part)
    assert "Dit is een map. Open de map" in part.bar.text
    web = QMimeData()
    web.setUrls([QUrl("https://example.org/a.jpg")])
    assert not dropped(part, web)


def test_a_concluded_conversation_takes_no_files(room: Room, tmp_path: Path) -> None:
    part = part_of(room, VisitState.CONCLUDED)
    assert not dropped(part, of_files(*written(tmp_path, ("a.jpg", files.photo()))))


def test_a_wrong_day_keeps_a_dropped_plan_out(room: Room, tmp_path: Path) -> None:
    part = part_of(room)
    part.form.sort.button(Sort.PLAN).click()
    part.form.on.set_value(None)
    part.form.on.line("day").setText("40")
    assert dropped(part, of_files(*written(tmp_path, ("plan.pdf", files.pdf()))))
    assert not part.arrivals.running
    assert part.form.on.error


@pytest.mark.parametrize("by", ["button", "key"])
def test_a_copied_picture_is_pasted(room: Room, clipboard: QClipboard, by: str) -> None:
    part = part_of(room)
    red = QImage(40, 30, QImage.Format.Format_RGB32)
    red.fill(QColor("red"))
    clipboard.setImage(red)
    part.form.title.set_value("Trap")
    if by == "button":
        part.form.paste.click()
    else:
        part.form.choose.setFocus()
        keys = Qt.KeyboardModifier.ControlModifier
        QTest.keyClick(part.form.choose, Qt.Key.Key_V, keys)
    rested(room, part)
    assert [row.item.title for row in rows(part)] == ["Trap"]
    room.qtbot.waitUntil(lambda: is_red(middle(rows(part)[0])))


def test_copied_files_are_pasted_as_files(
    room: Room, clipboard: QClipboard, tmp_path: Path
) -> None:
    part = part_of(room)
    clipboard.setMimeData(of_files(*written(tmp_path, ("Brief.pdf", files.pdf()))))
    part.form.paste.click()
    rested(room, part)
    assert [row.item.title for row in rows(part)] == ["Brief"]


def test_pasting_nothing_says_what_to_do(room: Room, clipboard: QClipboard) -> None:
    part = part_of(room)
    clipboard.setText("geen foto")
    part.form.paste.click()
    assert "Kopieer het eerst" in part.bar.text
    assert not part.arrivals.running


def test_a_large_photo_without_loss_is_packed_as_a_photo(room: Room) -> None:
    from ui.views.attachments import brought

    large = QImage(2600, 2000, QImage.Format.Format_RGB32)
    large.fill(QColor("red"))
    assert brought._packed(large).startswith(b"\xff\xd8")
    assert brought._packed(large.scaled(100, 100)).startswith(b"\x89PNG")


def test_rows_with_small_pictures_fit_at_200_percent(
    room: Room, tmp_path: Path, qapp: QApplication
) -> None:
    apply(qapp, Theme(text_size=200))
    part = part_of(room)
    add(room, part, *written(tmp_path, ("a.jpg", files.photo()), ("b.pdf", files.pdf())))
    checklist.settle()
    assert checklist.cut_off(room.place) == []
    for row in rows(part):
        assert row.picture.geometry().right() < row._title.geometry().left()
        assert row.rect().contains(row.picture.geometry())


def test_the_whole_photo_is_never_had_as_a_small_picture(room: Room, tmp_path: Path) -> None:
    part = part_of(room)
    add(room, part, *written(tmp_path, ("a.jpg", files.photo(2000, 1000))))
    key = partial(attaching.thumbnail, room.work.database, room.work.session)
    small = key(rows(part)[0].item.record_id, edge=5000)  # type: ignore[arg-type]  # an id as text
    assert max(small.width, small.height) <= 512


def asked_for_a_copy(room: Room, part: AttachmentsPart, target: Path) -> FilePanel:
    rows(part)[0].button.click()
    (panel,) = room.place.findChildren(FilePanel)
    room.qtbot.waitUntil(lambda: panel.pages.page_count() > 0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
        panel.copy_button.click()  # asks for whom it is: the resident
        panel.copy_button.click()
    return panel


def test_a_copy_of_hundreds_of_pages_tells_how_far_it_is_and_holds_up_nothing(
    room: Room, tmp_path: Path
) -> None:
    part = part_of(room)
    add(room, part, *written(tmp_path, ("dik.pdf", files.pdf(pages=60))))
    panel = asked_for_a_copy(room, part, tmp_path / "kopie.pdf")
    room.qtbot.waitUntil(panel.progress.isVisible)
    assert "van 60 bladzijden" in panel.copy_words.text()
    told: list[int] = []
    room.work.tasks.file(
        panel, lambda: None, done=lambda _n: told.append(panel.progress.value()), failed=print
    )
    room.qtbot.waitUntil(lambda: bool(told))
    assert told[0] < 60, "another file does not wait for the copy"
    room.qtbot.waitUntil(lambda: not panel.copying.running)
    assert "niet versleuteld" in panel.bar.text
    assert not panel.progress.isVisible()
    assert (tmp_path / "kopie.pdf").exists()


@pytest.mark.parametrize("by", ["button", "leaving"])
def test_who_stops_or_leaves_has_no_copy(room: Room, tmp_path: Path, by: str) -> None:
    part = part_of(room)
    add(room, part, *written(tmp_path, ("dik.pdf", files.pdf(pages=60))))
    panel = asked_for_a_copy(room, part, tmp_path / "kopie.pdf")
    room.qtbot.waitUntil(panel.progress.isVisible)
    if by == "button":
        panel.stop.click()
        assert panel.bar.text == "Gestopt. Er is geen kopie gemaakt."
        assert panel.copy_button.isVisible()
    else:
        panel.dismiss()
    room.answered()
    room.answered()
    assert not (tmp_path / "kopie.pdf").exists()
