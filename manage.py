#!/usr/bin/env python
"""Django's command line; starts our own PostgreSQL around commands that need a database."""

import os
import sys
from contextlib import ExitStack

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from resolution_tracker import postgres

WITHOUT_DATABASE = {
    "check",
    "collectstatic",
    "compilemessages",
    "diffsettings",
    "findstatic",
    "help",
    "makemessages",
    "stop",
    "version",
}


def needs_database(arguments: list[str]) -> bool:
    """Whether the command may open a connection; asking for help never does."""
    if len(arguments) < 2 or {"-h", "--help", "--version"} & set(arguments):
        return False
    return arguments[1] not in WITHOUT_DATABASE


def main() -> None:
    """Run one command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "resolution_tracker.settings")
    own_database = not os.environ.get("DATABASE_URL")
    if own_database and sys.argv[1:2] == ["run"]:
        os.environ.setdefault("DEMO", "1")
    try:
        with ExitStack() as stack:
            if own_database and needs_database(sys.argv):
                stack.enter_context(postgres.running(settings.DATA_DIR))
            execute_from_command_line(sys.argv)
    except (postgres.PostgresError, ImproperlyConfigured) as error:
        sys.exit(str(error))  # both say what to do: a traceback would hide it


if __name__ == "__main__":
    main()
