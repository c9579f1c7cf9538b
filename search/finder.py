"""The finder: reads questions and builds indexes, without a network or a model."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from council.asking import Asked, Entry, Want
from council.language import Language
from search.features import features
from search.glossary import Glossary
from search.index import NgxIndex
from search.places import Gazetteer, town_named
from search.reading import Reader
from search.words import listed


class NgxFinder:
    """Finds by word grams and a municipal glossary. Never changes; safe in any thread."""

    def __init__(self, glossary_lines: Iterable[str] = ()) -> None:
        """Read the lists; `glossary_lines` ('Finnish, Finnish | Swedish | English') are added."""
        self._glossary = Glossary((*listed("glossary.txt"), *glossary_lines))
        self._gazetteer = Gazetteer()
        self._reader = Reader(self._glossary, self._gazetteer)

    def read(self, text: str, *, today: date, language: Language | None) -> Asked:
        """Read a question. `language` is the asker's own; None: that of the question."""
        return self._reader.read(text, today=today, language=language)

    def build(self, entries: Sequence[Entry]) -> NgxIndex:
        """Build an index. Takes CPU time: call it off the event loop."""
        return NgxIndex(entries, self._glossary)

    def place_of(self, texts: Sequence[str]) -> str:
        """Return the municipality that these texts of one document are about, or ''."""
        named = Counter(place for text in texts for place in self._gazetteer.named(text))
        named += Counter(town_named(text) for text in texts if town_named(text))
        place, times = next(iter(named.most_common(1)), ("", 0))
        return place if times >= min(2, len(texts)) else ""

    def holds(self, text: str) -> frozenset[Want]:
        """Tell what sorts of answer a text holds, such as a date, a person or a sum."""
        return features(text)
