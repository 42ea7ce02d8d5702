"""Which schools have filled in the passport of a year."""

from collections.abc import Iterator

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directives.downloads.table import Column, Form, Table
from indicators.pages.passport_list import STATES, PassportList, state_of

COLUMNS = [
    Column(gettext_lazy("School"), width=44),
    Column(gettext_lazy("Municipality"), width=26),
    Column(gettext_lazy("INN"), width=13),
    Column(gettext_lazy("Numbers filled in"), Form.NUMBER, 14),
    Column(gettext_lazy("Numbers asked"), Form.NUMBER, 14),
    Column(gettext_lazy("Passport"), width=18),
]


def table(listing: PassportList) -> Table:
    return Table("passports", COLUMNS, _rows(listing), sheet=_("School passports"))


def conditions(listing: PassportList) -> list[tuple[str, str]]:
    said = [(capfirst(_("school year")), listing.year)]
    place = next((name for pk, name in listing.places if str(pk) == listing.place), "")
    if place:
        said.append((_("Municipality"), place))
    if listing.state:
        said.append((_("Passport"), str(STATES[listing.state])))
    return said


def _rows(listing: PassportList) -> Iterator[list[object]]:
    for school in listing.rows.iterator(chunk_size=2000):
        yield [
            school.name,
            str(school.municipality or ""),
            school.inn,
            school.given,
            school.expected,
            str(STATES[state_of(school)]),
        ]
