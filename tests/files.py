"""Files as people bring them: a photo of a phone, a PDF, and those that cannot be kept."""

from __future__ import annotations

import io
import random

from PIL import Image


def photo(width: int = 64, height: int = 48, *, colour: str = "orange") -> bytes:
    """Return a small JPEG of one colour."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "JPEG")
    return out.getvalue()


def heavy_photo(*, seed: int = 1) -> bytes:
    """Return a JPEG of some 20 MB, as a good camera makes: every grain is another."""
    dice = random.Random(seed)  # noqa: S311 - a test repeats its chance, it keeps no secret
    out = io.BytesIO()
    grains = Image.frombytes("RGB", (3000, 2600), dice.randbytes(3000 * 2600 * 3))
    grains.save(out, "JPEG", quality=97, subsampling=0)
    return out.getvalue()


def pdf(words: str = "het plan", *, pages: int = 1, passphrase: str = "") -> bytes:
    """Return a PDF that says ``words`` on every page; locked where a passphrase is given."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(300, 400), encrypt=passphrase or None)
    for number in range(1, pages + 1):
        canvas.drawString(40, 200, f"{words} {number}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def slender_pdf() -> bytes:
    """Return a PDF with a page that is a line: drawn as wide as a screen it is metres long."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(2, 14_000))
    canvas.showPage()
    canvas.save()
    return out.getvalue()
