"""Tests of the form: what it reads, and that every fault of every file is told at once."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.model import (
    Action,
    FollowUp,
    Goal,
    Means,
    Metric,
    Programme,
    Record,
    ReportingRule,
    Role,
    Source,
    Target,
)
from documents.form import Form, FormFile, explain, load_files, read_forms
from documents.form_faults import EXPLANATIONS
from documents.form_schema import PROGRAMME, SECTIONS

HEAD = """\
luotsi: 1
documents: {plan: {file: plan.txt, title: Plan, date: 1.2.2027}}
source: plan
programme: {id: plan, name: Plan, municipality: Esimerkkikunta, kind: change}
"""


def read(*texts: str, known: tuple[Record, ...] = ()) -> Form:
    files = [FormFile(f"{n}.yaml", text.encode()) for n, text in enumerate(texts, 1)]
    return read_forms(files, known)


def codes(form: Form) -> list[tuple[str, int]]:
    return [(fault.code, fault.line) for fault in form.faults]


def only(form: Form, kind: type[Record]) -> Record:
    assert [explain(fault) for fault in form.faults] == []
    (record,) = [record for record in form.records if type(record) is kind]
    return record


def test_a_file_with_ten_faults_reports_ten_faults_on_their_lines() -> None:
    form = read(
        """\
luotsi: 1
documents:
  plan: {file: plan.txt, title: Plan}
source: plan
programme:
  id: plan
  nmae: Plan
  municipality: Esimerkkikunta
  kind: chance
goals:
  - id: g1
    name: One
  - id: g1
    name: Two
actions:
  - id: a1
    name: Act
    goals: [g1, g9]
    owners: {who: me}
    follow_ups:
      - id: f1
        name: Done
        due: 31.6.2027
      - id: f2
        name: Decided
        due: ti 14.6.2027
materials:
  - id: m1
    name: Paper
    url: http://files.example/paper
events:
  - id: e1
    name: Meeting
    kind: meeting
    when: {start: 2.2.2027, end: 1.2.2027}
"""
    )
    assert codes(form) == [
        ("required", 6),
        ("unknown-key", 7),
        ("unknown-choice", 9),
        ("duplicate-key", 13),
        ("unknown-link", 18),
        ("wrong-type", 19),
        ("date-impossible", 23),
        ("weekday-wrong", 26),
        ("not-https", 30),
        ("end-before-start", 35),
    ]
    assert form.records == ()


def test_the_faults_of_every_file_are_told_together() -> None:
    form = read("luotsi: 1\nprogramme: [", HEAD + "goals: [{id: g}]\n", "luotsi: 2\n")
    assert [(fault.file, fault.code) for fault in form.faults] == [
        ("1.yaml", "yaml-syntax"),
        ("2.yaml", "required"),
        ("3.yaml", "version-wrong"),
    ]


def test_a_mistyped_key_is_explained_with_the_key_that_was_meant() -> None:
    form = read(HEAD + "goals: [{id: g, nmae: x, name: Goal}]\n")
    assert [explain(fault) for fault in form.faults] == [
        "1.yaml:5: 'nmae' is not a key of goals; did you mean 'name'?"
    ]


def test_a_mistyped_link_is_explained_with_the_id_that_was_meant() -> None:
    form = read(
        HEAD + "roles: [{id: mayor, name: Mayor}]\nactions: [{id: a, name: A, owners: mayr}]\n"
    )
    assert codes(form) == [("unknown-link", 6)]
    assert "did you mean 'mayor'?" in explain(form.faults[0])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ("version-missing", 1)),
        ("programme: {}\n", ("version-missing", 1)),
        ("loutsi: 1\n", ("unknown-key", 1)),
        ("luotsi: 1\n---\nluotsi: 1\n", ("several-documents", 2)),
        ("luotsi: 1\nvalues: &v []\n", ("alias", 2)),
        ("luotsi: 1\nvalues: *v\n", ("alias", 2)),
        ("luotsi: 1\nvalues: !!python/object:os.system x\n", ("tag", 2)),
        ("luotsi: 1\nluotsi: 1\n", ("duplicate-mapping-key", 2)),
        ("luotsi: 1\n? [a]\n: b\n", ("key-not-text", 2)),
        ("luotsi: 1\nvalues: " + "[" * 40 + "]" * 40, ("too-deep", 2)),
        ("luotsi: 1\nvalues: [" + "x," * 60_000 + "]", ("too-many-values", 2)),
        ("luotsi: 1\nvalues: a: b\n", ("yaml-syntax", 2)),
        ("luotsi: 1\n\tvalues: []\n", ("yaml-syntax", 2)),
        ("luotsi: 1\nvalues: \x00\n", ("yaml-syntax", 2)),
        ("#" * 1_000_001, ("file-too-large", 0)),
    ],
)
def test_what_is_no_form_is_told_on_its_line(text: str, expected: tuple[str, int]) -> None:
    assert expected in codes(read(text))


def test_a_file_that_is_not_utf8_is_told_on_its_line() -> None:
    form = read_forms([FormFile("a.yaml", HEAD.encode() + "values: [{id: ä}]".encode("latin-1"))])
    assert codes(form) == [("not-utf8", 5)]


def test_a_file_that_cannot_be_opened_is_a_fault_beside_the_others(tmp_path: Path) -> None:
    (tmp_path / "form.yaml").write_text("luotsi: 3\n", encoding="utf-8")
    form = load_files([tmp_path / "none.yaml", tmp_path / "form.yaml"])
    assert [fault.code for fault in form.faults] == ["file-missing", "version-wrong"]


@pytest.mark.parametrize(
    ("item", "code"),
    [
        ("goals: [{id: 'Two words', name: G}]", "bad-id"),
        ("goals: [{name: G}]", "required"),
        ("goals: [{id: g, name: ''}]", "required"),
        ("goals: [{id: g, name: [a, b]}]", "wrong-type"),
        ("goals: [{id: g, name: G, main: yes}]", "wrong-type"),
        ("goals: [{id: g, name: G, parent: g}]", "link-to-self"),
        ("goals: {id: g, name: G}", "wrong-type"),
        ("goals: [g]", "wrong-type"),
        ("goals: [{id: g, name: G, certainty: sure}]", "unknown-choice"),
        ("goals: [{id: g, name: G, audience: everybody}]", "unknown-audience"),
        ("goals: [{id: g, name: G, audience: 'body:none'}]", "unknown-link"),
        ("goals: [{id: g, name: G, source: paper}]", "unknown-document"),
        ("goals: [{id: g, name: G, source: {page: 6}}]", "unknown-key"),
        ("goals: [{id: g, name: " + "x" * 4_001 + "}]", "too-long"),
        ("contacts: [{id: c, name: C, email: nobody}]", "email-unclear"),
        ("materials: [{id: m, name: M, url: 'https://user:word@files.example'}]", "not-https"),
        ("materials: [{id: m, name: M, url: 'javascript:alert(1)'}]", "not-https"),
        ("reporting: [{id: r, name: R, per_year: many}]", "number-unclear"),
        ("reporting: [{id: r, name: R, months: [6, 3]}]", "months-unclear"),
        ("reporting: [{id: r, name: R, months: {}}]", "wrong-type"),
        ("actions: [{id: a, name: A, goals: plan}]", "unknown-link"),
        (
            "roles: [{id: r, name: R, holders: [{id: h, since: 2.1.2027, until: 1.1.2027}]}]",
            "end-before-start",
        ),
    ],
)
def test_a_value_that_cannot_be_read_is_told(item: str, code: str) -> None:
    assert codes(read(f"{HEAD}{item}\n"))[0] == (code, 5)


def test_a_link_to_a_record_of_the_wrong_type_is_told() -> None:
    form = read(HEAD + "goals: [{id: g, name: G}]\nactions: [{id: a, name: A, owners: g}]\n")
    assert codes(form) == [("wrong-link", 6)]
    assert "it should be Role or Body" in explain(form.faults[0])


def test_goals_that_are_part_of_each_other_are_told() -> None:
    form = read(
        HEAD + "goals:\n"
        "  - {id: a, name: A, parent: b}\n"
        "  - {id: b, name: B, parent: a}\n"
        "  - {id: c, name: C, parent: a}\n"
    )
    assert codes(form) == [("link-in-circle", 6), ("link-in-circle", 7)]


def test_every_fault_found_here_can_be_explained() -> None:
    for code, pattern in EXPLANATIONS.items():
        assert pattern, code
    form = read("luotsi: 1\nvlues: [\n", HEAD + "goals: [{}]\n")
    assert all(explain(fault) for fault in form.faults)


def test_without_a_source_a_record_is_refused() -> None:
    form = read(
        "luotsi: 1\nprogramme: {id: p, name: P, municipality: M, kind: change}\n"
        "values: [{id: v, name: V}]\n"
    )
    assert codes(form) == [("source-missing", 2), ("source-missing", 3)]


def test_records_inherit_source_and_audience_from_what_is_around_them() -> None:
    form = read(
        HEAD + "audience: [public, council]\n"
        "bodies: [{id: b, name: B}]\n"
        "actions:\n"
        "  - id: a\n"
        "    name: A\n"
        "    source: {place: p. 6}\n"
        "    audience: 'body:b'\n"
        "    follow_ups: [{id: f, name: F}]\n"
    )
    found = only(form, FollowUp)
    assert found.source == Source("plan.txt", "Plan", date(2027, 2, 1), place="p. 6")
    assert found.audience == frozenset({"body:plan/b"})
    assert only(form, Programme).audience == frozenset({"public", "council"})


def test_nested_records_point_at_the_record_around_them_and_links_become_keys() -> None:
    form = read(
        HEAD + "roles: [{id: r, name: R}]\n"
        "goals: [{id: g, name: G, means: [{id: m, name: M}]}]\n"
        "actions: [{id: a, name: A, goals: g, owners: r, follow_ups: [{id: f, name: F}]}]\n"
        "metrics: [{id: k, name: K, targets: [{id: t, direction: at least, value: 80}]}]\n"
        "reporting: [{id: q, name: Q, months: 4, due: [1.1.2028, 2029]}]\n"
    )
    means, action, follow_up = only(form, Means), only(form, Action), only(form, FollowUp)
    target, rule = only(form, Target), only(form, ReportingRule)
    assert isinstance(means, Means)
    assert isinstance(action, Action)
    assert isinstance(follow_up, FollowUp)
    assert isinstance(target, Target)
    assert isinstance(rule, ReportingRule)
    assert means.goal == "plan/g"
    assert (action.goals, action.owners) == (("plan/g",), ("plan/r",))
    assert follow_up.action == "plan/a"
    assert (target.metric, target.value) == ("plan/k", "80")
    assert rule.months == (4, 4)
    assert [due.end for due in rule.due] == [date(2028, 1, 1), date(2029, 12, 31)]


def test_files_may_point_at_each_other() -> None:
    other = HEAD.replace("id: plan", "id: other") + "roles: [{id: r, name: R}]\n"
    form = read(HEAD + "actions: [{id: a, name: A, owners: other/r}]\n", other)
    action = only(form, Action)
    assert isinstance(action, Action)
    assert action.owners == ("other/r",)
    assert form.programmes == {"plan", "other"}


def test_a_link_may_point_at_the_register_but_not_at_what_this_load_removes() -> None:
    def role(programme: str) -> Role:
        return Role(key=f"{programme}/r", programme=programme, source=Source("x"), name="R")

    text = HEAD + "actions: [{id: a, name: A, owners: %s}]\n"
    assert read(text % "other/r", known=(role("other"),)).faults == ()
    assert codes(read(text % "r", known=(role("plan"),))) == [("unknown-link", 5)]


def test_the_same_programme_in_two_files_is_told_with_the_first_place() -> None:
    form = read(HEAD, HEAD)
    assert codes(form) == [("duplicate-key", 4)]
    assert "1.yaml, line 4" in explain(form.faults[0])


def test_what_is_about_the_programme_names_its_id() -> None:
    form = read(HEAD + "goals: [{id: g, name: G}]\nquestions: [{id: q, name: Q, about: plan}]\n")
    assert only(form, Goal).order == 0
    assert [r.about for r in form.records if hasattr(r, "about")] == ["plan"]


def test_an_empty_key_counts_as_absent() -> None:
    metric = only(read(HEAD + "metrics: [{id: m, name: M, unit: , targets: }]\n"), Metric)
    assert isinstance(metric, Metric)
    assert metric.unit == ""


def test_every_type_of_record_can_be_written_in_the_form() -> None:
    written = {section.record for section in (PROGRAMME, *SECTIONS)}
    written |= {inner.record for section in SECTIONS for inner in section.nested}
    assert {kind.__name__ for kind in _descendants(Record) - written} == {"Named"}


def _descendants(kind: type[Record]) -> set[type[Record]]:
    # The decorator with slots makes a second class of the same name; the last one is the real.
    found: dict[str, type[Record]] = {}
    for child in kind.__subclasses__():
        found |= {each.__name__: each for each in (child, *_descendants(child))}
    return set(found.values())


@given(st.binary(max_size=200))
def test_no_bytes_make_the_reading_fail(content: bytes) -> None:
    form = read_forms([FormFile("a.yaml", content)])
    assert form.faults
    assert all(explain(fault) for fault in form.faults)


@given(
    st.recursive(
        st.sampled_from(["x", "g", "1", "1.1.2027", "{}", "''", "plan"]),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
            st.dictionaries(
                st.sampled_from(["id", "name", "due", "goals", "source", "means", "audience"]),
                inner,
                max_size=4,
            ).map(lambda d: "{" + ", ".join(f"{k}: {v}" for k, v in d.items()) + "}"),
        ),
        max_leaves=12,
    ),
    st.sampled_from(["goals", "actions", "programme", "documents", "source", "audience", "events"]),
)
def test_no_tree_makes_the_reading_fail(tree: str, key: str) -> None:
    lines = [line for line in HEAD.splitlines() if not line.startswith(f"{key}:")]
    form = read("\n".join([*lines, f"{key}: {tree}"]))
    assert bool(form.records) != bool(form.faults)
    assert all(explain(fault) for fault in form.faults)
