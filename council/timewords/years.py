"""Years and what is made of years: periods, council terms, decades."""

import re
from datetime import date
from typing import Final

from council.timewords.days import (
    Days,
    month_end,
    term_after,
    term_before,
    term_between,
    term_of,
)
from council.timewords.lexicon import CASES, DASH, END, OPT, YEAR, S
from council.timewords.numeric import Found
from council.timewords.scan import Scan
from council.timewords.stretch import Stretch

STEERS: Final = {
    "next": (
        r"ensi|tuleva\w{0,4}|seuraava\w{0,4}|uu(?:den|della|delle|si|desta|teen)"
        r"(?=[ ]valtuustokau)|nästa|kommande|next|coming"
    ),
    "last": (
        r"viime|edelli\w{2,6}|kulunee\w{1,3}|menneen\w{0,2}|förra|föregående|senaste"
        r"|last|previous"
    ),
    "this": (
        r"kuluva\w{0,4}|nykyi\w{2,6}|tämän?|tänä|tällä|tässä|tähän|denna|detta"
        r"|innevarande|pågående|this|current"
    ),
    "before last": r"toissa",
}
_STEER: Final = re.compile(
    r"(?:the[ ])?(?:"
    + "|".join(f"(?P<{k.replace(' ', '_')}>{v})" for k, v in STEERS.items())
    + rf"){S}(?:vuoden[ ](?=valtuustokau))?"
)
_YEAR_NOUN: Final = (
    r"(?:vuo(?:si|den|nna|nnan|desta|teen|delle|della|deksi|tta|tena)|v\.|året?|year|the[ ]year)"
)
_CASED_YEAR: Final = re.compile(
    rf"(?:(?P<noun>vuo(?:den|nna|desta|teen|delle|della|deksi|tta|tena|si)){S}"
    rf"|v\.{OPT}|(?:under[ ])?året?{S}"
    rf"|(?:the{S})?year{S}(?:of{S})?|(?:tili|talousarvio|budjetti|lasku)vuo(?:den"
    rf"|nna|si|della|delle){S}|budgetåret{S}"
    rf"|verksamhetsåret{S}){YEAR}"
)
_BARE: Final = re.compile(rf"(?:(?<![\w.,:/§+-])|(?<=\bmid-)){YEAR}(?!{OPT}-{OPT}\d|[%/\d])")
_SPAN: Final = re.compile(
    r"(?<![\w.,:/§+])(?:(?:vuosi(?:na|en|lle|lla|in|ksi|sta|a)|vuodet|vuoden"
    r"|vuonna|vv\.|v\.|åren|åre[nt]s?|years|vuodesta|aikana|"
    r"(?:the[ ])?period)[ \n]{0,2})?"
    rf"(?P<a>(?:19|20)\d\d)(?:{DASH}|/|(?P<both>[ ](?:ja|och|and|&)[ ]))(?P<b>(?:19"
    rf"|20)\d\d|\d\d)(?![\w/]|\.\d|-\d)"
)
_TERM: Final = re.compile(
    r"(?P<noun>valtuustokau(?:si(?:na|en)?|den|de(?P<case>lla|lle|sta|ksi|ssa)"
    r"|teen|tena|tta)|fullmäktigeperiod(?:en|ens|er)?|mandatperiod(?:en|ens|er)?"
    rf"|(?:the{S})?council{S}(?:term|period)(?:'s)?){END}"
)
_TERM_STATED: Final = re.compile(
    rf"{S}(?:oli|on|är|var){S}(?:puolessa[ ]välissä|puolivälissä|halvvägs){END}"
)
_SCHOOL_YEAR: Final = re.compile(
    r"(?:(?:luku|koulu)vuo(?P<case>den|nna|della|si|teen|desta|delle)|läsåret|"
    r"(?:the[ ])?school[ ]year)(?!\w)"
)
_PERIOD: Final = re.compile(
    r"(?:strategia|ohjelma|suunnitelma|toimi|sopimus|suunnittelu|taloussuunnitelma"
    r"|hanke)kau(?:si|den|de(?:lla|lle|ksi|ssa|sta)|teen|tena)"
    rf"|programperiod(?:en|ens)?|strategiperiod(?:en|ens)?|(?:programme|strategy){S}period{END}"
)
_DECADE: Final = re.compile(
    r"(?:(?P<a>(?:19|20)\d0)(?:-luvu(?P<case>n|lla|lle|lta|ksi|ssa)|-luku\w{0,2}"
    r"|-talets?|-tals|s(?!\w))"
    r"|(?P<this>(?:(?:kuluvan|tämän|tällä|innevarande|this|the)[ ])?(?:vuosikymmen"
    r"(?:en|ellä|eksi|elle|tä)?|årtionde(?:t|ts|na)?|decenniet?|decade)))"
    r"(?!\w)"
)
_COUNTED: Final = re.compile(
    r"[ \n]{1,2}(?!(?:aikana|jälkeen|alkaen|lähtien|lukien|saakka|asti|mennessä|alussa|lopussa)\b)"
    r"(?:[a-zåäö]{3,}(?:(?<![slnd])t[aä]|[^s\W]s[aä]|oa|eä|iä|ua|ja|jä|öä|yä|ea|ia"
    r"|aa|ää|ija|lla?istä)(?!\w)"
    r"|(?:milj|mrd|€|eur|%|kpl|htv|m2|m²|km|personer|invånare|people|inhabitants"
    r"|residents|euro|asuk|henk|vuotta|tn|kg|st\b))"
)
_LABELLED: Final = re.compile(
    r"(?:\d|\d[ ]?/|\b(?:nro|n:o|nr|no|huone\w{0,4}|tila|rum|room|puh|puhelin|tel|iso|en"
    r"|sfs|§|hinta\w{0,4}|hintaan|noin|yli|alle|lähes|peräti|"
    r"about|over|ungefär|cirka|ca|säädös\w{0,7}|koodi|code|kod|pin|postinumero"
    r"|windows|office|agenda|horizon|horisontti|versio\w{0,3}|version|malli"
    r"|lähiosoite|tunnus|id)[.:]?)[ ]{1,2}$"
)


def steer(scan: Scan, place: int) -> tuple[str, int]:
    """Read which one is meant, as in 'ensi', 'förra', 'this'; '' where nothing says so."""
    found = scan.at(_STEER, place)
    if not found:
        return "", place
    return str(found.lastgroup).replace("_", " "), found.end()


def year_days(year: int) -> Days:
    """Return the days of a year."""
    return date(year, 1, 1), date(year, 12, 31)


def _years(first: int, last: int) -> Days:
    return date(first, 1, 1), date(last, 12, 31)


def case_of(ending: str | None) -> str:
    """Return which case a Finnish ending is of."""
    return CASES.get(ending or "", "")


_YEAR_CASES: Final = {
    "nna": "in",
    "della": "in",
    "tena": "in",
    "den": "of",
    "desta": "from",
    "teen": "to",
    "delle": "to",
    "deksi": "to",
}


def one_year(scan: Scan, place: int) -> Found | None:
    """Read 'vuonna 2027', 'v. 2025', 'år 2026' and a bare 2026 that counts nothing."""
    if found := scan.at(_CASED_YEAR, place):
        year = int(found["year"])
        case = _YEAR_CASES.get((found["noun"] or "").removeprefix("vuo"), "of")
        return Stretch(precision="year", days=year_days(year), case=case, years=True), found.end()
    found = scan.at(_BARE, place)
    if not found or not plain_year(scan, place, found.end()):
        return None
    year = int(found["year"])
    return Stretch(precision="year", days=year_days(year), years=True), found.end()


def plain_year(scan: Scan, start: int, end: int) -> bool:
    """Whether a number stands for a year: it has no unit, no counted noun and no label."""
    return not _LABELLED.search(scan.before(start)) and not scan.at(_COUNTED, end)


def span_of_years(scan: Scan, place: int) -> tuple[int, int, int] | None:
    """Read '2025-2028', '2025-28' or '2026 ja 2027' as first, last and where they end."""
    found = scan.at(_SPAN, place)
    if not found or _LABELLED.search(scan.before(place)):
        return None
    first = int(found["a"])
    last = int(found["b"]) if len(found["b"]) > 2 else first // 100 * 100 + int(found["b"])  # noqa: PLR2004
    if not first < last <= first + 60 or (len(found["b"]) == 2 and last - first > 12):  # noqa: PLR2004
        return None
    if found["both"] and last != first + 1:
        return None
    return first, last, found.end()


def years(scan: Scan, place: int) -> Found | None:
    """Read a period of years."""
    found = span_of_years(scan, place)
    if not found or scan.at(_COUNTED, found[2]):
        return None
    first, last, end = found
    return Stretch(precision="year", days=_years(first, last), kind="period", years=True), end


def term(scan: Scan, place: int) -> Found | None:
    """Read a council term: by its years, or the one that the day of speaking points to."""
    which, start = steer(scan, place)
    found = scan.at(_TERM, start)
    if not found:
        return None
    case = case_of(found["case"]) or ("of" if found["noun"].endswith(("den", "ens")) else "")
    if stated := scan.at(_TERM_STATED, found.end()):
        return Stretch(precision="council-term", part="mid", asked=True, fuzzy=True), stated.end()
    named = re.compile(rf"{S}(?:åren[ ])?").match(scan.low, found.end())
    if named and (span := span_of_years(scan, named.end())):
        first, last, end = span
        days = term_between(first, last)
        asked = days is None
        return Stretch(
            precision="council-term",
            days=days or _years(first, last),
            kind="period",
            asked=asked,
            case=case,
        ), end
    days = _term_by(scan.ref, which)
    return Stretch(
        precision="council-term", days=days, case=case, asked=days is None, implied=not which
    ), found.end()


def _term_by(ref: date | None, which: str) -> Days | None:
    if ref is None:
        return None
    return {"next": term_after, "last": term_before}.get(which, term_of)(ref)


def _school_year(year: int) -> Days:
    return date(year, 8, 1), date(year + 1, 7, 31)


def school_year(scan: Scan, place: int) -> Found | None:
    """Read 'lukuvuosi 2025-2026': from August to July."""
    found = scan.at(_SCHOOL_YEAR, place)
    if not found:
        return None
    case = _YEAR_CASES.get(found["case"] or "", "")
    if (gap := scan.at(S, found.end())) and (span := span_of_years(scan, gap.end())):
        first, last, end = span
        days = (date(first, 8, 1), date(last, 7, 31))
        return Stretch(precision="year", days=days, kind="period", case=case), end
    return Stretch(precision="year", of=_school_year, case=case), found.end()


def other_period(scan: Scan, place: int) -> Found | None:
    """Read 'ohjelmakausi 2026-2029'; without its years its days are asked for."""
    found = scan.at(_PERIOD, place)
    if not found:
        return None
    if (gap := scan.at(S, found.end())) and (span := span_of_years(scan, gap.end())):
        first, last, end = span
        return Stretch(precision="year", days=_years(first, last), kind="period"), end
    case = "of" if found[0].endswith("den") else "in"
    return Stretch(precision="year", asked=True, case=case), found.end()


def decade(scan: Scan, place: int) -> Found | None:
    """Read '2030-luku', '2030-talet', '2030s' and the decade of the day of speaking."""
    found = scan.at(_DECADE, place)
    if not found or (found["this"] and (scan.ref is None or scan.ref.year < 10)):  # noqa: PLR2004
        return None
    first = int(found["a"]) if found["a"] else (scan.ref.year if scan.ref else 0) // 10 * 10
    case = case_of(found["case"]) or ("of" if found[0].endswith(("n", "ets", "ts")) else "")
    try:
        days = (date(first, 1, 1), month_end(first + 9, 12))
    except ValueError:
        return None
    return Stretch(precision="decade", days=days, kind="period", case=case), found.end()
