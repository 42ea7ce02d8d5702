"""One decision on several reports at once; each by its own rule."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from directives import workflow
from directives.calendar import REWORK_WORKING_DAYS, add_working_days
from directives.forms.review import BulkForm
from directives.models import Assignment
from directives.views.review.access import require_queue

_LAST = "last_decisions"


@require_http_methods(["GET", "HEAD", "POST"])
def review_bulk(request: HttpRequest) -> HttpResponse:
    """Asks to confirm what was chosen, decides, and tells what came of it. Coordinators.

    Without `confirmed` nothing is done yet. What cannot be done is listed with its reason.
    """
    require_queue(request.user)
    if request.method != "POST":
        return _summary(request)
    chosen = BulkForm.parse(request.POST.getlist("chosen"))
    rows = list(_found(request.user, chosen))
    form = _form(request)
    if rows and form.is_valid():
        at = timezone.now()
        done = {row.pk: _decide(row, form, request.user, at, chosen[row.pk]) for row in rows}
        returned = form.cleaned_data["decision"] == BulkForm.RETURN
        request.session[_LAST] = {"returned": returned, "results": list(done.items())}
        return redirect("review-bulk")
    context = {
        "rows": [(row, f"{row.pk}:{chosen[row.pk]}") for row in rows],
        "form": form,
        "returns": request.POST.get("decision") == BulkForm.RETURN,
    }
    return render(request, "review/bulk_confirm.html", context)


def _form(request: HttpRequest) -> BulkForm:
    """Unbound the first time, when nothing has been asked yet."""
    decision = request.POST.get("decision", "")
    if "confirmed" in request.POST:
        return BulkForm(request.POST, decision=decision)
    day = add_working_days(timezone.localdate(), REWORK_WORKING_DAYS)
    return BulkForm(decision=decision, initial={"decision": decision, "rework_due_on": day})


def _found(user, chosen: dict[int, int]):
    rows = Assignment.objects.visible_to(user).filter(pk__in=chosen)
    return rows.select_related("directive", "organization", "period").order_by(
        "directive__sort_key", "organization__sort_key"
    )


def _decide(assignment: Assignment, form: BulkForm, by, at: datetime, seen: int) -> str:
    """Empty where it was done, else why not."""
    data = form.cleaned_data
    try:
        if data["decision"] == BulkForm.RETURN:
            workflow.return_for_rework(
                assignment=assignment,
                by=by,
                at=at,
                text=data["text"],
                rework_due_on=data["rework_due_on"],
                seen=seen,
            )
        else:
            workflow.accept(assignment=assignment, by=by, at=at, seen=seen)
    except workflow.Refused as refused:
        return str(refused)
    return ""


def _summary(request: HttpRequest) -> HttpResponse:
    last = request.session.get(_LAST)
    if not last:
        return redirect("review-queue")
    results = dict(last["results"])
    rows = [(row, results[row.pk]) for row in _found(request.user, results)]
    context = {
        "returned": last["returned"],
        "done": [row for row, reason in rows if not reason],
        "left": [(row, reason) for row, reason in rows if reason],
    }
    return render(request, "review/bulk_done.html", context)
