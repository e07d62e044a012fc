"""The guide inside the program: its chapters, where each belongs, and finding words in it.

One text serves paper and screen: ``docs/handleiding.md``, of which ``make guide`` lays a copy
among the resources. It is Dutch in every language of the program. No Qt here.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

import msgspec

import resources
from meitinker.domain import readability

if TYPE_CHECKING:
    from collections.abc import Iterator

_TITLE = "## "
_PLACES = re.compile(r"<!-- F1: (.+) -->")
_PICTURE = re.compile(r"!\[(.+)\]\(pictures/(.+)\.png\)")
_ITEM = re.compile(r"(?:\d+\.|-) +(.+)")


class BlockKind(StrEnum):
    """How the lines of a block stand on the page."""

    TEXT = "text"
    STEPS = "steps"
    LIST = "list"


class TextBlock(msgspec.Struct, frozen=True):
    """Lines that belong together: one paragraph, steps that follow on each other, or a list."""

    kind: BlockKind
    lines: tuple[str, ...]


class Chapter(msgspec.Struct, frozen=True):
    """A question of a worker, and the answer.

    Attributes:
        title: The question.
        places: Where F1 opens it: a screen (``people``), or a part of one (``people/network``).
        blocks: The answer.
        pictures: Names of the pictures on paper; the screen shows the real thing.
    """

    title: str
    places: tuple[str, ...]
    blocks: tuple[TextBlock, ...]
    pictures: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The first of its places, which is its name."""
        return self.places[0]

    @property
    def sentences(self) -> tuple[str, ...]:
        """The answer, sentence by sentence."""
        return tuple(
            sentence
            for block in self.blocks
            for line in block.lines
            for sentence in readability.sentences(line)
        )


class FoundChapter(msgspec.Struct, frozen=True):
    """A chapter in which all words looked for stand, and the sentence with most of them."""

    chapter: Chapter
    sentence: str = ""


@cache
def chapters() -> tuple[Chapter, ...]:
    """Return the chapters of the shipped guide, in its order."""
    return parse(resources.path("help", "handleiding.md").read_text("utf-8"))


def parse(text: str) -> tuple[Chapter, ...]:
    """Return the chapters of a guide; what stands above the first one is for paper only.

    Raises:
        ValueError: A chapter does not say where it belongs.
    """
    return tuple(_chapter(part) for part in f"\n{text}".split(f"\n{_TITLE}")[1:])


def chapter_at(place: str) -> Chapter:
    """Return the chapter about ``place``: about that part, else about its screen, else the first.

    Args:
        place: A screen, ``people``, or a part of one, ``people/network``.
    """
    told = {one: chapter for chapter in chapters() for one in chapter.places}
    return told.get(place) or told.get(place.split("/")[0]) or chapters()[0]


def find(words: str) -> tuple[FoundChapter, ...]:
    """Return the chapters in which every word stands, or all of them where none is asked."""
    wanted = words.casefold().split()
    if not wanted:
        return tuple(FoundChapter(chapter) for chapter in chapters())
    return tuple(
        FoundChapter(chapter, _best(chapter, wanted))
        for chapter in chapters()
        if all(word in _whole(chapter) for word in wanted)
    )


def _whole(chapter: Chapter) -> str:
    return " ".join((chapter.title, *chapter.sentences)).casefold()


def _best(chapter: Chapter, wanted: list[str]) -> str:
    counted = [(sum(w in s.casefold() for w in wanted), s) for s in chapter.sentences]
    most = max((count for count, _sentence in counted), default=0)
    return next((s for count, s in counted if count == most and most), "")


def _chapter(part: str) -> Chapter:
    title, _newline, rest = part.partition("\n")
    places = _PLACES.search(rest)
    if places is None:
        raise ValueError(f"no place: {title}")
    return Chapter(
        title=title.strip(),
        places=tuple(place.strip() for place in places[1].split(",")),
        blocks=tuple(_blocks(_PLACES.sub("", rest))),
        pictures=tuple(name for _words, name in _PICTURE.findall(rest)),
    )


def _blocks(text: str) -> Iterator[TextBlock]:
    for piece in re.split(r"\n\s*\n", text):
        lines = _whole_lines(piece)
        if not lines or _PICTURE.fullmatch(lines[0]):
            continue
        items = [match[1] for line in lines if (match := _ITEM.match(line))]
        if len(items) < len(lines):
            yield TextBlock(BlockKind.TEXT, (" ".join(lines),))
        else:
            yield TextBlock(
                BlockKind.STEPS if lines[0][0].isdigit() else BlockKind.LIST, tuple(items)
            )


def _whole_lines(piece: str) -> list[str]:
    """Return the lines of a block; an indented one goes on with the item above it."""
    whole: list[str] = []
    for line in piece.splitlines():
        if whole and line.startswith("  ") and _ITEM.match(whole[0]):
            whole[-1] += f" {line.strip()}"
        elif line.strip():
            whole.append(line.strip())
    return whole
