"""What administrators are told when reminders do not run."""

from council.chamber import Council
from council.language import Language
from council.ledger import Dispatch
from dialogs.cards import heading, paragraph
from dialogs.scene import show
from dialogs.texts import texts
from dialogs.turn import Reply


async def compose(council: Council, dispatch: Dispatch) -> Reply | None:
    """Return the alarm for one administrator, in their language."""
    async with council.records() as records:
        person = await records.people.find(dispatch.recipient)
    t = texts((person.language if person else None) or Language.FI)
    title = t("Reminders are not going out")
    said = t(
        "Something keeps today’s reminders from being sent. Nothing is lost: they go out as soon "
        "as the service runs again. Please tell whoever looks after the service."
    )
    return show(t, f"{title}. {said}", [heading(title), paragraph(said)])


async def redrawn(council: Council, dispatch: Dispatch) -> Reply | None:
    """Return nothing: an alarm stays as it was."""
    del council, dispatch
    return None
