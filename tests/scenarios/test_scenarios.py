"""Whole conversations through the real HTTP door, on the demo's programmes.

Each script is played on the demo's records alone, where its transcript is kept word for word, and
again with the seed documents added, where those are at hand; there only the facts are compared,
since no sentence of a seed is kept in this project.
"""

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from uuid import uuid4

import pytest
from aiohttp import ClientSession
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from bot import wiring
from bot.chat import connected, replay
from bot.chat_client import Client
from bot.chat_people import Part, demo_people, find_part
from bot.chat_script import Sign, parse_script
from bot.commands_documents import Particulars, add_file
from bot.commands_serve import listening
from bot.settings import read_settings
from bot.wiring import Service
from council.dates import DateCertainty
from council.language import Language
from council.loading import load
from council.members import SYSTEM, admit
from council.model import Event
from council.ports import AskState, OpenAsk, Task
from documents.form import FormFile, explain, read_forms

HERE = Path(__file__).resolve().parent
DEMO = HERE.parent.parent / "demo"
CHANGE, STRATEGY = "heinola-muutosohjelma.yaml", "heinola-strategia.yaml"
MEMO_TITLE = "Avaintahojen haastattelut, muistio"
MEMO_URL = "https://tyotila.luotsi.example/muistiot/avaintahot"
RESULTS_URL = "https://tyotila.luotsi.example/kyselyt"

Edits = dict[str, tuple[tuple[str, str], ...]]  # form → what an administrator replaces in it

LINK_SET: Edits = {
    CHANGE: (
        (
            "    place: Teams-työtila\n    about: kyselyt",
            f"    place: Teams-työtila\n    url: {RESULTS_URL}\n    about: kyselyt",
        ),
    ),
}
MEMO_ADDED: Edits = {
    CHANGE: (
        *LINK_SET[CHANGE],
        ("\nmaterials:\n", "\nmaterials:\n" + (HERE / "memo.yaml").read_text("utf-8")),
    ),
}
YEAR_SET: Edits = {
    STRATEGY: (
        (
            "{words: viime marraskuussa, yearless: --11}",
            "{words: viime marraskuussa, start: 1.11.2021, end: 30.11.2021}",
        ),
        (
            "{words: helmikuussa, yearless: --02}",
            "{words: helmikuussa, start: 1.2.2022, end: 28.2.2022}",
        ),
        ("{words: '16.5.', yearless: --05-16}", "{words: '16.5.', day: 16.5.2022}"),
        (
            "{words: syksyllä, yearless: --09/--11}",
            "{words: syksyllä, start: 1.9.2022, end: 30.11.2022}",
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """What a reply must and must not hold; letters of either case, any white space."""

    exchange: int  # which words or press of the script, from 0
    has: tuple[str, ...] = ()
    states_not: tuple[str, ...] = ()  # above the sources, whose own words may hold more
    lacks: tuple[str, ...] = ()  # anywhere
    items: int | None = None  # how many items its list has


@dataclass(frozen=True, slots=True)
class Scenario:
    """A script, the forms as the scenario has them, and what must come of it."""

    script: str
    facts: tuple[Fact, ...]
    edits: Edits


def scenario(script: str, *facts: Fact, edits: Edits | None = None) -> Scenario:
    return Scenario(script, facts, edits or {})


GOALS = (  # in the order of the alphabet
    "hyvät palvelut",
    "laadukas päätöksenteko",
    "tasapainoinen talous",
    "tehokas toiminta",
    "tyytyväinen työyhteisö",
    "yhteinen sitoutuminen",
)
VALUES = ("innovatiivisuus", "tuloksellisuus", "rohkeus", "välittäminen", "yhteisöllisyys")
THEMES = (  # the same
    "hyvinvoinnin kasvu",
    "talouden tasapaino",
    "toimija keskiössä",
    "uudistuva työ ja asuminen",
)
HIDDEN = (MEMO_TITLE, MEMO_URL, "muistiot/")
INTERVIEWS_HELD = ("helmi", "maaliskuu", "2023", "avoinna", "hallinto- ja kehitysjohtaja")
REFUSED = ("mitään ei ole lähetetty eikä muutettu", "ylläpitäj")

SCENARIOS = (
    scenario(
        "s01",
        Fact(0, ("heinola",), ("tarvitseeko",)),
        Fact(
            1,
            (*GOALS, "luonno", "17.4.2023"),
            ("tarvitseeko", "- osuvuus", "- sujuvuus", "määräaika"),
            items=6,
        ),
    ),
    scenario(
        "s03",
        Fact(
            0,
            (
                RESULTS_URL,
                "kyselyiden tulokset",
                "työpajojen aineistot",
                "linkki puuttuu",
                "hallinto- ja kehitysjohtaja",
            ),
            ("](#)", "(#)"),
        ),
        Fact(1, (RESULTS_URL, "linkki puuttuu")),
        edits=LINK_SET,
    ),
    scenario(
        "s04",
        Fact(
            0,
            ("perjantaina 28.4.2023", "lähtökoh", "yhteensovitta", "kellonaikaa"),
            ("20.4.", "klo "),
        ),
        Fact(1, ("28.4.2023", "pidetty", "myöhem"), ("20.4.", "klo ")),
    ),
    scenario(
        "s06",
        Fact(
            0,
            (
                "palveluverkko hyväksytty valtuustossa",
                "palveluohjelma ja palveluverkkosuunnitelma",
                "tekninen johtaja",
                "maanantaina 14.12.2009",
                "palvelujen turvaaminen",
                "vahvistamatta",
            ),
            ("johtoryhmä", "määräaika: viimeistään maanantaina 16.11.2009"),
        ),
    ),
    scenario(
        "s08",
        Fact(0, INTERVIEWS_HELD, lacks=HIDDEN),
        Fact(1, lacks=HIDDEN),
        Fact(2, INTERVIEWS_HELD, lacks=HIDDEN),
        Fact(3, ("kyselyiden tulokset",), lacks=HIDDEN),
        Fact(4, lacks=HIDDEN),
        Fact(5, lacks=HIDDEN),
        Fact(6, lacks=HIDDEN),
        Fact(7, (MEMO_TITLE, MEMO_URL)),
        edits=MEMO_ADDED,
    ),
    scenario(
        "s09-before",
        Fact(0, ("16.5.", "vuotta ei ole"), ("2022", "2026", "maanantai")),
        Fact(1, ("16.5.", "vuotta ei ole", "johtoryhmä"), ("2022", "2026", "maanantai")),
    ),
    scenario(
        "s09-after",
        Fact(0, ("maanantaina 16.5.2022",), ("vuotta ei ole",)),
        Fact(1, ("2021",), ("vuotta ei ole",)),
        Fact(2, ("2022",), ("vuotta ei ole",)),
        edits=YEAR_SET,
    ),
    scenario(
        "s10",
        Fact(0, (*VALUES, "26.6.2019", "päiväämätön"), ("voimassa",), items=5),
        Fact(1, THEMES, ("kiinteistöt ja infra",)),
    ),
    scenario(
        "s12",
        Fact(0, ("ei ole vastausta", "hallinto- ja kehitysjohtaja"), ("€", "euroa", "virkaa")),
        Fact(1, ("ilman nimeäsi",)),
    ),
    scenario("s26", *(Fact(n, REFUSED, ("valtuutettu,", "29:", "@")) for n in range(4))),
)


SOURCES = re.compile(r"^(?:Lähde|Lähteet|Keneltä voi kysyä)$", re.MULTILINE)


class Transcripts(SingleFileSnapshotExtension):
    """Keeps a transcript as a text file of its own."""

    file_extension = "txt"
    _write_mode = WriteMode.TEXT


def forms(edits: Edits) -> list[FormFile]:
    """Return the demo's forms with what an administrator has replaced in them."""
    files = []
    for path in sorted(DEMO.glob("*.yaml")):
        text = path.read_text("utf-8")
        for old, new in edits.get(path.name, ()):
            assert old in text, f"{path.name} lacks {old!r}"
            text = text.replace(old, new)
        files.append(FormFile(path.name, text.encode()))
    return files


async def put(service: Service, edits: Edits) -> None:
    """Load the forms as `luotsi load` does, and have the service look again."""
    form = read_forms(forms(edits))
    assert [explain(fault) for fault in form.faults] == []
    council = service.council
    await load(council.records, SYSTEM, form.records, now=council.now(), apply=True)
    await council.shelf.refresh()


@asynccontextmanager
async def town(
    place: Path, edits: Edits, seeds: Sequence[Path]
) -> AsyncIterator[tuple[Service, str]]:
    """Run the service on a free loopback port, with the demo's programmes and people."""
    settings = read_settings(
        demo=True, database_url=f"sqlite:///{place / 'town.sqlite'}", port=0, grace=5
    )
    async with wiring.service(settings) as service:
        council = service.council
        for person in demo_people():
            await admit(council, SYSTEM, person, through="demo")
        for seed in seeds:
            await add_file(council, seed, Particulars())
        await put(service, edits)
        async with listening(service.app, settings) as address:
            yield service, address


async def play(address: str, name: str) -> str:
    steps = parse_script((HERE / "scripts" / f"{name}.script").read_text("utf-8"))
    return await replay(address, steps, find_part("valtuutettu"), "fi")


def exchanges(transcript: str) -> list[str]:
    """Return what Luotsi said to each of the words and presses."""
    replies: list[str] = []
    for line in transcript.splitlines():
        if line[:1] in {Sign.SAY, Sign.PRESS}:
            replies.append("")
        elif line.startswith("  "):
            replies[-1] += line[2:] + "\n"
    return replies


def kept(transcript: str) -> str:
    """Number the items of lists: names in a row stay names and read as no sentence of a source."""
    numbers = count(1)
    return re.sub(
        r"^  - |; ", lambda mark: f"{mark[0]}({next(numbers)}) ", transcript, flags=re.MULTILINE
    )


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text).casefold()


def listed(reply: str) -> list[str]:
    """Return the lines above the sources."""
    return SOURCES.split(reply)[0].splitlines()


def broken(transcript: str, facts: Sequence[Fact]) -> list[str]:
    """Return what does not hold, in words."""
    replies = exchanges(transcript)
    faults = []
    for fact in facts:
        whole, stated = flat(replies[fact.exchange]), flat(SOURCES.split(replies[fact.exchange])[0])
        faults += [f"{fact.exchange} lacks {w!r}" for w in fact.has if flat(w) not in whole]
        faults += [f"{fact.exchange} states {w!r}" for w in fact.states_not if flat(w) in stated]
        faults += [f"{fact.exchange} holds {w!r}" for w in fact.lacks if flat(w) in whole]
        items = len([line for line in listed(replies[fact.exchange]) if line.startswith("- ")])
        if fact.items not in {None, items}:
            faults.append(f"{fact.exchange} lists {items} items, not {fact.items}")
    return faults


@pytest.mark.parametrize("case", SCENARIOS, ids=lambda case: case.script)
async def test_a_scenario_on_the_demos_records(
    case: Scenario, tmp_path: Path, snapshot: SnapshotAssertion
) -> None:
    async with town(tmp_path, case.edits, ()) as (_, address):
        transcript = await play(address, case.script)

    assert broken(transcript, case.facts) == []
    assert kept(transcript) == snapshot(extension_class=Transcripts)


@pytest.mark.parametrize("case", SCENARIOS, ids=lambda case: case.script)
async def test_a_scenario_with_the_documents_themselves(
    case: Scenario, tmp_path: Path, shared: Path
) -> None:
    seeds = sorted((shared / "seeds").glob("*.txt"))
    async with town(tmp_path, case.edits, seeds) as (_, address):
        transcript = await play(address, case.script)

    assert broken(transcript, case.facts) == []


async def test_s03_a_missing_link_is_one_task_however_often_it_is_asked_for(tmp_path: Path) -> None:
    async with town(tmp_path, LINK_SET, ()) as (service, address):
        await play(address, "s03")
        async with service.council.records() as records:
            tasks: Sequence[Task] = await records.desk.tasks()

    about = [task.about for task in tasks if task.kind == "link-missing"]
    assert about.count("heinola-muutos/tyopaja-aineistot") == 1
    assert "heinola-muutos/kyselytulokset" not in about


async def test_s08_hidden_and_absent_look_the_same_and_claims_change_nothing(
    tmp_path: Path,
) -> None:
    (tmp_path / "with").mkdir()
    (tmp_path / "without").mkdir()
    async with town(tmp_path / "with", MEMO_ADDED, ()) as (_, address):
        hidden = exchanges(await play(address, "s08"))
    async with town(tmp_path / "without", LINK_SET, ()) as (_, address):
        absent = exchanges(await play(address, "s08"))

    assert hidden[:7] == absent[:7]
    assert hidden[0] == hidden[2]


async def test_s09_the_year_is_set_everywhere_while_the_service_runs(tmp_path: Path) -> None:
    async with town(tmp_path, {}, ()) as (service, address):
        before = await play(address, "s09-before")
        await put(service, YEAR_SET)
        after = await play(address, "s09-after")
        async with service.council.records() as records:
            register = await records.register.everything()
            tasks = await records.desk.tasks()

    assert "16.5.2022" not in before
    assert "16.5.2022" in after
    events = [e for e in register if isinstance(e, Event) and e.programme == "heinola-strategia"]
    assert [e.key for e in events if e.when and e.when.certainty is DateCertainty.YEARLESS] == []
    assert [
        t for t in tasks if t.kind == "year-missing" and t.about.startswith("heinola-str")
    ] == []


async def test_s12_the_administrators_see_the_question_and_not_who_asked(tmp_path: Path) -> None:
    async with town(tmp_path, {}, ()) as (service, address):
        replies = exchanges(await play(address, "s12"))
        async with service.council.records() as records:
            asks: Sequence[OpenAsk] = await records.desk.asks()

    assert [(ask.state, ask.asker, ask.asker_name) for ask in asks] == [
        (AskState.PASSED_ON, "", "")
    ]
    assert "maksaa" in asks[0].text
    assert not re.search(r"\d+ ?(?:€|euro|virka)", replies[0])


async def test_s26_nothing_is_sent_or_changed(tmp_path: Path) -> None:
    async with town(tmp_path, {}, ()) as (service, address):
        async with service.council.records() as records:
            before = await records.register.everything()
        await play(address, "s26")
        async with service.council.records() as records:
            after = await records.register.everything()

    assert set(before) == set(after)


async def test_s26_forged_buttons_are_refused_and_tell_nothing(tmp_path: Path) -> None:
    secret = f"salaisuus {uuid4().hex}"
    verbs = ("announcements.send", "members.admit", "desk.asks", "desk.tasks")
    roles = ("valtuutettu", "vieras", "kanava", "vastuuhenkilo")
    async with town(tmp_path, {}, ()) as (service, address):
        async with service.council.records() as records:
            now = service.council.now()
            await records.desk.note(OpenAsk("1", secret, Language.FI, now, now, 1))
        async with connected(address, "fi") as client, ClientSession() as session:
            told = [
                await forge(client, session, address, find_part(role), verb)
                for role in roles
                for verb in verbs
            ]

    assert [status for status, _ in told] == [200] * len(told)
    assert [text for _, text in told if secret in text] == []


async def forge(
    client: Client, session: ClientSession, address: str, part: Part, verb: str
) -> tuple[int, str]:
    """Press a button that no card has; return the status and all that came back."""
    await client.meet(part)
    data = {"person": find_part("yllapitaja").person.key, "named": True}
    forged = client._activity(part, "invoke", "luotsi-1") | {
        "name": "adaptiveCard/action",
        "value": {"action": {"type": "Action.Execute", "verb": verb, "data": data}},
    }
    async with session.post(f"{address}/api/messages", json=forged) as response:
        body = await response.text()
    return response.status, body + str(client._connector.waiting(client._where(part)))
