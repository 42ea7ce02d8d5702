"""One-click reports and requests of those who carry out."""

import uuid
from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from directives import report_draft, workflow
from directives.forms.requests import ExemptionForm, ExtensionForm, WithdrawProofForm
from directives.models import Assignment, Evidence
from directives.report_page import ReportPage
from directives.views.reporting.access import find_reported
from directives.views.reporting.answers import sentence


@require_POST
def assignment_nil(request: HttpRequest, pk: int) -> HttpResponse:
    """«No changes» in one click, for those who report; a second click says the same."""
    assignment = find_reported(request.user, pk)
    now, key = timezone.now(), ReportPage(assignment, request.user, timezone.localdate()).key
    try:
        sent = report_draft.sent_with(assignment, request.user, request.POST.get("key", ""))
        if sent is None:
            sent = workflow.submit_nil(
                assignment=assignment, by=request.user, at=now, key=uuid.UUID(key)
            )
    except workflow.Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, sentence(sent))
    return redirect("assignment-detail", pk=pk)


@require_POST
def assignment_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a submission back, for those who report, while the reviewer has not looked."""
    assignment = find_reported(request.user, pk)
    try:
        workflow.withdraw(assignment=assignment, by=request.user, at=timezone.now())
    except workflow.Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The report is withdrawn. It can be changed and sent again."))
    return redirect("assignment-detail", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def request_extension(request: HttpRequest, pk: int) -> HttpResponse:
    """For those who report: ask for a later date, before the date, with reasons."""
    assignment = find_reported(request.user, pk)
    form = ExtensionForm(assignment, timezone.localdate(), _posted(request))
    return _ask(
        request, assignment, form, "request_extension", _("The request for a later date is sent.")
    )


@require_http_methods(["GET", "HEAD", "POST"])
def request_exemption(request: HttpRequest, pk: int) -> HttpResponse:
    """For those who report: say, with reasons, that the item does not apply to the body."""
    assignment = find_reported(request.user, pk)
    form = ExemptionForm(_posted(request))
    return _ask(
        request, assignment, form, "request_exemption", _("The request to be exempted is sent.")
    )


def _posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


_ACTIONS: dict[str, Callable] = {
    "request_extension": workflow.request_extension,
    "request_exemption": workflow.request_exemption,
}


def _ask(
    request: HttpRequest, assignment: Assignment, form: forms.Form, name: str, done: str
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            _ACTIONS[name](
                assignment=assignment, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except workflow.Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            messages.success(request, done)
            return redirect("assignment-detail", pk=assignment.pk)
    if request.method != "POST":
        _require(name, assignment, request.user)
    today = timezone.localdate()
    context = {"assignment": assignment, "form": form, "today": today}
    return render(request, f"reporting/{name}.html", context)


def _require(name: str, assignment: Assignment, user) -> None:
    """A form is not shown for what would be refused."""
    if name not in workflow.allowed(assignment, user, timezone.localdate()):
        raise PermissionDenied(_("This request cannot be made now."))


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_proof(request: HttpRequest, pk: int) -> HttpResponse:
    """For those who report: say that a sent file no longer proves anything, with the reason."""
    sent = Evidence.objects.visible_to(request.user).filter(update__isnull=False)
    evidence = get_object_or_404(sent.select_related("checkpoint"), pk=pk)
    assignment = find_reported(request.user, evidence.assignment_id)
    form = WithdrawProofForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            workflow.withdraw_proof(
                evidence=evidence, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except workflow.Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The document is withdrawn."))
            return redirect("assignment-detail", pk=assignment.pk)
    if request.method != "POST":
        _require("withdraw_proof", assignment, request.user)
    context = {"assignment": assignment, "evidence": evidence, "form": form}
    return render(request, "reporting/withdraw_proof.html", context)
