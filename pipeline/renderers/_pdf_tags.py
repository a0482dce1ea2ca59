"""Mends the tree of tags that WeasyPrint builds, where PDF/UA-1 asks for more."""

from typing import Any


def wrap_bodies(_: Any, pdf: Any) -> None:
    """Give each list item that holds something else than a label and a body a body for it (7.2, test 20).

    WeasyPrint knows the body of an item that holds text, and none where the item holds boxes of its own.
    """
    elements: list[Any] = [one for one in pdf.objects if isinstance(one, dict) and one.get("Type") == "/StructElem"]
    by_reference = {bytes(element.reference): element for element in elements}
    for item in elements:
        if item["S"] == "/LI":
            item["K"][:] = [_in_body(item, by_reference[bytes(kid)], pdf) for kid in item["K"]]


def _in_body(item: Any, kid: Any, pdf: Any) -> bytes:
    """The kid of an item, or the body around it."""
    if kid["S"] in ("/Lbl", "/LBody"):
        return bytes(kid.reference)
    kids = type(item["K"])([kid.reference])
    body = type(kid)({"Type": "/StructElem", "S": "/LBody", "K": kids, "Pg": kid["Pg"], "P": item.reference})
    pdf.add_object(body)
    kid["P"] = body.reference
    return bytes(body.reference)
