"""Files of a draft: added and removed one by one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from directives.files import uploads
from directives.models import Evidence
from directives.report_page import GENERAL, ReportPage
from directives.views.reporting import answers
from directives.views.reporting.access import find_reported
from directives.views.reporting.body import keeps_what_was_typed
from directives.views.reporting.receive import Received, receive


@keeps_what_was_typed
@require_http_methods(["GET", "HEAD", "POST"])
def draft_file_upload(request: HttpRequest, pk: int) -> HttpResponse:
    """For those who report: add files to one's own draft, one request a file.

    Without a script the whole form comes along, and is saved too.
    """
    assignment = find_reported(request.user, pk)
    if request.method != "POST":
        return redirect("assignment-report", pk=pk)
    now, today = timezone.now(), timezone.localdate()
    if request.token_is_stale:
        return answers.show_again(request, ReportPage(assignment, request.user, today))
    received = receive(request, assignment, now, today)
    return _answer(request, received, request.POST.get("place", GENERAL))


@keeps_what_was_typed
@require_POST
def draft_file_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """For the author of a draft: take a file out of it; its content goes too."""
    evidence = get_object_or_404(Evidence.objects.filter(draft__author=request.user), pk=pk)
    assignment = find_reported(request.user, evidence.assignment_id)
    now, today = timezone.now(), timezone.localdate()
    if request.token_is_stale:
        return answers.show_again(request, ReportPage(assignment, request.user, today))
    uploads.remove(evidence)
    received = receive(request, assignment, now, today)
    return _answer(request, received, str(evidence.checkpoint_id or GENERAL))


def _answer(request: HttpRequest, received: Received, place: str) -> HttpResponse:
    if request.htmx:
        return answers.show_files(request, received, place)
    if received.sent:
        return answers.to_assignment(request, received.sent)
    if not received.is_clean:
        return answers.show_form(request, received)
    return answers.back_to_form(request, received, place)
