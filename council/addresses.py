"""Addresses of files and pages on the web."""

import re
from typing import Final

LONGEST_ADDRESS: Final = 2_000  # characters
_HTTPS: Final = re.compile(r"https://[\w.-]+(?::\d+)?(?:[/?#][^\s<>\"\\^`{|}]*)?")


def https(url: str) -> bool:
    """Tell whether an address is https, has a host and no user, and holds no odd characters."""
    return _HTTPS.fullmatch(url) is not None
