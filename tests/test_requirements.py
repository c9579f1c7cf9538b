"""What is installed is pinned, checked by hash, and the whole of what the project asks for."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PIN = re.compile(
    r"(?P<name>[a-z0-9][a-z0-9-]*)==[0-9][^ ;]*( ; [^\\]+)?( --hash=sha256:[0-9a-f]{64})+"
)
ENTRIES = (ROOT / "requirements.txt").read_text("utf-8").replace(" \\\n    ", " ").splitlines()


def normal(name: str) -> str:
    """Write a distribution's name as package indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def asked_for() -> set[str]:
    """Return the names of everything that pyproject.toml asks for."""
    metadata = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    project = metadata["project"]
    lists = [
        project["dependencies"],
        *project["optional-dependencies"].values(),
        metadata["build-system"]["requires"],
    ]
    return {normal(re.split(r"[^\w.-]", wish)[0]) for wishes in lists for wish in wishes}


def test_every_requirement_is_pinned_with_its_hashes() -> None:
    assert [entry[:60] for entry in ENTRIES if not PIN.fullmatch(entry)] == []


def test_requirements_hold_no_address() -> None:
    assert [entry[:60] for entry in ENTRIES if "://" in entry or entry.startswith("-")] == []


def test_everything_asked_for_is_pinned() -> None:
    pinned = {normal(found["name"]) for entry in ENTRIES if (found := PIN.fullmatch(entry))}

    assert sorted(asked_for() - pinned) == []
