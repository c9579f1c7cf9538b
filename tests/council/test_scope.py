"""Tests of which programmes a question is about."""

from dataclasses import replace
from datetime import date

from council.access import ANYONE
from council.asking import Asked
from council.dates import DateCertainty, DateKind, DueDate
from council.language import Language
from council.model import Programme, ProgrammeKind, Source, Standing
from council.people import Topic
from council.register import Register
from council.scope import Scope, in_force, scope_of, settled
from tests.council.esimerkkila import HIDDEN, OPEN, REFORM, SECRET, TOWN, TOWN_STRATEGY

TODAY = date(2025, 3, 10)
NEIGHBOUR = Programme(
    key="naapuri",
    programme="naapuri",
    source=Source("naapuri.txt", "Naapurin ohjelma", date(2023, 1, 1)),
    audience=REFORM.audience,
    name="Kylien ohjelma",
    municipality="Toisela",
    kind=ProgrammeKind.CHANGE,
)
REGISTER = Register((*OPEN, NEIGHBOUR))


def scope(
    asked: Asked, *, topic: Topic | None = None, programme: str = "", register: Register = REGISTER
) -> Scope:
    return scope_of(asked, register, topic=topic, programme=programme, today=TODAY)


def asked(**fields: object) -> Asked:
    return Asked("kysymys", Language.FI, **fields)  # type: ignore[arg-type]


def keys(found: Scope) -> list[str]:
    return [p.key for p in found.programmes]


def lasting(start: date | None, end: date | None, dated: date | None = None) -> Programme:
    source = Source("a.txt", "A", dated)
    return replace(
        REFORM, source=source, period=DueDate(start=start, end=end, kind=DateKind.PERIOD)
    )


def test_without_any_hint_every_programme_fits_and_none_is_singled_out() -> None:
    found = scope(asked())
    assert sorted(keys(found)) == ["naapuri", "strategia", "uudistus"]
    assert not found.named
    assert found.one is None


def test_the_programme_in_force_comes_first_then_the_newest() -> None:
    assert keys(scope(asked())) == ["uudistus", "naapuri", "strategia"]


def test_a_named_town_narrows_to_its_programmes() -> None:
    found = scope(asked(municipalities=(TOWN,)))
    assert keys(found) == ["uudistus", "strategia"]
    assert found.named
    assert found.place == TOWN
    assert not found.by_name


def test_a_town_without_programmes_is_not_answered_for_by_another_towns() -> None:
    found = scope(asked(municipalities=("Kaskinen",)))
    assert found == Scope((), named=True, place="Kaskinen")


def test_a_town_that_nothing_is_known_of_narrows_nothing() -> None:
    found = scope(asked(municipalities=("Kaskinen",), unknown_place="Kaskinen"))
    assert not found.named
    assert found.place == ""


def test_the_first_known_one_of_several_towns_counts() -> None:
    assert scope(asked(municipalities=("Kaskinen", "Toisela"))).place == "Toisela"


def test_a_programme_is_named_by_its_kind() -> None:
    found = scope(asked(municipalities=(TOWN,), programme_kinds=frozenset({"strategy"})))
    assert keys(found) == ["strategia"]
    assert found.by_name
    assert found.one == TOWN_STRATEGY


def test_a_programme_is_named_by_a_word_of_its_name_in_any_form() -> None:
    for word in ("uudistusohjelma", "uudistusohjelmassa", "Uudistusohjelman"):
        assert keys(scope(asked(rest=(word,)))) == ["uudistus"], word
        assert keys(scope(asked(programme_words=(word,)))) == ["uudistus"], word


def test_a_kind_that_no_programme_is_of_singles_out_none() -> None:
    found = scope(asked(programme_kinds=frozenset({"resource"})))
    assert not found.by_name
    assert len(found.programmes) == 3


def test_a_remembered_programme_answers_when_it_is_named_again_by_its_kind() -> None:
    topic = Topic("naapuri", "Toisela")
    found = scope(asked(programme_kinds=frozenset({"change"})), topic=topic)
    assert keys(found) == ["naapuri"]


def test_a_leaning_question_stays_in_the_remembered_town() -> None:
    found = scope(asked(leans=True), topic=Topic("naapuri", "Toisela"))
    assert keys(found) == ["naapuri"]
    assert found.place == "Toisela"


def test_a_leaning_question_that_names_another_town_goes_there() -> None:
    topic = Topic("naapuri", "Toisela")
    found = scope(asked(leans=True, municipalities=(TOWN,)), topic=topic)
    assert set(keys(found)) == {"uudistus", "strategia"}
    assert found.place == TOWN


def test_a_question_that_stands_alone_is_not_kept_in_the_remembered_town() -> None:
    found = scope(asked(), topic=Topic("naapuri", "Toisela"))
    assert len(found.programmes) == 3


def test_a_chosen_programme_counts_before_all_else() -> None:
    question = asked(municipalities=("Toisela",), programme_kinds=frozenset({"change"}))
    found = scope(question, topic=Topic("naapuri", "Toisela"), programme="strategia")
    assert found.one == TOWN_STRATEGY
    assert found.named


def test_a_programme_is_chosen_only_if_it_is_there_for_the_asker() -> None:
    whole = Register((*OPEN, *HIDDEN))
    seen, bare = whole.seen_by(ANYONE), Register(OPEN)
    assert scope(asked(), programme=SECRET.key, register=whole).one == SECRET
    for programme in (SECRET.key, "ei-ole", REFORM.key + "/paivahoito"):
        told = scope(asked(), programme=programme, register=seen)
        assert told == scope(asked(), programme=programme, register=bare)
        assert told == scope(asked(), register=bare)


def test_a_topic_that_the_asker_may_not_see_is_as_good_as_one_that_does_not_exist() -> None:
    seen = Register((*OPEN, *HIDDEN)).seen_by(ANYONE)
    topic = Topic(SECRET.key, SECRET.municipality)
    for leans in (True, False):
        told = scope(asked(leans=leans), topic=topic, register=seen)
        assert told == scope(asked(leans=leans), topic=topic, register=Register(OPEN))
        assert SECRET not in told.programmes


def test_in_force_from_the_first_to_the_last_day_of_the_period() -> None:
    programme = lasting(date(2025, 1, 1), date(2025, 12, 31))
    assert in_force(programme, date(2024, 12, 31)) == 3
    assert in_force(programme, date(2025, 1, 1)) == 0
    assert in_force(programme, date(2025, 12, 31)) == 0
    assert in_force(programme, date(2026, 1, 1)) == 2


def test_a_programme_that_is_written_counts_before_its_period_begins() -> None:
    programme = lasting(date(2026, 1, 1), date(2028, 12, 31), dated=date(2025, 3, 10))
    assert in_force(programme, date(2025, 3, 9)) == 3
    assert in_force(programme, date(2025, 3, 10)) == 0


def test_a_period_without_an_end_is_not_over() -> None:
    assert in_force(lasting(date(2024, 1, 1), None), TODAY) == 0
    assert in_force(lasting(date(2026, 1, 1), None), TODAY) == 3


def test_a_period_without_a_beginning_is_in_force_to_its_end() -> None:
    assert in_force(lasting(None, date(2025, 3, 10)), TODAY) == 0
    assert in_force(lasting(None, date(2025, 3, 9)), TODAY) == 2


def test_without_a_period_it_is_not_said_unless_the_document_is_still_to_come() -> None:
    assert in_force(replace(REFORM, period=None), TODAY) == 1
    late = replace(REFORM, period=None, source=Source("a.txt", "A", date(2025, 3, 11)))
    assert in_force(late, TODAY) == 3
    yearless = DueDate(yearless="--05", certainty=DateCertainty.YEARLESS)
    assert in_force(replace(REFORM, period=yearless), TODAY) == 1


def test_a_replaced_programme_is_never_in_force() -> None:
    assert in_force(replace(REFORM, standing=Standing.FORMER), TODAY) == 3


def test_one_programme_plainly_before_the_others_settles_the_matter() -> None:
    assert settled(scope(asked()), TODAY) == REFORM
    twin = replace(REFORM, key="kaksonen", programme="kaksonen")
    assert settled(Scope((REFORM, twin)), TODAY) is None
    assert settled(Scope((REFORM,)), TODAY) == REFORM
    assert settled(Scope(), TODAY) is None
