"""Logs: one JSON object a line, led by a correlation id, and nobody's words in any of them."""

import io
import json
import logging

import pytest
import structlog

from bot import logs
from dialogs.turn import Reply
from tests.bot.parties import ANSWER, Party

SECRET = "Salaisuus"


@pytest.fixture
def lines() -> io.StringIO:
    stream = io.StringIO()
    logs.set_up("DEBUG", stream)
    return stream


def read(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


async def test_no_word_of_anybody_is_in_any_line(party: Party, lines: io.StringIO) -> None:
    person = {"id": f"29:{SECRET}", "name": SECRET, "aadObjectId": SECRET}

    def whole() -> dict[str, object]:
        number = next(party.ids)  # elsewhere each time, so that nothing waits for the pace
        place = {"id": f"a:{SECRET}{number}", "conversationType": "personal", "tenantId": SECRET}
        return {"from": person, "conversation": place}

    cited = Reply(SECRET, {"type": "AdaptiveCard", "body": SECRET}, sources=(SECRET,))
    for reply in (Reply(SECRET), cited, ANSWER):
        party.echo.reply = reply
        await party.post(party.activity(SECRET, **whole()))
        await party.post(party.press(SECRET, {SECRET: SECRET}, **whole()))
    for error in (KeyError(SECRET), ValueError(SECRET), ExceptionGroup(SECRET, [OSError(SECRET)])):
        party.echo.error = error
        await party.post(party.activity(SECRET, **whole()))
    party.echo.error = None
    for step in (403, 413, "drop"):
        party.stub.script.append(step)
        await party.post(party.activity(SECRET, **whole()))
    for bad in (f'{{"type": "{SECRET}', f'{{"type": "message", "id": "{SECRET * 100}"}}', "[]"):
        await party.post(bad.encode())
    await party.post(party.activity(SECRET, channelId=SECRET))
    await party.post(party.activity(SECRET, serviceUrl=f"https://{SECRET}/"))
    await party.post(party.activity(SECRET, type="invoke", name=SECRET, value=SECRET))
    await party.get(f"/{SECRET}")
    assert len(read(lines)) >= 15
    assert SECRET.lower() not in lines.getvalue().lower()


async def test_a_turn_s_lines_share_the_id_that_its_answer_carries(
    party: Party, lines: io.StringIO
) -> None:
    body = json.dumps(party.activity()).encode()
    kind = {"Content-Type": "application/json"}
    async with party.http.post(f"{party.url}/api/messages", data=body, headers=kind) as answer:
        name = answer.headers["X-Correlation-Id"]
    (line,) = [line for line in read(lines) if line["event"] == "turn"]
    assert line["turn"] == name
    assert (line["outcome"], line["kind"], line["channel"]) == ("answer", "personal", "msteams")
    assert line["level"] == "info"


def test_of_an_exception_the_type_and_the_place_are_told(lines: io.StringIO) -> None:
    try:
        _ = dict[str, str]()[SECRET]
    except KeyError:
        logging.getLogger("bot.somewhere").exception("it failed")
    (line,) = read(lines)
    assert (line["event"], line["error"]) == ("it failed", "KeyError")
    assert "test_logs.py" in str(line["frames"])
    assert SECRET not in str(line)


def test_of_a_library_s_line_only_the_template_is_told(lines: io.StringIO) -> None:
    library = logging.getLogger("some.library")
    library.error("could not read %s", SECRET)
    library.error(f"could not read {SECRET}")
    first, second = read(lines)
    assert first["event"] == "could not read %s"
    assert "line " in str(second["event"])
    assert SECRET not in lines.getvalue()


def test_strings_stand_only_under_names_that_are_listed(lines: io.StringIO) -> None:
    extra = {"question": SECRET, "status": 7, "code": "x" * 500, "people": [SECRET]}
    logging.getLogger("council.somewhere").info("done", extra=extra)
    structlog.get_logger("bot.elsewhere").info("done too", text=SECRET, part="index")
    first, second = read(lines)
    assert first["status"] == 7
    assert first["code"] == "x" * 200
    assert "question" not in first
    assert (second["event"], second["part"]) == ("done too", "index")
    assert SECRET not in lines.getvalue()
