"""Which acts there are, read from the code, so that a new one cannot be forgotten."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import meitinker
import sync

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_NAME = 2
"""Place of the name among the arguments of ``act``."""


class Unread(AssertionError):
    """The name of an act stands in the code in a way that this cannot read."""


def undoable(patterns: dict[str, tuple[str, ...]]) -> set[str]:
    """Return the names of all acts that have, or may have, a way back.

    Args:
        patterns: What a name that is put together may be, by how the code puts it together.

    Raises:
        Unread: A name cannot be read, or nothing is put together like a pattern any more.
    """
    found, used = set[str](), set[str]()
    for module in _modules():
        for where, call in _calls(module, "act"):
            if any(_is_false(one.value) for one in call.keywords if one.arg == "undoable"):
                continue
            for name in _names(module, where, call.args[_NAME]):
                used.add(name)
                found.update(patterns.get(name, (name,)))
    if set(patterns) - used:
        raise Unread(f"nothing is called {set(patterns) - used} any more")
    return found


def _modules() -> Iterator[ast.Module]:
    for package in (meitinker, sync):
        for path in Path(str(package.__file__)).parent.rglob("*.py"):
            yield ast.parse(path.read_text("utf-8"))


def _calls(module: ast.Module, name: str) -> Iterator[tuple[ast.FunctionDef, ast.Call]]:
    """Yield every call of a function by its name, and in which function it stands."""
    for where in (node for node in module.body if isinstance(node, ast.FunctionDef)):
        for node in ast.walk(where):
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(called, ast.Name) and called.id == name and isinstance(node, ast.Call):
                yield where, node


def _names(module: ast.Module, where: ast.FunctionDef, told: ast.expr) -> Iterable[str]:
    """Return what a name may be: itself, one of two, of a table, or what callers hand over."""
    match told:
        case ast.Constant(value=str(name)):
            return [name]
        case ast.IfExp(body=one, orelse=other):
            return [*_names(module, where, one), *_names(module, where, other)]
        case ast.Subscript(value=ast.Name(id=table)):
            return _in_table(module, table)
        case ast.Name(id=argument):
            return _handed_over(module, where, argument)
        case ast.JoinedStr():
            return [ast.unparse(told)]
    raise Unread(ast.unparse(told))


def _in_table(module: ast.Module, table: str) -> list[str]:
    for node in module.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Dict(values=values)):
                if name == table:
                    return [str(ast.literal_eval(value)) for value in values]
    raise Unread(table)


def _handed_over(module: ast.Module, to: ast.FunctionDef, argument: str) -> list[str]:
    """Return what is handed over to a function as the name of its act."""
    taken = [one.arg for one in (*to.args.args, *to.args.kwonlyargs)]
    if argument not in taken:
        raise Unread(argument)
    return [
        name
        for where, call in _calls(module, to.name)
        for name in _names(module, where, _argument(call, taken.index(argument), argument))
    ]


def _argument(call: ast.Call, place: int, name: str) -> ast.expr:
    named = [one.value for one in call.keywords if one.arg == name]
    return named[0] if named else call.args[place]


def _is_false(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is False
