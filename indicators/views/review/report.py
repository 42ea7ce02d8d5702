"""Deciding on one report of indicators, value by value."""

from datetime import datetime
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from directives.calendar import REWORK_WORKING_DAYS, add_working_days
from directives.views.reporting.body import (
    STALE,
    TYPED_IS_HERE,
    keeps_what_was_typed,
    take_kept,
)
from indicators import workflow
from indicators.asking import asked_of
from indicators.forms.review import DecisionForm, ReasonForm
from indicators.models import IndicatorReport
from indicators.pages import review as review_page
from indicators.views.review.access import find_decided, find_reviewed
from indicators.views.review.queue import Place, place_of

_IDS = "id_return_%s"  # where review.js looks for the reason


@partial(keeps_what_was_typed, form="indicator-review")
@require_http_methods(["GET", "HEAD", "POST"])
def indicator_review(request: HttpRequest, pk: int) -> HttpResponse:
    """The values and what to decide. Coordinators of the body that decides, and the department's.

    Opening it as one who may decide is recorded: the report can no longer be taken back.
    """
    report = find_reviewed(request.user, pk)
    place = place_of(report, request.user)
    now = timezone.now()
    if request.method != "POST":
        if workflow.look(report=report, by=request.user, at=now):
            report = find_reviewed(request.user, pk)
        typed = take_kept(request, pk, form="indicator-review")
        form = typed and DecisionForm(typed, asked=asked_of(report), auto_id=_IDS)
        if form:
            messages.info(request, TYPED_IS_HERE)
        return _page(request, report, place, form)
    form = DecisionForm(request.POST, asked=asked_of(report), auto_id=_IDS)
    if form.is_valid() and request.token_is_stale:
        form.add_error(None, STALE)
    elif form.is_valid() and _decide(form, report, request.user, now):
        messages.success(request, _said(form.returns, report))
        return redirect(place.onward)
    return _page(request, find_reviewed(request.user, pk), place, form)


def _decide(form: DecisionForm, report: IndicatorReport, by, at: datetime) -> bool:
    """Take the decision; where the rules refuse, the form says why."""
    data = form.cleaned_data
    common = {"report": report, "by": by, "at": at, "text": data["text"], "seen": data["seen"]}
    try:
        if form.returns:
            workflow.return_for_rework(
                **common, remarks=data["remarks"], rework_due_on=data["rework_due_on"]
            )
        else:
            workflow.accept(**common)
    except workflow.Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return False
    return True


def _said(returns: bool, report: IndicatorReport) -> str:
    text = _("Returned for rework: {which}.") if returns else _("Accepted: {which}.")
    which = format_html(
        '<a href="{}">{} · {}</a>',
        reverse("indicator-report", args=[report.pk]),
        report.organization.name,
        report.collection.period,
    )
    return format_html(text, which=which)


def _page(
    request: HttpRequest, report: IndicatorReport, place: Place, form: DecisionForm | None = None
) -> HttpResponse:
    """The page; a form that was refused stands as it was filled in, and has now seen the page."""
    today = timezone.localdate()
    sheet = review_page.read(report)
    allowed = workflow.allowed(report, request.user)
    refused = form
    if form is None:
        rework = add_working_days(today, REWORK_WORKING_DAYS)
        form = DecisionForm(
            asked=[row.asked for row in sheet.rows],
            auto_id=_IDS,
            initial={"seen": sheet.last_number, "rework_due_on": rework},
        )
    else:
        form.data = form.data.copy()
        form.data["seen"] = sheet.last_number
    context = {
        "report": report,
        "today": today,
        "place": place,
        "sheet": sheet,
        "allowed": allowed,
        "took_part": workflow.has_contributed(report, request.user),
        "form": form,
        "refused": refused,
        "lost_text": refused.typed_words if refused and "accept" not in allowed else "",
        "fields": [(row, form.remark_of(row.asked.pk)) for row in sheet.rows],
    }
    return render(request, "indicators/review/report.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def indicator_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes an acceptance back, with a reason. Those who decide on the report."""
    report = find_decided(request.user, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        try:
            workflow.reopen(report=report, by=request.user, at=timezone.now(), text=text)
        except workflow.Refused as refused:
            form.add_error(refused.field, refused.message)
        else:
            messages.success(request, _said(True, report))
            return redirect("indicator-report", pk=report.pk)
    context = {
        "report": report,
        "form": form,
        "allowed": workflow.allowed(report, request.user),
    }
    return render(request, "indicators/review/reopen.html", context)
