"""YAML as a tree that knows its lines, read with limits and without anchors, tags or types."""

import re
from dataclasses import dataclass, field
from typing import TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from documents.form_faults import FaultList

MAX_BYTES = 1_000_000
MAX_DEPTH = 12
MAX_VALUES = 50_000
_NULL = frozenset({"~", "null", "Null", "NULL"})


@dataclass(frozen=True, slots=True)
class Text:
    """A single value as it was written; numbers and days are still text."""

    line: int
    value: str
    plain: bool = True  # without quotes

    @property
    def empty(self) -> bool:
        """Whether nothing was written."""
        return not self.value.strip() or (self.plain and self.value in _NULL)


@dataclass(frozen=True, slots=True)
class Listing:
    """A list."""

    line: int
    items: "list[Node]" = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Entry:
    """A key of a mapping with its value."""

    key: str
    line: int
    value: "Node"


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapping, its keys in their order and each once."""

    line: int
    entries: dict[str, Entry] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Broken:
    """What could not be read and has been reported already."""

    line: int


Node: TypeAlias = Text | Listing | Mapping | Broken


class _TooMuchError(Exception):
    """The file breaks a limit; the fault has been noted."""


def read_yaml(content: bytes, faults: FaultList) -> Node | None:
    """Read the bytes of one YAML document; None where nothing can be used.

    Reads at most MAX_BYTES, MAX_DEPTH levels and MAX_VALUES values. Never builds Python objects.
    """
    if len(content) > MAX_BYTES:
        faults.add("file-too-large", 0, limit=str(MAX_BYTES))
        return None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        faults.add("not-utf8", content.count(b"\n", 0, error.start) + 1)
        return None
    builder = _Builder(faults)
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            builder.take(event)
    except _TooMuchError:
        return None
    except YAMLError as error:
        faults.add("yaml-syntax", _line_of(error, text), problem=_problem_of(error))
        return None
    return builder.root


@dataclass(slots=True)
class _Level:
    node: Listing | Mapping
    key: Text | None = None
    skip: bool = False  # the next value belongs to a key that has been reported


class _Builder:
    """Builds the tree from events, without recursion, so that depth costs nothing."""

    def __init__(self, faults: FaultList) -> None:
        self.root: Node | None = None
        self._faults = faults
        self._levels: list[_Level] = []
        self._values = 0
        self._documents = 0

    def take(self, event: Event) -> None:
        line = event.start_mark.line + 1
        match event:
            case DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    self._stop("several-documents", line)
            case MappingEndEvent() | SequenceEndEvent():
                node = self._levels.pop().node
                self._place(node)
            case AliasEvent():
                self._count(line)
                self._faults.add("alias", line)
                self._place(Broken(line))
            case NodeEvent():
                self._count(line)
                self._take_node(event, line)

    def _take_node(self, event: NodeEvent, line: int) -> None:
        if event.anchor is not None:
            self._faults.add("alias", line)
        tag = getattr(event, "tag", None)
        if tag is not None:
            self._faults.add("tag", line, tag=str(tag)[:80])
        match event:
            case ScalarEvent():
                self._place(Text(line, str(event.value), event.style is None))
            case MappingStartEvent():
                self._enter(Mapping(line), line)
            case SequenceStartEvent():
                self._enter(Listing(line), line)

    def _enter(self, node: Listing | Mapping, line: int) -> None:
        if len(self._levels) >= MAX_DEPTH:
            self._stop("too-deep", line, limit=str(MAX_DEPTH))
        self._levels.append(_Level(node))

    def _count(self, line: int) -> None:
        self._values += 1
        if self._values > MAX_VALUES:
            self._stop("too-many-values", line, limit=str(MAX_VALUES))

    def _stop(self, code: str, line: int, **facts: str) -> None:
        self._faults.add(code, line, **facts)
        raise _TooMuchError

    def _place(self, node: Node) -> None:
        if not self._levels:
            self.root = node
            return
        level = self._levels[-1]
        if isinstance(level.node, Listing):
            level.node.items.append(node)
        elif level.key is None and not level.skip:
            self._take_key(level, node)
        else:
            if level.key is not None:
                entry = Entry(level.key.value, level.key.line, node)
                level.node.entries[level.key.value] = entry
            level.key, level.skip = None, False

    def _take_key(self, level: _Level, node: Node) -> None:
        assert isinstance(level.node, Mapping)  # noqa: S101  # narrows for the type checker
        if not isinstance(node, Text):
            if not isinstance(node, Broken):
                self._faults.add("key-not-text", node.line)
            level.skip = True
        elif first := level.node.entries.get(node.value):
            self._faults.add(
                "duplicate-mapping-key", node.line, key=node.value, first=str(first.line)
            )
            level.skip = True
        else:
            level.key = node


def _line_of(error: YAMLError, text: str) -> int:
    if isinstance(error, MarkedYAMLError) and error.problem_mark is not None:
        return int(error.problem_mark.line) + 1
    position = getattr(error, "position", None)
    return text.count("\n", 0, position) + 1 if isinstance(position, int) else 1


def _problem_of(error: YAMLError) -> str:
    words = error.problem if isinstance(error, MarkedYAMLError) else getattr(error, "reason", "")
    return re.sub(r"\s+", " ", str(words or "unreadable"))[:200]
