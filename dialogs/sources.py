"""The sources of a reply: numbered, each once, shown in the card and as Teams' citations."""

import re
from dataclasses import dataclass, field, replace

from council.answers import Finding, Quote
from council.model import Record, Source
from dialogs import phrases
from dialogs.cards import Element, block, clip, paragraph, tidy
from dialogs.texts import Texts
from dialogs.turn import Citation

LONGEST_QUOTE = 800
MOST_CITATIONS = 20  # Teams shows no more
CITATION_NAME = 80  # Teams' limits of a citation
CITATION_ABSTRACT = 160

_HEADING = re.compile(r"^\s*(?:#{1,6}|>)\s+")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")
_STYLE = re.compile(r"\*\*|__|`|\\(?=[*_#\[\]`])")


def passage_source(quote: Quote, t: Texts) -> Source:
    """Return where a quoted passage stands."""
    passage = quote.passage
    place = t("p. {page}", page=passage.page) if passage.page else " ".join(passage.headings[-1:])
    return Source(
        quote.document.name, quote.document.title, quote.document.dated, place, quote.text
    )


def shortened(words: str) -> str:
    """Return the beginning of exact words, cut at a word: still an exact slice."""
    if len(words) <= LONGEST_QUOTE:
        return words
    head = words[:LONGEST_QUOTE]
    cut = head.rpartition(" ")[0]
    return cut if len(cut) > LONGEST_QUOTE // 2 else head


def readable(words: str) -> str:
    """Return exact words without the marks of Markdown around them: the words stay as they are."""
    lines = (_HEADING.sub("", line) for line in words.splitlines())
    return tidy(_STYLE.sub("", _LINK.sub(r"\1", " ".join(lines))))


def _bare(source: Source, place: str) -> Source:
    """Return a source without its words; one that names no place stands at the other's."""
    return replace(source, words="", place=source.place or place)


@dataclass(slots=True)
class Sources:
    """Collects the sources of one reply while its card is made."""

    t: Texts
    found: list[Source] = field(default_factory=list)

    def add(self, source: Source) -> int:
        """Take a source in, or find it again; return its number, from 1."""
        for place, known in enumerate(self.found):
            if _bare(known, source.place) != _bare(source, known.place):
                continue
            if not known.words or not source.words or known.words == source.words:
                self.found[place] = replace(
                    known,
                    place=known.place or source.place,
                    words=known.words or source.words,
                )
                return place + 1
        self.found.append(source)
        return len(self.found)

    def of(self, finding: Finding) -> int:
        """Take in the source of a finding, with the exact words if they are at hand."""
        source = finding.source or finding.record.source
        if finding.quote is None:
            return self.add(source)
        passage = passage_source(finding.quote, self.t)
        if passage.document != source.document:
            return self.add(passage)
        place = source.place or passage.place
        return self.add(replace(source, place=place, words=finding.quote.text))

    def of_record(self, record: Record) -> int:
        """Take in the source of a record."""
        return self.add(record.source)

    def elements(self, *, words: bool = True) -> list[Element]:
        """Return the sources as they stand below what they back; `words` adds the exact quotes."""
        if not self.found:
            return []
        title = self.t.plural("Source", "Sources", len(self.found))
        lines = [self._line(n, s, words=words) for n, s in enumerate(self.found, 1)]
        return [block([paragraph(title, bold=True), *(paragraph(x, quiet=True) for x in lines)])]

    def _line(self, number: int, source: Source, *, words: bool) -> str:
        line = f"[{number}] {phrases.source(source, self.t)}"
        return f"{line}: {self.quoted(source.words)}" if words and source.words else line

    def quoted(self, words: str) -> str:
        """Return exact words in quotation marks, shortened where they are long."""
        shown = shortened(words)
        return self.t.quoted(readable(shown) + ("…" if shown != words else ""))

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The sources as Teams' citations."""
        return tuple(
            Citation(
                clip(tidy(s.title or s.document) or "–", CITATION_NAME),
                clip(readable(s.words) or phrases.source(s, self.t), CITATION_ABSTRACT),
            )
            for s in self.found[:MOST_CITATIONS]
        )

    @property
    def quotes(self) -> tuple[tuple[str, str | None], ...]:
        """Document and exact words, None where they are not at hand, of each source."""
        return tuple((s.document, shortened(s.words) or None) for s in self.found)
