"""How the worker's words read: told quietly, sentence by sentence, and never in the way."""

from __future__ import annotations

import threading
from functools import partial
from typing import TYPE_CHECKING

import msgspec
import pytest

from meitinker.domain.checkpoints import Checkpoint, Topic
from meitinker.domain.people import Language
from meitinker.ids import VisitId, record_id
from meitinker.services import visits
from ui.viewmodels import plainness
from ui.views.visits.closing import ClosingSection
from ui.views.visits.plain_notes import PlainNotes
from ui.views.visits.plan_page import PlanSection
from ui.widgets.buttons import LineButton
from ui.widgets.fields import TextArea

if TYPE_CHECKING:
    from meitinker.services.visit_files import VisitFile
    from tests.ui.visits.conftest import Room

LONG = "Wij hebben " + "samen heel lang " * 8 + "gesproken over het huis."
OFFICIAL = "Conform de regels krijgt u hulp."


@pytest.fixture
def file(room: Room) -> VisitFile:
    """Lend the newest open visit."""
    room.open(room.first())
    return room.stored()


def with_conclusion(file: VisitFile, text: str) -> VisitFile:
    return msgspec.structs.replace(file, visit=msgspec.structs.replace(file.visit, conclusion=text))


def lines(file: VisitFile, text: str) -> list[str]:
    return [note.line for note in plainness.of_conclusion(with_conclusion(file, text)).notes]


def test_a_long_sentence_is_named_with_its_words(file: VisitFile) -> None:
    assert lines(file, f"Dit is kort. {LONG}") == [
        "“Wij hebben samen heel lang…” Deze zin is lang (30 woorden)."
    ]
    assert lines(file, "Dit is kort.") == []


def test_a_word_of_the_office_gets_a_plain_one(file: VisitFile) -> None:
    assert lines(file, OFFICIAL) == ["“conform”: zeg liever “volgens”."]


def test_under_forty_words_there_is_no_score(file: VisitFile) -> None:
    short = with_conclusion(file, "De trap gaat nog goed. " * 7)
    assert plainness.of_conclusion(short).score == ""
    enough = with_conclusion(file, "De trap gaat nog goed. " * 8)
    assert plainness.of_conclusion(enough).score == "Uw tekst is makkelijk te lezen."


@pytest.mark.parametrize("language", [Language.FRISIAN, Language.ENGLISH])
def test_of_another_language_only_the_length_counts(file: VisitFile, language: Language) -> None:
    text = f"{OFFICIAL} {LONG} " * 3
    told = plainness.of_visit(with_conclusion(file, text), language)
    assert told.score == ""
    assert {note.text for note in told.notes if note.where == "Uitkomst"} == {
        "“Wij hebben samen heel lang…” Deze zin is lang (30 woorden)."
    }


def test_the_residents_own_words_are_not_judged(file: VisitFile) -> None:
    bare = msgspec.structs.replace(file, domain_notes=(), needs=(), findings=(), agreements=())
    bare = with_conclusion(bare, "")
    asked = msgspec.structs.replace(bare.visit, question=f"{OFFICIAL} {LONG}")
    assert plainness.of_visit(msgspec.structs.replace(bare, visit=asked), Language.DUTCH).nothing


@pytest.mark.parametrize("topic", [Topic.CARER_NEEDS, Topic.SAFETY])
def test_notes_for_the_plan_are_judged_and_the_others_not(file: VisitFile, topic: Topic) -> None:
    one = Checkpoint(
        id=record_id(), visit_id=VisitId(file.visit.id), client_id=file.visit.client_id,
        topic=topic, note=OFFICIAL,
    )  # fmt: skip
    bare = msgspec.structs.replace(
        file, domain_notes=(), needs=(), findings=(), agreements=(), checkpoints=(one,)
    )
    told = plainness.of_visit(with_conclusion(bare, ""), Language.DUTCH)
    assert bool(told.notes) == (topic is Topic.CARER_NEEDS)


def test_more_than_is_read_is_counted(file: VisitFile) -> None:
    many = " ".join(f"Nummer {n}. {LONG.replace('huis', f'huis {n}')}" for n in range(3))
    text = f"{many} indien reeds tevens thans nadien omtrent doch"
    told = plainness.of_conclusion(with_conclusion(file, text))
    assert len(told.notes) == plainness.MOST
    assert told.further > 0


def test_the_list_stands_under_the_conclusion_and_takes_no_focus(room: Room) -> None:
    room.open(room.first())
    room.conversation.go(ClosingSection.key)
    room.answered()
    section = room.conversation.pages.section(ClosingSection.key)
    assert isinstance(section, ClosingSection)
    field = section.fields["conclusion"]
    assert isinstance(field, TextArea)
    field.area.setFocus()
    field.set_value("")
    field.area.insertPlainText(OFFICIAL)
    section.desk.keeping.flush()
    room.qtbot.waitUntil(lambda: not section.plain.isHidden())
    assert section.plain.list.isHidden()  # a line until it is asked for
    assert section.plain.more.text() == "1 zin kan misschien makkelijker"
    assert field.area.hasFocus() or not room.place.isActiveWindow()
    section.plain.more.click()
    assert not section.plain.list.isHidden()
    field.set_value("")
    field.area.insertPlainText("U krijgt hulp.")
    section.desk.keeping.flush()
    room.qtbot.waitUntil(lambda: section.plain.more.isHidden())


def test_a_text_is_read_off_the_gui_thread_and_only_the_last_that_was_asked(room: Room) -> None:
    notes, begun, go = PlainNotes(), threading.Event(), threading.Event()
    room.qtbot.addWidget(notes)
    told: list[tuple[str, bool]] = []

    def of(words: str) -> plainness.Plainness:
        begun.set()
        go.wait()
        told.append((words, threading.current_thread() is threading.main_thread()))
        return plainness.Plainness(score=words)

    for words in ("een", "twee", "drie"):
        notes.judge(room.work.tasks, partial(of, words))
    room.qtbot.waitUntil(begun.is_set)  # the lane reads, and this thread goes on
    go.set()
    room.qtbot.waitUntil(lambda: notes.words.text() == "drie")
    assert told == [("een", False), ("drie", False)]


def test_a_remark_beside_the_plan_leads_to_its_sentence(room: Room) -> None:
    visit = room.first()
    room.open(visit)
    desk = room.conversation.desk
    desk.act(lambda: visits.add_agreement(room.work.database, room.work.session, desk.visit_id))
    room.answered()
    agreement = room.stored().agreements[-1]
    from meitinker.services import editing

    editing.save(
        room.work.database, room.work.session, kind="agreement", record_id=agreement.id,
        fields={"what": OFFICIAL},
    )  # fmt: skip
    desk.reload()
    room.answered()
    room.conversation.go(PlanSection.key)
    room.answered()
    section = room.conversation.pages.section(PlanSection.key)
    assert isinstance(section, PlanSection)
    section.plain.more.click()
    went: list[tuple[str, str]] = []
    desk.goto.connect(lambda *to: went.append(to))
    (button,) = [
        one
        for one in section.plain.lines
        if isinstance(one, LineButton) and "conform" in one.accessibleName()
    ]
    button.click()
    assert went == [("agreements", f"agreement:{agreement.id}:what")]
