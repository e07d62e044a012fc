"""Child programs that are killed, starved and cut: the server in the child, the stage in the test.

The child imports once and then forks a fresh process for every batch of commands, so that a
thousand real SIGKILLs take seconds. Every command and every answer is one line of JSON; an answer
is said only after the command has returned, so the list of answers that reached the test *is* the
list of acknowledged saves, and the oracle is a plain dict of them.

    stage.run([{"do": "open"}, {"do": "save", "key": 3, "text": "…"}]) → Outcome

What the commands do is the subject's affair: ``plain`` (this module's neighbour, SQLCipher bare)
or ``store`` (the program's own store and services).
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from tests.faults.interposer import CHANGING, Act, Control, Op, compiled
from tests.faults.powercut import Event, Snapshot, events

if TYPE_CHECKING:
    from types import TracebackType

ROOT = Path(__file__).resolve().parents[2]
Command = dict[str, Any]
Answer = dict[str, Any]


class Subject(Protocol):
    """A program under test: ``do_<command>`` methods that take the command's other entries."""

    def __init__(self, folder: Path) -> None:
        """Work in ``folder``; nothing is opened yet."""


@dataclass(slots=True)
class Outcome:
    """What became of one batch."""

    status: int
    answers: list[Answer] = field(default_factory=list)

    @property
    def killed(self) -> bool:
        """Whether SIGKILL ended it."""
        return self.status == -signal.SIGKILL

    @property
    def last(self) -> Answer:
        """The last answer."""
        return self.answers[-1]

    def of(self, do: str) -> list[Answer]:
        """Return the answers to the commands called ``do`` that succeeded."""
        return [a for a in self.answers if a["do"] == do and "error" not in a]

    def errors(self) -> list[str]:
        """Return the names of the errors that were raised, in order."""
        return [a["error"] for a in self.answers if "error" in a]


@dataclass(slots=True)
class Trace:
    """A folder as it was, and all that happened to it since."""

    before: Snapshot
    events: list[Event] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)

    def bytes_written(self) -> bytes:
        """Return everything that was ever written, for a search of canaries."""
        return b"".join(event.data for event in self.events if event.op is Op.WRITE)


class Stage:
    """A forking child of one subject, its watched folder and its shim."""

    def __init__(self, subject: str, folder: Path, work: Path, *, user: int | None = None) -> None:
        """Start the child.

        Args:
            subject: Name of the module under ``tests.faults`` that holds ``Subject``.
            folder: The watched folder, made when it is not there.
            work: Where trace and control live; outside ``folder``.
            user: The uid the child becomes, for a folder that it may only read.
        """
        folder.mkdir(parents=True, exist_ok=True)
        work.mkdir(parents=True, exist_ok=True)
        self.folder = folder.resolve()
        self.work = work
        self.control = Control(work / "control")
        self._trace = work / "trace"
        self._trace.touch()
        environment = {
            **os.environ,
            "SHIM_WATCH": str(self.folder),
            "SHIM_CONTROL": str(work / "control"),
            "SHIM_TRACE": str(self._trace),
            "LD_PRELOAD": str(compiled()),
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        self._child = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.children", subject],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            cwd=ROOT,
            user=user,
        )

    def run(self, batch: list[Command], *, folder: Path | None = None) -> Outcome:
        """Let a fresh process do ``batch`` in ``folder`` (the watched one) and tell what it said.

        An answer holds ``do``, what the command returned, and ``error`` when it raised. A batch
        goes on after an error: the program keeps running too.
        """
        child_in, child_out = self._child.stdin, self._child.stdout
        if child_in is None or child_out is None:
            raise RuntimeError("the child has no pipes")
        line = json.dumps({"folder": str(folder or self.folder), "batch": batch})
        child_in.write(line.encode() + b"\n")
        child_in.flush()
        outcome = Outcome(status=0)
        for raw in child_out:
            if not raw.endswith(b"\n"):
                break
            # A killed process may leave half a line; the server's own line starts afresh.
            answer = _parse(raw)
            if answer is None:
                continue
            if "ended" in answer:
                outcome.status = answer["ended"]
                return outcome
            outcome.answers.append(answer)
        raise RuntimeError(f"the child server died: {self._child.wait()}")

    def traced(self, *batches: list[Command]) -> Trace:
        """Run ``batches``, each in a fresh process, and return every change they made."""
        trace = self.begin_trace()
        self.control.count()
        for batch in batches:
            trace.outcomes.append(self.run(batch))
        return self.end_trace(trace)

    def begin_trace(self) -> Trace:
        """Note the folder as it is and write every change from now on to the trace."""
        self._trace.write_bytes(b"")
        self.control.trace(on=True)
        return Trace(Snapshot.of(self.folder))

    def end_trace(self, trace: Trace) -> Trace:
        """Stop, and return ``trace`` with the events that came since it was begun."""
        self.control.trace(on=False)
        trace.events.extend(events(self._trace.read_bytes()))
        return trace

    def count(self, batch: list[Command], *, mask: Op) -> int:
        """Return how many calls of ``mask`` the batch makes when nothing fails."""
        self.control.count(mask)
        self.run(batch)
        return self.control.calls

    def kill_at(
        self, number: int, batch: list[Command], *, act: Act = Act.KILL, mask: Op = CHANGING
    ) -> Outcome:
        """Run ``batch`` and kill it at its ``number``-th call of ``mask``."""
        self.control.arm(act, first=number, mask=mask)
        outcome = self.run(batch)
        self.control.heal()
        return outcome

    def ended_before(self, number: int) -> bool:
        """Tell whether the last batch was done before its ``number``-th call.

        Ids are random, so pages of the database fill up differently: two runs of one batch
        differ by a few calls.
        """
        return self.control.calls < number

    def close(self) -> None:
        """End the child."""
        if self._child.stdin:
            self._child.stdin.close()
        self._child.wait(timeout=30)
        if self._child.stdout:
            self._child.stdout.close()
        self.control.close()

    def __enter__(self) -> Stage:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _parse(raw: bytes) -> Answer | None:
    with contextlib.suppress(ValueError):
        answer = json.loads(raw)
        if isinstance(answer, dict):
            return answer
    return None


# ---- in the child -----------------------------------------------------------------------------


def _say(answer: Answer) -> None:
    # One os.write: the shim traces it, and a kill leaves a whole line or none.
    os.write(1, json.dumps(answer).encode() + b"\n")


def _obey(subject: Subject, control: Control, command: Command) -> Answer:
    do = command.pop("do")
    if do == "arm":
        control.arm(Act(command.pop("act")), **command)
        return {}
    if do == "heal":
        fired = control.fired
        control.heal()
        return {"fired": fired}
    return getattr(subject, f"do_{do}")(**command) or {}


def _perform(make: type[Subject], job: dict[str, Any]) -> None:
    control = Control(Path(os.environ["SHIM_CONTROL"]))
    subject = make(Path(job["folder"]))
    for command in job["batch"]:
        do = command["do"]
        try:
            answer = _obey(subject, control, dict(command))
        except Exception as error:  # noqa: BLE001 - what it raises is its answer
            params = getattr(error, "params", {})
            answer = {"error": type(error).__name__, "detail": str(error), "params": params}
        _say({"do": do, **answer})
    # While the subject is still held: its files would be closed tidily on the way out, and what
    # was not closed must stay as a crash leaves it.
    os._exit(0)


def _serve(name: str) -> None:
    make = importlib.import_module(f"tests.faults.{name}").Subject
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                _perform(make, json.loads(line))
            finally:
                os._exit(1)
        _, status = os.waitpid(child, 0)
        _say({"ended": os.waitstatus_to_exitcode(status)})


if __name__ == "__main__":
    _serve(sys.argv[1])
