"""What the Agents Playground is given, and the doors of the network that it is kept in."""

import asyncio
from pathlib import Path

import pytest

from bot import playground
from bot.chat_people import TENANT, find_part
from bot.playground import PlaygroundError, configuration, environment
from bot.playground_relay import LOOPBACK, file_to_port, port_to_file


def test_the_demos_people_are_those_of_the_playground() -> None:
    made = configuration()

    assert made["tenantId"] == TENANT
    assert made["currentUser"]["aadObjectId"] == find_part("valtuutettu").object_id
    assert made["team"]["id"] == find_part("kanava").conversation
    assert made["groupChat"]["id"] == find_part("ryhma").conversation


def test_the_playground_takes_five_more_people_with_ids_of_their_own() -> None:
    made = configuration()
    people = [made["currentUser"], *made["users"]]

    assert len(made["users"]) == 5
    assert len({person["id"] for person in people}) == len(people)
    assert {frozenset(person) for person in people} == {frozenset(made["currentUser"])}


def test_node_gets_no_variable_of_ours(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LUOTSI_APP_PASSWORD", "salaisuus")

    given = environment(tmp_path)

    assert "salaisuus" not in given.values()
    assert given["APPLICATION_INSIGHTS_NO_STATSBEAT"] == "1"
    assert given["HOME"] == str(tmp_path)


def test_a_machine_without_node_is_told_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(PlaygroundError, match=r"Node\.js 18"):
        playground.node()


async def test_bytes_pass_both_ways_through_the_doors(tmp_path: Path) -> None:
    async def shout(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write((await reader.readline()).upper())
        writer.close()

    far = await asyncio.start_server(shout, LOOPBACK, 0)
    inner = await file_to_port(tmp_path / "door", far.sockets[0].getsockname()[1])
    outer = await port_to_file(0, tmp_path / "door")
    reader, writer = await asyncio.open_connection(*outer.sockets[0].getsockname())
    writer.write(b"hei\n")

    assert await reader.read() == b"HEI\n"

    writer.close()
    for server in (outer, inner, far):
        server.close()
        await server.wait_closed()


async def test_a_door_that_leads_nowhere_closes(tmp_path: Path) -> None:
    outer = await port_to_file(0, tmp_path / "nowhere")
    reader, writer = await asyncio.open_connection(*outer.sockets[0].getsockname())

    assert await reader.read() == b""

    writer.close()
    outer.close()
    await outer.wait_closed()
