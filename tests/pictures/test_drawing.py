"""Pictures are sound, small PNGs that differ where their figures do."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from council.figures import Bar, Level, Part, Point
from pictures import Drawing
from pictures.drawing import MOST_ROWS
from pictures.paper import WIDTH, cut, pattern, typeface, width

NAMES = ("valmis", "aikataulussa", "myöhässä", "ei uutisia", "ei päivää")
FIRST = date(2025, 1, 1)


def bar(label: str, *numbers: int) -> Bar:
    return Bar(label, tuple(Part(n, x) for n, x in zip(NAMES, numbers, strict=True)))


def point(days: int, value: float) -> Point:
    return Point(FIRST + timedelta(days=days), value, f"{value}")


def opened(png: bytes) -> Image.Image:
    image = Image.open(BytesIO(png))
    image.load()
    return image


def test_bars_are_a_small_picture_of_few_colours() -> None:
    rows = [bar("Koko ohjelma", 12, 9, 6, 4, 3), bar("Sujuvat palvelut", 0, 1, 0, 0, 3)]

    png = Drawing().bars(rows)

    image = opened(png)
    assert (image.format, image.mode, image.width) == ("PNG", "P", WIDTH)
    assert len(png) < 6_000
    assert image.convert("RGB").getpixel((0, 0)) == (255, 255, 255)


def test_a_bar_for_every_class_has_a_pattern_of_its_own() -> None:
    grey = {pattern(number).convert("L").tobytes() for number in range(len(NAMES))}

    assert len(grey) == len(NAMES)


def test_other_figures_make_another_picture() -> None:
    drawing = Drawing()

    assert drawing.bars([bar("A", 1, 2, 0, 0, 0)]) != drawing.bars([bar("A", 2, 1, 0, 0, 0)])


def test_nothing_to_draw_makes_no_picture() -> None:
    drawing = Drawing()

    assert drawing.bars([]) == drawing.bars([bar("A", 0, 0, 0, 0, 0)]) == b""
    assert drawing.course([point(0, 1.0)], None) == b""
    assert drawing.course([point(0, 1.0), point(0, 2.0)], None) == b""


@pytest.mark.parametrize("letter", "äöåÄÖÅšŽé–…%")
def test_the_typeface_has_the_letters_of_the_languages(letter: str) -> None:
    missing = typeface(24).getmask("\u0378")

    assert bytes(typeface(24).getmask(letter)) != bytes(missing)


def test_a_label_is_cut_where_there_is_no_room() -> None:
    assert cut("Tavoite", 500) == "Tavoite"
    assert cut("Pitkä tavoite " * 30, 300).endswith("…")
    assert width(cut("Pitkä tavoite " * 30, 300)) <= 300


@settings(max_examples=30)
@given(
    st.lists(
        st.tuples(st.text(max_size=60), st.tuples(*[st.integers(0, 3_000)] * len(NAMES))),
        min_size=1,
        max_size=MOST_ROWS + 3,
    )
)
def test_whatever_the_figures_are_they_can_be_drawn(
    rows: list[tuple[str, tuple[int, ...]]],
) -> None:
    png = Drawing().bars([bar(label, *numbers) for label, numbers in rows])

    if any(any(numbers) for _, numbers in rows[:MOST_ROWS]):
        assert opened(png).width == WIDTH
    else:
        assert png == b""


@settings(max_examples=30)
@given(
    st.lists(
        st.tuples(st.integers(0, 4_000), st.floats(-1e9, 1e9)),
        min_size=2,
        max_size=30,
        unique_by=lambda pair: pair[0],
    ),
    st.none() | st.floats(-1e9, 1e9),
)
def test_whatever_was_measured_can_be_drawn(
    measured: list[tuple[int, float]], level: float | None
) -> None:
    points = [point(days, value) for days, value in sorted(measured)]
    target = None if level is None else Level(level, "Tavoite: vähintään 80 %")

    png = Drawing().course(points, target)

    assert opened(png).width == WIDTH
    assert len(png) < 12_000
