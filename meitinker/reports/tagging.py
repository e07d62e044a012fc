"""The structure tree that lets a screen reader read a PDF as headings, paragraphs, lists.

reportlab writes no tagged PDF, so the marks and the tree are made here (ISO 32000-1, 14.7–14.8).
Everything outside a tag is marked as artifact: rules, frames, fold marks, the page number.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportlab.pdfgen.canvas import Canvas


@dataclass(eq=False, slots=True)
class Tag:
    """One heading, paragraph or figure; it may run over pages.

    Attributes:
        kind: ``H1``, ``H2``, ``H3``, ``P`` or ``Figure``.
        alt: What a figure shows, in words.
    """

    kind: str
    alt: str = ""


@dataclass(slots=True)
class _Page:
    ref: Any
    owners: list[Tag] = field(default_factory=list)


class Tagging:
    """Collects the marks of a document and writes its tree when the pages are drawn."""

    def __init__(self, canvas: Canvas) -> None:
        """Start with the first page of ``canvas``."""
        self._canvas = canvas
        self._pages: list[_Page] = [_Page(canvas._doc.thisPageRef())]
        self._parts: dict[Tag, list[tuple[int, int]]] = {}

    @contextmanager
    def marked(self, tag: Tag | None) -> Iterator[None]:
        """Mark what is drawn within the block as ``tag``, or as artifact."""
        code = self._canvas._code
        if tag is None:
            code.append("/Artifact BMC")
        else:
            page = self._pages[-1]
            number = len(page.owners)
            page.owners.append(tag)
            self._parts.setdefault(tag, []).append((len(self._pages) - 1, number))
            code.append(f"/{tag.kind} <</MCID {number}>> BDC")
        yield
        self._canvas._code.append("EMC")

    def next_page(self) -> None:
        """Finish the page, and begin the next."""
        self._canvas.showPage()
        self._pages.append(_Page(self._canvas._doc.thisPageRef()))

    def finish(self) -> None:
        """Finish the last page and write the tree into the catalogue."""
        from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName

        self._canvas.showPage()
        doc = self._canvas._doc
        for key, page in enumerate(doc.Pages.pages):
            page.__NoDefault__ = [*page.__NoDefault__, "StructParents"]
            page.StructParents = key
        document: dict[str, Any] = {"S": PDFName("Document"), "Type": PDFName("StructElem")}
        root: dict[str, Any] = {"Type": PDFName("StructTreeRoot")}
        # The dictionaries refer to each other: they are registered first and filled after.
        root_dict, document_dict = PDFDictionary(root), PDFDictionary(document)
        root_ref = doc.Reference(root_dict, "StructTreeRoot")
        document_ref = doc.Reference(document_dict, "StructDocument")
        elements = {
            tag: doc.Reference(self._element(tag, document_ref), f"StructElem{number}")
            for number, tag in enumerate(self._parts)
        }
        parents: list[Any] = []
        for key, owned in enumerate(self._pages):
            parents += [key, PDFArray([elements[tag] for tag in owned.owners])]
        document_dict.dict.update(P=root_ref, K=PDFArray(list(elements.values())))
        root_dict.dict.update(
            K=document_ref,
            ParentTree=PDFDictionary({"Nums": PDFArray(parents)}),
            ParentTreeNextKey=len(self._pages),
        )
        doc.Catalog.StructTreeRoot = root_ref
        doc.Catalog.MarkInfo = PDFDictionary({"Marked": "true"})

    def _element(self, tag: Tag, parent: Any) -> Any:
        from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFString

        content = {"Type": PDFName("StructElem"), "S": PDFName(tag.kind), "P": parent}
        content["K"] = PDFArray(
            [
                PDFDictionary({"Type": PDFName("MCR"), "Pg": self._pages[page].ref, "MCID": number})
                for page, number in self._parts[tag]
            ]
        )
        if tag.alt:
            content["Alt"] = PDFString(tag.alt)
        return PDFDictionary(content)
