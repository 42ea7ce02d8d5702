"""Who has reported on indicators, and in time: figures, and the rows behind each of them."""

from datetime import date

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from directives.csv_download import csv_response
from indicators.forms.completeness import ReportListForm, periods
from indicators.models import IndicatorReport
from indicators.pages import report_list
from indicators.pages.completeness import CompletenessPage, collection_of
from indicators.views.collecting.access import require_overseer


@require_safe
def completeness(request: HttpRequest) -> HttpResponse:
    """Of a period by level and by municipality. The department, staff; authorities their own."""
    require_overseer(request.user)
    collection = collection_of(request.GET.get("period", ""), timezone.localdate())
    page = collection and CompletenessPage(
        collection,
        request.user,
        level=request.GET.get("level", ""),
        sort=request.GET.get("sort", ""),
    )
    context = {"page": page, "periods": periods()}
    return render(request, "indicators/collecting/completeness.html", context)


@require_safe
def indicator_not_reported(request: HttpRequest) -> HttpResponse:
    """Reports with contacts, those not received unless told otherwise; the same as CSV.

    For those who oversee others, over what they may see.
    """
    require_overseer(request.user)
    today = timezone.localdate()
    seen = IndicatorReport.objects.visible_to(request.user)
    said = _with_defaults(request.GET, today)
    form = ReportListForm(said, user=request.user, seen=seen, today=today)
    rows = form.narrow(seen)
    if request.GET.get("format") == "csv":
        return csv_response(
            "indicator-reports", report_list.HEADER, report_list.csv_rows(rows, today)
        )
    page = Paginator(report_list.in_order(rows), report_list.PER_PAGE).get_page(
        request.GET.get("page")
    )
    body = form.understood.get("organization")
    context = {
        "form": form,
        "page": page,
        "total": page.paginator.count,
        "today": today,
        "csv": form.data.urlencode(),
        "over": report_list.over_periods(body, seen) if body else None,
        # Of a body alone, its periods say it all.
        "is_listed": not body or bool(request.GET.keys() - {"organization"}),
    }
    return render(request, "indicators/collecting/not_reported.html", context)


def _with_defaults(data: QueryDict, today: date) -> QueryDict:
    """Of one body all that is expected; else what has not come, in the last period."""
    data = data.copy()
    data.pop("page", None)
    data.setdefault("show", "expected" if data.get("organization") else "not_received")
    if not data.get("organization") and "period" not in data:
        last = collection_of("", today)
        data["period"] = str(last.period_id) if last else ""
    return data
