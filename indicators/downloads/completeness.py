"""Completeness of a period: by level and by municipality."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directives.downloads.table import Column, Form, Table
from indicators.models import Collection
from indicators.pages.completeness import SHARES, CompletenessPage, Group

LEVELS = "levels"


def table(page: CompletenessPage, name: str) -> Table:
    """`levels`, or by municipality, where there is more than one to see."""
    if name == LEVELS or not (page.municipalities and page.compares):
        columns = _columns(page, gettext_lazy("Level"))
        return Table("completeness-levels", columns, _rows(page.levels), sheet=_("By level"))
    total = [[_("All together"), *_cells(page.region)]]
    columns = _columns(page, gettext_lazy("Municipality"))
    rows = _rows(page.municipalities)
    return Table("completeness", columns, rows, sheet=_("By municipality"), totals=total)


def conditions(page: CompletenessPage, name: str) -> list[tuple[str, str]]:
    said = [(_("Period"), str(page.collection))]
    level = next((row.name for row in page.places_levels if row.key == page.level), "")
    if name != LEVELS and level:
        said.append((_("Whose reports"), level))
    return said


def title(collection: Collection) -> str:
    return _("Completeness of reporting") + f": {collection}"


def _columns(page: CompletenessPage, first: Promise) -> list[Column]:
    forms = dict.fromkeys(SHARES, Form.SHARE)
    return [
        Column(first, width=30),
        *(Column(row.label, forms.get(row.name, Form.NUMBER), 13) for row in page.headings),
    ]


def _rows(groups: Iterable[Group]) -> list[list[object]]:
    return [[group.name, *_cells(group)] for group in groups]


def _cells(group: Group) -> list[object]:
    return [cell.value for cell in group.cells]
