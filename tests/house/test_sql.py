"""A2: SQL is put together in the store's own modules only, and never from what was typed."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest

from meitinker.errors import BugError
from tests.house.tree import ROOT, name, parsed, sources

if TYPE_CHECKING:
    from collections.abc import Iterator

ANYTHING = frozenset({"*"})

BUILDS_SQL: dict[str, frozenset[str]] = {
    "meitinker/store/sql.py": ANYTHING,  # identifiers of the registry, checked there
    # identifiers from sql.py, conditions from visibility.py, and constants of that module
    "meitinker/store/list_sql.py": ANYTHING,
    "meitinker/store/review_sql.py": ANYTHING,
    "meitinker/store/driver.py": ANYTHING,  # the key as hexadecimal: PRAGMA takes no parameters
    "meitinker/store/migrations/": ANYTHING,  # names frozen in the step itself
    "meitinker/store/visibility.py": ANYTHING,  # conditions of columns from sql.py and marks
    # from visibility.py, and a constant of that module
    "meitinker/store/search.py": frozenset({"_STANDS_FOR", "_DOSSIER", "condition"}),
    "meitinker/store/records.py": frozenset({"column"}),  # from sql.py
    # constants of that module, and of list_sql.py
    "meitinker/store/visits.py": frozenset(
        {
            *("_NAME", "_TOPICS", "_PASSED_OVER"),
            *("list_sql.WAY_NOW", "list_sql.EMPTY_VISIT", "list_sql.WRITTEN"),
        }
    ),
    "meitinker/store/requests.py": frozenset({"list_sql.WAY_NOW"}),
    "meitinker/store/social_map.py": frozenset({"_LINE", "_FROM", "WANTED"}),  # constants of it
    "meitinker/store/appointments.py": frozenset({"list_sql.HIDDEN", "list_sql.LED_TO"}),
}
"""Where parts may become SQL, and which parts."""

_SQL = re.compile(
    r"\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|PRAGMA|CREATE|DROP|ALTER|ATTACH|VACUUM|WHERE"
    r"|ORDER BY|GROUP BY|IS NULL|MATCH|EXISTS|JOIN)\b"
)
"""Statements, and pieces of them as well: a condition is where typed text would slip in."""


def _text(node: ast.expr) -> str:
    """Return the text that a constant or the fixed parts of an f-string hold."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    texts = [part.value for part in parts if isinstance(part, ast.Constant)]
    return " … ".join(text for text in texts if isinstance(text, str))


def built(tree: ast.Module) -> Iterator[tuple[int, set[str]]]:
    """Yield the lines where SQL is put together, with the parts that are put in."""
    for node in ast.walk(tree):
        match node:
            case ast.JoinedStr():
                parts = {
                    ast.unparse(value.value)
                    for value in node.values
                    if isinstance(value, ast.FormattedValue)
                }
                head: ast.expr = node
            case ast.BinOp(op=ast.Add() | ast.Mod()):
                head, parts = node.left, {ast.unparse(node.right)}
            case ast.Call(func=ast.Attribute(value=head, attr="format" | "replace")):
                parts = {ast.unparse(argument) for argument in node.args}
            case _:
                continue
        if parts and _SQL.search(_text(head)):
            yield node.lineno, parts


def _allowed(file: str) -> frozenset[str]:
    return next(
        (parts for place, parts in BUILDS_SQL.items() if file.startswith(place)), frozenset()
    )


@pytest.mark.promise("A2")
def test_a2_sql_is_built_only_where_the_registry_guards_it() -> None:
    found = [
        f"{name(source)}:{line}: {part}"
        for source in sources("meitinker", "ui", "sync")
        if (allowed := _allowed(name(source))) != ANYTHING
        for line, parts in built(parsed(source))
        for part in parts - allowed
    ]
    assert found == []


@pytest.mark.promise("A2")
@pytest.mark.parametrize(
    "planted",
    [
        'db.execute(f"SELECT * FROM person WHERE name = {typed}")',
        'db.execute("SELECT * FROM person WHERE name = " + typed)',
        'db.execute("DELETE FROM person WHERE id = %s" % typed)',
        'db.execute("UPDATE person SET {} = 1".format(field))',
        'condition = f"d.name = {typed} OR d.name IS NULL"',
        'sql = f"""\n  INSERT INTO {table} VALUES (1)"""',
    ],
)
def test_a2_control_planted_sql_is_seen(planted: str) -> None:
    assert [line for line, _parts in built(ast.parse(planted))] == [1]


@pytest.mark.promise("A2")
def test_a2_allowed_places_still_build_sql() -> None:
    """An allowance that nothing uses any more would hide what comes there later."""
    for place in BUILDS_SQL:
        users = [s for s in sources("meitinker") if name(s).startswith(place)]
        assert any(list(built(parsed(source))) for source in users), place


@pytest.mark.promise("A2")
@pytest.mark.parametrize(
    "hostile", ['person"; DROP TABLE person; --', "person ", "sqlite_master", "", "PERSON"]
)
def test_a2_names_outside_the_registry_become_no_sql(hostile: str) -> None:
    from meitinker.store import sql

    with pytest.raises(BugError):
        sql.table(hostile)
    with pytest.raises(BugError):
        sql.column("person", hostile)


@pytest.mark.promise("A2")
def test_a2_only_the_driver_imports_the_database() -> None:
    importing = [
        name(source)
        for source in sources("meitinker", "ui", "sync")
        for node in ast.walk(parsed(source))
        if isinstance(node, ast.Import | ast.ImportFrom)
        and re.search(r"\bsqlcipher3\b", ast.unparse(node))
    ]
    assert set(importing) == {"meitinker/store/driver.py"}
    assert (ROOT / "meitinker/store/driver.py").exists()
