"""The elements of a Word document that python-docx has no name for, and a package with the same bytes every time.

Element names are those of ECMA-376, part 1, section 17.
"""

from collections.abc import Iterable
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from docx.document import Document

_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # what a ZIP can say at the earliest: a document has no time of making
_BULLETS = ("•", "–", "•")  # by depth
INDENT = 360  # twentieths of a point, 6.35 mm: of what is set in from the margin, and of an item's words from its mark
_LEVELS = 9
_SIDES = ("top", "left", "bottom", "right")

ACCENT = "0A4A50"
BAR = ("single", 24, ACCENT)
BOX = dict.fromkeys(_SIDES, ("single", 18, "8A2C00"))


def element(tag: str, **attributes: str) -> Any:  # lxml has no types
    """An element of the `w` namespace with attributes of it: `element("ind", left="425")`."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


_PARAGRAPH_ORDER = "pStyle keepNext keepLines numPr pBdr shd tabs bidi spacing ind jc rPr sectPr".split()  # noqa: SIM905
_RUN_ORDER = "rStyle rFonts b bCs i iCs color sz szCs u vertAlign rtl cs lang".split()  # noqa: SIM905


def put(properties: Any, *children: Any) -> None:
    """Add children to the properties of a paragraph or run in the order that the schema wants, replacing their like.

    The orders above name what we write, as section 17.3 has it.
    """
    order = _PARAGRAPH_ORDER if properties.tag.endswith("}pPr") else _RUN_ORDER
    for child in children:
        for old in properties.findall(child.tag):
            properties.remove(old)
        properties.append(child)
    places = {name: number for number, name in enumerate(order)}
    properties[:] = sorted(properties, key=lambda one: places.get(one.tag.rpartition("}")[2], len(order)))


def borders(sides: dict[str, tuple[str, int, str]], space: int = 6) -> Any:
    """The borders of a paragraph: kind, width in eighths of a point, colour, by side; `space` is that to the words."""
    made = element("pBdr")
    for side, (kind, width, colour) in sides.items():
        made.append(element(side, val=kind, sz=str(width), space=str(space), color=colour))
    return made


def cell_margins() -> Any:
    """Room between the words and the lines of a table."""
    made = element("tblCellMar")
    made.extend(element(side, w=str(width), type="dxa") for side, width in zip(_SIDES, (60, 110, 60, 110), strict=True))
    return made


class Lists:
    """The numbering of a document: every list counts for itself."""

    def __init__(self, document: "Document") -> None:
        self._numbering = document.part.numbering_part.element
        for old in list(self._numbering):
            self._numbering.remove(old)
        for number, ordered in enumerate((False, True)):
            self._numbering.append(_abstract(number, ordered=ordered))
        self._count = 0

    def start(self, *, ordered: bool) -> int:
        """The number of a new list."""
        self._count += 1
        made = element("num", numId=str(self._count))
        made.append(element("abstractNumId", val=str(int(ordered))))
        if ordered:
            for level in range(_LEVELS):
                override = element("lvlOverride", ilvl=str(level))
                override.append(element("startOverride", val="1"))
                made.append(override)
        self._numbering.append(made)
        return self._count


def _abstract(number: int, *, ordered: bool) -> Any:
    made = element("abstractNum", abstractNumId=str(number))
    made.append(element("multiLevelType", val="hybridMultilevel"))
    for depth in range(_LEVELS):
        level = element("lvl", ilvl=str(depth))
        text = f"%{depth + 1}." if ordered else _BULLETS[depth % len(_BULLETS)]
        level.extend(
            (
                element("start", val="1"),
                element("numFmt", val="decimal" if ordered else "bullet"),
                element("lvlText", val=text),
                element("lvlJc", val="left"),
            )
        )
        properties = element("pPr")
        properties.append(element("ind", left=str(INDENT * (depth + 2)), hanging=str(INDENT)))
        level.append(properties)
        made.append(level)
    return made


def numbered(number: int, depth: int) -> Any:
    """What makes a paragraph an item of a list at a depth from 0."""
    made = element("numPr")
    made.extend((element("ilvl", val=str(min(depth, _LEVELS - 1))), element("numId", val=str(number))))
    return made


def field(code: str) -> Iterable[Any]:
    """The runs of a field that the reader's program fills in, such as `PAGE`."""
    from docx.oxml.ns import qn

    for kind in ("begin", "", "end"):
        run = element("r")
        if kind:
            run.append(element("fldChar", fldCharType=kind))
        else:
            text = element("instrText")
            text.set(qn("xml:space"), "preserve")
            text.text = f" {code} "
            run.append(text)
        yield run


def packed(document: "Document") -> bytes:
    """The document's bytes, without the times at which they were made."""
    made, out = BytesIO(), BytesIO()
    document.save(made)
    with ZipFile(made) as before, ZipFile(out, "w") as after:
        for name in before.namelist():
            entry = ZipInfo(name, _LONG_AGO)
            entry.compress_type = ZIP_DEFLATED
            after.writestr(entry, before.read(name), compresslevel=6)
    return out.getvalue()
