"""The oracle: a plain dict of what was acknowledged, held against what is found afterwards."""

from __future__ import annotations

import json
import random
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from tests.faults.interposer import Op
from tests.faults.powercut import Disk, acknowledged, write

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from tests.faults.children import Trace

Saves = dict[str, str]


def dice(seed: int) -> random.Random:
    """Return the seeded source of chance of a test."""
    return random.Random(seed)  # noqa: S311 - a test repeats its chance, it keeps no secret


def said(lines: str) -> list[dict[str, Any]]:
    """Return the answers in what a program had said; a half last line is left out."""
    whole = (json.loads(line) for line in lines.splitlines(keepends=True) if line.endswith("\n"))
    return [answer for answer in whole if "do" in answer]


def saves_in(answers: Iterable[dict[str, Any]], before: Saves | None = None) -> Saves:
    """Return every acknowledged save, on top of those acknowledged ``before``."""
    saves = dict(before or {})
    for answer in answers:
        if answer["do"] == "save" and "error" not in answer:
            saves[str(answer["key"])] = answer["text"]
    return saves


def complaints(
    promised: Saves, found: Saves, *, attempts: Sequence[dict[str, Any]] = ()
) -> list[str]:
    """Return what is wrong with ``found``; empty when every promise was kept.

    Args:
        promised: The acknowledged saves.
        found: What the reopened store holds.
        attempts: Saves that were tried and not acknowledged: whole or absent, both are right.
    """
    allowed: dict[str, set[str | None]] = {key: {text} for key, text in promised.items()}
    for attempt in attempts:
        allowed.setdefault(str(attempt["key"]), {None}).add(attempt["text"])
    wrong = [f"{key}: lost" for key in promised if key not in found]
    for key, text in found.items():
        if text not in allowed.get(key, set()):
            wrong.append(f"{key}: holds what was never saved, or an older text")
    return wrong


def after(
    answers: Sequence[dict[str, Any]], batch: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Return the saves of ``batch`` that were begun without being acknowledged.

    Those that answered with an error, and the one that was under way when the process died.
    """
    tried = [
        command
        for command, answer in zip(batch, answers, strict=False)
        if command["do"] == "save" and "error" in answer
    ]
    if len(answers) < len(batch) and batch[len(answers)]["do"] == "save":
        tried.append(batch[len(answers)])
    return tried


class Moment(StrEnum):
    """When the power goes."""

    ANY = "any"
    TOLD = "told"
    """Just after the program said something."""
    END = "end"


def cut_at(
    trace: Trace,
    seed: int,
    folder: Path,
    *,
    moment: Moment = Moment.ANY,
    forgetful: bool = False,
) -> list[dict[str, Any]]:
    """Cut the power at a seeded moment, leave the disk in ``folder``, return what was said."""
    rng = dice(seed)
    told = [i for i, event in enumerate(trace.events, start=1) if event.op is Op.ACK]
    moments = {
        Moment.ANY: range(len(trace.events) + 1),
        Moment.TOLD: told,
        Moment.END: [len(trace.events)],
    }
    passed = trace.events[: rng.choice(moments[moment])]
    disk = Disk(trace.before, forgetful=forgetful)
    for event in passed:
        disk.play(event)
    write(disk.cut(rng, loose=rng.random() < 0.3), folder, rng)
    return said(acknowledged(passed))


def random_saves(seed: int, count: int, *, keys: int = 12) -> list[dict[str, Any]]:
    """Return ``count`` save commands: few keys, so that most saves overwrite; short and long."""
    rng = dice(seed)
    return [
        {
            "do": "save",
            "key": rng.randrange(keys),
            "text": f"tekst {number} " + "é" * rng.choice((0, 5, 80, 900)),
        }
        for number in range(count)
    ]
