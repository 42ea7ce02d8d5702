"""Opening a collection: what it will ask of whom is said before."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from directives.models import ReportingPeriod
from directives.workflow.refusal import Refused
from indicators import collecting
from indicators.models import Collection
from indicators.pages.opening import Outlook
from indicators.views.collecting.access import require_collector
from organizations.access import Viewpoint


@require_http_methods(["GET", "HEAD", "POST"])
def collection_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Told what it asks, staff or the department open the collection of a period."""
    require_collector(request.user)
    period = get_object_or_404(ReportingPeriod.objects.prefetch_related("due_dates"), pk=pk)
    refusal = None
    if request.method == "POST":
        try:
            collection = collecting.open_collection(
                period=period, by=request.user, at=timezone.now()
            )
        except Refused as refused:
            refusal = refused
        else:
            count = collection.reports.own().count()
            said = ngettext(
                "%(period)s: %(n)s report on indicators asked.",
                "%(period)s: %(n)s reports on indicators asked.",
                count,
            )
            messages.info(request, said % {"period": period.full_name, "n": count})
            return redirect("collection-list")
    context = {
        "period": period,
        "refusal": refusal,
        "collection": Collection.objects.filter(period=period).first(),
        "outlook": Outlook(period, timezone.localdate()),
        "is_department": Viewpoint.of(request.user).has("department", "coordinator"),
    }
    return render(request, "indicators/collecting/open.html", context)
