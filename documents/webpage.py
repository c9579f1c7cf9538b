"""Web pages as text: the main content with its headings, lists and tables."""

import re
from typing import Final

from lxml import etree, html

from documents.decoding import ENCODING_GUESSED, decoded
from documents.extract import BROKEN, Extract, TextBuilder, UnfitError

_SKIPPED: Final = frozenset(
    "script style noscript template svg math iframe object embed canvas nav footer aside form "
    "button select textarea input label head audio video map dialog picture img".split()
)
_SKIPPED_ROLES: Final = frozenset(
    "navigation banner contentinfo complementary search menu menubar toolbar dialog alert".split()
)
_SKIPPED_WORDS: Final = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|murupolku|cookies?|evasteet|share|sharing"
    r"|social|some|skip|sr-only|visually-?hidden|screen-reader-text|pagination|sidebar)(?:$|[\s_-])",
    re.IGNORECASE,
)
_BLOCKS: Final = frozenset(
    "p div section article main header figure figcaption blockquote address pre details summary dl "
    "dt dd fieldset legend hgroup body ul ol hr center".split()
)
_TIGHT: Final = frozenset({"dt", "dd"})
_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
_SPACE: Final = re.compile(r"[ \t\r\n\f\u200b]+")  # not NBSP: it stays as the page has it
_DECLARED: Final = re.compile(
    rb"<meta[^>]{0,200}charset\s{0,5}=\s{0,5}[\"']?([\w-]{1,40})", re.IGNORECASE
)
_WESTERN: Final = {
    # Pages that declare Latin-1 are read as Windows-1252 (WHATWG Encoding Standard, 4.2).
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "windows-1252": "cp1252",
    "iso-8859-15": "iso-8859-15",
}
_SUBSTANTIAL: Final = 200  # characters of an element that can be the main content


def read_html(raw: bytes) -> Extract:
    """Return the main content of a page as text. Raises UnfitError.

    Headings get '#' marks by level, list items '- ', table rows are lines with cells parted by
    ' | '. Navigation, scripts, forms, alternative texts and what is hidden are left out; of links
    the text stays.
    """
    text, warnings = _text(raw)
    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = html.document_fromstring(text.replace("\ufffd", "").encode(), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as fault:
        raise UnfitError(BROKEN) from fault
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        warnings = (*warnings, "nested-too-deep")
    titled = root.find(".//title")
    title = " ".join((titled.text or "").split()) if titled is not None else ""
    writer = _Writer()
    writer.walk(_main(root))
    return writer.builder.extract(title=title, warnings=warnings)


def _text(raw: bytes) -> tuple[str, tuple[str, ...]]:
    """Decode by the bytes; the declaration counts for the one encoding that they cannot tell."""
    text, warnings = decoded(raw)
    declared = _DECLARED.search(raw[:4096])
    name = declared[1].decode("ascii").lower() if declared else ""
    if ENCODING_GUESSED in warnings and name in _WESTERN:
        return raw.decode(_WESTERN[name], "replace"), ()
    return text, warnings


def _main(root: etree._Element) -> etree._Element:
    """Return the element with the main content: <main>, a lone <article>, or the body."""
    for path in (".//main", ".//*[@role='main']", ".//article"):
        found = root.findall(path)
        if len(found) == 1 and _length(found[0]) >= _SUBSTANTIAL:
            return found[0]
    return next(root.iter("body"), root)


def _length(element: etree._Element) -> int:
    return sum(len(str(words).strip()) for words in element.itertext())


def _left_out(element: etree._Element) -> bool:
    if element.tag in _SKIPPED:
        return True
    if "hidden" in element.attrib or element.get("aria-hidden") == "true":
        return True
    if element.get("role", "").lower() in _SKIPPED_ROLES:
        return True
    names = f"{element.get('class', '')} {element.get('id', '')}"
    return element.tag not in ("body", "html", "main") and bool(_SKIPPED_WORDS.search(names))


class _Writer:
    """Writes a tree as lines, without recursion: a page may be nested very deep."""

    def __init__(self) -> None:
        self.builder = TextBuilder()
        self._line: list[str] = []
        self._prefix = ""
        self._lists = 0
        self._tables: list[list[str]] = []  # the cells of the running row, of each open table

    def walk(self, root: etree._Element) -> None:
        """Write everything below an element."""
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            if event == "start":
                if _left_out(element) and element is not root:
                    walker.skip_subtree()
                    continue
                self._enter(element.tag)
                self._words(element.text)
            else:
                if not _left_out(element):
                    self._leave(element.tag)
                if element is not root:
                    self._words(element.tail)
        self._flush()

    def _enter(self, tag: str) -> None:
        if tag == "br":
            self._break()
        elif tag == "table":
            if not self._tables:
                self._flush()
                self.builder.blank()
            self._tables.append([])
        elif self._tables:
            if tag in ("td", "th"):
                self._line.append("\n" if len(self._tables) > 1 else "")
            elif tag in _BLOCKS or tag == "li" or tag in _HEADINGS:
                self._line.append(" ")
        else:
            self._enter_block(tag)

    def _enter_block(self, tag: str) -> None:
        if tag in _HEADINGS:
            self._flush()
            self.builder.blank()
            self._prefix = "#" * _HEADINGS[tag] + " "
        elif tag in ("ul", "ol"):
            self._flush()
            if not self._lists:
                self.builder.blank()
            self._lists += 1
        elif tag == "li":
            self._flush()
            self._prefix = "  " * max(min(self._lists, 9) - 1, 0) + "- "
        elif tag in _BLOCKS:
            self._flush()
            if not self._lists and tag not in _TIGHT:
                self.builder.blank()

    def _leave(self, tag: str) -> None:
        if self._tables:
            self._leave_in_table(tag)
        elif tag in _HEADINGS:
            self._flush()
            self.builder.blank()
        elif tag in ("ul", "ol"):
            self._flush()
            self._lists = max(self._lists - 1, 0)
            if not self._lists:
                self.builder.blank()
        elif tag == "li" or tag in _BLOCKS:
            self._flush()
            if not self._lists and tag not in _TIGHT and tag != "li":
                self.builder.blank()

    def _leave_in_table(self, tag: str) -> None:
        if len(self._tables) > 1:  # a table in a cell is part of the cell's text
            if tag == "table":
                self._tables.pop()
            self._line.append(" ")
        elif tag in ("td", "th"):
            self._tables[-1].append(self._taken())
        elif tag == "tr":
            self._row()
        elif tag == "table":
            self._row()
            self._tables.pop()
            self._flush()
            self.builder.blank()

    def _row(self) -> None:
        cells = self._tables[-1]
        if any(cells):
            self.builder.line(" | ".join(cells))
        cells.clear()

    def _words(self, words: str | None) -> None:
        if words:
            self._line.append(words)

    def _break(self) -> None:
        if self._tables or self._prefix:
            self._line.append(" ")
        else:
            self._flush()

    def _taken(self) -> str:
        words = _SPACE.sub(" ", "".join(self._line)).strip(" ")
        self._line.clear()
        return words

    def _flush(self) -> None:
        words = self._taken()
        if words:
            self.builder.line(self._prefix + words)
            self._prefix = ""
