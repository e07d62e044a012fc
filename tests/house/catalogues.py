"""The catalogues of the languages: made from the code, and checked against it.

``python -m tests.house.catalogues`` tells what is missing; with ``--update`` the sentences of
the code are first brought into the catalogues, where new ones wait without a translation.
"""

from __future__ import annotations

import ast
import string
import sys
from io import BytesIO
from itertools import takewhile
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

import meitinker
from meitinker.i18n import DUTCH, LANGUAGES, LOCALE
from tests.house.tree import name, parsed, sources

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from babel.messages.catalog import Message

CALLS = frozenset({"_", "gettext", "ngettext"})
"""What a call is named that takes sentences."""

LETTER_CALLS = CALLS | {"say"}
"""A letter speaks the reader's language: there ``say`` is the ``gettext`` of that catalogue."""

_LETTERS = "meitinker/reports/"
_COMMENT = "# i18n:"
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
        lines = source.read_text("utf-8").splitlines()
        for call in calls(parsed(source), known_calls(source)):
            texts = literals(call)
            if texts:
                catalogue.add(
                    tuple(texts) if named(call) == "ngettext" else texts[0],
                    locations=[(name(source), 0)],
                    auto_comments=_comment(lines, call.lineno),
                )
    return catalogue


def calls(tree: ast.AST, names: Collection[str] = CALLS) -> Iterator[ast.Call]:
    """Yield the calls that take a sentence, in the order of the file.

    Babel's own extractor reads tokens, not the tree, and misses a call within an f-string.
    """
    found = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and named(node) in names)
    yield from sorted(found, key=lambda call: (call.lineno, call.col_offset))


def named(call: ast.Call) -> str:
    """Return the last name of what is called: ``gettext`` of ``words.gettext(…)``."""
    match call.func:
        case ast.Name(id=called) | ast.Attribute(attr=called):
            return called
        case _:
            return ""


def literals(call: ast.Call) -> list[str]:
    """Return the arguments of ``call`` that are text, in their order."""
    return [
        argument.value
        for argument in call.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ]


def unreadable(tree: ast.AST, names: Collection[str] = CALLS) -> list[int]:
    """Return the lines where a sentence is made on the spot, so that no catalogue can hold it.

    ``catalogue.gettext(message)`` may look up what was marked elsewhere.
    """
    return [
        call.lineno
        for call in calls(tree, names)
        if isinstance(call.func, ast.Name)
        and len(literals(call)) < (1 if named(call) in {"_", "say", "gettext"} else 2)
    ]


def renamings(tree: ast.AST) -> set[str]:
    """Return the short names that are given to the ``gettext`` of a catalogue."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            targets, values = _parts(node.targets[0]), _parts(node.value)
            found |= {
                target.id
                for target, value in zip(targets, values, strict=False)
                if isinstance(target, ast.Name)
                and isinstance(value, ast.Attribute)
                and value.attr == "gettext"
            }
    return found


def known_calls(source: Path) -> frozenset[str]:
    """Return how the calls in ``source`` are named that take sentences."""
    return LETTER_CALLS if name(source).startswith(_LETTERS) else CALLS


def _parts(node: ast.expr) -> list[ast.expr]:
    return node.elts if isinstance(node, ast.Tuple) else [node]


def _comment(lines: list[str], number: int) -> list[str]:
    """Return what the line above tells the translator."""
    above = lines[number - 2].strip() if number > 1 else ""
    return [above.removeprefix("#").strip()] if above.startswith(_COMMENT) else []


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


def leftovers(code: str) -> list[str]:
    """Return the lines of a catalogue that no reader gets to see: obsolete or uncertain ones."""
    lines = path(code).read_text("utf-8").splitlines()
    return [line for line in lines if line.startswith("#~") or line.startswith("#, fuzzy")]


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
    if len(forms) != len(_forms(message.id)):
        yield "has another number of forms"
    wanted = {field for form in _forms(message.id) for field in _fields(form)}
    for form in forms:
        if _fields(form) - wanted:
            yield "has a field of its own"
    if not isinstance(message.id, tuple) and _fields(forms[0]) != wanted:
        yield "lacks a field"
    if any(form != form.strip() for form in forms) or "\n" in "".join(forms):
        yield "has space around it, or a line break"


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
