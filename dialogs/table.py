"""THE table of buttons, command words and other words of people: which dialog each opens."""

import re
from collections.abc import Callable, Mapping

from dialogs import (
    ahead,
    choices,
    desk,
    followup,
    history,
    materials,
    members,
    mending,
    preferences,
    preferences_words,
    privacy,
    programme,
    progress,
    progress_changes,
    progress_words,
    proposals,
    questions,
    readings,
    reminders,
    requests,
    role_words,
    roles,
    schedule,
    tasks,
    telling,
)
from dialogs import spoken as statements
from dialogs.scene import Dialog, Scene

# Verb of a button → dialog.
BUTTONS: Mapping[str, Dialog] = {
    "members.welcome": members.welcome,
    "members.help": members.guide,
    "members.language": members.language,
    "members.speak": members.speak,
    "programme.all": programme.programmes,
    "programme.goals": programme.goals,
    "programme.actions": programme.list_actions,
    "programme.metrics": programme.metrics,
    "programme.events": programme.events,
    "programme.bodies": programme.bodies,
    "programme.contacts": programme.contacts,
    "programme.reporting": programme.reporting,
    "programme.open": programme.open_questions,
    "programme.others": programme.others,
    "programme.record": programme.show_record,
    "progress.standing": progress.standing,
    "progress.choose": progress.choose,
    "progress.items": progress.items,
    "progress.metric": progress.metric,
    "progress.changed": progress_changes.changed,
    "readings.form": readings.form,
    "readings.enter": readings.enter,
    "readings.leave": readings.leave,
    "materials.all": materials.list_materials,
    "questions.suggested": questions.suggested,
    "questions.choose": questions.choose,
    "questions.more": questions.more,
    "questions.about": questions.about,
    "desk.pass": desk.pass_on,
    "desk.request": desk.request,
    "desk.asks": desk.asks,
    "desk.answered": desk.answered,
    "history.changes": history.changes,
    "preferences.show": preferences.settings,
    "preferences.save": preferences.save,
    "preferences.reset": preferences.reset,
    "privacy.ask": privacy.ask,
    "privacy.forget": privacy.forget,
    "desk.tasks": tasks.overview,
    "desk.close": tasks.close,
    "tasks.kind": tasks.of_kind,
    "mending.confirm": mending.confirm,
    "mending.years": mending.ask_years,
    "mending.dated": mending.give_years,
    "mending.owners": mending.ask_owners,
    "mending.assign": mending.assign,
    "mending.link": mending.ask_link,
    "mending.linked": mending.set_link,
    "mending.report": mending.report,
    "mending.date": mending.ask_date,
    "mending.move": mending.move,
    "mending.again": mending.send_again,
    "mending.back": mending.give_back,
    "roles.all": roles.list_roles,
    "roles.form": roles.form,
    "roles.draft": roles.draft,
    "roles.appoint": roles.appoint,
    "roles.cancel": roles.cancel,
    "schedule.coming": schedule.coming,
    "schedule.today": schedule.today,
    "schedule.asked": schedule.ask_to_send,
    "schedule.send": schedule.send,
    "schedule.pause": schedule.pause,
    "schedule.resume": schedule.resume,
    "choices.rules": choices.rules,
    "choices.items": choices.items,
    "choices.form": choices.form,
    "choices.set": choices.change,
    "reminders.page": reminders.page,
    "reminders.upcoming": ahead.upcoming,
    "followup.mine": followup.mine,
    "followup.item": followup.item_card,
    "followup.whendone": followup.done_form,
    "followup.done": followup.done,
    "followup.howfar": followup.going_form,
    "followup.going": followup.going,
    "followup.whylate": followup.late_form,
    "followup.late": followup.late,
    "followup.whose": followup.decline_form,
    "followup.decline": followup.decline,
    "followup.whenlater": followup.snooze_form,
    "followup.snooze": followup.snooze,
    "followup.follow": followup.follow,
    "followup.proposals": proposals.waiting,
    "followup.proposal": proposals.one,
    "followup.decide": proposals.decide,
    "telling.which": telling.which,
    "telling.agree": telling.agree,
    "telling.drop": telling.drop,
}

# Dialog → the words that open it: Finnish, Swedish, English. Anything else is a question.
WORDS: tuple[tuple[Dialog, tuple[str, ...], tuple[str, ...], tuple[str, ...]], ...] = (
    (
        members.guide,
        ("apua", "ohje", "ohjeet", "mitä osaat", "mitä sinä osaat", "mitä sä osaat"),
        ("hjälp", "vad kan du", "vad kan du göra"),
        ("help", "what can you do"),
    ),
    (
        members.welcome,
        ("moi", "moikka", "hei", "heippa", "terve", "huomenta", "päivää", "kuka olet", "aloita"),
        ("hej", "hejsan", "god morgon", "goddag", "vem är du", "börja"),
        ("hello", "hi", "good morning", "who are you", "start"),
    ),
    (members.thanks, ("kiitos", "kiitti"), ("tack",), ("thanks", "thank you")),
    (
        members.speak_finnish,
        ("suomi", "suomeksi", "suomeksi kiitos", "puhu suomea"),
        ("finska", "på finska"),
        ("finnish", "in finnish"),
    ),
    (
        members.speak_swedish,
        ("ruotsi", "ruotsiksi", "ruotsiksi kiitos", "puhu ruotsia"),
        ("svenska", "på svenska", "på svenska tack"),
        ("swedish", "in swedish"),
    ),
    (
        members.speak_english,
        ("englanti", "englanniksi", "englanniksi kiitos", "puhu englantia"),
        ("engelska", "på engelska"),
        ("english", "in english", "in english please"),
    ),
    (members.language, ("kieli",), ("språk",), ("language",)),
    (programme.programmes, ("ohjelmat",), ("program",), ("programmes", "programs")),
    (programme.goals, ("tavoitteet",), ("mål",), ("goals",)),
    (programme.list_actions, ("toimenpiteet",), ("åtgärder",), ("actions",)),
    (programme.metrics, ("mittarit",), ("mätare",), ("metrics",)),
    (
        programme.events,
        ("tapahtumat", "mitä seuraavaksi"),
        ("händelser", "vad händer härnäst"),
        ("events", "what comes next", "what next"),
    ),
    (
        progress.standing,
        ("tilanne", "missä mennään", "mikä on tilanne", "miten ohjelma etenee", "eteneminen"),
        ("läget", "hur går det", "hur framskrider programmet", "hur går det för programmet"),
        ("status", "where do we stand", "progress", "how is the programme progressing"),
    ),
    (
        progress_changes.changed,
        ("muutokset", "mitä on muuttunut", "mitä on muuttunut edellisen kokouksen jälkeen"),
        ("ändringar", "vad har ändrats", "vad har ändrats sedan förra mötet"),
        ("changes", "what has changed", "what has changed since the last meeting"),
    ),
    (programme.bodies, ("toimielimet", "roolit"), ("organ", "roller"), ("bodies", "roles")),
    (materials.list_materials, ("aineistot",), ("material",), ("materials",)),
    (programme.contacts, ("yhteystiedot", "yhteyshenkilöt"), ("kontakter",), ("contacts",)),
    (programme.reporting, ("raportointi",), ("rapportering",), ("reporting",)),
    (programme.open_questions, ("avoimet kysymykset",), ("öppna frågor",), ("open questions",)),
    (desk.asks, ("kysymykset",), ("frågor",), ("questions",)),
    (
        preferences.settings,
        ("asetukset", "omat asetukset", "asetukseni"),
        ("inställningar", "mina inställningar"),
        ("settings", "my settings"),
    ),
    (
        privacy.ask,
        ("unohda minut", "unohda mut", "poista tietoni"),
        ("glöm mig", "ta bort mina uppgifter"),
        ("forget me", "remove my data"),
    ),
    (tasks.overview, ("tehtävät",), ("uppgifter",), ("tasks",)),
    (
        roles.list_roles,
        ("roolit ja haltijat", "haltijat"),
        ("roller och innehavare", "innehavare"),
        ("roles and holders", "holders"),
    ),
    (
        schedule.coming,
        ("tulevat muistutukset",),
        ("kommande påminnelser",),
        ("coming reminders",),
    ),
    (
        schedule.today,
        ("tämän päivän lähetykset", "päivän lähetykset"),
        ("dagens utskick",),
        ("today's messages", "today’s messages"),
    ),
    (schedule.ask_to_send, ("lähetä nyt",), ("skicka nu",), ("send now",)),
    (
        schedule.pausing,
        ("tauota muistutukset", "jatka muistutuksia"),
        ("pausa påminnelser", "pausa påminnelserna", "återuppta påminnelserna"),
        ("pause reminders", "resume reminders"),
    ),
    (
        choices.rules,
        ("muistutussäännöt",),
        ("påminnelseregler",),
        ("reminder rules",),
    ),
    (
        followup.mine,
        ("mitä minulla on", "mitä mulla on", "omat tehtävät", "omat tehtäväni"),
        ("vad har jag", "mina uppgifter", "mina åtgärder"),
        ("what do i have", "my actions", "my tasks"),
    ),
    (
        ahead.upcoming,
        ("näytä muistutukset", "muistutukset", "omat muistutukset"),
        ("visa påminnelser", "påminnelser", "mina påminnelser"),
        ("show reminders", "reminders", "my reminders"),
    ),
    (proposals.waiting, ("ehdotukset",), ("förslag",), ("proposals",)),
    (
        telling.agree,
        ("kyllä", "kyllä kiitos", "kyllä kaikkien puolesta", "ok", "okei", "joo", "juu", "oikein"),
        ("ja", "ja tack", "ja för alla", "japp", "stämmer"),
        ("yes", "yes please", "yes for everybody", "okay", "correct"),
    ),
    (
        telling.own_part,
        ("vain minun osaltani", "vain omalta osaltani", "omalta osaltani", "vain oma osuuteni"),
        ("bara min egen del", "bara min del", "endast min del"),
        ("only my own part", "only my part"),
    ),
    (
        telling.drop,
        ("ei", "ei kiitos", "älä kirjaa", "peru"),
        ("nej", "nej tack", "avbryt"),
        ("no", "no thanks", "cancel"),
    ),
)

_COMMA = re.compile(r"\s*,\s*")
_ENDS = re.compile(r"^[\s/!.?,;:'\"”“]+|[\s!.?,;:'\"”“]+$")


def folded(text: str) -> str:
    """Return a text as command words are compared: bare letters, no marks."""
    return _COMMA.sub(" ", _ENDS.sub("", requests.folded(text)))


# Folded command word → dialog.
COMMANDS: Mapping[str, Dialog] = {
    folded(word): dialog for dialog, *languages in WORDS for words in languages for word in words
}

Telling = Callable[[Scene], bool]

# What is no command but says by itself which dialog it is for; the first that fits counts.
OWN_WORDS: tuple[tuple[Telling, Dialog], ...] = (
    (telling.awaits_reason, telling.reason),
    (lambda scene: progress_words.after(scene.turn.text) is not None, progress.standing),
    (
        lambda scene: progress_words.after(scene.turn.text, changes=True) is not None,
        progress_changes.changed,
    ),
    (lambda scene: preferences_words.begins(scene.turn.text), preferences.asked),
    (lambda scene: history.asked(scene.turn.text) is not None, history.changes),
    (lambda scene: role_words.is_one(scene.turn.text), roles.hear),
    (lambda scene: bool(statements.statement(scene.turn.text)), telling.tell),
    (lambda scene: requests.is_request(scene.turn.text), desk.refuse),
)


def in_own_words(scene: Scene) -> Dialog:
    """Choose the dialog of a message that is no command: most often it is a question."""
    return next((dialog for fits, dialog in OWN_WORDS if fits(scene)), questions.ask)
