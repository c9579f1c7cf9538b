"""Text files come in word for word, and a document carries what was said about it."""

import hashlib
from datetime import date
from pathlib import Path

import pytest

from council.access import COUNCIL, PUBLIC
from council.language import Language
from documents.reader import read

TEXT = "Kunnan palveluohjelma\r\n\r\nPuhelin 050\u00a0123\u00a04567. <b>Ääkköset</b> pysyvät.\n"


def test_the_text_of_a_text_file_is_the_file_unchanged(tmp_path: Path) -> None:
    path = tmp_path / "ohjelma.txt"
    path.write_bytes(TEXT.encode())

    found = read(path, name="ohjelma.txt")

    assert found.text == TEXT
    assert all(TEXT[p.start : p.end] == p.text for p in found.passages)
    assert "050\u00a0123\u00a04567" in found.passages[0].text
    assert found.document.digest == hashlib.sha256(TEXT.encode()).hexdigest()
    assert found.warnings == ()


def test_what_is_said_about_a_document_is_kept_and_the_rest_found() -> None:
    found = read(
        f"{TEXT}\n17.4.2023\n".encode(),
        name="a.md",
        programme="kunta-palvelu",
        municipality="Kunta",
        audience=frozenset({PUBLIC}),
    )
    given = read(TEXT.encode(), name="a.txt", title="Oma nimi", dated=date(2020, 1, 2))

    document = found.document
    assert (document.name, document.title) == ("a.md", "Kunnan palveluohjelma")
    assert document.dated == date(2023, 4, 17)
    assert (document.programme, document.municipality) == ("kunta-palvelu", "Kunta")
    assert document.audience == frozenset({PUBLIC})
    assert (document.language, document.media_type) == (Language.FI, "text/markdown")
    assert (given.document.title, given.document.dated) == ("Oma nimi", date(2020, 1, 2))
    assert given.document.audience == frozenset({COUNCIL})


@pytest.mark.parametrize(
    ("raw", "text", "warnings"),
    [
        (TEXT.encode("utf-8-sig"), TEXT, ()),
        (TEXT.encode("utf-16"), TEXT, ()),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), TEXT, ()),
        (TEXT.encode("utf-32"), TEXT, ()),
        (TEXT.encode("utf-16-le"), TEXT, ("encoding-guessed",)),
        (TEXT.encode("cp1252"), TEXT, ("encoding-guessed",)),
        ("€ Ääkköset tässä".encode("cp1252"), "€ Ääkköset tässä", ("encoding-guessed",)),
        (b"\xe4\xe4kk\xf6set \x81 t\xe4ss\xe4", "ääkköset \x81 tässä", ("encoding-guessed",)),
        ("Ääkköset tässä: ".encode() + b"\xff.", "Ääkköset tässä: \ufffd.", ("encoding-broken",)),
        (b"sana\x00 toinen", "sana\ufffd toinen", ("encoding-broken",)),
    ],
)
def test_every_usual_encoding_is_read(raw: bytes, text: str, warnings: tuple[str, ...]) -> None:
    found = read(raw, name="a.txt")

    assert (found.text, found.warnings) == (text, warnings)
