"""What the index promises about ranking, filtering and its figures."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from council.asking import Asked, Entry, Ranking, Want
from council.language import Language
from search import NgxFinder, NgxIndex

TODAY = date(2024, 3, 5)
FINDER = NgxFinder()
ENTRIES = (
    Entry(
        "goals",
        "Ohjelman tavoitteena on sujuva asiointi ja elävä keskusta.",
        "Uudistusohjelma",
        "a",
        "Heinola",
    ),
    Entry(
        "contact",
        "Palvelupäällikkö, 040 123 4567, palvelu@esimerkki.fi",
        "Uudistusohjelma Yhteystiedot",
        "a",
        "Heinola",
    ),
    Entry(
        "steering",
        "Ohjausryhmä kokoontuu kuukausittain ja raportoi kaupunginhallitukselle.",
        "Uudistusohjelma",
        "a",
        "Heinola",
    ),
    Entry(
        "school",
        "Koulujen korjausvelka lasketaan keväällä 2025.",
        "Kiinteistöohjelma",
        "b",
        "Järvenpää",
    ),
    Entry(
        "target",
        "Tavoitetaso: 75 % asukkaista on tyytyväisiä.",
        "Kiinteistöohjelma Mittarit",
        "b",
        "Järvenpää",
    ),
    Entry("budget", "Hankkeen hinta on 20 000 euroa.", "Kiinteistöohjelma", "b", "Järvenpää"),
)
INDEX = FINDER.build(ENTRIES)


def ranked(
    question: str, *, index: NgxIndex = INDEX, groups: frozenset[str] | None = None
) -> Ranking:
    """Read a question and rank for it."""
    return index.rank(FINDER.read(question, today=TODAY, language=None), groups=groups)


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("Mitkä ovat ohjelman tavoitteet?", "goals"),
        ("mikä on palvelupäällikön puhelinnumero", "contact"),
        ("kuinka usein ohjausryhmä kokoontuu", "steering"),
        ("koulujen korjausvelka", "school"),
        ("paljonko hanke maksaa", "budget"),
        ("How often does the steering group meet?", "steering"),
        ("Vilken är målnivån för invånarna?", "target"),
        ("palvelupäällikön meili", "contact"),
    ],
)
def test_the_entry_that_answers_comes_first(question: str, key: str) -> None:
    assert ranked(question).hits[0].key == key


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("mika on palvelupaallikon puhelinnumero", "mikä on palvelupäällikön puhelinnumero"),
        ("koulujen korjausvlka", "koulujen korjausvelka"),
        ("kuinka usein ohjasryhmä kokoontuu", "kuinka usein ohjausryhmä kokoontuu"),
        ("ohjelman tavotteet", "ohjelman tavoitteet"),
        ("koulujen korjaus velka", "koulujen korjausvelka"),
    ],
)
def test_a_question_without_diacritics_or_with_a_typo_finds_the_same(
    typed: str, meant: str
) -> None:
    assert ranked(typed).hits[0].key == ranked(meant).hits[0].key


@given(st.text(max_size=80))
@settings(max_examples=150, deadline=None)
def test_every_figure_lies_between_zero_and_one(question: str) -> None:
    found = ranked(question)
    for hit in found.hits:
        assert 0 < hit.score <= 1
        assert 0 <= hit.coverage <= 1
        assert 0 <= hit.hard <= 1
    assert 0 <= found.unknown <= 1
    assert 0 <= found.margin <= 1
    assert set(found.missing) <= set(FINDER.read(question, today=TODAY, language=None).words)


@given(st.permutations(range(len(ENTRIES))), st.sampled_from([one.text for one in ENTRIES]))
@settings(max_examples=40, deadline=None)
def test_the_order_of_the_entries_does_not_change_what_is_found(
    order: list[int], question: str
) -> None:
    shuffled = FINDER.build([ENTRIES[at] for at in order])
    assert {h.key: h.score for h in ranked(question, index=shuffled).hits} == pytest.approx(
        {h.key: h.score for h in ranked(question).hits}
    )
    assert ranked(question, index=shuffled).hits[0].key == ranked(question).hits[0].key


@given(st.sets(st.sampled_from(["a", "b", "none"])), st.sampled_from(["ohjelma", "korjausvelka"]))
def test_only_entries_of_the_asked_groups_are_found(groups: set[str], question: str) -> None:
    hits = ranked(question, groups=frozenset(groups)).hits
    of = {entry.key: entry.group for entry in ENTRIES}
    assert {of[hit.key] for hit in hits} <= groups


def test_what_may_not_be_seen_makes_no_word_known() -> None:
    hidden = ranked("korjausvelka", groups=frozenset({"a"}))
    assert hidden.missing == ("korjausvelka",)
    assert hidden.unknown == 1
    assert ranked("korjausvelka").missing == ()


def test_a_filter_leaves_the_scores_of_the_whole_index() -> None:
    everything = {hit.key: hit.score for hit in ranked("ohjelman tavoitteet").hits}
    for hit in ranked("ohjelman tavoitteet", groups=frozenset({"a"})).hits:
        assert hit.score == everything[hit.key]


def test_an_entry_about_another_municipality_counts_half() -> None:
    here = ranked("Heinolan korjausvelka").hits
    asked = Asked("", Language.FI, ("heinolan", "korjausvelka"))
    bare = {hit.key: hit.score for hit in INDEX.rank(asked).hits}
    school = next(hit for hit in here if hit.key == "school")
    assert school.score == pytest.approx(bare["school"] / 2, rel=1e-5)


def test_an_entry_that_holds_the_demanded_number_comes_before_one_that_does_not() -> None:
    entries = (
        Entry("told", "Talousjohtaja kertoo talousjohtaja lisää talousjohtaja", "Talousjohtaja"),
        Entry("number", "Talousjohtaja 050 765 4321"),
    )
    found = ranked("talousjohtajan puhelinnumero", index=FINDER.build(entries))
    assert found.hits[0].key == "number"
    assert Want.PHONE in found.hits[0].features


def test_ties_keep_the_order_of_the_entries() -> None:
    twins = FINDER.build([Entry(str(at), "Sama teksti kaikilla", group="g") for at in range(30)])
    assert [hit.key for hit in ranked("teksti", index=twins).hits] == [str(at) for at in range(10)]


def test_the_margin_is_the_first_score_less_the_fourth() -> None:
    scores = sorted((hit.score for hit in ranked("ohjelman tavoite ja hinta").hits), reverse=True)
    assert ranked("ohjelman tavoite").margin <= 1
    expected = scores[0] - (scores[3] if len(scores) > 3 else 0)
    assert ranked("ohjelman tavoite ja hinta").margin == pytest.approx(expected, abs=1e-6)


def test_an_empty_index_and_an_empty_question_find_nothing() -> None:
    assert ranked("tavoitteet", index=FINDER.build([])).hits == ()
    assert ranked("").hits == ()
    assert ranked("").unknown == 1
    assert ranked("🙂").words == 0


def test_swedish_documents_answer_finnish_questions() -> None:
    entries = (
        Entry("goal", "Målet är en livskraftig stad och nöjda invånare i hela kommunen."),
        Entry("budget", "Budgeten för nästa år behandlas av styrelsen och fullmäktige."),
        Entry("contact", "Kontaktperson för programmet är stadens utvecklingsdirektör."),
    )
    index = FINDER.build(entries)
    assert ranked("Kuka on ohjelman yhteyshenkilö?", index=index).hits[0].key == "contact"
    assert ranked("talousarvion käsittely valtuustossa", index=index).hits[0].key == "budget"


def test_an_administrators_glossary_line_is_heard() -> None:
    entries = (Entry("a", "Torikahvila avataan."), Entry("b", "Uimahalli avataan."))
    asked = "pulikointipaikka"
    assert ranked(asked, index=FINDER.build(entries)).hits == ()
    extended = NgxFinder(["uimahalli, pulikointipaikka | simhall | swimming hall"])
    read = extended.read(asked, today=TODAY, language=None)
    assert extended.build(entries).rank(read).hits[0].key == "b"
