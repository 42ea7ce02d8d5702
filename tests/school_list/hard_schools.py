"""Schools with everything that makes it hard to leave as a file and come back unchanged."""

from organizations.models import Organization
from organizations.school_list.names import match_name
from tests import make
from tests.school_list.sheets import INN, OGRN

NAMES = [
    "МБОУ «Берёзовская СОШ имени Ё. Ёлкина»",
    '=HYPERLINK("http://x.example","МБОУ СОШ № 7")',
    "@МБОУ СОШ № 8",
    "+МБОУ СОШ № 9",
    "-МБОУ СОШ № 10",
    "МБОУ «Школа д'Артаньяна»",
    'МБОУ "СОШ № 11"; корпус 1',
    "'МБОУ СОШ № 12'",
]


def make_hard_schools(authority: Organization) -> None:
    """Of one authority; a closed and a voided one are among them."""
    for name in NAMES:
        make.make_school(authority, name=name, phone="+7 (48131) 2-22-22", note="=1+1")
    make.make_school(
        authority,
        name="МБОУ СОШ № 1",
        full_name="муниципальное бюджетное общеобразовательное учреждение «СОШ № 1»",
        inn=INN[0],
        ogrn=OGRN[0],
        kpp="012345678",
        kind="boarding",
        settlement="rural",
        pupils=0,
        address="215110, г. Вязьма, ул. 1-я, д. 2",
        head_name="Иванова Анна Петровна",
        email="one@vyazma.example",
        website="http://one.vyazma.example/a?b=1",
    )
    make.make_school(
        authority, name="МБОУ СОШ № 1", is_branch=True, is_addressee=False, inn=INN[0], ogrn=OGRN[0]
    )
    make.make_school(authority, name="МБОУ «Филиальская СОШ — филиал»", is_branch=False, inn=INN[1])
    make.make_school(
        authority, parent=make.make_department(), name="СОГБОУ «Гимназия»", ogrn=OGRN[2]
    )
    make.make_school(
        authority, name="Пустая", phone="", pupils=None, education_levels=[], kind="", inn=""
    )
    make.make_school(authority, name="Закрытая СОШ", closed_on=make.TODAY, ogrn=OGRN[3])
    make.make_school(authority, name="Аннулированная СОШ", voided_at=make.moment())
    for school in Organization.objects.at("school"):
        school.match_name = match_name(school.name)
        school.match_full_name = match_name(school.full_name)
        school.save()
