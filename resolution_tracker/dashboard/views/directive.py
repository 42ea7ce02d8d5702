"""One item of the resolution: its text, dates, measures and who has done what."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from directives.models import Directive
from resolution_tracker.dashboard import item_page


def directive_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The item, over the assignments this person may see; `?period=` of a periodic one.

    The text of the resolution is open to anyone signed in.
    """
    today = timezone.localdate()
    directives = Directive.objects.prefetch_related("themes", "supported_by")
    directive = get_object_or_404(directives, pk=pk)
    asked = request.GET
    page = item_page.read(
        directive, request.user, asked.get("period", ""), today, asked.get("sort", "")
    )
    return render(request, "dashboard/directive.html", {"page": page, "today": today})
