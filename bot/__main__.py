"""The command `luotsi`."""

import io
import sys

import typer

from bot.commands import WRONG, complain
from bot.commands_ask import ask
from bot.commands_chat import chat
from bot.commands_dates import dates
from bot.commands_documents import documents
from bot.commands_load import load_command
from bot.commands_package import package
from bot.commands_people import people
from bot.commands_run import by_hand
from bot.commands_serve import demo, migrate, playground, serve
from bot.settings import SettingsError
from council.errors import UnavailableError
from storage.upgrading import NewerDatabaseError

app = typer.Typer(
    name="luotsi",
    help="A Teams bot that answers for a municipality's programmes, source and all.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for command in (serve, demo, migrate, ask, dates, chat, playground, package):
    app.command()(command)
app.command("load")(load_command)
app.add_typer(documents, name="documents")
app.add_typer(people, name="people")
app.add_typer(by_hand, name="run")


def main() -> None:
    """Run a command; what somebody did wrong is told in plain words, without a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        app()
    except SettingsError as error:
        for fault in error.faults:
            complain(str(fault))
        sys.exit(WRONG)
    except NewerDatabaseError as error:
        complain(f"{error} Update Luotsi, or choose another database.")
        sys.exit(WRONG)
    except UnavailableError:
        complain("The database is out of reach or busy. Check its URL, and try again in a moment.")
        sys.exit(WRONG)
    except ValueError as error:
        _only_plain(error)


def _only_plain(error: ValueError) -> None:
    """Tell a mistake in a database URL; anything else is a fault of ours and shows itself."""
    if "URL" not in str(error):
        raise error
    complain(str(error))
    sys.exit(WRONG)


if __name__ == "__main__":
    main()
