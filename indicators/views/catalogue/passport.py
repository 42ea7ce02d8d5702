"""One form with the yearly numbers of a school."""

from datetime import date
from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from directives.calendar import school_year_of
from directives.views.reporting.body import (
    STALE,
    TYPED_IS_HERE,
    keeps_what_was_typed,
    take_kept,
)
from indicators import passports
from indicators.pages import passport as passport_page
from indicators.pages.passport import Page, Typed
from organizations.access import Viewpoint
from organizations.models import Level, Organization


@partial(keeps_what_was_typed, form="passport")
@require_http_methods(["GET", "HEAD", "POST"])
def passport(request: HttpRequest, pk: int, school_year: int) -> HttpResponse:
    """Read by those who see the school; changed by those who report for it and by the coordinator
    right above it, in this school year and the one before.
    """
    today = timezone.localdate()
    organization = _find(request.user, pk)
    if not passports.FIRST_YEAR <= school_year <= school_year_of(today):
        raise Http404
    may_change = passports.may_change(organization, school_year, request.user, today)
    if request.method != "POST":
        kept = may_change and take_kept(request, pk, school_year, form="passport")
        typed = passport_page.typed_in(kept, organization) if kept else None
        if typed:
            messages.info(request, TYPED_IS_HERE)
        page = passport_page.read(organization, school_year, typed)
        return _render(request, page, may_change, today, kept.get("version", "") if kept else None)
    if not may_change:
        raise PermissionDenied
    return _save(request, organization, school_year, today)


def _find(user, pk: int) -> Organization:
    schools = Organization.objects.visible_to(user).at(Level.SCHOOL).filter(voided_at__isnull=True)
    return get_object_or_404(schools.select_related("municipality"), pk=pk)


def _save(request: HttpRequest, organization: Organization, year: int, today: date) -> HttpResponse:
    """Nothing is saved of a form with a wrong number, nor over what somebody saved since."""
    typed = passport_page.typed_in(request.POST, organization)
    if request.token_is_stale:
        messages.warning(request, STALE)
    if typed.errors or request.token_is_stale:
        return _again(request, organization, year, typed, today)
    try:
        changed = passports.save_passport(
            organization=organization,
            school_year=year,
            numbers=typed.numbers,
            by=request.user,
            at=timezone.now(),
            seen=request.POST.get("version", ""),
        )
    except passports.Overtaken:
        return _again(request, organization, year, typed, today, is_overtaken=True)
    messages.success(request, _("The passport is saved.") if changed else _("Nothing changed."))
    return redirect("passport", organization.pk, year)


def _again(request: HttpRequest, organization: Organization, year: int, typed: Typed, today: date,
           is_overtaken: bool = False) -> HttpResponse:  # fmt: skip
    """Everything typed stays; with an error the page keeps the version it was opened with."""
    page = passport_page.read(organization, year, typed, is_overtaken)
    version = page.version if is_overtaken else request.POST.get("version", "")
    return _render(request, page, True, today, version)


def _render(request: HttpRequest, page: Page, may_change: bool, today: date,
            version: str | None = None) -> HttpResponse:  # fmt: skip
    context = {
        "page": page,
        "may_change": may_change,
        "is_over": page.school_year not in passports.changeable_years(today),
        "version": page.version if version is None else version,
        "years": passports.years_of(page.organization, page.school_year, today),
        "sees_list": passports.oversees_schools(Viewpoint.of(request.user)),
    }
    return render(request, "indicators/catalogue/passport.html", context)
