"""The columns of the workbook: what they are called, how wide they are, which are filled in.

Headings are data, as in school lists: a file is read back whatever language the screens speak.
"""

from typing import NamedTuple

from organizations.school_list.marks import HEADING as TO_MEND
from organizations.school_list.text import skeleton

SHEET = "Показатели"
HOW = "Как заполнить"


class SheetColumn(NamedTuple):
    """`field` is the name in code."""

    field: str
    heading: str
    width: int
    is_input: bool = False


BODY = SheetColumn("body", "Организация", 30)
MUNICIPALITY = SheetColumn("municipality", "Муниципалитет", 20)
COLUMNS = [
    BODY,
    SheetColumn("ogrn", "ОГРН", 15),
    SheetColumn("code", "Код", 11),
    SheetColumn("name", "Показатель", 44),
    SheetColumn("top", "Что в числителе", 36),
    SheetColumn("bottom", "Что в знаменателе", 36),
    SheetColumn("numerator", "Числитель", 12, is_input=True),
    SheetColumn("denominator", "Знаменатель", 12, is_input=True),
    SheetColumn("share", "Доля", 10),
    SheetColumn("absence", "Почему нет числа", 24, is_input=True),
    SheetColumn("explanation", "Пояснение", 40, is_input=True),
    SheetColumn("before", "За прошлый период", 14),
    SheetColumn("target", "Целевое значение", 13),
]
# Names are not unique in a region.
OF_THE_REGION = [BODY, MUNICIPALITY, *COLUMNS[1:]]

_ALSO = {
    "body": ["Наименование организации", "Краткое наименование", "Наименование", "Школа", "ОО"],
    "municipality": ["Муниципальное образование", "Район", "Округ", "МО"],
    "code": ["Код показателя", "Шифр", "№ показателя"],
    "numerator": ["Числитель (число)", "Значение", "Число"],
    "denominator": ["Знаменатель (число)", "Всего"],
    "absence": ["Причина отсутствия числа", "Причина отсутствия", "Причина"],
    "explanation": ["Пояснения", "Комментарий", "Примечание"],
}
READ = {"body", "municipality", "ogrn", "code", "numerator", "denominator", "absence"} | {
    "explanation"
}
_NAMES = {skeleton(TO_MEND): ""} | {
    skeleton(name): column.field
    for column in OF_THE_REGION
    for name in [column.heading, *_ALSO.get(column.field, [])]
    if column.field in READ
}
NEEDED = {"code", "numerator"}


def field_of(heading: object) -> str:
    """What a heading stands for; nothing for a column that is not read."""
    return _NAMES.get(skeleton(heading), "")
