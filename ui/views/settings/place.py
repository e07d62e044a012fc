"""Instellingen: sections at the left, the chosen one at the right."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from meitinker.i18n import _
from meitinker.store.settings import ScreenSpot
from ui.theme import px
from ui.viewmodels.settings import sections
from ui.views.settings.about import AboutSection
from ui.views.settings.backup import BackupSection
from ui.views.settings.device import DeviceSection
from ui.views.settings.look import LookSection
from ui.views.settings.organisation import OrganisationSection
from ui.views.settings.own import OwnSection
from ui.views.settings.safety import Doors, SafetySection
from ui.widgets.bites import Bites
from ui.widgets.headings import PaneHeader
from ui.widgets.lists import Row, RowList
from ui.widgets.panes import AdaptivePanes
from ui.widgets.scrolling import ScrollPane
from ui.window.place_view import PlaceView

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from meitinker.changes import Changes
    from ui.starting.preferences import Preferences
    from ui.views.settings.section import SettingsSection
    from ui.workplace import Workplace

_FIRST = "look"


class SettingsPlace(PlaceView):
    """Instellingen.

    Signals:
        preferencesChanged: The new :class:`Preferences`, to be applied and kept at once.
    """

    preferencesChanged = Signal(object)
    key = "settings"

    def __init__(
        self,
        workplace: Workplace,
        parent: QWidget | None = None,
        *,
        doors: Doors | None = None,
    ) -> None:
        """Build it; ``doors`` is for tests."""
        super().__init__(workplace, parent)
        self._doors = doors or Doors()
        self._preferences = workplace.preferences
        self._sections: dict[str, SettingsSection] = {}
        self._panes_of: dict[str, ScrollPane] = {}
        self._pushed: QWidget | None = None
        self._bites = Bites(self)
        self.list = RowList(_("Onderdelen van de instellingen"))
        self.list.set_rows([Row(s.key, s.title, s.status, s.icon_name) for s in sections()])
        self._stack = QStackedWidget(self)
        self.panes = AdaptivePanes(self._list_pane(), self._stack, self)
        frame = QVBoxLayout(self)
        frame.setContentsMargins(0, 0, 0, 0)
        frame.addWidget(self.panes)
        self.list.chosen.connect(self._choose)
        self.list.clicked.connect(lambda _index: self._turn_to_detail())
        self.list.activated.connect(lambda _index: self._turn_to_detail())

    def section(self, key: str) -> SettingsSection:
        """Return a section; it is built when it is first needed."""
        if key not in self._sections:
            self._sections[key] = self._make(key)
        return self._sections[key]

    @property
    def here(self) -> str:
        """The key of the section that is shown."""
        return self.list.current_key or _FIRST

    def arrive(self, spot: ScreenSpot | None) -> None:
        """Show the section that was shown last, or the one of ``spot``."""
        known = {row.key for row in self.list.rows.rows}
        wanted = spot.section if spot and spot.section in known else self.here
        self.list.select(wanted)
        if not (spot and spot.field):
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self._bites.add(partial(self._arrive_in, wanted, spot))
        if wanted in self._sections or (spot and spot.field):
            self._bites.complete()  # nothing to build, or the keyboard is to go to a field of it

    def _arrive_in(self, wanted: str, spot: ScreenSpot | None) -> None:
        if self.here != wanted:
            return  # another section was chosen in the meantime
        self._show(wanted)
        if self._pushed is None and self._show_unkept():
            return
        if spot and spot.section:
            self._turn_to_detail()
            self._panes_of[wanted].look_at(spot.scroll)
        if spot and spot.field:
            self.section(wanted).focus_field(spot.field)
            if spot.away:
                self._panes_of[wanted].look_at(spot.scroll)

    def spot(self) -> ScreenSpot:
        """Return section, field and scroll; what is in a passphrase is never part of it."""
        if not self._sections:
            return ScreenSpot(screen=self.key, section=self.here)
        pane = self._panes_of[self.here]
        return ScreenSpot(
            screen=self.key,
            section=self.here,
            field=self.section(self.here).field_in_focus(),
            scroll=pane.looked_at,
            away=not pane.shows_focus,
        )

    def leave(self, done: Callable[[bool], None]) -> None:
        """Keep what was typed in every section that was opened."""
        answers: list[bool] = []
        opened = list(self._sections.values())
        if not opened:
            done(True)

        def answered(safe: bool) -> None:
            answers.append(safe)
            if len(answers) == len(opened):
                done(all(answers))

        for section in opened:
            section.leave(answered)

    def refresh(self, changes: Changes) -> None:
        """Let every section that was opened take in what changed."""
        for section in self._sections.values():
            section.refresh(changes)

    def show_preferences(self, preferences: Preferences) -> None:
        """Show preferences that were changed elsewhere, such as with Ctrl and +."""
        self._preferences = preferences
        for section in self._sections.values():
            if isinstance(section, LookSection | SafetySection):
                section.show_preferences(preferences)

    def search(self) -> None:
        """Go to the list of sections."""
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def confirm(self) -> None:
        """Press the main button of the section."""
        self.section(self.here).confirm()

    def save_now(self) -> None:
        """Keep what was typed now."""
        self.section(self.here).save_now()

    def reading(self) -> Sequence[QWidget]:
        """Return the list and the section beside it."""
        return self.panes.frames

    def turn_section(self, step: int) -> None:
        """Go to the next or previous section."""
        keys = [row.key for row in self.list.rows.rows]
        key = keys[(keys.index(self.here) + step) % len(keys)]
        self.list.select(key)
        self._choose(key)

    def next_pane(self, step: int) -> None:
        """Move between the list and the section."""
        focus = QApplication.focusWidget()
        if focus is self.list:
            self.panes.show_detail()
            self._first_field().setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.panes.show_list()
            self.list.setFocus(Qt.FocusReason.TabFocusReason)

    def _list_pane(self) -> QWidget:
        pane = QWidget(self)
        column = QVBoxLayout(pane)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = PaneHeader(_("Instellingen"))
        head.setContentsMargins(px(16), px(24), px(16), px(12))
        column.addWidget(head)
        column.addWidget(self.list, 1)
        return pane

    def _make(self, key: str) -> SettingsSection:
        section: SettingsSection
        if key == "safety":
            section = SafetySection(self.workplace, self._preferences, self._doors)
            section.preferencesChanged.connect(self._prefer)
        elif key == "backup":
            section = BackupSection(self.workplace)
        elif key == "own":
            section = OwnSection(self.workplace)
        elif key == "organisation":
            section = OrganisationSection(self.workplace)
        elif key == "device":
            section = DeviceSection(self.workplace)
        elif key == "about":
            section = AboutSection(self.workplace)
        else:
            section = LookSection(self.workplace, self._preferences)
            section.preferencesChanged.connect(self._prefer)
        section.told.connect(self.told)
        section.pushed.connect(self._push)
        section.popped.connect(self._pop)
        self._panes_of[key] = ScrollPane(section, self._stack)
        self._stack.addWidget(self._panes_of[key])
        return section

    def _turn_to_detail(self) -> None:
        """Show the section; where the list makes room for it the keyboard comes along."""
        self.panes.show_detail()
        if self.panes.shows_detail_only:
            self.panes.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, key: str) -> None:
        self._show(key)
        self.moved.emit()

    def _show(self, key: str) -> None:
        section = self.section(key)
        if self._pushed is None:
            self._stack.setCurrentWidget(self._panes_of[key])
        section.arrive()

    def _show_unkept(self) -> bool:
        """Bring back the sheet of a new recovery code that was not put away yet."""
        safety = self.section("safety") if self.here == "safety" else None
        return isinstance(safety, SafetySection) and safety.show_unkept()

    def _push(self, page: QWidget) -> None:
        """Show a page that must be dealt with first: a new recovery code is shown only once."""
        self._pushed = page
        self.list.setEnabled(False)
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)

    def _pop(self) -> None:
        page, self._pushed = self._pushed, None
        self.list.setEnabled(True)
        self._stack.setCurrentWidget(self._panes_of[self.here])
        if page is not None:
            self._stack.removeWidget(page)
            page.deleteLater()

    def _prefer(self, preferences: Preferences) -> None:
        self.show_preferences(preferences)
        self.preferencesChanged.emit(preferences)

    def _first_field(self) -> QWidget:
        fields = self.section(self.here).fields
        return next(iter(fields.values()), self.list)
