"""Faults of a form as values, and their explanation in English for the terminal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

EXPLANATIONS: Mapping[str, str] = {
    "file-missing": "the file cannot be opened; check its name and that you may read it",
    "file-too-large": "the file is larger than {limit} bytes; split the programmes into own files",
    "not-utf8": "the file is not UTF-8; save it again with the encoding UTF-8",
    "yaml-syntax": "this is not YAML ({problem}); check indents, colons and quotes",
    "too-deep": "lists and mappings are nested deeper than {limit}; the form needs far fewer",
    "too-many-values": "there are more than {limit} values in the file; split it",
    "alias": "anchors (&) and aliases (*) are not read; write the value out",
    "tag": "tags (!) are not read; leave '{tag}' out",
    "several-documents": "there is a second document after '---'; put it into a file of its own",
    "version-missing": "the form's version is missing; write 'luotsi: {version}' at the top",
    "version-wrong": "version '{value}' is not known; this Luotsi reads 'luotsi: {version}'",
    "duplicate-mapping-key": "'{key}' stands twice here (first on line {first}); keep one",
    "key-not-text": "a key must be a single word; write 'key: value'",
    "unknown-key": "'{key}' is not a key of {where}{nearest}",
    "required": "{where} lacks '{key}'; add it",
    "wrong-type": "'{key}' should be {expected} but is {found}",
    "too-long": "'{key}' is longer than {limit} characters; shorten it",
    "unknown-choice": "'{value}' is not a value of '{key}'{nearest}; choose from: {choices}",
    "bad-id": "'{value}' cannot be an id; use a-z, 0-9 and single hyphens, at most {limit}",
    "duplicate-key": "the id '{key}' is in use already ({file}, line {first}); choose another",
    "unknown-document": "'{value}' is not an id in 'documents'{nearest}",
    "source-missing": "{where} has no source; give 'source' here or once for the whole file",
    "unknown-link": "'{key}' names '{value}', which no file and no record has{nearest}",
    "wrong-link": "'{key}' names '{value}', which is {found}; it should be {expected}",
    "link-in-circle": "'{key}' leads from '{value}' back to this record; break the circle",
    "link-to-self": "'{key}' names the record itself; name another or leave it out",
    "date-unclear": "'{value}' is not a date; write 2009-12-14 or 14.12.2009",
    "date-impossible": "there is no day {value} in the calendar; check it in the document",
    "weekday-wrong": "{value} is a {actual}, not a {said}; check the day in the document",
    "end-before-start": "'{key}' ends ({end}) before it starts ({start}); swap or correct them",
    "date-missing": "the date has no day; give 'day', 'start', 'end' or 'yearless'",
    "day-and-period": "give either 'day' or 'start' and 'end', not both",
    "words-missing": "a {certainty} date must show how the document puts it; add 'words'",
    "yearless-unclear": "'{value}' is not a date without a year; write --05-16, --02 or --09/--11",
    "yearless-with-days": "a date without a year has no 'day', 'start' or 'end'; leave them out",
    "yearless-missing": "certainty 'yearless' needs 'yearless', for example --05-16",
    "time-unclear": "'{value}' is not a time of day; write 16:30",
    "not-https": "'{key}' must be a full address that begins with https://, without a password",
    "email-unclear": "'{value}' is not an e-mail address; write name@organisation.example",
    "number-unclear": "'{key}' must be a whole number from 1 to {limit}",
    "months-unclear": "'{key}' must be a number of months or [shortest, longest]",
    "unknown-audience": "'{value}' is no audience; public, council, administrators or body:<id>",
}
"""Every code of a fault, with an English pattern that its facts fill."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a form: `code` chooses the words, `facts` fill them."""

    code: str  # a key of EXPLANATIONS
    file: str  # as it was given
    line: int  # 1…; 0: the file as a whole
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class FaultList:
    """The faults of one file as they are found."""

    file: str
    found: list[Fault] = field(default_factory=list)

    def add(self, code: str, line: int, **facts: str) -> None:
        """Note a fault on a line."""
        self.found.append(Fault(code, self.file, line, facts))


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word most like this one, or an empty text."""
    close = get_close_matches(word.lower()[:80], list(known), n=1, cutoff=0.6)
    return close[0] if close else ""


def explain(fault: Fault) -> str:
    """Return one line in English: file, line, what is wrong and how to mend it."""
    facts = dict(fault.facts)
    if facts.get("nearest"):
        facts["nearest"] = f"; did you mean '{facts['nearest']}'?"
    words = EXPLANATIONS[fault.code].format_map(facts)
    where = f"{fault.file}:{fault.line}" if fault.line else fault.file
    return f"{where}: {words}"
