"""The administrators' desk: questions without an answer, and tasks."""

from collections.abc import Sequence
from hashlib import sha256
from json import dumps

from council.access import Asker
from council.chamber import Council
from council.errors import NotFoundError
from council.language import Language
from council.permission import administrators_only
from council.ports import AskState, Change, OpenAsk, Records, Task

LONGEST_NAMES = 200  # characters of the names of those who asked the same


async def pass_on(
    council: Council, asker: Asker, text: str, language: Language, *, name: str = ""
) -> None:
    """Pass on a question that has just been kept, with the asker's name only if given.

    It is known by its words, not by a key: nobody learns by guessing what others have asked.
    """
    await _hand_over(council, asker, text, language, name=name, times=0)


async def request(
    council: Council, asker: Asker, text: str, language: Language, *, name: str = ""
) -> None:
    """Keep a request and pass it on, with the asker's name only if given.

    The same text in the same language is one request, however often it is made.
    """
    await _hand_over(council, asker, text, language, name=name, times=1)


async def _hand_over(  # noqa: PLR0913 - what is kept of a question
    council: Council, asker: Asker, text: str, language: Language, *, name: str, times: int
) -> None:
    now = council.now()
    kept = " ".join(text.split())
    ask_id = sha256(f"{language}\n{kept.casefold()}".encode()).hexdigest()[:16]
    async with council.records() as records:
        await records.desk.note(OpenAsk(ask_id, kept, language, now, now, times))
        known = next(ask for ask in await records.desk.asks() if _same(ask, kept, language))
        person, given = _signed(known, asker, name)
        await records.desk.settle(known.id, AskState.PASSED_ON, person, given)


def _same(ask: OpenAsk, text: str, language: Language) -> bool:
    """Whether a kept question is this one, as the record tells questions apart."""
    return ask.language is language and ask.text.casefold().split() == text.casefold().split()


def _signed(known: OpenAsk, asker: Asker, name: str) -> tuple[str, str]:
    """Return who asked: a name once given stays when others ask the same, named or not."""
    if known.asker and (not name or known.asker != asker.person):
        return known.asker, _both(known.asker_name, name)
    return (asker.person, name) if name else ("", "")


async def asks(council: Council, asker: Asker) -> Sequence[OpenAsk]:
    """Return the kept questions, newest first. Raises NotAllowedError but for administrators."""
    administrators_only(asker)
    async with council.records() as records:
        return await records.desk.asks()


async def tasks(council: Council, asker: Asker) -> Sequence[Task]:
    """Return the open tasks, oldest first. Raises NotAllowedError unless the asker administers."""
    administrators_only(asker)
    async with council.records() as records:
        return await records.desk.tasks()


async def answer_ask(council: Council, asker: Asker, ask_id: str, *, through: str) -> None:
    """Mark a kept question answered, and put it on record; one that is answered stays as it is.

    Raises NotAllowedError unless the asker administers, NotFoundError where it is not kept.
    """
    administrators_only(asker)
    async with council.records() as records:
        known = await _kept(records, ask_id)
        if known is None:
            raise NotFoundError(what="question")
        if known.state is AskState.ANSWERED:
            return
        await records.desk.settle(ask_id, AskState.ANSWERED, known.asker, known.asker_name)
        before, after = dumps(known.state.value), dumps(AskState.ANSWERED.value)
        change = Change(
            f"ask:{ask_id}", "state", before, after, asker.person, council.now(), through
        )
        await records.changes.add([change])


async def close_task(
    council: Council, asker: Asker, kind: str, about: str, *, through: str
) -> None:
    """Close an open task, and put it on record; one that is not open stays as it is.

    Raises NotAllowedError unless the asker administers.
    """
    administrators_only(asker)
    async with council.records() as records:
        opened = await records.desk.tasks()
        if not any((task.kind, task.about) == (kind, about) for task in opened):
            return
        now = council.now()
        await records.desk.close_task(kind, about, now)
        change = Change(
            about, f"task:{kind}", dumps("open"), dumps("closed"), asker.person, now, through
        )
        await records.changes.add([change])


async def _kept(records: Records, ask_id: str) -> OpenAsk | None:
    return next((ask for ask in await records.desk.asks() if ask.id == ask_id), None)


def _both(before: str, name: str) -> str:
    """Add a name to those who have given theirs."""
    names = [one for one in before.split(", ") if one]
    return ", ".join(dict.fromkeys([*names, name] if name else names))[:LONGEST_NAMES]
