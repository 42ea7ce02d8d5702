"""The report form: typed, kept, sent."""

import uuid
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from directives import report_draft, workflow
from directives.report_page import ReportPage
from directives.views.reporting import answers
from directives.views.reporting.access import find_reported
from directives.views.reporting.body import keeps_what_was_typed, take_kept
from directives.views.reporting.receive import Received, receive, save

_TYPED_IS_HERE = _(
    "What you typed before signing in is here. Files not yet uploaded have to be added again."
)
_SEND = {"submit": workflow.submit, "interim": workflow.report_interim}


@keeps_what_was_typed
@require_http_methods(["GET", "HEAD", "POST"])
def assignment_report(request: HttpRequest, pk: int) -> HttpResponse:
    """For those who report for the body, and coordinators directly above it on its behalf.

    POST action=save keeps the draft, =submit sends it for review, =interim tells how far it is.
    """
    assignment = find_reported(request.user, pk)
    now, today = timezone.now(), timezone.localdate()
    page = ReportPage(assignment, request.user, today)
    if request.method == "POST":
        if request.token_is_stale:
            return answers.show_again(request, page)
        return _take(request, receive(request, assignment, now, today), now)
    if typed := take_kept(request, pk):
        received = save(request.user, assignment, typed, now, today)
        return answers.show_form(request, received, _TYPED_IS_HERE)
    return answers.show_form(request, Received(page, page.forms()))


def _take(request: HttpRequest, received: Received, now: datetime) -> HttpResponse:
    """Answer a posted form whose content has been taken in."""
    if request.htmx:
        return answers.show_saved(request, received, now)
    if received.sent:
        return answers.to_assignment(request, received.sent)
    if not received.is_clean:
        return answers.show_form(request, received)
    action = request.POST.get("action")
    if action in _SEND:
        return _send(request, received, action, now)
    messages.info(request, _("The draft is saved."))
    return answers.back_to_form(request, received)


def _send(request: HttpRequest, received: Received, action: str, now: datetime) -> HttpResponse:
    """Turn the draft into a timeline entry; what is missing is shown and nothing is lost."""
    page = received.page
    try:
        if page.draft is None:  # the same button, pressed a moment earlier, has sent it
            raise workflow.Refused("wrong_status", _("The report has already been sent."))
        update = _SEND[action](
            draft=page.draft, by=request.user, at=now, key=uuid.UUID(received.key)
        )
    except workflow.Refused as refused:
        if sent := report_draft.sent_with(page.assignment, request.user, received.key):
            return answers.to_assignment(request, sent)
        received.refusal = str(refused)
        received.offers_interim = refused.code == "missing_proof"
        return answers.show_form(request, received)
    return answers.to_assignment(request, update)
