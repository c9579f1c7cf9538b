"""Passages as answers: whether the best one answers, is merely closest, or says nothing.

The bands and their numbers come from measurements on municipal documents; see docs/measurements.md.
"""

import re
from dataclasses import dataclass
from math import exp

from council.answers import Quote
from council.asking import Asked, Hit, Kind, Ranking, Want
from council.fitness import holds_what_is_asked
from council.model import Document, Passage
from council.shelf import View
from council.words import spoken

ANSWERS = 0.62  # from this probability on a passage is offered as the answer
CLOSEST = 0.35  # from this on it is offered as the closest passage
HARDEST = 0.70  # of the question's words the passage may leave this share unmentioned
RIVAL = 0.80  # a second passage is shown when it scores at least this share of the first
SPOKEN_WEIGHT = 0.10  # what the share of words spoken as such adds to the score of a passage
DEAD_LINK = re.compile(r"\[([^\[\]]*)\]\(\s*(?:#[^)]*)?\)")  # '[Muutosohjelma](#)'
MOST = 2  # passages shown
ON_THE_LINE = 0.5  # share of the words spoken from which a demanded number is taken to belong
PLAIN_TEXT = frozenset({"text/plain", "text/markdown"})
OWN_HEADINGS = re.compile(r"\A(?:\s*#+ [^\n]*(?:\n|\Z))+")
LOOKED_AT = 5  # passages among which an answer of the asked sort is looked for

# A question that asks for one of these is answered only by a passage that holds one.
# A question that asks for one of these may be shown other passages, but only as the closest.
EXPECTED = frozenset({Want.WHEN, Want.WHO, Want.HOW_OFTEN, Want.HOW_MANY, Want.WHY, Want.PERCENT})
DEMANDED = frozenset({Want.PHONE, Want.EMAIL, Want.MONEY, Want.CLOCK, Want.NAME})


def _unsaid(hit: Hit, words: tuple[str, ...], view: View) -> float:
    """Return the share of the question's own words that a passage leaves unmentioned.

    An index knows no word for certain: what it leaves out counts half where the word stands there.
    """
    missing = 1 - spoken(words, view.laid_out(hit.key))
    return (min(hit.hard, missing) + hit.hard * (missing > 0)) / 2


@dataclass(frozen=True, slots=True)
class Found:
    """The passages found for a question, best first, and how likely they answer it."""

    hits: tuple[Hit, ...] = ()
    probability: float = 0.0
    fits: bool = True  # the first ones hold the sort of answer that the question expects
    unsaid: float = 1.0  # share of the question's words that the first leaves unmentioned
    barred: bool = False  # none of them holds the sort of answer that the question demands

    @property
    def answers(self) -> bool:
        """Whether the first passage may be offered as the answer."""
        return self.fits and self.probability >= ANSWERS and self.unsaid <= HARDEST

    @property
    def close(self) -> bool:
        """Whether the first passage may be offered as the closest."""
        return self.probability >= CLOSEST


def find(asked: Asked, view: View, documents: frozenset[str] | None = None) -> Found:
    """Look for passages; `documents` leaves only those of these documents."""
    ranking = view.passages_index.rank(asked, limit=10, groups=documents)
    if not ranking.hits:
        return Found()
    demanded = asked.wants & DEMANDED
    if not asked.wants and Kind.CONTACT in asked.kinds and asked.rest:
        demanded = frozenset({Want.EMAIL})
    said = {h.key: spoken(asked.words, view.laid_out(h.key)) for h in ranking.hits}
    hits = tuple(sorted(ranking.hits, key=lambda h: -(h.score + SPOKEN_WEIGHT * said[h.key])))
    if demanded:
        looked = hits[:LOOKED_AT]
        words = asked.rest or asked.words
        holding = [
            h
            for h in looked
            if demanded <= h.features
            and holds_what_is_asked(demanded, words, view.passages[h.key].text, view.holds)
        ]
        if not holding:
            return Found(hits, barred=True)
        hits = (*holding, *(h for h in hits if h not in holding))
        # Somebody else's number is worse than none.
        if _unsaid(hits[0], asked.rest or asked.words, view) > HARDEST:
            return Found(hits, barred=True)
    own = spoken(asked.rest or asked.words, view.laid_out(hits[0].key))
    probability = _probability(ranking, hits[0], own)
    if demanded and own >= ON_THE_LINE:  # what is demanded stands beside the very words
        probability = max(probability, ANSWERS)
    fits = _fits(asked, hits, view)
    unsaid = _unsaid(hits[0], asked.rest or asked.words, view)
    return Found(hits, probability, fits, unsaid)


def _fits(asked: Asked, hits: tuple[Hit, ...], view: View) -> bool:
    """Tell whether what will be shown holds the sort of answer that the question expects."""
    wanted = asked.wants & EXPECTED
    if Want.WHERE in asked.wants and Kind.EVENT in asked.kinds:
        wanted |= {Want.WHERE}
    if not wanted:
        return True
    shown = [h for h in hits[:MOST] if h.score >= RIVAL * hits[0].score]
    words = asked.rest or asked.words
    return any(
        holds_what_is_asked(wanted, words, _body(view.passages[h.key]), view.holds) for h in shown
    )


def _body(passage: Passage) -> str:
    """Return a passage without the heading that opens it, which names much and says nothing."""
    first, _, rest = passage.text.partition("\n")
    heading = passage.headings[-1] if passage.headings else ""
    return rest if heading and heading in first and rest.strip() else passage.text


def _probability(ranking: Ranking, first: Hit, said: float) -> float:
    """Estimate how likely the first passages answer.

    The weights were fitted by logistic regression on questions about five programmes, with and
    without an answer; `benchmarks/bands.py` fits them anew.
    """
    weight = (
        -3.29
        + 4.45 * first.score
        + 9.07 * ranking.margin
        + 0.34 * min(ranking.words, 6)
        + 0.90 * said
    )
    return 1 / (1 + exp(-weight))


def quotes(found: Found, view: View, *, most: int = MOST) -> tuple[Quote, ...]:
    """Return the first passage, and the next where it is as good, word for word."""
    if not found.hits:
        return ()
    first = found.hits[0]
    near = [h for h in found.hits if h.score >= RIVAL * first.score]
    chosen: list[Passage] = []
    for hit in near:
        passage = view.passages[hit.key]
        if len(chosen) < most and not any(_overlap(passage, other) for other in chosen):
            chosen.append(passage)
    return tuple(quote_of(view.documents[p.document], p) for p in chosen)


def quote_of(document: Document, passage: Passage) -> Quote:
    """Return a passage's own words.

    The marks of headings that a reader has put into the text of a web page, a PDF or an Office
    document are no words of it: a quote begins after them.
    """
    text = passage.text
    if document.media_type not in PLAIN_TEXT:
        text = OWN_HEADINGS.sub("", text).strip() or text
    return Quote(document, passage, without_dead_links(text))


def without_dead_links(text: str) -> str:
    """Return the longest stretch of a text that has no link to nowhere: still an exact slice."""
    stretches = [stretch.strip() for stretch in DEAD_LINK.split(text)]
    return max(stretches, key=len)  # the words of a link alone are a stretch of their own


def _overlap(one: Passage, other: Passage) -> bool:
    return one.document == other.document and one.start < other.end and other.start < one.end
