"""The one daily message to a person."""

from council.chamber import Council
from council.language import Language
from council.ledger import Dispatch
from dialogs.cards import paragraph
from dialogs.scene import show
from dialogs.texts import texts
from dialogs.turn import Reply


async def compose(council: Council, dispatch: Dispatch) -> Reply | None:
    """Return a person's message of the day; None where nothing is left to say."""
    async with council.records() as records:
        rows = await records.ledger.within([dispatch.id])
    t = texts(Language.FI)
    said = "; ".join(f"{row.item} {row.rule} {row.due}" for row in rows)
    return show(t, said, [paragraph(said)]) if rows else None


async def redrawn(council: Council, dispatch: Dispatch) -> Reply | None:
    """Return the same message as it should look now."""
    return await compose(council, dispatch)
