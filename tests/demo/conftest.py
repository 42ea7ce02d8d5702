"""A demo filled once for a whole module, and taken back at its end."""

from contextlib import contextmanager
from pathlib import Path

import pytest
import xlsxwriter
from django.db import connection, transaction
from django.test import override_settings
from python_calamine import load_workbook

from resolution_tracker import reference
from resolution_tracker.demo import filling

# Enough of the region for every scene: the demo's own, the exemplary one and an ordinary one.
SOME = ("Вяземский", "Десногорск", "Угранский")


@contextmanager
def filled_demo(now, schools: Path, folder: Path):
    """The demo told until this moment, files in a folder of its own; rolled back at the end."""
    hashers = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings = override_settings(DEMO=True, MEDIA_ROOT=folder, PASSWORD_HASHERS=hashers)
    with settings, transaction.atomic():
        filled = filling.fill(now, schools)
        # Once: each test would check anew what was written before its savepoint.
        connection.check_constraints()
        yield filled
        transaction.set_rollback(True)


@pytest.fixture(scope="session")
def some_schools(tmp_path_factory) -> Path:
    """A shorter list: a telling takes a second instead of many."""
    path = tmp_path_factory.mktemp("schools") / "some.xlsx"
    rows = load_workbook(reference.FIXTURES / "schools.xlsx").get_sheet_by_index(0).to_python()
    head, lines = rows[:3], rows[3:]
    book = xlsxwriter.Workbook(path, {"strings_to_urls": False})
    sheet = book.add_worksheet()
    chosen = [line for line in lines if any(name in line[0] for name in SOME)]
    for place, row in enumerate([*head, *chosen]):
        sheet.write_row(place, 0, row)
    book.close()
    return path
