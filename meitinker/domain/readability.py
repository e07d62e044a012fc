"""How easily a Dutch text reads: Flesch-Douma, sentence lengths and officialese.

Flesch-Douma (W. H. Douma, 1960; formula and table as dbnl.org _taa014197701_01_0089 gives them):
206.84 − 0.93 × words per sentence − 77 × syllables per word. 60–70 is normal, 70–80 fairly
easy. Under some forty words the number is noise, so single sentences are judged by their
length and words only. Syllables are counted by groups of vowels, which is close enough.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import msgspec

import resources

if TYPE_CHECKING:
    from collections.abc import Iterable

LOWEST_SCORE = 60.0
LONGEST_SENTENCE = 20
MEAN_SENTENCE = 12.0
ENOUGH_WORDS = 40
"""A score over fewer words says nothing."""

_WORD = re.compile(r"[^\W_]+(?:['’.\-][^\W_]+)*")
_RUN = re.compile(r"\w+")
_VOWELS = "aeiouyáàâäéèêëíìîïóòôöúùûüý"
# Long vowels and diphthongs of Dutch come first, so that "zeeën" and "theorie" split right.
_SYLLABLE = re.compile(
    "aai|ooi|oei|eeu|ieu|aa|ee|oo|uu|ie|oe|eu|ui|ij|ei|au|ou|ay|ey|oy|" + f"[{_VOWELS}]"
)
_DUTCH_Y = re.compile(r"(?<=[aeou])y|y(?=[aeou])")
_SENTENCE_END = re.compile(r"(?<=[.!?:;…])[\"”’)]*\s+(?=[\"“‘(]*[^\W\d_a-z]|\d)|\n+")
_ABBREVIATION = re.compile(
    r"\b(?:[a-z]\.){2,}|\b(?:art|bijv|dhr|mevr|mw|mr|dr|ds|nr|tel|st)\.", re.IGNORECASE
)


class Problem(StrEnum):
    """What is wrong with a sentence."""

    LONG = "long"
    OFFICIALESE = "officialese"


class HardSentence(msgspec.Struct, frozen=True):
    """One sentence that does not read easily.

    Attributes:
        sentence: The sentence as written.
        problem: What is wrong.
        word: The officialese in it, or "".
        better: A plain word for it, or "".
        words: Number of words in the sentence.
    """

    sentence: str
    problem: Problem
    word: str = ""
    better: str = ""
    words: int = 0


class Readability(msgspec.Struct, frozen=True, kw_only=True):
    """The measures of one text.

    Attributes:
        words: Number of words.
        sentences: Number of sentences.
        syllables: Number of syllables.
        longest: Number of words in the longest sentence.
        hard: The sentences to mend.
    """

    words: int
    sentences: int
    syllables: int
    longest: int
    hard: tuple[HardSentence, ...]

    @property
    def score(self) -> float | None:
        """Flesch-Douma, or None where the text is too short for it to mean anything."""
        if self.words < ENOUGH_WORDS:
            return None
        return 206.84 - 0.93 * self.mean_sentence - 77 * self.syllables / self.words

    @property
    def mean_sentence(self) -> float:
        """Words per sentence on average."""
        return self.words / self.sentences if self.sentences else 0.0

    @property
    def plain(self) -> bool:
        """Whether the text passes the gate for letters and help."""
        easy = self.score is None or self.score >= LOWEST_SCORE
        return easy and not self.hard and self.mean_sentence <= MEAN_SENTENCE


def read(text: str, words: dict[str, str] | None = None) -> Readability:
    """Return the measures of ``text``.

    Args:
        text: Sentences; a line break ends a sentence too, as in headings and lists.
        words: Officialese and the plain word for it; the shipped list where None.
    """
    officialese = shipped_officialese() if words is None else words
    by_first = _by_first_word(tuple(officialese))
    split = [(sentence, _WORD.findall(sentence)) for sentence in sentences(text)]
    counted = [(sentence, found) for sentence, found in split if found]
    return Readability(
        words=sum(len(found) for _, found in counted),
        sentences=len(counted),
        syllables=sum(syllables(word) for _, found in counted for word in found),
        longest=max((len(found) for _, found in counted), default=0),
        hard=tuple(
            hard
            for sentence, found in counted
            for hard in _hard(sentence, len(found), officialese, by_first=by_first)
        ),
    )


def together(readings: Iterable[Readability]) -> Readability:
    """Return the measures of several texts as those of one, without reading them again."""
    every = tuple(readings)
    return Readability(
        words=sum(one.words for one in every),
        sentences=sum(one.sentences for one in every),
        syllables=sum(one.syllables for one in every),
        longest=max((one.longest for one in every), default=0),
        hard=tuple(sentence for one in every for sentence in one.hard),
    )


def sentences(text: str) -> list[str]:
    """Return the sentences of ``text``; the points of abbreviations do not end one."""
    hidden = _ABBREVIATION.sub(lambda found: found[0].replace(".", "\x00"), text)
    parts = (part.replace("\x00", ".").strip() for part in _SENTENCE_END.split(hidden))
    return [part for part in parts if part]


@lru_cache(maxsize=4096)
def syllables(word: str) -> int:
    """Return the number of syllables of a Dutch word, at least one."""
    spoken = _DUTCH_Y.sub("j", word.lower())
    return max(1, len(_SYLLABLE.findall(spoken)))


def parse_officialese(lines: str) -> dict[str, str]:
    """Return the words of a list with ``word = plain word`` on each line; ``#`` comments.

    A word may stand alone: then there is no plain word that always fits.
    """
    pairs = (line.partition("=") for line in lines.splitlines() if not line.startswith("#"))
    return {word.strip(): plain.strip() for word, _equals, plain in pairs if word.strip()}


@cache
def shipped_officialese() -> dict[str, str]:
    """Return the list that the program carries."""
    path = resources.path("letters", "officialese.txt")
    return parse_officialese(path.read_text(encoding="utf-8"))


@cache
def _pattern(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE)


@cache
def _by_first_word(words: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Return the words of a list by the first run of letters in them, in lower case.

    A text is then walked through once, and not once for each word of the list.
    """
    found: dict[str, tuple[str, ...]] = {}
    for word in words:
        first = _RUN.findall(word.lower())[0]
        found[first] = (*found.get(first, ()), word)
    return found


def _officialese(
    text: str, officialese: dict[str, str], by_first: dict[str, tuple[str, ...]]
) -> list[str]:
    runs = by_first.keys() & set(_RUN.findall(text.lower()))
    likely = {word for run in runs for word in by_first[run] if _pattern(word).search(text)}
    return [word for word in officialese if word in likely] if likely else []


def _hard(
    sentence: str,
    count: int,
    officialese: dict[str, str],
    *,
    by_first: dict[str, tuple[str, ...]],
) -> list[HardSentence]:
    found = [
        HardSentence(sentence, Problem.OFFICIALESE, word, officialese[word], count)
        for word in _officialese(sentence, officialese, by_first)
    ]
    if count > LONGEST_SENTENCE:
        found.append(HardSentence(sentence, Problem.LONG, words=count))
    return found
