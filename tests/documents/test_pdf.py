"""PDF files, made for real: pages, headings, tables, columns, what is left out and said."""

import io
from collections.abc import Callable

import pytest
from reportlab.lib import colors, pdfencrypt
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table, TableStyle

from council.errors import UnreadableDocumentError
from documents.pdf import read_pdf
from documents.reader import read

STYLES = getSampleStyleSheet()
BODY = (
    "Kunnan palveluverkko uudistetaan vaiheittain, ja jokaisesta vaiheesta tehdään oma päätös. "
    "Henkilöstö- ja sidosryhmäkyselyt toteutetaan ennen päätöksiä, ja tulokset ovat julkisia."
)


def drawn(*pages: Callable[[Canvas], None], title: str = "", password: str = "") -> bytes:
    """Draw a PDF page by page."""
    stream = io.BytesIO()
    lock = pdfencrypt.StandardEncryption(password, canPrint=0) if password else None
    canvas = Canvas(stream, pagesize=A4, encrypt=lock)
    canvas.setTitle(title)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def lines(*texts: str, left: float = 72, top: float = 760) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        for number, text in enumerate(texts):
            canvas.drawString(left, top - 15 * number, text)

    return draw


def programme(chapters: int = 3) -> bytes:
    """Make a programme with headings, paragraphs, a ruled table and a running footer."""
    stream = io.BytesIO()
    rows = [["Toimenpide", "Vastuuhenkilö"], ["Kirjaston selvitys", "Tekninen johtaja"]]
    story = []
    for number in range(1, chapters + 1):
        table = Table(rows, style=TableStyle([("GRID", (0, 0), (-1, -1), 1, colors.black)]))
        chapter = Paragraph(f"Luvun {number} otsikko", STYLES["Heading1"])
        story += [chapter, Paragraph(f"Kappale {number}. {BODY}", STYLES["BodyText"]), table]
        story.append(PageBreak())

    def footer(canvas: Canvas, _: object) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(72, 30, f"Palveluohjelma {canvas.getPageNumber()}")

    SimpleDocTemplate(stream, title="Kunnan palveluohjelma").build(
        story, onFirstPage=footer, onLaterPages=footer
    )
    return stream.getvalue()


def test_headings_paragraphs_and_ruled_tables_come_out_page_by_page() -> None:
    extract = read_pdf(programme())

    pages = [
        extract.text[start:end]
        for start, end in zip(
            extract.page_starts, (*extract.page_starts[1:], len(extract.text)), strict=True
        )
    ]
    assert pages[1].strip() == (
        f"# Luvun 2 otsikko\n\nKappale 2. {BODY}\n\n"
        "Toimenpide | Vastuuhenkilö\nKirjaston selvitys | Tekninen johtaja"
    )
    assert len(pages) == 3


def test_passages_know_their_page_and_heading_and_quote_exactly() -> None:
    found = read(programme(), name="ohjelma.pdf")

    assert found.document.pages == 3
    assert found.document.media_type == "application/pdf"
    assert {(p.page, p.headings) for p in found.passages if p.page > 1} == {
        (2, ("Luvun 2 otsikko",)),
        (3, ("Luvun 3 otsikko",)),
    }
    assert all(found.text[p.start : p.end] == p.text for p in found.passages)
    assert found.warnings == ()


def test_progress_is_told_page_by_page() -> None:
    told: list[tuple[int, int]] = []

    read(programme(5), name="ohjelma.pdf", progress=lambda page, of: told.append((page, of)))

    assert told == [(number, 5) for number in range(1, 6)]


def test_what_progress_raises_passes() -> None:
    class StoppedError(Exception):
        """Somebody pressed Control-C."""

    def stop(_: int, __: int) -> None:
        raise StoppedError

    with pytest.raises(StoppedError):
        read(programme(), name="ohjelma.pdf", progress=stop)


def test_two_columns_of_running_text_are_read_one_after_the_other() -> None:
    left = lines(*[f"vasen palsta rivi numero {n} jatkuu tästä" for n in range(1, 10)])
    right = lines(*[f"oikea palsta rivi numero {n} jatkuu tästä" for n in range(1, 10)], left=320)

    def both(canvas: Canvas) -> None:
        left(canvas)
        right(canvas)

    text = read_pdf(drawn(both)).text

    assert text.index("vasen palsta rivi numero 9") < text.index("oikea palsta rivi numero 1 ")


def test_cells_without_rules_are_parted_by_their_distance() -> None:
    def table(canvas: Canvas) -> None:
        for row, cells in enumerate((("Selvitys", "Johtaja"), ("Koulutus", "Päällikkö"))):
            for column, cell in enumerate(cells):
                canvas.drawString(72 + 200 * column, 700 - 15 * row, cell)

    assert read_pdf(drawn(table)).text.splitlines() == [
        "Selvitys | Johtaja",
        "Koulutus | Päällikkö",
    ]


def test_words_cut_at_a_line_end_are_made_whole_and_suspended_hyphens_stay() -> None:
    text = read_pdf(
        drawn(
            lines(
                "Tavoitteena on kehittää kunnan palvelu-",
                "verkkoa ja toteuttaa henkilöstö-",
                "ja sidosryhmäkyselyt ajallaan keväällä.",
            )
        )
    ).text

    assert text.strip() == (
        "Tavoitteena on kehittää kunnan palveluverkkoa ja toteuttaa henkilöstö- "
        "ja sidosryhmäkyselyt ajallaan keväällä."
    )


def test_pages_without_a_text_layer_are_named() -> None:
    def picture(canvas: Canvas) -> None:
        canvas.rect(100, 100, 300, 300, fill=1)

    found = read(drawn(lines(BODY), picture, lines(BODY)), name="skannattu.pdf")

    assert found.warnings == ("page-without-text:2",)
    assert [p.page for p in found.passages] == [1, 3]


def test_a_pdf_without_any_text_is_empty() -> None:
    with pytest.raises(UnreadableDocumentError) as fault:
        read(drawn(lambda canvas: canvas.rect(1, 1, 9, 9)), name="kuva.pdf")

    assert fault.value.facts == {"name": "kuva.pdf", "reason": "empty"}


def test_a_locked_pdf_is_encrypted_and_one_that_only_may_not_be_printed_is_read() -> None:
    with pytest.raises(UnreadableDocumentError) as fault:
        read(drawn(lines(BODY), password="salaisuus"), name="lukittu.pdf")
    assert fault.value.facts["reason"] == "encrypted"

    stream = io.BytesIO()
    lock = pdfencrypt.StandardEncryption("", ownerPassword="salaisuus", canPrint=0)
    canvas = Canvas(stream, encrypt=lock)
    lines("Kunta päättää asiasta.")(canvas)
    canvas.save()
    assert read(stream.getvalue(), name="avoin.pdf").text.strip() == "Kunta päättää asiasta."


def test_the_pdfs_own_title_is_taken_if_its_words_stand_in_the_text() -> None:
    own = drawn(lines("Kansilehti", "", BODY), title="Kunnan palveluverkko")
    foreign = drawn(lines("Kunnan uusi palveluohjelma", "", BODY), title="Microsoft Word - a.docx")

    assert read(own, name="a.pdf").document.title == "Kunnan palveluverkko"
    assert read(foreign, name="a.pdf").document.title == "Kunnan uusi palveluohjelma"
