"""The department looks into what others have accepted."""

import secrets

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.fields import TextField
from django.db.models.functions import MD5, Cast, Concat
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from directives import workflow
from directives.calendar import REWORK_WORKING_DAYS, add_working_days
from directives.downloads import review as tables
from directives.downloads.answer import about, answer, wanted
from directives.downloads.asked import asked_by
from directives.forms.review import ConfirmForm, ReasonForm, ReopenForm, SampleForm
from directives.models import Assignment, Kind, Status, StatusUpdate
from directives.views.review.access import find_for_department, require_department
from directives.views.review.report import read

ON_A_PAGE = 50


@require_safe
def spot_check_list(request: HttpRequest) -> HttpResponse:
    """Accepted reports, or a random sample of them. Coordinators of the department.

    The seed of a sample stands in the address: whoever opens it sees the same reports.
    """
    require_department(request.user)
    form = SampleForm(request.GET, request.user)
    size, seed = (form.cleaned_data.get(name) for name in ("sample", "seed"))
    if size and not seed:
        return redirect(
            f"{request.path}?{form.query}&{urlencode({'seed': secrets.randbelow(10**6)})}"
        )
    rows = form.narrow(_accepted())
    total = rows.count()
    if size:
        rows = rows.order_by(_shuffled(seed), "pk")[:size]
    if file := wanted(request):
        told = about(request, _("Spot checks"), day=timezone.localdate(), at=timezone.now(),
                     conditions=asked_by(form))  # fmt: skip
        return answer(file, tables.spot_checks(rows), told)
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": form,
        "page": page,
        "total": total,
        "size": size,
        "query": form.query,
        "results": _results(form),
    }
    return render(request, "review/spot_checks.html", context)


def _accepted() -> QuerySet[Assignment]:
    """With the moment and the kind of the last spot check, where there has been one."""
    checks = StatusUpdate.objects.filter(
        assignment=OuterRef("pk"), kind__in=[Kind.SPOT_CHECKED, Kind.REOPENED]
    ).order_by("-number")
    return (
        Assignment.objects.filter(status=Status.ACCEPTED)
        .select_related("directive", "organization", "municipality", "period", "reviewer")
        .annotate(
            checked_at=Subquery(checks.values("recorded_at")[:1]),
            checked_kind=Subquery(checks.values("kind")[:1]),
        )
        .order_by("-accepted_at", "pk")
    )


def _shuffled(seed: str) -> MD5:
    """The same order for the same seed, whatever has been accepted since."""
    key = Concat(Value(seed), Value(":"), Cast(F("pk"), TextField()), output_field=TextField())
    return MD5(key)


def _results(form: SampleForm) -> dict[str, int]:
    """How many spot checks confirmed and how many reopened, of what the filters leave."""
    narrowed = form.narrow(Assignment.objects.all()).values("pk")
    return StatusUpdate.objects.filter(assignment__in=narrowed).aggregate(
        confirmed=Count("pk", filter=Q(kind=Kind.SPOT_CHECKED)),
        reopened=Count("pk", filter=Q(kind=Kind.REOPENED)),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def assignment_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """An accepted report before the department: confirm it, or reopen it with a reason."""
    assignment = find_for_department(request.user, pk)
    form = ConfirmForm(_posted(request), auto_id="id_confirm_%s")
    act, said = workflow.confirm_spot_check, _("Spot check confirmed: %(which)s.")
    if _done(request, form, act, assignment, said):
        return _back_to_list(request)
    return _page(request, assignment, {"confirm_form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def assignment_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Put an assignment back on control with a reason. Coordinators of the department."""
    assignment = find_for_department(request.user, pk)
    form = ReopenForm(_posted(request), initial=_rework(), auto_id="id_reopen_%s")
    if _done(request, form, workflow.reopen, assignment, _("Reopened: %(which)s.")):
        return _back_to_list(request)
    return _page(request, assignment, {"reopen_form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def assignment_waive(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an assignment off as no longer relevant. Coordinators of the department."""
    assignment = find_for_department(request.user, pk)
    form = ReasonForm(_posted(request))
    if _done(request, form, workflow.waive, assignment, _("Waived: %(which)s.")):
        return redirect("assignment-detail", pk=pk)
    context = {
        "assignment": assignment,
        "form": form,
        "today": timezone.localdate(),
        "allowed": workflow.allowed(assignment, request.user, timezone.localdate()),
    }
    return render(request, "review/waive.html", context)


def _posted(request: HttpRequest):
    return request.POST if request.method == "POST" else None


def _done(request: HttpRequest, form, act, assignment: Assignment, said: str) -> bool:
    """Take the action if the form was sent and is right; where refused, the form says why."""
    if not form.is_valid():
        return False
    try:
        act(assignment=assignment, by=request.user, at=timezone.now(), **form.cleaned_data)
    except workflow.Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return False
    which = f"{assignment.directive.number} · {assignment.organization.name}"
    messages.success(request, said % {"which": which})
    return True


def _back_to_list(request: HttpRequest) -> HttpResponse:
    """The list or the sample one came from; its address travels as this page's own query."""
    query = SampleForm(request.GET, request.user).query
    response = redirect("spot-check-list")
    if query:
        response["Location"] += f"?{query}"
    return response


def _rework() -> dict[str, object]:
    return {"rework_due_on": add_working_days(timezone.localdate(), REWORK_WORKING_DAYS)}


def _page(request: HttpRequest, assignment: Assignment, forms: dict) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "assignment": assignment,
        "today": today,
        "report": read(assignment),
        "allowed": workflow.allowed(assignment, request.user, today),
        "confirm_form": ConfirmForm(auto_id="id_confirm_%s"),
        "reopen_form": ReopenForm(initial=_rework(), auto_id="id_reopen_%s"),
        "query": SampleForm(request.GET, request.user).query,
    }
    return render(request, "review/spot_check.html", context | forms)
