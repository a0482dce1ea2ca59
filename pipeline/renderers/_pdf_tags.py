"""Mends the tree of tags that WeasyPrint builds, where PDF/UA-1 asks for more or a piece cannot speak for itself."""

from typing import Any


class TagTexts(dict[tuple[int, int], str]):
    """What tags have to say, by the number of the page and that of the marked piece on it."""


def pdf_string(text: str) -> bytes:
    """A text string of PDF."""
    return b"<" + ("\ufeff" + text).encode("utf-16-be").hex().encode() + b">"


def mend(pdf: Any, said: TagTexts) -> None:
    """Give list items their bodies and tags their texts, in a document that is about to be written."""
    elements: list[Any] = [one for one in pdf.objects if isinstance(one, dict) and one.get("Type") == "/StructElem"]
    by_reference = {bytes(element.reference): element for element in elements}
    pages = {bytes(reference): number for number, reference in enumerate(pdf.page_references)}
    for element in elements:
        if element["S"] == "/LI":
            element["K"][:] = [_in_body(element, by_reference[bytes(kid)], pdf) for kid in element["K"]]
        page = pages[bytes(element["Pg"])] if "Pg" in element else -1
        for place, kid in enumerate(element["K"]):
            if isinstance(kid, int) and (text := said.get((page, kid))):
                _speaker(element, place, page, pdf)["ActualText"] = pdf_string(text)


def _in_body(item: Any, kid: Any, pdf: Any) -> bytes:
    """The kid of a list item, or the body around it (PDF/UA-1, 7.2, test 20).

    WeasyPrint knows the body of an item that holds text, and none where the item holds boxes of its own.
    """
    if kid["S"] in ("/Lbl", "/LBody"):
        return bytes(kid.reference)
    body = _around(kid.reference, "/LBody", item, pdf)
    kid["P"] = body.reference
    return bytes(body.reference)


def _speaker(element: Any, place: int, page: int, pdf: Any) -> Any:
    """The tag that holds this marked piece alone: the element, or one that is made in it (links hold more)."""
    if len(element["K"]) == 1:
        return element
    number = element["K"][place]
    span = _around(number, "/Span", element, pdf)
    element["K"][place] = span.reference
    numbers = _resolved(pdf, _resolved(pdf, pdf.catalog["StructTreeRoot"])["ParentTree"])["Nums"]
    numbers[numbers.index(page) + 1][number] = span.reference
    return span


def _around(kid: Any, name: str, parent: Any, pdf: Any) -> Any:
    """A new element of the parent around a kid of it."""
    kids = type(parent["K"])([kid])
    made = type(parent)({"Type": "/StructElem", "S": name, "K": kids, "Pg": parent["Pg"], "P": parent.reference})
    pdf.add_object(made)
    return made


def _resolved(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]
