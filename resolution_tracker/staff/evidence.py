"""Removing a file's content, where it holds what must not be kept."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from directives.files.removal import copies_of, remove_content
from directives.models import Evidence
from directives.workflow.refusal import Refused
from resolution_tracker.staff import require_staff


class RemovalForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It is shown in place of the file. Do not repeat the personal data in it."),
    )
    with_copies = forms.BooleanField(
        label=_("Remove the same content from the other reports too"), required=False, initial=True
    )


def evidence_remove_content(request, pk: int):
    """Staff alone; the file's record, size and hash stay, its content does not."""
    everything = Evidence.objects.all()  # a draft's file too: staff read no draft, but may empty it
    found = everything if request.user.is_staff else Evidence.objects.visible_to(request.user)
    seen = found.select_related(
        "assignment__directive", "assignment__organization", "content_removed_by", "uploaded_by"
    )
    evidence = get_object_or_404(seen, pk=pk)
    require_staff(request.user)
    form = RemovalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            count = remove_content(
                evidence=evidence, by=request.user, at=timezone.now(), **form.cleaned_data
            )
        except Refused as refused:
            form.add_error(refused.field or None, refused.message)
        else:
            text = ngettext(
                "The content of %(n)s file is removed.",
                "The content of %(n)s files is removed.",
                count,
            )
            messages.info(request, text % {"n": count})
            return redirect("evidence-remove-content", pk)
    context = {"form": form, "evidence": evidence, "copies": copies_of(evidence).count()}
    return render(request, "staff/remove_content.html", context)
