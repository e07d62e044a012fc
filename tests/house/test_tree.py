"""The tree is tidy: no drawers, no addresses, no places of one machine, words that people know."""

from __future__ import annotations

import ast
import re

import pytest

from tests.house import catalogues
from tests.house.tree import ROOT, files, name, parsed, sources, texts

DRAWERS = {"utils", "util", "misc", "helpers", "helper", "manager", "managers", "common"}

KNOWN_HOSTS = {
    "www.w3.org",  # names of XML vocabularies
    "schemas.openxmlformats.org",  # likewise, of spreadsheets
    "json-schema.org",  # name of the language of our JSON Schema
    "keepachangelog.com",
    "semver.org",
    "joinup.ec.europa.eu",
    "interoperable-europe.ec.europa.eu",
    "www.ncsc.nl",
    "yml.publiccode.tools",
    "scripts.sil.org",
    "openfontlicense.org",
    "example.org",
    "hub.example.org",
    "127.0.0.1",
    "[",  # of ::1, within brackets
    "hub",  # of a test, with nothing behind it
}
"""The only hosts that the project's own files may name."""

_TYPED = "ui/viewmodels/palette_words.py"
"""Words that a person may type to find something; they are looked in, and never shown."""

PLAIN_WORDS = {
    "cliënt": "inwoner",
    "opslaan": "bewaren",
    "opgeslagen": "bewaard",
    "synchroniseren": "bijwerken",
    "vergrendelen": "op slot",
    "vergrendeld": "op slot",
    "ongeldig": "klopt niet",
    "ongeldige": "klopt niet",
    "conform": "volgens",
    "ingevolge": "door",
    "alsmede": "en",
    "verstrekking": "",
    "annuleren": "what happens instead",
}
"""Words that the screen never says → what it says instead."""

_ADDRESS = re.compile(r"https?://([^/\s\"'<>)\]`]+)")
_MACHINE = re.compile(
    # where a hub is installed is told in its own page
    r"(?<![\w.])/(?:work|root|home|Users|opt(?!/meitinker))/\w|[A-Z]:\\Users"
)


def _hosts(text: str) -> set[str]:
    """Return the hosts that ``text`` names, without port; what a program fills in is none."""
    found = {address.split(":")[0].rstrip(".") for address in _ADDRESS.findall(text)}
    return {host for host in found if not host.startswith("{")}


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        name(source)
        for source in sources("meitinker", "ui", "sync", "resources")
        if source.read_text("utf-8").strip()
        if not ast.get_docstring(parsed(source))
    ]
    assert silent == []


def test_no_module_is_a_drawer() -> None:
    assert [name(s) for s in sources("meitinker", "ui", "sync", "tests") if s.stem in DRAWERS] == []


def test_top_level_is_as_agreed() -> None:
    folders = {p.relative_to(ROOT).parts[0] for p in files() if len(p.relative_to(ROOT).parts) > 1}
    assert folders <= {"meitinker", "ui", "resources", "sync", "tests", "docs", ".ci"}


def test_no_file_names_an_unknown_host() -> None:
    found = {
        (name(text), host)
        for text in texts()
        if text.name != "LICENSE"
        for host in _hosts(text.read_text("utf-8")) - KNOWN_HOSTS
    }
    assert found == set()


def test_no_file_names_a_place_of_one_machine() -> None:
    found = [
        f"{name(text)}:{number}"
        for text in texts()
        if text != ROOT / "tests/house/test_tree.py"
        for number, line in enumerate(text.read_text("utf-8").splitlines(), 1)
        if _MACHINE.search(line)
    ]
    assert found == []


@pytest.mark.parametrize(
    "line", ["open('/home/jan/x')", "C:\\Users\\Jan", "see https:" + "//mirror.internal/x"]
)
def test_control_planted_place_or_host_is_seen(line: str) -> None:
    hosts = _hosts(line) - KNOWN_HOSTS
    assert _MACHINE.search(line) or hosts


def test_every_exemption_from_a_check_gives_its_reason() -> None:
    bare = re.compile(r"#\s*(noqa(:\s*[A-Z0-9, ]+)?|type:\s*ignore(\[[a-z-]+\])?)\s*$")
    found = [
        f"{name(source)}:{number}"
        for source in sources("meitinker", "ui", "sync", "tests")
        for number, line in enumerate(source.read_text("utf-8").splitlines(), 1)
        if bare.search(line)
    ]
    assert found == []


def test_screen_speaks_in_words_that_people_know() -> None:
    found = []
    for message in catalogues.of_the_code():
        if {source for source, _line in message.locations} == {_TYPED}:
            continue
        forms = (message.id,) if isinstance(message.id, str) else tuple(message.id)
        words = {w for form in forms for w in re.findall(r"[\w'-]+", form.lower())}
        found += [(word, forms[0]) for word in words & set(PLAIN_WORDS)]
    assert found == []


def test_sentences_are_literal_so_that_they_can_be_collected() -> None:
    found = []
    for source in sources("meitinker", "ui", "sync"):
        if name(source) == "meitinker/i18n.py":
            continue
        for node in ast.walk(parsed(source)):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            first = {"_": 1, "ngettext": 2}.get(node.func.id, 0)
            if not all(isinstance(argument, ast.Constant) for argument in node.args[:first]):
                found.append(f"{name(source)}:{node.lineno}")
    assert found == []


def test_sentences_are_asked_for_when_shown_never_at_import() -> None:
    """At import the language is not known yet; the sentence would stay Dutch for ever.

    A module with tables of words defines a ``_`` of its own that only marks them.
    """
    found = []
    for source in sources("meitinker", "ui", "sync"):
        body = parsed(source).body
        if any(isinstance(node, ast.FunctionDef) and node.name == "_" for node in body):
            continue
        for statement in body:
            found += [f"{name(source)}:{line}" for line in _asked_at_once(statement)]
    assert found == []


def _asked_at_once(node: ast.AST) -> list[int]:
    """Return the lines where ``_`` is called outside any function."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        return []
    found = [
        child
        for child in [node]
        if isinstance(child, ast.Call)
        and isinstance(child.func, ast.Name)
        and child.func.id in catalogues.CALLS
    ]
    below = [line for child in ast.iter_child_nodes(node) for line in _asked_at_once(child)]
    return [child.lineno for child in found] + below
