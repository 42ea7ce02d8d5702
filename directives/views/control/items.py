"""The department places the items of a resolution on control, and takes them off."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from directives import distribution, workflow
from directives.calendar import school_year_of, year_name
from directives.downloads import control as tables
from directives.downloads.answer import about, answer, wanted, which
from directives.forms.control import PublishForm, SchoolYearForm, WithdrawForm
from directives.models import Directive, ReportingPeriod, Resolution
from directives.views.review.access import require_department
from organizations.models import Level

_PUBLISH, _PREVIEW, _CHANGE = "publish", "preview", "change"


@require_safe
def control(request: HttpRequest) -> HttpResponse:
    """Items and how each is controlled; reporting periods. Coordinators of the department."""
    require_department(request.user)
    directives = (
        Directive.objects.exclude(resolution__status=Resolution.Status.ARCHIVED)
        .select_related("resolution")
        .prefetch_related("supported_by")
        .annotate(
            checkpoint_count=Count("checkpoints", distinct=True),
            assignment_count=Count("assignments", distinct=True),
        )
    )
    today = timezone.localdate()
    periods = ReportingPeriod.objects.prefetch_related("due_dates").annotate(
        assignment_count=Count("assignments")
    )
    years = _by_year(periods.order_by("-school_year", "kind", "number"))
    if form := wanted(request):
        table = tables.table(directives, years, which(request))
        title = _("Control of the resolution") + f": {table.sheet}"
        return answer(form, table, about(request, title, day=today, at=timezone.now()))
    context = {
        "directives": directives,
        "years": years,
        "levels": list(Level),
        "year_form": SchoolYearForm(current=school_year_of(today)),
    }
    return render(request, "control/overview.html", context)


def _by_year(periods) -> list[tuple[str, list[tuple[ReportingPeriod, list]]]]:
    """Periods of each school year with their due dates in the order of the levels."""
    years: dict[int, list] = {}
    for period in periods:
        due = {row.level: row.due_on for row in period.due_dates.all()}
        years.setdefault(period.school_year, []).append((period, [due.get(lev) for lev in Level]))
    return [(year_name(year), rows) for year, rows in years.items()]


@require_http_methods(["GET", "HEAD", "POST"])
def directive_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Set how an item is controlled and deal it out, told first to how many. The department.

    What is published is only shown: its settings are frozen.
    """
    require_department(request.user)
    directive = _find(pk)
    if directive.published_at:
        return _render(request, directive, None)
    today = timezone.localdate()
    form = PublishForm(
        request.POST if request.method == "POST" else None, instance=directive, today=today
    )
    if request.method != "POST":
        form.initial["placed_on_control_on"] = directive.placed_on_control_on or today
        return _render(request, directive, form)
    action = request.POST.get("action")
    if not form.is_valid() or action == _CHANGE:
        return _render(request, _find(pk), form)
    if action == _PREVIEW:
        return _preview(request, _find(pk), form)
    if action == _PUBLISH:
        return _publish(request, directive, form)
    form.save()
    messages.success(request, _("Saved: %(item)s.") % {"item": directive.number})
    return redirect("control")


def _find(pk: int) -> Directive:
    return get_object_or_404(Directive.objects.select_related("resolution"), pk=pk)


def _render(request: HttpRequest, directive: Directive, form: PublishForm | None) -> HttpResponse:
    context = {
        "directive": directive,
        "form": form,
        "links": directive.checkpoint_links.select_related("checkpoint"),
        "dealt": directive.assignments.count(),
    }
    return render(request, "control/publish.html", context)


def _preview(request: HttpRequest, directive: Directive, form: PublishForm) -> HttpResponse:
    """How many assignments there will be: bodies asked × periods that are open."""
    bodies = len(distribution.addressees(directive, timezone.localdate()))
    open_periods = ReportingPeriod.objects.none()
    if frequency := form.cleaned_data.get("frequency"):
        open_periods = ReportingPeriod.objects.filter(
            kind=frequency, opened_at__isnull=False, closed_at__isnull=True
        )
    times = len(open_periods) if frequency else 1
    context = {
        "directive": directive,
        "form": form,
        "bodies": bodies,
        "open_periods": open_periods,
        "total": bodies * times,
    }
    return render(request, "control/publish_preview.html", context)


def _publish(request: HttpRequest, directive: Directive, form: PublishForm) -> HttpResponse:
    data = form.cleaned_data
    try:
        with transaction.atomic():
            form.save()
            made = distribution.publish(
                directive=directive,
                by=request.user,
                at=timezone.now(),
                placed_on_control_on=data["placed_on_control_on"],
                due_on=data["due_on"],
            )
    except workflow.Refused as refused:
        form.add_error(refused.field if refused.field in form.fields else None, refused.message)
        return _render(request, _find(directive.pk), form)
    said = ngettext(
        "Item %(item)s is on control: %(n)d assignment dealt out.",
        "Item %(item)s is on control: %(n)d assignments dealt out.",
        made,
    )
    messages.success(request, said % {"item": directive.number, "n": made})
    return redirect("control")


@require_http_methods(["GET", "HEAD", "POST"])
def directive_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an item off: open assignments are cancelled with the reason. The department."""
    require_department(request.user)
    directive = _find(pk)
    if not directive.published_at or directive.withdrawn_at:
        raise Http404
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        cancelled = distribution.withdraw_directive(
            directive=directive, by=request.user, at=timezone.now(), text=form.cleaned_data["text"]
        )
        said = ngettext(
            "Item %(item)s is withdrawn: %(n)d assignment cancelled.",
            "Item %(item)s is withdrawn: %(n)d assignments cancelled.",
            cancelled,
        )
        messages.success(request, said % {"item": directive.number, "n": cancelled})
        return redirect("control")
    context = {
        "directive": directive,
        "form": form,
        "open": directive.assignments.open().count(),
        "kept": directive.assignments.count(),
    }
    return render(request, "control/withdraw.html", context)
