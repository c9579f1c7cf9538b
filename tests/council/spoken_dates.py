"""Date expressions as town papers and people put them, each with what has to be read from it.

A line is a text, `|`, and the reading: kind, days (one, or first..last, or - where it has none),
the rule and how often a year for what recurs, the length of a duration, `?` where a person has to
be asked. A line `@ DAY LANGUAGE` gives the day on which the lines below it are said.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from council.language import Language
from tests.council.spoken_finnish import FINNISH, LATER_FINNISH, MORE_FINNISH


@dataclass(frozen=True, slots=True)
class Case:
    """A text and what is said in it."""

    text: str
    ref: date
    language: Language
    kind: str
    days: str = "-"
    rule: str = ""
    per_year: str = ""
    asked: bool = False


SWEDISH: Final = """
@ 2025-03-10 sv
Svaret ges senast 30.4.2025 | by 2025-04-30
Utredningen ska vara klar senast den 30 april | by 2025-04-30
Mötet hålls den 5 maj 2025 kl. 17 | at 2025-05-05
Enkäten är öppen 1.4–30.4.2025 | range 2025-04-01..2025-04-30
Enkäten pågår 3–14 november 2025 | range 2025-11-03..2025-11-14
från den 1 januari 2026 | from 2026-01-01
från och med den 1 augusti 2025 | from 2025-08-01
till och med den 31 december 2026 | until 2026-12-31
fr.o.m. hösten 2025 | from 2025-09-01
före den 1 oktober 2025 | by 2025-09-30
före utgången av 2026 | by 2026-12-31
i början av juni 2025 | at 2025-06-01..2025-06-10
i slutet av augusti | at 2025-08-21..2025-08-31
i maj 2025 | at 2025-05-01..2025-05-31
hösten 2025 | at 2025-09-01..2025-11-30
nästa vår | at 2026-03-01..2026-05-31
i våras | at 2024-03-01..2024-05-31
v. 20 | at 2025-05-12..2025-05-18
vecka 35 | at 2025-08-25..2025-08-31
veckorna 18–20 | at 2025-04-28..2025-05-18
nästa vecka | at 2025-03-17..2025-03-23
år 2027 | at 2027-01-01..2027-12-31
åren 2026–2028 | period 2026-01-01..2028-12-31
nästa år | at 2026-01-01..2026-12-31
i fjol | at 2024-01-01..2024-12-31
i år | at 2025-01-01..2025-12-31
årligen | recurring - FREQ=YEARLY 1
varje år | recurring - FREQ=YEARLY 1
månatligen | recurring - FREQ=MONTHLY 12
kvartalsvis | recurring - FREQ=MONTHLY;INTERVAL=3 4
tre gånger om året | recurring - - 3 ?
två gånger per år | recurring - - 2 ?
en gång per år | recurring - FREQ=YEARLY 1
halvårsvis | recurring - FREQ=MONTHLY;INTERVAL=6 2
varje vår | recurring - FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=31 1
varje månad | recurring - FREQ=MONTHLY 12
vid behov | on_demand
fortlöpande | ongoing
regelbundet | recurring - - - ?
inom 30 dagar | by 2025-04-09
inom tre månader | by 2025-06-10
inom 14 dagar från beslutet | duration P14D ?
första kvartalet 2026 | at 2026-01-01..2026-03-31
kvartal 3/2025 | at 2025-07-01..2025-09-30
andra halvåret 2025 | at 2025-07-01..2025-12-31
fullmäktigeperioden 2025–2029 | period 2025-06-01..2029-05-31
efter midsommar | after 2025-06-23
tidtabellen är öppen | unknown - ?
fredagen den 13 juni 2025 | at 2025-06-13
måndagen den 13 juni 2025 | at 2025-06-13 ?
i mitten av oktober | at 2025-10-11..2025-10-20
den 31 juni 2025 | invalid - ?
på 2030-talet | period 2030-01-01..2039-12-31
efter sommaren | after 2025-09-01
vid årsskiftet 2025–2026 | at 2025-12-21..2026-01-10
kl. 12.30 | none
12,5 miljoner euro | none
punkt 4.2 | none
rum 2025 | none
version 2.1 | none
§ 12.5 i förvaltningsstadgan | none
"""
ENGLISH: Final = """
@ 2025-03-10 en
Reply by 30 April 2025 | by 2025-04-30
Due on May 5, 2025 | at 2025-05-05
The board met on 3 February | at 2025-02-03
Ready no later than 15 June | by 2025-06-15
The pilot runs from 1 August 2025 to 31 May 2026 | range 2025-08-01..2026-05-31
from 1 January 2026 | from 2026-01-01
until 30 June 2025 | until 2025-06-30
before 1 October 2025 | by 2025-09-30
since 2023 | from 2023-01-01
in May 2025 | at 2025-05-01..2025-05-31
early June 2025 | at 2025-06-01..2025-06-10
by the end of August | by 2025-08-31
by the end of 2026 | by 2026-12-31
Q2 2026 | at 2026-04-01..2026-06-30
the second half of 2025 | at 2025-07-01..2025-12-31
H1 2026 | at 2026-01-01..2026-06-30
next spring | at 2026-03-01..2026-05-31
last autumn | at 2024-09-01..2024-11-30
next week | at 2025-03-17..2025-03-23
next year | at 2026-01-01..2026-12-31
this year | at 2025-01-01..2025-12-31
every year | recurring - FREQ=YEARLY 1
annually | recurring - FREQ=YEARLY 1
quarterly | recurring - FREQ=MONTHLY;INTERVAL=3 4
every two years | recurring - FREQ=YEARLY;INTERVAL=2 0.5 ?
every six months | recurring - FREQ=MONTHLY;INTERVAL=6 2
four times a year | recurring - - 4 ?
once a year | recurring - FREQ=YEARLY 1
every Monday | recurring - FREQ=WEEKLY;BYDAY=MO 52
as needed | on_demand
until further notice | ongoing
to be confirmed | unknown - ?
within two months | by 2025-05-10
within 14 days of the decision | duration P14D ?
13/05/2025 | at 2025-05-13
04/07/2025 | at 2025-07-04 ?
2025-11-30 | at 2025-11-30
the 2030s | period 2030-01-01..2039-12-31
tomorrow at 9 am | at 2025-03-11
on Friday | at 2025-03-14
week 20 | at 2025-05-12..2025-05-18
2026–2029 | period 2026-01-01..2029-12-31
31 June 2025 | invalid - ?
It may help and they march on | none
section 4.2 | none
open 24/7 | none
at 12.30 | none
"""


def cases() -> Iterator[Case]:
    """Read the lines above."""
    ref, language = date.min, Language.FI
    for line in filter(
        None, (FINNISH + MORE_FINNISH + LATER_FINNISH + SWEDISH + ENGLISH).splitlines()
    ):
        if line.startswith("@"):
            _, day, code = line.split()
            ref, language = date.fromisoformat(day), Language(code)
            continue
        text, _, reading = line.rpartition(" | ")
        words = reading.split()
        asked = words[-1] == "?"
        kind, *rest = words[:-1] if asked else words
        days, rule, often = [*rest, "", "", ""][:3] if kind != "duration" else ["-", rest[0], ""]
        yield Case(text, ref, language, kind, days or "-", rule, often, asked)
