"""The fields of the settings' card, each with what holds now and what holds otherwise."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from council.preferences import LONGEST_PAUSE, Own
from dialogs.cards import (
    ON,
    Element,
    choice_input,
    date_input,
    paragraph,
    text_input,
    time_input,
    toggle_input,
)
from dialogs.members import AS_TEAMS, LANGUAGES
from dialogs.texts import Texts

FIELDS = ("language", "hour", "before", "pause", "deputy", "since", "until", "events")
NONE = frozenset({"-", "–", "0 kpl", "ei", "ei yhtään", "inga", "nej", "none", "no"})
LONGEST_DAYS = 60  # characters of the days before
MOST_PEOPLE = 100  # in the list of who may stand in


def inputs(
    own: Own, given: Mapping[str, str], people: Sequence[tuple[str, str]], t: Texts
) -> list[Element]:
    """Return the fields with what they hold; `people` are (name, what stands for them)."""
    languages = [(t("As in Teams"), AS_TEAMS), *((n, c.value) for c, n in LANGUAGES.items())]
    first, last = own.today, own.today + timedelta(days=LONGEST_PAUSE)
    fields = [
        choice_input("language", t("Language"), languages, given["language"] or AS_TEAMS),
        time_input("hour", t("Time of day of reminders"), given["hour"]),
        paragraph(_usual_hour(own, t), quiet=True),
        text_input(
            "before",
            t("Days before a due date"),
            given["before"],
            longest=LONGEST_DAYS,
            example=_numbers(own.usual.before),
        ),
        paragraph(_usual_days(own, t), quiet=True),
        date_input(
            "pause", t("Pause until, that day included"), given["pause"], first=first, last=last
        ),
        paragraph(_meanwhile(own, t), quiet=True),
    ]
    if own.responsible:
        fields += _standing_in(given, people, t)
    fields.append(toggle_input("events", t("Tell me about coming events"), given["events"] or ON))
    return fields


def _standing_in(
    given: Mapping[str, str], people: Sequence[tuple[str, str]], t: Texts
) -> list[Element]:
    """Return the fields for who stands in, and when."""
    choices = [(t("nobody"), ""), *people[:MOST_PEOPLE]]
    chosen = given["deputy"] if given["deputy"] in {value for _, value in choices} else ""
    said = t(
        "Who stands in gets your reminders on those days. "
        "The list has those who have written to me."
    )
    return [
        choice_input("deputy", t("Stands in for me"), choices, chosen),
        date_input("since", t("From"), given["since"]),
        date_input("until", t("Until, that day included"), given["until"]),
        paragraph(said, quiet=True),
    ]


def hour(own: Own, t: Texts) -> str:
    """Return when reminders come."""
    chosen = own.choice.preferences.hour
    if chosen:
        return t("Reminders come {time}.", time=t.clock(chosen))
    return t(
        "Reminders come as the programme has it, usually {time}.", time=t.clock(own.usual.hour)
    )


def before(own: Own, t: Texts) -> str:
    """Return how many days before a due date reminders come."""
    chosen = own.choice.preferences.before
    if chosen is None:
        days = _numbers(own.usual.before)
        return t("Days before a due date: as the programme has it, usually {days}.", days=days)
    if not chosen:
        return t("I do not remind you before a due date.")
    return t("Days before a due date: {days}.", days=_numbers(chosen))


def pause(own: Own, t: Texts) -> str:
    """Return until when nothing is sent."""
    until = own.choice.preferences.paused_until
    if until is None or until < own.today:
        return t("No pause.")
    return t("Pause until {day}.", day=t.bare_day(until))


def deputy(own: Own, t: Texts) -> str:
    """Return who stands in, and when."""
    chosen = own.choice.preferences
    over = chosen.deputy_until is not None and chosen.deputy_until < own.today
    if not chosen.deputy or over:
        return t("Nobody stands in for you.")
    first, last = chosen.deputy_since or own.today, chosen.deputy_until or date.max
    name = own.deputy.name if own.deputy else "–"
    return t("{name} stands in for you {period}.", name=name, period=t.period(first, last))


def _usual_hour(own: Own, t: Texts) -> str:
    usual = own.usual
    return t(
        "From {first} to {last}. Empty: as the programme has it, usually {time}.",
        first=t.bare_clock(usual.quiet_until),
        last=t.bare_clock(usual.quiet_from),
        time=t.clock(usual.hour),
    )


def _usual_days(own: Own, t: Texts) -> str:
    return t(
        "For example 14, 7, 1, 0; 0 is the day itself. Empty: as the programme has it, "
        "usually {days}. A line (-): none.",
        days=_numbers(own.usual.before) or "-",
    )


def _meanwhile(own: Own, t: Texts) -> str:
    said = t(
        "During a pause I send you no reminders. After it you get one message of what is open. "
        "Due dates do not move."
    )
    also = t("Choose also who stands in for you.") if own.responsible else ""
    return f"{said} {also}".strip()


def _numbers(days: Sequence[int]) -> str:
    return ", ".join(str(day) for day in days)
