"""A sheet to draw on: few colours, one typeface, patterns beside the colours, a small file."""

from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TypeAlias

from PIL import Image, ImageDraw, ImageFont

# Bitstream Vera Sans has the letters of Finnish, Swedish and Northern European names; Pillow's own
# typeface has no 'ä'. Its licence lies beside it.
_TYPEFACE = Path(__file__).parent / "fonts" / "Vera.ttf"

WIDTH = 640  # pixels; a phone shows a card about half as wide, so that letters stay sharp
LONGEST = 200  # letters of a text; no sheet holds as many
SMALL, PLAIN = 21, 24  # heights of letters in pixels

Colour: TypeAlias = tuple[int, int, int]
Box: TypeAlias = tuple[int, int, int, int]  # left, top, right, bottom; the last two not included

WHITE: Colour = (255, 255, 255)
INK: Colour = (36, 36, 36)
GREY: Colour = (150, 150, 150)
BLUE: Colour = (16, 62, 110)
LIGHT: Colour = (158, 202, 235)
PINK: Colour = (255, 214, 198)
RED: Colour = (176, 32, 16)
SAND: Colour = (240, 226, 160)
BROWN: Colour = (110, 84, 0)
COLOURS = (WHITE, INK, GREY, BLUE, LIGHT, PINK, RED, SAND, BROWN, (88, 88, 88), (214, 214, 214))


class Paper:
    """A white sheet of a fixed width."""

    def __init__(self, height: int) -> None:
        """Take a sheet of that height in pixels."""
        self.image = Image.new("RGB", (WIDTH, height), WHITE)
        self.draw = ImageDraw.Draw(self.image)
        # Letters without soft edges halve the file; the typeface is made to be drawn so, and the
        # screen softens them when it shows the picture smaller.
        self.draw.fontmode = "1"

    def text(self, at: tuple[int, int], text: str, size: int = PLAIN, fill: Colour = INK) -> None:
        """Write a text with its top left corner at a place."""
        self.draw.text(at, _line(text), font=typeface(size), fill=fill)

    def pasted(self, box: Box, tile: Image.Image) -> None:
        """Fill a box with a pattern, and draw its edge."""
        left, top, right, bottom = box
        for x in range(left, right, tile.width):
            for y in range(top, bottom, tile.height):
                piece = tile.crop((0, 0, min(tile.width, right - x), min(tile.height, bottom - y)))
                self.image.paste(piece, (x, y))
        self.draw.rectangle((left, top, right - 1, bottom - 1), outline=INK)

    def png(self) -> bytes:
        """Return the sheet as a PNG of few colours."""
        few = self.image.quantize(palette=_palette(), dither=Image.Dither.NONE)
        file = BytesIO()
        few.save(file, "PNG", optimize=True, bits=4)
        return file.getvalue()


@lru_cache(maxsize=1)
def _palette() -> Image.Image:
    """Return the colours of a picture; few greys between ink and paper make a small file."""
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for colour in COLOURS for part in colour])
    return palette


@lru_cache
def typeface(size: int) -> ImageFont.FreeTypeFont:
    """Return the typeface in a size, read once."""
    return ImageFont.truetype(_TYPEFACE, size)


def width(text: str, size: int = PLAIN) -> int:
    """Return how wide a text is in pixels."""
    return round(typeface(size).getlength(_line(text)))


def cut(text: str, longest: int, size: int = PLAIN) -> str:
    """Return a text that is at most so wide, with '…' for what does not fit."""
    text = _line(text)
    if width(text, size) <= longest:
        return text
    while text and width(text + "…", size) > longest:
        text = text[:-1]
    return text.rstrip() + "…"


def _line(text: str) -> str:
    """Return a text on one line, no longer than any sheet is wide."""
    return " ".join(text.split())[:LONGEST]


def pattern(number: int) -> Image.Image:
    """Return a tile; five of them can be told apart without their colours."""
    tiles = _patterns()
    return tiles[number % len(tiles)]


@lru_cache(maxsize=1)
def _patterns() -> tuple[Image.Image, ...]:
    full = Image.new("RGB", (8, 8), BLUE)
    light = Image.new("RGB", (8, 8), LIGHT)
    striped = _tile(PINK, RED)
    dotted = Image.new("RGB", (8, 8), SAND)
    ImageDraw.Draw(dotted).rectangle((2, 2, 4, 4), fill=BROWN)
    return full, light, striped, dotted, Image.new("RGB", (8, 8), WHITE)


def _tile(ground: Colour, stripe: Colour) -> Image.Image:
    """Return a tile with slanting stripes that meet those of the next."""
    tile = Image.new("RGB", (12, 12), ground)
    for x in range(12):
        for y in range(12):
            if (x + y) % 12 < 5:  # noqa: PLR2004 - the breadth of a stripe
                tile.putpixel((x, y), stripe)
    return tile
