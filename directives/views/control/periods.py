"""Opening a reporting period deals out its periodic items; closing it ends that."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from directives import distribution, workflow
from directives.models import Control, Directive, ReportingPeriod
from directives.views.review.access import require_department


@require_http_methods(["GET", "HEAD", "POST"])
def period_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Told how many assignments there will be, the department opens the period."""
    require_department(request.user)
    period = get_object_or_404(ReportingPeriod, pk=pk)
    refusal = None
    if request.method == "POST":
        try:
            made = distribution.open_period(period=period, by=request.user, at=timezone.now())
        except workflow.Refused as refused:
            refusal = refused
        else:
            said = ngettext(
                "%(period)s is open: %(n)d assignment dealt out.",
                "%(period)s is open: %(n)d assignments dealt out.",
                made,
            )
            messages.success(request, said % {"period": period, "n": made})
            return redirect("control")
    rows = _asked(period)
    context = {
        "period": period,
        "refusal": refusal,
        "rows": rows,
        "total": sum(bodies for _directive, bodies, _due in rows),
    }
    return render(request, "control/period_open.html", context)


def _asked(period: ReportingPeriod) -> list[tuple[Directive, int, object]]:
    """Each item of this frequency on control, how many bodies it asks, and by when."""
    due = dict(period.due_dates.values_list("level", "due_on"))
    today = timezone.localdate()
    directives = Directive.objects.published().filter(
        control=Control.PERIODIC, frequency=period.kind
    )
    return [
        (directive, len(distribution.addressees(directive, today)), due.get(directive.level))
        for directive in directives
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def period_close(request: HttpRequest, pk: int) -> HttpResponse:
    """No new assignments in this period; those dealt out stay. The department."""
    require_department(request.user)
    period = get_object_or_404(ReportingPeriod, pk=pk)
    refusal = None
    if request.method == "POST":
        try:
            distribution.close_period(period=period, by=request.user, at=timezone.now())
        except workflow.Refused as refused:
            refusal = refused
        else:
            messages.success(request, _("%(period)s is closed.") % {"period": period})
            return redirect("control")
    context = {
        "period": period,
        "refusal": refusal,
        "total": period.assignments.count(),
        "open": period.assignments.open().count(),
    }
    return render(request, "control/period_close.html", context)
