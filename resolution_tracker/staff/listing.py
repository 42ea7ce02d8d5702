"""The list of organizations: a page for everybody, and the same rows as a file."""

from collections.abc import Iterator

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django_tables2 import RequestConfig

from directives.downloads.answer import about, answer, wanted
from directives.downloads.asked import asked_by
from directives.downloads.table import Column, Form, Table
from organizations.filters import OrganizationFilter
from organizations.history import shown
from organizations.listing import COLUMNS, OrganizationTable
from organizations.models import Organization

PER_PAGE = 50
# How wide a column is, in characters, where the usual width would cut what stands in it.
_WIDTHS = {"municipality": 26, "name": 44, "full_name": 60, "parent": 32, "address": 44,
           "head_name": 28, "phone": 20, "email": 26, "website": 24, "education_levels": 24,
           "note": 32}  # fmt: skip


def organization_list(request: HttpRequest) -> HttpResponse:
    """Everyone: the bodies one may see. Staff see all and change them from here."""
    today = timezone.localdate()
    rows = Organization.objects.visible_to(request.user).filter(voided_at__isnull=True)
    rows = rows.select_related("municipality", "parent")
    filters = OrganizationFilter(request.GET, rows, today=today)
    found = filters.qs if filters.form.is_valid() else rows.none()
    left_out = () if request.user.is_staff else ("change",)
    table = OrganizationTable(found, exclude=left_out, order_by="municipality")
    if form := wanted(request):
        RequestConfig(request, paginate=False).configure(table)
        told = about(request, _("Organizations"), day=today, at=timezone.now(),
                     conditions=asked_by(filters.form))  # fmt: skip
        return answer(form, taken(table.data.data), told)
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    context = {"filter": filters, "table": table, "total": table.page.paginator.count}
    return render(request, "organizations/list.html", context)


def taken(rows: models.QuerySet[Organization]) -> Table:
    """All pages of the list, with the requisites of each body."""
    fields = [Organization._meta.get_field(name) for name in COLUMNS]
    return Table("organizations", [_column(one) for one in fields], _rows(fields, rows),
                 sheet=_("Organizations"))  # fmt: skip


def _column(field: models.Field) -> Column:
    form = Form.TEXT
    if isinstance(field, models.DateField):
        form = Form.DAY
    elif isinstance(field, models.IntegerField):
        form = Form.NUMBER
    return Column(capfirst(field.verbose_name), form, _WIDTHS.get(field.name, 14))


def _rows(
    fields: list[models.Field], rows: models.QuerySet[Organization]
) -> Iterator[list[object]]:
    for row in rows.iterator(chunk_size=2000):
        yield [_cell(field, row) for field in fields]


def _cell(field: models.Field, row: Organization) -> object:
    """Days and numbers as they are, the rest in the words of the screens."""
    value = getattr(row, field.name)
    if value is None or isinstance(field, models.DateField | models.IntegerField):
        return value
    said = shown(field, row)
    return "" if said == "—" else said
