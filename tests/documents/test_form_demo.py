"""Tests of the demo files: complete, true to their documents, and in our own words."""

import json
import re
from collections import Counter
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path

import pytest

from council.dates import DateCertainty, DueDate
from council.model import (
    Certainty,
    Contact,
    Event,
    FollowUp,
    Goal,
    Material,
    Record,
    Source,
    Standing,
    Target,
    Value,
)
from documents.form import Form, explain, load_files

ROOT = Path(__file__).resolve().parents[2]
DEMO = sorted((ROOT / "demo").glob("*.yaml"))
PROGRAMMES = {
    "000_111434fdf07ab068.txt": "heinola-muutos",
    "001_f9081df1d17787a9.txt": "heinola-strategia",
    "002_5c010ddff5332738.txt": "jarvenpaa-muutos",
    "003_82e83579dfa1bd5a.txt": "heinola-resurssi",
    "004_014d1d0bdb5a0d89.txt": "ikaalinen-strategia",
}
COUNTS = {
    "heinola-muutos": {
        "Perspective": 3,
        "Goal": 6,
        "Event": 9,
        "Body": 3,
        "ReportingRule": 2,
        "Material": 4,
        "Contact": 3,
    },
    "heinola-strategia": {"Theme": 4, "Value": 5, "Event": 13, "OpenQuestion": 3, "Contact": 3},
    "jarvenpaa-muutos": {"Goal": 13, "Action": 9, "FollowUp": 16, "Body": 5, "ReportingRule": 4},
    "heinola-resurssi": {"Goal": 4, "Means": 34, "Metric": 12, "Value": 5, "OpenQuestion": 5},
    "ikaalinen-strategia": {"Goal": 7, "Means": 4, "Theme": 2, "Action": 7, "Partner": 5},
}


@cache
def demo() -> Form:
    return load_files(DEMO)


def of(programme: str, kind: type[Record]) -> list[Record]:
    return [r for r in demo().records if r.programme == programme and type(r) is kind]


def find(key: str) -> Record:
    return next(record for record in demo().records if record.key == key)


def test_the_demo_files_load_without_a_fault() -> None:
    assert [explain(fault) for fault in demo().faults] == []
    assert demo().programmes == set(PROGRAMMES.values())


@pytest.mark.parametrize("programme", COUNTS)
def test_the_demo_files_hold_what_their_documents_hold(programme: str) -> None:
    found = Counter(type(r).__name__ for r in demo().records if r.programme == programme)
    assert {name: found[name] for name in COUNTS[programme]} == COUNTS[programme]


def test_every_fact_names_its_document_and_quotes_nothing_before_that_is_added() -> None:
    for record in demo().records:
        assert isinstance(record.source, Source)
        assert PROGRAMMES[record.source.document] == record.programme
        assert record.source.words == ""
        assert (record.source.dated is None) is (record.programme == "heinola-strategia")


def test_the_goals_still_being_drafted_say_so_and_the_last_has_no_description() -> None:
    goals = [goal for goal in of("heinola-muutos", Goal) if isinstance(goal, Goal)]
    assert {goal.standing for goal in goals} == {Standing.DRAFT}
    assert [goal.name for goal in goals if not goal.description] == ["Tasapainoinen talous"]


def test_material_whose_link_the_document_lost_has_none() -> None:
    for programme in COUNTS:
        assert all(isinstance(m, Material) and not m.url for m in of(programme, Material))


def test_dates_without_a_year_stay_without_one() -> None:
    dates = [e.when for e in of("heinola-strategia", Event) if isinstance(e, Event) and e.when]
    assert {due.certainty for due in dates} == {DateCertainty.YEARLESS}
    assert {due.yearless for due in dates} == {"--11", "--02", "--05-16", "--09/--11"}


def test_pairs_that_the_flattened_table_does_not_settle_are_unconfirmed() -> None:
    unsure = {r.key.partition("/")[2] for r in of("jarvenpaa-muutos", FollowUp) if _unsure(r)}
    assert {
        "palveluohjelmat-hyvaksytty",
        "muutosohjelma-hyvaksytty",
        "palveluverkko-hyvaksytty",
        "lasten-pilotti",
        "muut-pilotit",
        "alustava-prosessikartta",
        "tasmennetty-prosessikartta",
        "toimintaprosessien-kuvaus",
    } <= unsure
    assert not _unsure(find("jarvenpaa-muutos/laskentahanke"))
    assert _unsure(find("heinola-muutos/talouden-tyopaja"))


def _unsure(record: Record) -> bool:
    return record.certainty is Certainty.UNCONFIRMED


def test_the_service_network_goes_to_the_council_and_the_technical_director_answers() -> None:
    found = find("jarvenpaa-muutos/palveluverkko-hyvaksytty")
    assert isinstance(found, FollowUp)
    assert found.owners == ("jarvenpaa-muutos/tekninen-johtaja",)
    assert found.decided_by == "jarvenpaa-muutos/kaupunginvaltuusto"
    assert found.due is not None
    assert f"{found.due.last}" == "2009-12-14"


def test_the_values_of_a_town_stand_once_in_each_of_its_documents() -> None:
    lists = [
        sorted(v.name for v in of(programme, Value) if isinstance(v, Value))
        for programme in ("heinola-strategia", "heinola-resurssi")
    ]
    assert lists[0] == lists[1]
    assert len(set(lists[0])) == 5
    assert not any(record.supersedes for record in demo().records)


def test_contacts_are_offices_with_addresses_that_only_stand_in() -> None:
    contacts = [r for r in demo().records if isinstance(r, Contact)]
    assert contacts
    for contact in contacts:
        assert contact.placeholder
        assert contact.email.endswith(".example")
        assert contact.phone == ""


# Beside the shared folder


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def nines(text: str) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[i : i + 9]) for i in range(len(found) - 8)}


@pytest.mark.parametrize("path", [*DEMO, ROOT / "docs" / "programme-form.md"], ids=lambda p: p.stem)
def test_no_nine_words_in_a_row_are_a_documents(path: Path, shared: Path) -> None:
    ours = nines(path.read_text("utf-8"))
    for seed in sorted((shared / "seeds").glob("*.txt")):
        assert ours & nines(seed.read_text("utf-8")) == set(), seed.name


def truth(shared: Path, document: str) -> dict[str, list[dict[str, object]]]:
    path = shared / "truth" / f"{document}.json"
    if not path.exists():
        pytest.skip(f"no truth for {document}")
    items: dict[str, list[dict[str, object]]] = json.loads(path.read_text("utf-8"))["items"]
    return items


TYPES = (
    "perspective",
    "goal",
    "action",
    "follow_up",
    "metric",
    "value",
    "theme",
    "target_group",
    "event",
    "steering_body",
    "reporting",
    "material",
    "means",
    "open_question",
)
# Said by the programme's own record: a target of the same metric, and the system in use.
SAID_ELSEWHERE = {"ME6b"}


def alike(name: str, value: str) -> float:
    a, b = " ".join(words(name)), " ".join(words(value))
    if a and (b.startswith(a) or a.startswith(b)):
        return 1.0
    return SequenceMatcher(None, a, b).ratio()


@pytest.mark.parametrize("document", PROGRAMMES)
def test_every_fact_that_counts_is_there_by_its_name(document: str, shared: Path) -> None:
    programme = PROGRAMMES[document]
    names = [
        str(name)
        for record in demo().records
        if record.programme == programme
        for name in (getattr(record, "name", ""), *getattr(record, "aliases", ()))
    ]
    missing = [
        f"{item['id']} {item['value']}"
        for kind, items in truth(shared, document).items()
        if kind in TYPES
        for item in items
        if item["core"] and item["id"] not in SAID_ELSEWHERE
        if max(alike(name, str(item["value"])) for name in names) < 0.6
    ]
    assert missing == []


def test_follow_ups_have_the_owners_and_days_that_the_table_most_likely_means(shared: Path) -> None:
    items = truth(shared, "002_5c010ddff5332738.txt")
    actors = {item["id"]: str(item["value"]) for item in items["actor"]}
    days = {item["id"]: item["due"] or item["end"] for item in items["date"]}
    ours = [f for f in of("jarvenpaa-muutos", FollowUp) if isinstance(f, FollowUp)]
    assert len(ours) == len(items["follow_up"])
    for item in items["follow_up"]:
        found = max(ours, key=lambda f: alike(f.name, str(item["value"])))
        owners = {getattr(find(key), "name", "") for key in found.owners}
        assert owners == {actors[owner] for owner in _ids(item, "owner_ids")}, found.name
        due = {f"{found.due.last}"} if found.due else set()
        assert due == {days[day] for day in _ids(item, "date_ids")}, found.name


def _ids(item: dict[str, object], field: str) -> list[str]:
    ids = item[field]
    assert isinstance(ids, list)
    return [str(each) for each in ids]


@pytest.mark.parametrize("document", PROGRAMMES)
def test_every_day_that_counts_is_there(document: str, shared: Path) -> None:
    programme = PROGRAMMES[document]
    days = {
        f"{day}"
        for record in demo().records
        if record.programme == programme
        for due in _dates(record)
        for day in (due.start, due.end)
    } | {f"{record.source.dated}" for record in demo().records if record.programme == programme}
    wanted = {
        str(item["due"] or item["end"])
        for item in truth(shared, document)["date"]
        if item["core"] and (item["due"] or item["end"]) and item["role"] != "council_term"
    }
    assert wanted - days == set()


def _dates(record: Record) -> list[DueDate]:
    found: list[DueDate] = []
    for name in ("period", "due", "when", "on"):
        value = getattr(record, name, None)
        found += [v for v in (value if isinstance(value, tuple) else (value,)) if v]
    return found


def test_an_open_or_undirected_target_is_not_given_a_direction() -> None:
    targets = {t.key: t for t in of("heinola-resurssi", Target) if isinstance(t, Target)}
    assert targets["heinola-resurssi/suositus-taso"].direction == "unstated"
    assert {
        key.partition("/")[2] for key, target in targets.items() if target.direction == "open"
    } == {"rekrytoinnit-taso", "korjausvelka-taso", "ominaiskustannukset-taso"}
