"""Text is data: what documents, forms, files and people say is shown as it is, and does nothing."""

import json
import re
from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

import pytest
from markdown_it import MarkdownIt

from bot.chat_people import find_part
from council.access import COUNCIL
from council.language import Language
from council.model import Document, Material, Named, Passage, Programme, ReadDocument, Source
from dialogs import router
from tests.attack.siege import VISIBLE, Town
from tests.bot.parties import CARD

MEMBER, ADMINISTRATOR = find_part("valtuutettu"), find_part("yllapitaja")
WORD = "zirkoni"
INJECTED = (
    "[paina](https://evil.example/a) <b onclick=x>b</b> ![k](https://evil.example/k.png) "
    "**lihava** _vino_ `koodi` <https://evil.example> {{DATE(2023-01-01T00:00:00Z)}} "
    "&lt;img src=x&gt; <at>kaikki</at> ~~yli~~ \u202eolleh \x1b[31mpunainen"
)
LEADING = ("# ", "- ", "1. ", "> ", "---\n", "```\n", "| a | b |\n|---|---|\n", "=====\n", "    ")
URLS = (
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "https://evil.example@tyotila.luotsi.example/",
    "https://user:pass@evil.example/",
    "file:///etc/passwd",
    "msteams:/l/chat",
    "http://tyotila.luotsi.example/",
    "https://evil.example/\n[x](javascript:1)",
    " https://evil.example/",
)
# What our own cards are made of: paragraphs and plain lists.
PLAIN = frozenset({"inline", "text", "softbreak", "text_special"}) | {
    f"{kind}_{end}"
    for kind in ("paragraph", "bullet_list", "list_item")
    for end in ("open", "close")
}
MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


TEXTS = frozenset(
    "name description task place lead for_whom summary frequency email phone title organisation "
    "part state settled composition unit version section".split()
)


async def poison(place: Town) -> list[str]:
    """Put hostile words into everything that has words; return the keys."""
    council = place.running.council
    async with council.records() as records:
        present = await records.register.everything()
        made = []
        source = Source(f"{INJECTED}.pdf", INJECTED, None, INJECTED, INJECTED)
        for kind in dict.fromkeys(type(r) for r in present if isinstance(r, Named | Programme)):
            own = next(r for r in present if type(r) is kind)
            for number, leading in enumerate(LEADING if kind is not Programme else LEADING[:1]):
                texts: dict[str, Any] = {
                    field.name: f"{leading}{WORD} {INJECTED}"
                    for field in fields(own)
                    if field.name in TEXTS and type(getattr(own, field.name)) is str
                }
                key = f"{VISIBLE}/{WORD}-{kind.__name__.lower()}-{number}"
                more: dict[str, Any] = {"programme": VISIBLE}
                if kind is Programme:
                    key = more["programme"] = f"{WORD}-ohjelma"
                if kind is Material:
                    more["url"] = URLS[number]
                made.append(replace(own, key=key, source=source, **texts, **more))
        await records.register.put(made)
        text = f"{WORD} maksaa 5 euroa. {INJECTED} Siitä vastaa {WORD}johtaja."
        name = f"{WORD} {INJECTED}.txt"
        document = Document(name, f"# {INJECTED}", audience=frozenset({COUNCIL}), digest="0")
        passage = Passage(name, 0, 0, len(text), text, (f"# {INJECTED}",))
        await records.documents.put(ReadDocument(document, text, (passage,)))
        await records.changes.bump()
    await council.shelf.refresh()
    return [record.key for record in made]


def parts(value: object) -> Iterator[dict[str, Any]]:
    """Go through the objects in JSON."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from parts(part)


def marked(text: str) -> set[str]:
    """Return what a text is made of, read as Markdown."""
    tokens = MARKDOWN.parse(text)
    return {part.type for token in tokens for part in (token, *(token.children or ()))}


def faults(told: str) -> list[str]:
    """Return what in replies would be anything but plain text, and every link that is not ours."""
    found = []
    for activity in json.loads(told):
        assert activity.get("textFormat", "plain") == "plain"
        for part in parts(activity):
            shown = [part["text"]] if part.get("type") == "TextBlock" else []
            if part.get("type") == "FactSet":
                shown = [fact[name] for fact in part["facts"] for name in ("title", "value")]
            shown += [part["fallbackText"]] if "fallbackText" in part else []
            for text in shown:
                odd = marked(text) - PLAIN
                found += [f"{odd} in {text}"] if odd else []
                found += [f"function in {text}"] if "{{" in text else []
                found += [f"unseen in {text!r}"] if re.search("[\u202e\x1b\x00]", text) else []
            if part.get("type") == "Action.OpenUrl" and not re.fullmatch(
                r"https://[\w.-]+\.example(/[\w./-]*)?", part["url"]
            ):
                found.append(part["url"])
            if part.get("type") == "mention" or "url" in part.get("appearance", {}):
                found.append(str(part))
    return found


@pytest.mark.parametrize("text", [INJECTED, *(f"{leading}{WORD}" for leading in LEADING[:2])])
def test_words_that_are_not_escaped_would_be_found(text: str) -> None:
    card = {"body": [{"type": "TextBlock", "text": text}, {"type": "FactSet", "facts": []}]}
    assert bool(faults(json.dumps([{"attachments": [{"content": card}]}]))) == (text[:2] != "- ")


async def test_hostile_words_of_records_and_documents_do_nothing_in_any_card(here: Town) -> None:
    keys = await poison(here)
    seen = 0
    for part in (MEMBER, ADMINISTRATOR):
        for key in keys:
            for verb in ("programme.record", "questions.about", "questions.suggested"):
                told = await here.press(part, verb, key=key, question="Kuka vastaa?")
                seen += WORD in told
                assert faults(told) == [], (verb, key)
        for verb in router.BUTTONS:
            for programme in ("", VISIBLE, f"{WORD}-ohjelma"):
                for start in (0, 8, 16):
                    more = {"programme": programme, "from": start, "kind": "theme"}
                    told = await here.press(part, verb, **more, question=f"{WORD} kaikki")
                    assert faults(told) == [], (verb, programme, start)
    for text in (WORD, f"paljonko {WORD} maksaa", f"missä on {WORD} material", "aineistot", "moi"):
        told = await here.say(MEMBER, text)
        assert faults(told) == [], text
    assert seen >= len(keys)


@pytest.mark.parametrize("language", list(Language))
async def test_what_people_write_does_nothing_in_their_own_card_or_an_administrators(
    here: Town, language: Language
) -> None:
    hostile = (INJECTED, json.dumps(CARD), *(f"{leading}{INJECTED}" for leading in LEADING))
    await here.press(MEMBER, "members.speak", language=language.value)
    sender = here.wire(MEMBER)["from"] | {"name": INJECTED}
    for text in hostile:
        told = await here.say(MEMBER, f"{text} {WORD}?", **{"from": sender})
        assert faults(told) == [], text
        for part in parts(json.loads(told)):
            if part.get("verb") == "desk.pass":
                passed = here.wire(MEMBER, value={"verb": "desk.pass", **part["data"]})
                await here.post(passed | {"from": sender})
        named = {"verb": "desk.request", "request": text[:300], "named": True}
        await here.post(here.wire(MEMBER, value=named) | {"from": sender})
        asked = await here.press(MEMBER, "questions.choose", question=f"{text} {WORD}")
        assert faults(asked) == [], text
    for start in (0, 8, 16):
        told = await here.press(ADMINISTRATOR, "desk.asks", **{"from": start})
        assert faults(told) == []
        assert start or "evil.example" in told
