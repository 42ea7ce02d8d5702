"""Adding, changing and closing bodies."""

from datetime import date

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from directives import distribution
from indicators import following
from organizations.forms import CloseForm, OrganizationForm
from organizations.history import changes_of
from organizations.models import Level, Organization
from resolution_tracker.staff import require_staff
from resolution_tracker.staff.effects import of_reports, settle


def _stored(request, pk: int) -> Organization:
    """The body, if this person may see it; 403 if seeing is all they may do."""
    seen = Organization.objects.visible_to(request.user).filter(voided_at__isnull=True)
    organization = get_object_or_404(seen, pk=pk)
    require_staff(request.user)
    return organization


def _save(request, form: OrganizationForm) -> Organization | None:
    """Save and settle what it is asked; None where another save was faster with the same OGRN."""
    is_new = form.instance.pk is None
    try:
        with transaction.atomic():
            organization = form.save()
            effects = settle(
                organization,
                set(form.changed_data),
                is_new=is_new,
                by=request.user,
                at=timezone.now(),
            )
    except IntegrityError as error:
        if "ogrn_is_unique" not in str(error):
            raise
        form.add_error("ogrn", _("An organization with this OGRN already exists."))
        return None
    for sentence in [_("The organization is saved."), *effects.sentences()]:
        messages.info(request, sentence)
    return organization


def organization_add(request):
    """Staff add one body; a new school receives what is on control."""
    require_staff(request.user)
    form = OrganizationForm(request.POST or None, initial={"level": Level.SCHOOL})
    if request.method == "POST" and form.is_valid() and (organization := _save(request, form)):
        return redirect("organization-detail", organization.pk)
    return render(request, "organizations/edit.html", {"form": form})


def organization_edit(request, pk: int):
    """Staff change a body; two at once: the later one is told what the earlier one saved."""
    organization = _stored(request, pk)
    newer = []
    with transaction.atomic():
        if request.method == "POST":
            organization = Organization.objects.select_for_update(no_key=True).get(pk=pk)
        form = OrganizationForm(request.POST or None, instance=organization)
        if request.method == "POST":
            if form.is_valid() and _save(request, form):
                return redirect("organization-detail", pk)
            if form.is_stale:
                newer = changes_of(organization, after=form.cleaned_data["version"] or 0)
    return render(
        request,
        "organizations/edit.html",
        {
            "form": form,
            "organization": Organization.objects.get(pk=pk),
            "changes": changes_of(organization),
            "newer": newer,
        },
    )


def organization_close(request, pk: int):
    """Staff close a body; what will happen is said before it happens."""
    organization = _stored(request, pk)
    if organization.closed_on:
        return _reopen(request, organization)
    form = CloseForm(
        request.POST or None,
        organization=organization,
        initial={"closed_on": timezone.localdate()},
    )
    if request.method == "POST" and form.is_valid():
        if form.is_confirmed:
            return _close(request, organization, form.cleaned_data)
        form.data = form.data.copy()  # `|` would make a dict of lists, and lose what was typed
        form.data["counted_for"] = str(form.cleaned_data["closed_on"])
        return render(
            request,
            "organizations/close.html",
            {"form": form, "organization": organization}
            | _counts(organization, form.cleaned_data["closed_on"]),
        )
    return render(request, "organizations/close.html", {"form": form, "organization": organization})


def _counts(organization: Organization, closed_on: date) -> dict[str, int | bool]:
    cancelled = distribution.cancelled_by_closing(organization, closed_on).count()
    return {
        "counted": True,
        "cancelled": cancelled,
        "reports": following.cancelled_by_closing(organization, closed_on).count(),
        "stay_open": organization.assignments.open().count() - cancelled,
        "total": organization.assignments.count(),
    }


def _close(request, organization: Organization, said: dict):
    with transaction.atomic():
        now = timezone.now()
        count = distribution.close_body(
            organization=organization,
            closed_on=said["closed_on"],
            successor=said["successor"],
            text=said["text"],
            by=request.user,
            at=now,
        )
        reports = following.follow(
            organizations=[organization.pk], by=request.user, at=now, text=said["text"]
        )
    text = ngettext(
        "The organization is closed; %(n)s assignment cancelled.",
        "The organization is closed; %(n)s assignments cancelled.",
        count,
    )
    for sentence in [text % {"n": count}, *of_reports(reports)]:
        messages.info(request, sentence)
    return redirect("organization-detail", organization.pk)


def _reopen(request, organization: Organization):
    """A closing entered by mistake is taken back: its cancelled assignments are revived."""
    if request.method == "POST" and "reopen" in request.POST:
        with transaction.atomic():
            organization = Organization.objects.select_for_update(no_key=True).get(
                pk=organization.pk
            )
            organization.closed_on = organization.successor = None
            organization.save()
            effects = settle(organization, set(), is_new=True, by=request.user, at=timezone.now())
        for sentence in [_("The organization works again."), *effects.sentences()]:
            messages.info(request, sentence)
        return redirect("organization-detail", organization.pk)
    return render(request, "organizations/reopen.html", {"organization": organization})
