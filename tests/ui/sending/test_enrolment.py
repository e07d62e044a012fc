"""Connecting this laptop: what is said before it happens, and after it did or did not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker.domain.session import EVERYWHERE, Role
from meitinker.errors import (
    HubNotOurs,
    HubUnreachable,
    InvitationRefused,
    MeitinkerError,
    WrongOrganisation,
)
from meitinker.ids import VillageId, new_id
from meitinker.services import people
from sync.invitation import Invitation, written
from sync.protocol import Enrolled
from sync.status import ExchangeStatus
from tests.ui import checklist
from ui.theme import THEME_NAMES, Theme, ThemeName, apply
from ui.viewmodels import enrolment as said
from ui.views.settings.device import DeviceSection
from ui.widgets.scrolling import ScrollPane

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from meitinker.domain.session import Villages
    from tests.ui.sending.conftest import Stage
    from ui.workplace import Workplace

INVITATION = Invitation(
    host="example.org",
    port=443,
    hub=new_id(),
    pins=("0" * 64,),
    code="ABCD-EFGH-JKMN-PQRS",
)


class Settings:
    """The section in a window, over a store of its own."""

    def __init__(self, stage: Stage, qtbot: QtBot, work: Workplace) -> None:
        """Show it."""
        self.window = QWidget()
        qtbot.addWidget(self.window)
        column = QVBoxLayout(self.window)
        self.section = DeviceSection(work)
        column.addWidget(self.section)
        self.window.resize(900, 900)
        self.window.show()
        self.window.activateWindow()
        self.section.arrive()
        stage.settle()


@pytest.fixture
def device(stage: Stage, qtbot: QtBot) -> DeviceSection:
    """The section over a store that belongs to nobody yet."""
    shown = Settings(stage, qtbot, stage.work)
    stage.window = shown.window
    return shown.section


def typed(device: DeviceSection, text: str) -> None:
    """Paste an invitation and ask what it means."""
    device.invitation.set_value(text)
    device.label.set_value("laptop van Hinke")
    device.read.click()


def answering(stage: Stage, answer: Enrolled | MeitinkerError) -> list[dict[str, Any]]:
    """Let the hub answer so; return what it was asked."""
    asked: list[dict[str, Any]] = []

    def enrol(_database: Any, _session: Any, **names: Any) -> Enrolled:
        assert callable(names.pop("bites"))
        asked.append(names)
        if isinstance(answer, MeitinkerError):
            raise answer
        return answer

    answer_it: Any = enrol
    stage.sending._enrol = answer_it
    return asked


def test_before_anything_happens_it_says_where_it_leads_and_what_will_happen(
    device: DeviceSection, stage: Stage
) -> None:
    asked = answering(stage, HubUnreachable())
    assert device.ahead.isHidden()
    typed(device, f"Beste Hinke,\n{written(INVITATION)}\nGroet")
    texts = " ".join(fact.text for fact in device.facts.facts)
    assert "https://example.org" in texts
    assert "Alles wat u tot nu toe hebt geschreven, wordt daarna verstuurd." in texts
    assert device.ahead.isVisible()
    assert device.join.hasFocus()
    assert asked == []
    device.back.click()
    assert device.ahead.isHidden()
    assert asked == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Hier staat geen uitnodiging in."),
        ("hallo", "Hier staat geen uitnodiging in."),
        (written(INVITATION)[:-12], "het einde ontbreekt"),
        (written(INVITATION).replace("ABCD", "ABCE"), "er is iets in veranderd"),
    ],
)
def test_what_is_no_invitation_is_refused_at_its_field(
    device: DeviceSection, text: str, words: str
) -> None:
    typed(device, text)
    assert words in (device.invitation.error or "")
    assert device.ahead.isHidden()


def test_connected_it_says_so_forgets_the_code_and_begins_to_exchange(
    device: DeviceSection, stage: Stage, qtbot: QtBot
) -> None:
    enrolled = Enrolled(
        hub=INVITATION.hub, organisation="o", organisation_name="Mienskip", user="u", role="x"
    )
    asked = answering(stage, enrolled)
    began: list[int] = []
    stage.sending.began.connect(lambda: began.append(1))
    typed(device, written(INVITATION))
    QTest.keyClicks(device.join, " ")
    qtbot.waitUntil(lambda: bool(began))
    assert asked == [{"invitation": INVITATION, "label": "laptop van Hinke"}]
    assert device.bar.text.startswith("Dit apparaat is aangesloten bij Mienskip.")
    assert device.invitation.value() == ""
    qtbot.waitUntil(lambda: not stage.sending.busy)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (InvitationRefused(), "Deze uitnodiging werkt niet. Zij is al gebruikt, ingetrokken of"),
        (WrongOrganisation(), "Deze laptop hoort al bij een organisatie, of de uitnodiging"),
        (HubNotOurs(), "Dit is niet de server van uw organisatie. Er is niets verstuurd."),
        (HubUnreachable(), "Bijwerken lukt niet. De server geeft geen antwoord."),
    ],
)
def test_a_refusal_is_told_and_what_was_typed_stays(
    device: DeviceSection, stage: Stage, qtbot: QtBot, error: MeitinkerError, words: str
) -> None:
    answering(stage, error)
    typed(device, written(INVITATION))
    device.join.click()
    qtbot.waitUntil(lambda: not stage.sending.busy)
    assert device.bar.text.startswith(words)
    assert said.refused_words(error) == device.bar.text
    assert device.invitation.value() == written(INVITATION)


def test_a_refusal_is_brought_into_sight(stage: Stage, qtbot: QtBot, qapp: QApplication) -> None:
    apply(qapp, Theme())
    pane = ScrollPane(DeviceSection(stage.work))
    qtbot.addWidget(pane)
    pane.resize(800, 400)  # so low that the button is a screen below the bar
    pane.show()
    device = pane.findChild(DeviceSection)
    assert device is not None
    answering(stage, InvitationRefused())
    typed(device, written(INVITATION))
    checklist.settle()
    pane.ensureWidgetVisible(device.join)
    assert device.invitation.visibleRegion().isEmpty()
    device.join.click()
    qtbot.waitUntil(lambda: not stage.sending.busy)
    assert device.bar.text.startswith("Deze uitnodiging werkt niet.")
    assert device.bar.visibleRegion().boundingRect() == device.bar.rect()


def test_an_invitation_that_is_changed_must_be_read_again(
    device: DeviceSection, stage: Stage, qtbot: QtBot
) -> None:
    answering(stage, InvitationRefused())
    typed(device, written(INVITATION))
    device.join.click()
    qtbot.waitUntil(lambda: not stage.sending.busy)
    device.invitation.edited.emit()
    assert device.ahead.isHidden()
    assert device.bar.isHidden(), "what was said of the line before does not hold for this one"


def test_where_it_is_connected_it_says_to_whom_and_asks_for_nothing(
    device: DeviceSection, stage: Stage, qtbot: QtBot
) -> None:
    stage.sending.stood.emit(
        ExchangeStatus(enrolled=True, organisation_name="Mienskip", address="https://example.org")
    )
    assert device.ask.isHidden()
    assert device.ahead.isHidden()
    qtbot.waitUntil(lambda: len(device.where.facts) > 2)
    assert [fact.text for fact in device.where.facts] == [
        "Dit apparaat is aangesloten bij Mienskip.",
        f"De server is {INVITATION.address}.",
        "U bent hier meitinker.",
        "U werkt voor alle dorpen.",
    ]


def test_it_says_what_the_organisation_made_of_the_user(example_workplace: Workplace) -> None:
    grou, jirnsum, *_others = known = people.villages(
        example_workplace.database, example_workplace.session
    )

    def told(role: Role, villages: Villages) -> list[str]:
        session = msgspec.structs.replace(example_workplace.session, role=role, villages=villages)
        return [fact.text for fact in said.role_here(session, known)]

    both = frozenset({VillageId(grou.id), VillageId(jirnsum.id)})
    assert told(Role.MEITINKER, both)[1] == f"U werkt voor {grou.name}, {jirnsum.name}."
    assert told(Role.MEITINKER, frozenset())[1].startswith("U werkt nog voor geen dorp.")
    assert told(Role.BACK_OFFICE, EVERYWHERE)[0] == "U bent hier backoffice."
    assert told(Role.ADMINISTRATOR, EVERYWHERE) == ["U bent hier beheerder."]


def test_the_example_village_cannot_be_connected(
    example_workplace: Workplace, qtbot: QtBot
) -> None:
    section = DeviceSection(example_workplace)
    qtbot.addWidget(section)
    section.arrive()
    section.confirm()
    assert not hasattr(section, "join")


@pytest.mark.parametrize("theme", THEME_NAMES)
def test_the_section_keeps_to_the_checklist(
    device: DeviceSection, stage: Stage, qapp: QApplication, theme: ThemeName
) -> None:
    apply(qapp, Theme(name=theme))
    typed(device, written(INVITATION))
    stage.settle()
    assert checklist.faults(stage.window) == []


def test_a_field_without_a_name_would_be_found(
    device: DeviceSection, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted: Callable[[QWidget], list[str]] = checklist.unnamed
    assert wanted(stage.window) == []
    device.join.setText("")
    device.join.setAccessibleName("")
    typed(device, written(INVITATION))
    device.join.setText("")
    assert wanted(stage.window)
