"""Lists of schools that nobody has, as long as wanted, in the words and disorder of real ones."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import xlsxwriter

from benchmarks.server import ROOT

HEADINGS = [
    *("Муниципалитет", "Полное наименование", "Краткое наименование", "ИНН", "КПП", "ОГРН"),
    *("Вид ОО", "Уровни образования", "Город/село", "Численность обучающихся", "Адрес"),
    *("ФИО руководителя", "Телефон", "E-mail", "Сайт", "Учредитель", "Примечание"),
]
# Fields of the stock admin import, in the order of the headings: it knows columns by these alone.
FIELDS = [
    *("municipality", "full_name", "name", "inn", "kpp", "ogrn", "kind", "education_levels"),
    *("settlement", "pupils", "address", "head_name", "phone", "email", "website", "founder"),
    "note",
]
Row = list[str | int]

# Words, letters in the legal name, levels in words; the same in the library's own codes.
KINDS = [
    ("средняя школа", "СШ", "Средняя школа", "НОО, ООО, СОО", "secondary", "noo,ooo,soo"),
    ("средняя школа", "СШ", "СОШ", "НОО, ООО, СОО", "secondary", "noo,ooo,soo"),
    ("основная школа", "ОШ", "Основная школа", "НОО, ООО", "basic", "noo,ooo"),
    ("гимназия", "Гимназия", "Гимназия", "НОО, ООО, СОО", "gymnasium", "noo,ooo,soo"),
    ("начальная школа", "НШ", "Начальная школа", "НОО", "primary", "noo"),
]
LEGAL_FORM = "Муниципальное бюджетное общеобразовательное учреждение"
STEMS = [
    *("Берёзов", "Дубов", "Иван", "Красносел", "Липов", "Михайлов", "Николь", "Озёр", "Петров"),
    *("Романов", "Соснов", "Третьяков", "Успен", "Федоров", "Холмов", "Черн", "Шувалов", "Ясен"),
]
HEROES = ["Ю. А. Гагарина", "М. И. Глинки", "А. С. Пушкина", "В. В. Иванова", "П. С. Нахимова"]
HEADS = ["Иванова Мария Петровна", "Петров Сергей Ильич", "Сидорова Анна Олеговна"]
STREETS = ["Ленина", "Советская", "Школьная", "Октябрьская", "Мира", "Гагарина", "Садовая"]


def inn(number: int) -> str:
    """A valid ИНН of nobody: there is no tax office 6799."""
    digits = f"6799{number:05}"
    weights = (2, 4, 10, 3, 5, 9, 4, 6, 8)
    return digits + str(sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11 % 10)


def ogrn(number: int) -> str:
    """A valid ОГРН of the same nobody."""
    digits = f"1026799{number:05}"
    return digits + str(int(digits) % 11 % 10)


def rows(count: int, changed: int = 0) -> Iterator[Row]:
    """Schools by municipality; `changed` of them have other pupils, another head and phone."""
    places = json.loads((ROOT / "fixtures/municipalities.json").read_text(encoding="utf-8"))
    every = count // changed if changed else 0
    for number in range(count):
        row = _school(number, places[number * len(places) // count])
        if number % 20 == 7:
            _as_typed(row, number)
        if every and number % every == 0:
            row[9] += 7
            row[11], row[12] = "Новикова Елена Юрьевна", f"8 (48100) 3-{number // 100 % 100:02}-00"
        yield row


def _school(number: int, place: dict) -> Row:
    words, letters, kind, levels, *_codes = KINDS[number % len(KINDS)]
    centre = place["centre"].split(" ", 1)[-1]
    if number % 3:  # a town's school has a number, a village's the name of the village
        own = f"№ {number + 1} имени {HEROES[number % len(HEROES)]} города {centre}"
        full, short = f"{words} {own}", f"{letters} {own.replace('имени', 'им.')}"
    else:
        village = f"{STEMS[number % len(STEMS)]}ская {number // len(STEMS) + 1}-я"
        full, short = f"{village} {words}", f"{village} {letters}"
    street = f"ул. {STREETS[number % len(STREETS)]}, д. {number % 90 + 1}"
    return [
        place["name"],
        f"{LEGAL_FORM} «{full}» муниципального образования «{place['name']}» Смоленской области",
        f"МБОУ «{short}»",
        inn(number),
        "679901001",
        ogrn(number),
        kind,
        levels,
        "Город" if number % 3 else "Село",
        40 + number * 37 % 900,
        f"21{number % 10000:04}, Смоленская область, {place['centre']}, {street}",
        HEADS[number % len(HEADS)],
        f"8 (481{number % 90 + 10}) {number % 9 + 1}-{number % 89 + 10}-{number % 79 + 11}",
        f"school{number + 1}@example.org",
        f"https://school{number + 1}.example.org/",
        "Муниципальное образование",
        "имеются дошкольные группы" if number % 9 == 0 else "",
    ]


def _as_typed(row: Row, number: int) -> None:
    """One row of twenty as hurried people leave it; none of it is an error."""
    row[1] = row[1].replace(" учреждение", "  учреждение").replace("«", '"').replace("»", '"')
    row[2] += " "
    row[3] = int(row[3])  # a number instead of text
    row[7] = row[7].lower()
    row[9] = f"{row[9]} чел."
    row[12] = row[12].replace("8 (", "+7(").replace("-", " ")
    row[13] = f" {row[13].upper()}"
    row[14] = f"school{number + 1}.example.org"


def coded(row: Row) -> Row:
    """What the stock import understands: codes instead of words, nothing left to clean."""
    kind, levels = {one[2]: one[4:] for one in KINDS}[row[6]]
    row[6], row[7], row[8] = kind, levels, "urban" if row[8] == "Город" else "rural"
    row[3], row[9] = str(row[3]), int(str(row[9]).removesuffix(" чел."))
    return [cell.strip() if isinstance(cell, str) else cell for cell in row]


def write(
    path: Path,
    schools: Iterator[Row],
    headings: list[str] = HEADINGS,
    shaped: Callable[[Row], Row] | None = None,
) -> Path:
    """An .xlsx of one sheet, a row in memory at a time."""
    options = {"constant_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
    with xlsxwriter.Workbook(path, options) as book:
        sheet = book.add_worksheet("Школы")
        sheet.write_row(0, 0, headings)
        for number, row in enumerate(schools, start=1):
            sheet.write_row(number, 0, shaped(row) if shaped else row)
    return path
