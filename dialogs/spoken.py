"""What an owner says in their own words of how something goes: read, never acted on here."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from council.dates import DateKind, DueDate
from council.language import Language
from council.model import State
from council.timewords import Said, SaidKind, due, find
from council.words import NOT_A_LETTER, stem
from dialogs.requests import folded, is_request

LONGEST = 600  # characters: what is longer is no short message about one thing
SHORTEST_WORD = 4
STATE_WORDS = 3  # words of a message that says nothing but the state


class Deed(StrEnum):
    """What is said."""

    REPORT = "report"  # how it goes
    MOVE = "move"  # another due day
    DECLINE = "decline"  # it is not theirs


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A message of an owner as it was understood."""

    deed: Deed
    text: str
    sure: bool = False  # nobody says this without telling how something goes
    state: State | None = None
    percent: int | None = None
    on: date | None = None
    section: str = ""
    due: DueDate | None = None
    why: str = ""
    words: tuple[str, ...] = ()  # folded words that may name the item
    beside: tuple[str, ...] = ()  # those of bodies: they only tell between several
    error: str = ""  # a code of BadInputError
    wrong: str = ""  # the words that it is about

    @property
    def comment(self) -> str:
        """The owner's own words, where they say more than the state."""
        return self.text if len(self.text.split()) >= STATE_WORDS else ""


@dataclass(frozen=True, slots=True)
class Signs:
    """The folded words of one language by what they say, as patterns."""

    done: str
    done_perhaps: str  # said of what is done, but in questions and searches just as well
    started: str
    late: str
    move: str
    more_time: str
    decline: str
    against: str  # turns 'done' into 'not yet'


SIGNS: Mapping[Language, Signs] = {
    Language.FI: Signs(
        done=r"valmis|valmista|valmiina|valmiiksi|valmistui(?:vat)?|valmistunut",
        done_perhaps=(
            r"hyvaksyttiin|hyvaksytty|hyvaksyi|paatettiin|paatetty|tehtiin|tehty|toteutettiin"
            r"|toteutettu|toteutui|hoidettu|vahvistettiin|vahvistettu|laadittiin|laadittu"
            r"|julkaistiin|julkaistu"
        ),
        started=(
            r"kesken|kaynnistettiin|kaynnistetty|kaynnistyi|kaynnistynyt|kaynnissa|aloitettiin"
            r"|aloitettu|alkanut|tyon alla|etenee"
        ),
        late=r"myohassa|viivastyy|viivastyi|viivastynyt",
        move=(
            r"siirtyy|siirtyvat|siirtyi|siirretaan|siirrettiin|siirra|siirtakaa|siirtaa"
            r"|lykkaantyy|lykkaantyi|lykataan|lykattiin|lykkaa"
        ),
        more_time=r"lisaaikaa|lisaa aikaa|jatkoaikaa",
        decline=(
            r"en (?:ole|vastaa|toimi)(?: \w+){0,2}? (?:vastuussa|vastuuhenkilo\w*|tasta|siita)"
            r"|ei (?:ole|kuulu)(?: \w+)? (?:minun|mun|minulle|mulle)|ei minun(?: tehtava\w*)?"
        ),
        against=r"ei|eivat|emme|en|eika|lahes|melkein|osittain|puoliksi|osin",
    ),
    Language.SV: Signs(
        done=r"klar|klart|klara|fardig|fardigt|fardiga",
        done_perhaps=(
            r"godkandes|godkand|godkant|godkanda|godkants|antogs|genomford|genomfort|genomfordes"
            r"|slutford|slutfort|beslutades|beslutats"
        ),
        started=(
            r"pagar|pagaende|pa gang|paborjad|paborjat|paborjades|startade|startat|inledd"
            r"|inleddes|halvfardig|under arbete"
        ),
        late=r"forsenad|forsenat|forsenas",
        move=(
            r"flyttas|flyttades|flyttats|skjuts upp|skots upp|senarelaggs|framskjuts|flytta"
            r"|skjut upp"
        ),
        more_time=r"mera? tid|langre tid|tillaggstid|forlangd tid",
        decline=(
            r"(?:inte|ej)(?: langre)? ansvarig|ansvarar inte|inte (?:min|mitt|mina)\b.*"
            r"|hor inte till mig"
        ),
        against=r"inte|ej|nastan|delvis",
    ),
    Language.EN: Signs(
        done=r"done|completed|finished|complete",
        done_perhaps=r"approved|adopted|accepted|ready|decided",
        started=r"in progress|started|ongoing|under way|underway|begun",
        late=r"late|delayed|behind schedule",
        move=r"moves|moved|move|postponed|postpone|rescheduled|reschedule",
        more_time=r"more time|extension",
        decline=r"(?:no longer|not) responsible|not mine|not my (?:action|task|responsibility)",
        against=r"not|isn.?t|aren.?t|almost|nearly|partly",
    ),
}

_ASKS = re.compile(
    r"(?:mika|mita|mitka|milloin|koska|missa|mista|mihin|minne|kuka|ketka|kenen|kenelle|miksi"
    r"|miten|kuinka|paljonko|montako|nayta|kerro|listaa|hae|etsi|avaa"
    r"|\w*(?:aan|uu|yy|oi|ui|yi|nnut|nnyt|nut|nyt|[mr]iin|ttiin|tiin|taan|vat|on|oli|voi|saa)ko"
    r"|vad|vem|vilka|vilken|vilket|nar|var|varfor|hur|ar|har|finns|kan|ska|blir|visa|beratta"
    r"|what|who|when|where|why|how|which|is|are|was|has|have|did|does|do|can|will|should"
    r"|show|tell|list|find)\b"
)
_WHY = re.compile(
    r"[,;.]?\s*\b(?:koska|sillä|syynä(?:\s+on)?|syy(?:\s+on)?:|eftersom|därför att|på grund av"
    r"|orsaken(?:\s+är)?:?|because|due to|the reason is)\b[:,]?\s*(?P<why>.{2,})$",
    re.IGNORECASE | re.DOTALL,
)
WHOLE = 100  # per cent
_PERCENT = re.compile(r"(?<![\w.,-])(\d{1,4})\s*(?:%|prosent\w*|procent\b|percent\b|pros\b)")
_SECTION = re.compile(r"(?:§{1,2}|\bpykala\w*|\bparagraf\w*|\bsection)\s*:?\s*(\d{1,5})")
_BARE_DAY = re.compile(r"\b(\d{1,2}\.\d{1,2})(?=\s|[,;)!]|$)(?!\s*%)")
_TO_DAY = re.compile(r"\bto (?=\d)")
_YEAR = re.compile(r"\d{4}")
_BODY = re.compile(r"(?:\w*(?:valtuust|hallitu|lautakun|jaosto|johtoryhm|kokou|toimikun)\w*"
                   r"|fullmaktige\w*|\w*styrelse\w*|\w*namnd\w*|sammantrade\w*|council|board"
                   r"|committee|meeting)")  # fmt: skip
_EMPTY = re.compile(
    r"(?:maaraai\w*|lisaaika\w*|paiva\w*|pykal\w*|toimenpi\w*|tehtav\w*|tarvits\w*|haluais\w*"
    r"|pitaisi|olemme|olisi|olivat|meidan|minun|minulla|tama|taman|tasta|siita|sita|vasta|viela"
    r"|enaa|asti|saakka|kanssa|mutta|myos|vastuus\w*|vastuuhen\w*|vastaa|prosent\w*|tilan\w*"
    r"|tidsfrist\w*|uppgift\w*|atgard\w*|behover|behovs|detta|langre|ansvar\w*|till|fram|procent"
    r"|blev|blir|paragraf\w*|until|need|needs|this|that|action|task|deadline|date|percent|been"
    r"|section|will|with|responsible|longer|have|from|onto|kiitos|tack|thanks|luotsi|hei)"
)


def asks(text: str) -> bool:
    """Tell whether a message is a question or asks to be shown something."""
    if is_request(text):  # 'voisitko siirtää…?' asks for a deed
        return False
    said = folded(text)
    return "?" in said or _ASKS.match(said.lstrip("-–*•\"' ")) is not None


def statement(text: str) -> bool:
    """Tell, quickly, whether a message may be a statement at all."""
    if len(text) > LONGEST or asks(text):
        return False
    return _ANY.search(folded(text)) is not None or _PERCENT.search(folded(text)) is not None


def understood(text: str, today: date) -> Statement | None:
    """Return what a message tells, or None where it tells nothing of how something goes."""
    if not statement(text):
        return None
    reason = _WHY.search(text)
    body = text[: reason.start()] if reason else text
    why = reason["why"].strip() if reason else ""
    low = folded(body)
    for language, signs in SIGNS.items():
        told = _told(low, signs)
        if told is not None:
            whole = replace(told, text=" ".join(text.split()), why=why)
            return _complete(whole, body, low, today, language)
    if (percent := _percent(low)) is not None:
        told = Statement(deed=Deed.REPORT, text=" ".join(text.split()), sure=True)
        told = replace(told, state=State.STARTED, percent=percent)
        return _complete(told, body, low, today, None)
    return None


def _told(low: str, signs: Signs) -> Statement | None:
    """Return what the words of one language tell, the days and names apart."""
    if _has(signs.decline, low):
        return Statement(deed=Deed.DECLINE, text="", sure=True)
    if _has(signs.more_time, low):
        return Statement(deed=Deed.MOVE, text="", sure=True)
    if _has(signs.move, low):
        return Statement(deed=Deed.MOVE, text="")
    report = Statement(deed=Deed.REPORT, text="")
    done = re.search(rf"\b(?:{signs.done}|{signs.done_perhaps})\b", low)
    if done:
        denied = re.search(rf"\b(?:{signs.against})\b(?:\s+\w+){{0,3}}\s*$", low[: done.start()])
        sure = _has(signs.done, low)
        return replace(report, state=State.STARTED if denied else State.DONE, sure=sure)
    if _has(signs.started, low):
        return replace(report, state=State.STARTED, sure=low.startswith(("kesken", "pagar")))
    return replace(report, state=State.LATE) if _has(signs.late, low) else None


def _has(pattern: str, low: str) -> bool:
    return re.search(rf"\b(?:{pattern})\b", low) is not None


def _percent(low: str) -> int | None:
    found = _PERCENT.search(low)
    return int(found[1]) if found else None


def _complete(
    told: Statement, body: str, low: str, today: date, language: Language | None
) -> Statement:
    """Add percentage, section, days and the words that may name the item."""
    section = _SECTION.search(low)
    percent = _percent(low)
    told = replace(told, section=section[1] if section else "", percent=percent)
    if told.state is State.DONE and percent is not None and percent < WHOLE:
        told = replace(told, state=State.STARTED)  # '60 % valmis' is not done
    clear = re.sub(r"§{1,2}\s*\d+", " ", _BARE_DAY.sub(r"\1.", body))
    if language is Language.EN:
        clear = _TO_DAY.sub("on ", clear)  # 'to' is short for Thursday in Finnish
    times = [one for one in find(clear, today, language) if _is_day(one)]
    rest = clear
    for one in reversed(times):
        rest = f"{rest[: one.span[0]]} {rest[one.span[1] :]}"
    told = _named(told, folded(rest))
    if not times:
        return told
    if told.deed is Deed.MOVE:
        return _moved(told, times[0], today)
    return _happened(told, times[0], today) if told.deed is Deed.REPORT else told


def _is_day(said: Said) -> bool:
    return said.kind is SaidKind.INVALID or bool(said.start or said.end)


def _moved(told: Statement, said: Said, today: date) -> Statement:
    """Add the new due day: where no year is said, the next time that the day comes."""
    told = replace(told, sure=True)
    if problem := _problem(said):
        return replace(told, error=problem, wrong=said.words)
    found = due(said)
    if found is None or found.last is None:
        return replace(told, error="day")
    start, last = found.start or found.last, found.last
    if last < today and not _YEAR.search(said.words):
        years = (_in_year(last, year) for year in (today.year, today.year + 1))
        start = last = next((day for day in years if day and day >= today), last)
    by = said.kind in {SaidKind.BY, SaidKind.UNTIL, SaidKind.DEADLINE}
    kind = DateKind.BY if by else DateKind.AT
    if start == last:
        return replace(told, due=DueDate(start=last, end=last, kind=kind))
    return replace(told, due=replace(found, kind=kind))


def _happened(told: Statement, said: Said, today: date) -> Statement:
    """Add the day on which it happened: where no year is said, the last time that it was."""
    if problem := _problem(said):
        return replace(told, error=problem, wrong=said.words)
    day = said.end or said.start
    if day is None or (said.start or day) != day or said.kind is SaidKind.FROM:
        ahead = told.state is State.DONE and said.start is not None and said.start > today
        # A period stays in the owner's own words, unless nothing can have happened in it yet.
        return replace(told, error="not-yet", wrong=said.words) if ahead else told
    if day <= today:
        return replace(told, on=day)
    if told.state is not State.DONE:
        return told  # 'kesken, valmistuu 31.3.': the day is not of what has happened
    by = said.kind in {SaidKind.BY, SaidKind.UNTIL, SaidKind.DEADLINE}
    before = None if by or _YEAR.search(said.words) else _in_year(day, day.year - 1)
    if before is None or before > today:
        return replace(told, error="not-yet", wrong=said.words)
    return replace(told, on=before)


def _problem(said: Said) -> str:
    if said.kind is SaidKind.INVALID:
        return "no-such-day"
    return "weekday" if said.error == "weekday_mismatch" else "day" if said.error else ""


def _in_year(day: date, year: int) -> date | None:
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February
        return None


def _named(told: Statement, rest: str) -> Statement:
    """Add the words that may name an item."""
    bare = NOT_A_LETTER.sub(" ", _ANY.sub(" ", rest))
    words = dict.fromkeys(w for w in bare.split() if not w.isdigit())
    telling = [w for w in words if len(w) >= SHORTEST_WORD and not _EMPTY.fullmatch(w)]
    return replace(
        told,
        words=tuple(w for w in telling if not _BODY.fullmatch(w)),
        beside=tuple(w for w in telling if _BODY.fullmatch(w)),
    )


def _every(*patterns: str) -> str:
    return "|".join(patterns)


_ANY = re.compile(
    r"\b(?:"
    + _every(
        *(
            _every(s.done, s.done_perhaps, s.started, s.late, s.move, s.more_time, s.decline)
            for s in SIGNS.values()
        )
    )
    + r")\b"
)


@dataclass(frozen=True, slots=True)
class Named:
    """How well items fit the words of a statement, by key."""

    by_name: Mapping[str, float]
    by_body: Mapping[str, float]


def named(told: Statement, items: Mapping[str, str]) -> Named:
    """Compare a statement with items, key → laid-out names; a word that few have counts more."""
    return Named(_share(told.words, items), _share(told.beside, items))


def _share(words: Sequence[str], items: Mapping[str, str]) -> dict[str, float]:
    scores = dict.fromkeys(items, 0.0)
    for word in words:
        beginning = f" {stem(word)}"
        having = [key for key, laid in items.items() if beginning in laid]
        for key in having:
            scores[key] += 1 / len(having)
    return scores
