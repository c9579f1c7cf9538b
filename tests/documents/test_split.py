"""Passages are exact slices of the text, cover it, and keep together what belongs together."""

import re
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from council.model import Passage
from documents.split import TARGET, UNPUNCTUATED, split

SENTENCE = "Lautakunta käsittelee asian ennen kesää ja päättää sen jälkeen jatkosta."
LINES = st.sampled_from(
    (
        "",
        "\u00a0",
        "# Pääotsikko",
        "## Väliotsikko",
        "**Lihavoitu rivi**",
        "Vastuut:",
        "Rohkeus",
        "Avoimuus",
        SENTENCE,
        f"{SENTENCE}{SENTENCE} Katso s. 12 ja 13.3. pidetty työpaja.",
        "- luettelon kohta",
        "  - sisempi kohta, joka on vähän pidempi kuin muut kohdat",
        "1. numeroitu kohta",
        "Toimenpide | Vastuu | Aika",
        "Selvitys | johtaja | 2024",
        "Johdanto ........ 3",
        "<ul><li>yksi</li><li>kaksi</li></ul>",
        "OHJELMA 1",
        "LIITTEET 12",
        "Milloin työ alkaa?",
        "\f",
        "---",
        "Kiitos!",
        "sana " * 200,
    )
)
DOCUMENTS = st.lists(LINES, max_size=40).map("\n".join)
ANYTHING = st.text(
    st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("aAä.:#*-|<> \n\t1?")),
    max_size=1500,
)
STARTS = st.lists(st.integers(0, 1500), max_size=4, unique=True).map(sorted)


def passages(text: str, title: str = "") -> tuple[Passage, ...]:
    return split(text, document="paperi.txt", title=title)


def texts(text: str) -> list[str]:
    return [passage.text for passage in passages(text)]


@settings(max_examples=300)
@given(text=st.one_of(DOCUMENTS, ANYTHING), starts=STARTS)
def test_each_passage_is_the_exact_slice_in_order_and_overlaps_only_in_unpunctuated_text(
    text: str, starts: list[int]
) -> None:
    found = split(text, document="paperi.txt", page_starts=[0, *(s for s in starts if s > 0)])

    assert [passage.number for passage in found] == list(range(len(found)))
    run_start = 0
    for before, passage in zip((None, *found), found, strict=False):
        assert text[passage.start : passage.end] == passage.text
        assert passage.text.strip() == passage.text != ""
        assert any(character.isalnum() for character in passage.text)
        if before is None or passage.start >= before.end:
            run_start = passage.start
        else:
            assert before.start < passage.start
            assert before.end < passage.end
            assert found[-1].end - run_start > UNPUNCTUATED


@settings(max_examples=200)
@given(
    st.lists(
        st.sampled_from(
            (
                "",
                SENTENCE,
                f"{SENTENCE}Toinen virke alkoi heti perään.",
                "Yhteys: puh. 050 123 4567 | toimisto@kunta.example",
                "- luettelon kohta",
                "  - sisempi kohta",
                "1. numeroitu kohta",
                "| Selvitys | johtaja |",
                f"# Otsikko\n{SENTENCE}",
                "Arvot\n\nRohkeus\n\nAvoimuus\n\nLuottamus\n",
                "sana " * 300,
            )
        ),
        max_size=40,
    ).map("\n".join)
)
def test_every_word_stands_in_some_passage(text: str) -> None:
    found = passages(text)

    for word in re.finditer(r"\w+", text):
        assert any(p.start <= word.start() and word.end() <= p.end for p in found), word[0]


def test_passages_are_filled_to_the_target_with_whole_sentences() -> None:
    found = texts(" ".join([SENTENCE] * 12))

    assert all(text.startswith("Lautakunta") and text.endswith("jatkosta.") for text in found)
    assert all(TARGET / 2 < len(text) <= TARGET for text in found)


def test_headings_form_a_path_from_the_outermost_in_without_the_title() -> None:
    text = f"# Ohjelma\n\n## Talous\n\n{SENTENCE}\n\n## Palvelut\n\n### Koulut\n\n{SENTENCE}\n"

    found = passages(text, title="Ohjelma")

    assert [passage.headings for passage in found] == [("Talous",), ("Palvelut", "Koulut")]
    assert found[0].text.startswith("# Ohjelma")


def test_a_short_line_between_empty_lines_is_a_heading() -> None:
    found = passages(f"Työn eteneminen\n\n{SENTENCE}\n\nYhteystiedot\n\n{SENTENCE}")

    assert [passage.headings for passage in found] == [("Työn eteneminen",), ("Yhteystiedot",)]


def test_a_numbered_line_between_empty_lines_is_a_heading_and_a_numbered_list_is_not() -> None:
    found = passages(
        f"2 Tavoitteet\n\n{SENTENCE}\n\n2.1 Talouden tavoitteet\n\n{SENTENCE}\n\n"
        "1. Ensimmäinen asia\n2. Toinen asia"
    )

    assert found[0].headings == ("2 Tavoitteet",)
    assert found[1].headings == ("2 Tavoitteet", "2.1 Talouden tavoitteet")
    assert len(found) == 2


def test_values_without_labels_stay_with_their_heading() -> None:
    apart = f"{SENTENCE}\n\nArvot\n\nRohkeus\n\nAvoimuus\n\nLuottamus\n\nTalous\n\n{SENTENCE}"
    touching = f"{SENTENCE}\n\nArvot\nRohkeus\nAvoimuus\nLuottamus\n\n{SENTENCE}"

    first, values, last = passages(apart)
    assert values.text == "Arvot\n\nRohkeus\n\nAvoimuus\n\nLuottamus"
    assert values.headings == ("Arvot",)
    assert (first.headings, last.headings) == ((), ("Talous",))
    assert [(p.text, p.headings) for p in passages(touching)][1] == (
        "Arvot\nRohkeus\nAvoimuus\nLuottamus",
        ("Arvot",),
    )


def test_ordinary_text_after_a_list_leaves_its_label() -> None:
    text = f"Jäsenet:\n\n- johtaja\n- sihteeri\n\n{SENTENCE}"

    listed, after = passages(text)

    assert listed.headings == ("Jäsenet",)
    assert after.headings == ()


def test_a_question_stays_with_its_answer() -> None:
    text = f"{SENTENCE} {SENTENCE} {SENTENCE}\n\nMiten voin osallistua työhön?\n{SENTENCE * 6}\n"

    *_, question, rest = passages(text)

    assert question.text.startswith("Miten voin osallistua työhön?\nLautakunta")
    assert rest.headings == ("Miten voin osallistua työhön?",)


def test_a_sentence_that_only_ends_in_a_question_mark_is_no_heading() -> None:
    sentence = "Johtaja kertoi ensin lyhyesti työn vaiheista ja pohti sitten, mitä kaikki maksaa?"

    assert [passage.headings for passage in passages(f"{sentence}\n\n{SENTENCE}")] == [()]


def test_bullets_that_belong_to_a_parent_are_not_parted_from_it() -> None:
    filler = "- " + "täyte " * 25
    nested = "- mittari\n  - ensimmäinen tieto mittarista\n  - toinen tieto mittarista"

    found = texts(f"# Mittarit\n\n{filler}\n{filler.replace('- ', '')}\n{nested}")

    assert found[-1] == nested


def test_running_footers_part_pages_and_give_their_numbers() -> None:
    pages = (f"Sivun {number} asia. {SENTENCE} MUUTOSOHJELMA {number}" for number in range(1, 5))

    found = passages("\n".join(pages))

    assert [passage.page for passage in found] == [1, 2, 3, 4]
    assert not any("MUUTOSOHJELMA" in passage.text for passage in found)


def test_running_headers_number_the_text_below_them() -> None:
    pages = (f"MUUTOSOHJELMA {number}\nSivun {number} asia. {SENTENCE}" for number in range(4, 8))

    found = passages("\n".join(pages))

    assert [(passage.page, passage.text[:7]) for passage in found] == [
        (number, f"Sivun {number}") for number in range(4, 8)
    ]


def test_a_word_in_capitals_that_does_not_count_upwards_is_no_footer() -> None:
    found = passages(f"LAUTAKUNTA 7 päätti. {SENTENCE}\nLAUTAKUNTA 5 päätti.\nLAUTAKUNTA 9 päätti.")

    assert {passage.page for passage in found} == {0}
    assert "LAUTAKUNTA 7 päätti." in found[0].text


def test_pages_of_the_format_part_passages() -> None:
    text = f"{SENTENCE}\n{SENTENCE}\n"

    found = split(text, document="a.pdf", page_starts=(0, len(SENTENCE) + 1))

    assert [(passage.page, passage.text) for passage in found] == [(1, SENTENCE), (2, SENTENCE)]


def test_unpunctuated_table_text_is_cut_into_overlapping_windows() -> None:
    words = [f"sana{number}" for number in range(200)]

    found = passages("# Taulukko\n" + " ".join(words))

    assert found[0].text.startswith("# Taulukko\nsana0")
    assert found[-1].text.endswith("sana199")
    assert all(p.headings == ("Taulukko",) for p in found)
    for before, after in pairwise(found):
        assert before.start < after.start < before.end


def test_a_later_row_of_a_table_knows_its_header_row() -> None:
    rows = [f"Selvitys numero {number} | Tekninen johtaja | kevät" for number in range(12)]

    found = passages("# Taulukko\n\nToimenpide | Vastuu | Aika\n" + "\n".join(rows))

    assert found[0].headings == ("Taulukko",)
    assert found[1].headings == ("Taulukko", "Toimenpide | Vastuu | Aika")


def test_what_holds_nothing_to_quote_is_dropped() -> None:
    text = (
        f"# Sisällys\n\nJohdanto .......... 3\nTalous . . . . . . 12\n\f# Asia\n\n{SENTENCE}\n\f"
        "8 Kiitos!\n\f# Kiitos mielenkiinnosta!\n\n\fJaa Facebookissa Jaa X:ssä Tulosta\n"
    )

    assert texts(text) == [f"# Asia\n\n{SENTENCE}"]


def test_letter_spaced_headings_are_joined_for_the_path_only() -> None:
    (found,) = passages(f"T A V O I T T E E T\n\n{SENTENCE}")

    assert found.headings == ("TAVOITTEET",)
    assert found.text.startswith("T A V O I T T E E T")


def test_a_letter_that_stands_for_a_bullet_is_seen_where_it_repeats() -> None:
    text = "Keinot:\nl uusi kirjasto\nl uusi koulu\nl uusi katu\n\n" + SENTENCE

    listed, after = passages(text)

    assert (listed.headings, after.headings) == (("Keinot",), ())


def test_a_bilingual_page_keeps_both_languages() -> None:
    text = f"Tavoitteet / Mål\n\n{SENTENCE}\n\nNämnden behandlar ärendet före sommaren."

    (found,) = passages(text)

    assert "Nämnden" in found.text
    assert found.headings == ("Tavoitteet / Mål",)


def test_tags_in_the_text_part_sentences_and_stay_in_the_text() -> None:
    (found,) = passages(f"<p>{SENTENCE}</p><p>Toinen asia</p>")

    assert found.text == f"{SENTENCE}</p><p>Toinen asia"
