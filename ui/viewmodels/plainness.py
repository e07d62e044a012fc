"""How easily the worker's own words read, told quietly sentence by sentence. No Qt here."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.checkpoints import ON_PAPER
from meitinker.domain.people import Language
from meitinker.domain.readability import HardSentence, Problem, read, together
from meitinker.domain.words import name_of
from meitinker.i18n import _, ngettext
from ui.viewmodels.conversation import (
    AGREEMENTS,
    CHECKS,
    CLOSING,
    DOMAINS,
    LADDER,
    NEEDS,
    field_key,
    title_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from meitinker.services.visit_files import VisitFile

MOST = 8
"""Remarks that are shown; more are not read."""

_FIRST_WORDS = 5

_BANDS = ((80, "easy"), (70, "rather_easy"), (60, "normal"), (45, "rather_hard"))
"""Douma's table: from which score a text is called what; below the last it is hard."""


class Note(msgspec.Struct, frozen=True):
    """One sentence that could be easier: where it stands, what about it, and the field."""

    where: str
    text: str
    section: str
    field: str

    @property
    def line(self) -> str:
        """The note as one sentence, with its place before it."""
        return f"{self.where}: {self.text}" if self.where else self.text


class Plainness(msgspec.Struct, frozen=True, kw_only=True):
    """What can be said of a text.

    Attributes:
        score: How it reads, in words; "" where it is too short, or is not Dutch.
        notes: The first sentences that could be easier.
        further: How many more there are.
    """

    score: str = ""
    notes: tuple[Note, ...] = ()
    further: int = 0

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to say."""
        return not (self.score or self.notes)


class _Passage(msgspec.Struct, frozen=True):
    where: str
    text: str
    section: str
    field: str


def of_conclusion(file: VisitFile) -> Plainness:
    """Return what can be said of the conclusion, in the language that the resident reads."""
    passage = _Passage("", file.visit.conclusion, CLOSING, "conclusion")
    return _told([passage], file.client.language)


def of_visit(file: VisitFile, language: Language) -> Plainness:
    """Return what can be said of all that the worker wrote for the plan.

    The resident's own words, the question and the wished results, are not judged.
    """
    return _told(list(_passages(file)), language)


def _passages(file: VisitFile) -> Iterator[_Passage]:
    for note in file.domain_notes:
        key = field_key("domain_note", note.id, "note")
        yield _Passage(name_of(note.domain), note.note, DOMAINS, key)
    for need in file.needs:
        yield _Passage(_("Behoefte"), need.what, NEEDS, field_key("need", need.id, "what"))
        for step, finding in file.findings_for(need.id).items():
            key = field_key("need", need.id, "ladder")
            yield _Passage(name_of(step), finding.reason, LADDER, key)
    for one in file.checkpoints:
        if one.topic in ON_PAPER:
            key = field_key("checkpoint", one.topic.value, "note")
            yield _Passage(title_of(CHECKS), one.note, CHECKS, key)
    for agreement in file.agreements:
        key = field_key("agreement", agreement.id, "what")
        yield _Passage(_("Afgesproken"), agreement.what, AGREEMENTS, key)
    yield _Passage(_("Uitkomst"), file.visit.conclusion, CLOSING, "conclusion")


def _told(passages: list[_Passage], language: Language) -> Plainness:
    dutch = language is Language.DUTCH
    # The list of words and the score are Dutch; the length of a sentence counts in any language.
    readings = [read(one.text, None if dutch else {}) for one in passages]
    notes = [
        Note(one.where, _words(hard), one.section, one.field)
        for one, reading in zip(passages, readings, strict=True)
        for hard in reading.hard
    ]
    told = list(dict.fromkeys(notes))
    score = together(readings).score if dutch else None
    return Plainness(
        score="" if score is None else _score(score),
        notes=tuple(islice(told, MOST)),
        further=max(len(told) - MOST, 0),
    )


def _words(hard: HardSentence) -> str:
    if hard.problem is Problem.LONG:
        begin = " ".join(hard.sentence.split()[:_FIRST_WORDS])
        long = ngettext(
            "Deze zin is lang ({count} woord).", "Deze zin is lang ({count} woorden).",
            hard.words,
        ).format(count=hard.words)  # fmt: skip
        return f"“{begin}…” {long}"
    if not hard.better:
        return _("“{word}”: dit woord kent niet iedereen.").format(word=hard.word)
    return _("“{word}”: zeg liever “{better}”.").format(word=hard.word, better=hard.better)


def _score(score: float) -> str:
    band = next((name for least, name in _BANDS if score >= least), "hard")
    words = {
        "easy": _("Uw tekst is makkelijk te lezen."),
        "rather_easy": _("Uw tekst is vrij makkelijk te lezen."),
        "normal": _("Uw tekst is goed te lezen."),
        "rather_hard": _("Uw tekst is vrij moeilijk te lezen. Korte zinnen helpen."),
        "hard": _("Uw tekst is moeilijk te lezen. Korte zinnen en gewone woorden helpen."),
    }
    return words[band]
