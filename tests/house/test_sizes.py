"""Pieces stay small enough to be read in one go, and what is larger today does not grow.

A module above 400 lines, a class above 250, a function above 40 (its docstring not counted)
holds two ideas more often than one. What is larger stands below with its size: it may shrink,
and then its entry shrinks or goes with it. Branches are ruff's (C901): nothing is exempt there.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

from tests.house.tree import name, parsed, sources

if TYPE_CHECKING:
    from collections.abc import Iterator

MODULE, CLASS, FUNCTION = 400, 250, 40

LARGER = {
    "meitinker/reports/plan_letter.py Letter": 296,
    "meitinker/services/plan_words.py content()": 53,
    "meitinker/services/visit_files.py file_of()": 43,
    "meitinker/store/database.py Database": 261,
    "meitinker/store/drafts.py _save()": 41,
    "ui/theme/sheet_controls.py buttons()": 47,
    "ui/viewmodels/field_words.py _of_what()": 54,
    "ui/viewmodels/field_words.py _of_when()": 41,
    "ui/views/people/place.py PeoplePlace": 261,
    "ui/views/requests/page.py __init__()": 41,
    "ui/views/visits/conversation.py Conversation": 266,
    "ui/views/visits/picker.py __init__()": 51,
    "ui/views/visits/plan_handover.py __init__()": 48,
    "ui/views/week/form.py AppointmentForm": 275,
    "ui/views/week/page.py WeekPage": 277,
    "ui/starting/workroom.py Workroom": 276,
}
"""What is larger than it should be, and how large it is at the most."""


def _length(node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _told(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return how many lines the docstring takes."""
    first = node.body[0]
    if ast.get_docstring(node) is None:
        return 0
    return (first.end_lineno or first.lineno) - first.lineno + 1


def larger(tree: ast.Module, *, lines: int) -> Iterator[tuple[str, int]]:
    """Yield the pieces of a module that are too large, with their lines; "" is the module."""
    if lines > MODULE:
        yield "", lines
    for node in ast.walk(tree):
        match node:
            case ast.ClassDef() if _length(node) > CLASS:
                yield node.name, _length(node)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                size = _length(node) - _told(node)
                if size > FUNCTION:
                    yield f"{node.name}()", size


def _found() -> dict[str, int]:
    return {
        f"{name(source)} {piece}".rstrip(): size
        for source in sources("meitinker", "ui", "sync")
        for piece, size in larger(parsed(source), lines=len(source.read_text("utf-8").splitlines()))
    }


def test_nothing_grows_beyond_its_size() -> None:
    grown = {piece: size for piece, size in _found().items() if size > LARGER.get(piece, 0)}
    assert grown == {}, "two ideas in one room? Part them"


def test_what_became_small_has_no_entry_any_more() -> None:
    assert set(LARGER) - set(_found()) == set()


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("\n" * MODULE + "x = 1", ""),
        ("class Big:\n" + "    x = 1\n" * CLASS, "Big"),
        ("def long():\n" + "    x = 1\n" * FUNCTION, "long()"),
        ("async def long():\n" + "    x = 1\n" * FUNCTION, "long()"),
    ],
)
def test_control_what_is_too_large_is_seen(text: str, piece: str) -> None:
    assert piece in dict(larger(ast.parse(text), lines=len(text.splitlines())))


def test_control_a_docstring_does_not_count() -> None:
    text = 'def told():\n    """One.\n' + "\n" * FUNCTION + '    """\n    x = 1\n'
    assert dict(larger(ast.parse(text), lines=10)) == {}
