"""What planning and gathering know of the town at one moment: people, rules, the register."""

from collections.abc import Mapping
from dataclasses import dataclass

from council.chamber import Council
from council.model import Record
from council.planning import ItemRules, Setting
from council.ports import Records
from council.register import Register
from council.responsibility import Answering, Staff
from council.rules import Rules, Values, laid, of


@dataclass(frozen=True, slots=True)
class Office:
    """One moment's register, people and rules."""

    setting: Setting
    scopes: Mapping[str, Values]

    @property
    def register(self) -> Register:
        """The register for everybody's eyes."""
        return self.setting.register

    @property
    def staff(self) -> Staff:
        """The persons."""
        return self.setting.staff

    def rules(self, programme: str = "", item: str = "") -> Rules:
        """Return the rules for the town, a programme or an item of it."""
        return laid(self.scopes, *(scope for scope in (programme, item) if scope))

    def for_item(self, item: Record) -> ItemRules:
        """Return the rules for an item, and whether its days are its very own."""
        own = self.scopes.get(item.key, {})
        return ItemRules(self.rules(item.programme, item.key), own="before" in own)


async def staff(records: Records) -> Staff:
    """Return the persons that Luotsi knows."""
    people = {person.key: person for person in await records.people.everybody()}
    chosen = {one.person: one for one in await records.choices.preferences()}
    return Staff(people, chosen, frozenset(await records.choices.unreachable()))


async def office(council: Council) -> Office:
    """Return what is known now; whatever was on record before this was called is in it."""
    register = await council.shelf.whole()
    async with council.records() as records:
        persons = await staff(records)
        scopes = of(await records.choices.settings())
    council.turns.lost = persons.unreachable
    setting = Setting(register, persons, Answering(register, persons), council.days, council.now())
    return Office(setting, scopes)
