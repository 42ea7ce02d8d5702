"""A collection of the school's indicators and one of the region; a table the school sends."""

import pytest

from indicators.models import ValueList
from tests import make
from tests.indicators import make_indicators as mk
from tests.indicators.workbook import sheets
from tests.indicators.workbook.sheets import NAME


@pytest.fixture(autouse=True)
def _files_of_the_test(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def collection(a_school):
    a_school.ogrn = make.ogrn(2)
    a_school.save()
    quantity = mk.make_quantity(origin="typed")
    mk.make_indicator("Ш-01", quantity=quantity)
    mk.make_indicator("Ш-02", quantity=quantity)
    mk.make_indicator("Ш-03", measure="count")
    mk.make_indicator("Ш-04", education_levels=["soo"])
    mk.make_indicator("Р-01", source="uploaded")
    return mk.make_collection()


@pytest.fixture
def report(collection, a_school):
    return mk.report_of(collection, a_school)


@pytest.fixture
def send(client, school, collection, a_school):
    """A table of the school's making, uploaded by the school."""

    def send(*rows, content: bytes = b"", **more) -> ValueList:
        client.force_login(school)
        content = content or sheets.table(*[[NAME, make.ogrn(2), *row] for row in rows], **more)
        return sheets.uploaded(client, content, collection, a_school)

    return send
