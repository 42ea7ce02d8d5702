"""What the report's views answer: the form again, a fragment of it, or the way on."""

import json
from datetime import datetime
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators import attached, workflow
from indicators.models import Absence, ReportEntry
from indicators.pages.report import ReportPage, Row, beside_of, groups
from indicators.pages.report_form import FIELDS
from organizations.access import Viewpoint


def context(request: HttpRequest, page: ReportPage) -> dict[str, object]:
    report, own = page.report, _own(request.user)
    is_on_behalf = report.organization_id not in own
    body = report.organization
    return {
        "page": page,
        "report": report,
        "body": body,
        "period": report.collection.period,
        "today": timezone.localdate(),
        "actions": workflow.allowed(report, request.user),
        "absences": Absence.choices,
        "is_on_behalf": is_on_behalf,
        # A workbook with a school's values from above is that of the body above.
        "whose": body.parent_id if is_on_behalf else body.pk,
    }


def _own(user) -> frozenset[int]:
    return Viewpoint.of(user).reports


def show_form(request: HttpRequest, page: ReportPage, **more) -> HttpResponse:
    """The whole page. Status 200 also where something is wrong, as Django's own views do."""
    rows, beside = page.with_medians().rows(), beside_of(page.report)
    problems = [problem for row in rows for problem in row.problems if problem.hinders]
    said = context(request, page) | {
        "groups": groups(rows),
        "rows": {row.pk: row for row in rows},
        "problems": problems if page.strict else [],
        "wrong": [row for row in rows if row.wrong or row.overtaken],
        "refusal": page.outcome.refusal,
        "beside": beside,
        "progress": page.progress(beside),
        "words": page.words(),
        "last_report": page.last_report(),
        "attached": attached.to_send(page.report),
        "schools": attached.schools_of(page.report),
        "key": request.POST.get("key") or uuid4(),
        "text": request.POST.get("text", ""),
    }
    return render(request, "indicators/reporting/fill.html", said | more)


def show_value(request: HttpRequest, page: ReportPage, asked: int, at: datetime) -> HttpResponse:
    """What changes on the page with one value: its line, those that share its denominator, the
    counter. Fields are set by the script, never replaced: nobody loses the place while typing.
    """
    rows = {row.pk: row for row in page.rows()}
    row = rows[asked]
    quantity = row.line.indicator.quantity_id
    also = [
        other for other in rows.values()
        if quantity and other.line.indicator.quantity_id == quantity and other is not row
    ]  # fmt: skip
    said = context(request, page) | {
        "row": row,
        "also": also,
        "progress": page.progress(),
        "kept_at": at if page.outcome.is_clean else None,
        "refusal": page.outcome.refusal,
    }
    response = render(request, "indicators/reporting/_value.html", said)
    response["HX-Trigger-After-Swap"] = json.dumps(
        {"indicators:put": {"values": _to_put(request, page, row, rows)}}
    )
    return response


def _to_put(
    request: HttpRequest, page: ReportPage, row: Row, rows: dict[int, Row]
) -> dict[str, str]:
    """Field → what stands in it now: versions, shared denominators, and what a button fills."""
    put = {f"v-{row.pk}": str(row.version)}
    if request.POST.get("same") == str(row.pk) or f"theirs-{row.pk}" in request.POST:
        put |= {f"{letter}-{row.pk}": row.texts[name] for letter, name in FIELDS.items()}
    for pk in page.outcome.shared:
        put |= {f"d-{pk}": rows[pk].texts["denominator"], f"v-{pk}": str(rows[pk].version)}
    return put


def to_report(request: HttpRequest, entry: ReportEntry) -> HttpResponse:
    """Sent: the report's page says so. The same sentence however often it was sent."""
    said = _("No changes: sent for review.") if entry.is_nil else _("Sent for review.")
    messages.success(
        request, f"{said} " + _("Reviewed by: %(reviewer)s.") % {"reviewer": entry.reviewer.name}
    )
    return redirect("indicator-report", pk=entry.report_id)


def to_form(request: HttpRequest, pk: int, place: str = "") -> HttpResponse:
    address = reverse("indicator-fill", args=[pk])
    return redirect(f"{address}#{place}" if place else address)


def key_of(request: HttpRequest) -> UUID:
    """The form's key; a new one where the form carries none that can be read."""
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid4()
