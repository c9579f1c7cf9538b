"""Read programmes from forms that people write by hand, with every fault of every file at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from council.model import Record
from documents.form_faults import Fault, FaultList, explain, nearest
from documents.form_reading import FormReading, Pending
from documents.form_schema import ROOT_KEYS, VERSION
from documents.form_yaml import MAX_BYTES, Mapping, Node, Text, read_yaml

__all__ = ["Fault", "Form", "FormFile", "explain", "load_files", "read_forms"]


@dataclass(frozen=True, slots=True)
class FormFile:
    """A form as bytes; `name` is how faults call it."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Form:
    """What forms hold. With even one fault there are no records, so that no half is ever loaded."""

    records: tuple[Record, ...] = ()
    programmes: frozenset[str] = frozenset()  # keys of the programmes in the files
    faults: tuple[Fault, ...] = ()  # by file as given, then by line


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an id was first used."""

    record: type[Record]
    file: str
    line: int


def load_files(paths: Sequence[Path], known: Sequence[Record] = ()) -> Form:
    """Read forms from files; `known` are the records in the register, for links to them.

    A file that cannot be opened is a fault like any other; nothing is raised.
    """
    files: list[FormFile] = []
    missing: list[Fault] = []
    for path in paths:
        try:
            with path.open("rb") as stream:
                files.append(FormFile(str(path), stream.read(MAX_BYTES + 1)))
        except OSError:
            missing.append(Fault("file-missing", str(path), 0))
    form = read_forms(files, known)
    if not missing:
        return form
    return Form(programmes=form.programmes, faults=(*missing, *form.faults))


def read_forms(files: Sequence[FormFile], known: Sequence[Record] = ()) -> Form:
    """Read forms; `known` are the records in the register, for links to them.

    The records keep the order of the files. A record in the register whose programme is in the
    files counts as known only if the files hold it too: loading would remove it.
    """
    faults = [FaultList(file.name) for file in files]
    roots = [_root(file, found) for file, found in zip(files, faults, strict=True)]
    programmes = {key for root in roots if root is not None and (key := _programme_key(root))}
    others = {record.programme for record in known} - programmes
    readings = [
        FormReading(root, found, frozenset(programmes | others)).read()
        for root, found in zip(roots, faults, strict=True)
        if root is not None
    ]
    places = {
        record.key: _Place(type(record), "the register", 0)
        for record in known
        if record.programme not in programmes
    }
    _check_keys(readings, places)
    _check_links(readings, places)
    _check_circles(readings)
    found = tuple(f for each in faults for f in sorted(each.found, key=lambda fault: fault.line))
    records = () if found else tuple(record for each in readings for record in each.records)
    return Form(records, frozenset(programmes), found)


def _root(file: FormFile, faults: FaultList) -> Mapping | None:
    """Return the form's outermost mapping if it is one of this version."""
    node: Node | None = read_yaml(file.content, faults)
    if not isinstance(node, Mapping):
        if not faults.found:
            faults.add("version-missing", 1, version=VERSION)
        return None
    entry = node.entries.get("luotsi")
    if entry is None:
        # A slip in this one key should say so, not that the version is missing.
        close = next((key for key in node.entries if nearest(key, ["luotsi"])), "")
        if close:
            line = node.entries[close].line
            faults.add("unknown-key", line, key=close, where="the form", nearest="luotsi")
        else:
            faults.add("version-missing", node.line, version=VERSION)
        return None
    if not isinstance(entry.value, Text) or entry.value.value != VERSION:
        value = entry.value.value if isinstance(entry.value, Text) else "…"
        faults.add("version-wrong", entry.line, value=value[:40], version=VERSION)
        return None
    for key, other in node.entries.items():
        if key not in ROOT_KEYS:
            close = nearest(key, ROOT_KEYS)
            faults.add("unknown-key", other.line, key=key[:80], where="the form", nearest=close)
    return node


def _programme_key(root: Mapping) -> str:
    entry = root.entries.get("programme")
    if entry is None or not isinstance(entry.value, Mapping):
        return ""
    own = entry.value.entries.get("id")
    return own.value.value if own is not None and isinstance(own.value, Text) else ""


def _check_keys(readings: Sequence[FormReading], places: dict[str, _Place]) -> None:
    for reading in readings:
        for key, record, line in reading.keys:
            first = places.get(key)
            if first is None:
                places[key] = _Place(record, reading.faults.file, line)
                continue
            own = key.rpartition("/")[2]
            reading.faults.add(
                "duplicate-key", line, key=own, file=first.file, first=str(first.line)
            )


def _check_links(readings: Sequence[FormReading], places: dict[str, _Place]) -> None:
    for reading in readings:
        for link in reading.links:
            place = places.get(link.target)
            if place is None:
                close = _nearest_link(link, places)
                reading.faults.add(
                    "unknown-link", link.line, key=link.field, value=link.written, nearest=close
                )
            elif not issubclass(place.record, link.points_at):
                reading.faults.add(
                    "wrong-link",
                    link.line,
                    key=link.field,
                    value=link.written,
                    found=place.record.__name__,
                    expected=" or ".join(kind.__name__ for kind in link.points_at),
                )
            elif link.target == link.owner:
                reading.faults.add("link-to-self", link.line, key=link.field, value=link.written)


def _check_circles(readings: Sequence[FormReading]) -> None:
    """Note every link of a chain (parent, supersedes) that comes back to where it began."""
    for name in ("parent", "supersedes"):
        chain = {
            link.owner: link.target
            for reading in readings
            for link in reading.links
            if link.field == name and link.owner != link.target
        }
        for reading in readings:
            for link in reading.links:
                if link.field == name and _comes_back(link.owner, chain):
                    reading.faults.add("link-in-circle", link.line, key=name, value=link.written)


def _comes_back(start: str, chain: dict[str, str]) -> bool:
    seen: set[str] = set()
    key = chain.get(start, "")
    while key and key != start and key not in seen:
        seen.add(key)
        key = chain.get(key, "")
    return bool(key) and key == start


def _nearest_link(link: Pending, places: dict[str, _Place]) -> str:
    programme = link.owner.partition("/")[0]
    fitting = [key for key, place in places.items() if issubclass(place.record, link.points_at)]
    own = [key.partition("/")[2] for key in fitting if key.startswith(f"{programme}/")]
    return nearest(link.written, [*own, *fitting])
