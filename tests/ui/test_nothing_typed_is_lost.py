"""F1 for the whole window: what stands half typed in any field of any screen is there again.

The census types in every field that a screen shows, goes elsewhere and comes back, ends the
window as a kill would, and looks again. Every place in the code that makes a field must have been
typed in by it, or be on one of the short lists below with the reason: a field that nobody thought
of turns it red.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from meitinker import clock
from meitinker.changes import NOTHING
from meitinker.domain.applications import ApplicationForm
from meitinker.domain.appointments import OfficeHourKind
from meitinker.domain.map_services import MapService
from meitinker.domain.needs import Step
from meitinker.domain.network import Tie
from meitinker.domain.plans import HandoverWay
from meitinker.domain.requests import RequestKind
from meitinker.domain.villages import Village
from meitinker.domain.visits import LifeDomain, VisitState
from meitinker.exchange.example_stories import KLASKE, SIETSKE, SJOUKJE
from meitinker.ids import NeedId, RecordId, VillageId, VisitId
from meitinker.services import (
    applications,
    availability,
    form_drafts,
    letters,
    plans,
    referrals,
    requests,
    visits,
)
from meitinker.services.availability import Away, Weekly
from meitinker.services.referrals import NewReferral
from meitinker.services.requests import NewRequest
from meitinker.store import records
from meitinker.store.acts import act
from meitinker.store.settings import ScreenSpot
from tests.ui import checklist, typist
from tests.ui.appointing import make_with
from tests.ui.typist import Key, Site
from ui.theme import Theme, apply
from ui.viewmodels.conversation import CLOSING, LADDER, PLAN, SECTIONS
from ui.views.contacts.panel import NotePanel
from ui.views.network.page import NetworkPage
from ui.views.people.file_view import _LOOK_AGAIN_AFTER
from ui.views.people.place import PeoplePlace
from ui.views.requests.panel import RequestPanel
from ui.views.today.tabs import TodayTabs
from ui.views.visits.ladder import LadderSection
from ui.views.visits.place import VisitsPlace
from ui.views.week import FORM
from ui.views.week.page import WeekPage
from ui.widgets import autosave
from ui.widgets.bites import Bites
from ui.widgets.form_field import FormField
from ui.window.entries import foot, places
from ui.window.main_window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication, QWidget
    from pytestqt.qtbot import QtBot

    from ui.workplace import Workplace

_SEARCH = "a question to a list: it holds nothing that was told"
_FILTER = "chooses what of a list is shown"
_LOOK = "chooses how a paper looks; it begins with the wish of the resident"
_APP = "a choice that the program keeps at once (tests/ui/settings)"
_SECRET = "a passphrase or code is nowhere kept"
_NO_STORE = "there is no open store yet to keep it in"

NOT_KEPT: dict[str, str] = {
    "Zoek op naam, straat of plaats": _SEARCH,
    "Zoek in de gesprekken": _SEARCH,
    "Zoek het andere dossier": _SEARCH,
    "Zoek in de handleiding": _SEARCH,
    "Met wie hebt u een gesprek?": _SEARCH,
    "Wie is dit?": _SEARCH,
    "Welke vragen wilt u zien?": _FILTER,
    "Toon op de tijdlijn": _FILTER,
    "Met welke dag wilt u vergelijken?": _FILTER,
    "Welke versie?": _FILTER,
    "Om welke behoefte gaat het?": _FILTER,
    "Taal van de brief": _LOOK,
    "Taal van het plan": _LOOK,
    "Grote letters": _LOOK,
    "Tekening van het netwerk meegeven (als de inwoner dat wil)": _LOOK,
    "Met reacties": _LOOK,
    "Kleuren": _APP,
    "Grootte van de letters": _APP,
    "Extra duidelijke letter": _APP,
    "Taal van het programma": _APP,
    "Zet het scherm op slot als u weg bent, na": _APP,
    "Voor welke gemeente?": _FILTER,
}
"""Questions whose answer is not kept, and why."""

NOT_TYPED: dict[str, str] = {
    "views/entry/": _NO_STORE,
    "views/sending/": "tests/ui/sending types in it: a third text comes back",
    "views/back_office/": "tests/ui/back_office types in it as a clerk: all of it comes back",
    "views/social_map/": "tests/ui/social_map types in its forms: what is half there comes back",
    "views/settings/device.py": "an invitation is a secret, pasted with the name beside it",
    "views/settings/look.py": _APP,
    "views/sharing/way_back.py": _SECRET,
    "views/settings/safety.py": _SECRET,
    "views/people/people_list.py": _SEARCH,
    "views/visits/browse.py": _SEARCH,
    "views/visits/picker.py": _SEARCH,
    "views/network/linking.py": _SEARCH,
    "views/people/merge_page.py": _SEARCH,
    "views/people/which_colleague.py": "asks who of one name is meant: tests/ui/people types in it",
    "views/help/reader.py": _SEARCH,
    "views/requests/request_list.py": _FILTER,
    "views/people/overview.py": _FILTER,
    "views/network/comparing.py": _FILTER,
    "views/network/offers.py": "chooses from who is there, and a button says what follows",
    "paper/paper_view.py": _LOOK,
    "views/network/paper.py": _LOOK,
    "views/visits/plan_page.py": _LOOK,
    "views/week/calendar_file.py": "chooses what leaves in a file",
    "views/attachments/viewer.py": "chooses for whom a copy is",
}
"""Files whose fields the census does not type in, and why."""


class Room:
    """The window over a store, that can be ended as a kill would and opened again."""

    def __init__(self, work: Workplace, answered: Callable[[], None], qtbot: QtBot) -> None:
        self.work, self._answered, self._qtbot = work, answered, qtbot
        self.panel: QWidget | None = None
        self.left = False
        self.visit = self.concluded = ""
        self.window = self._open()

    def _open(self) -> MainWindow:
        window = MainWindow(self.work, places(self.work), foot())
        window.resize(1366, 768)
        window.show()
        window.activateWindow()
        return window

    def kill(self) -> None:
        """End the window without a word: no leaving, no flushing, no closing."""
        self.begin_anew()
        self.left = True

    def begin_anew(self) -> None:
        """Lend a window that knows nothing of the one before."""
        self.end()
        self.left = False
        self.window = self._open()

    def end(self) -> None:
        self.window.remembering.stop()
        self.panel = None
        shiboken6.delete(self.window)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def go_elsewhere(self) -> None:
        """Leave as a person does: Esc where a panel lies over the window, then another place."""
        self.left = True
        if self.panel is not None:
            QTest.keyClick(self.panel, Qt.Key.Key_Escape)
            self.settle()
            self.panel = None
        self.go("help")

    def settle(self) -> None:
        for _turn in range(2):
            for bites in self.window.findChildren(Bites):
                bites.complete()
            self._answered()
            checklist.settle()

    def catch_up(self) -> None:
        """Wait until a file was read again after what was saved last: till then it may lag."""
        timers = [
            timer
            for timer in self.window.findChildren(QTimer)
            if timer.isSingleShot() and timer.interval() == _LOOK_AGAIN_AFTER
        ]
        self._qtbot.waitUntil(lambda: not any(timer.isActive() for timer in timers))
        self.settle()

    @property
    def root(self) -> QWidget:
        return self.panel or self.window

    def go(self, screen: str, record_id: str = "", section: str = "", field: str = "") -> None:
        self.window.go(ScreenSpot(screen=screen, record_id=record_id, section=section, field=field))
        self.settle()
        self.settle()

    def press(self, words: str) -> bool:
        """Press the first button in sight that begins with these words."""
        for button in self.root.findChildren(QAbstractButton):
            said = button.accessibleName() or button.text()
            if button.isVisible() and button.isEnabled() and said.startswith(words):
                button.click()
                self.settle()
                return True
        return False


class Screen(NamedTuple):
    """How a screen is reached, and what is pressed there to see its fields.

    Attributes:
        go: Goes there.
        presses: The buttons that open its form.
        back: Those that bring back what was typed, where they are others.
        stays: Questions that keep the answer that was pressed.
    """

    go: Callable[[Room], None]
    presses: tuple[str, ...] = ()
    back: tuple[str, ...] = ()
    stays: tuple[str, ...] = ()


def at(
    screen: str, record_id: str = "", section: str = "", field: str = ""
) -> Callable[[Room], None]:
    return lambda room: room.go(screen, record_id, section, field)


def over(kind: type[RequestPanel] | type[NotePanel], about: str = "") -> Callable[[Room], None]:
    """Open a panel over Vandaag."""

    def show(room: Room) -> None:
        room.go("today")
        panel = kind(room.work, parent=room.window)
        panel.begin(about)
        room.panel = panel
        room.settle()

    return show


def week_of(do: Callable[[WeekPage], object]) -> Callable[[Room], None]:
    """Go to the week and do something there."""

    def show(room: Room) -> None:
        room.go("today", section="week")
        tabs = room.window.here
        assert isinstance(tabs, TodayTabs)
        page = tabs.page
        assert isinstance(page, WeekPage)
        do(page)
        room.settle()

    return show


def resumed(about: str) -> Callable[[Room], None]:
    """Begin an appointment; after a kill the window goes back to the form by itself."""

    def show(room: Room) -> None:
        if room.left:
            room.go("today", about, "week", FORM)
        else:
            week_of(lambda page: make_with(page, about))(room)

    return show


def tie(room: Room) -> None:
    """Open the first tie of a resident."""
    work = room.work
    with work.database.reading() as connection:
        found = records.find(connection, work.session, Tie, client_id=SJOUKJE, order="name")
    room.go("people", SJOUKJE, "network")
    place = room.window.here
    assert isinstance(place, PeoplePlace)
    page = next(one for one in place.file_view.typed_pages if isinstance(one, NetworkPage))
    page.tie.open(min(one.id for one in found if one.until is None))
    room.settle()
    page.tie.form.complete()
    room.settle()


def conversation(section: str, state: VisitState = VisitState.OPEN) -> Screen:
    """Open a conversation in a state, at a section."""

    def show(room: Room) -> None:
        room.go("visits")
        place = room.window.here
        assert isinstance(place, VisitsPlace)
        place.open_visit(room.visit if state is VisitState.OPEN else room.concluded)
        room.settle()
        assert place.conversation is not None
        place.conversation.go(section)
        room.settle()

    return Screen(show)


def step(room: Room) -> None:
    """Open a step of the ladder of the first need."""
    conversation(LADDER).go(room)
    place = room.window.here
    assert isinstance(place, VisitsPlace)
    assert place.conversation is not None
    ladder = place.conversation.pages.section(LADDER)
    assert isinstance(ladder, LadderSection)
    ladder.open_step(Step.OWN_STRENGTH)
    room.settle()


def acts(*presses: str) -> Screen:
    return Screen(at("people", SJOUKJE, "requests"), presses)


class Area(NamedTuple):
    """Screens that are gone through in one window.

    Attributes:
        files: The code that makes their fields: all of it is typed in here.
        screens: The screens by name.
    """

    files: tuple[str, ...]
    screens: dict[str, Screen]


AREAS: dict[str, Area] = {
    "requests": Area(
        ("views/requests/",),
        {
            "answer": acts("Beantwoord"),
            "consent": acts("Toestemming"),
            "hand over": acts("Meer", "Draag over"),
            "plan": acts("Meer", "Persoonlijk plan"),
            "support": acts("Meer", "Cliëntondersteuning"),
            "delay": acts("Meer", "Uitstel"),
            "withdraw": acts("Meer", "Trek in"),
            "suspend": acts("Zet de tijd stil"),
            "decide": acts("Besluit is verstuurd"),
            "letter": Screen(at("people", SIETSKE, "requests"), ("Ontvangstbrief",)),
            "panel, new": Screen(over(RequestPanel), ("Staat nog niet in de lijst",)),
        },
    ),
    "contacts": Area(
        ("views/contacts/",),
        {
            "a new question": Screen(over(RequestPanel)),
            "note": Screen(over(NotePanel), back=("Verder met deze notitie",)),
            "another day": Screen(
                over(NotePanel, SJOUKJE), ("Het was een andere dag",), ("Verder met deze notitie",)
            ),
        },
    ),
    "tasks": Area(
        ("views/tasks/",),
        {
            "new": Screen(at("people", SIETSKE, "tasks")),
            "change": Screen(at("people", SJOUKJE, "tasks"), ("Pas aan",)),
        },
    ),
    "week": Area(
        ("views/week/",),
        {
            "appointment": Screen(resumed(SIETSKE)),
            "hours": Screen(week_of(lambda page: page._show_hours())),
            "hours, change": Screen(week_of(lambda page: page._show_hours()), ("Pas aan",)),
        },
    ),
    "people": Area(
        ("views/people/", "views/attachments/"),
        {
            "new": Screen(at("people", section="new")),
            "details": Screen(
                at("people", SJOUKJE, "details"),
                (
                    "Vertegenwoordiger toevoegen",
                    "Telefoonnummer toevoegen",
                    "E-mailadres toevoegen",
                    "Postadres toevoegen",
                    "Tijdelijk adres toevoegen",
                ),
            ),
            "move": Screen(at("people", SIETSKE, "details"), ("Verhuizen",)),
            "death": Screen(at("people", KLASKE, "details"), ("Overlijden melden",)),
            "dossier": Screen(at("people", SJOUKJE, "dossier"), ("Voeg foto",)),
            "personal plan": Screen(
                at("people", SIETSKE, "dossier"),
                ("Voeg foto", "Persoonlijk plan"),
                stays=("Wat voegt u toe?",),
            ),
        },
    ),
    "network": Area(("views/network/",), {"tie": Screen(tie)}),
    "settings": Area(
        ("views/settings/",),
        {section: Screen(at("settings", section=section)) for section in ("own", "organisation")},
    ),
    "papers": Area(
        ("views/papers/", "views/today/", "forms/choosing.py"),
        {
            "papers": Screen(at("today", section="papers")),
            "another date": Screen(at("today"), ("Andere datum",)),
        },
    ),
    "visits": Area(
        ("views/visits/",),
        {section: conversation(section) for section in SECTIONS if section not in {LADDER, PLAN}}
        | {
            "ladder, step": Screen(step),
            "ladder, contact": Screen(conversation(LADDER).go, ("Contact gelegd met",)),
            "application": Screen(conversation(CLOSING).go, ("Pas de aanvraag aan",)),
            "plan": conversation(PLAN, VisitState.CONCLUDED),
            "plan, news": Screen(
                conversation(PLAN, VisitState.CONCLUDED).go, ("Maak een nieuwe versie",)
            ),
        },
    ),
}


@pytest.fixture
def room(
    example_workplace: Workplace,
    answered: Callable[[], None],
    qtbot: QtBot,
    qapp: QApplication,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Room]:
    """Lend a window over a village in which every form has something to be about."""
    apply(qapp, Theme())
    monkeypatch.setattr(autosave, "THROTTLE", 0)
    made = Room(example_workplace, answered, qtbot)
    made.visit, made.concluded = furnish(example_workplace)
    made.settle()
    yield made
    made.end()


def furnish(work: Workplace) -> tuple[str, str]:
    """Give the village what forms are about; return a conversation, and one with its plan."""
    database, session = work.database, work.session
    signal = NewRequest(words="Hulp", kind=RequestKind.SIGNAL)
    request = requests.take(database, session, SJOUKJE, signal).created("request")
    visit = VisitId(visits.begin(database, session, SJOUKJE, request_id=request).created("visit"))
    today = clock.today()
    applications.record(
        database,
        session,
        visit,
        applications.Signed(
            form=ApplicationForm.FORM, signed_on=today, received_on=today, asks_for="Traplift"
        ),
    )
    with database.reading() as connection:
        village = VillageId(records.find(connection, session, Village)[0].id)
        service = RecordId(records.find(connection, session, MapService)[0].id)
    hour = Weekly(
        village_id=village,
        kind=OfficeHourKind.WALK_IN,
        weekday=1,
        begins="09:00",
        ends="10:00",
    )
    availability.add_hour(database, session, hour)
    away = Away(first_day=today, last_day=today, replacement="Sytske")
    availability.add_absence(database, session, away)
    needs = [visits.add_need(database, session, visit).created("need") for _number in range(2)]
    new = NewReferral(service_id=service, need_id=NeedId(needs[0]), visit_id=visit, warm=True)
    with act(database, session, "service.choose") as made:
        referrals.add(made, SJOUKJE, new)
    visits.note_domain(database, session, visit, domain=LifeDomain.HOUSING)
    visits.add_agreement(database, session, visit)
    visits.add_attendee(database, session, visit, name="Sake", tie="zoon")
    other = VisitId(visits.begin(database, session, SIETSKE).created("visit"))
    visits.conclude(database, session, other)
    plans.make(database, session, other, way=HandoverWay.SEND_LATER)
    asked = requests.take(database, session, SIETSKE, NewRequest(words="Hulp")).created("request")
    letters.make(database, session, asked, way=HandoverWay.BRING_LATER)
    return visit, other


def wanted_of(
    room: Room, tell: Callable[[FormField], None], stays: tuple[str, ...] = ()
) -> dict[Key, tuple[str, ...]]:
    """Type in all there is, also in what comes into sight by it; return what stands there."""
    done: set[Key] = set()
    for _round in range(6):
        waiting = {key: one for key, one in typist.fields_in(room.root).items() if key not in done}
        if not waiting:
            break
        for key, field in waiting.items():
            if not (shiboken6.isValid(field) and field.isVisible()):
                continue
            done.add(key)
            if key.label in stays:
                continue
            if key.label in NOT_KEPT or typist.type_in(field):
                tell(field)
                room.settle()
    room.catch_up()
    return {
        key: said for key, said in typist.standing(room.root).items() if key.label not in NOT_KEPT
    }


def again(room: Room, screen: Screen, wanted: dict[Key, tuple[str, ...]]) -> dict[str, object]:
    """Return what stands otherwise than was typed, once the screen is shown again."""
    screen.go(room)
    if not wanted.keys() <= typist.standing(room.root).keys():
        for words in screen.back or screen.presses:
            room.press(words)
    now = typist.standing(room.root)
    return {
        f"{key.label} ({key.number})": (said, now.get(key))
        for key, said in wanted.items()
        if now.get(key) != said
    }


@pytest.mark.promise("F1")
@pytest.mark.parametrize("area", AREAS)
def test_f1_what_stands_in_any_field_is_there_after_going_elsewhere_and_after_a_kill(
    room: Room, area: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = remember_sites(monkeypatch)
    lost, typed = {}, set[Site | None]()
    for name, screen in AREAS[area].screens.items():
        room.begin_anew()
        screen.go(room)
        for words in screen.presses:
            assert room.press(words), f"{name}: there is no button {words}"
        wanted = wanted_of(room, lambda field: typed.add(made.get(id(field))), screen.stays)
        assert wanted, f"{name}: there is nothing to type in"
        for end in (room.go_elsewhere, room.kill):
            end()
            found = again(room, screen, wanted)
            if found:
                lost[f"{name}, {end.__name__}"] = found
    assert lost == {}
    own = {site for site in typist.sites() if site.file.startswith(AREAS[area].files)}
    assert {site for site in own - typed if not site.file.startswith(tuple(NOT_TYPED))} == set()


def test_every_field_belongs_to_an_area_or_is_on_the_list() -> None:
    known = (*NOT_TYPED, *(one for area in AREAS.values() for one in area.files))
    assert {site.file for site in typist.sites() if not site.file.startswith(known)} == set()


@pytest.mark.promise("F1")
def test_f1_the_census_notices_a_form_that_is_not_kept(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Negative control: with the keeping of forms off, the same look finds what was lost."""
    monkeypatch.setattr(form_drafts, "keep", lambda *_args, **_named: NOTHING)
    screen = AREAS["tasks"].screens["new"]
    screen.go(room)
    wanted = wanted_of(room, lambda _field: None)
    room.kill()
    assert set(again(room, screen, wanted)) >= {"Wat moet u doen? (0)"}


def remember_sites(monkeypatch: pytest.MonkeyPatch) -> dict[int, Site | None]:
    """Return where in the code each field is made from now on, by its id."""
    build, made = FormField.__init__, dict[int, Site | None]()

    def remembering(field: FormField, *args: Any, **named: Any) -> None:
        build(field, *args, **named)
        made[id(field)] = typist.made_at()

    monkeypatch.setattr(FormField, "__init__", remembering)
    return made
