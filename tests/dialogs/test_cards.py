"""Whatever text comes into a card is shown as it is, and every card can be sent."""

import html
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from dialogs import cards, plain

# Text as hostile as it comes: Markdown, HTML, entities, card functions, odd characters.
HOSTILE = st.lists(
    st.one_of(
        st.text(max_size=12),
        st.sampled_from(
            [
                "[a](https://evil.example)",
                "![x](https://evil.example/x.png)",
                "<b>", "</b>", "<https://evil.example>", "<script>alert(1)</script>",
                "<at>everybody</at>", "**", "__", "_", "*", "`", "~~", "\\", "\\[", "](", "[", "]",
                "&lt;", "&#60;", "&amp;", "{{DATE(2020-01-01T00:00:00Z,SHORT)}}", "{{", "{",
                "# ", "## ", "- ", "+ ", "1. ", "12) ", "---", "> ", "\n", "\r\n", "\u202e",
                "\u200b", "$&{x}", "28.4.2023", "10–12 %", "ä", " ",
            ]
        ),
    ),
    max_size=12,
).map("".join)  # fmt: skip

# As Teams' Markdown, and more: a reader in which HTML and every kind of emphasis is switched on.
READER = MarkdownIt("commonmark", {"html": True}).enable(["strikethrough"])


@given(HOSTILE)
def test_no_markdown_or_html_of_a_text_survives(text: str) -> None:
    shown = READER.render(cards.escape(text)).strip()

    inside = re.sub(r"^<p>|</p>$", "", shown)
    assert html.unescape(inside) == cards.tidy(text)
    assert not re.search(r"<[a-z/!]", inside)


@given(HOSTILE)
def test_no_function_of_a_card_survives(text: str) -> None:
    assert "{{" not in cards.escape(text)


@given(HOSTILE)
def test_the_plain_text_of_a_card_is_what_came_in(text: str) -> None:
    made = cards.card("x", [cards.paragraph(text), cards.bullets([text])])

    tidied = cards.clip(cards.tidy(text), cards.LONGEST_TEXT)
    assert plain.text(made) == f"{tidied}\n- {tidied}".strip()


@given(HOSTILE)
def test_an_item_of_a_list_stays_one_item(text: str) -> None:
    shown = READER.render(cards.bullets([text, "x"])["text"])

    assert shown.count("<li>") == 2
    assert shown.count("<ul>") == 1


@given(st.lists(HOSTILE, max_size=60), st.integers(1, 4_000))
def test_every_card_fits_whatever_is_in_it(texts: list[str], times: int) -> None:
    long = [(text or "å") * times for text in texts][:40]
    elements = [
        cards.heading("x" * times),
        *(cards.paragraph(text) for text in long),
        cards.bullets(long or ["x"]),
        cards.block([cards.paragraph(text) for text in long] or [cards.paragraph("x")]),
    ]

    made = cards.card("x", elements)

    assert cards.weight(made) <= cards.LARGEST
    assert json.loads(json.dumps(made)) == made


def test_a_card_that_is_too_large_loses_words_before_elements() -> None:
    elements = [cards.paragraph("sana " * 200) for _ in range(40)]

    made = cards.card("x", elements)

    assert len(made["body"]) == 40
    assert all(element["text"].endswith("…") for element in made["body"])


def test_a_picture_has_words_that_say_the_same_and_none_is_shown_where_there_is_none() -> None:
    (picture,) = cards.image(b"\x89PNG", "Valmis 3,\n myöhässä 1")

    assert picture["altText"] == "Valmis 3, myöhässä 1"
    assert picture["url"] == "data:image/png;base64,iVBORw=="
    assert cards.image(b"", "x") == []


@pytest.mark.parametrize(("size", "kept"), [(12_000, True), (18_000, False)])
def test_a_card_that_is_too_large_loses_its_picture_before_any_word(
    size: int, *, kept: bool
) -> None:
    said = cards.paragraph("sana " * 200)

    made = cards.card("x", [*cards.image(b"x" * size, "kuva"), said])

    assert made["body"][-1] == said
    assert ("Image" in {element["type"] for element in made["body"]}) is kept


def test_a_text_is_cut_at_a_word() -> None:
    assert cards.clip("yksi kaksi kolme", 12) == "yksi kaksi…"
    assert cards.clip("yksi", 4) == "yksi"
    assert cards.clip("x" * 20, 5) == "xxxx…"


def test_characters_that_hide_or_reverse_are_left_out() -> None:
    assert cards.tidy("a\u202eb\u200bc\x00d\u00a0e\n f") == "abc d e f"


@pytest.mark.parametrize(
    ("url", "opened"),
    [
        ("https://example.org", True),
        ("https://example.org:8443/a%20b?x=1#y", True),
        ("http://example.org", False),
        ("javascript:alert(1)", False),
        ("https://user@example.org", False),
        ("https://", False),
        ("https://example.org/a b", False),
        ('https://example.org/"><b>', False),
        ("https://example.org\n.evil.example", False),
        ("", False),
    ],
)
def test_only_clean_https_addresses_become_buttons(url: str, *, opened: bool) -> None:
    assert bool(cards.link("Open", url)) is opened


def test_many_buttons_stand_in_rows_that_are_shown_whole() -> None:
    rows = cards.actions([cards.button(str(n), "a.b") for n in range(12)])

    assert [len(row["actions"]) for row in rows] == [5, 5, 2]


def test_the_plain_text_follows_the_card_and_can_name_its_buttons() -> None:
    made = cards.card(
        "x",
        [
            cards.heading("Otsikko"),
            cards.block([cards.paragraph("a*b"), cards.paragraph("Aika: 1. päivä", near=True)]),
            cards.choice_input("owner", "Vastuussa", [("kaikki", ""), ("Johtaja", "j")], ""),
            *cards.actions([cards.button("Lisää", "a.b", {"n": 1})]),
            *cards.actions(cards.link("Avaa", "https://example.org")),
        ],
    )

    assert plain.text(made) == "Otsikko\n\na*b\nAika: 1. päivä"
    assert plain.text(made, buttons=True).endswith("Vastuussa: kaikki, Johtaja\n[Lisää]\n[Avaa]")
    assert plain.pressable(made) == [
        plain.Button("Lisää", "a.b", {"n": 1}),
        plain.Button("Avaa", url="https://example.org"),
    ]
