"""A time with what is said of it: 'viimeistään', 'mennessä', 'från och med', 'until'."""

import re
from dataclasses import dataclass, replace
from datetime import time
from typing import Final

from council.timewords.dated import stretch_at
from council.timewords.lexicon import DASH, OPT, S
from council.timewords.numeric import Found, joined_days
from council.timewords.scan import Scan
from council.timewords.stretch import Stretch

_BEFORE: Final = re.compile(
    "(?:"
    r"(?P<by>viimeistään|senast|(?:by|at)[ ]the[ ]latest|no[ ]later[ ]than"
    r"|not[ ]later[ ]than|latest|by|till[ ]senast)"
    r"|(?P<before>ennen|före|innan|inför|before|prior[ ]to|ahead[ ]of)"
    r"|(?P<after>efter|after|following)"
    r"|(?P<from>aikaisintaan|tidigast|från[ ]och[ ]med|fr\.?[ ]?o\.?[ ]?m\.?"
    r"|med[ ]början|från|sedan|as[ ]of|as[ ]from|starting(?:[ ](?:on|from|in))?"
    r"|beginning|effective(?:[ ]from)?|from|since|alkaen|alk\.|between|mellan)"
    r"|(?P<until>till[ ]och[ ]med|t\.?[ ]?o\.?[ ]?m\.?|ända[ ]till|fram[ ]till"
    r"|tills|till|until|through|up[ ]to)"
    r"|(?P<about>noin|n\.|suunnilleen|omkring|kring|cirka|ca\.?|around|about|approximately)"
    r"|(?P<at>under|during|i|in|on|på|vid|at|jo|throughout|over|for|för|inom)"
    rf"){S}(?:(?P<filler>i|in|on|under|år|vid|the|på|early[ ]in|jo){S})?(?:(?:den|the){S})?"
)
_AFTER: Final = re.compile(
    rf"(?:{S}|{OPT},?{OPT})(?:"
    r"(?P<by>men{1,3}e{1,3}s{1,3}ä|mennesä|viimeistään|at[ ]the[ ]latest)"
    r"|(?P<until>asti|saakka)"
    r"|(?P<from>alkaen|lähtien|lukien|eteenpäin|onwards?|framåt)"
    r"|(?P<after>jälkeen)"
    r"|(?P<eve>tultaessa|mentäessä)"
    r"|(?P<before>edeltä\w{1,6})"
    r"|(?P<at>aikana|kuluessa|mittaan|aikaan|sisällä|puitteissa|kestäessä|ympärillä)"
    r")(?!\w)"
)
_OPEN_END: Final = re.compile(
    rf"{OPT}-[>]?(?={OPT}(?:$|[,;)\n]|toistaiseksi|tills[ ]vidare|until[ ]further))"
)
_TO: Final = re.compile(
    rf"{S}(?:till[ ]och[ ]med|t\.?o\.?m\.?|to|until|till|through|och|and){S}(?:den[ ]|the[ ])?"
)
_AND: Final = re.compile(
    rf"(?:,?{S}(?:ja|sekä|och|and|samt|&){S}|,{S}|{OPT}[&+]{OPT})(?:(?:den|the){S})?"
)
_BETWEEN: Final = re.compile(
    rf"{S}(?:väli(?:llä|senä[ ]aikana|seen[ ]aikaan|nen[ ]aika|selle[ ]ajalle"
    rf"|seltä[ ]ajalta|sen[ ]ajan)|(?:välisenä|välisellä)(?:[ ]\w{{3,14}})?)(?!\w)"
)
_TIME: Final = re.compile(
    r"(?:,?[ ]{1,2}(?:\([a-zåäö]{2,12}\)[ ])?(?:klo|kello|kl\.?|klockan|at)[ ]?)"
    r"(?P<h>\d{1,2})(?:[.:](?P<m>\d\d))?(?:[ ]?-[ ]?(?P<h2>\d{1,2})(?!\.\d{1,2}\.)(?:[.:]"
    r"(?P<m2>\d\d))?)?"
    r"(?!\d)(?:[ ]?(?P<half>[ap])\.?m\b\.?)?"
)
MOST: Final = 12  # dates in one list


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """Stretches of time, how they bound their subject, and where the words end."""

    stretches: tuple[Stretch, ...]
    relation: str  # by, before, after, from, until, at, about, eve, or '' where nothing is said
    end: int
    marker: str = ""  # the word that says it
    at: time | None = None
    until_time: time | None = None


def phrase_at(scan: Scan, place: int) -> Phrase | None:
    """Read a time with the words before and after it."""
    found, relation, marker = _led(scan, place)
    if not found:
        return None
    first, end = found
    if between := _between(scan, first, end):
        return Phrase(stretches=(between[0],), relation="", end=between[1])
    if relation == "from" and (span := _from_to(scan, first, end)):
        return Phrase(stretches=(span[0],), relation="", end=span[1])
    stretches, end = _listed(scan, first, end)
    clock, end = _clock(scan, end)
    if clock[0] and (whole := _to_another(scan, stretches[0], end)):
        return Phrase(stretches=(whole[0],), relation="", end=whole[1], at=clock[0])
    phrase = Phrase(
        stretches=stretches,
        relation=relation,
        end=end,
        marker=marker,
        at=clock[0],
        until_time=clock[1],
    )
    phrase = _followed(scan, phrase)
    return _up_to(scan, phrase) or phrase


def _led(scan: Scan, place: int) -> tuple[Found | None, str, str]:
    """Read a time, the relation that the words before it state, and those words."""
    if led := scan.at(_BEFORE, place):
        said = {name: word for name, word in led.groupdict().items() if name != "filler"}
        relation = next(name for name, word in said.items() if word)
        found = stretch_at(scan, led.end())
        if not found and (short := scan.at(rf"\w{{1,12}}[.]?(?:[ ]och[ ]med)?{S}", place)):
            found = stretch_at(scan, short.end())
        if found:
            return found, relation, led[0].strip()
    return stretch_at(scan, place), "", ""


def _followed(scan: Scan, phrase: Phrase) -> Phrase:
    """Take in the words after a time, and a time of day after those."""
    end = phrase.end
    if not (after := scan.at(_AFTER, end)):
        dash = scan.at(_OPEN_END, end)
        if not phrase.relation and phrase.stretches[0].precision == "day" and dash:
            return replace(phrase, relation="from", end=dash.end())
        return phrase
    said, marker = str(after.lastgroup), after[0].strip()
    if (phrase.relation and said == "at") or (marker == "viimeistään" and phrase.relation != "by"):
        said, marker = phrase.relation, phrase.marker  # 'viimeistään' speaks of what comes next
    phrase = replace(phrase, relation=said, marker=marker, end=after.end())
    if phrase.at is None:
        clock, end = _clock(scan, phrase.end)
        phrase = replace(phrase, at=clock[0], until_time=clock[1], end=end)
    return phrase


def _between(scan: Scan, first: Stretch, end: int) -> tuple[Stretch, int] | None:
    """Read '1.9. ja 31.10.2025 välillä', and 'välisenä aikana' after a range."""
    if first.kind in {"range", "period"} and (word := scan.at(_BETWEEN, end)):
        return first, word.end()
    joint = scan.at(rf"{S}(?:ja|-){S}", end)
    last = stretch_at(scan, joint.end()) if joint else None
    word = scan.at(_BETWEEN, last[1]) if last else None
    if not last or not word:
        return None
    return joined_days(first, last[0]), word.end()


def _from_to(scan: Scan, first: Stretch, end: int) -> tuple[Stretch, int] | None:
    """Read 'from … to …'."""
    joint = scan.at(_TO, end)
    last = stretch_at(scan, joint.end()) if joint else None
    return (joined_days(first, last[0]), last[1]) if last else None


def _to_another(scan: Scan, first: Stretch, end: int) -> tuple[Stretch, int] | None:
    """Read the rest of '1.4. klo 8 - 2.4. klo 16'."""
    dash = scan.at(DASH, end)
    last = stretch_at(scan, dash.end()) if dash else None
    if not last or {first.precision, last[0].precision} != {"day"}:
        return None
    return joined_days(first, last[0]), _clock(scan, last[1])[1]


def _up_to(scan: Scan, phrase: Phrase) -> Phrase | None:
    """Read '1.8.2025 alkaen 31.12.2025 saakka' as one time."""
    joint = scan.at(rf"(?:,|{S}ja)?{S}", phrase.end)
    if phrase.relation != "from" or len(phrase.stretches) > 1 or not joint:
        return None
    last = stretch_at(scan, joint.end())
    word = scan.at(_AFTER, last[1]) if last else None
    if not last or not word or not word["until"]:
        return None
    return Phrase(
        stretches=(joined_days(phrase.stretches[0], last[0]),), relation="", end=word.end()
    )


def _listed(scan: Scan, first: Stretch, end: int) -> tuple[tuple[Stretch, ...], int]:
    """Read dates in a row; the last one's year is the others' too."""
    if first.listed:
        rest = tuple(replace(one, case="") for one in first.listed)
        if first.days and first.of is None:
            year = first.days[0].year
            rest = tuple(replace(one, days=one.of(year), of=None) for one in rest if one.of)
        return rest, end
    row = [first]
    while len(row) < MOST and (joint := scan.at(_AND, end)):
        found = stretch_at(scan, joint.end())
        if not found or not _alike(first, found[0]):
            break
        row.append(found[0])
        end = found[1]
    return tuple(_sharing(row)), end


def _alike(one: Stretch, other: Stretch) -> bool:
    if one.precision != other.precision or one.precision not in {
        "day",
        "month",
        "season",
        "week",
        "year",
    }:
        return False
    return not one.steer and not other.steer and other.kind == one.kind == ""


def _sharing(row: list[Stretch]) -> list[Stretch]:
    shared: list[Stretch] = []
    after: Stretch | None = None
    for stretch in reversed(row):
        one = stretch
        if one.of and after and after.days:
            try:
                one = replace(one, days=one.of(after.days[0].year), of=None)
            except ValueError:
                one = replace(one, of=None, error="no_such_date")
        shared.append(one)
        after = one
    return shared[::-1]


def _clock(scan: Scan, end: int) -> tuple[tuple[time | None, time | None], int]:
    """Read a time of day after a date."""
    found = scan.at(_TIME, end)
    if not found:
        return (None, None), end
    add = 12 if found["half"] == "p" and int(found["h"]) < 12 else 0  # noqa: PLR2004 - noon
    try:
        start = time(int(found["h"]) + add, int(found["m"] or 0))
        last = time(int(found["h2"]) + add, int(found["m2"] or 0)) if found["h2"] else None
    except ValueError:
        return (None, None), end
    return (start, last), found.end()
