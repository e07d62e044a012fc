"""The ladder of a need in plain things: its rungs, its steps, and what is known of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.domain.needs import RUNG_OF, Outcome, Rung, Step, reached, unexplained
from meitinker.domain.words import name_of
from meitinker.i18n import _
from ui.viewmodels import parts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from meitinker.domain.needs import Finding
    from meitinker.ids import RecordId
    from meitinker.services.visit_files import VisitFile

_BEST = (Outcome.SOLVES, Outcome.HELPS_PARTLY, Outcome.NOT_ENOUGH, Outcome.NOT_PRESENT)


def steps_of(rung: int) -> tuple[Step, ...]:
    """Return the law's steps on a rung, lowest first."""
    return tuple(step for step in Step if RUNG_OF[step] == rung)


def step_words(finding: Finding | None) -> str:
    """Return what is known of a step in one line: outcome and reason."""
    if finding is None:
        return name_of(Outcome.NOT_LOOKED_AT)
    reason = " ".join(finding.reason.split())
    outcome = name_of(finding.outcome)
    return f"{outcome}: {reason}" if reason else outcome


def step_tone(finding: Finding | None, *, wanted: bool) -> tuple[str, str]:
    """Return icon and colour of a step; ``wanted`` where its reason is still asked."""
    if wanted:
        return "alert-triangle", "warning"
    outcome = finding.outcome if finding else Outcome.NOT_LOOKED_AT
    return {
        Outcome.NOT_LOOKED_AT: ("circle-dashed", "muted"),
        Outcome.SOLVES: ("circle-check", "success"),
        Outcome.HELPS_PARTLY: ("circle-dot", "info"),
        Outcome.NOT_ENOUGH: ("minus", "muted"),
        Outcome.NOT_PRESENT: ("x", "muted"),
    }[outcome]


def skipped_steps(file: VisitFile, need_id: RecordId) -> tuple[Step, ...]:
    """Return the lower steps of a need that still ask for a reason."""
    return unexplained(file.findings_for(need_id).values())


def rungs(file: VisitFile, need_id: RecordId | None) -> tuple[parts.Rung, ...]:
    """Return the ladder of one need, or an untouched one."""
    findings = file.findings_for(need_id) if need_id else {}
    asked = set(unexplained(findings.values()))
    top = reached(findings.values())
    return tuple(_rung(rung, findings, asked, chosen=rung == top) for rung in Rung)


def _rung(
    rung: Rung, findings: Mapping[Step, Finding], asked: set[Step], *, chosen: bool
) -> parts.Rung:
    steps = steps_of(rung)
    known = [findings[s] for s in steps if s in findings]
    looked = [f for f in known if f.outcome is not Outcome.NOT_LOOKED_AT]
    open_ones = [step for step in steps if step in asked]
    if open_ones:
        all_open = len(open_ones) == len(steps)
        words = _asking("" if all_open else name_of(open_ones[0]))
        return _shown(rung, words, "alert-triangle", "warning", chosen)
    helps = any(f.outcome in _BEST[:2] for f in looked)
    if looked and not helps and len(looked) < len(steps):
        words = _("{done} van {count} bekeken").format(done=len(looked), count=len(steps))
        return _shown(rung, words, "progress", "info", chosen)
    best = min(looked, key=lambda f: _BEST.index(f.outcome), default=None)
    if best is None:
        return _shown(rung, name_of(Outcome.NOT_LOOKED_AT), "", "", chosen)
    words = " ".join(best.reason.split()) if best.outcome in _BEST[:2] else ""
    icon, tone = step_tone(best, wanted=False)
    return _shown(rung, _shortened(words) or name_of(best.outcome), icon, tone, chosen)


def _asking(step: str) -> str:
    """Return what is still asked of a rung: of one ``step`` where the others were explained."""
    if not step:
        return _("Waarom is dit niet genoeg?")
    return _("{step}: waarom is dit niet genoeg?").format(step=step)


def _shown(rung: Rung, words: str, icon: str, tone: str, chosen: bool) -> parts.Rung:
    return parts.Rung(int(rung), name_of(rung), words, icon=icon, tone=tone, chosen=chosen)


def _shortened(text: str, most: int = 64) -> str:
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0] + "…"
