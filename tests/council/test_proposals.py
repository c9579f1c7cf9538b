"""Proposals of new dates: their bounds, and what an approved one ends."""

from datetime import date

import pytest

from council.dates import DueDate
from council.followup import Report, report
from council.items import BadInputError, Result
from council.model import FollowUp, State
from council.people import Person
from council.proposals import decide, proposals, propose
from council.roles import Tenure, appoint, everybody
from tests.council.ticking import ADMIN, FIRST, HEAD, K, at_noon, town


def on(day: date) -> DueDate:
    return DueDate(start=day, end=day)


@pytest.mark.parametrize(
    ("day", "what"),
    [
        (date(9999, 12, 31), "too-far"),
        (date(2009, 12, 1), "past"),
        (date(1999, 1, 1), "before-programme"),
    ],
)
async def test_a_day_that_makes_no_sense_is_refused(day: date, what: str) -> None:
    here = await town()
    here.now = at_noon(2009, 12, 3)
    with pytest.raises(BadInputError) as caught:
        await propose(here.council, K.asker, FIRST.key, on(day), "Siirtyy.", through="card")
    assert caught.value.facts["what"] == what
    assert await proposals(here.council, ADMIN.asker) == []


async def test_an_approved_day_ends_what_was_said_to_be_late() -> None:
    here = await town()
    here.now = at_noon(2009, 12, 3)
    await report(here.council, K.asker, FIRST.key, Report(state=State.LATE), through="card")
    asked = await propose(
        here.council, K.asker, FIRST.key, on(date(2010, 1, 25)), "Siirtyy.", through="card"
    )
    assert asked.proposal is not None
    decision = (here.council, ADMIN.asker, FIRST.key, asked.proposal.id)
    done = await decide(*decision, approve=True, through="card")
    again = await decide(*decision, approve=False, through="card")
    assert (done.result, again.result) == (Result.DONE, Result.ALREADY)
    assert isinstance(done.item, FollowUp)
    assert done.item.state is State.STARTED
    assert done.item.due is not None
    assert (done.item.due.last, done.item.due.moved_why) == (date(2010, 1, 25), "Siirtyy.")


async def test_a_shared_conversation_holds_no_office() -> None:
    here = await town()
    room = Person("t/19:kanava@thread.tacv2", "Kanava")
    async with here.council.records() as records:
        await records.people.put(room)
    assert room not in await everybody(here.council, ADMIN.asker)
    tenure = Tenure(role=HEAD.key, person=room.key, since=date(2010, 2, 1))
    with pytest.raises(BadInputError):
        await appoint(here.council, ADMIN.asker, tenure, through="card")
