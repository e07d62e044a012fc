"""Afronden: the conclusion, what the law still wants, and how the resident agrees."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from meitinker.i18n import _, ngettext
from ui.theme import mark, px
from ui.viewmodels import conversation as told
from ui.viewmodels import plainness
from ui.viewmodels.conversation import CLOSING
from ui.views.visits.application import ApplicationPart
from ui.views.visits.kind_of_support import KindOfSupport
from ui.views.visits.plain_notes import PlainNotes
from ui.views.visits.section import VisitSection
from ui.views.visits.signing import Signing
from ui.widgets.announce import announce
from ui.widgets.buttons import LineButton
from ui.widgets.fields import TextArea
from ui.widgets.form_field import WrappedLabel
from ui.widgets.icon_label import IconLabel
from ui.widgets.scrolling import lay_out_now

if TYPE_CHECKING:
    from ui.viewmodels.conversation import MissingLine
    from ui.views.visits.desk import Desk


_SIGNATURE = "signature"
_MOST_LINES = 12
"""More lines than this are not read; the rest is counted."""


class MissingList(QFrame):
    """What the law wants and is not there: a line each, which leads there. It never blocks.

    Signals:
        asked: Section and field to go to.
    """

    asked = Signal(str, str)

    def __init__(self) -> None:
        """Begin with nothing known."""
        super().__init__()
        self.lines: list[LineButton] = []
        self._shown: tuple[MissingLine, ...] | None = None
        self._warns = False
        self._icon = IconLabel("", self)
        self.words = WrappedLabel("", self, tone="label")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(px(16), px(12), px(16), px(12))
        self._column.setSpacing(px(4))
        self._further = WrappedLabel("", self)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)
        self._column.addLayout(row)

    def show_lines(self, missing: tuple[MissingLine, ...]) -> None:
        """Show what is missing, or that nothing is that can be seen from here."""
        if missing == self._shown:
            return
        before = dict(zip(self._shown or (), self.lines, strict=False))
        self._shown, wanted = missing, missing[:_MOST_LINES]
        for gone in before.keys() - set(wanted):
            line = before.pop(gone)
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        # A line that stays is kept as it is: the next Tab may be on its way there.
        self.lines = [
            before.get(one) or self._line(one, at) for at, one in enumerate(wanted, start=1)
        ]
        further = len(missing) - len(self.lines)
        self._further.setText(_("En nog {count} andere.").format(count=further))
        self._further.setVisible(further > 0)
        # Below the lines, that were just added at the end.
        self._column.addWidget(self._further)
        self._tell()
        for line in self.lines:
            line.show()  # Qt shows what is added later an event later: the frame between is empty
        lay_out_now()

    def warn(self) -> None:
        """Say here, and aloud, that concluding has no way back.

        Here and nowhere else: two messages at once are read as none.
        """
        self._warns = True
        self._tell()
        announce(self, self.words.text())
        if self.lines:
            self.lines[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def rest(self) -> None:
        """Warn no longer: the user went elsewhere."""
        if self._warns:
            self._warns = False
            self._tell()

    def _tell(self) -> None:
        count = len(self._shown or ())
        words = ngettext(
            "Er is nog {count} ding nodig. Klik op de regel om erheen te gaan.",
            "Er zijn nog {count} dingen nodig. Klik op een regel om erheen te gaan.",
            count,
        ).format(count=count)
        whole = _("Alles wat het programma kan nakijken, staat erin.")
        final = _("Na het afronden kunt u dit gesprek niet meer veranderen. Klopt alles?")
        told_first = words if count else whole
        self.words.setText(f"{told_first} {final}" if self._warns else told_first)
        self.setAccessibleName(self.words.text())
        warns = bool(count) or self._warns
        icon, tone = ("alert-triangle", "warning") if warns else ("circle-check", "success")
        self._icon.set_icon(icon, tone=tone)
        mark(self, melding="waarschuwing" if warns else "gelukt")

    def _line(self, one: MissingLine, at: int) -> LineButton:
        line = LineButton(one.text, self)
        line.setToolTip(one.why)
        line.setAccessibleDescription(one.why)
        line.clicked.connect(partial(self.asked.emit, one.section, one.field))
        self._column.insertWidget(at, line)
        return line


class ClosingSection(VisitSection):
    """Everything that is needed before the plan can be given."""

    key = CLOSING

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        """Build conclusion, list and signature."""
        super().__init__(desk, parent)
        conclusion = TextArea(
            _("Wat is de uitkomst?"),
            hint=_("Schrijf kort op wat u samen hebt besloten."),
            lines=4,
            most_lines=12,
        )
        self.keep("visit", desk.visit_id, "conclusion", field=conclusion)
        self.plain = PlainNotes()
        self.missing = MissingList()
        self.missing.asked.connect(desk.goto.emit)
        self.signing = Signing(desk, self)
        self.signing.changed.connect(self._show_missing)
        self.signing.wanted.connect(self._show_signing)
        for widget in (conclusion, self.plain, self.missing, *self.signing.fields):
            self.column.addWidget(widget)
        self.column.addWidget(self.signing.sign, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self.signing.agreed)
        self.show_file()
        self._bites.add(lambda: self.application, lambda: self.kind)

    @cached_property
    def application(self) -> ApplicationPart:
        """What was applied for; it stands below the fold."""
        part = ApplicationPart(self.desk)
        self.column.addWidget(part)
        part.show_file()
        return part

    @cached_property
    def kind(self) -> KindOfSupport:
        """What only the counting needs, below all else."""
        part = KindOfSupport()
        self.column.insertWidget(self.column.indexOf(self.application) + 1, part)
        for name, field in part.fields().items():
            self.keep("visit", self.desk.visit_id, name, field=field)
        part.show_visit(self.desk.file.visit)
        return part

    def intro_words(self) -> str:
        """Return what happens here."""
        return _("Lees samen na wat er staat. Daarna kunt u het plan meegeven.")

    def entered(self) -> None:
        """Warn anew at the next press, also of a day that was left half typed just now."""
        self.missing.rest()
        if not self.desk.read_only:
            self.desk.keeping.flush(lambda _safe: self.desk.reload())

    def warn(self) -> None:
        """Say that concluding has no way back, where the user sees it."""
        self.missing.warn()
        self.bring_in_sight(self.missing.words)  # the list may be higher than the window

    def show_file(self) -> None:
        """Show the conclusion, what is missing and how the resident agreed."""
        file = self.desk.file
        self.fill("visit", file.visit.id, "conclusion", file.visit.conclusion)
        self.plain.judge(self.desk.workplace.tasks, partial(plainness.of_conclusion, file))
        self._show_below()
        self._show_missing()
        self.missing.setVisible(not self.desk.read_only)
        self.signing.show_file()

    def _show_below(self) -> None:
        """Show what stands below the fold, where that was built; what is typed stays."""
        if "application" in vars(self):
            self.application.show_file()
        if "kind" in vars(self):
            key = ("visit", self.desk.visit_id)
            if not any(self.desk.keeping.holds(key, name) for name in self.kind.fields()):
                self.kind.show_visit(self.desk.file.visit)

    def focus_field(self, name: str, cursor: int | None = None) -> bool:
        """Go to a field, or to where is signed."""
        if name != _SIGNATURE:
            return super().focus_field(name, cursor)
        self._show_signing()
        return True

    def _show_missing(self) -> None:
        """Show what is missing; a signature that was to come on the screen is among it."""
        lines = told.missing_lines(self.desk.file)
        if self.signing.waits and not self.desk.file.signatures:
            words = _("Laat tekenen op het scherm, of kies anders.")
            lines = (*lines, told.MissingLine(words, CLOSING, _SIGNATURE))
        self.missing.show_lines(lines)

    def _show_signing(self) -> None:
        self.signing.signature.setFocus(Qt.FocusReason.OtherFocusReason)
        self.bring_in_sight(self.signing.signature)
