"""Answering a request for a later date, or to be exempted."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from directives import workflow
from directives.forms.review import AnswerForm
from directives.models import Assignment, Kind, StatusUpdate
from directives.views.review.access import find_reviewed
from directives.views.review.assignment import review_page
from directives.views.review.queue import place_of

_ENDORSED = {Kind.EXTENSION_ENDORSED, Kind.EXEMPTION_ENDORSED}
_REFUSED = {Kind.EXTENSION_REFUSED, Kind.EXEMPTION_REFUSED}


@require_http_methods(["GET", "HEAD", "POST"])
def answer_request(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree or refuse with a reason. The body the request waits for.

    A municipal authority's agreement passes the request on to the department.
    """
    assignment = find_reviewed(request.user, pk)
    place = place_of(assignment, request)
    if request.method != "POST":
        return review_page(request, assignment, place)
    kind = request.POST.get("kind")
    form = AnswerForm(request.POST, auto_id=f"id_{kind}_%s" if kind else "id_%s")
    if form.is_valid() and (update := _answer(form, assignment, request.user)):
        messages.success(request, _said(update, assignment))
        return redirect(place.onward)
    return review_page(request, find_reviewed(request.user, pk), place, form)


def _answer(form: AnswerForm, assignment: Assignment, user) -> StatusUpdate | None:
    data = form.cleaned_data
    try:
        return workflow.answer_request(
            assignment=assignment,
            by=user,
            at=timezone.now(),
            kind=data["kind"],
            agree=data["agree"] == AnswerForm.YES,
            text=data["text"],
        )
    except workflow.Refused as refused:
        first = _first_answer(assignment, data["kind"]) if refused.code != "contributed" else None
        form.add_error(None, first or refused.message)
        return None


def _first_answer(assignment: Assignment, kind: str) -> str | None:
    """Who has already answered, if anybody has."""
    last = (
        assignment.timeline.filter(kind__startswith=kind)
        .select_related("author")
        .order_by("-number")
        .first()
    )
    if last is None or last.answers_id is None or last.author is None:
        return None
    return _("Already answered: %(decision)s, %(person)s, %(when)s.") % {
        "decision": last.get_kind_display(),
        "person": last.author.short_name,
        "when": timezone.localtime(last.recorded_at).strftime("%d.%m.%Y %H:%M"),
    }


def _said(update: StatusUpdate, assignment: Assignment) -> str:
    which = f"{assignment.directive.number} · {assignment.organization.name}"
    if update.kind in _ENDORSED:
        return _("Supported and passed on to the department: %(which)s.") % {"which": which}
    if update.kind in _REFUSED:
        return _("Refused: %(which)s.") % {"which": which}
    return _("Agreed: %(which)s.") % {"which": which}
