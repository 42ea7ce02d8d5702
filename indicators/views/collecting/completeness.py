"""Who has reported on indicators, and in time: figures, and the rows behind each of them."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directives.day_asked import DayAsked, day_asked
from directives.downloads.answer import about, answer, wanted, which
from directives.downloads.asked import asked_by
from indicators.downloads import completeness as tables
from indicators.downloads import reports as report_tables
from indicators.forms.completeness import ReportListForm, periods
from indicators.models import IndicatorReport
from indicators.models.report import ReportQuerySet
from indicators.pages import report_list
from indicators.pages.completeness import CompletenessPage, collection_of
from indicators.pages.report_list import OverPeriods
from indicators.views.collecting.access import require_overseer


@require_safe
def completeness(request: HttpRequest) -> HttpResponse:
    """Of a period by level and by municipality. The department, staff; authorities their own."""
    require_overseer(request.user)
    asked = day_asked(request.GET, timezone.localdate())
    collection = collection_of(request.GET.get("period", ""), asked.day, asked.as_of)
    page = collection and CompletenessPage(
        collection,
        request.user,
        as_of=asked.as_of,
        level=request.GET.get("level", ""),
        sort=request.GET.get("sort", ""),
    )
    if page and page.levels and (form := wanted(request)):
        name = which(request)
        told = about(request, tables.title(collection), day=asked.day, at=timezone.now(),
                     is_live=asked.is_live, conditions=tables.conditions(page, name))  # fmt: skip
        return answer(form, tables.table(page, name), told)
    context = {"page": page, "periods": periods(asked.as_of), "asked": asked}
    return render(request, "indicators/collecting/completeness.html", context)


@require_safe
def indicator_not_reported(request: HttpRequest) -> HttpResponse:
    """Reports with contacts, those not received unless told otherwise; the same as a file.

    For those who oversee others, over what they may see.
    """
    require_overseer(request.user)
    asked = day_asked(request.GET, timezone.localdate())
    today = asked.day
    seen = IndicatorReport.objects.as_of(asked.as_of).visible_to(request.user)
    said = _with_defaults(request.GET, asked)
    form = ReportListForm(said, user=request.user, seen=seen, today=today)
    rows = form.narrow(seen)
    body = form.understood.get("organization")
    over = report_list.over_periods(body, seen) if body else None
    if wanted(request):
        return _taken(request, form, rows, over, asked)
    page = Paginator(report_list.in_order(rows), report_list.PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "form": form,
        "page": page,
        "total": page.paginator.count,
        "asked": asked,
        "today": today,
        "over": over,
        # Of a body alone, its periods say it all.
        "is_listed": not body or bool(request.GET.keys() - {"organization"}),
    }
    return render(request, "indicators/collecting/not_reported.html", context)


def _taken(request: HttpRequest, form: ReportListForm, rows: ReportQuerySet,
           over: OverPeriods | None, asked: DayAsked) -> HttpResponse:  # fmt: skip
    """The list, or the body's periods where that is meant."""
    is_over = over is not None and which(request) == "periods"
    title = str(over.organization) if is_over else _("Reports on indicators")
    table = (
        report_tables.over_periods(over.reports, asked.day)
        if is_over
        else report_tables.table(rows, asked.day)
    )
    said = [] if is_over else asked_by(form)
    told = about(request, title, day=asked.day, at=timezone.now(), is_live=asked.is_live,
                 conditions=said, notes=[] if is_over else form.refusals)  # fmt: skip
    return answer(wanted(request), table, told)


def _with_defaults(data: QueryDict, asked: DayAsked) -> QueryDict:
    """Of one body all that is expected; else what has not come, in the last period."""
    data = data.copy()
    data.pop("page", None)
    data.setdefault("show", "expected" if data.get("organization") else "not_received")
    if not data.get("organization") and "period" not in data:
        last = collection_of("", asked.day, asked.as_of)
        data["period"] = str(last.period_id) if last else ""
    return data
