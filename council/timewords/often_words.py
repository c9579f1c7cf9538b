"""Words for how often: yearly, every other month, three times a year, on Mondays."""

import re
from typing import Final

from council.timewords.lexicon import ADVERB_WEEKDAY, END, NUMBER, OPT, SEASON_ADVERBS

PER_YEAR: Final = {"YEARLY": 1, "MONTHLY": 12, "WEEKLY": 52, "DAILY": 365}
STEPS: Final = (
    (
        "YEARLY",
        1,
        "year",
        (
            r"vuosittai\w{1,5}|vuotuinen|vuotuise\w{1,3}|joka[ ]?(?:vuosi|vuoden|vuonna)"
            r"|kerran[ ](?:vuodessa|vuoteen|per[ ]vuosi)|kerta[ ]vuodessa|jokavuoti\w{2,6}"
            r"|årligen|årlig[at]?|varje[ ]år|en[ ]gång[ ](?:om[ ]året|per[ ]år|i[ ]året"
            r"|årligen)|1[ ]gång/år|annual(?:ly)?|yearly|(?:every|each)[ ]year|once[ ](?:a"
            r"|per|every)[ ]year|1[ ]?(?:x|krt|kerta)?[ ]?/[ ]?(?:v|vuosi)\.?(?!\w)|1[ ]?"
            r"(?:x|krt|kertaa?)[ ]vuo(?:dessa|si)"
        ),
    ),
    (
        "MONTHLY",
        1,
        "month",
        (
            r"kuukausittai\w{1,5}|joka[ ]?(?:kuukausi|kuukauden|kuu|kuussa)|kerran[ ]"
            r"(?:kuukaudessa|kuussa)|månatligen|månadsvis|varje[ ]månad|en[ ]gång[ ]"
            r"(?:i[ ]månaden|per[ ]månad)"
            r"|monthly|(?:every|each)[ ]month|once[ ](?:a|per)[ ]month|1[ ]?(?:x|krt)?[ ]?/[ ]?kk"
        ),
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
STEP: Final = re.compile(
    "(?:" + "|".join(f"(?P<s{n}>{words})" for n, (_, _, _, words) in enumerate(STEPS)) + r")(?!\w)"
)
SEASONAL: Final = re.compile(
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
NTH: Final = {
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
INSIDE: Final = {
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
EVERY: Final = re.compile(
    rf"(?:once[ ]|kerran[ ]|en[ ]gång[ ])?(?:(?:joka|var(?:t|je)?|every)[ ]"
    rf"(?P<nth>{'|'.join(NTH)})[ ]|(?P<two>vartannat|varannan)[ ]|(?:every|vart"
    rf"|med|en[ ]gång[ ]på)[ ](?P<n>{NUMBER})[ ]|kerran[ ]"
    rf"(?P<in>{'|'.join(INSIDE)})[ ]){_UNIT}(?:s[ ]mellanrum)?(?!\w)"
)
APART: Final = re.compile(
    rf"(?:(?P<n>{NUMBER}){OPT}(?:-{OPT}(?P<n2>{NUMBER}){OPT})?)?{_UNIT}{OPT}(?:välein|mellanrum"
    rf"|intervals?)(?!\w)"
)
INTERVAL: Final = re.compile(
    rf"(?:raportointi|seuranta|mittaus|päivitys|tarkastelu|kokous"
    rf"|arviointi)väli\w{{0,3}}:?[ ](?P<n>{NUMBER}){OPT}(?:-{OPT}"
    rf"(?P<n2>{NUMBER}){OPT})?{_UNIT}(?!\w)"
)
TIMES: Final = re.compile(
    rf"(?:(?P<least>vähintään|ainakin|minst|at[ ]least|minimum)[ ]|"
    rf"(?P<most>enintään|korkeintaan|högst|at[ ]most|up[ ]to)[ ])?"
    rf"(?:(?P<n>{NUMBER})(?:{OPT}-{OPT}(?P<n2>{NUMBER})|[ ](?:tai|eller|or)[ ]"
    rf"(?P<n3>{NUMBER}))?{OPT}(?:kertaa|kerran|kerta|krt|x|×|ggr|gånger|gång|times"
    rf"|time)\.?"
    rf"|(?P<word>kahdesti|kolmesti|neljästi|twice|thrice|once)){OPT}(?:/|per[ ]|om[ ]"
    rf"|i[ ]|a[ ]|each[ ]|every[ ]|in[ ]a[ ])?{OPT}"
    r"(?:(?P<Y>vuodessa|vuosi|vuoden[ ]aikana|vuoteen|vuotta[ ]kohden|vuosittain"
    r"|v\.?|året|år|year|årligen|annually|yearly)"
    r"|(?P<M>kuukaudessa|kuussa|kuukausi|kk|månaden|månad|month|mån)|"
    r"(?P<W>viikossa|viikko|vko|veckan|vecka|week)|(?P<T>valtuustokaudessa"
    r"|valtuustokauden[ ]aikana|fullmäktigeperiod\w{0,2}))(?!\w)"
)
WORD_TIMES: Final = {
    "kahdesti": 2,
    "kolmesti": 3,
    "neljästi": 4,
    "twice": 2,
    "thrice": 3,
    "once": 1,
}
VAGUE: Final = re.compile(
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
MONTH_WEEKDAY: Final = re.compile(
    rf"(?:(?:(?:joka[ ])?(?:kuukauden|kuun)[ ]){_ORDINAL}[ ]{_WEEKDAY}|(?:den[ ]"
    rf"|the[ ])?{_ORDINAL.replace('?P<o', '?P<q')}[ ]{_WEEKDAY.replace('?P<w', '?P<v')}[ ]"
    rf"(?:varje[ ]månad|i[ ]varje[ ]månad|i[ ]månaden|of[ ](?:every|each"
    rf"|the)[ ]month)){END}"
)
MONTH_DAY: Final = re.compile(
    rf"(?:(?:(?:joka[ ])?(?:kuukauden|kuun)|kuukausittain|joka[ ]kuukausi)[ ](?:"
    rf"(?P<d>\d{{1,2}})\.?[ ](?:päivä\w{{0,3}}|pv)|"
    rf"(?P<last>viimei\w{{2,4}}[ ]päivä\w{{0,3}}))|den[ ](?P<d2>\d{{1,2}})(?:\."
    rf"|:e)?[ ](?:i[ ])?varje[ ]månad|the[ ](?P<d3>\d{{1,2}})(?:st|nd|rd"
    rf"|th)[ ]of[ ](?:every|each)[ ]month){END}"
)
EVERY_WEEKDAY: Final = re.compile(
    rf"(?:joka[ ]|varje[ ]|every[ ]|each[ ]){_WEEKDAY}{END}|"
    rf"(?P<adverb>{'|'.join(ADVERB_WEEKDAY)})in{END}"
)
OCCASIONS: Final = re.compile(
    r"(?:osavuosi(?:katsau|raport)|välirapor|kvartaalirapor|seurantarapor"
    r"|tertiaalirapor|johdon[ ]rapor)[a-zåäö]{1,8}(?:[ ](?:yhteydessä|mukaisesti"
    r"|aikataulussa))(?!\w)|i[ ]samband[ ]med[ ]delårsrapporterna"
)
