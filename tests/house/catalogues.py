"""The catalogues of the languages: made from the code, and checked against it.

``python -m tests.house.catalogues`` tells what is missing; with ``--update`` the sentences of
the code are first brought into the catalogues, where new ones wait without a translation.
"""

from __future__ import annotations

import string
import sys
from io import BytesIO
from itertools import takewhile
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

import meitinker
from meitinker.i18n import DUTCH, LANGUAGES, LOCALE
from tests.house.tree import name, sources

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from babel.messages.catalog import Message

KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
"""What a call is named whose first argument is a sentence; the numbers are babel's."""

LETTER_KEYWORDS = {**KEYWORDS, "say": None}
"""A letter speaks the reader's language: there ``say`` is the ``gettext`` of that catalogue."""

_LETTERS = "meitinker/reports/"
_NOT_KEPT = (
    '"Report-Msgid-Bugs-To',
    '"POT-Creation-Date',
    '"PO-Revision-Date',
    '"Last-Translator',
    '"Language-Team',
    '"Generated-By',
)
TRANSLATED = tuple(code for code in LANGUAGES if code != DUTCH)


def of_the_code() -> Catalog:
    """Return the sentences that the program can show, and in which files they stand."""
    catalogue = Catalog(project="meitinker", version=meitinker.__version__, charset="utf-8")
    for source in sources("meitinker", "ui", "sync"):
        found = extract_from_file(
            "python", source, keywords=keywords(source), comment_tags=("i18n:",)
        )
        for _line, message, comments, context in found:
            catalogue.add(
                message,
                locations=[(name(source), 0)],
                auto_comments=comments,
                context=context,
            )
    return catalogue


def keywords(source: Path) -> Mapping[str, tuple[int | tuple[int, str], ...] | None]:
    """Return the names of the calls in ``source`` whose first argument is a sentence."""
    return LETTER_KEYWORDS if name(source).startswith(_LETTERS) else KEYWORDS


def path(code: str) -> Path:
    """Return where the catalogue of a language lies."""
    return LOCALE / code / "LC_MESSAGES" / "meitinker.po"


def of(code: str) -> Catalog:
    """Return the catalogue of a language, empty when there is none yet."""
    place = path(code)
    if not place.exists():
        return Catalog(locale=code, project="meitinker", version=meitinker.__version__)
    with place.open("rb") as file:
        return read_po(file, locale=code)


def update(code: str) -> None:
    """Bring the sentences of the code into a catalogue and drop those that are gone."""
    catalogue = of(code)
    catalogue.update(of_the_code(), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.fuzzy = False
    # No names, line numbers or moments, and one order: two translators meet no needless conflicts.
    catalogue.header_comment = _head(code)
    buffer = BytesIO()
    write_po(
        buffer, catalogue, width=0, ignore_obsolete=True, include_lineno=False, sort_output=True
    )
    lines = buffer.getvalue().decode("utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(_NOT_KEPT)]
    path(code).parent.mkdir(parents=True, exist_ok=True)
    path(code).write_text("".join(kept), "utf-8", newline="\n")


def _head(code: str) -> str:
    """Return what stands above a catalogue: the glossary as its translator laid it out."""
    if not path(code).exists():
        return f"# meitinker: {LANGUAGES[code]}. The msgid is the Dutch sentence."
    lines = path(code).read_text("utf-8").splitlines()
    return "\n".join(takewhile(lambda line: line.startswith("#"), lines))


def problems(code: str, catalogue: Catalog | None = None) -> list[str]:
    """Return what is wrong with a catalogue, a line a problem; empty when it is complete."""
    theirs = catalogue or of(code)
    found: list[str] = []
    for message in of_the_code():
        if not message.id:
            continue
        translated = theirs.get(message.id, message.context)
        found += [f"{code}: {said}: {_first(message)!r}" for said in _wrong(message, translated)]
    return found


def _wrong(message: Message, translated: Message | None) -> Iterator[str]:
    if translated is None:
        yield "missing"
        return
    forms = _forms(translated.string or "")
    if not forms or not all(forms) or translated.fuzzy:
        yield "not translated"
        return
    wanted = {field for form in _forms(message.id) for field in _fields(form)}
    for form in forms:
        if _fields(form) - wanted:
            yield "has a field of its own"
    if not isinstance(message.id, tuple) and _fields(forms[0]) != wanted:
        yield "lacks a field"


def _forms(text: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def _fields(text: str) -> set[str]:
    """Return the names between braces."""
    return {field for _text, field, _spec, _conv in string.Formatter().parse(text) if field}


def _first(message: Message) -> str:
    return _forms(message.id)[0]


def main() -> int:
    """Update when asked, then tell what is missing."""
    if "--update" in sys.argv[1:]:
        for code in TRANSLATED:
            update(code)
    found = [problem for code in TRANSLATED for problem in problems(code)]
    for problem in found:
        print(problem)
    for code in TRANSLATED:
        print(f"{name(path(code))}: {len(of(code))} sentences")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
