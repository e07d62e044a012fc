from __future__ import annotations

import gettext
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meitinker.domain.needs import Outcome, Step
from meitinker.domain.plans import SignatureWay
from meitinker.domain.readability import LOWEST_SCORE, read
from meitinker.reports.page import Addressee
from meitinker.reports.plan_letter import render, step_titles
from meitinker.reports.signing import PlanAnswer, Signature
from meitinker.reports.support_plan import (
    Agreement,
    Domain,
    Finding,
    Helper,
    Need,
    News,
    Remark,
    SupportPlan,
)

if TYPE_CHECKING:
    from collections.abc import Callable

changed = msgspec.structs.replace


def _order(text: str, *parts: str) -> None:
    places = [text.find(part) for part in parts]
    assert -1 not in places, [part for part, at in zip(parts, places, strict=True) if at < 0]
    assert places == sorted(places)


def test_the_letter_reads_in_order(plan: SupportPlan, read_back: Callable[..., Any]) -> None:
    _order(
        read_back(render(plan)).flowing,
        "Mevrouw F. Terpstra",
        "Grou, 19 november 2026",
        "Uw ondersteuningsplan",
        "Beste mevrouw Terpstra,",
        "Op woensdag 18 november 2026 spraken wij elkaar bij u thuis.",
        "uw dochter Anneke en buurman Piet.",
        "Uw vraag",
        "Ik wil in mijn eigen huis blijven.",
        "Dit vertelde u",
        "De trap gaat nog goed.",
        "Een schoon huis",
        "Dit spraken wij af",
        "De gemeente bellen",
        "Wie: Sjoukje. Klaar: 4 december 2026.",
        "Wat wij samen besloten",
        "Hoe het nu verder gaat",
        "binnen 2 weken een besluit",
        "uiterlijk 28 december 2026",
        "Dit mag u altijd",
        "Hebt u vragen?",
        "06 12 34 56 78",
        "Met vriendelijke groet,",
        "Handtekeningen",
        "Mondeling akkoord op 18 november 2026.",
        "Ik ben het eens met dit plan.",
    )


def test_findings_follow_the_steps_of_the_law(
    plan: SupportPlan, read_back: Callable[..., Any]
) -> None:
    findings = tuple(Finding(step, f"Over {step.value}.") for step in reversed(Step))
    text = read_back(render(changed(plan, needs=(Need(title="Iets", findings=findings),)))).flowing
    parts = []
    for step, title in step_titles(gettext.NullTranslations()).items():
        parts += [title, f"Over {step.value}."]
    assert len(parts) == 2 * len(Step)
    _order(text, *parts)


@pytest.mark.parametrize("outcome", list(Outcome))
def test_a_finding_says_what_it_comes_to(
    plan: SupportPlan, read_back: Callable[..., Any], outcome: Outcome
) -> None:
    sentence = {
        Outcome.SOLVES: "Dat is genoeg.",
        Outcome.HELPS_PARTLY: "Dat helpt voor een deel.",
        Outcome.NOT_ENOUGH: "Dat is niet genoeg.",
        Outcome.NOT_PRESENT: "Die hulp is er niet.",
    }
    need = Need(title="Iets", findings=(Finding(Step.CARER, outcome=outcome),))
    text = read_back(render(changed(plan, needs=(need,)))).flowing
    assert ("Wat uw mantelzorger doet" in text) == (outcome in sentence)
    assert [said for said in sentence.values() if said in text] == [
        said for key, said in sentence.items() if key is outcome
    ]


def test_empty_sections_are_left_out(plan: SupportPlan, read_back: Callable[..., Any]) -> None:
    bare = SupportPlan(
        resident=plan.resident, salutation=plan.salutation, sender=plan.sender,
        addressee=plan.addressee, contact=plan.contact, visit_date=plan.visit_date,
        letter_date=plan.letter_date,
    )  # fmt: skip
    text = read_back(render(bare)).flowing
    for gone in ("Uw vraag", "Dit vertelde u", "Wat u nodig hebt", "Dit spraken wij af",
                 "Wat wij samen besloten", "Hoe het nu verder gaat", "Handtekeningen"):  # fmt: skip
        assert gone not in text
    assert "Geld" not in read_back(render(plan)).flowing
    assert "Dit mag u altijd" in text


def test_no_page_ends_with_a_heading(plan: SupportPlan, read_back: Callable[..., Any]) -> None:
    headings = {"Uw vraag", "Dit vertelde u", "Wonen", "Wat u nodig hebt", "Een schoon huis",
                "Dit spraken wij af", "Wat wij samen besloten", "Hoe het nu verder gaat",
                "Dit mag u altijd", "Hebt u vragen?", "Handtekeningen"}  # fmt: skip
    for lines in range(1, 60):
        long = changed(plan, question="regel\n" * lines, large=bool(lines % 2))
        for page in read_back(render(long)).pages:
            body = page[: page.index("Stichting Voorbeeld\ntelefoon")].strip()
            assert body.split("\n")[-1].strip() not in headings


ORGANISATION = "Stichting Samenwerkende Dorpen en Wijken in Zuidwest-Fryslân"
"""Sixty letters: two lines in large print."""


@pytest.mark.parametrize("large", [False, True])
def test_greeting_and_signature_stand_together(
    plan: SupportPlan, read_back: Callable[..., Any], large: bool
) -> None:
    worker = Signature(name=plan.contact.name, role="meitinker in Grou", asked=False)
    resident = Signature(name="F. Terpstra", role="inwoner")
    long_name = changed(plan.sender, organisation=ORGANISATION)
    signed = changed(plan, signatures=(resident, worker), sender=long_name, large=large)
    for lines in range(1, 40):
        paper = read_back(render(changed(signed, question="regel\n" * lines)))
        last = paper.pages[-1]
        assert "Met vriendelijke groet," in last
        assert "Ik ben het eens met dit plan." in last
        assert last.count("Handtekening") == 3  # under the greeting, heading, resident


@pytest.mark.parametrize("large", [False, True])
def test_a_greeting_without_signatures_is_not_alone(
    plan: SupportPlan, read_back: Callable[..., Any], large: bool
) -> None:
    for lines in range(1, 40):
        letter = changed(plan, signatures=(), question="regel\n" * lines, large=large)
        (page,) = [p for p in read_back(render(letter)).pages if "Met vriendelijke groet," in p]
        assert "Hebt u vragen?" in page


def test_only_who_sends_the_letter_signs_under_the_greeting(
    plan: SupportPlan, read_back: Callable[..., Any]
) -> None:
    colleague = Signature(name="Durk", asked=False)
    text = read_back(render(changed(plan, signatures=(colleague,)))).flowing
    assert text.index("Met vriendelijke groet") < text.index("Handtekeningen") < text.index("Durk")


@pytest.mark.parametrize("large", [False, True])
def test_no_page_but_the_last_is_half_empty(
    plan: SupportPlan, read_back: Callable[..., Any], large: bool
) -> None:
    top, end = (20, 262) if large else (25, 247)
    for lines in range(1, 40, 3):
        letter = changed(plan, question="regel\n" * lines, large=large)
        for page in read_back(render(letter)).chars[1:-1]:
            lowest = max(char[4] for char in page if char[0].strip() and char[4] < end + 3)
            assert lowest > top + (end - top) / 2


def test_a_secret_address_is_nowhere(plan: SupportPlan, read_back: Callable[..., Any]) -> None:
    notes = "Zij woont op molenpad  7, 9001 EC in Grou. Post naar 9001EC 7."
    told = changed(plan, domains=(Domain("Wonen", notes),), question="Weg van\nMolenpad 7!")
    open_paper = read_back(render(told))
    secret = read_back(render(changed(told, secret_address=True)))
    assert "molenpad" in open_paper.flowing.lower()  # the check can fail
    assert "molenpad 7" not in secret.flowing.lower()
    assert "9001ec" not in "".join(secret.text.split()).lower()
    assert "(geheim adres)" in secret.flowing
    assert "Mevrouw F. Terpstra" in secret.flowing
    assert "9001 AC Grou" in secret.flowing  # the office is no secret


def test_a_concept_says_so_on_every_page(plan: SupportPlan, read_back: Callable[..., Any]) -> None:
    for page in read_back(render(changed(plan, concept=True, large=True))).pages:
        assert "Concept: dit plan is nog niet klaar" in page
    assert "oncept" not in read_back(render(plan)).text


def test_a_representative_is_told_whom_it_is_about(
    plan: SupportPlan, read_back: Callable[..., Any]
) -> None:
    text = read_back(render(changed(plan, represented=True))).flowing
    assert "Deze brief gaat over mevrouw Terpstra." in text


def test_many_people_stand_in_a_list(plan: SupportPlan, read_back: Callable[..., Any]) -> None:
    names = tuple(f"gast nummer {number}" for number in range(40))
    text = read_back(render(changed(plan, present=names))).flowing
    _order(text, "Bij het gesprek waren ook:", *names)


def test_large_print_is_eighteen_points(plan: SupportPlan, read_back: Callable[..., Any]) -> None:
    heights = []
    for large in (False, True):
        paper = read_back(render(changed(plan, large=large)))
        at = "".join(char[0] for char in paper.chars[0]).index("Beste")
        _, _, top, _, bottom = paper.chars[0][at]
        heights.append(bottom - top)
    assert heights[1] / heights[0] == pytest.approx(18 / 12, abs=0.03)


@pytest.mark.parametrize("answer", list(PlanAnswer))
@pytest.mark.parametrize("way", [SignatureWay.SCREEN, SignatureWay.SPOKEN])
def test_every_answer_has_its_words(
    plan: SupportPlan, read_back: Callable[..., Any], answer: PlanAnswer, way: SignatureWay
) -> None:
    signature = Signature(
        name="F. Terpstra", way=way, answer=answer, date="3 mei 2026",
        remarks="Mijn zus ontbreekt.",
        strokes=(((1, 1, 0, 0),), ((-5, 99999, 0, 99999), (9, 9, 1, 1))),
    )  # fmt: skip
    text = read_back(render(changed(plan, signatures=(signature,)))).flowing
    assert "3 mei 2026" in text
    assert "Mijn zus ontbreekt." in text
    assert ("niet mee eens" in text or "Niet akkoord" in text) == (answer is PlanAnswer.DISAGREES)


HOSTILE = (
    "<b>vet</b> &amp; <para><img src='file:///etc/passwd'/> </font> %s {0} {date} \\n "
    "\x00\x1b[2J\u202egnitirw\u202c a\u200bb \U0001f600\U0001f44d\U0001f3fd ☐✓ مرحبا "
)


def test_markup_is_printed_as_it_was_typed(
    plan: SupportPlan, read_back: Callable[..., Any]
) -> None:
    rendered = render(changed(plan, question=HOSTILE, resident=HOSTILE, salutation=HOSTILE))
    text = read_back(rendered).flowing
    assert "<b>vet</b> &amp; <para><img src='file:///etc/passwd'/>" in text
    assert "{0} {date}" in text
    assert "gnitirw ab" in text
    assert rendered.missing_glyphs > 0
    assert render(plan).missing_glyphs == 0


def test_where_a_character_lacks_is_told_once(plan: SupportPlan) -> None:
    asked = "Ik wil graag een \N{TULIP} in de tuin.\nEn weer een \N{TULIP} in huis."
    rendered = render(changed(plan, question=asked))
    assert rendered.beside == ("een \N{TULIP} in",)
    many = render(changed(plan, question=" ".join(f"{n} \N{TULIP}" for n in range(9))))
    assert len(many.beside) == 3
    assert render(plan).beside == ()


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=400), st.text(max_size=60), st.booleans())
def test_any_text_gives_a_readable_pdf(
    plan: SupportPlan, read_back: Callable[..., Any], text: str, name: str, large: bool
) -> None:
    rendered = render(
        changed(
            plan, resident=name, salutation=name, visit_date=text, letter_date=text,
            addressee=Addressee(name=(name, text), address=(text, name)), question=text,
            present=(text, name), domains=(Domain(name, text),), large=large,
            needs=(Need(title=text, wish=name, findings=(Finding(Step.CARER, text),)),),
            agreements=(Agreement(what=text, who=name, by_when=text),), conclusion=text,
            signatures=(Signature(name=text, role=name, remarks=text),),
        )
    )  # fmt: skip
    paper = read_back(rendered)
    assert len(paper.pages) == rendered.pages
    assert "Met vriendelijke groet," in paper.flowing


def test_a_million_characters_are_all_printed(plan: SupportPlan) -> None:
    words = render(changed(plan, question="een lange klacht " * 60_000))
    assert words.pages > 200
    assert render(changed(plan, question="x" * 1_000_000)).pages > 100
    assert render(changed(plan, question="\n" * 1_000_000)).pages < 10


class _Overheard(gettext.NullTranslations):
    """Keeps every fixed sentence that a letter asks for."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def gettext(self, message: str) -> str:
        self.said.append(message)
        return message


def test_fixed_text_is_plain_dutch(plan: SupportPlan, monkeypatch: pytest.MonkeyPatch) -> None:
    overheard = _Overheard()
    monkeypatch.setattr("meitinker.reports.plan_letter.translation", lambda _code: overheard)
    full = changed(
        plan, represented=True, carer_support="x", cooperation="x", contribution="x", concept=True,
    )  # fmt: skip
    render(full)
    render(changed(full, place="", request_date="", present=("a", "b", "c", "d", "e")))
    render(
        changed(
            full, version=3, earlier="x", changed=("x",), helpers=(Helper("x", "x"),), meeting="x",
            news=(News(3, "x", "x"), News(2, "x", "x")), personal_plan_by="x", applied_on="x",
            decision_by="x", remarks=(Remark(version=1, day="x", stance="x", text="x"),),
        )
    )  # fmt: skip
    reading = read("\n".join(dict.fromkeys(overheard.said)))
    assert reading.words > 200
    assert reading.score is not None
    assert reading.score >= LOWEST_SCORE
    assert reading.hard == ()
    assert reading.plain


def test_modules_are_cheap_to_import() -> None:
    check = (
        "import sys, meitinker.reports.plan_letter, meitinker.reports.recovery_code;"
        "sys.exit(any(m.split('.')[0] in ('reportlab', 'PIL') for m in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0


def test_signatures_that_no_page_can_hold_with_the_greeting_name_the_plan(
    plan: SupportPlan, read_back: Callable[..., Any]
) -> None:
    """Sixty letters each, in large print: nobody signs a page that does not say what it is."""
    name = "Wilhelmina Johanna van der Meulen-Hoogeveen tot Sint Anna Parochie"
    contact = msgspec.structs.replace(plan.contact, name=name, role=name)
    signatures = (
        Signature(name=name, role=name),
        Signature(name=name, role=name, asked=False),
    )
    sender = changed(plan.sender, organisation=f"{ORGANISATION} {ORGANISATION}")
    long = changed(plan, contact=contact, signatures=signatures, sender=sender, large=True)
    said = "Dit hoort bij het ondersteuningsplan van woensdag 18 november 2026."
    pages = read_back(render(long)).pages
    (signed,) = [" ".join(page.split()) for page in pages if "Ik ben het eens" in page]
    assert said in signed or "Met vriendelijke groet," in signed
    assert any(said in " ".join(page.split()) for page in pages)
    assert said not in read_back(render(changed(plan, large=True))).flowing


def test_who_helps_stands_before_what_is_needed(
    plan: SupportPlan, read_back: Callable[..., Any]
) -> None:
    helpers = (Helper("Anneke (dochter)", "Is uw mantelzorger. Doet de was."),)
    text = read_back(render(changed(plan, helpers=helpers))).flowing
    _order(text, "Dit vertelde u", "Wie u helpt",
           "Anneke (dochter). Is uw mantelzorger. Doet de was.", "Wat u nodig hebt")  # fmt: skip
    assert "Wie u helpt" not in read_back(render(plan)).flowing


def test_rights_stand_there_only_where_they_apply(
    plan: SupportPlan, read_back: Callable[..., Any]
) -> None:
    bare = changed(plan, is_application=False, applied_on="", personal_plan_by="")
    text = read_back(render(bare)).flowing
    assert "bezwaar" not in text
    assert "zelf een plan maken" not in text
    assert "Dat kan naar info@voorbeeld.example." in text
    full = changed(bare, applied_on="3 mei 2026", decision_by="17 mei 2026",
                   personal_plan_by="8 mei 2026", meeting="10 mei 2026 om 09.30 uur")  # fmt: skip
    text = read_back(render(full)).flowing
    _order(text, "Op 10 mei 2026 om 09.30 uur zien wij elkaar weer.",
           "Uiterlijk op 17 mei 2026 krijgt u een besluit.",
           "Geef het ons uiterlijk op 8 mei 2026.", "Dan kunt u bezwaar maken.")  # fmt: skip
    nowhere = changed(bare, sender=msgspec.structs.replace(plan.sender, email="", lines=()))
    assert "klacht" not in read_back(render(nowhere)).flowing


def test_a_signal_is_not_called_the_residents_own_question(
    plan: SupportPlan, read_back: Callable[..., Any]
) -> None:
    asked, told = (
        read_back(render(msgspec.structs.replace(plan, signal=signal))).flowing
        for signal in (False, True)
    )
    assert "Uw vraag kwam bij ons binnen op 16 november 2026." in asked
    assert "Op 16 november 2026 vertelde iemand ons dat u misschien hulp kunt gebruiken." in told
    assert "Uw vraag kwam" not in told


def test_a_question_of_another_is_not_called_the_residents_own(
    plan: SupportPlan, read_back: Callable[..., Any]
) -> None:
    text = read_back(render(changed(plan, by_another=True))).flowing
    assert "Op 16 november 2026 vroeg iemand voor u om hulp." in text
    assert "Uw vraag kwam" not in text


def test_without_a_request_no_question_and_no_six_weeks_are_told(
    plan: SupportPlan, read_back: Callable[..., Any]
) -> None:
    """The six weeks run from a melding (art. 2.3.2 lid 1)."""
    text = read_back(render(changed(plan, request_date="", investigated_by=""))).flowing
    assert "stelde ons een vraag" not in text
    assert "6 weken" not in text


def test_one_who_was_there_too_is_told_of_as_one(
    plan: SupportPlan, read_back: Callable[..., Any]
) -> None:
    text = read_back(render(changed(plan, present=("Wiebe (buurman)",)))).flowing
    assert "Bij het gesprek was ook: Wiebe (buurman)." in text
