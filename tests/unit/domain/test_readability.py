from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meitinker.domain import readability
from meitinker.domain.readability import (
    ENOUGH_WORDS,
    Problem,
    parse_officialese,
    read,
    sentences,
    shipped_officialese,
    syllables,
    together,
)

LETTER = """U hebt ons om hulp gevraagd. Wij waren bij u thuis. Wij spraken over uw huis.
U doet veel zelf. Dat is knap. Het zware werk lukt niet meer. Daarom krijgt u hulp.
De hulp komt elke week twee uur. U belt ons als er iets niet klopt. Wij helpen u graag."""

OFFICIAL = """Ingevolge het bepaalde in de verordening maatschappelijke ondersteuning dient de
belanghebbende onverwijld mededeling te doen van feiten en omstandigheden die redelijkerwijs
aanleiding kunnen zijn tot heroverweging van de beschikking omtrent de verstrekking van de
maatwerkvoorziening, alsmede medewerking te verlenen aan de uitvoering van het onderzoek."""


@pytest.mark.parametrize(
    ("word", "count"),
    [("fiets", 1), ("huishouden", 3), ("mantelzorger", 4), ("zeeën", 2), ("reünie", 3),
     ("knieën", 2), ("mooie", 2), ("leeuw", 1), ("hieronder", 3), ("baby", 2), ("yoghurt", 2),
     ("handtekening", 4), ("ondersteuningsplan", 5), ("Wmo", 1), ("12", 1)],
)  # fmt: skip
def test_syllables_are_counted_by_vowel_groups(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_score_is_doumas_formula() -> None:
    text = "Dit is een zin. " * 20  # 4 words and 4 syllables a sentence
    reading = read(text)
    assert (reading.words, reading.sentences, reading.syllables) == (80, 20, 80)
    assert reading.score == pytest.approx(206.84 - 0.93 * 4 - 77 * 1)


def test_a_plain_letter_passes_and_an_official_sentence_fails() -> None:
    plain, official = read(LETTER), read(OFFICIAL)
    assert plain.score is not None
    assert plain.score > 80
    assert plain.plain
    assert official.score is not None
    assert official.score < 30
    assert not official.plain


def test_few_words_have_no_score() -> None:
    assert read("Gesprek afronden").score is None
    assert read("woord " * (ENOUGH_WORDS - 1)).score is None
    assert read("woord " * ENOUGH_WORDS).score is not None
    assert read("").mean_sentence == 0


def test_findings_name_the_sentence_the_word_and_a_better_one() -> None:
    found = read("Wij helpen u. Derhalve belt u ons.").hard
    assert [(f.sentence, f.problem, f.word, f.better) for f in found] == [
        ("Derhalve belt u ons.", Problem.OFFICIALESE, "derhalve", "daarom")
    ]
    long = read("En dan " + "nog een woord " * 7 + "erbij.").hard
    assert [(f.problem, f.words) for f in long] == [(Problem.LONG, 24)]


def officialese(text: str) -> list[str]:
    """Return the words of the office that are found in a text of one sentence."""
    return [one.word for one in read(text).hard if one.problem is Problem.OFFICIALESE]


def test_parts_of_words_are_no_officialese() -> None:
    assert officialese("Een dochter, de mitsubishi en indienst") == []
    assert officialese("Doch MITS") == ["doch", "mits"]


def test_sentences_end_at_points_but_not_in_abbreviations() -> None:
    assert sentences("Bel dhr. Jansen. Zie art. 3. En nu? Ja!\nKop") == [
        "Bel dhr. Jansen.", "Zie art. 3.", "En nu?", "Ja!", "Kop",
    ]  # fmt: skip


def test_the_shipped_list_is_sound() -> None:
    words = shipped_officialese()
    assert {"conform", "ingevolge", "alsmede", "verstrekking"} <= words.keys()
    assert all(word == word.lower() and better for word, better in words.items())
    assert not [better for better in words.values() if officialese(better)]


def test_a_list_skips_comments_and_empty_lines() -> None:
    assert parse_officialese("# een = twee\n\nthans = nu\nkaal\n") == {"thans": "nu", "kaal": ""}


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    reading = read(text)
    assert reading.syllables >= reading.words >= reading.sentences


def test_several_texts_together_measure_as_one() -> None:
    texts = ["Conform de regels. U krijgt hulp!", "De trap gaat nog goed. " * 9, ""]
    assert together(read(one) for one in texts) == read("\n".join(texts))


def test_a_word_is_found_where_its_pattern_alone_would_find_it() -> None:
    """Looking by the first run of letters finds neither more nor less than word by word."""
    words = shipped_officialese()
    texts = [f"({word.upper()}-dag)" for word in words] + [f"x{word}" for word in words]
    for text in texts:
        slow = [
            word
            for word in words
            if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE)
        ]
        assert officialese(text) == slow


def test_a_text_is_not_walked_through_for_every_word_of_the_list(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    pattern = readability._pattern

    def counted(word: str) -> re.Pattern[str]:
        asked.append(word)
        return pattern(word)

    monkeypatch.setattr(readability, "_pattern", counted)
    read("Sjoerd vertelt: mijn trap lukt niet meer. " * 50 + "Conform deze regels.")
    assert asked == ["conform"]
