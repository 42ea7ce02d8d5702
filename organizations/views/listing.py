"""The list of organizations."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django_tables2 import RequestConfig
from tablib import Dataset

from organizations.filters import OrganizationFilter
from organizations.history import shown
from organizations.listing import COLUMNS, OrganizationTable
from organizations.models import Organization
from organizations.reference.formats import Csv

PER_PAGE = 50


def organization_list(request):
    """Everyone: the bodies one may see. Staff see all and change them from here."""
    today = timezone.localdate()
    rows = Organization.objects.visible_to(request.user).filter(voided_at__isnull=True)
    rows = rows.select_related("municipality", "parent")
    filters = OrganizationFilter(request.GET, rows, today=today)
    found = filters.qs if filters.form.is_valid() else rows.none()
    if request.GET.get("format") == "csv":
        return _csv(found, today)
    left_out = () if request.user.is_staff else ("change",)
    table = OrganizationTable(found, exclude=left_out, order_by="municipality")
    RequestConfig(request, paginate={"per_page": PER_PAGE}).configure(table)
    query = request.GET.copy()
    query["format"] = "csv"
    return render(
        request,
        "organizations/list.html",
        {
            "filter": filters,
            "table": table,
            "total": table.page.paginator.count,
            "csv": query.urlencode(),
        },
    )


def _csv(rows, today) -> HttpResponse:
    columns = [Organization._meta.get_field(name) for name in COLUMNS]
    data = Dataset(headers=[str(column.verbose_name).capitalize() for column in columns])
    for row in rows:
        data.append([_cell(column, row) for column in columns])
    file = Csv()
    name = f"organizations-{today:%Y-%m-%d}.csv"
    return HttpResponse(
        file.export_data(data),
        content_type=file.get_content_type(),
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _cell(column, row) -> str:
    text = shown(column, row)
    return "" if text == "—" else text
