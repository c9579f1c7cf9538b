"""The exact words behind a record, where the document that it comes from has been added."""

from dataclasses import replace
from datetime import date

from council.answers import Aspect, Finding, Quote
from council.asking import Asked, Finder, Want
from council.facts import name_of
from council.model import Record
from council.shelf import View

COVERED = 0.55  # share of the record's words that a passage must speak of to be its source
_ANY_DAY = date(2000, 1, 1)  # a name is read without a clock
WANTED = {Aspect.CONTACT: frozenset({Want.EMAIL}), Aspect.DUE: frozenset({Want.WHEN})}


def with_words(finding: Finding, asked: Asked, view: View, finder: Finder) -> Finding:
    """Return a finding with the passage that says it, if that can be found."""
    quote = locate([finding.record, *finding.related], finding.aspect, asked, view, finder)
    if quote is None or finding.source is None:
        return finding
    return replace(finding, quote=quote, source=replace(finding.source, words=quote.text))


def with_common_words(
    findings: tuple[Finding, ...], asked: Asked, view: View, finder: Finder
) -> tuple[Finding, ...]:
    """Return the findings of a list, the first with the passage that holds the list."""
    first = findings[0]
    quote = locate([f.record for f in findings], first.aspect, asked, view, finder)
    if quote is None or first.source is None:
        return findings
    source = replace(first.source, words=quote.text)
    return (replace(first, quote=quote, source=source), *findings[1:])


def locate(
    records: list[Record], aspect: Aspect, asked: Asked, view: View, finder: Finder
) -> Quote | None:
    """Return the passage of the first record's document that speaks of these records."""
    document = view.documents.get(records[0].source.document)
    if document is None:
        return None
    words = [w for record in records[:12] for w in _words(record, asked, finder)]
    if not words:
        return None
    sought = replace(
        asked,
        words=tuple(dict.fromkeys(words)),
        wants=WANTED.get(aspect, frozenset()),
        municipalities=(),
    )
    ranking = view.passages_index.rank(sought, limit=1, groups=frozenset({document.name}))
    if not ranking.hits or ranking.hits[0].coverage < COVERED:
        return None
    passage = view.passages[ranking.hits[0].key]
    return Quote(document, passage, passage.text)


def _words(record: Record, asked: Asked, finder: Finder) -> tuple[str, ...]:
    """Return the words of a record's name as an index searches them."""
    name = name_of(record)
    if not name:
        return ()
    return finder.read(name, today=_ANY_DAY, language=asked.language).words
