"""The right pane: one service, whom to call first, and the word that it is right or wrong."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker.domain.map_checks import CheckWay
from meitinker.domain.words import name_of
from meitinker.i18n import _
from ui.theme import px
from ui.widgets.announce import announce
from ui.widgets.buttons import Button, FlatButton, PrimaryButton
from ui.widgets.column import Column, Pile, stacked
from ui.widgets.flow import Flow
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading
from ui.widgets.layout import Card, IconLine
from ui.widgets.rows import TightRow
from ui.widgets.scrolling import ScrollPane, lay_out_now

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.viewmodels.service_page import Number, ServiceFact, ServicePage

_WIDEST = 720
_WAYS = (CheckWay.PHONE, CheckWay.VISIT, CheckWay.EMAIL, CheckWay.WEBSITE)


class ServiceView(QWidget):
    """One service; :meth:`show_page` fills it.

    Signals:
        right_said: It is right: how the user knows (a :class:`CheckWay`).
        wrong_asked: Something is not right: the form of a correction is wanted.
        word_said: What was looked for means this service.
        shown: Another service shows, or the same one as it is now.
    """

    right_said = Signal(object)
    wrong_asked = Signal()
    word_said = Signal()
    shown = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build it empty."""
        super().__init__(parent)
        self.page: ServicePage | None = None
        self.copy_buttons: list[FlatButton] = []
        self.name = Heading("", level=1)
        self.provider = WrappedLabel("", tone="muted")
        self.why = WrappedLabel("", tone="muted")
        self.what = WrappedLabel("")
        self.warnings = Pile()
        self.numbers = Pile(gap=12)
        self.facts = Pile(gap=16)
        self.checked = IconLine("circle-check", "")
        self.waits = IconLine("info-circle", "", tint="info")
        self.choose = PrimaryButton(_("Zet in het gesprek"), icon_name="stairs")
        self.choose.setToolTip(_("Kies deze hulp bij de behoefte in het gesprek."))
        self.choose.hide()
        self.give = Button(_("Geef mee"), icon_name="file-text")
        self.give.setToolTip(_("Zet dit op een folder voor de inwoner."))
        self.leaflet = Button(_("Folder"), icon_name="printer")
        self.leaflet.hide()
        self.edit = Button(_("Pas aan"), icon_name="edit")
        self.edit.setToolTip(_("Verander wat er over deze dienst in de kaart staat."))
        self.edit.hide()
        self.form = Button(_("Controleformulier"), icon_name="clipboard-check")
        self.form.setToolTip(_("Vraag de aanbieder of alles klopt."))
        self.form.hide()
        self.right = Button(_("Klopt"), icon_name="check")
        self.right.setToolTip(_("U keek dit vandaag na en alles klopt."))
        self.wrong = Button(_("Klopt niet…"), icon_name="edit")
        self.word = FlatButton("", icon_name="plus")
        self.ways = _Ways()
        self._lay_out()
        self._connect()

    @property
    def service_id(self) -> str:
        """The service that is shown, or ""."""
        return self.page.service_id if self.page else ""

    def show_page(self, page: ServicePage, *, sought: str = "") -> None:
        """Show a service; ``sought`` is what was looked for and did not lead here.

        One that showed already stays where it was scrolled to.
        """
        same = page.service_id == self.service_id
        self.page = page
        self.name.setText(page.name)
        _tell(self.provider, page.provider)
        _tell(self.why, page.why)
        _tell(self.what, page.what)
        self.warnings.replace([IconLine("alert-triangle", one, tint="warning")
                               for one in page.warnings])  # fmt: skip
        self.copy_buttons = []
        self.numbers.replace([self._number(one) for one in page.numbers])
        self.facts.replace([_FactView(one) for one in page.facts])
        self.checked.words.setText(page.checked)
        # A tick beside "not checked" says the opposite of the words.
        self.checked.icon.set_icon("clock" if page.stale else "circle-check", tone="muted")
        self.waits.words.setText(page.waits)
        self.waits.setVisible(bool(page.waits))
        self.word.setText(_("Hier zocht ik op: {words}").format(words=sought))
        self.word.setVisible(bool(sought))
        if not same:
            self.ways.hide()
            self._scroll.verticalScrollBar().setValue(0)
        self.shown.emit()

    def first_stop(self) -> QWidget:
        """Return what the keyboard comes to first."""
        return self.copy_buttons[0] if self.copy_buttons else self.right

    def confirm(self) -> None:
        """Press the main button: put it in the conversation at hand, else say that it is right."""
        if self.service_id:
            (self.right if self.choose.isHidden() else self.choose).click()

    def reading(self) -> Sequence[QWidget]:
        """Return its parts in the order of reading."""
        return (self,)

    def _lay_out(self) -> None:
        # From the outside in: what is put elsewhere takes on its look again.
        body = Column(self, widest=_WIDEST)
        self._scroll = ScrollPane(body, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._scroll)
        self._call, upkeep = Card(), Card()
        buttons = Flow(self.right, self.wrong, self.edit, self.form, self.word, gap=12)
        deeds = Flow(self.choose, self.give, self.leaflet, gap=12)
        heading = (self.name, self.provider, self.why, self.what, self.warnings)
        for part in (*heading, self._call, deeds, self.facts, upkeep):
            body.lines.addWidget(part)
        self._call.add(self.numbers)
        for line in (self.checked, self.waits, buttons, self.ways):
            upkeep.add(line)
        body.lines.addStretch(1)

    def _connect(self) -> None:
        self.right.clicked.connect(self._ask_how)
        self.wrong.clicked.connect(self.wrong_asked)
        self.word.clicked.connect(self.word_said)
        self.ways.chosen.connect(self._right)
        self.ways.closed.connect(self._keep_quiet)

    def _ask_how(self) -> None:
        self.ways.show()
        lay_out_now()
        self._scroll.ensureWidgetVisible(self.ways, 0, px(16))
        self.ways.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _right(self, way: CheckWay) -> None:
        self._keep_quiet()
        self.right_said.emit(way)

    def _keep_quiet(self) -> None:
        self.right.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ways.hide()

    def _number(self, one: Number) -> QWidget:
        button = FlatButton(_("Kopieer"), icon_name="copy")
        button.setAccessibleName(_("Kopieer {number}").format(number=one.number))
        button.clicked.connect(partial(self._copy, one.number))
        self.copy_buttons.append(button)
        about = [WrappedLabel(one.about, tone="muted")] if one.about else []
        return stacked(TightRow(Heading(one.number, level=1), button), *about)

    def _copy(self, number: str) -> None:
        QGuiApplication.clipboard().setText(number)
        announce(self, _("Gekopieerd"))


class _Ways(QWidget):
    """How the user knows that all is right: one more press, so that "checked" means something."""

    chosen = Signal(object)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.buttons = [Button(name_of(way)) for way in _WAYS]
        cancel = FlatButton(_("Toch niet"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(WrappedLabel(_("Hoe weet u dat alles klopt?"), tone="label"))
        column.addWidget(Flow(*self.buttons, cancel, gap=12))
        for way, button in zip(_WAYS, self.buttons, strict=True):
            button.clicked.connect(partial(self.chosen.emit, way))
        cancel.clicked.connect(self.closed)
        self.hide()


class _FactView(QWidget):
    """A title with what is known below it."""

    def __init__(self, fact: ServiceFact) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        column.addWidget(Heading(fact.title, level=3))
        first, *rest = fact.lines
        column.addWidget(IconLine(fact.icon_name, first, tint=fact.tint))
        for one in rest:
            words = WrappedLabel(one)
            words.setContentsMargins(px(26), 0, 0, 0)
            column.addWidget(words)


def _tell(label: WrappedLabel, text: str) -> None:
    label.setText(text)
    label.setVisible(bool(text))
