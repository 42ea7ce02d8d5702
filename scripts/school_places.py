"""Reads school_places.txt: municipalities and the schools standing in them."""

import re
from dataclasses import dataclass

CYRILLIC = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
LATIN = "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh sch - y - e yu ya"
LETTERS = dict(zip(CYRILLIC, LATIN.split(), strict=True)) | {"ъ": "", "ь": ""}


@dataclass
class Town:
    """A municipality's head line."""

    oktmo: str
    name: str
    genitive: str
    phone_code: str
    domain: str
    wording: str


@dataclass
class Place:
    """A school's line."""

    town: Town
    kind: str
    name: str
    settlement: str

    @property
    def is_centre(self):
        return self.settlement == self.town.name

    @property
    def in_town(self):
        """Whether the name goes with the town: «Средняя школа № 1» г. Велижа."""
        town_in_name = re.match(r"\w+(ская|цкая)\b", self.name)
        return self.is_centre and self.settlement.startswith("г.") and not town_in_name

    @property
    def parts(self):
        """«Ельнинская № 1 имени М. И. Глинки» → adjective, number, honour; each may be empty."""
        match = re.fullmatch(r"([^№]*?)\s*(№ \d+)?\s*(имени .+)?", self.name)
        return tuple(part or "" for part in match.groups())

    @property
    def slug(self):
        """A Latin name for addresses: school-5, ponizovskaya, gimnaziya-1."""
        word = re.sub(r" имени .*| \(.*?\)| школа", "", self.name.lower()).replace("№", "")
        latin = "".join(LETTERS.get(letter, letter) for letter in word)
        latin = re.sub(r"[^a-z0-9]+", "-", latin).strip("-")
        return f"school-{latin}" if latin.isdigit() else latin


@dataclass
class DirectPlace:
    """A school that answers to the department though it stands in a municipality."""

    town: Town
    kind: str
    name: str
    levels: str
    pupils: str
    site: str


def _names(text):
    """«№ 1-3» → № 1, № 2, № 3."""
    match = re.fullmatch(r"(.*№ )(\d+)-(\d+)", text)
    if match is None:
        return [text]
    return [f"{match[1]}{number}" for number in range(int(match[2]), int(match[3]) + 1)]


def read_places(path):
    """All schools of the file, in its order."""
    places, town = [], None
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.lstrip("@!").split("|")]
        if line.startswith("@"):
            town = Town(*cells)
        elif line.startswith("!"):
            places.append(DirectPlace(town, *cells))
        else:
            settlement = cells[2] if len(cells) > 2 else town.name
            places += [Place(town, cells[0], name, settlement) for name in _names(cells[1])]
    return places
