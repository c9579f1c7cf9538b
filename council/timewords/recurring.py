"""What recurs: as a rule where the words give one, else as often as they say."""

import re
from dataclasses import dataclass, replace
from typing import Final

from council.timewords.lengths import number_of
from council.timewords.lexicon import (
    ADVERB_WEEKDAY,
    END,
    NUMBER,
    SEASON_ADVERBS,
    WEEKDAY_STEMS,
    O,
    S,
)
from council.timewords.phrase import Phrase, phrase_at
from council.timewords.placing import month_end_day, relation_of
from council.timewords.said import Often, Said, SaidKind
from council.timewords.scan import Scan
from council.timewords.stretch import Stretch

_DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
PER_YEAR: Final = {"YEARLY": 1, "MONTHLY": 12, "WEEKLY": 52, "DAILY": 365}
_STEPS: Final = (
    (
        "YEARLY",
        1,
        "year",
        r"vuosittai\w{1,5}|vuotuinen|vuotuise\w{1,3}|joka[ ]?(?:vuosi|vuoden|vuonna)"
        r"|kerran[ ](?:vuodessa|vuoteen|per[ ]vuosi)|kerta[ ]vuodessa|jokavuoti\w{2,6}"
        r"|årligen|årlig[at]?|varje[ ]år|en[ ]gång[ ](?:om[ ]året|per[ ]år|i[ ]året"
        r"|årligen)|1[ ]gång/år|annual(?:ly)?|yearly|(?:every|each)[ ]year|once[ ](?:a"
        r"|per|every)[ ]year|1[ ]?(?:x|krt|kerta)?[ ]?/[ ]?(?:v|vuosi)\.?(?!\w)|1[ ]?"
        r"(?:x|krt|kertaa?)[ ]vuo(?:dessa|si)",
    ),
    (
        "MONTHLY",
        1,
        "month",
        r"kuukausittai\w{1,5}|joka[ ]?(?:kuukausi|kuukauden|kuu|kuussa)|kerran[ ]"
        r"(?:kuukaudessa|kuussa)|månatligen|månadsvis|varje[ ]månad|en[ ]gång[ ]"
        r"(?:i[ ]månaden|per[ ]månad)"
        r"|monthly|(?:every|each)[ ]month|once[ ](?:a|per)[ ]month|1[ ]?(?:x|krt)?[ ]?/[ ]?kk",
    ),
    (
        "WEEKLY",
        1,
        "week",
        (
            r"viikoittai\w{1,5}|viikottain|joka[ ]?(?:viikko|viikon)|kerran[ ]viikossa"
            r"|varje[ ]vecka|veckovis|en[ ]gång[ ](?:i[ ]veckan|per[ ]vecka)|weekly|"
            r"(?:every|each)[ ]week|once[ ](?:a|per)[ ]week"
        ),
    ),
    (
        "DAILY",
        1,
        "day",
        (
            r"päivittäi\w{1,4}|joka[ ]päivä|dagligen|varje[ ]dag|daily|(?:every"
            r"|each)[ ]day"
        ),
    ),
    (
        "MONTHLY",
        3,
        "quarter",
        (
            r"(?:vuosi)?neljännesvuosittai\w{1,5}|vuosineljänneksittäin|kvartaaleittain"
            r"|kvartaalittain|joka[ ](?:kvartaali|(?:vuosi)?neljännes)|kvartalsvis"
            r"|varje[ ]kvartal|quarterly|(?:every|each)[ ]quarter|once[ ]a[ ]quarter"
            r"|kerran[ ](?:kvartaalissa|neljännesvuodessa)"
        ),
    ),
    (
        "MONTHLY",
        4,
        "third-of-year",
        (
            r"(?:vuosi)?kolmannesvuosittai\w{1,5}|vuosikolmanneksittain|tertiaaleittain"
            r"|tertiaalittain|joka[ ](?:tertiaali|(?:vuosi)?kolmannes)|tertials?vis"
            r"|varje[ ]tertial"
        ),
    ),
    (
        "MONTHLY",
        6,
        "half-year",
        (
            r"puolivuosittai\w{1,5}|puolen[ ]vuoden[ ]välein|vuosipuoliskoittain"
            r"|halvårsvis|varje[ ]halvår|vart[ ]halvår|half-?[ ]?yearly|semi-?annual"
            r"(?:ly)?|(?:every|each)[ ]half[ ]year"
        ),
    ),
    (
        "YEARLY",
        4,
        "council-term",
        (
            r"kerran[ ](?:valtuustokaudessa|valtuustokauden[ ]aikana)|valtuustokausittain"
            r"|joka[ ]valtuustokau(?:si|della)|en[ ]gång[ ](?:per|under)[ ]"
            r"(?:fullmäktigeperiod\w{0,2}|mandatperiod\w{0,2})|once[ ](?:a|per"
            r"|every)[ ]council[ ]term"
        ),
    ),
)
_STEP: Final = re.compile(
    "(?:" + "|".join(f"(?P<s{n}>{words})" for n, (_, _, _, words) in enumerate(_STEPS)) + r")(?!\w)"
)
_SEASONAL: Final = re.compile(
    "(?:"
    + "|".join(f"(?P<s{n}>{words})" for n, (_, _, words) in enumerate(SEASON_ADVERBS))
    + rf"){END}"
)
_UNIT: Final = (
    r"(?:(?P<Y>vuosi|vuoden|vuotta|vuodessa|vuoteen|år(?:et)?|years?)|"
    r"(?P<M>kuukausi|kuukauden|kuukautta|kuukaudessa|kuukauteen|kk:n|kk|månad(?:er"
    r"|en|ers)?|months?)"
    r"|(?P<W>viikko|viikon|viikkoa|viikossa|vko:n|vko|veck(?:a|or|ors)|weeks?)|"
    r"(?P<D>päivä|päivän|pv:n|pv|dag(?:ar|ars)?|days?))"
)
_NTH: Final = {
    "toinen": 2,
    "toisen": 2,
    "kolmas": 3,
    "neljäs": 4,
    "viides": 5,
    "kuudes": 6,
    "tredje": 3,
    "fjärde": 4,
    "femte": 5,
    "sjätte": 6,
    "andra": 2,
    "other": 2,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "sixth": 6,
}
_INSIDE: Final = {
    "kahdessa": 2,
    "kolmessa": 3,
    "neljässä": 4,
    "viidessä": 5,
    "kuudessa": 6,
    "kahteen": 2,
    "kolmeen": 3,
    "neljään": 4,
    "viiteen": 5,
    "kuuteen": 6,
}
_EVERY: Final = re.compile(
    rf"(?:once[ ]|kerran[ ]|en[ ]gång[ ])?(?:(?:joka|var(?:t|je)?|every)[ ]"
    rf"(?P<nth>{'|'.join(_NTH)})[ ]|(?P<two>vartannat|varannan)[ ]|(?:every|vart"
    rf"|med|en[ ]gång[ ]på)[ ](?P<n>{NUMBER})[ ]|kerran[ ]"
    rf"(?P<in>{'|'.join(_INSIDE)})[ ]){_UNIT}(?:s[ ]mellanrum)?(?!\w)"
)
_APART: Final = re.compile(
    rf"(?P<n>{NUMBER}){O}(?:-{O}(?P<n2>{NUMBER}){O})?{_UNIT}{O}(?:välein|mellanrum"
    rf"|intervals?)(?!\w)"
)
_INTERVAL: Final = re.compile(
    rf"(?:raportointi|seuranta|mittaus|päivitys|tarkastelu|kokous"
    rf"|arviointi)väli\w{{0,3}}:?[ ](?P<n>{NUMBER}){O}(?:-{O}"
    rf"(?P<n2>{NUMBER}){O})?{_UNIT}(?!\w)"
)
_TIMES: Final = re.compile(
    rf"(?:(?P<least>vähintään|ainakin|minst|at[ ]least|minimum)[ ]|"
    rf"(?P<most>enintään|korkeintaan|högst|at[ ]most|up[ ]to)[ ])?"
    rf"(?:(?P<n>{NUMBER})(?:{O}-{O}(?P<n2>{NUMBER})|[ ](?:tai|eller|or)[ ]"
    rf"(?P<n3>{NUMBER}))?{O}(?:kertaa|kerran|kerta|krt|x|×|ggr|gånger|gång|times"
    rf"|time)\.?"
    rf"|(?P<word>kahdesti|kolmesti|neljästi|twice|thrice|once)){O}(?:/|per[ ]|om[ ]"
    rf"|i[ ]|a[ ]|each[ ]|every[ ]|in[ ]a[ ])?{O}"
    r"(?:(?P<Y>vuodessa|vuosi|vuoden[ ]aikana|vuoteen|vuotta[ ]kohden|vuosittain"
    r"|v\.?|året|år|year|årligen|annually|yearly)"
    r"|(?P<M>kuukaudessa|kuussa|kuukausi|kk|månaden|månad|month|mån)|"
    r"(?P<W>viikossa|viikko|vko|veckan|vecka|week)|(?P<T>valtuustokaudessa"
    r"|valtuustokauden[ ]aikana|fullmäktigeperiod\w{0,2}))(?!\w)"
)
_WORD_TIMES: Final = {
    "kahdesti": 2,
    "kolmesti": 3,
    "neljästi": 4,
    "twice": 2,
    "thrice": 3,
    "once": 1,
}
_VAGUE: Final = re.compile(
    r"(?:säännöllisesti|säännöllisin[ ](?:väliajoin|välein)|aika[ ]ajoin|ajoittain"
    r"|määrävälein|määräajoin|useita[ ]kertoja[ ]vuodessa"
    r"|muutaman[ ]kerran[ ]vuodessa"
    r"|regelbundet|med[ ]jämna[ ]mellanrum|då[ ]och[ ]då|regularly|periodically"
    r"|from[ ]time[ ]to[ ]time|biweekly|bimonthly|biannual(?:ly)?"
    r"|at[ ]regular[ ]intervals|several[ ]times[ ]a[ ]year)(?!\w)"
)
_ORDINAL: Final = (
    r"(?:(?P<o1>ensimmäi\w{2,5}|första|first|1\.)|(?P<o2>toi(?:nen|sena)|andra"
    r"|second|2\.)|(?P<o3>kolma(?:s|ntena)|tredje|third|3\.)|(?P<o4>neljä(?:s"
    r"|ntenä)|fjärde|fourth|4\.)|(?P<o0>viimei\w{2,4}|sista|last))"
)
_WEEKDAY: Final = (
    r"(?:(?P<w0>maanantai\w{0,3}|måndag\w{0,2}|monday)|(?P<w1>tiistai\w{0,3}"
    r"|tisdag\w{0,2}|tuesday)|(?P<w2>keskiviik\w{1,4}|onsdag\w{0,2}|wednesday)|"
    r"(?P<w3>torstai\w{0,3}|torsdag\w{0,2}|thursday)"
    r"|(?P<w4>perjantai\w{0,3}|fredag\w{0,2}|friday)|(?P<w5>lauantai\w{0,3}"
    r"|lördag\w{0,2}|saturday)|(?P<w6>sunnuntai\w{0,3}|söndag\w{0,2}|sunday))"
)
_MONTH_WEEKDAY: Final = re.compile(
    rf"(?:(?:(?:joka[ ])?(?:kuukauden|kuun)[ ]){_ORDINAL}[ ]{_WEEKDAY}|(?:den[ ]"
    rf"|the[ ])?{_ORDINAL.replace('?P<o', '?P<q')}[ ]{_WEEKDAY.replace('?P<w', '?P<v')}[ ]"
    rf"(?:varje[ ]månad|i[ ]varje[ ]månad|i[ ]månaden|of[ ](?:every|each"
    rf"|the)[ ]month)){END}"
)
_MONTH_DAY: Final = re.compile(
    rf"(?:(?:(?:joka[ ])?(?:kuukauden|kuun)|kuukausittain|joka[ ]kuukausi)[ ](?:"
    rf"(?P<d>\d{{1,2}})\.?[ ](?:päivä\w{{0,3}}|pv)|"
    rf"(?P<last>viimei\w{{2,4}}[ ]päivä\w{{0,3}}))|den[ ](?P<d2>\d{{1,2}})(?:\."
    rf"|:e)?[ ](?:i[ ])?varje[ ]månad|the[ ](?P<d3>\d{{1,2}})(?:st|nd|rd"
    rf"|th)[ ]of[ ](?:every|each)[ ]month){END}"
)
_EVERY_WEEKDAY: Final = re.compile(
    rf"(?:joka[ ]|varje[ ]|every[ ]|each[ ]){_WEEKDAY}{END}|"
    rf"(?P<adverb>{'|'.join(ADVERB_WEEKDAY)})in{END}"
)
_OCCASIONS: Final = re.compile(
    r"(?:osavuosi(?:katsau|raport)|välirapor|kvartaalirapor|seurantarapor"
    r"|tertiaalirapor|johdon[ ]rapor)[a-zåäö]{1,8}(?:[ ](?:yhteydessä|mukaisesti"
    r"|aikataulussa))(?!\w)|i[ ]samband[ ]med[ ]delårsrapporterna"
)
_GAP: Final = rf"{O}[,:(]?{O}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How something recurs, and where the words for it end."""

    freq: str = ""
    interval: int = 1
    more: str = ""  # BY parts of the rule
    per_year: Often | None = None
    precision: str = "none"
    asked: bool = False
    end: int = 0
    every: bool = False  # each year, however often in it

    @property
    def rule(self) -> str:
        """The rule, or nothing where the words give none."""
        if not self.freq:
            return ""
        step = f";INTERVAL={self.interval}" if self.interval > 1 else ""
        return f"FREQ={self.freq}{step}{self.more}"


def read_recurring(scan: Scan, place: int) -> Said | None:
    """Read what recurs at a place, with the times in the year that go with it."""
    pace = _pace(scan, place)
    if pace is None:
        return None
    pace = _narrowed(scan, pace)
    end = pace.end
    return Said(
        kind=SaidKind.RECURRING,
        precision=pace.precision,
        rrule=pace.rule,
        per_year=pace.per_year,
        needs_review=pace.asked,
        span=(place, end),
        words=scan.text[place:end],
    )


def yearly_of(scan: Scan, start: int, phrase: Phrase) -> Said | None:
    """Read 'maaliskuussa vuosittain': a time without a year, then that it comes every year."""
    if not all(one.of for one in phrase.stretches) or not (gap := scan.at(S, phrase.end)):
        return None
    found = scan.at(_STEP, gap.end())
    if not found or not found["s0"]:
        return None
    pace = Pace(freq="YEARLY", per_year=Often(1, 1), precision="year", end=found.end())
    pace = replace(_at_times(pace, phrase) or pace, end=found.end())
    return Said(
        kind=SaidKind.RECURRING,
        precision=pace.precision,
        rrule=pace.rule,
        per_year=pace.per_year,
        needs_review=pace.asked,
        span=(start, pace.end),
        words=scan.text[start : pace.end],
    )


def _pace(scan: Scan, place: int) -> Pace | None:
    for read in (_month_days, _weekdays, _times, _every, _steps, _seasonal, _vague):
        if pace := read(scan, place):
            return pace
    return None


def _steps(scan: Scan, place: int) -> Pace | None:
    found = scan.at(_STEP, place)
    if not found:
        return None
    freq, interval, unit, _ = _STEPS[next(n for n in range(len(_STEPS)) if found[f"s{n}"])]
    number = PER_YEAR[freq] / interval
    return Pace(
        freq=freq,
        interval=interval,
        per_year=Often(number, number),
        precision=unit,
        end=found.end(),
        every=freq == "YEARLY" and not re.match("kerran|kerta|en|1|once", found[0]),
    )


def _every(scan: Scan, place: int) -> Pace | None:
    found = scan.at(_EVERY, place) or scan.at(_APART, place) or scan.at(_INTERVAL, place)
    if not found:
        return None
    part = found.groupdict()
    code = next(code for code in "YMWD" if part[code])
    freq = {"Y": "YEARLY", "M": "MONTHLY", "W": "WEEKLY", "D": "DAILY"}[code]
    if part.get("nth") or part.get("in"):
        number = _NTH[part["nth"]] if part["nth"] else _INSIDE[part["in"]]
    else:
        number = 2 if part.get("two") else number_of(part["n"])
    unit = {"Y": "year", "M": "month", "W": "week", "D": "day"}[code]
    if number < 1:
        return None
    if part.get("n2"):
        longest = number_of(part["n2"])
        if longest < number:
            return None
        pace = Often(_whole(PER_YEAR[freq] / longest), _whole(PER_YEAR[freq] / number))
        return Pace(per_year=pace, precision=unit, asked=True, end=found.end())
    rate = _whole(PER_YEAR[freq] / number)
    return Pace(
        freq=freq,
        interval=number,
        per_year=Often(rate, rate),
        precision=unit,
        asked=code == "Y" and number > 1,
        end=found.end(),
    )


def _whole(number: float) -> float:
    return round(number, 4)


def _times(scan: Scan, place: int) -> Pace | None:
    found = scan.at(_TIMES, place)
    if not found:
        return None
    part = found.groupdict()
    unit = next(code for code in "YMWT" if part[code])
    scale = {"Y": 1, "M": 12, "W": 52, "T": 0.25}[unit]
    few = number_of(part["n"]) if part["n"] else _WORD_TIMES[part["word"]]
    many = number_of(part["n2"] or part["n3"]) if part["n2"] or part["n3"] else few
    if part["least"] or part["most"]:
        least = few * scale if part["least"] else None
        return Pace(
            per_year=Often(least, None if part["least"] else many * scale),
            asked=True,
            end=found.end(),
        )
    if few == many == 1 and unit != "T":
        freq = {"Y": "YEARLY", "M": "MONTHLY", "W": "WEEKLY"}[unit]
        name = {"Y": "year", "M": "month", "W": "week"}[unit]
        return Pace(freq=freq, per_year=Often(scale, scale), precision=name, end=found.end())
    return Pace(per_year=Often(few * scale, many * scale), asked=True, end=found.end())


def _number(found: re.Match[str], letters: str, count: int) -> int | None:
    part = found.groupdict()
    return next((n for n in range(count) for c in letters if part.get(f"{c}{n}")), None)


def _month_days(scan: Scan, place: int) -> Pace | None:
    if found := scan.at(_MONTH_WEEKDAY, place):
        nth, day = _number(found, "oq", 5), _number(found, "wv", 7)
        more = f";BYDAY={nth or -1}{_DAYS[day or 0]}"
    elif found := scan.at(_MONTH_DAY, place):
        day = int(found["d"] or found["d2"] or found["d3"] or -1)
        if not (day == -1 or 1 <= day <= 31):  # noqa: PLR2004 - days of a month
            return None
        more = f";BYMONTHDAY={day}"
    else:
        return None
    return Pace(freq="MONTHLY", more=more, per_year=Often(12, 12), precision="day", end=found.end())


def _weekdays(scan: Scan, place: int) -> Pace | None:
    days: list[str] = []
    end = place
    while found := scan.at(_EVERY_WEEKDAY, end):
        number = (
            ADVERB_WEEKDAY.index(found["adverb"])
            if found["adverb"]
            else _number(found, "w", len(WEEKDAY_STEMS))
        )
        days.append(_DAYS[number or 0])
        last, joint = found.end(), scan.at(rf"(?:,|{S}(?:ja|sekä|och|and)){S}", found.end())
        if not joint or not scan.at(_EVERY_WEEKDAY, joint.end()) or len(days) > 6:  # noqa: PLR2004
            end = last
            break
        end = joint.end()
    if not days:
        return None
    rate = 52 * len(days)
    return Pace(
        freq="WEEKLY",
        more=f";BYDAY={','.join(days)}",
        per_year=Often(rate, rate),
        precision="day",
        end=end,
    )


def _seasonal(scan: Scan, place: int) -> Pace | None:
    """Read 'keväisin', 'joka syksy': once in each window, by its last day."""
    ends: list[int] = []
    end = place
    while found := scan.at(_SEASONAL, end):
        number = next(n for n in range(len(SEASON_ADVERBS)) if found[f"s{n}"])
        ends.append(SEASON_ADVERBS[number][1])
        end = found.end()
        joint = scan.at(rf"(?:,|{S}(?:ja|sekä|och|and)){S}", end)
        if not joint or not scan.at(_SEASONAL, joint.end()) or len(ends) > 3:  # noqa: PLR2004
            break
        end = joint.end()
    if not ends:
        return None
    return Pace(
        freq="YEARLY",
        more=_by_month_ends(ends),
        per_year=Often(len(ends), len(ends)),
        precision="season",
        end=end,
    )


def _by_month_ends(ends: list[int]) -> str:
    last = {5: 31, 8: 31, 11: 30}.get(ends[0], -1) if len(ends) == 1 else -1
    return f";BYMONTH={','.join(map(str, sorted(ends)))};BYMONTHDAY={last}"


def _vague(scan: Scan, place: int) -> Pace | None:
    found = scan.at(_VAGUE, place) or scan.at(_OCCASIONS, place)
    return Pace(asked=True, end=found.end()) if found else None


def _narrowed(scan: Scan, pace: Pace) -> Pace:
    """Take in the times in the year that follow: '(touko- ja marraskuu)', 'keväisin', '31.3. mennessä'."""
    yearly = pace.per_year is None or pace.per_year.exactly is not None
    free = not pace.more and (pace.freq in {"YEARLY", ""}) and yearly and pace.interval == 1
    gap = scan.at(_GAP, pace.end)
    if not free or not gap or gap.end() == pace.end:
        return pace
    if season := _seasonal(scan, gap.end()):
        return _agreed(pace, season) or pace
    phrase = phrase_at(scan, gap.end())
    if not phrase:
        return pace
    end = phrase.end + scan.low.startswith(")", phrase.end)
    if until := _until(pace, phrase):
        return replace(until, end=end)
    times = _at_times(pace, phrase)
    return replace(times, end=end) if times else pace


def _agreed(pace: Pace, times: Pace) -> Pace | None:
    """Return the times where they are as many as 'n times a year' says."""
    if pace.per_year and times.per_year and pace.per_year != times.per_year and not pace.every:
        return None
    return times


def _until(pace: Pace, phrase: Phrase) -> Pace | None:
    """Return the rule with the last day of the years that it holds for."""
    one = phrase.stretches[0]
    if not one.days or not pace.freq or one.precision not in {"year", "council-term"}:
        return None
    if phrase.relation not in {"", "at", "until"} and one.kind != "period":
        return None
    return replace(pace, more=f"{pace.more};UNTIL={one.days[1]:%Y%m%d}")


def _at_times(pace: Pace, phrase: Phrase) -> Pace | None:
    """Return the rule of the times in a year, where one rule can say them all."""
    days = [_last_day(one) for one in phrase.stretches]
    if any(day is None for day in days):
        return None
    ends = [day for day in days if day]
    count = len(ends)
    if pace.per_year and pace.per_year.exactly != count and not pace.every:
        return None
    first = phrase.stretches[0]
    limit = relation_of(phrase, first) in {"by", "before", "until"} or first.part
    numbers = ",".join(str(day.month) for day in sorted(ends))
    if first.precision == "month" and not limit:
        more = f";BYMONTH={numbers}"
    elif all(month_end_day(day) for day in ends) and count > 1:
        more = f";BYMONTH={numbers};BYMONTHDAY=-1"
    elif len({day.day for day in ends}) == 1:
        more = f";BYMONTH={numbers};BYMONTHDAY={ends[0].day if ends[0].month != 2 or ends[0].day < 28 else -1}"  # noqa: PLR2004
    else:
        return replace(pace, asked=True, freq="", per_year=Often(count, count))
    return Pace(
        freq="YEARLY",
        more=more,
        per_year=Often(count, count),
        precision=first.precision,
        end=phrase.end,
    )


def _last_day(one: Stretch):  # type: ignore[no-untyped-def]
    try:
        return one.of(2025)[1] if one.of and not one.steer else None
    except ValueError:
        return None
