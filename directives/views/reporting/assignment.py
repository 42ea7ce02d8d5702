"""One page per assignment, for every role that may see it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from directives import workflow
from directives.assignment_page import AssignmentPage
from directives.views.reporting.access import find_visible


@require_safe
def assignment_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """For all who may see the body, and the institute for items it supports.

    What may be done is asked of the workflow; what it allows is offered, nothing else.
    """
    assignment = find_visible(request.user, pk)
    today = timezone.localdate()
    context = {
        "assignment": assignment,
        "today": today,
        "actions": workflow.allowed(assignment, request.user, today),
        "page": AssignmentPage(assignment, request.user),
    }
    return render(request, "reporting/assignment.html", context)
