"""Draws the form parts in every theme at 100 and 200 %: ``python tests/ui/widgets/draw_parts.py``.

For looking at after a change; the tests see what can be measured, not what is ugly.
"""

from __future__ import annotations

import io
import os
import sys
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget
from reportlab.pdfgen.canvas import Canvas

from ui.theme import THEME_NAMES, Theme, apply, px
from ui.viewmodels.parts import Choice, Rung, TimelineEntry
from ui.widgets.choices import CheckField, CheckGroup, ComboField, RadioGroup
from ui.widgets.dates import DateField
from ui.widgets.fields import PassphraseField, PhoneField, TextArea
from ui.widgets.ladder import Ladder
from ui.widgets.pdf_preview import PdfPreview
from ui.widgets.secret_field import SecretField
from ui.widgets.signature import ON_SCREEN, SignatureField
from ui.widgets.timeline import Timeline

STORY = "Mevrouw vertelt dat de trap steeds lastiger gaat. Zij slaapt nu beneden op de bank."
CONSENT = "De inwoner vindt het goed dat wij de huisarts bellen over de trap en de hulp in huis."
RUNGS = (
    Rung(5, "Maatwerk", "Nog niet nodig"),
    Rung(4, "Algemene voorziening", "Nog niet bekeken"),
    Rung(3, "Vrijwilliger", "Maaltijd: 1 vraag open", "clock", "info", chosen=True),
    Rung(2, "Familie en buren", "Dochter doet boodschappen", "circle-check", "success"),
    Rung(1, "Zelf", "Wassen en aankleden", "circle-check", "success"),
)


def form() -> QWidget:
    """Return every field once, three of them with an error."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.setSpacing(px(16))
    story = TextArea("Wat vertelt de inwoner?", hint="In de woorden van de inwoner zelf.")
    story.set_value(STORY)
    phone, born = PhoneField("Telefoonnummer", optional=True), DateField("Geboortedatum")
    phone.set_value("06 - 12 34 5")
    phone.set_error(phone.problem())
    born.set_parts("4", "3", "")
    born.set_error(born.problem())
    home = ComboField("Hoe woont u?", [Choice("a", "Alleenwonend")])
    home.set_value("a")
    secret, passphrase = SecretField("BSN", required=True), PassphraseField("Wachtwoord")
    secret.set_value("999990019")
    passphrase.set_value("geheim")
    consent = CheckField(CONSENT)
    consent.set_error("Zet een kruisje of zeg waarom niet.")
    aloud = RadioGroup("Voorlezen?", [Choice("j", "Ja"), Choice("n", "Nee")], across=True)
    aloud.set_value("j")
    family = CheckGroup("Wie helpt al?", [Choice("f", "Familie"), Choice("b", "Buren")])
    family.set_value(["b"])
    rows: tuple[tuple[QWidget, ...], ...] = (
        (story,), (phone, born), (home,), (secret,), (passphrase,), (consent,), (aloud,),
        (family,),
    )  # fmt: skip
    for widgets in rows:
        row = QHBoxLayout()
        column.addLayout(row)
        for widget in widgets:
            row.addWidget(widget)
    column.addStretch(1)
    return page


def parts() -> QWidget:
    """Return signature, timeline, PDF preview and ladder beside each other."""
    page = QWidget()
    row = QHBoxLayout(page)
    left = QVBoxLayout()
    signature = SignatureField("Hoe gaat de inwoner akkoord?")
    signature.set_way(ON_SCREEN)
    zigzag = [(1000 + n * 400, 3000 + n % 2 * 4000, n * 9, n * 500) for n in range(20)]
    signature.set_strokes([zigzag])
    timeline = Timeline()
    first = date(2026, 11, 20)
    timeline.set_entries(
        [
            TimelineEntry(f"v{n}", first - timedelta(days=5 * n), "Gesprek aan huis", STORY)
            for n in range(30)
        ]
    )
    timeline.select("v1")
    left.addWidget(signature)
    left.addWidget(timeline, 1)
    letter = io.BytesIO()
    canvas = Canvas(letter, pagesize=(595, 842))
    canvas.drawString(90, 740, STORY[:49])
    canvas.save()
    preview, ladder = PdfPreview(), Ladder()
    preview.set_pdf(letter.getvalue())
    ladder.set_rungs(RUNGS)
    row.addLayout(left, 3)
    row.addWidget(preview, 2)
    row.addWidget(ladder, 1)
    return page


def main(folder: Path) -> None:
    """Write twelve pictures into ``folder``."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication([])
    folder.mkdir(parents=True, exist_ok=True)
    for name in THEME_NAMES:
        for size in (100, 200):
            apply(application, Theme(name=name, text_size=size))
            for build, width, height in ((form, 720, 900), (parts, 1300, 820)):
                page = build()
                grown = 1 + (size - 100) / 200
                page.resize(int(width * grown), int(height * size / 100))
                page.show()
                application.processEvents()
                layout = page.layout()
                if layout is not None and layout.hasHeightForWidth():
                    needed = layout.heightForWidth(page.width())
                    page.resize(page.width(), max(page.height(), needed))
                    application.processEvents()
                page.grab().save(str(folder / f"{build.__name__}-{name}-{size}.png"))
                page.close()


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "pictures"))
