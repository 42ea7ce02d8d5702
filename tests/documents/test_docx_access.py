"""Who may take a document as a Word file, and that it says what its page and other files say."""

from io import BytesIO

import pytest
from django.urls import reverse
from python_calamine import load_workbook

from tests.documents.known import freeze, known_document
from tests.documents.paper import all_text, cells, opened

pytestmark = pytest.mark.django_db


def taken(client, user, document):
    client.force_login(user)
    response = client.get(reverse("document-docx", args=[document.pk]))
    content = b"".join(response.streaming_content) if response.streaming else b""
    return response, content


def test_a_draft_is_for_the_people_of_the_body_that_writes_it(
    client, department, viewer, reader, outsider, municipality, staff
):
    document = known_document()
    for user in (department, viewer):
        response, content = taken(client, user, document)
        assert response.status_code == 200
        assert response["Content-Disposition"] == (
            f'attachment; filename="information-draft-{document.pk}.docx"'
        )
        assert "ПРОЕКТ" in all_text(content)
    for user in (reader, outsider, municipality, staff):
        assert taken(client, user, document)[0].status_code == 404


def test_what_is_approved_is_for_those_who_read_it(
    client, department, reader, staff, outsider, municipality
):
    document = freeze(known_document())
    for user in (department, reader, staff):
        response, content = taken(client, user, document)
        assert (response.status_code, response["Content-Type"].rpartition(".")[2]) == (
            200,
            "document",
        )
        assert 'filename="information-3-2026.docx"' in response["Content-Disposition"]
        assert ("Исполнителева" in all_text(content)) == (user != reader)
        assert f"http://testserver{document.frozen_address}" in all_text(content)
    for user in (outsider, municipality):
        assert taken(client, user, document)[0].status_code == 404


def test_the_address_of_the_code_opens_what_the_paper_says(client, reader):
    document = freeze(known_document())
    _response, content = taken(client, reader, document)
    paper = [table for table in opened(content).tables if table.style.name == "Table Grid"]
    page = client.get(document.frozen_address).content.decode()
    for row in cells(paper[0])[2:]:
        for text in row[1:]:
            assert all(line in page for line in text.splitlines())
    for table in paper[1:]:
        for row in cells(table)[2:]:
            assert all(text in page for text in row)


@pytest.mark.parametrize(("of", "place"), [("information", 0), ("summary", 1), ("indicators", 2)])
def test_paper_and_workbook_say_the_same(client, department, of, place):
    document = freeze(known_document())
    _response, content = taken(client, department, document)
    paper = [table for table in opened(content).tables if table.style.name == "Table Grid"]
    heads, _numbers, *rows = cells(paper[place])
    response = client.get(document.get_absolute_url(), {"format": "xlsx", "of": of})
    book = load_workbook(BytesIO(b"".join(response.streaming_content)))
    sheet = book.get_sheet_by_index(1).to_python()
    assert sheet[0] == heads
    assert [[number(cell) for cell in row] for row in sheet[1:]] == [
        [number(cell) for cell in row] for row in rows
    ]


def number(cell: object) -> object:
    """What a cell holds: of «1 204», «−1,6», «92 %» and «—» the number, or none."""
    if not isinstance(cell, str):
        return float(cell)
    bare = cell.translate({0x202F: None, 0xA0: None, 0x2212: "-", ord(","): "."})
    is_share = bare.endswith("%")
    try:
        found = float(bare.removesuffix("%"))
    except ValueError:
        return "" if cell == "—" else cell
    return found / 100 if is_share else found
