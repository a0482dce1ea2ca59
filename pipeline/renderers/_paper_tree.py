"""Makes a page ready for paper: what a browser does by itself and WeasyPrint does not."""

import unicodedata
from xml.etree.ElementTree import Element, SubElement

from pipeline.renderers._breaks import with_breaks

_SVG = "{http://www.w3.org/2000/svg}svg"
_TITLE = "{http://www.w3.org/2000/svg}title"
_NO_TEXT = {"head", "style", "script", _SVG}


def prepare(root: Element) -> None:
    """Print where links lead, give isolated words their direction, pictures their names, lines the places to end."""
    for link in root.iter("a"):
        _print_address(link)
    for element in root.iter("bdi"):
        if "dir" not in element.attrib and (direction := _first_strong("".join(element.itertext()))):
            element.set("dir", direction)
    for picture in root.iter(_SVG):
        if (name := picture.get("aria-label")) and picture.find(_TITLE) is None:
            SubElement(picture, _TITLE).text = name
    _break_lines(root, root.get("lang", ""))


def _print_address(link: Element) -> None:
    """Who holds a sheet of paper cannot follow a link; one whose words are the address is of the class `said`."""
    address = link.get("href", "")
    if not address.startswith("http") or link.get("class") == "said":
        return
    if len(link):
        link[-1].tail = f"{link[-1].tail or ''} "
    else:
        link.text = f"{link.text or ''} "
    SubElement(link, "span", {"class": "address", "dir": "ltr"}).text = f"({address})"


def _first_strong(text: str) -> str:
    """The direction of the first letter that has one, as `dir="auto"` finds it; none: nothing."""
    for character in text:
        match unicodedata.bidirectional(character):
            case "L":
                return "ltr"
            case "R" | "AL":
                return "rtl"
    return ""


def _break_lines(element: Element, language: str) -> None:
    if element.tag in _NO_TEXT:
        return
    if element.text:
        element.text = with_breaks(element.text, language)
    for child in element:
        _break_lines(child, child.get("lang", language))
        if child.tail:
            child.tail = with_breaks(child.tail, language)
