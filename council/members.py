"""Who talks to Luotsi: meeting people, their language, their audiences and rights."""

from datetime import datetime
from json import dumps

from council.access import Asker, Right
from council.chamber import Council
from council.language import Language
from council.people import Address, Person
from council.permission import administrators_only
from council.ports import Change


async def meet(council: Council, address: Address) -> None:
    """Remember where a conversation can be reached, so that Luotsi can write there unasked."""
    await council.turns.reach(address)


async def greet(council: Council, key: str, name: str) -> None:
    """Have administrators find somebody by name who has begun to talk to Luotsi.

    It gives no right, and changes nothing in who is known already.
    """
    async with council.records() as records:
        if key and await records.people.find(key) is None:
            await records.people.greet(key, name)


async def part(council: Council, conversation: str) -> None:
    """Forget where a conversation could be reached: the app is no longer there."""
    async with council.records() as records:
        await records.people.forget_address(conversation)


async def speak(council: Council, key: str, name: str, language: Language | None) -> Person:
    """Set a person's own language; None goes back to what Teams says."""
    async with council.records() as records:
        return await records.people.speak(key, name, language)


async def admit(council: Council, asker: Asker, person: Person, *, through: str) -> None:
    """Give a person or a shared conversation its audiences and rights, and put it on record.

    Raises NotAllowedError unless the asker administers.
    """
    administrators_only(asker)
    async with council.records() as records:
        before = await records.people.find(person.key)
        await records.people.put(person)
        await records.changes.add(
            [_admission(before, person, who=asker.person, at=council.now(), through=through)]
        )


def _admission(
    before: Person | None, after: Person, *, who: str, at: datetime, through: str
) -> Change:
    def held(person: Person | None) -> str:
        if person is None:
            return ""
        return dumps(
            {"audiences": sorted(person.audiences), "rights": sorted(person.rights)},
            ensure_ascii=False,
        )

    return Change(after.key, "admission", held(before), held(after), who, at, through)


SYSTEM = Asker("system", frozenset(), frozenset({Right.ADMINISTER, Right.IMPORT}))
