"""All parts of the look on a few pages, drawn to pictures: ``python -m ui.widgets.gallery``.

For looking at after every change, and the ground on which the accessibility checklist is
tried. What it shows is invented.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import click
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from ui.theme import THEME_NAMES, Theme, apply, mark, px
from ui.widgets.bars import ErrorSummary, MessageBar, UndoBar
from ui.widgets.buttons import Button, DangerButton, FlatButton, IconButton, PrimaryButton
from ui.widgets.dialogs import Dialog
from ui.widgets.empty import EmptyState
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading, PaneHeader
from ui.widgets.lists import Row, RowList
from ui.widgets.panes import AdaptivePanes, Room, room_in
from ui.widgets.rail import Rail, RailEntry
from ui.widgets.saving import SaveIndicator
from ui.widgets.scrolling import ScrollPane

WIDTH, HEIGHT = 1366, 768

PLACES = (
    RailEntry("today", "Vandaag", "home", "Ctrl+1"),
    RailEntry("people", "Inwoners", "users", "Ctrl+2"),
    RailEntry("visits", "Gesprekken", "messages", "Ctrl+3"),
    RailEntry("carers", "Mantelzorg", "heart-handshake", "Ctrl+4"),
    RailEntry("services", "Sociale kaart", "map-pin", "Ctrl+5"),
    RailEntry("decisions", "Indicaties", "certificate", "Ctrl+6"),
    RailEntry("volunteers", "Vrijwilligers", "user-heart", "Ctrl+7"),
    RailEntry("reports", "Overzichten", "chart-bar", "Ctrl+8"),
)
FOOT = (
    RailEntry("update", "Bijwerken", "refresh"),
    RailEntry("settings", "Instellingen", "settings"),
    RailEntry("help", "Hulp", "help", "F1"),
    RailEntry("lock", "Op slot", "lock", "Ctrl+L"),
)
ROWS = (
    Row("1", "Sjoukje de Jong–Wâldsang", "Gesprek bezig · 14:05", "clock", "info"),
    Row("2", "Pytrik Hoekstra", "Taak over 2 dagen", "alert-triangle", "warning"),
    Row("3", "Fenne Bûter", "Afgerond op 12 november", "circle-check", "success"),
    Row("4", "Łukasz Wiśniewski", "Nog niet verstuurd", "device-floppy"),
    Row("5", "Ymkje Rûchaard", "Gesprek gepland: dinsdag 24 november", "calendar"),
    Row("6", "Klaske Ïnghoarn", "Wacht op antwoord huisarts", "clock"),
)
LADDER = (
    ("5  Maatwerk", "Nog niet nodig"),
    ("4  Algemene voorziening", "Nog niet bekeken"),
    ("3  Vrijwilliger", "Maaltijd: 1 vraag open"),
    ("2  Familie en buren", "Dochter doet boodschappen"),
    ("1  Zelf", "Wassen en aankleden"),
)


def _column(parent: QWidget, *, margin: int = 24, spacing: int = 12) -> QVBoxLayout:
    column = QVBoxLayout(parent)
    column.setContentsMargins(px(margin), px(16), px(margin), px(16))
    column.setSpacing(px(spacing))
    return column


def _labelled(words: str, field: QWidget, column: QVBoxLayout, *, hint: str = "") -> None:
    label = QLabel(words)
    label.setBuddy(field)
    mark(label, tekst="label")
    block = QVBoxLayout()
    block.setSpacing(px(4))
    block.addWidget(label)
    if hint:
        block.addWidget(WrappedLabel(hint, tone="muted"))
    block.addWidget(field)
    column.addLayout(block)


def _list_pane() -> QWidget:
    pane = QWidget()
    column = QVBoxLayout(pane)
    column.setContentsMargins(0, px(16), 0, 0)
    column.setSpacing(px(12))
    top = QWidget()
    head = QVBoxLayout(top)
    head.setContentsMargins(px(16), 0, px(16), 0)
    new = Button("Nieuw", icon_name="plus")
    head.addWidget(PaneHeader("Inwoners", beside=new))
    _labelled("Zoek op naam, straat of plaats", QLineEdit(), head)
    column.addWidget(top)
    rows = RowList("Inwoners")
    rows.set_rows(ROWS)
    rows.select("1")
    column.addWidget(rows, 1)
    return pane


def _detail_pane() -> QWidget:
    content = QWidget()
    column = _column(content)
    saving = SaveIndicator()
    saving.saved(datetime(2026, 11, 12, 13, 7, tzinfo=UTC))
    column.addWidget(PaneHeader("Sjoukje de Jong–Wâldsang", beside=saving))
    bar = MessageBar()
    bar.tell("uitleg", "U was hier gebleven op 12 november om 14:05.", action="Verder met gesprek")
    column.addWidget(bar)
    notes = QPlainTextEdit("Mevrouw vertelt dat de trap steeds lastiger gaat.")
    notes.setTabChangesFocus(True)
    notes.setMinimumHeight(px(96))
    _labelled(
        "Wat vertelt de inwoner?",
        notes,
        column,
        hint="Schrijf op in de woorden van de inwoner zelf.",
    )
    combo = QComboBox()
    combo.addItems(["Alleenwonend", "Met partner"])
    combo.setMaximumWidth(px(400))
    _labelled("Hoe woont u?", combo, column)
    copy = QCheckBox("De inwoner wil een kopie op papier")
    copy.setChecked(True)
    column.addWidget(copy)
    column.addStretch(1)
    verbs = QHBoxLayout()
    verbs.setSpacing(px(12))
    verbs.addWidget(PrimaryButton("Verder met gesprek"))
    verbs.addWidget(Button("Later verder", icon_name="clock"))
    verbs.addStretch(1)
    column.addLayout(verbs)
    undo = UndoBar()
    undo.offer("Taak verwijderd.")
    column.addWidget(undo)
    return ScrollPane(content)


def _side_pane() -> QWidget:
    pane = QWidget()
    column = _column(pane, margin=16, spacing=8)
    column.addWidget(Heading("Ladder", level=3))
    column.addWidget(WrappedLabel("Begin onderaan: wat kan al?", tone="muted"))
    for title, status in LADDER:
        card = QFrame()
        mark(card, rol="kaart")
        inside = _column(card, margin=12, spacing=2)
        inside.setContentsMargins(px(12), px(8), px(12), px(8))
        inside.addWidget(WrappedLabel(title, tone="label"))
        inside.addWidget(WrappedLabel(status, tone="muted"))
        column.addWidget(card)
    column.addStretch(1)
    return ScrollPane(pane)


class Shell(QWidget):
    """Rail and panes as the main window puts them together."""

    def __init__(self) -> None:
        """Fill the window with invented people."""
        super().__init__()
        self.rail = Rail(PLACES, FOOT)
        self.rail.set_current("people")
        self.rail.set_sending("Alles is bijgewerkt om 16:30.")
        self.panes = AdaptivePanes(
            _list_pane(),
            _detail_pane(),
            side_pane=_side_pane(),
            detail_name="Gegevens",
            side_name="Ladder",
        )
        self.panes.show_detail()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addWidget(self.panes, 1)
        self.panes.room_changed.connect(lambda room: self.rail.set_narrow(room < Room.WORDS))
        self.rail.set_narrow(room_in(self) < Room.WORDS)


def _bars(column: QVBoxLayout, year: QWidget) -> None:
    summary = ErrorSummary()
    summary.show_missing([("Geboortedatum: vul een jaar in van 4 cijfers", year)])
    column.addWidget(summary)
    for kind, words, action in (
        ("fout", "Bewaren lukt niet. De schijf is vol.", "Opnieuw bewaren"),
        ("waarschuwing", "Er staat al iemand met deze naam en geboortedatum.", "Bekijk"),
        ("gelukt", "Het verslag is klaar.", ""),
        ("uitleg", "U hebt geen internet. Uw werk staat veilig op deze laptop.", ""),
    ):
        bar = MessageBar()
        bar.tell(kind, words, action=action)  # type: ignore[arg-type]  # goes through every kind by name
        column.addWidget(bar)


def _buttons(column: QVBoxLayout) -> None:
    off = Button("Nu niet te gebruiken", icon_name="ban")
    off.setEnabled(False)
    for pair in (
        (PrimaryButton("Verder met gesprek", icon_name="messages"), Button("Later verder")),
        (FlatButton("Lees voor", icon_name="volume"), DangerButton("Verwijder", icon_name="trash")),
        (off, IconButton("Meer", icon_name="dots-vertical")),
    ):
        row = QHBoxLayout()
        row.setSpacing(px(12))
        for button in pair:
            row.addWidget(button)
        row.addStretch(1)
        column.addLayout(row)


def _fields(column: QVBoxLayout, year: QLineEdit) -> None:
    _labelled("Telefoonnummer", QLineEdit("06 - 12 34 5"), column, hint="Mobiel of vast")
    mark(year, fout=True)
    label = QLabel("Jaar")
    label.setBuddy(year)
    mark(label, tekst="label")
    column.addWidget(label)
    column.addWidget(WrappedLabel("Vul een jaar in van 4 cijfers.", tone="fout"))
    column.addWidget(year)
    combo = QComboBox()
    combo.addItems(["Alleenwonend", "Met partner"])
    _labelled("Hoe woont u?", combo, column)
    for kind in (QCheckBox, QRadioButton):
        for words, on, usable in (("Ja", True, True), ("Nee", False, True), ("Uit", True, False)):
            toggle = kind(words)
            toggle.setAutoExclusive(False)
            toggle.setChecked(on)
            toggle.setEnabled(usable)
            column.addWidget(toggle)
    progress = QProgressBar()
    progress.setAccessibleName("Voortgang")
    progress.setValue(40)
    column.addWidget(progress)


def controls() -> QWidget:
    """Return a page with every control in every state."""
    content = QWidget()
    sides = QHBoxLayout(content)
    sides.setSpacing(px(32))
    left, right = QVBoxLayout(), QVBoxLayout()
    for side in (left, right):
        side.setSpacing(px(12))
        sides.addLayout(side, 1)
    year = QLineEdit("48")
    _fields(left, year)
    left.addStretch(1)
    right.addWidget(Heading("Kop 1 van een scherm", level=1))
    right.addWidget(Heading("Kop 2 van een deel", level=2))
    right.addWidget(Heading("Kop 3 van een kaart", level=3))
    right.addWidget(WrappedLabel("Kleine tekst bij een plaatje", tone="klein"))
    _bars(right, year)
    _buttons(right)
    right.addStretch(1)
    page = QWidget()
    frame = QVBoxLayout(page)
    frame.setContentsMargins(0, 0, 0, 0)
    frame.addWidget(ScrollPane(content))
    return page


def empty() -> QWidget:
    """Return a page with an empty state."""
    return EmptyState(
        "Nog geen gesprekken. Klik op Nieuw gesprek om te beginnen.",
        icon_name="messages",
        action="Nieuw gesprek",
    )


def dialog() -> QWidget:
    """Return a question about something that cannot be undone."""
    asked = Dialog(
        "Sjoukje de Jong–Wâldsang verwijderen?",
        text="Alle gesprekken, taken en brieven van deze inwoner gaan weg. Dat kan niet terug.",
    )
    asked.add_verb("Behoud inwoner", key="keep")
    asked.add_verb("Verwijder inwoner", key="do", kind="gevaar")
    asked.fit()
    return asked


PAGES: dict[str, Callable[[], QWidget]] = {
    "shell": Shell,
    "controls": controls,
    "empty": empty,
    "dialog": dialog,
}


def draw(page: str, file: Path, *, width: int = WIDTH, height: int = HEIGHT) -> None:
    """Draw ``page`` in the theme in force to ``file``; sizes are of the window in pixels."""
    window = PAGES[page]()
    if not isinstance(window, Dialog):
        window.resize(width, height)
    window.show()
    window.activateWindow()
    if page == "controls":
        window.findChildren(QPushButton)[0].setFocus(Qt.FocusReason.TabFocusReason)
    QCoreApplication.processEvents()
    window.grab().save(str(file))
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@click.command()
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Folder to fill.")
def main(out: Path) -> None:
    """Draw all pages in three themes, at text size 100 % and 200 %."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    out.mkdir(parents=True, exist_ok=True)
    application = QApplication.instance() or QApplication([])
    if not isinstance(application, QApplication):
        raise click.ClickException("no widgets here")
    for name in THEME_NAMES:
        for size in (100, 200):
            apply(application, Theme(name=name, text_size=size))
            for page in PAGES:
                draw(page, out / f"{page}-{name}-{size}.png")
    apply(application, Theme())
    draw("shell", out / "shell-narrow.png", width=683, height=384)


if __name__ == "__main__":
    main()
