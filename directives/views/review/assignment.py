"""Deciding on one report: made for a hundred in an hour."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from directives import workflow
from directives.calendar import REWORK_WORKING_DAYS, add_working_days
from directives.forms.review import REASONS, AcceptForm, AnswerForm, ReturnForm
from directives.models import Assignment
from directives.views.review.access import find_reviewed
from directives.views.review.queue import Place, place_of
from directives.views.review.report import read

ACCEPT, RETURN = "accept", "return"


@require_http_methods(["GET", "HEAD", "POST"])
def assignment_review(request: HttpRequest, pk: int) -> HttpResponse:
    """A report and what to decide on it. Coordinators of the body above, and the department's.

    Opening it as one who may decide is recorded: the report can no longer be withdrawn.
    """
    assignment = find_reviewed(request.user, pk)
    place = place_of(assignment, request)
    now = timezone.now()
    if request.method != "POST":
        if workflow.look(assignment=assignment, by=request.user, at=now):
            assignment = find_reviewed(request.user, pk)
        return review_page(request, assignment, place)
    kind = RETURN if request.POST.get("decision") == RETURN else ACCEPT
    form = (ReturnForm if kind == RETURN else AcceptForm)(request.POST, auto_id=f"id_{kind}_%s")
    if form.is_valid() and decide(form, assignment, request.user, now):
        messages.success(request, _said(kind, assignment))
        return redirect(place.onward)
    return review_page(request, find_reviewed(request.user, pk), place, form)


def decide(form: AcceptForm | ReturnForm, assignment: Assignment, by, at: datetime) -> bool:
    """Take the decision; where the rules refuse, the form says why."""
    act = workflow.return_for_rework if isinstance(form, ReturnForm) else workflow.accept
    try:
        act(assignment=assignment, by=by, at=at, **form.cleaned_data)
    except workflow.Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return False
    return True


def _said(kind: str, assignment: Assignment) -> str:
    text = _("Returned for rework: {which}.") if kind == RETURN else _("Accepted: {which}.")
    which = format_html(
        '<a href="{}">{} · {}</a>',
        reverse("assignment-detail", args=[assignment.pk]),
        assignment.directive.number,
        assignment.organization.name,
    )
    return format_html(text, which=which)


def review_page(
    request: HttpRequest, assignment: Assignment, place: Place, form=None
) -> HttpResponse:
    """The page, with the form that was not accepted as it was filled in, whichever it is."""
    today = timezone.localdate()
    report = read(assignment)
    seen = {"seen": report.last_number}
    rework = {"rework_due_on": add_working_days(today, REWORK_WORKING_DAYS)}
    context = {
        "assignment": assignment,
        "today": today,
        "report": report,
        "place": place,
        "allowed": workflow.allowed(assignment, request.user, today),
        "took_part": workflow.has_contributed(assignment, request.user),
        "accept_form": AcceptForm(initial=seen, auto_id="id_accept_%s"),
        "return_form": ReturnForm(initial=seen | rework, auto_id="id_return_%s"),
        "answer_forms": _answer_forms(seen),
        "reasons": REASONS,
    }
    if form is not None:
        context |= _refused(form, report.last_number, context["allowed"])
    return render(request, "review/assignment.html", context)


def _answer_forms(seen: dict[str, int]) -> dict[str, AnswerForm]:
    return {
        kind: AnswerForm(initial=seen | {"kind": kind}, auto_id=f"id_{kind}_%s")
        for kind in ("extension", "exemption")
    }


def _refused(form, last_number: int, allowed: frozenset[str]) -> dict[str, object]:
    """The filled-in form in its place; it now has seen what the page shows.

    Where the page no longer offers that form, what was typed is there to be copied.
    """
    form.data = form.data.copy()
    form.data["seen"] = last_number
    found: dict[str, object] = {"refused_form": form}
    if isinstance(form, ReturnForm):
        action, found["return_form"] = "return_for_rework", form
    elif isinstance(form, AcceptForm):
        action, found["accept_form"] = "accept", form
    else:
        kind = form.data.get("kind")
        action = f"answer_{kind}"
        found["answer_forms"] = _answer_forms({"seen": last_number}) | {kind: form}
    if action not in allowed:
        found["lost_text"] = form.data.get("text", "")
    return found
