"""Which pages of a site can be reached by links, read from its files."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path


class Seen(HTMLParser):
    """What a page holds: its links, its elements, and the attributes that act."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.elements: list[str] = []
        self.acting: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        for name, value in attrs:
            if name == "href" and tag == "a":
                self.links.append(value or "")
            if name.startswith("on") or name == "style":
                self.acting.append(name)


def seen(page: Path) -> Seen:
    """Return what a page holds."""
    found = Seen()
    found.feed(page.read_text("utf-8"))
    return found


def reached(start: Path, *, within: Collection[Path]) -> set[Path]:
    """Return the pages that are reached from one; a link to nothing fails."""
    found, waiting = {start}, [start]
    while waiting:
        page = waiting.pop()
        for link in seen(page).links:
            parts = urlsplit(link)
            if parts.scheme or not parts.path:
                continue
            target = (page.parent / parts.path).resolve()
            assert target.is_file(), f"{page} leads to {link}"
            if target in within and target not in found:
                found.add(target)
                waiting.append(target)
    return found
