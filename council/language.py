"""The three languages that Luotsi speaks."""

from enum import StrEnum


class Language(StrEnum):
    """A language of a person, a reply or a document, as its ISO 639-1 code."""

    FI = "fi"
    SV = "sv"
    EN = "en"
