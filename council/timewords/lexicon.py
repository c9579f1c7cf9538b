"""Words of time in Finnish, Swedish and English, as patterns over lower-case text."""

import re
from collections.abc import Mapping
from typing import Final

S: Final = r"[ \n]{1,3}"
"""Space between the words of one expression."""

OPT: Final = r"[ \n]{0,2}"
"""Space that may be left out."""

END: Final = r"(?![\w])"
DASH: Final = rf"{OPT}-{OPT}"

MONTH_STEMS: Final = "tammi helmi maalis huhti touko kesä heinä elo syys loka marras joulu".split()
STEM: Final = "(?P<stem>" + "|".join(MONTH_STEMS) + ")"
_SWEDISH_MONTHS: Final = (
    "januari februari mars april maj juni juli augusti september oktober november december".split()
)
_ENGLISH_MONTHS: Final = (
    "january february march april may june july august september october november december".split()
)
NAMED_MONTHS: Final[Mapping[str, int]] = {
    **{name: n for n, name in enumerate(_SWEDISH_MONTHS, 1)},
    **{name: n for n, name in enumerate(_ENGLISH_MONTHS, 1)},
    **{
        name[:3]: n
        for names in (_SWEDISH_MONTHS, _ENGLISH_MONTHS)
        for n, name in enumerate(names, 1)
        if name[:3] != "mar"
    },
    "sept": 9,
}
NAMED: Final = "|".join(sorted(NAMED_MONTHS, key=len, reverse=True))

CASES: Final[Mapping[str, str]] = {
    **dict.fromkeys("ssa ssä lla llä na nä".split(), "in"),
    **dict.fromkeys("sta stä lta ltä".split(), "from"),
    **dict.fromkeys("hun hyn han hän seen lle ksi en een ään aan ön".split(), "to"),
    **dict.fromkeys(["n"], "of"),
}

WEEKDAYS: Final[tuple[str, ...]] = (
    r"maanantai\w{0,5}|ma|måndag\w{0,3}|mån|monday|mon",
    r"tiistai\w{0,5}|ti|tisdag\w{0,3}|tis|tuesday|tues?",
    r"keskiviik\w{1,6}|ke|onsdag\w{0,3}|ons|wednesday|wed",
    r"torstai\w{0,5}|to|torsdag\w{0,3}|tors?|thursday|thu(?:rs?)?",
    r"perjantai\w{0,5}|pe|fredag\w{0,3}|fre|friday|fri",
    r"lauantai\w{0,5}|la|lördag\w{0,3}|lör|saturday|sat",
    r"sunnuntai\w{0,5}|su|söndag\w{0,3}|sön|sunday|sun",
)
WEEKDAY: Final = re.compile(
    "(?:"
    + "|".join(f"(?P<d{n}>{names})" for n, names in enumerate(WEEKDAYS))
    + rf")\.?{END},?{OPT}"
)
FULL_WEEKDAY: Final = re.compile(
    r"(?:(?P<w>maanantai|tiistai|keskiviik|torstai|perjantai|lauantai|sunnuntai)(?P<fi>\w{0,4})"
    r"|(?P<sv>mån|tis|ons|tors|fre|lör|sön)dag(?:en)?"
    rf"|(?P<en>mon|tues|wednes|thurs|fri|satur|sun)day){END}"
)
WEEKDAY_STEMS: Final = (
    ("maanantai", "mån", "mon"),
    ("tiistai", "tis", "tues"),
    ("keskiviik", "ons", "wednes"),
    ("torstai", "tors", "thurs"),
    ("perjantai", "fre", "fri"),
    ("lauantai", "lör", "satur"),
    ("sunnuntai", "sön", "sun"),
)
ADVERB_WEEKDAY: Final = (
    "maanantais tiistais keskiviikkois torstais perjantais lauantais sunnuntais"
).split()

_NUMBERS: Final = {
    1: "yksi yhden yhtä en ett one a an",
    2: "kaksi kahden kahta två two",
    3: "kolme kolmen kolmea tre three",
    4: "neljä neljän neljää fyra four",
    5: "viisi viiden viittä fem five",
    6: "kuusi kuuden kuutta sex six",
    7: "seitsemän sju seven",
    8: "kahdeksan åtta eight",
    9: "yhdeksän nio nine",
    10: "kymmenen tio ten",
    11: "yksitoista yhdentoista elva eleven",
    12: "kaksitoista kahdentoista tolv twelve",
    14: "neljäntoista neljätoista fjorton fourteen",
    20: "kaksikymmentä kahdenkymmenen tjugo twenty",
    30: "kolmekymmentä kolmenkymmenen trettio thirty",
    60: "kuusikymmentä kuudenkymmenen sextio sixty",
    90: "yhdeksänkymmentä yhdeksänkymmenen nittio ninety",
}
NUMBERS: Final[Mapping[str, int]] = {
    word: number for number, words in _NUMBERS.items() for word in words.split()
}
NUMBER: Final = r"(?:\d{1,3}|" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + ")"

ORDINALS: Final[Mapping[int, str]] = {
    1: r"ensimmäi\w{2,6}|förs(?:ta|te)|first|1st|i|1\.",
    2: r"toi(?:nen|sen|sella|selle|seen|sessa|sesta|sena)|andra|second|2nd|ii|2\.",
    3: r"kolma(?:s|nnen|nnella|nnelle|nteen|nnessa|nnesta|ntena)|tredje|third|3rd|iii|3\.",
    4: r"neljä(?:s|nnen|nnellä|nnelle|nteen|nnessä|nnestä|ntenä)|fjärde|fourth|4th|iv|4\.",
    -1: r"viimei\w{2,6}|sista|last|final",
}
ORDINAL: Final = (
    "(?:" + "|".join(f"(?P<o{max(0, number)}>{words})" for number, words in ORDINALS.items()) + ")"
)

YEAR: Final = r"(?P<year>(?:19|20)\d\d)(?![\w]|[.,:]\d|-\d{1,2}(?!\d))"

# Seasons by their first month and number of months; winter runs into the next year.
_FI_CASE: Final = r"(?P<case>{})"
SEASONS: Final = (
    (
        3,
        5,
        (
            r"kevä(?:t|än|ällä|ällekin|älle|ältä|ästä|äseen|äksi|ttä|änä|äseen|än)|kevään"
            r"|kevää(?:llä|lle|stä|seen|ksi|nä|ltä|ssä)"
            r"|vår(?:en)?|vårens|spring"
        ),
    ),
    (6, 8, r"kes(?:ä|än|ällä|älle|ästä|ään|äksi|ää|änä|ältä|ässä)|somma(?:r|ren|rens)|summer"),
    (9, 11, r"syks(?:y|yn|yllä|ylle|ystä|yyn|yksi|yä|ynä|yltä)|höst(?:en|ens)?|autumn|fall"),
    (12, 2, r"talv(?:i|en|ella|elle|esta|een|eksi|ea|ena|elta)|vint(?:er|ern|erns)|winter"),
)
SEASON_ADVERBS: Final = (
    (3, 5, r"keväisin|(?:varje|om)[ ]vår(?:en)?|every[ ]spring|each[ ]spring|joka[ ]kevät"),
    (6, 8, r"kesäisin|(?:varje|om)[ ]somma(?:r|ren)|every[ ]summer|each[ ]summer|joka[ ]kesä"),
    (9, 11, r"syksyisin|(?:varje|om)[ ]höst(?:en)?|(?:every|each)[ ](?:autumn|fall)|joka[ ]syksy"),
    (12, 2, r"talvisin|(?:varje|om)[ ]vint(?:er|ern)|(?:every|each)[ ]winter|joka[ ]talvi"),
)

HOLIDAY_WORDS: Final = (
    ("christmas eve", r"jouluaat\w{1,4}|julafton\w{0,2}|christmas[ ]eve"),
    ("christmas", r"joul(?:u|un|ua|una|usta|uun|ulta)|jul(?:en)?(?![ ]?\d|i)|christmas"),
    ("new years eve", r"uudenvuodenaat\w{1,4}|nyårsafton\w{0,2}|new[ ]year's[ ]eve"),
    (
        "new year",
        (
            r"uu(?:si|den|tta|tena|desta)[ ]?vuo(?:si|den|tta|tena|desta|tena)|nyår\w{0,4}"
            r"|new[ ]year(?:'s)?(?:[ ]day)?"
        ),
    ),
    ("epiphany", r"loppiai(?:nen|sen|sta|sena|sesta|seen)|trettondagen?|epiphany"),
    ("may day", r"vap(?:pu|un|pua|puna|usta|puun|ulta)|första[ ]maj|vappen|may[ ]day"),
    ("easter", r"pääsiäi(?:nen|sen|stä|senä|sestä|seen)|påsk(?:en)?|easter"),
    ("ascension", r"helatorsta\w{1,4}|kristi[ ]himmelsfärds\w{0,4}"),
    ("midsummer", r"juhannu(?:s|ksen|sta|ksena|ksesta|kseen)|midsomma(?:r|ren)|midsummer"),
    ("all saints", r"pyhäinpäiv\w{1,3}|allhelgona\w{0,4}"),
    ("independence", r"itsenäisyyspäiv\w{1,3}|självständighetsdag\w{0,2}|independence[ ]day"),
)
