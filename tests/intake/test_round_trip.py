"""A download uploaded again changes nothing, and an edit in it changes what was edited."""

import io

import openpyxl
import pytest
from django.core.files.base import ContentFile

from organizations.models import Organization
from organizations.school_list.export import csv_lines, export_schools
from organizations.school_list.resource import schools_at_work
from resolution_tracker.intake.receiving import receive
from tests import make
from tests.school_list.hard_schools import make_hard_schools
from tests.school_list.sheets import OGRN

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["xlsx", "csv"])
def downloaded(request, vyazma):
    make_hard_schools(vyazma)
    schools = schools_at_work(Organization.objects.all(), make.TODAY)
    if request.param == "csv":
        return b"".join(csv_lines(schools))
    output = io.BytesIO()
    export_schools(schools, output)
    return output.getvalue()


def uploaded(content):
    return receive(ContentFile(content), name="schools.xlsx", at=make.moment())


def test_uploaded_again_it_changes_nothing(downloaded):
    school_list = uploaded(downloaded)
    problems = school_list.problems.filter(is_error=True)
    assert list(problems.values_list("row", "message")) == []
    assert list(school_list.rows.exclude(fields=[]).values_list("name", "fields")) == []
    at_work = schools_at_work(Organization.objects.all(), make.TODAY).count()
    assert (school_list.unchanged, school_list.new, school_list.missing) == (at_work, 0, 0)
    assert school_list.undecided == 0


def test_an_edit_in_it_is_all_that_changes(vyazma):
    make_hard_schools(vyazma)
    output = io.BytesIO()
    export_schools(schools_at_work(Organization.objects.all(), make.TODAY), output)
    book = openpyxl.load_workbook(output)
    sheet = book["Школы"]
    row = next(row for row in sheet.iter_rows() if row[5].value == OGRN[0])
    row[9].value = 321
    output = io.BytesIO()
    book.save(output)
    school_list = uploaded(output.getvalue())
    assert (school_list.changed, school_list.new, school_list.missing) == (1, 0, 0)
    [changed] = school_list.rows.filter(outcome="changed")
    assert (changed.number, changed.fields, changed.pupils) == (row[0].row, ["pupils"], 321)
