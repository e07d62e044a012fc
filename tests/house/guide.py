"""The pictures of the guide: taken from the tour, and checked against it.

``python -m tests.house.guide`` plays the tour, copies the pictures that the papers name, and lays
the guide among the resources; with ``--check`` it only tells what is no longer current.

Pixels are not compared: letters differ a little from computer to computer, and the village lives
in the time of today. A picture is current while the program's own sentences on that screen, in
Dutch as the catalogue knows them, are the ones that were there when it was taken.
"""

from __future__ import annotations

import ast
import hashlib
import re
import subprocess
import sys
import tempfile
from io import BytesIO
from pathlib import Path

import click
import msgspec
from babel.messages.pofile import read_po
from PIL import Image

from meitinker.i18n import LOCALE
from tests.house.tree import ROOT, parsed

GUIDE = ROOT / "docs" / "handleiding.md"
SHIPPED = ROOT / "resources" / "help" / "handleiding.md"
PICTURES = ROOT / "docs" / "pictures"
MANIFEST = PICTURES / "pictures.json"
PAPERS = (GUIDE, ROOT / "README.md")

MOST_BYTES = 120_000
_WIDTH = 1024
_COLOURS = 256
_NAMED = re.compile(r"\]\((?:docs/)?pictures/([\w-]+)\.png\)")
_OF_THE_MOMENT = re.compile(
    r"(maan|dins|woens|donder|vrij|zater|zon)dag|januari|februari|maart|april|mei|juni|juli"
    r"|augustus|september|oktober|november|december|gisteren|morgen|bezig\b.*"
    r"|nu (dicht|open)\b.*",
    re.IGNORECASE,
)
"""Words that come and go with the day, or with how fast a disk is."""


_BARS = ("ui/viewmodels/acts.py", "ui/widgets/bars.py")
"""The bars that offer to undo stay until the next act: they say nothing of a screen."""


class Picture(msgspec.Struct, frozen=True):
    """What the manifest keeps of a picture: the file as it was made, and what could be read."""

    sha256: str
    words: list[str]


def named() -> set[str]:
    """Return the names of the pictures in the papers."""
    return {name for paper in PAPERS for name in _NAMED.findall(paper.read_text("utf-8"))}


def kept() -> dict[str, Picture]:
    """Return what the manifest keeps, by name."""
    return msgspec.json.decode(MANIFEST.read_bytes(), type=dict[str, Picture])


def told(tour: Path) -> dict[str, list[str]]:
    """Return the program's own sentences in each picture of a tour, by name."""
    words = msgspec.json.decode((tour / "words.json").read_bytes(), type=dict[str, list[str]])
    ours = _sentences()
    return {
        picture: sorted(text for text in texts if text in ours) for picture, texts in words.items()
    }


def differences(before: dict[str, Picture], now: dict[str, list[str]]) -> list[str]:
    """Return why pictures are no longer current, a sentence each."""
    found = []
    for name, picture in sorted(before.items()):
        if name not in now:
            found.append(f"{name}: the tour does not take it any more")
            continue
        was, shown = set(picture.words), set(now[name])
        found += [f"{name}: {text!r} is gone" for text in sorted(was - shown)]
        found += [f"{name}: {text!r} is new" for text in sorted(shown - was)]
    return found


def copy(tour: Path) -> None:
    """Take the pictures that the papers name from a tour, and lay down guide and manifest.

    Raises:
        LookupError: A paper names a picture that the tour does not take.
    """
    words, made = told(tour), {name: _scaled(_taken(tour, name)) for name in sorted(named())}
    PICTURES.mkdir(parents=True, exist_ok=True)
    for old in PICTURES.glob("*.png"):
        old.unlink()
    for name, picture in made.items():
        (PICTURES / f"{name}.png").write_bytes(picture)
    manifest = {
        name: Picture(hashlib.sha256(picture).hexdigest(), words[name])
        for name, picture in made.items()
    }
    MANIFEST.write_bytes(msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n")
    SHIPPED.write_bytes(GUIDE.read_bytes())


def _taken(tour: Path, name: str) -> Path:
    """Return the picture called ``name``; its number in the tour does not matter."""
    found = [p for p in tour.glob("*.png") if re.fullmatch(rf"\d+-{name}", p.stem)]
    if len(found) != 1:
        raise LookupError(f"{name}: {len(found)} pictures in the tour")
    return found[0]


def _scaled(path: Path) -> bytes:
    """Return a picture at the width of a page, in few colours: a screen has no more."""
    with Image.open(path) as image:
        height = round(image.height * _WIDTH / image.width)
        small = image.convert("RGB").resize((_WIDTH, height), Image.Resampling.LANCZOS)
    file = BytesIO()
    # A green tick or a red line is a handful of pixels: by numbers alone it would turn grey.
    few = small.quantize(_COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few.save(file, "PNG", optimize=True)
    return file.getvalue()


def _sentences() -> set[str]:
    """Return the whole Dutch sentences of the program, without those of the moment."""
    with (LOCALE / "en" / "LC_MESSAGES" / "meitinker.po").open("rb") as file:
        catalogue = read_po(file)
    ids = {message.id for message in catalogue if isinstance(message.id, str) and message.id}
    lasting = ids - {text for source in _BARS for text in _strings(ROOT / source)}
    return {text for text in lasting if "{" not in text and not _OF_THE_MOMENT.fullmatch(text)}


def _strings(source: Path) -> set[str]:
    return {
        node.value
        for node in ast.walk(parsed(source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def _play(out: Path) -> bool:
    command = [sys.executable, "-m", "meitinker", "tour", "--out", str(out)]
    return subprocess.run(command, cwd=ROOT, check=False).returncode == 0


@click.command()
@click.option("--check", is_flag=True, help="Change nothing; 1 when something is not current.")
@click.option("--tour", type=click.Path(path_type=Path, exists=True), help="Played already.")
def main(*, check: bool, tour: Path | None) -> None:
    """Make the pictures of the guide, or tell which are old."""
    with tempfile.TemporaryDirectory(prefix="meitinker-guide-") as scratch:
        played = tour or Path(scratch)
        if tour is None and not _play(played):
            sys.exit(1)
        try:
            if not check:
                copy(played)
            wrong = differences(kept(), told(played))
        except LookupError as error:
            wrong = [str(error)]
    for sentence in wrong:
        click.echo(sentence)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
