"""Materials: where the files and folders of the programmes are, for those who may see them."""

from council.access import Asker
from council.answers import Aspect, Finding
from council.chamber import Council
from council.errors import NotFoundError
from council.facts import finding
from council.model import Material, Programme


async def materials(council: Council, asker: Asker, programme: str = "") -> tuple[Finding, ...]:
    """Return the materials that the asker may see, each with where it is.

    Raises NotFoundError for a programme that is not there for the asker.
    """
    register = (await council.shelf.view(asker)).register
    if programme and register.find(Programme, programme) is None:
        raise NotFoundError(what="record")
    told = (
        finding(material, Aspect.WHERE, register, council.today)
        for material in register.of(Material, programme)
    )
    return tuple(found for found in told if found is not None)
