"""Opening hours as people write them in a cell: "ma t/m vr 9:00-17:00, za 10-12 uur"."""

from __future__ import annotations

import re

import msgspec

from meitinker.domain.opening_hours import DAYS, OpenHours
from meitinker.domain.villages import folded

_STARTS = (
    ("ma", "MO"), ("di", "TU"), ("wo", "WE"), ("do", "TH"), ("vr", "FR"), ("za", "SA"),
    ("zo", "SU"), ("moandei", "MO"), ("tiisdei", "TU"), ("woansdei", "WE"), ("tongersdei", "TH"),
    ("freed", "FR"), ("sneon", "SA"), ("snein", "SU"),
)  # fmt: skip
_DAY = {
    **dict(_STARTS),
    **{f"{name}dag": day for name, day in (
        ("maan", "MO"), ("dins", "TU"), ("woens", "WE"), ("donder", "TH"), ("vrij", "FR"),
        ("zater", "SA"), ("zon", "SU"))},
}  # fmt: skip
_RUNS = {"dagelijks": DAYS, "elke dag": DAYS, "alle dagen": DAYS, "werkdagen": DAYS[:5]}
_TIME = r"(\d{1,2})(?:[:.](\d{2}))?\s*(?:uur|u)?"
_RANGE = re.compile(rf"(?:van\s+)?\b{_TIME}\s*(?:-|–|tot|t/m)\s*{_TIME}(?:\b|$)")
_TO = re.compile(r"\s*(?:t/m|tot en met|-|–)\s*")
_LAST_MINUTE = 24 * 60


class WeeklyHours(msgspec.Struct, frozen=True):
    """Days as ``MO,TU`` and from when until when on them."""

    byday: str
    opens_at: str
    closes_at: str


def spans(text: str) -> tuple[WeeklyHours, ...] | None:
    """Return the hours that a text means, or None where any of it is not sure."""
    told = " ".join(folded(text).replace("\n", "; ").split())
    found: list[WeeklyHours] = []
    end = 0
    for match in _RANGE.finditer(told):
        days = _days(told[end : match.start()]) or (_earlier(told, end, match.start(), found))
        opens, closes = _time(match[1], match[2]), _time(match[3], match[4])
        if not days or not opens or not closes:
            return None
        if closes <= opens and not OpenHours(opens, closes).by_night:
            return None
        found.append(WeeklyHours(days, opens, closes))
        end = match.end()
    rest = told[end:].strip(" .,;")
    return tuple(found) if found and rest in {"", "uur", "u"} else None


def _earlier(told: str, start: int, stop: int, found: list[WeeklyHours]) -> str:
    """Return the days of the range before, where only "en" or a comma stands between."""
    between = told[start:stop].strip(" .,;:&()")
    return found[-1].byday if found and between in {"", "en"} else ""


def _days(text: str) -> str:
    """Return the days that a text names, or "" where it says anything else."""
    bare = text.strip(" .,;:()").removeprefix("uur").removeprefix("op ").strip(" .,;:()")
    if bare in _RUNS:
        return ",".join(_RUNS[bare])
    days: list[str] = []
    for part in re.split(r"\s*(?:,|&|\ben\b|\+)\s*", bare):
        run = _run(part)
        if run is None:
            return ""
        days += run
    return ",".join(day for day in DAYS if day in days)


def _run(part: str) -> list[str] | None:
    ends = [_DAY.get(end.strip(" .")) for end in _TO.split(part)]
    if len(ends) == 1 and ends[0]:
        return [ends[0]]
    if len(ends) == 2 and ends[0] and ends[1]:
        first, last = DAYS.index(ends[0]), DAYS.index(ends[1])
        return list(DAYS[first : last + 1]) if first < last else None
    return None


def _time(hour: str, minute: str | None) -> str:
    minutes = int(hour) * 60 + int(minute or 0)
    if minutes > _LAST_MINUTE or int(minute or 0) > 59:
        return ""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
