"""Which item an owner speaks of: by name, by what was spoken of, or as the only one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from council.items import Item
from council.model import Action, FollowUp
from council.register import Register
from council.words import laid_out
from dialogs import spoken
from dialogs.scene import Scene
from dialogs.spoken import Statement


@dataclass(frozen=True, slots=True)
class Meant:
    """Which of the asker's items a statement may be about."""

    items: tuple[Item, ...] = ()
    foreign: str = ""  # key of the item of others that it names instead
    unknown: bool = False  # it names something, but none of the items


def spoken_of(scene: Scene, reminded: frozenset[str]) -> str:
    """Return what a statement without a name is about: the one item of today's reminder, if any."""
    if len(reminded) == 1:
        return next(iter(reminded))
    return scene.topic.record if scene.topic else ""


def meant_by(told: Statement, mine: Sequence[Item], named: Mapping[str, str], about: str) -> Meant:
    """Find the item that a statement names, else the one that was spoken of, else the only one.

    `named` are the names of the asker's own items and of those that the asker may see.
    """
    found = spoken.named(told, named)
    own = {item.key: item for item in mine}
    best = max((found.by_name[key] for key in own), default=0.0)
    others = {key: score for key, score in found.by_name.items() if key not in own}
    first = max(others, key=lambda key: others[key], default="")
    if first and others[first] > best:
        return Meant(foreign=first)
    if best:
        tied = [item for item in mine if found.by_name[item.key] == best]
        nearest = max(found.by_body[item.key] for item in tied)
        return Meant(tuple(item for item in tied if found.by_body[item.key] == nearest))
    if told.words:
        return Meant(tuple(mine), unknown=True)
    found_about = tuple(item for item in mine if about and about in {item.key, _action(item)})
    return Meant(found_about or tuple(mine))


def names_of(item: Item, register: Register) -> str:
    """Return the names of an item and its action, laid out for comparing."""
    action = register.find(Action, _action(item))
    named = [item, *([action] if action else [])]
    return laid_out(" ".join(" ".join((one.name, *one.aliases)) for one in named))


def _action(item: Item) -> str:
    return item.action if isinstance(item, FollowUp) else item.key
