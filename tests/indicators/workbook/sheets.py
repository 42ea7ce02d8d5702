"""Workbooks of values as a person fills them in and sends them."""

import csv
import io

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from indicators.models import ValueList
from indicators.workbook.columns import SHEET

NAME = "МБОУ СОШ № 2 г. Вязьмы"
HEADINGS = ["Организация", "ОГРН", "Код", "Числитель", "Знаменатель", "Почему нет числа"]
HEADINGS += ["Пояснение"]


def content_of(response) -> bytes:
    return b"".join(response.streaming_content)  # read to its end it closes its file


def code_of(client, address: str) -> int:
    """What the address answers."""
    response = client.get(address)
    if response.streaming:
        content_of(response)
    return response.status_code


def opened(response, **options) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content_of(response)), **options)


def header_of(sheet) -> dict[str, int]:
    """Heading → column number; the header stands in the fourth row."""
    return {cell.value: cell.column for cell in sheet[4] if cell.value}


def filled(book: openpyxl.Workbook, numbers: dict[str, tuple]) -> bytes:
    """Numerator, denominator, and whatever else is said, typed beside each code."""
    sheet = book[SHEET]
    at = header_of(sheet)
    places = ["Числитель", "Знаменатель", "Почему нет числа", "Пояснение"]
    for row in range(5, sheet.max_row + 1):
        said = numbers.get(sheet.cell(row, at["Код"]).value, ())
        for heading, value in zip(places, said, strict=False):
            cell = sheet.cell(row, at[heading])
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"  # text typed into a cell of text
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def table(*rows, headings=HEADINGS) -> bytes:
    """A workbook of somebody's own making: the header in the first row."""
    book = openpyxl.Workbook()
    for row in [headings, *rows]:
        book.active.append(list(row))
    return saved(book)


def csv_table(*rows, headings=HEADINGS) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([headings, *rows])
    return text.getvalue().encode("utf-8-sig")


def upload(client, content: bytes, collection, whose, name: str = "показатели.xlsx"):
    """The answer to the form; `whose` is a body or «region»."""
    file = SimpleUploadedFile(name, content)
    whose = getattr(whose, "pk", whose)
    data = {"file": file, "collection": collection.pk, "whose": whose}
    return client.post(reverse("value-list-upload"), data)


def uploaded(client, content: bytes, collection, whose, name: str = "показатели.xlsx") -> ValueList:
    answer = upload(client, content, collection, whose, name)
    assert answer.status_code == 302, answer.content.decode()
    return ValueList.objects.latest("pk")


def press(client, verb: str, value_list: ValueList):
    return client.post(reverse(f"value-list-{verb}", args=[value_list.pk]))


def outcomes(value_list: ValueList) -> dict[str, str]:
    """Code → outcome."""
    return dict(value_list.rows.order_by("row").values_list("code_text", "outcome"))


def messages_of(value_list: ValueList) -> list[str]:
    return list(value_list.problems.values_list("message", flat=True))


def kept(report) -> dict[str, tuple]:
    """Code → numerator and denominator."""
    return {
        row.asked.indicator.code: (row.numerator, row.denominator)
        for row in report.values.select_related("asked__indicator")
    }
