"""Times as people say them in Finnish, Swedish and English, read into days, rules and doubts."""

from council.timewords.reading import find, overlapping, read
from council.timewords.said import NOTHING, Often, Said, SaidKind, due

__all__ = ["NOTHING", "Often", "Said", "SaidKind", "due", "find", "overlapping", "read"]
