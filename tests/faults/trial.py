"""Reopening a store after a fault and holding it against what was promised."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

from tests.faults.oracle import Moment, Saves, after, complaints, cut_at, saves_in

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.faults.children import Command, Outcome, Stage, Trace

LOOK: list[Command] = [{"do": "open"}, {"do": "read"}, {"do": "close"}]
SOON: Command = {"do": "checkpoint_every", "pages": 24}
"""Checkpoint after a few saves, where the program does so after some hundreds."""


def wrong_after(
    stage: Stage,
    promised: Saves,
    *,
    attempts: Sequence[Command] = (),
    folder: Path | None = None,
    look: Sequence[Command] = LOOK,
) -> list[str]:
    """Return what is wrong with the store when it is opened again; empty when all is well."""
    seen = stage.run(list(look), folder=folder)
    if seen.errors() or seen.status != 0:
        return [f"{a['error']}: {a['detail']}" for a in seen.answers if "error" in a] or ["died"]
    read = next(a for a in seen.answers if a["do"] == "read")
    return [*read["problems"], *complaints(promised, read["saves"], attempts=attempts)]


def held(stage: Stage, *, grown: bool = False) -> Saves:
    """Return what the store holds now, as seen by a program with a newer layout if ``grown``."""
    seen = stage.run([{"do": "grow"}, *LOOK] if grown else LOOK)
    saves: Saves = seen.of("read")[0]["saves"]
    return saves


def killed_and_wrong(
    stage: Stage, killed: Outcome, batch: Sequence[Command], before: Saves
) -> list[str]:
    """Return what is wrong after ``batch`` was killed in a store that held ``before``."""
    promised = saves_in(killed.answers, before)
    return wrong_after(stage, promised, attempts=after(killed.answers, batch))


def broken_cuts(
    stage: Stage,
    trace: Trace,
    *,
    seeds: Sequence[int],
    work: Path,
    tried: Sequence[dict[str, Any]],
    look: Sequence[Command] = LOOK,
    moment: Moment = Moment.ANY,
    forgetful: bool = False,
) -> dict[int, list[str]]:
    """Cut the power of ``trace`` once for every seed; return the seeds that broke a promise.

    What a program showed after a restart (its answer to ``read``) counts as promised too. A
    store that was never said to be made may be missing or refuse, but not hold wrong saves.
    """
    broken: dict[int, list[str]] = {}
    for seed in seeds:
        folder = work / f"cut-{seed}"
        answers = cut_at(trace, seed, folder, moment=moment, forgetful=forgetful)
        promised: Saves = {}
        for answer in answers:
            promised = answer["saves"] if "saves" in answer else saves_in([answer], promised)
        attempts = _open_ends(answers, tried)
        wrong = wrong_after(stage, promised, attempts=attempts, folder=folder, look=look)
        if wrong:
            broken[seed] = wrong
        shutil.rmtree(folder)
    return broken


def _open_ends(
    answers: Sequence[dict[str, Any]], tried: Sequence[dict[str, Any]]
) -> Sequence[dict[str, Any]]:
    """Return the saves of ``tried`` that had not been answered: whole or absent."""
    answered = {a["text"] for a in answers if a["do"] == "save" and "error" not in a}
    seen: set[str] = set()
    for answer in answers:
        seen |= set(answer.get("saves", {}).values())
    return [save for save in tried if save.get("text", "") not in answered | seen]


class Copies:
    """Keeps a folder as it is and puts it back, between tries of one crash."""

    def __init__(self, folder: Path, work: Path) -> None:
        """Keep ``folder`` under ``work``."""
        self._folder, self._kept = folder, work / "kept"
        shutil.rmtree(self._kept, ignore_errors=True)
        shutil.copytree(folder, self._kept)

    def back(self) -> None:
        """Put the folder back as it was."""
        for path in self._folder.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        shutil.copytree(self._kept, self._folder, dirs_exist_ok=True)
