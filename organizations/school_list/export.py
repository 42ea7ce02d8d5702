"""The schools of the system as a file that can be edited in Excel and uploaded again."""

import csv
import io
from collections.abc import Iterator
from typing import IO

from django.db.models import QuerySet

from organizations.models import Municipality, Organization
from organizations.reference.formats import CONTROL, shielded
from organizations.school_list.layout import add_school_sheet, add_validation, open_workbook
from organizations.school_list.resource import COLUMNS, SchoolResource


def export_schools(schools: QuerySet[Organization], output: IO[bytes], *, title: str = "") -> int:
    """Write an .xlsx; returns how many schools. `resource.schools_at_work()` says which.

    A closed school is not exported: uploaded again, it would come back to life.
    """
    resource = SchoolResource()
    with open_workbook(output, title) as book:
        total = schools.count()
        sheet = add_school_sheet(book, title=title, last_row=total)
        text = book.add_format({"num_format": "@"})
        counts = [index for index, column in enumerate(COLUMNS) if column.is_count]
        number = 0
        for number, cells in enumerate(resource.rows(schools), start=1):
            for index, value in enumerate(cells):
                if index in counts and value is not None:
                    sheet.write_number(number, index, value)
                elif value:
                    sheet.write_string(number, index, CONTROL.sub("", value), text)
        add_validation(book, sheet, resource.choices(Municipality.objects.all()))
    return number


def csv_lines(schools: QuerySet[Organization]) -> Iterator[bytes]:
    """The same as .csv, piece by piece: semicolons and a mark of UTF-8, as Excel expects."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    buffer.write("\ufeff")
    writer.writerow([column.heading for column in COLUMNS])
    for cells in SchoolResource().rows(schools):
        writer.writerow(shielded(cells))
        if buffer.tell() > 1 << 16:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()
