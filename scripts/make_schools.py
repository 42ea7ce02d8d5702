"""Writes fixtures/schools.xlsx, the demonstration list of schools.

Names are plausible; numbers, telephones, addresses and people are invented: ИНН and ОГРН have
valid check digits but belong to a tax office that does not exist (6799). Run again, it writes the
same file: every value depends on the school's own place and name only.
"""

import datetime as dt
import json
import random
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter
from school_places import DirectPlace, read_places

HERE = Path(__file__).resolve().parent
FIXTURES = HERE.parent / "fixtures"
TARGET_PUPILS = 91_000
REGIONAL_CITY = "66701000"
TITLE = "Общеобразовательные организации Смоленской области"
NOTICE = "Демонстрационный список: названия правдоподобны, ИНН, ОГРН, телефоны и адреса вымышлены"
MUNICIPAL_BODY = "муниципальное бюджетное общеобразовательное учреждение"
REGIONAL_BODY = "Смоленское областное государственное бюджетное общеобразовательное учреждение"
# heading, width of the column
COLUMNS = [
    ("Муниципалитет", 34),
    ("Полное наименование ОО", 70),
    ("Краткое наименование", 40),
    ("ИНН", 13),
    ("КПП", 11),
    ("ОГРН", 16),
    ("Тип ОО", 12),
    ("Уровни образования", 16),
    ("Город/село", 12),
    ("Численность обучающихся", 14),
    ("Адрес", 60),
    ("ФИО руководителя", 34),
    ("Телефон", 20),
    ("E-mail", 34),
    ("Сайт", 36),
    ("Учредитель", 40),
    ("Примечание", 24),
]
LEVELS = {"О": "НОО, ООО", "Н": "НОО", "В": "ООО, СОО"}
KINDS = {"С": "СОШ", "О": "ООШ", "Н": "НОШ", "Г": "гимназия", "Л": "лицей", "В": "вечерняя"}
# Districts differ in what they call a school: wording → kind → long and short words.
WORDS = {
    "СШ": {"С": ("средняя школа", "СШ"), "О": ("основная школа", "ОШ")},
    "СОШ": {
        "С": ("средняя общеобразовательная школа", "СОШ"),
        "О": ("основная общеобразовательная школа", "ООШ"),
    },
}


@dataclass
class School:
    """One line of the list; `weight` becomes pupils when the whole list is known."""

    oktmo: str
    full_name: str
    short_name: str
    kind: str
    levels: str
    place: str
    phone_code: str
    site: str
    weight: int
    direct: bool = False

    @property
    def is_urban(self):
        return self.place.startswith(("г.", "пгт"))


def chance(oktmo, name):
    """A source of chance for one school: a school added to the list changes no other."""
    return random.Random(f"{oktmo}/{name}")  # noqa: S311


def words(name):
    return json.loads((HERE / "school_words.json").read_text(encoding="utf-8"))[name]


def inn(number):
    digits = f"6799{number:05d}"
    weights = (2, 4, 10, 3, 5, 9, 4, 6, 8)
    total = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))
    return f"{digits}{total % 11 % 10}"


def ogrn(number, year):
    digits = f"1{year:02d}6799{number:05d}"
    return f"{digits}{int(digits) % 11 % 10}"


def weight_of(place, rng):
    """Pupils before scaling: by the kind of school and by the size of its settlement."""
    if place.kind == "В":
        return rng.randint(60, 140)
    if place.kind == "Н":
        return rng.randint(150, 260)
    if place.settlement.startswith("г."):
        in_city = place.town.oktmo == REGIONAL_CITY
        return rng.randint(560, 1180) if in_city else rng.randint(330, 760)
    if place.kind == "О":
        return rng.randint(12, 70)
    large = place.settlement.startswith("пгт") or place.is_centre
    return rng.randint(190, 420) if large else rng.randint(45, 190)


def municipal_school(place):
    town, own = place.town, place.name
    short = own.split(" имени ")[0].replace(" (сменная)", "").replace(" общеобразовательная", "")
    if place.kind in "СО" and "школа" not in own:
        adjective, number, honour = place.parts
        long_word, short_word = WORDS[town.wording][place.kind]
        own = " ".join(filter(None, (adjective, long_word, number, honour)))
        short = " ".join(filter(None, (adjective, short_word, number)))
    tail = f" {town.genitive}" if place.in_town else ""
    region = " Смоленской области" if town.wording == "СОШ" else ""
    full_name = f"{MUNICIPAL_BODY} «{own[0].upper()}{own[1:]}»{tail}{region}"
    return School(
        oktmo=town.oktmo,
        full_name=full_name,
        short_name=f"МБОУ «{short}»{tail}",
        kind=KINDS[place.kind],
        levels=LEVELS.get(place.kind, "НОО, ООО, СОО"),
        place=place.settlement,
        phone_code=town.phone_code,
        site=f"{place.slug}.{town.domain}.example",
        weight=weight_of(place, chance(town.oktmo, full_name)),
    )


def direct_school(place):
    return School(
        oktmo=place.town.oktmo,
        full_name=f"{REGIONAL_BODY} «{place.name}»",
        short_name=f"СОГБОУ «{place.name.split(' для детей')[0]}»",
        kind=place.kind,
        levels=place.levels,
        place=place.town.name,
        phone_code=place.town.phone_code,
        site=f"{place.site}.region.example",
        weight=int(place.pupils),
        direct=True,
    )


def person(rng):
    lists = words("women") if rng.random() < 0.8 else words("men")
    return " ".join(rng.choice(line.split()) for line in lists)


def phone(code, rng):
    """No subscriber's number starts with zero, so that nobody is ever rung up by the demo."""
    first = f"0{rng.randint(0, 9)}" if len(code) == 4 else "0"
    return f"+7 ({code}) {first}-{rng.randint(10, 99)}-{rng.randint(10, 99)}"


def line_of(school, number, pupils, municipality):
    rng = chance(school.oktmo, school.full_name)
    street = f"ул. {rng.choice(words('streets').split())}, д. {rng.randint(1, 60)}"
    return [
        municipality["name"],
        school.full_name,
        school.short_name,
        inn(number),
        "679901001",
        ogrn(number, rng.randint(2, 21)),
        school.kind,
        school.levels,
        "город" if school.is_urban else "село",
        pupils,
        f"2190{rng.randint(10, 99)}, Смоленская область, {school.place}, {street}",
        person(rng),
        phone(school.phone_code, rng),
        f"school@{school.site}",
        f"https://{school.site}",
        "Департамент" if school.direct else f"Администрация {municipality['name_of']}",
        "реквизиты вымышлены",
    ]


def lines():
    """The schools, in the order of the file of places."""
    municipalities = json.loads((FIXTURES / "municipalities.json").read_text(encoding="utf-8"))
    by_oktmo = {row["oktmo"]: row for row in municipalities}
    schools = [
        direct_school(place) if isinstance(place, DirectPlace) else municipal_school(place)
        for place in read_places(HERE / "school_places.txt")
    ]
    scale = TARGET_PUPILS / sum(school.weight for school in schools)
    return [
        line_of(school, 100 + 7 * n, round(school.weight * scale), by_oktmo[school.oktmo])
        for n, school in enumerate(schools)
    ]


def write(path):
    """One sheet: a title, a notice, the headings in row 3 and the schools under them."""
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False})
    made = dt.datetime(2026, 9, 1, tzinfo=dt.UTC).replace(tzinfo=None)  # the same file every time
    book.set_properties({"title": TITLE, "comments": NOTICE, "created": made})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1})
    sheet = book.add_worksheet("Школы")
    sheet.write(0, 0, TITLE, book.add_format({"bold": True, "font_size": 14}))
    sheet.write(1, 0, NOTICE, book.add_format({"italic": True}))
    for column, (heading, width) in enumerate(COLUMNS):
        sheet.set_column(column, column, width)
        sheet.write(2, column, heading, bold)
    written = lines()
    for index, line in enumerate(written, start=3):
        sheet.write_row(index, 0, line)
    sheet.freeze_panes(3, 0)
    sheet.autofilter(2, 0, 2 + len(written), len(COLUMNS) - 1)
    book.close()
    return len(written)


if __name__ == "__main__":
    print(write(FIXTURES / "schools.xlsx"), "schools")
