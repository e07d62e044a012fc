"""The receipt letter: what it tells, how it reads, and whose address it keeps."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from meitinker.domain.appointments import MeetingPlace
from meitinker.domain.readability import LOWEST_SCORE, MEAN_SENTENCE, read
from meitinker.i18n import LANGUAGES
from meitinker.reports.page import Addressee
from meitinker.reports.receipt import Meeting, Receipt, render
from meitinker.reports.support_plan import Contact

if TYPE_CHECKING:
    from collections.abc import Callable

    from meitinker.reports.page import Sender

changed = msgspec.structs.replace
CLOSING = {"nl": "Met vriendelijke groet,", "fy": "Mei freonlike groetnis,", "en": "Kind regards,"}


@pytest.fixture
def letter(sender: Sender) -> Receipt:
    return Receipt(
        resident="mevrouw Terpstra",
        salutation="Beste mevrouw Terpstra",
        sender=sender,
        addressee=Addressee(
            name=("Mevrouw F. Terpstra",), address=("Stationsweg 4", "9001 AB  Grou")
        ),
        contact=Contact(name="Sjoukje de Boer", role="meitinker", phone="06 12 34 56 78"),
        letter_date="12 november 2026",
        received_on="12 november 2026",
        question="Ik kom de trap niet meer op. Mijn zoon zegt dat ik moet bellen.",
        meeting=Meeting(date="13 november 2026", time="14.30"),
        investigated_by="24 december 2026",
        plan_by="19 november 2026",
    )


def _order(text: str, *parts: str) -> None:
    places = [text.find(part) for part in parts]
    assert -1 not in places, [part for part, at in zip(parts, places, strict=True) if at < 0]
    assert places == sorted(places)


@pytest.mark.promise("L1")
def test_l1_it_confirms_and_tells_of_plan_and_client_support(
    letter: Receipt, read_back: Callable[..., Any]
) -> None:
    _order(
        read_back(render(letter)).flowing,
        "Mevrouw F. Terpstra",
        "Wij hebben uw vraag ontvangen",
        "Beste mevrouw Terpstra,",
        "Op 12 november 2026 kwam uw vraag bij ons binnen.",
        "Uw vraag",
        "Ik kom de trap niet meer op.",
        "Wat er nu gebeurt",
        "Op 13 november 2026 om 14.30 uur komen wij bij u thuis.",
        "6 weken",
        "De laatste dag is 24 december 2026.",
        "persoonlijk plan",
        "7 dagen",
        "De laatste dag is 19 november 2026.",
        "onafhankelijke cliëntondersteuner",
        "Dat kost u niets.",
        "mantelzorger",
        "Hebt u vragen?",
        "06 12 34 56 78",
        "Met vriendelijke groet,",
    )


def test_what_is_not_known_is_not_told(letter: Receipt, read_back: Callable[..., Any]) -> None:
    text = read_back(render(changed(letter, meeting=None, plan_by="", question=""))).flowing
    assert "Wij bellen u om een afspraak te maken." in text
    assert "7 dagen" not in text
    assert "Klopt dit niet?" not in text


def test_without_a_number_no_call_is_promised(
    letter: Receipt, read_back: Callable[..., Any]
) -> None:
    text = read_back(render(changed(letter, meeting=None, by_phone=False))).flowing
    assert "Wij bellen u" not in text
    assert "Wilt u ons bellen? Anders schrijven wij u." in text


@pytest.mark.parametrize(
    ("place", "where", "told"),
    [
        (MeetingPlace.HOME, "achterom", "komen wij bij u thuis."),
        (MeetingPlace.PHONE, "", "bellen wij u."),
        (MeetingPlace.OFFICE_HOUR, "", "bent u welkom op het spreekuur."),
        (
            MeetingPlace.OFFICE_HOUR,
            "MFC De Brêge",
            "bent u welkom op het spreekuur. Dat is hier: MFC De Brêge.",
        ),
        (MeetingPlace.ELSEWHERE, "", "praten wij met u."),
        (MeetingPlace.ELSEWHERE, "bibliotheek", "praten wij met u. Dat is hier: bibliotheek."),
    ],
)
def test_where_the_appointment_is(
    letter: Receipt, read_back: Callable[..., Any], place: MeetingPlace, where: str, told: str
) -> None:
    meeting = Meeting(date="1 mei 2027", time="9.00", place=place, where=where)
    text = read_back(render(changed(letter, meeting=meeting))).flowing
    assert f"Op 1 mei 2027 om 9.00 uur {told} Leg uw paspoort" in text.replace("• ", "")


def test_what_cannot_wait_is_told_first(letter: Receipt, read_back: Callable[..., Any]) -> None:
    text = read_back(render(changed(letter, urgent=True))).flowing
    _order(text, "Uw vraag kan niet wachten.", "Op 13 november 2026 om 14.30 uur")
    assert "kan niet wachten" not in read_back(render(letter)).flowing


def test_a_signal_is_told_without_someone_elses_words(
    letter: Receipt, read_back: Callable[..., Any]
) -> None:
    text = read_back(render(changed(letter, signal=True, question=""))).flowing
    assert "Wij willen graag met u praten" in text
    assert "vertelde iemand ons dat u misschien hulp kunt gebruiken" in text
    assert "Wij hebben uw vraag ontvangen" not in text


def test_a_question_of_another_is_not_called_the_residents_own(
    letter: Receipt, read_back: Callable[..., Any]
) -> None:
    asked = changed(letter, by_another=True, question="", urgent=True)
    text = read_back(render(asked)).flowing
    assert "Wij willen graag met u praten" in text
    assert "Op 12 november 2026 vroeg iemand voor u om hulp." in text
    assert "Dit kan niet wachten." in text
    for untrue in ("uw vraag", "Uw vraag", "Fijn dat u het vroeg"):
        assert untrue not in text


def test_who_handed_in_a_plan_is_not_asked_for_one(
    letter: Receipt, read_back: Callable[..., Any]
) -> None:
    text = read_back(render(changed(letter, plan_came=True))).flowing
    assert "Wij hebben uw plan al. Wij nemen het mee in het gesprek." in text
    assert "inleveren" not in text
    assert "Hebt u een plan gemaakt?" not in text


def test_a_representative_reads_whom_it_is_about(
    letter: Receipt, read_back: Callable[..., Any]
) -> None:
    text = read_back(render(changed(letter, represented=True))).flowing
    assert "Deze brief gaat over mevrouw Terpstra." in text
    assert "Alleen als het over bellen of schrijven gaat, bedoelen wij u zelf." in text


def test_a_secret_address_stands_nowhere(letter: Receipt, read_back: Callable[..., Any]) -> None:
    said = "Kom naar Stationsweg 4, dat is 9001AB."
    text = read_back(render(changed(letter, secret_address=True, question=said))).flowing
    for line in ("Stationsweg 4", "9001 AB", "9001AB"):
        assert line not in text
    assert "Persoonlijk overhandigen" in text
    open_one = read_back(render(changed(letter, question=said))).flowing
    assert "Stationsweg 4" in open_one  # the words are hidden by the wish alone


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_it_speaks_the_language_of_the_reader(
    letter: Receipt, read_back: Callable[..., Any], language: str
) -> None:
    rendered = render(changed(letter, language=language, question="", urgent=True))
    text = read_back(rendered).flowing
    assert [code for code, words in CLOSING.items() if words in text] == [language]
    for dutch in ("Wat er nu gebeurt", "persoonlijk plan", "kost u niets", "kan niet wachten"):
        assert (dutch in text) == (language == "nl"), dutch
    assert rendered.missing_glyphs == 0


@pytest.mark.parametrize("changes", [{}, {"signal": True}, {"urgent": True}, {"meeting": None}])
def test_it_reads_as_easily_as_a_letter_must(
    letter: Receipt, read_back: Callable[..., Any], changes: dict[str, Any]
) -> None:
    paper = read_back(render(changed(letter, question="", **changes)))
    body = paper.flowing[paper.flowing.index("Beste ") :]
    foot = r"Stichting Voorbeeld telefoon [\d ]+ bladzijde \d van \d "
    reading = read(re.sub(foot, "", body[: body.index("Met vriendelijke groet")]))
    assert reading.score is not None
    assert reading.score >= LOWEST_SCORE
    assert reading.mean_sentence <= MEAN_SENTENCE
    assert reading.hard == ()


def test_one_page_in_normal_print_and_larger_letters_in_large(
    letter: Receipt, read_back: Callable[..., Any]
) -> None:
    normal, large = render(letter), render(changed(letter, large=True))
    assert normal.pages <= 2
    assert max(read_back(large).sizes[0]) > max(read_back(normal).sizes[0])
    assert large.pages >= normal.pages


def test_the_title_names_nobody(letter: Receipt, read_back: Callable[..., Any]) -> None:
    paper = read_back(render(letter))
    assert paper.properties["Title"] == "Wij hebben uw vraag ontvangen"
    assert paper.tagged
