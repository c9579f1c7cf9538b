"""What a format's reader hands on: text with its pages, before it is split into passages."""

from dataclasses import dataclass, field
from typing import Final

from council.errors import UnreadableDocumentError
from documents.limits import LARGEST_TEXT

ENCRYPTED: Final = "encrypted"
BROKEN: Final = "broken"
EMPTY: Final = "empty"
TOO_LARGE: Final = "too-large"
TOO_SLOW: Final = "too-slow"
UNKNOWN_TYPE: Final = "unknown-type"


@dataclass(frozen=True, slots=True)
class Extract:
    """The canonical text of a document, and where its pages begin."""

    text: str
    page_starts: tuple[int, ...] = ()  # offset of page 1, 2, 3…; empty: the format has no pages
    title: str = ""  # as the file's own properties give it; may be nonsense
    warnings: tuple[str, ...] = field(default=())


class UnfitError(Exception):
    """A file cannot be read, for one of the reasons above; the reader adds the file's name."""

    def __init__(self, reason: str) -> None:
        """Keep the reason."""
        super().__init__(reason)
        self.reason = reason

    def named(self, name: str) -> UnreadableDocumentError:
        """Return the council's error for a file of this name."""
        return UnreadableDocumentError(name=name, reason=self.reason)


class TextBuilder:
    """Grows the text of a document, line by line and page by page, within the size limit."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._parts: list[str] = []
        self._length = 0
        self._pages: list[int] = []

    def page(self) -> None:
        """Begin a page."""
        self.blank()
        self._pages.append(self._length)

    def line(self, text: str) -> None:
        """Add a line. Raises UnfitError (too-large) beyond the limit."""
        self._length += len(text) + 1
        if self._length > LARGEST_TEXT:
            raise UnfitError(TOO_LARGE)
        self._parts.append(text + "\n")

    def blank(self) -> None:
        """Add an empty line unless there is one already."""
        if self._parts and self._parts[-1] != "\n":
            self.line("")

    def block(self, text: str) -> None:
        """Add a paragraph or heading with empty lines around it."""
        self.blank()
        self.line(text)
        self.blank()

    def extract(self, *, title: str = "", warnings: tuple[str, ...] = ()) -> Extract:
        """Return what has been built."""
        return Extract("".join(self._parts), tuple(self._pages), title, warnings)
