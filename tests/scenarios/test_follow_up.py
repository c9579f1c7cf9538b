"""Follow-up as owners, administrators and members meet it: whole conversations on a set clock."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.chat_people import find_part
from council.model import FollowUp, Record
from tests.scenarios.test_scenarios import Edits, Transcripts, flat, play, town
from tests.scenarios.test_scenarios import kept as numbered

PROGRAMME = "jarvenpaa-muutosohjelma.yaml"
CONTACT_SET: Edits = {
    PROGRAMME: (("    steers: true\n", "    steers: true\n    contact: kehitysjohtaja\n"),)
}
UNASKED = re.compile(r"^  @ (\w+)$")
# When the demo was loaded is told by the real clock.
LOADED = re.compile(
    r"\d{1,2}\.\d{1,2}\.20[2-9]\d(?: klo \d{1,2}\.\d\d)?(?= alkaen|, Luotsi, lataus)"
)


@dataclass(frozen=True, slots=True)
class Written:
    """A message that went out unasked: when, to whom, what it says."""

    moment: str
    role: str
    text: str


def written(transcript: str, *, redrawn: bool = False) -> list[Written]:
    """Return what was written to anybody unasked; cards drawn anew begin with '↻'."""
    found: list[Written] = []
    moment, role, lines = "", "", list[str]()

    def end() -> None:
        text = "\n".join(lines)
        if role and redrawn is text.startswith("↻"):
            found.append(Written(moment, role, text))
        lines.clear()

    for line in transcript.splitlines():
        if line.startswith("= "):
            end()
            moment, role = line[2:], ""
        elif told := UNASKED.match(line):
            end()
            role = told[1]
        elif line and not line.startswith("  "):
            end()
            role = ""
        elif role:
            lines.append(line[2:])
    end()
    return found


def told_of(transcript: str, item: str, role: str) -> list[str]:
    """Return when somebody was reminded of an item, by its name."""
    return [w.moment for w in written(transcript) if w.role == role and item in w.text]


def kept(transcript: str) -> str:
    return numbered(LOADED.sub("(ladattu)", transcript))


async def played(
    script: str, tmp_path: Path, edits: Edits | None = None
) -> tuple[str, Sequence[Record]]:
    async with town(tmp_path, edits or {}, ()) as (service, address):
        transcript = await play(address, script)
        async with service.council.records() as records:
            return transcript, await records.register.everything()


def follow_up(register: Sequence[Record], key: str) -> FollowUp:
    found = next(r for r in register if r.key == f"jarvenpaa-muutos/{key}")
    assert isinstance(found, FollowUp)
    return found


MAP, REFINED = "Alustava kaupunkitasoinen prosessikartta", "Täsmennetty versio"
NETWORK, PROCESSES = "Palveluverkko hyväksytty", "Toimintaprosessien kuvaaminen"


async def test_s13_an_owner_is_reminded_once_and_answers(
    tmp_path: Path, snapshot: SnapshotAssertion
) -> None:
    transcript, register = await played("s13", tmp_path)
    assert told_of(transcript, MAP, "k") == [
        "2009-12-17T09:00",
        "2009-12-23T09:00",
        "2009-12-30T09:00",
        "2009-12-31T09:00",
    ]
    assert {w.role for w in written(transcript) if MAP in w.text} == {"k"}
    first = next(w.text for w in written(transcript) if w.role == "k")
    for words in ("torstaina 31.12.2009", "Tavoitteet:", "Valmis", "Kesken", "lisäaikaa"):
        assert words in first
    assert follow_up(register, "alustava-prosessikartta").state == "done"
    assert kept(transcript) == snapshot(extension_class=Transcripts)


async def test_s14_reminders_move_to_the_working_day_before(
    tmp_path: Path, snapshot: SnapshotAssertion
) -> None:
    transcript, _ = await played("s14", tmp_path)
    assert (
        told_of(transcript, MAP, "k")
        == [
            "2009-12-17T09:00",
            "2009-12-23T09:00",
            "2009-12-30T09:00",
            "2009-12-31T09:00",
            "2010-02-15T09:00",  # overdue by then, in the same message
            *(w for w in told_of(transcript, MAP, "k")[5:]),
        ]
    )
    assert "2009-12-11T09:00" in told_of(transcript, NETWORK, "tekninen")
    assert told_of(transcript, REFINED, "k")[:4] == [
        "2010-02-15T09:00",
        "2010-02-22T09:00",
        "2010-02-26T09:00",
        "2010-03-01T09:00",
    ]
    on_the_eve = next(w for w in written(transcript) if w.moment.startswith("2009-12-23"))
    assert "torstaina 31.12.2009" in on_the_eve.text
    days = {w.moment[:10] for w in written(transcript)}
    assert "2009-12-24" not in days
    assert kept(transcript) == snapshot(extension_class=Transcripts)


async def test_s15_two_owners_see_each_other_and_one_answers_for_both(
    tmp_path: Path, snapshot: SnapshotAssertion
) -> None:
    transcript, register = await played("s15", tmp_path, CONTACT_SET)
    assert told_of(transcript, PROCESSES, "talous") == ["2009-11-16T09:00"]
    assert told_of(transcript, PROCESSES, "k") == ["2009-11-16T09:00", "2009-11-17T09:00"]
    first = {w.role: w.text for w in reversed(written(transcript)) if PROCESSES in w.text}
    assert "Vastaavat myös: Johtoryhmä" in first["talous"]
    assert "5.10.2009" in flat(transcript)
    assert follow_up(register, "toimintaprosessien-kuvaus").state == "done"
    assert kept(transcript) == snapshot(extension_class=Transcripts)


async def test_s16_a_successor_gets_the_items_and_the_past_stays(
    tmp_path: Path, snapshot: SnapshotAssertion
) -> None:
    transcript, _ = await played("s16", tmp_path)
    assert told_of(transcript, REFINED, "l") == [
        "2010-02-15T09:00",
        "2010-02-22T09:00",
        "2010-02-26T09:00",
    ]
    assert [w for w in written(transcript) if w.role == "k" and w.moment > "2010-02"] == []
    handed = next(w.text for w in written(transcript) if w.role == "l")
    assert "siirtyi sinulle" in handed
    assert "klo 9.00, K, viesti" in transcript
    assert "Sinulla ei ole avoimia tehtäviä" in transcript
    assert kept(transcript) == snapshot(extension_class=Transcripts)


async def test_s17_a_date_moves_when_an_administrator_has_approved_it(
    tmp_path: Path, snapshot: SnapshotAssertion
) -> None:
    transcript, register = await played("s17", tmp_path)
    moments = told_of(transcript, NETWORK, "tekninen")
    assert moments == [
        "2009-11-30T09:00",
        "2009-12-07T09:00",  # what became of the proposal
        "2010-01-11T09:00",
        "2010-01-18T09:00",
        "2010-01-22T09:00",
    ]
    due = follow_up(register, "palveluverkko-hyvaksytty").due
    assert due is not None
    assert (str(due.last), str(due.originally)) == ("2010-01-25", "2009-12-14")
    before, _, after = transcript.partition("! Hyväksy")
    assert "Määräaika: viimeistään maanantaina 14.12.2009 [1]" in before
    asked = after.rpartition("> Milloin palveluverkko päätetään?")[2]
    for words in ("25.1.2010", "alun perin ma 14.12.2009", "muutettu", "Lautakunta palautti"):
        assert words in asked
    assert kept(transcript) == snapshot(extension_class=Transcripts)


async def test_s26_nobody_answers_for_what_is_not_theirs(
    tmp_path: Path, snapshot: SnapshotAssertion
) -> None:
    async with town(tmp_path, {}, ()) as (service, address):
        async with service.council.records() as records:
            before = {r.key: r for r in await records.register.everything()}
        transcript = await play(address, "s26-owners")
        async with service.council.records() as records:
            after = {r.key: r for r in await records.register.everything()}
            refused = [
                change
                for key in ("palveluverkko-hyvaksytty", "laskentahanke")
                for change in await records.changes.history(f"jarvenpaa-muutos/{key}")
                if change.field == "refused"
            ]
    assert {key: after[key] for key in before} == before
    who = {(change.key.partition("/")[2], change.who) for change in refused}
    owner, member, guest = (find_part(role).person.key for role in ("k", "valtuutettu", "vieras"))
    network, costs = "palveluverkko-hyvaksytty", "laskentahanke"
    assert who == {(network, owner), (costs, owner), (network, member), (network, guest)}
    assert kept(transcript) == snapshot(extension_class=Transcripts)


@pytest.mark.parametrize("script", ["s13", "s17"])
async def test_a_reminder_is_not_sent_again_when_the_same_moment_comes_again(
    script: str, tmp_path: Path
) -> None:
    transcript, _ = await played(script, tmp_path)
    moments = [(w.moment[:10], w.role) for w in written(transcript)]
    assert len(moments) == len(set(moments))
