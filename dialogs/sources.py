"""The sources of a reply: numbered, each once, shown in the card and as Teams' citations."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from council.answers import Finding, Quote
from council.model import Contact, Source
from dialogs import phrases
from dialogs.cards import Element, block, clip, paragraph, tidy
from dialogs.texts import Texts
from dialogs.turn import Citation

LONGEST_QUOTE = 800
LONGEST_EXCERPT = 320  # of exact words that only back what is said
BEFORE = 60  # characters of them shown before what they are shown for
NEAR = 60  # characters between a name and its address
MOST_PLACES = 3  # of one document that are named
MOST_CITATIONS = 20  # Teams shows no more
CITATION_NAME = 80  # Teams' limits of a citation
CITATION_ABSTRACT = 160

_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>\n]{0,80})?/?>")
_HEADING = re.compile(r"^\s*(?:#{1,6}|>)\s+")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.\w")
_PAGES = re.compile(r"(?:s|p|sid|sivu|sivut|pp)\.?\s*(\d{1,5})(?:\s*[-–]\s*(\d{1,5}))?\b")
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
    """Return exact words without marks of Markdown or HTML: the words themselves stay."""
    lines = (_HEADING.sub("", line) for line in words.splitlines())
    return tidy(_STYLE.sub("", _LINK.sub(r"\1", _TAG.sub(" ", " ".join(lines)))))


def excerpt(words: str, about: Sequence[str] = (), longest: int = LONGEST_EXCERPT) -> str:
    """Return the stretch of exact words that names what they back, else their beginning.

    It is an exact slice, cut between words; `about` is tried in order.
    """
    if len(words) <= longest:
        return words
    folded = words.lower()  # as long as the words themselves but for a few foreign letters
    places = (folded.find(name.lower()) for name in about if name)
    found = next((place for place in places if place >= 0), 0)
    start = max(0, min(found - BEFORE, len(words) - longest))
    start = words.find(" ", start) + 1 if start else 0
    end = start + longest
    end = len(words) if end >= len(words) else max(words.rfind(" ", start, end), start + BEFORE)
    return words[start:end]


@dataclass(frozen=True, slots=True)
class Cited:
    """A source as one reply cites it."""

    source: Source
    elsewhere: tuple[str, ...] = ()  # further places of the same document
    about: tuple[str, ...] = ()  # names that the exact words are shown around

    def backs(self, source: Source) -> bool:
        """Tell whether a source is in the same document, so that one line can name both."""
        mine = self.source
        if mine.told or source.told:
            return mine == source
        if mine.document or source.document:
            return mine.document == source.document
        return (mine.title, mine.dated) == (source.title, source.dated)

    def holds(self, source: Source) -> bool:
        """Tell whether a source would add nothing but its place."""
        mine = self.source
        return not mine.words or not source.words or mine.words == source.words

    def with_one(self, source: Source, about: tuple[str, ...]) -> "Cited":
        """Return this with another source of the same document; words stay with their place."""
        mine = self.source
        if source.words and not mine.words:
            place = source.place or mine.place
            kept, other = replace(mine, words=source.words, place=place), mine.place
        else:
            kept, other = replace(mine, place=mine.place or source.place), source.place
        elsewhere = dict.fromkeys((*self.elsewhere, other))
        places = tuple(place for place in elsewhere if place and place != kept.place)
        return Cited(kept, places, self.about or about)


@dataclass(slots=True)
class Sources:
    """Collects the sources of one reply while its card is made."""

    t: Texts
    found: list[Cited] = field(default_factory=list)
    first: int = 0  # how many of them back what is said; the others say the same. 0: all back it

    def add(self, source: Source, about: tuple[str, ...] = ()) -> int:
        """Take a source in, or find its document again; return its number, from 1.

        Two places of one document are two sources only where the words of both are shown.
        """
        fitting = [
            number
            for number, cited in enumerate(self.found)
            if cited.backs(source) and cited.holds(source)
        ]
        if not fitting:
            self.found.append(Cited(source, (), about))
            return len(self.found)
        same = (n for n in fitting if self.found[n].source.place == source.place)
        number = next(same, fitting[0])
        self.found[number] = self.found[number].with_one(source, about)
        return number + 1

    def of(self, finding: Finding) -> int:
        """Take in the source of a finding, with the exact words if they are at hand."""
        source, about = finding.source or finding.record.source, _about(finding)
        if finding.quote is None:
            return self.add(source, about)
        passage = passage_source(finding.quote, self.t)
        if passage.document != source.document:
            return self.add(passage, about)
        if _elsewhere(source.place, finding.quote.passage.page):
            return self.add(source, about)  # words of another page do not back what is said
        place = source.place or passage.place
        return self.add(replace(source, place=place, words=finding.quote.text), about)

    def saying_the_same(self, sources: Iterable[Source]) -> None:
        """Take in further sources; what was taken in before backs what is said."""
        self.first = len(self.found)
        for source in sources:
            self.add(source)

    def _tell(self, person: Contact) -> bool:
        """Tell whether exact words that are shown name how to reach a contact."""
        shown = (s.words for s in (c.source for c in self.found) if _same_document(s, person))
        return any(_reached(words.casefold(), person) for words in shown if words)

    def without_example(self, person: Contact) -> Contact:
        """Leave out an example address where a quote shows the real one."""
        if not person.placeholder or not self._tell(person):
            return person
        return replace(person, email="", phone="")

    def reached(self, finding: Finding) -> Finding:
        """Leave out an example address of a contact that was found, if a quote shows the real."""
        record = finding.record
        if not isinstance(record, Contact):
            return finding
        return replace(finding, record=self.without_example(record))

    def elements(self, *, words: bool = True) -> list[Element]:
        """Return the sources as they stand below what they back; `words` adds the exact quotes."""
        if not self.found:
            return []
        first = self.first or len(self.found)
        lines = self._lines(1, self.found[:first], words=words)
        shown = [paragraph(self.t.plural("Source", "Sources", len(lines)), bold=True)]
        shown += [paragraph(line, quiet=True) for line in lines]
        if others := self._lines(first + 1, self.found[first:], words=words):
            same = self.t.plural(
                "The same list is also here:", "The same list is also in these:", len(others)
            )
            shown += [paragraph(line, quiet=True) for line in (same, *others)]
        return [block(shown)]

    def _lines(self, first: int, found: Sequence[Cited], *, words: bool) -> list[str]:
        """Return a line for each source; those that read the same share one."""
        told: dict[str, list[int]] = {}
        for number, cited in enumerate(found, first):
            told.setdefault(self._line(cited, words=words), []).append(number)
        marked = ((" ".join(f"[{n}]" for n in numbers), line) for line, numbers in told.items())
        return [f"{marks} {line}" for marks, line in marked]

    def _line(self, cited: Cited, *, words: bool) -> str:
        source = cited.source
        if not words or not source.words:
            place = self._places((source.place, *cited.elsewhere))
            return phrases.source(replace(source, place=place), self.t)
        line = f"{phrases.source(source, self.t)}: {self._excerpt(cited)}"
        if not cited.elsewhere:
            return line
        also = self.t("Also: {places}", places=self._places(cited.elsewhere))
        return f"{line} {also}"

    def _places(self, places: Sequence[str]) -> str:
        """Return places of one document in words; of many, only that they are many."""
        named = [tidy(place) for place in places if place]
        return "; ".join(named) if len(named) <= MOST_PLACES else self.t("several places")

    def _excerpt(self, cited: Cited) -> str:
        words = cited.source.words
        shown = excerpt(words, cited.about)
        before = "" if words.startswith(shown) else "…"
        return self.t.quoted(before + readable(shown) + ("" if words.endswith(shown) else "…"))

    def quoted(self, words: str) -> str:
        """Return exact words in quotation marks, shortened where they are long."""
        shown = shortened(words)
        return self.t.quoted(readable(shown) + ("…" if shown != words else ""))

    @property
    def beside(self) -> str:
        """The words that carry Teams' citations, whose numbers have to stand in a text."""
        numbers = range(1, min(len(self.found), MOST_CITATIONS) + 1)
        title = self.t.plural("Source", "Sources", len(self.found))
        return " ".join((title, *(f"[{n}]" for n in numbers))) if self.found else ""

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The sources as Teams' citations."""
        return tuple(self._citation(cited) for cited in self.found[:MOST_CITATIONS])

    def _citation(self, cited: Cited) -> Citation:
        source = cited.source
        words = readable(excerpt(source.words, cited.about, CITATION_ABSTRACT))
        return Citation(
            clip(_title(source, self.t) or "–", CITATION_NAME),
            clip(words or phrases.source(source, self.t), CITATION_ABSTRACT),
        )

    @property
    def quotes(self) -> tuple[tuple[str, str | None], ...]:
        """Document and exact words, None where they are not at hand, of each source."""
        sources = (cited.source for cited in self.found if not cited.source.told)
        return tuple((s.document, shortened(s.words) or None) for s in sources)


def _title(source: Source, t: Texts) -> str:
    return phrases.source(source, t) if source.told else tidy(source.title or source.document)


def _about(finding: Finding) -> tuple[str, ...]:
    """Return the names that exact words of a finding are shown around, the best first."""
    names = (phrases.name(record) for record in (finding.record, *finding.related))
    return tuple(name for name in names if name)


def _elsewhere(place: str, page: int) -> bool:
    """Tell whether a place names pages, and another than this; 's. 4–6' names three."""
    pages = _PAGES.match(place)
    if not pages or not page:
        return False
    first = int(pages[1])
    return not first <= page <= int(pages[2] or first)


def _same_document(source: Source, person: Contact) -> bool:
    return bool(source.document) and source.document == person.source.document


def _reached(words: str, person: Contact) -> bool:
    """Tell whether an address stands soon after a contact's name, title or else organisation."""
    names = [n.casefold() for n in (person.name, person.title) if n and n.casefold() in words]
    for name in names or [person.organisation.casefold()]:
        place = words.find(name) if name else -1
        if place >= 0 and _ADDRESS.search(words[place : place + len(name) + NEAR]):
            return True
    return False
