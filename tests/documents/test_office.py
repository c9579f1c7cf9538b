"""Word documents and slide shows, made with the libraries that people's programs imitate."""

import io

import docx
import pptx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from pptx.util import Inches

from documents.reader import read
from documents.slides import read_pptx
from documents.word import read_docx


def word(document: "docx.document.Document") -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def slides(deck: "pptx.presentation.Presentation") -> bytes:
    stream = io.BytesIO()
    deck.save(stream)
    return stream.getvalue()


def a_document() -> "docx.document.Document":
    document = docx.Document()
    document.core_properties.title = "Kunnan palveluohjelma"
    document.add_heading("Kunnan palveluohjelma", 0)
    document.add_paragraph("Ohjelma hyväksytään syksyllä. Sitä seurataan vuosittain.")
    document.add_heading("Toimenpiteet", 1)
    document.add_paragraph("uusi kirjasto", style="List Bullet")
    document.add_paragraph("uusi koulu", style="List Bullet")
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(
        (cell for row in table.rows for cell in row.cells),
        ("Toimenpide", "Vastuu", "Selvitys", "Johtaja"),
        strict=True,
    ):
        cell.text = text
    document.add_heading("Seuranta", 2)
    document.add_paragraph("Tulokset kerrotaan valtuustolle.")
    return document


def test_a_word_document_keeps_its_order_headings_lists_and_tables() -> None:
    assert read_docx(word(a_document())).text == (
        "# Kunnan palveluohjelma\n\n"
        "Ohjelma hyväksytään syksyllä. Sitä seurataan vuosittain.\n\n"
        "# Toimenpiteet\n\n"
        "- uusi kirjasto\n- uusi koulu\n\n"
        "Toimenpide | Vastuu\nSelvitys | Johtaja\n\n"
        "## Seuranta\n\n"
        "Tulokset kerrotaan valtuustolle.\n\n"
    )


def test_a_word_document_becomes_passages_with_headings() -> None:
    found = read(word(a_document()), name="ohjelma.docx")

    assert found.document.title == "Kunnan palveluohjelma"
    assert found.document.pages == 0
    assert found.passages[-1].headings == ("Toimenpiteet", "Seuranta")
    assert all(found.text[p.start : p.end] == p.text for p in found.passages)


def test_deleted_text_goes_and_inserted_and_framed_text_stays() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Kunta ")
    for xml in (
        f'<w:ins {nsdecls("w")} w:id="1"><w:r><w:t>päättää</w:t></w:r></w:ins>',
        f'<w:del {nsdecls("w")} w:id="2"><w:r><w:delText>ei päätä</w:delText></w:r></w:del>',
        f"<w:r {nsdecls('w')}><w:br/><w:t>asiasta</w:t></w:r>",
    ):
        paragraph._p.append(parse_xml(xml))
    document.element.body.insert(
        0,
        parse_xml(
            f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>Kansilehti</w:t></w:r></w:p>"
            "</w:sdtContent></w:sdt>"
        ),
    )

    assert read_docx(word(document)).text == "Kansilehti\n\nKunta päättää\nasiasta\n\n"


def a_deck() -> "pptx.presentation.Presentation":
    deck = pptx.Presentation()
    first = deck.slides.add_slide(deck.slide_layouts[1])
    first.shapes.title.text = "Arvot"
    body = first.placeholders[1].text_frame
    body.text = "Rohkeus"
    for text, level in (("Avoimuus", 0), ("myös vaikeissa asioissa", 1)):
        paragraph = body.add_paragraph()
        paragraph.text, paragraph.level = text, level
    first.notes_slide.notes_text_frame.text = "Muista hymyillä"
    second = deck.slides.add_slide(deck.slide_layouts[5])
    second.shapes.title.text = "Vastuut"
    table = second.shapes.add_table(2, 2, Inches(1), Inches(2), Inches(4), Inches(1)).table
    for row, texts in enumerate((("Toimenpide", "Vastuu"), ("Selvitys", "Johtaja"))):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    group = second.shapes.add_group_shape()
    box = group.shapes.add_textbox(Inches(1), Inches(4), Inches(3), Inches(1))
    box.text_frame.text = "Ryhmässä oleva teksti."
    third = deck.slides.add_slide(deck.slide_layouts[5])
    third.shapes.title.text = "Kiitos!"
    hidden = deck.slides.add_slide(deck.slide_layouts[5])
    hidden.shapes.title.text = "Piilotettu dia"
    hidden.element.set("show", "0")
    return deck


def test_a_slide_show_keeps_titles_bullets_tables_and_groups_and_leaves_notes_out() -> None:
    assert read_pptx(slides(a_deck())).text == (
        "# Arvot\n\n- Rohkeus\n- Avoimuus\n  - myös vaikeissa asioissa\n\n"
        "# Vastuut\n\nToimenpide | Vastuu\nSelvitys | Johtaja\n\nRyhmässä oleva teksti.\n\n"
        "# Kiitos!\n\n"
    )


def test_slides_are_pages_and_the_closing_slide_is_no_passage() -> None:
    found = read(slides(a_deck()), name="diat.pptx")

    assert found.document.pages == 4
    assert [(p.page, p.headings) for p in found.passages] == [(1, ("Arvot",)), (2, ("Vastuut",))]
    assert all(found.text[p.start : p.end] == p.text for p in found.passages)
