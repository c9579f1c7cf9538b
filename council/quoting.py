"""The exact words behind a record, where the document that it comes from has been added."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from council.answers import Aspect, Finding, Quote
from council.asking import Asked, Finder, Want
from council.facts import name_of
from council.model import Body, Contact, Event, FollowUp, Material, Record, ReportingRule
from council.passages import quote_of
from council.shelf import View
from council.words import spoken

SPOKEN = 0.6  # share of the record's words that a passage must have to be its source
LOOKED_AT = 5  # passages among which the source is looked for
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
    names = _distinct(_words(name_of(r), asked, finder) for r in records[:12])
    if not names:
        return None
    details = _distinct(_words(_detail(r), asked, finder) for r in records[:1])
    wants = WANTED.get(aspect, frozenset())
    sought = replace(asked, words=(*names, *details), wants=wants, municipalities=())
    ranking = view.passages_index.rank(sought, limit=LOOKED_AT, groups=frozenset({document.name}))
    best, most = None, 0.0
    for hit in ranking.hits:
        laid = view.laid_out(hit.key)
        named = spoken(names, laid) if wants <= hit.features else 0.0
        if named >= SPOKEN and named + spoken(details, laid) > most:
            best, most = view.passages[hit.key], named + spoken(details, laid)
    return quote_of(document, best) if best else None


def _distinct(several: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for words in several for word in words))


def _detail(record: Record) -> str:  # noqa: PLR0911 - one for each type of record
    """Return what a record says beside its name, as far as it is in the document's own words."""
    match record:
        case Body():
            return record.task
        case Event():
            return record.when.words if record.when else ""
        case FollowUp():
            return record.due.words if record.due else ""
        case Material():
            return record.place
        case ReportingRule():
            return record.frequency
        case Contact():
            return record.organisation
    return ""


def _words(text: str, asked: Asked, finder: Finder) -> tuple[str, ...]:
    """Return the words of a text as an index searches them."""
    return finder.read(text, today=_ANY_DAY, language=asked.language).words if text else ()
