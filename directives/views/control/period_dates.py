"""Making a school year's reporting periods, and setting their dates before they open."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from directives.calendar import school_year_of
from directives.forms.control import PeriodForm, SchoolYearForm
from directives.models import ReportingPeriod
from directives.school_year import create_periods
from directives.views.review.access import require_department


@require_POST
def period_add(request: HttpRequest) -> HttpResponse:
    """The standard periods of a school year, those that are missing. The department."""
    require_department(request.user)
    form = SchoolYearForm(request.POST, current=school_year_of(timezone.localdate()))
    if not form.is_valid():
        messages.error(request, _("Choose a school year from the list."))
        return redirect("control")
    made = create_periods(school_year=form.cleaned_data["school_year"])
    if made:
        said = ngettext("%(n)d period made.", "%(n)d periods made.", len(made))
        messages.success(request, said % {"n": len(made)})
    else:
        messages.info(request, _("This school year has all its periods."))
    return redirect("control")


@require_http_methods(["GET", "HEAD", "POST"])
def period_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Days of a period and the due dates of the levels, until it is opened. The department."""
    require_department(request.user)
    period = get_object_or_404(ReportingPeriod.objects.prefetch_related("due_dates"), pk=pk)
    if period.opened_at:
        return render(request, "control/period.html", {"period": period, "form": None})
    form = PeriodForm(request.POST if request.method == "POST" else None, instance=period)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            if ReportingPeriod.objects.select_for_update().get(pk=pk).opened_at:
                messages.error(request, _("The period has been opened meanwhile: it is frozen."))
                return redirect("period-edit", pk=pk)
            form.save()
        messages.success(request, _("Saved: %(period)s.") % {"period": period})
        return redirect("control")
    period = ReportingPeriod.objects.get(pk=pk)  # the form has written into the other one
    return render(request, "control/period.html", {"period": period, "form": form})
