"""What the report's views answer: the form again, a fragment, or the way on."""

from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _

from directives import report_draft, workflow
from directives.files.uploads import MOST_FILES
from directives.models import Kind, StatusUpdate
from directives.report_page import GENERAL, ReportPage
from directives.views.reporting.receive import Received


def show_form(request: HttpRequest, received: Received, note: str = "") -> HttpResponse:
    """The whole page. Status 200 also where something is wrong, as Django's own views do."""
    page = received.page
    actions = workflow.allowed(page.assignment, request.user, page.today)
    context = _context(received) | {
        "note": note,
        "actions": actions,
        "rows": list(page.rows(received.forms)),
        "limit": filesizeformat(settings.EVIDENCE_MAX_BYTES),
        "limit_bytes": settings.EVIDENCE_MAX_BYTES,
        "most_files": MOST_FILES,
    }
    name = "report" if "submit" in actions else "closed"
    return render(request, f"reporting/{name}.html", context)


def show_again(request: HttpRequest, page: ReportPage) -> HttpResponse:
    """The form as typed with a fresh token; nothing is saved: it is not known who sent it."""
    received = Received(page, page.forms(request.POST if "text" in request.POST else None))
    received.refusal = _("The page was out of date and nothing was saved. Press the button again.")
    return show_form(request, received)


def show_saved(request: HttpRequest, received: Received, now: datetime) -> HttpResponse:
    """The answer to saving in passing: one line, and what changes with it elsewhere on the page.

    `X-Draft` tells the script whether its own copy of the text is still needed.
    """
    context = _context(received) | {"saved_at": now}
    response = render(request, "reporting/_saved.html", context)
    response["X-Draft"] = _outcome(received)
    return response


def _outcome(received: Received) -> str:
    if received.sent:
        return "sent"
    if received.overtaken_by:
        return "overtaken"
    if received.refusal:
        return "refused"
    return "saved" if received.is_valid else "partly"


def show_files(request: HttpRequest, received: Received, place: str) -> HttpResponse:
    """The files of one place after one came or went."""
    places = received.page.places
    shown = places.get(place, places[GENERAL])
    if received.sent:
        shown.errors.append(_("The report has already been sent. The file was not attached."))
    if received.refusal:
        shown.errors.append(received.refusal)
    context = _context(received) | {"place": shown}
    return render(request, "reporting/_files_answer.html", context)


def _context(received: Received) -> dict[str, object]:
    page = received.page
    return {
        "page": page,
        "assignment": page.assignment,
        "today": page.today,
        "received": received,
        "forms": received.forms,
        "general": page.places[GENERAL],
        "other_version": report_draft.version_of(received.overtaken_by),
    }


def back_to_form(request: HttpRequest, received: Received, place: str = "") -> HttpResponse:
    """After a plain form: the page anew, at the place of the file."""
    for evidence in received.attached:
        messages.info(request, _("The file “%(name)s” is attached.") % {"name": evidence.name})
    address = reverse("assignment-report", args=[received.page.assignment.pk])
    return redirect(f"{address}#files-{place}" if place else address)


def to_assignment(request: HttpRequest, update: StatusUpdate) -> HttpResponse:
    """Sent: the assignment's page says so. The same sentence however often it was sent."""
    messages.success(request, sentence(update))
    return redirect("assignment-detail", pk=update.assignment_id)


def sentence(update: StatusUpdate) -> str:
    """What has just happened, and what comes next."""
    if update.kind == Kind.SUBMITTED:
        said = _("No changes: sent for review.") if update.is_nil else _("Sent for review.")
        return f"{said} " + _("Reviewed by: %(reviewer)s.") % {"reviewer": update.reviewer.name}
    return _("The interim information is sent. The assignment stays open.")
