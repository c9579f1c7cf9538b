"""Activities: whatever JSON comes, it is a turn, nothing, or unreadable; replies fit Teams."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.activities import LONGEST_ID, UnreadableError, Wire, message, read, typing
from council.people import Address
from dialogs.turn import Citation, Happening, Reply, Turn

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
BOT = "28:luotsi"
WHOLE: Wire = {
    "type": "message",
    "id": "a1",
    "channelId": "msteams",
    "serviceUrl": "https://smba.trafficmanager.net/emea/",
    "from": {"id": "29:anna", "name": "Anna", "aadObjectId": "entra-anna"},
    "conversation": {"id": "a:1", "conversationType": "personal", "tenantId": "t"},
    "recipient": {"id": BOT},
    "text": "hei",
}
ADDRESS = Address(
    "a:1", "personal", "https://smba.trafficmanager.net/", "msteams", "t", BOT, "29:1"
)
# Half surrogates included: JSON can carry them.
TEXT = st.text(st.characters(), max_size=20)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
FIELDS = [*WHOLE, "entities", "channelData", "value", "action", "name", "membersAdded", "locale"]
KINDS = ["message", "invoke", "installationUpdate", "conversationUpdate"]


def reading(**changes: object) -> Turn | None:
    return read(WHOLE | changes, NOW)


def turn(**changes: object) -> Turn:
    made = reading(**changes)
    assert made is not None
    return made


@given(st.sampled_from(KINDS), st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=4))
def test_any_json_is_a_turn_or_nothing_or_unreadable(kind: str, changes: Wire) -> None:
    wire = WHOLE | changes | {"type": kind, "name": "adaptiveCard/action"}
    try:
        made = read(wire, NOW)
    except UnreadableError:
        return
    if made is not None:
        texts = [made.id, made.text, made.name, made.person, made.room, made.verb, made.locale]
        texts += [text for pair in made.values.items() for text in map(str, pair)]
        assert "\0" not in "".join(texts)
        "".join(texts).encode()
        assert made.person not in {"", "/"}


@given(st.text(max_size=300), st.text(max_size=30))
def test_what_a_person_wrote_survives_but_for_spaces_and_our_mention(text: str, name: str) -> None:
    tag = f"<at>{name}</at>"
    entities = [{"type": "mention", "mentioned": {"id": BOT}, "text": tag}]
    if any(part in text + name for part in ("<at>", "&nbsp;", "\0")):
        return
    made = turn(text=f"{tag} {text}", entities=entities)
    assert made.text.split() == text.split() or made.text == text.strip()


def test_only_our_own_mention_is_taken_out() -> None:
    entities = [
        {"type": "mention", "mentioned": {"id": BOT}, "text": "<at>Luotsi</at>"},
        {"type": "mention", "mentioned": {"id": "29:bo"}, "text": "<at>Bo</at>"},
    ]
    made = turn(text="<at>Luotsi</at> kysy <at>Bo</at> &lt;b&gt;", entities=entities)
    assert made.text == "kysy <at>Bo</at> &lt;b&gt;"


def test_a_person_is_known_by_tenant_and_entra_id_or_else_by_channel() -> None:
    assert turn().person == "t/entra-anna"
    by_channel_data = turn(
        conversation={"id": "a:1"},
        channelData={"tenant": {"id": "t2"}},
        type="installationUpdate",
        action="add",
    )
    assert by_channel_data.person == "t2/entra-anna"
    assert turn(**{"from": {"id": "29:x"}}).person == "msteams/29:x"
    with pytest.raises(UnreadableError):
        turn(**{"from": {"name": "nobody"}})


def test_teams_not_telling_who_reads_along_means_that_others_do() -> None:
    installed = {"type": "installationUpdate", "action": "add"}
    assert turn(conversation={"id": "x"}, **installed).kind == "groupChat"
    odd = {"id": "x", "conversationType": "odd"}
    assert not turn(conversation=odd, **installed).personal
    assert turn(conversation={"id": "x"}, channelId="emulator").personal
    group = {"id": "x", "isGroup": True}
    assert reading(conversation=group, channelId="emulator") is None


def test_two_signs_of_one_arrival_have_one_id_and_a_later_arrival_another() -> None:
    at = {"timestamp": "2026-05-04T09:00:00.100Z"}
    first = turn(type="installationUpdate", action="add", id="x", **at)
    members = [{"id": BOT}]
    second = turn(type="conversationUpdate", membersAdded=members, id="y", **at)
    later = turn(type="installationUpdate", action="add", timestamp="2026-05-04T09:05:00Z")
    assert first.id == second.id != later.id
    assert first.happening is Happening.ARRIVED


def test_upgrading_the_app_is_no_arrival() -> None:
    assert reading(type="installationUpdate", action="add-upgrade") is None
    assert reading(type="installationUpdate", action="remove-upgrade") is None


def test_the_locale_of_the_client_is_used_where_the_message_has_none() -> None:
    assert turn(locale="sv-FI").locale == "sv-FI"
    assert turn(entities=[{"type": "clientInfo", "locale": "en-GB"}]).locale == "en-GB"
    assert turn().locale == ""


def test_ids_are_bounded() -> None:
    for changed in (
        {"id": "x" * (LONGEST_ID + 1)},
        {"from": {"id": "x" * (LONGEST_ID + 1)}},
        {"conversation": {"id": "x" * (LONGEST_ID + 1), "conversationType": "personal"}},
    ):
        with pytest.raises(UnreadableError):
            turn(**changed)


def test_teams_limits_of_citations_are_kept() -> None:
    many = tuple(Citation("n" * 200, "a" * 500, "http://insecure.example") for _ in range(30))
    wire = message(Reply("Vastaus [2]", citations=many), ADDRESS)
    claims = wire["entities"][0]["citation"]
    assert len(claims) == 20
    assert len(claims[0]["appearance"]["name"]) == 80
    assert len(claims[0]["appearance"]["abstract"]) == 160
    assert "url" not in claims[0]["appearance"]
    assert "[20]" in wire["text"]
    assert "[21]" not in wire["text"]
    assert wire["text"].count("[2]") == 1


def test_a_summary_is_the_first_line_at_a_notification_s_length() -> None:
    assert message(Reply("\n\n eka \ntoka"), ADDRESS)["summary"] == "eka"
    assert len(message(Reply("x" * 999), ADDRESS)["summary"]) == 200
    assert message(Reply(""), ADDRESS)["summary"] == ""
    assert message(Reply("[1] \nVastuussa [1] [2]"), ADDRESS)["summary"] == "Vastuussa"


def test_the_words_beside_a_card_only_carry_the_numbers_of_its_sources() -> None:
    cited = (Citation("a", "b"), Citation("c", "d"))
    card = {"type": "AdaptiveCard"}
    said = Reply("otsikko [1] [2]\nloput", card, citations=cited, beside="Lähteet [1] [2]")
    assert message(said, ADDRESS)["text"] == "Lähteet [1] [2]"
    wordless = Reply("otsikko", card, citations=cited)
    assert message(wordless, ADDRESS)["text"] == "[1] [2]"


def test_a_card_without_citations_says_nothing_twice() -> None:
    wire = message(Reply("otsikko\n\nloput", {"type": "AdaptiveCard"}), ADDRESS, "a1")
    assert "text" not in wire
    assert wire["summary"] == "otsikko"
    assert wire["replyToId"] == "a1"


def test_typing_carries_no_words() -> None:
    assert set(typing(ADDRESS)) == {
        "type",
        "channelId",
        "serviceUrl",
        "from",
        "conversation",
        "recipient",
    }
