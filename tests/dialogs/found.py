"""Answers of every kind about the invented town, as the council would give them."""

from dataclasses import replace
from datetime import date

from council.answers import Answer, AnswerKind, Aspect, Finding, Note, Quote, Why
from council.asking import Asked
from council.language import Language
from council.model import Document, Goal, Passage
from tests.dialogs import town

TEXT = "# Tavoitteet\n\nKirjasto on **auki** joka päivä, myös [sunnuntaina](#)."
PLAN = Document("suunnitelma.pdf", "Esimerkkilän palvelusuunnitelma", date(2025, 1, 15))
NEWS = Document("uutinen.txt", "Seminaariuutinen")
QUOTE = Quote(PLAN, Passage(PLAN.name, 3, 0, len(TEXT), TEXT, ("Tavoitteet",), 4), TEXT)
NEWS_TEXT = "Seminaari pidetään huhtikuussa."
NEWS_QUOTE = Quote(NEWS, Passage(NEWS.name, 0, 0, 31, NEWS_TEXT, ("Seminaari",)), NEWS_TEXT)
ASKED = Asked("Mitä kirjastosta sanotaan?", Language.FI)

GOALS = tuple(
    Goal(
        key=f"esim/tavoite-{number}",
        programme="esim",
        source=town.PLAN,
        name=f"Tavoite numero {number}",
        order=number,
    )
    for number in range(1, 16)
)


def stated(*findings: Finding, notes: frozenset[Note] = frozenset()) -> Answer:
    """Return an answer from records."""
    return Answer(AnswerKind.ANSWER, ASKED, findings, programme=town.PROGRAMME, notes=notes)


def notes(*said: Note) -> frozenset[Note]:
    """Return notes as answers hold them."""
    return frozenset(said)


ROW = stated(
    Finding(
        town.APPROVAL,
        Aspect.OWNERS,
        (town.HEAD, town.BOARD),
        town.OPENING,
        (town.LIBRARY,),
        town.PLAN,
        QUOTE,
        notes(Note.UNCONFIRMED, Note.MOVED),
    )
)
SEMINAR = stated(Finding(town.SEMINAR, Aspect.WHEN, notes=notes(Note.NO_TIME, Note.NO_PLACE)))
LINKS = replace(
    stated(
        Finding(town.SURVEY, Aspect.WHERE),
        Finding(town.SLIDES, Aspect.WHERE, notes=notes(Note.NO_LINK)),
    ),
    contacts=(town.DESK,),
)
DRAFTS = replace(
    stated(
        Finding(town.LIBRARY, Aspect.WHOLE, notes=notes(Note.DRAFT)),
        Finding(replace(town.ROADS), Aspect.WHOLE, notes=notes(Note.DRAFT)),
        notes=notes(Note.CHOSEN),
    ),
    listing=True,
    choices=(town.OTHER,),
)
LONG = replace(stated(*(Finding(goal, Aspect.WHOLE) for goal in GOALS)), listing=True)
PASSAGES = Answer(AnswerKind.ANSWER, ASKED, quotes=(QUOTE, NEWS_QUOTE))
CLOSEST = Answer(AnswerKind.CLOSEST, ASKED, quotes=(QUOTE,), contacts=(town.DESK,))
CHOICE = Answer(AnswerKind.CHOICE, ASKED, choices=(town.PROGRAMME, town.OTHER))
UNKNOWN = Answer(
    AnswerKind.UNKNOWN, ASKED, why=Why.NOTHING_FOUND, contacts=(town.DESK,), ask="abc123"
)
NOTHING_LATE = stated(notes=notes(Note.NOTHING_LATE))

ANSWERS = {
    "row": ROW,
    "seminar": SEMINAR,
    "links": LINKS,
    "drafts": DRAFTS,
    "long-list": LONG,
    "passages": PASSAGES,
    "closest": CLOSEST,
    "choice": CHOICE,
    "unknown": UNKNOWN,
    "nothing-late": NOTHING_LATE,
}
