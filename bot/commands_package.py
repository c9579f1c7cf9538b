"""Zips the Teams app for one municipality: `luotsi package`."""

import json
import re
from pathlib import Path
from typing import Annotated, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import typer

from bot.commands import ROOT, console, stop

MANIFEST = ROOT / "manifest"
PLACEHOLDER = "00000000-0000-0000-0000-000000000000"
EXAMPLE = "luotsi.example"  # stands where the municipality's own domain belongs
NAME_LIMIT = 30  # characters, of Teams' manifest
DOMAIN = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
GUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
EPOCH = (2020, 1, 1, 0, 0, 0)  # the same input makes the same file, to the byte


def package(
    app_id: Annotated[str, typer.Option("--app-id", help="The bot's app id (a GUID).")],
    domain: Annotated[str, typer.Option(help="Where the service answers: luotsi.town.fi")],
    name: Annotated[str, typer.Option(help="The app's name, at most 30 characters.")] = "Luotsi",
    out: Annotated[Path, typer.Option(help="The file to write.")] = Path("out/luotsi.zip"),
) -> None:
    """Zip the Teams app for one municipality."""
    found = faults(app_id, name, domain)
    if found:
        stop("\nluotsi: ".join(found))
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with ZipFile(out, "w", ZIP_DEFLATED) as archive:
            for file, content in sorted(contents(app_id, name, domain).items()):
                archive.writestr(ZipInfo(file, EPOCH), content, ZIP_DEFLATED)
    except OSError as error:
        stop(f"{out} cannot be written: {error.strerror}.")
    console().print(f"{out}: upload it in the Teams admin centre, or as a custom app.")


def faults(app_id: str, name: str, domain: str) -> list[str]:
    """Return what is wrong with the particulars, in plain words."""
    found = []
    if not GUID.fullmatch(app_id):
        found.append(f"'{app_id}' is no app id: it has the form {PLACEHOLDER}.")
    if not 1 <= len(name) <= NAME_LIMIT:
        found.append(f"The name has {len(name)} characters; Teams allows {NAME_LIMIT}.")
    if not DOMAIN.fullmatch(domain):
        found.append(f"'{domain}' is no domain: write it without https:// and path.")
    return found


def contents(app_id: str, name: str, domain: str) -> dict[str, bytes]:
    """Return the files of the app for one municipality by their names."""
    files = {path.name: path.read_bytes() for path in MANIFEST.glob("*.png")}
    for path in MANIFEST.glob("*.json"):
        text = path.read_text("utf-8").replace(PLACEHOLDER, app_id).replace(EXAMPLE, domain)
        files[path.name] = json.dumps(
            _named(json.loads(text), name), ensure_ascii=False, indent=2
        ).encode()
    return files


def _named(content: dict[str, Any], name: str) -> dict[str, Any]:
    """Put the name into a manifest or one of its language files."""
    if "name.short" in content:
        return content | {"name.short": name}
    return content | {"name": content["name"] | {"short": name}}
