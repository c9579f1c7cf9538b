"""One form, from its tree to council records, with its faults and the links still to be checked."""

import re
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from council.access import ADMINISTRATORS, BODY, COUNCIL, PUBLIC, body_audience
from council.model import Body, Programme, Record, Source
from documents.form_dates import read_day
from documents.form_faults import FaultList, nearest
from documents.form_schema import (
    DOCUMENT_KEYS,
    PROGRAMME,
    SECTIONS,
    SOURCE_KEYS,
    Field,
    Section,
    Shape,
)
from documents.form_values import read_text, read_texts, read_value
from documents.form_yaml import Broken, Listing, Mapping, Node, Text

MAX_ID = 80
_AUDIENCE = Field("audience", Shape.LINK, points_at=(Body,))
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Pending:
    """A link that can be checked only when all files have been read."""

    owner: str  # key of the record that points
    field: str
    line: int
    written: str  # as it stands in the form
    target: str  # the key that it means
    points_at: tuple[type[Record], ...]


@dataclass(frozen=True, slots=True)
class _Scope:
    """What a record inherits from what is around it."""

    source: Source | None
    audience: frozenset[str]


@dataclass(slots=True)
class FormReading:
    """Reads one form; afterwards holds its records, keys and links."""

    root: Mapping
    faults: FaultList
    programmes: frozenset[str]  # keys of all programmes, in the files and in the register
    records: list[Record] = field(default_factory=list)
    keys: list[tuple[str, type[Record], int]] = field(default_factory=list)
    links: list[Pending] = field(default_factory=list)
    _programme: str = ""
    _documents: dict[str, Source] = field(default_factory=dict)

    def read(self) -> "FormReading":
        """Read the whole form and return itself."""
        self._documents = self._read_documents()
        scope = _Scope(None, frozenset({COUNCIL}))
        entry = self.root.entries.get("programme")
        node = entry.value if entry else None
        if isinstance(node, Mapping):
            # A programme without an id still needs one here, so that its own links can be checked.
            self._programme = self._id_of(node, "programme") or f"?{self.faults.file}"
        scope = self._scope(self.root, scope)
        if isinstance(node, Mapping):
            self._read_record(PROGRAMME, node, self._scope(node, scope), "", 0)
        elif entry is None:
            self.faults.add("required", self.root.line, where="the form", key="programme")
        else:
            self._wrong_type("programme", entry.line, "a mapping", entry.value)
        for section in SECTIONS:
            self._read_section(section, self.root, scope, "")
        return self

    # Documents, sources and audiences

    def _read_documents(self) -> dict[str, Source]:
        entry = self.root.entries.get("documents")
        if entry is None:
            return {}
        if not isinstance(entry.value, Mapping):
            self._wrong_type("documents", entry.line, "a mapping of ids", entry.value)
            return {}
        found: dict[str, Source] = {}
        for key, each in entry.value.entries.items():
            if not _ID.fullmatch(key) or len(key) > MAX_ID:
                self.faults.add("bad-id", each.line, value=key[:80], limit=str(MAX_ID))
            if not isinstance(each.value, Mapping):
                self._wrong_type(key, each.line, "a mapping", each.value)
                found[key] = Source("")
                continue
            found[key] = self._read_document(each.value, each.line)
        return found

    def _read_document(self, node: Mapping, line: int) -> Source:
        self._check_known(node, DOCUMENT_KEYS, "a document")
        file, title = self._text(node, "file"), self._text(node, "title")
        if not file and "file" not in node.entries:
            self.faults.add("required", line, where="a document", key="file")
        entry = node.entries.get("date")
        dated: date | None = None
        if entry is not None and not (isinstance(entry.value, Text) and entry.value.empty):
            dated = read_day(entry.value, self.faults)
        return Source(file, title, dated)

    def _scope(self, node: Mapping, around: _Scope) -> _Scope:
        """Return what holds inside a record: its own source and audience, or those around it."""
        source, audience = around.source, around.audience
        if entry := node.entries.get("source"):
            source = self._source(entry.value, entry.line, around.source)
        if entry := node.entries.get("audience"):
            audience = self._audience(entry.value, entry.line) or audience
        return _Scope(source, audience)

    def _source(self, node: Node, line: int, around: Source | None) -> Source | None:
        if isinstance(node, Text):
            return self._document(node.value, line) or around
        if not isinstance(node, Mapping):
            self._wrong_type("source", line, "a document's id or a mapping", node)
            return around
        self._check_known(node, SOURCE_KEYS, "source")
        source = around
        if entry := node.entries.get("document"):
            source = self._document(self._text(node, "document"), entry.line) or around
        if source is None:
            self.faults.add("required", line, where="source", key="document")
            return Source("")  # One fault is enough for everything that inherits this.
        return replace(source, place=self._text(node, "place"), words=self._text(node, "words"))

    def _document(self, written: str, line: int) -> Source | None:
        if written in self._documents:
            return self._documents[written]
        close = nearest(written, self._documents)
        self.faults.add("unknown-document", line, value=written[:80], nearest=close)
        return Source("")

    def _audience(self, node: Node, line: int) -> frozenset[str]:
        found = set()
        for word in read_texts(node, "audience", line, self.faults):
            if word in {PUBLIC, COUNCIL, ADMINISTRATORS}:
                found.add(word)
            elif word.startswith(BODY) and word != BODY:
                written = word.removeprefix(BODY)
                found.add(body_audience(self._linked(_AUDIENCE, written, line, self._programme)))
            else:
                self.faults.add("unknown-audience", line, value=word[:80])
        return frozenset(found)

    # Records

    def _read_section(self, section: Section, around: Mapping, scope: _Scope, owner: str) -> None:
        entry = around.entries.get(section.key)
        if entry is None or (isinstance(entry.value, Text) and entry.value.empty):
            return
        if not isinstance(entry.value, Listing):
            self._wrong_type(section.key, entry.line, "a list", entry.value)
            return
        for order, item in enumerate(entry.value.items):
            if isinstance(item, Mapping):
                inner = self._scope(item, scope)
                self._read_record(section, item, inner, owner, order)
            else:
                self._wrong_type(section.key, item.line, "a mapping in each item", item)

    def _read_record(
        self, section: Section, node: Mapping, scope: _Scope, owner: str, order: int
    ) -> None:
        key = self._key_of(section, node)
        self._check_known(node, section.keys, section.key)
        given: dict[str, Any] = {section.within: owner} if section.within else {}
        for name, rule in section.own.items():
            value = self._field(rule, node, section, key)
            if value is not None:
                given[name] = value
        self._check_term(node, given)
        if scope.source is None:
            self.faults.add("source-missing", node.line, where=section.key)
        elif not self.faults.found:
            given |= {"source": scope.source, "audience": scope.audience, "order": order}
            self.records.append(section.record(key=key, programme=self._programme, **given))
        for inner in section.nested:
            self._read_section(inner, node, scope, key)

    def _key_of(self, section: Section, node: Mapping) -> str:
        """Return an item's whole key and note it as used; empty with a fault noted."""
        if section is PROGRAMME:
            key = self._programme
        else:
            own = self._id_of(node, section.key)
            key = f"{self._programme}/{own}" if own else ""
        if key and (entry := node.entries.get("id")):
            self.keys.append((key, section.record, entry.line))
        return key

    def _check_term(self, node: Mapping, given: dict[str, Any]) -> None:
        """Check that who holds an office or a seat does not leave it before taking it."""
        since, until = given.get("since"), given.get("until")
        if since and until and until < since:
            line = node.entries["until"].line
            days = {"start": f"{since}", "end": f"{until}"}
            self.faults.add("end-before-start", line, key="until", **days)

    def _id_of(self, node: Mapping, where: str) -> str:
        entry = node.entries.get("id")
        if entry is None:
            self.faults.add("required", node.line, where=where, key="id")
            return ""
        if isinstance(entry.value, Broken):
            return ""
        written = entry.value.value if isinstance(entry.value, Text) else "…"
        if not _ID.fullmatch(written) or len(written) > MAX_ID:
            self.faults.add("bad-id", entry.line, value=written[:80], limit=str(MAX_ID))
            return ""
        return written

    def _field(self, rule: Field, node: Mapping, section: Section, key: str) -> object | None:
        """Return a key's value for the record, or None where the record's own default holds."""
        entry = node.entries.get(rule.key)
        if entry is None or (isinstance(entry.value, Text) and entry.value.empty):
            if rule.required:
                line = entry.line if entry else node.line
                self.faults.add("required", line, where=section.key, key=rule.key)
            return None
        if isinstance(entry.value, Broken):
            return None
        if rule.shape is Shape.LINK:
            written = read_text(entry.value, rule.key, entry.line, self.faults)
            return self._linked(rule, written, entry.line, key)
        if rule.shape is Shape.LINKS:
            texts = read_texts(entry.value, rule.key, entry.line, self.faults)
            return tuple(self._linked(rule, written, entry.line, key) for written in texts)
        return read_value(rule, entry.value, entry.line, self.faults)

    def _linked(self, rule: Field, written: str, line: int, owner: str) -> str:
        target = self._resolve(written, rule.points_at)
        if written:
            link = Pending(owner, rule.key, line, written[:120], target, rule.points_at)
            self.links.append(link)
        return target

    def _resolve(self, written: str, points_at: tuple[type[Record], ...]) -> str:
        """Return the key that is meant: one of this programme, unless a programme is named."""
        if "/" in written or points_at == (Programme,):
            return written
        if points_at == (Record,) and written in self.programmes:
            return written
        return f"{self._programme}/{written}"

    # Small things

    def _check_known(self, node: Mapping, known: tuple[str, ...], where: str) -> None:
        for key, entry in node.entries.items():
            if key not in known:
                close = nearest(key, known)
                self.faults.add("unknown-key", entry.line, key=key[:80], where=where, nearest=close)

    def _text(self, node: Mapping, key: str) -> str:
        entry = node.entries.get(key)
        if entry is None or (isinstance(entry.value, Text) and entry.value.empty):
            return ""
        return read_text(entry.value, key, entry.line, self.faults)

    def _wrong_type(self, key: str, line: int, expected: str, node: Node) -> None:
        if not isinstance(node, Broken):
            found = {Text: "text", Listing: "a list", Mapping: "a mapping"}[type(node)]
            self.faults.add("wrong-type", line, key=key[:80], expected=expected, found=found)
