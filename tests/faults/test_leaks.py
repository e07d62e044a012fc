"""A8 and A9: words are looked for in every byte on the disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults.children import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.faults.children import Command

CANARY = "kanariepietje"
TYPED: list[Command] = [
    {"do": "save", "key": n, "text": f"regel {n} {CANARY} bij de voordeur " * 9} for n in range(20)
]


def holders(folder: Path, word: str = CANARY) -> list[str]:
    """Return the files under ``folder`` in which ``word`` can be read, in UTF-8 or UTF-16."""
    forms = [form for w in (word, word.upper()) for form in (w.encode(), w.encode("utf-16-le"))]
    return [
        path.name
        for path in sorted(folder.rglob("*"))
        if path.is_file() and any(form in path.read_bytes() for form in forms)
    ]


@pytest.fixture
def twin(tmp_path: Path) -> Iterator[Stage]:
    """Give a stage with the store in clear."""
    with Stage("twin", tmp_path / "twin", tmp_path / "twin-work") as stage:
        made = stage.run([{"do": "create"}, {"do": "close"}])
        assert not made.errors(), made.answers
        yield stage


@pytest.mark.promise("A8")
def test_a8_no_word_is_readable_in_anything_ever_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The whole home is watched: a temporary file that came and went is in the trace too.
    home = tmp_path / "home"
    (home / "tmp").mkdir(parents=True)
    for name in ("TMPDIR", "SQLITE_TMPDIR", "HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(home / "tmp"))
    with Stage("ground", home, tmp_path / "work") as stage:
        trace = stage.traced(
            [{"do": "create"}, {"do": "checkpoint_every", "pages": 16}, *TYPED, {"do": "sort"}],
            [{"do": "open"}, {"do": "read"}, *TYPED, {"do": "close"}],
        )

    assert [o.errors() for o in trace.outcomes] == [[], []]
    written = trace.bytes_written()
    assert len(written) > 500_000
    assert CANARY.encode() not in written
    assert holders(home) == []
    assert b"SQLite format 3" not in written


@pytest.mark.promise("A8")
def test_a8_control_in_the_plain_twin_the_words_are_found(twin: Stage) -> None:
    trace = twin.traced([{"do": "open"}, *TYPED])

    assert CANARY.encode() in trace.bytes_written()
    assert holders(twin.folder) == ["store.db-wal"]


def delete_all(twin: Stage, *, secure_delete: bool, fts: bool) -> list[str]:
    """Type, delete and checkpoint with these guards; return where the word still is."""
    guards: Command = {"do": "lax", "secure_delete": secure_delete, "fts": fts}
    outcome = twin.run(
        [
            {"do": "open"},
            guards,
            *TYPED,
            {"do": "checkpoint"},
            *({"do": "remove", "key": n} for n in range(20)),
            {"do": "checkpoint"},
        ]
    )
    assert outcome.errors() == []
    return holders(twin.folder)


@pytest.mark.promise("A9")
def test_a9_deleted_words_are_gone_from_every_file(twin: Stage) -> None:
    typed = twin.run([{"do": "open"}, *TYPED, {"do": "checkpoint"}])
    assert typed.errors() == []
    assert holders(twin.folder) == ["store.db"]

    removed = [{"do": "remove", "key": n} for n in range(20)]
    outcome = twin.run([{"do": "open"}, *removed, {"do": "checkpoint"}])

    assert outcome.errors() == []
    assert holders(twin.folder) == []


@pytest.mark.promise("A9")
@pytest.mark.parametrize("secure", [True, False], ids=["as it is", "control, guard off"])
def test_a9_a_half_typed_form_that_was_dropped_is_in_no_file(twin: Stage, *, secure: bool) -> None:
    guards: Command = {"do": "lax", "secure_delete": secure, "fts": secure}
    versions: list[Command] = [
        {"do": "form", "text": f"versie {n} {CANARY} " * n} for n in range(1, 300, 20)
    ]
    typed = twin.run([{"do": "open"}, guards, *versions, {"do": "checkpoint"}])
    assert typed.errors() == []
    assert holders(twin.folder) == ["store.db"]

    end: list[Command] = [{"do": "form", "text": ""}, {"do": "checkpoint"}]
    assert twin.run([{"do": "open"}, guards, *end]).errors() == []
    assert holders(twin.folder) == ([] if secure else ["store.db"])


@pytest.mark.promise("A9")
@pytest.mark.parametrize(("secure_delete", "fts"), [(False, False), (True, False), (False, True)])
def test_a9_control_with_one_guard_off_deleted_words_linger(
    twin: Stage, *, secure_delete: bool, fts: bool
) -> None:
    assert delete_all(twin, secure_delete=secure_delete, fts=fts) == ["store.db"]
