"""Rows of another program held against the published tables of HSDS 3.0, cell by cell.

What is wrong is told with its file, row and column; the cell is left out or mended, and the row
goes on with what is good.
"""

from __future__ import annotations

import html
import re
import unicodedata
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec

from meitinker.exchange import client_values
from meitinker.exchange.cells import plain
from meitinker.exchange.hsds_source import PLAIN, Problem, Source, SourceRow, uncollected
from meitinker.exchange.hsds_tables import published

if TYPE_CHECKING:
    from collections.abc import Callable

    Cell = Callable[[Any], tuple[Any, str]]

_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
_TIME = re.compile(r"(\d{1,2})[:.hu](\d{2})(?::\d{2})?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?")
_BARE_HOUR = re.compile(r"\d{1,2}")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d+)?|[.,]\d+)(?:[eE][+-]?\d{1,2})?")
_TAG = re.compile(
    r"</?(?:a|abbr|b|big|blockquote|br|center|code|dd|div|dl|dt|em|font|h[1-6]|hr|i|img|li|ol|p|pre"
    r"|small|span|strong|sub|sup|table|tbody|td|th|thead|tr|u|ul)(?:\s[^<>]{0,2000})?/?>",
    re.IGNORECASE,
)
_UNSEEN_PART = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_BREAK = re.compile(r"<(?:br|/p|/div|/li|/h[1-6]|/tr)\b[^<>]{0,2000}>", re.IGNORECASE)
_ITEM = re.compile(r"<li\b[^<>]{0,2000}>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8}\d?);", re.IGNORECASE)
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Signs that turn what follows around unseen; Arabic and Hebrew are read well without them."""

_LONGEST_PART = 2_000_000


BETWEEN_EMAILS = "; "
"""Between the mail addresses of one cell; the standard has room for one."""

_OF_THE_STANDARD = frozenset({"id_missing", "id_no_uuid", "value_missing"})
"""What a plain list need not keep to."""


class Checked(msgspec.Struct, kw_only=True):
    """Rows of which each cell is what its column says, and what was wrong."""

    tables: dict[str, dict[str, SourceRow]]
    problems: list[Problem]

    def __repr__(self) -> str:
        """Return a text without anybody's name: an error may quote it (A10)."""
        return f"Checked({sum(map(len, self.tables.values()))} rows)"


class _Plan(msgspec.Struct, frozen=True):
    """How the rows of a table are checked."""

    cells: dict[str, Cell]
    required: tuple[str, ...]


def check(source: Source) -> Checked:
    """Return the rows of tables that the standard knows, by their ids."""
    found: dict[str, dict[str, SourceRow]] = {}
    problems: list[Problem] = list(source.problems)
    for table, plan in _plans().items():
        rows = source.tables.get(table)
        if rows:
            with uncollected():
                found[table] = _table(table, plan, rows, problems)
    if source.version == PLAIN:
        problems = [one for one in problems if one.reason not in _OF_THE_STANDARD]
    for table in source.tables:
        if table not in found and source.tables[table]:
            problems.append(Problem(table, 0, "", "table_left_out"))
    return Checked(tables=found, problems=problems)


def _table(
    table: str, plan: _Plan, rows: list[SourceRow], problems: list[Problem]
) -> dict[str, SourceRow]:
    found: dict[str, SourceRow] = {}
    for row in rows:
        cells = _row(table, plan, row, problems)
        key = cells.get("id")
        if not key:
            key = cells["id"] = f"#{table}{row.number}.{len(found)}"
            problems.append(Problem(table, row.number, "id", "id_missing"))
        elif key[0] == "#":
            problems.append(Problem(table, row.number, "id", "id_missing"))
        if key in found:
            if found[key].cells != cells:
                problems.append(Problem(table, row.number, "id", "id_twice"))
            continue
        found[key] = SourceRow(row.number, cells)
    return found


def _row(table: str, plan: _Plan, row: SourceRow, problems: list[Problem]) -> dict[str, Any]:
    cells: dict[str, Any] = {}
    for name, value in row.cells.items():
        check_cell = plan.cells.get(name)
        if check_cell is None:
            problems.append(Problem(table, row.number, name, "column_unknown"))
            continue
        kept, reason = check_cell(value)
        if reason:
            problems.append(Problem(table, row.number, name, reason))
        if kept is not None and kept != "":
            cells[name] = kept
    for name in plan.required:
        if name not in cells:
            problems.append(Problem(table, row.number, name, "value_missing"))
    return cells


@cache
def _plans() -> dict[str, _Plan]:
    """Return how each table is checked, as its published description says."""
    package = msgspec.json.decode(published("datapackage.json"))
    plans = {}
    for one in package["resources"]:
        fields = one["schema"]["fields"]
        plans[one["name"]] = _Plan(
            {field["name"]: _cell(field) for field in fields},
            tuple(
                field["name"]
                for field in fields
                if field["constraints"].get("required") and field["name"] != "id"
            ),
        )
    return plans


def _cell(field: dict[str, Any]) -> Cell:
    allowed = field["constraints"].get("enum")
    if allowed:
        return _one_of(frozenset(allowed))
    if field["name"] in {"timezone"}:
        return text  # the description says number, and all write a zone's name
    by_format: dict[str, Cell] = {"uuid": _id, "email": _email, "uri": _link}
    by_type: dict[str, Cell] = {
        "number": _number,
        "date": _date,
        "datetime": _moment,
        "time": _time,
    }
    return by_format.get(field.get("format") or "") or by_type.get(field["type"], text)


def text(value: Any) -> tuple[str, str]:
    """Return a text without marks of HTML and unseen signs; a reason where that changed it."""
    if not isinstance(value, str):
        return _as_text(value)
    if value.isascii() and value.isprintable() and "<" not in value and "&" not in value:
        return value, ""
    told = plain(value[:_LONGEST_PART])
    bare = _TURNS.sub("", unicodedata.normalize("NFC", told))
    shown = _without_marks(bare)
    if shown != bare:
        return shown, "html_removed"
    return bare, "turns_removed" if bare != unicodedata.normalize("NFC", told) else ""


def _as_text(value: Any) -> tuple[str, str]:
    if isinstance(value, bool):
        return ("yes" if value else "no"), ""
    if isinstance(value, int | float):
        return str(value), ""
    return "", "value_wrong"


def _without_marks(told: str) -> str:
    """Return what a reader of HTML sees; a text without a known mark stays as it is."""
    marked = bool(_TAG.search(told) or _UNSEEN_PART.search(told))
    if not marked and not _ENTITY.search(told):
        return told
    if marked:
        told = _UNSEEN_PART.sub("", told)
        told = _ITEM.sub("- ", _BREAK.sub("\n", told))
        told = _TAG.sub("", told)
    told = plain(html.unescape(told)).replace("\xa0", " ")
    lines = (" ".join(line.split()) for line in told.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() if marked else told


def _id(value: Any) -> tuple[str, str]:
    if type(value) is str and _UUID.fullmatch(value):  # nearly all, and there are many
        return value, ""
    told = str(value).strip() if isinstance(value, str | int) else ""
    if _UUID.fullmatch(told):
        return told, ""
    if told[:1] == "#" or not told:
        return told, ""
    return plain(told)[:200], "id_no_uuid"


def _email(value: Any) -> tuple[str | None, str]:
    """Return an address, or several with :data:`BETWEEN_EMAILS` between them."""
    found, is_all = client_values.emails(str(value))
    if not found:
        return None, "" if is_all else "email_wrong"
    return BETWEEN_EMAILS.join(found), "" if is_all and len(found) == 1 else "email_parted"


def _link(value: Any) -> tuple[str | None, str]:
    """Return an address of http or https; one without a scheme gets the usual one."""
    told = plain(str(value)).strip()
    if told.lower().startswith(("http://", "https://")) and " " not in told:
        return told, ""
    if re.fullmatch(r"(?:[\w-]+\.)+[a-zA-Z]{2,}(?:/\S*)?", told):
        return f"https://{told}", ""
    return None, "link_wrong"


def _number(value: Any) -> tuple[float | None, str]:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value, ""
    told = str(value).strip().replace("€", "").strip()
    if _NUMBER.fullmatch(told):
        return float(told.replace(",", ".")), ""
    return None, "number_wrong"


def _date(value: Any) -> tuple[str | None, str]:
    told = str(value).strip()
    try:
        return date.fromisoformat(told[:10]).isoformat(), ""
    except ValueError:
        pass
    match = re.fullmatch(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", told)
    try:
        if match:
            return date(int(match[3]), int(match[2]), int(match[1])).isoformat(), ""
    except ValueError:
        pass
    return None, "date_wrong"


def _moment(value: Any) -> tuple[str | None, str]:
    told = str(value).strip()
    try:
        datetime.fromisoformat(told)
    except ValueError:
        return None, "date_wrong"
    return told, ""


def _time(value: Any) -> tuple[str | None, str]:
    """Return a time on the clock on the wall, ``HH:MM``; a zone is left out: it is our own."""
    told = str(value).strip().lower().removesuffix("uur").strip()
    if _BARE_HOUR.fullmatch(told):
        told = f"{told}:00"
    match = _TIME.fullmatch(told)
    if match and (int(match[1]), int(match[2])) <= (24, 0) and int(match[2]) < 60:
        return f"{int(match[1]):02d}:{match[2]}", ""
    return None, "time_wrong"


def _one_of(allowed: frozenset[str]) -> Cell:
    by_folded = {one.casefold(): one for one in allowed}

    def cell(value: Any) -> tuple[str | None, str]:
        told = by_folded.get(str(value).strip().casefold())
        return (told, "") if told is not None else (None, "word_unknown")

    return cell
