"""The papers tell the truth: every command, every folder, every promise."""

from __future__ import annotations

import ast
import re
import tomllib
from functools import cache
from typing import TYPE_CHECKING

import pytest
from click import Context

import meitinker
from meitinker.cli.commands import commands
from tests.house.tree import ROOT, files, name, parsed, sources

if TYPE_CHECKING:
    from collections.abc import Iterator

PROMISES = (
    *(f"F{row}" for row in range(1, 6)),
    *("A1", "A2", "A7", "A8", "A9", "A10", "A11", "A12", "A14", "A15", "A24", "A25"),
    *("L10", "L11", "L18", "L19", "L20", "L25", "L29"),
)
"""The rows that this step of the program must keep."""

PAPERS = (
    "README.md", "ARCHITECTURE.md", "DECISIONS.md", "CHANGELOG.md", "CONTRIBUTING.md",
    "SECURITY.md", "LICENSE", "publiccode.yml", "docs/proof.md",
    "docs/handleiding.md", "docs/bundle.md",
)  # fmt: skip


def _paper(paper: str) -> str:
    return (ROOT / paper).read_text("utf-8")


@pytest.mark.parametrize("paper", PAPERS)
def test_paper_is_there(paper: str) -> None:
    assert len(_paper(paper)) > 400


@pytest.mark.parametrize("command", commands.commands)
def test_readme_lists_every_command(command: str) -> None:
    assert f"`meitinker {command}" in _paper("README.md")


def test_readme_names_no_command_that_is_not_there() -> None:
    named = set(re.findall(r"`meitinker ([a-z]+(?:-[a-z]+)*)", _paper("README.md")))
    known = commands.list_commands(Context(commands))
    assert named - set(known) == set()


@pytest.mark.parametrize("paper", [p for p in PAPERS if p.endswith(".md")])
def test_links_between_papers_lead_somewhere(paper: str) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", _paper(paper))
    base = (ROOT / paper).parent
    assert [link for link in links if not (base / link).exists()] == []


def test_no_page_is_named_that_a_reader_does_not_have() -> None:
    written = [*sources("meitinker", "ui", "sync", "tests"), *(ROOT / one for one in PAPERS)]
    named = {
        (name(file), page)
        for file in written
        for page in re.findall(r"[\w-]+\.md\b", file.read_text("utf-8"))
    }
    have = {file.name for file in files()}
    assert {(file, page) for file, page in named if page not in have} == set()


def test_architecture_names_every_folder_of_the_house() -> None:
    named = _paper("ARCHITECTURE.md")
    folders = {
        "/".join(p.relative_to(ROOT).parts[:-1][:2])
        for p in files()
        if p.suffix == ".py" and p.relative_to(ROOT).parts[0] in {"meitinker", "ui", "sync"}
    }
    missing = {f for f in folders if not re.search(rf"`{re.escape(f)}/", named)}
    assert missing == set()


def test_architecture_names_no_file_that_is_not_there() -> None:
    named = re.findall(
        r"`((?:meitinker|ui|sync|resources|tests)/[\w./-]*)`", _paper("ARCHITECTURE.md")
    )
    assert [one for one in named if not (ROOT / one).exists()] == []


COLUMNS = {
    "Rule": "meitinker/domain",
    "Table": "meitinker/store",
    "Task": "meitinker/services",
    "Screen": "ui/views",
    "Paper": "meitinker/reports",
}
"""The floor that each column of a table of concepts is about."""

MAPPED = (
    *("meitinker", "meitinker/domain", "meitinker/keys", "meitinker/store", "meitinker/services"),
    *("meitinker/reports", "sync", "sync/hub"),
    *("ui", "ui/starting", "ui/window", "ui/work", "ui/forms", "ui/paper"),
)
"""Folders of which the house's page names every module; of the others it names what leads in."""


def _places() -> Iterator[tuple[str, str]]:
    """Yield each name on the page with the folder of its column, row or item."""
    heads: list[str] = []
    for line in re.sub(r"\n +", " ", _paper("ARCHITECTURE.md")).splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        item = re.match(r"- `([\w/]+)/`", line)
        if item:
            yield from ((item[1], name) for name in _names(line[item.end() :]))
        elif line.startswith("| | Rule"):
            heads = cells
        elif line.startswith("| ") and heads and len(cells) == len(heads):
            for head, cell in zip(heads[1:], cells[1:], strict=True):
                yield from ((COLUMNS[head], name) for name in _names(cell))
        elif line.startswith("| `"):
            folder = cells[0].strip("`").rstrip("/")
            yield from ((folder, name) for name in _names(cells[1]))


def _names(text: str) -> list[str]:
    return re.findall(r"`([\w./]+(?:\.py|/))`", text)


def test_architecture_finds_every_side_of_a_concept() -> None:
    """Each name lies in the folder that it stands under, or bears its own."""
    missing = [
        name
        for folder, name in _places()
        if not (ROOT / folder / name).exists() and not (ROOT / name).exists()
    ]
    assert missing == []


@pytest.mark.parametrize("folder", MAPPED)
def test_architecture_names_every_module(folder: str) -> None:
    named = {ROOT / place / name for place, name in _places()}
    named |= {ROOT / name for _place, name in _places()}
    modules = {
        module for module in (ROOT / folder).glob("*.py") if module.read_text("utf-8").strip()
    }
    missing = {module.name for module in modules - named}
    assert missing - {"__init__.py", "__main__.py"} == set()


def test_changelog_tells_of_this_version() -> None:
    assert f"## [{meitinker.__version__}]" in _paper("CHANGELOG.md") or (
        "## [Unreleased]" in _paper("CHANGELOG.md")
    )


def test_publiccode_agrees_with_the_project() -> None:
    project = tomllib.loads(_paper("pyproject.toml"))["project"]
    assert f"license: {project['license']}" in _paper("publiccode.yml")


def test_publiccode_names_the_last_release_and_none_before_there_is_one() -> None:
    releases = re.findall(r"^## \[(\d[^\]]*)\] - (\S+)$", _paper("CHANGELOG.md"), re.MULTILINE)
    told = re.findall(
        r'^(?:softwareVersion|releaseDate): "?([^"\n]+)', _paper("publiccode.yml"), re.MULTILINE
    )
    assert told == [part for release in releases[:1] for part in release]


def test_decisions_each_answer_four_questions() -> None:
    entries = re.split(r"^### ", _paper("DECISIONS.md"), flags=re.MULTILINE)[1:]
    assert entries
    for entry in entries:
        for part in ("**Decision.**", "**Why.**", "**Also considered.**"):
            assert part in entry, entry.splitlines()[0]


def test_decisions_lists_its_sections() -> None:
    paper = _paper("DECISIONS.md")
    made = r"<!-- Sections: made of the headings below -->(.*)<!-- End of the sections -->"
    (listed,) = re.findall(made, paper, re.DOTALL)
    links = re.findall(r"^- \[(.+)\]\(#(.+)\): ", listed, re.MULTILINE)
    heads = re.findall(r"^## (.+)$", paper, re.MULTILINE)
    assert links == [(head, _anchor(head)) for head in heads]


def _anchor(heading: str) -> str:
    """Return where a heading is found in its page, as code hosts make it."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def test_decisions_name_no_other_that_is_not_there() -> None:
    titles, named = set[str](), set[str]()
    for entry in re.split(r"^### ", _paper("DECISIONS.md"), flags=re.MULTILINE)[2:]:
        title, text = entry.split("\n", 1)
        titles.add(title)
        named.update(re.findall(r"\bsee \"(.+?)\"[);,.]", " ".join(text.split())))
    assert named
    assert named - titles == set()


@cache
def _marked() -> tuple[tuple[str, str, str], ...]:
    """Return row, test and file of every test that bears a promise."""
    return tuple(_bearing())


def _bearing() -> Iterator[tuple[str, str, str]]:
    for source in sources("tests"):
        tree = parsed(source)
        whole = {row for node in tree.body for row in _module_rows(node)}
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test"):
                rows = {row for mark in node.decorator_list for row in _rows(mark)}
                for row in rows | whole:
                    yield row, node.name, name(source)


def _rows(mark: ast.expr) -> set[str]:
    if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.promise":
        return {str(a.value) for a in mark.args if isinstance(a, ast.Constant)}
    return set()


def _module_rows(node: ast.stmt) -> set[str]:
    if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark":
        marks = node.value.elts if isinstance(node.value, ast.List | ast.Tuple) else [node.value]
        return {row for mark in marks for row in _rows(mark)}
    return set()


@pytest.mark.parametrize("promise", PROMISES)
def test_every_promise_has_a_test_that_bears_its_number(promise: str) -> None:
    bearing = [test for row, test, _file in _marked() if row == promise]
    assert bearing, f"no test bears {promise}"
    assert any(promise.lower() in test.lower().split("_") for test in bearing), bearing


def test_no_test_bears_a_number_that_was_never_promised() -> None:
    known = re.compile(r"[FLA]\d{1,2}")
    assert [(row, test) for row, test, _file in _marked() if not known.fullmatch(row)] == []
