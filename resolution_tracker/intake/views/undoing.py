"""Taking an applied list back."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render

from directives.models import Assignment
from organizations.models import Organization, SchoolList
from organizations.school_list.reader import SchoolListError
from resolution_tracker.dashboard.paging import ForgivingPaginator
from resolution_tracker.intake import jobs, progress
from resolution_tracker.intake.holding import require_staff_to, seen
from resolution_tracker.intake.listed import PER_PAGE
from resolution_tracker.intake.take_back import outlook, queue_undo


def school_list_undo(request, pk: int):
    """Staff: what would be taken back and what can not; then the worker does it."""
    school_list = seen(request.user, pk)
    require_staff_to(request.user)
    if request.method != "POST":
        if school_list.state != SchoolList.State.APPLIED:
            return redirect("school-list-detail", pk)
        context = _ahead(school_list, request.GET.get("page", 1))
        return render(request, "intake/undo.html", {"school_list": school_list} | context)
    try:
        with transaction.atomic():
            queue_undo(school_list, by=request.user)
            progress.begin(school_list)
            jobs.undo_school_list.defer(list_id=pk)
    except SchoolListError as error:
        messages.warning(request, str(error))
    return redirect("school-list-detail", pk)


def _ahead(school_list: SchoolList, number: str | int) -> dict[str, object]:
    """What undoing would do; the bodies that stay a page at a time, each with its reason."""
    ahead = outlook(school_list)
    page = ForgivingPaginator(sorted(ahead.stuck.items()), PER_PAGE).get_page(number)
    bodies = Organization.objects.select_related("municipality").in_bulk(
        [pk for pk, _reason in page.object_list]
    )
    page.object_list = [(bodies[pk], reason) for pk, reason in page.object_list]
    cancelled = Assignment.objects.open().filter(organization__in=ahead.brought)
    return {"ahead": ahead, "page": page, "cancelled": cancelled.count()}
