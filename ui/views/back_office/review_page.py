"""One visit at the back office: where it stands, what the law wants, what changed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal

from meitinker.domain.reviews import Status
from meitinker.i18n import _
from meitinker.services.review_checklist import not_looked_at
from ui.theme import px
from ui.viewmodels import reviews as said
from ui.viewmodels.conversation import resident
from ui.views.back_office import acts
from ui.views.back_office.one_opened import Opened
from ui.views.requests.act_card import ActCard
from ui.widgets.buttons import Button, FlatButton
from ui.widgets.choices import CheckField
from ui.widgets.column import CardPile, Column, Pile, stacked
from ui.widgets.flow import Flow
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading
from ui.widgets.layout import Card, IconLine, Turning

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from PySide6.QtWidgets import QWidget

    from meitinker.services.review_checklist import CheckLine
    from meitinker.services.review_compare import ComparedVisit
    from meitinker.services.reviews import ReviewFile
    from ui.forms.keeping import Keeping
    from ui.viewmodels.parts import IconText
    from ui.views.requests.act_panel import ActPanel
    from ui.views.requests.acts import CardAct

_WIDTH = 1080
"""Widest the column gets, px at 100 %: the checklist beside what is checked."""

_HALVES = 760
"""Width under which these stand below each other, px at 100 %."""


class ReviewPage(Opened):
    """A visit with all that the back office needs to decide on it.

    Signals:
        visit_asked: The whole conversation is wanted.
        file_asked: The resident's file is wanted.
        ticked: A line of the checklist was looked at (its code), or not after all.
    """

    visit_asked = Signal()
    file_asked = Signal()
    ticked = Signal(str, bool)

    def __init__(self, keeping: Keeping, *, clerk: bool, parent: QWidget | None = None) -> None:
        """Build it empty; ``clerk`` says whether the role checks visits."""
        super().__init__(parent)
        self.file: ReviewFile | None = None
        self.about = WrappedLabel("", tone="muted")
        self.acts: ReviewActs = ReviewActs(keeping, clerk=clerk)
        self.checks = _Checklist(enabled=clerk)
        self.said = _Said()
        self.changed = _Lines()
        self.story = _Lines(_("Wat er gebeurde"))
        self._lay_out()
        self.said.visit.clicked.connect(self.visit_asked)
        self.said.person.clicked.connect(self.file_asked)
        self.checks.ticked.connect(self.ticked)

    def parts(
        self, file: ReviewFile, lines: tuple[CheckLine, ...], compared: ComparedVisit | None
    ) -> tuple[Callable[[], object], ...]:
        """Return what shows how a visit stands now, a part a call; what is being typed stays.

        In one turn they would hold up a key.
        """
        told = said.differences(compared) if compared is not None else ()
        title = said.compared_head(compared) if compared is not None else ""
        return (
            partial(self._show_acts, file, lines),
            partial(self.checks.show_lines, said.ticks(lines, file.names)),
            partial(self.said.show_visit, file),
            partial(self.changed.show_lines, told, title=title),
            partial(self.story.show_lines, said.story(file)),
        )

    def _show_acts(self, file: ReviewFile, lines: tuple[CheckLine, ...]) -> None:
        self.file = file
        self.title.set_title(resident(file.visit))
        self.about.setText(said.about(file))
        held = self.acts.held()
        self.acts.show_review(file, lacking=len(not_looked_at(lines)))
        if held and held not in self.acts.buttons:
            self.focus_first()

    def focus_first(self) -> None:
        """Put the keyboard on the first thing to do: of who decides, that is to read."""
        decides = "approve" in self.acts.buttons and "take_up" not in self.acts.buttons
        first = self.said.visit if decides else self.acts.first()
        (first or self.back).setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        # From the outside in: what is moved takes on its look anew, with all it holds.
        column = Column(self, widest=_WIDTH)
        self._fill(column)
        column.lines.addWidget(self.about)
        beside = stacked(self.said, self.story, gap=16, air=True)
        halves = Turning(stacked(self.checks, air=True), beside, least=_HALVES)
        cards = CardPile(column)
        cards.add(self.bar, self.acts, self.changed, halves)
        column.lines.addWidget(cards)
        column.lines.addStretch(1)


class ReviewActs(ActCard):
    """Where the visit stands, and what can be done with it.

    Signals:
        settled: Of what people said apart this end counts (its id).
        deliver_asked: The page of deliveries is wanted.
    """

    settled = Signal(str)
    deliver_asked = Signal()

    def __init__(self, keeping: Keeping, *, clerk: bool, parent: QWidget | None = None) -> None:
        """Begin with nothing."""
        super().__init__(keeping, parent)
        self._clerk = clerk
        self._session = keeping.workplace.session
        self._file: ReviewFile | None = None
        self._lacking = 0
        self.state = Pile(gap=8)
        self.buttons: dict[str, Button] = {}
        self._line = Pile(gap=0)
        for widget in (self.state, self._line):
            self.add(widget)

    @property
    def record_id(self) -> str:
        """The visit."""
        return self._file.visit.visit.id if self._file is not None else ""

    def possible(self) -> tuple[CardAct, ...]:
        """Return what can be done now."""
        if self._file is None:
            return ()
        return acts.possible(self._file, self._session, clerk=self._clerk, lacking=self._lacking)

    def buttons_after(self, act: CardAct) -> Iterable[QWidget]:
        """Return the act's own button, or the first one."""
        return (*filter(None, [self.buttons.get(act.key)]), *self.buttons.values())

    def first(self) -> Button | None:
        """Return the first button, if there is one."""
        return next(iter(self.buttons.values()), None)

    def held(self) -> str:
        """Return the key of the button that has the keyboard, or ""."""
        return next((key for key, one in self.buttons.items() if one.hasFocus()), "")

    def show_review(self, file: ReviewFile, *, lacking: int = 0) -> None:
        """Show where it stands; an open act stays while it can be done.

        Args:
            file: The visit as it stands.
            lacking: How many lines of its checklist lack something that nobody looked at.
        """
        before = self.record_id
        self._file, self._lacking = file, lacking
        if before != self.record_id:
            self.close_panel()
        told = (
            said.standing(file)
            if self._clerk
            else said.standing_for_meitinker(file, self._session.user)
        )
        lines = (told, *said.said_between(file))
        self.state.replace([IconLine(one.icon_name, one.text, tint=one.tint) for one in lines])
        if self.panel is not None and not self._still(self.panel.act):
            self.close_panel()
        self._show_buttons(file)

    def _still(self, act: CardAct) -> bool:
        """Tell whether an open act can be done as its fields were made."""
        now = next((one for one in self.possible() if one.key == act.key), None)
        return now is not None and now.form is act.form

    def _show_buttons(self, file: ReviewFile) -> None:
        held = self.held()
        made = self._choices(file) if file.review.clash is not None else self._acts()
        self.buttons = made
        self._line.replace([Flow(*made.values(), gap=12)] if made else [])
        self._line.setVisible(bool(made))
        self._mark_main()
        wanted = made.get(held) or self.first()
        if held and wanted is not None:
            wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_panel(self) -> None:
        """Put the fields of an act away; the first button is the main one again."""
        super().close_panel()
        self._mark_main()

    def _show(self, act: CardAct) -> ActPanel:
        panel = super()._show(act)
        self._mark_main()
        return panel

    def _mark_main(self) -> None:
        """Have one main button: what is open has its own, and who waits has none to press."""
        first, file = self.first(), self._file
        if first is not None and file is not None and file.review.clash is None:
            waits = self._clerk and file.question is not None
            first.set_main(main=self.panel is None and not waits)

    def _acts(self) -> dict[str, Button]:
        made = self._to_deliveries()
        for act in self.possible():
            button = Button(act.name, icon_name=act.icon_name)
            do = self.open_act if act.form is not None else self._do_at_once
            button.clicked.connect(partial(do, act))
            made[act.key] = button
        return made

    def _to_deliveries(self) -> dict[str, Button]:
        """Return the way to what comes after approving, where that is next."""
        file = self._file
        if not self._clerk or file is None or file.review.status is not Status.APPROVED:
            return {}
        button = Button(_("Naar de leveringen"), icon_name="file-spreadsheet")
        button.clicked.connect(self.deliver_asked)
        return {"deliver": button}

    def _choices(self, file: ReviewFile) -> dict[str, Button]:
        """Return a button for each of the things that people said apart."""
        if not self._clerk:
            return {}
        made: dict[str, Button] = {}
        for one in said.ends(file.review, file.names):
            button = Button(_("Dit geldt: {what}").format(what=one.text))
            button.clicked.connect(partial(self.settled.emit, one.key))
            made[one.key] = button
        return made

    def _do_at_once(self, act: CardAct) -> None:
        self.close_panel()
        self.act_asked.emit(self.record_id, act.read({}))


class _Checklist(Card):
    """What the law wants, a box a line; ticking is looking, it never blocks.

    Signals:
        ticked: A line (its code) was looked at, or not after all.
    """

    ticked = Signal(str, bool)

    def __init__(self, *, enabled: bool) -> None:
        super().__init__()
        self._enabled = enabled
        self.boxes: dict[str, CheckField] = {}
        self._notes: dict[str, Pile] = {}
        self._shown: dict[str, said.Tick] = {}
        self.add(Heading(_("Wat er in het verslag hoort"), level=2))
        hint = _(
            "Zet een vinkje bij wat u hebt nagekeken. Ontbreekt er iets? Schrijf dan op waarom het"
            " toch door mag."
        )
        self.add(WrappedLabel(hint, tone="muted"))

    def show_lines(self, lines: tuple[said.Tick, ...]) -> None:
        """Show the lines; boxes that are there stay, so that the keyboard does."""
        if [one.item for one in lines] != list(self.boxes):
            self._build(lines)
        for one in lines:
            self.boxes[one.item].set_value(one.ticked)
            if one != self._shown.get(one.item):
                self._show_notes(one)
        self._shown = {one.item: one for one in lines}

    def _show_notes(self, one: said.Tick) -> None:
        # Who goes by Tab does not come past the lines below it.
        about = " ".join(filter(None, (one.wrong, one.by)))
        self.boxes[one.item].box.setAccessibleDescription(about)
        notes = []
        if one.wrong:
            notes.append(IconLine("alert-triangle", one.wrong, tint="warning"))
        if one.by:
            notes.append(IconLine("check", one.by))
        self._notes[one.item].replace(notes)
        self._notes[one.item].setVisible(bool(notes))

    def _build(self, lines: tuple[said.Tick, ...]) -> None:
        for old in (*self.boxes.values(), *self._notes.values()):
            self.column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.boxes, self._notes, self._shown = {}, {}, {}
        for one in lines:
            box, notes = CheckField(one.name, self), Pile(self, gap=4)
            notes.setContentsMargins(px(28), 0, 0, 0)
            box.setEnabled(self._enabled)
            box.edited.connect(partial(self._tick, one.item))
            self.boxes[one.item], self._notes[one.item] = box, notes
            self.add(box)
            self.add(notes)

    def _tick(self, item: str) -> None:
        self.ticked.emit(item, self.boxes[item].value())


class _Said(Card):
    """The heart of the conversation, and the ways to all of it."""

    def __init__(self) -> None:
        super().__init__()
        self._told: tuple[tuple[str, list[str]], ...] = ()
        self.lines = Pile(gap=8)
        self.visit = Button(_("Lees het hele gesprek en het plan"), icon_name="messages")
        self.person = FlatButton(_("Open het dossier"), icon_name="user")
        self.add(Heading(_("Het gesprek"), level=2))
        self.add(self.lines)
        self.add(Flow(self.visit, self.person, gap=12))

    def show_visit(self, file: ReviewFile) -> None:
        """Show question, needs and outcome in the words that were written."""
        visit = file.visit.visit
        told = (
            (_("De vraag"), [visit.question]),
            (_("Wat er nodig is"), list(said.needs(file))),
            (_("De uitkomst"), [visit.conclusion]),
        )
        if told == self._told:
            return  # what is as it was stays
        self._told = told
        parts: list[QWidget] = []
        for title, texts in told:
            written = [text for text in texts if text.strip()]
            if written:
                parts.append(Heading(title, level=3))
                parts += [WrappedLabel(text) for text in written]
        self.lines.replace(parts)


class _Lines(Card):
    """A heading and lines; hidden while there are none."""

    def __init__(self, title: str = "") -> None:
        super().__init__()
        self._title = Heading(title, level=2)
        self._told: tuple[IconText, ...] = ()
        self.lines = Pile(gap=8)
        self.add(self._title)
        self.add(self.lines)
        self.hide()

    def show_lines(self, lines: Sequence[IconText], *, title: str = "") -> None:
        """Show these."""
        if title:
            self._title.setText(title)
        if tuple(lines) != self._told:  # what is as it was stays
            self._told = tuple(lines)
            self.lines.replace([IconLine(one.icon_name, one.text, tint=one.tint) for one in lines])
        self.setVisible(bool(lines))
