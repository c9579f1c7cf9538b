"""The Teams app: within Teams' limits, the same in three languages, and true to the router."""

import json
import re
import struct
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zipfile import ZipFile

import pytest
from typer.testing import CliRunner

from bot.__main__ import app
from bot.commands_package import PLACEHOLDER, contents, faults
from dialogs.router import COMMANDS, folded

MANIFEST = Path(__file__).resolve().parent.parent / "manifest"
LANGUAGES = ("fi", "sv", "en")
APP_ID = "3f2c1d4e-1111-4222-8333-944455556666"
COMMAND = re.compile(r"bots\[0\]\.commandLists\[0\]\.commands\[(\d)\]\.(title|description)")

# Teams' own limits of the 1.19 schema. The schema does not apply them to what a language file
# puts in place of the manifest's words.
LIMITS = {
    "name.short": 30,
    "name.full": 100,
    "description.short": 80,
    "description.full": 4000,
    "title": 32,
    "description": 128,
}


def read(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((MANIFEST / name).read_text("utf-8"))
    return content


@pytest.fixture
def manifest() -> dict[str, Any]:
    return read("manifest.json")


def commands(manifest: dict[str, Any]) -> list[dict[str, str]]:
    (listed,) = manifest["bots"][0]["commandLists"]
    found: list[dict[str, str]] = listed["commands"]
    return found


def titles(language: str) -> list[str]:
    texts = read(f"{language}.json")
    count = sum(key.endswith("].title") for key in texts)
    return [texts[f"bots[0].commandLists[0].commands[{n}].title"] for n in range(count)]


def test_the_manifest_is_of_a_version_that_teams_takes(manifest: dict[str, Any]) -> None:
    assert manifest["manifestVersion"] == "1.19"
    assert f"/v{manifest['manifestVersion']}/" in manifest["$schema"]
    assert set(manifest) == {
        *("$schema", "manifestVersion", "version", "id", "localizationInfo", "developer"),
        *("name", "description", "icons", "accentColor", "bots", "validDomains"),
        "webApplicationInfo",
    }


def test_the_bot_works_in_all_three_kinds_of_conversation(manifest: dict[str, Any]) -> None:
    (bot,) = manifest["bots"]

    assert set(bot["scopes"]) == {"personal", "team", "groupChat"}
    assert set(bot["commandLists"][0]["scopes"]) == set(bot["scopes"])
    assert not any(bot[name] for name in bot if name.startswith(("supports", "isNotification")))


def test_it_asks_for_no_permission(manifest: dict[str, Any]) -> None:
    assert not {"permissions", "devicePermissions", "authorization"} & set(manifest)


def test_every_id_is_a_placeholder_until_the_app_is_packaged(manifest: dict[str, Any]) -> None:
    ids = (manifest["id"], manifest["bots"][0]["botId"], manifest["webApplicationInfo"]["id"])

    assert set(ids) == {PLACEHOLDER}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_file_is_complete_and_within_the_limits(
    language: str, manifest: dict[str, Any]
) -> None:
    texts = {key: value for key, value in read(f"{language}.json").items() if key != "$schema"}
    numbered = {key: COMMAND.fullmatch(key) for key in texts if key.startswith("bots")}

    for key, value in texts.items():
        found = numbered.get(key)
        limit = LIMITS[found[2] if found else key]
        assert 0 < len(value) <= limit, key
    assert set(texts) - set(numbered) == {key for key in LIMITS if "." in key}
    assert all(numbered.values())
    assert len(numbered) == 2 * len(commands(manifest)) <= 20


def test_finnish_is_the_language_of_the_manifest_itself(manifest: dict[str, Any]) -> None:
    texts, told = read("fi.json"), manifest["localizationInfo"]

    assert (told["defaultLanguageTag"], told["defaultLanguageFile"]) == ("fi", "fi.json")
    assert [(a["languageTag"], a["file"]) for a in told["additionalLanguages"]] == [
        ("sv", "sv.json"),
        ("en", "en.json"),
    ]
    assert texts["name.full"] == manifest["name"]["full"]
    assert texts["description.full"] == manifest["description"]["full"]
    assert [command["title"] for command in commands(manifest)] == titles("fi")


def test_a_command_opens_the_same_dialog_in_every_language() -> None:
    by_language = [titles(language) for language in LANGUAGES]

    for words in zip(*by_language, strict=True):
        assert len({COMMANDS[folded(word)] for word in words}) == 1, words


def test_no_two_commands_open_the_same_dialog() -> None:
    opened = [COMMANDS[folded(word)] for word in titles("fi")]

    assert len(opened) == len(set(opened))


def test_every_address_is_https(manifest: dict[str, Any]) -> None:
    addresses = [value for key, value in manifest["developer"].items() if key.endswith("Url")]

    assert len(addresses) == 3
    assert {urlsplit(address).scheme for address in addresses} == {"https"}
    assert all(urlsplit(address).hostname in manifest["validDomains"] for address in addresses)


@pytest.mark.parametrize(("icon", "size"), [("color", 192), ("outline", 32)])
def test_icons_have_the_sizes_that_teams_asks_for(
    icon: str, size: int, manifest: dict[str, Any]
) -> None:
    picture = (MANIFEST / manifest["icons"][icon]).read_bytes()

    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", picture[16:24]) == (size, size)


def test_a_package_holds_the_municipalitys_own_particulars(tmp_path: Path) -> None:
    file = tmp_path / "app" / "luotsi.zip"
    told = CliRunner().invoke(
        app,
        [
            *("package", "--app-id", APP_ID, "--domain", "luotsi.kunta.fi"),
            *("--name", "Kunnan Luotsi", "--out", str(file)),
        ],
    )

    assert told.exit_code == 0, told.output
    with ZipFile(file) as archive:
        assert sorted(archive.namelist()) == sorted(
            ["color.png", "outline.png", "manifest.json", "fi.json", "sv.json", "en.json"]
        )
        manifest = json.loads(archive.read("manifest.json"))
        assert {json.loads(archive.read(f"{x}.json"))["name.short"] for x in LANGUAGES} == {
            "Kunnan Luotsi"
        }
    assert manifest["id"] == manifest["bots"][0]["botId"] == APP_ID
    assert manifest["webApplicationInfo"]["resource"].endswith(APP_ID)
    assert manifest["validDomains"] == ["luotsi.kunta.fi"]
    assert PLACEHOLDER not in json.dumps(manifest)
    assert "luotsi.example" not in json.dumps(manifest)


def test_the_same_particulars_make_the_same_files() -> None:
    assert contents(APP_ID, "Luotsi", "a.fi") == contents(APP_ID, "Luotsi", "a.fi")


@pytest.mark.parametrize(
    ("app_id", "name", "domain", "said"),
    [
        ("luotsi", "Luotsi", "luotsi.kunta.fi", "no app id"),
        (APP_ID, "L" * 31, "luotsi.kunta.fi", "31 characters"),
        (APP_ID, "Luotsi", "https://luotsi.kunta.fi", "no domain"),
    ],
)
def test_wrong_particulars_are_told_in_plain_words(
    app_id: str, name: str, domain: str, said: str
) -> None:
    assert said in faults(app_id, name, domain)[0]
