"""Many spellings of one school and of one municipality."""

import pytest

from organizations.school_list.names import (
    is_branch,
    is_kindergarten,
    match_name,
    shortened,
)
from tests.school_list.sheets import INDEX

LEGAL_FORM = "Муниципальное бюджетное общеобразовательное учреждение"
OF_THE_DISTRICT = "муниципального образования «Смоленский муниципальный округ»"
SAME = [
    [
        'МБОУ "СОШ № 1" г.Вязьмы',
        "МБОУ «СШ №1» г. Вязьмы Смоленской области",
        f"{LEGAL_FORM} средняя общеобразовательная школа №1 города Вязьмы Смоленской области",
        "мбоу  cош № 1\nг. Вязьмы",  # a Latin c
    ],
    [
        "МБОУ Пригорская СШ",
        f"{LEGAL_FORM} Пригорская средняя школа {OF_THE_DISTRICT} Смоленской области",
        "Пригорская средняя общеобразовательная школа",
    ],
    ["МКОУ Тёмкинская ООШ", "МБОУ «Темкинская основная школа»", "Темкинская ОШ"],
    ["СШ № 26 им. А.С. Пушкина", "Средняя школа №26 имени А. С. Пушкина"],
]


@pytest.mark.parametrize("spellings", SAME)
def test_spellings_of_one_school_have_one_key(spellings):
    assert len({match_name(name) for name in spellings}) == 1


def test_schools_of_different_kind_or_number_differ():
    names = ["СШ № 1", "СШ № 11", "ОШ № 1", "Гимназия № 1", "Вечерняя школа № 1", "Лицей № 1"]
    assert len({match_name(name) for name in names}) == len(names)


@pytest.mark.parametrize(
    ("written", "short_name"),
    [
        ("Вяземский район", "Вяземский округ"),
        ("ВЯЗЕМСКИЙ", "Вяземский округ"),
        ("МО «Вяземский район» Смоленской области", "Вяземский округ"),
        ("Вяземcкий м.о.", "Вяземский округ"),  # a Latin c
        ("66605000", "Вяземский округ"),
        ("66505000", "Вяземский округ"),
        ("66605101001", "Вяземский округ"),
        ("(10) Город Смоленск", "город Смоленск"),
        ("Смоленск", "город Смоленск"),
        ("Смоленский", "Смоленский округ"),
        ("Смоленский район Смоленской области", "Смоленский округ"),
        ("городской округ город Десногорск", "Десногорск"),
        ("Сычёвский муниципальный район", "Сычевский округ"),
        ("Холм – Жирковский район", "Холм-Жирковский округ"),
    ],
)
def test_municipality_is_found_in_any_spelling(written, short_name):
    assert INDEX.find(written).municipality.short_name == short_name


@pytest.mark.parametrize("written", ["Вязьма", "Рославльскй район"])
def test_a_guess_says_that_it_is_one(written):
    assert not INDEX.find(written).sure


@pytest.mark.parametrize("written", ["Московский", "Смоленская область", "", "Смоленскй", "77"])
def test_an_unknown_municipality_is_not_guessed(written):
    assert INDEX.find(written) is None


def test_short_name_is_made_of_a_full_one():
    full = (
        "муниципальное бюджетное общеобразовательное учреждение «Семлёвская средняя "
        "общеобразовательная школа» Смоленской области"
    )
    assert shortened(full) == "МБОУ «Семлёвская СОШ»"


def test_kindergartens_and_branches_are_known_by_name():
    assert is_kindergarten("МБДОУ детский сад № 3 «Солнышко»")
    assert not is_kindergarten("Начальная школа — детский сад № 5")
    assert is_branch("Филиал МБОУ «Семлёвская СОШ» в д. Беломир")
    assert not is_branch("МБОУ «Семлёвская СОШ»")
