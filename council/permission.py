"""Who may do what administrators do: asked first in every use case of theirs."""

from council.access import Asker
from council.errors import NotAllowedError


def administrators_only(asker: Asker) -> None:
    """Raise NotAllowedError unless the asker administers."""
    if not asker.administers:
        raise NotAllowedError(who=asker.person)
