"""One value, kept while it is typed."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from indicators.lines import Kept
from indicators.pages.report import ReportPage
from indicators.pages.report_form import receive
from indicators.views.reporting import answers
from indicators.views.reporting.access import find_filled


@require_POST
def keep_value(request: HttpRequest, pk: int, asked: int) -> HttpResponse:
    """For those who fill the report in. Answers with what changes beside the fields."""
    report, now = find_filled(request.user, pk), timezone.now()
    kept = Kept.of(report)
    row = next((row for row in kept.asked if row.pk == asked), None)
    if row is None:
        raise Http404
    outcome = receive(kept, request.POST, [row], request.user, now)
    if not request.htmx:
        return answers.to_form(request, pk, f"row-{asked}")
    return answers.show_value(request, ReportPage(report, outcome), asked, now)
