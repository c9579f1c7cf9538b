"""Units within a year, in words: months, weeks, quarters, halves, seasons, holidays."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Final

from council.language import Language
from council.timewords.days import HOLIDAYS, Days, months, week_of, weeks
from council.timewords.lexicon import (
    CASES,
    DASH,
    END,
    HOLIDAY_WORDS,
    MONTH_STEMS,
    NAMED,
    NAMED_MONTHS,
    OPT,
    ORDINAL,
    SEASONS,
    STEM,
    S,
)
from council.timewords.numeric import Found
from council.timewords.scan import Scan
from council.timewords.stretch import OfYear, Stretch, in_year

_CASE: Final = r"(?P<case>ssa|sta|hun|lle|lla|lta|ksi|ta|na|n)?"
_STEM_A: Final = STEM.replace("<stem>", "<first>")
_FI_MONTH: Final = re.compile(rf"{STEM}k(?:uu{_CASE}{END}|\.)")
_FI_MONTH_LIST: Final = re.compile(
    rf"(?P<rest>(?:(?:{'|'.join(MONTH_STEMS)})-,?[ ]){{2,11}})(?:ja|sekä)[ ]{STEM}kuu{_CASE}{END}"
)
_FI_MONTHS: Final = re.compile(
    rf"{_STEM_A}(?:kuu(?:n|sta|ssa)?)?(?P<join>{DASH}|-?[ ](?:ja|sekä)[ ]"
    rf"|n?[ ]ja[ ]){STEM}kuu{_CASE}{END}"
)
_NAMED: Final = re.compile(rf"(?P<name>{NAMED})(?P<dot>\.?)(?:s?{END})")
_NAMED_BEFORE: Final = re.compile(
    r"(?:\b(?:i|in|by|until|till|since|from|before|after|of|early|mid|late|during"
    r"|under|från|före|efter|av|senast|till|this|next|last|nästa|förra|and|och"
    r"|every|each|varje|through|to)|-|mid-|\d\.?|(?:st|nd|rd|th))[ ]?$"
)
_NAMED_AFTER: Final = re.compile(r"\.?[ ]\d|[ ]?-[ ]?[a-z]{3}")
_FI_THIS_MONTH: Final = re.compile(
    rf"(?:kuukauden|kuun){END}(?=[ ](?:loppu|loppuun|lopussa|alussa|alkuun"
    rf"|puoliväli|aikana|lopulla|vaihteessa))"
)
_WEEK: Final = re.compile(
    rf"(?:viik(?:ko(?:on|na|a|ja|jen)?|o(?:lla|n|lle|sta|ssa|illa|ille|t|lta))|vko"
    rf"(?:t|:lla|:n|lla|illa)?|vk|vecka(?:n)?|veckorna|veckor|weeks?|wk)\.?{OPT}"
    rf"(?P<a>\d{{1,2}})(?:{DASH}(?P<b>\d{{1,2}}))?(?![\d.,:-]\d|\w|{OPT}%)(?:/"
    rf"(?P<y>(?:19|20)\d\d))?"
)
_V_WEEK: Final = re.compile(
    rf"v\.?{OPT}(?P<a>\d{{1,2}})(?:{DASH}(?P<b>\d{{1,2}}))?(?![\d.,:-]\d|\w)(?:/"
    rf"(?P<y>(?:19|20)\d\d))?"
)
_COUNTED_WEEK: Final = re.compile(r"(?:viikko|viikkoa|viikon|weeks?|veckor)")
_QUARTER: Final = re.compile(
    rf"(?:q(?P<a>[1-4])(?:{DASH}q?(?P<b>[1-4]))?(?!\w)(?!\.\d)(?:/(?P<yy>[1-6]\d)(?!\d))?"
    rf"|{ORDINAL}{S}(?:vuosi)?(?:neljännes|neljänne(?P<case>ksellä|ksen|kselle"
    rf"|kseen|ksestä|stä|ksenä)|kvartaali(?P<case2>lla|n|in|ssa|lle|sta)?|quarter"
    rf"|kvartalet?)(?!\w)"
    rf"|(?:kvartaali(?:lla|n)?|kvartal|quarter){S}(?P<n>[1-4])(?!\w|\.\d))"
)
_THIRD: Final = re.compile(
    rf"(?:t(?P<a>[1-3])(?=/20\d\d|[ ]20\d\d)|{ORDINAL}{S}(?:(?:vuosi)?(?:kolmannes"
    rf"|kolmannekse\w{{1,4}}|kolmannesta)|(?:vuosi)?kolmannekse(?P<case>lla|n|sta"
    rf"|ssa|lle)|tertiaali\w{{0,4}}|tertialet?|third(?:[ ]of[ ]the[ ]year)?)(?!\w)"
    rf"|(?:tertiaali(?:lla|n)?|tertial|vuosikolmannes){S}(?P<n>[1-3])(?!\w|\.\d))"
)
_HALF: Final = re.compile(
    rf"(?:h(?P<a>[12])(?=[/ ]?20\d\d)|(?:{ORDINAL}|(?P<early>alkuvuoden|alku)|"
    rf"(?P<later>jälkimmäi\w{{2,5}}|loppuvuoden|latter)){S}"
    rf"(?:(?:vuosi)?puolisko\w{{0,3}}|vuosipuolisko\w{{0,3}}|puolivuo(?:si|den"
    rf"|della|tena|tiskaudella|tiskausi)|halvåret?t?|half(?:[ ]year)?)(?!\w))"
)
_TERM_HALF: Final = re.compile(
    r"(?:(?P<spring>kevätkau|kevätlukukau)|(?P<autumn>syyskau|syyslukukau))(?:si"
    r"|den|de(?P<case>lla|lle|sta|ksi|ssa)|teen|tena|tta)(?!\w)"
    r"|(?P<vt>vårterminen|vårsäsongen)(?!\w)|(?P<ht>höstterminen|höstsäsongen)(?!\w)"
)
_SEASON: Final = re.compile(
    (
        r"(?:(?P<part>alku|loppu|keski|sydän|early[ ]|late[ ]|mid-|tidig[ ]|sen"
        r"|senare[ ])?-?)(?:(?:in|the)[ ])?(?:"
    )
    + "|".join(f"(?P<s{n}>{words})" for n, (_, _, words) in enumerate(SEASONS))
    + rf"){END}"
)
_HOLIDAY: Final = re.compile(
    "(?:"
    + "|".join(f"(?P<h{n}>{words})" for n, (_, words) in enumerate(HOLIDAY_WORDS))
    + rf"){END}"
    rf"(?P<week>{S}(?:viikolla|viikon|vecka|week){END})?"
)
_LEAVE: Final = re.compile(
    r"(?:(?P<summer>kesä(?:loma\w{0,5}|lomi\w{1,4}|tauo\w{1,4}|tauko\w{0,2})|"
    r"(?:sommarsemest\w{0,7}|semestrarna|sommaruppehållet)|(?:the[ ])?summer[ ]"
    r"(?:holidays?|break))"
    r"|(?P<autumn>syysloma\w{0,8}|höstlov\w{0,3})|(?P<ski>(?:hiihto"
    r"|talvi)loma\w{0,8}|sportlov\w{0,3}))(?!\w)"
)
_TURN: Final = re.compile(
    rf"(?:vuoden[ ]?vaih(?:de|teen|teessa|teeseen|teesta|detta)|årsskiftet?|"
    rf"(?:the[ ])?turn[ ]of[ ]the[ ]year){END}"
)
_PARTS: Final = {
    "alku": "start",
    "loppu": "end",
    "keski": "mid",
    "sydän": "mid",
    "early": "start",
    "late": "end",
    "mid-": "mid",
    "tidig": "start",
    "sen": "end",
    "senare": "end",
}


def of_months(first: int, last: int) -> OfYear:
    """Return what gives the days from a month to a month of a year."""
    return lambda year: months(year, first, last)


def case_in(found: re.Match[str]) -> str:
    """Return the case that a Finnish noun was found in."""
    part = found.groupdict()
    ending = part.get("case") or part.get("case2") or ""
    if ending.startswith("kse"):
        ending = ending.removeprefix("kse")
    return CASES.get(ending, "")


def month(scan: Scan, place: int) -> Found | None:
    """Read a month or several of them, in any case."""
    if found := scan.at(_FI_MONTH_LIST, place):
        return _month_list(found), found.end()
    if found := scan.at(_FI_MONTHS, place):
        first, last = (MONTH_STEMS.index(found[name]) + 1 for name in ("first", "stem"))
        apart = "ja" in found["join"] or "sekä" in found["join"]
        listed: tuple[Stretch, ...] = ()
        if apart and (last - first) % 12 != 1:
            listed = tuple(Stretch(precision="month", of=of_months(n, n)) for n in (first, last))
        return Stretch(
            precision="month", of=of_months(first, last), case=case_in(found), listed=listed
        ), found.end()
    if found := scan.at(_FI_MONTH, place):
        number = MONTH_STEMS.index(found["stem"]) + 1
        return Stretch(
            precision="month", of=of_months(number, number), case=case_in(found)
        ), found.end()
    found = scan.at(_NAMED, place)
    if not found or not _is_month(scan, found):
        return None
    number = NAMED_MONTHS[found["name"]]
    end = found.end() if len(found["name"]) <= 4 else found.end("name")  # noqa: PLR2004 - 'Sept.'
    return Stretch(precision="month", of=of_months(number, number)), end


def _month_list(found: re.Match[str]) -> Stretch:
    """Return months in a row as one stretch, or as several where others lie between."""
    names = [*re.findall(r"[a-zä]{3,6}", found["rest"]), found["stem"]]
    numbers = [MONTH_STEMS.index(name) + 1 for name in names]
    apart = any((after - before) % 12 != 1 for before, after in pairwise(numbers))
    each = tuple(Stretch(precision="month", of=of_months(n, n)) for n in numbers)
    return Stretch(
        precision="month",
        of=of_months(numbers[0], numbers[-1]),
        case=case_in(found),
        listed=each if apart else (),
    )


def _is_month(scan: Scan, found: re.Match[str]) -> bool:
    """Whether a word that may be a name or a verb (May, march, mars) is a month here."""
    name = found["name"]
    short = len(name) <= 3 and name not in {"maj", "may"}  # noqa: PLR2004 - 'jun', 'aug'
    if name not in {"may", "march", "mars", "april", "june", "august"} and not short:
        return True
    if name in {"may", "march"} and not scan.text[found.start()].isupper():
        return False
    return bool(
        _NAMED_BEFORE.search(scan.before(found.start(), 12)) or scan.at(_NAMED_AFTER, found.end())
    )


def this_month(scan: Scan, place: int) -> Found | None:
    """Read 'kuun' and 'kuukauden' before one of its parts: the month of the day of speaking."""
    found = scan.at(_FI_THIS_MONTH, place)
    if not found:
        return None
    days = months(scan.ref.year, scan.ref.month, scan.ref.month) if scan.ref else None
    return Stretch(
        precision="month", days=days, case="of", asked=days is None, implied=True
    ), found.end()


def week(scan: Scan, place: int) -> Found | None:
    """Read ISO weeks; 'v. 42' is a week in Swedish alone."""
    found = scan.at(_WEEK, place)
    if not found and scan.language is Language.SV:
        found = scan.at(_V_WEEK, place)
    if not found:
        return None
    first, last = int(found["a"]), int(found["b"] or found["a"])
    if not (1 <= first <= 53 and 1 <= last <= 53):  # noqa: PLR2004 - weeks of a year
        return None
    stretch = Stretch(precision="week", of=lambda year: weeks(year, first, last), case="in")
    if not found["y"]:
        return stretch, found.end()
    try:
        return replace(stretch, of=None, days=weeks(int(found["y"]), first, last)), found.end()
    except ValueError:
        return replace(stretch, of=None, error="no_such_date"), found.end()


def _ordinal(found: re.Match[str], last: int) -> int | None:
    for number in (1, 2, 3, 4):
        if found[f"o{number}"]:
            return number if number <= last else None
    return last if found["o0"] else None


def division(scan: Scan, place: int) -> Found | None:
    """Read quarters, thirds and halves of a year."""
    for pattern, precision, size in (
        (_QUARTER, "quarter", 3),
        (_THIRD, "third-of-year", 4),
        (_HALF, "half-year", 6),
    ):
        if not (found := scan.at(pattern, place)):
            continue
        part = found.groupdict()
        count = 12 // size
        number = 1 if part.get("early") else 2 if part.get("later") else None
        number = number or int(part.get("a") or part.get("n") or 0) or _ordinal(found, count)
        if number is None:
            continue
        last = int(part.get("b") or number)
        of = of_months(number * size - size + 1, last * size)
        stretch = Stretch(precision=precision, of=of, case=case_in(found))
        if part.get("yy"):
            stretch = replace(in_year(stretch, 2000 + int(part["yy"])), asked=True)
        return stretch, found.end()
    return None


def half_season(scan: Scan, place: int) -> Found | None:
    """Read the working seasons: kevätkausi to the end of June, syyskausi from August."""
    found = scan.at(_TERM_HALF, place)
    if not found:
        return None
    spring = found["spring"] or found["vt"]
    of = of_months(1, 6) if spring else of_months(8, 12)
    return Stretch(precision="half-year", of=of, case=case_in(found)), found.end()


def season(scan: Scan, place: int) -> Found | None:
    """Read a season: three whole months, or the first, middle or last of them."""
    found = scan.at(_SEASON, place)
    if not found:
        return None
    number = next(n for n in range(len(SEASONS)) if found[f"s{n}"])
    word = found[f"s{number}"]
    if (
        word in {"fall", "spring", "vår", "var"}
        and not _NAMED_BEFORE.search(scan.before(place, 12))
        and not scan.at(r"[ ]\d{4}", found.end())
    ):
        return None
    first, last, _ = SEASONS[number]
    part = _PARTS.get((found["part"] or "").strip(), "")
    if part:
        first = (first + {"start": 0, "mid": 1, "end": 2}[part] - 1) % 12 + 1
        last = first
    next_year = bool(part) and number == len(SEASONS) - 1 and first <= SEASONS[-1][1]
    of = _winter(first, last) if next_year else of_months(first, last)
    case = "" if part else _season_case(word)
    return Stretch(precision="season", of=of, case=case, part=part, fuzzy=bool(part)), found.end()


def _winter(first: int, last: int) -> Callable[[int], Days]:
    return lambda year: months(year + 1, first, last)


def _season_case(word: str) -> str:
    for endings, case in (
        (("llä", "lla", "nä", "na"), "in"),
        (("stä", "sta", "ltä", "lta"), "from"),
        (("seen", "yyn", "ään", "een", "lle", "ksi"), "to"),
        (("än", "yn", "en"), "of"),
    ):
        if word.endswith(endings) and (case != "of" or word[-3:] not in {"ren", "ten"}):
            return case
    return ""


def holiday(scan: Scan, place: int) -> Found | None:
    """Read a holiday, or the week of one."""
    if found := scan.at(_HOLIDAY, place):
        number = next(n for n in range(len(HOLIDAY_WORDS)) if found[f"h{n}"])
        of = HOLIDAYS[HOLIDAY_WORDS[number][0]]
        if found["week"]:
            return Stretch(
                precision="week", of=lambda year: week_of(of(year)[0]), case="in"
            ), found.end()
        return Stretch(precision="day", of=of, fuzzy=True), found.end()
    return None


def leave(scan: Scan, place: int) -> Found | None:
    """Read a holiday season, whose days every town sets itself: to be asked about."""
    found = scan.at(_LEAVE, place)
    if not found:
        return None
    of: OfYear = of_months(7, 7)
    if not found["summer"]:
        first, last = (42, 42) if found["autumn"] else (8, 10)
        of = lambda year: weeks(year, first, last)  # noqa: E731 - chosen among three
    return Stretch(precision="season", of=of, fuzzy=True, asked=True), found.end()


def _turn_of(year: int) -> Days:
    return date(year, 12, 21), date(year + 1, 1, 10)


def turn_of_year(scan: Scan, place: int) -> Found | None:
    """Read 'vuodenvaihde': around it, and to or from the very night where a limit is meant."""
    found = scan.at(_TURN, place)
    if not found:
        return None
    return Stretch(precision="year", of=_turn_of, part="turn", fuzzy=True), found.end()
