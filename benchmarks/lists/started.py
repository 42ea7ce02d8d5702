"""Django in a fresh process, on one of the measurements' databases, as a worker stands idle."""

from pathlib import Path

import django
from django.db import connection


def start(database: str) -> None:
    """Set up, connected, one query done."""
    django.setup()
    connection.settings_dict["NAME"] = database
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def megabytes(name: str, process: int | str = "self") -> float:
    """VmRSS, the memory now, or VmHWM, the most there was; Linux keeps them."""
    status = Path(f"/proc/{process}/status").read_text()
    [line] = [line for line in status.splitlines() if line.startswith(f"{name}:")]
    return int(line.split()[1]) / 1024
