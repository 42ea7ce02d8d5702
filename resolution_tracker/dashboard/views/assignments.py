"""Lists of assignments: all that the address asks for, and who has not reported."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from directives.csv_download import csv_response
from directives.models import Assignment
from organizations.access import Viewpoint
from resolution_tracker.dashboard import letters
from resolution_tracker.dashboard.listing import Listing
from resolution_tracker.dashboard.paging import ForgivingPaginator
from resolution_tracker.dashboard.tables import HEADER, PER_PAGE, AssignmentTable, csv_rows


def assignment_list(request: HttpRequest) -> HttpResponse:
    """Assignments one may see, filtered, sorted and paged by the address; the same as CSV."""
    today = timezone.localdate()
    listing = Listing(request.user, request.GET, today)
    sort = request.GET.get("sort", "")
    table = AssignmentTable(listing.rows, today, sort, listing.is_one_place)
    if request.GET.get("format") == "csv":
        return csv_response("assignments", HEADER, csv_rows(table.ordered, today))
    table.paginate(ForgivingPaginator, PER_PAGE, request.GET.get("page", 1))
    context = {
        "listing": listing,
        "table": table,
        "total": table.page.paginator.count,
        "today": today,
    }
    return render(request, "dashboard/assignment_list.html", context)


def not_reported(request: HttpRequest) -> HttpResponse:
    """Who has not reported, by municipality: whom to call and what to write. The same as CSV."""
    today = timezone.localdate()
    listing = Listing(request.user, request.GET, today, fixed={"show": "not_reported"})
    if request.GET.get("format") == "csv":
        rows = letters.csv_rows(listing.rows, today)
        return csv_response("not-reported", letters.HEADER, rows)
    page = letters.page_of(listing.rows, request.GET.get("page", 1))
    rows = page.object_list
    context = {
        "listing": listing,
        "page": page,
        "nothing_asked": not rows and not Assignment.objects.visible_to(request.user).exists(),
        "groups": letters.groups(listing.rows, rows, today, Viewpoint.of(request.user).own),
        "today": today,
        "total": sum(count for _key, count in page.paginator.object_list),
    }
    return render(request, "dashboard/not_reported.html", context)
