"""The tokens reach the pixels: palette, sheet, style, icons, letters, live switching."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetricsF, QIcon, QPalette, QRawFont
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionComboBox,
    QVBoxLayout,
    QWidget,
)

import resources
from meitinker.errors import BugError
from ui.theme import (
    THEME_NAMES,
    Theme,
    ThemeName,
    apply,
    code_font,
    current,
    icon,
    mark,
    px,
    switching,
    take_on_look,
)
from ui.theme.palette import make_palette
from ui.theme.start import nearest_text_size, theme_name
from ui.theme.style import MeitinkerStyle
from ui.theme.tokens import load
from ui.viewmodels.parts import Choice
from ui.widgets.choices import ComboField

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def settle(application: QApplication) -> None:
    application.processEvents()


@pytest.mark.parametrize("name", THEME_NAMES)
def test_every_role_and_disabled_text_come_from_the_tokens(name: ThemeName) -> None:
    tokens = load(name)
    palette = make_palette(tokens)
    known = {value for value in tokens if isinstance(value, str)}
    for role in QPalette.ColorRole:
        if role not in (QPalette.ColorRole.NoRole, QPalette.ColorRole.NColorRoles):
            assert palette.color(role).name().upper() in known, role
    disabled = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
    assert disabled == QColor(tokens.disabled)


def test_lengths_follow_the_text_size(qapp: QApplication) -> None:
    apply(qapp, Theme(text_size=150))
    assert (px(16), px(44)) == (24, 66)
    assert current().text_size == 150
    apply(qapp, Theme())
    assert px(16) == 16


def test_controls_are_44_high_and_check_boxes_32(qtbot: QtBot, qapp: QApplication) -> None:
    for size in (100, 200):
        apply(qapp, Theme(text_size=size))
        for widget in (QLineEdit(), QComboBox(), QPushButton("Bewaar")):
            qtbot.addWidget(widget)
            widget.ensurePolished()
            assert widget.sizeHint().height() == px(44)
        box = QCheckBox("Ja")
        qtbot.addWidget(box)
        assert box.sizeHint().height() >= px(32)


def test_focus_does_not_move_the_text(qtbot: QtBot, qapp: QApplication) -> None:
    apply(qapp, Theme(name="high_contrast"))
    page = QWidget()
    column = QVBoxLayout(page)
    one, other = QLineEdit("Sjoukje"), QLineEdit("Sjoukje")
    column.addWidget(one)
    column.addWidget(other)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    one.setFocus()
    settle(qapp)
    assert one.sizeHint() == other.sizeHint()
    assert one.size() == other.size()


def test_switching_live_gives_the_same_picture_as_starting_so(
    qtbot: QtBot, qapp: QApplication
) -> None:
    def page() -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        for widget in (QLabel("Naam"), QLineEdit("Fenne"), QPushButton("Bewaar"), QCheckBox("Ja")):
            column.addWidget(widget)
        qtbot.addWidget(made)
        made.resize(300, 300)
        made.show()
        settle(qapp)
        return made

    apply(qapp, Theme())
    switched = page()
    apply(qapp, Theme(name="dark"))
    settle(qapp)
    assert switched.grab().toImage() == page().grab().toImage()


def test_marking_changes_the_look_and_back(qtbot: QtBot, qapp: QApplication) -> None:
    apply(qapp, Theme())
    field = QLineEdit("48")
    qtbot.addWidget(field)
    field.show()
    settle(qapp)
    right = field.grab().toImage()
    mark(field, fout=True)
    assert field.grab().toImage() != right
    mark(field, fout=False)
    assert field.grab().toImage() == right


@pytest.mark.parametrize("name", THEME_NAMES)
def test_a_wrong_field_shows_the_same_ring_as_any_other(
    qtbot: QtBot, qapp: QApplication, name: ThemeName
) -> None:
    apply(qapp, Theme(name=name))
    window = QWidget()
    before, field = QLineEdit(window), QLineEdit("48", window)
    field.setGeometry(0, 60, 200, 44)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    mark(field, fout=True)
    before.setFocus()
    settle(qapp)
    ring = current().tokens.focus.lower()
    assert field.grab().toImage().pixelColor(100, 1).name() != ring
    field.setFocus()
    settle(qapp)
    assert field.grab().toImage().pixelColor(100, 1).name() == ring


def test_marking_what_it_is_already_costs_no_polish(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    polished: list[QWidget] = []
    monkeypatch.setattr(switching, "repolish", polished.append)
    label = QLabel("Naam")
    qtbot.addWidget(label)
    mark(label, fout=False)
    assert polished == [], "no rule looks for what is not so"
    mark(label, fout=True, tekst="label")
    mark(label, fout=True, tekst="label")
    mark(label, tekst="kop2")
    mark(label, fout=False)
    assert polished == [label] * 3
    assert (label.property("fout"), label.property("tekst")) == ("false", "kop2")


def test_lists_and_combo_boxes_work_alike_on_every_desktop(
    qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the style sheet: a style in Python would be asked for it at every widget."""
    apply(qapp, Theme())
    field = ComboField("Hoe woont u?", [Choice("alone", "Alleenwonend")])
    rows = QListView()
    for widget in (field, rows):
        qtbot.addWidget(widget)
        widget.show()
    option = QStyleOptionComboBox()
    field.combo.initStyleOption(option)
    hint, style = QStyle.StyleHint, field.combo.style()
    assert style.styleHint(hint.SH_ComboBox_Popup, option, field.combo) == 0
    monkeypatch.setattr(QComboBox, "showPopup", lambda _combo: None)  # there is no screen here
    field.combo.showPopup()
    assert isinstance(field.combo.itemDelegate(), QStyledItemDelegate), "rows obey the sheet"
    for one, wanted in (
        (hint.SH_ItemView_ActivateItemOnSingleClick, 0),
        (hint.SH_ItemView_ShowDecorationSelected, 1),
    ):
        assert rows.style().styleHint(one, None, rows) == wanted
    assert {"styleHint", "polish", "subElementRect"}.isdisjoint(vars(MeitinkerStyle))


def test_a_rule_for_frames_does_not_reach_labels(qtbot: QtBot, qapp: QApplication) -> None:
    apply(qapp, Theme())
    label = QLabel("Naam")
    qtbot.addWidget(label)
    plain = label.grab().toImage()
    mark(label, fout="true")
    assert label.grab().toImage() == plain


@pytest.mark.parametrize("kind", [QCheckBox, QComboBox])
def test_what_the_style_draws_shows_an_error(
    kind: type[QWidget], qtbot: QtBot, qapp: QApplication
) -> None:
    apply(qapp, Theme())
    widget = kind()
    qtbot.addWidget(widget)
    widget.resize(200, 44)
    right = widget.grab().toImage()
    mark(widget, fout=True)
    wrong = widget.grab().toImage()
    assert right != wrong
    reds = {wrong.pixelColor(x, 22).name() for x in range(wrong.width())}
    assert current().tokens.error.lower() in reds


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_icons_are_as_sharp_as_the_screen(scale: float, qapp: QApplication) -> None:
    apply(qapp, Theme())
    pixmap = icon("home").pixmap(QSize(20, 20), scale)
    assert pixmap.devicePixelRatio() == scale
    assert pixmap.size() == QSize(20, 20) * scale
    drawn = pixmap.toImage()
    ink = [
        (x, y)
        for x in range(drawn.width())
        for y in range(drawn.height())
        if drawn.pixelColor(x, y).alpha() > 128
    ]
    # The drawing fills its square at any scale: neither a corner of it nor a stretched one.
    assert max(x for x, _y in ink) > 0.75 * drawn.width()
    assert min(x for x, _y in ink) < 0.25 * drawn.width()


def _ink(made: QIcon, mode: QIcon.Mode, state: QIcon.State = QIcon.State.Off) -> str:
    image = made.pixmap(QSize(48, 48), 1.0, mode, state).toImage()
    colours = [image.pixelColor(x, y) for x in range(48) for y in range(48)]
    return max(colours, key=QColor.alpha).name().upper()


def test_icons_take_the_colour_of_the_words(qapp: QApplication) -> None:
    made = icon("plus", "on_action")
    mode = QIcon.Mode
    for name in THEME_NAMES:
        apply(qapp, Theme(name=name))
        tokens = load(name)
        assert _ink(made, mode.Normal) == tokens.on_action
        assert _ink(made, mode.Disabled) == tokens.disabled
        assert _ink(made, mode.Selected) == tokens.on_selected
        assert _ink(made, mode.Normal, QIcon.State.On) == tokens.on_selected
        assert _ink(made, mode.Active) == tokens.primary_focus_text


def test_icons_of_a_menu_follow_the_chosen_row(qapp: QApplication) -> None:
    apply(qapp, Theme(name="high_contrast"))
    made = icon("printer", "menu")
    assert _ink(made, QIcon.Mode.Normal) == "#FFFFFF"
    assert _ink(made, QIcon.Mode.Active) == "#000000"
    assert _ink(made, QIcon.Mode.Disabled) == load("high_contrast").disabled


def test_an_icon_outlives_its_maker(qapp: QApplication) -> None:
    button = QPushButton()
    button.setIcon(icon("trash"))
    gc.collect()
    assert not button.icon().pixmap(QSize(20, 20)).isNull()


def test_an_icon_that_is_not_shipped_is_our_fault() -> None:
    with pytest.raises(BugError):
        icon("no-such-icon")


def test_every_shipped_icon_follows_the_colour() -> None:
    files = list(resources.path("third_party", "tabler_icons", "outline").glob("*.svg"))
    assert len(files) > 50
    for file in files:
        assert b"currentColor" in file.read_bytes(), file.name


@pytest.mark.parametrize("folder", ["noto_sans", "atkinson_hyperlegible_next", "tabler_icons"])
def test_what_others_made_carries_licence_and_source(folder: str) -> None:
    home = resources.path("third_party", folder)
    assert (home / "SOURCE").read_text().startswith("Name:")
    assert list(home.glob("LICENSE*"))


@pytest.mark.parametrize(("clear", "family"), [(False, "Noto Sans"), (True, "Atkinson")])
def test_all_three_weights_are_our_own_letters(
    clear: bool, family: str, qapp: QApplication
) -> None:
    apply(qapp, Theme(clear_letter=clear))
    widths = set()
    for weight in (QFont.Weight.Normal, QFont.Weight.DemiBold, QFont.Weight.Bold):
        font = QFont()
        font.setWeight(weight)
        assert QFontInfo(font).family().startswith(family)
        assert QFontInfo(font).weight() == weight
        widths.add(QFontMetricsF(font).horizontalAdvance("Sjoukje"))
    assert len(widths) == 3
    apply(qapp, Theme())


def test_the_letters_have_every_sign_of_names_here(qapp: QApplication) -> None:
    apply(qapp, Theme())
    for font in (QFont(), code_font(pixels=16)):
        raw = QRawFont.fromFont(font)
        assert all(raw.supportsCharacter(ord(sign)) for sign in "ûêôâúïëÛÊłćčğşžőß–€…“”")


def test_text_areas_are_styled_too(qtbot: QtBot, qapp: QApplication) -> None:
    apply(qapp, Theme(name="dark"))
    area = QPlainTextEdit()
    qtbot.addWidget(area)
    area.resize(200, 100)
    middle = area.grab().toImage().pixelColor(100, 50)
    assert middle == QColor(load("dark").surface)


@pytest.mark.parametrize(
    ("pixels", "usual", "offered"),
    [(12, 12, 100), (15, 12, 125), (18, 12, 150), (24, 12, 200), (40, 12, 200), (9, 12, 100)],
)
def test_the_first_text_size_is_that_of_the_system(
    pixels: float, usual: float, offered: int
) -> None:
    assert nearest_text_size(pixels, usual=usual) == offered


def test_the_first_theme_is_that_of_the_system() -> None:
    scheme, contrast = Qt.ColorScheme, Qt.ContrastPreference
    assert theme_name(scheme.Light, contrast.NoPreference) == "light"
    assert theme_name(scheme.Unknown, contrast.NoPreference) == "light"
    assert theme_name(scheme.Dark, contrast.NoPreference) == "dark"
    assert theme_name(scheme.Dark, contrast.HighContrast) == "high_contrast"


class Noted(QFrame):
    """Notes that it takes on its look."""

    def __init__(self, name: str, looks: list[str]) -> None:
        super().__init__()
        self._name, self._looks = name, looks

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Polish:
            self._looks.append(self._name)
        return super().event(event)


def test_a_page_takes_on_its_look_out_of_sight_and_once(qtbot: QtBot, qapp: QApplication) -> None:
    apply(qapp, Theme())
    looks: list[str] = []
    window, page, part = QWidget(), QWidget(), QWidget()
    qtbot.addWidget(window)
    column, inside, within = QVBoxLayout(window), QVBoxLayout(page), QVBoxLayout(part)
    column.addWidget(page)
    part.ensurePolished()
    within.addWidget(Noted("in what has its look", looks))
    for one in (Noted("one", looks), part):
        inside.addWidget(one)
    assert looks == []
    take_on_look(page)
    assert sorted(looks) == ["in what has its look", "one"]
    assert not page.isVisible()
    window.show()
    settle(qapp)
    assert page.isVisible()
    assert sorted(looks) == ["in what has its look", "one"]
