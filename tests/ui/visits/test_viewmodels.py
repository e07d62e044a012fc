"""What the screens of Gesprekken say, without Qt."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import msgspec
import pytest

from meitinker import clock, ids
from meitinker.domain.agreements import Agreement
from meitinker.domain.checkpoints import Checkpoint, Topic
from meitinker.domain.needs import Finding, Need, Outcome, Step
from meitinker.domain.people import Language, Person
from meitinker.domain.plans import Handover, HandoverWay, SupportPlan
from meitinker.domain.requests import Request, RequestKind, RequestState
from meitinker.domain.self_reliance import Level, Score
from meitinker.domain.visits import Attendee, DomainNote, LifeDomain, Visit
from meitinker.ids import NeedId, PersonId, RecordId, UserId, VisitId
from meitinker.services.broken_off import BrokenOffVisit
from meitinker.services.visit_files import VisitFile
from tests.stores import Clock
from ui.viewmodels import conversation, ladder, plan, section_states, visits
from ui.viewmodels.section_states import SectionState

VISIT = VisitId(ids.record_id())
CLIENT = PersonId(ids.record_id())
NEED = NeedId(ids.record_id())


def file(**parts: object) -> VisitFile:
    """Return an open visit with nothing but ``parts``."""
    bare = VisitFile(
        visit=Visit(id=VISIT, client_id=CLIENT, device_id="d", user_id="u"),
        client=Person(id=CLIENT, given_names="Akke", prefix="de", surname="Jong"),
        attendees=(),
        domain_notes=(),
        needs=(),
        findings=(),
        agreements=(),
        signatures=(),
        plans=(),
        handovers=(),
    )
    return msgspec.structs.replace(bare, **parts)


def finding(step: Step, outcome: Outcome, reason: str = "") -> Finding:
    return Finding(
        id=ids.record_id(),
        need_id=NEED,
        visit_id=VISIT,
        client_id=CLIENT,
        step=step,
        outcome=outcome,
        reason=reason,
    )


def need(what: str = "eten", wished: str = "") -> Need:
    return Need(id=NEED, visit_id=VISIT, client_id=CLIENT, what=what, wished_result=wished)


def note(domain: LifeDomain, text: str = "Goed.") -> DomainNote:
    return DomainNote(
        id=ids.record_id(), visit_id=VISIT, client_id=CLIENT, domain=domain, note=text
    )


def present(name: str, tie: str = "") -> Attendee:
    return Attendee(id=ids.record_id(), visit_id=VISIT, client_id=CLIENT, name=name, tie=tie)


def state(whole: VisitFile, section: str) -> SectionState:
    return next(line.state for line in conversation.section_lines(whole) if line.key == section)


@pytest.mark.parametrize(
    ("instant", "words"),
    [
        (datetime(2026, 11, 12, 13, 5, tzinfo=UTC), "om 14:05"),
        (datetime(2026, 11, 11, 13, 5, tzinfo=UTC), "op 11 november om 14:05"),
        (datetime(2025, 7, 1, 12, 5, tzinfo=UTC), "op 1 juli 2025 om 14:05"),
    ],
)
def test_moments_are_told_as_people_say_them(instant: datetime, words: str) -> None:
    with clock.running(Clock("2026-11-12T15:00:00.000Z")):
        assert visits.moment_text(instant) == words


def test_the_bar_after_a_crash_names_who_when_and_the_first_words() -> None:
    cut = BrokenOffVisit(
        visit_id=VISIT,
        client="Akke de Jong",
        kind="visit",
        record_id=RecordId(VISIT),
        field="notes",
        words="een twee drie vier vijf zes zeven acht negen tien",
        saved_at="2026-11-12T13:05:00.000Z",
    )
    with clock.running(Clock("2026-11-13T08:00:00.000Z")):
        told = visits.broken_off_text(cut)
    assert "Akke de Jong" in told
    assert "op 12 november om 14:05" in told
    assert "“een twee drie vier vijf zes zeven acht…”" in told


class TestSections:
    """Empty, busy and done say how far a section is."""

    def test_a_fresh_visit_is_empty_everywhere(self) -> None:
        lines = conversation.section_lines(file())
        assert {line.state for line in lines} == {SectionState.EMPTY}
        assert [line.key for line in lines] == list(conversation.SECTIONS)

    def test_own_notes_alone_are_a_beginning(self) -> None:
        begun = conversation.with_fields(file(), "visit", VISIT, {"notes": "Hond."})
        assert state(begun, conversation.QUESTION) is SectionState.BUSY
        asked = conversation.with_fields(begun, "visit", VISIT, {"question": "Ik val."})
        assert state(asked, conversation.QUESTION) is SectionState.DONE

    def test_the_domains_are_done_when_each_has_a_note(self) -> None:
        one = (note(LifeDomain.FINANCES),)
        assert state(file(domain_notes=one), conversation.DOMAINS) is SectionState.BUSY
        every = tuple(note(domain) for domain in LifeDomain)
        assert state(file(domain_notes=every), conversation.DOMAINS) is SectionState.DONE
        bare = (*every[1:], note(LifeDomain.FINANCES, " "))
        assert state(file(domain_notes=bare), conversation.DOMAINS) is SectionState.BUSY

    def test_who_is_there_is_done_with_the_resident_and_who_everyone_is(self) -> None:
        akke = present("Akke de Jong", "inwoner")
        assert state(file(attendees=(akke,)), conversation.ATTENDEES) is SectionState.DONE
        assert state(file(attendees=(present("Wiebe", "zoon"),)), "attendees") is SectionState.BUSY
        assert state(file(attendees=(akke, present("Wiebe"))), "attendees") is SectionState.BUSY
        assert state(file(attendees=(present(""),)), "attendees") is SectionState.BUSY

    def test_the_ladder_is_not_done_while_part_of_the_help_was_found(self) -> None:
        partly = file(needs=(need(),), findings=(finding(Step.OWN_STRENGTH, Outcome.HELPS_PARTLY),))
        assert state(partly, conversation.LADDER) is SectionState.BUSY
        solved = file(needs=(need(),), findings=(finding(Step.OWN_STRENGTH, Outcome.SOLVES),))
        assert state(solved, conversation.LADDER) is SectionState.DONE

    @pytest.mark.parametrize(
        ("agreed", "so"),
        [
            ({"who": "Akke", "what": "belt"}, SectionState.BUSY),
            ({"who": "Akke", "what": "belt", "due_text": "morgen"}, SectionState.DONE),
            ({"who": "Akke", "what": "belt", "due_on": date(2026, 12, 1)}, SectionState.DONE),
            ({"what": "belt", "due_text": "morgen"}, SectionState.BUSY),
        ],
    )
    def test_an_agreement_is_done_with_who_what_and_when(
        self, agreed: dict[str, object], so: SectionState
    ) -> None:
        bare = Agreement(id=ids.record_id(), visit_id=VISIT, client_id=CLIENT)
        one = msgspec.structs.replace(bare, **agreed)
        assert state(file(agreements=(one,)), conversation.AGREEMENTS) is so

    def test_nobody_is_busy_with_a_conversation_that_is_concluded(self) -> None:
        whole = file(domain_notes=(note(LifeDomain.FINANCES),), attendees=(present("Wiebe"),))
        over = msgspec.structs.replace(whole.visit, concluded_at=datetime(2026, 11, 12, tzinfo=UTC))
        told = {
            line.key: line.words
            for line in conversation.section_lines(msgspec.structs.replace(whole, visit=over))
        }
        assert told["domains"] == "Deels · 1 van 13"
        assert not any("Bezig" in words for words in told.values())

    def test_a_note_without_an_answer_is_not_called_empty(self) -> None:
        bare = Checkpoint(
            id=ids.record_id(), visit_id=VISIT, client_id=CLIENT, topic=Topic.CARER_NEEDS
        )
        noted = msgspec.structs.replace(bare, note="Sjoerd slaapt slecht.")
        assert section_states.checks(file(checkpoints=(bare,)))[0] is SectionState.EMPTY
        assert section_states.checks(file(checkpoints=(noted,)))[0] is SectionState.BUSY

    def test_only_what_was_spoken_of_is_asked_for(self) -> None:
        spoken = (note(LifeDomain.FINANCES), note(LifeDomain.HOUSING))
        one = Score(
            id=ids.record_id(),
            visit_id=VISIT,
            client_id=CLIENT,
            domain=LifeDomain.FINANCES,
            level=Level(3),
        )
        both = msgspec.structs.replace(one, domain=LifeDomain.HOUSING)
        told = section_states.scores(file(domain_notes=spoken, scores=(one,)))
        assert told == (SectionState.BUSY, "Bezig · 1 van 2")
        told = section_states.scores(file(domain_notes=spoken, scores=(one, both)))
        assert told == (SectionState.DONE, "Klaar · 2 cijfers")
        assert section_states.scores(file(scores=(one,)))[0] is SectionState.DONE

    def test_each_section_with_a_state_says_its_rule_in_a_sentence(self) -> None:
        for section in conversation.SECTIONS[: conversation.SECTIONS.index("closing")]:
            assert conversation.rule_of(section).startswith("Klaar als ")
        assert conversation.rule_of(conversation.PLAN) == ""

    def test_the_letters_of_the_law_are_all_told(self) -> None:
        """Each letter of art. 2.3.2 lid 4 is checked."""
        empty = file(needs=(need(what=""),))
        lines = conversation.missing_lines(empty)
        assert not any("2.3" in line.text for line in lines), "plain words; the article is the why"
        assert lines[0].why == "Dit vraagt de wet: Wmo 2015, artikel 2.3.2 lid 1."
        said = " ".join(line.why for line in lines)
        grounds = " ".join(re.findall(r"lid 4 ([a-g](?:, [a-g])*)", said))
        assert set(re.findall("[a-g]", grounds)) == set("abcdefg")

    def test_a_need_without_a_wished_result_is_busy(self) -> None:
        assert state(file(needs=(need(),)), conversation.NEEDS) is SectionState.BUSY
        whole = file(needs=(need(wished="warm eten"),))
        assert state(whole, conversation.NEEDS) is SectionState.DONE

    def test_the_resident_is_known_by_name(self) -> None:
        there = Attendee(id=ids.record_id(), visit_id=VISIT, client_id=CLIENT, name="akke DE jong")
        assert section_states.resident_is_present(file(attendees=(there,)))
        assert not section_states.resident_is_present(file())


class TestLadder:
    """From 1 below to 5 above, each with what is known."""

    def rung(self, number: int, *findings: Finding) -> tuple[str, str, bool]:
        whole = file(needs=(need(),), findings=findings)
        rung = ladder.rungs(whole, NEED)[number - 1]
        assert rung.number == number
        return rung.state, rung.tone, rung.chosen

    def test_nothing_known(self) -> None:
        assert self.rung(3) == ("Nog niet bekeken", "", False)

    def test_help_that_was_found_is_told_in_its_own_words(self) -> None:
        found = finding(Step.OWN_STRENGTH, Outcome.SOLVES, "Wast zichzelf.")
        assert self.rung(1, found) == ("Wast zichzelf.", "success", True)

    def test_a_rung_that_is_half_looked_at(self) -> None:
        found = finding(Step.CARER, Outcome.NOT_PRESENT)
        assert self.rung(2, found)[0] == "1 van 3 bekeken"

    def test_a_skipped_rung_asks_why(self) -> None:
        used = finding(Step.VOLUNTEERS, Outcome.HELPS_PARTLY)
        assert self.rung(1, used)[:2] == ("Waarom is dit niet genoeg?", "warning")
        assert self.rung(3, used)[2]

    def test_a_rung_that_was_explained_in_part_names_the_step_that_was_not(self) -> None:
        used = finding(Step.VOLUNTEERS, Outcome.HELPS_PARTLY)
        told = finding(Step.OWN_STRENGTH, Outcome.NOT_ENOUGH, "Het lukt niet meer.")
        words, tone, _chosen = self.rung(1, used, told)
        assert words == "Gewoon te koop: waarom is dit niet genoeg?"
        assert tone == "warning"


class TestPlan:
    """The plan's page says what it is and whether it got there."""

    def made(self, way: HandoverWay, on: date | None) -> VisitFile:
        made = SupportPlan(
            id=ids.record_id(),
            visit_id=VISIT,
            client_id=CLIENT,
            number=1000001,
            version=1,
            made_at=clock.instant_from("2026-11-12T13:05:00.000Z"),
            language=Language.FRISIAN,
        )
        handover = Handover(
            id=ids.record_id(), plan_id=made.id, client_id=CLIENT, way=way, handed_over_on=on
        )
        return file(plans=(made,), handovers=(handover,))

    def test_a_concept(self) -> None:
        page = plan.plan_page(file())
        assert (page.plan_id, page.handover, page.waits) == ("", "", False)
        assert page.version.startswith("Dit is een concept.")

    def test_one_that_still_has_to_go(self) -> None:
        page = plan.plan_page(self.made(HandoverWay.SEND_LATER, None))
        assert page.waits
        assert page.version == "Versie 1 van 12 november 2026"
        assert page.handover == "U stuurt dit plan later."
        assert page.language == "fy"

    def test_one_that_was_sent(self) -> None:
        page = plan.plan_page(self.made(HandoverWay.SEND_LATER, date(2026, 11, 13)))
        assert not page.waits
        assert page.handover == "Verstuurd op 13 november 2026."

    def test_what_remains_of_the_request_and_how_it_ends(self) -> None:
        asked = Request(
            id=ids.record_id(),
            client_id=CLIENT,
            user_id=UserId(ids.record_id()),
            received_at=clock.instant_from("2026-11-12T13:05:00.000Z"),
        )
        open_one = file(request=asked)
        assert plan.plan_page(open_one).request == ""
        ended = clock.instant_from("2026-11-13T13:05:00.000Z")
        visit = msgspec.structs.replace(open_one.visit, concluded_at=ended)
        told = [
            plan.plan_page(msgspec.structs.replace(open_one, visit=visit, request=one)).request
            for one in (
                asked,
                msgspec.structs.replace(asked, kind=RequestKind.SIGNAL),
                msgspec.structs.replace(asked, state=RequestState.INVESTIGATED),
            )
        ]
        assert told == [
            "De vraag van 12 november 2026 staat nog open. "
            "Die sluit vanzelf als de inwoner dit plan heeft.",
            "Het signaal van 12 november 2026 staat nog open. "
            "Het sluit vanzelf als de inwoner dit plan heeft.",
            "De vraag van 12 november 2026 is gesloten.",
        ]

    def test_its_file_tells_nothing_of_the_resident(self) -> None:
        page = plan.plan_page(self.made(HandoverWay.AT_THE_TABLE, date(2026, 11, 12)))
        assert page.file_name == "ondersteuningsplan-1000001"

    def test_what_waits_for_the_post_and_may_not_go_is_brought(self) -> None:
        waiting = self.made(HandoverWay.SEND_LATER, None)
        assert plan.plan_page(waiting).handover == "U stuurt dit plan later."
        for why in ({"deceased_on": date(2026, 1, 1)}, {"secret_address": True}):
            client = msgspec.structs.replace(waiting.client, **why)
            page = plan.plan_page(msgspec.structs.replace(waiting, client=client))
            assert page.handover == "U brengt dit plan later langs."

    @pytest.mark.parametrize(
        ("count", "begins"), [(0, ""), (1, "1 teken kan"), (3, "3 tekens kunnen")]
    )
    def test_characters_that_the_letter_type_lacks_are_told(self, count: int, begins: str) -> None:
        words = plan.glyph_words(count)
        assert words.startswith(begins)
        assert bool(words) == bool(count)
        where = plan.glyph_words(count, ["Froukje \N{TULIP} Bakker", "een \N{TULIP}"])
        assert where.endswith("Kijk bij: “Froukje \N{TULIP} Bakker”, “een \N{TULIP}”.") is bool(
            count
        )
