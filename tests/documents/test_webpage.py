"""A web page becomes its main content, without what surrounds it."""

from documents.reader import read
from documents.webpage import read_html

PAGE = """<!DOCTYPE html>
<html lang="fi"><head><meta charset="utf-8"><title>Talous - Kunta</title>
<style>p { color: red }</style><script>var a = "</p>";</script></head>
<body>
<nav><ul><li><a href="/">Etusivulle</a></li></ul></nav>
<div class="breadcrumb">Etusivu / Talous</div>
<main id="content">
  <h1>Talouden  tasapaino</h1>
  <p>Kulut laskevat <a href="/x">kahdessa vuodessa</a>.<br>Puhelin 050&nbsp;123&nbsp;4567.</p>
  <img src="a.png" alt="Kaksi kättä"> loppu kuvasta
  <h2>Keinot</h2>
  <ul><li>ensimmäinen <b>keino</b></li><li>toinen<ul><li>sisempi</li></ul></li></ul>
  <table><thead><tr><th>Toimenpide</th><th>Vastuu</th></tr></thead>
    <tbody><tr><td><p>Selvitys</p><p>palveluista</p></td><td>Johtaja</td></tr></tbody></table>
  <div hidden>piilossa</div><div aria-hidden="true">koriste</div>
  <details><summary>Miten asia etenee?</summary><p>Valtuusto päättää siitä keväällä.</p></details>
  <form><label>Haku</label><input value="x"></form>
</main>
<footer>Kunnan osoite</footer>
</body></html>
"""

EXPECTED = """# Talouden tasapaino

Kulut laskevat kahdessa vuodessa.
Puhelin 050\u00a0123\u00a04567.

loppu kuvasta

## Keinot

- ensimmäinen keino
- toinen
  - sisempi

Toimenpide | Vastuu
Selvitys palveluista | Johtaja

Miten asia etenee?

Valtuusto päättää siitä keväällä.

"""


def test_headings_lists_tables_and_links_stay_and_the_furniture_goes() -> None:
    assert read_html(PAGE.encode()).text == EXPECTED


def test_a_page_is_read_with_its_title_from_the_main_heading() -> None:
    found = read(PAGE.encode(), name="talous.html")

    assert found.document.title == "Talouden tasapaino"
    assert found.document.media_type == "text/html"
    assert found.document.pages == 0
    assert all(found.text[p.start : p.end] == p.text for p in found.passages)
    assert any("Miten asia etenee?\n\nValtuusto" in p.text for p in found.passages)


def test_a_page_under_a_text_files_name_is_still_a_page() -> None:
    assert read(PAGE.encode(), name="talous.txt").document.media_type == "text/html"


def test_the_declared_encoding_counts() -> None:
    for encoding in ("iso-8859-1", "iso-8859-15"):
        found = read_html(PAGE.replace("utf-8", encoding).encode(encoding))
        assert (found.text, found.warnings) == (EXPECTED, ())


def test_an_unknown_declared_encoding_is_judged_by_the_bytes() -> None:
    assert read_html(PAGE.replace("utf-8", "x-unknown").encode()).text == EXPECTED


def test_a_page_without_main_is_its_body_less_the_navigation() -> None:
    page = "<html><body><nav>Valikko</nav><p>Kunnan asia.</p><footer>Osoite</footer></body></html>"

    assert read_html(page.encode()).text.strip() == "Kunnan asia."


def test_a_table_within_a_table_becomes_part_of_its_cell() -> None:
    page = (
        "<table><tr><td>a<table><tr><td>b</td><td>c</td></tr></table>d</td><td>e</td></tr></table>"
    )

    assert " ".join(read_html(page.encode()).text.split()) == "a b c d | e"


def test_text_after_what_is_left_out_stays() -> None:
    page = "<p>alku <script>x()</script>keski <button>paina</button>loppu</p>"

    assert read_html(page.encode()).text.strip() == "alku keski loppu"


def test_very_deep_nesting_is_read_as_far_as_it_goes_and_said() -> None:
    page = f"<p>Kunnan asia alkaa.</p>{'<div>' * 50_000}syvällä{'</div>' * 50_000}"

    found = read_html(page.encode())

    assert found.text.startswith("Kunnan asia alkaa.")
    assert "syvällä" in found.text or found.warnings == ("nested-too-deep",)
