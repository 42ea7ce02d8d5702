"""Lists of assignments: all that the address asks for, and who has not reported."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from directives.downloads.answer import about, answer, wanted
from directives.downloads.table import About
from resolution_tracker.dashboard import letters, tables
from resolution_tracker.dashboard.listing import Listing
from resolution_tracker.dashboard.paging import ForgivingPaginator
from resolution_tracker.dashboard.sight import Asked, now, sight_of


def assignment_list(request: HttpRequest) -> HttpResponse:
    """Assignments one may see, filtered, sorted and paged by the address; as a file or a page."""
    asked, listing = _asked(request)
    sort = request.GET.get("sort", "")
    table = tables.AssignmentTable(listing.rows, asked.sight, sort, listing.is_one_place)
    if form := wanted(request):
        return answer(form, tables.taken(table), _about(request, _("Assignments"), listing))
    table.paginate(ForgivingPaginator, tables.PER_PAGE, request.GET.get("page", 1))
    context = {
        "asked": asked,
        "listing": listing,
        "table": table,
        "total": table.page.paginator.count,
        "today": asked.sight.day,
    }
    return render(request, "dashboard/assignment_list.html", context)


def not_reported(request: HttpRequest) -> HttpResponse:
    """Who has not reported, by municipality: whom to call and what to write. The same as a file."""
    asked, listing = _asked(request, show="not_reported")
    sight = asked.sight
    if form := wanted(request):
        table = letters.taken(listing.rows, sight.day)
        return answer(form, table, _about(request, _("Not reported yet"), listing))
    page = letters.page_of(listing.rows, request.GET.get("page", 1))
    rows = page.object_list
    context = {
        "asked": asked,
        "listing": listing,
        "page": page,
        "nothing_asked": not rows and not sight.rows.exists(),
        "groups": letters.groups(listing.rows, rows, sight.day, sight.view.own),
        "today": sight.day,
        "total": sum(count for _key, count in page.paginator.object_list),
    }
    return render(request, "dashboard/not_reported.html", context)


def _asked(request: HttpRequest, **fixed: str) -> tuple[Asked, Listing]:
    today, _at = now()
    asked = sight_of(request, today)
    return asked, Listing(asked.sight, request.GET, fixed)


def _about(request: HttpRequest, title: str, listing: Listing) -> About:
    """What the file's first sheet says: the conditions of the list, what is left out."""
    sight, (_today, at) = listing.sight, now()
    return about(
        request,
        title,
        day=sight.day,
        at=at,
        is_live=sight.as_of is None,
        conditions=listing.conditions,
        notes=listing.notes,
    )
