"""A body corrects its own contacts."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from organizations.forms import ContactsForm
from organizations.models import Organization


def organization_contacts(request, pk: int):
    """Who reports for the body (and staff): phone, e-mail, head, website and address."""
    seen = Organization.objects.visible_to(request.user)
    organization = get_object_or_404(seen, pk=pk)
    is_own = Organization.objects.reportable_by(request.user).filter(pk=pk).exists()
    if not (request.user.is_staff or is_own):
        raise PermissionDenied
    with transaction.atomic():
        if request.method == "POST":
            organization = Organization.objects.select_for_update(no_key=True).get(pk=pk)
        form = ContactsForm(request.POST or None, instance=organization)
        if request.method == "POST" and form.is_valid():
            form.save(by_the_body=is_own)
            messages.info(request, _("The contacts are saved."))
            return redirect("organization-detail", pk)
    return render(
        request, "organizations/contacts.html", {"form": form, "organization": organization}
    )
