"""Scripts of conversations: read whole, with every fault by line."""

import pytest

from bot.chat_people import PARTS, find_part
from bot.chat_script import ScriptError, Sign, Step, parse_script


def test_every_sign_is_read_with_its_line() -> None:
    text = "# Aihe\n\n= 2023-04-17T12:00\n@ vieras\n+ kanava\n> Hei\n~ name = Arvo\n! 2\n"

    assert parse_script(text) == [
        Step(1, Sign.COMMENT, "Aihe"),
        Step(3, Sign.CLOCK, "2023-04-17T12:00"),
        Step(4, Sign.SWITCH, "vieras"),
        Step(5, Sign.ARRIVE, "kanava"),
        Step(6, Sign.SAY, "Hei"),
        Step(7, Sign.FILL, "name = Arvo"),
        Step(8, Sign.PRESS, "2"),
    ]


def test_a_transcript_reads_as_the_script_that_made_it() -> None:
    script = "# Aihe\n> Hei\n! Lisää\n"
    transcript = "# Aihe\n> Hei\n  Hei!\n  [1] Lisää\n\n! Lisää\n  > ei skriptin rivi\n"

    assert [str(s) for s in parse_script(transcript)] == [str(s) for s in parse_script(script)]


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(ScriptError) as caught:
        parse_script("Hei\n@ keisari\n~ arvo\n!\n")

    assert [line.partition(":")[0] for line in str(caught.value).splitlines()] == [
        "line 1",
        "line 2",
        "line 3",
        "line 4",
    ]


@pytest.mark.parametrize(
    ("word", "role"),
    [("ledamot", "valtuutettu"), ("Member", "valtuutettu"), ("johtoryhmä", "johtoryhma")],
)
def test_roles_have_names_in_three_languages(word: str, role: str) -> None:
    assert find_part(word).role == role


def test_no_two_parts_share_a_name_or_a_key() -> None:
    names = [name for part in PARTS for name in (part.role, *part.also)]

    assert len(names) == len(set(names))
    assert len({part.person.key for part in PARTS}) == len(PARTS)
