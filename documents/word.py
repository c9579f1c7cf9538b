"""Word documents (docx) as text: headings, lists, tables in document order."""

from collections.abc import Iterator
from typing import Final

import docx
from docx.document import Document as WordDocument
from lxml import etree

from documents.archive import checked
from documents.extract import BROKEN, Extract, TextBuilder, UnfitError

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED: Final = frozenset({_W + "del", _W + "moveFrom", _W + "instrText", _FALLBACK})
_LIST_STYLES: Final = ("list", "luettelo", "lista")
_DEEPEST: Final = 60  # levels of nesting; real documents have about ten
_HEADING_LEVELS: Final = 6


def read_docx(raw: bytes) -> Extract:
    """Return the text of a docx. Pages are not known: Word makes them when it prints.

    Headings get '#' marks by their outline level, list items '- ', table rows are lines with cells
    parted by ' | '. Deleted text, headers, footers, foot notes and comments are left out. Raises
    UnfitError.
    """
    stream = checked(raw)
    try:
        document = docx.Document(stream)
        levels = _heading_levels(document)
        builder = TextBuilder()
        _body(document.element.body, builder, levels, 0)
        title = document.core_properties.title or ""
    except UnfitError:
        raise
    except Exception as fault:  # python-docx raises whatever a wrong tree leads to
        raise UnfitError(BROKEN) from fault
    return builder.extract(title=title)


def _heading_levels(document: WordDocument) -> dict[str, int]:
    """Return the style ids of headings and lists: 1…6 for headings, 0 for lists."""
    levels: dict[str, int] = {}
    for style in document.styles.element.iter(_W + "style"):
        key = style.get(_W + "styleId") or ""
        named = style.find(_W + "name")
        name = (named.get(_W + "val") if named is not None else "") or ""
        outline = style.find(f"{_W}pPr/{_W}outlineLvl")
        if outline is not None and (outline.get(_W + "val") or "9") < "9":
            levels[key] = min(int(outline.get(_W + "val") or 0) + 1, _HEADING_LEVELS)
        elif name.lower().startswith("heading ") and name[-1].isdigit():
            levels[key] = min(int(name[-1]), _HEADING_LEVELS)
        elif name.lower() == "title":
            levels[key] = 1
        elif name.lower().startswith(_LIST_STYLES) and "paragraph" not in name.lower():
            levels[key] = 0
    return levels


def _body(parent: etree._Element, builder: TextBuilder, levels: dict[str, int], depth: int) -> None:
    if depth > _DEEPEST:
        raise UnfitError(BROKEN)
    for child in parent:
        if child.tag == _W + "p":
            _paragraph(child, builder, levels)
        elif child.tag == _W + "tbl":
            builder.blank()
            for row in _rows(child):
                builder.line(row)
            builder.blank()
        elif child.tag not in _SKIPPED and isinstance(child.tag, str):
            _body(child, builder, levels, depth + 1)  # content controls, insertions


def _paragraph(paragraph: etree._Element, builder: TextBuilder, levels: dict[str, int]) -> None:
    text = _text(paragraph).strip()
    if not text:
        builder.blank()
        return
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    level = levels.get(style.get(_W + "val") or "", -1) if style is not None else -1
    numbering = paragraph.find(f"{_W}pPr/{_W}numPr")
    if level > 0:
        builder.block("#" * level + " " + " ".join(text.split("\n")))
    elif level == 0 or numbering is not None:
        depth = numbering.find(_W + "ilvl") if numbering is not None else None
        inner = int(depth.get(_W + "val") or 0) if depth is not None else 0
        builder.line("  " * min(inner, 9) + "- " + text.replace("\n", " "))
    else:
        builder.block(text)


def _rows(table: etree._Element) -> Iterator[str]:
    """Yield a table's rows; a table inside a cell becomes part of the cell's text."""
    for row in table.iter(_W + "tr"):
        if next(row.iterancestors(_W + "tbl")) is not table:
            continue
        cells = [
            " ".join(_text(cell).split("\n")).strip()
            for cell in row.iter(_W + "tc")
            if next(cell.iterancestors(_W + "tr")) is row
        ]
        if any(cells):
            yield " | ".join(" ".join(cell.split(" ")) for cell in cells)


def _text(element: etree._Element) -> str:
    """Return the words of a paragraph or cell; paragraphs and breaks inside become line breaks."""
    parts: list[str] = []
    walker = etree.iterwalk(element, events=("start", "end"))
    for event, node in walker:
        if event == "start" and node.tag in _SKIPPED:
            walker.skip_subtree()
        elif event == "start" and node.tag == _W + "t":
            parts.append(node.text or "")
        elif event == "start" and node.tag == _W + "tab" and node.getparent().tag == _W + "r":
            parts.append("\t")
        elif event == "start" and node.tag == _W + "noBreakHyphen":
            parts.append("-")
        elif (event == "start" and node.tag in (_W + "br", _W + "cr")) or (
            event == "end" and node.tag == _W + "p" and node is not element
        ):
            parts.append("\n")
    return "".join(parts)
