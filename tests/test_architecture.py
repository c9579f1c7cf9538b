"""The house stands as it was drawn: who imports what, what things are called, what is kept out."""

import ast
import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import grimp
import pytest
from pydantic import AliasChoices

from bot.settings import Settings, read_settings

ROOT = Path(__file__).resolve().parent.parent

# Every third-party library, by the name it is imported under, and the one folder it lives in.
HOMES: dict[str, set[str]] = {
    "bot": {
        "aiohttp",
        "botbuilder",
        "botframework",
        "jwt",
        "msrest",
        "prometheus_client",
        "pydantic_settings",
        "rich",
        "structlog",
        "typer",
        "yarl",  # the addresses that aiohttp takes
    },
    "council": set(),
    "dialogs": {"babel"},
    "documents": {
        "docx",
        "lxml",
        "pdfminer",  # what pdfplumber raises and reads with
        "pdfplumber",
        "pptx",
        "pydantic",
        "ruamel",
    },
    "pictures": {"PIL"},
    "scheduler": {"apscheduler", "holidays"},
    "search": {"Stemmer", "numpy"},
    "storage": {"aiosqlite", "alembic", "asyncpg", "sqlalchemy"},
}

# Settings are declared with pydantic's own field types; programme files are its true home.
GUESTS = {"bot": {"pydantic"}}

# Folders of Python that are no part of the running service.
OUTSIDE = {"benchmarks", "tests"}

# Words that say nothing about what a module or a class does.
EMPTY_WORDS = {
    *("util", "utility", "helper", "manager", "service", "handler"),
    *("base", "common", "misc", "data", "info"),
}

MOST_LINES = 400  # more means that two things share a name

MACHINE_PATH = re.compile(r"(?<![\w.])(?:/(?:home|root|Users|work|tmp)/\w|[A-Z]:\\+Users\\)")
REGISTRY_HOST = re.compile(
    r"pypi\.org|pythonhosted\.org|registry\.npmjs|registry\.yarnpkg|debian\.org|anaconda\.org",
    re.IGNORECASE,
)


def tracked(pattern: str = "") -> list[Path]:
    """List the files that git keeps, those that exist, by a pattern like '*.py'."""
    command = ["git", "ls-files", "-z", *([pattern] if pattern else [])]
    listed = subprocess.run(  # noqa: S603 - a fixed command
        command, cwd=ROOT, check=True, capture_output=True, text=True
    )
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def product_files() -> list[Path]:
    return [path for path in tracked("*.py") if path.relative_to(ROOT).parts[0] in HOMES]


def text_lines() -> Iterator[tuple[str, str]]:
    """Go through every line of text in git with where it stands."""
    for path in tracked():
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(text.splitlines(), 1):
            yield f"{path.relative_to(ROOT)}:{number}", line


def names_of_settings() -> set[str]:
    """Return the settings by the names that we give them in the environment."""
    return {
        str(field.validation_alias.choices[0])
        if isinstance(field.validation_alias, AliasChoices)
        else f"{Settings.model_config['env_prefix']}{name}".upper()
        for name, field in Settings.model_fields.items()
    }


def words_of(name: str) -> set[str]:
    """Split 'turn_store', 'TurnStore' or 'HTTPStore' into lower-case words, in the singular too."""
    words = {word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)}
    return words | {word.removesuffix("s") for word in words}


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph(*HOMES, include_external_packages=True, cache_dir=None)


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def test_every_folder_has_a_rule(project: dict[str, Any]) -> None:
    folders = {path.parent.name for path in ROOT.glob("*/__init__.py")} - OUTSIDE
    contracts = project["tool"]["importlinter"]["contracts"]
    acyclic = next(c["ancestors"] for c in contracts if c["id"] == "acyclic")
    star = next(c["layers"] for c in contracts if c["id"] == "star")

    assert folders == set(HOMES)
    assert set(project["tool"]["setuptools"]["packages"]) == {
        ".".join(path.parent.relative_to(ROOT).parts)
        for folder in folders
        for path in (ROOT / folder).rglob("__init__.py")
    }
    assert set(project["tool"]["importlinter"]["root_packages"]) == folders
    assert set(project["tool"]["mypy"]["files"]) == folders | OUTSIDE
    assert set(acyclic) == folders
    assert set(re.findall(r"\w+", " ".join(star))) == folders


def test_no_library_has_two_homes() -> None:
    assert [name for name, homes in Counter(chain(*HOMES.values())).items() if homes > 1] == []


@pytest.mark.parametrize("folder", HOMES)
def test_each_library_has_one_home(folder: str, graph: grimp.ImportGraph) -> None:
    used = {
        (module, imported.partition(".")[0])
        for module in graph.find_descendants(folder) | {folder}
        for imported in graph.find_modules_directly_imported_by(module)
    }
    welcome = HOMES[folder] | GUESTS.get(folder, set()) | set(HOMES) | sys.stdlib_module_names

    assert sorted(pair for pair in used if pair[1] not in welcome) == []


def test_import_contracts_are_kept() -> None:
    # The module's own entry point has another name in every version; the command has not.
    command = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run(  # noqa: S603 - a fixed command
        [command, "--no-cache", "--no-logo"], cwd=ROOT, check=False, capture_output=True, text=True
    )

    assert run.returncode == 0, run.stdout + run.stderr


def test_names_of_modules_say_what_is_in_them() -> None:
    assert [
        str(path.relative_to(ROOT))
        for path in tracked("*.py")
        if words_of(path.stem) & EMPTY_WORDS or words_of(path.parent.name) & EMPTY_WORDS
    ] == []


def test_names_of_classes_say_what_they_are() -> None:
    assert [
        f"{path.relative_to(ROOT)}: {node.name}"
        for path in product_files()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ClassDef) and words_of(node.name) & EMPTY_WORDS
    ] == []


def test_product_files_are_short() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines())
        for path in product_files()
        if "migrations" not in path.parts
    }

    assert {name: lines for name, lines in lengths.items() if lines > MOST_LINES} == {}


def test_every_module_says_what_is_in_it() -> None:
    assert [
        str(path.relative_to(ROOT))
        for path in product_files()
        if not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ] == []


def test_no_file_holds_a_path_of_a_machine() -> None:
    assert [f"{where} {line}" for where, line in text_lines() if MACHINE_PATH.search(line)] == []


def test_no_file_names_the_host_of_a_package_registry() -> None:
    assert [f"{where} {line}" for where, line in text_lines() if REGISTRY_HOST.search(line)] == []


def test_the_example_of_settings_names_each_and_is_accepted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lines = (ROOT / ".env.example").read_text("utf-8").splitlines()
    example = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    for name, value in example.items():
        monkeypatch.setenv(name, value)

    settings = read_settings()

    assert set(example) == names_of_settings()
    assert not settings.demo


def test_ci_runs_the_test_command_of_the_readme() -> None:
    command = (ROOT / ".ci" / "run").read_text("utf-8").splitlines()[-1].removeprefix("exec ")

    assert command in (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize(
    "line",
    [
        "cd /" + "home/somebody",
        "C:" + r"\Users\somebody",
        "in /" + "tmp/x",
        '"/' + 'root/y"',
    ],
)
def test_paths_of_machines_are_recognised(line: str) -> None:
    assert MACHINE_PATH.search(line)


@pytest.mark.parametrize("line", ["https://town.example/home/", "tests/tmp/x", "/api/messages"])
def test_other_paths_are_left_alone(line: str) -> None:
    assert not MACHINE_PATH.search(line)


@pytest.mark.parametrize(
    ("name", "empty"),
    [
        ("turn_helpers", True),
        ("BaseStore", True),
        ("NotificationService", True),
        ("Database", False),
        ("databases", False),
        ("information", False),
    ],
)
def test_empty_words_are_whole_words(name: str, empty: bool) -> None:  # noqa: FBT001 - a table
    assert bool(words_of(name) & EMPTY_WORDS) is empty
