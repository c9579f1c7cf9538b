"""Slide shows (pptx) as text: a slide is a page, its title a heading."""

from collections.abc import Iterable, Iterator
from typing import Final

import pptx
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.presentation import Presentation
from pptx.shapes.autoshape import Shape
from pptx.shapes.base import BaseShape
from pptx.shapes.graphfrm import GraphicFrame
from pptx.shapes.group import GroupShape
from pptx.shapes.shapetree import SlideShapes

from documents.archive import checked
from documents.extract import BROKEN, TOO_LARGE, Extract, TextBuilder, UnfitError
from documents.limits import MOST_PAGES

_TITLES: Final = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE, PP_PLACEHOLDER.VERTICAL_TITLE)
_FURNITURE: Final = (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)
_DEEPEST: Final = 20  # groups within groups


def read_pptx(raw: bytes) -> Extract:
    """Return the text of a pptx, slides as pages. Raises UnfitError.

    Within a slide the title comes first, the rest in the author's own order, which is also what
    screen readers follow. Speaker's notes are left out: they are not what was shown. Dates, footers
    and numbers of the layout, hidden slides, pictures and charts are left out too.
    """
    stream = checked(raw)
    try:
        deck = pptx.Presentation(stream)
        builder = TextBuilder()
        _slides(deck, builder)
        title = deck.core_properties.title or ""
    except UnfitError:
        raise
    except Exception as fault:  # python-pptx raises whatever a wrong tree leads to
        raise UnfitError(BROKEN) from fault
    return builder.extract(title=title)


def _slides(deck: Presentation, builder: TextBuilder) -> None:
    if len(deck.slides) > MOST_PAGES:
        raise UnfitError(TOO_LARGE)
    for slide in deck.slides:
        builder.page()
        if slide.element.get("show") != "0":
            _slide(slide.shapes, builder)


def _slide(shapes: SlideShapes, builder: TextBuilder) -> None:
    title = shapes.title
    if title is not None and title.has_text_frame and title.text_frame.text.strip():
        builder.block("# " + _one_line(title.text_frame.text))
    for shape in _flat(shapes, 0):
        if title is not None and shape.shape_id == title.shape_id:
            continue
        if isinstance(shape, GraphicFrame) and shape.has_table:
            _table(shape, builder)
        elif isinstance(shape, Shape) and not _furniture(shape):
            _frame(shape, builder)


def _flat(shapes: Iterable[BaseShape], depth: int) -> Iterator[BaseShape]:
    """Yield shapes, those of groups in their group's place."""
    if depth > _DEEPEST:
        raise UnfitError(BROKEN)
    for shape in shapes:
        if isinstance(shape, GroupShape):
            yield from _flat(shape.shapes, depth + 1)
        else:
            yield shape


def _furniture(shape: BaseShape) -> bool:
    return shape.is_placeholder and shape.placeholder_format.type in _FURNITURE


def _table(shape: GraphicFrame, builder: TextBuilder) -> None:
    builder.blank()
    for row in shape.table.rows:
        cells = [_one_line(cell.text) for cell in row.cells]
        if any(cells):
            builder.line(" | ".join(cells))
    builder.blank()


def _frame(shape: Shape, builder: TextBuilder) -> None:
    """Add a text box: the paragraphs of a content placeholder are its bullets."""
    paragraphs = [paragraph for paragraph in shape.text_frame.paragraphs if paragraph.text.strip()]
    listed = len(paragraphs) > 1 and shape.is_placeholder
    builder.blank()
    for paragraph in paragraphs:
        mark = "  " * paragraph.level + "- " if listed or paragraph.level else ""
        builder.line(mark + _one_line(paragraph.text))
    builder.blank()


def _one_line(text: str) -> str:
    return " ".join(part for part in text.replace("\v", "\n").split("\n")).strip()
